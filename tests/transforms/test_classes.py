"""Levels where what they are named by is absent: reasons, and the levels that remain, by hand."""

from __future__ import annotations

import pandas as pd

import icmaml_indicators as icma
from tests.conftest import HEAD, program

YEAR = HEAD.replace("semester", "year")


def assessed(text: str, **columns: list[object]) -> icma.Assessment:
    rows = len(next(iter(columns.values())))
    keys = {"entity": [f"{number:05d}" for number in range(1, rows + 1)], "period": ["2024"] * rows}
    return icma.score(program(YEAR + text), pd.DataFrame(keys | columns, dtype=object))


BY_SORT = """\
missing: {policy}
variables:
  - {{id: a, title: {{es: A, en: A}}}}
  - {{id: b, title: {{es: B, en: B}}}}
  - {{id: sort, title: {{es: S, en: S}}, type: category, options: [north, south]}}
tree:
  - id: table
    title: {{es: T, en: T}}
    aggregation:
      method: decision_table
      rules: [{{when: {{i: fair}}, then: good}}, {{when: {{}}, then: bad}}]
    levels: [{{id: bad, title: {{es: M, en: B}}}}, {{id: good, title: {{es: B, en: G}}}}]
    children:
      - id: i
        title: {{es: I, en: I}}
        formula: a
        direction: higher
        scale: identity
        levels:
          - {{id: poor, title: {{es: P, en: P}}}}
          - {{id: fair, title: {{es: F, en: F}}, from: {{by: sort, north: 1, south: 2}}}}
  - {{id: j, title: {{es: J, en: J}}, formula: b, direction: higher, scale: identity}}
"""


def test_a_decision_is_absent_for_the_reason_of_what_names_no_level() -> None:
    """1.5 is fair in the north and poor in the south; of no sort it has no level, though a score.

    Skipped for that reason, the table leaves the total to the other part: 40.
    """
    columns: dict[str, list[object]] = {
        "a": [1.5, 1.5, 1.5, None],
        "b": [40] * 4,
        "sort": ["north", "south", None, None],
    }
    found = assessed(BY_SORT.format(policy="{not_reported: skip, undefined: propagate}"), **columns)
    assert found.levels["table"].tolist() == ["good", "bad", None, None]
    assert found.score_reasons["i"].tolist() == ["", "", "", "not_reported"]
    assert found.score_reasons["table"].tolist() == ["", "", "not_reported", "not_reported"]
    assert found.scores["total"].tolist() == [21, 20.5, 40, 40]
    assert assessed(BY_SORT.format(policy="{not_reported: propagate}"), **columns).score_reasons["total"].tolist() == [
        "", "", "not_reported", "not_reported",
    ]  # fmt: skip


def test_the_reason_is_that_of_the_sort_whatever_it_is() -> None:
    found = assessed(BY_SORT.format(policy="{not_reported: propagate}"), a=[1.5, 1.5], b=[1, 1], sort=["N/A", "east"])
    assert found.score_reasons["table"].tolist() == ["not_applicable", "rejected"]
    assert found.explain("00001", "table").root.reason == "not_applicable"


TOGETHER = """\
variables: [{id: a, title: {es: A, en: A}}, {id: b, title: {es: B, en: B}}]
aggregation: none
tree:
  - {id: i, title: {es: I, en: I}, formula: a, direction: higher, scale: identity, range: [0, 100]}
  - {id: j, title: {es: J, en: J}, formula: b, direction: higher, scale: identity, range: [0, 100]}
"""


def test_what_nothing_scores_is_not_scored_where_no_score_is_published() -> None:
    """Parts that only stand together give no score, whatever they are; the published 70 is the one score."""
    found = assessed(TOGETHER, a=[1, 1, None, 500], b=[2, 2, 2, 2], total=[70, None, None, None])
    assert found.scores["total"].dropna().tolist() == [70]
    assert found.score_reasons["total"].tolist() == ["", "not_scored", "not_scored", "not_scored"]
    assert found.coverage["total"].tolist() == [1, 0, 0, 0]
    assert found.explain("00001").root.detail["published"]
