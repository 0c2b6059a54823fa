"""Weights from what people judge: shares of a budget, and pairs compared in the analytic hierarchy process.

T. L. Saaty, "A scaling method for priorities in hierarchical structures", Journal of Mathematical Psychology 15, 1977,
and "The Analytic Hierarchy Process", 1980. Budgets: OECD and JRC, "Handbook on Constructing Composite Indicators",
2008, step 6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

# How inconsistent judgements drawn at random are, by how many parts there are (Saaty 1980); what share of it may stay.
RANDOM_INDEX = {1: 0.0, 2: 0.0, 3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}
MOST_PARTS = max(RANDOM_INDEX)
MOST_INCONSISTENT = 0.10
_STEPS, _NEAR = 10_000, 1e-15

# The first matters so many times as much as the second.
Judgement = tuple[str, str, int | float]


def share_budgets(allocations: Sequence[Mapping[str, int | float]]) -> dict[str, Fraction]:
    """Return the mean of the shares that each person gives to each part."""
    found: dict[str, Fraction] = {}
    for allocation in allocations:
        given = {name: Fraction(str(amount)) for name, amount in allocation.items()}
        whole = sum(given.values(), Fraction(0))
        for name, amount in given.items():
            found[name] = found.get(name, Fraction(0)) + (amount / whole if whole else amount) / len(allocations)
    return found


def compare_pairs(judgements: Sequence[Judgement]) -> tuple[dict[str, Fraction], float]:
    """Return the weight of each part, and the consistency ratio of the judgements.

    Weights are the eigenvector of the greatest eigenvalue of the matrix of ratios, divided by its sum; a pair that is
    not judged is taken as equal. The consistency ratio is ``(eigenvalue - n) / (n - 1)``, over that of judgements drawn
    at random; 0 of one or two parts.
    """
    names = list(dict.fromkeys(name for first, second, _ in judgements for name in (first, second)))
    place, count = {name: number for number, name in enumerate(names)}, len(names)
    ratios = [[1.0] * count for _ in names]
    for first, second, ratio in judgements:
        ratios[place[first]][place[second]], ratios[place[second]][place[first]] = float(ratio), 1.0 / float(ratio)
    weights, greatest = [1.0 / max(count, 1)] * count, float(count)
    for _ in range(_STEPS):
        raised = [sum(ratio * weight for ratio, weight in zip(line, weights, strict=True)) for line in ratios]
        greatest, before = sum(raised), weights
        weights = [part / greatest for part in raised]
        if all(abs(new - old) <= _NEAR for new, old in zip(weights, before, strict=True)):
            break
    scale = RANDOM_INDEX.get(count, RANDOM_INDEX[MOST_PARTS])
    inconsistency = (greatest - count) / (count - 1) / scale if scale else 0.0
    return {name: Fraction(weight) for name, weight in zip(names, weights, strict=True)}, max(inconsistency, 0.0)
