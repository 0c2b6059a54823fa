"""Figures and texts as they stand in a card."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from numbers import Integral, Real
from typing import Any

from ..diagnostics.brief import cut
from ..diagnostics.cells import printable
from .words import count_of, word

_DIGITS = 4
# Figures agree that are the same to so many digits (`formulas/rounding.py`): a half that floats miss is a half.
_EXACT = 12
_LARGEST, _SMALLEST = 1e15, 1e-4
MOST_OF_TEXT = 240


def is_figure(value: Any) -> bool:
    """Whether a cell holds a figure, or the place of one."""
    return isinstance(value, Real) and not isinstance(value, bool)


def write_value(value: Any, language: str) -> str:
    """Write a cell or a fact: figures to four digits, thousands parted, a dash for none; of texts their beginning."""
    if isinstance(value, Mapping):
        counts = [count_of(count, name, language) for name, count in value.items() if count]
        return inert(", ".join(counts)) or word("none", language)
    if isinstance(value, str):
        return inert(value)
    shown = str(value)
    if shown in {"None", "nan", "NaT", "<NA>"}:
        return "–"
    if shown in {"True", "False"}:  # numpy's truth values are none of Python's
        return word("yes" if value else "no", language)
    if not isinstance(value, Real):
        return inert(shown)
    return f"{int(value):,}".replace("-", "−") if isinstance(value, Integral) else _write_float(float(value))


def inert(text: str, most: int = MOST_OF_TEXT) -> str:
    """Return the beginning of a text without what acts or hides."""
    return printable(cut(text, most))


def _write_float(figure: float) -> str:
    if not isfinite(figure):
        return "−∞" if figure < 0 else "∞"
    size = abs(figure)
    if size and not _SMALLEST <= size < _LARGEST:
        text = f"{figure:.{_DIGITS}g}"
    elif figure == int(figure):
        text = f"{int(figure):,}"
    else:
        exact = Decimal(f"{figure:.{_EXACT}g}")
        decimals = max(0, _DIGITS - 1 - exact.adjusted())
        text = f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"
    return text.replace("-", "−")
