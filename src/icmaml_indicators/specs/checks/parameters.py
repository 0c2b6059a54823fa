"""Tables of figures: variables and options that exist, a figure for each option, no line twice."""

from __future__ import annotations

from itertools import product
from typing import Any

from ...diagnostics import nearest
from ..model.attainment import is_period
from ..model.measures import ROOT
from ..model.program import Program
from ..model.quantities import PERIOD, Quantity, path_of
from ..model.scales import Scale
from ..parsing.draft import Draft, walk_paths
from ..parsing.nodes import Path

GOALS = ("target", "baseline")
_FIGURE_EACH: Any = {"what_es": "para dar una cifra a cada una", "what_en": "to give each a figure"}
_MOST_NAMED = 4
_MOST_COMBINATIONS = 100_000


def check_parameters(draft: Draft, program: Program) -> None:
    """Add to `draft` every fault of parameters that can be seen without their formulas."""
    for index, parameter in enumerate(program.parameters):
        if parameter.by:
            _check_table(draft, program, ("parameters", index), parameter)
    scales: dict[Path, Scale | None] = {("scale",): program.scale}
    scales |= {(*path, "scale"): spec.scale for path, spec in walk_paths(program)}
    for path, scale in scales.items():
        for key, quantity in scale.quantities.items() if scale is not None else ():
            if quantity.by:
                _check_table(draft, program, (*path, *path_of(key)), quantity)
    paths: dict[str, Path] = {ROOT: ("total",)} | {spec.id: path for path, spec in walk_paths(program)}
    for name, quantity in program.quantities.items():
        node, _, key = name.partition(".")
        if quantity.by and (node == ROOT or not key.startswith("scale.")):
            sheet = ("attainment",) if key in GOALS else ()
            _check_table(draft, program, (*paths[node], *sheet, *path_of(key)), quantity)


def _check_table(draft: Draft, program: Program, path: Path, table: Quantity) -> None:
    """Add to `draft` what is wrong with the lines of a table of figures."""
    options: list[tuple[str, ...]] = []
    for number, name in enumerate(table.by):
        variable = program.variable_by_id.get(name)
        if variable is not None and variable.takes_any:
            draft.report("IND291", (*path, "by", number), name=name, **_FIGURE_EACH)
            return
        if name != PERIOD and (variable is None or not variable.options):
            if name not in draft.set_aside:
                known = (PERIOD, *(variable.id for variable in program.variables if variable.choices))
                hint = nearest(name, known)
                draft.report("IND316", (*path, "by", number), name=name, suggestion=hint, expected=known)
            return
        options.append(tuple(option.id for option in variable.choices) if variable is not None else ())
    if _check_lines(draft, path, table, options):
        _check_gaps(draft, path, table, options)


def _check_lines(draft: Draft, path: Path, table: Quantity, options: list[tuple[str, ...]]) -> bool:
    """Hold each line against the options; return whether all are sound."""
    before = len(draft.diagnostics)
    # Of a table by one variable, lines are keys beside `by`.
    node = draft.root.find(path) if draft.root is not None else None
    seen: set[tuple[str, ...]] = set()
    for number, row in enumerate(table.rows):
        key = row.options[0] if node is not None and row.options[0] in node.keys else None
        here = path if key is not None else (*path, "rows", number)
        if len(row.options) != len(table.by):
            columns, wanted = ", ".join(f"`{name}`" for name in table.by), len(table.by) + 1
            draft.report("IND253", here, given=len(row.options) + 1, wanted=wanted, columns=columns)
            continue
        for given, name, known in zip(row.options, table.by, options, strict=True):
            if name == PERIOD and not is_period(given):
                draft.report("IND250", here, key=key, given=given)
            elif name != PERIOD and given not in known:
                hint = nearest(given, known)
                draft.report("IND207", here, key=key, option=given, name=name, suggestion=hint, expected=known)
        if row.options in seen:
            draft.report("IND252", here, options=_named(table.by, row.options))
        seen.add(row.options)
    return len(draft.diagnostics) == before


def _check_gaps(draft: Draft, path: Path, table: Quantity, options: list[tuple[str, ...]]) -> None:
    """Tell of combinations of options without a line; periods without one have no figure."""
    places = [number for number, name in enumerate(table.by) if name != PERIOD]
    combinations = 1
    for number in places:
        combinations *= len(options[number])
    if table.has_else or combinations > _MOST_COMBINATIONS:
        return
    known = {tuple(row.options[number] for number in places) for row in table.rows}
    left = [each for each in product(*(options[number] for number in places)) if each not in known]
    if left:
        by = [table.by[number] for number in places]
        named = "; ".join(_named(by, each) for each in left[:_MOST_NAMED])
        draft.report("IND251", path, options=named + ("; …" if len(left) > _MOST_NAMED else ""))


def _named(by: tuple[str, ...] | list[str], options: tuple[str, ...]) -> str:
    return ", ".join(f"`{name} = {option}`" for name, option in zip(by, options, strict=True))
