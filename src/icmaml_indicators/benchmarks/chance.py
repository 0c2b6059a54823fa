"""How far chance alone moves counts and proportions, so that a small town is not called worst for one bad case.

* **Proportion** (cases out of a whole): the score interval of E. B. Wilson, "Probable Inference", JASA 22, 1927. A
  figure differs from the peers where their figure lies outside its interval, which is where it lies outside the funnel
  p ± z √(p (1 - p) / n) around theirs.
* **Rate** (events over an exposure): Byar's approximation of the exact Poisson interval; Breslow and Day, "Statistical
  Methods in Cancer Research" II, 1987, p. 69. The funnel is where that interval just reaches the expected number.
* **Funnel**: D. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24, 2005.
  Around the peers' ratio of totals. His dispersion factor (the mean of the squared z, a tenth winsorised at each end),
  over what it is under chance alone, tells how much more the peers differ than chance explains.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from ..formulas.rounding import at_most
from ..specs.model.peer_rules import Variation
from .cells import Cells
from .totals import Totals

Floats = NDArray[np.float64]

LEVEL = 0.95
_WINSORISED = 0.1
_CUT = NormalDist().inv_cdf(1 - _WINSORISED)
# The same mean for normal figures: those inside the cuts, and those put at them.
_BY_CHANCE = (1 - 2 * _WINSORISED) - 2 * _CUT * NormalDist().pdf(_CUT) + 2 * _WINSORISED * _CUT**2
# Newton's steps double the digits: more than enough.
_STEPS = 12


def normal_quantile(level: float) -> float:
    """Return the normal deviate of a two-sided level: 1.96 for 0.95."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(cases: Floats, whole: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Return Wilson's interval of a proportion.

    Parameters
    ----------
    cases, whole : float64 arrays of one shape
        NaN, or a whole of zero, gives NaN.
    level
        Confidence.
    """
    z = normal_quantile(level)
    with np.errstate(all="ignore"):
        share = cases / whole
        spread = z * np.sqrt(share * (1 - share) / whole + (z / (2 * whole)) ** 2)
        middle, size = share + z * z / (2 * whole), 1 + z * z / whole
        return np.maximum((middle - spread) / size, 0.0), np.minimum((middle + spread) / size, 1.0)


def byar(events: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Return Byar's interval of the number of events that could be expected where `events` were counted."""
    z = normal_quantile(level)
    return _byar_low(events, z), _byar_high(events, z)


def _byar_low(events: Floats, z: float) -> Floats:
    with np.errstate(all="ignore"):
        root = 1 - 1 / (9 * events) - z / (3 * np.sqrt(events))
        low = np.where(root > 0, events * root**3, 0.0)
    return np.where(np.isnan(events), np.nan, low)


def _byar_high(events: Floats, z: float) -> Floats:
    more = events + 1
    high: Floats = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return high


