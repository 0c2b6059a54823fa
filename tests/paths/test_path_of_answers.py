"""Paths to a target through answers: least effort against every possible plan; all scored again."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.specs import Program, read_draft_from_text
from icmaml_indicators.validation.loading import _sound
from tests.conftest import HEAD, examples, proven

YEARLY = HEAD.replace("semester", "year")


def unproved(text: str) -> Program:
    """Load a rubric without asking it to prove that every level comes up."""
    return _sound(read_draft_from_text(text, "sample.yaml"), prove=False)


# Rubrics: every plan there is ------------------------------------------------------------------------

AGGREGATIONS = (
    *("arithmetic_mean", "sum", "points", "geometric_mean", "harmonic_mean", "median", "min", "max", "all_or_nothing"),
    *(
        "{method: power_mean, power: 2}",
        "{method: power_mean, power: 0.5}",
        "{method: staircase, by: answers, share: 0.6}",
    ),
    "{method: staircase, by: children, share: 0.5}",
)
OPTIONS = ("not_met", "partly", "met")
CRITERIA = [f"c{number}" for number in range(6)]


def rubric(first: str, second: str, top: str, missing: str, *, gate: bool) -> str:
    held = "gates: [{requires: [c0], at_least: 50, max_level: low}, {requires: [two], at_least: 40, max_score: 70}]\n"
    lines = [f"missing: {{not_reported: {missing}}}", f"aggregation: {top}"]
    lines += ["levels: [{id: low, title: {es: b, en: l}, up_to: 40}, {id: mid, title: {es: m, en: m}, up_to: 65},"]
    lines += ["         {id: high, title: {es: a, en: h}}]"]
    text = YEARLY + "\n".join(lines) + "\n" + (held if gate else "") + "tree:\n"
    for number, (name, method) in enumerate((("one", first), ("two", second))):
        text += f"  - id: {name}\n    title: {{es: x, en: x}}\n    weight: {number + 1}\n    aggregation: {method}\n    children:\n"
        for place in range(3):
            leaf = CRITERIA[number * 3 + place]
            text += f"      - {{id: {leaf}, title: {{es: x, en: x}}, criterion: met_partly, weight: {place + 1}}}\n"
    return text


def every_answer(spec: Program, start: list[str | None]) -> tuple[pd.DataFrame, np.ndarray[Any, Any]]:
    """Score every set of answers that is nowhere worse than the start, and count the steps to each."""
    ways = []
    for answer in start:
        now = 0 if answer is None else OPTIONS.index(answer)
        ahead = [(OPTIONS[at], max(at - now, 1 if answer is None else 0)) for at in range(now, 3)]
        ways.append(([(None, 0)] if answer is None else []) + ahead)
    steps = [sum(count for _, count in plan) for plan in product(*ways)]
    lines = [[option for option, _ in plan] for plan in product(*ways)]
    table = pd.DataFrame(lines, columns=CRITERIA)
    table.insert(0, "entity", [f"{number // 900 + 1:02d}{number % 900 + 1:03d}" for number in range(len(table))])
    table.insert(1, "period", 2024)
    scored = icma.score(spec, table)
    return scored.scores.assign(level=scored.levels["total"]).reset_index(drop=True), np.array(steps)


@examples(60)
@given(
    st.sampled_from(AGGREGATIONS),
    st.sampled_from(AGGREGATIONS),
    st.sampled_from(("arithmetic_mean", "geometric_mean", "min", "points", "median")),
    st.sampled_from(("zero", "propagate", "skip")),
    st.booleans(),
    st.lists(st.sampled_from((*OPTIONS, None)), min_size=6, max_size=6),
    st.sampled_from(("mid", "high", 30, 55, 80)),
)
def test_no_plan_of_all_takes_less(
    first: str, second: str, top: str, missing: str, gate: bool, start: list[str | None], to: str | int
) -> None:
    """The path is as short as the shortest of all plans, or says that it may not be; and none is found where none is."""
    spec = unproved(rubric(first, second, top, missing, gate=gate))
    outcomes, steps = every_answer(spec, start)
    if isinstance(to, str):
        order = ["low", "mid", "high"]
        reached = outcomes["level"].map(lambda level: level is not None and order.index(level) >= order.index(to))
    else:
        reached = outcomes["total"].round(9) >= to
    table = pd.DataFrame([["00001", 2024, *start]], columns=["entity", "period", *CRITERIA])
    path = icma.benchmark(icma.score(spec, table)).path("00001", to=to if isinstance(to, str) else {"score": to})
    assert path.reachable == bool(reached.any())
    if not path.reachable:
        assert path.reason.startswith("cannot be reached")
        return
    least = int(steps[reached.to_numpy()].min())
    assert path.effort >= least - 1e-9
    if path.method == "exact":
        assert path.effort == pytest.approx(least)
    elif path.method == "none":
        assert least == 0
    else:
        assert path.effort <= least + 2  # a search: near, and it says so
    made = table.assign(**{move["indicator"]: OPTIONS[int(move["to"])] for move in path.moves.to_dict("records")})
    again = icma.score(spec, made)
    assert again.scores["total"].iloc[0] == pytest.approx(path.score_after, abs=1e-9, nan_ok=True)
    if isinstance(to, str):
        assert order.index(again.levels["total"].iloc[0]) >= order.index(to)


def test_bonuses_penalties_caps_and_ceilings_are_kept() -> None:
    text = (
        YEARLY
        + """\
