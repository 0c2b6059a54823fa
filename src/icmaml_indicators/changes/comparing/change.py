"""One change of meaning between two versions of a program: what, where, and what it does to figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from ...diagnostics import MESSAGES, Language, Place, phrase
from ...diagnostics.brief import Brief

Effect = Literal["breaking", "additive", "neutral"]
Part = Literal["value", "score", "level"]
Kind = Literal["program", "variable", "check", "answer", "parameter", "indicator", "group", "model"]
# The same in both languages, or a pair (Spanish, English).
Words = str | tuple[str, str]

EFFECTS: tuple[Effect, ...] = ("breaking", "additive", "neutral")
PARTS: tuple[Part, ...] = ("value", "score", "level")
_EFFECT_OF: dict[str, Effect] = {"error": "breaking", "warning": "additive", "info": "neutral"}
_ARTICLES = {
    "program": ("el programa", "program"),
    "variable": ("la variable", "variable"),
    "check": ("la regla", "check"),
    "answer": ("la respuesta", "answer"),
    "parameter": ("el parámetro", "parameter"),
    "indicator": ("el indicador", "indicator"),
    "group": ("el grupo", "group"),
    "model": ("el modelo", "model"),
}


def in_language(words: Words, language: str) -> str:
    """Return words in ``es`` or ``en``."""
    if isinstance(words, tuple):
        return words[0] if language == "es" else words[1]
    return words


@dataclass(frozen=True, slots=True, repr=False)
class Change(Brief):
    """One change.

    Attributes
    ----------
    code
        Stable code of its message, ``IND600`` to ``IND639``; its severity tells the effect.
    program
        Id of the program, as it is now.
    kind, subject
        What changed: a ``variable``, ``indicator``, …, and its id as it is now (as it was, where it is gone).
    key
        The key of the spec language that changed; empty for the whole subject.
    old, new
        What it was and what it is, in words; a pair (Spanish, English) where they differ; empty for nothing.
    old_place, new_place
        Where that stands in the files of before and of now; None where it does not stand there.
    confidence
        Of a rename that was inferred, 0 to 1.
    """

    code: str
    program: str
    kind: Kind
    subject: str
    key: str = ""
    old: Words = ""
    new: Words = ""
    old_place: Place | None = None
    new_place: Place | None = None
    confidence: float | None = None
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def effect(self) -> Effect:
        """``breaking``: figures of before and now do not compare; ``additive``: they do; ``neutral``: none changes."""
        return _EFFECT_OF[MESSAGES[self.code].severity]

    def fill_details(self, language: Language) -> dict[str, Any]:
        """Return the values that fill the message in one language."""
        head = self.kind == "program" and self.code in {"IND606", "IND607"}
        given: dict[str, Any] = {
            "id": self.program if head else self.subject,
            "kind": _ARTICLES[self.kind],
            "key": self.key,
            "old": self.old or "–",
            "new": self.new or "–",
            "confidence": "" if self.confidence is None else f"{self.confidence:.2f}",
            **self.details,
        }
        return {name: in_language(words, language) for name, words in given.items()}

    def message(self, language: Language = "en") -> str:
        """Return what changed in Spanish (``es``) or English (``en``)."""
        return phrase(self.code, language, **self.fill_details(language))


@dataclass(frozen=True, slots=True)
class AffectedNode:
    """What of a node is not what it was, and the ids of what changed so that it is not.

    A part that is not named here is the same as before for the same data.
    """

    parts: tuple[Part, ...]
    causes: tuple[str, ...]
