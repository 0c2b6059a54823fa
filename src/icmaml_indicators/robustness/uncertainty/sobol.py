"""Which choice makes how much of the doubt: Sobol' indices of first and total order.

First order by Saltelli et al., "Variance Based Sensitivity Analysis of Model Output", Computer Physics Communications
181, 2010; total order by Jansen, "Analysis of Variance Designs for Model Output", Computer Physics Communications 117,
1999. What is explained is, as in COINr, how many places entities are moved on average, and the place of each entity.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.brief import Brief
from ...errors import IcmamlError, MissingExtraError, OutOfRangeError, check_option
from ...progress import Progress, follow_items
from ...scoring.scored import Scored
from ...scoring.tables import list_periods
from ...transforms.score_ranks import ScoreRanker, as_ranks
from .draws import Replicator, read_count
from .variation import Variation

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Design = Literal["random", "sobol"]
# Samples are drawn anew so often for the interval of an index.
_RESAMPLES = 100
_SEED = 4
_RESAMPLING_SEED = 5


def estimate_indices(a: Floats, b: Floats, mixed: Floats, *, ddof: int = 0) -> tuple[Floats, Floats]:
    """Return the indices of first and of total order of each factor.

    Parameters
    ----------
    a, b : float64 arrays, shape (samples, …)
        The outcome of two independent samples.
    mixed : float64 array, shape (factors, samples, …)
        The outcome of the first sample with one factor taken from the second.
    ddof
        The variance is divided by the number of outcomes less this.

    Returns
    -------
    first, total : float64 arrays, shape (factors, …)
        NaN where the outcome does not vary.
    """
    variance = np.var(np.concatenate([a, b]), axis=0, ddof=ddof)
    with np.errstate(all="ignore"):
        first = np.mean(b * (mixed - a), axis=1) / variance
        total = np.mean((a - mixed) ** 2, axis=1) / (2.0 * variance)
    varies = variance > 0
    return np.where(varies, first, np.nan), np.where(varies, total, np.nan)


def estimate_intervals(
    a: Floats, b: Floats, mixed: Floats, level: float, generator: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return half the width of the interval of each index, from samples drawn anew; arrays as in `estimate_indices`."""
    drawn = generator.integers(0, len(a), (len(a), _RESAMPLES))
    indices = estimate_indices(a[drawn], b[drawn], mixed[:, drawn])
    width = NormalDist().inv_cdf((1 + level) / 2)
    first, total = (width * np.std(found, axis=1, ddof=1) for found in indices)
    return first, total


@dataclass(frozen=True, slots=True, repr=False)
class SensitivityStudy(Brief):
    """What came of a design.

    Attributes
    ----------
    scored, variation, samples, seed
        What was scored, what was varied, how many samples of all factors, from which seed.
    a, b : float64 arrays, shape (samples,)
        By how many places entities are moved on average, in two independent samples.
    mixed : float64 array, shape (factors, samples)
        The same in the first with one factor taken from the second.
    first, total : float64 arrays, shape (factors, rows)
        Indices of the place of each entity.
    variance : float64 array, shape (rows,)
        Of its places.
    """

    scored: Scored
    variation: Variation
    samples: int
    seed: int
    a: Floats
    b: Floats
    mixed: Floats
    first: Floats
    total: Floats
    variance: Floats


