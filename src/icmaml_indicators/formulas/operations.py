"""The array operations of a plan, each on values and on the reasons of absent values.

An operand is a `Column`: float64 values with NaN where there is none, and uint8 reasons (see `reasons`), or None
where every value is present. Operations write into a buffer that the plan hands them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .reasons import UNDEFINED
from .rounding import at_least, at_most, equal

Floats = NDArray[np.float64]
Reasons = NDArray[np.uint8]


@dataclass(slots=True)
class Column:
    """Values of one quantity over a block of rows, and why some are absent (None: none is)."""

    values: Floats
    reasons: Reasons | None = None


Operand = Column | float


def _values(operand: Operand) -> Floats | float:
    return operand.values if isinstance(operand, Column) else operand


def _reasons(operand: Operand) -> Reasons | None:
    return operand.reasons if isinstance(operand, Column) else None


def merge(*operands: Operand) -> Reasons | None:
    """Return the gravest reason of the operands, row by row; None where all values are present."""
    result: Reasons | None = None
    for operand in operands:
        reasons = _reasons(operand)
        if reasons is not None:
            result = reasons if result is None else np.maximum(result, reasons)
    return result


def _undefined_where(absent: NDArray[np.bool_], reasons: Reasons | None) -> Reasons:
    """Name the rows that are absent for no reason yet."""
    result = np.zeros(absent.shape, np.uint8) if reasons is None else reasons
    return np.where(absent & (result == 0), UNDEFINED, result)


def divide(out: Floats, a: Operand, b: Operand) -> Reasons | None:
    """Divide; a zero denominator gives no value."""
    denominator = _values(b)
    np.divide(_values(a), denominator, out=out)
    zero = np.equal(denominator, 0.0)
    reasons = merge(a, b)
    if not zero.any():
        return reasons
    zero = np.broadcast_to(zero, out.shape)
    out[zero] = np.nan
    return _undefined_where(zero, reasons)


def _partial(function: Callable[..., Floats]) -> Callable[..., Reasons | None]:
    """Wrap a function that is not defined everywhere (logarithm, root, power, exponential)."""

    def apply(out: Floats, *operands: Operand) -> Reasons | None:
        function(*(_values(operand) for operand in operands), out=out)
        finite = np.isfinite(out)
        reasons = merge(*operands)
        if finite.all():
            return None if reasons is None or not reasons.any() else reasons
        out[~finite] = np.nan
        return _undefined_where(~finite, reasons)

    return apply


def _total(function: Callable[..., Floats]) -> Callable[..., Reasons | None]:
    """Wrap a function that has a value wherever its operands have one."""

    def apply(out: Floats, *operands: Operand) -> Reasons | None:
        function(*(_values(operand) for operand in operands), out=out)
        return merge(*operands)

    return apply


def _compare(function: Callable[..., NDArray[np.bool_]]) -> Callable[..., Reasons | None]:
    """Wrap a comparison: 1 true, 0 false, no value where a side has none. Sides equal but for rounding are equal."""

    def apply(out: Floats, *operands: Operand) -> Reasons | None:
        out[:] = function(*(_values(operand) for operand in operands))
        reasons = merge(*operands)
        if reasons is not None:
            out[reasons != 0] = np.nan
        return reasons

    return apply


def _logic(function: Callable[..., NDArray[np.bool_]]) -> Callable[..., Reasons | None]:
    def truth(*operands: Floats | float) -> NDArray[np.bool_]:
        return function(*(np.not_equal(operand, 0.0) for operand in operands))

    return _compare(truth)


def if_else(out: Floats, condition: Operand, yes: Operand, no: Operand) -> Reasons | None:
    """Choose by row; an absent branch that is not chosen does no harm."""
    truth = np.broadcast_to(np.not_equal(_values(condition), 0.0), out.shape)
    out[:] = np.where(truth, _values(yes), _values(no))
    asked, then, other = _reasons(condition), _reasons(yes), _reasons(no)
    if asked is None and then is None and other is None:
        return None
    zeros = np.zeros(out.shape, np.uint8)
    chosen = np.where(truth, zeros if then is None else then, zeros if other is None else other)
    if asked is not None:
        out[asked != 0] = np.nan
        chosen = np.where(asked != 0, asked, chosen)
    return chosen


def coalesce(out: Floats, first: Operand, second: Operand) -> Reasons | None:
    """Take the first value, or the second where the first is absent."""
    reasons = _reasons(first)
    if reasons is None:
        out[:] = _values(first)
        return None
    absent = reasons != 0
    out[:] = np.where(absent, _values(second), _values(first))
    fallback = _reasons(second)
    if fallback is None:
        return None
    return np.where(absent & (fallback != 0), np.maximum(reasons, fallback), np.uint8(0))


def irr(out: Floats, *flows: Operand) -> Reasons | None:
    """Return the internal rate of return of flows at the ends of periods 0, 1, 2, ….

    A rate is given only where it is the only one: the flows change sign exactly once (Descartes' rule of signs).
    Elsewhere the result is undefined, never one root out of several. Solved by bisection on the discount factor,
    between two powers of two that are found first: the factor is right to the last digits whatever its size.
    """
    shape = out.shape
    cash = np.stack([np.broadcast_to(_values(flow), shape) for flow in flows])
    reasons = merge(*flows)
    signs = np.sign(cash)
    previous = np.zeros(shape)
    changes = np.zeros(shape, np.int64)
    for sign in signs:
        changes += (sign != 0) & (previous != 0) & (sign != previous)
        previous = np.where(sign != 0, sign, previous)
    unique = (changes == 1) & ~np.isnan(cash).any(axis=0)
    # With v = 1 / (1 + rate), present value is a polynomial in v with one positive root.
    high = np.ones(shape)
    first = np.zeros(shape)
    for sign in signs[::-1]:
        first = np.where(sign != 0, sign, first)

    def present_value(factor: Floats) -> Floats:
        total: Floats = cash[-1].copy()
        for flow in cash[-2::-1]:
            total *= factor
            total += flow
        return total

    with np.errstate(all="ignore"):
        for _ in range(1100):
            short = unique & (np.sign(present_value(high)) == first)
            if not short.any():
                break
            high = np.where(short, high * 2.0, high)
        unique &= np.isfinite(high) & (np.sign(present_value(high)) != first)
        for _ in range(1100):
            far = unique & (high > 0.0) & (np.sign(present_value(high / 2.0)) != first)
            if not far.any():
                break
            high = np.where(far, high / 2.0, high)
        low = high / 2.0
        for _ in range(60):
            middle = (low + high) / 2.0
            beyond = np.sign(present_value(middle)) != first
            low, high = np.where(beyond, low, middle), np.where(beyond, middle, high)
        out[:] = np.where(unique, 1.0 / ((low + high) / 2.0) - 1.0, np.nan)
    absent = np.isnan(out)
    if not absent.any():
        return None
    return _undefined_where(absent, reasons)


def _power(a: Floats, b: Floats, out: Floats) -> Floats:
    """Raise to a power; what is absent stays so."""
    np.power(a, b, out=out)  # 1 for NaN ** 0 and for 1 ** NaN
    out[np.isnan(a) | np.isnan(b)] = np.nan
    return out


def _maximum(a: Floats, b: Floats, out: Floats) -> Floats:
    return np.maximum(a, b, out=out)


def _minimum(a: Floats, b: Floats, out: Floats) -> Floats:
    return np.minimum(a, b, out=out)


OPERATIONS: dict[str, Callable[..., Reasons | None]] = {
    "+": _total(np.add),
    "-": _total(np.subtract),
    "*": _total(np.multiply),
    "/": divide,
    "**": _partial(_power),
    "negative": _total(np.negative),
    "abs": _total(np.absolute),
    "min": _total(_minimum),
    "max": _total(_maximum),
    "log": _partial(np.log),
    "exp": _partial(np.exp),
    "sqrt": _partial(np.sqrt),
    "==": _compare(equal),
    "!=": _compare(lambda a, b: ~equal(a, b)),
    "<": _compare(lambda a, b: ~at_least(a, b)),
    "<=": _compare(at_most),
    ">": _compare(lambda a, b: ~at_most(a, b)),
    ">=": _compare(at_least),
    "and": _logic(np.logical_and),
    "or": _logic(np.logical_or),
    "not": _logic(np.logical_not),
    "if_else": if_else,
    "coalesce": coalesce,
    "irr": irr,
}

# Operations whose result may be there though an operand is not.
CHOOSING = frozenset({"if_else", "coalesce"})


# Values alone, absent ones as NaN ----------------------------------------------------------------------
#
# The same figures as above wherever a result is finite. The caller lets overflow and division by zero raise
# `FloatingPointError`: zero denominators are settled here, what overflows is worked out with reasons instead.


def _divide(out: Floats, a: Floats | float, b: Floats | float) -> None:
    try:
        np.divide(a, b, out=out)
    except FloatingPointError:
        with np.errstate(divide="ignore"):
            np.divide(a, b, out=out)  # raises where it overflows
        out[np.broadcast_to(np.equal(b, 0.0), out.shape)] = np.nan


def _where_defined(function: Callable[..., Floats]) -> Callable[..., None]:
    def apply(out: Floats, *operands: Floats | float) -> None:
        with np.errstate(all="ignore"):
            function(*operands, out=out)
        out[~np.isfinite(out)] = np.nan

    return apply


def _everywhere(function: Callable[..., Floats]) -> Callable[..., None]:
    def apply(out: Floats, *operands: Floats | float) -> None:
        function(*operands, out=out)

    return apply


def _truth(function: Callable[..., NDArray[np.bool_]]) -> Callable[..., None]:
    def apply(out: Floats, *operands: Floats | float) -> None:
        absent = [np.isnan(operand) for operand in operands if isinstance(operand, np.ndarray)]
        out[:] = function(*operands)
        for rows in absent:
            if rows.any():
                out[rows] = np.nan

    return apply


def _logical(function: Callable[..., NDArray[np.bool_]]) -> Callable[..., None]:
    return _truth(lambda *operands: function(*(np.not_equal(operand, 0.0) for operand in operands)))


def _choose(out: Floats, condition: Floats | float, yes: Floats | float, no: Floats | float) -> None:
    absent = np.isnan(condition)
    out[:] = np.where(np.not_equal(condition, 0.0), yes, no)
    out[np.broadcast_to(absent, out.shape)] = np.nan


def _first_present(out: Floats, first: Floats | float, second: Floats | float) -> None:
    out[:] = np.where(np.isnan(first), second, first)


def _only_rate(out: Floats, *flows: Floats | float) -> None:
    irr(out, *(Column(flow) if isinstance(flow, np.ndarray) else flow for flow in flows))


STRAIGHT: dict[str, Callable[..., None]] = {
    "+": _everywhere(np.add),
    "-": _everywhere(np.subtract),
    "*": _everywhere(np.multiply),
    "/": _divide,
    "**": _where_defined(_power),
    "negative": _everywhere(np.negative),
    "abs": _everywhere(np.absolute),
    "min": _everywhere(_minimum),
    "max": _everywhere(_maximum),
    "log": _where_defined(np.log),
    "exp": _where_defined(np.exp),
    "sqrt": _where_defined(np.sqrt),
    "==": _truth(equal),
    "!=": _truth(lambda a, b: ~equal(a, b)),
    "<": _truth(lambda a, b: ~at_least(a, b)),
    "<=": _truth(at_most),
    ">": _truth(lambda a, b: ~at_most(a, b)),
    ">=": _truth(at_least),
    "and": _logical(np.logical_and),
    "or": _logical(np.logical_or),
    "not": _logical(np.logical_not),
    "if_else": _choose,
    "coalesce": _first_present,
    "irr": _only_rate,
}
