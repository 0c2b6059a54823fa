"""What an analysis looks at: one column a node, of scores or of values, period by period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.brief import Brief
from ...errors import UnknownNameError, check_option
from ...formulas.reasons import EXCLUDED, NOT_APPLICABLE
from ...scoring.scored import Scored
from ...specs import Treatment, TreeNode

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
Basis = Literal["scores", "values", "oriented_values"]

_SKEWED = Treatment(methods=("winsorise",))  # from where the treatment of figures sets in


@dataclass(frozen=True, slots=True)
class Limits:
    """From where something is flagged.

    The limits of correlations and shares, and of skewness and kurtosis taken together, are those that W. Becker, G.
    Caperna, M. Del Sorbo, H. Norlén, E. Papadimitriou and M. Saisana use in "COINr: An R package for developing
    composite indicators", Journal of Open Source Software 7(78), 2022, and in its guide; that of alpha is the one of J.
    C. Nunnally, "Psychometric Theory", 1978.

    Attributes
    ----------
    redundant, contradicts
        Pearson's r of two parts of a group: of indicators above the first, of any below the second.
    with_denominator
        Its size between an indicator and a variable that a formula of the program divides by.
    available, non_zero, unique
        The least share of figures that are there, of these that are not nought, and that differ.
    skewness, kurtosis
        Both are to be reached, the skewness either way.
    alpha
        The least Cronbach's alpha of a group.
    """

    redundant: float = 0.75
    contradicts: float = -0.4
    with_denominator: float = 0.7
    available: float = 0.65
    non_zero: float = 0.5
    unique: float = 0.5
    skewness: float = float(_SKEWED.skewness)
    kurtosis: float = float(_SKEWED.kurtosis)
    alpha: float = 0.7

    @classmethod
    def of(cls, given: Mapping[str, float] | None) -> Limits:
        """Return the limits with some of them set; raises `UnknownNameError`."""
        for name in given or ():
            check_option("option", name, [each.name for each in fields(cls)])
        return cls(**{name: float(figure) for name, figure in (given or {}).items()})


@dataclass(repr=False)
class AnalysisData(Brief):
    """What is analysed.

    Attributes
    ----------
    scored
        The program applied to data.
    periods
        Which periods, by name.
    basis
        Whether indicators are looked at by their ``scores``, by their ``values``, or by these with the sign by which
        more is better (``oriented_values``). Groups have scores.
    limits
        From where something is flagged.
    """

    scored: Scored
    periods: tuple[str, ...]
    basis: Basis
    limits: Limits

    @classmethod
    def of(
        cls, scored: Scored, period: str | None, basis: Basis | None, limits: Mapping[str, float] | None
    ) -> AnalysisData:
        """Return what is to be analysed; raises `UnknownNameError`, see `analyse`."""
        names = tuple(map(str, scored.table.period_names))
        if period is not None and period not in names:
            raise UnknownNameError("period", period, names)
        if basis is None:
            leaves = [scored.schedule.line[leaf.id] for leaf in scored.program.indicators]
            basis = "oriented_values" if np.isnan(scored.book.matrices.scores[leaves]).all() else "scores"
        check_option("option", basis, get_args(Basis))
        return cls(scored, names if period is None else (period,), basis, Limits.of(limits))

    @cached_property
    def nodes(self) -> tuple[TreeNode, ...]:
        """Every node, parents before children."""
        return tuple(self.scored.program.nodes.values())

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each node stands among `nodes`."""
        return {node.id: number for number, node in enumerate(self.nodes)}

    @cached_property
    def columns(self) -> Floats:
        """What the analysis looks at, shape (nodes, rows); NaN where absent."""
        return self.scores if self.basis == "scores" else self._values_beside_scores()

    @cached_property
    def scores(self) -> Floats:
        """The score of each node, shape (nodes, rows)."""
        return self.scored.book.matrices.scores[[self.scored.schedule.line[node.id] for node in self.nodes]]

    def _values_beside_scores(self) -> Floats:
        found = self.scores.copy()
        oriented = self.basis == "oriented_values"
        for number, leaf in enumerate(self.scored.program.indicators):
            sign = -1.0 if oriented and leaf.direction == "lower" else 1.0
            found[self.place[leaf.id]] = sign * self.scored.results.values[number]
        for number, node in enumerate(self.nodes):
            if oriented and node.lower_is_better:
                found[number] = -found[number]
        return found

    @cached_property
    def groups(self) -> dict[str, tuple[TreeNode, ...]]:
        """The parts of each group that make it up: without bonuses, penalties and what is only shown."""
        found = {}
        for node in self.nodes:
            parts = tuple(part for part in node.base_children if part.direction != "context")
            if parts:
                found[node.id] = parts
        return found

    @cached_property
    def indicators(self) -> tuple[TreeNode, ...]:
        """The indicators that make up the total, in the order of the tree."""
        inside = {part.id for parts in self.groups.values() for part in parts}
        return tuple(node for node in self.nodes if node.is_indicator and self._is_counted(node, inside))

    def _is_counted(self, node: TreeNode, inside: set[str]) -> bool:
        while node.parent is not None:
            if node.id not in inside:
                return False
            node = self.scored.program.nodes[node.parent]
        return True

    def ancestors(self, node: TreeNode) -> Iterator[TreeNode]:
        """Yield the groups above a node, the nearest first."""
        while node.parent is not None:
            node = self.scored.program.nodes[node.parent]
            yield node

    def rows(self, period: str) -> Rows:
        """Return the rows of a period."""
        names = list(map(str, self.scored.table.period_names))
        return np.flatnonzero(self.scored.table.period_codes == names.index(period))

    def parts_in(self, group: str, period: str) -> Floats:
        """Return what the parts of a group come to in a period, shape (parts, rows)."""
        return self.take(self.columns, self.groups[group], period)

    def take(self, figures: Floats, nodes: Sequence[TreeNode], period: str) -> Floats:
        """Return the lines of some nodes in a period, of figures of shape (nodes, rows)."""
        found: Floats = figures[[self.place[node.id] for node in nodes]][:, self.rows(period)]
        return found


def count_asked(reasons: NDArray[np.uint8]) -> Rows:
    """Return how many cells of each line could hold a figure: whoever is assessed, and to whom it applies."""
    found: Rows = np.count_nonzero(~np.isin(reasons, (NOT_APPLICABLE, EXCLUDED)), axis=1)
    return found
