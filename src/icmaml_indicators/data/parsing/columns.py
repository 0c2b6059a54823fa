"""One column of the data to float64 values and reasons, every oddity a finding."""

from __future__ import annotations

import datetime as dt
import numbers
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.brief import Brief
from ...formulas.reasons import NOT_REPORTED, REJECTED
from ...formulas.rounding import TOLERANCE
from ...specs import Text, Variable
from ...tables.frames import plain_text, without_accents
from .numbers import DecimalMark, ParsedNumber, Sign, parse_number, resolve_ambiguous

if TYPE_CHECKING:
    import pandas as pd

_YES = {"true", "yes", "y", "si", "s", "1", "1.0", "x", "verdadero"}
_NO = {"false", "no", "n", "0", "0.0", "falso"}
# In the place of an option, where a spelling names several.
AMBIGUOUS = -1
_NUMBERS = (numbers.Real, Decimal)
_PLAIN_CELLS = (str, *_NUMBERS, dt.date)
# What pandas calls columns of Python objects whose equal cells are the same.
_OF_ONE_KIND = frozenset({"string", "empty", "integer", "floating", "mixed-integer-float", "decimal", "boolean"})


@dataclass(slots=True, repr=False)
class ParseNote(Brief):
    """A code and the positions (input lines) that it concerns, with the figures as given."""

    code: str
    positions: NDArray[np.intp]
    figures: NDArray[np.object_]
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, repr=False)
class ParsedColumn(Brief):
    """A column read: float64 values (NaN where absent), uint8 reasons (None where nothing is absent), notes."""

    values: NDArray[np.float64]
    reasons: NDArray[np.uint8] | None
    notes: list[ParseNote]


def parse_column(
    series: pd.Series[Any],
    variable: Variable | None = None,
    unit: Text | None = None,
    decimal: DecimalMark | None = None,
) -> ParsedColumn:
    """Read the cells of one column.

    Parameters
    ----------
    series
        Numbers or text, any dtype.
    variable
        Its declaration; None for a published indicator value.
    unit
        The unit, against which currency signs are checked.
    decimal
        The decimal mark, when the caller knows it.
    """
    kind = variable.type if variable else "number"
    if series.dtype.kind in "iuf" and kind in {"number", "integer", "boolean"}:
        return _from_numbers(series, kind)
    if kind == "boolean":
        return _from_words(series, _boolean)
    if variable is not None and variable.options:
        return _from_words(series, _options(variable))
    return _from_cells(series, whole=kind == "integer", unit=unit, decimal=decimal)


def _from_numbers(series: pd.Series[Any], kind: str) -> ParsedColumn:
    values = series.to_numpy(dtype=np.float64, na_value=np.nan)
    notes: list[ParseNote] = []
    absent = np.isnan(values)
    if np.isinf(values).any():
        values, absent = values.copy(), absent.copy()
        infinite = np.isinf(values)
        notes.append(_note("IND409", infinite, values))
        values[infinite] = np.nan
    reasons = None
    if absent.any() or notes:
        reasons = np.where(absent, np.uint8(NOT_REPORTED), np.where(np.isnan(values), np.uint8(REJECTED), np.uint8(0)))
    column = ParsedColumn(values, reasons, notes)
    return _only_truths(column) if kind == "boolean" else column


def _note(code: str, where: NDArray[np.bool_], figures: NDArray[Any], **details: Any) -> ParseNote:
    positions = np.flatnonzero(where)
    return ParseNote(code, positions, figures[positions].astype(object), details)


def _only_truths(column: ParsedColumn) -> ParsedColumn:
    bad = ~np.isnan(column.values) & (column.values != 0) & (column.values != 1)
    if bad.any():
        for given in np.unique(column.values[bad]):
            column.notes.append(_note("IND431", column.values == given, column.values, given=f"{given:g}"))
        values = np.where(bad, np.nan, column.values)
        reasons = np.zeros(values.shape, np.uint8) if column.reasons is None else column.reasons
        return ParsedColumn(values, np.where(bad, np.uint8(REJECTED), reasons), column.notes)
    return column


def distinct_cells(series: pd.Series[Any]) -> tuple[NDArray[np.intp], list[Any]]:
    """Return each cell's number in a list of distinct cells: numbers, texts, empty text for absent cells.

    Cells that are neither (truths, dates, lists) are named by their text.
    """
    codes, found = factorise(series)
    cells = [cell if isinstance(cell, _NUMBERS) and not isinstance(cell, bool) else plain_text(cell) for cell in found]
    if (codes < 0).any():
        cells.append("")
        codes = np.where(codes < 0, len(cells) - 1, codes)
    return codes.astype(np.intp), cells


