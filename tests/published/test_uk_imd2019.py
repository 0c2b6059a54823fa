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
AUTHORITIES = SPEC.with_name("uk_imd2019_authorities.yaml")
DOMAINS = ("income", "employment", "education", "health", "crime", "housing", "environment")
COLUMNS = {"score": "Score", "proportion": "Proportion", "extent": "Extent"} | {
    f"{name}_proportion": f"{name.title() if name != 'housing' else 'Housing_and_Access'}_Proportion"
    for name in DOMAINS
}


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


def test_places_are_those_published_but_for_ties_taken_apart(assessment: icma.Assessment) -> None:
    apart = (of_areas(assessment.values, "place") - published("expected_lsoa", "lsoa11")["imd_rank"]).abs()
    assert len(apart) == 32_844
    assert (apart > 0).sum() == 108
    assert apart.max() == 2


def test_deciles_are_those_published(assessment: icma.Assessment) -> None:
    deciles = published("expected_lsoa", "lsoa11")["imd_decile"]
    assert (of_areas(assessment.scores, "decile") == deciles).all()


def test_deciles_of_domains_are_those_published(assessment: icma.Assessment) -> None:
    wanted = published("expected_lsoa", "lsoa11")
    for domain in DOMAINS:
        assert (of_areas(assessment.scores, f"{domain}_decile") == wanted[f"{domain}_decile"]).all(), domain


# Which figures come out on the other side of a half, from published ranks with their ties taken apart:
# 12.5015042 for the printed 12.501, and 0.16434849 for the printed 0.1644.
BESIDE_A_HALF = {"Score": ["e07000031"], "Extent": ["e09000013"]}


def test_figures_of_authorities_are_those_published(assessment: icma.Assessment) -> None:
    program = icma.loads(AUTHORITIES.read_text(encoding="utf-8"), AUTHORITIES.name, lower=assessment.program)
    found = icma.score(program, lower=assessment)
    wanted = published("expected_lad", "lad19")
    wanted.index = wanted.index.str.lower()
    assert len(wanted) == 317
    scores, values = (table.droplevel("period") for table in (found.scores, found.values))
    for ours, name in COLUMNS.items():
        apart = (scores[ours] - wanted[name]).abs()
        assert list(apart.index[apart > 1e-9]) == BESIDE_A_HALF.get(name, []), name
        assert (values[ours] - wanted[name]).abs().max() < (0.00051 if name == "Score" else 0.000052)
