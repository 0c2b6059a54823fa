"""One fault in a spec: what, where, what was expected, the mend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from .brief import Brief
from .catalogue import MESSAGES, Severity

Language = Literal["es", "en"]


@dataclass(frozen=True, slots=True, repr=False)
class Place(Brief):
    """A stretch of a file: of one line, or of several.

    Attributes
    ----------
    file
        Path as the user gave it.
    line, column
        Where it begins, counted from 1; columns count characters.
    length
        How many characters of its first line it spans, at least 1.
    excerpt
        The whole first line, for display.
    below
        The lines after the first that it runs over, whole; most often none.
    last
        How many characters of the last of those belong to it.
    """

    file: str
    line: int = 1
    column: int = 1
    length: int = 1
    excerpt: str = ""
    below: tuple[str, ...] = ()
    last: int = 0

    @property
    def end(self) -> tuple[int, int]:
        """Line and column just after it, counted from 1."""
        if self.below:
            return self.line + len(self.below), self.last + 1
        return self.line, self.column + self.length

    @property
    def text(self) -> str:
        """What is written there, as far as it stands on the first line."""
        return self.excerpt[self.column - 1 : self.column - 1 + self.length]


@dataclass(frozen=True, slots=True, repr=False)
class Diagnostic(Brief):
    """Something wrong in a spec. Its words come from the catalogue, by `code`.

    Attributes
    ----------
    code
        Stable code such as ``IND104``.
    place
        Where in which file.
    details
        The values that fill the message.
    suggestion
        The nearest valid choice, or None.
    expected
        The valid choices, shown as a note.
    level
        The severity that a configuration gives it, or None.
    reason
        Why it is allowed, where the file says so; None otherwise.
    """

    code: str
    place: Place
    details: dict[str, Any] = field(default_factory=dict)
    suggestion: str | None = None
    expected: tuple[str, ...] = ()
    level: Severity | None = None
    reason: str | None = None

    @property
    def severity(self) -> Severity:
        """``error``, ``warning`` or ``info``: as configured, else as the catalogue says."""
        return self.level or MESSAGES[self.code].severity

    def message(self, language: Language = "en") -> str:
        """Return the message in Spanish (``es``) or English (``en``), with what else there is to say."""
        advice = self.details.get(f"advice_{language}")
        text = MESSAGES[self.code].text(language, **self.details)
        return f"{text}; {advice}" if advice else text
