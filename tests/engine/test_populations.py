"""Who is held against whom: scales and statistics over every kind of population, against pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, program

VARIABLES = """variables:
  - {id: a, title: {es: a, en: a}}
  - {id: people, title: {es: p, en: p}}
  - {id: zone, title: {es: z, en: z}, type: category, options: [north, south]}
"""
RNG = np.random.default_rng(3)


def table(entities: int = 12) -> pd.DataFrame:
    """Return entities over two periods, some without a figure, the last without a zone."""
    lines = [(f"{n + 1:05d}", period) for n in range(entities) for period in ("2014-S1", "2014-S2")]
    found = pd.DataFrame(lines, columns=["entity", "period"])
    found["a"] = RNG.integers(1, 9, len(found)).astype(float)
    found.loc[found.index % 7 == 3, "a"] = np.nan
    found["people"] = RNG.integers(1, 200, len(found)) * 1000.0
    found["zone"] = np.where(found["entity"].astype(int) % 3 == 0, "south", "north").astype(object)
    found.loc[found["entity"] == f"{entities:05d}", "zone"] = ""
    return found


TABLE = table()


def score(*leaves: str, more: str = "", data: pd.DataFrame = TABLE, **options: object) -> icma.Assessment:
    """Score leaves, the first of them called ``i``."""
    tree = "".join(f"\n  - {{id: {name}, title: {{es: x, en: x}}, {leaf}}}" for name, leaf in zip("ijkl", leaves))
    return icma.score(program(f"{HEAD}{VARIABLES}{more}tree:{tree}\n"), data, **options)


def scaled(scale: str, direction: str = "higher") -> str:
    return f"formula: a, direction: {direction}, scale: {scale}"


def same(found: pd.Series, wanted: pd.Series) -> bool:
    return np.allclose(found.to_numpy(float), wanted.to_numpy(float), rtol=1e-12, atol=1e-9, equal_nan=True)


@pytest.mark.parametrize(
    ("over", "keys"), [("zone", ["zone", "period"]), ("entity", ["entity"]), ("period", ["period"])]
)
def test_a_scale_compares_within_its_population(over: str, keys: list[str]) -> None:
    given = TABLE.replace("", np.nan)
    groups = given.groupby(keys)["a"]  # rows without a zone are in no group
    low, high = groups.transform("min"), groups.transform("max")
    found = score(
        scaled(f"{{method: min_max, over: {over}}}"),
        scaled(f"{{method: z_score, over: {over}}}"),
        scaled(f"{{method: percentile_rank, over: {over}}}", "lower"),
    ).scores
    share = (given["a"] - low) / (high - low).replace(0, np.nan)
    assert same(found["i"], share * 100)
    assert same(found["j"], (given["a"] - groups.transform("mean")) / groups.transform("std").replace(0, np.nan))
    beaten = groups.rank(ascending=False) - 1
    assert same(found["k"], beaten / (groups.transform("count") - 1).replace(0, np.nan) * 100)


def test_who_has_no_option_is_held_against_nobody() -> None:
    found = score(scaled("{method: min_max, over: zone}"), scaled("{method: rank, over: zone}"))
    row = ("00012", "2014-S1")
    assert found.score_reasons.loc[row, ["i", "j"]].tolist() == ["not_reported", "not_reported"]
    assert found.values.loc[row, "i"] == TABLE.loc[22, "a"]
    explained = str(found.explain("00012", "i", "2014-S1"))
    assert "not reported" in explained


def test_a_base_period_moves_no_scale_over_options() -> None:
    leaf = scaled("{method: min_max, over: zone}")
    whole = score(leaf, scaled("min_max")).scores
    based = score(leaf, scaled("min_max"), base_period="2014-S1").scores
    assert same(whole["i"], based["i"])
    assert not same(whole["j"], based["j"])


def test_populations_that_there_are_not_are_told(tmp_path: object) -> None:
    with pytest.raises(icma.SpecError, match="IND217"):
        score(scaled("{method: min_max, over: zones}"))
