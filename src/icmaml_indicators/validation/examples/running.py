"""The examples of a spec, run through the same engine that scores data: one table for all examples of a program."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...formulas.columns import Column, define_columns, find_columns_among_others
from ...specs import Draft, Example, Program, every_example, resolve_example
from ...specs.model.variables import OWN
from ...specs.parsing.nodes import Path

if TYPE_CHECKING:
    from ...data.synthetic import SyntheticTable
    from ...engine.compiled import CompiledProgram
    from ...scoring.scored import Scored

_RELATIVE_TOLERANCE = 1e-9

# What is expected under each key.
COLUMN_OF_KEY = {"expect": "value", "expect_score": "score", "expect_level": "level", "expect_light": "score"}


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
    compiled = trial.scored.compiled
    trees = compiled.all_trees
    among_others = find_columns_among_others(define_columns(compiled.program, trees), trees.values())
    for number, case in enumerate(trial.cases):
        row = int(trial.synthetic.rows[number])
        for key, kind in COLUMN_OF_KEY.items():
            for name, wanted in case.expected_values(key).items():
                if Column(kind, name) in among_others:
                    _report_among_others(draft, case, key, name)
                    continue
                got = reader.read(key, name, row)
                if _agrees(got, wanted, case.example.within):
                    continue
                where, shown = (*case.path, key, name), _shown(got)
                if key == "expect":
                    draft.report("IND303", where, id=name, got=shown, wanted=wanted)
                else:
                    draft.report("IND328", where, id=name, expectation=key, got=shown, wanted=wanted)
    return trial


def _report_among_others(draft: Draft, case: ExampleCase, key: str, name: str) -> None:
    """Tell that an expectation is of a figure that depends on other entities, at its key."""
    bare = OWN in (getattr(case.example, key) or {})
    at, shown = (case.path, key) if bare else ((*case.path, key), name)
    why_es, why_en = "depende de las demás entidades", "it depends on the other entities"
    draft.report("IND327", at, key=shown, id=name, expectation=key, why_es=why_es, why_en=why_en)


class _Reader:
    """Reads single figures out of a trial; scores are worked out only where one is asked for."""

    def __init__(self, trial: ExampleRun) -> None:
        self.scored = trial.scored
        self.place = {leaf.id: number for number, leaf in enumerate(trial.scored.program.indicators)}

    def read(self, key: str, name: str, row: int) -> float | str:
        """Return what came of what is expected under a key."""
        match key:
            case "expect":
                return self.result(name, row)
            case "expect_score":
                return self.score(name, row)
            case "expect_level":
                return self.level(name, row)
        return self.light(name, row)

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
