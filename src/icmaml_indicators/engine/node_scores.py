"""What one run gives: every node by id, and what relative scales took from their populations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..diagnostics.brief import Brief
from ..transforms.class_cuts import FittedCuts
from ..transforms.scales.base import Fitted, Parameters
from ..transforms.weights.fitting import FittedWeights
from .groups import GroupPlan
from .node_matrices import NodeMatrices, NodeScores

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FittedParameters:
    """What the scales of a batch took: figures by name, for each node and population."""

    ids: tuple[str, ...]
    populations: tuple[str, ...]
    figures: Mapping[str, Floats]

    @classmethod
    def of_held(cls, name: str, base: str, taken: Fitted) -> FittedParameters:
        """Return what one node took from elsewhere, under the period that it is of."""
        return cls((name,), (base,), {key: np.array([[figure]]) for key, figure in taken.items()})

    def of(self, number: int) -> dict[str, Parameters]:
        """Return what one node of the batch took, by population."""
        columns = {name: figure.reshape(len(self.ids), -1)[number].tolist() for name, figure in self.figures.items()}
        return {
            population: {name: column[place] for name, column in columns.items()}
            for place, population in enumerate(self.populations)
        }


@dataclass(repr=False)
class NodeScoreSet(Brief):
    """Every node by id, and what relative scales took from their populations.

    Attributes
    ----------
    held
        For each node with gates: the number of the first gate that holds it in a row, counted from 1; 0 for none.
    computed
        For each node with published scores: what it came to, before published scores stood in.
    values, value_reasons
        Of each group with a scale: what its children come to, and why that is absent.
    fits
        What the scales of nodes took from populations, batch by batch, and where these cut their levels.
    cuts
        Of each node whose levels are cut by data.
    weights
        Of each group whose weights are fitted.
    """

    nodes: dict[str, NodeScores]
    matrices: NodeMatrices
    plans: Mapping[str, GroupPlan]
    held: dict[str, NDArray[np.uint8]] = field(default_factory=dict)
    computed: dict[str, Floats] = field(default_factory=dict)
    values: dict[str, Floats] = field(default_factory=dict)
    value_reasons: dict[str, NDArray[np.uint8]] = field(default_factory=dict)
    fits: Sequence[FittedParameters] = ()
    cuts: Mapping[str, FittedCuts] = field(default_factory=dict)
    weights: Mapping[str, FittedWeights] = field(default_factory=dict)

    @cached_property
    def parameters(self) -> dict[str, dict[str, Parameters]]:
        """What relative scales took, by node and population, in the order of the tree."""
        found: dict[str, dict[str, Parameters]] = {}
        for fit in self.fits:
            for number, name in enumerate(fit.ids):
                for population, figures in fit.of(number).items():
                    own = found.setdefault(name, {})
                    own[population] = own.get(population, {}) | figures
        return {name: found[name] for name in self.nodes if name in found}

    def shares_of_row(self, name: str, row: int) -> dict[str, float]:
        """Return the weights of a group's children as they counted in one row, after absent ones were taken out."""
        plan = self.plans[name]
        if not len(plan.weights) or not plan.rule.facts.has_shares:
            return {}
        m, span = self.matrices, slice(row, row + 1)
        shares = plan.aggregate_children(plan.children(m, span), m, m.scores, span).shares[:, 0]
        return {child: float(share) for child, share in zip(plan.base_ids, shares, strict=True)}
