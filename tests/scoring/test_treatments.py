"""Treated figures from the spec to the score: values stay, scales read what is treated, and all of it is told."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators import score
from tests.conftest import HEAD, program

SPEC = (
    HEAD.replace("semester", "year").replace("municipality", "other")
    + """\
scale: min_max
TREATMENT
variables:
  - {id: zone, title: {es: Zona, en: Zone}, type: category, options: [north, south]}
tree:
  - {id: a, title: {es: A, en: A}, direction: higher}
"""
)
FIGURES = [*np.linspace(1, 20, 20), 90.0]


def skewed(treatment: str, leaf: str = "") -> icma.Program:
    return program(SPEC.replace("TREATMENT", treatment).replace("direction: higher}", f"direction: higher{leaf}}}"))


def data(*periods: list[float], zone: str = "north") -> pd.DataFrame:
    lines = [
        (f"e{number:02}", str(2020 + place), figure, zone)
        for place, figures in enumerate(periods)
        for number, figure in enumerate(figures)
    ]
    return pd.DataFrame(lines, columns=["entity", "period", "a", "zone"])


def codes(found: icma.Assessment) -> dict[str, str]:
    return {line.code: line.message for line in found.findings.itertuples() if line.code >= "IND740"}


def test_the_scale_reads_the_treated_figure_and_the_value_stays() -> None:
    found = score(skewed("treatment: winsorise"), data(FIGURES))
    assert found.values["a"].tolist() == FIGURES
    assert found.treated_values["a"].tolist() == [*FIGURES[:-1], 20.0]
    assert found.scores["a"].tolist()[-2:] == [100, 100]
    (line,) = found.treatments.to_dict("records")
    assert (line["node"], line["population"], line["method"], line["n"], line["moved"]) == (
        "a",
        "2020",
        "winsorise",
        21,
        1,
    )
    assert (line["lower"], line["upper"]) == (-math.inf, 20)
    assert line["skewness"] > 2 > line["skewness_after"]
    assert codes(found) == {"IND741": "the scale reads 1 of 21 figures treated (winsorise) in 2020"}


def test_a_treatment_that_is_switched_off_or_not_needed_moves_nothing() -> None:
    plain = score(skewed(""), data(FIGURES))
    off = score(skewed("", ", treatment: none"), data(FIGURES))
    even = score(skewed("treatment: [winsorise, log]"), data(FIGURES[:-1]))
    assert off.treatments.empty
    assert plain.treated_values.equals(plain.values)
    assert even.treated_values.equals(even.values)
    assert even.treatments["method"].tolist() == [""]
    assert codes(even) == {}


def test_what_stays_skewed_and_what_cannot_be_told_is_told() -> None:
    still = score(skewed("treatment: {methods: winsorise, at_most: 1}"), data([*FIGURES, 90.0]))
    assert "skewness" in codes(still)["IND742"]
    few = score(skewed("treatment: winsorise"), data([1.0, 2, 90], FIGURES, [5.0] * 9))
    messages = [line.message for line in few.findings.itertuples() if line.code == "IND743"]
    assert messages == [
        "whether it is skewed in 2020 cannot be told: there are fewer than four figures",
        "whether it is skewed in 2022 cannot be told: its figures are all equal",
    ]


@pytest.mark.parametrize("figures", [[], [3.0], [1.0, 5.0]])
def test_few_entities_are_scored_as_without_a_treatment(figures: list[float]) -> None:
    given = data([*figures, math.nan])
    found, plain = score(skewed("treatment: [winsorise, log]"), given), score(skewed(""), given)
    assert found.scores.equals(plain.scores)


def test_without_a_population_there_is_no_score_and_why_is_told() -> None:
    found = score(skewed("treatment: {methods: winsorise, over: zone}"), data(FIGURES).assign(zone=None))
    assert set(found.score_reasons["a"]) == {"not_reported"}
    assert found.treatments.empty


def test_each_population_is_treated_by_itself() -> None:
    table = pd.concat(
        [
            data(FIGURES),
            data([number * 100 for number in FIGURES], zone="south").assign(entity=lambda t: "s" + t["entity"]),
        ]
    )
    found = score(skewed("treatment: {methods: winsorise, over: zone}"), table)
    assert found.treatments["upper"].tolist() == [20, 2000]
    assert found.treatments["population"].tolist() == ["north", "south"]


def test_a_treatment_has_the_population_of_its_scale_where_it_says_none() -> None:
    found = score(
        skewed("treatment: [winsorise, log]", ", scale: {method: min_max, over: all}"), data(FIGURES, FIGURES)
    )
    assert found.treatments["population"].tolist() == ["all"]
    assert found.treatments["n"].tolist() == [42]


def test_a_base_period_and_a_reference_hold_the_treatment() -> None:
    spec, later = skewed("treatment: winsorise"), [5.0, 50.0]
    based = score(spec, data(FIGURES, later), base_period="2020")
    assert based.treated_values["a"].xs("2021", level="period").tolist() == [5, 20]
    first = score(spec, data(FIGURES))
    alone = score(spec, data(later).assign(period="2021"), reference=first)
    assert alone.treated_values["a"].tolist() == [5, 20]
    assert alone.scores["a"].tolist() == based.scores["a"].xs("2021", level="period").tolist()
    assert alone.treatments["upper"].tolist() == [20]


def test_what_lies_beyond_where_a_held_logarithm_begins_has_no_score() -> None:
    spec = skewed("treatment: log")
    found = score(spec, data([-9.0, 5.0]).assign(period="2021"), reference=score(spec, data(FIGURES)))
    assert found.score_reasons["a"].tolist() == ["undefined", ""]
    assert "IND744" in codes(found)


def test_a_reference_that_treated_nothing_is_refused() -> None:
    with pytest.raises(icma.IncomparableError) as raised:
        score(skewed("treatment: log"), data([5.0]), reference=score(skewed(""), data(FIGURES)))
    assert raised.value.code == "IND746"


def test_the_ledger_tells_the_treatment_and_its_figures() -> None:
    found = score(skewed("treatment: winsorise"), data(FIGURES))
    last, first = found.explain("e20", "a"), found.explain("e00", "a")
    assert "winsorised: 90 → 20, 1 of at most 5 figures" in str(last)
    assert "winsorizado: 90 → 20" in str(
        score(skewed("treatment: winsorise"), data(FIGURES), language="es").explain("e20", "a")
    )
    assert "winsorised" not in str(first)
    step: dict[str, Any] = first.to_dict()["root"]["detail"]["treatment"]
    assert step["fit"]["id"] == "treatment(a)"
    assert step["fit"]["n"] == 21
    assert step["fit"]["parameters"]["upper"] == 20
    assert step["before"] == step["after"] == 1


def test_a_what_if_is_treated_by_what_the_population_gave() -> None:
    spec = skewed(
        "treatment: winsorise",
        ", levels: [{id: low, title: {es: B, en: L}, up_to: 60}, {id: high, title: {es: A, en: H}}]",
    )
    found = icma.benchmark(score(spec, data(FIGURES)))
    path = found.path("e00", node="a", to={"level": "high"})
    assert path.reachable
    assert path.moves["to"].iloc[0] == pytest.approx(1 + 0.6 * 19, rel=1e-6)


@pytest.mark.parametrize(
    ("treatment", "leaf", "said"),
    [
        ("", ", treatment: winsorise, scale: {method: goalposts, low: 0, high: 9}", "compares with nobody"),
        ("", ", treatment: winsorise, scale: none", "compares with nobody"),
        ("", ", treatment: log, scale: {method: min_max, log: true}", "logarithms already"),
        ("treatment: [winsorise, box_cox]", ", scale: {method: z_score, log: true}", "logarithms already"),
        ("treatment: winsorise", ", scale: identity", "no indicator takes it"),
        ("treatment: {methods: log, over: zone}", "", "`a`: the scale compares over `period`"),
        (
            "",
            ", treatment: {methods: [winsorise, log], over: period}, scale: {method: rank, over: all}",
            "another measure",
        ),
    ],
)
def test_a_treatment_that_its_scale_could_not_read_is_refused(treatment: str, leaf: str, said: str) -> None:
    with pytest.raises(icma.SpecError) as raised:
        skewed(treatment, leaf)
    (told,) = [found for found in raised.value.diagnostics if found.code == "IND740"]
    assert said in told.message("en")


@pytest.mark.parametrize(
    ("treatment", "code"),
    [
        ("treatment: {}", "IND105"),
        ("treatment: [winsorise, winsorise]", "IND318"),
        ("treatment: {methods: [winsorise, none]}", "IND315"),
        ("treatment: {methods: log, at_most: 3}", "IND315"),
        ("treatment: {methods: winsorise, power: 2}", "IND315"),
        ("treatment: {limits: [0, 5], skewness: 1}", "IND315"),
        ("treatment: {limits: [5, 0]}", "IND306"),
        ("treatment: winsorize", "IND107"),
        ("treatment: {methods: log, over: region}", "IND217"),
    ],
)
def test_a_treatment_that_says_nothing_or_two_things_is_refused(treatment: str, code: str) -> None:
    with pytest.raises(icma.SpecError) as raised:
        skewed(treatment)
    assert code in {found.code for found in raised.value.diagnostics}


def test_a_treatment_is_no_figure_near_a_target_on_another_measure() -> None:
    text = SPEC.replace("TREATMENT", "treatment: log").replace("direction: higher", "direction: target, target: 3")
    with pytest.raises(icma.SpecError, match="IND740"):
        program(text)
