"""What `--fix` makes of retired forms says the same in every figure, and `diff` tells so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import icmaml_indicators as icma
from tests.conftest import HEAD, examples

PROGRAM = HEAD.replace("semester", "year") + "scale: identity\n"
BONUS = """\
missing: {not_reported: zero, not_verified: zero, rejected: zero}
tree:
  - id: g
    title: {es: G, en: G}
    aggregation: points
    bonus_cap: 5
    penalty_cap: 5
    children:
      - {id: x, title: {es: X, en: X}, points: 9, criterion: yes_no}
"""


def mended(folder: Path, text: str, code: str, *, unsafe: bool = False) -> tuple[Path, Path]:
    """Return the file of before and the mended one; every place of a code is mended."""
    before, after = folder / "before.yaml", folder / "after.yaml"
    for path in (before, after):
        path.write_bytes(text.encode())
    icma.load(before, prove=False)
    mending = icma.mend(after, unsafe=unsafe)
    assert {found.code for found in mending.mended} == {code}
    assert code not in {found.code for found in mending.report.diagnostics}
    mending.write()
    return before, after


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("role", ["bonus", "penalty"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- {id: e, criterion: {answer: yes_no, role: R}, T}", "- {id: e, role: R, criterion: {answer: yes_no}, T}"),
        ("- {id: e, criterion: {role: R, answer: yes_no}, T}", "- {id: e, role: R, criterion: {answer: yes_no}, T}"),
        ("- {id: e, criterion: {role: R}, T}", "- {id: e, role: R, criterion: {}, T}"),
        (
            "- id: e\n  criterion: {answer: yes_no, role: R}  # why\n  points: 2\n  title: {es: E, en: E}",
            "- id: e\n  role: R\n  criterion: {answer: yes_no}  # why\n  points: 2\n  title: {es: E, en: E}",
        ),
        (
            "- points: 2\n  title: {es: E, en: E}\n  id: e\n  criterion:\n    answer: yes_no\n    role: R\n",
            "- points: 2\n  title: {es: E, en: E}\n  id: e\n  role: R\n  criterion:\n    answer: yes_no\n",
        ),
        (
            "- points: 2\n  title: {es: E, en: E}\n  id: e\n  criterion:\n    role: R\n    # of it\n    answer: yes_no\n",
            "- points: 2\n  title: {es: E, en: E}\n  id: e\n  role: R\n  criterion:\n    # of it\n    answer: yes_no\n",
        ),
        (
            "- {columns: [id, es, en], rows: [[e, E, E]], criterion: {answer: yes_no, role: R}, points: 2}",
            "- {columns: [id, es, en], rows: [[e, E, E]], role: R, criterion: {answer: yes_no}, points: 2}",
        ),
    ],
)
def test_the_role_of_a_criterion_becomes_that_of_the_node(
    old: str, new: str, role: str, end: str, tmp_path: Path
) -> None:
    def written(text: str) -> str:
        lines = text.replace(" T}", " title: {es: E, en: E}, points: 2}").replace("role: R", f"role: {role}")
        return (PROGRAM + BONUS + "".join(f"      {line}\n" for line in lines.splitlines())).replace("\n", end)

    before, after = mended(tmp_path, written(old), "IND134")
    assert after.read_bytes().decode() == written(new)
    assert icma.load(after, prove=False) == icma.load(before, prove=False)
    assert icma.diff(before, after).changes == ()


def test_a_role_that_is_all_that_is_said_in_lines_is_left_to_a_person(tmp_path: Path) -> None:
    text = PROGRAM + BONUS + "      - id: e\n        title: {es: E, en: E}\n        points: 2\n"
    (tmp_path / "sample.yaml").write_text(text + "        criterion:\n          role: bonus\n", encoding="utf-8")
    assert icma.mend(tmp_path / "sample.yaml").after == {}


VARIABLES = "variables: [{id: a, title: {es: A, en: A}}, {id: b, title: {es: B, en: B}}]\n"


@pytest.mark.parametrize("method", ["arithmetic_mean", "sum", "min", "points"])
@pytest.mark.parametrize(("inside", "last"), [("role: informational, ", ""), ("", ", role: informational")])
@given(st.data())
@examples(15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_context_is_shown_anyway(
    inside: str, last: str, method: str, tmp_path: Path, data: st.DataObject
) -> None:
    tree = f"""\
