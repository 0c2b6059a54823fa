"""The arithmetic of every scale as an expression of ``value``, so that it can be read, checked and put into a cell."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..formulas import Expression
from ..formulas.rounding import margins, place_among, unite
from ..formulas.tree import Call, Constant, Name
from ..specs import Answer, Indicator, Scale
from ..specs.model.attainment import Method
from ..transforms.scales import target_of

VALUE = Name("value")


@dataclass(frozen=True, slots=True)
class Beaten:
    """How one value stands among the others of its population: how many it beats, ties with, and how many there are."""

    beaten: float
    ties: float
    others: float


def beaten_by(value: float, population: NDArray[np.float64], indicator: Indicator) -> Beaten:
    """Count what a value beats in its population (itself among it), as the relative scales do."""
    present = unite(np.r_[value, population[~np.isnan(population)]])
    if indicator.direction == "target" and indicator.target is not None:
        present = unite(np.abs(present - indicator.target), abs(float(indicator.target)))
    value, present = present[0], present[1:]
    lower = indicator.direction in {"lower", "target"}
    better = np.count_nonzero(present > value) if lower else np.count_nonzero(present < value)
    return Beaten(float(better), float(np.count_nonzero(present == value) - 1), float(len(present) - 1))


def scale_expression(
    scale: Scale,
    indicator: Indicator,
    parameters: Mapping[str, float],
    beaten: Beaten | None = None,
    at: float | None = None,
) -> Expression | None:
    """Return a scale as an expression of ``value``; None where there is no scale.

    Parameters
    ----------
    scale, indicator
        The scale in force, and whose values it scales.
    parameters
        What a relative scale took from its population.
    beaten
        For scales by rank: how the value stands; such an expression holds for this value only.
    at
        Where given, only what bears on this value is written: its segment, a clip that bites.
    """
    x: Expression = _call("log", VALUE) if scale.log else VALUE
    inside = math.log(at) if scale.log and at is not None and at > 0 else at
    flip = indicator.direction == "lower"
    low, high = _ends(scale, parameters)
    match scale.method:
        case "none":
            return None
        case "identity":
            return x
        case "min_max" | "goalposts" | "z_score" | "distance_to_best" if _no_target(indicator, scale):
            pass
        case "min_max" | "z_score" | "distance_to_best":
            target = target_of(scale, indicator)
            x, flip = _call("abs", _call("-", x, Constant(target))), True
            inside = None if inside is None else abs(inside - target)
        case _:
            pass
    match scale.method:
        case "min_max" | "goalposts":
            share = _call("/", _call("-", x, Constant(low)), _call("-", Constant(high), Constant(low)))
            ratio = None if inside is None or high == low else (inside - low) / (high - low)
            if scale.clips:
                share = _clipped(share, ratio)
            return _stretched(_call("-", Constant(1.0), share) if flip else share, scale)
        case "z_score":
            part = _call("/", _call("-", x, Constant(parameters["mean"])), Constant(parameters["sd"]))
            return _call("negative", part) if flip else part
        case "distance_to_best" | "distance_to_reference":
            best = Constant(float(scale.reference or 0) if scale.reference is not None else parameters["best"])
            part = _call("/", best, x) if flip else _call("/", x, best)
            if scale.clips:
                given = None if inside is None or not best.value or not inside else inside / best.value
                part = _clipped(part, 1 / given if flip and given else given)
            return _stretched(part, scale)
        case "distance_to_target":
            apart = _call("abs", _call("-", x, Constant(float(indicator.target or 0))))
            share = _call("-", Constant(1.0), _call("/", apart, Constant(float(scale.spread or 1))))
            ratio = None if at is None else 1.0 - abs(at - float(indicator.target or 0)) / float(scale.spread or 1)
            return _stretched(_clipped(share, ratio) if scale.clips else share, scale)
        case "bands":
            return _banded(x, scale, at)
        case "piecewise_linear":
            return _pieced(x, scale, inside)
        case _:
            return _placed(scale, beaten)


def _no_target(indicator: Indicator, scale: Scale) -> bool:
    return indicator.direction != "target" or scale.method == "goalposts"


def _ends(scale: Scale, parameters: Mapping[str, float]) -> tuple[float, float]:
    if scale.method == "goalposts":
        low, high = float(scale.low or 0), float(scale.high or 0)
        return (math.log(low), math.log(high)) if scale.log else (low, high)
    return parameters.get("low", math.nan), parameters.get("high", math.nan)


def _call(function: str, *args: Expression) -> Expression:
    return Call(function, args)


def _clipped(share: Expression, ratio: float | None) -> Expression:
    if ratio is not None and 0.0 <= ratio <= 1.0:
        return share
    return _call("min", _call("max", share, Constant(0.0)), Constant(1.0))


def _stretched(share: Expression, scale: Scale) -> Expression:
    bottom, top = (float(end) for end in scale.to)
    stretched = _call("*", share, Constant(top - bottom))
    return stretched if bottom == 0 else _call("+", Constant(bottom), stretched)


def _banded(x: Expression, scale: Scale, at: float | None) -> Expression:
    *closed, last = scale.bands
    result: Expression = Constant(float(last.score))
    cuts = [float(band.up_to or 0) for band in closed]
    for band, cut, near in reversed(list(zip(closed, cuts, margins(cuts).tolist(), strict=True))):
        # A value at the cut but for rounding is written as the cut: a cell compares to the last digit.
        up_to = _call("<=", x, Constant(at if at is not None and cut < at <= cut + near else cut))
        result = _call("if_else", up_to, Constant(float(band.score)), result)
    return result


def _pieced(x: Expression, scale: Scale, at: float | None) -> Expression:
    knots = [(float(point.value), float(point.score)) for point in scale.points]
    (first, lowest), (last, highest) = knots[0], knots[-1]

    def segment(start: tuple[float, float], end: tuple[float, float]) -> Expression:
        share = _call("/", _call("-", x, Constant(start[0])), _call("-", Constant(end[0]), Constant(start[0])))
        return _call("+", Constant(start[1]), _call("*", share, _call("-", Constant(end[1]), Constant(start[1]))))

    if at is not None:
        if at <= first:
            return Constant(lowest)
        if at >= last:
            return Constant(highest)
        return next(segment(start, end) for start, end in pairwise(knots) if at <= end[0])
    result: Expression = Constant(highest)
    for start, end in reversed(list(pairwise(knots))):
        result = _call("if_else", _call("<=", x, Constant(end[0])), segment(start, end), result)
    return _call("if_else", _call("<=", x, Constant(first)), Constant(lowest), result)


def _placed(scale: Scale, beaten: Beaten | None) -> Expression | None:
    if not scale.facts.is_ranked or beaten is None:
        return None
    points: Expression = Constant(beaten.beaten)
    if beaten.ties:
        points = _call("+", points, _call("/", Constant(beaten.ties), Constant(2.0)))
    if scale.method == "rank":
        return _call("+", points, Constant(1.0))
    if scale.method == "borda":
        return points
    return _call("*", _call("/", points, Constant(beaten.others)), Constant(100.0))


def attainment_expression(
    method: Method, target: float, baseline: float, high: float, at: float | None = None
) -> Expression:
    """Return the attainment in percent, between 0 and 100, as an expression of ``value``.

    Parameters
    ----------
    method, target, baseline, high
        See `attainment.attain`.
    at
        Where given, only what bears on this value is written.
    """
    t = Constant(target)
    # Without a divisor only a target that is met exactly has an attainment.
    divisor = {"progress": target - baseline, "range": high - target}.get(method, target)
    met = Constant(100.0)
    if divisor == 0 and at == target:
        return met
    match method:
        case "ratio" | "ratio_linear" if (target < 0) == (method == "ratio"):
            share = _call("/", _call("-", _call("*", Constant(2.0), t), VALUE), t)
        case "ratio" | "ratio_linear":
            share = _call("/", VALUE, t)
        case "ratio_inverse":
            # Below zero there is none: the divisor is then zero.
            share = _call("/", t, VALUE if at is not None else _call("max", VALUE, Constant(0.0)))
        case "progress":
            share = _call("/", _call("-", VALUE, Constant(baseline)), _call("-", t, Constant(baseline)))
        case "closeness":
            apart = _call("abs", _call("-", VALUE, t))
            share = _call("-", Constant(1.0), _call("/", apart, Constant(abs(target))))
        case "range":
            far = _call("max", _call("-", t, VALUE), _call("-", VALUE, Constant(high)), Constant(0.0))
            share = _call("-", Constant(1.0), _call("/", far, _call("-", Constant(high), t)))
    clipped = _call("min", _call("max", _call("*", share, Constant(100.0)), Constant(0.0)), Constant(100.0))
    return _call("if_else", _call("==", VALUE, t), met, clipped) if divisor == 0 and at is None else clipped


def answer_expression(kind: Answer, at: float, whole: float | None) -> Expression:
    """Return what an answer earns, out of 100, as an expression of ``value``; `whole` where it is a part of one."""
    full = Constant(100.0)
    if kind.amount is None:
        return Constant(float(kind.credits[int(at)]) * 100.0)
    amount = kind.amount
    if amount.steps:
        reached = int(place_among([float(step.from_) for step in amount.steps], np.array(at), above=True))
        return Constant(float(amount.steps[reached - 1].credit) * 100.0 if reached else 0.0)
    most = Constant(float(amount.cap) if amount.cap is not None else float(whole or 0))
    return _call("*", _call("min", _call("/", VALUE, most), Constant(1.0)), full)
