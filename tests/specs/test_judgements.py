"""Weights that people judge, against plain computations."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.specs.methods.judgements import Judgement, compare_pairs, share_budgets
from tests.conftest import HEAD

SPEC = (
    HEAD
    + """\
variables:
  - {id: x, title: {es: X, en: X}}
tree:
  - {id: a, title: {es: A, en: A}, direction: higher, scale: identity, formula: x}
  - {id: b, title: {es: B, en: B}, direction: higher, scale: identity, formula: x + 1}
  - {id: c, title: {es: C, en: C}, direction: higher, scale: identity, formula: x + 2}
total: {aggregation: {method: arithmetic_mean, weights: WEIGHTS}}
"""
)
PAIRS = "{method: ahp, judgements: [[a, b, 3], [a, c, 5], [b, c, 2]]}"
BUDGETS = "{method: budget_allocation, allocations: [{a: 50, b: 30, c: 20}, {a: 1, b: 1, c: 2}]}"


def program(weights: str) -> icma.Program:
    return icma.loads(SPEC.replace("WEIGHTS", weights))


def problems(weights: str) -> list[tuple[str, str]]:
    with pytest.raises(icma.SpecError) as caught:
        program(weights)
    return [(found.code, found.message("en")) for found in caught.value.diagnostics if found.severity == "error"]


@given(st.integers(3, 10), st.integers(0, 10_000))
def test_weights_are_the_principal_eigenvector(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    matrix, judged = np.eye(count), list[Judgement]()
    for first, second in combinations(range(count), 2):
        ratio = int(random.integers(1, 10))
        pair = (first, second) if random.random() < 0.5 else (second, first)
        matrix[pair], matrix[pair[::-1]] = ratio, 1 / ratio
        judged.append((f"p{pair[0]}", f"p{pair[1]}", ratio))
    values, vectors = np.linalg.eig(matrix)
    own = np.abs(vectors[:, values.real.argmax()].real)
    random_index = [0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49][count - 3]
    weights, ratio = compare_pairs(judged)
    assert [float(weights[f"p{number}"]) for number in range(count)] == pytest.approx(own / own.sum(), abs=1e-9)
    assert ratio == pytest.approx((values.real.max() - count) / (count - 1) / random_index, abs=1e-9)


def test_judgements_that_agree_give_back_their_ratios() -> None:
    weights, ratio = compare_pairs([("a", "b", 2), ("b", "c", 3), ("a", "c", 6)])
    assert [float(weights[name]) for name in "abc"] == pytest.approx([0.6, 0.3, 0.1])
    assert ratio == pytest.approx(0, abs=1e-12)
    assert compare_pairs([("a", "b", 9)])[1] == 0


def test_budgets_count_alike_whatever_their_size() -> None:
    found = share_budgets([{"a": 50, "b": 30, "c": 20}, {"a": 1, "b": 1, "c": 2}])
    assert {name: float(share) for name, share in found.items()} == {"a": 0.375, "b": 0.275, "c": 0.35}


@pytest.mark.parametrize("weights", [PAIRS, BUDGETS])
def test_they_weigh_as_declared_ones_do(weights: str) -> None:
    judged = program(weights)
    own = [judged.nodes[name].own_weight for name in "abc"]
    assert sum(own) == pytest.approx(1)
    text = SPEC.replace(", weights: WEIGHTS", "")
    for name, weight in zip("abc", own, strict=True):
        text = text.replace(f"{{id: {name}, title", f"{{id: {name}, weight: {float(weight)!r}, title")
    declared = icma.loads(text)
    rows = {"entity": ["00001", "00002"], "period": "2014-S1", "x": [1.0, 5.0]}
    scores = [icma.score(each, pd.DataFrame(rows)).scores["total"] for each in (judged, declared)]
    assert scores[0].tolist() == pytest.approx(scores[1].tolist())


def test_what_is_left_out_or_judged_twice_is_told() -> None:
    def ahp(pairs: str) -> str:
        ((code, text),) = problems(f"{{method: ahp, judgements: {pairs}}}")
        assert code == "IND754"
        return text.partition("cannot be used: ")[2]

    assert ahp("[[a, b, 3], [a, c, 5]]") == "it does not compare `b` with `c`"
    assert ahp("[[a, b, 3], [a, c, 5], [b, c, 2], [b, a, 2]]") == "it compares `b` with `a` twice"
    assert ahp("[[a, b, 3], [a, c, 5], [b, c, 2], [a, a, 1]]") == "it compares `a` with itself"
    assert ahp("[[a, b, 3], [a, c, 5], [b, d, 2]]") == "`d` is no part of `total`"
    budget = "{{method: budget_allocation, allocations: [{}]}}"
    for allocation, told in (
        ("{a: 50, b: 30}", "`c` is not there"),
        ("{a: 50, b: 30, c: 1, d: 2}", "`d` is no part of `total`"),
        ("{a: 0, b: 0, c: 0}", "it shares out nothing"),
    ):
        assert any(text.endswith(told) for _, text in problems(budget.format(allocation)))
    assert problems("ahp")[0][0] == "IND312"
    assert problems("{method: pca, judgements: [[a, b, 2]]}")[0][0] == "IND315"
    assert problems("{method: ahp, judgements: [[a, b, 10]]}")[0][0] == "IND106"


def test_judgements_that_contradict_are_a_doubt() -> None:
    judged = program(PAIRS.replace("[b, c, 2]", "[c, b, 9]"))
    assert judged.nodes["total"].aggregation.weights.consistency_ratio > 0.10
    assert program(PAIRS).nodes["total"].aggregation.weights.consistency_ratio < 0.01


def test_another_judgement_with_the_same_weights_is_no_other_meaning() -> None:
    same = "{method: ahp, judgements: [[a, b, 2], [a, c, 4], [b, c, 2]]}"
    budget = "{method: budget_allocation, allocations: [{a: 4, b: 2, c: 1}]}"
    assert not icma.diff(program(same), program(same.replace("[b, c, 2]", "[b, c, 2.0]"))).breaking
    assert [change.code for change in icma.diff(program(budget), program(PAIRS)).breaking] == ["IND635"]
