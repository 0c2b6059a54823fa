"""The same data under both versions: whose values, scores, ranks and levels move, and by how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..benchmarks import Bands, Benchmark, benchmark
from ..scoring import Assessment, score
from ..scoring.cells import fold_text
from ..scoring.files import read_source
from ..scoring.keys import ROLES
from ..specs import Program
from .agreement import kendall, spearman
from .result import ProgramDiff

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
# Figures nearer than that, as a share of themselves, are the same figure computed in another order.
TOLERANCE = 1e-9
_KEYS = ["entity", "period"]
_FIGURES = ("value", "score", "rank")


@dataclass(frozen=True)
class Moves:
    """Who moved.

    Attributes
    ----------
    table : DataFrame
        One line an entity, period and node of either version: entity, period, peers, node, was (its id of before),
        kind, value_old, value_new, value_change, the same of score and rank, level_old, level_new, moved.
    summary : DataFrame
        One line a node, period and peer group: node, kind, period, peers, entities, values, scores, ranks, levels
        (how many of each moved), largest_change (of the score, or of the value where there is no score),
        largest_entity, spearman and kendall (of the ranks before and now).
    """

    table: pd.DataFrame
    summary: pd.DataFrame


def measure_moves(
    program: ProgramDiff,
    data: pd.DataFrame | str | Path,
    *,
    peers: str | Bands | Mapping[str, Sequence[str]] | None = None,
    columns: Mapping[str, str] | None = None,
    **options: Any,
) -> Moves:
    """Score data under both versions and set them side by side.

    A variable or criterion that was renamed is found in the data under either name.

    Parameters
    ----------
    program
        A program that exists on both sides.
    data
        As `score` takes it.
    peers
        As `benchmark` takes it.
    columns, **options
        As `score` takes them.
    """
    assert program.old is not None
    assert program.new is not None
    now = program.variables | program.nodes
    was = {name: before for before, name in now.items()}
    sides = []
    for spec, renamed in ((program.old, was), (program.new, now)):
        frame = read_source(data, spec)[0] if isinstance(data, str | Path) else data
        frame = under_names_of(spec, frame, renamed, columns or {})
        sides.append(benchmark(score(spec, frame, columns=columns, **options), peers))
    return side_by_side(sides[0], sides[1], program.nodes)


def under_names_of(
    program: Program, frame: pd.DataFrame, renamed: Mapping[str, str], columns: Mapping[str, str]
) -> pd.DataFrame:
    """Return a table whose columns and variables bear the names that a program knows, where it knows another one.

    Parameters
    ----------
    renamed
        Name in this program by the name in the other.
    columns
        Roles of columns, as `score` takes them.
    """
    known = {*program.variable_by_id, *program.nodes}
    turned = {theirs: mine for theirs, mine in renamed.items() if theirs != mine and theirs not in known}
    present = {str(column) for column in frame.columns}
    heads = {}
    for column in frame.columns:
        name, dot, beside = str(column).partition(".")
        mine = turned.get(name)
        if mine is not None and f"{mine}{dot}{beside}" not in present:
            heads[column] = f"{mine}{dot}{beside}"
    frame = frame.rename(columns=heads)
    long = {fold_text(name) for name in ROLES["variable"]} | {fold_text(columns.get("variable", "variable"))}
    for column in frame.columns:
        if fold_text(str(column)) in long and turned:
            frame = frame.assign(**{str(column): frame[column].map(lambda name: turned.get(str(name).strip(), name))})
    return frame


def side_by_side(old: Benchmark, new: Benchmark, nodes: Mapping[str, str]) -> Moves:
    """Align two benchmarks of the same data by node; `nodes` holds the id of now by the id of before."""
    import pandas as pd

    was = {now: name for name, now in nodes.items()}
    program, before = new.assessment.program, old.assessment.program
    names = [*program.nodes, *(name for name in before.nodes if name not in nodes)]
    origins = [was.get(name) if name in program.nodes else name for name in names]
    index = new.assessment.table.index.union(old.assessment.table.index)
    sides = {
        "old": _figures(old, index, [name or "" for name in origins]),
        "new": _figures(new, index, [name if name in program.nodes else "" for name in names]),
    }
    count, rows = len(names), len(index)
    kinds = ["indicator" if (program.nodes.get(n) or before.nodes[n]).is_indicator else "group" for n in names]
    frame: dict[str, Any] = {
        "entity": np.repeat(index.get_level_values(0).to_numpy(object), count),
        "period": np.repeat(index.get_level_values(1).to_numpy(object), count),
        "peers": np.repeat(_peers(old, new, index), count),
        "node": np.tile(np.array(names, object), rows),
        "was": np.tile(np.array([name or "" for name in origins], object), rows),
        "kind": np.tile(np.array(kinds, object), rows),
    }
    moved = np.zeros(rows * count, bool)
    for figure in _FIGURES:
        a, b = sides["old"][figure].ravel(), sides["new"][figure].ravel()
        frame |= {f"{figure}_old": a, f"{figure}_new": b, f"{figure}_change": b - a}
        moved |= differs(a, b)
    levels = [sides[side]["level"].ravel() for side in ("old", "new")]
    frame |= {"level_old": levels[0], "level_new": levels[1]}
    moved |= levels[0] != levels[1]
    table = pd.DataFrame({**frame, "moved": moved})
    return Moves(table, _summary(table))


def differs(a: Floats, b: Floats) -> NDArray[np.bool_]:
    """Return where two figures are not the same: by more than a rounding, or one of them absent."""
    with np.errstate(invalid="ignore"):
        apart = np.abs(a - b) > TOLERANCE * np.maximum(np.abs(a), np.abs(b))
    result: NDArray[np.bool_] = apart | (np.isnan(a) != np.isnan(b))
    return result


def _figures(found: Benchmark, index: pd.MultiIndex, names: list[str]) -> dict[str, NDArray[Any]]:
    """Return value, score, rank and level, each of shape (rows, nodes); a node without name has none."""
    import pandas as pd

    assessment: Assessment = found.assessment
    table = assessment.table
    ranks = found.positions["rank"].to_numpy(np.float64).reshape(table.rows, -1)
    wide = pd.DataFrame(ranks, index=table.index, columns=found.subjects)
    tables = {"value": assessment.values, "score": assessment.scores, "rank": wide}
    result: dict[str, NDArray[Any]] = {
        name: frame.reindex(index=index, columns=names).to_numpy(np.float64) for name, frame in tables.items()
    }
    levels = assessment.levels.reindex(index=index, columns=names).astype(object)
    result["level"] = levels.where(levels.notna(), "").to_numpy(object)
    return result


def _peers(old: Benchmark, new: Benchmark, index: pd.MultiIndex) -> NDArray[np.object_]:
    import pandas as pd

    found = []
    for side in (new, old):
        names = np.array([*side.groups.names, ""], object)[side.groups.codes]
        found.append(pd.Series(names, side.assessment.table.index).reindex(index))
    result: NDArray[np.object_] = found[0].where(found[0].notna(), found[1]).to_numpy(object)
    return result


def _summary(table: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    lines = []
    for (period, peers, node), part in table.groupby(["period", "peers", "node"], sort=False):
        scored = part["score_change"].notna().any()
        change = part["score_change" if scored else "value_change"].to_numpy(np.float64)
        size = np.where(np.isnan(change), -1.0, np.abs(change))
        largest = int(size.argmax())
        some = size[largest] > 0
        old, new = part["rank_old"].to_numpy(np.float64), part["rank_new"].to_numpy(np.float64)
        counts = {
            f"{name}s": int(
                differs(part[f"{name}_old"].to_numpy(np.float64), part[f"{name}_new"].to_numpy(np.float64)).sum()
            )
            for name in ("value", "score", "rank")
        }
        lines.append(
            {
                "node": node,
                "kind": part["kind"].iloc[0],
                "period": period,
                "peers": peers,
                "entities": len(part),
                **counts,
                "levels": int((part["level_old"] != part["level_new"]).sum()),
                "largest_change": change[largest] if some else np.nan,
                "largest_entity": str(part["entity"].iloc[largest]) if some else "",
                "spearman": spearman(old, new),
                "kendall": kendall(old, new),
            }
        )
    return pd.DataFrame(lines)
