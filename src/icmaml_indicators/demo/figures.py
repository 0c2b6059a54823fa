"""The real figures that ship with the project, as tables ready to score."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_FOLDER = Path(__file__).parent / "data"

# Published as metropolitan area: it has no municipal key.
_KEYS = {"Torreón": "05035", "La Laguna (zona metropolitana)": "ZM La Laguna"}
_STATE_VARIABLES = {"pbr_sed_advance": "pbr_sed_points", "iieg_imco": "iieg_points", "ici_shcp": "ici_points"}
_RATIOS = {
    "indicator_1_pct": "debt_to_free_income",
    "indicator_2_pct": "service_to_free_income",
    "indicator_3_pct": "short_term_to_income",
}


def read_figures(name: str) -> pd.DataFrame:
    """Return a table as printed: every cell text."""
    import pandas as pd

    return pd.read_csv(_FOLDER / name, dtype=str, keep_default_na=False)


def torreon() -> pd.DataFrame:
    """Return Torreón's SINDES figures of 2014 in long form: values as printed, and the inputs that they imply."""
    import pandas as pd

    published = read_figures("sindes_torreon_published.csv")
    values = pd.DataFrame(
        {
            "entity": published["place"].map(_KEYS),
            "name": published["place"],
            "period": published["date"],
            "variable": published["indicator_id"],
            "value": published["value_as_published"],
        }
    )
    implied = read_figures("sindes_torreon_implied.csv")
    return pd.concat([values, implied[list(values.columns)]], ignore_index=True)


def alert_cases() -> pd.DataFrame:
    """Return the published cases of the alert system in wide form; a public account counts as its year."""
    cases = read_figures("sistema_alertas_cases.csv")
    cases = cases.rename(columns=_RATIOS)
    cases["period"] = cases["period"].str.removesuffix("-CP")
    cases["government"] = cases["kind"]
    return cases


def state_indices() -> pd.DataFrame:
    """Return the published indices of the 32 states in long form."""
    import pandas as pd

    printed = read_figures("state_rankings.csv")
    return pd.DataFrame(
        {
            "entity": printed["state_key"],
            "name": printed["state"],
            "period": printed["period"],
            "variable": printed["index_id"].map(_STATE_VARIABLES),
            "value": printed["value"],
        }
    )
