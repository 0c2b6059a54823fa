"""Coverage of the examples: paths counted by hand, and what it takes for one to count as reached."""

from __future__ import annotations

from pathlib import Path

import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, QUIET

FORMULA = (
    HEAD
    + """\
variables:
  - {id: a, title: {es: a, en: a}, range: [0, null]}
  - {id: b, title: {es: b, en: b}, range: [0, null]}
  - {id: c, title: {es: c, en: c}, range: [1, null]}
tree:
  - id: x
    title: {es: x, en: x}
    direction: higher
    formula: if_else(a > 1, a / b, coalesce(lag(a), c)) + a / c
    examples: [EXAMPLES]
"""
)
# value, two branches, a zero denominator (c cannot be zero), two fallbacks, no previous period, not reported.
FORMULA_PATHS = {
    "value: if_else(a > 1, a / b, coalesce(lag(a), c)) + a / c",
    "branch: if_else(a > 1, a / b, coalesce(lag(a), c)) → true",
    "branch: if_else(a > 1, a / b, coalesce(lag(a), c)) → false",
    "undefined: b = 0",
    "fallback: coalesce(lag(a), c) → 1",
    "fallback: coalesce(lag(a), c) → 2",
    "absent: lag(a): no previous period",
    "absent: not_reported",
}

SCORED = (
    HEAD
    + """\
variables: [{id: a, title: {es: a, en: a}}]
levels: [{id: low, title: {es: b, en: l}, up_to: 50}, {id: high, title: {es: a, en: h}}]
tree:
  - id: x
    title: {es: x, en: x}
    direction: higher
    formula: a
    scale: {method: goalposts, low: 0, high: 10}
    examples: [{given: {a: 5}, expect: 5}]
examples: [EXAMPLES]
"""
)

RUBRIC = (
    HEAD
    + """\
missing: {not_reported: zero, not_verified: zero}
levels: [{id: low, title: {es: b, en: l}}, {id: high, title: {es: a, en: h}, from: 50}]
gates: [{requires: first, at_least: 100, max_level: low}]
answers:
  - {id: visits, amount: {steps: [[1, 1/2], [4, 1]]}}
tree:
  - {id: first, title: {es: P, en: F}, criterion: {answer: yes_no, evidence: required}}
  - {id: second, title: {es: S, en: S}, criterion: {answer: visits, not_applicable: reweight}}
examples: [EXAMPLES]
"""
)


def coverage(tmp_path: Path, text: str, examples: str = "") -> icma.ExampleCoverage:
    path = tmp_path / "sample.yaml"
    path.write_text(text.replace("EXAMPLES", examples), encoding="utf-8")
    report = icma.validate(path, coverage=True, severity=QUIET)
    assert report.ok, report.render()
    (found,) = report.coverage
    assert found.share == icma.example_coverage(path).share
    return found


def shown(paths: tuple[object, ...], *, reached: bool | None = None) -> set[str]:
    return {f"{p.kind}: {p.path}" for p in paths if reached is None or p.reached == reached}  # type: ignore[attr-defined]


def test_the_paths_of_a_formula_are_those_counted_by_hand(tmp_path: Path) -> None:
    found = coverage(tmp_path, FORMULA)
    assert shown(found.paths) == FORMULA_PATHS
    assert found.share == 0


@pytest.mark.parametrize(
    ("example", "reached"),
    [
        (
            "{given: {a: 4, b: 2, c: 4}, expect: 3}",
            {"value", "branch → true"},
        ),
        ("{given: {a: 4, b: 0, c: 1}, expect: undefined}", {"branch → true", "undefined"}),
        ("{given: {a: 1, b: 0, c: 1}, previous: {a: 7}, expect: 8}", {"value", "branch → false", "fallback → 1"}),
        (
            "{given: {a: 1, b: null, c: 2}, expect: 2.5}",
            {"value", "branch → false", "fallback → 2", "absent: lag(a): no previous period"},
        ),
        ("{given: {a: null, b: 1, c: 2}, expect: not_reported}", {"absent: not_reported"}),
        # The division of the branch that is not taken is not reached by its zero denominator.
        ("{given: {a: 1, b: 0, c: 2}, previous: {a: null}, expect: 2.5}", {"value", "branch → false", "fallback → 2"}),
    ],
)
def test_an_example_reaches_the_paths_that_it_runs_through(tmp_path: Path, example: str, reached: set[str]) -> None:
    found = shown(coverage(tmp_path, FORMULA, example).paths, reached=True)
    wanted = set()
    for short in reached:
        kind, _, end = short.partition(" → ")
        wanted |= {p for p in FORMULA_PATHS if p == short or ((p.startswith(f"{kind}:") and p.endswith(f"→ {end}" if end else ""))
                   and (end or kind in {"value", "undefined"}))}  # fmt: skip
    assert found == wanted


