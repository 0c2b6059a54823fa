"""Every formula of a program read and proved, each by itself and all together: cycles, heights, what is not used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from ...diagnostics import advice, nearest
from ...specs import Draft, Group, Indicator, Program, scored_nodes, walk_paths
from ...specs.model.measures import ROOT
from ...specs.model.quantities import PERIOD, path_of
from ..columns import (
    GOALS,
    Column,
    ColumnDefiner,
    ColumnDefinition,
    Way,
    define_columns,
    reachable,
    reads_of,
)
from ..conditions import KEYS
from ..dependence import find_columns_among_others, find_cycles
from ..parser import MAX_HEIGHT
from ..tree import Call, Expression, Name, NodeFigure, height, names, walk
from .formula_reader import FormulaReader, Path, shown_length
from .rollup_checking import check_rollup

# In the properties of an indicator, what its formula gives.
RESULT = "result"
_PARAMETERS = {"wanted_es": "solo otros parámetros", "wanted_en": "other parameters alone"}
# What is declared and read by name.
_DECLARED = frozenset({"variable", "parameter"})


def check_formulas(draft: Draft) -> None:
    """Read every formula and check of the draft's program; add what is wrong to its diagnostics."""
    program = draft.program
    if program is None:
        return
    variables = tuple(variable.id for variable in program.inputs)
    leaves = {
        spec.id: path for path, spec in walk_paths(program) if isinstance(spec, Indicator) and spec.criterion is None
    }
    groups = frozenset(spec.id for _, spec in walk_paths(program) if isinstance(spec, Group)) | {ROOT}
    scored = scored_nodes(list(program.nodes.values()))
    parameters = (*program.parameter_by_id, PERIOD)
    reader = FormulaReader(draft, program, dict.fromkeys((*variables, *leaves, *parameters)), groups, scored)
    trees: dict[str, Expression] = {}
    formulas: dict[str, tuple[Path, Expression]] = {}
    used: set[str] = set()
    for path, spec in walk_paths(program):
        if isinstance(spec, Indicator) and spec.formula_in_force is not None:
            tree = reader.read(spec.formula_in_force, (*path, "formula"), own=spec.id)
            if tree is not None:
                trees[spec.id] = tree
                formulas[spec.id] = (*path, "formula"), tree
            for key, goal in _goals(spec):
                tree = reader.read(goal, (*path, "attainment", key), own=spec.id)
                if tree is not None:
                    formulas[f"{spec.id}.{key}"] = (*path, "attainment", key), tree
    formulas |= _read_parameters(draft, program)
    formulas |= _read_quantities(draft, program, reader)
    check_reader = FormulaReader(draft, program, dict.fromkeys((*variables, *parameters)), groups, None)
    for index, check in enumerate(program.checks):
        tree = check_reader.read(check.rule, ("checks", index, "rule"))
        used |= set(names(tree)) if tree is not None else set()
        for position, name in enumerate(check.rejects or ()):
            if name not in variables:
                hint = nearest(name, variables)
                draft.report("IND202", ("checks", index, "rejects", position), name=name, suggestion=hint)
    property_reader = FormulaReader(
        draft, program, dict.fromkeys((*variables, *parameters, RESULT)), groups, None, "IND323"
    )
    for path, spec in walk_paths(program):
        if isinstance(spec, Indicator):
            for index, text in enumerate(spec.holds):
                tree = property_reader.read(text, (*path, "holds", index))
                used |= set(names(tree)) & program.parameter_by_id.keys() if tree is not None else set()
    check_rollup(draft, program)
    _check_conditions(draft, program)
    columns = define_columns(program, {name: tree for name, (_, tree) in formulas.items()})
    _check_cycles(draft, program, formulas, columns)
    too_high = _check_heights(draft, formulas)
    _check_example_inputs(draft, program, columns, leaves, {*trees} - too_high)
    _ask_for_examples(draft, program, columns, [tree for _, tree in formulas.values()])
    used |= {read.name for column in columns.values() for read in column.reads if read.kind in _DECLARED}
    for index, population in enumerate(program.populations):
        if Column("population", population.id) not in columns and len(trees) == len(leaves) and not draft.set_aside:
            draft.report("IND269", ("populations", index, "id"), id=population.id)
    used |= {kind.amount.of for kind in program.answers if kind.amount and kind.amount.of}
    if len(trees) == len(leaves) and not draft.set_aside:
        for index, variable in enumerate(program.variables):
            if variable.id not in used:
                draft.report("IND302", ("variables", index, "id"), id=variable.id)
        for index, parameter in enumerate(program.parameters):
            if parameter.id not in used:
                draft.report("IND248", ("parameters", index, "id"), id=parameter.id)


