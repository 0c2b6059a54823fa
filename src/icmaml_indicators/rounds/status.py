"""Who has handed in, and whether it is complete and sound: one line a municipality."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from ..data.model.table import FileSources
from ..formulas.reasons import NOT_REPORTED, NOT_VERIFIED
from ..results import Assessment
from .register import Receipt, write_date

if TYPE_CHECKING:
    import pandas as pd

State = Literal["not_received", "errors", "incomplete", "ready"]
_COLUMNS = (
    *("entity", "name", "state", "expected", "files", "received", "asked", "answered"),
    *("errors", "warnings"),
)
STATES: tuple[State, ...] = get_args(State)


def status_table(
    assessment: Assessment,
    period: str,
    expected: Mapping[str, str],
    receipts: Mapping[str, Receipt],
    refused: Sequence[str],
    least_share: float,
) -> pd.DataFrame:
    """Return what each municipality has handed in for a period.

    Parameters
    ----------
    assessment
        Of the files in force.
    period
        The period that is being closed.
    expected
        Names by key of those that are to hand in.
    receipts
        What is known of each file.
    refused
        The files in force that cannot be read.
    least_share
        The share of inputs that must be reported, or said not to apply, 0 to 1.
    """
    import pandas as pd

    table = assessment._scored.table
    rows = {str(table.entities[row]): row for row in np.flatnonzero(table.periods == period).tolist()}
    files = _files_of(assessment, period)
    for file in refused:
        owner = receipts[file].entity or _named_in(file, expected)
        if owner:
            files[owner].append(file)
    asked = [number for number, each in enumerate(assessment.program.inputs) if each.is_handed_in]
    grave = _count_findings(assessment, period)
    names = assessment.attributes.get("name")
    lines = []
    for entity in dict.fromkeys([*expected, *rows, *files]):
        row = rows.get(entity)
        reasons = table.reasons[asked, row] if row is not None else np.full(len(asked), NOT_REPORTED)
        answered = int((~np.isin(reasons, [NOT_REPORTED, NOT_VERIFIED])).sum())
        own, bad = files.get(entity, []), [file for file in files.get(entity, []) if file in refused]
        errors = grave["error"].get(entity, 0) + len(bad)
        dates = [receipt.received for file in own if (receipt := receipts[file]).received is not None]
        name = str(names.iloc[row]) if row is not None and names is not None else ""
        lines.append(
            {
                "entity": entity,
                "name": name or expected.get(entity, ""),
                "state": _state(bool(own) or row is not None, errors, answered, least_share * len(asked)),
                "expected": entity in expected,
                "files": ", ".join(own),
                "received": write_date(max(dates, default=None)),
                "asked": len(asked),
                "answered": answered,
                "errors": errors,
                "warnings": grave["warning"].get(entity, 0),
            }
        )
    return pd.DataFrame(lines, columns=list(_COLUMNS))


def _state(is_received: bool, errors: int, answered: int, needed: float) -> State:
    if not is_received:
        return "not_received"
    if errors:
        return "errors"
    return "ready" if answered >= needed else "incomplete"


def _files_of(assessment: Assessment, period: str) -> defaultdict[str, list[str]]:
    """Return the files that hold something of each municipality in a period."""
    table, found = assessment._scored.table, defaultdict[str, list[str]](list)
    here = table.periods == period
    assert isinstance(table.sources, FileSources)
    for file, rows in table.sources.rows.items():
        for row in np.flatnonzero(here & (rows >= 0)).tolist():
            found[str(table.entities[row])].append(file)
    return found


def _named_in(file: str, expected: Mapping[str, str]) -> str:
    """Return the key that stands as a word in the name of a file; empty text where none does."""
    words = re.split(r"[^0-9A-Za-z]+", file)
    return next((key for key in expected if key in words), "")


def _count_findings(assessment: Assessment, period: str) -> dict[str, dict[str, int]]:
    """Return how many findings of each severity concern each municipality in a period."""
    found = assessment.findings
    found = found[found["period"].isin([period, ""]) & (found["entity"] != "")]
    counts = found.groupby(["severity", "entity"]).size()
    return {
        severity: counts[severity].to_dict() if severity in counts.index.get_level_values(0) else {}
        for severity in ("error", "warning")
    }
