"""The analysis of an index: against second implementations, and where there is little or nothing to analyse."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import icmaml_indicators as icma
from icmaml_indicators.engine.rescoring.replications import WeightReplicator
from icmaml_indicators.robustness.analysis import influence
from icmaml_indicators.robustness.analysis.flags import KINDS
from tests.conftest import HEAD, examples, program
from tests.engine.test_rescoring import synthetic
from tests.net.inputs import write_inputs

TABLES = ("indicators", "correlations", "reliability", "components", "loadings", "effective_weights", "influence")
NAMES = "abcdef"


def spec(more: str = "", scale: str = "min_max", last: str = "f") -> str:
    """Return a program of six indicators: three in one group, two in another, one alone in a third."""
    leaf = "{{id: {0}, title: {{es: A, en: A}}, formula: {1}, direction: {2}}}".format
    groups = {"many": "abc", "two": "de", "one": "f"}
    tree = "".join(
        f"  - id: {name}\n    title: {{es: G, en: G}}\n    children:\n"
        + "".join(
            f"      - {leaf(each, last if each == 'f' else f'x_{each}', 'lower' if each == 'b' else 'higher')}\n"
            for each in inside
        )
        for name, inside in groups.items()
    )
    tree = tree.replace("formula: f,", "formula: x_f,")
    variables = "".join(f"  - {{id: x_{each}, title: {{es: X, en: X}}}}\n" for each in f"{NAMES}s")
    return f"{HEAD.replace('municipality', 'other')}scale: {scale}\nmissing: {{not_reported: skip}}\n{more}variables:\n{variables}tree:\n{tree}"


def scored(rows: Sequence[Sequence[float | None]], text: str | None = None, periods: int = 1) -> icma.Assessment:
    """Score rows of seven figures, the last of them the size of who they are of."""
    table = pd.DataFrame(np.array(rows, float).reshape(-1, 7), columns=[f"x_{each}" for each in f"{NAMES}s"])
    table["entity"] = [f"t{number // periods:03}" for number in range(len(table))]
    table["period"] = [f"{2014 + number % periods}-S1" for number in range(len(table))]
    return icma.score(program(text or spec()), table)


def drawn(count: int, seed: int = 0) -> np.ndarray[Any, Any]:
    r = np.random.default_rng(seed)
    figures = r.normal(size=(count, 7)) + 0.7 * r.normal(size=(count, 1)) + 10
    figures[::7, 1], figures[::5, 3] = np.nan, np.nan
    return figures


def require_reasons(analysis: icma.IndexAnalysis) -> None:
    """Require that every figure that is absent has its reason, and that nothing else has one."""
    for name in TABLES:
        table = getattr(analysis, name)
        figures = table.select_dtypes("number").drop(columns=["shift", "greatest_shift"], errors="ignore")
        pd.testing.assert_series_equal(figures.isna().any(axis=1), table["reason"] != "", check_names=False), name


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(-2, 2).map(float), st.floats(-9, 9)), min_size=7, max_size=7),
        min_size=1,
        max_size=7,
    ),
    st.sampled_from([1, 2]),
    st.sampled_from(["scores", "values", "oriented_values"]),
)
@examples(60)
def test_what_is_absent_has_a_reason_and_nothing_warns(
    rows: list[list[float | None]], periods: int, basis: Any
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        analysis = icma.analyse(scored(rows, periods=periods), basis=basis)
        require_reasons(analysis)
        assert set(analysis.flags["kind"]) <= set(KINDS)
        assert not analysis.flags[["figure", "message"]].isna().any(axis=None)
        for method in ("pca", "entropy", "critic", "dp2", "equal_effective"):
            try:
                program(spec() + analysis.suggest_weights(method).replace("suggested", "s"))
            except icma.IcmamlError as error:
                assert error.code in {"IND799", "SpecError"}, error
        analysis.to_html()


def test_statistics_are_those_of_pandas_and_scipy() -> None:
    figures = drawn(60)
    figures[:20, 2] = 0.0
    found = icma.analyse(scored(figures)).indicators.query("kind == 'value'").set_index("node")
    own = pd.DataFrame(figures[:, :6], columns=list(NAMES))
    for name, wanted in {
        **{"n": own.count(), "min": own.min(), "q1": own.quantile(0.25), "median": own.median()},
        **{"q3": own.quantile(0.75), "max": own.max(), "mean": own.mean(), "sd": own.std()},
        **{
            "skewness": own.skew(),
            "kurtosis": own.kurt(),
            "unique": own.nunique(),
            "non_zero": (own != 0).sum() - own.isna().sum(),
        },
        **{"same": own.apply(lambda column: column.value_counts().max()), "share_available": own.notna().mean()},
    }.items():
        np.testing.assert_allclose(found[name], wanted, rtol=1e-10, err_msg=name)


@pytest.mark.parametrize("basis", ["values", "oriented_values"])
def test_correlations_take_the_rows_that_both_have(basis: Any) -> None:
    figures = drawn(60)
    assessment = scored(figures, spec(last="x_f / x_s"))
    found = icma.analyse(assessment, basis=basis).correlations
    own = pd.DataFrame(figures, columns=list(f"{NAMES}s")).set_index(assessment.scores.index)
    own["b"] *= -1 if basis == "oriented_values" else 1
    own["f"] /= own["s"]
    groups = assessment.scores[["many", "two", "one", "total"]]
    whole = pd.concat([own, groups], axis=1)
    assert found["relation"].value_counts().to_dict() == {
        "siblings": 21,
        "parent": 27,
        "ancestor": 18,
        "denominator": 18,
    }
    for line in found.itertuples():
        if line.relation == "denominator":
            assert line.b == "x_s"
            other, first = figures[:, 6], whole[line.a] * (-1 if (basis, line.a) == ("oriented_values", "b") else 1)
        else:
            other, first = whole[line.b], whole[line.a]
        wanted = pd.Series(first.to_numpy()).corr(pd.Series(np.asarray(other)), method=line.method)
        assert line.r == pytest.approx(wanted, abs=1e-10), line


def test_alpha_by_pairs_by_complete_rows_and_standardised() -> None:
    figures = drawn(60)
    found = icma.analyse(scored(figures), basis="oriented_values").reliability.set_index("group").loc["many"]
    own = pd.DataFrame(figures[:, :3] * [1, -1, 1])
    for key, table in (("alpha", own), ("alpha_complete", own.dropna())):
        covariances = table.cov().to_numpy()
        assert found[key] == pytest.approx(1.5 * (1 - np.trace(covariances) / covariances.sum()), abs=1e-10)
    mean = own.corr().to_numpy()[np.triu_indices(3, 1)].mean()
    assert found["alpha_standardised"] == pytest.approx(3 * mean / (1 + 2 * mean), abs=1e-10)
    assert found["complete"] == len(own.dropna())


def test_components_are_those_of_standardised_figures() -> None:
    figures = drawn(60)
    analysis = icma.analyse(scored(figures), basis="values")
    own = stats.zscore(pd.DataFrame(figures[:, :3]).dropna().to_numpy())
    _, sizes, axes = np.linalg.svd(own / np.sqrt(len(own)), full_matrices=False)
    found = analysis.components.query("group == 'many'")
    np.testing.assert_allclose(found["variance"], sizes**2, atol=1e-12)
    np.testing.assert_allclose(found["cumulative"], np.cumsum(sizes**2) / 3, atol=1e-12)
    loadings = analysis.loadings.query("group == 'many'").pivot(index="component", columns="node", values="loading")
    np.testing.assert_allclose(np.abs(loadings), np.abs(axes), atol=1e-10)
    assert (loadings.sum(axis=1) > 0).all()


def test_components_without_a_direction_say_why() -> None:
    cross = [[1, 0], [-1, 0], [0, 1], [0, -1]]  # two that have nothing to do with one another
    rows = [[1.0 * n, n**2, n**3, *pair, n, 1.0] for n, pair in enumerate(cross)]
    found = icma.analyse(scored(rows), basis="values").loadings
    assert found.query("group == 'two' and component == 1")["reason"].tolist() == ["tied", "tied"]
    few = icma.analyse(scored(rows[:2]), basis="values")
    assert few.components.query("group == 'many'")["variance"].tolist() == [3.0, 0.0, 0.0]
    assert few.loadings.query("group == 'many' and component > 1")["reason"].unique().tolist() == ["no_variance"]


@pytest.mark.parametrize("scale", ["min_max", "z_score", "rank"])
@pytest.mark.parametrize("method", ["arithmetic_mean", "median"])
def test_influence_is_that_of_a_model_which_leaves_the_indicator_out(scale: str, method: str) -> None:
    head = f"total: {{aggregation: {method}}}\n"
    models = "".join(
        f"  - {{id: no_{each}, title: {{es: M, en: M}}, leave_out: [{'one' if each == 'f' else each}]}}\n"
        for each in NAMES
    )
    assessment = scored(drawn(40), spec(head, scale) + f"models:\n{models}", periods=2)
    found = icma.analyse(assessment).influence.set_index(["period", "indicator"])
    for line in assessment.model_agreement().itertuples():
        own = found.loc[(line.period, line.model[-1])]
        told = [own[key] for key in ("n", "moved", "mean_shift", "greatest_shift", "spearman", "kendall")]
        assert told == pytest.approx(list(line)[3:], abs=1e-12), line
    shifts = assessment.rank_shifts().query("model == 'no_a'").set_index(["period", "entity"])["shift"]
    for period in ("2014-S1", "2015-S1"):
        own = found.loc[(period, "a")]
        assert abs(own["shift"]) == own["greatest_shift"] == shifts[period].abs().max()
        assert shifts[(period, own["entity"])] == own["shift"]


PROGRAMS = ["cimtra", "simed", "icapi", "mdp", "refim", "creditworthiness", "state_indices", "global_compact"]


@pytest.mark.parametrize("name", PROGRAMS)
def test_leaving_out_by_weights_alone_has_the_bits_of_leaving_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = icma.load(name)
    assessment = icma.score(program, synthetic(program, 8))
    groups = [node for node in program.nodes.values() if not node.is_indicator and node.depth < 2]
    ranked = [node.id for node in groups if assessment.scores[node.id].notna().any()][:3]
    found = [icma.analyse(assessment).leave_out(node) for node in ranked]
    monkeypatch.setattr(influence, "_is_weight_alone", lambda *_: False)
    for node, own in zip(ranked, found, strict=True):
        pd.testing.assert_frame_equal(icma.analyse(assessment).leave_out(node), own, check_exact=True)


@pytest.mark.parametrize("method", ["arithmetic_mean", "geometric_mean", "harmonic_mean"])
@pytest.mark.parametrize("policy", ["skip", "propagate", "zero"])
def test_leaving_out_of_means_is_a_weight_of_nought(method: str, policy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = drawn(60)
    rows[np.random.default_rng(4).random(rows.shape) < 0.2] = np.nan
    text = spec(f"total: {{aggregation: {method}}}\n").replace("not_reported: skip", f"not_reported: {policy}")
    text = text.replace("missing: {", "missing: {min_coverage: 0.4, ")
    assessment = scored(rows, text)
    by_weight: list[int] = []
    replicate = WeightReplicator.replicate
    monkeypatch.setattr(
        WeightReplicator, "replicate", lambda own, given: by_weight.append(len(given)) or replicate(own, given)
    )
    found = icma.analyse(assessment).influence
    assert (sum(by_weight) > 0) == (policy == "skip")
    monkeypatch.setattr(influence, "_is_weight_alone", lambda *_: False)
    pd.testing.assert_frame_equal(icma.analyse(assessment).influence, found, check_exact=True)


def test_influence_on_a_group_and_where_nothing_is_left() -> None:
    analysis = icma.analyse(scored(drawn(40)))
    assert analysis.leave_out("two")["indicator"].tolist() == ["d", "e"]
    alone = analysis.leave_out("one")
    assert alone[["indicator", "n", "reason"]].to_numpy().tolist() == [["f", 0, "no_rank"]]
    with pytest.raises(icma.UnknownNameError):
        analysis.leave_out("twoo")


def flagged() -> icma.Assessment:
    r = np.random.default_rng(3)
    size = r.lognormal(3, 0.3, 40)
    a = r.normal(size=40) + 10
    rows = np.column_stack([a, -a + 0.1 * r.normal(size=40), -a, np.full(40, 3.0), np.zeros(40), size, size])
    rows[:15, 4] = r.normal(size=15)
    rows[0, 4] = 90
    rows[10:, 4] = np.where(np.arange(30) < 26, 0.0, np.nan)
    rows[:20, 1] = np.nan
    return scored(rows, spec(last="x_f + 0 * (x_a / x_s)"))


def test_each_kind_of_flag_says_what_to_do_in_both_languages() -> None:
    analysis = icma.analyse(flagged(), limits={"alpha": 2.0})
    found = analysis.flags
    told = set(found[["kind", "node", "other"]].itertuples(index=False, name=None))
    assert ("redundant", "a", "b") in told
    assert ("contradicts", "a", "c") in told
    assert ("constant", "d", "") in told
    assert ("few_available", "b", "") in told
    assert ("many_zeros", "e", "") in told
    assert ("outliers", "e", "") in told
    assert ("low_alpha", "many", "") in told
    assert (found["code"] == found["kind"].map(KINDS)).all()
    spanish = analysis.get_flags("es")
    pd.testing.assert_frame_equal(found.drop(columns="message"), spanish.drop(columns="message"))
    assert (found["message"] != spanish["message"]).all()
    line = spanish.set_index("kind").loc["few_available"]
    assert "el 50 % de las cifras (límite 65 %): complételas" in line["message"]


def test_limits_are_chosen_by_name() -> None:
    assessment = flagged()
    assert "redundant" not in set(icma.analyse(assessment, limits={"redundant": 1.0}).flags["kind"])
    with pytest.raises(icma.UnknownNameError, match="did you mean `redundant`"):
        icma.analyse(assessment, limits={"redundent": 1.0})


def test_outliers_that_are_treated_are_told_no_more() -> None:
    rows = drawn(40)
    rows[0, 0] = 1e4
    plain, treated = (icma.analyse(scored(rows, spec(more))) for more in ("", "treatment: winsorise\n"))
    assert set(plain.flags.query("kind == 'outliers'")["node"]) == {"a"}
    assert treated.flags.query("kind == 'outliers'").empty
    assert treated.indicators.query("node == 'a'")["outliers"].tolist() == [True, False]


def test_a_period_is_analysed_by_itself() -> None:
    assessment = scored(drawn(40), periods=2)
    every, one = icma.analyse(assessment), icma.analyse(assessment, "2015-S1")
    for name in TABLES:
        whole = getattr(every, name)
        part = whole[whole["period"] == "2015-S1"].reset_index(drop=True)
        pd.testing.assert_frame_equal(part, getattr(one, name)), name
    with pytest.raises(icma.UnknownNameError, match="2015-S1"):
        icma.analyse(assessment, "2016-S1")


def test_values_are_looked_at_where_nothing_has_a_score() -> None:
    analysis = icma.analyse(scored(drawn(40), spec(scale="none")))
    found = analysis.correlations.query("relation == 'siblings' and method == 'pearson'")
    assert found.query("group == 'many'")["r"].notna().all()
    assert "basis: values by their direction" in repr(analysis)
    assert set(analysis.influence["reason"]) == {"no_rank"}
    with pytest.raises(icma.IcmamlError, match="gives weights to no group"):
        analysis.suggest_weights()


@pytest.mark.parametrize("method", ["pca", "entropy", "critic", "equal_effective"])
@pytest.mark.parametrize("models", ["", "models:\n  - {id: suggested_pca, title: {es: M, en: M}, leave_out: [a]}\n"])
def test_suggested_weights_are_pasted_into_the_spec_as_a_model(method: str, models: str) -> None:
    """They are those that the program fits itself where its groups say so."""
    rows, text = drawn(60), spec()
    suggested = icma.analyse(scored(rows, text + models)).suggest_weights(method)
    pasted = program(text + models + suggested)
    model = pasted.models[-1]
    assert model.id.startswith(f"suggested_{method}")
    fitted = scored(
        rows,
        text.replace(
            "    children:", f"    aggregation: {{method: arithmetic_mean, weights: {method}}}\n    children:", 1
        ),
    )
    wanted = fitted.weights.query("parent == 'many'").set_index("node")["share"]
    assert isinstance(model.weights, dict)
    assert [model.weights[each] for each in "abc"] == pytest.approx(wanted[list("abc")].tolist(), abs=1e-6)
    assert scored(rows, text + models + suggested).with_model(model.id).scores["total"].notna().all()


def test_weights_that_there_are_none_of_are_told_in_a_comment() -> None:
    rows = drawn(60)
    rows[:, 0] = 4.0
    text = icma.analyse(scored(rows)).suggest_weights("entropy", "es")
    assert "# one: sin sugerencia, tiene menos de 2 partes" in text
    with pytest.raises(icma.UnknownNameError):
        icma.analyse(scored(rows)).suggest_weights("pcaa")


def test_importance_is_the_share_of_squared_correlations() -> None:
    assessment = scored(np.nan_to_num(drawn(60), nan=9.0))
    found = icma.analyse(assessment).effective_weights.set_index("node")
    scores = assessment.scores
    squares = scores[["many", "two", "one"]].corrwith(scores["total"]) ** 2
    np.testing.assert_allclose(found.loc[["many", "two", "one"], "importance"], squares / squares.sum(), rtol=1e-10)
    assert found.loc["a", "share_of_total"] == pytest.approx(1 / 9)


def test_formulas_that_read_their_own_earlier_values_divide_by_variables_alone(tmp_path: Path) -> None:
    case = next(case for case in write_inputs(tmp_path, golden=True) if case.name == "figures/wide")
    assessment = icma.score(icma.load(tmp_path / case.program), tmp_path / case.data)
    found = icma.analyse(assessment).correlations.query("relation == 'denominator'")
    assert set(found["b"]) <= set(assessment.program.variable_by_id)
