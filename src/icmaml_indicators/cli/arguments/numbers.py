"""Numbers on the command line, read by the rules of data; what has two meanings is refused with the way to write it."""

from __future__ import annotations

import math
import re

from ...errors import IcmamlError

# Python's sign of thousands, which parts no fields anywhere.
_UNDERSCORE = r"(?<=\d)_(?=\d)"
# How most numbers are written, about which nothing is to be asked.
_PLAIN = r"[-+]?(?:\d+|\d+\.(?:\d\d?|\d{4,}))"
# What may be one number with a sign of thousands.
_THOUSANDS = r"(?<![\d._])\d{1,3},\d{3}(?![\d_])"


def read_quantity(text: str) -> float:
    """Return a quantity, with or without signs of thousands.

    Raises
    ------
    IcmamlError
        When the text is no number, or has two meanings: ``1.500`` and ``1,500``.
    """
    if re.fullmatch(_PLAIN, text, re.ASCII):
        return float(text)
    from ...data.parsing.numbers import parse_number

    found = parse_number(re.sub(_UNDERSCORE, " ", text))
    if found.value is None or not math.isfinite(found.value) or found.sign == "percent":
        raise IcmamlError("IND691", given=text)
    if found.lone is not None and found.other is not None:
        decimal, whole = sorted((found.value, found.other), key=abs)
        raise IcmamlError("IND692", given=text, whole=f"{whole:.0f}", decimal=_with_point(decimal))
    return found.value


def _with_point(figure: float) -> str:
    """Return a figure so that its point can only part decimals."""
    short = f"{figure:.3f}".rstrip("0").rstrip(".")
    return short + "0" if re.search(r"\.\d{3}\Z", short) else short


def read_whole(text: str) -> int:
    """Return a whole number.

    Raises
    ------
    IcmamlError
        When it is none.
    """
    found = read_quantity(text)
    if found != int(found):
        raise IcmamlError("IND693", given=text, wanted=("un número entero", "a whole number"))
    return int(found)


def read_percent(text: str) -> float:
    """Return a percentage, with or without its sign.

    Raises
    ------
    IcmamlError
        When it is none, or not between 0 and 100.
    """
    found = read_quantity(text.strip().removesuffix("%"))
    if not 0 <= found <= 100:
        raise IcmamlError(
            "IND693", given=text, wanted=("un porcentaje entre 0 y 100", "a percentage between 0 and 100")
        )
    return found


def read_cuts(text: str) -> tuple[float, ...]:
    """Return cuts, in order: parted by semicolons, or by commas where no comma can be a sign of thousands.

    Raises
    ------
    IcmamlError
        When ``50,000`` may be one cut or two, or a cut is no number.
    """
    if ";" not in text and re.search(_THOUSANDS, text, re.ASCII):
        raise IcmamlError("IND694", given=text)
    return tuple(sorted(read_quantity(cut.strip()) for cut in text.split(";" if ";" in text else ",")))
