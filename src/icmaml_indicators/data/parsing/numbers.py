"""Figures written as text: read where they have one meaning, named where they have two or none.

The comma parts thousands in most Mexican files and decimals in others, so ``1,234`` alone is ambiguous. It is read
when the caller says which (`decimal`), when the variable counts whole things, or when another figure of the same
column settles it. The point parts decimals, save where the column shows otherwise; ``1.234`` of what counts whole
things is ambiguous as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from ...errors import check_option
from ...formulas.reasons import NOT_APPLICABLE, NOT_REPORTED, NOT_VERIFIED

DecimalMark = Literal[".", ","]
Sign = Literal["", "currency", "peso", "dollar", "percent"]

_ABSENT = {
    **dict.fromkeys(
        ("", "-", "--", "—", "–", ".", "n/d", "nd", "n.d.", "n.d", "s/d", "sd", "s.d.", "nan", "null", "none", "na",
         "#n/a", "no disponible", "sin dato", "sin datos", "sin información", "sin informacion", "no data", "missing",
         "not available", "not reported", "no reportado", "no reportó"),
        NOT_REPORTED,
    ),
    **dict.fromkeys(("n/a", "n.a.", "n.a", "no aplica", "not applicable", "no applica"), NOT_APPLICABLE),
    **dict.fromkeys(("n/v", "n.v.", "no verificado", "not verified", "sin verificar"), NOT_VERIFIED),
}  # fmt: skip

# Full-width digits and signs, and the minus sign of typographers. Superscripts are not digits: 5² is not 52.
_TYPOGRAPHY = str.maketrans("０１２３４５６７８９．，－−", "0123456789.,--")
_CURRENCIES: tuple[tuple[Sign, re.Pattern[str]], ...] = (
    ("dollar", re.compile(r"^(?:us\$|usd)\s*|\s*(?:usd|d[oó]lares)$", re.IGNORECASE)),
    ("peso", re.compile(r"^(?:mx\$|mxn|mn|m\.n\.)\s*|\s*(?:mxn|mn|m\.n\.|pesos)$", re.IGNORECASE)),
    ("currency", re.compile(r"^\$\s*")),
)
# What a word of absence bears behind it: ``No aplica (NA)``.
_REMARK = re.compile(r"(?<=\w)\.?\s*\([^()]*\)\Z")
_PLAIN = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?\Z", re.ASCII)
_SPACED = re.compile(r"([-+]?)(\d{1,3}(?: \d{3})+)(?:[.,](\d+))?\Z", re.ASCII)
# Up to three digits that are not all zeros may stand before a sign of thousands: ``0,234`` has one meaning.
_POINT = re.compile(r"([-+]?)((?!0+,)\d{1,3}(?:,\d{3})+)(?:\.(\d+))?\Z", re.ASCII)
_COMMA = re.compile(r"([-+]?)((?!0+\.)\d{1,3}(?:\.\d{3})+)(?:,(\d+))?\Z", re.ASCII)
_DECIMAL_COMMA = re.compile(r"([-+]?)(\d*),(\d+)\Z", re.ASCII)
_LONE = re.compile(r"[-+]?(?!0+[.,])\d{1,3}([.,])\d{3}\Z", re.ASCII)


def check_decimal(mark: str | None) -> None:
    """Refuse a decimal mark that is neither point nor comma."""
    if mark is not None:
        check_option("decimal mark", mark, get_args(DecimalMark))


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """What one text came to.

    Attributes
    ----------
    value
        The number, None when there is none.
    other
        The second meaning of ``1,234`` and ``1.234``; `value` takes a comma for thousands and a point for decimals.
    lone
        The comma or point of such a text.
    reason
        Why there is no number, when the text says so.
    mark
        The decimal mark that the text proves, if any.
    sign
        Unit sign found: of pesos, of dollars, of either (``$``), of percent.
    decorated
        Whether anything had to be taken off or interpreted.
    """

    value: float | None = None
    other: float | None = None
    lone: DecimalMark | None = None
    reason: int = 0
    mark: DecimalMark | None = None
    sign: Sign = ""
    decorated: bool = False


_UNREADABLE = ParsedNumber()


def _join(found: re.Match[str]) -> float:
    sign, whole, fraction = found.groups()
    digits = re.sub(r"[ .,]", "", whole) or "0"
    return float(f"{sign}{digits}.{fraction or 0}")


def parse_number(text: str) -> ParsedNumber:
    """Read one text."""
    clean = re.sub(r"\s+", " ", text.translate(_TYPOGRAPHY)).strip()
    if _PLAIN.match(clean) and not _LONE.match(clean):
        return ParsedNumber(float(clean))
    word = clean.casefold()
    absent = _ABSENT.get(_REMARK.sub("", word) if word.endswith(")") else word)
    if absent is not None:
        return ParsedNumber(reason=absent)
    given = clean
    negative = clean.startswith("(") and clean.endswith(")")
    if negative:
        clean = clean[1:-1].strip()
    clean, sign = _without_sign(clean)
    if negative and clean.startswith(("-", "+")):
        return _UNREADABLE  # twice negative, or a remark
    factor = -1.0 if negative else 1.0

    def reading(value: float, mark: DecimalMark | None = None) -> ParsedNumber:
        return ParsedNumber(factor * value, None, None, 0, mark, sign, decorated=True)

    if found := _LONE.match(clean):
        lone: DecimalMark = "," if found[1] == "," else "."
        joined, decimal = float(clean.replace(lone, "")), float(clean.replace(lone, "."))
        value, other = (joined, decimal) if lone == "," else (decimal, joined)
        return ParsedNumber(
            factor * value, factor * other, lone, 0, None, sign, decorated=lone == "," or clean != given
        )
    if _PLAIN.match(clean):
        return reading(float(clean))
    if found := _SPACED.match(clean):
        return reading(_join(found))
    if found := _POINT.match(clean):
        return reading(_join(found), ".")
    if found := _COMMA.match(clean):
        return reading(_join(found), ",")
    if found := _DECIMAL_COMMA.match(clean):
        return reading(_join(found), ",")
    return _UNREADABLE


def _without_sign(text: str) -> tuple[str, Sign]:
    """Return a text without its sign of currency or percent, and that sign."""
    if text.endswith("%"):
        return text[:-1].strip(), "percent"
    sign: Sign = ""
    lead, bare = ("-", text[1:].strip()) if text.startswith("-") else ("", text)
    for currency, pattern in _CURRENCIES:
        amount = pattern.sub("", bare).strip()
        if amount != bare:
            bare, sign = amount, sign or currency
    return (lead + bare, sign) if sign else (text, sign)


def resolve_ambiguous(
    texts: Sequence[str], *, whole: bool, decimal: DecimalMark | None
) -> tuple[list[ParsedNumber], list[bool]]:
    """Read the distinct texts of one column and settle the ambiguous ones by what the column shows.

    Parameters
    ----------
    texts
        Distinct texts.
    whole
        Whether the variable counts whole things: a comma then parts thousands, and ``1.234`` is doubtful.
    decimal
        The decimal mark, when the caller knows it.

    Returns
    -------
    readings, ambiguous
        Both of the length of `texts`; where `ambiguous` holds, no meaning could be chosen.
    """
    readings = [parse_number(text) for text in texts]
    marks = {reading.mark for reading in readings if reading.mark}
    mark = decimal or (marks.pop() if len(marks) == 1 else None)
    figures = [text.strip() for text, reading in zip(texts, readings, strict=True) if reading.value is not None]
    # `950.000` beside `1.000` and no other kind of figure is how a float of three decimals is printed.
    printed = len(figures) > 1 and all(figure.endswith(".000") for figure in figures)
    ambiguous = [False] * len(readings)
    for index, reading in enumerate(readings):
        if reading.lone is None or reading.other is None:
            continue
        if mark == ",":  # then a comma parts decimals, and a point thousands
            readings[index] = ParsedNumber(reading.other, None, None, 0, ",", reading.sign, decorated=True)
        elif mark is None:
            ambiguous[index] = not whole if reading.lone == "," else whole and not printed
    return readings, ambiguous