def test_a_result_that_is_expected_says_nothing_of_score_and_level(tmp_path: Path) -> None:
    found = coverage(tmp_path, SCORED)
    assert shown(found.paths, reached=True) == {"value: a"}
    assert shown(found.paths) == {
        "value: a",
        "absent: not_reported",
        "score: computed",
        "scale: ≤ 0",
        "scale: 0 … 10",
        "scale: ≥ 10",
        "level: low",
        "level: high",
    }
    assert len(found.paths) == 9  # two nodes have a score


def test_a_score_of_the_whole_covers_what_goes_into_it_and_a_level_the_level(tmp_path: Path) -> None:
    found = coverage(tmp_path, SCORED, "{given: {a: 12}, expect_score: 100}")
    assert shown(found.paths, reached=True) == {"value: a", "score: computed", "scale: ≥ 10"}
    found = coverage(tmp_path, SCORED, "{given: {a: 12}, expect_level: high}")
    assert "level: high" in shown(found.paths, reached=True)


def test_answers_states_and_gates_are_counted_criterion_by_criterion(tmp_path: Path) -> None:
    found = coverage(tmp_path, RUBRIC, "{given: {first: yes, second: 2}, expect_score: 75, expect_level: high}")
    table = found.table
    assert set(table[table.node == "first"].path) == {"no", "yes", "not_reported", "not_verified"}
    assert set(table[table.node == "second"].path) == {"< 1", "≥ 1", "≥ 4", "not_reported", "not_applicable"}
    assert shown(found.paths, reached=True) == {
        "answer: yes",
        "answer: ≥ 1",
        "score: computed",
        "level: high",
        "gate: first: passed",
    }
    more = [
        "{given: {first: yes, first.evidence: false, second: not_applicable}, expect_score: 0}",
        "{given: {first: no, second: 4}, expect_score: 50, expect_level: low}",  # held: half would be high
        "{given: {second: 9}, expect_score: 50}",
        "{given: {first: yes, second: 0}, expect_score: 50}",
    ]
    found = coverage(tmp_path, RUBRIC, ", ".join(more))
    missed = found.missed
    assert set(zip(missed.kind, missed.path, strict=True)) == {
        ("answer", "≥ 1"),
        ("level", "high"),
        ("gate", "first: passed"),
        ("answer", "not_reported"),
    }
    assert set(missed[missed.path == "not_reported"].node) == {"second"}


BANDS = "{method: bands, bands: [{up_to: 1, score: 0}, {up_to: 5, score: 50}, {score: 100}]}"
BEGUN = "{method: bands, bands: [{score: 0}, {from: 1, score: 50}, {from: 5, score: 100}]}"
LINE = "{method: piecewise_linear, points: [[0, 0], [5, 80], [10, 100]]}"


@pytest.mark.parametrize(
    ("scale", "direction", "value", "paths", "reached"),
    [
        (BANDS, "higher", 1, {"band ≤ 1", "band ≤ 5", "band …"}, {"band ≤ 1"}),  # the end belongs to the band
        (BANDS, "higher", 1.01, {"band ≤ 1", "band ≤ 5", "band …"}, {"band ≤ 5"}),
        (BANDS, "higher", 99, {"band ≤ 1", "band ≤ 5", "band …"}, {"band …"}),
        (BEGUN, "higher", 0.99, {"band …", "band ≥ 1", "band ≥ 5"}, {"band …"}),
        (BEGUN, "higher", 1, {"band …", "band ≥ 1", "band ≥ 5"}, {"band ≥ 1"}),  # the cut belongs to the band
        (LINE, "higher", 5, {"-inf … 0", "0 … 5", "5 … 10", "10 … inf"}, {"5 … 10"}),
        (LINE, "higher", -5, {"-inf … 0", "0 … 5", "5 … 10", "10 … inf"}, {"-inf … 0"}),
        ("{method: goalposts, low: 0, high: 1}", "lower", 0, {"≤ 0", "0 … 1", "≥ 1"}, {"≤ 0"}),
        ("{method: goalposts, low: 0, high: 1, clip: false}", "lower", 0, set(), set()),
        (
            "{method: distance_to_target, spread: 2}",
            "target",
            3,
            {"near the target", "beyond the spread"},
            {"near the target"},
        ),
        (
            "{method: distance_to_target, spread: 2}",
            "target",
            6,
            {"near the target", "beyond the spread"},
            {"beyond the spread"},
        ),
        ("identity", "higher", 3, set(), set()),
    ],
)
def test_bands_stretches_and_clipped_ends_of_scales(
    tmp_path: Path, scale: str, direction: str, value: float, paths: set[str], reached: set[str]
) -> None:
    text = SCORED.replace("{method: goalposts, low: 0, high: 10}", scale)
    text = text.replace(
        "direction: higher", f"direction: {direction}" + ("\n    target: 4" if direction == "target" else "")
    )
    found = coverage(tmp_path, text, f"{{given: {{a: {value}}}, expect_score: 50, within: {10**6}}}")
    scales = [path for path in found.paths if path.kind == "scale"]
    assert {path.path for path in scales} == paths
    assert {path.path for path in scales if path.reached} == reached


