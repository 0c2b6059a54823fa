"""Rules on scales: one that runs against the direction of its indicator, or of a group (IND247)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from ...specs import Scale, walk_paths
from ...specs.model.quantities import as_number
from ...specs.parsing.nodes import Path
from .subject import LintContext

_GOOD = {"higher": ("más", "more"), "lower": ("menos", "less")}


def check_scales(subject: LintContext) -> None:
    """Tell of the first step of a scale that gives the better figure the lower score."""
    for path, spec in walk_paths(subject.program):
        node = subject.program.nodes[spec.id]
        direction = spec.direction
        if direction not in _GOOD or node.has_target or node.answer is not None:
            continue
        found = _against(node.scale, direction)
        if found is None:
            continue
        place, (before, after) = found
        # An inherited scale may serve others well: then it is the direction that does not fit.
        where = (*path, "scale", *place) if spec.scale is not None else (*path, "direction")
        good = _GOOD[direction]
        details: dict[str, Any] = {
            "good_es": good[0],
            "good_en": good[1],
            "before": f"{before:g}",
            "after": f"{after:g}",
        }
        subject.draft.report("IND247", where, id=spec.id, method=node.scale.method, **details)


def _against(scale: Scale, direction: str) -> tuple[Path, tuple[float, float]] | None:
    """Return where a scale first goes against the direction, and the scores of that step; None where it does not."""
    if scale.facts.turns:
        bottom, top = (float(end) for end in scale.to)
        return (("to",), (bottom, top)) if top < bottom else None
    scores = [as_number(score) for score in scale.step_scores]
    known = [(number, score) for number, score in enumerate(scores) if score is not None]
    key = "bands" if scale.bands else "points"
    sign = 1.0 if direction == "higher" else -1.0
    for (_, before), (number, after) in pairwise(known):
        if sign * after < sign * before:
            return (key, number), (before, after)
    return None
