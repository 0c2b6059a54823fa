"""Points, gates, staircases, bonuses and penalties by hand; the laws that every rubric keeps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.formulas import plan as plan_module
from tests.conftest import HEAD, examples, program

YEAR = HEAD.replace("semester", "year")


def scored(spec: icma.Program, *rows: dict[str, object]) -> icma.Assessment:
    lines = [{"entity": f"{number:05d}", "period": 2024, **row} for number, row in enumerate(rows, 1)]
    return icma.score(spec, pd.DataFrame(lines))


def rubric(text: str) -> icma.Program:
    return program(YEAR + text)


TWO_AREAS = """\
aggregation: points
missing: {not_reported: zero}
tree:
  - id: first
    title: {es: Uno, en: One}
    aggregation: points
    criteria:
      columns: [id, es, en, points, not_applicable]
      rows: [[a, A, A, 1/3, reweight], [b, B, B, 2/3, refused], [c, C, C, 3, full], [d, D, D, 4, zero]]
  - id: second
    title: {es: Dos, en: Two}
    aggregation: points
    criteria:
      columns: [id, es, en, points]
      rows: [[e, E, E, 2]]
"""


def test_points_add_up_and_what_does_not_apply_leaves_the_denominator_of_the_whole() -> None:
    found = scored(
        rubric(TWO_AREAS),
        {"a": 1, "b": 0, "c": 1, "d": 1, "e": 0},
        {"a": "N/A", "b": 0, "c": 1, "d": 1, "e": 0},
        {"a": 0, "b": 1, "c": "N/A", "d": "N/A", "e": 1},
    )
    wanted = [100 * (1 / 3 + 7) / 10, 100 * 7 / (10 - 1 / 3), 100 * (2 / 3 + 3 + 2) / 10]
    assert found.scores["total"].tolist() == pytest.approx(wanted, rel=1e-14)
    assert found.scores["first"].tolist() == pytest.approx(
        [100 * (1 / 3 + 7) / 8, 100 * 7 / (8 - 1 / 3), 100 * (2 / 3 + 3) / 8], rel=1e-14
    )
    points = {name: str(points) for name, points in found.program.points_of.items()}
    assert points == {
        "total": "10", "first": "8", "a": "1/3", "b": "2/3", "c": "3", "d": "4", "second": "2", "e": "2",
    }  # fmt: skip


def test_groups_without_points_are_worth_what_their_criteria_add_up_to_only_where_points_add_up() -> None:
    by_level = rubric(TWO_AREAS.replace("aggregation: points\nmissing", "aggregation: arithmetic_mean\nmissing"))
    found = scored(by_level, {"a": 1, "b": 1, "c": 1, "d": 1, "e": 0})
    assert found.scores["total"].iloc[0] == 50
    assert str(by_level.points_of["second"]) == "50"


EXTRAS = """\
ceiling: 110
missing: {not_reported: zero}
tree:
  - id: area
    title: {es: Área, en: Area}
    points: 10
    aggregation: points
    bonus_cap: 2
    penalty_cap: 3
    ceiling: 110
    criteria:
      columns: [id, es, en, points, role]
      rows: [[a, A, A, 6, null], [b, B, B, 4, null], [more, M, M, 1.5, bonus], [extra, X, X, 1.5, bonus], [fine, F, F, 5, penalty]]
