"""Examples that hold a population: ranks, statistics and classes proved in a spec as formulas are."""

from __future__ import annotations

from pathlib import Path

import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, QUIET

TEXT = (
    HEAD.replace("semester", "year")
    + """\
variables:
  - {id: a, title: {es: La a, en: The a}, range: [0, 100]}
levels: [{id: low, title: {es: Bajo, en: Low}}, {id: high, title: {es: Alto, en: High}}]
cuts: quantiles
tree:
  - id: i
    title: {es: El i, en: The i}
    formula: a
    direction: higher
    scale: percentile_rank
    range: [0, 100]
    examples:
      - {given: [{a: 1}, {a: 3}, {a: 3}], expect_score: [0, 75, 75]}
      - {given: [{a: 1}, {a: null}], expect: [1, not_reported], expect_score: [undefined, not_reported]}
      - {given: {a: 4}, expect: 4}
  - id: best
    title: {es: Contra el mejor, en: Against the best}
    role: informational
    formula: 100 * a / max(a over period)
    direction: context
    examples:
      - {given: [{a: 2}, {a: 8}, {a: 4}], expect: [25, 100, 50], within: 0.5, source: By hand}
  - id: gained
    title: {es: Lo ganado, en: What was gained}
    role: informational
    formula: a - lag(a)
    direction: context
    examples:
      - {given: [{a: 2}, {a: 8}], previous: [{a: 1}, null], expect: [1, not_reported]}
examples:
  - {given: [{a: 1}, {a: 3}, {a: 5}], expect_level: [low, low, high], expect_score: {i: [0, 50, 100], total: [0, 50, 100]}}
"""
)


def told(tmp_path: Path, *edits: tuple[str, str]) -> list[tuple[str, str, str]]:
    """Return code, text at the place and message of each fault."""
    text = TEXT
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = tmp_path / "sample.yaml"
    path.write_text(text, encoding="utf-8")
    found = icma.validate(path, severity=QUIET).diagnostics
    lines = text.splitlines()
    return [
        (d.code, lines[d.place.line - 1][d.place.column - 1 :][:9], d.message("en"))
        for d in found
        if d.severity == "error"
    ]


def test_what_depends_on_others_is_proved_among_them(tmp_path: Path) -> None:
    assert told(tmp_path) == []
    loaded = icma.load(tmp_path / "sample.yaml")
    assert [len(example.members) for example in loaded.indicators[0].examples] == [3, 2, 0]
    assert loaded.indicators[1].examples[0].members[2].source == "By hand"


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("[0, 75, 75]}", "[0, 75, 70]}", ("IND328", "70]}", "the example gives 75 as `expect_score` of `i`, not 70")),
        ("expect: [25, 100, 50]", "expect: [25, 100, 49]", ("IND303", "49], with", "")),
        ("total: [0, 50, 100]", "total: [0, 55, 100]", ("IND328", "55, 100]}", "")),
        ("[low, low, high]", "[low, lou, high]", ("IND325", "lou, high", "")),
        (
            "[0, 75, 75]}",
            "[0, 75]}",
            ("IND147", "[0, 75]}", "`expect_score` speaks of 2 entity(ies), and the example has 3"),
        ),
        ("[0, 75, 75]}", "75}", ("IND147", "75}", "`expect_score` speaks of 1 entity(ies), and the example has 3")),
        ("previous: [{a: 1}, null]", "previous: [{a: 1}]", ("IND147", "[{a: 1}],", "")),
        ("{a: 3}, {a: 3}]", "{a: 3}, {a: x}]", ("IND325", "x}], expe", "")),
        ("[0, 75, 75]}", "[0, 75, [1]]}", ("IND107", "[1]]}", "")),
    ],
)
def test_faults_are_told_at_the_entity(tmp_path: Path, old: str, new: str, wanted: tuple[str, str, str]) -> None:
    code, at, message = wanted
    (found,) = told(tmp_path, (old, new))
    assert (found[0], found[1][: len(at)]) == (code, at)
    assert message in found[2]


def test_an_entity_alone_still_tells_nothing_of_the_others(tmp_path: Path) -> None:
    assert [
        code for code, *_ in told(tmp_path, ("{given: {a: 4}, expect: 4}", "{given: {a: 4}, expect_score: 4}"))
    ] == ["IND327"]


def test_each_example_is_a_population_of_its_own(tmp_path: Path) -> None:
    """The greatest of the one is not the greatest of the other, over all periods either."""
    assert told(tmp_path, ("max(a over period)", "max(a over all)")) == []


def test_coverage_counts_what_a_fit_may_meet(tmp_path: Path) -> None:
    """Of a scale, of classes from data, and of each statistic in a formula."""
    path = tmp_path / "sample.yaml"
    alike = "given: [{a: 2}, {a: 8}, {a: 4}], expect: [25, 100, 50], within: 0.5, source: By hand}\n"
    assert alike in TEXT
    more = "      - {given: [{a: 8}, {a: 8}, {a: null}], expect: [100, 100, not_reported]}\n"
    path.write_text(TEXT.replace(alike, alike + more), encoding="utf-8")
    (coverage,) = icma.validate(path, severity=QUIET, coverage=True).coverage
    fits = {(found.node, found.path): found.reached for found in coverage.paths if found.kind == "fit"}
    assert fits == {
        **{("i", "all equal"): False, ("i", "one value"): True, ("i", "ties"): True, ("i", "an absent one"): True},
        **{("total", text): False for text in ("all equal", "one value", "ties", "an absent one")},
        **{("best", f"max(a over period): {text}"): True for text in ("all equal", "an absent one")},
        **{("best", f"max(a over period): {text}"): False for text in ("one value", "ties")},
    }
    reached = {(found.node, found.path) for found in coverage.paths if found.reached and found.kind == "level"}
    assert reached == {("total", "low"), ("total", "high")}


def test_a_population_that_changed_is_told_as_examples_are() -> None:
    (change,) = icma.diff(icma.loads(TEXT), icma.loads(TEXT.replace("[0, 75, 75]", "[0, 75, 74]"))).changes
    assert (change.code, change.subject, change.key) == ("IND607", "i", "examples")
    assert not icma.diff(icma.loads(TEXT), icma.loads(TEXT)).changes
