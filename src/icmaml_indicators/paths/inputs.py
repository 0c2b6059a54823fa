"""From the change of an indicator to the change of the one figure behind it that can be acted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .decision_variables import DecisionVariable

if TYPE_CHECKING:
    from ..scoring import Scored

Floats = NDArray[np.float64]

_GRID, _ROUNDS = 65, 12
# How far a figure is looked for: so many times itself, at least so much.
_TIMES, _LEAST = 8.0, 16.0


@dataclass(frozen=True, slots=True)
class InputChange:
    """An input, what it is, and what it must be at least (or at most)."""

    name: str
    start: float
    end: float


def input_change(scored: Scored, row: int, decision: DecisionVariable, wanted: float) -> InputChange | None:
    """Return the change of an indicator's only input that is not context, for it to come to a value.

    None where there are several such inputs, the indicator does not go one way with it, or no admissible figure will
    do. Whole figures are rounded onwards, so that the indicator comes to the value or past it.
    """
    program, table = scored.program, scored.table
    inputs = [program.variable_by_id[name] for name in scored.compiled.inputs_of(decision.node.id)]
    actionable = [variable for variable in inputs if variable.kind != "context"]
    if len(actionable) != 1 or actionable[0].type not in {"number", "integer"}:
        return None
    (variable,) = actionable
    line = table.variables.index(variable.id)
    start = float(table.values[line, row])
    if np.isnan(start):
        return None
    up = wanted > float(decision.values[0])
    width = max(abs(start) * _TIMES, _LEAST)
    low = start - width if variable.range.low is None else max(start - width, float(variable.range.low))
    high = start + width if variable.range.high is None else min(start + width, float(variable.range.high))

    columns, plan = scored.run.columns, scored.compiled.plan({}, (decision.node.id,))
    before = {lag: int(rows[row]) for lag, rows in columns.previous.items()}

    def evaluate_figures(figures: Floats) -> Floats:
        count = len(figures)
        kept = [*([row] * count), *(earlier for earlier in before.values() if earlier >= 0)]
        values = [column[kept] for column in columns.values]
        values[line][:count] = figures
        reasons = [column[kept] for column in columns.reasons]
        place = {found: at for at, found in enumerate(kept[count:], count)}
        previous = {lag: np.full(len(kept), place.get(at, -1), np.intp) for lag, at in before.items()}
        outcome: Floats = plan.evaluate(values, reasons, previous, threads=1).values[0, :count]
        return outcome

    grid = np.unique(np.r_[np.linspace(low, high, _GRID), start])
    results = evaluate_figures(grid)
    known = np.isfinite(results)
    steps = np.diff(results[known])
    if not known.any() or not ((steps >= 0).all() or (steps <= 0).all()):
        return None
    rises = bool((steps >= 0).all())
    forward = rises == up
    near, far = start, high if forward else low

    def enough(value: float) -> bool:
        return bool(value >= wanted) if up else bool(value <= wanted)

    if not enough(float(evaluate_figures(np.array([far]))[0])):
        return None
    for _ in range(_ROUNDS):
        points = np.linspace(near, far, _GRID)
        first = next(at for at, value in enumerate(evaluate_figures(points).tolist()) if enough(value))
        if first == 0:
            break
        near, far = float(points[first - 1]), float(points[first])
    end = (np.ceil(far - 1e-9) if forward else np.floor(far + 1e-9)) if variable.type == "integer" else far
    if variable.type == "integer" and not enough(float(evaluate_figures(np.array([float(end)]))[0])):
        end += 1.0 if forward else -1.0
    inside = (variable.range.low is None or end >= variable.range.low) and (
        variable.range.high is None or end <= variable.range.high
    )
    return InputChange(variable.id, start, float(end)) if inside else None
