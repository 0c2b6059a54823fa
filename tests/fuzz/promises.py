"""What must hold of whatever comes back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

import icmaml_indicators as icma

MOST_OF_A_REPR = 2000


class BrokenPromiseError(Exception):
    """Something that the library promises does not hold; the message says what."""


def demand(holds: object, what: str) -> None:
    """Raise where a promise does not hold."""
    if not holds:
        raise BrokenPromiseError(what)


def check_repr(*things: object) -> None:
    """Demand a short ``repr``."""
    for thing in things:
        length = len(repr(thing))
        demand(length <= MOST_OF_A_REPR, f"repr of {type(thing).__name__} has {length} characters")


def check_places(diagnostics: Iterable[Any], texts: Mapping[str, str]) -> None:
    """Demand that every diagnostic stands within its file and has words in both languages."""
    for found in diagnostics:
        place = found.place
        demand(found.message("es") and found.message("en"), f"{found.code} says nothing")
        lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", texts.get(place.file, ""))
        if place.file not in texts:
            continue
        demand(1 <= place.line <= len(lines), f"{found.code} at line {place.line} of {len(lines)}")
        width = len(lines[place.line - 1])
        demand(1 <= place.column <= width + 1, f"{found.code} at column {place.column} of {width}, line {place.line}")
        demand(place.length >= 1, f"{found.code} spans {place.length} characters")


def check_assessment(found: icma.Assessment) -> None:
    """Demand that every figure is finite or has a reason, and that what goes with it is in its limits."""
    for kind, figures, reasons in (
        ("value", found.values, found.reasons),
        ("score", found.scores, found.score_reasons),
    ):
        numbers, why = figures.to_numpy(float), reasons.to_numpy(object) != ""
        demand(not np.isinf(numbers).any(), f"a {kind} is infinite")
        odd = np.isnan(numbers) != why
        if odd.any():
            row, column = (int(place[0]) for place in np.nonzero(odd))
            reason = reasons.iloc[row, column]
            demand(False, f"{kind} of {figures.columns[column]} is {numbers[row, column]} for reason `{reason}`")
    coverage, scores = found.coverage.to_numpy(float), found.scores.to_numpy(float)
    demand(((coverage >= 0) & (coverage <= 1 + 1e-9)).all(), "coverage is not between 0 and 1")
    low, high = found.lowest.to_numpy(float), found.highest.to_numpy(float)
    demand(not (low > high + 1e-9 * np.maximum(1, np.abs(high))).any(), "the least score is above the greatest")
    demand(found.scores.index.is_unique, "an entity stands twice in one period")
    demand(set(found.findings["severity"]) <= {"error", "warning", "info"}, "a finding has another severity")
    demand(not found.findings["message"].eq("").any(), "a finding says nothing")
    demand(scores.shape == coverage.shape, "scores and coverage differ in shape")
    check_repr(found, found.program)


def check_tables(tables: Sequence[pd.DataFrame]) -> None:
    """Demand that no figure of a table is infinite."""
    for table in tables:
        for name, column in table.items():
            if pd.api.types.is_float_dtype(column):
                demand(not np.isinf(column.to_numpy(float)).any(), f"column {name} holds an infinite figure")
