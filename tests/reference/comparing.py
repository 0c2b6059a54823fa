"""The library held against the reference, over the same program and rows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

import icmaml_indicators as icma
from tests.reference.figures import Absent
from tests.reference.scorer import Reference, Row, Scored

WORDS = {"not_reported": "", "not_applicable": "n.a.", "not_verified": "n/v"}


def frame(rows: Sequence[Row]) -> pd.DataFrame:
    """Return rows as a municipality hands them in: a wide table of text."""
    lines = []
    for row in rows:
        line = {"entity": row.entity, "period": row.period}
        line |= {name: _text(cell) for name, cell in row.cells.items()}
        line |= {f"{name}.evidence": "folio 1" for name in sorted(row.proofs)}
        line |= {name: _text(figure) for name, figure in row.published.items()}
        lines.append(line)
    return pd.DataFrame(lines).fillna("")


def _text(cell: Any) -> str:
    if isinstance(cell, Absent):
        return WORDS[cell.reason]
    return cell if isinstance(cell, str) else f"{float(cell):g}"


def differences(
    reference: Reference, rows: Sequence[Row], wanted: Sequence[Scored], found: icma.Assessment
) -> Iterator[str]:
    """Yield where the library and the reference part, a line each."""
    values, reasons = _cells(found.values), _cells(found.reasons)
    scores, why, coverage = _cells(found.scores), _cells(found.score_reasons), _cells(found.coverage)
    lowest, highest, named = _cells(found.lowest), _cells(found.highest), _cells(found.levels)
    possible = _cells(found.possible_levels) if len(found.levels.columns) else {}
    attained = dict(
        zip(map(tuple, found.attainment.iloc[:, :3].to_numpy()), found.attainment["attainment"], strict=True)
    )
    for row, scored in zip(rows, wanted, strict=True):
        key = (row.entity, row.period)
        for name, value in scored.values.items():
            number = _number(reference, name, value)
            yield from _figure(f"value of {name} at {key}", number, values[name][key], reasons[name][key])
        for name, outcome in scored.outcomes.items():
            where = f"of {name} at {key}"
            yield from _figure(f"score {where}", outcome.score, scores[name][key], why[name][key])
            yield from _close(f"coverage {where}", outcome.coverage, coverage[name][key])
            ends = (outcome.lowest, outcome.highest)
            ends = tuple(sorted(ends)) if None not in ends else ends
            yield from _close(f"lowest {where}", ends[0], lowest[name][key])
            yield from _close(f"highest {where}", ends[-1], highest[name][key])
            closed = None not in ends
            if reference.nodes[name].spec.get("levels"):
                places = (outcome.level, outcome.level_lowest, outcome.level_highest)[: 3 if closed else 1]
                given = (named[name][key], possible[name, "lowest"][key], possible[name, "highest"][key])[: len(places)]
                yield from _levels(where, reference.nodes[name].spec["levels"], places, given)
        for name, figure in scored.attainments.items():
            number = None if isinstance(figure, Absent) else figure
            yield from _close(f"attainment of {name} at {key}", number, attained[(*key, name)])


def _cells(table: pd.DataFrame) -> dict[Any, dict[Any, Any]]:
    """Return the cells of a table by column and row: many single looks at a frame take long."""
    keys = list(table.index)
    return {name: dict(zip(keys, table.iloc[:, place].tolist(), strict=True)) for place, name in enumerate(table)}


def _number(reference: Reference, name: str, value: Any) -> Any:
    """Return an answer as its place among the options."""
    if not isinstance(value, str):
        return value
    kind = reference.nodes[name].kind
    assert kind is not None
    return Fraction([option["id"] for option in kind["options"]].index(value))


def _figure(what: str, wanted: Any, given: float, reason: str) -> Iterator[str]:
    if isinstance(wanted, Absent):
        if reason != wanted.reason or not np.isnan(given):
            yield f"{what}: {given} {reason or '(present)'}, should be {wanted.reason}"
    elif reason:
        yield f"{what}: {reason}, should be {float(wanted)}"
    else:
        yield from _close(what, wanted, given)


def _close(what: str, wanted: Any, given: float) -> Iterator[str]:
    number = math.nan if wanted is None else float(wanted)
    same = np.isnan(given) if np.isnan(number) else math.isclose(number, given, rel_tol=1e-9, abs_tol=1e-9)
    if not same:
        yield f"{what}: {given}, should be {number}"


def _levels(where: str, levels: Sequence[Any], places: Sequence[int | None], given: Sequence[Any]) -> Iterator[str]:
    for side, place, found in zip(("level", "lowest level", "highest level"), places, given, strict=False):
        wanted = None if place is None else levels[place]["id"]
        if (None if pd.isna(found) else found) != wanted:
            yield f"{side} {where}: {found}, should be {wanted}"
