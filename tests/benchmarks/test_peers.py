"""Peer groups by state, region, size and metropolitan area; what is said where they cannot be made."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.benchmarks.peers import POPULATION_BANDS, group_peers
from tests.conftest import HEAD, program
from tests.geography.samples import MUNICIPALITIES, catalogue

TREE = "tree: [{id: up, title: {es: u, en: u}, formula: a, direction: higher}]\n"
A = "{id: a, title: {es: a, en: a}}"
SPEC = program(HEAD.replace("semester", "year") + f"variables: [{A}]\n" + TREE)
SIZED = program(
    HEAD.replace("semester", "year")
    + f"variables: [{A}, {{id: population, title: {{es: p, en: p}}, type: integer}}]\n"
    + TREE
)
KEYS = sorted(line[0] for line in MUNICIPALITIES)


def data(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"entity": KEYS, "period": 2020, "a": np.arange(len(KEYS)), **columns})


def members(assessment: icma.Assessment, peers: str | icma.Bands) -> dict[str, list[str]]:
    groups = group_peers(assessment._scored, peers)
    entities = assessment._scored.table.entities
    return {
        name: entities[groups.codes == code].tolist()
        for code, name in enumerate(groups.names)
        if (groups.codes == code).any()
    }


def test_state_and_region_need_only_keys() -> None:
    assessment = icma.score(SPEC, data())
    by_state = members(assessment, "state")
    assert by_state["Coahuila"] == ["05002", "05015", "05035"]
    assert sum(map(len, by_state.values())) == len(KEYS)
    assert members(assessment, "region")["Sur"] == ["07074", "20076", "20208", "20209"]


@pytest.mark.parametrize(
    ("people", "band"),
    [
        (0, 0), (2_499, 0), (2_500, 1), (14_999, 1), (15_000, 2), (49_999, 2), (50_000, 3), (99_999, 3),
        (100_000, 4), (499_999, 4), (500_000, 5), (999_999, 5), (1_000_000, 6), (9_000_000, 6),
    ],
)  # fmt: skip
@pytest.mark.parametrize("spec", [SPEC, SIZED], ids=["attribute", "variable"])
def test_population_is_cut_at_the_limits_of_inegi(spec: icma.Program, people: int, band: int) -> None:
    table = pd.DataFrame({"entity": ["05035"], "period": 2020, "a": 1, "population": [people]})
    groups = group_peers(icma.score(spec, table)._scored, "population")
    assert groups.names == POPULATION_BANDS.labels()
    assert groups.codes.tolist() == [band]
    assert groups.label == "population"


def test_population_comes_from_the_catalogue_where_the_data_has_none() -> None:
    found = members(icma.score(SPEC, data(), catalogue=catalogue()), "population")
    assert found["< 2,500"] == ["05015", "20209"]
    assert found["≥ 1,000,000"] == ["08037"]
    assert sum(map(len, found.values())) == len(KEYS)
    few = icma.read_catalogue(pd.DataFrame({"key": KEYS[:2], "name": ["Uno", "Dos"], "population": [10, 20]}))
    assert members(icma.score(SPEC, data(), catalogue=few), "population") == {"< 2,500": KEYS[:2]}


def test_population_written_with_thousands_marks_is_read_and_absent_ones_have_no_group() -> None:
    people = ["1,500,000", "2 000", "", *["60000"] * (len(KEYS) - 3)]
    assessment = icma.score(SPEC, data(population=people))
    found = members(assessment, "population")
    assert found["≥ 1,000,000"] == KEYS[:1]
    assert found["< 2,500"] == KEYS[1:2]
    assert found["50,000 – 99,999"] == KEYS[3:]


def test_a_column_that_names_sizes_parts_the_peers_as_it_is() -> None:
    sizes = ["big", "small", *[""] * (len(KEYS) - 2)]
    assert members(icma.score(SPEC, data(population=sizes)), "population") == {"big": KEYS[:1], "small": KEYS[1:2]}


def test_bands_of_ones_own_still_serve() -> None:
    assessment = icma.score(SPEC, data(), catalogue=catalogue())
    found = members(assessment, icma.Bands("population", (50_000,), ("small", "big")))
    assert len(found["small"]) + len(found["big"]) == len(KEYS)


def test_metropolitan_areas_come_from_a_joined_table() -> None:
    areas = pd.DataFrame({"CVE_MUN": [5035, 10007], "NOM_MET": "La Laguna"})
    assessment = icma.score(SPEC, data(), catalogue=catalogue().join(areas))
    assert members(assessment, "metropolitan_area") == {"La Laguna": ["05035", "10007"]}
    benchmark = icma.benchmark(assessment, peers="metropolitan_area")
    assert set(benchmark.statistics["peers"]) == {"La Laguna"}


@pytest.mark.parametrize(
    ("peers", "code", "said"),
    [
        ("population", "IND526", "give a catalogue that has it"),
        (icma.Bands("population", (10,)), "IND526", "give a catalogue that has it"),
        ("metropolitan_area", "IND527", "such as CONAPO's"),
        ("state", "IND528", "hand in keys of five digits"),
        ("region", "IND528", "hand in keys of five digits"),
    ],
)
def test_an_absent_column_of_geography_says_what_to_hand_in(peers: str | icma.Bands, code: str, said: str) -> None:
    assessment = icma.score(SPEC, pd.DataFrame({"entity": ["Uno"], "period": 2020, "a": 1}))
    with pytest.raises(icma.DataError, match=said) as caught:
        icma.benchmark(assessment, peers=peers)
    assert caught.value.code == code


def test_any_other_absent_column_names_the_nearest() -> None:
    with pytest.raises(icma.UnknownNameError, match="did you mean `state`"):
        icma.benchmark(icma.score(SPEC, data()), peers="stat")


def test_a_list_of_peers_takes_keys_and_names() -> None:
    assessment = icma.score(SPEC, data(), catalogue=catalogue())
    torreon = str(assessment._scored.table.attributes["name"][KEYS.index("05035")])
    by_name = group_peers(assessment._scored, [torreon.upper(), "05002"])
    np.testing.assert_array_equal(by_name.codes, group_peers(assessment._scored, ["05035", "05002"]).codes)
    with pytest.raises(icma.UnknownNameError, match="Torreonn"):
        group_peers(assessment._scored, ["Torreonn"])


DECLARED = program(
    HEAD.replace("semester", "year")
    + f"""\
