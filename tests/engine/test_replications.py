"""Groups under varied weights: what replications come to is what the program comes to with these weights written."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.engine.compiled import compile_program
from icmaml_indicators.engine.execution import run_schedule
from icmaml_indicators.engine.rescoring.replications import WeightReplicator
from icmaml_indicators.specs import ROOT, Program, TreeNode
from tests.conftest import HEAD, examples, program, reference
from tests.engine.test_rescoring import synthetic

INDEX = (
    HEAD.replace("period: semester", "period: year")
    + """\
scale: {method: min_max}
aggregation: METHOD
missing: {not_reported: skip, not_applicable: skip, undefined: skip, min_coverage: 0.4}
total: {levels: [{id: low, title: {es: Bajo, en: Low}, up_to: 50}, {id: high, title: {es: Alto, en: High}}]}
variables:
  - {id: side, title: {es: Lado, en: Side}, type: category, options: [north, south]}
  - {id: a, title: {es: A, en: A}}
  - {id: b, title: {es: B, en: B}}
  - {id: c, title: {es: C, en: C}}
  - {id: d, title: {es: D, en: D}}
  - {id: e, title: {es: E, en: E}}
tree:
  - id: first
    title: {es: Uno, en: One}
    weight: 2
    FIRST
    children:
      - {id: v, title: {es: V, en: V}, formula: a, direction: higher, weight: 0.3}
      - {id: w, title: {es: W, en: W}, formula: b, direction: lower, weight: 1.5}
      - {id: x, title: {es: X, en: X}, formula: c, direction: higher}
  - id: second
    title: {es: Dos, en: Two}
    children:
      - {id: y, title: {es: Y, en: Y}, formula: d, direction: higher, weight: 3}
      - {id: z, title: {es: Z, en: Z}, formula: e, direction: higher}
