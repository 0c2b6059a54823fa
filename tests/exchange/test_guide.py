"""The index of the guide: its spec is what is written of its tables, in either language."""

from __future__ import annotations

import io
import re
from typing import Literal

import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import REPOSITORY


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_guide_shows_what_is_written(language: Literal["es", "en"]) -> None:
    text = (REPOSITORY / "docs" / language / "how-to" / "move-from-coinr.md").read_text(encoding="utf-8")
    tables = [
        pd.read_csv(io.StringIO(block), dtype=str, keep_default_na=False)
        for block in re.findall(r"^```csv\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    ]
    (spec,) = re.findall(r"^```yaml\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    data, lines = tables
    found = icma.import_coinr(data, lines, imputation="i_median", language=language)
    assert found.spec == spec
    assert icma.score(found.program, data).scores["total"].notna().all()
