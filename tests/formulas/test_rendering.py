"""An expression written out parses back to the same tree, with no parentheses that it does not need."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.formulas import FormulaError, parse
from icmaml_indicators.formulas.rendering import RenderedTerm, render
from icmaml_indicators.formulas.tree import Call, Constant, Expression, Name, Word
from tests.conftest import examples
from tests.formulas.test_plan import Case, cases

_ATOMS = (
    st.floats(allow_nan=False, allow_infinity=False).map(Constant)
    | st.sampled_from(["police", "population", "a1"]).map(Name)
    | st.sampled_from(["state", "it's", 'a "b"']).map(Word)
)
_SIGNS = ("+", "-", "*", "/", "**", "==", "!=", "<", "<=", ">", ">=", "and", "or")


def _calls(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    two = st.tuples(st.sampled_from(_SIGNS), parts, parts).map(lambda t: Call(t[0], (t[1], t[2])))
    # A minus before a number is part of the number.
    negative = parts.filter(lambda part: not isinstance(part, Constant)).map(lambda part: Call("negative", (part,)))
    several = st.tuples(st.sampled_from(["min", "coalesce", "if_else"]), st.lists(parts, min_size=1, max_size=3)).map(
        lambda t: Call(t[0], tuple(t[1]))
    )
    lagged = parts.map(lambda part: Call("lag", (part, Constant(2.0))))
    return two | negative | parts.map(lambda part: Call("not", (part,))) | several | lagged


TREES = st.recursive(_ATOMS, _calls, max_leaves=12)


@examples(400)
@given(TREES)
def test_what_is_written_parses_back_to_the_same_tree(tree: Expression) -> None:
    assert parse(render(tree)) == tree


@examples(100)
@given(TREES)
def test_no_pair_of_parentheses_can_be_left_out(tree: Expression) -> None:
    """Take away any pair that groups (calls keep theirs): the text no longer says the same."""
    text = render(tree)
    opened: list[int] = []
    quoted = ""
    for at, sign in enumerate(text):
        if quoted:
            quoted = "" if sign == quoted else quoted
        elif sign in "'\"":
            quoted = sign
        elif sign == "(":
            opened.append(at)
        elif sign == ")":
            start = opened.pop()
            if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
                continue
            shorter = text[:start] + text[start + 1 : at] + text[at + 1 :]
            try:
                same = parse(shorter) == tree
            except FormulaError:
                same = False
            assert not same, f"{text} and {shorter}"


@pytest.mark.parametrize(
    "text",
    [
        "police / population * 1000",
        "a / (b * c)",
        "a - (b - c)",
        "(-2) ** 2",
        "-x ** 2",
        "(a ** b) ** c",
        "a ** -b",
        "not (a or b) and c",
        "(a < b) == c",
        'if_else(kind == "state", a, lag(b, 2))',
    ],
)
def test_formulas_in_their_shortest_form_stay_as_they_are(text: str) -> None:
    assert render(parse(text)) == text


def test_figures_take_the_place_of_names_and_lag_is_counted() -> None:
    def figure(part: Expression, lag: int) -> RenderedTerm | None:
        return RenderedTerm(f"{part.id}{lag}", loose=part.id == "a") if isinstance(part, Name) else None

    assert render(parse("a * lag(b + lag(c), 2) - a"), figure) == "(a0) * lag(b2 + lag(c3), 2) - (a0)"


@examples(300)
@given(cases())
def test_what_is_written_parses_to_an_equal_tree(case: Case) -> None:
    tree = parse(case[0])
    assert parse(render(tree)) == tree


@pytest.mark.parametrize(
    "text",
    [
        "a / b * 100",
        "a - (b - c)",
        "-a ** 2",
        "(-a) ** 2",
        "a ** -b",
        "not a < b and c",
        "not (a and b) or c",
        'if_else(k == "x", a, -1.5)',
        "2 * (a + b)",
        "a ** b ** c",
        "(a ** b) ** c",
        "(a < b) == c",
        "1e-05 * a",
    ],
)
def test_the_usual_spelling_is_kept(text: str) -> None:
    assert render(parse(text)) == text
