"""A new program in YAML alone, at scale: the municipal human development index of 2010, 2015 and 2020.

Source: UNDP México, Informe de Desarrollo Humano Municipal 2010–2020. The published index comes from unrounded parts, so that
recomputing it from the rounded ones agrees within 0.0016.
"""

from __future__ import annotations

import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import program, reference

IDH = """\
spec: 1
id: idh_municipal
version: "1"
title: {es: Índice de desarrollo humano municipal, en: Municipal human development index}
entity: municipality
period: {frequency: year, step: 5}
provenance: {status: documented, source: "UNDP México, Informe de Desarrollo Humano Municipal 2010–2020"}
total: {aggregation: geometric_mean}
peers: [state]
variables:
  - {id: health_index, title: {es: Índice de salud, en: Health index}, unit: {es: índice, en: index}, range: [0, 1]}
  - {id: income_index, title: {es: Índice de ingreso, en: Income index}, unit: {es: índice, en: index}, range: [0, 1]}
  - {id: years_schooling, title: {es: Años promedio de escolaridad, en: Mean years of schooling}, unit: {es: años, en: years}, range: [0, 25]}
  - {id: expected_schooling, title: {es: Años esperados de escolaridad, en: Expected years of schooling}, unit: {es: años, en: years}, range: [0, 25]}
tree:
  - id: health
    title: {es: Salud, en: Health}
    formula: health_index
    unit: {es: índice, en: index}
    direction: higher
    range: [0, 1]
    scale: identity
    examples: [{given: {health_index: 0.9}, expect: 0.9}]
  - id: education
    title: {es: Educación, en: Education}
    aggregation: arithmetic_mean
    children:
      - id: mean_years
        title: {es: Escolaridad promedio, en: Mean schooling}
        formula: years_schooling
        unit: {es: años, en: years}
        direction: higher
        scale: {method: goalposts, low: 0, high: 15, to: [0, 1]}
        examples: [{given: {years_schooling: 9}, expect: 9}]
      - id: expected_years
        title: {es: Escolaridad esperada, en: Expected schooling}
        formula: expected_schooling
        unit: {es: años, en: years}
        direction: higher
        scale: {method: goalposts, low: 0, high: 18, to: [0, 1]}
        examples: [{given: {expected_schooling: 12}, expect: 12}]
      - id: schooling_change
        title: {es: Cambio de la escolaridad, en: Change of schooling}
        formula: years_schooling - lag(years_schooling)
        unit: {es: años, en: years}
        direction: context
        examples: [{given: {years_schooling: 9}, previous: {years_schooling: 8}, expect: 1}]
  - id: income
    title: {es: Ingreso, en: Income}
    formula: income_index
    unit: {es: índice, en: index}
    direction: higher
    range: [0, 1]
    scale: identity
    examples: [{given: {income_index: 0.8}, expect: 0.8}]
"""


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return reference("idh_municipal.csv")


@pytest.fixture(scope="module")
def assessment(table: pd.DataFrame) -> icma.Assessment:
    return icma.score(program(IDH), table)


def published(table: pd.DataFrame, column: str) -> pd.Series:
    return pd.to_numeric(table.set_index(["key", "period"])[column], errors="coerce").rename_axis(["entity", "period"])


def test_the_spec_is_sound_and_its_examples_hold(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "idh.yaml"
    path.write_text(IDH, encoding="utf-8")
    assert icma.validate(path).diagnostics == ()


def test_the_published_index_is_reproduced_for_every_municipality(
    table: pd.DataFrame, assessment: icma.Assessment
) -> None:
    index = published(table, "idh")
    apart = (assessment.scores["total"] - index).abs()
    assert apart.notna().sum() == 5739  # all but the four lines with a gap
    assert apart.max() < 0.0016
    assert (assessment.scores["education"] - published(table, "education_index")).abs().max() < 0.0006


def test_gaps_have_their_reason_and_bounds(assessment: icma.Assessment) -> None:
    absent = assessment.scores["total"].isna()
    assert assessment.score_reasons.loc[absent, "total"].unique().tolist() == ["not_reported"]
    assert (assessment.highest["total"] >= assessment.lowest["total"]).all()


def test_states_are_benchmarked_and_changes_between_years_are_those_of_the_figures(
    table: pd.DataFrame, assessment: icma.Assessment
) -> None:
    found = icma.benchmark(assessment, peers="state")
    totals = found.statistics.query("indicator == 'total'")
    assert len(totals) == 3 * table["state"].nunique()
    index = published(table, "idh")
    by_state = (
        index.groupby([table["state"].to_numpy(), index.index.get_level_values("period")])
        .median()
        .rename_axis(["peers", "period"])
    )
    got = totals.set_index(["peers", "period"])["median"]
    assert (got - by_state).abs().max() < 0.0016
    change = assessment.values["schooling_change"].dropna()
    years = published(table, "years_schooling").unstack()
    wanted = pd.concat({"2015": years["2015"] - years["2010"], "2020": years["2020"] - years["2015"]}).dropna()
    assert len(change) == len(wanted)
    assert (change.swaplevel().sort_index() - wanted.sort_index()).abs().max() < 1e-12
    trends = found.trends.query("indicator == 'total' and period == '2020'")
    assert trends["improved"].notna().sum() > 1900
