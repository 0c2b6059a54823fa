"""Where scores are cut into classes: one class a method. A cut is the end of the lower class, included.

* **Quantiles**: of `definitions`, and ``inverted_cdf``: the first score that so many do not exceed.
* **Equal intervals**: from the least score to the greatest.
* **Jenks**: the classes whose scores lie least apart, by the sum of squares within them; W. D. Fisher, "On Grouping for
  Maximum Homogeneity", Journal of the American Statistical Association 53, 1958. The optimum is found exactly.
* **Dalenius-Hodges**: T. Dalenius and J. L. Hodges, "Minimum Variance Stratification", Journal of the American
  Statistical Association 54, 1959: equal bins, cut where the running sum of the roots of their counts reaches each
  share.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..diagnostics.brief import Brief
from ..formulas.rounding import place_among, round_half_away, unite
from ..specs import Cuts
from .definitions import QuantileMethod, quantile
from .populations import Populations
from .sums import FULL, Floats

# A place in so many values is off by no more than this when it is whole on paper.
_WHOLE = 1e-9


class Cutter(ABC):
    """One way to cut ascending figures."""

    @abstractmethod
    def cut(self, ordered: Floats, classes: int, rule: Cuts) -> Floats:
        """Return the cuts between so many classes, ascending; NaN where there are none.

        Parameters
        ----------
        ordered : float64 array, shape (n,)
            Ascending and at least one; those that are equal but for rounding are the same.
        """


class Quantiles(Cutter):
    """The quantiles of given shares, or of equal ones."""

    def cut(self, ordered: Floats, classes: int, rule: Cuts) -> Floats:
        """Return the cuts."""
        return np.array([self.quantile(ordered, share, rule.type) for share in rule.shares_of(classes)])

    def quantile(self, ordered: Floats, share: float, method: str) -> float:
        """Return one quantile."""
        if method == "inverted_cdf":
            return float(ordered[max(int(np.ceil(len(ordered) * share - _WHOLE)), 1) - 1])
        known: QuantileMethod = method  # type: ignore[assignment]
        return float(quantile(ordered, np.array(len(ordered)), share, known))


class EqualIntervals(Cutter):
    """Parts of one width."""

    def cut(self, ordered: Floats, classes: int, rule: Cuts) -> Floats:
        """Return the cuts."""
        return np.linspace(ordered[0], ordered[-1], classes + 1)[1:-1]


class Jenks(Cutter):
    """The classes with the least sum of squares within them; of several as good, those with the lowest cuts."""

    def cut(self, ordered: Floats, classes: int, rule: Cuts) -> Floats:
        """Return the cuts; none where there are fewer distinct scores than classes."""
        distinct, counts = np.unique(ordered, return_counts=True)
        if len(distinct) < classes:
            return np.full(classes - 1, np.nan)
        centred = distinct - np.average(distinct, weights=counts)
        sums = np.vstack([np.r_[0.0, np.cumsum(counts * centred**power)] for power in (0, 1, 2)])

        def spread(starts: NDArray[np.intp], end: int) -> Floats:
            """Return the sum of squares of the distinct scores from each start up to, but not including, an end."""
            weight, total, square = sums[:, end, None] - sums[:, starts]
            found: Floats = np.maximum(square - total * total / weight, 0.0)
            return found

        ends = np.arange(len(distinct) + 1)
        best = np.array([np.inf, *(float(spread(np.zeros(1, np.intp), int(end))[0]) for end in ends[1:])])
        starts: list[NDArray[np.intp]] = []
        for number in range(1, classes):
            found, start = np.full(len(ends), np.inf), np.zeros(len(ends), np.intp)
            # Where the best start lies rises with the end: each half is searched between its neighbours.
            waiting = [(number + 1, len(distinct), number, len(distinct) - 1)]
            while waiting:
                first, last, low, high = waiting.pop()
                if first > last:
                    continue
                middle = (first + last) // 2
                tried = np.arange(low, min(high, middle - 1) + 1)
                sizes = best[tried] + spread(tried, middle)
                at = int(np.flatnonzero(sizes <= sizes.min() * (1.0 + _WHOLE))[0])
                found[middle], start[middle] = sizes[at], tried[at]
                waiting += [(first, middle - 1, low, int(tried[at])), (middle + 1, last, int(tried[at]), high)]
            best = found
            starts.append(start)
        cuts: list[float] = []
        end = len(distinct)
        for start in reversed(starts):
            end = int(start[end])
            cuts.append(float(distinct[end - 1]))
        return np.array(cuts[::-1])


class DaleniusHodges(Cutter):
    """The ends of the bins where the running sum of the roots of their counts comes to each share."""

    def cut(self, ordered: Floats, classes: int, rule: Cuts) -> Floats:
        """Return the cuts; none where all scores are equal."""
        if ordered[0] == ordered[-1]:
            return np.full(classes - 1, np.nan)
        edges = np.linspace(ordered[0], ordered[-1], rule.bins + 1)
        counts = np.bincount(place_among(edges[1:-1], ordered, above=False, size=FULL), minlength=rule.bins)
        running = np.cumsum(np.sqrt(counts))
        wanted = np.array(rule.shares_of(classes)) * running[-1]
        near = _WHOLE * running[-1]
        if rule.take == "below":
            at = np.maximum((running[:, None] <= wanted + near).sum(axis=0) - 1, 0)
        else:
            apart = np.abs(running[:, None] - wanted)
            at = np.argmax(apart <= apart.min(axis=0) + near, axis=0)
        ends: Floats = edges[at + 1]
        return ends


CUTTERS: dict[str, Cutter] = {
    "quantiles": Quantiles(),
    "equal_intervals": EqualIntervals(),
    "jenks": Jenks(),
    "dalenius_hodges": DaleniusHodges(),
}


def fit_cuts(rule: Cuts, classes: int, scores: Floats, populations: Populations, decimals: int | None) -> Floats:
    """Return the cuts of each population, shape (populations, classes - 1); NaN where it gives none."""
    scores = as_cut(scores, decimals)
    found = np.full((len(populations.names), classes - 1), np.nan)
    for number in range(len(populations.names)):
        own = scores if populations.codes is None else scores[populations.codes == number]
        ordered = np.sort(unite(own[~np.isnan(own)], FULL))
        if len(ordered):
            found[number] = CUTTERS[rule.method].cut(ordered, classes, rule)
    return found


def classify_by(
    cuts: Floats, codes: NDArray[np.intp] | None, scores: Floats, decimals: int | None
) -> NDArray[np.int16]:
    """Return the class of each score by the cuts of its population, 0 for the lowest; -1 where there is none.

    Parameters
    ----------
    cuts : float64 array, shape (populations, classes - 1)
    codes : integer array, shape (rows,), or None
        The population of each row; None where one is that of all.
    """
    scores = as_cut(scores, decimals)
    found = np.full(scores.shape, -1, np.int16)
    for number, own in enumerate(cuts):
        rows = np.ones(scores.shape, np.bool_) if codes is None else codes == number
        rows &= ~np.isnan(scores)
        if not np.isnan(own).any():
            found[rows] = place_among(own, scores[rows], above=False, size=FULL)
    return found


def as_cut(scores: Floats, decimals: int | None) -> Floats:
    """Return scores as they are cut: rounded where the spec says so."""
    return scores if decimals is None else round_half_away(scores, decimals)


@dataclass(frozen=True, slots=True, repr=False)
class FittedCuts(Brief):
    """The cuts of a node in each population, shape (populations, classes - 1)."""

    populations: Populations
    cuts: Floats

    def of_row(self, row: int) -> Floats:
        """Return the cuts of the population of a row; NaN where it stands in none."""
        codes = self.populations.codes
        place = 0 if codes is None else int(codes[row])
        return self.cuts[place] if place >= 0 else np.full(self.cuts.shape[1], np.nan)

    def classify(self, scores: Floats, decimals: int | None) -> NDArray[np.int16]:
        """Return the class of each score, 0 for the lowest; -1 where there is none."""
        return classify_by(self.cuts, self.populations.codes, scores, decimals)

    @property
    def parameters(self) -> dict[str, Floats]:
        """The cuts by name, each of shape (populations,)."""
        return {f"cut_{number}": cut for number, cut in enumerate(self.cuts.T, 1)}


def cuts_of(parameters: Mapping[str, float], classes: int) -> Floats:
    """Return cuts from their names, as `FittedCuts.parameters` gives them; NaN where they are not known."""
    return np.array([[parameters.get(f"cut_{number}", np.nan) for number in range(1, classes)]])
