"""Figures treated over populations, with what was taken from each recorded."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.brief import Brief
from ...formulas import Expression
from ...formulas.rounding import unite
from ...specs import Treatment
from ...specs.methods.treatments import TREATMENTS
from ..populations import Populations
from .methods import METHODS, OPEN, is_skewed, keep_between
from .moments import moments

Floats = NDArray[np.float64]
# What is known of a treated population: which method stayed, counted from 1 (0: none was needed, or could be asked
# for), what it took, and skewness and kurtosis before and after.
FIGURES = ("method", "lower", "upper", "origin", "turn", "power")
TOLD = ("skewness", "kurtosis", "skewness_after", "kurtosis_after")


@dataclass(frozen=True, slots=True, repr=False)
class TreatedFigures(Brief):
    """The figures of one node, treated.

    Attributes
    ----------
    rule
        The treatment in force.
    populations
        Within which it was asked for; one of everybody where it was held.
    values, treated : float64 array, shape (rows,)
        Before and after; NaN where there is none.
    parameters : float64 arrays by name, shape (populations,)
        What was taken from each, `FIGURES` and `TOLD`.
    """

    rule: Treatment
    populations: Populations
    values: Floats
    treated: Floats
    parameters: Mapping[str, Floats]

    @property
    def moved_rows(self) -> NDArray[np.bool_]:
        """The rows whose figure is another than it was."""
        found: NDArray[np.bool_] = (self.values != self.treated) & ~np.isnan(self.treated)
        return found

    def treat_as(self, row: int, values: Floats) -> Floats:
        """Return figures treated as those of a row are."""
        taken = {name: np.array([figure]) for name, figure in self.of_row(row).items()}
        return apply_treatment(self.rule, values, taken)

    def curves_at(self, row: int) -> bool:
        """Return whether figures of a row come out on another measure."""
        number = self.of_row(row)["method"]
        return number > 0 and TREATMENTS[self.rule.active_methods[int(number) - 1]].curves

    def bends_at(self, row: int, bends: list[float]) -> list[float]:
        """Return the figures of which those are made at which a scale bends, and where the treatment of a row does."""
        taken = self.of_row(row)
        if taken["method"] > 0:
            bends = [METHODS[self.rule.active_methods[int(taken["method"]) - 1]].invert(bend, taken) for bend in bends]
        ends = (*self.rule.limits.ends, taken["lower"], taken["upper"])
        return [bend for bend in (*bends, *ends) if np.isfinite(bend)]

    def of_population(self, number: int) -> dict[str, float]:
        """Return what was taken from one population."""
        return {name: float(figures[number]) for name, figures in self.parameters.items()}

    def of_row(self, row: int) -> dict[str, float]:
        """Return what a row is treated by; that of nobody where it is held against no population."""
        codes = self.populations.read_codes
        number = 0 if codes is None else int(codes[row])
        return dict.fromkeys((*FIGURES, *TOLD), np.nan) if number < 0 else self.of_population(number)


def treat(
    rule: Treatment, values: Floats, populations: Populations, held: Mapping[str, float] | None = None
) -> list[TreatedFigures]:
    """Treat the figures of a batch of nodes.

    A row that is held against no population has no treated figure, nor has one beyond where a logarithm begins.

    Parameters
    ----------
    rule
        The treatment in force.
    values : float64 array, shape (nodes, rows)
    populations
        Within which figures are skewed or not.
    held
        What was taken elsewhere, used in the place of what each population gives.
    """
    codes = populations.read_codes
    if populations.codes is None or codes is None:
        united = unite(values)
        taken = by_row = fit_treatment(rule, united) if held is None else _spread(held, len(values))
    else:
        taken = {name: np.full((len(values), len(populations.names)), np.nan) for name in (*FIGURES, *TOLD)}
        united = values.copy()
        for block in populations.blocks:
            own = unite(block.gather(values))
            block.scatter(own, united)
            for name, figures in fit_treatment(rule, own).items():
                taken[name][:, block.numbers] = figures[..., 0]
        nobody = np.full((len(values), 1), np.nan)  # of rows that are held against no population
        by_row = {name: np.hstack([taken[name], nobody])[:, codes] for name in FIGURES}
    treated = apply_treatment(rule, united, by_row)
    treated = np.where(treated == united, values, treated)
    return [
        TreatedFigures(rule, populations, values[node], treated[node], {name: own[node] for name, own in taken.items()})
        for node in range(len(values))
    ]


def _spread(held: Mapping[str, float], nodes: int) -> dict[str, Floats]:
    """Return figures for each of some nodes, shape (nodes, 1)."""
    return {name: np.full((nodes, 1), held[name]) for name in (*FIGURES, *TOLD)}


def fit_treatment(rule: Treatment, values: Floats) -> dict[str, Floats]:
    """Return what a treatment takes from populations, shape (..., 1) each.

    Parameters
    ----------
    rule
        The treatment in force.
    values : float64 array, shape (..., n)
        One population a line, NaN where absent; those that are equal but for rounding are the same.
    """
    shape = (*values.shape[:-1], 1)
    lines = np.sort(_limit(rule, values.reshape(math.prod(shape), values.shape[-1])), axis=-1)
    skewness, kurtosis = moments(lines)
    found = {name: np.full((len(lines), 1), OPEN.get(name, np.nan)) for name in FIGURES}
    found |= {"method": np.zeros((len(lines), 1)), "skewness": skewness, "kurtosis": kurtosis}
    found |= {"skewness_after": skewness.copy(), "kurtosis_after": kurtosis.copy()}
    waiting = np.flatnonzero(is_skewed(skewness, kurtosis, rule))
    for number, name in enumerate(rule.active_methods, 1):
        if not len(waiting):
            break
        own = METHODS[name].fit(lines[waiting], rule)
        after = moments(unite(METHODS[name].apply(lines[waiting], own)))
        # What leaves all figures alike treats nothing.
        stays = ~np.isnan(after[0][:, 0])
        if number < len(rule.active_methods):
            stays &= ~is_skewed(*after, rule)[:, 0]
        own |= {"method": np.full((len(waiting), 1), float(number))}
        own |= {"skewness_after": after[0], "kurtosis_after": after[1]}
        for key, figures in own.items():
            found[key][waiting[stays]] = figures[stays]
        waiting = waiting[~stays]
    return {name: figures.reshape(shape) for name, figures in found.items()}


def apply_treatment(rule: Treatment, values: Floats, taken: Mapping[str, Floats]) -> Floats:
    """Return treated figures.

    Parameters
    ----------
    values : float64 array, shape (..., rows)
    taken
        What `fit_treatment` gave: of each line, shape (..., 1), or of each figure.
    """
    limited = _limit(rule, values)
    found = np.where(np.isnan(taken["method"]), np.nan, limited)
    for number, name in enumerate(rule.active_methods, 1):
        if (taken["method"] == number).any():
            np.copyto(found, METHODS[name].apply(limited, taken), where=taken["method"] == number)
    return found


def treatment_expression(rule: Treatment, term: Expression, taken: Mapping[str, float]) -> Expression:
    """Return a treatment as an expression of the figure, by what was taken from one population."""
    found = keep_between(term, *rule.limits.ends)
    number = taken["method"]
    return METHODS[rule.active_methods[int(number) - 1]].expression(found, taken) if number > 0 else found


def _limit(rule: Treatment, values: Floats) -> Floats:
    low, high = rule.limits.ends
    return values if np.isinf(low) and np.isinf(high) else np.clip(values, low, high)
