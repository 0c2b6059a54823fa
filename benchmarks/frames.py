"""Tables as they come beside floats of pandas: ``python benchmarks/frames.py [rows]``, ``--memory [rows]``.

Times, in one run: scoring a table of text beside the same figures as floats, and reading a CSV of about 170 MB (a
million rows by default) beside polars, which reads text without looking at it. With ``--memory``: the peak of scoring a
polars frame of 50 inputs, in a process of its own, beside that of the same figures as one numpy matrix in a frame of
pandas, with and without absent cells. Figures are synthetic. Nothing here gates anything.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import icmaml_indicators as icma
from measuring import least_times, peak_memory

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


def measure_text(rows: int) -> None:
    """Print the times of scoring floats, the same as text, and text of which a part is no plain decimal."""
    program, floats = program_of(INPUTS), make_table("pandas", rows).round(4)
    names = list(floats.columns[2:])
    text = floats.astype(dict.fromkeys(names, "str"))
    odd = text.copy()
    for number, name in enumerate(names):
        odd.loc[odd.index[number::100], name] = ["", "ND", "1,234.5", "12 %", '="5"'][number % 5]
    wanted = icma.score(program, floats).scores
    if not icma.score(program, text).scores.equals(wanted):
        raise SystemExit("scores of text differ")
    runs = [lambda table=table: icma.score(program, table).scores for table in (floats, text, odd)]
    first, *others = (time / 1000 for time in least_times(*runs, rounds=3))
    most = 2 * first + rows * INPUTS / 1e7
    print(
        f"score, {rows:,} rows × {INPUTS} inputs: floats {first:.2f} s; aim for text: ≤ {most:.2f} s (2 × + 1 s / 10⁷)"
    )
    for what, seconds in zip(("text", "text, 1 % of cells odd"), others, strict=True):
        print(f"  {what:<24} {seconds:6.2f} s  ({seconds / first:.2f} ×)", flush=True)


def measure_reading(rows: int) -> None:
    """Print the times of reading a large CSV, plain and with every text in quotes, beside polars."""
    import polars as pl  # noqa: PLC0415

    generator = np.random.default_rng(2)
    table = pl.DataFrame({"entity": keys_of(rows).to_list(), "period": ["2020"] * rows})
    table = table.with_columns(pl.Series(f"v{n}", generator.normal(1e4, 1e3, rows).round(4)) for n in range(16))
    for quotes in ("necessary", "non_numeric"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "table.csv"
            table.write_csv(path, quote_style=quotes)
            size = path.stat().st_size / 1e6
            if not icma.read_data(path)["v3"].equals(pl.read_csv(path, infer_schema=False)["v3"].to_pandas()):
                raise SystemExit("cells differ")
            theirs, ours = least_times(
                lambda path=path: pl.read_csv(path, infer_schema=False),
                lambda path=path: icma.read_data(path),
                rounds=3,
            )
        print(f"read_data, {size:.0f} MB, quotes {quotes}: {ours / 1000:.2f} s, polars {theirs / 1000:.2f} s", end="")
        print(f"  ({ours / theirs:.2f} ×; aim: ≤ 1.5)", flush=True)


def main(arguments: list[str]) -> None:
    """Run the measurements."""
    if arguments[:1] == ["--peak"]:
        peak(arguments[1], int(arguments[2]))
    elif arguments[:1] == ["--memory"]:
        measure_memory(int(arguments[1]) if arguments[1:] else 1_000_000)
    else:
        rows = int(arguments[0]) if arguments else 1_000_000
        measure_text(rows // 10)
        measure_reading(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
