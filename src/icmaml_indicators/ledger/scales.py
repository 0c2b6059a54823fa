"""The arithmetic of every scale as an expression of ``value``, so that it can be read, checked and put into a cell."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ..formulas import Expression
from ..formulas.rounding import place_among, unite
from ..formulas.tree import Constant, Name
from ..specs import Answer
from ..specs.model.attainment import Method
from ..transforms.scales.base import BelowCounts, Quantity, call
from ..transforms.scales.rule import ScaleRule
from ..transforms.scales.table import SCALERS

VALUE = Name("value")


def count_below(value: float, population: NDArray[np.float64], rule: ScaleRule, size: float = 0.0) -> BelowCounts:
    """Count what a value beats in its population (itself among it), as the relative scales do.

    `size` is the least that figures are measured by where they are equal but for rounding.
    """
    present = unite(np.r_[value, population[~np.isnan(population)]], size)
    if rule.direction == "target":
        present = unite(np.abs(present - rule.target), abs(float(rule.target)))
    value, present = present[0], present[1:]
    lower = rule.direction in {"lower", "target"}
    better = present[present > value] if lower else present[present < value]
    ties, distinct = np.count_nonzero(present == value) - 1, len(np.unique(better))
    others = len(np.unique(present)) - 1
    return BelowCounts(float(len(better)), float(ties), float(len(present) - 1), float(distinct), float(others))


def scale_expression(
    rule: ScaleRule,
    parameters: Mapping[str, float],
    below: BelowCounts | None = None,
    at: float | None = None,
) -> Expression | None:
    """Return a scale as an expression of ``value``; None where there is no scale.

    Parameters
    ----------
    rule
        The scale in force.
    parameters
        What a relative scale took from its population.
    below
        For scales by rank: how the value stands; such an expression holds for this value only.
    at
        Where given, only what bears on this value is written: its segment, a clip that bites.
    """
    if not rule.facts.gives_score:
        return None
    term: Expression = call("log", VALUE) if rule.log else VALUE
    inside = math.log(at) if rule.log and at is not None and at > 0 else at
    if rule.is_distance:
        target = float(rule.in_logarithms("target"))
        term = call("abs", call("-", term, Constant(target)))
        inside = None if inside is None else abs(inside - target)
    return SCALERS[rule.method].expression(Quantity(term, inside), rule, parameters, below)


def attainment_expression(
    method: Method, target: float, baseline: float, high: float, at: float | None = None
) -> Expression:
    """Return the attainment in percent, between 0 and 100, as an expression of ``value``.

    Parameters
    ----------
    method, target, baseline, high
        See `attainment.attain`.
    at
        Where given, only what bears on this value is written.
    """
    t = Constant(target)
    # Without a divisor only a target that is met exactly has an attainment.
    divisor = {"progress": target - baseline, "range": high - target}.get(method, target)
    met = Constant(100.0)
    if divisor == 0 and at == target:
        return met
    match method:
        case "ratio" | "ratio_linear" if (target < 0) == (method == "ratio"):
            share = call("/", call("-", call("*", Constant(2.0), t), VALUE), t)
        case "ratio" | "ratio_linear":
            share = call("/", VALUE, t)
        case "ratio_inverse":
            # Below zero there is none: the divisor is then zero.
            share = call("/", t, VALUE if at is not None else call("max", VALUE, Constant(0.0)))
        case "progress":
            share = call("/", call("-", VALUE, Constant(baseline)), call("-", t, Constant(baseline)))
        case "closeness":
            apart = call("abs", call("-", VALUE, t))
            share = call("-", Constant(1.0), call("/", apart, Constant(abs(target))))
        case "range":
            far = call("max", call("-", t, VALUE), call("-", VALUE, Constant(high)), Constant(0.0))
            share = call("-", Constant(1.0), call("/", far, call("-", Constant(high), t)))
    clipped = call("min", call("max", call("*", share, Constant(100.0)), Constant(0.0)), Constant(100.0))
    return call("if_else", call("==", VALUE, t), met, clipped) if divisor == 0 and at is None else clipped


def answer_expression(kind: Answer, at: float, whole: float | None) -> Expression:
    """Return what an answer earns, out of 100, as an expression of ``value``; `whole` where it is a part of one."""
    full = Constant(100.0)
    if kind.amount is None:
        return Constant(float(kind.credits[int(at)]) * 100.0)
    amount = kind.amount
    if amount.steps:
        reached = int(place_among([float(step.from_) for step in amount.steps], np.array(at), above=True))
        return Constant(float(amount.steps[reached - 1].credit) * 100.0 if reached else 0.0)
    most = Constant(float(amount.cap) if amount.cap is not None else float(whole or 0))
    return call("*", call("min", call("/", VALUE, most), Constant(1.0)), full)
