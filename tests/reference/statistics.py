"""Statistics over a population: what the figures of some rows come to, and where one stands among them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import reduce

from tests.reference.figures import UNDEFINED, Absent, Figure, Number, TooCloseError, alike, finite, is_binary, subtract

PLACES = {"rank", "percentile_rank"}


def summary(function: str, figures: Sequence[Figure], places: Sequence[int], more: Sequence[Figure] = ()) -> Figure:
    """Return the statistic of the figures that are present, the same for whoever reads it.

    Parameters
    ----------
    figures, places
        Figures, and the periods that they are of.
    more
        The second argument in each row: the weights of a weighted mean, the share of a quantile.
    """
    if function == "weighted_mean":
        pairs = [
            (x, w)
            for x, w in zip(figures, more, strict=True)
            if not isinstance(x, Absent) and not isinstance(w, Absent)
        ]
        total = _total([w for _, w in pairs])
        return finite(_total([x * w for x, w in pairs]) / total) if pairs and total else UNDEFINED
    there = [figure for figure in figures if not isinstance(figure, Absent)]
    if function == "count":
        return Fraction(len(there))
    if not there:
        return UNDEFINED
    match function:
        case "min":
            return min(there)
        case "max":
            return max(there)
        case "last":
            latest = max(at for x, at in zip(figures, places, strict=True) if not isinstance(x, Absent))
            known = zip(figures, places, strict=True)
            return summary("mean", [x for x, at in known if at == latest], ())
        case "sum":
            return finite(_total(there))
        case "mean":
            return finite(_total(there) / len(there))
        case "median":
            return quantile(there, Fraction(1, 2))
        case "quantile":
            share = more[0]
            assert not isinstance(share, Absent)
            return quantile(there, share)
        case "sd" | "sd_n":
            return _deviation(there, len(there) - (function == "sd"))
    raise KeyError(function)


def place(function: str, x: Figure, others: Sequence[Figure], ties: str) -> Figure:
    """Return where a figure stands among the others of its population: 1 is the smallest."""
    if isinstance(x, Absent):
        return x
    there = [figure for figure in others if not isinstance(figure, Absent)]
    below = smaller(x, there, ties)
    if function == "rank":
        return below + 1
    count = count_of(x, there, ties)
    return below / count * 100 if count else UNDEFINED


def count_of(x: Number, others: Sequence[Number], ties: str) -> int:
    """Return how many others there are; where ties leave no gaps, how many different ones."""
    return len({alike(other) for other in others} - {alike(x)}) if ties == "dense" else len(others)


def smaller(x: Number, others: Sequence[Number], ties: str) -> Fraction:
    """Return how many others are smaller, and what those count for that are equal.

    Parameters
    ----------
    ties
        ``average``: half each, ``min``: nothing, ``max``: all, ``dense``: of the smaller ones, equal ones count once.
    """
    own, figures = alike(x), [alike(other) for other in others]
    below = [figure for figure in figures if figure < own]
    equal = figures.count(own)
    more = {"average": Fraction(equal, 2), "min": Fraction(0), "max": Fraction(equal), "dense": Fraction(0)}[ties]
    return len(set(below) if ties == "dense" else below) + more


def quantile(figures: Sequence[Number], share: Number) -> Number:
    """Return the quantile of type 7: straight on between the figures at places 0 … n - 1."""
    ordered = sorted(figures)
    at = share * (len(ordered) - 1)
    low = min(math.floor(at), len(ordered) - 1)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def _total(figures: Sequence[Number]) -> Number:
    return reduce(lambda a, b: subtract(a, -b), figures, Fraction(0))


def _deviation(figures: Sequence[Number], parts: int) -> Figure:
    if parts < 1:
        return UNDEFINED
    mean = _total(figures) / len(figures)
    variance = sum(((figure - mean) ** 2 for figure in figures), Fraction(0)) / parts
    if not variance and not all(map(is_binary, figures)):
        raise TooCloseError("equal figures")
    return finite(math.sqrt(variance))
