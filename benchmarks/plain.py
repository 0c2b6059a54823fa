"""What a person writes in pandas for the same figures, and nothing else."""

from __future__ import annotations

import operator
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import icmaml_indicators as icma
from icmaml_indicators.formulas import Constant, Expression, Name, parse

OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}


def pandas_columns(program: icma.Program, table: pd.DataFrame) -> dict[str, pd.Series]:
    """Compute the same formulas one by one as column arithmetic, the fastest plain pandas, and nothing else."""
    columns = {name: table[name] for name in table.columns}

    def value(node: Expression) -> pd.Series | float:
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, Name):
            return columns[node.id]
        return OPERATORS[node.function](*(value(argument) for argument in node.args))

    return {indicator.id: value(parse(indicator.formula)) for indicator in program.indicators}


def places(column: pd.Series, codes: NDArray[np.intp], size: float) -> pd.Series:
    """Return numbers that ascend with the figures of each period; those that are equal but for rounding share one."""
    figures = column.to_numpy()
    order = np.lexsort((figures, codes))
    ordered = figures[order]
    sizes = np.fmax(np.abs(ordered), size)
    steps = (np.diff(ordered) > 1e-12 * np.fmax(sizes[1:], sizes[:-1])) | (np.diff(codes[order]) != 0)
    found = np.empty(len(figures))
    found[order] = np.concatenate([[0], np.cumsum(steps)])
    return column.where(column.isna(), found)


def pandas_scores(
    program: icma.Program, values: Mapping[str, pd.Series], periods: pd.Series | pd.Index
) -> dict[str, pd.Series]:
    """Return the scores of the indicators given and of the groups above them.

    Of programs with one scale, which compares within a period, and with means that leave absent children out; a group
    of which less than ``min_coverage`` is there has no score.
    """
    leaves = {leaf.id: leaf for leaf in program.indicators if leaf.id in values and leaf.direction != "context"}
    turned = {
        "higher": lambda name: values[name],
        "lower": lambda name: -values[name],
        "target": lambda name: -(values[name] - float(leaves[name].target)).abs(),
    }
    good = pd.DataFrame({name: turned[leaf.direction](name) for name, leaf in leaves.items()})
    by_period = good.groupby(np.asarray(periods))
    methods = {program.nodes[name].scale.method for name in leaves}
    if methods == {"percentile_rank"}:
        codes = np.unique(np.asarray(periods, object), return_inverse=True)[1]
        sizes = {name: float(leaf.target or 0) for name, leaf in leaves.items()}
        numbers = pd.DataFrame({name: places(good[name], codes, sizes[name]) for name in leaves})
        scored = 100 * (numbers.groupby(codes).rank() - 1) / (by_period.transform("count") - 1)
    elif methods == {"min_max"}:
        low = by_period.transform("min")
        scored = 100 * (good - low) / (by_period.transform("max") - low)
    else:
        raise ValueError(f"plain pandas has no scales {methods}")
    scores = {name: scored[name] for name in leaves}
    for node in reversed(program.nodes.values()):
        parts = [child for child in node.children if child.id in scores]
        if not parts or node.spec.aggregation.method == "none":
            continue
        own = pd.DataFrame({child.id: scores[child.id] for child in parts})
        weights = np.array([child.weight for child in parts])
        there = own.notna() @ weights
        enough = there / weights.sum() >= (node.missing.min_coverage or 0)
        scores[node.id] = ((own * weights).sum(axis=1) / there).where(enough)
    return scores
