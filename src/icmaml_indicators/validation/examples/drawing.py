"""Made-up inputs within what a program declares: types, ranges, options; edges and absences among them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from ...formulas import Call, Name, parse
from ...specs import Program, Variable

Floats = NDArray[np.float64]

_ABSENT, _EDGE, _SMALL = 0.04, 0.3, 0.25  # shares of the figures drawn
_FAR = 1e9
_REPAIRS = 3


def _generator(*texts: str) -> np.random.Generator:
    """Return a generator that depends on texts alone: the same spec draws the same figures, everywhere."""
    digest = hashlib.blake2b("\0".join(texts).encode(), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))


def edges(variable: Variable) -> list[float]:
    """Return the figures at which formulas break: zero, one, the ends of the range; every option."""
    if variable.choices:
        return [float(code) for code in range(len(variable.choices))]
    if variable.type == "boolean" or variable.takes_any:
        return [0.0, 1.0]
    low, high = variable.range.low, variable.range.high
    wanted = [0.0, 1.0, *(float(end) for end in (low, high) if end is not None)]
    if low is None:
        wanted.append(-1.0)
    return [figure for figure in dict.fromkeys(wanted) if is_allowed(variable, figure)]


def is_allowed(variable: Variable, figure: float) -> bool:
    """Whether a figure is one that the variable can have."""
    return bool(_all_allowed(variable, np.array([figure]))[0])


def _all_allowed(variable: Variable, figures: Floats) -> NDArray[np.bool_]:
    whole = figures == np.round(figures)
    if variable.options or variable.type == "boolean":
        known: NDArray[np.bool_] = whole & (figures >= 0) & (figures < (len(variable.choices) or 2))
        return known
    low, high = variable.range.ends
    inside: NDArray[np.bool_] = (figures >= low) & (figures <= high)
    return inside & whole if variable.type == "integer" else inside


def draw(program: Program, names: Collection[str], count: int, series: str = "") -> Floats:
    """Draw figures for some inputs of a program, shape (inputs, count); NaN is absent, as all others are.

    What is drawn for one input depends on its id and the `series` alone, not on the others.

    Where one figure may not exceed another (a check says so) and does, the two change places, or the lesser one is
    lowered; what still contradicts a check is left for the engine to reject.
    """
    values = np.full((len(program.inputs), count), np.nan)
    for number, variable in enumerate(program.inputs):
        if variable.id in names:
            values[number] = _column(variable, count, _generator(program.id, variable.id, series))
    _repair(program, values)
    return values


def _column(variable: Variable, count: int, random: np.random.Generator) -> Floats:
    kind = random.random(count)
    ends = edges(variable)
    with np.errstate(over="ignore", invalid="ignore"):  # ranges at the end of what a float holds
        figures = _spread(variable, count, random)
    at_edge = np.array(ends)[random.integers(0, len(ends), count)] if ends else figures
    figures = np.where(kind < _EDGE, at_edge, figures)
    absent = random.random(count) < _ABSENT
    return np.where(absent, np.nan, figures)


def _spread(variable: Variable, count: int, random: np.random.Generator) -> Floats:
    """Draw across the range: evenly between two ends, over all magnitudes where one is open."""
    share, small = random.random(count), random.random(count) < _SMALL
    sign = np.where(random.random(count) < 0.5, -1.0, 1.0)
    figures: Floats
    if variable.options or variable.type == "boolean":
        figures = np.floor(share * (len(variable.choices) or 2))
        return figures
    low, high = variable.range.low, variable.range.high
    if low is not None and high is not None:
        figures = float(low) + share * (float(high) - float(low))
    else:
        reach = np.where(small, share * 10.0, _FAR**share)
        if low is not None:
            figures = float(low) + reach
        elif high is not None:
            figures = float(high) - reach
        else:
            figures = sign * reach
    bottom, top = -np.inf if low is None else float(low), np.inf if high is None else float(high)
    if variable.type == "integer":
        return np.clip(np.round(figures), np.ceil(bottom), np.floor(top))
    return np.clip(np.round(figures, 3), bottom, top)


def _repair(program: Program, values: Floats) -> None:
    place = {variable.id: number for number, variable in enumerate(program.inputs)}
    pairs = [pair for check in program.all_checks if (pair := _in_order(check.rule)) is not None]
    for _ in range(_REPAIRS):
        for less, more in pairs:
            if less not in place or more not in place:
                continue
            a, b = place[less], place[more]
            with np.errstate(invalid="ignore"):
                wrong = np.flatnonzero(values[a] > values[b])
            lesser, greater = values[a, wrong], values[b, wrong]
            swap = _all_allowed(program.inputs[a], greater) & _all_allowed(program.inputs[b], lesser)
            below = np.floor(greater)
            lower = ~swap & _all_allowed(program.inputs[a], below)
            values[a, wrong] = np.where(swap, greater, np.where(lower, below, lesser))
            values[b, wrong] = np.where(swap, lesser, greater)


def _in_order(rule: str) -> tuple[str, str] | None:
    """Return the two names of a rule of the form ``a <= b``, the lesser first."""
    tree = parse(rule)
    if not isinstance(tree, Call) or tree.function not in {"<", "<=", ">", ">="}:
        return None
    left, right = tree.args
    if not isinstance(left, Name) or not isinstance(right, Name):
        return None
    return (left.id, right.id) if tree.function in {"<", "<="} else (right.id, left.id)