peers: [kind]
variables:
  - {A}
  - {{id: kind, title: {{es: Tipo, en: Kind}}, type: category, options: [{{id: big, title: {{es: Grande, en: Big}}}}, {{id: small}}]}}
  - {{id: coast, title: {{es: Costa, en: Coast}}, type: boolean}}
tree: [{{id: up, title: {{es: u, en: u}}, formula: 'if_else(kind == "big", a, 2 * a) + 0 * coast', direction: higher}}]
"""
)


@pytest.mark.parametrize("layout", ["wide", "long"])
def test_a_declared_column_parts_the_peers_like_any_other(layout: str) -> None:
    """A column that formulas read is still a column; its options are one, however they are spelt."""
    table = data().iloc[:5].assign(kind=["big", "Grande", "small", "", "BIG"], coast=["sí", "no", "x", "no", "yes"])
    if layout == "long":
        table = table.melt(["entity", "period"], var_name="variable")
    assessment = icma.score(DECLARED, table)
    first, second, third, fourth, fifth = KEYS[:5]
    assert members(assessment, "kind") == {"big": [first, second, fifth], "small": [third]}
    assert members(assessment, "coast") == {"yes": [first, third, fifth], "no": [second, fourth]}
    positions = icma.benchmark(assessment, "kind").positions.set_index(["entity", "indicator"])
    assert positions.loc[(fifth, "up"), ["peers", "rank", "of"]].tolist() == ["big", 1, 3]


def test_a_declared_figure_parts_the_peers_by_bands_only() -> None:
    with pytest.raises(icma.DataError, match="by bands"):
        icma.benchmark(icma.score(SPEC, data()), "a")
    text = HEAD.replace("semester", "year") + f"peers: [{{column: a}}]\nvariables: [{A}]\n" + TREE
    with pytest.raises(icma.SpecError, match="by bands"):
        icma.loads(text)
