"""The examples of a spec, run through the same engine that scores data."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..specs import Draft, Example, Indicator, Program, walk_paths

if TYPE_CHECKING:
    from collections.abc import Mapping

_RELATIVE_TOLERANCE = 1e-9


def check_examples(draft: Draft) -> None:
    """Run every example of a sound draft; add a diagnostic for each that does not give what it says."""
    program = draft.program
    if program is None:
        return
    cases = [
        (path, spec, index, example)
        for path, spec in walk_paths(program)
        if isinstance(spec, Indicator)
        for index, example in enumerate(spec.examples)
    ]
    if not cases:
        return
    import numpy as np

    from ..formulas.reasons import REASON_NAMES
    from ..scoring.compiled import compile_program

    compiled = compile_program(program)
    count = len(cases)
    # Each example is a row; the period before it is a row of its own, further down.
    values = np.full((len(program.inputs), 2 * count), np.nan)
    for row, (_, _, _, example) in enumerate(cases):
        _fill(values[:, row], example.given, program)
        _fill(values[:, count + row], example.previous or {}, program)
    before = np.concatenate([np.arange(count) + count, np.full(count, -1)])
    nowhere = np.full(2 * count, -1)
    results = compiled.indicators.evaluate(
        values, None, {lag: before if lag == 1 else nowhere for lag in compiled.indicators.lags}
    )
    place = {name: number for number, name in enumerate(compiled.trees)}
    for row, (path, spec, index, example) in enumerate(cases):
        value = float(results.values[place[spec.id], row])
        reason = REASON_NAMES[int(results.reasons[place[spec.id], row])]
        if not _agrees(value, reason, example):
            got = reason or f"{value:.10g}"
            draft.report("IND303", (*path, "examples", index, "expect"), id=spec.id, got=got, wanted=example.expect)


def _fill(row: object, given: Mapping[str, object], program: Program) -> None:
    for number, variable in enumerate(program.inputs):
        value = given.get(variable.id)
        if isinstance(value, str):
            value = variable.option_code(value)
        if value is not None:
            row[number] = float(value)  # type: ignore[index, arg-type]


def _agrees(value: float, reason: str, example: Example) -> bool:
    if isinstance(example.expect, str):
        return reason == example.expect
    if math.isnan(value):
        return False
    if example.within is not None:
        return abs(value - example.expect) <= example.within
    return math.isclose(value, example.expect, rel_tol=_RELATIVE_TOLERANCE, abs_tol=1e-12)
