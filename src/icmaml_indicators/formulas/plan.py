"""A recipe bound to numpy: evaluated over cache-sized blocks of rows, on all cores.

Values come first, straight on, absent ones as NaN; why a result is absent is asked only of the rows where it is. Where
every operation of a formula needs all its operands, the reason is the gravest of what it reads; where one selects
(`coalesce`, `if_else`), the formula is worked out again for those rows, with reasons. A block in which something
overflows is worked out with reasons as a whole: what is absent for being too large must not look absent for want of
data.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ..diagnostics.brief import Brief
from .compiling import Operand as RecipeOperand
from .compiling import PlanSteps, Step
from .operations import OPERATIONS, Floats, Operand, Reasons, ValueColumn
from .reasons import NOT_REPORTED, UNDEFINED

BLOCK_ROWS = 8192
Task = TypeVar("Task")
Found = TypeVar("Found")
# One array a column, or a matrix of them.
Columns = Floats | Sequence[Floats]


@dataclass(frozen=True, slots=True, repr=False)
class Evaluation(Brief):
    """What the formulas came to.

    Attributes
    ----------
    values : float64 array, shape (formulas, rows)
        NaN where there is no value.
    reasons : uint8 array, shape (formulas, rows)
        Why there is none; 0 where there is one. See `reasons`.
    """

    values: Floats
    reasons: Reasons


class Plan:
    """All formulas of a program, compiled.

    Parameters
    ----------
    recipe
        From `compile_steps`.
    """

    def __init__(self, recipe: PlanSteps) -> None:
        self.recipe = recipe
        self.inputs = recipe.inputs
        self.outputs = tuple(recipe.outputs)
        self._buffers, self._slots = _assign_buffers(recipe)
        self._dependencies = [_find_dependencies(recipe, operand) for operand in recipe.outputs.values()]
        self._reason_table = _ReasonTable(self._dependencies, len(recipe.inputs))

    def evaluate(
        self,
        values: Columns,
        reasons: Sequence[Reasons] | Reasons | None = None,
        previous: Mapping[int, NDArray[np.intp]] | None = None,
        *,
        block_rows: int = BLOCK_ROWS,
        threads: int | None = None,
    ) -> Evaluation:
        """Evaluate every formula for every row.

        The result is the same, to the bit, whatever the block size and the number of threads: rows do not mix.

        Parameters
        ----------
        values : float64 array, shape (inputs, rows), or a sequence of arrays, shape (rows,)
            NaN where absent.
        reasons : as the values, uint8, optional
            Why values are absent; by default NaN means not reported.
        previous : dict of int to integer array, shape (rows,), optional
            For each number of periods that a formula lags: the row of that earlier period, -1 where there is none.
        block_rows
            Rows a block.
        threads
            How many threads; the cores of the machine by default.
        """
        rows = values.shape[1] if isinstance(values, np.ndarray) else len(values[0])
        if reasons is None:
            reasons = [np.where(np.isnan(column), np.uint8(NOT_REPORTED), np.uint8(0)) for column in values]
        result = Evaluation(np.empty((len(self.outputs), rows)), np.zeros((len(self.outputs), rows), np.uint8))
        starts = range(0, rows, block_rows)
        count = min(threads or os.cpu_count() or 1, len(starts))

        def run(chunk: Sequence[int]) -> None:
            worker = _Worker(self, values, reasons, previous or {}, result, min(block_rows, rows))
            # The error state of numpy belongs to a thread: zero denominators are states here, not errors.
            with np.errstate(all="ignore"):
                for start in chunk:
                    worker.block(start, min(start + block_rows, rows))

        if count <= 1:
            run(starts)
        else:
            with ThreadPoolExecutor(count) as pool:
                list(pool.map(run, [starts[index::count] for index in range(count)]))
        return result

    @property
    def lags(self) -> tuple[int, ...]:
        """How many periods back the formulas read, each number once."""
        return tuple(sorted({step.lag for step in self.recipe.steps if step.operation == "lag"}))


def in_blocks(work: Callable[[slice], None], rows: int) -> None:
    """Do row by row work over blocks of rows, on all cores."""
    spans = [slice(start, min(start + BLOCK_ROWS, rows)) for start in range(0, rows, BLOCK_ROWS)]
    in_parallel(work, spans or [slice(0, 0)], rows)


def in_parallel(work: Callable[[Task], Found], tasks: Iterable[Task], rows: int) -> list[Found]:
    """Do tasks on all cores, or one after the other where a thread would cost more than it gives."""
    tasks = list(tasks)
    if rows <= BLOCK_ROWS or len(tasks) < 2:
        return [work(task) for task in tasks]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, tasks))


def _assign_buffers(recipe: PlanSteps) -> tuple[int, tuple[int, ...]]:
    """Give each step a buffer; one whose last reader has run is used again.

    Returns the number of buffers and the buffer of each step. Steps that are outputs write straight into the result
    and still hold a buffer number of their own (never used again), so that numbering stays simple.
    """
    free: list[int] = []
    slots: list[int] = []
    count = 0
    kept = {operand[1] for operand in recipe.outputs.values() if isinstance(operand, tuple) and operand[0] == "step"}
    ends: dict[int, list[int]] = {}
    for number, last in enumerate(recipe.last_use):
        if number not in kept:
            ends.setdefault(last, []).append(number)
    for number in range(len(recipe.steps)):
        if number in kept:
            slots.append(-1)
        else:
            if not free:
                free.append(count)
                count += 1
            slots.append(free.pop())
        free.extend(slots[done] for done in ends.get(number, ()))
    return count, tuple(slots)


@dataclass(frozen=True, slots=True)
class _Dependencies:
    """What an output rests on: its steps in order, the inputs read (with a lag), and whether a step selects."""

    steps: tuple[int, ...]
    reads: tuple[tuple[int, int], ...]
    selects: bool


def _find_dependencies(recipe: PlanSteps, output: RecipeOperand) -> _Dependencies:
    steps: set[int] = set()
    reads: set[tuple[int, int]] = set()
    waiting: list[tuple[RecipeOperand, int]] = [(output, 0)]
    while waiting:
        operand, lag = waiting.pop()
        if not isinstance(operand, tuple):
            continue
        kind, number = operand
        if kind == "input":
            reads.add((number, lag))
        elif number not in steps:
            steps.add(number)
            step = recipe.steps[number]
            waiting += [(inner, step.lag) for inner in step.operands]
    # A lag is no operation of columns: it reads an input of an earlier row.
    operations = {recipe.steps[number].operation for number in steps} - {"lag"}
    return _Dependencies(
        tuple(sorted(steps)), tuple(sorted(reads)), any(OPERATIONS[name].selects for name in operations)
    )


class _ReasonTable:
    """The gravest reason of what each output reads, all outputs at once."""

    def __init__(self, needs: Sequence[_Dependencies], inputs: int) -> None:
        self.lags = tuple(dict.fromkeys(read for one in needs for read in one.reads if read[1]))
        line = {read: inputs + number for number, read in enumerate(self.lags)}
        reads = [[line.get(read, read[0]) for read in one.reads] for one in needs]
        # Those that read most come first: the further along, the fewer outputs are left.
        order = sorted(range(len(reads)), key=lambda number: -len(reads[number]))
        self.place = np.argsort(np.array(order, np.intp))
        most = len(reads[order[0]]) if reads else 0
        self.rounds = [
            np.array([reads[number][turn] for number in order if len(reads[number]) > turn], np.intp)
            for turn in range(most)
        ]

    def of(self, reasons: Reasons) -> Reasons:
        """Return the reason for each output and row, from those of what is read; undefined where all is present."""
        result = np.full((len(self.place), reasons.shape[1]), UNDEFINED, np.uint8)
        for lines in self.rounds:
            np.maximum(result[: len(lines)], reasons[lines], out=result[: len(lines)])
        return result[self.place]


class _Worker:
    """Runs blocks for one thread, with buffers of its own."""

    def __init__(
        self,
        plan: Plan,
        values: Columns,
        reasons: Sequence[Reasons] | Reasons,
        previous: Mapping[int, NDArray[np.intp]],
        result: Evaluation,
        block_rows: int,
    ) -> None:
        self.plan, self.values, self.reasons, self.previous, self.result = plan, values, reasons, previous, result
        self.buffers = np.empty((plan._buffers, block_rows))
        # The first output that a step is written for; further ones are copies.
        self.home: dict[int, int] = {}
        for row, operand in enumerate(plan.recipe.outputs.values()):
            if isinstance(operand, tuple) and operand[0] == "step":
                self.home.setdefault(operand[1], row)

    def block(self, start: int, stop: int) -> None:
        """Work out every output for some rows."""
        try:
            with np.errstate(over="raise", divide="raise"):
                self.evaluate_values(start, stop)
        except FloatingPointError:
            rows = np.arange(start, stop)
            for row, needs in enumerate(self.plan._dependencies):
                self.store(row, slice(start, stop), self.evaluate_with_reasons(row, needs, rows))
            return
        self.assign_reasons(start, stop)

    def assign_reasons(self, start: int, stop: int) -> None:
        """Give every result of a block that is not there its reason."""
        values, reasons = self.result.values[:, start:stop], self.result.reasons[:, start:stop]
        absent = ~np.isfinite(values)
        if not absent.any():
            return
        np.copyto(values, np.nan, where=absent)
        np.multiply(self.plan._reason_table.of(self.gather_reasons(start, stop)), absent, out=reasons)
        for row, needs in enumerate(self.plan._dependencies):
            if needs.selects and absent[row].any():
                rows = np.flatnonzero(absent[row]) + start
                self.store(row, rows, self.evaluate_with_reasons(row, needs, rows))

    def gather_reasons(self, start: int, stop: int) -> Reasons:
        """Return the reasons of inputs, and of what is read of earlier periods, for a block of rows."""
        lags = self.plan._reason_table.lags
        if isinstance(self.reasons, np.ndarray) and not lags:
            return self.reasons[:, start:stop]
        rows = np.arange(start, stop)
        inputs = (column[start:stop] for column in self.reasons)
        return np.vstack([*inputs, *(self.lag_reasons(number, periods, rows) for number, periods in lags)])

    def evaluate_values(self, start: int, stop: int) -> None:
        """Work out the values, without reasons; raises `FloatingPointError` where something overflows."""
        recipe, span = self.plan.recipe, slice(start, stop)
        columns: list[Floats] = []

        def column_of(operand: RecipeOperand) -> Floats | float:
            if not isinstance(operand, tuple):
                return operand
            kind, number = operand
            return columns[number] if kind == "step" else self.values[number][span]

        for number, step in enumerate(recipe.steps):
            home = self.home.get(number)
            if home is None:
                out = self.buffers[self.plan._slots[number], : stop - start]
            else:
                out = self.result.values[home, span]
            if step.operation == "lag":
                self.lag_values(out, _variable_of(step), step.lag, span)
            else:
                OPERATIONS[step.operation].write_values(out, *map(column_of, step.operands))
            columns.append(out)
        for row, operand in enumerate(recipe.outputs.values()):
            if not (isinstance(operand, tuple) and operand[0] == "step" and self.home[operand[1]] == row):
                self.result.values[row, span] = column_of(operand)

    def evaluate_with_reasons(self, row: int, needs: _Dependencies, rows: NDArray[np.intp]) -> Operand:
        """Work out one output for some rows, with the reasons of all that it is made of."""
        recipe = self.plan.recipe
        columns: dict[int, ValueColumn] = {}

        def operand_of(operand: RecipeOperand) -> Operand:
            if not isinstance(operand, tuple):
                return operand
            kind, number = operand
            if kind == "step":
                return columns[number]
            reasons = self.reasons[number][rows]
            return ValueColumn(self.values[number][rows], reasons if reasons.any() else None)

        with np.errstate(all="ignore"):
            for number in needs.steps:
                step, out = recipe.steps[number], np.empty(len(rows))
                if step.operation == "lag":
                    self.lag_values(out, _variable_of(step), step.lag, rows)
                    reasons: Reasons | None = self.lag_reasons(_variable_of(step), step.lag, rows)
                else:
                    reasons = OPERATIONS[step.operation].write_with_reasons(out, *map(operand_of, step.operands))
                columns[number] = ValueColumn(out, reasons)
            return operand_of(tuple(recipe.outputs.values())[row])

    def store(self, row: int, rows: slice | NDArray[np.intp], found: Operand) -> None:
        """Put an output in its place; a result beyond float64 is undefined."""
        if not isinstance(found, ValueColumn):
            self.result.values[row, rows] = found
            return
        finite = np.isfinite(found.values)
        why = np.zeros(finite.shape, np.uint8) if found.reasons is None else found.reasons
        self.result.values[row, rows] = np.where(finite, found.values, np.nan)
        self.result.reasons[row, rows] = np.where(finite | (why != 0), why, np.uint8(UNDEFINED))

    def lag_values(self, out: Floats, variable: int, periods: int, rows: slice | NDArray[np.intp]) -> None:
        """Write the values of earlier rows; NaN where there is none."""
        if periods not in self.previous:
            out[:] = np.nan
            return
        earlier = self.previous[periods][rows]
        np.take(self.values[variable], earlier, out=out, mode="wrap")
        out[earlier < 0] = np.nan

    def lag_reasons(self, variable: int, periods: int, rows: NDArray[np.intp]) -> Reasons:
        """Return the reasons of earlier rows; not reported where there is none."""
        if periods not in self.previous:
            return np.full(len(rows), NOT_REPORTED, np.uint8)
        earlier = self.previous[periods][rows]
        return np.where(earlier < 0, np.uint8(NOT_REPORTED), self.reasons[variable][earlier])


def _variable_of(step: Step) -> int:
    """Return the input that a lag reads."""
    slot = step.operands[0]
    assert isinstance(slot, tuple)
    return slot[1]
