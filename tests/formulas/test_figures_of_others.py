"""Scores, levels and statistics in formulas, `choose` and `in`: read, written, and no word taken from anybody."""

from __future__ import annotations

import pytest

from icmaml_indicators import load
from icmaml_indicators.formulas import FormulaError, compile_steps, names, parse, ratio_of, walk
from icmaml_indicators.formulas.columns import Column, ColumnDefinition, define_columns
from icmaml_indicators.formulas.dependence import order_columns
from icmaml_indicators.formulas.functions import KNOWN_FUNCTIONS
from icmaml_indicators.formulas.rendering import render
from icmaml_indicators.formulas.tree import (
    Call,
    Constant,
    Expression,
    Name,
    NodeFigure,
    Statistic,
    Word,
    height,
    rename,
    substitute,
)
from icmaml_indicators.sources.builtin import builtin_paths
from icmaml_indicators.specs import read_draft_from_text
from tests.conftest import HEAD

A, B, X = Name("a"), Name("b"), Name("x")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("score(health)", NodeFigure("score", "health")),
        ("level( total )", NodeFigure("level", "total")),
        ("max(a over region)", Statistic("max", (A,), "region")),
        ("weighted_mean(a, b over all)", Statistic("weighted_mean", (A, B), "all")),
        ("quantile(a, 0.9 over period)", Statistic("quantile", (A, Constant(0.9)), "period")),
        ("rank(a over period)", Statistic("rank", (A,), "period")),
        ('rank(-score(total), "min" over period)',
         Statistic("rank", (Call("negative", (NodeFigure("score", "total"),)),), "period", "min")),
        ("percentile_rank(a, 'dense' over entity)", Statistic("percentile_rank", (A,), "entity", "dense")),
        ("sum(max(a over p) over q)", Statistic("sum", (Statistic("max", (A,), "p"),), "q")),
        ('level(g) == "low"', Call("==", (NodeFigure("level", "g"), Word("low")))),
        ('x in ("a", "b")', Call("in", (X, Word("a"), Word("b")))),
        ('not x in ("a") and b',
         Call("and", (Call("not", (Call("in", (X, Word("a"))),)), B))),
        ("choose(a, 1, b, 2, 3)", Call("choose", (A, Constant(1), B, Constant(2), Constant(3)))),
    ],
)  # fmt: skip
def test_each_is_read_and_written_back(text: str, tree: Expression) -> None:
    assert parse(text) == tree
    assert parse(render(tree)) == tree


@pytest.mark.parametrize(
    "text",
    [
        "score(health) - lag(score(health))",
        "100 * a / max(a over region)",
        "(a - mean(a over kind)) / sd(a over kind)",
        'rank(-score(total), "min" over region)',
        'level(finance) in ("low", "very_low") and score(debt) < 40',
        "choose(score(rights) >= 20, 1, score(rights) >= 10, 2, 3)",
    ],
)
def test_the_usual_spelling_is_kept(text: str) -> None:
    assert render(parse(text)) == text


@pytest.mark.parametrize("word", [*KNOWN_FUNCTIONS, "over", "in", "period", "all", "entity"])
def test_no_word_is_reserved(word: str) -> None:
    """A variable may bear the name of any function, wherever it stands."""
    assert parse(f"{word} + 1") == Call("+", (Name(word), Constant(1)))
    assert parse(f"max({word}, {word})") == Call("max", (Name(word), Name(word)))
    assert parse(f"max({word} over {word})") == Statistic("max", (Name(word),), word)
    assert parse(f'{word} in ("a")') == Call("in", (Name(word), Word("a")))
    assert parse(f"score({word})") == NodeFigure("score", word)


@pytest.mark.parametrize("name", builtin_paths())
def test_shipped_formulas_are_what_they_were(name: str) -> None:
    """Plain formulas hold nothing but numbers, texts, names and calls, and are written as they were."""
    for leaf in load(name).indicators:
        if leaf.formula is not None:
            tree = parse(leaf.formula)
            assert {type(part) for part in walk(tree)} <= {Constant, Word, Name, Call}
            assert parse(render(tree)) == tree


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("score()", "IND201", 6),
        ("score(a + b)", "IND201", 8),
        ('level("a")', "IND201", 6),
        ("max(a over)", "IND201", 10),
        ("max(a over region, b)", "IND201", 17),
        ("max(over region)", "IND201", 9),
        ("a over region", "IND201", 2),
        ("a in b", "IND201", 5),
        ("a in (b)", "IND201", 6),
        ("a in ()", "IND201", 6),
        ('a in ("b") in ("c")', "IND201", 11),
        ('in("a")', "IND201", 0),
        ('rank(a, "minimum" over period)', "IND219", 8),
    ],
)
def test_what_is_not_written_so_is_refused_at_its_place(text: str, code: str, at: int) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert (caught.value.code, caught.value.at) == (code, at)


