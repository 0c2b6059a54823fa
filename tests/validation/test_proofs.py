"""Proofs of rubrics whose groups have scales, whose scores are rounded, and that show what does not count."""

from __future__ import annotations

from pathlib import Path

import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, QUIET

RUBRIC = (
    HEAD
    + """\
missing: {not_reported: zero, not_verified: zero, rejected: zero}
HEAD
tree:
  - id: one
    title: {es: U, en: O}
    ONE
    children:
      - {id: first, title: {es: P, en: F}, criterion: {answer: yes_no}}
      - {id: second, title: {es: S, en: S}, criterion: {answer: yes_no}, weight: SECOND}
  - id: two
    title: {es: D, en: T}
    TWO
    children:
      - {id: third, title: {es: T, en: T}, criterion: {answer: yes_no}}
      - {id: fourth, title: {es: C, en: F}, criterion: {answer: yes_no}}
"""
)


def validated(tmp_path: Path, text: str) -> list[str]:
    """Return the code of each diagnostic, but for what is merely doubtful."""
    path = tmp_path / "sample.yaml"
    path.write_text(text, encoding="utf-8")
    found = icma.validate(path, severity=QUIET).diagnostics
    return [d.code for d in found]


def proved(tmp_path: Path, head: str = "", one: str = "", two: str = "", second: str = "1") -> list[str]:
    text = RUBRIC.replace("HEAD", head).replace("ONE", one).replace("TWO", two).replace("SECOND", second)
    return validated(tmp_path, text)


LEVELS = "levels: [{id: low, title: {es: b, en: l}, up_to: 40}, {id: mid, title: {es: m, en: m}, up_to: 41}, {id: high, title: {es: a, en: h}}]"


@pytest.mark.parametrize(
    ("head", "one", "second"),
    [
        ("", "scale: {method: goalposts, low: 0, high: 50, to: [0, 1]}", "1"),
        ("", "aggregation: sum\n    scale: {method: goalposts, low: 0, high: 200}", "1"),
        ("", "scale: {method: bands, bands: [{up_to: 90, score: 0}, {score: 100}]}", "0.01"),
        ("", f"scale: percentile_rank\n    {LEVELS}", "1"),
        (LEVELS, "scale: min_max", "1"),
        ("gates: [{requires: one, at_least: 500, max_score: 40}]", "scale: min_max", "1"),
        ("rounding: 0", "", "0.001"),
        ("", "rounding: {decimals: 0, method: floor}", "0.001"),
        ("", "role: informational", "1"),
    ],
)
def test_a_rubric_is_not_blamed_for_scales_roundings_and_what_is_shown(
    tmp_path: Path, head: str, one: str, second: str
) -> None:
    assert proved(tmp_path, head, one, second=second) == []


@pytest.mark.parametrize(
    ("head", "one", "second", "code"),
    [
        ("", "scale: {method: goalposts, low: 0, high: 50}", "0", "IND343"),
        ("rounding: 0", "", "0", "IND343"),
        ("", "scale: percentile_rank", "0", "IND343"),
        ("", f"scale: {{method: goalposts, low: 0, high: 50}}\n    {LEVELS}", "1", "IND341"),
        ("", f"role: informational\n    {LEVELS}", "1", "IND341"),
        (
            "gates: [{requires: one, at_least: -1, max_score: 40}]",
            "scale: {method: goalposts, low: 0, high: 50}",
            "1",
            "IND344",
        ),
    ],
)
def test_what_is_at_fault_is_told_all_the_same(tmp_path: Path, head: str, one: str, second: str, code: str) -> None:
    weighs_nothing = ["IND136"] if second == "0" else []
    assert proved(tmp_path, head, one, second=second) == [code, *weighs_nothing]


def test_the_ceiling_is_that_of_the_value_before_a_scale(tmp_path: Path) -> None:
    bonus = "aggregation: points\n    bonus_cap: 5\n    CEILING\n    scale: {method: goalposts, low: 0, high: 200}"
    extra = "      - {id: more, title: {es: M, en: M}, criterion: yes_no, role: bonus, points: 5}\n"
    text = RUBRIC.replace("HEAD", "points: 20").replace("ONE", bonus).replace("TWO", "").replace("SECOND", "1")
    text = text.replace("  - id: two\n", extra + "  - id: two\n")
    found = {
        ceiling: validated(tmp_path, text.replace("CEILING", ceiling)) for ceiling in ("ceiling: 150", "ceiling: 160")
    }
    assert found == {"ceiling: 150": [], "ceiling: 160": ["IND340"]}