"""


def test_bonuses_and_penalties_stand_outside_the_denominator_and_keep_their_caps() -> None:
    found = scored(
        rubric(EXTRAS),
        {"a": 1, "b": 0},
        {"a": 1, "b": 0, "more": 1},
        {"a": 1, "b": 0, "more": 1, "extra": 1},
        {"a": 1, "b": 0, "fine": 1},
        {"a": 0, "b": 0, "fine": 1},
        {"a": 1, "b": 1, "more": 1, "extra": 1},
    )
    assert found.scores["area"].tolist() == pytest.approx([60, 75, 80, 30, 0, 110])


def test_a_ceiling_of_100_holds_bonuses_back() -> None:
    # Best answers reach 100 either way; the bonus makes up for what is lost elsewhere.
    spec = rubric(EXTRAS.replace("ceiling: 110", "ceiling: 100"))
    assert scored(spec, {"a": 1, "b": 1, "more": 1}).scores["area"].tolist() == [100]


@pytest.mark.parametrize(("floor", "wanted"), [("", 0), ("floor: 0", 0), ("floor: -20", -20), ("floor: null", -30)])
def test_penalties_take_a_score_to_the_floor(floor: str, wanted: float) -> None:
    at_floor = EXTRAS.replace("    penalty_cap: 3\n", f"    penalty_cap: 3\n    {floor}\n")
    found = scored(rubric(at_floor), {"a": 0, "b": 0, "fine": 1}, {"a": 1, "b": 0, "fine": 1})
    assert found.scores["area"].tolist() == pytest.approx([wanted, 30])
    assert found.scores["total"].tolist() == pytest.approx([wanted, 30])
    told = found.explain("00001", "area").root.detail["adjustments"]
    assert [step["after"] for step in told] == pytest.approx([-30] if wanted == -30 else [-30, wanted])


def test_a_penalty_that_is_not_known_could_take_a_score_to_the_floor() -> None:
    for floor, lowest in (("floor: null", -30), ("floor: -10", -10)):
        spec = rubric(EXTRAS.replace("    penalty_cap: 3\n", f"    penalty_cap: 3\n    {floor}\n"))
        found = scored(spec, {"a": 0, "b": 0})
        assert (found.lowest["area"].iloc[0], found.highest["area"].iloc[0]) == pytest.approx((lowest, 20))


def test_a_floor_is_not_above_nought() -> None:
    with pytest.raises(icma.SpecError) as raised:
        rubric(EXTRAS.replace("    penalty_cap: 3\n", "    penalty_cap: 3\n    floor: 10\n"))
    assert [fault.code for fault in raised.value.diagnostics if fault.severity == "error"] == ["IND106"]


GATED = """\
missing: {not_reported: zero}
levels:
  - {id: low, title: {es: Bajo, en: Low}, up_to: 50}
  - {id: middle, title: {es: Medio, en: Middle}, up_to: 80}
  - {id: top, title: {es: Alto, en: Top}}
gates:
  - {requires: [law], max_level: low}
  - {requires: [second], at_least: 50, max_level: middle}
answers:
  - id: grade
    options: [{id: no, title: {es: No, en: No}}, {id: some, title: {es: Algo, en: Some}}, {id: all, title: {es: Todo, en: All}}]
tree:
  - id: first
    title: {es: Uno, en: One}
    weight: 9
    gates: [{requires: depth, at_least: some, max_score: 40}]
    criteria: {columns: [id, es, en, answer], rows: [[law, L, L, yes_no], [depth, D, D, grade], [width, W, W, yes_no]]}
  - id: second
    title: {es: Dos, en: Two}
    criteria: {columns: [id, es, en, not_applicable], rows: [[e, E, E, reweight], [f, F, F, refused]]}
"""


def test_gates_hold_scores_and_levels_and_say_so() -> None:
    found = scored(
        rubric(GATED),
        {"law": 1, "depth": "all", "width": 1, "e": 1, "f": 1},
        {"law": 0, "depth": "all", "width": 1, "e": 1, "f": 1},
        {"law": 1, "depth": "no", "width": 1, "e": 1, "f": 1},
        {"law": 1, "depth": "some", "width": 1, "e": 0, "f": 0},
        {"law": 1, "depth": "all", "width": 1, "e": 0, "f": 0},
    )
    assert found.scores["first"].tolist() == pytest.approx([100, 200 / 3, 40, 250 / 3, 100])
    assert found.levels["total"].tolist() == ["top", "low", "low", "middle", "middle"]
    held = found.gate_effects[["entity", "node", "gate", "requires", "limit"]].to_numpy().tolist()
    assert sorted(held) == [
        ["00002", "total", 1, "law", "low"],
        ["00003", "first", 1, "depth", 40],
        ["00005", "total", 2, "second", "middle"],
    ]


def test_a_gate_may_ask_for_more_than_a_score() -> None:
    """Half of `second` is enough for `at_least: 50`, and not for `above: 50`; nothing of it is not above nought."""
    rows = [{"law": 1, "depth": "all", "width": 1, "e": e, "f": f} for e, f in ((0, 0), (1, 0), (1, 1))]
    for condition, wanted in (
        ("at_least: 50", ["middle", "top", "top"]),
        ("above: 50", ["middle", "middle", "top"]),
        ("above: 0", ["middle", "top", "top"]),
    ):
        spec = rubric(GATED.replace("requires: [second], at_least: 50", f"requires: [second], {condition}"))
        assert scored(spec, *rows).levels["total"].tolist() == wanted


def test_a_score_is_above_another_where_it_is_so_on_paper() -> None:
    """0.1 + 0.2 is 0.3 on paper and more as a float: it reaches 0.3, and is not above it."""
    table = pd.DataFrame({"entity": ["00001", "00002"], "period": "2024", "x": [0.1 + 0.2, 0.300001]})
    text = YEAR + "variables: [{id: x, title: {es: x, en: x}}]\n"
    text += "gates: [{requires: i, above: 0.3, max_score: 0.1}]\n"
    text += "tree: [{id: i, title: {es: x, en: x}, formula: x, direction: higher, scale: identity}]\n"
    assert icma.score(icma.loads(text), table).scores["total"].tolist() == [0.1, 0.300001]
    reached = text.replace("above: 0.3", "at_least: 0.3")
    assert icma.score(icma.loads(reached), table).scores["total"].tolist() == [0.1 + 0.2, 0.300001]


EMPTY = """\
aggregation: points
missing: {not_reported: skip, not_verified: skip, empty: zero, min_coverage: 0.4}
tree:
  - id: first
    title: {es: Uno, en: One}
    aggregation: points
    penalty_cap: 2
    criteria:
      columns: [id, es, en, points, role, not_applicable]
      rows: [[a, A, A, 2, null, reweight], [b, B, B, 4, null, reweight], [late, L, L, 1, penalty, refused]]
  - id: second
    title: {es: Dos, en: Two}
    aggregation: points
    criteria:
      columns: [id, es, en, points]
      rows: [[c, C, C, 4]]
