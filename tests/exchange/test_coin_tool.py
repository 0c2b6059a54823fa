"""A synthetic workbook laid out as the COIN Tool: what it comes to, and when it is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli import main

FIGURES = {
    "Ind.01": ("Roads", 1, 1, 0, 40, "sp.01", "p.01", [12.0, 30.0, "n/a", 22.0]),
    "Ind.02": ("Waste", 1, -1, 0, 700, "sp.01", "p.01", [310.0, 640.0, 75.0, 512.0]),
    "Ind.03": ("Schools", 2, 1, 0, 12, "sp.01", "p.02", [6.0, 11.0, 2.0, 9.0]),
}
GROUPS = (("Index", "", "A synthetic index"), ("si.01", 1, "--"), ("p.01", 0.75, "Living"), ("p.02", 0.25, "Learning"))


def workbook(
    path: Path, *, heading: str = "Dimension/indicator", sheets: tuple[str, ...] = ("Database", "Framework")
) -> Path:
    """Write the workbook: titles above, unused levels with one code for all, columns of figures without a name behind."""
    database: list[list[Any]] = [[None] * 12 for _ in range(24)]
    database[0][1] = "Synthetic"
    for at, (code, (name, weight, direction, low, high, lowest, pillar, figures)) in enumerate(FIGURES.items(), 4):
        above = (weight, direction, low, high, "Index", "si.01", pillar, lowest, name, code)
        for row, cell in enumerate(above, 6):
            database[row][at] = cell
        for row, figure in enumerate(figures, 16):
            database[row][at] = figure
    database[15][7] = "Ind.04"
    for row, (name, code) in enumerate((("Alder", "AL"), ("Birch", "BI"), ("Cedar", "CE"), ("Elm", "EL")), 16):
        database[row][1], database[row][2] = name, code
    framework: list[list[Any]] = [[None] * 8 for _ in range(10)]
    framework[3][2], framework[3][4], framework[3][7] = "Code", "Weight", heading
    for row, (code, share, title) in enumerate(GROUPS, 4):
        framework[row][2], framework[row][4], framework[row][7] = code, share, title
    with pd.ExcelWriter(path) as book:
        for sheet, grid in zip(sheets, (database, framework), strict=True):
            pd.DataFrame(grid).to_excel(book, sheet_name=sheet, header=False, index=False)
    return path


def test_the_workbook_becomes_an_index(tmp_path: Path) -> None:
    found = icma.import_coin_tool(workbook(tmp_path / "tool.xlsx"), period="2020")
    scores = icma.score(found.program, found.data).scores.droplevel("period").rename(columns=found.codes)
    roads, waste, schools = np.array([0, 100, np.nan, 1000 / 18]), np.array([330, 0, 565, 128]) / 5.65, np.array([4, 9, 0, 7]) / 0.09  # fmt: skip
    living = np.where(np.isnan(roads), waste, (np.nan_to_num(roads) + waste) / 2)
    np.testing.assert_allclose(scores["p.01"], living)
    np.testing.assert_allclose(scores["Index"], 0.75 * living + 0.25 * schools)
    # Levels with one code for all are not used.
    assert set(found.codes.values()) == {"Index", "p.01", "p.02", "Ind.01", "Ind.02", "Ind.03"}
    assert found.program.title.en == "A synthetic index"
    assert found.data["uName"].tolist() == ["Alder", "Birch", "Cedar", "Elm"]


def test_goalposts_of_the_workbook_are_used_where_they_are_asked_for(tmp_path: Path) -> None:
    found = icma.import_coin_tool(workbook(tmp_path / "tool.xlsx"), period="2020", scale="n_goalposts")
    scores = icma.score(found.program, found.data).scores.rename(columns=found.codes)
    np.testing.assert_allclose(scores["Ind.02"], 1 - np.array([310, 640, 75, 512]) / 700)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"sheets": ("Data", "Framework")}, "it has no sheet `Database`"),
        ({"sheets": ("Framework", "Database")}, "`Database` has no indicators at E16"),
        ({"heading": "Name"}, "`Framework` has no heading `Dimension/indicator`"),
    ],
)
def test_what_is_no_workbook_of_the_tool_is_refused(tmp_path: Path, more: dict[str, Any], said: str) -> None:
    with pytest.raises(icma.DataError, match=said) as error:
        icma.import_coin_tool(workbook(tmp_path / "tool.xlsx", **more))
    assert error.value.code == "IND764"
    with pytest.raises(icma.DataError):
        icma.import_coin_tool(tmp_path / "absent.xlsx")


def test_the_command_writes_the_spec_and_its_table(tmp_path: Path) -> None:
    given, spec, table = workbook(tmp_path / "tool.xlsx"), tmp_path / "x.yaml", tmp_path / "units.csv"
    line = ["import", "coin-tool", str(given), "-o", str(spec), "--data-output", str(table), "--period", "2020"]
    assert main(line) == 0
    assert main(["score", str(spec), str(table), "-o", str(tmp_path / "scores.csv")]) == 0
