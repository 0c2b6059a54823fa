"""The keys that say how a node scores and counts: what is in force, and what is refused at its place."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.specs import Program, apply_model, scored_nodes, steps_below, weights_of_parts
from icmaml_indicators.specs.methods.scales import SCALES
from tests import conftest

HEAD = conftest.HEAD.replace("semester", "year") + "scale: min_max\n"
VARIABLES = """\
variables:
  - {id: a, title: {es: La a, en: The a}}
  - {id: b, title: {es: La b, en: The b}}
"""


def leaf(name: str, formula: str = "a", more: str = "") -> str:
    """Return the lines of an indicator, at the beginning of a line."""
    head = f"- {{id: {name}, title: {{es: El {name}, en: The {name}}}, formula: {formula}, direction: higher"
    return f"{head}{more and ', ' + more}}}\n"


def tree(*nodes: str, head: str = "") -> str:
    """Return a program of these nodes."""
    lines = "".join(f"  {line}\n" for node in nodes for line in node.splitlines())
    return HEAD + head + VARIABLES + "tree:\n" + lines


def group(name: str, *nodes: str, more: str = "") -> str:
    """Return the lines of a group."""
    lines = "".join(f"    {line}\n" for node in nodes for line in node.splitlines())
    own = "".join(f"  {line}\n" for line in more.splitlines())
    return f"- id: {name}\n  title: {{es: El {name}, en: The {name}}}\n{own}  children:\n{lines}"


def loaded(*nodes: str, head: str = "") -> Program:
    """Load a program of these nodes."""
    return icma.loads(tree(*nodes, head=head))


def faults(*nodes: str, head: str = "") -> list[tuple[str, str, str]]:
    """Return code, text at the place and message of each fault."""
    text = tree(*nodes, head=head)
    with pytest.raises(icma.SpecError) as raised:
        icma.loads(text)
    found = [d for d in raised.value.diagnostics if d.severity == "error"]
    lines = text.splitlines()
    return [(d.code, lines[d.place.line - 1][d.place.column - 1 :][:24], d.message("en")) for d in found]


# Ties --------------------------------------------------------------------------------------------------


def test_ties_are_averaged_where_nothing_is_said() -> None:
    program = loaded(leaf("x", more="scale: rank"), leaf("y", "b", "scale: {method: borda, ties: dense}"))
    assert (program.nodes["x"].scale.ties, program.nodes["y"].scale.ties) == ("average", "dense")


@pytest.mark.parametrize("method", ["min_max", "z_score", "identity", "distance_to_best"])
def test_only_scales_by_place_know_ties(method: str) -> None:
    ((code, _, message),) = faults(leaf("x", more=f"scale: {{method: {method}, ties: min}}"))
    assert (code, message) == ("IND315", f"`ties` has no use with `{method}`")


def test_another_word_for_ties_is_refused_at_its_place() -> None:
    ((code, text, _),) = faults(leaf("x", more="scale: {method: rank, ties: mean}"))
    assert (code, text[:4]) == ("IND107", "mean")


# Ends and spreads --------------------------------------------------------------------------------------


def test_standard_scores_have_mean_nought_and_spread_one_where_nothing_is_said() -> None:
    program = loaded(leaf("x", more="scale: z_score"), leaf("y", "b", "scale: {method: z_score, mean: 100, sd: 10}"))
    assert [(node.scale.mean, node.scale.sd) for node in (program.nodes["x"], program.nodes["y"])] == [
        (0, 1),
        (100, 10),
    ]


@pytest.mark.parametrize(("method", "key"), [("min_max", "mean"), ("rank", "sd"), ("rank", "to"), ("z_score", "to")])
def test_ends_and_spreads_go_only_with_scales_that_take_them(method: str, key: str) -> None:
    value = "[0, 1]" if key == "to" else "2"
    ((code, _, message),) = faults(leaf("x", more=f"scale: {{method: {method}, {key}: {value}}}"))
    assert (code, message) == ("IND315", f"`{key}` has no use with `{method}`")


@pytest.mark.parametrize("sd", ["0", "-10"])
def test_a_spread_that_is_none_is_refused_at_its_place(sd: str) -> None:
    ((code, text, _),) = faults(leaf("x", more=f"scale: {{method: z_score, sd: {sd}}}"))
    assert (code, text.startswith(f"{sd}}}")) == ("IND106", True), (code, text)


# Bands -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bands", "at", "problem"),
    [
        ("[{up_to: 4, score: 0}, {from: 8, score: 9}]", "{from: 8", "mix `up_to` and `from`"),
        ("[{from: 4, up_to: 8, score: 0}, {score: 9}]", "{from: 4", "mix `up_to` and `from`"),
        ("[{score: 0}, {from: 8, score: 5}, {from: 8, score: 9}]", "8, score: 9", "must ascend"),
        ("[{up_to: 8, score: 0}, {up_to: 4, score: 5}, {score: 9}]", "4, score: 5", "must ascend"),
        ("[{from: 0, score: 0}, {from: 4, score: 9}]", "{from: 0", "leave a gap"),
        ("[{score: 0}, {score: 5}, {from: 4, score: 9}]", "{score: 5", "leave a gap"),
        ("[{score: 0}, {score: 9}]", "{score: 0", "leave a gap"),
        ("[{up_to: 0, score: 0}, {up_to: 4, score: 9}]", "{up_to: 4", "leave a gap"),
    ],
)
def test_bands_that_leave_a_figure_without_one_score_are_refused(bands: str, at: str, problem: str) -> None:
    ((code, text, message),) = faults(leaf("x", more=f"scale: {{method: bands, bands: {bands}}}"))
    assert (code, text.startswith(at), problem in message) == ("IND307", True, True), (text, message)


def test_bands_say_where_they_end_or_where_they_begin() -> None:
    ended, begun = "[{up_to: 4, score: 0}, {score: 9}]", "[{score: 0}, {from: 4, score: 9}]"
    program = loaded(*(leaf(n, more=f"scale: {{method: bands, bands: {b}}}") for n, b in (("x", ended), ("y", begun))))
    scales = [program.nodes[name].scale for name in ("x", "y")]
    assert [scale.cuts for scale in scales] == [{"bands.0.up_to": 4}, {"bands.1.from": 4}]
    assert [scale.cuts_begin for scale in scales] == [False, True]


# Role --------------------------------------------------------------------------------------------------

SHOWN = "role: informational"


def test_what_is_only_shown_has_no_share_of_its_parent() -> None:
    program = loaded(
        leaf("x", more="weight: 3"), leaf("y", "b"), leaf("z", more=SHOWN), group("g", leaf("u"), more=SHOWN)
    )
    total = program.nodes["total"]
    assert [node.role for node in total.children] == ["base", "base", "informational", "informational"]
    assert [node.id for node in total.base_children] == ["x", "y"]
    assert [node.id for node in total.counted_children] == ["x", "y"]
    scored = scored_nodes(list(program.nodes.values()))
    assert {"z", "g", "u"} <= scored
    assert weights_of_parts(total, scored) == {"x": 3, "y": 1}


def test_what_is_only_shown_has_no_points_to_share() -> None:
    program = loaded(leaf("x"), leaf("z", more=SHOWN), group("g", leaf("u"), leaf("v", "b"), more=SHOWN))
    # The one that counts is worth all; an indicator that is shown nothing, and a group that is shown is its own whole.
    assert {name: int(points) for name, points in program.points_of.items()} == {
        "total": 100, "x": 100, "z": 0, "g": 100, "u": 50, "v": 50,
    }  # fmt: skip
    summed = loaded(
        leaf("x", more="points: 60"), leaf("y", "b", "points: 40"), leaf("z", more=SHOWN), head="points: 100\n"
    )
    assert summed.points_of["z"] == 0
    assert summed.stated_points["total"] == 100


@pytest.mark.parametrize("depth", [1, 2, '"criteria"'])
def test_no_model_gives_points_to_what_is_only_shown(depth: object) -> None:
    program = loaded(
        leaf("x", "a + b"),
        leaf("z", more=SHOWN),
        group("g", leaf("u", more=SHOWN), leaf("v", "b")),
        head=f"models: [{{id: m, title: {{es: M, en: M}}, equal_at: {depth}}}]\n",
    )
    other = apply_model(program, program.models[0])
    assert (other.points_of["z"], other.points_of["u"]) == (0, 0)
    assert other.nodes["z"].spec.points is None


def test_a_group_of_what_is_only_shown_has_no_score_and_is_no_fault() -> None:
    program = loaded(leaf("x"), group("g", leaf("u", more=SHOWN)))
    assert scored_nodes(list(program.nodes.values())) == {"total", "x", "u"}


def test_steps_of_a_staircase_are_those_that_count() -> None:
    asked = "- {id: %s, title: {es: P, en: P}, criterion: yes_no%s}"
    program = loaded(
        group("inner", asked % ("p", "")),
        group("aside", asked % ("q", ""), more=SHOWN),
        asked % ("r", ""),
        asked % ("s", ", role: informational"),
        leaf("t", "a + b", SHOWN),
        head="aggregation: staircase\n",
    )
    assert [leaf.id for leaf in steps_below(program.nodes["total"])] == ["p", "r"]


def test_a_gate_may_name_what_is_only_shown() -> None:
    program = loaded(
        leaf("x"), leaf("z", "b", more=SHOWN), head="gates: [{requires: z, at_least: 50, max_score: 40}]\n"
    )
    assert program.gates[0].requires == ("z",)


def test_a_gate_asks_for_a_score_or_for_more_than_it() -> None:
    gates = "gates: [{requires: x, max_score: 1}, {requires: x, at_least: 5, max_score: 2}, {requires: x, above: 0, max_score: 3}]\n"
    assert [gate.condition for gate in loaded(leaf("x"), head=gates).gates] == ["≥ 100", "≥ 5", "> 0"]
    both = "gates: [{requires: x, at_least: 5, above: 5, max_score: 1}]\n"
    ((code, text, message),) = faults(leaf("x"), head=both)
    assert (code, text.startswith("5, max_score: 1")) == ("IND318", True), text
    assert message.endswith("reached (`at_least`) or passed (`above`): give one of them")
    ((code, text, _),) = faults(leaf("x"), head="gates: [{requires: x, above: met, max_score: 1}]\n")
    assert (code, text[:3]) == ("IND202", "met")  # a text is a formula of parameters there


@pytest.mark.parametrize("key", ["weight: 2", "points: 5"])
def test_a_share_of_a_parent_that_does_not_count_it_is_refused_at_its_key(key: str) -> None:
    ((code, text, message),) = faults(leaf("x"), leaf("z", more=f"{SHOWN}, {key}"))
    name = key.partition(":")[0]
    assert (code, text[0]) == ("IND315", key[-1])
    assert message == f"`{name}` has no use with `role: informational`"


def test_a_group_that_is_only_shown_may_have_points_for_its_parts_but_no_weight() -> None:
    program = loaded(leaf("x"), group("g", leaf("u"), more=f"{SHOWN}\npoints: 20"))
    assert (program.points_of["g"], program.points_of["u"]) == (20, 20)
    ((code, _, message),) = faults(leaf("x"), group("g", leaf("u"), more=f"{SHOWN}\nweight: 2"))
    assert (code, message) == ("IND315", "`weight` has no use with `role: informational`")


@pytest.mark.parametrize("role", ["bonus", "penalty"])
def test_the_role_of_a_criterion_stands_in_one_place(role: str) -> None:
    bonus = f"- {{id: p, title: {{es: P, en: P}}, points: 2, criterion: {{role: {role}}}, role: base}}"
    ((code, text, _),) = faults(leaf("x", more="points: 1"), bonus, head=f"{role}_cap: 5\n")
    assert (code, text[:4]) == ("IND135", "role")


@pytest.mark.parametrize("role", ["bonus", "penalty"])
def test_only_a_criterion_gives_points_outside_the_denominator(role: str) -> None:
    ((code, text, message),) = faults(leaf("x"), leaf("y", more=f"points: 2, role: {role}"), head=f"{role}_cap: 5\n")
    assert (code, text[: len(role)]) == ("IND318", role)
    assert message == f"only a criterion has `role: {role}`"


def test_a_decision_table_cannot_read_what_is_only_shown() -> None:
    levels = "levels: [{id: low, title: {es: B, en: L}, up_to: 50}, {id: high, title: {es: A, en: H}}]"
    rules = "rules: [{when: {x: low, z: low}, then: low}, {when: {}, then: high}]"
    head = f"{levels}\naggregation: {{method: decision_table, {rules}}}\n".replace(", up_to: 50", "")
    ((code, text, message),) = faults(leaf("x", more=levels), leaf("z", more=f"{levels}, {SHOWN}"), head=head)
    assert (code, text[:1]) == ("IND318", "z")
    assert message == "the decision table reads `z`, which is only shown (`role: informational`)"


def test_an_example_can_tell_the_score_above_a_rank_that_is_only_shown() -> None:
    shown = leaf("z", "b", f"{SHOWN}, scale: rank")
    expected = "examples: [{given: {a: 1, b: 2}, expect_score: {total: 1}}]\n"
    loaded(leaf("x", more="scale: identity"), shown, head=expected)
    gated = expected + "gates: [{requires: z, at_least: 1, max_score: 40}]\n"
    ((code, _, message),) = faults(leaf("x", more="scale: identity"), shown, head=gated)
    assert code == "IND327"
    assert "scored against the others" in message


# Rounding ----------------------------------------------------------------------------------------------


def roundings(program: Program) -> dict[str, tuple[int, str, str, str] | None]:
    """Return the rounding in force at each node."""
    found = {name: node.rounding for name, node in program.nodes.items()}
    return {n: None if r is None else (r.decimals, r.method, r.half, r.parents) for n, r in found.items()}


def test_the_rounding_of_the_program_is_that_of_every_node_that_says_nothing() -> None:
    program = loaded(
        leaf("x", more="rounding: {decimals: 0, method: floor, parents: exact}"),
        leaf("y", "b"),
        group("g", leaf("u", "a * 2", "rounding: none"), more="rounding: {decimals: 2, half: even}"),
        head="rounding: 3\n",
    )
    by_default = (3, "nearest", "away", "rounded")
    assert roundings(program) == {
        "total": by_default,
        "x": (0, "floor", "away", "exact"),
        "y": by_default,
        "g": (2, "nearest", "even", "rounded"),
        "u": None,
    }


def test_nothing_is_rounded_where_nothing_is_said() -> None:
    assert set(roundings(loaded(leaf("x"), group("g", leaf("u", "b")))).values()) == {None}
    assert set(roundings(loaded(leaf("x", "a + b"), head="rounding: none\n")).values()) == {None}


@pytest.mark.parametrize(
    ("written", "code", "at", "message"),
    [
        ("10", "IND106", "10", "`decimals` must be a smaller number, not `10`"),
        ("-1", "IND106", "-1", "`decimals` must be a greater number, not `-1`"),
        ("2.5", "IND106", "2.5", "`decimals` must be a whole number, not `2.5`"),
        ("true", "IND106", "true", "`rounding` must be a mapping of keys and values, not true"),
        ("half_even", "IND107", "half_even", "`half_even` is not a valid `method`"),
        ("floor", "IND312", "floor", "`rounding: floor` needs `decimals`"),
        ("{half: even}", "IND312", "{half", "`rounding: nearest` needs `decimals`"),
        ("{decimals: 1, method: floor, half: even}", "IND315", "even", "`half` has no use with `rounding: floor`"),
        ("{method: none, decimals: 1}", "IND315", "1}", "`decimals` has no use with `rounding: none`"),
        ("{decimals: 1, parents: both}", "IND107", "both", "`both` is not a valid `parents`"),
    ],
)
def test_a_rounding_that_says_nothing_clear_is_refused(written: str, code: str, at: str, message: str) -> None:
    for found in (
        faults(leaf("x", more=f"rounding: {written}")),
        faults(leaf("x"), head=f"rounding: {written}\n"),
        faults(group("g", leaf("x"), more=f"rounding: {written}")),
    ):
        assert [(each[0], each[1][: len(at)], each[2]) for each in found] == [(code, at, message)]


# Scales of groups --------------------------------------------------------------------------------------

RANKED = "scale: {method: percentile_rank, ties: min}"


def test_a_group_has_a_scale_of_its_own_or_none() -> None:
    program = loaded(group("g", leaf("u"), more=RANKED), group("h", leaf("v", "b")))
    assert {name: node.scale.method for name, node in program.nodes.items()} == {
        "total": "none", "g": "percentile_rank", "u": "min_max", "h": "none", "v": "min_max",
    }  # fmt: skip
    assert "h" in scored_nodes(list(program.nodes.values()))


@pytest.mark.parametrize("method", sorted(SCALES))
def test_a_group_takes_every_scale_that_needs_no_target(method: str) -> None:
    keys = {
        "goalposts": "low: 20, high: 80",
        "distance_to_reference": "reference: 50",
        "distance_to_target": "spread: 10",
        "bands": "bands: [{up_to: 50, score: 0}, {score: 100}]",
        "piecewise_linear": "points: [[0, 0], [50, 80], [100, 100]]",
        "formula": "formula: value",
    }
    written = group("g", leaf("u"), leaf("v", "b"), more=f"scale: {{method: {method}, {keys.get(method, '')}}}")
    if method != "distance_to_target":
        assert loaded(written).nodes["g"].scale.method == method
        return
    ((code, text, message),) = faults(written)
    assert (code, text[:16]) == ("IND318", "{method: distanc")
    assert message == "the scale `distance_to_target` measures up to `target`, and a group has none"


@pytest.mark.parametrize(
    "aggregation", ["none", "staircase", "{method: decision_table, rules: [{when: {}, then: low}]}"]
)
def test_a_scale_needs_a_value_that_scores_make(aggregation: str) -> None:
    own = f"aggregation: {aggregation}\nlevels: [{{id: low, title: {{es: B, en: L}}}}]\n"
    asked = "- {id: p, title: {es: P, en: P}, criterion: yes_no}"
    ((code, text, message), *_) = faults(leaf("x", "a + b"), group("g", asked, more=own + RANKED))
    assert (code, text[:23]) == ("IND318", "{method: percentile_ran")
    assert message.endswith("gives no value that a scale could make a score of")


def test_a_model_that_leaves_a_group_without_a_value_leaves_it_without_a_scale() -> None:
    program = loaded(
        group("g", leaf("u"), leaf("v", "b"), more=RANKED),
        head="models: [{id: m, title: {es: M, en: M}, aggregation: none}, {id: n, title: {es: N, en: N}, aggregation: min}]\n",
    )
    models = {model.id: apply_model(program, model).nodes["g"].scale.method for model in program.models}
    assert models == {"m": "none", "n": "percentile_rank"}


def test_a_scale_of_a_group_that_can_score_nobody_is_told_there() -> None:
    bare = group("g", leaf("u"), leaf("v", "b"), more="scale: {method: goalposts, low: 0, high: 9, log: true}")
    ((code, text, _),) = faults(bare)
    assert (code, text[:1]) == ("IND358", "0")


def test_no_example_can_tell_the_score_of_a_group_that_is_compared() -> None:
    expected = "examples: [{given: {a: 1, b: 1}, expect_score: {g: 1}}]\n"
    parts = (leaf("u", more="scale: identity"), leaf("v", "b", "scale: identity"))
    loaded(group("g", *parts), head=expected)
    ((code, _, message),) = faults(group("g", *parts, more=RANKED), head=expected)
    assert code == "IND327"
    assert "scored against the others" in message


# The language a file is written in ---------------------------------------------------------------------

WORDS = [
    "score",
    "level",
    "weight",
    "rank",
    "count",
    "round",
    "round_half_even",
    "floor",
    "ceil",
    "median",
    "sd",
    "sd_n",
    "weighted_mean",
    "quantile",
    "percentile_rank",
    "last",
    "over",
    "in",
    "choose",
    "direction",
    "needs",
    "formula",
    "ties",
    "rows",
]
USES = (
    "{w} * 2 + b / {w}",
    "max({w}, b) - {w}",
    "if_else({w} > b, {w}, b)",
    "lag({w}) + {w}",
    "-{w}",
    "coalesce({w}, b)",
)


@given(word=st.sampled_from(WORDS), use=st.sampled_from(USES), other=st.sampled_from(WORDS))
def test_a_variable_may_bear_any_word_of_later_formulas(word: str, use: str, other: str) -> None:
    """What those words mean is told by a bracket or by their place: a name stays a name."""

    def values(name: str) -> list[float]:
        variables = f"variables:\n  - {{id: {name}, title: {{es: W, en: W}}}}\n  - {{id: b, title: {{es: B, en: B}}}}\n"
        text = HEAD + variables + "tree:\n  " + leaf("i" if other == word else other, f"'{use.format(w=name)}'")
        data = pd.DataFrame({"entity": ["00001", "00001"], "period": [2023, 2024], name: [2.0, 5.0], "b": [4.0, 3.0]})
        return icma.score(icma.loads(text), data).values.iloc[:, 0].fillna(-1).tolist()

    assert values(word) == values("plain")


def test_a_file_says_which_library_it_needs() -> None:
    text = tree(leaf("x"), leaf("y", "b"))
    assert icma.loads(text.replace("spec: 1\n", 'spec: 1\nneeds: "0.1"\n')).needs == "0.1"
    with pytest.raises(icma.SpecError) as raised:
        icma.loads(text.replace("spec: 1\n", 'spec: 1\nneeds: "99.1"\n').replace("formula:", "formulas:"))
    (told,) = raised.value.diagnostics
    assert (told.code, told.suggestion) == ("IND141", None)
    assert told.message("en") == f"needs library ≥ 99.1; this one is {icma.__version__}"
