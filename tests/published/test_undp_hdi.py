"""The human development index as UNDP publishes it: values, classes and places, from one spec and no other arithmetic."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import reference

CLASSES = {"low": "Low", "medium": "Medium", "high": "High", "very_high": "Very High"}


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    table = reference("undp_hdi/expected.csv.gz").rename(columns={"iso3": "entity", "year": "period"})
    return table.set_index(["entity", "period"]).sort_index()


@pytest.fixture(scope="module")
def assessment() -> icma.Assessment:
    table = reference("undp_hdi/input.csv.gz")
    is_group = table["iso3"].str.startswith("ZZ")
    table["kind"] = is_group.map({True: "group", False: "country"})
    program = icma.load(Path(__file__).parent / "programs" / "undp_hdi.yaml")
    return icma.score(program, table, columns={"entity": "iso3", "period": "year"}, decimal=".")


def test_values_are_those_published(assessment: icma.Assessment, published: pd.DataFrame) -> None:
    index = pd.to_numeric(published["hdi"]).dropna()
    assert len(index) == 6171
    assert (assessment.scores["hdi"][index.index] == index).all()
    # Of Rwanda from 1990 to 1994 the parts are published and the index is not.
    others = assessment.scores["hdi"].dropna().index.difference(index.index)
    assert others.tolist() == [("RWA", str(year)) for year in range(1990, 1995)]


def test_classes_are_those_published(assessment: icma.Assessment, published: pd.DataFrame) -> None:
    classes = published["hdicode"][published["hdicode"] != ""]
    assert len(classes) == 192
    assert assessment.levels["hdi"][classes.index].map(CLASSES).tolist() == classes.tolist()


def test_places_are_those_of_the_rounded_index(assessment: icma.Assessment, published: pd.DataFrame) -> None:
    places = pd.to_numeric(published["hdi_rank"]).dropna()
    assert len(places) == 193
    assert places.duplicated().any()
    assert (assessment.values["place"][places.index] == places).all()
