"""Examples, properties and coverage where formulas read scores, levels and statistics."""

from __future__ import annotations

from pathlib import Path

import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, QUIET

TEXT = (
    HEAD
    + """\
scale: {method: goalposts, low: 0, high: 10}
variables:
  - {id: a, title: {es: A, en: A}, range: [0, 10]}
  - {id: b, title: {es: B, en: B}, range: [0, 10]}
tree:
  - id: g
    title: {es: G, en: G}
    levels: [{id: low, title: {es: b, en: l}, up_to: 40}, {id: high, title: {es: a, en: h}}]
    children:
      - {id: g_a, title: {es: A, en: A}, formula: a, direction: higher}
      - {id: g_b, title: {es: B, en: B}, formula: b, direction: lower}
  - id: reader
    title: {es: L, en: R}
    formula: FORMULA
    direction: higher
    role: informational
    scale: identity
    HOLDS
    examples: [EXAMPLES]
"""
)


def validated(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    """Return code and message of each diagnostic, but for what is merely doubtful."""
    path = tmp_path / "sample.yaml"
    path.write_text(text, encoding="utf-8")
    found = icma.validate(path, severity={**QUIET, "IND319": "off", "IND302": "off"}).diagnostics
    return [(d.code, d.message()) for d in found]


def check(tmp_path: Path, formula: str, examples: str, holds: str = "") -> list[tuple[str, str]]:
    text = (
        TEXT.replace("FORMULA", f"'{formula}'")
        .replace("EXAMPLES", examples)
        .replace("HOLDS", holds and f"holds: {holds}")
    )
    return validated(tmp_path, text)


def told(code: str, key: str, name: str) -> list[tuple[str, str]]:
    return [(code, f"`{key}` says nothing of `{name}`: it depends on the other entities")]


# Examples ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "example"),
    [
        ("score(g) / 2", "{given: {a: 10, b: 5}, expect: 37.5, expect_score: {reader: 37.5, g: 75}}"),
        ("score(g) / 2", "{given: {g: 60}, expect: 30}"),  # a score may be given as such
        ("choose(score(g) >= 75, 3, score(g) >= 40, 2, 1)", "{given: {a: 4, b: 6}, expect: 2, expect_level: {g: low}}"),
        ('if_else(level(g) == "high", 1, 0)', "{given: {a: 10, b: 5}, expect: 1}"),
        ("score(g) - lag(score(g))", "{given: {a: 10, b: 0}, previous: {a: 5, b: 5}, expect: 50}"),
        ("score(g)", "{given: {a: null, b: 0}, expect: not_reported}"),
        ("max(a over entity)", "{given: {a: 4}, previous: {a: 7}, expect: 7}"),  # its own periods
    ],
)
def test_an_example_tells_what_comes_of_the_scores_of_its_entity(tmp_path: Path, formula: str, example: str) -> None:
    assert check(tmp_path, formula, example) == []
    wrong = example.replace("expect: ", "expect: 1").replace("1not_reported", "1")
    assert [code for code, _ in check(tmp_path, formula, wrong)] == ["IND303"]


@pytest.mark.parametrize(
    "formula", ["100 * a / max(a over period)", "rank(-score(g) over all)", "a - mean(b over period)"]
)
def test_no_example_tells_what_is_taken_from_a_population(tmp_path: Path, formula: str) -> None:
    assert check(tmp_path, formula, "{given: {a: 1, b: 1}, expect: 3}") == told("IND327", "expect", "reader")
    assert check(tmp_path, formula, "{given: {a: 1, b: 1}, expect_score: 3}") == told(
        "IND327", "expect_score", "reader"
    )
    assert check(tmp_path, formula, "{given: {a: 1, b: 1}, expect: {g_a: 1}}") == []


