"""Times of the main operations of two sides, alternating, as ratios of minima; nothing here judges."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .compare import Side

ROUNDS = 5
SIZES = (51, 2_475, 100_000)


def operations() -> dict[str, Callable[[], object]]:
    """Return what is measured, prepared beforehand."""
    import numpy as np
    import pandas as pd

    import icmaml_indicators as icma

    sindes, cimtra = icma.load("sindes"), icma.load("cimtra@2016")

    def figures_of(rows: int) -> pd.DataFrame:
        """Return that many municipalities, as many in each zone."""
        generator = np.random.default_rng(20141231)
        keys = [f"{1 + n % 32:02d}{1 + n // 32 % 998:03d}" for n in range(rows)]
        figures = {variable.id: np.floor(generator.lognormal(8, 0.7, rows)) for variable in sindes.variables}
        for column in figures.values():
            column[generator.random(rows) < 0.02] = np.nan
        periods = [f"{2014 + n // 31_936}-S1" for n in range(rows)]
        zones = [f"z{n % max(2, rows // 80)}" for n in range(rows)]
        return pd.DataFrame({"entity": keys, "period": periods, **figures, "zone": zones})

    tables = {rows: figures_of(rows) for rows in SIZES}
    scored = {rows: icma.score(sindes, table) for rows, table in tables.items()}
    texts = pd.read_csv("data/cimtra@2016_wide.csv", dtype=str)
    scales = icma.load("programs/scales.yaml")
    rubric = icma.score(cimtra, texts)
    entity, period = rubric.scores.index[0]
    return {
        "load sindes": lambda: icma.load("sindes"),
        "validate cimtra@2016": lambda: icma.validate("cimtra@2016"),
        "validate all, known already": lambda: icma.validate(cache="cache"),
        **{f"score sindes, {rows:,} rows": partial(_score, sindes, table) for rows, table in tables.items()},
        "score cimtra@2016, texts": lambda: icma.score(cimtra, texts).scores,
        "score every scale": lambda: icma.score(scales, "data/scales_wide.csv").scores,
        **{f"benchmark sindes, {rows:,} rows": partial(_compare, found) for rows, found in scored.items()},
        "explain a total of cimtra@2016": lambda: rubric.explain(entity, "total", period).to_json(),
        "diff cimtra@2010 cimtra@2016": lambda: icma.diff("cimtra@2010", "cimtra@2016"),
    }


def _score(program: Any, table: Any) -> None:
    """Score every node."""
    import icmaml_indicators as icma

    icma.score(program, table).coverage.iloc[:1]


def _compare(assessment: Any) -> None:
    """Find statistics and positions."""
    import icmaml_indicators as icma

    found = icma.benchmark(assessment, "zone")
    found.statistics.iloc[:1]
    found.positions_of(found.subjects[0]).iloc[:1]


def serve() -> None:
    """Run an operation for each name that comes in, and say how long it took."""
    known = operations()
    print("\t".join(known), flush=True)
    for line in sys.stdin:
        work = known[line.strip()]
        start = time.perf_counter()
        work()
        print(time.perf_counter() - start, flush=True)


def compare_times(before: Side, after: Side) -> None:
    """Print the least time of each operation on both sides, and their ratio."""
    workers = [_Worker(side) for side in (before, after)]
    names = [name for name in workers[1].names if name in workers[0].names]
    imports: list[list[float]] = [[], []]
    for _ in range(ROUNDS):
        for side, times in zip((before, after), imports, strict=True):
            start = time.perf_counter()
            side.run(["icmaml_indicators", "--version"])
            times.append(time.perf_counter() - start)
    print(f"\n{'least of ' + str(ROUNDS) + ', seconds':<42} {'before':>9} {'after':>9} {'ratio':>7}")
    _print_line("start of the command line", imports)
    for name in names:
        times: list[list[float]] = [[], []]
        for _ in range(ROUNDS):
            for worker, own in zip(workers, times, strict=True):
                own.append(worker.ask(name))
        _print_line(name, times)
    for worker in workers:
        worker.end()


def _print_line(name: str, times: list[list[float]]) -> None:
    old, new = (min(side) for side in times)
    print(f"{name:<42} {old:9.4f} {new:9.4f} {new / old:7.2f}", flush=True)


class _Worker:
    """A process of one side that waits for the next operation."""

    def __init__(self, side: Side) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.net.timing"],
            cwd=side.folder,
            env=side.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in: IO[str] = self._process.stdin
        self._out: IO[str] = self._process.stdout
        self.names = self._out.readline().strip().split("\t")

    def ask(self, name: str) -> float:
        """Return the seconds that an operation takes."""
        self._in.write(f"{name}\n")
        self._in.flush()
        return float(self._out.readline())

    def end(self) -> None:
        """Let the process go."""
        self._in.close()
        self._process.wait()


if __name__ == "__main__":
    serve()