def run_sensitivity(
    scored: Scored, variation: Variation, samples: int, seed: int, design: Design = "random", progress: Progress = False
) -> SensitivityStudy:
    """Score an assessment at every point of a design.

    Raises
    ------
    OutOfRangeError, UnknownNameError
        When the number of samples, the seed or the design is none.
    IcmamlError
        When weights are drawn otherwise than by noise, or figures have noise: these are no factors.
    """
    read_count("samples", samples)
    check_option("option", design, get_args(Design))
    weights = variation.weights
    if variation.error or (weights is not None and weights.method != "noise"):
        raise IcmamlError("IND784")
    replicator, factors = Replicator(scored, variation, seed), len(variation.names)
    first, second = draw_points(samples, factors, seed, design)
    own, node = scored.book.nodes[variation.node], scored.program.nodes[variation.node]
    ranker = ScoreRanker(list_periods(scored.table), falls=node.lower_is_better)
    declared = as_ranks(ranker.rank(own.scores[None])[0])[0]
    outcomes = np.full((factors + 2, samples), np.nan)
    sums = _EntitySums(factors, scored.table.rows)
    deep = max(1, replicator.stretch // (factors + 2))
    parts = [slice(start, min(start + deep, samples)) for start in range(0, samples, deep)]
    for part in follow_items(progress, parts, "replications", scored.language):
        points = np.concatenate(list(_mix(first[part], second[part])))
        places = as_ranks(_place(replicator, ranker, points)).reshape(factors + 2, -1, scored.table.rows)
        with np.errstate(all="ignore"):
            apart = np.abs(places - declared)
            known = np.count_nonzero(~np.isnan(apart), axis=2)
            outcomes[:, part] = np.nansum(apart, axis=2) / known
        sums.add(places - np.nan_to_num(declared))
    return SensitivityStudy(
        scored, variation, samples, seed, outcomes[0], outcomes[1], outcomes[2:], *sums.indices(), sums.variance
    )


def draw_points(samples: int, factors: int, seed: int, design: Design) -> tuple[Floats, Floats]:
    """Return two independent samples of the unit cube, shape (samples, factors).

    Raises
    ------
    MissingExtraError
        When the design is of Sobol' sequences and the extra ``robustness`` is not installed.
    """
    if design == "random":
        points = np.random.default_rng([seed, _SEED]).random((samples, 2 * factors))
        return points[:, :factors], points[:, factors:]
    if samples & (samples - 1):
        raise OutOfRangeError("samples", samples, ("una potencia de 2", "a power of 2"))
    try:
        from SALib.sample.sobol import sample
    except ImportError as absent:
        raise MissingExtraError("robustness") from absent
    problem = {"num_vars": factors, "names": [str(number) for number in range(factors)], "bounds": [[0, 1]] * factors}
    points = sample(problem, samples, calc_second_order=False, seed=seed)
    return points[:: factors + 2], points[factors + 1 :: factors + 2]


def _mix(first: Floats, second: Floats) -> Iterator[Floats]:
    """Yield both samples, then the first with each factor in turn taken from the second."""
    yield first
    yield second
    for factor in range(first.shape[1]):
        mixed = first.copy()
        mixed[:, factor] = second[:, factor]
        yield mixed


def _place(replicator: Replicator, ranker: ScoreRanker, points: Floats) -> NDArray[np.int32]:
    """Return the places at points of the unit cube, shape (points, rows)."""
    steps, weights = replicator.variation.steps, replicator.variation.weights
    choices = np.empty((len(points), len(steps)), np.int16)
    for place, step in enumerate(steps):
        choices[:, place] = np.floor(points[:, place] * len(step.rules))
    rest = points[:, len(steps) :].T
    factors = rest if weights is None else weights.map_points(rest)
    found = np.empty((len(points), replicator.scored.table.rows), np.int32)
    for task in replicator.plan_choices(choices):
        replications = replicator.replicate(task, factors[:, task.numbers])
        found[task.numbers] = ranker.rank(replications.scores)[0]
    return found


class _EntitySums:
    """What the indices of the place of each entity are made from, added up part by part."""

    def __init__(self, factors: int, rows: int) -> None:
        self.count, self.sum, self.squares = np.zeros(rows), np.zeros(rows), np.zeros(rows)
        self.first, self.total = np.zeros((factors, rows)), np.zeros((factors, rows))

    def add(self, places: Floats) -> None:
        """Add places, shape (2 + factors, samples, rows); a sample in which one is absent is left out for the row."""
        known = ~np.isnan(places).any(axis=0)
        a, b, *mixed = np.where(known, places, 0.0)
        self.count += np.count_nonzero(known, axis=0)
        self.sum += a.sum(axis=0) + b.sum(axis=0)
        self.squares += (a * a).sum(axis=0) + (b * b).sum(axis=0)
        for factor, own in enumerate(mixed):
            apart = own - a
            self.first[factor] += (b * apart).sum(axis=0)
            self.total[factor] += (apart * apart).sum(axis=0)

    @property
    def variance(self) -> Floats:
        """The variance of the places of each row; NaN where it has none."""
        with np.errstate(all="ignore"):
            mean = self.sum / (2 * self.count)
            # Sums of squares of whole numbers are exact: what does not vary is nought.
            return np.maximum(self.squares / (2 * self.count) - mean * mean, 0.0)

    def indices(self) -> tuple[Floats, Floats]:
        """Return the indices of first and of total order, shape (factors, rows); NaN where places do not vary."""
        with np.errstate(all="ignore"):
            variance = np.where(self.variance > 0, self.variance, np.nan)
            return self.first / self.count / variance, self.total / self.count / (2.0 * variance)


def sensitivity_table(study: SensitivityStudy, level: float) -> pd.DataFrame:
    """Return one line a factor; see `Sensitivity.indices`."""
    import pandas as pd

    known = np.isfinite(study.a) & np.isfinite(study.b) & np.isfinite(study.mixed).all(axis=0)
    a, b, mixed = study.a[known], study.b[known], study.mixed[:, known]
    factors = len(study.variation.names)
    first = total = first_width = total_width = np.full(factors, np.nan)
    if len(a):
        # About the mean of all outcomes, as SALib does: the estimator of first order is the steadier for it.
        mean = np.concatenate([a, b, mixed.ravel()]).mean()
        a, b, mixed = a - mean, b - mean, mixed - mean
        first, total = estimate_indices(a, b, mixed)
        generator = np.random.default_rng([study.seed, _RESAMPLING_SEED])
        first_width, total_width = estimate_intervals(a, b, mixed, level, generator)
    steps = {step.name for step in study.variation.steps}
    return pd.DataFrame(
        {
            "factor": list(study.variation.names),
            "kind": ["step" if name in steps else "weight" for name in study.variation.names],
            "first_order": first,
            "first_order_low": first - first_width,
            "first_order_high": first + first_width,
            "total_order": total,
            "total_order_low": total - total_width,
            "total_order_high": total + total_width,
        }
    )


def entity_sensitivity_table(study: SensitivityStudy) -> pd.DataFrame:
    """Return one line an entity, period and factor; see `Sensitivity.by_entity`."""
    import pandas as pd

    table, names = study.scored.table, list(study.variation.names)
    return pd.DataFrame(
        {
            "entity": np.repeat(table.entities, len(names)),
            "period": np.repeat(table.periods, len(names)),
            "factor": np.tile(np.array(names, object), table.rows),
            "first_order": study.first.T.ravel(),
            "total_order": study.total.T.ravel(),
            "variance": np.repeat(study.variance, len(names)),
        }
    )