total: {{aggregation: {method}}}
tree:
  - {{id: i, title: {{es: I, en: I}}, formula: a, direction: higher}}
  - {{id: j, {inside}title: {{es: J, en: J}}, formula: b, direction: context{last}}}
"""
    if method == "points":  # it would take its share of the points
        (tmp_path / "sample.yaml").write_text(PROGRAM + VARIABLES + tree, encoding="utf-8")
        mending = icma.mend(tmp_path / "sample.yaml")
        assert (mending.after, [d.code for d in mending.report.diagnostics].count("IND137")) == ({}, 1)
        return
    before, after = mended(tmp_path, PROGRAM + VARIABLES + tree, "IND137")
    assert "informational" not in after.read_text(encoding="utf-8")
    same_scores(before, after, data.draw(tables))
    diff = icma.diff(before, after)
    assert {change.effect for change in diff.changes} <= {"neutral"}


def test_a_line_of_its_own_goes_whole(tmp_path: Path) -> None:
    lines = "tree:\n  - id: i\n    title: {es: I, en: I}\n    formula: a\n    direction: higher\n"
    shown = "  - id: j\n    title: {es: J, en: J}\n    formula: b\n    role: informational\n    direction: context\n"
    _, after = mended(tmp_path, PROGRAM + VARIABLES + lines + shown, "IND137")
    assert after.read_text(encoding="utf-8") == PROGRAM + VARIABLES + lines + shown.replace(
        "    role: informational\n", ""
    )


figures = st.one_of(st.none(), st.integers(-5, 100))
tables = st.lists(st.tuples(figures, figures), min_size=1, max_size=8)


def same_scores(before: Path, after: Path, rows: list[tuple[Any, Any]]) -> None:
    data = pd.DataFrame(
        [(f"{number:05}", "2020", a, b) for number, (a, b) in enumerate(rows, 1001)],
        columns=["entity", "period", "a", "b"],
    )
    old, new = (icma.score(icma.load(path, prove=False), data).scores for path in (before, after))
    pd.testing.assert_frame_equal(old, new)


NOTHING = """\
tree:
  - {id: i, title: {es: I, en: I}, formula: a, direction: higher}
  - {id: j, title: {es: J, en: J}, formula: b, direction: higher, weight: 0}
"""


def test_a_weight_of_nothing_is_left_to_a_person_for_its_absence_counts(tmp_path: Path) -> None:
    (tmp_path / "sample.yaml").write_text(PROGRAM + VARIABLES + NOTHING, encoding="utf-8")
    (note,) = [d for d in icma.validate(tmp_path / "sample.yaml").diagnostics if d.code == "IND136"]
    assert note.place.text == "weight"
    assert icma.mend(tmp_path / "sample.yaml").after == {}
    before, after = mended(tmp_path, PROGRAM + VARIABLES + NOTHING, "IND136", unsafe=True)
    assert after.read_text(encoding="utf-8") == PROGRAM + VARIABLES + NOTHING.replace(
        "weight: 0", "role: informational"
    )
    diff = icma.diff(before, after)
    assert "breaking" in {change.effect for change in diff.changes}
    same_scores(before, after, [(5, 7), (None, 7)])
    table = pd.DataFrame([("01001", "2020", 5, None)], columns=["entity", "period", "a", "b"])
    old, new = (icma.score(icma.load(path, prove=False), table).scores["total"].tolist() for path in (before, after))
    assert (pd.isna(old[0]), new) == (True, [5.0])


@pytest.mark.parametrize("method", ["min", "median", "points"])
def test_where_weights_do_not_make_the_score_nothing_is_said_of_them(method: str, tmp_path: Path) -> None:
    (tmp_path / "sample.yaml").write_text(
        PROGRAM + VARIABLES + f"total: {{aggregation: {method}}}\n" + NOTHING, encoding="utf-8"
    )
    assert "IND136" not in {d.code for d in icma.validate(tmp_path / "sample.yaml").diagnostics}
