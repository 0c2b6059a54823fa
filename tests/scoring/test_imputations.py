"""What stands in for absent figures, from the spec to the score: values stay, coverage and bounds are honest."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators import score
from tests.conftest import HEAD, program

NAN = np.nan
SPEC = (
    HEAD.replace("semester", "year").replace("municipality", "other")
    + """\
scale: {method: goalposts, low: 0, high: 10}
TOP
variables:
  - {id: zone, title: {es: Zona, en: Zone}, type: category, options: [north, south]}
  - {id: people, title: {es: Población, en: People}}
  - {id: x, title: {es: Equis, en: Ex}VARIABLE}
tree:
  - {id: a, title: {es: A, en: A}, formula: xLEAF, direction: higher}
  - {id: b, title: {es: B, en: B}, direction: higher, imputation: none}
"""
)


def spec(top: str = "", leaf: str = "", variable: str = "") -> icma.Program:
    text = SPEC.replace("TOP\n", f"{top}\n" if top else "").replace("LEAF", leaf).replace("VARIABLE", variable)
    return program(text)


def data(x: list[float], b: float = 5.0, **more: Any) -> pd.DataFrame:
    found = {"entity": [f"e{number}" for number in range(len(x))], "period": "2020", "x": x, "b": b}
    return pd.DataFrame(found | {"zone": "north", "people": 1.0} | more)


def series(x: list[float], years: list[int] | None = None) -> pd.DataFrame:
    years = years or [2020 + place for place in range(len(x))]
    return data(x).assign(entity="e", period=[str(year) for year in years])


def codes(found: icma.Assessment) -> dict[str, str]:
    return {line.code: line.message for line in found.findings.itertuples() if line.code in {"IND757", "IND758"}}


def test_a_score_rests_on_the_imputed_figure_and_the_value_stays_absent() -> None:
    found = score(spec("imputation: mean"), data([2, NAN, 6]))
    np.testing.assert_array_equal(found.values["a"], [2, NAN, 6])
    assert found.treated_values["a"].tolist() == [2, 4, 6]
    assert found.scores["a"].tolist() == [20, 40, 60]
    assert found.reasons["a"].tolist() == ["", "not_reported", ""]
    assert found.is_imputed["a"].tolist() == [False, True, False]
    (line,) = found.imputations.to_dict("records")
    assert {key: line[key] for key in ("entity", "subject", "kind", "method", "figure", "population", "n")} == {
        "entity": "e1", "subject": "a", "kind": "indicator", "method": "mean", "figure": 4, "population": "2020", "n": 2,
    }  # fmt: skip
    assert "mean: 2020, n = 2" in codes(found)["IND757"]


def test_coverage_counts_it_as_absent_and_the_bounds_are_open() -> None:
    found = score(spec("imputation: mean"), data([2, NAN, 6]))
    without = score(spec(), data([2, NAN, 6]))
    assert found.coverage["a"].tolist() == without.coverage["a"].tolist() == [1, 0, 1]
    assert found.coverage["total"].tolist() == without.coverage["total"].tolist() == [1, 0.5, 1]
    for side in ("lowest", "highest"):
        pd.testing.assert_frame_equal(getattr(found, side), getattr(without, side))
    assert found.scores["total"].tolist()[1] == 45


def test_a_score_below_the_least_coverage_is_withheld_all_the_same() -> None:
    found = score(spec("imputation: mean\nmissing: {not_reported: skip, min_coverage: 0.6}"), data([2, NAN, 6]))
    assert found.scores["a"].tolist() == [20, 40, 60]
    assert found.score_reasons["total"].tolist() == ["", "low_coverage", ""]


@pytest.mark.parametrize(
    ("cell", "wanted"), [("", 40.0), ("N/A", NAN), ("rubbish", 40.0)], ids=["absent", "does not apply", "rejected"]
)
def test_what_does_not_apply_is_no_gap(cell: str, wanted: float) -> None:
    frame = data([2, NAN, 6]).astype({"x": object})
    frame.loc[1, "x"] = cell
    found = score(spec("imputation: mean"), frame)
    np.testing.assert_array_equal(found.scores["a"].to_numpy()[1], wanted)


def test_what_cannot_be_worked_out_is_no_gap() -> None:
    text = SPEC.replace("TOP", "imputation: mean").replace("xLEAF", "x / people").replace("VARIABLE", "")
    found = score(program(text), data([2, 3, 6], people=[1.0, 0.0, 1.0]))
    assert found.score_reasons["a"].tolist() == ["", "undefined", ""]


def test_an_imputed_variable_is_read_by_all_formulas_and_marks_them() -> None:
    text = SPEC.replace("TOP\n", "").replace("xLEAF", "x * 2").replace("VARIABLE", ", imputation: median")
    found = score(program(text), data([2, NAN, 6, 4]))
    assert found.values["a"].tolist() == [4, 8, 12, 8]
    assert found.is_imputed["a"].tolist() == [False, True, False, False]
    assert found.coverage["a"].tolist() == [1, 0, 1, 1]
    assert (found.lowest["a"].tolist()[1], found.highest["a"].tolist()[1]) == (0, 100)
    (line,) = found.imputations.to_dict("records")
    assert (line["subject"], line["kind"], line["figure"]) == ("x", "variable", 4)


def test_a_formula_that_needs_no_imputed_figure_rests_on_none() -> None:
    text = (
        SPEC.replace("TOP\n", "")
        .replace("xLEAF", '"if_else(people > 1, x, 3)"')
        .replace("VARIABLE", ", imputation: mean")
    )
    found = score(program(text), data([2, NAN, NAN], people=[1.0, 2.0, 1.0]))
    assert found.is_imputed["a"].tolist() == [False, True, False]
    assert found.values["a"].tolist() == [3, 2, 3]


def test_methods_are_tried_in_order() -> None:
    frame = pd.concat([series([2, NAN, 6]), data([NAN], b=5).assign(entity="f", period="2021")])
    found = score(spec("imputation: {methods: [linear, mean], over: period}"), frame)
    assert found.imputations[["entity", "method", "figure", "period_before", "period_after"]].to_numpy().tolist() == [
        ["e", "linear", 4.0, "2020", "2022"]
    ]
    assert "1 of 2" in codes(found)["IND758"]


def test_a_line_needs_two_known_figures() -> None:
    found = score(spec("imputation: linear"), series([NAN, 4, NAN]))
    assert found.imputations.empty
    assert "2 of 2 absent figures are not imputed: the same entity has no other figure" in codes(found)["IND758"]


def test_the_last_figure_reaches_so_far_as_is_said() -> None:
    found = score(spec("imputation: {methods: last, at_most: 2}"), series([4, NAN, NAN, NAN]))
    np.testing.assert_array_equal(found.scores["a"], [40, 40, 40, NAN])


def test_nothing_is_taken_across_a_break() -> None:
    broken = ", valid_from: '2021', comparable: false, break_note: {es: otra, en: another}"
    found = score(spec("imputation: last", broken), series([4, NAN, 6, NAN]))
    np.testing.assert_array_equal(found.scores["a"], [40, NAN, 60, 60])
    found = score(spec("", broken, ", imputation: last"), series([4, NAN, 6, NAN]))
    np.testing.assert_array_equal(found.values["a"], [4, NAN, 6, 6])
    with pytest.raises(icma.IncomparableError):
        score(spec("imputation: {methods: mean, over: all}", broken), series([4, NAN, 6, NAN]))


def test_a_group_of_one_has_nothing_to_give_and_says_so() -> None:
    frame = data([2, NAN, NAN], zone=["north", "north", "south"])
    found = score(spec("imputation: {methods: median, over: zone}"), frame)
    np.testing.assert_array_equal(found.scores["a"], [20, 20, NAN])
    assert "none of its populations has 1 figures or more" in codes(found)["IND758"]
    assert score(spec("imputation: {methods: median, at_least: 2}"), data([NAN, 3])).imputations.empty


@pytest.mark.parametrize("x", [[NAN], [NAN, NAN], [3.0]])
def test_one_entity_or_nothing_known_gives_no_figure_and_no_warning(x: list[float]) -> None:
    with np.errstate(all="raise"):
        found = score(spec("imputation: [mean, median, last, next, linear]"), data(x))
    assert found.imputations.empty
    np.testing.assert_array_equal(found.values["a"], x)


def test_a_base_period_and_a_reference_hold_what_stands_in() -> None:
    frame = pd.concat([data([2, 4]), data([NAN, 10]).assign(period="2021")])
    own = score(spec("imputation: mean"), frame)
    assert own.imputations["figure"].tolist() == [10]
    based = score(spec("imputation: mean"), frame, base_period="2020")
    assert based.imputations[["figure", "n"]].to_numpy().tolist() == [[3, 2]]
    first, later = score(spec("imputation: mean"), data([2, 4])), data([NAN, 10]).assign(period="2021")
    assert score(spec("imputation: mean"), later, reference=first).imputations["figure"].tolist() == [3]
    variable = spec(variable=", imputation: mean")
    assert score(variable, frame, base_period="2020").values["a"].tolist() == [2, 3, 4, 10]


def test_the_ledger_tells_of_whom_a_figure_is() -> None:
    found = score(spec("imputation: mean"), data([2, NAN, 6]))
    text = str(found.explain("e1", "a"))
    assert "[not reported] → mean (2020, n = 2) = 4" in text
    assert found.explain("e1", "a").to_dict()["root"]["detail"]["imputation"] == {
        "method": "mean",
        "figure": 4,
        "reason": "not_reported",
        "fit": {"id": "imputation(a)", "n": 2, "population": "2020"},
    }
    spanish = score(spec("imputation: last"), series([4, NAN]), language="es").explain("e", "a", "2021")
    assert "última cifra conocida (2020: 4) = 4" in str(spanish)
    variable = score(spec(variable=", imputation: mean"), data([2, NAN, 6])).explain("e1", "a")
    assert "[not reported] → mean (2020, n = 2) = 4" in str(variable)


def test_rows_that_are_not_assessed_give_nothing_and_get_nothing() -> None:
    found = score(spec("imputation: mean\napplies: people > 0"), data([2, NAN, 6, NAN], people=[1.0, 1.0, 0.0, 0.0]))
    assert found.imputations[["entity", "figure"]].to_numpy().tolist() == [["e1", 2.0]]


def test_peers_and_paths_go_on_from_an_imputed_figure() -> None:
    levels = ", levels: [{id: low, title: {es: B, en: L}, up_to: 60}, {id: high, title: {es: A, en: H}}]"
    found = score(spec("imputation: mean", levels), data([2, NAN, 6]))
    assert found.levels["a"].tolist() == ["low", "low", "low"]
    replayed = found._scored.replay(1, found.scores[["a", "b"]].to_numpy()[[1]].T, np.zeros((2, 1), np.uint8))
    assert replayed.nodes["a"].coverage.tolist() == [0]
    assert replayed.nodes["total"].coverage.tolist() == [0.5]
    assert icma.benchmark(found).positions.shape[0] > 0


def test_documents_mark_what_is_imputed() -> None:
    document = score(spec("imputation: mean"), data([2, NAN, 6])).to_dict()
    flags = {(line["entity"], line["node"]) for line in document["figures"] if line["is_imputed"]}
    assert flags == {("e1", "a")}
    assert [line["subject"] for line in document["imputations"]] == ["a"]
    assert json.loads(json.dumps(document)) == document


def test_an_example_is_no_population() -> None:
    """An example without a figure shows what the formula gives, not what stands in among other examples."""
    examples = """, examples: [{given: {x: 4}, expect: 4}, {given: {x: null}, expect: not_reported}]"""
    text = SPEC.replace("TOP\n", "").replace("LEAF", examples).replace("VARIABLE", ", imputation: mean")
    assert program(text).nodes["a"].imputation is None


@pytest.mark.parametrize(
    ("top", "leaf", "variable", "said"),
    [
        ("imputation: mean", ", scale: none", "", "no indicator takes it from here"),
        ("", ", scale: none, imputation: mean", "", "no scale reads its value"),
        ("imputation: {methods: mean, weight: peple}", "", "", "no variable of figures"),
        ("", "", ", type: boolean, imputation: last", "an option is not worked out"),
    ],
)
def test_an_imputation_of_nothing_is_refused(top: str, leaf: str, variable: str, said: str) -> None:
    with pytest.raises(icma.SpecError) as raised:
        spec(top, leaf, variable)
    (told,) = [found for found in raised.value.diagnostics if found.code == "IND745"]
    assert said in told.message("en")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("{}", "IND105"),
        ("[mean, mean]", "IND318"),
        ("[mean, none]", "IND315"),
        ("{methods: last, over: all}", "IND315"),
        ("{methods: mean, at_most: 2}", "IND315"),
        ("{methods: median, weight: people}", "IND315"),
        ("average", "IND107"),
        ("{methods: mean, over: region}", "IND217"),
    ],
)
def test_an_imputation_that_says_nothing_or_two_things_is_refused(written: str, code: str) -> None:
    with pytest.raises(icma.SpecError) as raised:
        spec(f"imputation: {written}")
    assert code in {found.code for found in raised.value.diagnostics}
