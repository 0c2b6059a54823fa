"""The command analyse, as a person calls it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from icmaml_indicators.cli import main
from tests.cli.running import run
from tests.robustness.test_analysis import TABLES, drawn, spec


@pytest.fixture
def line(tmp_path: Path) -> list[str]:
    (tmp_path / "index.yaml").write_text(spec(), encoding="utf-8")
    figures = pd.DataFrame(drawn(30), columns=[f"x_{each}" for each in "abcdefs"])
    figures.assign(entity=[f"t{number}" for number in range(30)], period="2014-S1").to_csv(
        tmp_path / "data.csv", index=False
    )
    return ["analyse", str(tmp_path / "index.yaml"), str(tmp_path / "data.csv"), "-q"]


def test_all_tables_go_to_a_folder_or_a_workbook(line: list[str], tmp_path: Path) -> None:
    assert main([*line, "-o", str(tmp_path / "tables" / "all")]) == 0
    written = {path.stem: pd.read_csv(path) for path in (tmp_path / "tables" / "all").iterdir()}
    assert set(written) == {"flags", *TABLES}
    assert main([*line, "-o", str(tmp_path / "all.xlsx")]) == 0
    sheets = pd.read_excel(tmp_path / "all.xlsx", sheet_name=None)
    assert [*sheets][:3] == ["Index", "What to reconsider", "Statistics of nodes"]
    assert len(sheets) == 1 + len(written)
    assert main([*line, "-o", str(tmp_path / "all.html")]) == 0
    assert "things to reconsider" in (tmp_path / "all.html").read_text(encoding="utf-8")


def test_other_files_hold_the_flags(line: list[str], tmp_path: Path) -> None:
    assert main([*line, "-o", str(tmp_path / "flags.csv"), "-l", "es"]) == 0
    assert pd.read_csv(tmp_path / "flags.csv")["message"].str.contains("límite").all()


def test_a_folder_that_holds_the_data_is_not_written_over(
    line: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "flags.csv"
    (tmp_path / "data.csv").rename(data)
    before = data.read_bytes()
    code, _, told = run(capsys, *line[:2], data, "-q", "-o", tmp_path)
    assert code == 2
    assert "IND497" in told or "flags.csv" in told
    assert data.read_bytes() == before


def test_weights_are_printed_in_the_place_of_flags(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, printed, _ = run(capsys, *line, "--weights", "critic")
    assert code == 0
    assert printed.startswith("# Weights by the method `critic`")
    assert "IND79" not in printed
    code, _, told = run(capsys, *line, "--weights", "pcaa")
    assert code == 2
    assert "did you mean `pca`?" in told