aggregation: points
bonus_cap: 1
penalty_cap: 3
ceiling: 105
tree:
  - {id: one, title: {es: x, en: x}, criterion: met_partly, points: 6}
  - {id: two, title: {es: x, en: x}, criterion: met_partly, points: 4}
  - {id: plus, title: {es: x, en: x}, criterion: {answer: yes_no, role: bonus}, points: 3}
  - {id: more, title: {es: x, en: x}, criterion: {answer: yes_no, role: bonus}, points: 3}
  - {id: minus, title: {es: x, en: x}, criterion: {answer: yes_no, role: penalty}, points: 3}
"""
    )
    data = pd.DataFrame(
        {"entity": ["00001"], "period": 2024, "one": "met", "two": "not met", "plus": "no", "more": "no"}
    )
    compared = icma.benchmark(icma.score(unproved(text), data.assign(minus="yes")))
    # 60 - 30 = 30 now. Taking the penalty away is one step to 60; a bonus adds 10 once, whatever else is done.
    assert compared.path("00001", to={"score": 60}).moves["indicator"].tolist() == ["minus"]
    ninety = compared.path("00001", to={"score": 90})
    assert (ninety.effort, ninety.method) == (3.0, "exact")
    assert ninety.score_after in {90.0, 105.0, 100.0, 110.0, 80.0} - {80.0, 110.0}
    full = compared.path("00001", to={"score": 105})
    assert (full.effort, full.score_after) == (4.0, 105.0)
    assert not compared.path("00001", to={"score": 106}).reachable


def test_decision_tables_take_the_cheapest_combination() -> None:
    levels = "levels: [{id: bad, title: {es: m, en: b}, up_to: 40}, {id: good, title: {es: g, en: g}}]"
    text = (
        YEARLY
        + """\
levels: [{id: bad, title: {es: m, en: b}}, {id: fair, title: {es: r, en: f}}, {id: good, title: {es: g, en: g}}]
aggregation:
  method: decision_table
  rules:
    - {when: {a: good, b: good}, then: good}
    - {when: {a: good}, then: fair}
    - {when: {b: good}, then: fair}
    - {then: bad}