"""
)
WEIGHED = ("first", "second", "v", "w", "x", "y", "z")


def figures(rows: int, gaps: float = 0.2) -> pd.DataFrame:
    """Return synthetic figures of entities in two years, some absent."""
    rng = np.random.default_rng(rows)
    table = pd.DataFrame(
        {"entity": [f"e{n // 2}" for n in range(rows)], "period": [str(2020 + n % 2) for n in range(rows)]}
    )
    table["side"] = np.where(rng.random(rows) < 0.5, "north", "south")
    for name in "abcde":
        own = rng.lognormal(size=rows)
        table[name] = np.where(rng.random(rows) < gaps, np.nan, own)
    return table


def with_weights(spec: Program, factors: dict[str, float]) -> Program:
    """Return a program with other weights, each multiplied by what is given."""

    def changed(node: Any) -> Any:
        update: dict[str, Any] = {}
        if node.id in factors:
            factor = Fraction(factors[node.id])
            update = (
                {"weight": float(node.weight * factor)} if node.points is None else {"points": node.points * factor}
            )
        if getattr(node, "children", ()):
            update["children"] = tuple(map(changed, node.children))
        return node.model_copy(update=update)

    given = {name: getattr(spec, name) for name in Program.model_fields}
    return Program.model_construct(**{**given, "tree": tuple(map(changed, spec.tree))})


def replicator(assessment: icma.Assessment, varied: tuple[str, ...], node: str = ROOT) -> WeightReplicator:
    scored = assessment._scored
    return WeightReplicator(scored.schedule, scored.run, varied, node)


@pytest.mark.parametrize(
    ("method", "first"),
    [
        ("arithmetic_mean", ""),
        ("geometric_mean", ""),
        ("sum", ""),
        ("{method: copeland}", ""),
        ("arithmetic_mean", "scale: {method: z_score, over: side}"),
        ("arithmetic_mean", "aggregation: {method: arithmetic_mean, weights: entropy}"),
        ("arithmetic_mean", "gates: [{requires: [v], at_least: 50, max_score: 30}]"),
    ],
)
@given(data=st.data())
@examples(12)
def test_a_replication_is_the_program_with_these_weights(method: str, first: str, data: st.DataObject) -> None:
    text = INDEX.replace("METHOD", method).replace("FIRST", first or "note: {es: Nada, en: Nothing}")
    if first.startswith("aggregation"):  # no weights beside those that are fitted
        text = text.replace(", weight: 0.3", "").replace(", weight: 1.5", "")
    spec, table = program(text), figures(data.draw(st.integers(8, 40)))
    assessment = icma.score(spec, table)
    factor = st.sampled_from([0.0, 0.25, 0.9, 1.0, 1.75])
    fitted = ("v", "w", "x") if first.startswith("aggregation") else ()
    varied = tuple(name for name in WEIGHED if name not in fitted)
    draws = np.array(
        data.draw(st.lists(st.lists(factor, min_size=len(varied), max_size=len(varied)), min_size=1, max_size=4))
    )
    found = replicator(assessment, varied).replicate(draws.T)
    levels = np.array([level.id for level in spec.nodes[ROOT].levels] + [None], object)
    for number, factors in enumerate(draws):
        compiled = compile_program(with_weights(spec, dict(zip(varied, factors.tolist(), strict=True))))
        wanted = run_schedule(compiled, assessment._scored.table).nodes.nodes[ROOT]
        np.testing.assert_allclose(found.scores[number], wanted.scores, rtol=1e-12, atol=1e-11)
        assert found.levels is not None and wanted.levels is not None
        near = np.abs(wanted.scores - 50) < 1e-9
        assert (levels[found.levels[number]] == levels[wanted.levels.level])[~near].all()


@pytest.mark.parametrize("name", ["cimtra", "simed", "icapi", "mdp", "refim", "creditworthiness", "sistema_alertas"])
def test_programs_that_ship_come_to_what_they_do_with_these_weights(name: str) -> None:
    spec = icma.load(name)
    scored = icma.score(spec, synthetic(spec, 12))._scored
    # What points below add up to has no weight of its own to write.
    varied = [
        node.id for node in spec.nodes.values() if node.id in scored.schedule.scored_ids and is_written(spec, node)
    ]
    rng = np.random.default_rng(1)
    factors = np.ones((len(varied), 3))
    factors[:, 1:] = rng.choice([0.5, 1.0, 1.5, 2.0], (len(varied), 2))
    own = WeightReplicator(scored.schedule, scored.run, varied, ROOT)
    assert own.is_possible
    found, declared = own.replicate(factors), scored.book.nodes[ROOT]
    np.testing.assert_array_equal(found.scores[0], declared.scores)
    if declared.levels is not None:
        assert found.levels is not None
        np.testing.assert_array_equal(found.levels[0], declared.levels.level)
    for number in (1, 2):
        written = with_weights(spec, dict(zip(varied, factors[:, number].tolist(), strict=True)))
        wanted = run_schedule(compile_program(written), scored.table).nodes.nodes[ROOT]
        np.testing.assert_allclose(found.scores[number], wanted.scores, rtol=1e-12, atol=1e-11)


def is_written(spec: Program, node: TreeNode) -> bool:
    return (
        node.parent is not None and node.role == "base" and (node.is_indicator or not spec.nodes[node.parent].adds_up)
    )


def test_weights_of_another_index_are_those_that_were_published() -> None:
    data, lines = reference("asem/input.csv"), reference("asem/imeta.csv")
    imputation = {"methods": "i_mean_grp", "over": "EurAsia_group"}
    imported = icma.import_coinr(data, lines, imputation=imputation, treatment="qTreat")
    assessment = icma.score(imported.program, imported.data)
    drawn = reference("asem/expected/U_noisy_weights_50.csv").astype({"rep": int, "Weight": float})
    by_code = drawn.pivot_table(index="iCode", columns="rep", values="Weight")
    known = {code: name for name, code in imported.codes.items()}
    varied = tuple(known[code] for code in by_code.index if known[code] != ROOT)
    weights = np.array([[float(imported.program.nodes[name].own_weight)] for name in varied])
    factors = by_code.loc[[imported.codes[name] for name in varied]].to_numpy() / weights
    found = replicator(assessment, varied).replicate(factors)
    wanted = reference("asem/expected/U_index_under_noisy_weights_50.csv").set_index("uCode").astype(float)
    columns = [f"X{number}" for number in by_code.columns]
    entities = assessment._scored.table.entities
    np.testing.assert_allclose(found.scores.T, wanted.loc[list(entities), columns], rtol=1e-12)
