"""Time and memory of `score` on synthetic data, against a plain pandas loop over the same formulas in the same run.

Usage: ``make benchmark``, or ``python benchmarks/run.py [--benchmark] [rows …]``; with the flag, comparisons among
groups. Figures are synthetic. Times are medians of five;
memory is the peak of a process of its own. Nothing here gates anything: compare ratios taken in one run.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

import icmaml_indicators as icma
from measuring import peak_memory
from plain import pandas_columns
from synthetic import synthetic

REPEATS = 5


def pandas_loop(program: icma.Program, table: pd.DataFrame) -> dict[str, pd.Series]:
    """Compute the same formulas one by one with `DataFrame.eval`, and nothing else."""
    return {indicator.id: table.eval(indicator.formula) for indicator in program.indicators}


def median_time(work: Callable[[], object]) -> float:
    """Return the median of `REPEATS` runs, in seconds."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def measure(rows: int) -> None:
    """Print one line a job."""
    program = icma.load("sindes")
    table = synthetic(program, rows)
    assessment = icma.score(program, table)
    loop, columns = pandas_loop(program, table), pandas_columns(program, table)
    order = np.lexsort((table["period"], table["entity"]))  # an assessment is sorted by entity, then period
    for indicator in program.indicators:  # the same figures, before any time is compared
        mine = assessment.values[indicator.id].to_numpy()
        for theirs in (loop, columns):
            given = np.where(np.isfinite(theirs[indicator.id]), theirs[indicator.id], np.nan)[order]
            kept = (assessment.reasons[indicator.id] != "rejected").to_numpy()  # failed a check between inputs
            if not np.allclose(mine[kept], given[kept], rtol=1e-12, atol=0, equal_nan=True):
                raise SystemExit(f"{indicator.id}: figures differ")
    plan = assessment._scored.compiled.plan(assessment._scored.compiled.trees)
    jobs: dict[str, Callable[[], object]] = {
        "score: intake, checks, formulas, reasons": lambda: icma.score(program, table),
        "score + every node's score": lambda: icma.score(program, table)._scored.book,
        "plan alone: the 108 formulas": lambda: plan.evaluate(
            assessment._scored.table.values, assessment._scored.table.reasons
        ),
        "pandas eval loop, formulas alone": lambda: pandas_loop(program, table),
        "pandas column loop, formulas alone": lambda: pandas_columns(program, table),
    }
    size = f"{rows:,} rows × {len(program.variables)} variables, {len(program.indicators)} indicators"
    print(f"\n{size}, {os.cpu_count()} cores")
    for name, work in jobs.items():
        print(f"  {name:<44} {median_time(work):9.4f} s", flush=True)


