"""What lies apart among many is flagged without being asked for, and little else is; no figure changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma

# Public figures that are not shipped: they may lie beside the repository.
REAL = Path(__file__).parents[3] / "shared" / "data" / "reference" / "real"
HEAD = """
spec: 1
id: screened
version: "1"
title: {es: c, en: s}
entity: other
period: semester
provenance: user
"""
TREE = """
variables:
  - {id: a, title: {es: a, en: a}}
tree:
  - {id: rate, title: {es: r, en: r}, formula: a * 1, direction: context}
"""
GENERATOR = np.random.default_rng(7)
USUAL = np.exp(GENERATOR.normal(4, 0.5, 30))


def screen(
    figures: pd.DataFrame | dict[str, np.ndarray], keys: str = "", tree: str = TREE
) -> list[tuple[str, str, str]]:
    """Return code, entity and period of what is flagged; the figures of each period by entity."""
    table = pd.DataFrame(figures)
    long = table.rename_axis("entity").reset_index().melt("entity", var_name="period", value_name="a").dropna()
    long["entity"] = "e" + long["entity"].astype(str)
    found = icma.score(icma.loads(HEAD + keys + tree), long).findings
    found = found[found["code"].isin(["IND416", "IND417"])]
    return list(found[["code", "entity", "period"]].itertuples(index=False, name=None))


def with_one(value: float, figures: np.ndarray = USUAL) -> np.ndarray:
    return np.append(figures, value)


def test_a_figure_beyond_the_fences_and_ten_times_apart_is_flagged() -> None:
    """Logarithms spread by 0.5: quartiles lie about 0.67 apart, and the fences some 2.3 from the middle."""
    assert screen({"2020-S1": with_one(np.exp(4) * 100)}) == [("IND417", "e30", "2020-S1")]
    assert screen({"2020-S1": with_one(np.exp(4) / 100)}) == [("IND417", "e30", "2020-S1")]
    assert screen({"2020-S1": with_one(np.exp(4) * 5)}) == []
    tight = np.exp(GENERATOR.normal(4, 0.01, 30))  # beyond the fences, but not ten times apart
    assert screen({"2020-S1": with_one(np.exp(4) * 5, tight)}) == []


def test_figures_that_spread_widely_are_not_far() -> None:
    wide = np.exp(GENERATOR.normal(0, 3, 200))
    assert screen({"2020-S1": wide}) == []


def test_nothing_is_held_against_nought() -> None:
    """Most municipalities have no homicide in a semester; one with three is not infinitely far."""
    counts = np.array([0.0] * 40 + [1, 1, 1, 2, 3, 2, 1, 1, 2, 3, 1, 1, 2])
    assert screen({"2020-S1": counts, "2020-S2": counts[::-1]}) == []


def test_among_few_only_a_declared_limit_flags() -> None:
    few = {"2020-S1": np.array([1.0, 1, 1, 500])}
    assert screen(few) == []
    assert screen(few, "screening: {max_distance: 20}") == [("IND417", "e3", "2020-S1")]


def test_screens_can_be_left_out() -> None:
    odd = {"2020-S1": USUAL, "2020-S2": with_one(np.exp(4) * 100, USUAL[1:])}
    assert {code for code, *_ in screen(odd)} == {"IND416", "IND417"}
    assert {code for code, *_ in screen(odd, "screening: {max_change: none}")} == {"IND417"}
    assert {code for code, *_ in screen(odd, "screening: {max_distance: none}")} == {"IND416"}


def test_a_semester_is_held_against_the_same_one_of_the_year_before() -> None:
    """Half of the entities collect nearly all in the first semester; S2 after S1 falls, S2 after S2 does not."""
    first, second = USUAL.copy(), USUAL.copy()
    first[:15] *= 40
    steady = {"2020-S1": first, "2020-S2": second, "2021-S1": first, "2021-S2": second}
    assert [each for each in screen(steady) if each[0] == "IND416" and each[2] > "2021"] == []
    jump = second.copy()
    jump[20] *= 50
    assert ("IND416", "e20", "2021-S2") in screen(steady | {"2021-S2": jump})


def test_shares_of_a_whole_are_compared_by_odds() -> None:
    """Nearly all are covered: 30 % is much less, and no fault; among those that cover little, 1 % is none either."""
    tree = TREE.replace("direction: context", "direction: context, range: [0, 100]")
    covered = np.append(np.linspace(85, 99.5, 30), [30.0, 0.0, 100.0])
    assert screen({"2020-S1": covered}, tree=tree) == []
    assert screen({"2020-S1": np.append(covered, 0.001)}, tree=tree) == [("IND417", "e33", "2020-S1")]


def test_where_figures_fall_below_nought_multiples_say_nothing() -> None:
    growth = np.append(GENERATOR.normal(0, 20, 40), [4000.0])
    assert screen({"2020-S1": growth}) == []


@pytest.mark.skipif(not REAL.is_dir(), reason="the real figures are not here")
@pytest.mark.parametrize(
    ("name", "most"), [("municipalities_2014", 40), ("staff_2018S2", 5), ("homicide_files_2024S1_2025S1", 5)]
)
def test_real_figures_give_few_findings(name: str, most: int) -> None:
    table = pd.read_csv(REAL / f"{name}.csv.gz", dtype={"entity": str, "key": str, "period": str})
    if "key" in table:
        table = table.drop(columns="state").assign(entity=table["key"]).drop(columns="key")
    table["period"] = [period if "S" in period else f"{period}-S2" for period in table["period"]]
    found = icma.score(icma.load("sindes"), table).findings
    flagged = found[found["code"].isin(["IND416", "IND417"])]
    assert len(flagged) <= most
    assert not flagged["message"].str.contains(r"\(0 →").any()
