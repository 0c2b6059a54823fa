"""The few words that renderers add of their own."""

from __future__ import annotations

from .diagnostic import Diagnostic, Language

WORDS = {
    "es": {
        "did": "¿quiso decir",
        "valid": "válidos",
        "error": "error",
        "warning": "aviso",
        "info": "nota",
        "mend": "Cambiar por `{}`",
    },
    "en": {
        "did": "did you mean",
        "valid": "valid",
        "error": "error",
        "warning": "warning",
        "info": "note",
        "mend": "Change to `{}`",
    },
}


def hint(diagnostic: Diagnostic, language: Language) -> str:
    """Return the question that offers the nearest valid choice, or nothing."""
    return f"{WORDS[language]['did']} `{diagnostic.suggestion}`?" if diagnostic.suggestion else ""


def sentence(diagnostic: Diagnostic, language: Language) -> str:
    """Return message and offer in one line."""
    offer = hint(diagnostic, language)
    return diagnostic.message(language) + (f" ({offer})" if offer else "")
