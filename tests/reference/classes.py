"""Levels that the scores of a population cut: quantiles, equal intervals, natural breaks, cumulative roots."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from tests.reference.figures import Number, TooCloseError, alike, exact, rounded

NEAR = 1e-7


def cuts(rule: Mapping[str, Any], classes: int, scores: Sequence[Number]) -> list[Number] | None:
    """Return the ends of all classes but the last; None where there are none."""
    ordered = sorted(scores, key=float)
    ordered = [next(other for other in ordered if alike(other) == alike(score)) for score in ordered]
    if not ordered:
        return None
    shares = [exact(share) for share in rule.get("shares", ())] or [Fraction(n, classes) for n in range(1, classes)]
    least, most = ordered[0], ordered[-1]
    match rule["method"]:
        case "quantiles" if rule.get("type") == "inverted_cdf":
            return [ordered[math.ceil(len(ordered) * share) - 1] for share in shares]
        case "quantiles":
            found: list[Number] = []
            for share in shares:
                place = share * (len(ordered) - 1)
                low = ordered[math.floor(place)]
                found.append(low + (ordered[math.ceil(place)] - low) * (place - math.floor(place)))
            return found
        case "equal_intervals":
            return [least + (most - least) * Fraction(n, classes) for n in range(1, classes)]
        case "jenks":
            return natural_breaks(ordered, classes)
    return None if least == most else roots(rule, ordered, shares)


def natural_breaks(ordered: Sequence[Number], classes: int) -> list[Number] | None:
    """Return the breaks with the least sum of squares, all of them tried; of equals those with the lowest last cut."""
    distinct = sorted(set(ordered), key=float)
    if len(distinct) < classes:
        return None
    tried = []
    for places in combinations(range(1, len(distinct)), classes - 1):
        ends = [distinct[place - 1] for place in places]
        total: Number = Fraction(0)
        for low, high in zip([None, *ends], [*ends, distinct[-1]], strict=True):
            own = [score for score in ordered if (low is None or score > low) and score <= high]
            mean = sum(own, Fraction(0)) / len(own)
            total += sum(((score - mean) ** 2 for score in own), Fraction(0))
        tried.append((total, ends))
    least = min(total for total, _ in tried)
    close = [total for total, _ in tried if total != least and float(total) <= float(least) * (1 + 1e-6)]
    if close:
        raise TooCloseError("two ways to part the scores are as good")
    return min((ends for total, ends in tried if total == least), key=lambda ends: [float(end) for end in ends[::-1]])


def roots(rule: Mapping[str, Any], ordered: Sequence[Number], shares: Sequence[Fraction]) -> list[Number]:
    """Return the ends of the bins at which the running sum of the roots of their counts comes to each share."""
    bins = rule.get("bins", 100)
    least, width = ordered[0], (ordered[-1] - ordered[0]) * Fraction(1, bins)
    counts = [0] * bins
    for score in ordered:
        place = (score - least) / width
        whole = round(place)
        if isinstance(place, float) and abs(place - whole) < NEAR:
            raise TooCloseError("a score at the end of a bin")
        counts[max(math.ceil(place), 1) - 1] += 1
    running, total = [], 0.0
    for count in counts:
        total += math.sqrt(count)
        running.append(total)
    found: list[Number] = []
    for share in shares:
        wanted = float(share) * total
        if rule.get("take") == "below":
            place = max(sum(root <= wanted + 1e-9 * total for root in running) - 1, 0)
        else:
            apart = [abs(root - wanted) for root in running]
            place = next(n for n, distance in enumerate(apart) if distance <= min(apart) + 1e-9 * total)
        found.append(least + width * (place + 1))
    return found


def class_of(ends: Sequence[Number] | None, score: Number | None, decimals: int | None) -> int | None:
    """Return the class of a score, 0 for the lowest."""
    if ends is None or score is None:
        return None
    score = as_cut(score, decimals)
    for end in ends:
        if alike(score) != alike(end) and math.isclose(float(score), float(end), rel_tol=1e-9, abs_tol=1e-9):
            raise TooCloseError("a score all but at a cut")
    return sum(alike(score) > alike(end) for end in ends)


def as_cut(score: Number, decimals: int | None) -> Number:
    return score if decimals is None else rounded(score, decimals)
