"""The plan of 108 formulas beside plain numpy: ``python benchmarks/formulas.py``.

The baseline is what a person writes who wants speed and asks for no reasons: one expression a formula, from the same
tree, over blocks of 8,192 rows, each operation writing into a buffer that is kept. Figures are equal first; then the
least of several alternating runs is told, and the ratio.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from numpy.typing import NDArray

import icmaml_indicators as icma
from icmaml_indicators.engine.compiled import compile_program
from icmaml_indicators.formulas import Call, Constant, Expression, Name
from measuring import least_times

Floats = NDArray[np.float64]
BLOCK = 8192
ROUNDS = 15
SIZES = (51, 2_475, 100_000)
_UFUNCS: dict[str, Callable[..., Floats]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
    "negative": np.negative,
    "abs": np.absolute,
    "min": np.minimum,
    "max": np.maximum,
    "log": np.log,
    "exp": np.exp,
    "sqrt": np.sqrt,
}


class Baseline:
    """Formulas of arithmetic over the rows of a matrix, one after another."""

    def __init__(self, trees: dict[str, Expression], inputs: tuple[str, ...]) -> None:
        self.trees, self.place = trees, {name: number for number, name in enumerate(inputs)}

    def evaluate(self, values: Floats, threads: int = 1) -> Floats:
        """Return the results, shape (formulas, rows)."""
        result = np.empty((len(self.trees), values.shape[1]))
        starts = range(0, values.shape[1], BLOCK)

        def run(chunk: range) -> None:
            with np.errstate(all="ignore"):
                buffers: list[Floats] = [np.empty(BLOCK) for _ in range(16)]
                for start in chunk:
                    block = values[:, start : start + BLOCK]
                    for row, tree in enumerate(self.trees.values()):
                        self.write(tree, block, result[row, start : start + BLOCK], buffers, 0)

        count = min(threads, len(starts))
        if count <= 1:
            run(starts)
        else:
            with ThreadPoolExecutor(count) as pool:
                list(pool.map(run, [starts[index::count] for index in range(count)]))
        return result

    def write(self, node: Expression, block: Floats, out: Floats, buffers: list[Floats], depth: int) -> None:
        """Write one expression into `out`."""
        found = self.operand(node, block, out, buffers, depth)
        if found is not out:
            out[:] = found

    def operand(
        self, node: Expression, block: Floats, out: Floats, buffers: list[Floats], depth: int
    ) -> Floats | float:
        """Return where an expression stands: a constant, a row of the block, or `out`, written now."""
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, Name):
            if node.id in self.place:
                return block[self.place[node.id]]
            return self.operand(self.trees[node.id], block, out, buffers, depth)
        assert isinstance(node, Call)
        if node.function == "lag":
            raise ValueError("the baseline has no lags")
        name = {"sum": "+", "mean": "+"}.get(node.function, node.function)
        first = self.operand(node.args[0], block, out, buffers, depth)
        if len(node.args) == 1 and name not in {"+", "min", "max"}:
            _UFUNCS[name](first, out=out)
            return out
        for argument in node.args[1:]:
            second = self.operand(argument, block, buffers[depth][: len(out)], buffers, depth + 1)
            _UFUNCS[name](first, second, out=out)
            first = out
        if node.function == "mean":
            np.divide(first, float(len(node.args)), out=out)
            return out
        return first


def usable(program: icma.Program, trees: dict[str, Expression]) -> list[str]:
    """Return the formulas that plain arithmetic can say, with all that they read."""
    fine: dict[str, bool] = {}

    def is_fine(node: Expression) -> bool:
        if isinstance(node, Call):
            known = node.function in _UFUNCS or node.function in {"sum", "mean"}
            return known and all(map(is_fine, node.args))
        if isinstance(node, Name) and node.id in trees:
            if node.id not in fine:
                fine[node.id] = is_fine(trees[node.id])
            return fine[node.id]
        return isinstance(node, Name | Constant)

    return [name for name in trees if is_fine(trees[name])]


def main() -> None:
    """Print a line a size."""
    program = icma.load("sindes", prove=False)
    compiled = compile_program(program)
    names = usable(program, compiled.trees)
    trees = {name: compiled.trees[name] for name in names}
    plan = compiled.plan(trees)
    baseline = Baseline(trees, plan.inputs)
    print(f"{len(trees)} of {len(compiled.trees)} formulas, 2 % of inputs absent; least of {ROUNDS}, milliseconds")
    print(f"{'rows':>8} {'threads':>8} {'baseline':>10} {'plan':>10} {'ratio':>7}")
    for rows in SIZES:
        generator = np.random.default_rng(1)
        values = np.floor(generator.lognormal(8, 0.7, (len(plan.inputs), rows)))
        values[generator.random(values.shape) < 0.02] = np.nan
        reasons = np.where(np.isnan(values), np.uint8(3), np.uint8(0))
        threads = min(os.cpu_count() or 1, 2) if rows > BLOCK else 1
        wanted = baseline.evaluate(values, threads)
        wanted[~np.isfinite(wanted)] = np.nan
        found = plan.evaluate(values, reasons, threads=threads).values
        if not np.array_equal(wanted, found, equal_nan=True):
            raise SystemExit("figures differ")
        plain, ours = least_times(
            partial(baseline.evaluate, values, threads),
            partial(plan.evaluate, values, reasons, threads=threads),
            rounds=ROUNDS,
        )
        print(f"{rows:>8,} {threads:>8} {plain:>10.3f} {ours:>10.3f} {ours / plain:>7.2f}", flush=True)


if __name__ == "__main__":
    main()
