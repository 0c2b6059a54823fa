"""One entry of the catalogue: what is said in two languages, how severe it is, and what the guide tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "info"]
Kind = Literal["fault", "doubt", "finding", "change", "refusal"]


@dataclass(frozen=True, slots=True)
class Page:
    """What the rule reference says of a code of specs, and the examples that prove it.

    Attributes
    ----------
    name
        A name to speak of it.
    does, why
        What it finds, and why that is bad.
    good, bad
        Lines of a spec, and how they should not be written.
    sample
        The spec that holds `good`: with `bad` in its place, the rule finds something. None where a single spec is not
        enough to show it.
    instead
        What to do, where the good example does not say it all.
    good_files, bad_files
        Files of a folder, by name, for rules on files: then `good` and `bad` are not used.
    """

    name: str
    does: str
    why: str
    good: str = ""
    bad: str = ""
    sample: str | None = None
    instead: str = ""
    good_files: Mapping[str, str] = field(default_factory=dict)
    bad_files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Message:
    """A message in both languages, with ``{fields}`` to fill.

    Attributes
    ----------
    kind
        What it is told of: a fault of structure makes a spec unusable, and its severity stands; a doubt about a spec
        may be allowed, and its severity set; a finding is of data or results, a change of two versions; a refusal is
        raised.
    severity
        How severe it is by default.
    es, en
        The words.
    page
        What the rule reference says of it; of faults and doubts.
    consequence
        What becomes of the figure, in Spanish and English, for the guide; of findings.
    off_by_default
        Whether it is told on demand only; of doubts.
    """

    kind: Kind
    severity: Severity
    es: str
    en: str
    page: Page | None = None
    consequence: tuple[str, str] | None = None
    off_by_default: bool = False

    def text(self, language: str, **details: object) -> str:
        """Fill the fields of the message in one language."""
        return (self.es if language == "es" else self.en).format(**details)


def fault(es: str, en: str, page: Page, *, severity: Severity = "error") -> Message:
    """Return what is wrong with the structure of a spec."""
    return Message("fault", severity, es, en, page)


def doubt(severity: Severity, es: str, en: str, page: Page, *, off_by_default: bool = False) -> Message:
    """Return what is doubtful in a spec that can be used."""
    return Message("doubt", severity, es, en, page, off_by_default=off_by_default)


def finding(severity: Severity, es: str, en: str, consequence: tuple[str, str]) -> Message:
    """Return what is wrong or notable in data or results."""
    return Message("finding", severity, es, en, consequence=consequence)


def change(severity: Severity, es: str, en: str) -> Message:
    """Return what differs between two versions of a program."""
    return Message("change", severity, es, en)


def refusal(es: str, en: str) -> Message:
    """Return what makes a call impossible."""
    return Message("refusal", "error", es, en)