def measure_benchmark(rows: int) -> None:
    """Print the times of comparing among 32 groups, against pandas on the same figures in the same run."""
    program = icma.load("sindes")
    assessment = icma.score(program, synthetic(program, rows))
    ready = icma.benchmark(assessment, "state", min_peers=1)
    size = f"{rows:,} rows × {len(ready.subjects)} subjects, {len(ready._comparison.cells.sizes):,} groups in periods"
    print(f"\n{size}, {os.cpu_count()} cores")
    values = assessment.values
    keys = [assessment.attributes["state"].to_numpy(), values.index.get_level_values("period")]
    quantiles = [p / 10 for p in range(1, 10)] + [0.25, 0.75]

    def in_pandas(names: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
        groups = values[names].groupby(keys)
        figures = pd.concat(
            [groups.agg(["count", "mean", "std", "min", "max"]), *(groups.quantile(p) for p in quantiles)], axis=1
        )
        return figures, groups.rank(method="min")

    # pandas takes long: a few indicators stand for all.
    some = [leaf.id for leaf in program.indicators if leaf.direction == "lower"][:6]
    figures, theirs = in_pandas(some)
    mine = ready.positions_of(some)["rank"].to_numpy().reshape(-1, len(some))
    if not np.array_equal(mine, theirs.to_numpy(), equal_nan=True):
        raise SystemExit("ranks differ")
    deciles = ready.statistics.query("indicator == @some[0]").sort_values(["peers", "period"])["d9"]
    if not np.allclose(deciles, figures.iloc[:, 5 * len(some) + 8 * len(some)], rtol=1e-12, equal_nan=True):
        raise SystemExit("deciles differ")
    fresh = icma.benchmark(assessment, "state", min_peers=1)
    ours = once(lambda: fresh._comparison.peer_statistics)
    theirs_time = once(lambda: in_pandas(some)) / len(some) * len(ready.subjects)
    print(f"  {'statistics and positions, as arrays':<44} {ours:9.4f} s", flush=True)
    print(f"  {'fewer of them in pandas, for as many columns':<44} {theirs_time:9.4f} s  ({theirs_time / ours:.1f} ×)")
    tables = once(lambda: (fresh._comparison.lights, fresh.statistics))
    print(f"  {'weighted means, lights, table of statistics':<44} {tables:9.4f} s")
    print(f"  {'table of positions of one indicator':<44} {once(lambda: ready.positions_of(some[0])):9.4f} s")


def once(work: Callable[[], object]) -> float:
    """Return the time of one run, in seconds: large data needs no more."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def synthetic_answers(program: icma.Program, rows: int) -> pd.DataFrame:
    """Return synthetic answers as text, some of them without the evidence that they need, 1 % not checked."""
    generator = np.random.default_rng(20251101)
    data: dict[str, object] = {
        "entity": np.char.zfill((np.arange(rows) % 10_000).astype(str), 5),
        "period": (2000 + np.arange(rows) // 10_000).astype(str),
    }
    for leaf in program.criteria:
        kind = program.nodes[leaf.id].answer
        if kind is not None and kind.options:
            titles = np.array([option.title.es for option in kind.options] + [""], object)
            chances = np.append(np.full(len(kind.options), 0.99 / len(kind.options)), 0.01)
            data[leaf.id] = titles[generator.choice(len(titles), rows, p=chances)]
        else:
            data[leaf.id] = generator.integers(0, 10, rows)
        data[f"{leaf.id}.evidence"] = np.array(["", "https://example.org/evidence"], object)[
            (generator.random(rows) < 0.95).astype(int)
        ]
    for variable in program.variables:
        data[variable.id] = 10.0
    return pd.DataFrame(data)


def measure_rubric(rows: int) -> None:
    """Print the times of a rubric, after its totals were checked against a plain product of marks and points."""
    program = icma.load("cimtra")
    table = synthetic_answers(program, rows)
    assessment = icma.score(program, table)
    worth = np.array([float(program.points_of[leaf.id]) for leaf in program.criteria])
    marks = assessment.scores[[leaf.id for leaf in program.criteria]].to_numpy()
    if not np.allclose(assessment.scores["total"], np.nan_to_num(marks) @ worth / 100, rtol=1e-12):
        raise SystemExit("totals differ")
    print(f"\n{rows:,} evaluations × {len(program.criteria)} criteria with evidence, {os.cpu_count()} cores")
    jobs: dict[str, Callable[[], object]] = {
        "score: intake, evidence, states": lambda: icma.score(program, table),
        "score + every node's score": lambda: icma.score(program, table)._scored.book,
    }
    for name, work in jobs.items():
        print(f"  {name:<44} {median_time(work):9.4f} s", flush=True)


def measure_targets_and_projects(count: int) -> None:
    """Print the times of as many matrix indicators and as many investment projects, figures synthetic."""
    generator = np.random.default_rng(20241231)
    table = pd.DataFrame(
        {
            "municipality": generator.integers(1, 40, count).astype(str),
            "period": "2024",
            "branch": generator.integers(1, 10, count).astype(str),
            "program": generator.integers(1, 20, count).astype(str),
            "level": generator.choice(["Fin", "Propósito", "Componente", "Actividad"], count),
            "component": generator.integers(1, 5, count).astype(str),
            "indicator": np.arange(count).astype(str),
            "direction": generator.choice(["ascendente", "descendente", "regular"], count),
            "baseline": 50.0,
            "target": generator.uniform(60, 100, count),
            "actual": generator.uniform(30, 110, count),
        }
    )
    years = generator.integers(5, 31, count)
    flows = pd.DataFrame(
        {
            "project": np.repeat(np.arange(count).astype(str), years),
            "year": np.concatenate([np.arange(length) for length in years]),
            "flow": generator.normal(120, 60, years.sum()),
        }
    )
    flows.loc[flows["year"] == 0, "flow"] = -1000.0
    print(f"\n{count:,} indicators with targets; {count:,} projects with {len(flows):,} flows, {os.cpu_count()} cores")
    jobs: dict[str, Callable[[], object]] = {
        "score_targets, rolled up": lambda: icma.score_targets(table).groups,
        "appraise, all rates": lambda: icma.appraise(flows).table,
    }
    for name, work in jobs.items():
        print(f"  {name:<44} {median_time(work):9.4f} s", flush=True)


def peak(rows: int) -> None:
    """Print the peak memory of making the data, then of scoring it."""
    program = icma.load("sindes")
    table = synthetic(program, rows)
    before = peak_memory()
    icma.score(program, table)
    after = peak_memory()
    print(f"  peak memory: {before:,.0f} MiB with the data made, {after:,.0f} MiB after score", flush=True)


def main(arguments: list[str]) -> None:
    """Run the measurements asked for."""
    if arguments[:1] == ["--peak"]:
        peak(int(arguments[1]))
        return
    if not arguments:
        measure_rubric(100_000)
        measure_targets_and_projects(100_000)
    if arguments[:1] == ["--benchmark"]:
        for rows in [int(argument) for argument in arguments[1:]] or [10_000, 100_000, 1_000_000]:
            measure_benchmark(rows)
        return
    for rows in [int(argument) for argument in arguments] or [2_478, 1_000_000]:
        measure(rows)
        subprocess.run([sys.executable, __file__, "--peak", str(rows)], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
