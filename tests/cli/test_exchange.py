"""The commands import and export, as a person calls them."""

from __future__ import annotations

from pathlib import Path

import pytest

from icmaml_indicators.cli import main
from tests.exchange.synthetic import changed, meta, units


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    units().to_csv(tmp_path / "iData.csv", index=False)
    meta().to_csv(tmp_path / "iMeta.csv", index=False)
    return tmp_path


def import_line(folder: Path, *more: str) -> list[str]:
    return [
        "import",
        "coinr",
        str(folder / "iData.csv"),
        str(folder / "iMeta.csv"),
        "-o",
        str(folder / "x.yaml"),
        *more,
    ]


def test_an_index_is_imported_scored_and_never_written_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = folder / "table.csv"
    more = ("--data-output", str(table), "--id", "rivers", "--aggregation", "a_amean,a_gmean", "--treatment", "qTreat")
    assert main(import_line(folder, *more, "--imputation", "i_mean_grp", "--over", "Side")) == 0
    told = capsys.readouterr().err
    assert "IND767 iMeta 14: without a counterpart in the spec: `Mayor` stays in the data" in told
    assert "IND768: assumed, for the tables do not say it: aggregation: `a_amean, a_gmean`" in told
    spec = (folder / "x.yaml").read_text(encoding="utf-8")
    assert "id: rivers\n" in spec and "imputation: {methods: mean, over: side}" in spec
    assert "total: {aggregation: geometric_mean}" in spec
    assert main(["validate", str(folder / "x.yaml")]) == 0
    assert main(["score", str(folder / "x.yaml"), str(table), "-o", str(folder / "scores.csv")]) == 0
    assert main(import_line(folder)) == 2
    assert "exists already" in capsys.readouterr().err


def test_nothing_is_written_where_a_table_is_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed("Waste", "Parent", "Livin").to_csv(folder / "iMeta.csv", index=False)
    assert main(["-l", "es", *import_line(folder, "--data-output", str(folder / "table.csv"))]) == 2
    assert "iMeta, fila 2, columna `Parent`: dice `Livin`" in capsys.readouterr().err
    assert not (folder / "x.yaml").exists() and not (folder / "table.csv").exists()


def test_what_is_read_is_never_written_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(import_line(folder, "--data-output", str(folder / "iMeta.csv"))) == 2
    assert "IND497" not in capsys.readouterr().err
    assert "uName" not in (folder / "iMeta.csv").read_text(encoding="utf-8")


def test_an_import_is_exported_into_a_folder_but_not_over_what_is_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(import_line(folder, "--data-output", str(folder / "table.csv"))) == 0
    spec, data = str(folder / "x.yaml"), str(folder / "table.csv")
    assert main(["export", "coinr", spec, data, "-o", str(folder / "out")]) == 0
    assert "IND769: the tables of COINr have no place for it: `scale`, `missing`" in capsys.readouterr().err
    assert {path.name for path in (folder / "out").iterdir()} == {"iData.csv", "iMeta.csv"}
    given = (folder / "iData.csv").read_bytes()
    assert main(["export", "coinr", spec, str(folder / "iData.csv"), "-o", str(folder)]) == 2
    assert (folder / "iData.csv").read_bytes() == given
    assert main(["-l", "es", "export", "coinr", spec, "-o", str(folder / "x.docx")]) == 2
    assert "en una carpeta o en un libro .xlsx" in capsys.readouterr().err
