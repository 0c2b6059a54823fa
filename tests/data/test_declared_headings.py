"""Headings and codes of absence that a program declares for its variables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma

SPEC = """
spec: 1
id: letters
version: "1"
title: {es: t, en: t}
entity: municipality
period: year
provenance: user
variables:
  - {id: illiterate, title: {es: p, en: p}, columns: [ANALF, "Población analfabeta"], absent: [-999, ND*]}
  - {id: adults, title: {es: w, en: w}}
tree:
  - {id: share, title: {es: s, en: s}, formula: illiterate / adults, direction: lower, examples: [{given: {illiterate: 1, adults: 4}, expect: 0.25}, {given: {illiterate: -999, adults: 4}, expect: not_reported}]}
  - {id: radios, title: {es: r, en: r}, direction: higher, columns: [VPH_RADIO], absent: [99], examples: [{given: {radios: 1}, expect: 1}]}
"""
KEYS = {"cve_mun": ["05030", "05035", "05036"], "año": ["2020", "2020", "2020"]}
OTHERS = {"adults": ["8", "8", "8"], "VPH_RADIO": ["5", "99.0", "7"]}


@pytest.fixture(scope="module")
def program() -> icma.Program:
    return icma.loads(SPEC)


def table(**columns: list[Any]) -> pd.DataFrame:
    return pd.DataFrame({**KEYS, **{name.replace("_", " "): cells for name, cells in columns.items()}, **OTHERS})


def shares(program: icma.Program, data: pd.DataFrame, **how: Any) -> list[float]:
    return icma.score(program, data, **how).values["share"].tolist()


def as_long(wide: pd.DataFrame) -> pd.DataFrame:
    return wide.melt(list(KEYS))


@pytest.mark.parametrize("heading", ["illiterate", "ILLITERATE", "ANALF", "analf", "POBLACION_ANALFABETA"])
@pytest.mark.parametrize("shape", ["wide", "long"])
def test_a_variable_is_known_by_the_headings_that_it_declares(program: icma.Program, heading: str, shape: str) -> None:
    wide = table(**{heading: ["1", "2", "3"]})
    data = wide if shape == "wide" else as_long(wide)
    assessment = icma.score(program, data)
    assert assessment.values["share"].tolist() == [0.125, 0.25, 0.375]
    assert not {"IND406", "IND407", "IND427"} & set(assessment.findings["code"])


def test_the_call_goes_first_then_the_id_then_the_order_of_the_headings(program: icma.Program) -> None:
    ones, twos, fours = ["1"] * 3, ["2"] * 3, ["4"] * 3
    both = table(POBLACION_ANALFABETA=twos, ANALF=ones, other=fours)
    assert shares(program, both) == [0.125] * 3
    assert shares(program, both.rename(columns={"ANALF": "illiterate"})) == [0.125] * 3
    assert shares(program, both, columns={"illiterate": "other"}) == [0.5] * 3
    assert shares(program, as_long(both), columns={"illiterate": "other"}) == [0.5] * 3
    unknown = icma.score(program, both).findings.query("code == 'IND406'")["subject"].tolist()
    assert unknown == ["POBLACION ANALFABETA", "other"]


def test_lines_under_several_names_of_a_variable_are_all_its_own(program: icma.Program) -> None:
    long = as_long(table(ANALF=["1", "2", "3"]))
    long.loc[long["variable"].eq("ANALF") & long["cve_mun"].eq("05035"), "variable"] = "Población Analfabeta"
    assert shares(program, long) == [0.125, 0.25, 0.375]


@pytest.mark.parametrize("shape", ["wide", "long"])
@pytest.mark.parametrize("cells", [["1", "-999", "nd*"], ["1", "-999.00", " ND* "], [1, -999, "ND*"]])
def test_codes_of_absence_are_not_reported_and_told_once(program: icma.Program, cells: list[Any], shape: str) -> None:
    wide = table(ANALF=cells)
    assessment = icma.score(program, wide if shape == "wide" else as_long(wide))
    assert assessment.values["share"].tolist() == pytest.approx([0.125, np.nan, np.nan], nan_ok=True)
    assert assessment.reasons["share"].tolist() == ["", "not_reported", "not_reported"]
    assert assessment.reasons["radios"].tolist() == ["", "not_reported", ""]
    told = assessment.findings.query("code == 'IND589'")
    assert told["subject"].tolist() == ["illiterate", "radios"]
    assert [text[:1] for text in told["message"]] == ["2", "1"]
    assert "IND485" not in set(assessment.findings["code"])


def test_a_figure_of_two_meanings_is_no_code_unless_it_counts_whole_things() -> None:
    people = icma.loads(SPEC.replace("absent: [-999, ND*]", "absent: [9999]"))
    cells = ["1", "9,999", 10**400]
    assert set(icma.score(people, table(ANALF=cells)).findings["code"]) >= {"IND410"}
    whole = icma.loads(SPEC.replace("absent: [-999, ND*]", "absent: [9999], type: integer"))
    found = icma.score(whole, table(ANALF=cells)).findings
    assert "9,999" in str(found.query("code == 'IND589'")["figure"].iloc[0])


@pytest.mark.parametrize("dtype", ["int64", "float64", "Int64", "category"])
def test_codes_are_found_in_columns_of_numbers(program: icma.Program, dtype: str) -> None:
    data = table(ANALF=["1", "2", "3"]).assign(ANALF=pd.Series([1, -999, 3], dtype=dtype))
    assert shares(program, data) == pytest.approx([0.125, np.nan, 0.375], nan_ok=True)


# Headings that are not understood -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("renamed", "words"),
    [
        ({"cve_mun": "Cve. Munic."}, r"gives the entity .*there are: Cve. Munic., año, .* did you mean `Cve. Munic.`"),
        ({"año": "Año fiscal"}, r"gives the period .*there are: cve_mun, Año fiscal, .* did you mean `Año fiscal`"),
        (
            {"ANALF": "Analfa", "adults": "grown", "VPH_RADIO": "r"},
            r"no variable of `letters` \(expected: illiterate, adults, radios; there are: Analfa, grown, r\); "
            "did you mean `illiterate`",
        ),
    ],
)
def test_what_is_not_understood_is_answered_in_the_words_of_the_file(
    program: icma.Program, renamed: dict[str, str], words: str
) -> None:
    with pytest.raises(icma.DataError, match=words):
        icma.score(program, table(ANALF=["1", "2", "3"]).rename(columns=renamed))


@pytest.mark.parametrize(
    ("heading", "near"), [("Analfs", "illiterate"), ("Adultos", "adults"), ("GROWN-UPS", "adults")]
)
@pytest.mark.parametrize("shape", ["wide", "long"])
def test_an_unknown_heading_names_the_variable_that_it_is_near_to(heading: str, near: str, shape: str) -> None:
    titled = icma.loads(SPEC.replace("id: adults, title: {es: w, en: w}", "id: adults, title: {es: w, en: Grown-ups}"))
    wide = table(ANALF=["1", "2", "3"], unknown=["1", "2", "3"]).rename(columns={"unknown": heading})
    found = icma.score(titled, wide if shape == "wide" else as_long(wide)).findings
    (told,) = found[found["code"].isin(["IND406", "IND427"])].itertuples()
    assert (told.subject, str(told.figure).split("→ ")[1]) == (heading, f"{near}?")


def test_a_name_of_the_long_layout_that_is_not_there_is_refused(program: icma.Program) -> None:
    with pytest.raises(icma.DataError, match="there is no column `ANALFA`; did you mean `ANALF`"):
        icma.score(program, as_long(table(ANALF=["1", "2", "3"])), columns={"illiterate": "ANALFA"})


# One vocabulary ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    ["Clave del municipio", "CLAVE DE MUNICIPIO", "clave municipio", "Clave geoestadística", "MAPA", "CVE_AGEM"],
)
def test_keys_are_known_by_their_usual_headings_everywhere(program: icma.Program, heading: str) -> None:
    data = table(ANALF=["1", "2", "3"]).rename(columns={"cve_mun": heading})
    assert shares(program, data) == [0.125, 0.25, 0.375]
    names = pd.DataFrame({heading: ["05030", "05035"], "Nombre del municipio": ["Saltillo", "Torreón"]})
    assert icma.read_catalogue(names).key("Torreón") == "05035"


@pytest.mark.parametrize(
    "keys",
    [
        {"entidad": ["5", "5", "5"], "municipio": ["30", "35", "36"]},
        {"Entidad": ["Coahuila"] * 3, "Municipio": ["030", "035", "036"], "nom_mun": ["Saltillo", "Torreón", "Viesca"]},
        {"ENTIDAD": [5.0, 5.0, 5.0], "MUN": [30, 35, 36]},
        {"municipio": ["5030", "5035", "5036"]},
    ],
)
@pytest.mark.parametrize("catalogued", [False, True])
def test_digits_under_municipio_are_keys_beside_the_state(
    program: icma.Program, keys: dict[str, list[Any]], catalogued: bool
) -> None:
    known = {"key": ["05030", "05035", "05036"], "name": ["Saltillo", "Torreón", "Viesca"]}
    catalogue = icma.read_catalogue(pd.DataFrame(known)) if catalogued else None
    data = table(ANALF=["1", "2", "3"]).drop(columns="cve_mun").assign(**keys)
    values = icma.score(program, data, catalogue=catalogue).values["share"]
    assert values.droplevel("period").to_dict() == {"05030": 0.125, "05035": 0.25, "05036": 0.375}


@pytest.mark.parametrize("column", [{"mapa": ["a.png"] * 3}, {"MUN": ["30", "35", "36"]}])
def test_names_stay_the_keys_beside_what_is_none(program: icma.Program, column: dict[str, list[str]]) -> None:
    catalogue = icma.read_catalogue(pd.DataFrame({"key": ["05030", "05035", "05036"], "name": ["A", "B", "C"]}))
    data = table(ANALF=["1", "2", "3"]).drop(columns="cve_mun").assign(nombre=["A", "B", "C"], **column)
    assert list(icma.score(program, data, catalogue=catalogue).values.index.unique("entity")) == KEYS["cve_mun"]


def test_short_digits_without_a_state_are_no_keys(program: icma.Program) -> None:
    data = table(ANALF=["1", "2", "3"]).drop(columns="cve_mun").assign(municipio=["30", "35", "36"])
    with pytest.raises(icma.DataError, match="no column gives the entity"):
        icma.score(program, data)
