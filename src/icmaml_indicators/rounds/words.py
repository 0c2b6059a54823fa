"""The questions that settle an observation, in Spanish and English."""

from __future__ import annotations

QUESTIONS: dict[str, dict[str, str]] = {
    "es": {
        "missing": "¿Cuál es la cifra de «{title}» en {period}? Si no aplica, escriba N/A; si no la tiene, N/D.",
        "rejected": "La cifra de «{title}» no pudo usarse ({message}). ¿Cuál es la correcta?",
        "odd": "Revise «{title}»: {message}. Confirme la cifra y explique por qué, o corríjala.",
    },
    "en": {
        "missing": "What is the figure of “{title}” in {period}? If it does not apply, write N/A; if you lack it, N/D.",
        "rejected": "The figure of “{title}” could not be used ({message}). Which is the right one?",
        "odd": "Look at “{title}”: {message}. Confirm the figure and say why, or correct it.",
    },
}
