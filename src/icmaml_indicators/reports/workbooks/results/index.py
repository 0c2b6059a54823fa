"""The index of a workbook: what it is of, by whose definitions, which sheets there are, how cells are to be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....data.model.findings import FindingLog
from ....diagnostics import MESSAGES
from ....specs import Program
from ....specs.model.base import Text
from ....validation import describe
from ....version import __version__
from ..rows import inert
from .book import HEAD, LINE, SOFT, Book, link_to
from .tables import FILLS

_WIDTHS = (30, 84, 12)
_LETTERS_A_LINE = 92


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the index says."""

    name: str
    says: str


def describe_program(book: Book, program: Program) -> list[Fact]:
    """Return what a program is, and where its definitions come from."""
    words, identity = book.words, describe(program)
    rights = program.rights.in_language(book.language) if program.rights is not None else ""
    note = program.note.in_language(book.language) if program.note is not None else ""
    says = words["provenance_says"].format(**identity)
    return [
        Fact(words["program"], f"{program.title.in_language(book.language)} ({program.id})"),
        Fact(words["version"], program.version),
        Fact(words["provenance"], "\n".join(part for part in (f"{says}.", note, words["provenance_notes"]) if part)),
        *([Fact(words["rights"], rights)] if rights else []),
    ]


def count_findings(book: Book, log: FindingLog) -> Fact:
    """Return how many findings there are, by how grave they are."""
    words = book.words
    counts: Counter[str] = Counter()
    for batch in log.batches:
        counts[MESSAGES[batch.code].severity] += len(batch)
    shown = {name: f"{counts[name]:,}" for name in ("error", "warning", "info")}
    return Fact(words["findings"], words["findings_says"].format(**shown) if counts else words["no_findings"])


def write_index(book: Book, sheet: Any, title: str, facts: Sequence[Fact], lights: dict[str, str]) -> None:
    """Fill in the index, which was added as the first sheet."""
    words = book.words
    book.set_up(sheet, words["index"])
    sheet.fit_to_pages(1, 0)
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.write_string(0, 0, inert(title), book.look(bold=True, font_size=16, font_color=HEAD))
    head = book.look(bold=True, bg_color=HEAD, font_color="white", border=1, border_color=LINE)
    link = book.look(font_color=HEAD, underline=1, valign="top")
    about, count = book.look(valign="top", text_wrap=True), book.look(num_format="#,##0", valign="top")
    for at, name in enumerate(("sheet", "holds", "lines")):
        sheet.write_string(2, at, words[name], head)
    row = 3
    for listed in book.listed:
        says = listed.about if listed.title == listed.name else f"{listed.title}. {listed.about}"
        sheet.set_row(row, _height_of(says))
        sheet.write_url(row, 0, link_to(listed.name), link, listed.name)
        sheet.write_string(row, 1, says, about)
        sheet.write_number(row, 2, listed.lines, count)
        row += 1
    row += 1
    label = book.look(bold=True, font_color=SOFT, valign="top", text_wrap=True)
    for fact in facts:
        says = inert(fact.says)
        sheet.set_row(row, _height_of(says))
        sheet.write_string(row, 0, fact.name, label)
        sheet.write_string(row, 1, says, about)
        row += 1
    for word, colour in lights.items():
        background, ink = FILLS[colour]
        sheet.write_string(row, 1, word, book.look(bg_color=background, font_color=ink, bold=True))
        row += 1


def _height_of(text: str) -> float:
    """Return the height of a row that says something in the widest column."""
    lines = sum(max(1, -(-len(line) // _LETTERS_A_LINE)) for line in text.split("\n"))
    return 13.5 * lines + 2


def describe_credits(book: Book, credits: Sequence[Text]) -> list[Fact]:
    """Return the words that the makers of the data ask for; nothing where they ask for none."""
    says = "\n".join(credit.in_language(book.language) for credit in credits)
    return [Fact(book.words["credits"], says)] if says else []


def describe_reasons(book: Book, reasons: np.ndarray[Any, Any]) -> Fact:
    """Return what stands where there is no figure."""
    words = book.words
    return Fact(words["absent"], words["absent_says"].format(reasons="; ".join(map(str, reasons[1:]))))


def describe_book(book: Book, fingerprint: str) -> list[Fact]:
    """Return in which language the workbook is, and what it was computed with."""
    words = book.words
    return [
        Fact(words["language"], words["language_name"]),
        Fact(words["library"], f"icmaml-indicators {__version__}"),
        *([Fact(words["fingerprint"], fingerprint)] if fingerprint else []),
        Fact(words["elsewhere"], words["precision"]),
    ]
