"""Figures written as text: read where they have one meaning, named where they have two or none.

The comma parts thousands in most Mexican files and decimals in others, so ``1,234`` alone is ambiguous. It is read
when the
caller says which (`decimal`), when the variable counts whole things, or when another figure of the same column
settles it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..formulas.reasons import NOT_APPLICABLE, NOT_REPORTED, NOT_VERIFIED

DecimalMark = Literal[".", ","]
Sign = Literal["", "currency", "percent"]

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
_CURRENCY = re.compile(r"^(?:mx\$|us\$|\$|mxn|mn|m\.n\.)\s*|\s*(?:mxn|mn|m\.n\.|pesos)$", re.IGNORECASE)
_PLAIN = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?\Z", re.ASCII)
_SPACED = re.compile(r"([-+]?)(\d{1,3}(?: \d{3})+)(?:[.,](\d+))?\Z", re.ASCII)
_POINT = re.compile(r"([-+]?)([1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d+))?\Z", re.ASCII)
_COMMA = re.compile(r"([-+]?)([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?\Z", re.ASCII)
_DECIMAL_COMMA = re.compile(r"([-+]?)(\d*),(\d+)\Z", re.ASCII)
_DOTTED_THOUSAND = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text came to.

    Attributes
    ----------
    value
        The number, None when there is none.
    other
        The second meaning of an ambiguous text (`value` takes the comma as parting thousands).
    reason
        Why there is no number, when the text says so.
    mark
        The decimal mark that the text proves, if any.
    sign
        Currency or percent sign found.
    decorated
        Whether anything had to be taken off or interpreted.
    """

    value: float | None = None
    other: float | None = None
    reason: int = 0
    mark: DecimalMark | None = None
    sign: Sign = ""
    decorated: bool = False


_UNREADABLE = Reading()


def _join(found: re.Match[str]) -> float:
    sign, whole, fraction = found.groups()
    digits = re.sub(r"[ .,]", "", whole) or "0"
    return float(f"{sign}{digits}.{fraction or 0}")


def read_number(text: str) -> Reading:
    """Read one text."""
    clean = re.sub(r"\s+", " ", text.translate(_TYPOGRAPHY)).strip()
    absent = _ABSENT.get(clean.casefold())
    if absent is not None:
        return Reading(reason=absent)
    if _PLAIN.match(clean):
        return Reading(float(clean))
    negative = clean.startswith("(") and clean.endswith(")")
    if negative:
        clean = clean[1:-1].strip()
    sign: Sign = ""
    lead = "-" if clean.startswith("-") else ""
    bare = _CURRENCY.sub("", clean.removeprefix("-").strip()).strip()
    if bare != clean.removeprefix("-").strip():
        sign, clean = "currency", lead + bare
    if clean.endswith("%"):
        sign, clean = "percent", clean[:-1].strip()
    factor = -1.0 if negative else 1.0

    def reading(value: float, mark: DecimalMark | None = None, other: float | None = None) -> Reading:
        return Reading(factor * value, None if other is None else factor * other, 0, mark, sign, decorated=True)

    if _PLAIN.match(clean):
        return reading(float(clean))
    if found := _SPACED.match(clean):
        return reading(_join(found))
    if found := _POINT.match(clean):
        lone = found.group(3) is None and found.group(2).count(",") == 1
        if lone:
            return reading(_join(found), None, float(clean.replace(",", ".")))
        return reading(_join(found), ".")
    if found := _COMMA.match(clean):
        return reading(_join(found), ",")
    if found := _DECIMAL_COMMA.match(clean):
        return reading(_join(found), ",")
    return _UNREADABLE


def settle(texts: Sequence[str], *, whole: bool, decimal: DecimalMark | None) -> tuple[list[Reading], list[bool]]:
    """Read the distinct texts of one column and settle the ambiguous ones by what the column shows.

    Parameters
    ----------
    texts
        Distinct texts.
    whole
        Whether the variable counts whole things, so that a comma cannot part decimals.
    decimal
        The decimal mark, when the caller knows it.

    Returns
    -------
    readings, ambiguous
        Both of the length of `texts`; where `ambiguous` holds, no meaning could be chosen.
    """
    readings = [read_number(text) for text in texts]
    marks = {reading.mark for reading in readings if reading.mark}
    mark = decimal or (marks.pop() if len(marks) == 1 else None)
    ambiguous = [False] * len(readings)
    for index, reading in enumerate(readings):
        text = texts[index].strip()
        if reading.other is not None:
            if mark == "," and not whole:
                readings[index] = Reading(reading.other, None, 0, ",", reading.sign, decorated=True)
            elif mark != "." and not whole:
                ambiguous[index] = True
        elif _DOTTED_THOUSAND.match(text) and (mark == "," or (whole and mark is None and not text.endswith(".000"))):
            # `1.234` is a decimal number unless the column, or what is counted, says otherwise.
            if mark == ",":
                readings[index] = Reading(float(text.replace(".", "")), None, 0, ",", "", decorated=True)
            else:
                ambiguous[index] = True
    return readings, ambiguous
