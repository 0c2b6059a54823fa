"""What a program can check of a matrix: vertical logic (levels, objectives), horizontal logic (indicators, means)."""

from __future__ import annotations

from ..model.attainment import CREMAA, Attainment
from ..model.matrix import Matrix, MatrixLevel, Objective
from ..model.measures import Indicator
from ..model.program import Program
from ..parsing.draft import Draft, walk_paths
from ..parsing.nodes import Path

# The longest a level may go without being measured; a reading of SHCP's and CONEVAL's guides, ours.
_ORDER = ("month", "quarter", "semester", "year", "two_years", "three_years")
_SLOWEST: dict[MatrixLevel, str] = {"component": "year", "activity": "semester"}
_LOW_MARK = 2


def check_matrix(draft: Draft, program: Program) -> None:
    """Add to `draft` every fault of its matrix."""
    matrix = program.matrix
    if matrix is None:
        return
    _check_objectives(draft, matrix)
    paths = {spec.id: (path, spec) for path, spec in walk_paths(program) if isinstance(spec, Indicator)}
    for level, objective, _ in matrix.objectives():
        for name in objective.indicators:
            if name in paths:
                path, leaf = paths[name]
                _check_leaf(draft, path, leaf, level, alone=len(objective.indicators) == 1)


def _check_objectives(draft: Draft, matrix: Matrix) -> None:
    for path, objective in _with_paths(matrix):
        if not objective.indicators:
            draft.report("IND350", path, id=objective.id)
        if not objective.assumptions and path[-1] != "goal":
            draft.report("IND353", path, id=objective.id)
    for number, component in enumerate(matrix.components):
        if not component.activities:
            draft.report("IND351", ("matrix", "components", number), id=component.id)


def _with_paths(matrix: Matrix) -> list[tuple[Path, Objective]]:
    found: list[tuple[Path, Objective]] = [(("matrix", "goal"), matrix.goal), (("matrix", "purpose"), matrix.purpose)]
    for number, component in enumerate(matrix.components):
        here: Path = ("matrix", "components", number)
        found.append((here, component))
        found += [((*here, "activities", place), activity) for place, activity in enumerate(component.activities)]
    return found


def _check_leaf(draft: Draft, path: Path, leaf: Indicator, level: MatrixLevel, *, alone: bool) -> None:
    """Check the horizontal logic of one indicator: everything its sheet must say, and that it agrees."""
    sheet = leaf.attainment
    if sheet is None:
        draft.report("IND352", path, id=leaf.id, missing="attainment")
        return
    here = (*path, "attainment")
    for key in ("baseline", "frequency", "means"):
        if not getattr(sheet, key):
            draft.report("IND352", here, id=leaf.id, missing=key)
    if leaf.unit is None:
        draft.report("IND352", path, id=leaf.id, missing="unit")
    slowest = _SLOWEST.get(level)
    if slowest is not None and sheet.frequency is not None and _ORDER.index(sheet.frequency) > _ORDER.index(slowest):
        draft.report("IND354", (*here, "frequency"), id=leaf.id, frequency=sheet.frequency, slowest=slowest)
    _check_target_side(draft, here, leaf, sheet)
    if sheet.cremaa:
        for key in CREMAA:
            if key not in sheet.cremaa and not (key == "marginal" and alone):
                draft.report("IND356", (*here, "cremaa"), id=leaf.id, missing=key)
        for quality, mark in sheet.cremaa.items():
            if mark <= _LOW_MARK:
                draft.report("IND357", (*here, "cremaa", quality), id=leaf.id, quality=quality, mark=mark)


def _check_target_side(draft: Draft, here: Path, leaf: Indicator, sheet: Attainment) -> None:
    """Require each numeric target to lie on the side of the baseline that the direction says."""
    base = sheet.baseline.number if sheet.baseline is not None else None
    if base is None or leaf.direction == "target":
        return
    targets = [sheet.target.number] if sheet.target.number is not None else list(sheet.target.periods.values())
    for target in targets:
        if target == base or (target > base) != (leaf.direction == "higher"):
            draft.report("IND355", (*here, "target"), id=leaf.id, target=target, base=base, direction=leaf.direction)
            return
