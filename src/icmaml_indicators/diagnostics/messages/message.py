"""A message in two languages, with its severity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Message:
    """A message in both languages, with ``{fields}`` to fill."""

    severity: Severity
    es: str
    en: str

    def text(self, language: str, **details: object) -> str:
        """Fill the fields of the message in one language."""
        return (self.es if language == "es" else self.en).format(**details)


def error(es: str, en: str) -> Message:
    """Return what makes a spec, a figure or a call unusable."""
    return Message("error", es, en)


def warning(es: str, en: str) -> Message:
    """Return what is doubtful and kept."""
    return Message("warning", es, en)


def info(es: str, en: str) -> Message:
    """Return what is merely told."""
    return Message("info", es, en)
