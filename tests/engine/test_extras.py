"""Bonuses, penalties and gates where something is absent: scores, coverage and intervals by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, program

YEAR = HEAD.replace("semester", "year")


def assessed(text: str, **columns: list[object]) -> icma.Assessment:
    rows = len(next(iter(columns.values())))
    keys = {"entity": [f"{number:05d}" for number in range(1, rows + 1)], "period": ["2024"] * rows}
    return icma.score(program(YEAR + text), pd.DataFrame(keys | columns, dtype=object))


ONE_EXTRA = """\
tree:
  - id: area
    title: {{es: Área, en: Area}}
    aggregation: points
    {role}_cap: 20
    children:
      - {{id: law, title: {{es: L, en: L}}, criterion: yes_no, points: 100}}
      - {{id: extra, title: {{es: X, en: X}}, criterion: {{answer: yes_no, role: {role}}}, points: 20}}
"""


@pytest.mark.parametrize(("role", "law", "interval"), [("penalty", "yes", [80, 100]), ("bonus", "no", [0, 20])])
@pytest.mark.parametrize("others", [0, 1])
def test_an_unknown_extra_opens_the_interval_up_to_the_root(
    role: str, law: str, interval: list[float], others: int
) -> None:
    """100 - 20 = 80 if the penalty is due; 0 + 20 if the bonus is earned. A row with nothing beside it is no matter."""
    found = assessed(ONE_EXTRA.format(role=role), law=[law] + [None] * others, extra=[None] * (1 + others))
    for node in ("area", "total"):
        assert [found.lowest[node].iloc[0], found.highest[node].iloc[0]] == interval


FIGURES = """\
scale: identity
missing: {missing}
variables:
  - {{id: a, title: {{es: A, en: A}}}}
  - {{id: b, title: {{es: B, en: B}}}}
answers:
  - {{id: amount, title: {{es: M, en: M}}, amount: {{cap: {cap}, whole: false, at_most: 20}}}}
tree:
  - id: area
    title: {{es: Área, en: Area}}
    aggregation: points
    {role}_cap: {cap}
    children:
      - {{id: ia, title: {{es: Ia, en: Ia}}, formula: a, direction: higher, points: 50}}
      - {{id: ib, title: {{es: Ib, en: Ib}}, formula: b, direction: higher, points: 50}}
      - {{id: extra, title: {{es: X, en: X}}, criterion: {{answer: amount, role: {role}}}, points: {cap}}}
"""


def test_a_bonus_counts_as_handed_in() -> None:
    """Under zero: 0 + 0 + 2 = 2 with the base absent; (0 * 50 + 40 * 50) / 100 + 2 = 22; nothing at all has no score."""
    text = FIGURES.format(missing="{not_reported: zero}", role="bonus", cap=2)
    found = assessed(text, a=[None, None, 0, None], b=[None, 40, 0, None], extra=[2, 2, 2, None])
    assert found.scores["total"].tolist() == pytest.approx([2, 22, 2, math.nan], nan_ok=True)
    assert found.score_reasons["total"].tolist() == ["", "", "", "not_reported"]
    assert found.coverage["total"].tolist() == [0, 0.5, 1, 0]


@pytest.mark.parametrize(
    ("policy", "scores", "reasons", "coverage"),
    [
        ("propagate", [90, 70, math.nan, math.nan], ["", "", "rejected", "not_reported"], [1, 1, 0, 0]),
        ("skip", [90, 70, 90, 90], [""] * 4, [1, 1, 0.8, 0.8]),
        ("zero", [90, 70, 90, 90], [""] * 4, [1, 1, 0.8, 0.8]),
    ],
)
def test_the_policy_for_what_is_absent_holds_for_penalties(
    policy: str, scores: list[float], reasons: list[str], coverage: list[float]
) -> None:
    """Penalties of 0, 20, 35 (beyond 20: rejected) and absent, off 90: whoever hides one is not better off unseen.

    Without a score under `propagate`; elsewhere none is taken off, and the 20 of 100 points that are not known leave
    coverage at 1 - 20 / 100 and the interval at 90 - 20 to 90.
    """
    text = FIGURES.format(missing=f"{{not_reported: {policy}, rejected: {policy}}}", role="penalty", cap=20)
    found = assessed(text, a=[90] * 4, b=[90] * 4, extra=[0, 20, 35, None])
    assert found.scores["total"].tolist() == pytest.approx(scores, nan_ok=True)
    assert found.score_reasons["total"].tolist() == reasons
    assert found.coverage["total"].tolist() == pytest.approx(coverage)
    assert found.lowest["total"].tolist() == pytest.approx([90, 70, 70, 70])
    assert found.highest["total"].tolist() == pytest.approx([90, 70, 90, 90])


def test_unknown_penalties_take_no_more_from_coverage_than_their_cap() -> None:
    """Two penalties of 15 points, at most 20 together, of 100: 1 - 20 / 100; one of them known: 1 - 15 / 100."""
    text = """\
