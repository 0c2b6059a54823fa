"""A benchmark as tidy tables: keys are categories, so that many lines stay small and sort in the order of the tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..formulas.reasons import SUPPRESSED
from ..formulas.rounding import difference
from ..transforms.attainment import LIGHTS
from ..transforms.definitions import NORMAL_MAD
from ..transforms.sums import FULL
from .descriptive import FIGURES, standard_scores
from .statistics import BY_DIRECTION, COUNTS

if TYPE_CHECKING:
    import pandas as pd

    from .comparison import Comparison

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

# Why a figure is withheld.
WITHHELD = ("", "too_few_peers", "no_peers", "suppressed")
_MOST_LEADERS = 12


def category(codes: Numbers, names: Sequence[str] | NDArray[np.object_], *, ordered: bool = False) -> pd.Categorical:
    """Return codes as a column of text; -1 is the empty text."""
    import pandas as pd

    known = [str(name) for name in names]
    if (codes < 0).any():
        if "" not in known:
            known.append("")
        codes = np.where(codes < 0, known.index(""), codes)
    small = codes.astype(np.int32 if len(known) > np.iinfo(np.int16).max else np.int16)
    return pd.Categorical.from_codes(small, categories=known, ordered=ordered)


def entity_columns(comparison: Comparison, rows: Numbers) -> dict[str, Any]:
    """Return the keys of rows: entity, (name,) period."""
    table = comparison.scored.table
    found: dict[str, Any] = {"entity": category(table.entity_codes[rows], table.entity_ids)}
    if "name" in table.attributes:
        codes, names = comparison.entity_names
        found["name"] = category(codes[rows], names)
    found["period"] = category(table.period_codes[rows], table.period_names, ordered=True)
    return found


def subject_columns(comparison: Comparison, numbers: Numbers) -> dict[str, Any]:
    """Return the keys of subjects: indicator, kind."""
    kinds = np.array([kind == "group" for kind in comparison.compared.kinds], np.intp)
    return {
        "indicator": category(numbers, comparison.subjects, ordered=True),
        "kind": category(kinds[numbers], ("indicator", "group")),
    }


def statistics_table(comparison: Comparison) -> pd.DataFrame:
    """Return one line a peer group, period and subject; see `Benchmark.statistics`."""
    import pandas as pd

    cells, found, count = comparison.cells, comparison.peer_statistics, len(comparison.subjects)
    size = len(cells.sizes)
    frame: dict[str, Any] = {
        "peers": category(np.repeat(cells.groups, count), comparison.groups.names),
        "period": category(np.repeat(cells.periods, count), comparison.scored.table.period_names, ordered=True),
        **subject_columns(comparison, np.tile(np.arange(count), size)),
    }
    for name in COUNTS:
        frame[name] = found.statistics[name].T.ravel().astype(np.int64)
    asked = frame["n"] + frame["absent"] - frame["not_applicable"]
    frame["coverage"] = np.divide(frame["n"], asked, out=np.full(len(asked), np.nan), where=asked > 0)
    frame["mean"] = found.statistics["mean"].T.ravel()
    frame["weighted_mean"] = comparison.weighted_means.T.ravel()
    for name in (*FIGURES[1:], *BY_DIRECTION):
        frame[name] = found.statistics[name].T.ravel()
    frame["withheld"] = category((frame["n"] < comparison.rules.min_peers).astype(np.intp), WITHHELD)
    frame["best_entities"] = _leaders(comparison)
    return pd.DataFrame(frame)


def totals_table(comparison: Comparison) -> pd.DataFrame:
    """Return one line a peer group, period and variable that adds up; see `Benchmark.totals`."""
    import pandas as pd

    cells, table = comparison.cells, comparison.scored.table
    names = comparison.totals.additive_variables
    figures = [table.values[table.variables.index(name)] for name in names]
    size, shape = len(cells.sizes), (len(names), len(cells.sizes))
    present = np.array([cells.sums((~np.isnan(figure)).astype(np.float64)) for figure in figures]).reshape(shape)
    totals = np.array([cells.sums(figure) for figure in figures]).reshape(shape)
    n = present.astype(np.int64).T.ravel()
    few = n < comparison.rules.min_peers
    return pd.DataFrame(
        {
            "peers": category(np.repeat(cells.groups, len(names)), comparison.groups.names),
            "period": category(np.repeat(cells.periods, len(names)), table.period_names, ordered=True),
            "variable": category(np.tile(np.arange(len(names)), size), names, ordered=True),
            "n": n,
            "absent": np.repeat(cells.sizes, len(names)) - n,
            "total": np.where(few, np.nan, totals.T.ravel()),
            "withheld": category(few.astype(np.intp), WITHHELD),
        }
    )


def _leaders(comparison: Comparison) -> NDArray[np.object_]:
    """Return who is best, cell by cell and subject by subject, by key; many who tie are counted."""
    count = len(comparison.subjects)
    result = np.full(len(comparison.cells.sizes) * count, "", object)
    parts = comparison.peer_statistics.leaders
    if not parts:
        return result
    subjects, cells, rows = (np.concatenate([part[axis] for part in parts]) for axis in range(3))
    entities = comparison.scored.table.entity_codes[rows]
    place = cells * count + subjects
    order = np.lexsort((entities, place))
    place, labels = place[order], comparison.scored.table.entity_ids[entities[order]].astype(str).astype(object)
    where, starts, sizes = np.unique(place, return_index=True, return_counts=True)
    result[where] = labels[starts]
    for number in np.flatnonzero(sizes > 1):
        start, size = int(starts[number]), int(sizes[number])
        shown = ", ".join(labels[start : start + min(size, _MOST_LEADERS)])
        result[where[number]] = f"{shown}, … ({size})" if size > _MOST_LEADERS else shown
    return result


def positions_table(comparison: Comparison, numbers: Numbers, rows: Numbers) -> pd.DataFrame:
    """Return one line an entity, period and subject; see `Benchmark.positions`."""
    import pandas as pd

    found, count = comparison.peer_statistics, len(numbers)
    at = np.ix_(numbers, rows)
    none = comparison.cells.of_row[rows] < 0

    def statistic_at(name: str) -> Floats:
        return comparison.statistic_at(name, numbers, rows)

    def against(name: str) -> Floats:
        return found.others[name][at] if name in found.others else statistic_at(name)

    values = (
        np.stack([comparison.compared.values(int(number))[rows] for number in numbers]) if count else np.empty((0, 0))
    )
    frame: dict[str, Any] = {
        **{name: column.repeat(count) for name, column in entity_columns(comparison, rows).items()},
        "peers": category(np.repeat(comparison.groups.codes[rows], count), comparison.groups.names),
        **subject_columns(comparison, np.tile(numbers, len(rows))),
        "value": values.T.ravel(),
    }
    ranked = ~np.isnan(found.rank[at])
    size = np.where(np.array(comparison.compared.kinds, object)[numbers] == "group", FULL, 0.0)[:, None]
    medians, sizes = statistic_at("median"), statistic_at("n")
    with np.errstate(all="ignore"):
        spread = {
            "z": (statistic_at("mean"), statistic_at("sd")),
            "robust_z": (medians, statistic_at("mad") / NORMAL_MAD),
        }
        frame |= {
            "rank": found.rank[at].T.ravel(),
            "of": np.where(ranked, sizes, np.nan).T.ravel(),
            "percentile": found.percentile[at].T.ravel(),
            "quartile": found.quartile[at].T.ravel(),
            **{name: standard_scores(values, middle, width).T.ravel() for name, (middle, width) in spread.items()},
            "gap_to_median": difference(values, against("median"), size).T.ravel(),
            "gap_to_top_quartile": difference(values, against("top_quartile"), size).T.ravel(),
            "gap_to_best": difference(values, statistic_at("best"), size).T.ravel(),
        }
    frame["light"] = category(comparison.lights[at].T.ravel().astype(np.intp), LIGHTS)
    few = (sizes < comparison.rules.min_peers) & ~np.isnan(values)
    hidden = [comparison.compared.reasons(int(number))[rows] == SUPPRESSED for number in numbers]
    absent = np.where(hidden, 3, 0) if count else np.empty((0, 0), np.intp)
    withheld = np.where(np.isnan(values), absent, np.where(none, 2, few.astype(np.intp)))
    frame["withheld"] = category(withheld.T.ravel(), WITHHELD)
    frame["by_chance"] = comparison.chance_flags(numbers, rows).T.ravel()
    return pd.DataFrame(frame)


def neighbours_table(comparison: Comparison) -> pd.DataFrame:
    """Return one line an entity, period and neighbour; see `Benchmark.neighbours`."""
    import pandas as pd

    table, groups = comparison.scored.table, comparison.groups
    if groups.members is None or groups.distances is None:
        return pd.DataFrame(columns=["entity", "period", "order", "neighbour", "distance"])
    rows, order = np.nonzero(groups.members >= 0)
    return pd.DataFrame(
        {
            **entity_columns(comparison, rows),
            "order": order + 1,
            "neighbour": category(table.entity_codes[groups.members[rows, order]], table.entity_ids),
            "distance": groups.distances[rows, order],
        }
    )
