"""The words of the index of the demo in Spanish and English."""

from __future__ import annotations

from typing import Any

from ..reports.pages.phrases import COMMON

WORDS: dict[str, dict[str, Any]] = {
    "es": {
        **COMMON["es"],
        "kind": "Índice de la demostración",
        "title": "Demostración",
        "subtitle": "Qué produce icmaml-indicators, con datos sintéticos y con cifras publicadas. Cada página se abre sola, sin red.",
        "other": "English",
        "pages": "Las páginas",
        "pages_note": "Primero las de datos sintéticos, que muestran todo; después las de cifras reales.",
        "readers": "Para {readers}.",
        "synthetic": "datos sintéticos",
        "real": "cifras reales",
        "definition": "definición",
        "beside": "Al lado",
        "files": {
            "figures": "las cifras de la página (CSV)",
            "table": "la tabla (CSV)",
            "findings": "los hallazgos (CSV)",
            "data": "los datos que se entregaron (CSV)",
        },
        "made": "Los datos sintéticos",
        "made_note": "Municipios, estados, programas y proyectos son inventados, y sus cifras, sorteadas: ninguna describe a un lugar real. Sus claves empiezan con SINT y no son del INEGI. Las cifras guardan órdenes de magnitud creíbles, cambian con el tamaño y el semestre, y tienen huecos.",
        "faults": "Errores plantados y qué dice de ellos el programa",
        "faults_note": "En los datos de los municipios sintéticos hay {count} errores puestos a propósito. Ninguno cambia una cifra en silencio: cada uno es un hallazgo.",
        "fault": "Qué se plantó",
        "where": "Dónde",
        "found": "Qué dice el hallazgo",
        "everywhere": "en toda la tabla",
        "not_found": "no se halló",
        "severity": {"error": "error", "warning": "aviso", "info": "nota"},
        "sources": "Las cifras reales y sus fuentes",
        "made_by": "Hecho con icmaml-indicators {version}.",
    },
    "en": {
        **COMMON["en"],
        "kind": "Index of the demo",
        "title": "Demo",
        "subtitle": "What icmaml-indicators produces, from synthetic data and from published figures. Each page opens by itself, without a network.",
        "other": "Español",
        "pages": "The pages",
        "pages_note": "First those of synthetic data, which show everything; then those of real figures.",
        "readers": "For {readers}.",
        "synthetic": "synthetic data",
        "real": "real figures",
        "definition": "definition",
        "beside": "Beside it",
        "files": {
            "figures": "the figures of the page (CSV)",
            "table": "the table (CSV)",
            "findings": "the findings (CSV)",
            "data": "the data handed in (CSV)",
        },
        "made": "The synthetic data",
        "made_note": "Municipalities, states, programmes and projects are invented, and their figures drawn: none describes a real place. Their keys begin with SINT and are not INEGI's. The figures keep credible magnitudes, change with size and semester, and have holes.",
        "faults": "Planted faults, and what the program says of them",
        "faults_note": "In the data of the synthetic municipalities {count} faults were put on purpose. None changes a figure in silence: each is a finding.",
        "fault": "What was planted",
        "where": "Where",
        "found": "What the finding says",
        "everywhere": "in the whole table",
        "not_found": "not found",
        "severity": {"error": "error", "warning": "warning", "info": "note"},
        "sources": "The real figures and their sources",
        "made_by": "Made with icmaml-indicators {version}.",
    },
}
