"""Rows of a table that nobody handed in: those of entities whose figures are made of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ..formulas.reasons import NOT_REPORTED
from ..specs import Program
from ..specs.model.periods import PeriodPoint
from .model.findings import FindingLog
from .model.table import DataTable, Sources

Rows = NDArray[np.intp]
Kind = TypeVar("Kind", bound=np.generic)


def empty_table(program: Program) -> DataTable:
    """Return a table without rows."""
    import pandas as pd

    names = tuple(variable.id for variable in program.inputs)
    none, texts = np.empty(0, np.intp), np.empty(0, object)
    shape = (len(names), 0)
    sources = Sources(pd.DataFrame(), "wide", none, {})
    frame = pd.DataFrame(index=pd.RangeIndex(0))
    return DataTable(names, np.empty(shape), np.empty(shape, np.uint8), texts, [], none, none, frame, sources)


def add_rows(table: DataTable, entities: Sequence[str], points: Sequence[PeriodPoint]) -> tuple[DataTable, Rows]:
    """Return the table with a row for each entity and period, where it has none, and the place of each.

    Parameters
    ----------
    entities, points
        Key and period of each row that is wanted; nothing is reported of those that are new.
    """
    names = np.array(sorted({*table.entity_ids, *entities}), object)
    times = sorted({*table.points, *points}, key=lambda point: point.sort_key)
    name, time = ({each: place for place, each in enumerate(found)} for found in (names, times))
    own_names = np.array([name[each] for each in table.entity_ids], np.intp)
    own_times = np.array([time[each] for each in table.points], np.intp)
    old = own_names[table.entity_codes] * len(times) + own_times[table.period_codes]
    asked = np.array([name[who] * len(times) + time[when] for who, when in zip(entities, points, strict=True)], np.intp)
    cells = np.union1d(old, asked)
    place, rows = np.searchsorted(cells, old), len(cells)

    def spread(figures: NDArray[Kind], fill: float) -> NDArray[Kind]:
        found = np.full((*figures.shape[:-1], rows), fill, figures.dtype)
        found[..., place] = figures
        return found

    findings = table.findings.map_rows(place)
    findings.batches[:0] = [batch for batch in table.findings.batches if batch.rows is None]
    attributes = table.attributes.set_axis(place).reindex(range(rows))
    for column in attributes:
        if attributes[column].dtype.kind == "O":
            attributes[column] = attributes[column].fillna("")
    found = replace(
        table,
        values=spread(table.values, np.nan),
        reasons=spread(table.reasons, NOT_REPORTED),
        entity_ids=names,
        points=times,
        entity_codes=(cells // len(times)).astype(np.intp),
        period_codes=(cells % len(times)).astype(np.intp),
        attributes=attributes,
        sources=table.sources.spread_rows(place, rows),
        published=None if table.published is None else spread(table.published, np.nan),
        findings=findings,
        published_scores={key: spread(figures, np.nan) for key, figures in table.published_scores.items()},
        evidence=None if table.evidence is None else spread(table.evidence, 0),
        halves={key: spread(figures, 0.0) for key, figures in table.halves.items()},
    )
    return found, np.searchsorted(cells, asked)


def put_figures(
    table: DataTable, name: str, rows: Rows, values: NDArray[np.float64], reasons: NDArray[np.uint8]
) -> None:
    """Put figures that were made of others where nobody reports any; elsewhere the variable stays absent."""
    line = table.variables.index(name)
    if name in table.sources.columns:
        table.findings.column("IND533", name)
        table.sources.drop_variable(name)
    table.values[line], table.reasons[line] = np.nan, NOT_REPORTED
    table.values[line, rows], table.reasons[line, rows] = values, reasons
    table.findings = FindingLog(
        [each for each in table.findings.batches if (each.code, each.subject) != ("IND407", name)]
    )
