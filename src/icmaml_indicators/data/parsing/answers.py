"""Answers to criteria: cells to answers, answers without evidence set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...diagnostics import nearest
from ...formulas.reasons import NOT_APPLICABLE, NOT_REPORTED, NOT_VERIFIED, REJECTED
from ...specs import Answer, Criterion, Program
from .columns import (
    AMBIGUOUS,
    ParsedColumn,
    ParseNote,
    distinct_texts,
    fold_text,
    parse_column,
    spellings_of,
    spread_distinct,
)
from .numbers import DecimalMark, parse_number

if TYPE_CHECKING:
    import pandas as pd

    from ..model.table import DataTable

Floats = NDArray[np.float64]
Reasons = NDArray[np.uint8]

_NOT_CHECKED = {"no revisado", "sin revisar", "por revisar", "pendiente", "not checked", "not reviewed", "pending"}
_NO_EVIDENCE = {"", "no", "0", "false", "falso", "ninguna", "none", "nan", "n/d", "sin evidencia", "no evidence"}


def read_answers(
    series: pd.Series[Any], program: Program, criterion: Criterion, name: str, decimal: DecimalMark | None
) -> ParsedColumn:
    """Read the answers to one criterion; what is not one becomes a note with the nearest valid answer."""
    kind = program.answer_kinds[criterion.answer]
    if kind.options:
        read = _read_options(series, kind)
    else:
        read = parse_column(series, program.variable_by_id[name], None, decimal)
    if criterion.not_applicable != "refused" and read.reasons is not None:
        _take_na(series, read)
    if criterion.not_applicable == "refused" and read.reasons is not None:
        refused = read.reasons == NOT_APPLICABLE
        if refused.any():
            positions = np.flatnonzero(refused)
            read.notes.append(ParseNote("IND437", positions, np.full(len(positions), "N/A", object)))
            read.reasons = np.where(refused, np.uint8(REJECTED), read.reasons)
    return read


def _take_na(series: pd.Series[Any], read: ParsedColumn) -> None:
    """Take ``NA`` on a form for not applicable; among figures of a variable it is R's and pandas' missing value."""
    assert read.reasons is not None
    silent = np.flatnonzero(read.reasons == NOT_REPORTED)
    codes, texts = distinct_texts(series.iloc[silent])
    said = np.array([fold_text(text) == "na" for text in texts], np.bool_)[codes]
    if said.any():
        positions = silent[said]
        read.reasons = read.reasons.copy()
        read.reasons[positions] = NOT_APPLICABLE
        read.notes.append(ParseNote("IND470", positions, np.array(texts, object)[codes[said]]))


def _read_options(series: pd.Series[Any], kind: Answer) -> ParsedColumn:
    names = option_names(kind)
    codes, texts = distinct_texts(series)
    values, reasons, unknown, ambiguous = [], [], [], []
    for text in texts:
        word = fold_text(text)
        code = names.get(word)
        ambiguous.append(code == AMBIGUOUS)
        code = None if code == AMBIGUOUS else code
        absent = NOT_REPORTED if word in _NOT_CHECKED else parse_number(text).reason
        values.append(np.nan if code is None else float(code))
        reasons.append(0 if code is not None else absent or REJECTED)
        unknown.append(code is None and not absent and not ambiguous[-1])
    column = spread_distinct(codes, values, reasons, {}, texts)
    figures = np.array(texts, object)
    for index in np.flatnonzero(unknown):
        positions = np.flatnonzero(codes == index)
        details = {"given": texts[index], "hint": _hint(texts[index], kind)}
        column.notes.append(ParseNote("IND435", positions, figures[codes[positions]], details))
    for index in np.flatnonzero(ambiguous):
        positions = np.flatnonzero(codes == index)
        column.notes.append(ParseNote("IND432", positions, figures[codes[positions]], {"given": texts[index]}))
    return column


def option_names(kind: Answer) -> dict[str, int]:
    """Return every spelling of every option, folded, with the option's position; see `spellings_of`.

    Where options have no further words of their own, their positions (0 for the worst) and ``position · title`` serve.
    """
    options = kind.options
    spelt = any(option.words for option in options)
    places = [
        () if spelt else (str(code), f"{code} · {option.title.es}", f"{code} · {option.title.en}")
        for code, option in enumerate(options)
    ]
    words = [(option.title.es, option.title.en, *option.words) for option in options]
    return spellings_of([[option.id] for option in options], words, places)


def _hint(text: str, kind: Answer) -> dict[str, str]:
    """Say the nearest valid answer, or all of them where none is near."""
    names = {name: code for name, code in option_names(kind).items() if code != AMBIGUOUS}
    found = nearest(fold_text(text), names)
    hints = {}
    for language, phrase in (("es", ": ¿«{}»?"), ("en", ": “{}”?")):
        titles = [option.title.in_language(language) for option in kind.options]
        hints[language] = phrase.format(titles[names[found]] if found else " / ".join(titles))
    return hints


def evidence_given(series: pd.Series[Any]) -> NDArray[np.bool_]:
    """Return which cells hold any evidence: a text, a link, a yes."""
    codes, texts = distinct_texts(series)
    return np.array([fold_text(text) not in _NO_EVIDENCE for text in texts], np.bool_)[codes]


def check_evidence(program: Program, table: DataTable) -> None:
    """Set aside answers that earn something and lack the evidence that they need, in place; each is a finding."""
    if table.evidence is None:
        return
    place = {name: number for number, name in enumerate(table.variables)}
    for number, leaf in enumerate(program.criteria):
        assert leaf.criterion is not None
        if leaf.criterion.evidence != "required":
            continue
        row = place[leaf.id]
        # The worst answer, and a figure of zero, need no proof.
        bare = np.flatnonzero((table.values[row] > 0) & ~table.evidence[number])
        if len(bare):
            table.findings.cells("IND436", leaf.id, bare, table.values[row][bare])
            table.values[row][bare] = np.nan
            table.reasons[row][bare] = NOT_VERIFIED
