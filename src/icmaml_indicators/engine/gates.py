"""Gates: what must hold for a node to score, or to reach a level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..formulas.reasons import NOT_APPLICABLE
from ..specs import Gate, Program, Quantity, TreeNode, below
from ..specs.model.quantities import as_number
from ..transforms.aggregations.aggregation import PROPAGATE, missing_policy
from ..transforms.classes import Codes
from ..transforms.score_rounding import round_scores
from ..transforms.sums import FULL, SLACK
from .node_matrices import NodeMatrices, Side

Floats = NDArray[np.float64]
Span = slice | NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class GatePlan:
    """A gate: the lines it reads with the scores they must reach (or exceed, `strictly`), and where it holds the node.

    What is worked out, as `at` knows it: `asked` and `limit` are where that stands, `why_open` and `why_unlimited` why
    it is absent.

    A level is held towards the worse end: at `max_level` or below it, or above it where less is better (`falls`).
    What is absent is not met, and what does not apply is not required where `missing` skips that. `stopping` tells for
    each reason of an absence whether it leaves the node without the score or level that the gate would hold.
    """

    lines: NDArray[np.intp]
    thresholds: Floats
    strictly: bool
    max_level: int | None
    falls: bool
    max_score: Floats | float | None
    skips_not_applicable: bool
    stopping: NDArray[np.bool_]
    asked: str = ""
    limit: str = ""
    why_open: NDArray[np.uint8] | None = None
    why_unlimited: NDArray[np.uint8] | None = None

    def at(self, m: NodeMatrices, span: Span) -> GatePlan:
        """Return the gate as it is in some rows."""
        found = self
        if self.asked:
            figures, why = m.quantities[self.asked]
            least = np.broadcast_to(figures[span], (len(self.lines), len(figures[span])))
            found = replace(found, thresholds=least, why_open=why[span])
        if self.limit:
            figures, why = m.quantities[self.limit]
            found = replace(found, max_score=figures[span], why_unlimited=why[span])
        return found

    def hold_levels(self, codes: Codes) -> Codes:
        """Return levels that the gate holds back."""
        assert self.max_level is not None
        found: Codes = np.maximum(codes, self.max_level) if self.falls else np.minimum(codes, self.max_level)
        return found

    def is_passed(self, side: Side, reasons: NDArray[np.uint8], span: slice) -> NDArray[np.bool_]:
        """Return where all that is required holds, over some rows."""
        met = self.met(side, span)
        if self.skips_not_applicable:
            met |= reasons[self.lines, span] == NOT_APPLICABLE
        found: NDArray[np.bool_] = np.logical_and.reduce(met, axis=0)
        return found

    def met(self, side: Side, span: slice) -> NDArray[np.bool_]:
        """Return which of the required scores are reached or exceeded; one that is absent is not."""
        with np.errstate(invalid="ignore"):
            scores, least = side[self.lines, span], self.thresholds
            found: NDArray[np.bool_] = scores > least + SLACK if self.strictly else scores >= least - SLACK
        return found

    def unknown(
        self, among: NDArray[np.bool_], scores: Floats, reasons: NDArray[np.uint8], span: slice
    ) -> NDArray[np.uint8]:
        """Return the gravest reason for which it is open whether all that is required holds; 0 where it is settled.

        `among` says for each reason of an absence whether it is asked for.
        """
        why = reasons[self.lines, span]
        fails = ((why == 0) & ~self.met(scores, span) & ~np.isnan(self.thresholds)).any(axis=0)
        gone = (why == NOT_APPLICABLE) & self.skips_not_applicable
        why = np.where(gone, np.uint8(0), why if self.why_open is None else np.maximum(why, self.why_open))
        found: NDArray[np.uint8] = np.where(fails, np.uint8(0), np.where(among[why], why, np.uint8(0)).max(axis=0))
        return found


def plan_gate(program: Program, node: TreeNode, number: int, gate: Gate, line_of: Mapping[str, int]) -> GatePlan:
    """Return a gate of a node, its `number` among them counted from 0."""
    levels = [level.id for level in node.levels]
    worked_out = {f"{node.id}.{key}" for key in node.quantities}

    def where(key: str) -> str:
        return f"{node.id}.gates.{number}.{key}"

    return GatePlan(
        np.array([line_of[name] for name in gate.requires], np.intp),
        np.array([[_threshold(node, gate, name)] for name in gate.requires]),
        gate.above is not None,
        None if gate.max_level is None else levels.index(gate.max_level),
        node.lower_is_better,
        as_number(gate.max_score) if not isinstance(gate.max_score, Quantity) else np.nan,
        node.missing.not_applicable == "skip",
        missing_policy(node.missing) == PROPAGATE,
        asked=next((name for key in ("at_least", "above") if (name := where(key)) in worked_out), ""),
        limit=name if (name := where("max_score")) in worked_out else "",
    )


def _threshold(node: TreeNode, gate: Gate, name: str) -> float:
    """Return the score that a required node must reach, or exceed; NaN of one that is worked out."""
    asked = node.asked_by(gate)
    if not isinstance(asked, str):
        found = as_number(asked)
        return np.nan if found is None else found
    required = next(each for each in below(node) if each.id == name)
    kind = required.answer
    assert kind is not None
    position = [option.id for option in kind.options].index(asked)
    return float(as_rounded(required, np.array([float(kind.credits[position]) * FULL]))[0])


def as_rounded(node: TreeNode, scores: Floats) -> Floats:
    """Return scores that a node must reach as it reaches them: a third is reached where it is rounded to 33."""
    return scores if node.rounding is None else round_scores(scores, node.rounding)
