"""Paths to a target through figures: against linear programs, fine grids and hand figures; all scored again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

import icmaml_indicators as icma
from icmaml_indicators.specs import Program
from tests.conftest import HEAD, examples, program
from tests.ledger.programs import SCALES, scales_program

YEARLY = HEAD.replace("semester", "year")


# Figures: a linear program --------------------------------------------------------------------------


def figures(
    count: int, scale: str = "{method: goalposts, low: 0, high: 10}", aggregation: str = "arithmetic_mean"
) -> str:
    text = YEARLY + "variables:\n" + "".join(f"  - {{id: x{n}, title: {{es: x, en: x}}}}\n" for n in range(count))
    text += f"aggregation: {aggregation}\ntree:\n"
    for n in range(count):
        direction = "lower" if n % 2 else "higher"
        text += (
            f"  - {{id: i{n}, title: {{es: x, en: x}}, formula: x{n}, direction: {direction}, weight: {n + 1}, "
            f"scale: {scale}}}\n"
        )
    return text


def table(values: np.ndarray[Any, Any]) -> pd.DataFrame:
    frame = pd.DataFrame(values.copy(), columns=[f"x{n}" for n in range(values.shape[1])])
    frame.insert(0, "entity", [f"{number:05d}" for number in range(1, len(frame) + 1)])
    frame.insert(1, "period", 2024)
    return frame


@examples(40)
@given(st.integers(2, 6), st.integers(0, 10_000), st.floats(0.05, 1.0))
def test_figures_agree_with_a_linear_program(count: int, seed: int, ambition: float) -> None:
    generator = np.random.default_rng(seed)
    values = generator.uniform(0, 10, (8, count)).round(3)
    costs = {f"i{n}": float(generator.uniform(0.5, 3)) for n in range(count)}
    spec = program(figures(count))
    compared = icma.benchmark(icma.score(spec, table(values)))
    own = values[0]
    best = np.array([values[:, n].min() if n % 2 else values[:, n].max() for n in range(count)])
    # Effort 1 is the whole way to the best; each lever gains weight times ten points a unit.
    gains = np.abs(best - own) * 10 * (np.arange(count) + 1) / sum(range(1, count + 1))
    now = float(compared.assessment.scores["total"].iloc[0])
    target = now + ambition * gains.sum() * (1 - 1e-9)
    weights = np.array([costs[f"i{n}"] for n in range(count)])
    oracle = optimize.linprog(weights, A_ub=-gains[None], b_ub=[-(target - now)], bounds=[(0, 1)] * count)
    path = compared.path("00001", to={"score": target}, costs=costs)
    assert path.reachable
    assert path.effort == pytest.approx(oracle.fun, rel=1e-6, abs=1e-7)
    assert path.method == ("exact" if path.effort > 0 else "none")
    moved = table(values)
    for move in path.moves.to_dict("records"):
        moved.loc[0, f"x{move['indicator'][1:]}"] = move["to"]
    assert icma.score(spec, moved).scores["total"].iloc[0] >= target - 1e-8


@pytest.mark.slow
def test_effort_never_falls_when_the_target_rises() -> None:
    generator = np.random.default_rng(5)
    for aggregation in ("arithmetic_mean", "geometric_mean", "harmonic_mean", "min", "median", "max"):
        compared = icma.benchmark(
            icma.score(program(figures(4, aggregation=aggregation)), table(generator.uniform(1, 9, (9, 4))))
        )
        before, last = 0.0, True
        for target in range(10, 100, 10):
            path = compared.path("00003", to={"score": target})
            assert not path.reachable or last  # what cannot be reached stays out of reach
            if path.reachable:
                assert path.effort >= before - 1e-6
                assert path.score_after >= target - 1e-9
                before = path.effort
            last = path.reachable


@pytest.mark.parametrize(
    ("aggregation", "mean"),
    [
        ("geometric_mean", lambda a, b: a ** (1 / 3) * b ** (2 / 3)),
        ("harmonic_mean", lambda a, b: 1 / (1 / (3 * a) + 2 / (3 * b))),
        ("{method: power_mean, power: 0.5}", lambda a, b: (a**0.5 / 3 + 2 * b**0.5 / 3) ** 2),
    ],
)
def test_concave_means_agree_with_a_fine_grid(aggregation: str, mean: Any) -> None:
    values = np.array([[2.0, 9.0], [8.0, 3.0], [5.0, 5.0]])
    compared = icma.benchmark(icma.score(program(figures(2, aggregation=aggregation)), table(values)))
    first, second = np.meshgrid(np.linspace(0, 1, 4001), np.linspace(0, 1, 4001))
    scores = mean(20 + 60 * first, 10 + 60 * second)
    for target in (15, 25, 45, 60):
        path = compared.path("00001", to={"score": target})
        least = float((first + second)[scores >= target].min())
        assert path.method == "exact"
        assert path.effort == pytest.approx(least, abs=1e-3)
        assert path.score_after == pytest.approx(target, abs=1e-6)


@pytest.mark.parametrize("name", SCALES)
def test_every_scale_moves_to_a_value_that_scores_enough(name: str) -> None:
    """Half of what can be gained: the engine's own score of the value found, the population held, is enough."""
    x = pd.DataFrame({"entity": ["00001", "00002", "00003", "00004"], "period": "2014-S1", "x": [1.5, 2.5, 4.0, 8.0]})
    assessment = icma.score(program(scales_program()), x)
    compared = icma.benchmark(assessment)
    direction = SCALES[name][0].split(",")[0]
    entity = {"higher": "00001", "lower": "00004", "target": "00004"}[direction]
    best = {"higher": "00004", "lower": "00001", "target": "00002"}[direction]
    now, most = assessment.scores[name].xs(entity).iloc[0], assessment.scores[name].xs(best).iloc[0]
    target = float(now + (most - now) / 2)
    path = compared.path(entity, to={"score": target}, node=name)
    if now == most:
        assert path.method == "none"
        return
    (move,) = path.moves.to_dict("records")
    assert path.reachable
    assert move["score_to"] >= target - 1e-8
    assert 0 < path.effort <= 1 + 1e-12
    # A little less would not do, but for scales by steps.
    if name not in {
        "place",
        "place_low",
        "beats",
        "share_beaten",
        "part_beaten",
        "share_target",
        "banded",
        "banded_low",
    }:
        assert move["score_to"] == pytest.approx(target, abs=1e-6)
    # Scales whose bounds stand in the spec say the same of the changed data.
    if name in {
        "plain",
        "logged",
        "posts",
        "posts_low",
        "posts_open",
        "ruler",
        "ruler_low",
        "near",
        "banded",
        "banded_low",
        "pieces",
    }:
        changed = x.assign(
            x=[move["to"] if key == entity else value for key, value in zip(x["entity"], x["x"], strict=True)]
        )
        again = icma.score(program(scales_program()), changed).scores[name].xs(entity).iloc[0]
        assert again == pytest.approx(move["score_to"], abs=1e-9)