@pytest.mark.parametrize("formula", ["score(g)", 'if_else(level(g) == "high", 1, 0)', "score(g_a)"])
def test_no_example_tells_what_reads_a_place_among_others(tmp_path: Path, formula: str) -> None:
    text = TEXT.replace("FORMULA", f"'{formula}'").replace("HOLDS", "")
    text = text.replace("method: goalposts, low: 0, high: 10", "method: min_max")
    expected = "{given: {a: 1, b: 1}, expect: 3}"
    assert validated(tmp_path, text.replace("EXAMPLES", expected)) == told("IND327", "expect", "reader")
    # It is told as well where the way leads through a further formula.
    further = "  - {id: last, title: {es: U, en: U}, formula: score(reader) + 1, direction: context}\n"
    text = (text + further).replace("EXAMPLES", "{given: {a: 1, b: 1}, expect: {last: 3}}")
    assert validated(tmp_path, text) == told("IND327", "expect", "last")


def test_no_example_tells_what_reads_a_group_that_is_ranked(tmp_path: Path) -> None:
    ranked = TEXT.replace("    levels: [", "    scale: percentile_rank\n    levels: [").replace("HOLDS", "")
    text = ranked.replace("FORMULA", "score(g)").replace("EXAMPLES", "{given: {a: 1, b: 1}, expect: 3}")
    assert validated(tmp_path, text) == told("IND327", "expect", "reader")


# Properties --------------------------------------------------------------------------------------------


def test_a_property_is_tried_on_scores(tmp_path: Path) -> None:
    example = "{given: {a: 10, b: 0}, expect: 100}"
    assert check(tmp_path, "score(g)", example, "[result >= 0, result <= 100]") == []
    ((code, message),) = check(tmp_path, "score(g)", example, "result >= 50")
    assert code == "IND322"
    assert message == "`result >= 50` does not hold of `reader`: with a = 0, b = 1 the result is 45"


def test_a_property_of_a_change_names_both_periods(tmp_path: Path) -> None:
    example = "{given: {a: 10, b: 0}, previous: {a: 0, b: 10}, expect: 100}"
    ((_, message),) = check(tmp_path, "score(g_a) - lag(score(g_a))", example, "result >= 0")
    assert message == "`result >= 0` does not hold of `reader`: with a = 0, lag(a) = 1 the result is -10"


def test_a_property_of_a_place_among_others_says_nothing(tmp_path: Path) -> None:
    assert check(tmp_path, "rank(a over period)", "{given: {a: 1}, expect: {g_a: 1}}", "result >= 1000") == []


# Coverage ----------------------------------------------------------------------------------------------


def paths(tmp_path: Path, formula: str, examples: str) -> dict[str, bool]:
    """Return the paths of the reader and the scores of the group, and whether examples reach them."""
    path = tmp_path / "sample.yaml"
    text = TEXT.replace("FORMULA", f"'{formula}'").replace("EXAMPLES", examples).replace("HOLDS", "")
    path.write_text(text, encoding="utf-8")
    found = icma.example_coverage(path)
    return {f"{p.node} {p.kind}: {p.path}": p.reached for p in found.paths if p.node in {"reader", "g"}}


def test_branches_that_read_scores_are_counted(tmp_path: Path) -> None:
    formula = 'choose(score(g) >= 75, 3, level(g) == "high", 2, 1)'
    assert paths(tmp_path, formula, "{given: {a: 5, b: 5}, expect: 2}") == {
        f"reader value: {formula}": True,
        f"reader branch: {formula} → 1": False,
        f"reader branch: {formula} → 2": True,
        f"reader branch: {formula} → else": False,
        "reader absent: not_reported": False,
        "reader score: computed": False,
        # What the formula reads is stated with its result.
        "g score: computed": True,
        "g level: low": False,
        "g level: high": True,
    }


def test_what_depends_on_others_is_not_counted(tmp_path: Path) -> None:
    found = paths(
        tmp_path, "if_else(score(g) > max(score(g) over all), 1, 0)", "{given: {a: 1, b: 1}, expect: {g_a: 1}}"
    )
    assert not any(path.startswith("reader") for path in found)
    assert found["g score: computed"] is False
