"""From indicators up: weighted means over what is present, group by group, with their coverage. Arrays only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..diagnostics.brief import Brief

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]


@dataclass(frozen=True, slots=True, repr=False)
class RollUp(Brief):
    """The groups of one depth.

    Attributes
    ----------
    first
        For each group, a row that belongs to it: its names stand there.
    group : integer array, shape (rows,)
        The group of each row.
    value, coverage
        Weighted mean of the parts that have one (NaN where none has), and the share of weight that is present.
    weight
        What the group weighs in the one above, where that follows from its parts.
    """

    first: Codes
    group: Codes
    value: Floats
    coverage: Floats
    weight: Floats


def nest(keys: Sequence[NDArray[np.object_]]) -> list[Codes]:
    """Return, for each depth, the number of the group that each row is in; a group is a path of keys."""
    found: list[Codes] = []
    path = np.zeros(len(keys[0]) if keys else 0, np.intp)
    for key in keys:
        _, own = np.unique(key.astype(str), return_inverse=True)
        _, path = np.unique(path * (int(own.max(initial=0)) + 1) + own, return_inverse=True)
        found.append(path)
    return found


def roll_up(
    paths: Sequence[Codes],
    values: Floats,
    weights: Floats,
    own_weights: Sequence[Floats | None],
) -> list[RollUp]:
    """Average values up a nest of groups.

    Parameters
    ----------
    paths
        From `nest`, the widest group first.
    values, weights : arrays, shape (rows,)
        Of the leaves; NaN is absent, and its weight goes to its siblings.
    own_weights
        For each depth: what each row's group weighs in the group above (shape (rows,)), or None: the sum of the
        weights in it.

    Returns
    -------
    list of RollUp
        In the order of `paths`.
    """
    rolled: list[RollUp] = []
    value, coverage, weight = values, (~np.isnan(values)).astype(np.float64), weights
    member = np.arange(len(values))
    for depth in range(len(paths) - 1, -1, -1):
        group = paths[depth][member]  # the group of each part
        count = int(group.max(initial=-1)) + 1
        present = ~np.isnan(value)
        mass = np.bincount(group, weight * present, count)
        total: Floats = np.bincount(group, weight, count).astype(np.float64)
        with np.errstate(all="ignore"):
            mean = np.bincount(group, np.where(present, value, 0.0) * weight, count) / mass
            share = np.bincount(group, weight * coverage, count) / total
        first = np.full(count, len(values), np.intp)
        np.minimum.at(first, group, member)
        own = own_weights[depth]
        heavy = total if own is None else own[first]
        rolled.append(RollUp(first, paths[depth], mean, np.nan_to_num(share), heavy))
        value, coverage, weight, member = mean, np.nan_to_num(share), heavy, first
    return rolled[::-1]


def count_shares(rolled: Sequence[RollUp], values: Floats, weights: Floats) -> Floats:
    """Return with which share each leaf counts in its group of the widest depth; 0 of leaves without a value.

    Parameters
    ----------
    rolled
        From `roll_up`, from the depth that is asked for down.
    values, weights : arrays, shape (rows,)
        Of the leaves, as they were rolled up.
    """
    part, share = np.arange(len(values)), np.ones(len(values))
    value, weight, member = values, weights, part
    for level in reversed(rolled):
        owner = level.group[member]
        heavy = np.where(np.isnan(value), 0.0, weight)
        with np.errstate(all="ignore"):
            share *= np.nan_to_num(heavy / np.bincount(owner, heavy, len(level.first))[owner])[part]
        value, weight, member, part = level.value, level.weight, level.first, level.group
    return share
