"""The command that asks how firm ranks are, as a person calls it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from icmaml_indicators.cli import main
from tests.robustness.test_uncertainty import INDEX, figures_of, index


@pytest.fixture
def given(tmp_path: Path) -> list[str]:
    (tmp_path / "index.yaml").write_text(INDEX, encoding="utf-8")
    pd.DataFrame(figures_of(index(8))).to_csv(tmp_path / "data.csv", index=False)
    return [str(tmp_path / "index.yaml"), str(tmp_path / "data.csv")]


def test_ranks_with_their_intervals_are_shown(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    more = [
        "--draws",
        "30",
        "--alternative",
        "scale=z_score",
        "--alternative",
        "leave_out=v",
        "--models",
        "--sensitivity",
        "4",
    ]
    assert main(["uncertainty", *given, *more, "--language", "en"]) == 0
    out, err = capsys.readouterr()
    assert "entity" in out and "total_order" in out and "z_score" in out
    assert "`scale` took turns: declared, z_score." in err and "`models` took turns: declared, geometric." in err


def test_everything_is_written(given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = ["uncertainty", *given, "--draws", "10", "--depth", "1", "-q"]
    for name in ("doubt.csv", "doubt.xlsx", "doubt.html"):
        assert main([*line, "-o", str(tmp_path / name)]) == 0
        assert (tmp_path / name).stat().st_size > 200
    assert list(pd.read_csv(tmp_path / "doubt.csv"))[:4] == ["entity", "period", "score", "rank"]
    capsys.readouterr()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--alternative", "scale"], "PASO=REGLA"),
        (["--alternative", "scale=min_max"], "no cambia nada"),
        (["--alternative", "escala=z_score"], "no existe el paso"),
        (["--weights", "0"], "no se varía nada"),
        (["--draws", "0"], "`draws`"),
    ],
)
def test_what_cannot_be_varied_ends_with_2(
    given: list[str], more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["uncertainty", *given, *more, "--language", "es"]) in {1, 2}
    assert said in capsys.readouterr().err
