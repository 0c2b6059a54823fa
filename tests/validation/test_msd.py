"""SHCP's synthetic model against all its published results, 2013 to 2018."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import reference

LEVELS = {"BAJO": "low", "MEDIO BAJO": "medium_low", "MEDIO": "medium", "MEDIO ALTO": "medium_high", "ALTO": "high"}
COLUMNS = {
    "spending_pef": "spending_mark", "mir": "matrix_results_mark", "evaluation": "evaluations_mark", "asm": "improvements_mark",
    "beneficiaries": "beneficiaries_mark",
}  # fmt: skip


def published(edition: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what was published for the years of an edition, and the marks as data; lines with a result only."""
    told = reference("msd_2013_2018.csv")
    years = ("2013", "2014") if edition == "2013" else ("2015", "2016", "2017", "2018")
    told = told[told["year"].isin(years) & (told["published_msd"] != "")].reset_index(drop=True)
    data = told[list(COLUMNS)].rename(columns=COLUMNS).replace("", None)
    data["entity"], data["period"] = [f"{number:05d}" for number in range(len(told))], told["year"]
    return told, data


@pytest.mark.parametrize(
    ("edition", "count", "off", "near", "levels"), [("2013", 1758, 4, 1651, 1742), ("2015", 2507, 0, 2450, 2496)]
)
def test_totals_and_levels_as_published(edition: str, count: int, off: int, near: int, levels: int) -> None:
    told, data = published(edition)
    assert len(told) == count
    found = icma.score(icma.load(f"msd@{edition}"), data)
    scores = found.scores["total"].to_numpy()
    printed = told["published_msd"].astype(float).to_numpy()
    apart = np.abs(scores - printed)
    # The marks are themselves printed to one decimal: four results of 2013 do not follow from them.
    assert int((apart > 0.1 + 1e-9).sum()) == off
    assert int((apart <= 0.05 + 1e-9).sum()) == near
    level = found.levels["total"].to_numpy()
    wanted = told["published_level"].map(LEVELS).to_numpy()
    # Where the marks give the printed total, its level follows, but for totals that sit on a cut of the unrounded value.
    same = np.round(scores + 1e-9, 1) == printed
    on_cut = np.isin(printed, (1.6, 2.6, 3.8, 4.6))
    agrees = level == wanted
    assert agrees[same & ~on_cut].all()
    if edition == "2015":
        assert agrees[same].all()
    assert int(agrees.sum()) == levels


def test_the_rounding_rule_is_what_sets_the_editions_apart() -> None:
    """3.0 and 4.0 weighted 10 to 20 give 3.67; 3.75 is below the cut of 3.8 until it is rounded."""
    data = pd.DataFrame(
        {"entity": ["a"], "period": 2014, "matrix_results_mark": 3, "evaluations_mark": 4, "spending_mark": 5}
    )
    one, other = (icma.score(icma.load(f"msd@{edition}"), data) for edition in ("2013", "2015"))
    assert one.scores["total"].iloc[0] == pytest.approx((20 * 3 + 25 * 4 + 10 * 5) / 55)
    data = pd.DataFrame({"entity": ["a"], "period": 2014, "evaluations_mark": 3.5, "improvements_mark": 4.0})
    one, other = (icma.score(icma.load(f"msd@{edition}"), data) for edition in ("2013", "2015"))
    assert one.scores["total"].iloc[0] == other.scores["total"].iloc[0] == 3.75
    assert (one.levels["total"].iloc[0], other.levels["total"].iloc[0]) == ("medium", "medium_high")
