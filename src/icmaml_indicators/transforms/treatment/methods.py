"""What each treatment takes from a population, and what it makes of a figure."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from ...formulas import Expression
from ...formulas.tree import Constant
from ...specs import Treatment
from ..scales.base import call
from .moments import moments, sum_figures

Floats = NDArray[np.float64]
# By name, figures of shape (..., 1), or one a row.
Taken = Mapping[str, Floats]

OPEN = {"lower": -np.inf, "upper": np.inf}
# What lies beneath the least figure of a population, as a share of its width: there the logarithm begins.
_BENEATH = 0.01
_POWERS = (-5.0, 5.0)


def is_skewed(skewness: Floats, kurtosis: Floats, rule: Treatment) -> NDArray[np.bool_]:
    """Return whether populations are to be treated; not where that cannot be told."""
    with np.errstate(invalid="ignore"):
        found: NDArray[np.bool_] = (np.abs(skewness) >= rule.skewness) & (kurtosis >= rule.kurtosis)
    return found


class TreatmentMethod(ABC):
    """One way to treat.

    It takes figures from populations, of shape (populations, n) with NaN where absent and two of them different at
    least, and makes of each figure another by them.
    """

    @abstractmethod
    def fit(self, x: Floats, rule: Treatment) -> dict[str, Floats]:
        """Return what it takes from each population, by name, shape (populations, 1)."""

    @abstractmethod
    def apply(self, x: Floats, taken: Taken) -> Floats:
        """Return treated figures, by figures taken from the same population or another; NaN where there is none."""

    @abstractmethod
    def invert(self, y: float, taken: Mapping[str, float]) -> float:
        """Return the figure of which this one is made."""

    @abstractmethod
    def expression(self, term: Expression, taken: Mapping[str, float]) -> Expression:
        """Return the arithmetic as an expression of the figure."""


class Winsorise(TreatmentMethod):
    """The extreme on the side of the skewness takes the next figure, one after the other, those alike together."""

    def fit(self, x: Floats, rule: Treatment) -> dict[str, Floats]:
        """Return the least and the greatest figure that stay; infinite where all do on that side."""
        lower, upper = (np.full((len(x), 1), OPEN[name]) for name in ("lower", "upper"))
        least, most = np.fmin.reduce(x, axis=-1, keepdims=True), np.fmax.reduce(x, axis=-1, keepdims=True)
        goes_on = np.ones((len(x), 1), bool)
        for _ in range(rule.at_most):
            kept = np.clip(x, lower, upper)
            skewness, kurtosis = moments(kept)
            goes_on &= is_skewed(skewness, kurtosis, rule)
            if not goes_on.any():
                break
            from_above = skewness >= 0
            below = np.fmax.reduce(np.where(kept < np.minimum(most, upper), kept, np.nan), axis=-1, keepdims=True)
            above = np.fmin.reduce(np.where(kept > np.maximum(least, lower), kept, np.nan), axis=-1, keepdims=True)
            next_upper = np.where(from_above, below, upper)
            next_lower = np.where(from_above, lower, above)
            moved = np.count_nonzero((x > next_upper) | (x < next_lower), axis=-1, keepdims=True)
            # What would leave all figures alike treats nothing.
            apart = np.maximum(least, next_lower) < np.minimum(most, next_upper)
            goes_on &= (moved <= rule.at_most) & apart
            lower, upper = np.where(goes_on, next_lower, lower), np.where(goes_on, next_upper, upper)
        return {"lower": lower, "upper": upper}

    def apply(self, x: Floats, taken: Taken) -> Floats:
        """Return treated figures."""
        return np.clip(x, taken["lower"], taken["upper"])

    def invert(self, y: float, taken: Mapping[str, float]) -> float:
        """Return the figure of which this one is made."""
        return y

    def expression(self, term: Expression, taken: Mapping[str, float]) -> Expression:
        """Return the arithmetic as an expression of the figure."""
        return keep_between(term, taken["lower"], taken["upper"])


class Log(TreatmentMethod):
    """The logarithm of how far a figure lies above a point a little beneath the least one.

    ``turn`` is -1 where it is taken from above the greatest one, downwards.
    """

    def fit(self, x: Floats, rule: Treatment) -> dict[str, Floats]:
        """Return where the logarithm begins."""
        return _origin(x, np.ones((len(x), 1)))

    def apply(self, x: Floats, taken: Taken) -> Floats:
        """Return treated figures."""
        with np.errstate(all="ignore"):
            return taken["turn"] * _log(taken["turn"] * (x - taken["origin"]))

    def invert(self, y: float, taken: Mapping[str, float]) -> float:
        """Return the figure of which this one is made."""
        turn = taken["turn"]
        return taken["origin"] + turn * float(np.exp(turn * y))

    def expression(self, term: Expression, taken: Mapping[str, float]) -> Expression:
        """Return the arithmetic as an expression of the figure."""
        if taken["turn"] > 0:
            return call("log", call("-", term, Constant(taken["origin"])))
        return call("negative", call("log", call("-", Constant(taken["origin"]), term)))


class LogBySkew(Log):
    """The same, downwards from above the greatest figure where the tail lies on the low side."""

    def fit(self, x: Floats, rule: Treatment) -> dict[str, Floats]:
        """Return where the logarithm begins, and which way it goes."""
        return _origin(x, np.where(moments(x)[0] < 0, -1.0, 1.0))


class BoxCox(TreatmentMethod):
    """(z^power - 1) / power of the distance z that the logarithm is taken of; its logarithm where the power is nought.

    G. E. P. Box and D. R. Cox, "An Analysis of Transformations", Journal of the Royal Statistical Society B 26, 1964.
    """

    def fit(self, x: Floats, rule: Treatment) -> dict[str, Floats]:
        """Return where the distance begins, and the power: the likeliest to four decimals where none is given."""
        found = _origin(x, np.ones((len(x), 1)))
        if rule.power is not None:
            return found | {"power": np.full((len(x), 1), float(rule.power))}
        with np.errstate(all="ignore"):
            logs = _log(x - found["origin"])
            n = np.count_nonzero(~np.isnan(logs), axis=-1, keepdims=True)
            logs = logs - sum_figures(logs) / n  # by their geometric mean: the likelihood is then that of the variance

            def unlikelihood(power: Floats) -> Floats:
                small = np.abs(power) < 1e-9
                y = np.where(small, logs, np.expm1(logs * power) / np.where(small, 1.0, power))
                y = y - sum_figures(y) / n
                return np.log(sum_figures(y * y))

            power = _least(unlikelihood, np.full((len(x), 1), _POWERS[0]), _POWERS[1])
            return found | {"power": np.round(power, 4)}

    def apply(self, x: Floats, taken: Taken) -> Floats:
        """Return treated figures."""
        with np.errstate(all="ignore"):
            logs, power = _log(x - taken["origin"]), taken["power"]
            bent = np.expm1(logs * power) / np.where(power == 0, 1.0, power)
            return np.where(power == 0, logs, bent)

    def invert(self, y: float, taken: Mapping[str, float]) -> float:
        """Return the figure of which this one is made."""
        power = taken["power"]
        if power == 0:
            return taken["origin"] + float(np.exp(y))
        base = y * power + 1.0
        return taken["origin"] + base ** (1.0 / power) if base > 0 else math.nan

    def expression(self, term: Expression, taken: Mapping[str, float]) -> Expression:
        """Return the arithmetic as an expression of the figure."""
        apart, power = call("-", term, Constant(taken["origin"])), taken["power"]
        if power == 0:
            return call("log", apart)
        return call("/", call("-", call("**", apart, Constant(power)), Constant(1.0)), Constant(power))


METHODS: Mapping[str, TreatmentMethod] = {
    "winsorise": Winsorise(),
    "log": Log(),
    "log_by_skew": LogBySkew(),
    "box_cox": BoxCox(),
}


def keep_between(term: Expression, lower: float, upper: float) -> Expression:
    """Return an expression kept between two ends, either of which may be open."""
    found = term if math.isinf(lower) else call("max", term, Constant(lower))
    return found if math.isinf(upper) else call("min", found, Constant(upper))


def _origin(x: Floats, turn: Floats) -> dict[str, Floats]:
    least, most = np.fmin.reduce(x, axis=-1, keepdims=True), np.fmax.reduce(x, axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        beneath = _BENEATH * (most - least)
        return {"origin": np.where(turn > 0, least - beneath, most + beneath), "turn": turn}


def _log(figures: Floats) -> Floats:
    return np.log(np.where(figures > 0, figures, np.nan))


def _least(cost: Callable[[Floats], Floats], low: Floats, high: float) -> Floats:
    """Return where costs are least between two ends, by golden sections, each line by itself."""
    share = (math.sqrt(5.0) - 1.0) / 2.0
    low, high_end = low.copy(), np.full(low.shape, high)
    for _ in range(60):
        left, right = high_end - share * (high_end - low), low + share * (high_end - low)
        falls = cost(left) > cost(right)
        low, high_end = np.where(falls, left, low), np.where(falls, high_end, right)
    found: Floats = (low + high_end) / 2.0
    return found
