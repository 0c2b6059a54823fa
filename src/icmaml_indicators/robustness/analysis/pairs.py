"""How nodes go together: parts of a group, nodes with those above them, indicators with what formulas divide by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ...formulas import ratio_of
from ...formulas.tree import Name, inlinable, walk
from ...transforms.correlations import Correlation, PairCorrelations, correlate_pairs
from .figures import AnalysisData, Floats, Rows

if TYPE_CHECKING:
    import pandas as pd

METHODS: tuple[Correlation, ...] = ("pearson", "spearman", "kendall")
# Relation, group, and the two.
Pair = tuple[str, str, str, str]


def correlations_table(data: AnalysisData) -> pd.DataFrame:
    """Return one line a period, pair and method; see `IndexAnalysis.correlations`."""
    import pandas as pd

    pairs, place = _pair_nodes(data), data.place
    dividers = find_denominators(data)
    leaves = [leaf for leaf in data.scored.program.indicators if leaf.direction != "context"]
    divided: list[Pair] = [("denominator", "", leaf.id, name) for leaf in leaves for name in dividers]
    parts = []
    for period in data.periods:
        rows = data.rows(period)
        found = correlate_pairs(data.columns[:, rows], _places(pairs, place), METHODS)
        parts.append(_frame(period, pairs, found))
        if divided:
            columns, own = _raw_columns(data, dividers)
            found = correlate_pairs(columns[:, rows], _places(divided, own), METHODS)
            parts.append(_frame(period, divided, found))
    return pd.concat(parts, ignore_index=True)


def _pair_nodes(data: AnalysisData) -> list[Pair]:
    """Return the parts of each group two by two, and every node with each of those above it."""
    found: list[Pair] = []
    for group, parts in data.groups.items():
        found += [("siblings", group, one.id, other.id) for one, other in combinations(parts, 2)]
        for part in parts:
            for number, above in enumerate(data.ancestors(part)):
                found.append(("ancestor" if number else "parent", above.id, part.id, above.id))
    return found


def _places(pairs: Sequence[Pair], place: Mapping[str, int]) -> Rows:
    return np.array([(place[one], place[other]) for _, _, one, other in pairs], np.intp).reshape(-1, 2)


def _frame(period: str, pairs: Sequence[Pair], found: PairCorrelations) -> pd.DataFrame:
    import pandas as pd

    count = len(METHODS)
    relation, group, one, other = np.array(pairs, object).reshape(-1, 4).T
    figures = np.stack([found.figures[method] for method in METHODS], axis=1).ravel()
    rows = np.repeat(found.rows, count)
    return pd.DataFrame(
        {
            "period": period,
            "relation": np.repeat(relation, count),
            "group": np.repeat(group, count),
            "a": np.repeat(one, count),
            "b": np.repeat(other, count),
            "method": np.tile(np.array(METHODS, object), len(pairs)),
            "n": rows,
            "r": figures,
            "reason": np.where(np.isnan(figures), np.where(rows < 2, "few", "constant"), "").astype(object),
        }
    )


def find_denominators(data: AnalysisData) -> tuple[str, ...]:
    """Return the variables that formulas of the program divide by, in the order of the program."""
    trees, variables = data.scored.compiled.trees, data.scored.program.variable_by_id
    inlined, found = inlinable(trees), set()
    for leaf in data.scored.program.indicators:
        ratio = ratio_of(trees[leaf.id], inlined) if leaf.id in trees else None
        if ratio is not None:
            found |= {part.id for part in walk(ratio.denominator) if isinstance(part, Name)}
    return tuple(name for name in variables if name in found)


def _raw_columns(data: AnalysisData, variables: Sequence[str]) -> tuple[Floats, dict[str, int]]:
    """Return the values of indicators, then the figures of variables, and where each stands."""
    table, leaves = data.scored.table, data.scored.program.indicators
    figures = [table.values[table.variables.index(name)] for name in variables]
    place = {name: number for number, name in enumerate([*(leaf.id for leaf in leaves), *variables])}
    return np.vstack([data.scored.results.values, *figures]), place
