"""The commands of the guide run as they are written, in either language."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from icmaml_indicators.cli import main
from tests.conftest import REPOSITORY


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_guide_runs_as_it_is_written(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (REPOSITORY / "docs" / language / "how-to" / "hand-on-a-study.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    (table,) = (block for kind, block in blocks if kind == "csv")
    Path("points.csv").write_text(table, encoding="utf-8")
    lines = [line for kind, block in blocks if not kind for line in block.splitlines()]
    assert [line.split()[1] for line in lines] == ["package", "verify"] * 2
    assert [main(shlex.split(line)[1:]) for line in lines] == [0] * 4
    (program,) = (block for kind, block in blocks if kind == "python")
    names: dict[str, Any] = {}
    exec(f"import icmaml_indicators as icma\n{program}", names)  # noqa: S102 - the guide is ours
    assert names["found"].ok