missing: {not_reported: skip}
tree:
  - id: area
    title: {es: Área, en: Area}
    aggregation: points
    penalty_cap: 20
    criteria:
      columns: [id, es, en, points, role]
      rows: [[law, L, L, 100, base], [fine, F, F, 15, penalty], [debt, D, D, 15, penalty]]
"""
    found = assessed(text, law=["yes", "yes"], fine=[None, "no"], debt=[None, None])
    assert found.coverage["total"].tolist() == pytest.approx([0.8, 0.85])
    assert found.scores["total"].tolist() == [100, 100]


SKIPPED = """\
missing: {not_reported: skip}
aggregation: points
tree:
  - id: first
    title: {es: Uno, en: One}
    aggregation: points
    penalty_cap: 10
    criteria:
      columns: [id, es, en, points, role]
      rows: [[a, A, A, 10, base], [b, B, B, 10, base], [fine, F, F, 10, penalty]]
  - id: second
    title: {es: Dos, en: Two}
    aggregation: points
    criteria: {columns: [id, es, en, points], rows: [[c, C, C, 20]]}
"""


def test_points_that_are_skipped_stay_in_what_coverage_is_measured_against() -> None:
    """Of 40 points, 10 are not answered (30 / 40), or the 20 of a whole area (20 / 40)."""
    found = assessed(SKIPPED, a=["yes", None], b=[None, None], fine=["no", "no"], c=["yes", "yes"])
    assert found.coverage["total"].tolist() == [0.75, 0.5]
    assert found.scores["total"].tolist() == [100, 100]


def test_a_penalty_weighs_what_it_weighs_whatever_is_skipped() -> None:
    """10 of the 20 points that apply: 100 - 50, between (10 - 10) / 20 and (20 - 10) / 20 of full marks."""
    found = assessed(SKIPPED, a=["yes"], b=[None], fine=["yes"], c=["yes"])
    assert found.scores["first"].tolist() == [50]
    assert (found.lowest["first"].iloc[0], found.highest["first"].iloc[0]) == (0, 50)


NESTED = """\
missing: {{not_reported: skip, min_coverage: 0.7}}
aggregation: {top}
tree:
  - id: first
    title: {{es: Uno, en: One}}
    aggregation: {inner}
    criteria: {{answer: percent, columns: [id, es, en, points], rows: [[a, A, A, 1], [b, B, B, 1], [c, C, C, 1], [d, D, D, 1]]}}
  - id: second
    title: {{es: Dos, en: Two}}
    aggregation: {inner}
    criteria: {{answer: percent, columns: [id, es, en, points], rows: [[e, E, E, 1], [f, F, F, 1], [g, G, G, 1], [h, H, H, 1]]}}
"""


@pytest.mark.parametrize("top", ["arithmetic_mean", "geometric_mean", "points"])
@pytest.mark.parametrize("inner", ["arithmetic_mean", "harmonic_mean", "points"])
def test_what_is_withheld_supports_nothing(top: str, inner: str) -> None:
    """Two of four are below 0.7, so that area is withheld: the total rests on (0 + 1) / 2 = 0.5 of its weight."""
    answers = {name: [value] for name, value in zip("abcdefgh", (10, 20, None, None, 50, 60, 70, 80), strict=True)}
    found = assessed(NESTED.format(top=top, inner=inner), **answers)
    assert found.coverage[["first", "second", "total"]].iloc[0].tolist() == [0.5, 1, 0.5]
    assert found.score_reasons[["first", "second", "total"]].iloc[0].tolist() == ["low_coverage", "", "low_coverage"]


GATED = """\
missing: {{not_reported: {policy}}}
levels: [{{id: low, title: {{es: B, en: L}}, up_to: 50}}, {{id: high, title: {{es: A, en: H}}}}]
gates: [{{requires: audit, {limit}}}]
tree:
  - id: rules
    title: {{es: Reglas, en: Rules}}
    missing: {{not_reported: zero}}
    criteria: {{columns: [id, es, en, weight], rows: [[audit, A, A, 1], [law, L, L, 3]]}}
