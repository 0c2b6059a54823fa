"""Municipalities in the data: names for keys, states that tell namesakes apart, attributes from a catalogue."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, program, reference, rows
from tests.geography.samples import catalogue

CATALOGUE = catalogue()
COUNT = program(
    HEAD.replace("semester", "year")
    + "variables: [{id: a, title: {es: a, en: a}}]\ntree: [{id: up, title: {es: u, en: u}, formula: a, direction: higher}]\n"
)


def table(*lines: tuple[object, ...], columns: str = "entity period a") -> pd.DataFrame:
    return pd.DataFrame(lines, columns=columns.split())


def codes(assessment: icma.Assessment, code: str) -> list[tuple[str, str]]:
    found = assessment.findings
    return list(found.loc[found["code"] == code, ["entity", "figure"]].itertuples(index=False, name=None))


def test_state_and_region_follow_from_keys_without_a_catalogue() -> None:
    found = icma.score(COUNT, table(("05035", 2020, 1), ("08037", 2020, 2), ("Otro", 2020, 3))).attributes
    assert found["state"].tolist() == ["Coahuila", "Chihuahua", ""]
    assert found["region"].tolist() == ["Norte", "Norte", ""]


def test_names_are_taken_for_their_keys_and_each_is_told() -> None:
    data = table(("Torreón", 2020, 1), ("juárez, chih.", 2020, 2), ("10007", 2020, 3))
    assessment = icma.score(COUNT, data, catalogue=CATALOGUE)
    assert assessment._scored.table.entity_ids.tolist() == ["05035", "08037", "10007"]
    assert codes(assessment, "IND454") == [("05035", "Torreón"), ("08037", "juárez, chih.")]
    assert codes(assessment, "IND412") == []
    assert assessment.attributes["name"].tolist() == ["Torreón", "Juárez", "Gómez Palacio"]


def test_a_name_and_a_key_of_the_same_municipality_are_one_entity() -> None:
    assessment = icma.score(COUNT, table(("Torreón", 2019, 1), (5035, 2020, 2)), catalogue=CATALOGUE)
    assert assessment._scored.table.entity_ids.tolist() == ["05035"]
    assert assessment.values["up"].tolist() == [1, 2]


def test_names_that_do_not_resolve_keep_their_line_and_are_told_once() -> None:
    data = table(("Juárez", 2020, 1), ("Torreom", 2020, 2), ("Atlántida", 2020, 3))
    assessment = icma.score(COUNT, data, catalogue=CATALOGUE)
    assert assessment._scored.table.entity_ids.tolist() == ["Atlántida", "Juárez", "Torreom"]
    assert assessment.values["up"].tolist() == [3, 1, 2]
    found = assessment.findings.set_index("entity")
    assert found.loc["Juárez", "code"] == "IND455"
    assert "05015 Juárez, Coah.; 08037 Juárez, Chih." in found.loc["Juárez", "message"]
    assert found.loc["Torreom", "code"] == "IND456"
    assert "(05035 Torreón, Coah.?)" in found.loc["Torreom", "message"]
    assert found.loc["Atlántida", "code"] == "IND456"
    with pytest.raises(icma.DataError, match="IND455 Juárez"):
        icma.score(COUNT, data, catalogue=CATALOGUE, strict=True)


@pytest.mark.parametrize("column", ["state", "Estado", "NOM_ENT", "entidad"])
def test_a_column_of_states_tells_namesakes_apart_and_is_kept(column: str) -> None:
    lines = (("Juárez", 2020, 1, "Chihuahua"), ("Juárez", 2020, 2, "Coahuila de Zaragoza"))
    data = table(*lines, columns=f"municipio period a {column}")
    assessment = icma.score(COUNT, data, catalogue=CATALOGUE)
    assert assessment.values["up"].to_dict() == {("05015", "2020"): 2, ("08037", "2020"): 1}
    assert assessment.attributes[column].tolist() == ["Coahuila de Zaragoza", "Chihuahua"]


def test_the_state_of_a_name_in_another_column_of_any_name() -> None:
    data = table(("Juárez", 2020, 1, "Chih."), columns="mun period a edo")
    found = icma.score(COUNT, data, catalogue=CATALOGUE, columns={"entity": "mun", "state": "edo"})
    assert found._scored.table.entity_ids.tolist() == ["08037"]


def test_a_column_of_names_stands_in_for_keys_only_with_a_catalogue() -> None:
    data = table(("Torreón", 2020, 1), columns="municipio period a")
    assert icma.score(COUNT, data, catalogue=CATALOGUE)._scored.table.entity_ids.tolist() == ["05035"]
    with pytest.raises(icma.DataError, match="no column gives the entity"):
        icma.score(COUNT, data)


@pytest.mark.parametrize("kind", [str, int, float])
def test_the_three_digits_of_inegi_are_completed_by_the_state_beside_them(kind: type) -> None:
    data = table(("5", "35", 2020, 1), ("8", "37", 2020, 2), columns="CVE_ENT CVE_MUN period a")
    data[["CVE_ENT", "CVE_MUN"]] = data[["CVE_ENT", "CVE_MUN"]].astype(kind)
    assessment = icma.score(COUNT, data)
    assert assessment._scored.table.entity_ids.tolist() == ["05035", "08037"]
    assert codes(assessment, "IND411") == [("", "05 + 35 → 05035 (2)")]


@pytest.mark.parametrize("state", ["Clave_Ent", "Clave entidad", "Clave de entidad", "Clave de la entidad", "Entidad"])
def test_the_state_beside_a_key_is_known_by_its_usual_headings(state: str) -> None:
    data = table(("05", "035", 2020, 1), ("08", "035", 2020, 2), columns="state municipality period a")
    data = data.rename(columns={"state": state, "municipality": "Clave municipio"})
    assert icma.score(COUNT, data)._scored.table.entity_ids.tolist() == ["05035", "08035"]


def test_whole_keys_are_never_changed_by_the_state_beside_them() -> None:
    data = table(("05035", 2020, 1, "Chihuahua"), columns="key period a state")
    assessment = icma.score(COUNT, data, catalogue=CATALOGUE)
    assert assessment._scored.table.entity_ids.tolist() == ["05035"]
    assert codes(assessment, "IND481") == [("05035", "05035")]
    assert assessment.attributes["state"].tolist() == ["Chihuahua"]


def test_the_long_layout_takes_names_as_well() -> None:
    data = table(
        ("Juárez", "Chih.", 2020, "a", 1),
        ("Juárez", "Coah.", 2020, "a", 2),
        columns="municipio estado period variable value",
    )
    found = icma.score(COUNT, data, catalogue=CATALOGUE).values["up"]
    assert found.to_dict() == {("05015", "2020"): 2, ("08037", "2020"): 1}


def test_columns_of_the_data_are_never_changed_by_the_catalogue_but_missing_names_are_filled() -> None:
    data = table(
        ("05035", 2020, 1, "La Perla", 7), ("08037", 2020, 2, "", 8), columns="entity period a name population"
    )
    found = icma.score(COUNT, data, catalogue=CATALOGUE).attributes
    assert found["name"].tolist() == ["La Perla", "Juárez"]
    assert found["population"].tolist() == [7, 8]


def test_keys_outside_the_catalogue_are_scored_and_told_once() -> None:
    data = table(*((f"31{number:03d}", 2020, number) for number in range(1, 9)), ("05035", 2020, 9))
    assessment = icma.score(COUNT, data, catalogue=CATALOGUE)
    assert assessment.values["up"].notna().all()
    (told,) = assessment.findings.query("code == 'IND457'").itertuples()
    assert told.severity == "info"
    assert "8 key(s) are not in the catalogue (31001, 31002, 31003, 31004, 31005, …)" in told.message
    assert assessment.attributes["state"].tolist() == ["Coahuila"] + ["Yucatán"] * 8
    assert assessment.attributes["name"].tolist() == ["Torreón"] + [""] * 8


def test_the_region_of_a_catalogue_takes_the_place_of_the_built_in_one() -> None:
    own = icma.read_catalogue(pd.DataFrame({"key": ["05035"], "name": ["Torreón"], "region": ["Laguna"]}))
    found = icma.score(COUNT, table(("05035", 2020, 1), ("08037", 2020, 1)), catalogue=own).attributes
    assert found["region"].tolist() == ["Laguna", ""]


def test_a_catalogue_says_nothing_of_other_entities() -> None:
    spec = program(
        HEAD.replace("semester", "year").replace("entity: municipality", "entity: project")
        + "variables: [{id: a, title: {es: a, en: a}}]\ntree: [{id: up, title: {es: u, en: u}, formula: a, direction: higher}]\n"
    )
    assessment = icma.score(spec, table(("Torreón", 2020, 1), ("05035", 2020, 1)), catalogue=CATALOGUE)
    assert assessment._scored.table.entity_ids.tolist() == ["05035", "Torreón"]
    assert assessment.attributes.columns.empty


def test_states_are_known_by_name_without_a_catalogue() -> None:
    spec = program(
        HEAD.replace("semester", "year").replace("entity: municipality", "entity: state")
        + "variables: [{id: a, title: {es: a, en: a}}]\ntree: [{id: up, title: {es: u, en: u}, formula: a, direction: higher}]\n"
    )
    assessment = icma.score(
        spec, table(("Coahuila", 2020, 1), ("Edo. Méx.", 2020, 2), (9, 2020, 3), ("Narnia", 2020, 4))
    )
    assert assessment._scored.table.entity_ids.tolist() == ["05", "09", "15", "Narnia"]
    assert assessment.attributes["name"].tolist() == ["Coahuila", "Ciudad de México", "Estado de México", ""]
    assert codes(assessment, "IND454") == [("05", "Coahuila"), ("15", "Edo. Méx.")]
    assert codes(assessment, "IND412") == [("Narnia", "Narnia")]
    assert assessment.explain("Estado de México").entity == "15"
    by_column = table(("Coahuila", 2020, 1), columns="estado period a")
    assert icma.score(spec, by_column)._scored.table.entity_ids.tolist() == ["05"]


def test_thousands_of_unknown_names_are_one_finding() -> None:
    data = table(*((f"Lugar {number}", 2020, number) for number in range(20_000)))
    start = time.perf_counter()
    assessment = icma.score(COUNT, data, catalogue=CATALOGUE)
    (told,) = assessment.findings.query("code == 'IND456'").itertuples()
    assert time.perf_counter() - start < 20
    assert "20000" in told.figure
    assert len(assessment.values) == 20_000


def test_the_catalogue_is_part_of_the_fingerprint() -> None:
    data = table(("05035", 2020, 1))
    plain, known = icma.score(COUNT, data), icma.score(COUNT, data, catalogue=CATALOGUE)
    assert "catalogue" not in plain.options
    assert known.options["catalogue"] == CATALOGUE.fingerprint
    assert plain.fingerprint != known.fingerprint


def test_a_figure_is_explained_by_the_name_of_its_municipality(safety: icma.Program) -> None:
    data = rows(("05035", "2014-S1", 10, 1000, 5), ("08037", "2014-S1", 20, 1000, 5), ("05015", "2014-S1", 30, 1000, 5))
    assessment = icma.score(safety, data, catalogue=CATALOGUE)
    assert assessment.explain("torreon", "police_rate").entity == "05035"
    assert assessment.explain("Juárez, Chih.", "police_rate").entity == "08037"
    with pytest.raises(icma.AmbiguousNameError, match="05015 Juárez, Coah.; 08037 Juárez, Chih."):
        assessment.explain("Juárez", "police_rate")
    with pytest.raises(icma.UnknownNameError, match="there is no entity `Torreom`.*did you mean `Torreón`"):
        assessment.explain("Torreom", "police_rate")
    # Torreón is in the catalogue, but not in this data.
    with pytest.raises(icma.UnknownNameError, match="entity `Acuña`"):
        assessment.explain("Acuña", "police_rate")
    with pytest.raises(icma.UnknownNameError, match="entity `Torreón`"):
        icma.score(safety, data).explain("Torreón", "police_rate")


def test_an_entity_without_a_usable_line_is_unknown_to_explain(safety: icma.Program) -> None:
    data = rows(("05035", "2014-S1", 10, 1000, 5), ("05002", "nunca", 20, 1000, 5))
    assessment = icma.score(safety, data, catalogue=CATALOGUE)
    assert assessment.explain("Torreón", "police_rate").entity == "05035"
    for name in ("05002", "Acuña"):
        with pytest.raises(icma.UnknownNameError):
            assessment.explain(name, "police_rate")


# All of Mexico ---------------------------------------------------------------------------------------


def test_all_municipalities_by_name_are_scored_and_parted_by_state() -> None:
    """A built-in program on the 2,469 municipalities with synthetic figures; groups are those of the reference table."""
    known = reference("municipalities.csv")
    generator = np.random.default_rng(7)
    data = pd.DataFrame(
        {
            "municipio": known["municipality"],
            "estado": known["state"],
            "period": "2014-S1",
            "population": known["population_2015"],
            "operational_police": generator.integers(1, 500, len(known)),
            "municipal_employees": generator.integers(10, 5_000, len(known)),
        }
    )
    start = time.perf_counter()
    program = icma.load("sindes")
    assessment = icma.score(program, data, catalogue=icma.read_catalogue(known))
    benchmark = icma.benchmark(assessment, peers="state")
    sizes = dict(zip(benchmark._comparison.groups.names, np.bincount(benchmark._comparison.groups.codes), strict=True))
    assert time.perf_counter() - start < 20
    assert assessment._scored.table.entity_ids.tolist() == known["key"].tolist()
    assert len(sizes) == 32
    assert sorted(sizes.values()) == sorted(known["state"].value_counts())
    by_key = known.groupby("state_key")["key"].count()
    states = dict(zip(assessment._scored.table.entities, assessment.attributes["state"], strict=True))
    for state, count in by_key.items():
        assert sizes[states[f"{state}001" if f"{state}001" in states else f"{state}002"]] == count
    # The same from keys alone.
    alone = icma.score(program, data.drop(columns=["municipio", "estado"]).assign(entity=known["key"]))
    again = icma.benchmark(alone, peers="state")
    assert again._comparison.groups.names == benchmark._comparison.groups.names
    np.testing.assert_array_equal(again._comparison.groups.codes, benchmark._comparison.groups.codes)
    found = icma.benchmark(alone, peers="population")._comparison.groups
    people = pd.to_numeric(known["population_2015"])
    limits = [0, 2_500, 15_000, 50_000, 100_000, 500_000, 1_000_000, np.inf]
    wanted = pd.cut(people, limits, right=False).value_counts(sort=False).tolist()
    assert np.bincount(found.codes[found.codes >= 0], minlength=7).tolist() == wanted