"""


@pytest.mark.parametrize(
    ("given", "first", "total"),
    [
        ({"c": 1}, 0, 40),  # its six points are lost, not left out
        ({"a": "N/A", "c": 1}, 0, 50),
        ({"a": 1, "c": 1}, np.nan, 100),  # a third of it is known: too little, which is not nothing
        ({"b": 1, "c": 1}, 100, 100),
        ({"late": 1, "c": 1}, np.nan, 100),
        ({"a": "N/A", "b": "N/A", "c": 1}, np.nan, 100),
        ({}, 0, 0),
    ],
)
def test_a_group_for_which_nothing_was_handed_in_may_be_worth_zero(
    given: dict[str, object], first: float, total: float
) -> None:
    found = scored(rubric(EMPTY), {"a": None, **given})
    assert found.scores.loc[:, ["first", "total"]].to_numpy()[0].tolist() == pytest.approx([first, total], nan_ok=True)
    assert scored(rubric(EMPTY.replace(" empty: zero,", "")), {"a": None}).scores["total"].isna().all()


def test_a_part_of_a_group_that_was_handed_in_is_not_nothing() -> None:
    """The inner group has no score because half of it is absent; something was handed in for the outer one all the same."""
    text = """\
missing: {empty: zero}
tree:
  - id: outer
    title: {es: Fuera, en: Outer}
    children:
      - id: inner
        title: {es: Dentro, en: Inner}
        criteria: {columns: [id, es, en], rows: [[a, A, A], [b, B, B]]}
  - {id: c, title: {es: C, en: C}, criterion: yes_no}
"""
    found = scored(rubric(text), {"a": 1, "b": None, "c": 1}, {"a": None, "b": None, "c": 1})
    assert found.score_reasons["outer"].tolist() == ["not_reported", ""]
    assert found.scores["total"].tolist() == pytest.approx([np.nan, 50], nan_ok=True)
    assert found.coverage["total"].tolist() == [0.5, 0.5]
    counted = found.explain("00002").root.children[0]
    assert [(part.score, part.share) for part in counted.children] == [(0, 1)]
    parts = counted.children[0].children
    assert [(part.score, part.share, part.detail["counted_as"]) for part in parts] == [(None, 0.5, 0.0)] * 2


@pytest.mark.parametrize("by", ["answers", "children"])
def test_an_empty_staircase_is_not_climbed(by: str) -> None:
    text = f"""\
aggregation: {{method: staircase, by: {by}}}
missing: {{not_reported: skip, empty: zero}}
tree:
  - {{id: a, title: {{es: A, en: A}}, criterion: met_partly}}
  - {{id: b, title: {{es: B, en: B}}, criterion: met_partly}}
"""
    found = scored(rubric(text), {"a": None, "b": None}, {"a": "met", "b": None})
    assert found.scores["total"].tolist() == [0, 100]
    steps = found.explain("00001").root.detail["steps"]
    assert [(step["share"], step["climbed"]) for step in steps] == [(0.0, False)] * 2


def test_what_does_not_apply_shuts_no_gate() -> None:
    spec = rubric(GATED.replace("requires: [second], at_least: 50", "requires: [e]"))
    found = scored(spec, {"law": 1, "depth": "all", "width": 1, "e": "N/A", "f": 1})
    assert found.levels["total"].tolist() == ["top"]


STAIRS = """\
aggregation: {method: staircase, share: 0.75}
missing: {not_reported: zero}
levels: [{id: none, title: {es: N, en: N}}, {id: one, title: {es: U, en: O}}, {id: two, title: {es: D, en: T}}]
answers:
  - id: grade
    options: [{id: zero, title: {es: C, en: Z}}, {id: one, title: {es: U, en: O}}, {id: two, title: {es: D, en: T}}]
