"""What is said to those who handed in: each observation has its cell and a question."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import icmaml_indicators as icma

SPEC = """
spec: 1
id: services
version: "1"
title: {es: Servicios, en: Services}
entity: municipality
period: semester
provenance: user
variables:
  - {id: homes, title: {es: Viviendas, en: Homes}, unit: {es: viviendas, en: homes}}
  - {id: served, title: {es: Atendidas, en: Served}}
  - {id: police, title: {es: Policías, en: Police}}
checks:
  - {rule: served <= homes, severity: error, message: {es: más que todas, en: more than all}}
tree:
  - {id: coverage, title: {es: Cobertura, en: Coverage}, formula: served / homes, direction: higher}
  - {id: force, title: {es: Fuerza, en: Force}, formula: police / homes, direction: higher}
"""


@pytest.fixture(scope="module")
def assessment(tmp_path_factory: pytest.TempPathFactory) -> icma.Assessment:
    folder = tmp_path_factory.mktemp("handed_in")
    head = "clave,nombre,periodo,homes,served\n"
    for key, cells in {"05001": "10,many", "05002": "10,", "05003": "10,12", "05004": "10,9"}.items():
        (folder / f"{key}.csv").write_text(f"{head}{key},Town {key},2025-S1,{cells}\n", encoding="utf-8")
    return icma.score(icma.loads(SPEC), folder)


def test_each_observation_has_its_cell_and_a_question(assessment: icma.Assessment) -> None:
    found = icma.list_observations(assessment)
    lines = found.set_index(["entity", "subject"])
    many = lines.loc[("05001", "served")]
    assert many[["kind", "given", "file", "place", "name"]].tolist() == [
        "rejected",
        "many",
        "05001.csv",
        "served, 1",
        "Town 05001",
    ]
    assert many["question"].startswith("The figure of “Served” could not be used")
    assert lines.loc[("05002", "served"), "kind"] == "missing"
    assert "in 2025-S1? If it does not apply, write N/A" in lines.loc[("05002", "served"), "question"]
    assert lines.loc[("05003", "homes"), ["kind", "unit"]].tolist() == ["rejected", "homes"]


def test_everybody_is_asked_for_what_no_file_has(assessment: icma.Assessment) -> None:
    found = icma.list_observations(assessment, language="es")
    asked = found[found["subject"] == "police"]
    assert asked["entity"].tolist() == ["05001", "05002", "05003", "05004"]
    assert set(asked["kind"]) == {"missing"}
    assert asked["question"].iloc[0].startswith("¿Cuál es la cifra de «Policías» en 2025-S1?")
    # Who handed in all the rest well is asked for that alone.
    assert found.loc[found["entity"] == "05004", "subject"].tolist() == ["police"]


def test_one_period_is_asked_about(tmp_path: Path) -> None:
    table = {"entity": ["05001"] * 2, "period": ["2024-S2", "2025-S1"], "homes": [10, 10], "served": ["x", 9], "police": [1, 1]}  # fmt: skip
    assessment = icma.score(icma.loads(SPEC), pd.DataFrame(table, dtype=object))
    assert icma.list_observations(assessment).empty
    assert icma.list_observations(assessment, "2024-S2")["subject"].tolist() == ["served"]
    with pytest.raises(icma.UnknownNameError, match="2025-S1"):
        icma.list_observations(assessment, "2025-S2")