"""


@pytest.mark.parametrize(
    ("policy", "score", "level", "told"),
    [("zero", 40, "low", []), ("skip", 40, "low", ["IND464"]), ("propagate", None, None, [])],
)
def test_what_a_gate_requires_must_be_known(
    policy: str, score: float | None, level: str | None, told: list[str]
) -> None:
    """An unknown requirement is not met; `propagate` leaves no score, or no level, and `skip` tells the row."""
    found = assessed(GATED.format(policy=policy, limit="max_score: 40"), audit=[None, "yes"], law=["yes", "yes"])
    assert found.scores["total"].tolist() == pytest.approx([math.nan if score is None else score, 100], nan_ok=True)
    assert found.score_reasons["total"].iloc[0] == ("" if score is not None else "not_reported")
    assert (found.lowest["total"].iloc[0], found.highest["total"].iloc[0]) == (40, 100)
    assert [code for code in found.findings["code"] if code == "IND464"] == told
    by_level = assessed(GATED.format(policy=policy, limit="max_level: low"), audit=[None, "yes"], law=["yes", "yes"])
    assert by_level.scores["total"].tolist() == [75, 100]
    assert by_level.levels["total"].tolist() == [level, "high"]
    assert set(by_level.possible_levels["total"].iloc[0]) == {"low", "high"}


@pytest.mark.parametrize(
    ("limits", "scores", "levels"),
    [
        # 20 of 100 lie below what the gate would leave, 80 do not; what another gate settles lies below it again.
        (("max_score: 40",), [20, math.nan, 100], ["low", None, "high"]),
        (("max_level: low",), [20, 80, 100], ["low", None, "high"]),
        (("max_score: 80",), [20, 80, 100], ["low", "high", "high"]),
        (("max_score: 40", "max_score: 30"), [20, 30, 100], ["low", "low", "high"]),
        (("max_level: low", "max_level: low"), [20, 60, 100], ["low", "low", "high"]),
    ],
)
def test_a_gate_that_is_open_takes_nothing_that_it_would_leave(
    limits: tuple[str, ...], scores: list[float], levels: list[str | None]
) -> None:
    """Audit, law and more weigh 1, 3 and 1 of 5, and the audit of the first two is not known: zero in its area.

    The first has only `more`: 20. The second has the law and `more`: 80; without `more`, which a second gate asks, 60.
    """
    text = GATED.format(policy="propagate", limit=limits[0]).replace(
        "[law, L, L, 3]", "[law, L, L, 3], [more, M, M, 1]"
    )
    more = "yes"
    if len(limits) > 1:
        text, more = text.replace(f"{limits[0]}}}", f"{limits[0]}}}, {{requires: more, {limits[1]}}}"), "no"
    found = assessed(text, audit=[None, None, "yes"], law=["no", "yes", "yes"], more=["yes", more, "yes"])
    assert found.scores["total"].tolist() == pytest.approx(scores, nan_ok=True)
    assert found.levels["total"].tolist() == levels
    assert (found.lowest["total"] <= found.highest["total"]).all()


DECIDED = """\
missing: {not_reported: skip}
levels: [{id: weak, title: {es: D, en: W}}, {id: sound, title: {es: S, en: S}}]
aggregation:
  method: decision_table
  rules: [{when: {first: low}, then: weak}, {when: {second: low}, then: weak}, {then: sound}]
tree:
  - id: first
    title: {es: Uno, en: One}
    missing: {not_reported: skip, min_coverage: 0.7}
    levels: [{id: low, title: {es: B, en: L}, up_to: 50}, {id: high, title: {es: A, en: H}}]
    criteria: {columns: [id, es, en], rows: [[a, A, A], [b, B, B]]}
  - id: second
    title: {es: Dos, en: Two}
    levels: [{id: low, title: {es: B, en: L}, up_to: 50}, {id: high, title: {es: A, en: H}}]
    criteria: {columns: [id, es, en], rows: [[c, C, C]]}
"""


def test_a_child_without_a_level_supports_no_decision() -> None:
    """One area is withheld (1 of 2 is below 0.7) and the other settles the level: the decision rests on 1 of 2."""
    found = assessed(DECIDED, a=["yes"], b=[None], c=["no"])
    assert found.levels["total"].tolist() == ["weak"]
    assert found.coverage["total"].tolist() == [0.5]


def test_shares_are_those_that_count_and_extras_have_none() -> None:
    """Points 20 and 20 of 40, not weights 1 and 1 of anything; 10 and 10 of 20 inside, and none for the penalty."""
    text = SKIPPED.replace("[[c, C, C, 20]]", "[[c, C, C, 60]]")
    found = assessed(text, a=["yes"], b=["no"], fine=["no"], c=["no"])
    weights = found.weights.set_index("node")
    assert weights.loc[["first", "second"], "weight"].tolist() == [20, 60]
    assert weights.loc[["first", "second"], "share"].tolist() == [0.25, 0.75]
    assert weights.loc[["a", "b", "fine"], "share"].tolist() == pytest.approx([0.5, 0.5, math.nan], nan_ok=True)
    for parent, children in (("total", ("first", "second")), ("first", ("a", "b"))):
        ledger = found.explain("00001", parent)
        shares = {part.id: part.share for part in ledger.root.children}
        assert {name: shares[name] for name in children} == weights.loc[list(children), "share"].to_dict()


@pytest.mark.parametrize("name", ["cimtra", "simed", "gopi_prevencion", "creditworthiness"])
def test_shares_of_a_shipped_program_are_those_of_its_ledger(name: str) -> None:
    spec = icma.load(name, prove=False)
    row: dict[str, object] = {leaf.id: 1 for leaf in spec.criteria}
    row |= {variable.id: 1 for variable in spec.variables} | {f"{leaf.id}.evidence": "x" for leaf in spec.criteria}
    found = icma.score(spec, pd.DataFrame([{"entity": "00001", "period": 2024, **row}]))
    shares = {(line.parent, line.node): line.share for line in found.weights.itertuples()}
    for node in spec.nodes.values():
        if node.id in found._scored.book.plans:
            counted = {name: share for name, share in found._scored.book.shares_of_row(node.id, 0).items() if share > 0}
            assert counted == pytest.approx({name: shares[node.id, name] for name in counted}, rel=1e-12), node.id