tree:
  - id: area
    title: {es: Área, en: Area}
    criteria: {answer: grade, not_applicable: reweight, columns: [id, es, en], rows: [[a, A, A], [b, B, B], [c, C, C], [d, D, D]]}
"""


def test_a_staircase_by_answers() -> None:
    found = scored(
        rubric(STAIRS),
        {"a": 2, "b": 2, "c": 2, "d": 0},  # three of four on step two
        {"a": 2, "b": 2, "c": 1, "d": 0},  # step one; half of them on two
        {"a": 2, "b": 2, "c": 0, "d": 0},  # half on step one: none climbed, whatever stands above
        {"a": 2, "b": "N/A", "c": "N/A", "d": "N/A"},
    )
    assert found.levels["total"].tolist() == ["two", "one", "none", "two"]
    assert found.scores["total"].tolist() == pytest.approx([100, 75, 25, 100])
    assert found.step_shares().to_numpy()[:3].tolist() == [[0.75, 0.75], [0.75, 0.5], [0.5, 0.5]]


BESIDE_STEPS = """\
      - {id: x, title: {es: X, en: X}, criterion: {answer: grade, role: penalty}, points: 10}
      - {id: y, title: {es: Y, en: Y}, criterion: {answer: yes_no, role: bonus}, points: 5}
"""


def test_bonuses_and_penalties_are_no_steps_of_a_staircase() -> None:
    """Two of four grades stand on step one, which takes three: half of the first step, 25 of 100.

    A penalty of full marks climbs nothing: it takes its 10 points of 100 off, and the bonus, of other options, adds 5.
    """
    rule = "{method: staircase, share: 0.75}\n"
    inside = f"    points: 100\n    aggregation: {rule}    penalty_cap: 10\n    bonus_cap: 5\n    criteria:"
    text = STAIRS.replace(f"aggregation: {rule}", "").replace("    criteria:", inside)
    text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("levels:"))
    found = scored(
        rubric(text + "    children:\n" + BESIDE_STEPS),
        {"a": 2, "b": 2, "c": 0, "d": 0, "x": 2, "y": 0},
        {"a": 2, "b": 2, "c": 0, "d": 0, "x": 0, "y": 1},
    )
    assert found.scores["area"].tolist() == [25 - 10, 25 + 5]
    assert found.step_shares("area").to_numpy().tolist() == [[0.5, 0.5]] * 2
    entry = found.explain("00001", "area").root
    assert [step["share"] for step in entry.detail["steps"]] == [0.5, 0.5]


def test_a_staircase_of_children_and_all_or_nothing() -> None:
    text = """\