def _check_conditions(draft: Draft, program: Program) -> None:
    """Read who is in populations, and to whom something applies, which parameters may say too."""
    groups = frozenset(node.id for node in program.nodes.values() if not node.is_indicator)

    def check(text: str | None, path: Path, more: Iterable[str] = ()) -> None:
        known = dict.fromkeys((*program.variable_by_id, *KEYS, *more))
        if text is not None:
            FormulaReader(draft, program, known, groups, None, "IND266", is_condition=True).read(text, path)

    for index, population in enumerate(program.populations):
        check(population.where, ("populations", index, "where"))
    if program.applies is not None:
        check(program.applies.where, ("applies", "where"), program.parameter_by_id)
    for path, spec in walk_paths(program):
        check(spec.applies, (*path, "applies"), program.parameter_by_id)


def _read_parameters(draft: Draft, program: Program) -> dict[str, tuple[Path, Expression]]:
    """Read the formulas of parameters, which name other parameters alone."""
    reader = FormulaReader(
        draft, program, dict.fromkeys(program.parameter_by_id), frozenset(), None, "IND254", _PARAMETERS
    )
    found: dict[str, tuple[Path, Expression]] = {}
    for index, parameter in enumerate(program.parameters):
        path = ("parameters", index, "value")
        tree = None if parameter.formula is None else reader.read(parameter.formula, path, own=parameter.id)
        if tree is not None:
            found[parameter.id] = path, tree
    return found


def _read_quantities(draft: Draft, program: Program, reader: FormulaReader) -> dict[str, tuple[Path, Expression]]:
    """Read the formulas that stand in the place of numbers of nodes."""
    paths: dict[str, Path] = {ROOT: ("total",)} | {spec.id: path for path, spec in walk_paths(program)}
    found: dict[str, tuple[Path, Expression]] = {}
    for name, quantity in program.quantities.items():
        node, _, key = name.partition(".")
        path = (*paths[node], *path_of(key), "value")
        scales = key.startswith("scale.")
        if scales and isinstance(program.nodes[node].spec, Indicator) and program.nodes[node].spec.scale is None:
            path = path[len(paths[node]) :]  # it is that of the program
        if key in GOALS:
            path = (*paths[node], "attainment", key)
        if quantity.by:
            found[name] = path, Name(f"{name}[]")
            continue
        tree = reader.read_quantity(str(quantity.value), path, node, scales=scales)
        if tree is not None:
            found[name] = path, tree
    return found


def _ask_for_examples(
    draft: Draft, program: Program, columns: Mapping[Column, ColumnDefinition], trees: Sequence[Expression]
) -> None:
    """Ask for an example of each formula, but where its result depends on other entities, which no example has."""
    among_others = find_columns_among_others(columns, trees)
    for path, spec in walk_paths(program):
        asked = isinstance(spec, Indicator) and not spec.examples and spec.formula is not None
        if asked and Column("value", spec.id) not in among_others:
            draft.report("IND319", path, id=spec.id)


def _goals(spec: Indicator) -> list[tuple[str, str]]:
    """Return the targets and baselines that are expressions."""
    if spec.attainment is None:
        return []
    goals = (("target", spec.attainment.target), ("baseline", spec.attainment.baseline))
    return [(key, goal.formula) for key, goal in goals if goal is not None and goal.formula is not None]


def _check_example_inputs(
    draft: Draft,
    program: Program,
    columns: Mapping[Column, ColumnDefinition],
    leaves: dict[str, Path],
    readable: set[str],
) -> None:
    """Require a value (null at least) for every variable that a formula names, in each example.

    What lies behind a score may be left out, as in the example of a group: the score itself can be given as well.
    """

    def named(column: Column) -> Way:
        reads = columns[column].reads if column in columns else ()
        return tuple(read for read in reads if read.kind in {*_DECLARED, "value"})

    for spec in program.indicators:
        if spec.id not in readable or not spec.examples:
            continue
        needed = _variables_below(spec.id, named)
        for index, example in enumerate(spec.examples):
            for number, member in enumerate(example.members or (example,)):
                where: Path = (*leaves[spec.id], "examples", index, "given", *([number] if example.members else []))
                for name in needed:
                    # A published figure of the indicator itself stands in where inputs are absent.
                    if name not in (*member.given, *program.cut_variables) and spec.id not in member.given:
                        draft.report("IND321", where, id=spec.id, name=name)


