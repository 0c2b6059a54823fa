"""A recipe bound to numpy: evaluated over cache-sized blocks of rows, on all cores."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..diagnostics.brief import Brief
from .compiling import Operand as RecipeOperand
from .compiling import PlanSteps
from .operations import OPERATIONS, Column, Floats, Operand, Reasons
from .reasons import NOT_REPORTED, UNDEFINED

BLOCK_ROWS = 8192


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

    def evaluate(
        self,
        values: Floats,
        reasons: Reasons | None = None,
        previous: Mapping[int, NDArray[np.intp]] | None = None,
        *,
        block_rows: int = BLOCK_ROWS,
        threads: int | None = None,
    ) -> Evaluation:
        """Evaluate every formula for every row.

        The result is the same, to the bit, whatever the block size and the number of threads: rows do not mix.

        Parameters
        ----------
        values : float64 array, shape (inputs, rows)
            NaN where absent.
        reasons : uint8 array, shape (inputs, rows), optional
            Why values are absent; by default NaN means not reported.
        previous : dict of int to integer array, shape (rows,), optional
            For each number of periods that a formula lags: the row of that earlier period, -1 where there is none.
        block_rows
            Rows a block.
        threads
            How many threads; the cores of the machine by default.
        """
        rows = values.shape[1]
        if reasons is None:
            reasons = np.where(np.isnan(values), np.uint8(NOT_REPORTED), np.uint8(0))
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


class _Worker:
    """Runs blocks for one thread, with buffers of its own."""

    def __init__(
        self,
        plan: Plan,
        values: Floats,
        reasons: Reasons,
        previous: Mapping[int, NDArray[np.intp]],
        result: Evaluation,
        block_rows: int,
    ) -> None:
        self.plan, self.values, self.reasons, self.previous, self.result = (
            plan,
            values,
            reasons,
            previous,
            result,
        )
        self.buffers = np.empty((plan._buffers, block_rows))
        # The first output that a step is written for; further ones are copies.
        self.home: dict[int, int] = {}
        for row, operand in enumerate(plan.recipe.outputs.values()):
            if isinstance(operand, tuple) and operand[0] == "step":
                self.home.setdefault(operand[1], row)

    def block(self, start: int, stop: int) -> None:
        recipe = self.plan.recipe
        inputs: dict[int, Column] = {}
        columns: list[Column] = []

        def operand_of(operand: RecipeOperand) -> Operand:
            if not isinstance(operand, tuple):
                return operand
            kind, number = operand
            if kind == "step":
                return columns[number]
            if number not in inputs:
                reasons = self.reasons[number, start:stop]
                inputs[number] = Column(self.values[number, start:stop], reasons if reasons.any() else None)
            return inputs[number]

        for number, step in enumerate(recipe.steps):
            home = self.home.get(number)
            if home is None:
                out = self.buffers[self.plan._slots[number], : stop - start]
            else:
                out = self.result.values[home, start:stop]
            if step.operation == "lag":
                slot = step.operands[0]
                assert isinstance(slot, tuple)
                columns.append(self.lag(out, slot[1], step.lag, start, stop))
                continue
            operands = [operand_of(operand) for operand in step.operands]
            columns.append(Column(out, OPERATIONS[step.operation](out, *operands)))
        for row, operand in enumerate(recipe.outputs.values()):
            in_place = isinstance(operand, tuple) and operand[0] == "step" and self.home[operand[1]] == row
            self.finish(row, operand_of(operand), start, stop, in_place=in_place)

    def lag(self, out: Floats, variable: int, periods: int, start: int, stop: int) -> Column:
        if periods not in self.previous:
            out[:] = np.nan
            return Column(out, np.full(stop - start, NOT_REPORTED, np.uint8))
        rows = self.previous[periods][start:stop]
        none = rows < 0
        np.take(self.values[variable], rows, out=out, mode="wrap")
        reasons = self.reasons[variable][rows]
        if none.any():
            out[none] = np.nan
            reasons[none] = NOT_REPORTED
        return Column(out, reasons if reasons.any() else None)

    def finish(self, row: int, operand: Operand, start: int, stop: int, *, in_place: bool) -> None:
        """Put an output in its place; a result beyond float64 is undefined."""
        out, why = self.result.values[row, start:stop], self.result.reasons[row, start:stop]
        if not isinstance(operand, Column):
            out[:] = operand
            return
        if not in_place:
            out[:] = operand.values
        if operand.reasons is not None:
            why[:] = operand.reasons
        finite = np.isfinite(out)
        if not finite.all():
            out[~finite] = np.nan
            np.copyto(why, np.uint8(UNDEFINED), where=~finite & (why == 0))
