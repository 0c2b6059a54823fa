"""Who: the entity column of a table, keys padded, names of municipalities and states taken for their keys."""

from __future__ import annotations

import numbers
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..geography import Catalogue, state_key
from ..geography.tables import plain_text
from ..specs import Program
from .cells import factorized
from .findings import FindingLog

if TYPE_CHECKING:
    import pandas as pd

# More malformed keys or unknown names than this are told in one finding.
MOST_KEYS_NAMED = 100
_MOST_SHOWN = 5


def read_entities(
    program: Program,
    column: pd.Series[Any],
    states: pd.Series[Any] | None,
    catalogue: Catalogue | None,
    findings: FindingLog,
) -> tuple[NDArray[np.intp], list[str]]:
    """Return the entity of each line as a code, -1 where there is none, and the id of each code.

    Several codes may share an id: a municipality given now by key, now by name.

    Parameters
    ----------
    column, states
        What each line gives for the entity, and for its state if there is such a column. The state counts where a name
        stands in the place of the key, or the three digits of INEGI's ``CVE_MUN``.
    catalogue
        Where names of municipalities are looked up; without one they stay as they are. States need none.
    """
    codes, found = factorized(column)
    given, told = [_text(value) for value in found], [""] * len(found)
    name = str(column.name)
    if program.entity.type == "municipality":
        if states is not None:
            codes, given, told = _with_states(codes, given, states)
        given = _complete(given, told, name, findings)
        if catalogue is not None:
            given, settled = _resolve(given, told, catalogue, name, findings)
            return codes, _check_keys(program, given, name, findings, settled)
    if program.entity.type == "state":
        given = [_state(text, name, findings) for text in given]
    return codes, _check_keys(program, given, name, findings, set())


def _text(value: Any) -> str:
    whole = isinstance(value, numbers.Integral) or (isinstance(value, numbers.Real) and float(value).is_integer())
    return str(int(value)) if whole else plain_text(value).strip()


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _state(text: str, column: str, findings: FindingLog) -> str:
    """Return the key of a state that is given by name or abbreviation; anything else as it is."""
    key = "" if _is_digits(text) else state_key(text)
    if key:
        findings.line("IND454", column, key, "", text, key=key)
    return key or text


def _with_states(
    codes: NDArray[np.intp], given: list[str], states: pd.Series[Any]
) -> tuple[NDArray[np.intp], list[str], list[str]]:
    """Part the entities by state where what is given is no whole key; return codes, texts and keys of states."""
    partial = np.array([not _is_digits(text) or len(text) <= 3 for text in given] + [False], np.bool_)
    if not partial.any():
        return codes, given, [""] * len(given)
    state_codes, raw = factorized(states)
    keys = [state_key(_text(value)) for value in raw] + [""]
    nowhere = len(keys) - 1
    place = np.where(partial[codes] & (state_codes >= 0), state_codes, nowhere)
    known = codes >= 0
    pairs, inverse = np.unique((codes * len(keys) + place)[known], return_inverse=True)
    parted = np.full(len(codes), -1, np.intp)
    parted[known] = inverse
    entity, state = np.divmod(pairs, len(keys))
    return parted, [given[code] for code in entity], [keys[code] for code in state]


def _complete(given: list[str], states: list[str], column: str, findings: FindingLog) -> list[str]:
    """Put the digits of the state before the three of ``CVE_MUN``."""
    parts = [bool(state) and _is_digits(text) and len(text) <= 3 for text, state in zip(given, states, strict=True)]
    keys = [s + text.zfill(3) if part else text for text, s, part in zip(given, states, parts, strict=True)]
    if any(parts):
        first = parts.index(True)
        shown = f"{states[first]} + {given[first]} → {keys[first]} ({sum(parts)})"
        findings.column("IND411", column, shown, width=5)
    return keys


def _resolve(
    given: list[str], states: list[str], catalogue: Catalogue, column: str, findings: FindingLog
) -> tuple[list[str], set[str]]:
    """Put keys in the place of names that the catalogue knows; what it does not is told and stays as it is.

    Returns the texts, and those among them about which all is said.
    """
    ids = list(given)
    named = [number for number, text in enumerate(given) if any(c.isalpha() for c in text)]
    matches = catalogue.resolve([given[n] for n in named], [states[n] for n in named])
    unknown = [match for match in matches if match.status == "unknown"]
    settled = set()
    for number, match in zip(named, matches, strict=True):
        if match.status == "found":
            ids[number] = match.key
            findings.line("IND454", column, match.key, "", match.given, key=match.key)
            continue
        settled.add(match.given)
        shown = "; ".join(match.candidates)
        if match.status == "ambiguous":
            findings.line("IND455", column, match.given, "", match.given, candidates=shown)
        elif len(unknown) <= MOST_KEYS_NAMED:
            findings.line("IND456", column, match.given, "", match.given, hint=f" ({shown}?)" if shown else "")
    if len(unknown) > MOST_KEYS_NAMED:
        findings.column("IND456", column, f"{unknown[0].given}, {unknown[1].given}, … ({len(unknown)})", hint="")
    return ids, settled


def _check_keys(program: Program, given: list[str], column: str, findings: FindingLog, settled: set[str]) -> list[str]:
    """Return the ids: keys that lost their zeros padded to the digits of the entity type, odd ones told."""
    width = program.entity.key_digits
    ids, padded, odd = [], [], []
    for text in given:
        key = text
        if width and _is_digits(text) and len(text) < width:
            padded.append(text)
            key = text.zfill(width)
        elif width and text and text not in settled and not (_is_digits(text) and len(text) == width):
            odd.append(text)
        ids.append(key)
    if padded:
        shown = f"{padded[0]} → {padded[0].zfill(width or 0)} ({len(padded)})"
        findings.column("IND411", column, shown, width=width)
    if len(odd) <= MOST_KEYS_NAMED:
        for text in odd:
            findings.line("IND412", column, text, "", text, width=width)
    else:
        findings.column("IND412", column, f"{odd[0]}, {odd[1]}, … ({len(odd)})", width=width)
    return ids


def report_outsiders(ids: NDArray[np.object_], catalogue: Catalogue, findings: FindingLog) -> None:
    """Note once the keys that look like INEGI's and are not in the catalogue."""
    strange = [str(key) for key in ids if _is_digits(str(key)) and len(str(key)) == 5 and key not in catalogue]
    if strange:
        shown = ", ".join(strange[:_MOST_SHOWN]) + (", …" if len(strange) > _MOST_SHOWN else "")
        findings.column("IND457", "entity", len(strange), count=len(strange), shown=shown)