def poisson_funnel(expected: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Return the fewest and most events whose Byar interval holds what was expected."""
    z = normal_quantile(level)
    with np.errstate(all="ignore"):
        root = np.cbrt(expected)
        # In w, the sixth root of the events, Byar's lower end is (w² - z / 3w - 1 / 9w⁴)³, and it rises.
        most = _sixth_root(root, -z) ** 6
        fewest = _sixth_root(root, z) ** 6 - 1
    none = _byar_high(np.zeros(()), z) >= expected
    return np.where(none, 0.0, fewest), most


def _sixth_root(root: Floats, z: float) -> Floats:
    """Solve w² + z / 3w - 1 / 9w⁴ = root by Newton's method, from above, where it falls steadily."""
    w = np.sqrt(root + 1.0) + max(0.0, -z)
    for _ in range(_STEPS):
        value = w * w + z / (3 * w) - 1 / (9 * w**4) - root
        w = np.maximum(w - value / (2 * w - z / (3 * w * w) + 4 / (9 * w**5)), 0.1)
    return w


@dataclass(frozen=True, slots=True)
class Chance:
    """One indicator of counts among its peers; arrays of shape (rows,).

    Attributes
    ----------
    number
        The subject.
    variation
        ``proportion`` or ``rate``.
    events, exposure
        What was counted, over what; NaN where the value is absent.
    peers
        The peers' ratio of totals, without the factor; NaN where there are too few.
    factor
        What turns a ratio into the unit of the indicator.
    """

    number: int
    variation: Variation
    events: Floats
    exposure: Floats
    peers: Floats
    factor: float

    def interval(self, level: float = LEVEL) -> tuple[Floats, Floats]:
        """Return the interval of each figure by itself, in the unit of the indicator."""
        if self.variation == "proportion":
            low, high = wilson(self.events, self.exposure, level)
        else:
            low, high = (self._over(end) for end in byar(self.events, level))
        return low * self.factor, high * self.factor

    def funnel(self, level: float = LEVEL) -> tuple[Floats, Floats]:
        """Return where each figure can lie by chance if it is like its peers, in the unit of the indicator."""
        if self.variation == "proportion":
            spread = normal_quantile(level) * self._spread
            low, high = np.maximum(self.peers - spread, 0.0), np.minimum(self.peers + spread, 1.0)
        else:
            low, high = (self._over(end) for end in poisson_funnel(self.peers * self.exposure, level))
        return low * self.factor, high * self.factor

    def within_chance(self, level: float = LEVEL) -> NDArray[np.bool_]:
        """Return where chance explains the difference from the peers."""
        if self.variation == "proportion":
            low, high = wilson(self.events, self.exposure, level)
            expected = self.peers
        else:
            low, high = byar(self.events, level)
            expected = self.peers * self.exposure
        with np.errstate(invalid="ignore"):
            return (low <= expected) & (expected <= high)

    @property
    def is_known(self) -> NDArray[np.bool_]:
        """Where there is a figure, and peers to hold it against."""
        return ~np.isnan(self.events) & ~np.isnan(self.peers)

    @property
    def z(self) -> Floats:
        """How many standard deviations each figure lies from its peers."""
        with np.errstate(all="ignore"):
            if self.variation == "proportion":
                found = (self._over(self.events) - self.peers) / self._spread
            else:
                # Square roots of counts have nearly the same variance whatever the count.
                found = 2 * (np.sqrt(self.events) - np.sqrt(self.peers * self.exposure))
        return np.where(np.isfinite(found), found, np.nan)

    def dispersion(self, cells: Cells) -> Floats:
        """Return how many times more the peers of each row differ than chance explains."""
        return np.append(_mean_square(self.z, cells), np.nan)[cells.of_row]

    @property
    def _spread(self) -> Floats:
        with np.errstate(all="ignore"):
            spread: Floats = np.sqrt(self.peers * (1 - self.peers) / self.exposure)
        return spread

    def _over(self, events: Floats) -> Floats:
        with np.errstate(all="ignore"):
            return events / self.exposure


def count_indicators(totals: Totals, cells: Cells, fewest: int) -> list[Chance]:
    """Return every indicator of counts; cells with fewer than `fewest` figures have nothing to hold them against."""
    kinds = {number: totals.variation(number) for number in totals.ratios}
    found = []
    for sides in totals.sides([number for number, kind in kinds.items() if kind != "none"]):
        for place, subject in enumerate(sides.numbers):
            number = int(subject)
            events, exposure = sides.numerators[place], sides.denominators[place]
            # A share of more than the whole, or a negative count, is no matter of chance: not its own, not its peers'.
            usable = (events >= 0) & (exposure > 0)
            if kinds[number] == "proportion":
                usable &= at_most(events, exposure)
                events = np.minimum(events, exposure)
            events, exposure = np.where(usable, events, np.nan), np.where(usable, exposure, np.nan)
            with np.errstate(all="ignore"):
                together = cells.sums(events) / cells.sums(exposure)
            count = cells.sums(np.where(np.isnan(events), 0.0, 1.0))
            peers = np.append(np.where(count >= fewest, together, np.nan), np.nan)[cells.of_row]
            found.append(Chance(number, kinds[number], events, exposure, peers, float(sides.factors[place])))
    return found


def _mean_square(distance: Floats, cells: Cells) -> Floats:
    """Return the mean of the squared distances of each cell, winsorised."""
    found = np.full(len(cells.sizes), np.nan)
    for block in cells.blocks:
        for _, piece in block.pieces(1):
            part = np.where(piece.rows >= 0, distance[piece.rows], np.nan)
            part[np.isnan(part)] = np.inf
            part.sort(axis=1)
            count = np.isfinite(part).sum(axis=1)
            cut = np.floor(_WINSORISED * count).astype(np.intp)[:, None]
            place = np.clip(np.arange(part.shape[1]), cut, np.maximum(count[:, None] - cut - 1, 0))
            kept = np.take_along_axis(part, place, axis=1)
            some = np.arange(part.shape[1]) < count[:, None]
            with np.errstate(all="ignore"):
                mean = (np.where(some, kept, 0.0) ** 2).sum(axis=1) / count / _BY_CHANCE
            found[piece.cells] = np.where(count > 1, mean, np.nan)
    return found
