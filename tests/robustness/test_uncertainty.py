"""Where entities could have stood: replications against a loop over programs, and against those of COINr."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.engine.compiled import compile_program
from icmaml_indicators.engine.rescoring.replications import WeightReplicator
from icmaml_indicators.reports import render_scorecard
from icmaml_indicators.robustness.uncertainty import draws as replications
from icmaml_indicators.robustness.uncertainty.draws import Replicator
from icmaml_indicators.robustness.uncertainty.monte_carlo import run_study
from icmaml_indicators.robustness.uncertainty.variation import read_variation
from icmaml_indicators.scoring.tables import list_periods
from icmaml_indicators.specs import ROOT
from icmaml_indicators.transforms.score_ranks import ScoreRanker
from tests.conftest import HEAD, examples, program, reference
from tests.engine.test_rescoring import synthetic
from tests.reports.test_scorecard import said

INDEX = (
    HEAD.replace("period: semester", "period: year")
    + """\
scale: {method: min_max}
missing: {not_reported: skip, not_applicable: skip, undefined: skip}
total: {levels: [{id: low, title: {es: Bajo, en: Low}, up_to: 50}, {id: high, title: {es: Alto, en: High}}]}
models:
  - {id: geometric, title: {es: Geométrica, en: Geometric}, aggregation: geometric_mean}
variables:
  - {id: a, title: {es: A, en: A}, range: [0, null]}
  - {id: b, title: {es: B, en: B}}
  - {id: c, title: {es: C, en: C}}
tree:
  - {id: v, title: {es: V, en: V}, formula: a, direction: higher, weight: 2}
  - id: area
    title: {es: Área, en: Area}
    children:
      - {id: w, title: {es: W, en: W}, formula: b, direction: lower, weight: 1.5}
      - {id: x, title: {es: X, en: X}, formula: c, direction: higher}
      - {id: idle, title: {es: Y, en: Y}, formula: c, direction: higher, weight: 0}
