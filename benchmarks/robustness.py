"""Replications against a loop that scores the program anew each time: ``python benchmarks/robustness.py``.

Of each job the replications beside so many scorings of the same program, one by one (a sample of them, times the
number); places are compared first. Figures are synthetic. Nothing here gates anything.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

import icmaml_indicators as icma
from icmaml_indicators.robustness.uncertainty.draws import Replicator, multiply_weights
from measuring import peak_memory

SAMPLE = 5
_LINE = "{:<64} {:>9} {:>12} {:>8} {:>10}"


def index(areas: int, size: int, rows: int) -> icma.Assessment:
    """Return a synthetic index of so many areas of so many indicators, scored."""
    chance = np.random.default_rng(rows)
    head = ["spec: 1", "id: synthetic", 'version: "1"', "title: {es: Sintético, en: Synthetic}", "entity: other"]
    head += ["period: year", "provenance: user", "scale: min_max", "variables:"]
    names = [(area, number) for area in range(areas) for number in range(size)]
    variables = [f"  - {{id: v{a}_{n}, title: {{es: V, en: V}}}}" for a, n in names]
    tree = ["missing: {not_reported: skip, not_applicable: skip, undefined: skip}", "tree:"]
    for area in range(areas):
        tree += [f"  - id: a{area}", f"    title: {{es: A{area}, en: A{area}}}", "    children:"]
        tree += [
            f"      - {{id: i{area}_{n}, title: {{es: I, en: I}}, formula: v{area}_{n}, direction: higher}}"
            for n in range(size)
        ]
    program = icma.loads("\n".join([*head, *variables, *tree]))
    table = {f"v{a}_{n}": np.where(chance.random(rows) < 0.03, np.nan, chance.lognormal(size=rows)) for a, n in names}
    keys = {"entity": [f"e{number:05d}" for number in range(rows)], "period": "2024"}
    return icma.score(program, pd.DataFrame({**keys, **table}))


def one_by_one(assessment: icma.Assessment, doubt: icma.Uncertainty, draws: int) -> float:
    """Return how long so many scorings take, one by one, from a sample whose scores are compared first."""
    replicator = Replicator(assessment._scored, doubt._study.variation, doubt.seed)
    task = replicator.plan(draws)[0]
    numbers = task.numbers[:SAMPLE]
    factors = replicator.draw_factors(numbers)
    found = replicator.replicate(type(task)(numbers, task.chosen), factors).scores
    weights = doubt._study.variation.weights
    table = assessment._scored.table
    given = dict(zip(table.variables, table.values, strict=True))
    frame = pd.DataFrame({"entity": table.entities, "period": table.periods, **given})
    start = time.perf_counter()
    scores = []
    for draw in factors.T:
        nodes = () if weights is None else weights.nodes
        program = multiply_weights(assessment.program, dict(zip(nodes, draw.tolist(), strict=True)))
        scores.append(icma.score(program, frame).scores["total"].to_numpy())
    taken = (time.perf_counter() - start) * draws / len(numbers)
    if not task.chosen and not np.allclose(found, scores, rtol=1e-9, equal_nan=True):
        raise SystemExit("the scores differ")
    return taken


def main() -> None:
    """Print one line a job."""
    print(_LINE.format("job", "s", "one by one", "ratio", "peak MiB"))
    small, large = index(8, 6, 51), index(9, 12, 2475)
    areas = {"noise": 0.25, "nodes": 1}
    rules = {"scale": ["z_score", "percentile_rank"], "treatment": ["winsorise"], "imputation": ["mean"]}
    jobs: list[tuple[str, icma.Assessment, int, Callable[[], object]]] = [
        ("1,000 draws, weights, 51 x 48", small, 1000, lambda: small.uncertainty(1000)),
        (
            "1,000 draws, weights, 12 sets of rules, 51 x 48",
            small,
            1000,
            lambda: small.uncertainty(1000, alternatives=rules),
        ),
        ("4,608 Sobol' points, weights, 51 x 48", small, 4608, lambda: small.sensitivity(4608 // 58)),
        ("1,000 draws, weights, 2,475 x 108", large, 1000, lambda: large.uncertainty(1000)),
        ("8,000 draws, area weights, 2,475 x 108", large, 8000, lambda: large.uncertainty(8000, weights=areas)),
        ("4,608 Sobol' points, area weights, 2,475 x 108", large, 4608, lambda: large.sensitivity(419, weights=areas)),
    ]
    known = {id(small): small.uncertainty(SAMPLE), id(large): large.uncertainty(SAMPLE)}
    for name, assessment, draws, work in jobs:
        start = time.perf_counter()
        work()
        taken = time.perf_counter() - start
        slow = one_by_one(assessment, known[id(assessment)], draws)
        print(_LINE.format(name, f"{taken:.2f}", f"{slow:.0f}", f"{slow / taken:.0f}", f"{peak_memory():.0f}"))


if __name__ == "__main__":
    main()
