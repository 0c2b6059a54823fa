"""The index of the demo: what each page shows and for whom, what is synthetic and what is real, the planted faults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..diagnostics import Language
from ..reports.pages.figures import name_period
from ..reports.pages.page_view import list_titles, write_plainly
from ..reports.pages.rendering import render_on_frame
from ..specs import Program
from ..specs.model.periods import read_period
from .planted_faults import Fault, list_faults
from .words import WORDS

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One page of the demo.

    Attributes
    ----------
    href
        Its file.
    title, shows, readers
        What it is called, what it shows, and for whom.
    files
        Tables beside it: kind and file.
    """

    href: str
    title: str
    shows: str
    readers: str
    synthetic: bool | None
    files: Sequence[tuple[str, str]]
    credits: Sequence[str]


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A planted fault, and each message that names it with its severity."""

    told: str
    where: str
    messages: list[dict[str, str]]


def name_index(language: Language, languages: Sequence[Language]) -> str:
    """Return the file of the index in a language: the first one's is what opens by itself."""
    return "index.html" if language == languages[0] else f"index.{language}.html"


def render_index(
    entries: Sequence[IndexEntry],
    findings: pd.DataFrame,
    program: Program,
    language: Language,
    languages: Sequence[Language],
) -> str:
    """Return the index as HTML.

    Parameters
    ----------
    entries
        What there is to open.
    findings
        What was found in the data of the made-up municipalities, in the language of the index.
    program
        The program that they were scored with.
    language, languages
        That of the index, and all that the demo is written in.
    """
    words = WORDS[language]
    others = [{"href": name_index(name, languages), "language": name} for name in languages if name != language]
    return render_on_frame(
        "index.html.j2",
        language,
        words,
        title=words["title"],
        subtitle=words["subtitle"],
        program="icmaml-indicators",
        period="",
        credits=[],
        entries=entries,
        others=others,
        faults=describe_faults(findings, program, language),
    )


def describe_faults(findings: pd.DataFrame, program: Program, language: Language) -> list[FaultLine]:
    """Return the planted faults in words, each with the findings that name it; what was done once is told once."""
    titles, quoted = list_titles(program, language), WORDS[language]["quoted"]
    told: dict[tuple[str, str], list[Fault]] = {}
    for fault in list_faults():
        told.setdefault((fault.told[0 if language == "es" else 1], fault.entity + fault.period), []).append(fault)
    lines = []
    for (text, _), faults in told.items():
        messages = []
        for fault in faults:
            same = findings["code"].eq(fault.code) & findings["subject"].eq(fault.subject)
            for line in findings[same & findings["entity"].eq(fault.entity)].head(1).itertuples():
                message = write_plainly(f"{titles.get(fault.subject, '')}: {line.message}", titles, quoted)
                message = message.removeprefix(": ")
                messages.append({"text": message, "severity": str(line.severity)})
        lines.append(FaultLine(text[0].upper() + text[1:], _where(faults[0], language), messages))
    return lines


def _where(fault: Fault, language: Language) -> str:
    point = read_period(fault.period, "semester").point if fault.period else None
    name = fault.entity.replace("SINT", "Municipio sintético ")
    return ", ".join(part for part in (name, name_period(point, language) if point else "") if part)