@pytest.mark.parametrize(("gate", "within"), [("at_least: 50", 1e-6), ("above: 50", 1e-4)])
def test_a_gate_is_passed_by_a_move_that_is_just_enough(gate: str, within: float) -> None:
    """Half of `x0` is asked for, or more than that: the model moves it so far, and the rest by the other figure."""
    spec = program(figures(2).replace("aggregation", f"gates: [{{requires: i0, {gate}, max_score: 40}}]\naggregation"))
    values = np.array([[2.0, 6.0], [9.0, 1.0]])
    path = icma.benchmark(icma.score(spec, table(values))).path("00001", to={"score": 60}, costs={"i0": 9.0})
    assert (path.reachable, path.method) == (True, "exact")
    assert path.score_after >= 60 - 1e-8
    moves = path.moves.set_index("indicator")["score_to"]
    assert moves["i0"] == pytest.approx(50, abs=within)
    assert "above" not in gate or moves["i0"] > 50


@pytest.mark.parametrize(
    ("direction", "bands", "stops"),
    [
        ("higher", "[{score: 0}, {from: 3, score: 50}, {from: 6, score: 100}]", True),
        ("higher", "[{up_to: 3, score: 0}, {up_to: 6, score: 50}, {score: 100}]", False),
        ("lower", "[{score: 100}, {from: 3, score: 50}, {from: 6, score: 0}]", False),
        ("lower", "[{up_to: 3, score: 100}, {up_to: 6, score: 50}, {score: 0}]", True),
    ],
)
def test_a_move_into_a_band_stops_at_its_cut_or_just_beyond(direction: str, bands: str, stops: bool) -> None:
    """A cut is enough where it belongs to the band that is entered; else the least step beyond it is."""
    head = YEARLY + "variables: [{id: x, title: {es: x, en: x}}]\ntree:\n"
    scale = f"scale: {{method: bands, bands: {bands}}}"
    spec = program(head + f"  - {{id: i, title: {{es: x, en: x}}, formula: x, direction: {direction}, {scale}}}\n")
    x = pd.DataFrame({"entity": ["00001", "00002"], "period": 2024, "x": [1.0, 8.0]})
    entity, cut = ("00001", 6.0) if direction == "higher" else ("00002", 3.0)
    path = icma.benchmark(icma.score(spec, x)).path(entity, to={"score": 100})
    (move,) = path.moves.to_dict("records")
    assert (move["score_to"], move["to"] == cut) == (100, stops)
    assert move["to"] == pytest.approx(cut, rel=1e-11)


