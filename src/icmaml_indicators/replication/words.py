"""What packages and verifications say, in Spanish and English."""

from __future__ import annotations

from ..diagnostics import Language

# Before the words of credit: where there are none, and where there are.
CREDITS: dict[Language, tuple[str, str]] = {
    "es": ("Los datos no piden créditos.", "Los datos piden que se diga:"),
    "en": ("The data asks for no words of credit.", "The data asks for these words:"),
}

README: dict[Language, dict[str, str]] = {
    "es": {
        "head": "# {title}\n\nPaquete de un estudio: programa `{id}`, versión {version}, sus datos y sus resultados.",
        "versions": (
            "Calculado con icmaml-indicators {library}, Python {python}, numpy {numpy} y pandas {pandas}. Qué hay, con "
            "qué opciones se calificó y la huella de cada archivo: `manifest.json`."
        ),
        "data": "Los datos van en el paquete:",
        "no data": "Los datos no van en el paquete, sino su huella; pídalos a quien los tiene:",
        "list": (
            "* `spec/`: la definición del programa, y el mapa de columnas si lo hay (`lower/`, `reference/`: lo mismo "
            "de los programas de los que se hace o del que toma sus límites)\n"
            "* `catalogue.json`: el catálogo de municipios, si se usó\n"
            "* `results/results.json`: todos los resultados, tabla por tabla y columna por columna\n"
            "* `results/scores.csv`, `ranks.csv`, `levels.csv`, `findings.csv`: calificaciones, lugares, niveles y "
            "hallazgos, como tablas\n"
            "* `note.es.html`, `note.en.html`: la nota técnica del método\n"
            "* `credits.txt`: los créditos que piden los datos"
        ),
        "verify": "Para calcular todo de nuevo y ver qué difiere:",
        "file": "ARCHIVO",
    },
    "en": {
        "head": "# {title}\n\nPackage of a study: the program `{id}`, version {version}, its data and its results.",
        "versions": (
            "Computed with icmaml-indicators {library}, Python {python}, numpy {numpy} and pandas {pandas}. What there "
            "is, by which options it was scored, and the digest of each file: `manifest.json`."
        ),
        "data": "The data lies in the package:",
        "no data": "The data does not lie in the package, but its digest does; ask whoever has it:",
        "list": (
            "* `spec/`: the definition of the program, and the column map if there is one (`lower/`, `reference/`: the "
            "same of the programs that it is made of, or takes its bounds from)\n"
            "* `catalogue.json`: the catalogue of municipalities, if one was used\n"
            "* `results/results.json`: all results, table by table and column by column\n"
            "* `results/scores.csv`, `ranks.csv`, `levels.csv`, `findings.csv`: scores, ranks, levels and findings, as "
            "tables\n"
            "* `note.es.html`, `note.en.html`: the technical note of the method\n"
            "* `credits.txt`: the words of credit that the data asks for"
        ),
        "verify": "To compute everything anew and see what differs:",
        "file": "FILE",
    },
}
