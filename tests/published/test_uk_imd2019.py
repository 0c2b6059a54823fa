"""The Index of Multiple Deprivation 2019 as published, from one spec and no other arithmetic.

The ranks of domains are published with their ties taken apart, so that 108 of the 32,844 places come out one or two
places away.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import reference

SPEC = Path(__file__).parent / "programs" / "uk_imd2019.yaml"


def published(name: str, entity: str) -> pd.DataFrame:
    return reference(f"uk_imd2019/{name}.csv.gz").set_index(entity).apply(pd.to_numeric).sort_index()


@pytest.fixture(scope="module")
def areas() -> pd.DataFrame:
    return reference("uk_imd2019/input.csv.gz").rename(columns={"lsoa11": "entity"})


@pytest.fixture(scope="module")
def assessment(areas: pd.DataFrame) -> icma.Assessment:
    districts = areas["lad19"].str.lower()
    listed = f"[{', '.join(sorted(districts.unique()))}]"
    program = icma.loads(SPEC.read_text(encoding="utf-8").replace("[districts]", listed), SPEC.name)
    return icma.score(program, areas.assign(district=districts), period="2019", decimal=".")


def of_areas(table: pd.DataFrame, name: str) -> pd.Series:
    return table[name].droplevel("period")


def of_districts(assessment: icma.Assessment, areas: pd.DataFrame, name: str) -> pd.Series:
    """Return what every area of a district reads of it."""
    found = of_areas(assessment.values, name).groupby(areas.set_index("entity")["lad19"])
    assert (found.min() == found.max()).all()
    return found.first()


def test_places_are_those_published_but_for_ties_taken_apart(assessment: icma.Assessment) -> None:
    apart = (of_areas(assessment.values, "place") - published("expected_lsoa", "lsoa11")["imd_rank"]).abs()
    assert len(apart) == 32_844
    assert (apart > 0).sum() == 108
    assert apart.max() == 2


def test_deciles_are_those_published(assessment: icma.Assessment) -> None:
    deciles = published("expected_lsoa", "lsoa11")["imd_decile"]
    assert (of_areas(assessment.scores, "decile") == deciles).all()


def test_scores_of_districts_are_those_published(assessment: icma.Assessment, areas: pd.DataFrame) -> None:
    wanted = published("expected_lad", "lad19")
    score = of_districts(assessment, areas, "district_score")
    assert len(score) == 317
    # Printed to three decimals, from domain scores that are not rounded to ranks.
    assert (score - wanted["Score"]).abs().max() < 0.00051
    share = of_districts(assessment, areas, "district_proportion")
    assert (share - wanted["Proportion"]).abs().max() < 0.000051
