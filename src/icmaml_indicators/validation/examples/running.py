"""The examples of a spec, run through the same engine that scores data: one table for all examples of a program."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...specs import Draft, Example, Program, every_example, resolve_example
from ...specs.parsing.nodes import Path

if TYPE_CHECKING:
    from ...data.synthetic import SyntheticTable
    from ...engine.compiled import CompiledProgram
    from ...scoring.scored import Scored

_RELATIVE_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class ExampleCase:
    """One example: where it stands and which node bears it."""

    path: Path
    node: str
    example: Example

    def expected_values(self, key: str) -> dict[str, float | str]:
        """Return what is expected under a key, by node."""
        given: Mapping[str, float | str] = getattr(self.example, key) or {}
        return {name or self.node: figure for name, figure in given.items()}


@dataclass(frozen=True, slots=True)
class ExampleRun:
    """The examples of a program, assessed: example number n stands in row ``made_up.rows[n]``."""

    cases: Sequence[ExampleCase]
    synthetic: SyntheticTable
    scored: Scored


def run_examples(program: Program, compiled: CompiledProgram | None = None) -> ExampleRun | None:
    """Assess the examples of a program as data; None where it has none."""
    cases = [ExampleCase(*found) for found in every_example(program)]
    if not cases:
        return None
    from ...data.synthetic import SyntheticEntity, build_synthetic_table
    from ...engine.compiled import compile_program
    from ...scoring.evaluation import score_synthetic

    entities = [
        SyntheticEntity(
            resolve_example(program, case.node, case.example.given),
            None if case.example.previous is None else resolve_example(program, case.node, case.example.previous),
            case.example.period,
        )
        for case in cases
    ]
    synthetic = build_synthetic_table(program, entities)
    compiled = compiled or compile_program(program)
    return ExampleRun(cases, synthetic, score_synthetic(compiled, synthetic.table))


def check_examples(draft: Draft) -> ExampleRun | None:
    """Run every example of a sound draft; add a diagnostic for each that does not give what it says."""
    trial = run_examples(draft.program) if draft.program is not None else None
    if trial is None:
        return None
    reader = _Reader(trial)
    for number, case in enumerate(trial.cases):
        row = int(trial.synthetic.rows[number])
        for name, wanted in case.expected_values("expect").items():
            got = reader.result(name, row)
            if not _agrees(got, wanted, case.example.within):
                where = _where(case, "expect", name)
                draft.report("IND303", where, id=name, got=_shown(got), wanted=wanted)
        for key in ("expect_score", "expect_level", "expect_light"):
            for name, wanted in case.expected_values(key).items():
                got = getattr(reader, key.removeprefix("expect_"))(name, row)
                if not _agrees(got, wanted, case.example.within):
                    where = _where(case, key, name)
                    draft.report("IND328", where, id=name, expectation=key, got=_shown(got), wanted=wanted)
    return trial


def _where(case: ExampleCase, key: str, name: str) -> Path:
    return (*case.path, key, name)


class _Reader:
    """Reads single figures out of a trial; scores are worked out only where one is asked for."""

    def __init__(self, trial: ExampleRun) -> None:
        self.scored = trial.scored
        self.place = {leaf.id: number for number, leaf in enumerate(trial.scored.program.indicators)}

    def result(self, name: str, row: int) -> float | str:
        results = self.scored.results
        return _figure(float(results.values[self.place[name], row]), int(results.reasons[self.place[name], row]))

    def score(self, name: str, row: int) -> float | str:
        node = self.scored.book.nodes[name]
        return _figure(float(node.scores[row]), int(node.reasons[row]))

    def level(self, name: str, row: int) -> float | str:
        found = self.scored.book.nodes[name].levels
        code = -1 if found is None else int(found.level[row])
        return self.scored.program.nodes[name].levels[code].id if code >= 0 else "–"

    def light(self, name: str, row: int) -> float | str:
        from ...transforms.attainment import LIGHTS

        return LIGHTS[int(self.scored.target_attainments[name].lights[row])] or "–"


def _figure(value: float, reason: int) -> float | str:
    from ...formulas.reasons import REASON_NAMES

    return REASON_NAMES[reason] if reason else value


def _shown(got: float | str) -> str:
    return got if isinstance(got, str) else f"{got:.10g}"


def _agrees(got: float | str, wanted: float | str, within: float | None) -> bool:
    if isinstance(wanted, str) or isinstance(got, str):
        return got == wanted
    if math.isnan(got):
        return False
    if within is not None:
        # The slack is that of binary fractions: 0.3 lies within 0.1 of 0.2.
        return abs(got - wanted) <= within * (1 + _RELATIVE_TOLERANCE)
    return math.isclose(got, wanted, rel_tol=_RELATIVE_TOLERANCE, abs_tol=1e-12)
