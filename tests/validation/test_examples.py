"""Examples are run by the engine that scores data, at every node; what they do not give is told in its place."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.specs import every_example, resolve_example
from icmaml_indicators.validation.examples.running import run_examples
from tests.conftest import HEAD, QUIET, program

LEAF = (
    HEAD
    + """\
variables:
  - {id: part, title: {es: P, en: P}, range: [0, null]}
  - {id: whole, title: {es: T, en: W}, range: [0, null]}
checks: [{rule: part <= whole}]
tree:
  - id: share
    title: {es: C, en: S}
    formula: part / whole * 100
    direction: higher
    scale: {method: goalposts, low: 20, high: 60}
    levels: [{id: low, title: {es: b, en: l}, up_to: 50}, {id: high, title: {es: a, en: h}}]
    examples: [EXAMPLE]
"""
)
TARGET = (
    HEAD.replace("semester", "quarter")
    + """\
variables: [{id: works, title: {es: O, en: W}, range: [0, null]}]
tree:
  - id: done
    title: {es: H, en: D}
    formula: works
    direction: higher
    attainment: {target: {2024: 10, 2025: 20}, cumulative: true}
    examples: [EXAMPLE]
"""
)
RUBRIC = (
    HEAD
    + """\
missing: {not_reported: zero, not_verified: zero, rejected: zero}
levels: [{id: low, title: {es: b, en: l}}, {id: high, title: {es: a, en: h}, from: 75}]
tree:
  - id: one
    title: {es: U, en: O}
    examples: [GROUP]
    children:
      - id: first
        title: {es: P, en: F}
        criterion: {answer: met_partly, evidence: required, not_applicable: reweight}
        examples: [LEAF]
      - {id: second, title: {es: S, en: S}, criterion: {answer: met_partly, evidence: required, not_applicable: reweight}}
