"""Gaps of one column filled, with what each was filled from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.brief import Brief
from ...specs import Imputation
from ...specs.methods.imputations import IMPUTATIONS
from ..definitions import between
from ..population_statistics import compute_statistic
from ..populations import Populations
from .timeline import Timeline

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, repr=False)
class ImputedFigures(Brief):
    """A column whose gaps are filled.

    Attributes
    ----------
    rule
        The imputation in force.
    values, filled : float64 array, shape (rows,)
        Before and after; NaN where there is none.
    methods : uint8 array, shape (rows,)
        Which of the methods filled a gap, counted from 1; 0 where there was none, or it stays.
    gaps : bool array, shape (rows,)
        What was to be filled.
    populations
        Whose mean or median stood in; one of everybody where that was held.
    figures, counts : float64 arrays by method, shape (populations,)
        What each population gave, and of how many figures.
    weights : float64 array, shape (rows,), or None
        Of figures in a mean.
    held
        By method, what was taken elsewhere; None where populations gave it.
    before, after : integer arrays, shape (rows,)
        The rows whose figures were taken along time; -1 for none.
    """

    rule: Imputation
    values: Floats
    filled: Floats
    methods: NDArray[np.uint8]
    gaps: Flags
    populations: Populations
    figures: Mapping[str, Floats] = field(default_factory=dict)
    counts: Mapping[str, Floats] = field(default_factory=dict)
    weights: Floats | None = None
    held: Mapping[str, float] | None = None
    before: Rows = field(default_factory=lambda: np.empty(0, np.intp))
    after: Rows = field(default_factory=lambda: np.empty(0, np.intp))

    @property
    def is_imputed(self) -> Flags:
        """The rows whose gap is filled."""
        found: Flags = self.methods > 0
        return found

    @property
    def stays(self) -> Flags:
        """The rows whose gap nothing fills."""
        found: Flags = self.gaps & (self.methods == 0)
        return found

    def method_at(self, row: int) -> str:
        """Return which method filled the gap of a row; empty where none did."""
        number = int(self.methods[row])
        return self.rule.active_methods[number - 1] if number else ""

    def rows_behind(self, row: int) -> list[int]:
        """Return the rows whose figures were taken along time for a row."""
        name = self.method_at(row)
        if not name or not IMPUTATIONS[name].along_time:
            return []
        sides = {"last": [self.before], "next": [self.after], "linear": [self.before, self.after]}[name]
        return [int(side[row]) for side in sides]

    def describe_populations(self) -> dict[str, dict[str, float]]:
        """Return what each population gives by method, and of how many figures, as it is held elsewhere."""
        if self.held is not None:
            return {str(name): dict(self.held) for name in self.populations.names}
        found = describe_populations(self.rule, self.values, self.populations, self.weights)
        return dict(zip(map(str, self.populations.names), found, strict=True))

    def population_of(self, row: int) -> int:
        """Return the number of the population that a row is held against; -1 for none."""
        codes = self.populations.read_codes
        return 0 if codes is None else int(codes[row])


# What a population gives is asked of whoever knows it: by method, its figures and counts by population.
Held = Mapping[str, float]


def impute(
    rule: Imputation,
    values: Floats,
    gaps: Flags,
    populations: Populations,
    *,
    timeline: Callable[[], Timeline],
    reach: int | None = None,
    weights: Floats | None = None,
    held: Held | None = None,
) -> ImputedFigures:
    """Fill the gaps of a column.

    Parameters
    ----------
    rule
        The imputation in force.
    values : float64 array, shape (rows,)
        NaN where absent.
    gaps : bool array, shape (rows,)
        Which of these are to be filled.
    populations
        Within which means and medians are taken.
    timeline
        Gives the order of time, where that is asked for.
    reach
        How many periods away a figure may lie that is taken along time; None for any number.
    weights : float64 array, shape (rows,), optional
        Of figures in a mean.
    held
        By method, what was taken elsewhere, used in the place of what each population gives.
    """
    filled, methods = values.copy(), np.zeros(len(values), np.uint8)
    figures: dict[str, Floats] = {}
    counts: dict[str, Floats] = {}
    before = after = np.empty(0, np.intp)
    waiting = gaps.copy()
    for number, name in enumerate(rule.active_methods, 1):
        if not waiting.any():
            break
        if IMPUTATIONS[name].along_time:
            if not len(before):
                before, after = _neighbours(timeline(), ~np.isnan(values), reach)
            found = _along_time(name, values, before, after, timeline())
        elif held is not None:
            figures[name], counts[name] = np.array([held.get(name, np.nan)]), np.array([held.get(f"n_{name}", np.nan)])
            found = np.full(len(values), figures[name][0])
        else:
            figures[name], counts[name] = summarise_population(name, values, populations, weights, rule.at_least)
            codes = populations.read_codes
            found = np.append(figures[name], np.nan)[np.zeros(len(values), np.intp) if codes is None else codes]
        here = waiting & ~np.isnan(found)
        filled[here], methods[here] = found[here], number
        waiting &= ~here
    taken = figures, counts, weights, held
    return ImputedFigures(rule, values, filled, methods, gaps, populations, *taken, before, after)


def summarise_population(
    name: str, values: Floats, populations: Populations, weights: Floats | None, at_least: int
) -> tuple[Floats, Floats]:
    """Return what each population gives for its gaps, NaN where too few figures are known, and how many are."""
    weighs = name == "mean" and weights is not None
    columns = [values, np.where(weights > 0, weights, np.nan)] if weighs and weights is not None else [values]
    taken = compute_statistic("weighted_mean" if weighs else name, columns, populations)
    assert taken.by_population is not None
    return np.where(taken.counts >= at_least, taken.by_population, np.nan), taken.counts


def describe_populations(
    rule: Imputation, values: Floats, populations: Populations, weights: Floats | None
) -> list[dict[str, float]]:
    """Return what each population gives for its gaps by method, and of how many figures, as it is held elsewhere."""
    found: list[dict[str, float]] = [{} for _ in populations.names]
    for name in rule.active_methods:
        if IMPUTATIONS[name].along_time:
            continue
        figures, counts = summarise_population(name, values, populations, weights, rule.at_least)
        for own, figure, count in zip(found, figures.tolist(), counts.tolist(), strict=True):
            own |= {name: figure, f"n_{name}": count}
    return found


def _neighbours(timeline: Timeline, known: Flags, reach: int | None) -> tuple[Rows, Rows]:
    before, after = timeline.find_neighbours(known)
    if reach is not None:
        before, after = (np.where(timeline.measure_distance(rows) <= reach, rows, -1) for rows in (before, after))
    return before, after


def _along_time(name: str, values: Floats, before: Rows, after: Rows, timeline: Timeline) -> Floats:
    """Return what figures of the same entity in other periods give; NaN where one that is needed is not there."""
    last, following = (np.where(rows >= 0, values[rows], np.nan) for rows in (before, after))
    if name == "last":
        return last
    if name == "next":
        return following
    apart = timeline.positions[after] - timeline.positions[before]
    share = (timeline.positions - timeline.positions[before]) / np.where(apart > 0, apart, 1)
    found = between(last, following, share)
    # A straight line leaves neither end behind: a product rounds.
    return np.clip(found, np.fmin(last, following), np.fmax(last, following))
