"""Imputations where no gap can be filled (IND745), or over what is no population (IND217)."""

from __future__ import annotations

from ...diagnostics import nearest
from ..model.measures import Indicator
from ..model.program import Program
from ..model.variables import Imputation
from ..parsing.draft import Draft, walk_paths
from ..parsing.nodes import Path

Why = tuple[str, str]
_NO_SCORE = ("ninguna escala lee su valor", "no scale reads its value")
_OPTIONS = ("una opción no se calcula de otras cifras", "an option is not worked out of other figures")


def check_imputations(draft: Draft, program: Program) -> None:
    """Add a fault at each imputation that could fill no gap."""
    for path, spec in walk_paths(program):
        if isinstance(spec, Indicator) and spec.imputation is not None:
            _check_keys(draft, program, path, spec.imputation)
            if spec.imputation.is_active and program.nodes[spec.id].imputation is None:
                _report(draft, path, _NO_SCORE)
    for number, variable in enumerate(program.variables):
        if variable.imputation is not None:
            path = ("variables", number)
            _check_keys(draft, program, path, variable.imputation)
            if variable.type not in {"number", "integer"}:
                _report(draft, path, _OPTIONS)
    if program.imputation is None or not program.imputation.is_active:
        return
    _check_keys(draft, program, (), program.imputation)
    nodes = program.nodes.values()
    if not any(node.imputation for node in nodes if isinstance(node.spec, Indicator) and not node.spec.imputation):
        _report(draft, (), ("ningún indicador la toma de aquí", "no indicator takes it from here"))


def _check_keys(draft: Draft, program: Program, path: Path, imputation: Imputation) -> None:
    known, at = program.population_ids, (*path, "imputation")
    if imputation.over not in (*known, *draft.set_aside):
        hint = nearest(imputation.over, known)
        draft.report("IND217", (*at, "over"), name=imputation.over, suggestion=hint, expected=known)
    figures = tuple(variable.id for variable in program.inputs if variable.type in {"number", "integer"})
    name = imputation.weight
    if name is not None and name not in (*figures, *draft.set_aside):
        why = f"`{name}` no es una variable con cifras", f"`{name}` is no variable of figures"
        hint = nearest(name, figures)
        draft.report("IND745", (*at, "weight"), why_es=why[0], why_en=why[1], suggestion=hint, expected=figures)


def _report(draft: Draft, path: Path, why: Why) -> None:
    draft.report("IND745", (*path, "imputation"), why_es=why[0], why_en=why[1])