def factorise(series: pd.Series[Any]) -> tuple[NDArray[np.intp], list[Any]]:
    """Return pandas' codes (-1 where absent) and the distinct cells, of cells of any kind."""
    import pandas as pd

    if series.dtype == object and pd.api.types.infer_dtype(series, skipna=True) not in _OF_ONE_KIND:
        # As keys of a dictionary, True is 1, and a list is none.
        series = _each(series, _hashable)
    # Cells of an array of objects stay what they are; an index infers a type, and fails where no float holds one.
    cells = series.to_numpy(object) if series.dtype == object else series
    try:
        codes, found = pd.factorize(cells, use_na_sentinel=True)
    except (TypeError, NotImplementedError):  # columns of lists in types of their own
        codes, found = pd.factorize(_each(series.astype(object), str), use_na_sentinel=True)
    return codes, list(found)


def _each(series: pd.Series[Any], function: Callable[[Any], Any]) -> pd.Series[Any]:
    """Return a column of objects with a function of each cell that is not absent.

    `Series.map` would make a column of text of texts, which no half of a letter fits into.
    """
    import pandas as pd

    cells, present = series.to_numpy(object, copy=True), series.notna().to_numpy(bool)
    cells[present] = [function(cell) for cell in cells[present]]
    return pd.Series(cells, index=series.index, dtype=object)


def _hashable(value: Any) -> Any:
    return value if isinstance(value, _PLAIN_CELLS) and not isinstance(value, bool | np.bool_) else str(value)


def distinct_texts(series: pd.Series[Any]) -> tuple[NDArray[np.intp], list[str]]:
    """Return each cell's number in a list of distinct texts; absent cells count as empty text."""
    codes, cells = distinct_cells(series)
    return codes, [text_of(cell) for cell in cells]


def text_of(cell: Any) -> str:
    """Return the text of a cell; whole numbers without decimals."""
    if isinstance(cell, float | np.floating) and float(cell).is_integer() and abs(float(cell)) < 2**53:
        return str(int(cell))
    return str(cell)


_PRINTED = re.compile(r"([\d.,'\s]*\d[\d.,'\s]*)(?:[eE]([-+]?\d+))?")


_FILLED = re.compile(r"[.,]\d*?(0*)\D*$")


def half_of_last_digit(text: str, value: float) -> float:
    """Return half a unit of the last digit that a figure is printed with: 0.05 of ``60.3``, 0.005 of ``60.30``.

    Which sign parts the decimals is told by the value that the text was read as.
    """
    found = _PRINTED.search(unicodedata.normalize("NFKC", text))
    if found is None:
        return 0.0
    printed, exponent = found[1].strip(" .,'"), int(found[2] or 0)
    digits = re.sub(r"\D", "", printed)
    decimals = len(re.split(r"[.,]", found[1].strip())[-1]) if re.search(r"[.,]", found[1]) else 0
    if abs(int(digits) * 10.0 ** (exponent - decimals) - abs(value)) > TOLERANCE * abs(value):
        decimals = 0  # the last sign parts thousands
    return 0.5 * 10.0 ** (exponent - decimals)


