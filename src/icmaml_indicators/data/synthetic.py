"""A data table from figures that a spec gives itself, without pandas: examples, samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..formulas.reasons import NOT_APPLICABLE, NOT_REPORTED, REASON_NAMES, REJECTED
from ..specs import Program
from ..specs.checks.example_inputs import ExampleInputs
from ..specs.model.periods import PER_YEAR, PeriodPoint, read_period
from .cut_variables import cut_variables
from .model.table import DataTable, Sources

# The year that examples stand in where they name no period.
_YEAR = 2000


@dataclass(frozen=True, slots=True)
class SyntheticEntity:
    """What one made-up entity hands in, in a period and the period before."""

    now: ExampleInputs
    before: ExampleInputs | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class SyntheticTable:
    """A table of made-up entities, and the row in which each of them stands now.

    Attributes
    ----------
    rows : integer array, shape (entities,)
    earlier_rows : integer array, shape (entities,)
        The row of the period before, -1 where there is none.
    """

    table: DataTable
    rows: NDArray[np.intp]
    earlier_rows: NDArray[np.intp]


@dataclass(slots=True)
class _Rows:
    entity: list[int] = field(default_factory=list)
    point: list[PeriodPoint] = field(default_factory=list)
    given: list[ExampleInputs] = field(default_factory=list)


def build_synthetic_table(program: Program, entities: Sequence[SyntheticEntity]) -> SyntheticTable:
    """Return the table of entities that hand in what is given, each scored by itself."""
    lines, rows, earlier = _Rows(), [], []
    for number, entity in enumerate(entities):
        now = _point(program, entity.period)
        steps = [(now.back(program.period.step), entity.before), (now, entity.now)]
        earlier.append(len(lines.entity) if entity.before is not None else -1)
        for point, given in steps:
            if given is not None:
                lines.entity.append(number)
                lines.point.append(point)
                lines.given.append(given)
        rows.append(len(lines.entity) - 1)
    points = sorted(set(lines.point), key=lambda point: point.sort_key)
    code = {point: number for number, point in enumerate(points)}
    labels = tuple(sorted({text for given in lines.given for text in given.texts.values()}))
    values, reasons = _matrices(program, lines.given, labels)
    evidence = np.ones((len(program.criteria), len(lines.given)), np.bool_)
    published, scores = _published(program, lines.given)
    place = {leaf.id: number for number, leaf in enumerate(program.criteria)}
    for row, given in enumerate(lines.given):
        for name in given.unproven:
            evidence[place[name], row] = False
    nothing: Any = None  # no input to find the way back to, no attributes
    table = DataTable(
        tuple(variable.id for variable in program.inputs),
        values,
        reasons,
        np.array([f"{number:06d}" for number in range(len(entities))], object),
        points,
        np.array(lines.entity, np.intp),
        np.array([code[point] for point in lines.point], np.intp),
        nothing,
        Sources(nothing, "wide", np.full(len(lines.given), -1, np.intp), {}),
        published,
        published_scores=scores,
        evidence=evidence,
        labels=labels,
    )
    cut_variables(program, table)
    return SyntheticTable(table, np.array(rows, np.intp), np.array(earlier, np.intp))


def _point(program: Program, period: str | None) -> PeriodPoint:
    frequency = program.period.frequency[0]
    found = read_period(period, frequency).point if period is not None else None
    # The last period of its year, so that the one before it lies in the same year.
    return found or PeriodPoint(frequency, (_YEAR + 1) * PER_YEAR[frequency] - 1)


def _matrices(
    program: Program, given: Sequence[ExampleInputs], labels: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    shape = (len(program.inputs), len(given))
    values, reasons = np.full(shape, np.nan), np.full(shape, NOT_REPORTED, np.uint8)
    place = {variable.id: number for number, variable in enumerate(program.inputs)}
    for row, settled in enumerate(given):
        for name, figure in settled.inputs.items():
            if isinstance(figure, str):
                reasons[place[name], row] = REASON_NAMES.index(figure)
            else:
                values[place[name], row], reasons[place[name], row] = figure, 0
        for name, text in settled.texts.items():
            values[place[name], row], reasons[place[name], row] = labels.index(text), 0
    for leaf in program.criteria:
        if leaf.criterion is not None and leaf.criterion.not_applicable == "refused":
            why = reasons[place[leaf.id]]
            why[why == NOT_APPLICABLE] = REJECTED
    return values, reasons


def _published(
    program: Program, given: Sequence[ExampleInputs]
) -> tuple[NDArray[np.float64] | None, dict[str, NDArray[np.float64]]]:
    """Return values given to indicators themselves, and scores given to nodes."""
    leaves = {leaf.id: number for number, leaf in enumerate(program.indicators)}
    values = np.full((len(leaves), len(given)), np.nan) if any(each.published for each in given) else None
    named = {name for each in given for name in each.published_scores}
    scores = {name: np.full(len(given), np.nan) for name in sorted(named)}
    for row, each in enumerate(given):
        for name, figure in each.published.items():
            assert values is not None
            values[leaves[name], row] = figure
        for name, figure in each.published_scores.items():
            scores[name][row] = figure
    return values, scores
