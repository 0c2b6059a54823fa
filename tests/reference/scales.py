"""Scales: what a value scores, by itself or among the others of its population."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import inf
from typing import Any

from tests.reference.figures import NOT_SCORED, UNDEFINED, Absent, Figure, Number, alike, exact, finite, subtract
from tests.reference.statistics import count_of, smaller

RELATIVE = {"min_max", "z_score", "rank", "borda", "percentile_rank", "distance_to_best"}


def written_out(scale: Any) -> dict[str, Any]:
    """Return a scale as a mapping, however it is written."""
    return {"method": scale} if isinstance(scale, str) else dict(scale)


def score(
    scale: Mapping[str, Any],
    leaf: Mapping[str, Any],
    value: Figure,
    population: Sequence[Figure],
    *,
    is_inside: bool = True,
) -> Figure:
    """Return the score of one value.

    Parameters
    ----------
    scale
        As `written_out`.
    leaf
        The indicator: its ``direction``, and its ``target`` where that is a target.
    value
        The value, or why there is none.
    population
        The values that a relative scale compares with, this one among them if it `is_inside`.
    """
    if scale["method"] == "none":
        return NOT_SCORED
    if isinstance(value, Absent):
        return value
    try:
        quantity = _quantity(scale, leaf, value)
        if isinstance(quantity, Absent):
            return quantity
        others = [_quantity(scale, leaf, other) for other in population if not isinstance(other, Absent)]
        there = [other for other in others if not isinstance(other, Absent)]
        return finite(_scored(scale, leaf, quantity, there, quantity if is_inside else None))
    except (ZeroDivisionError, OverflowError, ValueError, _NobodyError):
        return UNDEFINED


def bounds(
    scale: Mapping[str, Any],
    group: Mapping[str, Any],
    values: tuple[Number | None, Number | None],
    own: Figure,
    population: Sequence[Figure],
    *,
    is_inside: bool = True,
) -> tuple[Number, Number]:
    """Return the bounds of a group's score from those of its value, by what the population gives.

    A value without a bound could lie as far as can be. Of a rank, the others are those of the population without the
    value itself. Where the population gives nothing, or no figure comes out, the score could be anything.
    """
    open_ends = ends(scale, group, len(population), is_inside=is_inside)
    if scale["method"] == "formula":
        is_settled = not isinstance(own, Absent) and all(x is not None and alike(x) == alike(own) for x in values)
        if not is_settled:
            return open_ends  # how it moves with the value is not told
    try:
        others = [_quantity(scale, group, other) for other in population if not isinstance(other, Absent)]
        there = [other for other in others if not isinstance(other, Absent)]
        itself = own if isinstance(own, Absent) else _quantity(scale, group, own)
        own_place = None if isinstance(itself, Absent) or not is_inside else itself
        far = [end if x is None else x for x, end in zip(values, (-inf, inf), strict=True)]
        quantities = [_quantity(scale, group, x) for x in far]
        known = [x for x in quantities if not isinstance(x, Absent)]
        if len(known) < len(quantities):
            return open_ends
        low, high = sorted(_end(scale, group, x, there, own_place) for x in known)
    except (ZeroDivisionError, OverflowError, ValueError, _NobodyError):
        return open_ends
    worst, best = open_ends
    return worst if low == -inf else low, best if high == inf else high


def _end(
    scale: Mapping[str, Any], group: Mapping[str, Any], x: Number, others: Sequence[Number], own: Number | None
) -> Number:
    """Return the score of an end; a figure divided by nought lies as far as can be."""
    if x == 0 and _falls(scale, group):
        if scale["method"] == "distance_to_reference":
            return inf if exact(scale["reference"]) > 0 else -inf
        if scale["method"] == "distance_to_best" and (best := min(others)) != 0:
            return inf if best > 0 else -inf
    return _scored(scale, group, x, others, own)


class _NobodyError(Exception):
    """There is nobody to compare with, or nothing that sets the figures apart."""


def _quantity(scale: Mapping[str, Any], leaf: Mapping[str, Any], value: Number) -> Figure:
    """Return what the scale works on: the value, its logarithm, or its distance from the target."""
    if scale.get("log") and value <= 0:
        return UNDEFINED
    quantity: Number = math.log(value) if scale.get("log") else value
    if leaf["direction"] == "target" and scale["method"] in RELATIVE:
        return abs(quantity - exact(leaf["target"]))
    return quantity


def _falls(scale: Mapping[str, Any], leaf: Mapping[str, Any]) -> bool:
    """Whether less is better."""
    return leaf["direction"] == "lower" or (leaf["direction"] == "target" and scale["method"] in RELATIVE)


def _stretched(share: Number, scale: Mapping[str, Any], *, clip: bool) -> Number:
    """Return where a share of the way from the worst to the best stands on the scale."""
    low, high = (exact(end) for end in scale.get("to", (0, 100)))
    if clip:
        share = min(max(share, Fraction(0)), Fraction(1))
    return low + share * (high - low)


def _scored(
    scale: Mapping[str, Any], leaf: Mapping[str, Any], x: Number, others: Sequence[Number], own: Number | None
) -> Number:
    """Return the score of `x` among others; `own` is the one of them that is not another."""
    falls, clips = _falls(scale, leaf), scale.get("clip")
    match scale["method"]:
        case "identity":
            return x
        case "goalposts":
            low, high = (math.log(scale[key]) if scale.get("log") else exact(scale[key]) for key in ("low", "high"))
            if subtract(high, low) <= 0:
                raise _NobodyError
            share = (x - low) / (high - low)
            return _stretched(1 - share if falls else share, scale, clip=clips is not False)
        case "formula":
            given: Figure = scale["formula"]
            if isinstance(given, Absent):
                raise _NobodyError
            low, high = (exact(end) for end in scale.get("to", (-inf, inf))) if "to" in scale else (-inf, inf)
            return min(max(given, low), high) if clips else given
        case "distance_to_reference":
            reference = exact(scale["reference"])
            return _stretched(reference / x if falls else x / reference, scale, clip=False)
        case "distance_to_target":
            if exact(scale["spread"]) <= 0:
                raise _NobodyError
            share = 1 - abs(x - exact(leaf["target"])) / exact(scale["spread"])
            return _stretched(share, scale, clip=clips is not False)
        case "bands":
            _require_order([band.get("from", band.get("up_to")) for band in scale["bands"]], may_meet=True)
            below = [b for b in scale["bands"] if "from" in b and x >= exact(b["from"])]
            above = [b for b in scale["bands"] if "up_to" in b and x <= exact(b["up_to"])]
            (lone,) = (b for b in scale["bands"] if b.get("from", b.get("up_to")) is None)
            return exact((below[-1] if below else above[0] if above else lone)["score"])
        case "piecewise_linear":
            _require_order([point["value"] for point in scale["points"]], may_meet=False)
            return _on_a_broken_line(x, [(exact(point["value"]), exact(point["score"])) for point in scale["points"]])
        case "min_max":
            low, high = min(others), max(others)
            if alike(low) == alike(high):
                raise _NobodyError
            share = (x - low) / (high - low)
            return _stretched(1 - share if falls else share, scale, clip=bool(clips))
        case "z_score":
            if exact(scale.get("sd", 1)) <= 0:
                raise _NobodyError
            standard = -_z_score(x, others) if falls else _z_score(x, others)
            return exact(scale.get("mean", 0)) + exact(scale.get("sd", 1)) * standard
        case "distance_to_best":
            best = min(others) if falls else max(others)
            return _stretched(best / x if falls else x / best, scale, clip=bool(clips))
        case "rank":
            return _beaten(scale, x, _without(own, others), falls=falls) + 1
        case "borda":
            return _beaten(scale, x, _without(own, others), falls=falls)
        case "percentile_rank":
            rest = _without(own, others)
            count = count_of(x, rest, scale.get("ties", "average"))
            return _stretched(_beaten(scale, x, rest, falls=falls) / count, scale, clip=False)
    raise KeyError(scale["method"])


def step_of(step: Any, figure: Callable[[Any], Any]) -> dict[str, Any]:
    """Return a band or a point as a mapping, with what its figures are in a row."""
    written = {"value": step[0], "score": step[1]} if isinstance(step, list) else step
    return {key: figure(part) for key, part in written.items() if part is not None}


def _require_order(cuts: Sequence[Any], *, may_meet: bool) -> None:
    """Refuse cuts that go down, or that are equal where they may not meet."""
    known = [exact(cut) for cut in cuts if cut is not None]
    if any(subtract(b, a) < 0 or (a == b and not may_meet) for a, b in pairwise(known)):
        raise _NobodyError


def _on_a_broken_line(x: Number, points: Sequence[tuple[Fraction, Fraction]]) -> Number:
    """Between two points straight on; before the first and after the last as there."""
    if x <= points[0][0]:
        return points[0][1]
    for (a, low), (b, high) in pairwise(points):
        if x <= b:
            return low + (x - a) / (b - a) * (high - low)
    return points[-1][1]


def _z_score(x: Number, others: Sequence[Number]) -> Number:
    """Distance from the mean in standard deviations (n - 1 in the denominator); equal figures have none."""
    if len({alike(other) for other in others}) < 2:
        raise _NobodyError
    mean = sum(others) / len(others)
    variance = sum((other - mean) ** 2 for other in others) / (len(others) - 1)
    return float(x - mean) / math.sqrt(variance)


def _without(own: Number | None, others: Sequence[Number]) -> list[Number]:
    rest = list(others)
    if own is not None:
        rest.remove(own)
    return rest


def _beaten(scale: Mapping[str, Any], x: Number, others: Sequence[Number], *, falls: bool) -> Fraction:
    """Return how many others are beaten, with what `ties` gives for those that are equal: half a point by default."""
    turn = -1 if falls else 1
    return smaller(turn * x, [turn * other for other in others], scale.get("ties", "average"))


def ends(
    scale: Mapping[str, Any], leaf: Mapping[str, Any], size: float, *, is_inside: bool = True
) -> tuple[Number, Number]:
    """Return the worst and the best score that there can be in a population of `size`, or beside it."""
    low, high = (
        sign if end is None else exact(end)
        for end, sign in zip(leaf.get("range", (None, None)), (-inf, inf), strict=True)
    )
    match scale["method"]:
        case "identity":
            return (math.log(low), math.log(high)) if scale.get("log") and low > 0 else (low, high)
        case "goalposts" | "distance_to_target" if scale.get("clip") is False:
            return -inf, inf
        case "min_max" | "distance_to_best" if not is_inside and not scale.get("clip"):
            return -inf, inf
        case "min_max" | "goalposts" | "distance_to_best" | "distance_to_target" | "percentile_rank":
            bottom, top = scale.get("to", (0, 100))
            return exact(bottom), exact(top)
        case "formula" if "to" in scale:
            bottom, top = scale["to"]
            return exact(bottom), exact(top)
        case "rank":
            return Fraction(1), Fraction(size + (not is_inside)) if size < inf else inf
        case "borda":
            return Fraction(0), Fraction(size - is_inside) if size < inf else inf
        case "bands" | "piecewise_linear":
            parts = scale.get("bands", scale.get("points", ()))
            if any(isinstance(figure, Absent) for part in parts for figure in part.values()):
                return -inf, inf
            try:
                cuts = [part.get("value", part.get("from", part.get("up_to"))) for part in parts]
                _require_order(cuts, may_meet="bands" in scale)
            except _NobodyError:
                return -inf, inf
            scores = [exact(part["score"]) for part in parts]
            return min(scores), max(scores)
    return -inf, inf
