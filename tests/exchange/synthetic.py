"""A synthetic index in the two tables of COINr: six made-up units, eight indicators, every kind of line."""

from __future__ import annotations

from typing import Any

import pandas as pd

NA = float("nan")


def units(**columns: Any) -> pd.DataFrame:
    """Return the table of units, with other columns where they are given."""
    table = {
        "uName": ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir"],
        "uCode": ["AL", "BI", "CE", "DO", "EL", "FI"],
        "Time": [2021] * 6,
        "Side": ["north", "south", "north", "south", "north", "south"],
        "People": [120.0, 80.0, 64.0, 200.0, 50.0, 160.0],
        "Roads": [12.0, 9.5, 7.25, 30.0, 4.0, 22.0],
        "Waste": [310.0, 150.0, 96.0, 640.0, 75.0, 512.0],
        "PM2.5": [14.0, 9.0, 22.0, NA, 7.5, 18.0],
        "GreenArea": [5.5, 7.0, 3.25, 1.0, 9.0, 4.0],
        "Schools": [6.0, 4.0, NA, 11.0, 2.0, 9.0],
        "Dropout": [0.11, 0.07, 0.2, 0.13, 0.05, 0.16],
        "Total": [1.0, 4.0, 2.0, 5.0, 3.0, 6.0],
        "Value_Added": [3.3, 2.1, 5.7, 4.4, 1.9, 2.8],
        "Mayor": ["a", "b", "c", "d", "e", "f"],
    }
    return pd.DataFrame(table | columns)


_LINES: tuple[tuple[Any, ...], ...] = (
    (1, "Roads", "Roads in good repair", 1, 2, "km", NA, "People", "Living", "Indicator"),
    (1, "Waste", "Waste", -1, 1, "tonnes", NA, "People", "Living", "Indicator"),
    (1, "PM2.5", "Fine dust, yearly mean", -1, 1, "µg/m³", 10, None, "Living", "Indicator"),
    (1, "GreenArea", None, 1, 0.5, None, 8.25, None, "Living", "Indicator"),
    (1, "Schools", "Schools: all", 1, 1, "schools", NA, "People", "Learning", "Indicator"),
    (1, "Dropout", "Drop-out", -1, 1, "share", NA, None, "Learning", "Indicator"),
    (1, "Total", "A code that is a reserved word", 1, 1, None, NA, None, "Learning", "Indicator"),
    (1, "Value_Added", "Value added", 1, 1, None, NA, None, "Learning", "Indicator"),
    (2, "Living", "Living conditions", 1, 0.75, None, NA, None, "Idx", "Aggregate"),
    (2, "Learning", None, 1, 0.25, None, NA, None, "Idx", "Aggregate"),
    (3, "Idx", "A synthetic index", 1, 1, None, NA, None, None, "Aggregate"),
    (NA, "Side", "Side of the river", NA, NA, None, NA, None, None, "Group"),
    (NA, "People", "Inhabitants", NA, NA, "persons", NA, None, None, "Denominator"),
    (NA, "Mayor", "Mayor", NA, NA, None, NA, None, None, "Other"),
)
COLUMNS = ("Level", "iCode", "iName", "Direction", "Weight", "Unit", "Target", "Denominator", "Parent", "Type")


def meta() -> pd.DataFrame:
    """Return the table of indicators."""
    return pd.DataFrame(_LINES, columns=list(COLUMNS))


def changed(code: str, column: str, value: Any) -> pd.DataFrame:
    """Return the table of indicators with another cell."""
    table = meta().astype(object)
    table.loc[table["iCode"] == code, column] = value
    return table


def panel() -> pd.DataFrame:
    """Return the table of units in two years, of which the second is larger."""
    later = units()
    figures = later.select_dtypes("number").columns.drop("Time")
    later[figures] = later[figures] * 1.25
    return pd.concat([units(), later.assign(Time=2022)], ignore_index=True)
