"""How high formulas may stand: up to the limit everything walks them, above it they are refused at their place."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.formulas import FormulaError, equivalent, parse
from icmaml_indicators.formulas.parser import MAX_HEIGHT
from icmaml_indicators.formulas.rendering import render
from tests.conftest import HEAD, QUIET

VARIABLES = "variables:\n  - {id: a, title: {es: Figura a, en: Figure a}, type: number, range: [1, 5]}\ntree:\n"
LEAF = (
    "  - {{id: {id}, title: {{es: R {id}, en: R {id}}}, formula: '{formula}', direction: higher, "
    "improves_with: {{more: [a]}}, scale: {{method: goalposts, low: 0, high: 1000}}}}\n"
)


def chain(sign: str, count: int, part: str = "a") -> str:
    """Return a formula of so many operations one inside another."""
    return sign.join([part] * (count + 1))


AT_THE_LIMIT = {
    "sum": chain("+", MAX_HEIGHT),
    "difference": chain("-", MAX_HEIGHT),
    "product": chain("*", MAX_HEIGHT),
    "quotient": chain("/", MAX_HEIGHT),
    "truths": f"if_else({chain(' or ', MAX_HEIGHT - 2, 'a > 2')}, a, 1)",
    "brackets": f"{'(' * 39}{chain('+', MAX_HEIGHT - 39)}{')+a' * 39}",
    "choices": f"{'if_else(a > 2, a, ' * 39}{chain('+', MAX_HEIGHT - 39)}{')' * 39}",
    "earlier": f"coalesce(lag({chain('+', MAX_HEIGHT - 2)}), a)",
}


@pytest.mark.parametrize("formula", AT_THE_LIMIT.values(), ids=AT_THE_LIMIT.keys())
def test_whatever_walks_a_formula_walks_one_at_the_limit(formula: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + VARIABLES + LEAF.format(id="y", formula=formula), encoding="utf-8")
    assert icma.validate(path, severity=QUIET, coverage=True).ok
    assert not icma.diff(path, path).changes
    tree = parse(formula)
    assert parse(render(tree)) == tree
    assert equivalent(tree, parse(formula)) is True
    data = pd.DataFrame({"entity": ["05001", "05002", "05003"], "period": "2014S1", "a": [1.0, 2.0, 4.0]})
    assessment = icma.score(icma.load(path), data)
    assert assessment.explain("05002", "y").to_dict()
    against = icma.benchmark(assessment)
    assert against.explain("05002", "y").to_dict()
    against.path("05001", node="y", to={"score": 1})


def test_indicators_that_name_one_another_count_together(tmp_path: Path) -> None:
    """Each adds one operation to the one before it: the first that stands on more than the limit is told, once."""
    leaves = [LEAF.format(id="i0", formula="a")]
    leaves += [LEAF.format(id=f"i{n}", formula=f"i{n - 1} + 1") for n in range(1, MAX_HEIGHT + 1)]
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + VARIABLES + "".join(leaves), encoding="utf-8")
    assert icma.validate(path, severity=QUIET).ok
    data = pd.DataFrame({"entity": ["05001"], "period": "2014S1", "a": [1.0]})
    assessment = icma.score(icma.load(path), data)
    assert assessment.values.iloc[0][f"i{MAX_HEIGHT}"] == MAX_HEIGHT + 1
    assert assessment.explain("05001", f"i{MAX_HEIGHT}").to_dict()
    more = [LEAF.format(id=f"i{n}", formula=f"1 + i{n - 1}") for n in range(MAX_HEIGHT + 1, 3 * MAX_HEIGHT)]
    text = HEAD + VARIABLES + "".join([*leaves, *reversed(more)])
    path.write_text(text, encoding="utf-8")
    (found,) = [fault for fault in icma.validate(path, severity=QUIET).diagnostics if fault.severity == "error"]
    assert found.code == "IND212"
    assert found.place.text == f"i{MAX_HEIGHT}"
    assert text.splitlines()[found.place.line - 1].startswith(f"  - {{id: i{MAX_HEIGHT + 1},")


@pytest.mark.parametrize(
    ("formula", "at"),
    [
        (chain("+", MAX_HEIGHT + 1), 2 * MAX_HEIGHT + 1),
        (chain("-", 900), 2 * MAX_HEIGHT + 1),
        (chain("*", 900), 2 * MAX_HEIGHT + 1),
        (f"max({chain('+', MAX_HEIGHT)}, a)", 0),
    ],
)
def test_a_formula_above_the_limit_is_refused_at_its_place(formula: str, at: int) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(formula)
    assert (caught.value.code, caught.value.at) == ("IND212", at)


def test_sums_may_be_as_long_as_a_formula_may_be() -> None:
    """A function takes its arguments side by side: `sum` of 900 figures is one operation."""
    assert parse(f"sum({','.join('a' * 900)})")
