"""Treatments where none can stand (IND740), or over what is no population (IND217)."""

from __future__ import annotations

from ...diagnostics import nearest
from ..model.measures import Indicator
from ..model.program import Program
from ..model.scales import Treatment
from ..model.tree import TreeNode
from ..parsing.draft import Draft, walk_paths
from ..parsing.nodes import Path

Why = tuple[str, str]


def check_treatments(draft: Draft, program: Program) -> None:
    """Add a fault at each treatment that its scale could not read."""
    for path, spec in walk_paths(program):
        if not isinstance(spec, Indicator) or spec.treatment is None:
            continue
        _check_population(draft, program, path, spec.treatment)
        if spec.treatment.is_active and (why := _against(program.nodes[spec.id])):
            _report(draft, path, why)
    if program.treatment is None or not program.treatment.is_active:
        return
    _check_population(draft, program, (), program.treatment)
    heirs = [node for node in program.nodes.values() if node.treatment is not None and _own(node) is None]
    if not heirs:
        _report(draft, (), ("ningún indicador la toma de aquí", "no indicator takes it from here"))
    for node in heirs:
        if why := _against(node):
            _report(draft, (), (f"`{node.id}`: {why[0]}", f"`{node.id}`: {why[1]}"))


def _against(node: TreeNode) -> Why | None:
    """Return why the scale of an indicator could not read treated values; None where it can."""
    scale, treatment = node.scale, node.treatment
    if treatment is None:
        return f"la escala `{scale.method}` no compara con nadie", f"the scale `{scale.method}` compares with nobody"
    if treatment.curves and scale.log:
        return "la escala ya toma logaritmos (`log`)", "the scale takes logarithms already (`log`)"
    if treatment.curves and treatment.over != scale.over:
        return (
            f"la escala compara en `{scale.over}`, y ahí unas cifras quedarían en otra medida que las demás",
            f"the scale compares over `{scale.over}`, and there some figures would be on another measure than others",
        )
    if treatment.curves and node.direction == "target":
        return (
            "`target` está en la medida del valor, y un logaritmo lo llevaría a otra",
            "`target` is on the measure of the value, and a logarithm would take it to another",
        )
    return None


def _own(node: TreeNode) -> Treatment | None:
    return node.spec.treatment if isinstance(node.spec, Indicator) else None


def _check_population(draft: Draft, program: Program, path: Path, treatment: Treatment) -> None:
    known = program.population_ids
    if treatment.over not in (*known, *draft.set_aside):
        hint = nearest(treatment.over, known)
        draft.report("IND217", (*path, "treatment", "over"), name=treatment.over, suggestion=hint, expected=known)


def _report(draft: Draft, path: Path, why: Why) -> None:
    draft.report("IND740", (*path, "treatment"), why_es=why[0], why_en=why[1])