# Ranks and quarters ----------------------------------------------------------------------------------


@pytest.mark.parametrize("ties", ["min", "max", "average", "dense", "ordinal"])
@pytest.mark.parametrize("node", ["total", "i0", "i1"])
def test_a_rank_is_the_one_that_the_benchmark_gives_afterwards(ties: Any, node: str) -> None:
    generator = np.random.default_rng(11)
    values = generator.integers(0, 11, (9, 2)).astype(float)
    spec = program(figures(2))
    compared = icma.benchmark(icma.score(spec, table(values)), ties=ties)
    for entity in ("00001", "00004", "00008"):
        row = int(entity) - 1
        for rank in (1, 2, 4, 6):
            path = compared.path(entity, to={"rank": rank}, node=node)
            if not path.reachable:
                continue
            assert placed(spec, values, row, path, node, ties=ties)["rank"] <= rank
            for move in path.moves.to_dict("records"):  # a little less is not enough
                less = {**move, "to": move["to"] - 1e-6 * np.sign(move["change"])}
                assert placed(spec, values, row, path, node, less, ties=ties)["rank"] > rank


@pytest.mark.parametrize("quantiles", ["linear", "weibull", "hazen", "median_unbiased", "normal_unbiased"])
@pytest.mark.parametrize("node", ["total", "i0", "i1"])
def test_a_quarter_is_the_one_that_the_benchmark_gives_afterwards(quantiles: Any, node: str) -> None:
    generator = np.random.default_rng(12)
    values = generator.uniform(0, 10, (11, 2)).round(1)
    spec = program(figures(2))
    compared = icma.benchmark(icma.score(spec, table(values)), quantiles=quantiles)
    for entity in ("00001", "00005", "00009"):
        row = int(entity) - 1
        for quarter in (1, 2, 3):
            path = compared.path(entity, to={"quartile": quarter}, node=node)
            assert path.reachable
            assert placed(spec, values, row, path, node, quantiles=quantiles)["quartile"] <= quarter
            for move in path.moves.to_dict("records"):
                less = {**move, "to": move["to"] - 1e-6 * np.sign(move["change"])}
                assert placed(spec, values, row, path, node, less, quantiles=quantiles)["quartile"] > quarter


