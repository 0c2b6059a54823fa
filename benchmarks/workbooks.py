"""Time and size of workbooks and CSV: ``python benchmarks/workbooks.py [rounds]``.

A benchmark and an assessment of 300 municipalities in four periods of the 125 nodes of `sindes`, and of 33,000
entities of 8 nodes, from a scored result. Figures are synthetic: many lie outside of their plausible range, so that
findings take a good part of the workbook. Times are the least of the rounds. Nothing here gates anything.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import icmaml_indicators as icma
from frames import keys_of, make_table, program_of
from synthetic import MUNICIPALITIES, synthetic

ENTITIES, PERIODS, WIDE_ROWS, WIDE_NODES = 300, 4, 33_000, 8


def score_municipalities() -> icma.Assessment:
    """Return synthetic municipalities, with names, scored by the largest program."""
    program = icma.load("sindes")
    table = synthetic(program, MUNICIPALITIES * PERIODS)
    kept = sorted(table["entity"].unique())[:ENTITIES]
    table = table[table["entity"].isin(kept)]
    names = {key: f"Municipio {number}" for number, key in enumerate(kept)}
    return icma.score(program, table.assign(name=table["entity"].map(names)))


def score_many() -> icma.Assessment:
    """Return many entities of few nodes."""
    inputs = WIDE_NODES - 1
    table = make_table("pandas", WIDE_ROWS).iloc[:, : inputs + 2].assign(entity=keys_of(WIDE_ROWS))
    return icma.score(program_of(inputs), table)


def measure(name: str, assessment: icma.Assessment, peers: str | None, rounds: int) -> None:
    """Print the time and the size of each kind of file."""
    fresh: dict[str, Callable[[], icma.Benchmark | icma.Assessment]] = {
        "benchmark": lambda: icma.benchmark(assessment, peers),
        "assessment": lambda: icma.Assessment(assessment._scored),
    }
    with tempfile.TemporaryDirectory() as folder:
        for what, make in fresh.items():
            for suffix in (".xlsx", ".csv"):
                path, times = Path(folder) / f"report{suffix}", []
                for _ in range(rounds):
                    subject = make()
                    start = time.perf_counter()
                    icma.write_report(subject, path, "es")
                    times.append(time.perf_counter() - start)
                size = path.stat().st_size / 1e6
                print(f"{name:<32} {what:<11} {suffix:<6} {min(times):7.2f} s {size:7.1f} MB", flush=True)


def main(arguments: list[str]) -> None:
    """Run the measurements."""
    rounds = int(arguments[0]) if arguments else 3
    measure(f"{ENTITIES} entities × {PERIODS} × 125 nodes", score_municipalities(), "state", rounds)
    measure(f"{WIDE_ROWS:,} entities × {WIDE_NODES} nodes", score_many(), None, rounds)


if __name__ == "__main__":
    main(sys.argv[1:])
