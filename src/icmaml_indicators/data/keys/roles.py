"""Which columns of a table say who, when and what."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...diagnostics import nearest
from ...errors import DataError
from ...geography import COUNTRIES, Catalogue, Country
from ...specs import Program
from ...tables.frames import plain_text
from ...tables.headings import find_columns, find_near_column, fold_columns, list_headings
from ...tables.vocabulary import (
    ENTITY,
    KEY,
    MUNICIPALITY_KEY,
    MUNICIPALITY_NAME,
    NAME,
    PERHAPS_KEY,
    PERIOD,
    STATE_KEY,
    STATE_NAME,
    UNIT_CODE,
    UNIT_NAME,
    UNIT_TIME,
    VARIABLE,
    WHOLE_KEY,
)
from ..parsing.columns import Labels, factorise
from ..parsing.numbers import DecimalMark
from .written_periods import PeriodRules, find_period_columns

if TYPE_CHECKING:
    import pandas as pd

# role -> column names taken for it, in their usual form; the first is the canonical one
ROLES: dict[str, tuple[str, ...]] = {
    "entity": (*ENTITY, *UNIT_CODE, *KEY, *WHOLE_KEY, *MUNICIPALITY_KEY, "cve"),
    "period": (*PERIOD, *UNIT_TIME),
    "name": (*NAME, *MUNICIPALITY_NAME, *UNIT_NAME),
    "state": ("state", "estado", *STATE_KEY, *STATE_NAME),
    "variable": VARIABLE,
    "value": ("value", "valor", "answer", "respuesta"),
    "evidence": ("evidence", "evidencia"),
    "note": ("note", "nota"),
}
# Columns that mean something only beside an answer or a figure in the long layout.
_BESIDE_ANSWERS = ("evidence", "note")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read the data: roles of columns, the period when no column gives it, the decimal mark.

    Attributes
    ----------
    periods
        Rules for periods as they are written; see `PeriodRules`.
    years
        What columns hold whose headings are periods: ``variable``, or the id of a variable.
    labels
        Numbers the texts of categories that take any.
    """

    columns: Mapping[str, str]
    period: str | None = None
    decimal: DecimalMark | None = None
    catalogue: Catalogue | None = None
    periods: Mapping[str, str] = field(default_factory=dict)
    years: str | None = None
    labels: Labels = field(default_factory=Labels, compare=False)


def find_roles(program: Program, frame: pd.DataFrame, options: ReadOptions) -> dict[str, Any]:
    """Return the column that plays each role.

    Raises
    ------
    DataError
        When there is no entity column, or no period.
    """
    folded = fold_columns(frame.columns)
    figures = (*program.variable_by_id, *(leaf.id for leaf in program.indicators), *program.headings)
    own = {folded[name] for name in figures if name in folded}
    chosen = {role: column for role, column in options.columns.items() if role in ROLES}
    # Beside a period that is said, a year is an attribute.
    country = COUNTRIES[program.entity.country]
    own_words = {"state": country.state_headings, "name": country.municipality_headings}
    names = ROLES | {role: (*ROLES[role], *words) for role, words in own_words.items()}
    names |= {} if options.period is None else {"period": PERIOD[:2]}
    roles = find_columns(frame.columns, names, chosen, own)
    if not {"variable", "value"} <= roles.keys():
        for role in _BESIDE_ANSWERS:
            roles.pop(role, None)
    ids = {*program.variable_by_id, *program.nodes}
    for role, column in options.columns.items():
        if role not in ROLES and role not in ids:
            raise DataError("IND511", nearest(role, (*ROLES, *ids)), role=role, valid=", ".join(ROLES))
        if role in ids and "variable" not in roles and column not in frame.columns:
            raise DataError("IND510", nearest(column, [str(c) for c in frame.columns]), column=column)
    if "entity" not in roles and program.entity.type == "municipality":
        _take_numbered_municipalities(frame, roles, country, own)
    # Without keys, names stand in for them where they can be looked up.
    named = {"municipality": "name" if options.catalogue is not None else "", "state": "state"}
    if "entity" not in roles and named.get(program.entity.type) in roles:
        roles["entity"] = roles[named[program.entity.type]]
    if "period" not in roles and options.period is None:
        periods = find_period_columns(frame.columns, program.period.frequency, PeriodRules(options.periods))
        if periods:
            raise DataError("IND582", found=list_headings(periods))
    for role, code in (("entity", "IND512"), ("period", "IND513")):
        if role not in roles and not (role == "period" and options.period is not None):
            near = find_near_column(frame.columns, ROLES[role])
            raise DataError(code, near, valid=", ".join(ROLES[role]), found=list_headings(frame.columns))
    return roles


def _take_numbered_municipalities(
    frame: pd.DataFrame, roles: dict[str, Any], country: Country, own: Container[Any]
) -> None:
    """Let *Municipio* be the key where it holds digits: whole keys, or those that the state beside them completes."""
    for word in (*PERHAPS_KEY, *country.municipality_headings):
        column = find_columns(frame.columns, {"entity": (word,)}, but=own).get("entity")
        cells = [] if column is None else factorise(frame[column])[1]
        texts = [text for cell in cells if (text := plain_text(cell).strip().removesuffix(".0"))]
        digits = bool(texts) and all(text.isascii() and text.isdigit() for text in texts)
        if digits and ("state" in roles or max(map(len, texts)) > country.municipality_digits):
            roles["entity"] = column
            if roles.get("name") == column:
                del roles["name"]
            return
