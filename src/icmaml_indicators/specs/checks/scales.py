"""Scales over what is no population (IND217), and those that score nobody: logarithms of nothing (IND358)."""

from __future__ import annotations

from ...diagnostics import nearest
from ..model.measures import Group, Indicator
from ..model.program import Program
from ..model.quantities import as_number
from ..model.scales import Scale
from ..model.scoring_rules import Aggregation
from ..parsing.draft import Draft, walk_paths
from ..parsing.nodes import Path

_NO_LOGARITHM = ("no tiene logaritmo", "it has no logarithm")
_DIVIDES = ("los valores se dividen entre ella", "values are divided by it")


def check_scales(draft: Draft, program: Program) -> None:
    """Add a fault at each parameter with which no score can come."""
    written: list[tuple[Path, Scale | None]] = [((), program.scale), (("total",), program.total.scale)]
    written += [(path, spec.scale) for path, spec in walk_paths(program)]
    for path, scale in written:
        if scale is None:
            continue
        _check_population(draft, program, (*path, "scale"), scale.over)
        low = as_number(scale.low)
        for key, at_fault, why in (
            ("low", scale.log and low is not None and low <= 0, _NO_LOGARITHM),
            ("reference", scale.reference == 0, _DIVIDES),
        ):
            if at_fault:
                _report(draft, (*path, "scale", key), key, str(getattr(scale, key)), scale, why)
    for path, spec in walk_paths(program):
        if not isinstance(spec, Indicator):
            continue
        scale = program.nodes[spec.id].scale
        if scale.log and spec.range.high is not None and spec.range.high <= 0:
            _report(draft, (*path, "range"), "range", str(spec.range), scale, _NO_LOGARITHM)
        if scale.log and scale.facts.is_relative and spec.target is not None and spec.target <= 0:
            _report(draft, (*path, "target"), "target", str(spec.target), scale, _NO_LOGARITHM)


def check_aggregations(draft: Draft, program: Program) -> None:
    """Add a fault where a group is to be compared with what is no population."""
    written: list[tuple[Path, Aggregation | None]] = [((), program.aggregation)]
    written += [(path, spec.aggregation) for path, spec in walk_paths(program) if isinstance(spec, Group)]
    for path, aggregation in written:
        if aggregation is not None:
            _check_population(draft, program, (*path, "aggregation"), aggregation.over)


def _check_population(draft: Draft, program: Program, path: Path, over: str) -> None:
    known = program.population_ids
    if over not in (*known, *draft.set_aside):
        draft.report("IND217", (*path, "over"), name=over, suggestion=nearest(over, known), expected=known)


def _report(draft: Draft, path: Path, key: str, given: str, scale: Scale, why: tuple[str, str]) -> None:
    draft.report("IND358", path, key_name=key, given=given, method=scale.method, why_es=why[0], why_en=why[1])
