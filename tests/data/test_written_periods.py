"""Periods that an institution writes in its own way, and tables whose columns are periods."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli.main import main

SPEC = """
spec: 1
id: letters
version: "1"
title: {es: t, en: t}
entity: municipality
period: year
provenance: user
variables:
  - {id: readers, title: {es: p, en: p}, columns: [LECTORES]}
  - {id: adults, title: {es: w, en: w}}
tree:
  - {id: share, title: {es: s, en: s}, formula: readers / adults, direction: lower, examples: [{given: {readers: 1, adults: 4}, expect: 0.25}]}
"""
KEYS = ["05030", "05035"]
WANTED = {("05030", "2024"): 0.125, ("05030", "2025"): 0.25, ("05035", "2024"): 0.375, ("05035", "2025"): 0.5}


@pytest.fixture(scope="module")
def program() -> icma.Program:
    return icma.loads(SPEC)


def told(assessment: icma.Assessment, code: str) -> list[str]:
    found = assessment.findings
    return [str(figure) for figure in found[found["code"] == code]["figure"]]


def by_line(first: str, second: str) -> pd.DataFrame:
    periods = [first, second] * 2
    return pd.DataFrame(
        {"cvegeo": [*KEYS[:1] * 2, *KEYS[1:] * 2], "ciclo": periods, "readers": [1, 2, 3, 4], "adults": 8}
    )


# Rules ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "rules", "shown"),
    [
        ("2024-CP", "2025-cp", {"{year}-CP": "{year}"}, ["2024-CP → 2024 (4)"]),
        ("Cuenta 2024", "2025-CP", {"cuenta {year}": "{year}", "2025-CP": "2025"}, ["Cuenta 2024 → 2024 (2)", "2025-CP → 2025 (2)"]),
        ("2024", "Ejercicio (2025)", {"Ejercicio ({year})": "{year}"}, ["Ejercicio (2025) → 2025 (2)"]),
    ],
)  # fmt: skip
def test_periods_are_read_by_rules_that_are_told_once(
    program: icma.Program, first: str, second: str, rules: dict[str, str], shown: list[str]
) -> None:
    assessment = icma.score(program, by_line(first, second), periods=rules)
    assert assessment.values["share"].to_dict() == WANTED
    assert sorted(told(assessment, "IND590")) == sorted(shown)
    assert not told(assessment, "IND413")
    assert assessment.options["periods"] == rules


def test_a_rule_gives_quarters(program: icma.Program) -> None:
    quarterly = icma.loads(SPEC.replace("period: year", "period: quarter"))
    assessment = icma.score(quarterly, by_line("1T2024", "2T 2024"), periods={"{n}T{year}": "{year}-Q{n}"})
    assert list(assessment.values.index.unique("period")) == ["2024-Q1"]
    assert {"IND425"} <= set(assessment.findings["code"])  # no rule fits `2T 2024`


def test_what_no_rule_says_is_not_guessed(program: icma.Program) -> None:
    with pytest.raises(icma.DataError, match="no period can be read.* not `2024-CP`"):
        icma.score(program, by_line("2024-CP", "2025-CP"))


@pytest.mark.parametrize(
    "rule",
    [
        {"{year}-CP": "{n}"},
        {"CP": "account"},
        {"{n}": "{year}"},
        {"CP": "{n}"},
        {"{year}/{year}": "{year}"},
        {"{variable}": "{variable}"},
    ],
)
def test_a_rule_that_gives_no_period_is_refused(program: icma.Program, rule: dict[str, str]) -> None:
    with pytest.raises(icma.DataError, match="is no rule of periods"):
        icma.score(program, by_line("2024", "2025"), periods=rule)


def test_matrices_take_rules(tmp_path: Path) -> None:
    lines = ["ciclo,indicador,sentido,meta,resultado", "2025-CP,Cobertura,ascendente,10,9"]
    path = tmp_path / "mir.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = icma.score_targets(path, periods={"{year}-CP": "{year}"})
    assert found.indicators["period"].tolist() == ["2025"]
    assert "IND425" not in set(found.findings["code"])
    assert main(["targets", str(path), "--period-rule", "{year}-CP={year}", "-o", str(tmp_path / "out.csv")]) == 0


# Columns that are periods ----------------------------------------------------------------------------------


def by_column(first: Any, second: Any) -> pd.DataFrame:
    lines = {"cvegeo": KEYS * 2, "Variable": ["Lectores", "LECTORES", "adults", "adults"], "Fuente": "INEGI"}
    return pd.DataFrame({**lines, first: ["1", "3", "8", "8"], second: ["2", "4", "8", "8"]})


@pytest.mark.parametrize(("first", "second"), [("2024", "2025"), (2024, 2025), ("2024.0", 2025.0), ("2024", "2025-CP")])
def test_years_as_columns_become_lines(program: icma.Program, first: Any, second: Any) -> None:
    rules = {"{year}-CP": "{year}"} if second == "2025-CP" else None
    assessment = icma.score(program, by_column(first, second), years="variable", periods=rules)
    assert assessment.values["share"].to_dict() == WANTED
    assert told(assessment, "IND591") == [f"{first} … {second} (2)"]


def test_years_may_hold_one_variable(program: icma.Program) -> None:
    frame = by_column("2024", "2025").iloc[:2].drop(columns="Variable").assign(adults="8")
    assert icma.score(program, frame, years="readers").values["share"].to_dict() == WANTED


def test_headings_of_periods_are_read_by_rules_too(program: icma.Program) -> None:
    frame = by_column("lect_2024", "LECT_2025").iloc[:2].drop(columns="Variable").assign(adults="8")
    assessment = icma.score(program, frame, years="readers", periods={"LECT_{year}": "{year}"})
    assert assessment.values["share"].to_dict() == WANTED


def test_two_rows_of_headings_are_read_by_one_rule(program: icma.Program, tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    heads = ["Entidad,Municipio,Lectores,,Adults,", ",,2024,2025,2024,2025"]
    path.write_text("\n".join([*heads, "5,30,1,2,8,8", "5,35,3,4,8,8"]), encoding="utf-8")
    assessment = icma.score(program, path, years="variable", periods={"{variable} {year}": "{year}"})
    assert assessment.values["share"].to_dict() == WANTED
    assert told(assessment, "IND591") == ["Lectores 2024 … Adults 2025 (4)"]
    with pytest.raises(icma.DataError, match="column `variable` is missing"):
        icma.score(program, path, years="variable", periods={"lectores {year}": "{year}", "Adults {year}": "{year}"})


def test_a_figure_is_found_where_it_stood(program: icma.Program) -> None:
    ledger = icma.score(program, by_column("2024", "2025"), years="variable").explain("05035", "share", "2025")
    assert "«4» (2025, 2)" in str(ledger)


def test_nothing_is_stacked_unless_it_is_said(program: icma.Program) -> None:
    with pytest.raises(icma.DataError, match=r"some headings are periods \(2024, 2025\): say with `years=`"):
        icma.score(program, by_column("2024", "2025"))


@pytest.mark.parametrize(
    ("change", "years", "words"),
    [
        ({}, "reader", "did you mean `readers`"),
        ({"2024": "first", "2025": "second"}, "variable", "the periods are headings: there must be some"),
        ({"Fuente": "periodo"}, "variable", "no column that gives the period of each row"),
        ({"Variable": "Variables"}, "variable", "column `variable` is missing .* did you mean `Variables`"),
        ({"Fuente": "value"}, "variable", "column `value` appears more than once"),
    ],
)
def test_what_cannot_be_stacked_is_refused(
    program: icma.Program, change: dict[str, str], years: str, words: str
) -> None:
    with pytest.raises(icma.DataError, match=words):
        icma.score(program, by_column("2024", "2025").rename(columns=change), years=years)


def test_the_command_takes_rules_and_years(tmp_path: Path) -> None:
    spec, data, out = tmp_path / "letters.yaml", tmp_path / "data.csv", tmp_path / "out.csv"
    spec.write_text(SPEC, encoding="utf-8")
    by_column("2024-CP", "2025-CP").to_csv(data, index=False)
    more = ["--years", "variable", "--period-rule", "{year}-CP={year}", "-o", str(out)]
    assert main(["score", str(spec), str(data), *more]) == 0
    table = pd.read_csv(out, dtype=str).query("node == 'share'")
    assert (
        dict(zip(zip(table["entity"], table["period"], strict=True), table["value"].astype(float), strict=True))
        == WANTED
    )
