"""Who: the entity column of a table, keys padded, names of municipalities and states taken for their keys."""

from __future__ import annotations

import numbers
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...geography import COUNTRIES, Catalogue, Country, state_key
from ...specs import Program
from ...tables.frames import plain_text
from ..model.findings import FindingLog
from ..parsing.columns import factorise
from .known_keys import MOST_TOLD, is_total, report_keys, report_name_mismatches, resolve_keys

if TYPE_CHECKING:
    import pandas as pd

_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Entities:
    """Who the lines of a table are about.

    Attributes
    ----------
    codes : integer array, shape (lines,)
        -1 where nothing is given.
    ids
        The id of each code. Several codes may share an id: a municipality given now by key, now by name.
    totals : bool array, shape (codes,)
        Whether a code is no entity but the sum or the mean of some.
    """

    codes: NDArray[np.intp]
    ids: list[str]
    totals: NDArray[np.bool_]


def read_entities(
    program: Program, frame: pd.DataFrame, roles: dict[str, Any], catalogue: Catalogue | None, findings: FindingLog
) -> Entities:
    """Return the entity of each line.

    Parameters
    ----------
    roles
        Columns by role. The state beside a key tells namesakes apart, completes the three digits of INEGI's
        ``CVE_MUN``, and is what a whole key is held against; with a catalogue, so is the name.
    catalogue
        Where names of municipalities are looked up; without one they stay as they are. States need none.
    """
    country = COUNTRIES[program.entity.country]
    column, width = frame[roles["entity"]], program.entity.key_digits
    codes, found = factorise(column)
    given = [_text(value) for value in found]
    if width is None:
        return Entities(codes, given, np.zeros(len(given), np.bool_))
    given = [_without_decimal(text) for text in given]
    name, settled = str(column.name), set[str]()
    codes, given, told = _with_states(codes, given, _states_beside(program, frame, roles), country)
    if program.entity.type == "municipality":
        given = _complete(given, told, country, name, findings)
        if catalogue is not None:
            given, settled = _resolve(given, told, catalogue, name, findings)
    else:
        given = [_state(text, country, name, findings) for text in given]
    keys = resolve_keys(given, told, country, width, settled)
    lines = np.bincount(codes[codes >= 0], minlength=len(given))
    report_keys(keys, given, told, name, country, width, lines, findings)
    if catalogue is not None and program.entity.type == "municipality" and "name" in roles:
        report_name_mismatches(codes, keys.ids, frame[roles["name"]], catalogue, name, findings)
    return Entities(codes, keys.ids, keys.totals)


def _text(value: Any) -> str:
    if type(value) is str:
        return plain_text(value).strip()
    whole = isinstance(value, numbers.Integral) or (isinstance(value, numbers.Real) and float(value).is_integer())
    return str(int(value)) if whole else plain_text(value).strip()


def _without_decimal(text: str) -> str:
    """Return a key without the decimal that a column of floats puts behind it once it is text."""
    return text[:-2] if text.endswith(".0") and _is_digits(text[:-2]) else text


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _state(text: str, country: Country, column: str, findings: FindingLog) -> str:
    """Return the key of a state that is given by name or abbreviation; anything else as it is."""
    key = "" if _is_digits(text) else state_key(text, country)
    if key:
        findings.line("IND454", column, key, "", text, key=key)
    return key or text


def _states_beside(program: Program, frame: pd.DataFrame, roles: dict[str, Any]) -> pd.Series[Any] | None:
    """Return the column that tells the state beside a key; the name beside the key of a state is one, too."""
    able = ("state",) if program.entity.type == "municipality" else ("state", "name")
    return next((frame[roles[role]] for role in able if role in roles and roles[role] != roles["entity"]), None)


def _with_states(
    codes: NDArray[np.intp], given: list[str], states: pd.Series[Any] | None, country: Country
) -> tuple[NDArray[np.intp], list[str], list[str]]:
    """Part the entities by the state beside them; return codes, texts and keys of states, empty where none is told."""
    import pandas as pd

    if states is None:
        return codes, given, [""] * len(given)
    state_codes, raw = factorise(states)
    keys = [state_key(_without_decimal(_text(value)), country) for value in raw] + [""]
    # States that are spelt in several ways are one.
    distinct = list(dict.fromkeys(keys))
    place = np.array([distinct.index(key) for key in keys], np.intp)[state_codes]
    known = codes >= 0
    inverse, pairs = pd.factorize((codes * len(distinct) + place)[known])
    parted = np.full(len(codes), -1, np.intp)
    parted[known] = inverse
    entity, state = np.divmod(np.asarray(pairs), len(distinct))
    return parted, [given[code] for code in entity.tolist()], [distinct[code] for code in state.tolist()]


def _complete(given: list[str], states: list[str], country: Country, column: str, findings: FindingLog) -> list[str]:
    """Put the digits of the state before those of a municipality in it, as in ``CVE_MUN``."""
    most = country.municipality_digits
    parts = [bool(state) and len(text) <= most and _is_digits(text) for text, state in zip(given, states, strict=True)]
    if not any(parts):
        return given
    keys = [s + text.zfill(most) if part else text for text, s, part in zip(given, states, parts, strict=True)]
    first = parts.index(True)
    shown = f"{states[first]} + {given[first]} → {keys[first]} ({sum(parts)})"
    findings.column("IND411", column, shown, width=country.key_digits)
    return keys


def _resolve(
    given: list[str], states: list[str], catalogue: Catalogue, column: str, findings: FindingLog
) -> tuple[list[str], set[str]]:
    """Put keys in the place of names that the catalogue knows; what it does not is told and stays as it is.

    Returns the texts, and those among them about which all is said.
    """
    ids = list(given)
    named = [number for number, text in enumerate(given) if any(c.isalpha() for c in text) and not is_total(text)]
    matches = catalogue.resolve([given[n] for n in named], [states[n] for n in named])
    unknown = [match for match in matches if match.status == "unknown"]
    settled = set()
    for number, match in zip(named, matches, strict=True):
        if match.status == "found":
            ids[number] = match.key
            if match.by_other_name:
                findings.line("IND592", column, match.key, "", match.given, municipality=catalogue.label(match.key))
            else:
                findings.line("IND454", column, match.key, "", match.given, key=match.key)
            continue
        settled.add(match.given)
        shown = "; ".join(match.candidates)
        if match.status == "ambiguous":
            findings.line("IND455", column, match.given, "", match.given, candidates=shown)
        elif len(unknown) <= MOST_TOLD:
            findings.line("IND456", column, match.given, "", match.given, hint=f" ({shown}?)" if shown else "")
    if len(unknown) > MOST_TOLD:
        findings.column("IND456", column, f"{unknown[0].given}, {unknown[1].given}, … ({len(unknown)})", hint="")
    return ids, settled


def report_outsiders(ids: NDArray[np.object_], catalogue: Catalogue, findings: FindingLog) -> None:
    """Note once the keys that are built like those of the catalogue and are not in it."""
    width = catalogue.country.key_digits
    strange = [str(key) for key in ids if _is_digits(str(key)) and len(str(key)) == width and key not in catalogue]
    if strange:
        shown = ", ".join(strange[:_MOST_SHOWN]) + (", …" if len(strange) > _MOST_SHOWN else "")
        findings.column("IND457", "entity", len(strange), count=len(strange), shown=shown)