def halves_of_last_digits(series: pd.Series[Any], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return `half_of_last_digit` of every cell of a column; a number without a text has its shortest spelling.

    Where all figures of the column end in the same two or more zeros (``5.8400``, ``6.2200``), a format filled them up:
    such zeros are no digits.
    """
    codes, texts = distinct_texts(series)
    _, first = np.unique(codes, return_index=True)
    halves = np.zeros(len(texts))
    zeros: list[int] = []
    for code, cell in zip(codes[first].tolist(), first.tolist(), strict=True):
        if np.isfinite(values[cell]):
            halves[code] = half_of_last_digit(texts[code], float(values[cell]))
            ending = _FILLED.search(texts[code])
            zeros.append(len(ending[1]) if ending and halves[code] < 0.5 else 0)
    filled = min(zeros) if len(zeros) > 1 else 0
    return halves[codes] * 10.0 ** (filled if filled >= 2 else 0)


def spread_distinct(
    codes: NDArray[np.intp],
    values: list[float],
    reasons: list[int],
    noted: dict[str, list[bool]],
    texts: list[str],
) -> ParsedColumn:
    """Spread what was found for distinct texts over the cells."""
    value_of, reason_of = np.array(values, np.float64), np.array(reasons, np.uint8)
    figures = np.array(texts, object)
    notes = [_note(code, np.array(flags, bool)[codes], figures[codes]) for code, flags in noted.items() if any(flags)]
    spread = reason_of[codes]
    return ParsedColumn(value_of[codes], spread if spread.any() else None, notes)


def _from_cells(series: pd.Series[Any], *, whole: bool, unit: Text | None, decimal: DecimalMark | None) -> ParsedColumn:
    """Read text by the rules for text; numbers that stand among it are what they are."""
    codes, cells = distinct_cells(series)
    written = [cell for cell in cells if isinstance(cell, str)]
    settled = zip(*resolve_ambiguous(written, whole=whole, decimal=decimal), strict=True)
    found = [next(settled) if isinstance(cell, str) else (ParsedNumber(_as_float(cell)), False) for cell in cells]
    values, reasons = [], []
    noted: dict[str, list[bool]] = {code: [] for code in ("IND408", "IND409", "IND410", "IND430")}
    for reading, ambiguous in found:
        value = reading.value
        endless = value is not None and not ambiguous and np.isinf(value)
        unreadable = endless or (value is None and not reading.reason)
        values.append(np.nan if value is None or ambiguous or endless else value)
        reasons.append(REJECTED if unreadable or ambiguous else reading.reason)
        noted["IND408"].append(reading.decorated and not ambiguous and value is not None)
        noted["IND409"].append(unreadable)
        noted["IND410"].append(ambiguous)
        noted["IND430"].append(_foreign_sign(reading.sign, unit))
    column = spread_distinct(codes, values, reasons, noted, [text_of(cell) for cell in cells])
    for note in column.notes:
        if note.code == "IND430" and unit is not None:
            note.details = {"detail": {"es": unit.es, "en": unit.en}}
    return column


def _as_float(number: Any) -> float:
    try:
        return float(number)
    except OverflowError:  # whole numbers have no end
        return np.inf


# What a unit says that each sign belongs to.
_UNITS_OF_SIGN: dict[Sign, tuple[str, ...]] = {
    "currency": ("peso", "mxn", "dólar", "dolar", "usd"),
    "peso": ("peso", "mxn"),
    "dollar": ("dólar", "dolar", "usd"),
    "percent": ("%", "por ciento", "porcentaje"),
}


def _foreign_sign(sign: Sign, unit: Text | None) -> bool:
    if not sign or unit is None:
        return False
    return not any(word in unit.es.casefold() for word in _UNITS_OF_SIGN[sign])


def fold_text(text: str) -> str:
    """Return text without accents, case and outer space, for comparing answers and names."""
    return without_accents(text).casefold().strip()


def _boolean(text: str) -> float | None:
    word = fold_text(text)
    return 1.0 if word in _YES else 0.0 if word in _NO else None


def spellings_of(*kinds: Sequence[Iterable[str]]) -> dict[str, int]:
    """Return every spelling of options, folded, with the place of its option; `AMBIGUOUS` where it names several.

    Parameters
    ----------
    *kinds
        Ids, titles, and so on: of each kind the spellings of every option. An earlier kind goes before a later one.
    """
    found: dict[str, int] = {}
    for options in kinds:
        own: dict[str, int] = {}
        for code, spellings in enumerate(options):
            for spelling in map(fold_text, spellings):
                own[spelling] = code if own.get(spelling, code) == code else AMBIGUOUS
        found = own | found
    return found


def _options(variable: Variable) -> Callable[[str], float | None]:
    titles = [(option.title.es, option.title.en) if option.title else () for option in variable.options]
    names = spellings_of([[option.id] for option in variable.options], titles)
    return lambda text: names.get(fold_text(text))


def _from_words(series: pd.Series[Any], meaning: Callable[[str], float | None]) -> ParsedColumn:
    codes, texts = distinct_texts(series)
    values, reasons = [], []
    told: dict[int, str] = {}
    for index, text in enumerate(texts):
        value = meaning(text)
        known = value is not None and value != AMBIGUOUS
        absent = parse_number(text).reason if value is None else 0
        values.append(value if value is not None and known else np.nan)
        reasons.append(0 if known else absent or REJECTED)
        if not known and not absent:
            told[index] = "IND431" if meaning is _boolean else "IND422" if value is None else "IND432"
    column = spread_distinct(codes, values, reasons, {}, texts)
    figures = np.array(texts, object)
    for index, code in told.items():
        column.notes.append(_note(code, codes == index, figures[codes], given=texts[index]))
    return column
