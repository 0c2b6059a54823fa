"""The adjusted Mazziotta-Pareto index (AMPI) by the recipe of the guide, against a case worked by hand."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
import yaml

import icmaml_indicators as icma
from tests.conftest import HEAD, REPOSITORY, program

YEARLY = HEAD.replace("semester", "year")
LINES = [
    # The means of 2014, 20 and 4, are the reference; the ranges of both years, 40 and 6, are the width of the goalposts.
    ("01001", 2014, 10, 6),
    ("01002", 2014, 20, 4),
    ("01003", 2014, 30, 2),
    ("01001", 2015, 20, 6),
    ("01002", 2015, 40, 3),
    ("01003", 2015, 50, 8),
]
# 70 + 1.5 x, from 0 to 40; and 130 - 10 (x - 1), from 7 to 1, less being better. What lies beyond scores beyond.
SCALED = [(85, 80), (100, 100), (115, 120), (100, 80), (130, 110), (145, 60)]
INDEX = [82.5 - 6.25 / 82.5, 100, 117.5 - 6.25 / 117.5, 90 - 100 / 90, 120 - 100 / 120, 102.5 - 42.5**2 / 102.5]


def recipe(language: str) -> str:
    """Return the spec of the guide, with two indicators that read it."""
    page = (REPOSITORY / "docs" / language / "reference" / "aggregation.md").read_text(encoding="utf-8")
    (text,) = (block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "mazziotta_pareto" in block)
    return f"""{YEARLY}{text}
tree:
  - {{id: gain, title: {{es: G, en: G}}, direction: higher}}
  - {{id: loss, title: {{es: L, en: L}}, direction: lower}}
"""


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_recipe_gives_the_index_as_worked_by_hand(language: str) -> None:
    found = icma.score(program(recipe(language)), pd.DataFrame(LINES, columns=["entity", "period", "gain", "loss"]))
    scores = found.scores.swaplevel().sort_index()
    np.testing.assert_allclose(scores[["gain", "loss"]], SCALED)
    assert scores["total"].to_numpy() == pytest.approx(INDEX)


def test_the_reference_is_a_hundred_and_uneven_parts_cost() -> None:
    """Both guides say the same, and who stands at the reference in every part has 100 in any year."""
    written = [yaml.safe_load(recipe(language)) for language in ("es", "en")]
    assert written[0] == written[1]
    lines = [*LINES, ("01004", 2015, 20, 4), ("01005", 2015, 30, 5)]
    found = icma.score(program(recipe("en")), pd.DataFrame(lines, columns=["entity", "period", "gain", "loss"]))
    scores = found.scores["total"]
    assert scores[("01004", "2015")] == pytest.approx(100)
    assert scores[("01005", "2015")] == pytest.approx(102.5 - 12.5**2 / 102.5)  # 115 and 90