def test_places_are_known() -> None:
    tree = parse("1 + max( score(health) over  region)")
    statistic, figure = (part for part in walk(tree) if isinstance(part, Statistic | NodeFigure))
    assert isinstance(statistic, Statistic)
    assert isinstance(figure, NodeFigure)
    assert (statistic.at, statistic.population_at, figure.at, figure.id_at) == (4, 29, 9, 15)


def test_names_inside_a_statistic_are_read_and_renamed() -> None:
    tree = parse("a + max(b + score(b) over b)")
    assert list(names(tree)) == ["a", "b"]
    assert render(rename(tree, "b", "c")) == "a + max(c + score(b) over b)"


def test_columns_take_the_place_of_scores_and_statistics() -> None:
    tree = parse("score(g) + max(score(g) over p) - score(h)")
    columns = {part: Name(render(part)) for part in walk(tree) if isinstance(part, NodeFigure | Statistic)}
    assert list(names(substitute(tree, columns))) == ["score(g)", "max(score(g) over p)", "score(h)"]
    assert substitute(tree, {}) == tree


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("choose(a, 1, b, 2, 3)", "if_else(a, 1, if_else(b, 2, 3))"),
        ('k in ("x", "y", "z")', 'k == "x" or k == "y" or k == "z"'),
    ],
)
def test_short_forms_compute_and_stand_as_high_as_what_they_stand_for(text: str, same: str) -> None:
    codes = {"k": {"x": 0, "y": 1, "z": 2}}
    steps = [compile_steps({"f": parse(each)}, ["a", "b", "k"], codes) for each in (text, same)]
    assert steps[0] == steps[1]
    assert height(parse(text), {"k": 3}) == height(parse(same), {"k": 3})


def test_a_long_choice_counts_each_condition() -> None:
    pairs = "a > 1, 1, " * 99
    assert parse(f"choose({pairs}0)")
    with pytest.raises(FormulaError) as caught:
        parse(f"choose({pairs}a > 1, 1, 0)")
    assert caught.value.code == "IND212"


@pytest.mark.parametrize("text", ["score(g)", "1 + max(a over period)"])
def test_no_step_can_be_made_of_what_is_a_column_of_its_own(text: str) -> None:
    with pytest.raises(TypeError, match="column of its own"):
        compile_steps({"f": parse(text)}, ["a"])


def test_a_share_of_the_best_is_no_ratio_of_totals() -> None:
    assert ratio_of(parse("a / max(a over period)"), {}) is None
    assert ratio_of(parse("score(g) / a"), {}) is None
    assert ratio_of(parse("a / b"), {}) is not None


# In a program ----------------------------------------------------------------------------------------

TREE = """\
variables:
  - {{id: x, title: {{es: X, en: X}}}}
  - {{id: kind, title: {{es: T, en: K}}, type: category, options: [big, small]}}
tree:
  - id: g
    title: {{es: G, en: G}}
    levels: [{{id: low, title: {{es: B, en: L}}, up_to: 50}}, {{id: high, title: {{es: A, en: H}}}}]
    children:
      - {{id: a, title: {{es: A, en: A}}, formula: x, direction: higher, scale: min_max}}
      - {{id: b, title: {{es: B, en: B}}, formula: x * 2, direction: higher, scale: identity}}
  - {{id: r, title: {{es: R, en: R}}, formula: '{formula}', direction: context}}
"""


def columns(formula: str) -> dict[Column, ColumnDefinition]:
    program = read_draft_from_text(HEAD + TREE.format(formula=formula)).program
    assert program is not None
    trees = {leaf.id: parse(leaf.formula) for leaf in program.indicators if leaf.formula is not None}
    return define_columns(program, trees)


@pytest.mark.parametrize(
    ("formula", "reads", "level"),
    [
        ("score(g) + x", ["score(g)", "x"], 2),
        ("score(b)", ["score(b)"], 1),
        ("if_else(level(g) == \"low\", a, 0)", ["level(g)", "a"], 2),
        ("x / max(x over kind)", ["x", "max(x over kind)"], 1),
        ("max(score(g) over period)", ["max(score(g) over period)"], 2),
        ("score(g) + rank(-score(total) over period)", ["score(g)", "rank(-score(total) over period)"], 2),
        ("max(mean(score(g) over kind) over all)", ["max(mean(score(g) over kind) over all)"], 3),
    ],
)  # fmt: skip
def test_a_formula_stands_above_the_scores_and_statistics_that_it_reads(
    formula: str, reads: list[str], level: int
) -> None:
    found = columns(formula)
    assert [str(column) for column in found[Column("value", "r")].reads] == reads
    assert order_columns(found)[Column("value", "r")] == level


def test_a_statistic_reads_its_population() -> None:
    statistic = columns("max(x over kind)")[Column("statistic", "max(x over kind)")]
    assert statistic.barrier
    assert [str(column) for column in statistic.reads] == ["x", "kind"]
