"""What is to be reached: a level, a quarter, a rank or a score, as the least that the node must come to.

The peers stand still: a rank or a quarter is the one that the entity would have if it alone moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

import numpy as np
from numpy.typing import NDArray

from ..benchmarks.ledger_peers import members_of
from ..data.parsing.columns import fold_text
from ..engine.node_scores import NodeScoreSet
from ..errors import IcmamlError, UnknownNameError
from ..formulas.rounding import at_least, at_most, slack
from ..specs import Quantity, TreeNode
from ..specs.model.scales import cuts_between
from ..transforms.classes import classify
from ..transforms.definitions import FEWEST_FOR_QUARTILES, QuantileMethod, Ties, quantile
from ..transforms.sums import FULL

if TYPE_CHECKING:
    from ..benchmarks.comparison import Comparison

Floats = NDArray[np.float64]
Target = str | Mapping[str, float]

_KINDS = ("level", "quartile", "rank", "score")
# Scores that must be reached are told to so many.
_STEP = 1e-9
# Who must pass another passes by more than the rounding within which a goal counts as reached.
_PAST = 10.0


@dataclass(frozen=True, slots=True)
class PathTarget:
    """What must hold of one node.

    Attributes
    ----------
    kind
        ``level``, ``quartile``, ``rank`` or ``score``.
    wanted
        The level's id, or the number.
    least
        The score that the node must come to, turned where less is better; of an indicator without a scale, the
        goodness. NaN where no score is enough, as for a rank without peers.
    level
        The number of the level that the node must have; -1 for none.
    """

    node: TreeNode
    kind: str
    wanted: str | float
    least: float
    level: int = -1

    def is_reached(self, book: NodeScoreSet) -> NDArray[np.bool_]:
        """Return for which what-ifs it is reached."""
        node_scores = book.nodes[self.node.id]
        if self.level >= 0:
            assert node_scores.levels is not None
            codes = node_scores.levels.level
            held: NDArray[np.bool_] = (codes >= 0) & (self.sign * codes >= self.sign * self.level)
            return held
        scores = self.goodness(book)
        if self.kind == "score":
            return at_least(scores, self.least, FULL)
        # Half of what ties forgive: what has just reached a peer must tie with it in a benchmark as well.
        with np.errstate(invalid="ignore"):
            return np.asarray(scores >= self.least - slack(self.least, FULL) / 2.0)

    @property
    def sign(self) -> float:
        """Minus one where less of the score is better."""
        return -1.0 if self.node.lower_is_better else 1.0

    def goodness(self, book: NodeScoreSet) -> Floats:
        """Return the score of the node, turned so that more is better."""
        return self.sign * book.nodes[self.node.id].scores


def parse_target(comparison: Comparison, row: int, node: TreeNode, to: Target) -> PathTarget:
    """Read a target.

    Raises
    ------
    IcmamlError
        When it is none, or the node has no such thing.
    UnknownNameError
        When the level does not exist.
    """
    kind, wanted = _kind(to)
    if kind == "level":
        return _level_goal(comparison, row, node, str(wanted))
    number = float(wanted)
    if kind == "score":
        if node.id not in comparison.subjects or _score_less(comparison, node):
            raise IcmamlError("IND567", node=node.id, what=("calificación", "score"))
        return PathTarget(node, kind, number, -number if node.lower_is_better else number)
    if node.id not in comparison.subjects or np.isnan(_goodness(comparison, node)).all():
        raise IcmamlError("IND567", node=node.id, what=("lugar entre los pares", "place among the peers"))
    if not len(members_of(comparison, row)):
        table = comparison.scored.table
        raise IcmamlError("IND568", entity=table.entities[row], period=table.periods[row])
    return PathTarget(node, kind, number, _least_goodness(comparison, row, node, kind, number))


def _kind(to: Target) -> tuple[str, str | float]:
    if isinstance(to, str):
        return "level", to
    if isinstance(to, Mapping) and len(to) == 1:
        kind, wanted = next(iter(to.items()))
        whole = kind in {"quartile", "rank"}
        if kind == "level" and isinstance(wanted, str):
            return kind, wanted
        if kind in _KINDS[1:] and isinstance(wanted, int | float) and not isinstance(wanted, bool):
            if kind == "quartile" and wanted not in {1, 2, 3, 4}:
                raise IcmamlError("IND569", key=kind, wanted="1, 2, 3, 4", given=wanted)
            if whole and (wanted < 1 or wanted != int(wanted)):
                raise IcmamlError("IND569", key=kind, wanted="1, 2, 3, …", given=wanted)
            return kind, wanted
    raise IcmamlError("IND566", given=to)


def _score_less(comparison: Comparison, node: TreeNode) -> bool:
    found = comparison.scored.book.nodes[node.id]  # an end may be open where there are scores
    return bool(np.isnan(found.highest).all() and np.isnan(found.scores).all())


def _goodness(comparison: Comparison, node: TreeNode) -> Floats:
    goodness: Floats = comparison.oriented_values[comparison.subjects.index(node.id)]
    return goodness


# Levels ----------------------------------------------------------------------------------------------


def _level_goal(comparison: Comparison, row: int, node: TreeNode, wanted: str) -> PathTarget:
    levels = [level.id for level in node.levels]
    if not levels:
        raise IcmamlError("IND567", node=node.id, what=("niveles", "levels"))
    if wanted not in levels:
        raise UnknownNameError("level", wanted, levels)
    number = levels.index(wanted)
    if node.lower_is_better:  # searched: no least score is asked for
        return PathTarget(node, "level", wanted, np.nan, number)
    return PathTarget(node, "level", wanted, least_score(comparison, row, node, number), number)


def least_score(comparison: Comparison, row: int, node: TreeNode, level: int) -> float:
    """Return the least score that is cut to a level or a higher one; gates apart. NaN where no score decides.

    Cuts may depend on an option of the row, include their end or their beginning, and be made on rounded scores: the
    cut itself is asked, by bisection.
    """
    if node.aggregation.facts.reads == "levels":
        return float(level + 1)
    if level == 0:
        return -np.inf
    if node.id in comparison.scored.book.cuts:
        return _above(float(comparison.scored.book.cuts[node.id].of_row(row)[level - 1]), node)
    scored, stated = comparison.scored, cuts_between("levels", node.levels)
    if not stated:
        steps = comparison.scored.book.plans[node.id].step_count if node.aggregation.facts.reads == "steps" else 0
        return level * FULL / steps if steps else np.nan
    figures = [
        float(scored.run.quantities[f"{node.id}.{key}"][row]) if isinstance(cut, Quantity) else float(cut)
        for key, cut in stated.items()
    ]

    def has(score: float) -> bool:
        found = classify(figures, np.array([score]), node.level_decimals, begins=node.levels[0].up_to is None)
        return int(found[0]) >= level

    low, high = min(figures) - 1.0, max(figures) + 1.0
    if not has(high):
        return np.nan
    for _ in range(100):
        middle = (low + high) / 2.0
        low, high = (low, middle) if has(middle) else (middle, high)
    return high


def _above(cut: float, node: TreeNode) -> float:
    """Return the least score that is past the end of a class."""
    step = _PAST * slack(cut, FULL) if node.level_decimals is None else 0.5 * 10.0**-node.level_decimals
    return float(cut + step)


# Ranks and quarters ----------------------------------------------------------------------------------


def _least_goodness(comparison: Comparison, row: int, node: TreeNode, kind: str, wanted: float) -> float:
    """Return the least goodness that gives a rank or a quarter among peers that stand still; NaN where none does."""
    members = members_of(comparison, row)
    others = members[members != row]
    good = _goodness(comparison, node)[others]
    present = ~np.isnan(good)
    others, good = others[present], good[present]
    rules = comparison.rules
    names = _names(comparison) if kind == "rank" else []
    size = float(comparison.compared.sizes[comparison.subjects.index(node.id)])

    def holds(x: float) -> bool:
        if len(good) + 1 < rules.min_peers:
            return False
        if kind == "rank":
            tied = at_least(good, x, size) & at_most(good, x, size)
            first = sum(1 for other in others[tied] if names[other] < names[row])
            return rank_of(x, good, rules.ties, first, size) <= wanted
        return quarter_of(x, good, rules.quantiles, alone=rules.leave_out_self) <= wanted

    if not holds(np.inf if kind == "rank" else float(good.max(initial=0.0)) + 1.0):
        return np.nan
    steps = np.unique(good)
    candidates = np.unique(np.r_[steps, steps + _PAST * slack(steps, size)])
    if not len(candidates):
        return -np.inf
    at = bisect_left(candidates, True, key=lambda x: holds(float(x)))  # who rises never falls back
    if at == len(candidates):
        low, high = float(candidates[-1]), float(candidates[-1]) + 1.0
    elif at == 0:
        low, high = float(candidates[0]) - max(1.0, float(np.ptp(candidates))), float(candidates[0])
    else:
        low, high = float(candidates[at - 1]), float(candidates[at])
    if holds(low):
        return -np.inf
    if kind == "rank":
        return high
    # The cut of a quarter lies between two peers and moves with the entity itself.
    while low < (middle := (low + high) / 2.0) < high:
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high if node.is_indicator else float(np.ceil(high / _STEP - 1e-6) * _STEP)


def _names(comparison: Comparison) -> list[str]:
    table = comparison.scored.table
    return [fold_text(str(name)) for name in table.attributes.get("name", table.entities)]


def rank_of(x: float, others: Floats, ties: Ties, before: int = 0, size: float = 0.0) -> float:
    """Return the rank of one among others, 1 the best; `before` of those that tie stand before it in the alphabet.

    Figures that are equal but for rounding tie; `size` is the least that they are measured by.
    """
    above = ~at_most(others, x, size)
    better, equal = int(np.count_nonzero(above)), int(np.count_nonzero(~above & at_least(others, x, size)))
    match ties:
        case "max":
            return better + equal + 1.0
        case "average":
            return better + equal / 2.0 + 1.0
        case "dense":
            return len(np.unique(others[above])) + 1.0
        case "ordinal":
            return better + before + 1.0
        case "min":
            return better + 1.0
        case _:
            assert_never(ties)


def quarter_of(x: float, others: Floats, quantiles: QuantileMethod, *, alone: bool = False) -> float:
    """Return the quarter of one among others, 1 the best; infinity where they are too few.

    With `alone` it is left out of the quartiles that it is held against.
    """
    if len(others) + 1 < FEWEST_FOR_QUARTILES:
        return np.inf
    everyone = np.sort(others if alone else np.r_[others, x])
    cuts = [float(quantile(everyone, np.array(len(everyone)), p, quantiles)) for p in (0.25, 0.5, 0.75)]
    return 4.0 - sum(x >= cut for cut in cuts)
