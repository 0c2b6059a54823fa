"""What pages of one entity say in common, in Spanish and English."""

from __future__ import annotations

from typing import Any

COMMON: dict[str, dict[str, Any]] = {
    "es": {
        "skip": "Ir al contenido",
        "score": "Calificación",
        "level": "Nivel",
        "status": {"documented": "documentado", "reconstructed": "reconstruido", "user": "propio"},
        "sources": "Procedencia y hallazgos",
        "documented_note": "una página pública que se nombra dice cómo se mide.",
        "reconstructed_note": "un sistema comparable que se nombra lo mide así; no es la lista oficial.",
        "user_note": "definición propia de quien hizo el programa.",
        "severity": {"error": "error", "warning": "aviso"},
        "no_findings": "No hay hallazgos sobre estas cifras.",
        "more": "y {count} más",
        "quoted": "«{text}»",
        "definitions": "Definiciones: {program}, versión {version}.",
        "made_with": "Calculado con icmaml-indicators {version}. Huella del cálculo: {fingerprint}.",
        "credits": "Fuentes de los datos",
        "suppressed": "suprimido",
    },
    "en": {
        "skip": "Skip to content",
        "score": "Score",
        "level": "Level",
        "status": {"documented": "documented", "reconstructed": "reconstructed", "user": "own"},
        "sources": "Provenance and findings",
        "documented_note": "a public page, which is named, says how it is measured.",
        "reconstructed_note": "a comparable system, which is named, measures it so; it is not the official list.",
        "user_note": "a definition of whoever made the program.",
        "severity": {"error": "error", "warning": "warning"},
        "no_findings": "There are no findings about these figures.",
        "more": "and {count} more",
        "quoted": "“{text}”",
        "definitions": "Definitions: {program}, version {version}.",
        "made_with": "Computed with icmaml-indicators {version}. Fingerprint of the computation: {fingerprint}.",
        "credits": "Sources of the data",
        "suppressed": "suppressed",
    },
}
