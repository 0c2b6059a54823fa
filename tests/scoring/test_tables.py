"""Tables of assessments whose groups have scales, whose scores are rounded, and that show what does not count."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.reports.pages.benchmark.page import render_page
from tests.conftest import HEAD, program

TEXT = (
    HEAD
    + """\
rounding: ROUNDING
scale: {method: goalposts, low: 0, high: 10}
variables: [{id: a, title: {es: a, en: a}}, {id: b, title: {es: b, en: b}}]
missing: {not_reported: skip}
tree:
  - id: g
    title: {es: El grupo, en: The group}
    scale: {method: min_max, to: [0, 1]}
    children:
      - {id: i, title: {es: i, en: i}, formula: a, direction: higher, weight: 3}
      - {id: j, title: {es: j, en: j}, formula: b, direction: higher}
  - id: shown
    title: {es: Se muestra, en: It is shown}
    role: informational
    scale: {method: goalposts, low: 0, high: 50}
    children: [{id: k, title: {es: k, en: k}, formula: b, direction: higher}]
"""
)


def assessed(rounding: str = "none") -> icma.Assessment:
    """Score four entities: `g` comes to 10, 40 and 70; of the third nothing was handed in."""
    frame = {"entity": [f"{n:05d}" for n in range(1, 5)], "period": "2015-S1"}
    data = pd.DataFrame({**frame, "a": [1.0, 4.0, None, 7.0], "b": [1.0, 4.0, None, 7.0]})
    return icma.score(program(TEXT.replace("ROUNDING", rounding)), data)


def test_values_tell_what_the_parts_of_a_group_with_a_scale_come_to() -> None:
    found = assessed()
    assert list(found.values) == list(found.reasons) == ["i", "j", "k", "g", "shown"]
    np.testing.assert_allclose(found.values["g"], [10.0, 40.0, np.nan, 70.0])
    np.testing.assert_allclose(found.scores["g"], [0.0, 0.5, np.nan, 1.0])
    assert found.reasons["g"].tolist() == ["", "", "not_reported", ""]
    frame = found.to_frame().set_index(["entity", "node"])
    np.testing.assert_allclose(frame.loc[("00002", ["g", "total", "i"]), "value"], [40.0, np.nan, 4.0])
    assert frame.loc[("00003", "g"), "reason"] == "not_reported"


def test_a_value_that_a_scale_cannot_place_is_there_without_a_score() -> None:
    data = pd.DataFrame({"entity": ["00001"], "period": "2015-S1", "a": [4.0], "b": [4.0]})
    found = icma.score(program(TEXT.replace("ROUNDING", "none")), data)
    assert found.values["g"].tolist() == [40.0]
    assert (found.reasons["g"].tolist(), found.score_reasons["g"].tolist()) == ([""], ["undefined"])
    frame = found.to_frame().set_index("node")
    assert (frame.loc["g", "value"], frame.loc["g", "reason"]) == (40.0, "undefined")


def test_without_scales_of_groups_values_are_those_of_indicators() -> None:
    text = TEXT.replace("ROUNDING", "none").replace("    scale: {method: min_max, to: [0, 1]}\n", "")
    data = pd.DataFrame({"entity": ["00001"], "period": "2015-S1", "a": [4.0], "b": [4.0]})
    found = icma.score(program(text.replace("    scale: {method: goalposts, low: 0, high: 50}\n", "")), data)
    assert list(found.values) == ["i", "j", "k"]
    assert found.values.columns.name == "indicator"


def test_parameters_of_groups_and_weights_of_what_is_shown() -> None:
    found = assessed()
    taken = found.scale_parameters.set_index(["node", "parameter"])["figure"]
    assert taken.to_dict() == pytest.approx({("g", "low"): 10.0, ("g", "high"): 70.0})
    weights = found.weights.set_index("node")["share"]
    assert weights["g"] == 1.0
    assert np.isnan(weights["shown"])
    assert (weights["i"], weights["k"]) == (0.75, 1.0)


def test_places_among_peers_are_those_of_rounded_scores() -> None:
    """Of 10.4, 10.3 and 70 the first two are the same 10."""
    frame = {"entity": [f"{n:05d}" for n in range(1, 5)], "period": "2015-S1"}
    data = pd.DataFrame({**frame, "a": [1.04, 1.03, 4.0, 7.0], "b": [1.04, 1.03, 4.0, 7.0]})
    text = TEXT.replace("    scale: {method: min_max, to: [0, 1]}\n", "")
    ranks = {}
    for rounding in ("0", "none"):
        positions = icma.benchmark(icma.score(program(text.replace("ROUNDING", rounding)), data)).positions
        ranks[rounding] = positions[positions["indicator"] == "total"].sort_values("entity")["rank"].tolist()
    assert ranks == {"0": [3.0, 3.0, 2.0, 1.0], "none": [3.0, 4.0, 2.0, 1.0]}


def test_the_page_shows_small_scores_to_the_decimals_that_tell_them_apart() -> None:
    page = render_page(icma.benchmark(assessed()), "en")
    heat = page.split('id="map"')[1].split("</section>")[0]
    assert ">0.50</td>" in heat
    assert "shown; does not count in the total" in page
