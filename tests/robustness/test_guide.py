"""The page of the guide on analysing an index: what it shows is what the commands print, in either language."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli import main
from tests.conftest import REPOSITORY


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_guide_shows_what_is_printed(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    page = REPOSITORY / "docs" / language / "how-to" / "analyse-an-index.md"
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    spec, table, first, flags, _, second, weights = (text for _, text in blocks)
    Path("services.yaml").write_text(spec, encoding="utf-8")
    Path("services.csv").write_text(table, encoding="utf-8")
    for command, wanted in ((first, flags), (second, weights)):
        assert main(shlex.split(command)[1:]) == 0
        assert capsys.readouterr().out == wanted
    assert [model.id for model in icma.loads(spec + weights, "services.yaml").models] == ["suggested_equal_effective"]
