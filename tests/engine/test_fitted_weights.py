"""Groups whose weights are fitted on the scores of their children, against pandas."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.transforms.weights.fitting import weigh

PLAIN = {"es": "Cifra", "en": "Figure"}
PARTS = ("a", "b", "c", "d")
YEARS = ("2020", "2021")


def leaf(name: str, formula: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "title": PLAIN, "formula": formula, "direction": "higher", "scale": "identity"} | more


def spec(aggregation: Any = None, children: Any = None, **more: Any) -> icma.Program:
    """Return a program of one group of four parts, taken as they are, with further keys for the group."""
    children = children or [leaf(f"i_{part}", part) for part in PARTS]
    group = {"id": "g", "title": PLAIN, "aggregation": aggregation or {"method": "arithmetic_mean", "weights": "pca"}}
    variables: list[dict[str, Any]] = [{"id": part, "title": PLAIN} for part in PARTS]
    variables.append({"id": "zone", "title": PLAIN, "type": "category", "options": ["urban", "rural"]})
    program = {
        "spec": 1, "id": "sample", "version": "1", "title": PLAIN, "entity": "other", "period": "year",
        "provenance": "user", "variables": variables, "tree": [group | more.pop("group", {}) | {"children": children}],
    }  # fmt: skip
    return icma.loads(json.dumps(program | more), "sample.yaml")


@pytest.fixture
def data() -> pd.DataFrame:
    random = np.random.default_rng(8)
    common = random.normal(size=(40, 1))
    own = 50 + np.array([8.0, 6, 7, 3]) * common + random.normal(size=(40, 4)) * [4.0, 9, 5, 6]
    table = pd.DataFrame(own, columns=list(PARTS))
    table.insert(0, "entity", [f"e{number:02d}" for number in range(20)] * 2)
    table.insert(1, "period", np.repeat(YEARS, 20))
    table["zone"] = np.where(np.arange(40) % 3 == 0, "rural", "urban")
    return table


def loadings(figures: pd.DataFrame) -> np.ndarray[Any, Any]:
    """Return the squared loadings on the first component, of complete rows."""
    whole = figures[list(PARTS)].dropna()
    _, _, vectors = np.linalg.svd(((whole - whole.mean()) / whole.std()).to_numpy())
    return np.asarray(vectors[0] ** 2)


def told(found: icma.Assessment, code: str) -> list[str]:
    return found.findings.query("code == @code")["message"].tolist()


def score_of(found: icma.Assessment) -> pd.Series:
    return found.scores["g"]


def test_each_period_has_weights_of_its_own(data: pd.DataFrame) -> None:
    found = icma.score(spec(), data)
    figures = data.set_index(["entity", "period"])[list(PARTS)]
    for year in YEARS:
        own = figures.xs(year, level="period")
        wanted = own @ loadings(own)
        np.testing.assert_allclose(score_of(found).xs(year, level="period")[own.index], wanted)
    assert told(found, "IND752") == [
        "weights by `pca`, of the rows in which each part has a score: 2020: 20/20, 2021: 20/20"
    ]
    weights = found.weights.query("parent == 'g' and population == '2021'")
    assert weights["weight"].tolist() == pytest.approx(loadings(figures.xs("2021", level="period")))
    assert weights["share"].tolist() == pytest.approx(weights["weight"].tolist())
    assert weights["share_of_total"].tolist() == weights["share"].tolist()
    assert weights["declared"].isna().all()


@pytest.mark.parametrize("over", ["all", "zone"])
def test_the_population_is_the_one_that_is_named(data: pd.DataFrame, over: str) -> None:
    found = icma.score(spec({"method": "arithmetic_mean", "weights": "pca", "over": over}), data)
    for _, own in data.groupby(np.zeros(40) if over == "all" else ["zone", "period"]):
        wanted = own.set_index(["entity", "period"])[list(PARTS)] @ loadings(own)
        np.testing.assert_allclose(score_of(found)[wanted.index], wanted)


def test_rows_outside_of_a_population_get_its_weights(data: pd.DataFrame) -> None:
    rule = {"method": "arithmetic_mean", "weights": "pca", "over": "towns"}
    found = icma.score(spec(rule, populations=[{"id": "towns", "where": 'zone == "urban"'}]), data)
    for year in YEARS:
        own = data[data["period"] == year].set_index(["entity", "period"])
        wanted = own[list(PARTS)] @ loadings(own[own["zone"] == "urban"])
        np.testing.assert_allclose(score_of(found)[wanted.index], wanted)


@pytest.mark.parametrize("policy", ["skip", "propagate", "zero"])
def test_weights_rest_on_complete_rows_and_the_policy_stays_what_it_is(data: pd.DataFrame, policy: str) -> None:
    data.loc[[3, 7, 25], ["a", "c", "d"]] = None
    data.loc[10, "b"] = None
    found = icma.score(spec(group={"missing": {"not_reported": policy}}), data)
    assert told(found, "IND752")[0].endswith("2020: 17/20, 2021: 19/20")
    own = data[data["period"] == "2020"].set_index("entity")[list(PARTS)]
    weights, scores = loadings(own), score_of(found).xs("2020", level="period")
    left = {"skip": own @ np.zeros(4), "zero": own.fillna(0) @ weights, "propagate": own @ weights}[policy]
    if policy == "skip":
        left = (own * weights).sum(axis=1) / (own.notna() * weights).sum(axis=1)
    np.testing.assert_allclose(scores[left.index], left)
    # Bounds and coverage take the weights that were fitted.
    assert found.coverage["g"]["e03", "2020"] == pytest.approx(weights[1])


@pytest.mark.parametrize("method", ["sum", "geometric_mean", "harmonic_mean", "mazziotta_pareto"])
def test_every_method_that_weighs_takes_them(data: pd.DataFrame, method: str) -> None:
    more = {"penalty": "minus"} if method == "mazziotta_pareto" else {}
    found = icma.score(spec({"method": method, "weights": "pca", "over": "all", **more}), data)
    own, weights = data.set_index(["entity", "period"])[list(PARTS)], loadings(data)
    mean = own @ weights
    wanted = {
        "sum": mean,
        "geometric_mean": np.exp(np.log(own) @ weights),
        "harmonic_mean": 1 / ((1 / own) @ weights),
        "mazziotta_pareto": mean - (own.sub(mean, axis=0) ** 2 @ weights) / mean,
    }[method]
    np.testing.assert_allclose(score_of(found)[wanted.index], wanted)


@pytest.mark.parametrize("method", ["entropy", "critic", "dp2", "equal_effective"])
def test_every_way_to_fit_is_held_and_told(data: pd.DataFrame, method: str) -> None:
    program = spec({"method": "arithmetic_mean", "weights": method})
    own, held = icma.score(program, data), icma.score(program, data, base_period="2020")
    weights = own.weights.query("parent == 'g' and population == '2020'")["weight"].to_numpy()
    figures = data.set_index(["entity", "period"])[list(PARTS)]
    np.testing.assert_allclose(
        weights, weigh(program.nodes["g"].aggregation, figures.xs("2020", level="period").to_numpy().T, np.ones(4))
    )
    np.testing.assert_allclose(score_of(held)[figures.index], figures @ (weights / weights.sum()))
    assert own.weights.query("parent == 'g'")["declared"].notna().all() == (method == "equal_effective")
    assert f'"method": "{method}"' in own.explain("e01", "g").to_json()


def test_equal_weights_are_equal(data: pd.DataFrame) -> None:
    found = icma.score(spec({"method": "arithmetic_mean", "weights": "equal"}), data)
    own = data.set_index(["entity", "period"])[list(PARTS)]
    np.testing.assert_allclose(score_of(found)[own.index], own.mean(axis=1))
    assert found.weights.query("parent == 'g'")["share"].tolist() == [0.25] * 4


# Where there are none ------------------------------------------------------------------------------------


def test_where_weights_cannot_be_told_there_is_no_score_and_a_finding(data: pd.DataFrame) -> None:
    data.loc[data["period"] == "2020", "c"] = 5.0
    found = icma.score(spec(), data)
    assert score_of(found).xs("2020", level="period").isna().all()
    assert score_of(found).xs("2021", level="period").notna().all()
    assert (found.score_reasons["g"].xs("2020", level="period") == "undefined").all()
    (message,) = told(found, "IND753")
    assert (
        message == "there are no weights by `pca` in 2020: the scores of i_c are all equal and correlate with nothing"
    )


@pytest.mark.parametrize("policy", ["skip", "zero"])
def test_no_policy_makes_a_score_of_no_weights(data: pd.DataFrame, policy: str) -> None:
    found = icma.score(spec(group={"missing": {"undefined": policy}}), data[data["entity"] == "e01"])
    assert found.scores[["g", "total"]].isna().all(axis=None)
    assert "fewer than two complete rows" in told(found, "IND753")[0]


def test_rows_whose_population_is_not_known_have_no_score(data: pd.DataFrame) -> None:
    data.loc[4, "zone"] = None
    found = icma.score(spec({"method": "arithmetic_mean", "weights": "pca", "over": "zone"}), data)
    assert found.score_reasons["g"]["e04", "2020"] == "not_reported"


# Elsewhere -----------------------------------------------------------------------------------------------


def test_a_base_period_and_an_earlier_assessment_hold_them(data: pd.DataFrame) -> None:
    own = icma.score(spec(), data)
    held = icma.score(spec(), data, base_period="2020")
    figures = data.set_index(["entity", "period"])[list(PARTS)]
    wanted = figures @ loadings(figures.xs("2020", level="period"))
    np.testing.assert_allclose(score_of(held)[wanted.index], wanted)
    later = icma.score(spec(), data[data["period"] == "2021"], reference=own, reference_period="2020")
    np.testing.assert_array_equal(score_of(later), score_of(held).xs("2021", level="period", drop_level=False))
    assert later.explain("e01", "g").to_dict()["root"]["detail"]["weights"] == {"method": "pca", "population": "2020"}
    again = icma.score(spec(), data[data["period"] == "2021"], reference=later)
    np.testing.assert_array_equal(score_of(again), score_of(later))


def test_a_base_without_weights_gives_no_score(data: pd.DataFrame) -> None:
    data.loc[data["period"] == "2020", "c"] = 5.0
    held = icma.score(spec(), data, base_period="2020")
    assert score_of(held).isna().all()
    assert told(held, "IND753") == ["there are no weights by `pca` in 2020: they are not known"]


def test_the_ledger_names_method_population_and_rows(data: pd.DataFrame) -> None:
    found = icma.score(spec(), data)
    ledger = found.explain("e01", "g", "2020")
    assert ledger.to_dict()["root"]["detail"]["weights"] == {"method": "pca", "population": "2020", "n": 20}
    assert "weights by principal components, 2020, n = 20" in str(ledger)
    shares = [child["share"] for child in ledger.to_dict()["root"]["children"]]
    assert shares == pytest.approx(loadings(data[data["period"] == "2020"]))
    assert str(icma.read_ledger(ledger.to_json())) == str(ledger)


def test_what_ifs_about_a_row_keep_the_weights(data: pd.DataFrame) -> None:
    scored = icma.score(spec(), data)._scored
    leaves = [scored.book.nodes[leaf.id] for leaf in scored.program.indicators]
    scores = np.array([[leaf.scores[5], leaf.scores[5] + 10] for leaf in leaves])
    again = scored.replay(5, scores, np.zeros(scores.shape, np.uint8))
    own = scored.book.nodes["g"].scores[5]
    assert again.nodes["g"].scores.tolist() == [own, pytest.approx(own + 10)]


def test_rounded_scores_that_are_added_up_exactly_are_weighed_exactly(data: pd.DataFrame) -> None:
    exact = icma.score(spec(rounding={"decimals": 0, "parents": "exact"}), data)
    plain = icma.score(spec(), data)
    assert exact.weights["weight"].tolist() == plain.weights["weight"].tolist()
    rounded = icma.score(spec(rounding=0), data)
    assert rounded.weights["weight"].tolist() != plain.weights["weight"].tolist()


def test_a_group_of_groups_is_weighed_once_these_are_there(data: pd.DataFrame) -> None:
    rule = {"method": "arithmetic_mean", "weights": "pca"}
    inner = [
        {"id": f"h_{part}", "title": PLAIN, "aggregation": rule}
        | {"children": [leaf(f"i_{part}{k}", f"{part} + {k} * {PARTS[k]}") for k in range(3)]}
        for part in PARTS
    ]
    found = icma.score(spec(children=inner), data)
    own = found.scores.xs("2020", level="period")
    groups = own[[f"h_{part}" for part in PARTS]].set_axis(list(PARTS), axis=1)
    np.testing.assert_allclose(own["g"], groups @ loadings(groups))
    below = found.weights.query("node == 'i_a0' and population == '2020'").iloc[0]
    above = found.weights.query("node == 'h_a' and population == '2020'").iloc[0]
    assert below["share_of_total"] == pytest.approx(below["share"] * above["share"])


# Specs ---------------------------------------------------------------------------------------------------


def faults(**more: Any) -> list[tuple[str, str]]:
    with pytest.raises(icma.SpecError) as caught:
        spec(**more)
    return [(found.code, found.message("en")) for found in caught.value.diagnostics if found.severity == "error"]


def test_what_cannot_be_fitted_is_refused() -> None:
    fitted = {"method": "arithmetic_mean", "weights": "pca"}
    two = [leaf("i_a", "a + c"), leaf("i_b", "b + d")]
    assert faults(children=two)[0][0] == "IND750"
    assert faults(aggregation={"method": "median", "weights": "pca"})[0][0] == "IND315"
    assert faults(aggregation={"method": "points", "weights": "equal"})[0][0] == "IND315"
    assert faults(aggregation={"method": "sum", "over": "all"})[0][0] == "IND315"
    assert faults(aggregation=fitted | {"over": "zones"})[0] == (
        "IND217",
        "`zones` is no population: `period`, `all`, `entity`, variables with options and those of `populations` are",
    )
    assert faults(aggregation=fitted | {"weights": "pcas"})[0][0] == "IND107"
    weighed = [leaf(f"i_{part}", part, weight=2) for part in PARTS]
    assert [code for code, _ in faults(children=weighed)] == ["IND751"] * 4
    worked_out = [leaf(f"i_{part}", part, weight={"by": "zone", "urban": 1, "rural": 2}) for part in PARTS]
    balanced = {"method": "arithmetic_mean", "weights": "equal_effective"}
    assert [code for code, _ in faults(aggregation=balanced, children=worked_out)] == ["IND751"] * 4


def test_no_formula_reads_a_weight_that_is_fitted() -> None:
    children = [leaf(f"i_{part}", part) for part in PARTS]
    context = {"id": "w", "title": PLAIN, "formula": "weight(i_a)", "direction": "context"}
    assert faults(children=[*children, context])[0] == ("IND216", "`i_a` has no weight of its own: data gives it")


def test_other_weights_are_another_meaning() -> None:
    fitted = {"method": "arithmetic_mean", "weights": "pca"}
    declared, equal = spec("arithmetic_mean"), spec({"method": "arithmetic_mean", "weights": "equal"})
    assert not icma.diff(declared, equal).breaking
    for old, new in ((declared, spec(fitted)), (spec(fitted), spec(fitted | {"over": "all"}))):
        assert [change.code for change in icma.diff(old, new).breaking] == ["IND633"]
