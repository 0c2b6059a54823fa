"""What is known of keys: which there can be, which mean totals, and what the cells beside them say.

In Mexico a key is two digits of the state, 01 to 32, and three of the municipality. No municipality has 000 (the whole
state) or 999 (not specified), and 00 stands for the country.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...geography import MEXICO, Catalogue, Country
from ...geography.names import plain
from ...tables.frames import plain_text
from ..model.findings import FindingLog
from ..parsing.columns import factorise

if TYPE_CHECKING:
    import pandas as pd

# More odd keys than this are told in one finding.
MOST_TOLD = 100
_MOST_SHOWN = 5

# Words that stand where a key or a name should, in plain letters. No municipality is called like this, nor begins so.
_TOTAL_BEGINS = frozenset({"total", "totales", "subtotal", "subtotales", "promedio", "promedios", "average"})
_TOTALS = frozenset(
    {
        *("nacional", "national", "estatal", "gran total", "grand total", "media", "mediana", "mean", "median", "sum"),
        *("media nacional", "media estatal", "mediana nacional", "mediana estatal", "national mean", "national total"),
        *("estados unidos mexicanos", "republica mexicana", "no especificado", "not specified"),
    }
)


@dataclass(frozen=True, slots=True)
class ResolvedKeys:
    """Keys as they are used, and where each of them is odd; every array has one place a key.

    Attributes
    ----------
    ids
        The keys, those that lost one zero padded.
    totals : bool array
        No entity, but the sum or the mean of some.
    padded, impossible, contradicted
        Places of keys that were padded, that cannot be, and that are of another state than the one beside them.
    """

    ids: list[str]
    totals: NDArray[np.bool_]
    padded: list[int]
    impossible: list[int]
    contradicted: list[int]


def is_total(text: str) -> bool:
    """Tell whether a text in the place of an entity means a total or a mean: ``Total estatal``, ``Promedio``."""
    if not text[:1].isalpha():
        return False
    words = plain(text)
    return words in _TOTALS or words.partition(" ")[0] in _TOTAL_BEGINS


def resolve_keys(
    given: Sequence[str], states: Sequence[str], country: Country, width: int, settled: set[str]
) -> ResolvedKeys:
    """Hold keys against what is known of them.

    Parameters
    ----------
    given
        Keys and names as they stand; a key that lost the zero of states 01 to 09 is padded, unless a state beside it
        says that it did not.
    states
        Key of the state beside each, empty where none is told.
    country
        Whose keys they are.
    width
        Digits of a key: in Mexico 5 of municipalities, 2 of states.
    settled
        Names about which all is said.
    """
    ids = list(given)
    totals = np.zeros(len(ids), np.bool_)
    padded: list[int] = []
    impossible: list[int] = []
    contradicted: list[int] = []
    for place, (text, state) in enumerate(zip(given, states, strict=True)):
        if not (text.isascii() and text.isdigit()):
            if is_total(text):
                totals[place] = True
            elif text and text not in settled:
                impossible.append(place)
            continue
        lost = len(text) == width - 1 and text[0] != "0"
        key = "0" + text if lost else text
        if _means_total(key, country, width):
            totals[place], ids[place] = True, key
        elif len(key) != width or key[: country.state_digits] not in country.by_key:
            impossible.append(place)
        elif state and not key.startswith(state):
            contradicted.append(place)
        elif lost:
            padded.append(place)
            ids[place] = key
    return ResolvedKeys(ids, totals, padded, impossible, contradicted)


def _means_total(key: str, country: Country, width: int) -> bool:
    if len(key) <= width and not key.strip("0"):
        return True
    part = country.municipality_digits
    return width == country.key_digits and len(key) in {part, width} and key[-part:] in country.none


def report_keys(
    keys: ResolvedKeys,
    given: Sequence[str],
    states: Sequence[str],
    column: str,
    country: Country,
    width: int,
    lines: NDArray[np.intp],
    findings: FindingLog,
) -> None:
    """Tell what was found about the keys of a column.

    Parameters
    ----------
    given, states, country, width
        As in `resolve_keys`.
    lines : integer array
        How many lines of the table bear each key.
    """
    aside = [given[place] for place in np.flatnonzero(keys.totals).tolist()]
    if aside:
        distinct = list(dict.fromkeys(aside))
        shown = ", ".join(distinct[:_MOST_SHOWN]) + (", …" if len(distinct) > _MOST_SHOWN else "")
        findings.column("IND480", column, shown, count=int(lines[keys.totals].sum()))
    if keys.padded:
        first = keys.padded[0]
        shown = f"{given[first]} → {keys.ids[first]} ({len(keys.padded)})"
        findings.column("IND411", column, shown, width=width)
    odd = list(dict.fromkeys(given[place] for place in keys.impossible))
    code: str = "IND412" if country is MEXICO else "IND595"
    details: dict[str, Any] = {"width": width}
    if country is not MEXICO:
        details["country"] = dict(zip(("es", "en"), country.names, strict=True))
    if len(odd) <= MOST_TOLD:
        for text in odd:
            findings.line(code, column, text, "", text, **details)
    else:
        findings.column(code, column, f"{odd[0]}, {odd[1]}, … ({len(odd)})", **details)
    clashes = [(given[place], *_clash(given[place], states[place], country, width)) for place in keys.contradicted]
    if len(clashes) <= MOST_TOLD:
        for key, own, told in clashes:
            findings.line("IND481", column, key, "", key, own=own, told=told)
    else:
        key, own, told = clashes[0]
        findings.column("IND481", column, f"{key}, … ({len(clashes)})", own=own, told=told)


def _clash(key: str, state: str, country: Country, width: int) -> tuple[str, str]:
    """Return what state a key says, and what stands beside it: with the key of that state that may be meant."""
    own, told = country.state_of(key.zfill(width)), country.state_of(state)
    part = key[country.state_digits :].zfill(country.municipality_digits)
    meant = f" ({state}{part}?)" if len(key) < width and key.startswith(state) else ""
    return own.usual_name if own else "", (told.usual_name if told else "") + meant


def report_name_mismatches(
    codes: NDArray[np.intp],
    ids: Sequence[str],
    names: pd.Series[Any],
    catalogue: Catalogue,
    column: str,
    findings: FindingLog,
) -> None:
    """Tell which keys stand beside the name of another municipality.

    A name that nobody bears in the catalogue says nothing: it may be spelt in another way, or be an old one.

    Parameters
    ----------
    codes : integer array, shape (lines,)
        Place of the key of each line in `ids`, -1 for none.
    names
        The name on each line.
    """
    import pandas as pd

    name_codes, raw = factorise(names)
    texts = [plain_text(name) for name in raw]
    known = (codes >= 0) & (name_codes >= 0)
    pairs = pd.unique(codes[known] * np.intp(len(texts)) + name_codes[known])
    found: dict[tuple[str, str], str] = {}
    for code, place in zip(*np.divmod(pairs, max(len(texts), 1)), strict=True):
        key, name = ids[code], texts[place]
        if key not in catalogue or (key, name) in found:
            continue
        bearers = catalogue.bearers(name)
        if bearers and key not in bearers:
            found[key, name] = catalogue.label(bearers[0]) + (", …" if len(bearers) > 1 else "")
    if len(found) <= MOST_TOLD:
        for (key, name), others in found.items():
            findings.line("IND482", column, key, "", name, own=catalogue.label(key), others=others)
    else:
        (key, name), others = next(iter(found.items()))
        figure = f"{key} {name}, … ({len(found)})"
        findings.column("IND482", column, figure, own=catalogue.label(key), others=others)
