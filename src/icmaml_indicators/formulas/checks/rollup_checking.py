"""What a roll-up takes from the program below: each formula held against that program, each name in a statistic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...diagnostics import nearest
from ...specs import Draft, Group, Indicator, Program, scored_nodes, walk_paths
from ...specs.model.measures import ROOT
from ...specs.model.periods import PER_YEAR
from ...specs.model.variables import SAME_ENTITY, RollUp
from ..functions import RANKS
from ..rendering import render
from ..tree import Call, Expression, Name, NodeFigure, Statistic, walk
from .formula_reader import FormulaReader, shown_length

_PLACES = {
    "why_es": "un lugar es de cada fila, no de la población",
    "why_en": "a place is each row's, not the population's",
}
_INNER = {
    "why_es": "una estadística dentro de otra no se calcula aquí",
    "why_en": "a statistic inside another is not worked out here",
}
_ABOVE = {"why_es": "aquí va `over {by}`", "why_en": "`over {by}` stands here"}


def check_rollup(draft: Draft, program: Program) -> None:
    """Add what is wrong with what is taken from the program below."""
    made = [(("variables", index), variable) for index, variable in enumerate(program.variables) if variable.from_]
    rollup = program.rollup
    written = draft.root is not None and draft.root.child("rollup") is not None
    for path, variable in made:
        if not written or variable.options:
            draft.report("IND285", path, key="from", id=variable.id)
    if rollup is None:
        return
    if not made and not draft.set_aside:
        draft.report("IND288", ("rollup",))
    lower = draft.lower
    if lower is None:
        return
    _check_by(draft, rollup, lower)
    _check_periods(draft, program, lower)
    reader = reader_of_rollup(draft, lower)
    for path, variable in made:
        tree = reader.read(str(variable.from_), (*path, "from"))
        for code, part, details in faults_of_rollup(tree, rollup.by) if tree is not None else ():
            draft.report(code, (*path, "from"), offset=part.at, length=shown_length(part), **details)


def reader_of_rollup(draft: Draft, lower: Program) -> FormulaReader:
    """Return what reads a formula in the names of the program below."""
    leaves = [spec.id for _, spec in walk_paths(lower) if isinstance(spec, Indicator)]
    known = dict.fromkeys([*(variable.id for variable in lower.inputs), *leaves])
    groups = frozenset(spec.id for _, spec in walk_paths(lower) if isinstance(spec, Group)) | {ROOT}
    return FormulaReader(draft, lower, known, groups, scored_nodes(list(lower.nodes.values())))


Fault = tuple[str, Call | Name | NodeFigure | Statistic, dict[str, Any]]


def faults_of_rollup(tree: Expression, by: str) -> Iterator[Fault]:
    """Yield each part of a formula that is no statistic of the larger entity, with its code."""
    waiting = [tree]
    for part in waiting:
        if isinstance(part, Name | NodeFigure):
            yield "IND281", part, {"name": render(part), "suggestion": f"sum({render(part)} over {by})"}
        elif isinstance(part, Call) and part.function == "lag":
            yield "IND281", part, {"name": "lag"}
        elif isinstance(part, Call):
            waiting += part.args
        elif isinstance(part, Statistic):
            inner = [each for argument in part.args for each in walk(argument) if isinstance(each, Statistic)]
            if part.population != by:
                yield "IND282", part, {"name": render(part)} | {key: why.format(by=by) for key, why in _ABOVE.items()}
            elif part.function in RANKS:
                yield "IND282", part, {"name": render(part)} | _PLACES
            for each in inner:
                yield "IND282", each, {"name": render(each)} | _INNER


def _check_by(draft: Draft, rollup: RollUp, lower: Program) -> None:
    known = (SAME_ENTITY, *(variable.id for variable in lower.variables if variable.options))
    if rollup.by not in known:
        hint = nearest(rollup.by, known)
        draft.report("IND283", ("rollup", "by"), name=rollup.by, of=lower.id, suggestion=hint, expected=known)


def _check_periods(draft: Draft, program: Program, lower: Program) -> None:
    """Require for each period below one here that holds it, and a longer one where the entity is the same."""
    longest = min(PER_YEAR[name] for name in program.period.frequency)
    same = program.rollup is not None and program.rollup.by == SAME_ENTITY
    for name in lower.period.frequency:
        if longest > PER_YEAR[name] or (same and longest == PER_YEAR[name]):
            draft.report("IND284", ("period",), of=lower.id, frequency=name)
            return
