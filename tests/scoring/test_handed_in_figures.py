"""Leaves that read the figure handed in under their own id: everything is as with a variable and a formula."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.diagnostics import MESSAGES
from icmaml_indicators.reports import data_template

HEAD = """\
spec: 1
id: sample
version: "1"
title: {es: Muestra, en: Sample}
entity: municipality
period: year
provenance: user
scale: {method: goalposts, low: 0, high: 100}
"""
SHORT = """\
tree:
  - {id: theft, title: {es: Robos, en: Thefts}, unit: {es: robos, en: thefts}, type: integer, kind: flow, range: [0, 500], direction: lower}
  - {id: double, title: {es: D, en: D}, formula: theft * 2 + lag(theft), direction: context}
  - {id: plan, title: {es: P, en: P}, direction: higher, attainment: {target: plan + 1}}
checks: [{rule: theft <= 400}]
"""
LONG = """\
variables:
  - {id: theft_in, title: {es: Robos, en: Thefts}, unit: {es: robos, en: thefts}, type: integer, kind: flow, range: [0, 500]}
  - {id: plan_in, title: {es: P, en: P}}
tree:
  - {id: theft, title: {es: Robos, en: Thefts}, unit: {es: robos, en: thefts}, formula: theft_in, direction: lower}
  - {id: double, title: {es: D, en: D}, formula: theft_in * 2 + lag(theft_in), direction: context}
  - {id: plan, title: {es: P, en: P}, direction: higher, formula: plan_in, attainment: {target: plan_in + 1}}
checks: [{rule: theft_in <= 400}]
"""
FIGURES = pd.DataFrame(
    [
        ("01001", "2020", "10", "1"),
        ("01001", "2021", "20.5", "n/a"),
        ("01002", "2020", "600", ""),
        ("01002", "2021", "450", "3"),
    ],
    columns=["entity", "period", "theft", "plan"],
)


def program(text: str) -> icma.Program:
    return icma.loads(HEAD + text)


def test_figures_scores_reasons_and_findings_are_those_of_a_variable() -> None:
    short = icma.score(program(SHORT), FIGURES)
    long = icma.score(program(LONG), FIGURES.rename(columns={"theft": "theft_in", "plan": "plan_in"}))
    for table in ("values", "reasons", "scores", "score_reasons", "coverage", "lowest", "highest"):
        pd.testing.assert_frame_equal(getattr(short, table), getattr(long, table))
    told = [list(zip(found["code"], found["figure"], strict=True)) for found in (short.findings, long.findings)]
    assert sorted(told[0], key=str) == sorted(told[1], key=str)
    assert {"IND403", "IND404", "IND414"} <= {code for code, _ in told[0]}


def test_the_ledger_leads_to_the_cell() -> None:
    entry = icma.score(program(SHORT), FIGURES).explain("01001", "theft", "2020").root
    (cell,) = entry.children
    assert (entry.value, entry.score, entry.rule) == (10, 90, "theft")
    assert (cell.kind, cell.id, cell.value) == ("variable", "theft", 10)
    assert cell.raw is not None and cell.raw["text"] == "10"


def test_a_template_asks_for_the_figure_once() -> None:
    asked = data_template(program(SHORT), layout="wide")
    assert list(asked.columns) == ["entity", "name", "period", "theft", "plan"]


def test_a_variable_that_becomes_a_leaf_bears_another_name_and_no_more(tmp_path: Path) -> None:
    for name, text in (("long", LONG), ("short", SHORT)):
        (tmp_path / f"{name}.yaml").write_text(HEAD + text, encoding="utf-8")
    changes = icma.diff(tmp_path / "long.yaml", tmp_path / "short.yaml").changes
    assert {change.code for change in changes if MESSAGES[change.code].severity == "error"} == set()
    assert {change.code for change in changes} <= {"IND612", "IND607", "IND606"}


def test_what_is_handed_in_is_compared_as_a_variable_is(tmp_path: Path) -> None:
    for name, text in (
        ("old", SHORT),
        ("new", SHORT.replace("[0, 500]", "[0, 900]").replace("kind: flow", "kind: stock")),
    ):
        (tmp_path / f"{name}.yaml").write_text(HEAD + text, encoding="utf-8")
    found = icma.diff(tmp_path / "old.yaml", tmp_path / "new.yaml").changes
    assert [(change.code, change.kind, change.subject) for change in found if change.key in {"range", "kind"}] == [
        ("IND613", "variable", "theft"),
        ("IND614", "variable", "theft"),
    ]


def test_a_new_leaf_asks_for_a_new_figure(tmp_path: Path) -> None:
    more = SHORT.replace("checks:", "  - {id: fraud, title: {es: F, en: F}, direction: context}\nchecks:")
    for name, text in (("old", SHORT), ("new", more)):
        (tmp_path / f"{name}.yaml").write_text(HEAD + text, encoding="utf-8")
    assert {change.code for change in icma.diff(tmp_path / "old.yaml", tmp_path / "new.yaml").changes} >= {
        "IND610",
        "IND622",
    }


@pytest.mark.parametrize("key", ["type: integer", "kind: flow"])
def test_a_formula_has_no_kind_of_figure(key: str) -> None:
    text = SHORT.replace("formula: theft * 2", f"{key}, formula: theft * 2")
    with pytest.raises(icma.SpecError) as refused:
        program(text)
    assert [found.code for found in refused.value.diagnostics] == ["IND130"]
