"""Tables of other libraries beside those of pandas: ``python benchmarks/frames.py [rows]``.

The peak of memory of scoring a polars frame of 50 inputs, in a process of its own, beside that of the same figures as
one numpy matrix in a frame of pandas; with and without absent cells. Figures are synthetic. Nothing here gates
anything.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd

import icmaml_indicators as icma
from measuring import peak_memory

INPUTS = 50
MOST_RATIO = 1.2


def program_of(inputs: int) -> icma.Program:
    """Return a program of so many inputs, each of them an indicator between its least and its greatest."""
    lines = ["spec: 1", "id: wide", 'version: "1"', "title: {es: w, en: w}", "entity: other", "period: year"]
    lines += ["provenance: user", "scale: min_max", "variables:"]
    lines += [f"  - {{id: v{n}, title: {{es: v, en: v}}}}" for n in range(inputs)]
    lines += ["tree:"]
    lines += [f"  - {{id: i{n}, title: {{es: i, en: i}}, formula: v{n}, direction: higher}}" for n in range(inputs)]
    return icma.loads("\n".join(lines))


def keys_of(rows: int) -> pd.Series[str]:
    """Return keys of entities as text."""
    return pd.Series(np.char.zfill(np.arange(rows).astype(str), 7))


def make_table(kind: str, rows: int) -> Any:
    """Return figures as a frame of pandas around one matrix, or of polars."""
    matrix = np.random.default_rng(1).normal(size=(rows, INPUTS))
    if kind.endswith("absent"):
        matrix[::100, :] = np.nan
    names = [f"v{n}" for n in range(INPUTS)]
    if kind.startswith("pandas"):
        table = pd.DataFrame(matrix, columns=names)
        table.insert(0, "entity", keys_of(rows))
        table.insert(1, "period", 2020)
        return table
    import polars as pl  # noqa: PLC0415 (the other library needs none of it)

    table = pl.DataFrame({"entity": keys_of(rows).to_list(), "period": 2020} | dict(zip(names, matrix.T, strict=True)))
    return table.fill_nan(None) if kind.endswith("absent") else table


def peak(kind: str, rows: int) -> None:
    """Print the peak of memory once the table is made, and once it is scored, in MiB."""
    table, program = make_table(kind, rows), program_of(INPUTS)
    made = peak_memory()
    scores = icma.score(program, table).scores
    print(made, peak_memory(), float(scores["total"].sum()))


def measure_memory(rows: int) -> None:
    """Print the peaks of both, each in a process of its own, and their ratio."""
    print(f"{rows:,} rows × {INPUTS} inputs, peak of memory in MiB, each in a process of its own")
    for suffix in ("", ", 1 % absent"):
        peaks, totals = {}, set()
        for library in ("pandas", "polars"):
            arguments = [sys.executable, __file__, "--peak", library + suffix, str(rows)]
            said = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout.split()
            peaks[library] = float(said[1])
            totals.add(round(float(said[2]), 6))
            print(f"  {library + suffix:<24} {float(said[0]):9,.0f} made {peaks[library]:9,.0f} scored", flush=True)
        if len(totals) > 1:
            raise SystemExit("scores differ")
        print(f"  {'ratio' + suffix:<24} {peaks['polars'] / peaks['pandas']:9.2f}  (aim: ≤ {MOST_RATIO:g})", flush=True)


def main(arguments: list[str]) -> None:
    """Run the measurements."""
    if arguments[:1] == ["--peak"]:
        peak(arguments[1], int(arguments[2]))
        return
    measure_memory(int(arguments[0]) if arguments else 1_000_000)


if __name__ == "__main__":
    main(sys.argv[1:])
