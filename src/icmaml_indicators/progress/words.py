"""What long work is doing, in Spanish and English."""

from __future__ import annotations

from typing import Literal, get_args

Stage = Literal[
    "read",
    "columns",
    "checks",
    "formulas",
    "neighbours",
    "resampling",
    "stability",
    "replications",
    "moves",
    "model",
    "without",
    "search",
    "trend_lines",
    "jumps",
    "programs",
    "coverage",
    "mends",
    "pages",
]
_WORDS: dict[Stage, tuple[str, str]] = {
    "read": ("leyendo el archivo", "reading the file"),
    "columns": ("leyendo columnas y claves", "reading columns and keys"),
    "checks": ("revisando los datos", "checking the data"),
    "formulas": ("calculando las fórmulas", "computing the formulas"),
    "neighbours": ("buscando los pares más cercanos", "looking for the nearest peers"),
    "resampling": ("remuestreando los grupos", "resampling the groups"),
    "stability": ("comparando con otros pares", "comparing with other peers"),
    "replications": ("repitiendo el cálculo", "replicating"),
    "moves": ("viendo qué se puede mover", "looking at what can move"),
    "model": ("buscando el menor esfuerzo", "looking for the least effort"),
    "without": ("calificando sin cada indicador", "scoring without each indicator"),
    "search": ("probando planes", "trying plans"),
    "trend_lines": ("trazando las tendencias", "drawing the trend lines"),
    "jumps": ("buscando saltos", "looking for jumps"),
    "programs": ("revisando las definiciones", "checking the programs"),
    "coverage": ("recorriendo los ejemplos", "following the examples"),
    "mends": ("buscando arreglos", "looking for mends"),
    "pages": ("escribiendo las páginas", "writing the pages"),
}
assert _WORDS.keys() == {*get_args(Stage)}


def stage_words(stage: Stage, language: str) -> str:
    """Return what a stage does, in Spanish (``es``) or English (``en``)."""
    return _WORDS[stage][0 if language == "es" else 1]