def placed(
    spec: Program,
    values: np.ndarray[Any, Any],
    row: int,
    path: icma.ImprovementPath,
    node: str,
    other: dict[str, Any] | None = None,
    **options: Any,
) -> pd.Series[Any]:
    """Return the position after the moves, from data that hold them."""
    changed = table(values)
    for move in path.moves.to_dict("records"):
        changed.loc[row, f"x{move['indicator'][1:]}"] = move["to"]
    if other is not None:
        changed.loc[row, f"x{other['indicator'][1:]}"] = other["to"]
    positions = icma.benchmark(icma.score(spec, changed), **options).positions
    return positions.query("indicator == @node and entity == @path.entity").iloc[0]


def test_indicators_without_a_score_have_ranks_all_the_same(safety: icma.Program) -> None:
    data = pd.DataFrame(
        {
            "entity": [f"{n:05d}" for n in range(1, 6)],
            "period": "2014-S1",
            "police": [1, 2, 3, 4, 5],
            "population": 1000,
        }
    ).assign(spending=[50.0, 40.0, 30.0, 20.0, 10.0])
    compared = icma.benchmark(icma.score(safety, data))
    move = compared.path("00001", to={"rank": 2}, node="police_rate").moves.iloc[0]
    assert (move["from"], move["to"], move["effort"], move["limit_value"]) == (1.0, 4.0, 0.75, 5.0)
    with pytest.raises(icma.IcmamlError, match="`police_rate` has no score"):
        compared.path("00001", to={"score": 3}, node="police_rate")
    with pytest.raises(icma.IcmamlError, match="`total` has no place among the peers"):
        compared.path("00001", to={"rank": 3})


# Reach, costs and what is held fixed -----------------------------------------------------------------


def test_reach_limits_costs_and_choice_of_indicators() -> None:
    values = np.array([[1.0, 9.0], [5.0, 5.0], [6.0, 4.0], [9.0, 1.0], [7.0, 3.0]])
    compared = icma.benchmark(icma.score(program(figures(2)), table(values)))
    # i0 alone: 10 → 90 in its score, a third of the total; i1 has two thirds and the same way to go.
    assert compared.path("00001", to={"score": 60}).moves["indicator"].tolist() == ["i1"]
    costly = compared.path("00001", to={"score": 30}, costs={"i1": 5.0})
    assert costly.moves["indicator"].tolist() == ["i0"]
    assert compared.path("00001", to={"score": 30}, fixed=["i1"]).moves["indicator"].tolist() == ["i0"]
    assert compared.path("00001", to={"score": 30}, only=["i0"]).moves["indicator"].tolist() == ["i0"]
    assert not compared.path("00001", to={"score": 90.1}).reachable
    assert compared.path("00001", to={"score": 90.1}, reach="range").reachable
    assert not compared.path("00001", to={"score": 80}, reach="top_quartile").reachable
    top = compared.path("00001", to={"score": 60}, reach="top_quartile").moves.iloc[0]
    assert (top["limit"], top["limit_value"]) == ("top_quartile", 3.0)


def test_figures_never_leave_their_declared_range() -> None:
    text = figures(2).replace("weight: 1,", "weight: 1, range: [0, 6],")
    values = np.array([[1.0, 9.0], [9.0, 5.0]])
    compared = icma.benchmark(icma.score(program(text), table(values)))
    move = compared.path("00001", to={"score": 40}, costs={"i1": 100}).moves.set_index("indicator").loc["i0"]
    assert (move["to"], move["limit"], move["limit_value"]) == (6.0, "range", 6.0)


def test_who_is_there_already_needs_no_move() -> None:
    values = np.array([[9.0, 1.0], [1.0, 9.0]])
    path = icma.benchmark(icma.score(program(figures(2)), table(values))).path("00001", to={"score": 50})
    assert (path.reachable, path.effort, len(path.moves), path.method) == (True, 0.0, 0, "none")
    assert "it is there already" in str(path)


def test_contributions_are_what_the_node_loses_without_the_move() -> None:
    values = np.array([[1.0, 9.0], [9.0, 1.0]])
    path = icma.benchmark(icma.score(program(figures(2)), table(values))).path("00001", to={"score": 85})
    assert path.moves["contribution"].sum() == pytest.approx(path.score_after - path.score_before)
    assert path.moves["gain"].tolist() == pytest.approx((path.moves["score_to"] - path.moves["score_from"]).tolist())