examples: [TOP]
"""
)


def found(tmp_path: Path, text: str) -> list[str]:
    """Return the codes of all that is wrong, and check that what is right has no fault."""
    path = tmp_path / "sample.yaml"
    path.write_text(text, encoding="utf-8")
    return [d.code for d in icma.validate(path, severity=QUIET).diagnostics]


@pytest.mark.parametrize(
    ("example", "codes"),
    [
        ("{given: {part: 40, whole: 100}, expect: 40, expect_score: 50, expect_level: low}", []),
        ("{given: {part: 41, whole: 100}, expect_score: 52.5, expect_level: high}", []),
        ("{given: {part: 90, whole: 100}, expect_score: 100}", []),  # clipped
        ("{given: {part: 40, whole: 100}, expect_score: 51}", ["IND328"]),
        ("{given: {part: 40, whole: 100}, expect_score: 51, within: 1}", []),
        ("{given: {part: 40, whole: 100}, expect_level: high}", ["IND328"]),
        ("{given: {part: 40, whole: 100}, expect: 41, expect_level: high}", ["IND303", "IND328"]),
        ("{given: {part: 0, whole: 0}, expect: undefined, expect_score: undefined}", []),
        ("{given: {part: null, whole: 1}, expect: not_reported, expect_score: not_reported}", []),
        ("{given: {part: not_applicable, whole: 1}, expect: not_applicable}", []),
        ("{given: {part: not_verified, whole: 1}, expect: not_verified}", []),
        # Figures that contradict a check, or lie out of range, are rejected as they would be in data.
        ("{given: {part: 2, whole: 1}, expect: rejected}", []),
        ("{given: {part: 1, whole: -1}, expect: rejected}", []),
        # A published figure stands in.
        ("{given: {share: 30}, expect: 30, expect_score: 25}", []),
    ],
)
def test_results_scores_and_levels_of_an_indicator(tmp_path: Path, example: str, codes: list[str]) -> None:
    assert found(tmp_path, LEAF.replace("EXAMPLE", example)) == codes


@pytest.mark.parametrize(
    ("example", "codes"),
    [
        ("{given: {works: 5}, period: 2024-Q2, expect_score: 50, expect_light: red}", []),
        ("{given: {works: 5}, period: 2025-Q2, expect_score: 25, expect_light: red}", []),
        # Results add up over the year: four of the quarter before and five make nine of ten.
        ("{given: {works: 5}, previous: {works: 4}, period: 2024-Q2, expect_score: 90, expect_light: green}", []),
        ("{given: {works: 5}, previous: {works: 4}, period: 2024-Q1, expect_score: 50}", []),
        ("{given: {works: 5}, period: 2026-Q2, expect_score: not_reported}", []),
        ("{given: {works: 9}, period: 2024-Q2, expect_light: yellow}", ["IND328"]),
    ],
)
def test_targets_and_lights(tmp_path: Path, example: str, codes: list[str]) -> None:
    text = TARGET.replace(
        "EXAMPLE", example.replace("period: 2", 'period: "2').replace("-Q1,", '-Q1",').replace("-Q2,", '-Q2",')
    )
    assert found(tmp_path, text) == codes


@pytest.mark.parametrize(
    ("leaf", "codes"),
    [
        ("{given: {answer: partly}, expect_score: 50}", []),
        ("{given: {first: partly}, expect_score: 50}", []),
        ("{given: {answer: partly, evidence: false}, expect_score: not_verified}", []),
        ("{given: {answer: not_met, evidence: false}, expect_score: 0}", []),  # the worst answer needs no proof
        ("{given: {answer: not_applicable}, expect_score: not_applicable}", []),
        ("{given: {answer: met}, expect_score: {first: 100, one: 50, total: 50}, expect_level: {total: low}}", []),
        ("{given: {answer: met}, expect_score: 50}", ["IND328"]),
    ],
)
def test_answers_of_a_criterion(tmp_path: Path, leaf: str, codes: list[str]) -> None:
    top = "{given: {total: met}, expect_score: 100, expect_level: high}"
    group = "{given: {one: partly, second: not_applicable}, expect_score: 50}"
    assert found(tmp_path, RUBRIC.replace("LEAF", leaf).replace("GROUP", group).replace("TOP", top)) == codes


@pytest.mark.parametrize(
    ("top", "codes"),
    [
        ("{given: {one: 80}, expect_score: 80, expect_level: high}", ["IND328", "IND328"]),  # absent answers count zero
        ("{given: {total: met, one.evidence: false}, expect_score: 0, expect_level: low}", []),
        ("{given: {total: met, second: null}, expect_score: 50}", []),
        ("{given: {total: met, second: not_applicable}, expect_score: {total: 100, second: not_applicable}}", []),
    ],
)
def test_examples_of_the_whole(tmp_path: Path, top: str, codes: list[str]) -> None:
    leaf, group = "{given: {answer: met}, expect_score: 100}", "{given: {one: met}, expect_score: 100}"
    text = RUBRIC.replace("LEAF", leaf).replace("GROUP", group).replace("TOP", top)
    if "one: 80" in top:  # nothing at all was handed in below: the published score stands in
        codes = []
    assert found(tmp_path, text) == codes


def test_a_wrong_figure_is_told_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "sample.yaml"
    path.write_text(
        LEAF.replace("EXAMPLE", "{given: {part: 40, whole: 100}, expect_score: {share: 51}}"), encoding="utf-8"
    )
    (diagnostic,) = icma.validate(path, severity=QUIET).diagnostics
    assert diagnostic.message() == "the example gives 50 as `expect_score` of `share`, not 51"
    assert diagnostic.message("es") == "el ejemplo da en `expect_score` de `share` 50, no 51"
    line = path.read_text(encoding="utf-8").splitlines()[diagnostic.place.line - 1]
    assert line[diagnostic.place.column - 1 :].startswith("51")


@given(
    st.lists(
        st.tuples(st.none() | st.integers(0, 50), st.none() | st.integers(0, 50), st.none() | st.integers(1, 50)),
        min_size=1,
        max_size=6,
    )
)
def test_an_example_comes_to_what_the_same_figures_come_to_as_data(
    figures: list[tuple[int | None, int | None, int | None]],
) -> None:
    """The law: examples in one table, each by itself, give what `score` gives for a table of data."""
    text = LEAF.replace("part / whole * 100", "if_else(part > 3, part / whole * 100, coalesce(lag(part), 7))")
    examples = ", ".join(
        f"{{given: {{part: {_yaml(part)}, whole: {_yaml(whole)}}}, previous: {{part: {_yaml(before)}}}, expect: 0}}"
        for part, whole, before in figures
    )
    loaded = program(text.replace("EXAMPLE", examples))
    (trial,) = run_examples(loaded)
    assert trial is not None
    lines = []
    for number, (part, whole, before) in enumerate(figures):
        lines += [(f"{1001 + number:05d}", "2000-S1", before, None), (f"{1001 + number:05d}", "2000-S2", part, whole)]
    data = pd.DataFrame(lines, columns=["entity", "period", "part", "whole"])
    scored = icma.score(loaded, data).values["share"].xs("2000-S2", level="period")
    for number, row in enumerate(trial.synthetic.rows):
        ours, theirs = float(trial.scored.results.values[0, row]), float(scored.iloc[number])
        assert ours == theirs or (math.isnan(ours) and math.isnan(theirs))


def _yaml(figure: int | None) -> str:
    return "null" if figure is None else str(figure)


def test_examples_need_no_pandas() -> None:
    import subprocess
    import sys

    script = "import sys, icmaml_indicators as i; assert i.validate('bpi').ok; assert 'pandas' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_every_shipped_example_names_what_exists() -> None:
    for one in icma.validate().programs:
        for _, node, example in every_example(one):
            assert resolve_example(one, node, example.given).faults == []