"""
)


def index(rows: int = 9, text: str = INDEX) -> icma.Assessment:
    """Return a synthetic index; the figures of an entity in ten are absent, and one is skewed."""
    chance = np.random.default_rng(rows)
    table = pd.DataFrame({"entity": [f"e{number:03d}" for number in range(rows)], "period": "2024"})
    for name in "abc":
        table[name] = chance.lognormal(size=rows) + 1
        table.loc[chance.random(rows) < 0.1, name] = None
    table.loc[0, ["a", "b", "c"]] = [400.0, 2.0, 3.0]
    return icma.score(program(text), table)


def test_places_under_weights_of_another_tool_are_those_that_it_found() -> None:
    data, lines = reference("asem/input.csv"), reference("asem/imeta.csv")
    imputation = {"methods": "i_mean_grp", "over": "EurAsia_group"}
    imported = icma.import_coinr(data, lines, imputation=imputation, treatment="qTreat")
    assessment = icma.score(imported.program, imported.data)
    drawn = reference("asem/expected/U_noisy_weights_50.csv").astype({"rep": int, "Weight": float})
    known = {code: name for name, code in imported.codes.items()}
    weights = drawn.assign(node=drawn["iCode"].map(known)).query("node != 'total'").pivot(index="node", columns="rep", values="Weight")  # fmt: skip
    ranks = assessment.uncertainty(50, weights=weights, level=0.9).ranks.set_index("entity")
    wanted = reference("asem/expected/U_rank_stats_noisy_weights_50.csv").set_index("uCode").astype(float)
    for column, own in {"Mean": "mean", "Median": "median", "Q5": "low", "Q95": "high"}.items():
        np.testing.assert_allclose(ranks.loc[wanted.index, own], wanted[column], atol=1e-9)


def places_one_by_one(assessment: icma.Assessment, found: Replicator, count: int) -> np.ndarray:
    """Return places, replication by replication, each from a program of its own."""
    places = np.full((count, len(assessment.scores)), np.nan)
    for task in found.plan(count):
        factors = found.draw_factors(task.numbers)
        for column, number in enumerate(task.numbers):
            model = found.variation.model_of(task.chosen)
            under = assessment._scored if model is None else replications.score_anew(assessment._scored, model)
            nodes = () if found.variation.weights is None else found.variation.weights.nodes
            spec = replications.multiply_weights(
                under.program, dict(zip(nodes, factors[:, column].tolist(), strict=True))
            )
            scores = icma.score(spec, assessment._scored.table.attributes.assign(**figures_of(assessment))).scores[
                "total"
            ]
            places[number] = scores.rank(ascending=False, method="min").to_numpy()
    return places


def figures_of(assessment: icma.Assessment) -> dict[str, Any]:
    table = assessment._scored.table
    own = {name: table.values[line] for line, name in enumerate(table.variables)}
    return {"entity": table.entities, "period": table.periods, **own}


@given(rows=st.integers(3, 12), seed=st.integers(0, 99), spread=st.sampled_from([0.1, 0.5, 1.0]))
@examples(12)
def test_a_study_is_a_loop_over_programs(rows: int, seed: int, spread: float) -> None:
    assessment = index(rows)
    variation = read_variation(
        assessment._scored, ROOT, spread, None, {"scale": ["z_score"], "treatment": ["winsorise"]}, None
    )
    wanted = places_one_by_one(assessment, Replicator(assessment._scored, variation, seed), 12)
    study = run_study(assessment._scored, variation, 12, seed)
    counts = np.array([[np.count_nonzero(own == place) for place in range(1, rows + 1)] for own in wanted.T])
    np.testing.assert_array_equal(study.distribution.counts[:, :rows], counts)
    known = ~np.isnan(wanted).all(axis=0)
    for share in (0.05, 0.5, 0.95):
        quantiles = np.nanquantile(wanted[:, known], share, axis=0)
        np.testing.assert_allclose(study.distribution.quantile(share)[known], quantiles)
    np.testing.assert_allclose(study.distribution.moments()[0][known], np.nanmean(wanted[:, known], axis=0))


def test_quarters_and_levels_are_those_of_each_replication() -> None:
    assessment = index(40)
    found = assessment.uncertainty(60, weights={"dirichlet": 3.0}, seed=2)
    replicator = Replicator(assessment._scored, found._study.variation, 2)
    (task,) = replicator.plan(60)
    scores = replicator.replicate(task, replicator.draw_factors(task.numbers)).scores
    cuts = [np.nanquantile(scores, share, axis=1)[:, None] for share in (0.25, 0.5, 0.75)]
    quarters = np.where(np.isnan(scores), 0, 4 - sum((scores >= cut - 1e-9).astype(int) for cut in cuts))
    for number in range(1, 5):
        np.testing.assert_allclose(found.quartiles[f"q{number}"], (quarters == number).mean(axis=0))
    levels = found.levels.query("level == 'high'")
    np.testing.assert_allclose(levels["share"], (scores > 50).mean(axis=0), atol=1e-12)
    assert (levels["declared"].to_numpy() == assessment.levels["total"].to_numpy()).all()
    np.testing.assert_allclose(found.scores["mean"], scores.mean(axis=0))
    np.testing.assert_allclose(found.scores["sd"], scores.std(axis=0, ddof=1), atol=1e-12)


def test_other_scales_are_fitted_anew_and_change_places() -> None:
    assessment = index(30)
    declared = assessment.ranks["total"]
    found = assessment.uncertainty(40, weights=None, alternatives={"scale": ["rank"]})
    other = icma.score(program(INDEX.replace("method: min_max", "method: rank")), pd.DataFrame(figures_of(assessment))).ranks["total"]  # fmt: skip
    assert (other != declared).any()
    ends = found.ranks.set_index("entity")[["best", "worst"]]
    np.testing.assert_array_equal(ends["best"], np.minimum(declared, other))
    np.testing.assert_array_equal(ends["worst"], np.maximum(declared, other))
    shifts = found.alternatives.set_index("rule")
    assert shifts.loc["declared", "mean_shift"] == 0
    assert shifts.loc["rank", "mean_shift"] == pytest.approx((other - declared).abs().mean())


def test_nodes_are_left_out_one_at_a_time() -> None:
    assessment = index(20)
    found = assessment.uncertainty(60, weights=None, alternatives={"leave_out": ["v", "w", "x"]})
    assert found.alternatives["rule"].tolist() == ["declared", "v", "w", "x"]
    without = icma.score(program(INDEX.replace("direction: higher, weight: 2}", "direction: higher, role: informational}")), pd.DataFrame(figures_of(assessment)))  # fmt: skip
    shift = (without.ranks["total"] - assessment.ranks["total"]).abs().mean()
    assert found.alternatives.set_index("rule").loc["v", "mean_shift"] == pytest.approx(shift)


READS = INDEX.replace("  - id: area", "  - {id: again, title: {es: Otra vez, en: Again}, formula: score(area) ** 2, direction: higher}\n  - id: area")  # fmt: skip


def test_where_a_formula_reads_a_score_the_program_is_scored_anew() -> None:
    assessment = index(15, READS)
    variation = read_variation(assessment._scored, ROOT, 0.5, None, None, None)
    wanted = places_one_by_one(assessment, Replicator(assessment._scored, variation, 5), 6)
    study = run_study(assessment._scored, variation, 6, 5)
    np.testing.assert_allclose(study.distribution.moments()[0], wanted.mean(axis=0))


def test_noise_in_figures_stays_within_their_range_and_spares_absent_ones() -> None:
    assessment = index(12)
    found = assessment.uncertainty(30, weights=None, error={"a": 1.0})
    assert found.ranks["sd"].max() > 0
    replicator = Replicator(assessment._scored, found._study.variation, 0)
    (task,) = replicator.plan(30)
    noisy = replicator._with_error(replicator._rules(()), 3).scored.table
    own = assessment._scored.table
    line = own.variables.index("a")
    assert np.nanmin(noisy.values[line]) >= 0
    np.testing.assert_array_equal(np.isnan(noisy.values), np.isnan(own.values))
    np.testing.assert_array_equal(np.delete(noisy.values, line, 0), np.delete(own.values, line, 0))
    assert len(task.numbers) == 30


def test_the_same_seed_gives_the_same_bits_whatever_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    assessment = index(25)
    more = {"alternatives": {"scale": ["z_score"]}, "seed": 9}
    first = assessment.uncertainty(700, **more)
    with monkeypatch.context() as patch:
        patch.setattr("os.cpu_count", lambda: 1)
        patch.setattr(replications, "_MOST_FIGURES", 1)
        again = index(25).uncertainty(700, **more)
    for name in ("ranks", "scores", "quartiles", "levels", "alternatives"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(first, name), check_exact=True)
    monkeypatch.setattr(replications, "_STRETCH", 1)
    pd.testing.assert_frame_equal(index(25).uncertainty(700, **more).ranks, first.ranks, check_exact=True)
    assert not assessment.uncertainty(700, **{**more, "seed": 10}).ranks.equals(first.ranks)
    replicator = Replicator(assessment._scored, first._study.variation, 9)
    long, short = (
        {int(n): task.chosen for task in replicator.plan(count) for n in task.numbers} for count in (700, 90)
    )
    assert all(long[number] == chosen for number, chosen in short.items())
    np.testing.assert_array_equal(
        replicator.draw_factors(np.arange(90)), replicator.draw_factors(np.arange(300))[:, :90]
    )


def test_ranks_of_many_replications_are_those_of_each() -> None:
    chance = np.random.default_rng(3)
    scores = chance.integers(0, 6, (50, 30)).astype(float)
    scores[chance.random(scores.shape) < 0.2] = np.nan
    table = index(30)._scored.table
    for falls in (False, True):
        places, quarters = ScoreRanker(list_periods(table), falls=falls).rank(scores)
        wanted = pd.DataFrame(scores).rank(axis=1, ascending=falls, method="min").fillna(0)
        np.testing.assert_array_equal(places, wanted)
        assert quarters is None


def test_shares_are_drawn_about_the_points_that_areas_are_worth() -> None:
    spec = icma.load("cimtra")
    assessment = icma.score(spec, synthetic(spec, 12))
    variation = read_variation(assessment._scored, ROOT, {"dirichlet": 500.0, "nodes": 1}, None, None, None)
    assert variation.weights is not None
    factors = Replicator(assessment._scored, variation, 0).draw_factors(np.arange(400))
    points = np.array([float(spec.points_of[name]) for name in variation.weights.nodes])
    assert len({*points.tolist()}) > 1
    shares = factors * points[:, None] / points.sum()
    np.testing.assert_allclose(shares.sum(axis=0), 1.0)
    np.testing.assert_allclose(shares.mean(axis=1), points / points.sum(), rtol=0.02)


def test_points_that_are_added_up_are_multiplied_below() -> None:
    spec = icma.load("icapi")
    scored = icma.score(spec, synthetic(spec, 10))._scored
    areas = [node.id for node in spec.nodes.values() if node.depth == 1 and node.id in scored.schedule.scored_ids]
    factors = np.linspace(0.5, 2.0, len(areas))
    fast = WeightReplicator(scored.schedule, scored.run, areas, ROOT).replicate(factors[:, None]).scores[0]
    changed = replications.multiply_weights(spec, dict(zip(areas, factors.tolist(), strict=True)))
    slow = replications.score_figures(scored, compile_program(changed), scored.table.values).book.nodes[ROOT].scores
    np.testing.assert_allclose(fast, slow, rtol=1e-12)


def test_what_intervals_rest_on_is_said() -> None:
    assessment = index(5)
    alone = assessment.uncertainty(5).get_notes("en")
    assert alone[0] == "The weights of 4 nodes were varied, each by up to ±25%."
    assert alone[-1].startswith("Only weights were varied") and "do not say that ranks are certain" in alone[-1]
    more = assessment.uncertainty(5, models=True, error=0.02).get_notes("es")
    assert any("`models`: declared, geometric" in said for said in more)
    assert not any("Solo se variaron" in said for said in more)
    assert any("fewer than three entities" in said for said in index(2).uncertainty(5).get_notes("en"))


def test_few_entities_have_places_all_the_same() -> None:
    bands = INDEX.replace("{method: min_max}", "{method: goalposts, low: 0, high: 10}")
    for rows in (1, 2):
        ranks = index(rows, bands).uncertainty(20).ranks
        assert (ranks["n"] == 20).all() and ranks["best"].min() == 1 and ranks["worst"].max() <= rows


def test_an_entity_without_a_score_has_no_place() -> None:
    table = pd.DataFrame(figures_of(index(8)))
    table.loc[3, ["a", "b", "c"]] = None
    found = icma.score(program(INDEX), table).uncertainty(20)
    assert found.ranks.loc[3, "n"] == 0 and found.quartiles.loc[3, "none"] == 1
    assert found.ranks.loc[3, ["rank", "mean", "low", "high", "best", "worst", "same_share"]].isna().all()
    assert found.scores.loc[3, ["score", "mean", "sd", "min", "max"]].isna().all()


@pytest.mark.parametrize(
    ("more", "kind", "said"),
    [
        ({"draws": 0}, icma.IcmamlError, "`draws` must be a whole number from 1"),
        ({"level": 1}, icma.IcmamlError, "`level` must be a number between 0 and 1"),
        ({"seed": -1}, icma.IcmamlError, "`seed` must be"),
        ({"weights": 1.5}, icma.IcmamlError, r"`weights\[noise\]` must be"),
        ({"weights": {"dirichlet": 0}}, icma.IcmamlError, "above 0"),
        ({"weights": {"noise": 0.1, "dirichlet": 3}}, icma.IcmamlError, "must be `noise` or `dirichlet`"),
        ({"weights": {"noise": 0.1, "nodes": ["vv"]}}, icma.UnknownNameError, "did you mean `v`"),
        ({"weights": {"noise": 0.1, "nodes": 7}}, icma.IcmamlError, "must be 1, 2"),
        ({"weights": pd.DataFrame({"one": [1.0, -1.0]}, index=["v", "w"])}, icma.IcmamlError, "`w`, set one: -1.0"),
        ({"weights": pd.DataFrame({"one": [1.0, 1.0]}, index=["v", "v"])}, icma.IcmamlError, "each node once"),
        ({"weights": pd.DataFrame({"one": [1.0]}, index=["q"])}, icma.UnknownNameError, "weighed node"),
        ({"weights": None}, icma.IcmamlError, "nothing is varied"),
        ({"node": "area", "weights": pd.DataFrame({"s": [1.0]}, index=["idle"])}, icma.IcmamlError, "`idle` weighs nothing"),
        ({"models": "geometrical"}, icma.UnknownNameError, "did you mean `geometric`"),
        ({"node": "totals"}, icma.UnknownNameError, "did you mean `total`"),
        ({"alternatives": {"scales": ["z_score"]}}, icma.UnknownNameError, "did you mean `scale`"),
        ({"alternatives": {"scale": []}}, icma.IcmamlError, "must be of the kind list or dict"),
        ({"alternatives": {"scale": ["min_max"]}}, icma.SpecError, "changes nothing"),
        ({"alternatives": {"treatment": ["none"]}}, icma.SpecError, "changes nothing"),
        ({"alternatives": {"scale": ["z_scores"]}}, icma.SpecError, "did you mean `z_score`"),
        ({"alternatives": {"leave_out": ["q"]}}, icma.SpecError, "no node that a model can change"),
        ({"models": True, "alternatives": {"aggregation": ["minimum"]}}, icma.IcmamlError, "varied twice"),
        ({"error": {"z": 0.1}}, icma.UnknownNameError, "variable"),
        ({"error": 2}, icma.IcmamlError, "`error` must be"),
    ],
)  # fmt: skip
def test_what_cannot_be_varied_is_refused(more: dict[str, Any], kind: type[Exception], said: str) -> None:
    with pytest.raises(kind, match=said):
        index(6).uncertainty(**{"draws": 5, **more})


def test_a_node_without_scores_is_refused() -> None:
    with pytest.raises(icma.IcmamlError, match="has no score in any row"):
        icma.score(icma.load("sindes"), {"entity": ["05035"], "period": ["2014-S1"], "population": [1]}).uncertainty(5)


def test_places_among_peers_are_those_of_each_group_alone() -> None:
    assessment = index(24)
    table = pd.DataFrame(figures_of(assessment)).assign(zone=["a", "b", "c"] * 8)
    benchmark = icma.benchmark(icma.score(program(INDEX), table), "zone", min_peers=2)
    doubt = benchmark.uncertainty(50, seed=3)
    replicator = Replicator(benchmark.assessment._scored, doubt._study.variation, 3)
    (task,) = replicator.plan(50)
    scores = replicator.replicate(task, replicator.draw_factors(task.numbers)).scores
    for zone in "abc":
        here = (table.sort_values("entity")["zone"] == zone).to_numpy()
        places = pd.DataFrame(scores[:, here]).rank(axis=1, ascending=False, method="min")
        np.testing.assert_array_equal(doubt.ranks.loc[here, "best"], places.min())
        np.testing.assert_array_equal(doubt.ranks.loc[here, "worst"], places.max())
    positions = benchmark.positions_of(uncertainty=doubt)
    own = positions.query("indicator == 'total'")
    np.testing.assert_array_equal(own["rank"], doubt.ranks["rank"])
    assert (own["rank_low"] <= own["rank_high"]).all()
    assert positions.query("indicator != 'total'")[["rank_low", "rank_high"]].isna().all(axis=None)
    with pytest.raises(icma.IcmamlError, match="that of another comparison"):
        benchmark.positions_of(uncertainty=assessment.uncertainty(5))
    nearest = icma.benchmark(benchmark.assessment, icma.Nearest(("a",), k=3))
    with pytest.raises(icma.IcmamlError, match="peers of its own"):
        nearest.uncertainty(5)


def test_a_scorecard_says_how_firm_the_place_is() -> None:
    table = pd.DataFrame(figures_of(index(24)))
    benchmark = icma.benchmark(icma.score(program(INDEX), table))
    doubt = benchmark.uncertainty(200)
    line = doubt.ranks[doubt.ranks["low"] < doubt.ranks["high"]].iloc[0]
    page = said(render_scorecard(benchmark, "es", own=line["entity"], uncertainty=doubt))
    assert f"pudo quedar entre el lugar {line['low']:.0f} y el {line['high']:.0f} (en 90 % de 200 repeticiones)" in page
    assert "repeticiones" not in said(render_scorecard(benchmark, "es", own="e003"))


def test_whoever_follows_is_told_the_stage() -> None:
    told: list[str] = []
    index(8).uncertainty(5, progress=told.append)
    index(8).sensitivity(2, progress=told.append)
    assert told == ["replications", "replications"]


def test_each_of_many_may_be_left_out() -> None:
    spec = icma.load("cimtra")
    assessment = icma.score(spec, synthetic(spec, 6))
    criteria = [leaf.id for leaf in spec.criteria]
    assert len(criteria) > 127
    variation = read_variation(assessment._scored, ROOT, None, None, {"leave_out": criteria}, None)
    tasks = Replicator(assessment._scored, variation, 0).plan(4000)
    assert {task.chosen for task in tasks} == {(number,) for number in range(len(criteria) + 1)}
