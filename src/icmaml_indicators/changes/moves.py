"""The same data under both versions: whose values, scores, ranks and levels move, and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..benchmarks import Bands
from ..data.files.deliveries import take_deliveries
from ..data.keys.roles import ROLES
from ..data.parsing.columns import fold_text
from ..results import Assessment, Benchmark, benchmark, score
from ..specs import Program
from ..tables.interchange import Tabular
from ..tables.reading import FileOptions
from ..transforms.correlations import kendall, spearman
from .program_diff import ProgramDiff

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
# Figures nearer than that, as a share of themselves, are the same figure computed in another order.
TOLERANCE = 1e-9
FIGURES = ("value", "score", "rank")


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
        (how many of each moved), largest_change (of the score, or of the value where no score moved),
        largest_entity, spearman and kendall (of the ranks before and now).
    """

    table: pd.DataFrame
    summary: pd.DataFrame


def measure_moves(
    program: ProgramDiff,
    data: Tabular | str | Path | Sequence[str | Path],
    *,
    peers: str | Bands | Mapping[str, Sequence[str]] | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
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
    columns, encoding, sheet, **options
        As `score` takes them.
    """
    assert program.old is not None
    assert program.new is not None
    now = program.variables | program.nodes
    was = {name: before for before, name in now.items()}
    sides, file = [], FileOptions(encoding, sheet)
    for spec, renamed in ((program.old, was), (program.new, now)):
        deliveries = take_deliveries(spec, data, file)
        tables = [
            replace(each, frame=rename_to_program(spec, each.frame, renamed, columns or {}))
            for each in deliveries.tables
        ]
        sides.append(benchmark(score(spec, replace(deliveries, tables=tables), columns=columns, **options), peers))
    return side_by_side(sides[0], sides[1], program.nodes)


def rename_to_program(
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
    return _Sides(old, new, nodes).moves()


def differs(a: Floats, b: Floats) -> NDArray[np.bool_]:
    """Return where two figures are not the same: by more than a rounding, or one of them absent."""
    with np.errstate(invalid="ignore"):
        apart = np.abs(a - b) > TOLERANCE * np.maximum(np.abs(a), np.abs(b))
    result: NDArray[np.bool_] = apart | (np.isnan(a) != np.isnan(b))
    return result


class _Sides:
    """Both versions as arrays of shape (rows, nodes), the same rows and nodes on either side."""

    def __init__(self, old: Benchmark, new: Benchmark, nodes: Mapping[str, str]) -> None:
        was = {now: name for name, now in nodes.items()}
        program, before = new.assessment.program, old.assessment.program
        self.names = [*program.nodes, *(name for name in before.nodes if name not in nodes)]
        here = [
            name if name in program.nodes and number < len(program.nodes) else ""
            for number, name in enumerate(self.names)
        ]
        self.was = [was.get(name, "") if name else gone for name, gone in zip(here, self.names, strict=True)]
        self.index = new.assessment.values.index.union(old.assessment.values.index)
        self.kinds = [
            "indicator" if (program.nodes[name] if name else before.nodes[gone]).is_indicator else "group"
            for name, gone in zip(here, self.names, strict=True)
        ]
        self.old, self.new = _figures(old, self.index, self.was), _figures(new, self.index, here)
        self.peers = _peers(old, new, self.index)
        self.moved = {name: differs(self.old[name], self.new[name]) for name in FIGURES}
        self.moved["level"] = np.asarray(self.old["level"] != self.new["level"], bool)

    def moves(self) -> Moves:
        import pandas as pd

        count, rows = len(self.names), len(self.index)
        row, column = np.repeat(np.arange(rows), count), np.tile(np.arange(count), rows)
        frame: dict[str, Any] = {
            "entity": _words(self.index.get_level_values(0).to_numpy(object), row),
            "period": _words(self.index.get_level_values(1).to_numpy(object), row),
            "peers": _words(self.peers, row),
            "node": _words(self.names, column),
            "was": _words(self.was, column),
            "kind": _words(self.kinds, column),
        }
        for name in FIGURES:
            a, b = self.old[name].ravel(), self.new[name].ravel()
            frame |= {f"{name}_old": a, f"{name}_new": b, f"{name}_change": b - a}
        for side, figures in (("old", self.old), ("new", self.new)):
            frame[f"level_{side}"] = _words(*np.unique(figures["level"].ravel().astype(str), return_inverse=True))
        frame["moved"] = np.logical_or.reduce([*self.moved.values()]).ravel()
        return Moves(pd.DataFrame(frame), self.summary())

    def summary(self) -> pd.DataFrame:
        import pandas as pd

        periods = self.index.get_level_values(1).to_numpy(object)
        cells: dict[tuple[str, str], list[int]] = {}
        for number, key in enumerate(zip(periods, self.peers, strict=True)):
            cells.setdefault(key, []).append(number)
        lines = [line for key in sorted(cells) for line in self.cell(key, np.array(cells[key]))]
        return pd.DataFrame(lines)

    def cell(self, key: tuple[str, str], rows: NDArray[np.intp]) -> Iterator[dict[str, Any]]:
        """Yield one line a node for the rows of one period and peer group."""
        entities = self.index.get_level_values(0).to_numpy(object)[rows]
        counts = {name: moved[rows].sum(axis=0) for name, moved in self.moved.items()}
        for node, name in enumerate(self.names):
            figure = "score" if counts["score"][node] else "value"
            change = self.new[figure][rows, node] - self.old[figure][rows, node]
            size = np.where(np.isnan(change), -1.0, np.abs(change))
            most = int(size.argmax())
            some = bool(counts[figure][node]) and size[most] > 0
            old, new = self.old["rank"][rows, node], self.new["rank"][rows, node]
            yield {
                "node": name,
                "kind": self.kinds[node],
                "period": key[0],
                "peers": key[1],
                "entities": len(rows),
                **{f"{part}s": int(counts[part][node]) for part in (*FIGURES, "level")},
                "largest_change": float(change[most]) if some else float("nan"),
                "largest_entity": str(entities[most]) if some else "",
                "spearman": spearman(old, new),
                "kendall": kendall(old, new),
            }


def _words(texts: Sequence[str] | NDArray[Any], codes: NDArray[np.intp]) -> Any:
    """Return a column of texts: each text is made once and taken by its place."""
    import pandas as pd

    return pd.Series(list(texts), dtype="str").array.take(codes)


def _figures(found: Benchmark, index: pd.MultiIndex, names: list[str]) -> dict[str, NDArray[Any]]:
    """Return value, score, rank and level, each of shape (rows, nodes); a node without name has none."""
    import pandas as pd

    assessment: Assessment = found.assessment
    ranks = pd.DataFrame(found._comparison.rank_array.T, index=assessment.values.index, columns=found.subjects)
    tables = {"value": assessment.values, "score": assessment.scores, "rank": ranks}
    result: dict[str, NDArray[Any]] = {
        name: frame.reindex(index=index, columns=names).to_numpy(np.float64) for name, frame in tables.items()
    }
    result["level"] = np.full((len(index), len(names)), "", object)
    for name in assessment.levels.columns:
        if name in names:
            column = assessment.levels[name].reindex(index)
            result["level"][:, names.index(name)] = column.where(column.notna(), "").to_numpy(object)
    return result


def _peers(old: Benchmark, new: Benchmark, index: pd.MultiIndex) -> NDArray[np.object_]:
    import pandas as pd

    found = []
    for side in (new, old):
        groups = side._comparison.groups
        names = np.array([*groups.names, ""], object)[groups.codes]
        found.append(pd.Series(names, side.assessment.values.index).reindex(index))
    result: NDArray[np.object_] = found[0].where(found[0].notna(), found[1]).to_numpy(object)
    return result
