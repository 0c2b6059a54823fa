"""Gaps of columns filled, with what each was filled from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.brief import Brief
from ...specs import Imputation
from ...specs.methods.imputations import IMPUTATIONS
from ..definitions import between
from ..population_statistics import summarise_populations
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


# What is taken elsewhere: by method, its figure, and under ``n_<method>`` of how many.
Held = Mapping[str, float]


def impute(
    rule: Imputation,
    values: Floats,
    gaps: Flags,
    populations: Populations,
    *,
    timeline: Callable[[int], Timeline],
    reach: int | None = None,
    weights: Floats | None = None,
    held: Sequence[Held] | None = None,
) -> list[ImputedFigures]:
    """Fill the gaps of columns.

    Parameters
    ----------
    rule
        The imputation in force.
    values : float64 array, shape (columns, rows)
        NaN where absent.
    gaps : bool array, shape (columns, rows)
        Which of these are to be filled.
    populations
        Within which means and medians are taken.
    timeline
        Gives the order of time of a column, where that is asked for.
    reach
        How many periods away a figure may lie that is taken along time; None for any number.
    weights : float64 array, shape (rows,), optional
        Of figures in a mean.
    held
        For each column what was taken elsewhere, used in the place of what each population gives.
    """
    filled, methods, waiting = values.copy(), np.zeros(values.shape, np.uint8), gaps.copy()
    taken = [_Taken() for _ in values]
    codes = populations.read_codes
    for number, name in enumerate(rule.active_methods, 1):
        columns = np.flatnonzero(waiting.any(axis=1))
        if not len(columns):
            break
        if IMPUTATIONS[name].along_time:
            for column in columns.tolist():
                taken[column].find_neighbours(timeline(column), values[column], reach)
            found = np.array([_along_time(name, values[column], taken[column]) for column in columns.tolist()])
        else:
            if held is not None:
                known = [
                    (held[column].get(name, np.nan), held[column].get(f"n_{name}", np.nan))
                    for column in columns.tolist()
                ]
                figures, counts = (np.array(part)[:, None] for part in zip(*known, strict=True))
            else:
                figures, counts = measure_populations(name, values[columns], populations, weights, rule.at_least)
            for place, column in enumerate(columns.tolist()):
                taken[column].figures[name], taken[column].counts[name] = figures[place], counts[place]
            nobody = np.full((len(columns), 1), np.nan)
            read = np.zeros(values.shape[1], np.intp) if codes is None else codes
            found = np.hstack([figures, nobody])[:, read]
        here = waiting[columns] & ~np.isnan(found)
        filled[columns] = np.where(here, found, filled[columns])
        methods[columns] = np.where(here, np.uint8(number), methods[columns])
        waiting[columns] &= ~here
    return [
        ImputedFigures(
            *(rule, values[column], filled[column], methods[column], gaps[column], populations),
            *(own.figures, own.counts, weights, None if held is None else held[column], own.before, own.after),
        )
        for column, own in enumerate(taken)
    ]


_NO_ROWS = np.empty(0, np.intp)


@dataclass(slots=True)
class _Taken:
    """What was taken for one column: of populations by method, and along time the rows before and after."""

    figures: dict[str, Floats] = field(default_factory=dict)
    counts: dict[str, Floats] = field(default_factory=dict)
    before: Rows = field(default_factory=lambda: _NO_ROWS)
    after: Rows = field(default_factory=lambda: _NO_ROWS)
    positions: Rows = field(default_factory=lambda: _NO_ROWS)

    def find_neighbours(self, timeline: Timeline, values: Floats, reach: int | None) -> None:
        """Find the nearest known figures of each row."""
        if len(self.before):
            return
        self.positions = timeline.positions
        self.before, self.after = timeline.find_neighbours(~np.isnan(values))
        if reach is not None:
            near = (timeline.measure_distance(rows) <= reach for rows in (self.before, self.after))
            self.before, self.after = (
                np.where(close, rows, -1) for close, rows in zip(near, (self.before, self.after), strict=True)
            )


def measure_populations(
    name: str, values: Floats, populations: Populations, weights: Floats | None, at_least: int
) -> tuple[Floats, Floats]:
    """Return what each population gives for its gaps, NaN where too few figures are known, and how many are.

    Parameters
    ----------
    values : float64 array, shape (columns, rows)

    Returns
    -------
    float64 arrays, shape (columns, populations)
    """
    if name == "mean" and weights is not None:
        columns = [values, np.where(weights > 0, weights, np.nan)]
        found, counts = summarise_populations("weighted_mean", columns, populations)
    else:
        found, counts = summarise_populations(name, [values], populations)
    return np.where(counts >= at_least, found, np.nan), counts


def describe_populations(
    rule: Imputation, values: Floats, populations: Populations, weights: Floats | None
) -> list[dict[str, float]]:
    """Return what each population gives for its gaps by method, and of how many figures, as it is held elsewhere."""
    found: list[dict[str, float]] = [{} for _ in populations.names]
    for name in rule.active_methods:
        if IMPUTATIONS[name].along_time:
            continue
        figures, counts = measure_populations(name, values[None], populations, weights, rule.at_least)
        for own, figure, count in zip(found, figures[0].tolist(), counts[0].tolist(), strict=True):
            own |= {name: figure, f"n_{name}": count}
    return found


def _along_time(name: str, values: Floats, taken: _Taken) -> Floats:
    """Return what figures of the same entity in other periods give; NaN where one that is needed is not there."""
    before, after, positions = taken.before, taken.after, taken.positions
    last, following = (np.where(rows >= 0, values[rows], np.nan) for rows in (before, after))
    if name == "last":
        return last
    if name == "next":
        return following
    apart = positions[after] - positions[before]
    share = (positions - positions[before]) / np.where(apart > 0, apart, 1)
    found = between(last, following, share)
    # A straight line leaves neither end behind: a product rounds.
    return np.clip(found, np.fmin(last, following), np.fmax(last, following))
