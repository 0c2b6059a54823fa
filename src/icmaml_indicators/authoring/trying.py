"""What a formula comes to on synthetic figures: plain ones first, then drawn ones."""

from __future__ import annotations

import numpy as np

from ..data.synthetic import SyntheticEntity, build_synthetic_table
from ..engine.compiled import CompiledProgram, compile_program
from ..formulas import Call, walk
from ..scoring.evaluation import score_synthetic
from ..specs import Draft
from ..specs.checks.example_inputs import ExampleInputs
from ..validation.examples.drawing import draw, is_allowed

# Tried in this order: parts before wholes, wholes before parts, all alike.
_PLAIN = ((30, 120, 480, 1920), (120, 30, 12, 6), (10, 10, 10, 10), (1, 2, 3, 4), (1, 1, 1, 1))
_DRAWN = 200


def try_formula(draft: Draft, name: str) -> tuple[dict[str, float | str], bool, float] | None:
    """Return inputs that an indicator of a sound draft gives a result for, and the result; None where none was found.

    The figures respect types, ranges and checks; options stand by their ids. Between them stands whether the formula
    looks back: the inputs are then those of the period before as well.
    """
    program = draft.program
    assert program is not None
    compiled = compile_program(program)
    reads = compiled.inputs_of(name)
    place = {variable.id: number for number, variable in enumerate(program.inputs)}
    rows: list[ExampleInputs] = []
    for plain in _PLAIN:
        figures = {read: float(plain[min(number, len(plain) - 1)]) for number, read in enumerate(reads)}
        rows.append(_fitted(figures, draft))
    drawn = draw(program, reads, _DRAWN, name)
    for sample in drawn.T:
        figures = {read: float(sample[place[read]]) for read in reads if not np.isnan(sample[place[read]])}
        rows.append(ExampleInputs(dict(figures)))
    back = _looks_back(compiled, name)
    table = build_synthetic_table(program, [SyntheticEntity(row, row if back else None) for row in rows])
    results = score_synthetic(compiled, table.table).results
    line = [leaf.id for leaf in program.indicators].index(name)
    for number, row in enumerate(rows):
        at = int(table.rows[number])
        kept = all(table.table.reasons[place[read], at] == 0 for read in reads)
        if kept and results.reasons[line, at] == 0:
            given = {read: _as_given(draft, read, float(row.inputs[read])) for read in reads}
            return given, back, float(results.values[line, at])
    return None


def _looks_back(compiled: CompiledProgram, name: str) -> bool:
    waiting, seen = [name], set()
    while waiting:
        current = waiting.pop()
        if current in compiled.trees and current not in seen:
            seen.add(current)
            tree = compiled.trees[current]
            if any(isinstance(node, Call) and node.function == "lag" for node in walk(tree)):
                return True
            waiting += compiled.reads(current)
    return False


def _fitted(figures: dict[str, float], draft: Draft) -> ExampleInputs:
    """Return figures, each brought to one that its variable can have."""
    assert draft.program is not None
    known = draft.program.variable_by_id
    found: dict[str, float | str] = {}
    for name, figure in figures.items():
        variable = known[name]
        choices = (figure, float(variable.range.high or 0), float(variable.range.low or 0), 0.0)
        found[name] = next((choice for choice in choices if is_allowed(variable, choice)), figure)
    return ExampleInputs(found)


def _as_given(draft: Draft, name: str, figure: float) -> float | str:
    assert draft.program is not None
    options = draft.program.variable_by_id[name].choices
    return options[int(figure)].id if options else figure