def test_the_one_figure_behind_an_indicator_is_given_in_whole_units() -> None:
    text = (
        YEARLY
        + """\
variables:
  - {id: police, title: {es: P, en: P}, type: integer, range: [0, null]}
  - {id: people, title: {es: H, en: H}, type: integer, kind: context}
tree:
  - {id: rate, title: {es: R, en: R}, formula: police / people * 1000, direction: higher, scale: identity}
"""
    )
    data = pd.DataFrame({"entity": ["00001", "00002"], "period": 2024, "police": [31, 90], "people": [17_000, 20_000]})
    path = icma.benchmark(icma.score(program(text), data)).path("00001", to={"score": 2.5}, node="rate")
    move = path.moves.iloc[0]
    # 2.5 per thousand of 17,000 are 42.5 officers.
    assert (move["input"], move["input_from"], move["input_to"]) == ("police", 31.0, 43.0)
    assert "police: 31 → 43 (+12)" in str(path)


def test_text_html_and_data_say_the_same_and_escape() -> None:
    text = figures(2).replace("{es: x, en: x}, formula: x0", '{es: x, en: "<b>x</b>"}, formula: x0')
    values = np.array([[1.0, 9.0], [9.0, 1.0]])
    path = icma.benchmark(icma.score(program(text), table(values))).path("00001", to={"score": 85})
    assert "of least effort, proved" in str(path)
    assert "&lt;b&gt;x&lt;/b&gt;" in path._repr_html_()
    assert "<b>x" not in path._repr_html_()
    plain = path.to_dict()
    assert plain["target"] == {"score": 85.0}
    assert [move["indicator"] for move in plain["moves"]] == path.moves["indicator"].tolist()
    assert plain["assumptions"] == ["the peers stand still"]


# A better part that may lower the whole --------------------------------------------------------------


def uneven(*lines: tuple[float, float, float]) -> icma.Benchmark:
    """Compare entities by a Mazziotta-Pareto index of three figures that weigh alike."""
    spec = figures(3, aggregation="{method: mazziotta_pareto, penalty: minus}").replace(
        "direction: lower", "direction: higher"
    )
    for weight in (2, 3):
        spec = spec.replace(f"weight: {weight}", "weight: 1")
    return icma.benchmark(icma.score(program(spec), table(np.array(lines))))


def test_a_target_that_all_moves_together_miss_is_searched_for() -> None:
    """Scores of 100, 20 and 20 give 16.2, less than those of 20, 20 and 20."""
    compared = uneven((1, 1, 1), (10, 2, 2))
    assert compared.assessment.scores["total"].iloc[1] == pytest.approx(140 / 3 - (12800 / 9) / (140 / 3))
    path = compared.path("00001", to={"score": 19})
    assert path.reachable
    assert path.method == "best_found"
    moved = np.array([[1.0, 1, 1]])
    for move in path.moves.to_dict("records"):
        moved[0, int(move["indicator"][1:])] = move["to"]
    assert uneven(tuple(moved[0]), (10, 2, 2)).assessment.scores["total"].iloc[0] >= 19 - 1e-8
    beyond = compared.path("00001", to={"score": 40})
    assert not beyond.reachable
    assert "not proved that there is none" in str(beyond) or "no está probado" in str(beyond)


def test_one_figure_alone_stops_where_it_serves_best() -> None:
    """Beside 20 and 20 the index is 80 - 40 √2 (23.43) at its highest, with 44.85, and 16.2 with 100."""
    compared = uneven((1, 2, 2), (10, 2, 2))
    path = compared.path("00001", to={"score": 23}, only=["i0"])
    assert path.reachable
    assert path.method == "best_found"
    assert path.moves["to"].iloc[0] == pytest.approx(3.5)  # M = 25 and Q = 675: 50 - 27
    assert not compared.path("00001", to={"score": 24}, only=["i0"]).reachable
