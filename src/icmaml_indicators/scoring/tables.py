"""Tables of a scored program: one line an entity in a period, one column an indicator or a node."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..data.model.table import DataTable
from ..engine.node_matrices import NodeScores
from ..formulas.reasons import REASON_NAMES
from ..specs import ROOT, Aggregation, weights_and_shares
from ..transforms.populations import Populations
from ..transforms.ranking import ordered_ends
from ..transforms.score_ranks import ScoreRanker, as_ranks
from ..transforms.weights.fitting import FittedWeights
from .scored import Scored

if TYPE_CHECKING:
    import pandas as pd

_NAMES_OF_REASONS = np.array(REASON_NAMES, object)


def values_table(scored: Scored) -> pd.DataFrame:
    """Return the raw results, then what the parts of each group with a scale come to; NaN where there is none."""
    return _add_groups(_by_indicator(scored, scored.results.values), scored, scored.book.values)


def reasons_table(scored: Scored) -> pd.DataFrame:
    """Return why each value is absent, by name; empty text where there is one."""
    groups = {name: _NAMES_OF_REASONS[reasons] for name, reasons in scored.book.value_reasons.items()}
    return _add_groups(_by_indicator(scored, _NAMES_OF_REASONS[scored.results.reasons]), scored, groups)


def published_table(scored: Scored) -> pd.DataFrame:
    """Return where a value is the published one because it could not be computed."""
    flags = np.zeros(scored.results.values.shape, bool) if scored.published is None else scored.published
    return _by_indicator(scored, flags)


def scores_table(scored: Scored) -> pd.DataFrame:
    """Return the score of every node, NaN where there is none."""
    return _by_node(scored, lambda node: node.scores)


def ranks_table(scored: Scored) -> pd.DataFrame:
    """Return the rank of every score in its period, 1 the best, ties at the best place; NaN where there is none."""
    falls = {scored.schedule.line[name]: node.lower_is_better for name, node in scored.program.nodes.items()}
    return _by_node(scored, lambda node: rank_scores(scored.table, node.scores, falls=falls[node.line]))


def rank_scores(table: DataTable, scores: NDArray[np.float64], *, falls: bool) -> NDArray[np.float64]:
    """Return the rank of scores in their periods, 1 the best, ties at the best place; NaN where there is none.

    Parameters
    ----------
    table
        What was scored.
    scores : float64 array, shape (rows,) or (sets, rows)
    falls
        Whether less is better.
    """
    places, _ = ScoreRanker(list_periods(table), falls=falls).rank(np.atleast_2d(scores))
    return as_ranks(places).reshape(scores.shape)


def list_periods(table: DataTable, groups: NDArray[np.intp] | None = None) -> Populations:
    """Return the rows of each period as populations; of groups of peers, -1 for none, those of each in a period."""
    names, codes = [*map(str, table.period_names)], table.period_codes
    if groups is None:
        return Populations(names, codes)
    count = int(groups.max(initial=-1)) + 1
    return Populations(names * count, np.where(groups < 0, -1, groups * len(names) + codes))


def score_reasons_table(scored: Scored) -> pd.DataFrame:
    """Return why each score is absent, by name; empty text where there is one."""
    return _by_node(scored, lambda node: _NAMES_OF_REASONS[node.reasons])


def coverage_table(scored: Scored) -> pd.DataFrame:
    """Return the share of the applicable weight below each node that is present."""
    return _by_node(scored, lambda node: node.coverage)


def bounds_table(scored: Scored, side: Literal["lowest", "highest"]) -> pd.DataFrame:
    """Return the scores if every absent part were at its worst or its best; NaN where that has no end."""
    end = ("lowest", "highest").index(side)
    return _by_node(scored, lambda node: ordered_ends(node.lowest, node.highest)[end])


def levels_table(scored: Scored, side: Literal["level", "lowest", "highest"] = "level") -> pd.DataFrame:
    """Return the ids of named bands, for the nodes that have levels; None where there is none."""
    import pandas as pd

    data = {}
    for name, node in scored.program.nodes.items():
        leveled = scored.book.nodes[name].levels
        if leveled is not None:
            ids = np.array([level.id for level in node.levels] + [None], object)
            data[name] = ids[getattr(leveled, side)]
    return pd.DataFrame(data, index=scored.table.index, dtype=object)


def possible_levels_table(scored: Scored) -> pd.DataFrame:
    """Return the lowest and the highest level each node could have: columns (node, ``lowest`` | ``highest``)."""
    import pandas as pd

    tables = {side: levels_table(scored, side) for side in ("lowest", "highest")}
    return pd.concat(tables, axis=1).swaplevel(axis=1).sort_index(axis=1)


def weights_table(scored: Scored) -> pd.DataFrame:
    """Return what each node weighs where nothing is absent; see `Assessment.weights`."""
    import pandas as pd

    nodes = scored.program.nodes
    stated = weights_and_shares(nodes, scored.table.published_scores)
    lines: list[tuple[object, ...]] = []
    of_total: dict[str, dict[str, float]] = {ROOT: {"": 1.0}}  # by population
    for node in nodes.values():
        above, rule = of_total[node.id], node.aggregation
        for child in node.children:
            own = _fitted_weights(scored.book.weights.get(node.id), child.id, rule)
            if not own:
                own = {"": tuple(np.nan if figure is None else float(figure) for figure in stated[child.id])}
            told = [name for name in own if name] or list(above)
            of_total[child.id] = {}
            for name in told:
                weight, share = own.get(name) or own[""]
                whole = above.get(name, next(iter(above.values())) if len(above) == 1 else np.nan)
                effect = of_total[child.id][name] = whole * share if rule.facts.weighted else np.nan
                known = child.weighing.facts.declared and "weight" not in child.quantities
                declared = float(child.own_weight) if known else np.nan
                lines.append((child.id, child.parent, weight, share, declared, name, effect))
    columns = ["node", "parent", "weight", "share", "declared", "population", "share_of_total"]
    return pd.DataFrame(lines, columns=columns)


def weights_by_node(scored: Scored) -> pd.DataFrame:
    """Return weight and share of each node, by its id; without those that differ from population to population."""
    return weights_table(scored).drop_duplicates("node", keep=False).set_index("node")


def _fitted_weights(fitted: FittedWeights | None, child: str, rule: Aggregation) -> dict[str, tuple[float, ...]]:
    """Return the weight and the share of a child by population; nothing where it is not fitted."""
    if fitted is None or child not in fitted.children:
        return {}
    own = fitted.weights[:, fitted.children.index(child)]
    shares = own / fitted.weights.sum(axis=1) if rule.facts.relative_weights else own
    return dict(zip(map(str, fitted.populations.names), zip(own.tolist(), shares.tolist(), strict=True), strict=True))


def scale_parameters_table(scored: Scored) -> pd.DataFrame:
    """Return what relative scales took from their populations: node, population, parameter, figure."""
    import pandas as pd

    lines = [
        (node, population, parameter, figure)
        for node, populations in scored.book.parameters.items()
        for population, parameters in populations.items()
        for parameter, figure in parameters.items()
    ]
    return pd.DataFrame(lines, columns=["node", "population", "parameter", "figure"])


def level_cuts_table(scored: Scored) -> pd.DataFrame:
    """Return between which cuts each level lies that data cuts; see `Assessment.level_cuts`."""
    import pandas as pd

    lines = []
    for name, fitted in scored.book.cuts.items():
        node, codes, scores = scored.program.nodes[name], fitted.populations.codes, scored.book.nodes[name].scores
        assert node.cuts is not None
        for number, (population, cuts) in enumerate(zip(fitted.populations.names, fitted.cuts, strict=True)):
            own = scores if codes is None else scores[codes == number]
            n = int(np.count_nonzero(~np.isnan(own))) if scored.source is None else None
            ends = [np.nan, *cuts, np.nan]
            if not np.isnan(cuts).any():
                lines += [
                    (name, population, level.id, above, up_to, node.cuts.method, n)
                    for level, above, up_to in zip(node.levels, ends[:-1], ends[1:], strict=True)
                ]
    table = pd.DataFrame(lines, columns=["node", "population", "level", "above", "up_to", "method", "n"])
    return table.astype({"above": "float64", "up_to": "float64", "n": "Int64"})


def tidy_table(scored: Scored) -> pd.DataFrame:
    """Return everything in one table: one line an entity, period and node."""
    import pandas as pd

    nodes, table = scored.program.nodes, scored.table
    count, ids = len(nodes), list(nodes)
    leaves = [leaf.id for leaf in scored.program.indicators]
    kinds = ["indicator" if node.is_indicator else "group" for node in nodes.values()]
    provenance = [node.provenance.status if node.provenance else "" for node in nodes.values()]
    reasons = reasons_table(scored)[leaves].reindex(columns=ids)
    levels = levels_table(scored).reindex(columns=ids).astype(object)
    columns = {
        "entity": np.repeat(table.entities, count),
        "period": np.repeat(table.periods, count),
        "node": np.tile(np.array(ids, object), table.rows),
        "kind": np.tile(np.array(kinds, object), table.rows),
        "provenance": np.tile(np.array(provenance, object), table.rows),
        "value": values_table(scored).reindex(columns=ids),
        "reason": np.where(reasons.isna(), score_reasons_table(scored), reasons),
        "score": scores_table(scored),
        "coverage": coverage_table(scored),
        "score_lowest": bounds_table(scored, "lowest"),
        "score_highest": bounds_table(scored, "highest"),
        "level": levels.where(levels.notna(), ""),
    }
    return pd.DataFrame({name: np.asarray(column).ravel() for name, column in columns.items()})


def _by_indicator(scored: Scored, figures: NDArray[Any]) -> pd.DataFrame:
    import pandas as pd

    columns = pd.Index([indicator.id for indicator in scored.program.indicators], name="indicator")
    return pd.DataFrame(figures.T, index=scored.table.index, columns=columns)


def _add_groups(table: pd.DataFrame, scored: Scored, groups: Mapping[str, NDArray[Any]]) -> pd.DataFrame:
    """Add a column for each group with a scale to a table of indicators, in the order of the tree."""
    for name in scored.program.nodes:
        if name in groups:
            table[name] = groups[name]
    return table


def _by_node(scored: Scored, pick: Callable[[NodeScores], NDArray[Any]]) -> pd.DataFrame:
    import pandas as pd

    nodes = scored.program.nodes
    figures = np.array([pick(scored.book.nodes[name]) for name in nodes])
    columns = pd.Index(list(nodes), name="node")
    return pd.DataFrame(figures.T, index=scored.table.index, columns=columns, copy=False)
