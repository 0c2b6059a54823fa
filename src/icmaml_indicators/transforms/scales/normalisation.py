"""Values to scores over populations, with the parameters taken from each recorded; the classes hold the methods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...formulas.rounding import unite
from ..populations import EVERYBODY, Populations
from .base import OPEN, Fitted
from .rule import Figure, Floats, ScaleRule
from .table import SCALERS

# Rows, and those whom they are held against.
Pairs = list[tuple[slice | NDArray[np.intp], slice | NDArray[np.intp]]]


@dataclass(frozen=True, slots=True)
class NormalisedScores:
    """Scores of one node, or of a batch.

    Attributes
    ----------
    scores : float64 array, of the shape of the values
        NaN where there is none.
    worst, best : float, or float64 array of shape (nodes, 1), or (…, rows) where the population of the row tells
        The ends of the scale: what an absent score could be at worst and at best.
    parameters : float64 arrays by name, shape (populations,), or (nodes, populations) for a batch
        The figures taken from each population; none where nothing was taken.
    """

    scores: Floats
    worst: Figure
    best: Figure
    parameters: dict[str, Floats]


def normalise(
    rule: ScaleRule, values: Floats, populations: Populations, held: Fitted | None = None
) -> NormalisedScores:
    """Score one node, or a batch of nodes whose scales are of one kind.

    Parameters
    ----------
    rule
        The scale in force; of a batch, see `rule.stack_rules`.
    values : float64 array, shape (rows,), or (nodes, rows) for a batch
    populations
        Within which relative scales compare.
    held
        Figures from elsewhere, used in the place of those of each population.
    """
    scaler = SCALERS[rule.method]
    parameters: dict[str, Floats] = {}
    with np.errstate(all="ignore"):
        if not rule.facts.is_relative:
            scores = scaler.apply(orient(rule, values), rule, {})
        elif held is not None:
            scores = scaler.apply(orient(rule, unite(values)), rule, held)
        else:
            scores, parameters = _score_populations(rule, values, populations)
        scores = scaler.finish(scores, rule)
    np.copyto(scores, np.nan, where=~np.isfinite(scores))
    open_ended = held is not None and rule.facts.bounded and not rule.clips
    worst, best = OPEN if open_ended else scaler.ends(rule)
    outsiders = populations.outsiders if rule.facts.is_relative and held is None else None
    if rule.facts.is_ranked and np.isinf(best).all():  # how far it goes, the population tells
        if populations.read_codes is None:
            best = scaler.best_among(values.shape[-1])
        else:
            most = np.array([scaler.best_among(int(size)) for size in populations.sizes] + [np.inf], np.float64)
            best = most[populations.read_codes] + (0.0 if outsiders is None else outsiders)
    elif outsiders is not None and rule.facts.bounded and not rule.clips:
        worst, best = (np.where(outsiders, end, own) for end, own in zip(OPEN, (worst, best), strict=True))
    return NormalisedScores(scores, worst, best, parameters)


def _score_populations(rule: ScaleRule, values: Floats, populations: Populations) -> tuple[Floats, dict[str, Floats]]:
    """Return scores within each population, and the figures taken from it."""
    scaler = SCALERS[rule.method]
    if populations.codes is None:
        scores, taken = scaler.fit_and_apply(orient(rule, _unite(rule, values)), rule)
        return scores, {name: np.asarray(figure) for name, figure in taken.items()}
    scores = np.full(values.shape, np.nan)
    parameters: dict[str, Floats] = {}
    side_by_side = rule.between()  # the axis of populations stands between nodes and rows
    for block in populations.blocks:
        found, taken = scaler.fit_and_apply(orient(side_by_side, _unite(rule, block.gather(values))), side_by_side)
        block.scatter(found, scores)
        for name, figure in taken.items():
            of_all = parameters.setdefault(name, np.full((*values.shape[:-1], len(populations.names)), np.nan))
            of_all[..., block.numbers] = np.asarray(figure)[..., 0]
    for rows, members in populations.outside():
        for number in range(len(values)) if values.ndim > 1 else [...]:
            lone = rule if number is ... else rule.of(number)
            scores[number, rows] = _score_outsiders(lone, values[number, rows], values[number, members])
    return scores, parameters


def _score_outsiders(rule: ScaleRule, values: Floats, members: Floats) -> Floats:
    """Return the scores of values by a population that they are not in: on what it gives, or as if each joined it."""
    scaler = SCALERS[rule.method]
    if not rule.facts.is_ranked and scores_nobody(rule, members):
        return np.full(values.shape, np.nan)
    return scaler.apply(orient(rule, unite(values)), rule, scaler.fit(orient(rule, _unite(rule, members)), rule))


def _unite(rule: ScaleRule, values: Floats) -> Floats:
    """Return values with those made the same that are equal but for rounding; places see to that themselves."""
    return values if rule.facts.is_ranked else unite(values)


def normalise_ends(
    rule: ScaleRule,
    values: Floats,
    ends: tuple[Floats, Floats],
    populations: Populations,
    held: Fitted | None = None,
) -> tuple[Floats, Floats]:
    """Return the least and the most that a node could score whose value could lie between two ends, shape (rows,).

    The figures taken from populations stay as they are: no end says what an absent peer would have changed.

    Parameters
    ----------
    ends
        The least and the most that each value could be; NaN where it has no end.
    rule, values, populations, held
        As in `normalise`.
    """
    scaler = SCALERS[rule.method]
    found = (np.full(values.shape, np.nan), np.full(values.shape, np.nan))
    with np.errstate(all="ignore"):
        is_fitted = rule.facts.is_relative and held is None
        for rows, members in _rows_of(populations if is_fitted else EVERYBODY):
            taken = held
            if taken is None:
                own = orient(rule, _unite(rule, values[members]) if rule.facts.is_relative else values[members])
                taken = scaler.fit(own, rule)
                if rows is members:
                    taken |= {"own": own}
            low = orient(rule, np.where(np.isnan(ends[0][rows]), -np.inf, ends[0][rows]))
            high = orient(rule, np.where(np.isnan(ends[1][rows]), np.inf, ends[1][rows]))
            for side, scores in zip(found, scaler.extremes(low, high, rule, taken), strict=True):
                side[rows] = scores
        for side in found:
            side[:] = scaler.finish(side, rule)
            side[~np.isfinite(side)] = np.nan
    return found


def _rows_of(populations: Populations) -> Pairs:
    """Return who is held against whom: rows, and the members of their population, the same where they are these."""
    if populations.codes is None:
        everyone = slice(None)
        return [(everyone, everyone)]
    inside: Pairs = [(members, members) for members in populations.rows]
    return [*inside, *populations.outside()]


def fit_held(rule: ScaleRule, values: Floats, populations: Populations, row: int) -> Fitted:
    """Return what a row may be scored by that is tried anew: what its population gave, or the others in it.

    Parameters
    ----------
    rule, values, populations
        As in `normalise`; of one node.
    row
        Which row.
    """
    rows = populations.members(row)
    with np.errstate(all="ignore"):
        own = orient(rule, _unite(rule, values[rows]))
        taken = SCALERS[rule.method].fit(own, rule)
        is_inside = populations.outsiders is None or not populations.outsiders[row]
        is_placed = rule.facts.is_ranked and is_inside
        return taken | {"own": orient(rule, values[row : row + 1])} if is_placed else taken


def orient(rule: ScaleRule, values: Floats) -> Floats:
    """Return what a scale works on: values, their logarithms, or distances from a target."""
    with np.errstate(all="ignore"):
        # Of nought there is no logarithm, not even at the end of a scale that clips.
        quantity = np.log(np.where(values > 0, values, np.nan)) if rule.log else values
        if rule.is_distance:
            target = rule.in_logarithms("target")
            # Two that are as far from the target on either side differ by the rounding of the subtraction.
            return unite(np.abs(quantity - target), np.abs(target))
    return quantity


def scores_nobody(rule: ScaleRule, values: Floats) -> bool:
    """Whether a scale can score none of these figures: it takes its bounds from them, and they give none.

    Parameters
    ----------
    rule
        The scale in force.
    values : float64 array, shape (rows,)
        Of one population; NaN where absent.
    """
    if not rule.facts.gives_score or np.isnan(values).all():
        return False
    quantity = orient(rule, values)
    quantity = quantity[np.isfinite(quantity)]
    if not len(quantity):  # logarithms of nothing
        return True
    low, high = float(quantity.min()), float(quantity.max())
    return SCALERS[rule.method].scores_nobody(low, high, len(quantity), rule)
