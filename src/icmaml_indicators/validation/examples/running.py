"""The examples of a spec, run through the same engine that scores data: one table for all examples of a program."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...formulas import names, parse
from ...formulas.columns import Column, define_columns
from ...formulas.dependence import find_columns_among_others
from ...specs import Draft, Example, Program, every_example, resolve_example, walk_paths
from ...specs.checks.example_meaning import stated_at
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
    """One example: where it stands and which node bears it; of a population, the entity at a place."""

    path: Path
    node: str
    example: Example
    place: int | None = None

    def expected_values(self, key: str) -> dict[str, float | str]:
        """Return what is expected under a key, by node."""
        given: Mapping[str, float | str] = getattr(self.example, key) or {}
        return {name or self.node: figure for name, figure in given.items()}


@dataclass(frozen=True, slots=True)
class ExampleRun:
    """Examples of a program, assessed: example number n stands in row ``made_up.rows[n]``.

    They are all that stand alone, or the entities of one that holds a population.
    """

    cases: Sequence[ExampleCase]
    synthetic: SyntheticTable
    scored: Scored
    is_population: bool = False


def run_examples(program: Program, compiled: CompiledProgram | None = None) -> list[ExampleRun]:
    """Assess the examples of a program as data: those that stand alone, then each population by itself."""
    alone = [ExampleCase(*found) for found in every_example(program) if not found[2].members]
    populations = [
        [ExampleCase(path, node, member, place) for place, member in enumerate(example.members)]
        for path, node, example in every_example(program)
        if example.members
    ]
    found = [_run(program, compiled, alone, is_population=False)] if alone else []
    return found + [_run(program, compiled, cases, is_population=True) for cases in populations]


def alone_among(runs: Sequence[ExampleRun]) -> ExampleRun | None:
    """Return the examples that stand alone; None where there are none."""
    return next((run for run in runs if not run.is_population), None)


def _run(
    program: Program, compiled: CompiledProgram | None, cases: Sequence[ExampleCase], *, is_population: bool
) -> ExampleRun:
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
    compiled = compiled or compile_program(_without_share(program))
    return ExampleRun(
        cases, synthetic, score_synthetic(compiled, synthetic.table, is_population=is_population), is_population
    )


def _without_share(program: Program) -> Program:
    """Return the program that assesses whoever meets its condition: an example gives what its node needs, no more."""
    rule = program.applies
    if rule is None or not rule.shares:
        return program
    kept = None if rule.where is None else rule.model_copy(update=dict.fromkeys(rule.shares))
    return program.model_copy(update={"applies": kept})


def check_examples(draft: Draft) -> list[ExampleRun]:
    """Run every example of a sound draft; add a diagnostic for each that does not give what it says."""
    runs = run_examples(draft.program) if draft.program is not None else []
    for run in runs:
        _check_run(draft, run)
    if draft.program is not None and runs:
        _report_unmet(draft, draft.program, runs)
    return runs


def _check_run(draft: Draft, trial: ExampleRun) -> None:
    reader = _Reader(trial)
    compiled = trial.scored.compiled
    trees = compiled.all_trees
    among_others = find_columns_among_others(define_columns(compiled.program, trees), trees.values())
    for number, case in enumerate(trial.cases):
        row = int(trial.synthetic.rows[number])
        for key, kind in COLUMN_OF_KEY.items():
            for name, wanted in case.expected_values(key).items():
                if not trial.is_population and Column(kind, name) in among_others:
                    _report_among_others(draft, case, key, name)
                    continue
                got = reader.read(key, name, row)
                if _agrees(got, wanted, case.example.within):
                    continue
                where, shown = stated_at(case.path, case.place, key, name), _shown(got)
                if key == "expect":
                    draft.report("IND303", where, id=name, got=shown, wanted=wanted)
                else:
                    draft.report("IND328", where, id=name, expectation=key, got=shown, wanted=wanted)


def _report_unmet(draft: Draft, program: Program, runs: Sequence[ExampleRun]) -> None:
    """Tell of conditions that no example meets; examples have no keys of their own, which conditions may ask for."""
    asked: list[tuple[Path, str | None]] = [
        (("populations", number, "where"), each.where) for number, each in enumerate(program.populations)
    ]
    asked += [((*path, "applies"), spec.applies) for path, spec in walk_paths(program)]
    if program.applies is not None:
        asked.append((("applies", "where"), program.applies.where))
    for path, condition in asked:
        if condition is None or "entity" in names(parse(condition)):
            continue
        met = (run.scored.run.populations.evaluate(condition)[0][run.synthetic.rows] == 1 for run in runs)
        if not any(found.any() for found in met):
            draft.report("IND271", path, condition=condition)


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
