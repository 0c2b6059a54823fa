"""What must hold across a program and needs no formula: ids, references, weights, levels, decision tables."""

from __future__ import annotations

from itertools import product

from ...diagnostics import nearest
from ...tables.headings import fold_heading
from ..model.measures import Group, Indicator
from ..model.peer_rules import POPULATIONS
from ..model.program import Program
from ..model.scoring_rules import Level
from ..model.tree import TreeNode
from ..model.variables import Variable
from ..parsing.draft import Draft, walk_paths
from ..parsing.nodes import Path
from .continuity import check_continuity, period_of
from .example_meaning import check_examples_meaning
from .imputations import check_imputations
from .matrix_logic import check_matrix
from .models import check_models
from .parameters import check_parameters
from .rubric import check_rubric
from .scales import check_aggregations, check_scales
from .treatments import check_treatments
from .weights import check_weights

_MOST_COMBINATIONS = 100_000


def check_meaning(draft: Draft) -> None:
    """Add to `draft` every fault of meaning that needs no formula."""
    if draft.program is None:
        return
    if _check_ids(draft, draft.program):
        draft.program = _with_ids_apart(draft.program)
    _check_provenance(draft, draft.program)
    check_scoring(draft)
    _check_peers(draft, draft.program)
    _check_cut_variables(draft, draft.program)
    _check_headings(draft, draft.program)
    _check_populations(draft, draft.program)
    check_parameters(draft, draft.program)
    check_examples_meaning(draft, draft.program)
    check_rubric(draft, draft.program)
    check_matrix(draft, draft.program)
    check_continuity(draft, draft.program)
    check_models(draft, draft.program, check_scoring)


def check_scoring(draft: Draft) -> None:
    """Add the faults of rules by which scores are made: those of a program, or of one of its models."""
    program = draft.program
    assert program is not None
    for path, spec in walk_paths(program):
        if isinstance(spec, Group):
            _check_children(draft, program, path, spec)
    _check_children(draft, program, (), program)
    check_scales(draft, program)
    check_aggregations(draft, program)
    check_imputations(draft, program)
    check_treatments(draft, program)
    check_weights(draft, program)


def _check_ids(draft: Draft, program: Program) -> bool:
    """Tell of every id that is repeated; return whether there is one."""
    repeated = False
    seen: dict[str, Path] = {}
    named: list[tuple[Path, str]] = [
        (("variables", index), variable.id) for index, variable in enumerate(program.variables)
    ]
    named += [(("parameters", index), parameter.id) for index, parameter in enumerate(program.parameters)]
    named += [(path, spec.id) for path, spec in walk_paths(program)]
    named += [(("answers", index), answer.id) for index, answer in enumerate(program.answers)]
    named += [(("populations", index), population.id) for index, population in enumerate(program.populations)]
    for path, name in named:
        if name in seen and draft.root is not None:
            first = draft.root.find((*seen[name], "id")).place()
            draft.report("IND301", (*path, "id"), id=name, first=f"{first.file}:{first.line}")
            repeated = True
        seen.setdefault(name, path)
    return repeated


def _with_ids_apart(program: Program) -> Program:
    """Return a program in which a node whose id is taken bears one that nobody can write: the rest is checked so."""
    taken = {*(variable.id for variable in program.variables), *program.parameter_by_id}

    def apart(specs: tuple[Indicator | Group, ...]) -> tuple[Indicator | Group, ...]:
        return tuple(map(one_apart, specs))

    def one_apart(spec: Indicator | Group) -> Indicator | Group:
        name = spec.id if spec.id not in taken else f"#{len(taken)}"
        taken.add(name)
        if isinstance(spec, Group):
            return spec.model_copy(update={"id": name, "children": apart(spec.children)})
        return spec.model_copy(update={"id": name})

    return program.model_copy(update={"tree": apart(program.tree)})


def _check_provenance(draft: Draft, program: Program) -> None:
    for path, spec in walk_paths(program):
        if isinstance(spec, Indicator) and program.nodes[spec.id].provenance is None:
            draft.report("IND314", path, id=spec.id, expected=("documented", "reconstructed", "user"))


def _check_peers(draft: Draft, program: Program) -> None:
    for index, peers in enumerate(program.peers):
        variable = program.variable_by_id.get(peers.column)
        # Inhabitants have bands of their own.
        if variable is not None and variable.type in {"number", "integer"} and variable.id != "population":
            draft.report("IND479", ("peers", index, "column"), column=peers.column)


def _check_cut_variables(draft: Draft, program: Program) -> None:
    figures = tuple(variable.id for variable in program.inputs if variable.type in {"number", "integer"})
    for index, variable in enumerate(program.variables):
        if variable.of is not None and variable.of not in (*figures, *draft.set_aside):
            hint = nearest(variable.of, figures)
            draft.report("IND270", ("variables", index, "of"), name=variable.of, suggestion=hint, expected=figures)


