"""What two evaluators agreed on where they differed, read into their answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..data.files.tables import take_frame
from ..data.keys.key_columns import read_keys
from ..data.keys.roles import ReadOptions, find_roles
from ..data.keys.written_periods import PeriodRules
from ..data.model.findings import FindingLog
from ..errors import DataError, UnknownNameError
from ..specs import Program
from ..tables.interchange import Tabular
from ..tables.vocabulary import VARIABLE
from .register import read_date, read_lines, read_text, write_date

if TYPE_CHECKING:
    import pandas as pd

_KEYS = ("entity", "period", "criterion")
_SETTLED: dict[str, tuple[str, ...]] = {
    "criterion": VARIABLE,
    "agreed": ("agreed", "acordada", "respuesta_acordada"),
    "by": ("by", "por", "quien", "acordo"),
    "on": ("on", "el", "fecha", "cuando"),
}


def fill_agreed(
    answers: pd.DataFrame, source: Tabular | str | Path, program: Program, options: Mapping[str, Any]
) -> None:
    """Put what was agreed into the lines in which the evaluators differ.

    Raises
    ------
    DataError, UnknownNameError
        As `agreement`.
    """
    frame = take_frame(source)
    lines = read_lines(frame, _SETTLED, ("criterion", "agreed"))
    told = [number for number, given in enumerate(lines) if given["agreed"]]
    if not told:
        return
    line_of = {key: line for line, key in enumerate(zip(*(answers[name] for name in _KEYS), strict=True))}
    criteria = [leaf.id for leaf in program.criteria]
    for number, (entity, period) in zip(told, _name_lines(frame.iloc[told], program, options), strict=True):
        given = lines[number]
        key = (entity, period, given["criterion"])
        if key[2] not in criteria:
            raise UnknownNameError("criterion", key[2], criteria)
        if key not in line_of:
            valid = sorted({" ".join(known[:2]) for known in line_of})
            raise UnknownNameError("entity", f"{entity} {period}".strip(), valid)
        line = line_of[key]
        if answers.loc[line, "agrees"]:
            if given["agreed"] not in answers.loc[line, ["first", "given_first", "given_second"]].tolist():
                raise DataError("IND730", entity=key[0], criterion=key[2], both=answers.loc[line, "first"])
            continue
        when = read_date(given["on"], key[2])
        answers.loc[line, ["agreed", "by", "on"]] = [given["agreed"], given["by"], write_date(when)]


def _name_lines(frame: pd.DataFrame, program: Program, options: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return entity and period of each line, read as in data; the text in the place of a key that is none."""
    reading = ReadOptions({}, options.get("period"), catalogue=options.get("catalogue"))
    roles, rules = find_roles(program, frame, reading), PeriodRules(options.get("periods") or {})
    keys = read_keys(program, frame, roles, reading, rules, FindingLog())
    return [
        (str(keys.entity_ids[keys.entity_codes[row]]), str(keys.points[keys.period_codes[row]]))
        if row >= 0
        else (read_text(given), "")
        for row, given in zip(keys.row.tolist(), frame[roles["entity"]], strict=True)
    ]