tree:
"""
    )
    for name in ("a", "b"):
        text += f"  - id: {name}\n    title: {{es: x, en: x}}\n    {levels}\n    children:\n"
        text += "".join(
            f"      - {{id: {name}{n}, title: {{es: x, en: x}}, criterion: met_partly}}\n" for n in range(3)
        )
    start = {"a0": "not met", "a1": "not met", "a2": "not met", "b0": "partly", "b1": "not met", "b2": "not met"}
    data = pd.DataFrame({"entity": ["00001"], "period": 2024, **start}, index=[0])
    compared = icma.benchmark(icma.score(unproved(text), data))
    fair = compared.path("00001", to="fair")
    assert (fair.effort, fair.level_after, fair.method) == (2.0, "fair", "exact")
    assert set(fair.moves["indicator"].str[0]) == {"b"}
    good = compared.path("00001", to="good")
    assert (good.effort, good.level_before, good.level_after) == (5.0, "bad", "good")
    dear = compared.path("00001", to="fair", costs={f"b{n}": 5.0 for n in range(3)})
    assert (dear.effort, set(dear.moves["indicator"].str[0])) == (3.0, {"a"})


# Built-in programs -----------------------------------------------------------------------------------


def answered(spec: Program, count: int, seed: int) -> pd.DataFrame:
    """Return synthetic answers to every criterion, with evidence."""
    generator = np.random.default_rng(seed)
    frame: dict[str, Any] = {"entity": [f"{n:05d}" for n in range(1, count + 1)], "period": "2016"}
    for leaf in spec.criteria:
        assert leaf.criterion is not None
        kind = spec.answer_kinds[leaf.criterion.answer]
        if kind.options:
            frame[leaf.id] = generator.choice([option.id for option in kind.options], count)
        else:
            assert kind.amount is not None
            frame[leaf.id] = generator.integers(0, int(kind.amount.cap or 3) + 1, count)
    frame |= {variable.id: 40 for variable in spec.variables}
    return proven(spec, pd.DataFrame(frame))


@pytest.mark.parametrize(
    ("name", "to"),
    [
        ("refim", "grade_3"),
        ("refim", {"rank": 1}),
        ("global_compact", "leader"),
        ("municipal_administrator", "consolidated"),
        ("gopi_prevencion", "consolidated"),
        ("cimtra@2010", {"score": 50}),
    ],
)
def test_paths_through_built_in_rubrics_hold_when_the_answers_are_handed_in(name: str, to: Any) -> None:
    spec = icma.load(name)
    data = answered(spec, 3, 7)
    path = icma.benchmark(icma.score(spec, data)).path("00002", to=to)
    assert path.reachable
    assert path.method in {"exact", "none"}
    changed = data.copy().astype({leaf.id: object for leaf in spec.criteria})
    for move in path.moves.to_dict("records"):
        leaf = next(leaf for leaf in spec.criteria if leaf.id == move["indicator"])
        assert leaf.criterion is not None
        options = spec.answer_kinds[leaf.criterion.answer].options
        changed.loc[1, leaf.id] = options[int(move["to"])].id if options else int(move["to"])
    again = icma.score(spec, changed)
    assert again.scores.xs("00002")["total"].iloc[0] == pytest.approx(path.score_after, abs=1e-9)
    if isinstance(to, str):
        levels = [level.id for level in spec.levels]
        assert levels.index(again.levels.xs("00002")["total"].iloc[0]) >= levels.index(to)
    # Without any one of the moves the target is missed.
    for move in path.moves.to_dict("records")[:5]:
        back = changed.copy()
        back.loc[1, move["indicator"]] = data.loc[1, move["indicator"]]
        missed = icma.benchmark(icma.score(spec, back))
        if isinstance(to, str):
            assert levels.index(missed.assessment.levels.xs("00002")["total"].iloc[0]) < levels.index(to)
        elif "score" in to:
            assert missed.assessment.scores.xs("00002")["total"].iloc[0] < to["score"]


# What is refused and how it is told ------------------------------------------------------------------


def test_wrong_targets_are_refused_by_name() -> None:
    compared = icma.benchmark(icma.score(unproved(rubric("min", "min", "min", "zero", gate=True)), table_of_start()))
    with pytest.raises(icma.UnknownNameError, match="did you mean `high`"):
        compared.path("00001", to="hihg")
    with pytest.raises(icma.IcmamlError, match="`one` has no levels"):
        compared.path("00001", to="high", node="one")
    for wrong in ({"rang": 3}, {"rank": "first"}, {"rank": 1, "score": 2}, {}, {"score": True}):
        with pytest.raises(icma.IcmamlError, match="is no target"):
            compared.path("00001", to=wrong)
    for wrong in ({"quartile": 5}, {"rank": 0}, {"rank": 1.5}):
        with pytest.raises(icma.IcmamlError, match="must be 1, 2, 3"):
            compared.path("00001", to=wrong)
    with pytest.raises(icma.UnknownNameError, match="no indicator `c9`"):
        compared.path("00001", to="high", only=["c9"])
    with pytest.raises(icma.IcmamlError, match=r"`costs\[c0\]` must be > 0"):
        compared.path("00001", to="high", costs={"c0": 0})
    with pytest.raises(icma.IcmamlError, match="there is no reach `.*` .valid: best, top_quartile, range"):
        compared.path("00001", to="high", reach="far")  # type: ignore[arg-type]


def table_of_start() -> pd.DataFrame:
    return pd.DataFrame([["00001", 2024, *["not_met"] * 6]], columns=["entity", "period", *CRITERIA])


def test_what_binds_is_named_where_the_target_is_out_of_reach() -> None:
    spec = unproved(rubric("arithmetic_mean", "arithmetic_mean", "arithmetic_mean", "zero", gate=True))
    compared = icma.benchmark(icma.score(spec, table_of_start(), language="es"))
    path = compared.path("00001", to="high", fixed=["c0"])
    assert not path.reachable
    assert path.reason.startswith("no se alcanza: con todos los cambios posibles `total` llega a")
    assert "compuerta 1 de `total` (c0)" in path.reason
    assert path.moves.empty


def test_a_table_that_answers_better_parts_with_worse_levels_is_searched_whole() -> None:
    levels = "levels: [{id: bad, title: {es: m, en: b}, up_to: 40}, {id: good, title: {es: g, en: g}}]"
    text = (
        YEARLY
        + """\
levels: [{id: bad, title: {es: m, en: b}}, {id: good, title: {es: g, en: g}}]
aggregation:
  method: decision_table
  rules:
    - {when: {a: good, b: bad}, then: good}
    - {when: {a: bad, b: good}, then: good}
    - {then: bad}
tree:
"""
    )
    for name in ("a", "b"):
        text += f"  - id: {name}\n    title: {{es: x, en: x}}\n    {levels}\n    children:\n"
        text += f"      - {{id: {name}0, title: {{es: x, en: x}}, criterion: met_partly}}\n"
    data = pd.DataFrame({"entity": ["00001"], "period": 2024, "a0": "not met", "b0": "not met"})
    path = icma.benchmark(icma.score(unproved(text), data)).path("00001", to="good")
    assert (path.reachable, path.effort, path.level_after, path.method) == (True, 1.0, "good", "exact")
