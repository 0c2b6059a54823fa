"""Properties (`holds`) of indicators: true of every example, and of many made-up inputs; else a counterexample, shrunk.

Where a property has no value (a result that is undefined, an absent input) it says nothing and is passed over; so it is
where the result depends on other entities.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...data.synthetic import SyntheticEntity, SyntheticTable, build_synthetic_table
from ...engine.compiled import CompiledProgram
from ...engine.execution import run_schedule
from ...formulas import RESULT, Call, Expression, names, parse, rename, walk
from ...formulas.columns import Column, define_columns, node_column, reachable
from ...formulas.dependence import find_columns_among_others
from ...formulas.tree import NodeFigure
from ...specs import Draft, Indicator, Variable, below, walk_paths
from ...specs.checks.example_inputs import ExampleInputs
from ...specs.parsing.nodes import Path
from .drawing import draw, edges, is_allowed
from .running import ExampleRun

SAMPLES = 600
_MOST_TURNS = 60
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Property:
    path: Path
    indicator: Indicator
    text: str
    name: str  # of its line in the plan
    reads: tuple[str, ...]


def check_properties(draft: Draft, compiled: CompiledProgram, trial: ExampleRun | None) -> None:
    """Test every property of a sound draft; add a diagnostic for each that a counterexample breaks."""
    program = compiled.program
    known = compiled.all_trees
    among_others = find_columns_among_others(define_columns(program, known), known.values())
    stated = [
        (path, spec, number, text)
        for path, spec in walk_paths(program)
        if isinstance(spec, Indicator) and Column("value", spec.id) not in among_others
        for number, text in enumerate(spec.holds)
    ]
    if not stated:
        return
    found: list[_Property] = []
    trees: dict[str, Expression] = {}
    for path, spec, number, text in stated:
        name = f"{spec.id}.holds.{number}"
        trees[name] = rename(parse(text), RESULT, spec.id)
        reads = dict.fromkeys(compiled.inputs_of(spec.id))
        reads |= dict.fromkeys(name for name in names(trees[name]) if name in program.variable_by_id)
        found.append(_Property((*path, "holds", number), spec, text, name, tuple(reads)))
    _Tester(draft, compiled, trees).run(found, trial)


class _Tester:
    def __init__(self, draft: Draft, compiled: CompiledProgram, trees: dict[str, Expression]) -> None:
        self.draft, self.compiled, self.program = draft, compiled, compiled.program
        self.schedule = compiled.schedule()
        self.columns = define_columns(self.program, compiled.all_trees)
        self.inputs = {variable.id: number for number, variable in enumerate(self.program.inputs)}
        results = tuple(dict.fromkeys(name.partition(".")[0] for name in trees))
        self.trees = trees
        self.plan = compiled.plan(trees, (*trees, *results))
        self.line = {name: number for number, name in enumerate(self.plan.outputs)}

    def run(self, properties: list[_Property], trial: ExampleRun | None) -> None:
        read = {name for one in properties for name in one.reads}
        now = draw(self.program, read, SAMPLES, "now")
        before = draw(self.program, read if {*self.plan.lags, *self.schedule.lags} else (), SAMPLES, "before")
        truth = self.truths(now, before)
        told = self.of_examples(trial)
        for one in properties:
            # An example that breaks its property is told as it stands: somebody wrote it.
            shown = told.get(one.name)
            if shown is None:
                broken = np.flatnonzero(truth(one) == 0.0)
                if not len(broken):
                    continue
                simplest = min(broken, key=lambda row: self.reading_cost(one, now[:, row], before[:, row]))
                shown = self.shrink(one, now[:, simplest], before[:, simplest])
            self.report(one, *shown)

    def truths(self, now: Floats, before: Floats) -> Callable[[_Property], Floats]:
        """Evaluate every property over samples, shape (inputs, samples); 1 true, 0 false, NaN where it says nothing.

        A sample that contradicts a check which names one of its inputs says nothing of a property.
        """
        cells = self.cells_of(now, before)
        values = self.evaluate(cells)
        rules = self.compiled.evaluate_rules(cells.table).values == 0
        wrong = rules[:, cells.rows] | rules[:, cells.earlier_rows]

        def truth(one: _Property) -> Floats:
            concern = [bool({*read}.intersection(one.reads)) for read in self.compiled.rule_inputs]
            return np.where(wrong[concern].any(axis=0), np.nan, values[self.line[one.name]])

        return truth

    def cells_of(self, now: Floats, before: Floats) -> SyntheticTable:
        """Return samples as a table."""
        made = build_synthetic_table(self.program, [SyntheticEntity(ExampleInputs(), ExampleInputs())] * now.shape[1])
        table = made.table
        table.values[:, made.rows], table.values[:, made.earlier_rows] = now, before
        table.reasons[:] = np.where(np.isnan(table.values), table.reasons, np.uint8(0))
        return made

    def evaluate(self, made: SyntheticTable) -> Floats:
        """Return properties and results of made-up entities as they are now."""
        table, step = made.table, self.program.period.step
        lags = {lag: table.earlier(lag * step) for lag in self.plan.lags}
        # Where formulas read scores or periods, these are columns as the inputs are.
        more = len(self.schedule.inputs) > len(self.inputs)
        read = run_schedule(self.compiled, table, fills_gaps=False).columns if more else table
        found: Floats = self.plan.evaluate(read.values, read.reasons, lags).values[:, made.rows]
        return found

    def of_examples(self, trial: ExampleRun | None) -> dict[str, tuple[Floats, Floats]]:
        """Return, for each property that an example of its indicator breaks, the inputs of that example."""
        if trial is None:
            return {}
        table, nowhere = trial.synthetic.table, np.full(len(self.inputs), np.nan)
        broken = self.evaluate(trial.synthetic) == 0.0
        found: dict[str, tuple[Floats, Floats]] = {}
        for number in np.flatnonzero(broken.any(axis=0)):
            row, earlier = int(trial.synthetic.rows[number]), int(trial.synthetic.earlier_rows[number])
            concerned = self.concerned(trial.cases[int(number)].node)
            for name, line in self.line.items():
                owner, dot, _ = name.partition(".")
                if dot and owner in concerned and broken[line, number]:
                    before = table.values[:, earlier] if earlier >= 0 else nowhere
                    found.setdefault(name, (table.values[:, row].copy(), before.copy()))
        return found

    def concerned(self, node: str) -> set[str]:
        """Return the indicators that an example at a node speaks of: itself, or those below."""
        return {node, *(child.id for child in below(self.program.nodes[node]))}

    def shrink(self, one: _Property, now: Floats, before: Floats) -> tuple[Floats, Floats]:
        """Make a counterexample simpler, figure by figure, for as long as it still breaks the property."""
        for _ in range(_MOST_TURNS):
            tries = self.simpler(one, now, before)
            if not tries:
                break
            nows, befores = np.stack([t[0] for t in tries], axis=1), np.stack([t[1] for t in tries], axis=1)
            broken = np.flatnonzero(self.truths(nows, befores)(one) == 0.0)
            if not len(broken):
                break
            best = min(broken, key=lambda number: self.reading_cost(one, *tries[number]))
            now, before = tries[best]
        return now, before

    def simpler(self, one: _Property, now: Floats, before: Floats) -> list[tuple[Floats, Floats]]:
        """Return the counterexample with one figure made simpler, in every way that is known."""
        found = []
        for part, name in self.cells(one):
            number = self.inputs[name]
            for figure in _simpler_figures(self.program.inputs[number], float((now, before)[part][number])):
                changed = (now.copy(), before.copy())
                changed[part][number] = figure
                found.append(changed)
        return found

    def cells(self, one: _Property) -> list[tuple[int, str]]:
        """Return the inputs that a property reads, each with 0 (now) or 1 (the period before)."""
        recipe = self.compiled.plan(self.trees, (one.name, one.indicator.id)).recipe
        read = {
            (int(step.operation == "lag"), recipe.inputs[operand[1]])
            for step in recipe.steps
            for operand in step.operands
            if isinstance(operand, tuple) and operand[0] == "input"
        }
        read |= {(0, recipe.inputs[o[1]]) for o in recipe.outputs.values() if isinstance(o, tuple) and o[0] == "input"}
        read |= {cell for part, name in read for cell in self.cells_behind(part, name)}
        return [(part, name) for part in (0, 1) for name in one.reads if (part, name) in read]

    def cells_behind(self, part: int, name: str) -> list[tuple[int, str]]:
        """Return the inputs that a score, level or statistic rests on, as `cells` does; none of an input."""
        figure = self.schedule.figures.get(name)
        if figure is None:
            return []
        start = node_column(figure) if isinstance(figure, NodeFigure) else Column("statistic", name)
        found = reachable([start], lambda column: self.columns[column].reads if column in self.columns else ())
        formulas = [self.compiled.trees[column.name] for column in found if column.name in self.compiled.trees]
        lagged = any(isinstance(each, Call) and each.function == "lag" for tree in formulas for each in walk(tree))
        sides = (0, 1) if lagged else (part,)
        return [(side, column.name) for column in found if column.kind == "variable" for side in sides]

    def reading_cost(self, one: _Property, now: Floats, before: Floats) -> tuple[float, ...]:
        """Return how hard figures are to read: digits first, then size."""
        figures = [float(side[self.inputs[name]]) for side in (now, before) for name in one.reads]
        return sum(_digits(figure) for figure in figures), float(np.nansum(np.abs(figures)))

    def report(self, one: _Property, now: Floats, before: Floats) -> None:
        outcome = self.evaluate(self.cells_of(now[:, None], before[:, None]))
        got = float(outcome[self.line[one.indicator.id], 0])
        forms = (("{}", now), ("lag({})", before))
        shown = [
            f"{forms[part][0].format(name)} = {self.shown(name, forms[part][1])}" for part, name in self.cells(one)
        ]
        self.draft.report(
            "IND322",
            one.path,
            id=one.indicator.id,
            rule=one.text,
            inputs=", ".join(shown),
            got=_number(got),
        )

    def shown(self, name: str, figures: Floats) -> str:
        variable, figure = self.program.variable_by_id[name], float(figures[self.inputs[name]])
        if variable.choices and not np.isnan(figure):
            return variable.choices[int(figure)].id
        return _number(figure)


def _number(figure: float) -> str:
    return "null" if np.isnan(figure) else f"{figure:.10g}"


def _digits(figure: float) -> int:
    """Return how many digits a figure has that are not trailing zeros."""
    return 0 if np.isnan(figure) or figure == 0 else len(f"{figure:.10g}".partition("e")[0].rstrip("0"))


def _simpler_figures(variable: Variable, figure: float) -> list[float]:
    """Return figures that are simpler than one and that the variable can have."""
    if np.isnan(figure):
        return edges(variable)[:1] if not variable.choices else []
    if variable.choices or variable.type == "boolean":
        return [float(code) for code in range(int(figure))]
    size = 10.0 ** np.floor(np.log10(abs(figure))) if figure else 1.0
    wanted = [*edges(variable), 2.0, 3.0, 10.0, round(figure), np.trunc(figure / size) * size]
    wanted += [size, size / 10.0, figure / 2.0, np.trunc(figure / 2.0), figure - 1.0, float(f"{figure:.2g}"), -figure]
    burden = (_digits(figure), abs(figure))
    return [
        float(other)
        for other in dict.fromkeys(wanted)
        if (_digits(float(other)), abs(float(other))) < burden and is_allowed(variable, float(other))
    ]
