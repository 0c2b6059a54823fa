"""The engine beside plain pandas, against its targets: ``python benchmarks/engine.py``.

Figures are equal first; then the least of several alternating runs is told, the ratio to plain pandas, and the target.
Figures are synthetic. ``--memory [rows]`` scores a million rows in this process alone and tells the peak of its memory;
it takes minutes, and so is asked for. Nothing here gates anything.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import pandas as pd

import icmaml_indicators as icma
from icmaml_indicators.engine.execution import run_schedule
from measuring import least_times, peak_memory
from plain import pandas_columns, pandas_scores
from synthetic import synthetic

ROUNDS = 15
BYTES = 8
_HEADINGS = "{:<52} {:>10} {:>10} {:>7} {:>10}"
_LINE = "{:<52} {:>10.2f} {:>10.2f} {:>7.2f} {:>10}"


def squares(count: int) -> icma.Program:
    """Return a program of so many inputs, each of them an indicator between its least and its greatest."""
    variables = [f"  - {{id: v{n}, title: {{es: v, en: v}}, unit: {{es: u, en: u}}}}" for n in range(count)]
    leaves = [
        f"  - {{id: i{n}, title: {{es: i, en: i}}, formula: v{n}, unit: {{es: u, en: u}}, direction: higher}}"
        for n in range(count)
    ]
    head = [
        "spec: 1",
        "id: squares",
        'version: "1"',
        "title: {es: s, en: s}",
        "entity: other",
        "period: year",
        "provenance: user",
        "scale: min_max",
    ]
    return icma.loads("\n".join([*head, "variables:", *variables, "tree:", *leaves]))


def score_again(assessment: icma.Assessment, *, formulas: bool = False) -> object:
    """Score the nodes of an assessment again, from the values of its indicators or from its data."""
    scored = assessment._scored
    given = None if formulas else (scored.results, scored.published)
    return run_schedule(scored.compiled, scored.table, given=given)


def compare(what: str, found: pd.DataFrame, wanted: Mapping[str, pd.Series]) -> None:
    """End where the scores that both have differ."""
    for name, scores in wanted.items():
        if not np.allclose(found[name].to_numpy(), scores.to_numpy(), rtol=1e-9, atol=1e-9, equal_nan=True):
            raise SystemExit(f"{what}: the scores of {name} differ")


def compare_values(what: str, program: icma.Program, found: icma.Assessment, table: pd.DataFrame) -> None:
    """End where a value differs from plain pandas; those that failed a check between inputs are left out."""
    order = np.lexsort((table["period"], table["entity"]))  # an assessment is sorted by entity, then period
    for name, column in pandas_columns(program, table).items():
        given = np.where(np.isfinite(column), column, np.nan)[order]
        kept = (found.reasons[name] != "rejected").to_numpy()
        if not np.allclose(found.values[name].to_numpy()[kept], given[kept], rtol=1e-12, atol=0, equal_nan=True):
            raise SystemExit(f"{what}: the values of {name} differ")


def show(what: str, ours: Callable[[], object], plain: Callable[[], object], target: float) -> None:
    """Print one line: least times, ratio, target."""
    found, beside = least_times(ours, plain, rounds=ROUNDS)
    print(_LINE.format(what, found, beside, found / beside, f"≤ {target:g}"), flush=True)


def measure_frame_to_scores() -> None:
    """Print the times of a small table, as an index of countries has it, from a frame to scores."""
    program = squares(49)
    generator = np.random.default_rng(1)
    figures = pd.DataFrame({f"v{n}": generator.normal(size=51) for n in range(49)})
    table = pd.concat([pd.DataFrame({"entity": [f"e{n:02d}" for n in range(51)], "period": "2024"}), figures], axis=1)

    def plain() -> dict[str, pd.Series]:
        values = {leaf.id: table[f"v{leaf.id[1:]}"] for leaf in program.indicators}
        return pandas_scores(program, values, table["period"])

    assessment = icma.score(program, table)
    compare("51 × 49", assessment.scores, plain())
    show("51 × 49 min-max, from a frame to scores", lambda: icma.score(program, table).scores, plain, 5)
    show("51 × 49 min-max, engine alone", partial(score_again, assessment, formulas=True), plain, 3)


def measure_normalise_and_aggregate(rows: int = 2_475) -> None:
    """Print the times of scales and groups alone, with holes."""
    program = icma.load("sindes", prove=False)
    table = synthetic(program, rows)
    assessment = icma.score(program, table)
    compare_values("values", program, assessment, table)
    values, periods = assessment.values, assessment.values.index.get_level_values("period")
    columns = {name: values[name] for name in values}
    plain = partial(pandas_scores, program, columns, periods)
    what = f"{rows:,} × {len(program.indicators)}, 2 % absent, normalise and aggregate"
    compare(what, assessment.scores, plain())
    show(what, partial(score_again, assessment), plain, 12)


def measure_memory(rows: int) -> None:
    """Print the peak of memory of scoring, data included; scores are compared area by area afterwards."""
    program = icma.load("sindes", prove=False)
    table = synthetic(program, rows, absent=0.01)
    before = peak_memory() * 2**20
    assessment = icma.score(program, table)
    after = peak_memory() * 2**20
    inputs, outputs = len(program.variables), len(program.nodes)
    target = 3 * (inputs + outputs) * BYTES * rows
    print(f"{rows:,} rows × {inputs} inputs, {outputs} outputs, 1 % of inputs absent, float columns of a frame")
    print(f"  peak with the data made {before / 1e9:.2f} GB, after scoring {after / 1e9:.2f} GB", end="")
    print(f", target < {target / 1e9:.2f} GB (3 × (inputs + outputs) × 8 bytes × rows)", flush=True)
    del table
    periods = assessment.values.index.get_level_values("period")
    found = assessment.scores
    for area in program.nodes.values():
        if area.children and area.parent is not None:
            columns = {leaf.id: assessment.values[leaf.id] for leaf in area.children}
            compare("memory", found, pandas_scores(program, columns, periods))
    print("  all scores equal those of plain pandas")


def main(arguments: list[str]) -> None:
    """Print the table, or the peak of memory where it is asked for."""
    if arguments[:1] == ["--memory"]:
        measure_memory(int(arguments[1]) if arguments[1:] else 1_000_000)
        return
    print(f"least of {ROUNDS} alternating runs, milliseconds")
    print(_HEADINGS.format("", "engine", "pandas", "ratio", "target"))
    measure_frame_to_scores()
    measure_normalise_and_aggregate()


if __name__ == "__main__":
    main(sys.argv[1:])
