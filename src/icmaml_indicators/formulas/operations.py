"""The array operations of a plan, each on values alone and on values with the reasons of absent ones.

An operand is a `Column`: float64 values with NaN where there is none, and uint8 reasons (see `reasons`), or None
where every value is present; on values alone, the array. Operations write into a buffer that the plan hands them.
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
class ValueColumn:
    """Values of one quantity over a block of rows, and why some are absent (None: none is)."""

    values: Floats
    reasons: Reasons | None = None


Operand = ValueColumn | float


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, in both ways: they come to the same figures wherever the result is finite.

    Attributes
    ----------
    write_values
        Writes values alone. The caller lets overflow and division by zero raise `FloatingPointError`: what has no value
        is settled here, what overflows has to be worked out with reasons.
    write_with_reasons
        Writes values and returns the reasons; nothing raises.
    selects
        Whether a result may be there though an operand is not.
    """

    write_values: Callable[..., None]
    write_with_reasons: Callable[..., Reasons | None]
    selects: bool = False


def _values(operand: Operand) -> Floats | float:
    return operand.values if isinstance(operand, ValueColumn) else operand


def _reasons(operand: Operand) -> Reasons | None:
    return operand.reasons if isinstance(operand, ValueColumn) else None


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


def _divide_values(out: Floats, a: Floats | float, b: Floats | float) -> None:
    try:
        np.divide(a, b, out=out)
    except FloatingPointError:
        with np.errstate(divide="ignore"):
            np.divide(a, b, out=out)  # raises where it overflows
        out[np.broadcast_to(np.equal(b, 0.0), out.shape)] = np.nan


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


def _everywhere(function: Callable[..., Floats]) -> Operation:
    """Return the operation of a function that has a value wherever its operands have one."""

    def write_values(out: Floats, *operands: Floats | float) -> None:
        function(*operands, out=out)

    def write_with_reasons(out: Floats, *operands: Operand) -> Reasons | None:
        function(*map(_values, operands), out=out)
        return merge(*operands)

    return Operation(write_values, write_with_reasons)


def _where_defined(function: Callable[..., Floats]) -> Operation:
    """Return the operation of a function that is not defined everywhere (logarithm, root, power, exponential)."""

    def write_values(out: Floats, *operands: Floats | float) -> None:
        with np.errstate(all="ignore"):
            function(*operands, out=out)
        out[~np.isfinite(out)] = np.nan

    def write_with_reasons(out: Floats, *operands: Operand) -> Reasons | None:
        write_values(out, *map(_values, operands))
        absent, reasons = np.isnan(out), merge(*operands)
        if not absent.any():
            return None if reasons is None or not reasons.any() else reasons
        return _undefined_where(absent, reasons)

    return Operation(write_values, write_with_reasons)


def _comparison(function: Callable[..., NDArray[np.bool_]]) -> Operation:
    """Return a comparison: 1 true, 0 false, no value where a side has none. Equal but for rounding is equal."""

    def write_values(out: Floats, *operands: Floats | float) -> None:
        absent = [np.isnan(operand) for operand in operands if isinstance(operand, np.ndarray)]
        out[:] = function(*operands)
        for rows in absent:
            if rows.any():
                out[rows] = np.nan

    def write_with_reasons(out: Floats, *operands: Operand) -> Reasons | None:
        out[:] = function(*map(_values, operands))
        reasons = merge(*operands)
        if reasons is not None:
            out[reasons != 0] = np.nan
        return reasons

    return Operation(write_values, write_with_reasons)


def _logic(function: Callable[..., NDArray[np.bool_]]) -> Operation:
    return _comparison(lambda *operands: function(*(np.not_equal(operand, 0.0) for operand in operands)))


def _if_else_values(out: Floats, condition: Floats | float, yes: Floats | float, no: Floats | float) -> None:
    absent = np.isnan(condition)
    out[:] = np.where(np.not_equal(condition, 0.0), yes, no)
    out[np.broadcast_to(absent, out.shape)] = np.nan


def _coalesce_values(out: Floats, first: Floats | float, second: Floats | float) -> None:
    out[:] = np.where(np.isnan(first), second, first)


def _irr_values(out: Floats, *flows: Floats | float) -> None:
    irr(out, *(ValueColumn(flow) if isinstance(flow, np.ndarray) else flow for flow in flows))


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
    absent = np.isnan(a) | np.isnan(b)
    out[:] = np.power(a, b)  # apart: over its own operand NumPy 2.0 takes another way, to other last bits
    out[absent] = np.nan  # 1 for NaN ** 0 and for 1 ** NaN
    return out


def _maximum(a: Floats, b: Floats, out: Floats) -> Floats:
    return np.maximum(a, b, out=out)


def _minimum(a: Floats, b: Floats, out: Floats) -> Floats:
    return np.minimum(a, b, out=out)


OPERATIONS: dict[str, Operation] = {
    "+": _everywhere(np.add),
    "-": _everywhere(np.subtract),
    "*": _everywhere(np.multiply),
    "/": Operation(_divide_values, divide),
    "**": _where_defined(_power),
    "negative": _everywhere(np.negative),
    "abs": _everywhere(np.absolute),
    "min": _everywhere(_minimum),
    "max": _everywhere(_maximum),
    "log": _where_defined(np.log),
    "exp": _where_defined(np.exp),
    "sqrt": _where_defined(np.sqrt),
    "==": _comparison(equal),
    "!=": _comparison(lambda a, b: ~equal(a, b)),
    "<": _comparison(lambda a, b: ~at_least(a, b)),
    "<=": _comparison(at_most),
    ">": _comparison(lambda a, b: ~at_most(a, b)),
    ">=": _comparison(at_least),
    "and": _logic(np.logical_and),
    "or": _logic(np.logical_or),
    "not": _logic(np.logical_not),
    "if_else": Operation(_if_else_values, if_else, selects=True),
    "coalesce": Operation(_coalesce_values, coalesce, selects=True),
    "irr": Operation(_irr_values, irr),
}