def inputs_of(indicator: str, trees: Mapping[str, Expression], program: Program) -> tuple[str, ...]:
    """Return the variables handed in that an indicator reads, through other indicators too, in order of first use."""
    found = _variables_below(indicator, ColumnDefiner(program, trees).reads)
    return tuple(name for name in found if name not in program.cut_variables)


def _variables_below(indicator: str, reads: Callable[[Column], Way]) -> tuple[str, ...]:
    found = reachable([Column("value", indicator)], reads)
    return tuple(column.name for column in found if column.kind == "variable")


def _check_cycles(
    draft: Draft,
    program: Program,
    formulas: dict[str, tuple[Path, Expression]],
    columns: Mapping[Column, ColumnDefinition],
) -> None:
    """Report each cycle once, with its way round, at the name in a formula that closes it."""
    trees = {name: tree for name, (_, tree) in formulas.items()}
    for ring in find_cycles(columns):
        start = next((place for place, column in enumerate(ring) if column.kind in {"value", "parameter"}), None)
        if start is None:  # no formula closes it: a gate names what is not below it, which is told there
            continue
        way = (*ring[start:-1], *ring[: start + 1])
        path, tree = formulas[way[0].name]
        part = reads_of(tree, program, trees)[way[1]]
        shown = " → ".join(str(column) for column in way if column.kind != "aggregate")
        words = [*_mend_of(program, way), *_why_not_earlier(tree, part)]
        details: Any = advice("; ".join(es for es, _ in words), "; ".join(en for _, en in words))
        draft.report("IND205", path, offset=part.at, length=shown_length(part), cycle=shown, **details)


def _mend_of(program: Program, way: Way) -> Iterator[tuple[str, str]]:
    """Yield what would open a cycle that passes from a node to the one that it counts in, nearest to a formula."""
    for read, column in pairwise(reversed(way)):
        parent, child = program.nodes.get(column.name), program.nodes.get(read.name)
        if parent is not None and child is not None and child.parent == parent.id:
            yield (
                f"`{child.id}` cuenta en `{parent.id}`: póngale `role: informational`",
                f"`{child.id}` counts in `{parent.id}`: give it `role: informational`",
            )
            return


def _why_not_earlier(tree: Expression, part: Expression) -> Iterator[tuple[str, str]]:
    """Yield why a score of an earlier period closes a cycle as well."""
    lags = (call for call in walk(tree) if isinstance(call, Call) and call.function == "lag")
    if isinstance(part, NodeFigure) and any(inner is part for call in lags for inner in walk(call)):
        yield (
            "`lag` no abre el ciclo: las filas de un periodo se califican juntas",
            "`lag` does not open the cycle: the rows of a period are scored together",
        )


def _check_heights(draft: Draft, formulas: Mapping[str, tuple[Path, Expression]]) -> set[str]:
    """Report each formula that stands too high on those that it names; return it and those that follow from it."""
    heights: dict[str, int] = {}
    too_high: set[str] = set()

    def fits(tree: Expression, path: Path) -> bool:
        highest = max(names(tree).values(), key=lambda name: heights.get(name.id, 0), default=None)
        found = height(tree, heights)
        if found > MAX_HEIGHT and highest is not None:
            draft.report("IND212", path, offset=highest.at, length=len(highest.id), limit=MAX_HEIGHT)
        return found <= MAX_HEIGHT

    reads = {id_: [name for name in names(tree) if name in formulas] for id_, (_, tree) in formulas.items()}
    # Each formula after those that it names; a cycle, which is told already, is gone round once.
    done: dict[str, bool] = {}
    stack = list(reversed(tuple(formulas)))
    while stack:
        current = stack[-1]
        if current not in done:
            done[current] = False
            stack.extend(name for name in reads[current] if name not in done)
            continue
        stack.pop()
        if done[current]:
            continue
        done[current] = True
        path, tree = formulas[current]
        if not too_high.isdisjoint(reads[current]):
            too_high.add(current)
        elif fits(tree, path):
            heights[current] = height(tree, heights)
        else:
            too_high.add(current)
    return too_high