def test_scales_that_compare_have_no_paths_of_their_own(tmp_path: Path) -> None:
    text = SCORED.replace("{method: goalposts, low: 0, high: 10}", "percentile_rank")
    assert shown(coverage(tmp_path, text).paths) == {"value: a", "absent: not_reported"}


def test_lights_are_reached_only_by_lights_that_are_expected(tmp_path: Path) -> None:
    text = SCORED.replace("    scale: {method: goalposts, low: 0, high: 10}", "    attainment: {target: 10}")
    found = coverage(tmp_path, text, "{given: {a: 10}, expect_score: 100}, {given: {a: 1}, expect_light: {x: red}}")
    lights = {path.path: path.reached for path in found.paths if path.kind == "light"}
    assert lights == {"red": True, "yellow": False, "green": False}


def test_what_cannot_happen_is_no_path(tmp_path: Path) -> None:
    """Denominators that cannot be zero, and absences that a fallback always mends."""
    for formula, kinds in (
        ("a / c", {"value", "absent"}),
        ("a / max(b, 1)", {"value", "absent"}),
        ("a / 4", {"value", "absent"}),
        ("a / (c + c)", {"value", "absent"}),
        ("coalesce(a, 0)", {"value", "fallback"}),
        ("log(c) + sqrt(c)", {"value", "absent"}),
        ("log(b)", {"value", "absent", "undefined"}),
        ("b ** 2", {"value", "absent"}),
        ("b ** 0.5", {"value", "absent", "undefined"}),
    ):
        text = FORMULA.replace("if_else(a > 1, a / b, coalesce(lag(a), c)) + a / c", formula)
        assert {path.kind for path in coverage(tmp_path, text).paths} == kinds, formula


def test_more_examples_never_reach_less(tmp_path: Path) -> None:
    some = ["{given: {a: 4, b: 2, c: 4}, expect: 3}", "{given: {a: 4, b: 0, c: 1}, expect: undefined}",
            "{given: {a: 1, b: 0, c: 1}, previous: {a: 7}, expect: 8}", "{given: {a: null, b: 1, c: 2}, expect: not_reported}",
            "{given: {a: 1, b: null, c: 2}, expect: 2.5}"]  # fmt: skip
    shares = [coverage(tmp_path, FORMULA, ", ".join(some[:count])).share for count in range(len(some) + 1)]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] == 1


def test_tables_tell_where_each_path_stands(tmp_path: Path) -> None:
    found = coverage(tmp_path, SCORED)
    assert list(found.missed.columns) == ["program", "node", "kind", "path", "where", "reached"]
    assert len(found.missed) + len(found.reached) == len(found.table) == len(found.paths)
    (high,) = found.missed[found.missed.path == "high"]["where"]
    file, _, line = high.rpartition(":")
    assert Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1].startswith("levels:")
    assert (icma.example_coverage(icma.load(file)).table["where"] == "").all()


def test_criteria_that_miss_the_same_are_one_line() -> None:
    lines = icma.example_coverage("mir_quality").missed_lines()
    assert len(lines) < len(icma.example_coverage("mir_quality").missed) / 2
    assert any(" criteria): answer " in line for line in lines)
    assert any(" criterios): respuesta " in line for line in icma.example_coverage("mir_quality").missed_lines("es"))


def test_a_share_can_be_demanded(tmp_path: Path) -> None:
    path = tmp_path / "sample.yaml"
    path.write_text(SCORED.replace("EXAMPLES", ""), encoding="utf-8")
    assert icma.validate(path, min_coverage=11).ok
    (diagnostic,) = icma.validate(path, min_coverage=12, severity=QUIET).diagnostics
    assert (diagnostic.code, diagnostic.place.line) == ("IND324", 2)
    assert "11.1 % of the paths (1 of 9); 12 % is asked for" in diagnostic.message()


def test_a_wrong_spec_has_no_coverage(tmp_path: Path) -> None:
    path = tmp_path / "sample.yaml"
    path.write_text(SCORED.replace("formula: a", "formula: aa"), encoding="utf-8")
    with pytest.raises(icma.SpecError):
        icma.example_coverage(path)
    assert icma.validate(path, coverage=True, severity=QUIET).coverage == ()


@pytest.mark.parametrize("name", ["sindes", "sistema_alertas", "creditworthiness", "bpi", "icapi"])
def test_shipped_programs_whose_every_path_is_reached(name: str) -> None:
    assert icma.example_coverage(name).percent == 100


def test_decision_rules_are_reached_by_the_rows_that_they_settle() -> None:
    table = icma.example_coverage("sistema_alertas").table
    assert list(table[table.kind == "rule"].path.str.partition(":")[0]) == [str(number) for number in range(1, 9)]
