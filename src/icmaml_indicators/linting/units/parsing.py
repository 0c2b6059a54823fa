"""The text of a unit to its dimension: ``pesos per inhabitant, semester``, ``%``, ``kWh/lamp``.

English texts are read by a small grammar. A text is factors joined by ``per`` (or ``over``, ``/``) and, below the line,
by ``and``; each factor is numbers (``hundred thousand``, ``1000``) before a noun. What follows a comma tells the period
that a figure covers and is no part of its dimension. Of a phrase that is not known as a whole, the last word counts:
``metered connections`` are connections. A `symbol` is a product of names: ``MW*h/person``, ``m**3``, ``MXN/m²``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ...diagnostics import nearest
from ...formulas import FormulaError, parse
from ...formulas.tree import Call, Constant, Expression, Name
from .dimensions import Unit, dimension
from .vocabulary import COUNTED, MEASURES, NUMBERS


@dataclass(frozen=True, slots=True)
class ParsedUnit:
    """What a text of a unit was read as.

    Attributes
    ----------
    unit
        None where it was not understood.
    stranger
        The word that is not known.
    suggestion
        The known word nearest to it.
    needs_extra
        Whether the word may be one that the extra `units` knows, and the extra is not installed.
    """

    unit: Unit | None
    stranger: str = ""
    suggestion: str | None = None
    needs_extra: bool = False


class _UnknownUnitError(Exception):
    def __init__(self, word: str, *, needs_extra: bool = False) -> None:
        self.word, self.needs_extra = word, needs_extra


_LONGEST = 120
_MOST_BITS = 2048
_PER = re.compile(r"\s+(?:per|over)\s+|\s*/\s*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")


def read_text(text: str, counted: frozenset[str] = frozenset()) -> ParsedUnit:
    """Read the English text of a unit; `counted` holds nouns (singular) that the program counts on its own."""
    return _attempt(text, counted, symbol=False)


def read_symbol(text: str, counted: frozenset[str] = frozenset()) -> ParsedUnit:
    """Read a symbol; what the vocabulary does not know is looked up with pint, if the extra `units` is there."""
    return _attempt(text, counted, symbol=True)


@lru_cache(maxsize=4096)
def _attempt(text: str, counted: frozenset[str], *, symbol: bool) -> ParsedUnit:
    if len(text) > _LONGEST:
        return ParsedUnit(None, text[:20])
    try:
        return ParsedUnit(_symbol(text, counted) if symbol else _phrase(text, counted))
    except _UnknownUnitError as error:
        known = [*COUNTED, *MEASURES, *counted]
        return ParsedUnit(None, error.word, nearest(error.word, known), error.needs_extra)


def _phrase(text: str, counted: frozenset[str]) -> Unit:
    body = _THOUSANDS.sub("", text).split(",")[0].strip().replace("per cent", "percent")
    above, *below = _PER.split(body)
    unit = _factor(above, counted)
    for part in below:
        for factor in re.split(r"\s+and\s+", part):
            unit = unit.times(_factor(factor, counted), Fraction(-1))
    return unit


def _factor(text: str, counted: frozenset[str]) -> Unit:
    """Read numbers before a noun; numbers alone are numbers."""
    words = text.split()
    size = Fraction(1)
    while words and (number := _number(words[0])):
        size *= number
        words = words[1:]
    if not words:
        if not text.strip():
            raise _UnknownUnitError(text)
        return Unit(sizes=frozenset({size}))
    unit = _word(" ".join(words), counted) or _word(words[-1], counted)
    if unit is None:
        raise _UnknownUnitError(words[-1])
    return unit.rescale(size)


def _number(word: str) -> int:
    """Return the number that a word says, 0 where it says none that a unit can have."""
    if word.lower() in NUMBERS:
        return NUMBERS[word.lower()]
    return int(word) if word.isdecimal() and len(word) < 16 else 0


def _word(word: str, counted: frozenset[str]) -> Unit | None:
    for spelling in (word, word.lower(), *singulars(word.lower())):
        found = MEASURES.get(spelling) or COUNTED.get(spelling)
        if found is not None:
            return found
        if spelling in counted:
            return Unit(dimension({spelling: Fraction(1)}))
    return None


def singulars(word: str) -> list[str]:
    """Return what an English plural may be the plural of; the first is the likeliest."""
    found = []
    if word.endswith("ies"):
        found.append(word[:-3] + "y")
    if word.endswith("men"):
        found.append(word[:-3] + "man")
    if word.endswith(("ches", "shes", "sses", "xes")):
        found.append(word[:-2])
    if word.endswith("s") and not word.endswith("ss"):
        found.append(word[:-1])
    # The plural may stand in the first word: points of 100.
    first, space, rest = word.partition(" ")
    if space and first.endswith("s"):
        found.append(f"{first[:-1]} {rest}")
        found.append(f"{first} {rest}")
    return found


_SIGNS = {"%": " percent ", "²": "**2", "³": "**3", "·": "*", "‰": " permille "}


def _symbol(text: str, counted: frozenset[str]) -> Unit:
    written = text
    for sign, name in _SIGNS.items():
        written = written.replace(sign, name)
    try:
        return _product(parse(written.strip()), counted)
    except FormulaError as error:
        raise _UnknownUnitError(text[error.at : error.at + error.length] or text) from None


def _product(node: Expression, counted: frozenset[str]) -> Unit:
    if isinstance(node, Constant) and node.value > 0:
        return Unit(sizes=frozenset({Fraction(repr(node.value))}))
    if isinstance(node, Name):
        unit = _word(node.id, counted) or _word(node.id.replace("_", " "), counted)
        return unit or _looked_up(node.id)
    if isinstance(node, Call) and node.function in {"*", "/"}:
        left, right = (_product(argument, counted) for argument in node.args)
        return _bounded(left.times(right, Fraction(1 if node.function == "*" else -1)))
    if isinstance(node, Call) and node.function == "**":
        base, power = node.args
        if isinstance(power, Constant) and power.value == int(power.value) and abs(power.value) < 10:
            return _bounded(Unit().times(_product(base, counted), Fraction(int(power.value))))
    raise _UnknownUnitError("**" if isinstance(node, Call) and node.function == "**" else "?")


def _bounded(unit: Unit) -> Unit:
    """Refuse sizes that no unit has: powers of powers grow without end."""
    if any(max(size.numerator.bit_length(), size.denominator.bit_length()) > _MOST_BITS for size in unit.sizes):
        raise _UnknownUnitError("**")
    return unit


def _looked_up(name: str) -> Unit:
    """Look a unit up with pint; the extra is imported only for a name that nothing else knows."""
    from .pint_lookup import NoExtraError, look_up

    try:
        unit = look_up(name)
    except NoExtraError:
        raise _UnknownUnitError(name, needs_extra=True) from None
    if unit is None:
        raise _UnknownUnitError(name)
    return unit