def _check_headings(draft: Draft, program: Program) -> None:
    """Tell of every heading that two variables have, or that is the id of another."""
    places: list[tuple[Path, Variable | Indicator]] = [
        (("variables", index), variable) for index, variable in enumerate(program.variables)
    ]
    places += [(path, spec) for path, spec in walk_paths(program) if isinstance(spec, Indicator)]
    bearers = {name: name for name in (*program.variable_by_id, *program.nodes)}
    for path, spec in places:
        for index, name in enumerate(spec.columns):
            folded = fold_heading(name)
            bearer = bearers.setdefault(folded, spec.id) if folded else ""
            if bearer != spec.id:
                es = f"ya es de `{bearer}`" if bearer else "no tiene letras ni dígitos"
                en = f"is already that of `{bearer}`" if bearer else "has no letter and no digit"
                draft.report("IND148", (*path, "columns", index), heading=name, problem_es=es, problem_en=en)


def _check_populations(draft: Draft, program: Program) -> None:
    with_options = tuple(variable.id for variable in program.inputs if variable.options)
    for index, population in enumerate(program.populations):
        here = ("populations", index)
        if population.id in POPULATIONS:
            draft.report("IND267", (*here, "id"), id=population.id)
        for number, name in enumerate(population.by):
            if name not in (*with_options, *draft.set_aside):
                hint = nearest(name, with_options)
                draft.report("IND268", (*here, "by", number), name=name, suggestion=hint, expected=with_options)
        if population.period is not None and period_of(program, population.period) is None:
            draft.report("IND250", (*here, "period"), given=population.period)


def _check_children(draft: Draft, program: Program, path: Path, group: Group | Program) -> None:
    node = program.nodes["total" if isinstance(group, Program) else group.id]
    if node.counted_children and sum(child.weight for child in node.base_children) == 0:
        draft.report("IND311", path, id=node.id)
    if node.aggregation.facts.reads == "levels":
        _check_table_counts(draft, path, node)
        _check_decision_table(draft, path, group, {child.id: child.levels for child in node.children})


def _check_table_counts(draft: Draft, path: Path, node: TreeNode) -> None:
    """Refuse a decision table that reads what is only shown."""
    shown = {child.id for child in node.children if child.role == "informational"}
    for number, rule in enumerate(node.aggregation.rules):
        for name in rule.when:
            if name in shown:
                draft.report(
                    "IND318",
                    (*path, "aggregation", "rules", number, "when"),
                    key=name,
                    problem_es=f"la tabla de decisión lee `{name}`, que solo se muestra (`role: informational`)",
                    problem_en=f"the decision table reads `{name}`, which is only shown (`role: informational`)",
                )


def _check_decision_table(
    draft: Draft, path: Path, group: Group | Program, children: dict[str, tuple[Level, ...]]
) -> None:
    """Prove a decision table: names that exist, every combination answered, every rule of use."""
    assert group.aggregation is not None
    rules_path = (*path, "aggregation", "rules")
    own = tuple(level.id for level in group.levels)
    sound = True
    for number, rule in enumerate(group.aggregation.rules):
        here = (*rules_path, number)
        if rule.then not in own:
            sound = False
            draft.report(
                "IND310",
                (*here, "then"),
                name=rule.then,
                where="levels",
                suggestion=nearest(rule.then, own),
                expected=own,
            )
        for child, named in rule.when.items():
            if child not in children:
                sound = False
                if child not in draft.set_aside:
                    valid = tuple(children)
                    hint = nearest(child, valid)
                    draft.report(
                        "IND310",
                        (*here, "when"),
                        key=child,
                        name=child,
                        where="children",
                        suggestion=hint,
                        expected=valid,
                    )
                continue
            valid = tuple(level.id for level in children[child])
            for name in named:
                if name not in valid:
                    sound = False
                    hint = nearest(name, valid)
                    draft.report(
                        "IND310",
                        (*here, "when", child),
                        name=name,
                        where=child,
                        suggestion=hint,
                        expected=valid,
                    )
    used = [child for child in children if any(child in rule.when for rule in group.aggregation.rules)]
    choices = [[level.id for level in children[child]] for child in used]
    combinations = 1
    for choice in choices:
        combinations *= len(choice)
    if not sound or combinations > _MOST_COMBINATIONS:
        return
    open_cases, reached = [], set()
    for levels in product(*choices):
        case = dict(zip(used, levels, strict=True))
        for number, rule in enumerate(group.aggregation.rules):
            if all(case[child] in named for child, named in rule.when.items()):
                reached.add(number)
                break
        else:
            open_cases.append(case)
    if open_cases:
        sample = ", ".join(f"{child} = {level}" for child, level in open_cases[0].items())
        draft.report("IND308", rules_path, count=len(open_cases), sample=sample)
    for number in range(len(group.aggregation.rules)):
        if number not in reached:
            draft.report("IND309", (*rules_path, number), number=number + 1)