aggregation: {method: staircase, by: children, share: 0.5}
missing: {not_reported: zero}
tree:
"""
    for name in ("p", "q", "r"):
        text += (
            f"  - {{id: {name}, title: {{es: {name}, en: {name}}}, aggregation: all_or_nothing, "
            f"criteria: {{columns: [key, es, en], rows: [[a, A, A], [b, B, B]]}}}}\n"
        )
    full = {f"{area}_{key}": 1 for area in "pqr" for key in "ab"}
    found = scored(rubric(text), full, {**full, "q_a": 0}, {**full, "p_b": 0})
    assert found.scores["q"].tolist() == [100, 0, 100]
    assert found.scores["total"].tolist() == pytest.approx([100, 100 / 3, 0])


MIXED = rubric(GATED)
SKIPPING = rubric(GATED.replace("not_reported: zero", "not_reported: skip"))
ANSWERS = {
    "law": ("no", "yes"),
    "depth": ("no", "some", "all"),
    "width": ("no", "yes"),
    "e": ("no", "yes"),
    "f": ("no", "yes"),
}
_row = st.fixed_dictionaries({name: st.sampled_from((*options, None)) for name, options in ANSWERS.items()})


@examples(60)
@given(row=_row, name=st.sampled_from(sorted(ANSWERS)))
def test_a_better_answer_never_lowers_a_score_or_a_level(row: dict[str, str | None], name: str) -> None:
    ladder = [{**row, name: option} for option in ANSWERS[name]]
    found = scored(MIXED, *ladder)
    order = {level.id: number for number, level in enumerate(MIXED.levels)}
    for node in ("total", "first", "second"):
        scores = found.scores[node].dropna().to_numpy()
        assert (np.diff(scores) >= -1e-9).all()
    levels = [order[level] for level in found.levels["total"] if level is not None]
    assert levels == sorted(levels)


@examples(40)
@given(rows=st.lists(_row, min_size=1, max_size=6))
def test_a_score_lies_between_its_bounds_and_full_coverage_closes_them(rows: list[dict[str, str | None]]) -> None:
    found = scored(SKIPPING, *rows)
    low, high, scores = found.lowest["total"], found.highest["total"], found.scores["total"]
    assert (low <= high + 1e-9).all()
    known = scores.notna()
    assert (scores[known] >= low[known] - 1e-9).all() and (scores[known] <= high[known] + 1e-9).all()
    whole = found.coverage["total"] == 1
    assert np.allclose(low[whole], high[whole])


def test_rows_do_not_mix_whatever_their_order_and_the_size_of_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = icma.load("cimtra@2010")
    generator = np.random.default_rng(3)
    names = [leaf.id for leaf in spec.criteria]
    answers = {name: generator.choice([0, 1], 500) for name in names}
    figures = {variable.id: 3 for variable in spec.variables}
    evidence = {f"{name}.evidence": "x" for name in names}
    entities = [f"{1001 + number:05d}" for number in range(500)]
    table = pd.DataFrame({"entity": entities, "period": 2012, **answers, **figures, **evidence})
    first = icma.score(spec, table).scores
    assert plan_module.BLOCK_ROWS > 7
    monkeypatch.setattr("icmaml_indicators.formulas.plan.BLOCK_ROWS", 7)
    again = icma.score(spec, table.sample(frac=1, random_state=1)).scores
    pd.testing.assert_frame_equal(first, again, check_exact=True)


def test_the_score_is_the_one_of_a_second_way_to_add_it_up() -> None:
    """Points of CIMTRA by plain arithmetic on the structure: won over applicable, times 100."""
    spec = icma.load("cimtra")
    generator = np.random.default_rng(9)
    leaves = [leaf for leaf in spec.criteria if leaf.criterion and leaf.criterion.answer == "yes_no"]
    rows = generator.choice(["sí", "no"], (40, len(leaves)))
    answers = {leaf.id: answer for leaf, answer in zip(leaves, rows.T, strict=True)}
    evidence = {f"{leaf.id}.evidence": "x" for leaf in leaves}
    entities = [f"{1001 + number:05d}" for number in range(len(rows))]
    table = pd.DataFrame({"entity": entities, "period": 2024, **answers, **evidence})
    found = icma.score(spec, table).scores["total"]
    worth = np.array([float(spec.points_of[leaf.id]) for leaf in leaves])
    np.testing.assert_allclose(found, (rows == "sí") @ worth, rtol=1e-12)


def test_full_marks_are_full_marks_and_their_ledger_adds_up() -> None:
    spec = icma.load("cimtra")
    row: dict[str, object] = {leaf.id: 1 for leaf in spec.criteria}
    row |= {variable.id: 1 for variable in spec.variables} | {f"{leaf.id}.evidence": "x" for leaf in spec.criteria}
    found = scored(spec, row)
    assert set(found.scores.iloc[0]) == {100.0}
    pending = [found.explain("00001").root]
    while pending:
        entry = pending.pop()
        pending += entry.children
        parts = [part.contribution for part in entry.children if part.contribution is not None]
        assert not parts or sum(parts) == 100.0


def test_a_step_is_reached_by_credits_that_are_rounded() -> None:
    """A third is 33 in whole numbers, and stands on the step of a third."""
    spec = rubric(
        """rounding: 0
answers:
  - id: depth
    options:
      - {id: none, title: {es: a, en: a}, credit: 0}
      - {id: one, title: {es: b, en: b}, credit: 1/3}
      - {id: two, title: {es: c, en: c}, credit: 2/3}
      - {id: all, title: {es: d, en: d}, credit: 1}
tree:
  - id: g
    title: {es: g, en: g}
    aggregation: {method: staircase, share: 1}
    levels: [{id: s0, title: {es: a, en: a}}, {id: s1, title: {es: b, en: b}},
             {id: s2, title: {es: c, en: c}}, {id: s3, title: {es: d, en: d}}]
    children: [{id: i, title: {es: i, en: i}, criterion: {answer: depth}}]
"""
    )
    found = scored(spec, {"i": "none"}, {"i": "one"}, {"i": "two"}, {"i": "all"})
    assert found.scores["g"].tolist() == [0, 33, 67, 100]
    assert found.levels["g"].tolist() == ["s0", "s1", "s2", "s3"]
