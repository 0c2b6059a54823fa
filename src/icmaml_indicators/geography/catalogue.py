"""A catalogue of municipalities: INEGI's AGEEML file as it comes, or any table with keys and names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..errors import AmbiguousNameError, DataError, UnknownNameError
from .names import fold, split_state, state_key, without_articles
from .states import state_of

if TYPE_CHECKING:
    import pandas as pd

# Columns of AGEEML and of other tables, folded, by what they hold.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "key": ("cvegeo", "key", "clave", "cve_geo", "clave_inegi"),
    "state_key": ("cve_ent", "state_key"),
    "municipality_key": ("cve_mun",),
    "name": ("nom_mun", "municipality", "municipio", "name", "nombre"),
    "population": ("pob_total", "population", "poblacion", "population_2020"),
}
_ENCODINGS = ("utf-8-sig", "cp1252")
_MOST_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Match:
    """What a name came to: its key, or the candidates among which it cannot be told."""

    given: str
    status: Literal["found", "ambiguous", "unknown"]
    key: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """Municipalities by key.

    Attributes
    ----------
    table : DataFrame
        Index ``key`` (five digits); columns name, state, region, population where known, and every further column of
        the source in lower case (``metropolitan_area``, say), usable for peers.
    """

    table: pd.DataFrame
    _by_name: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.table)

    def resolve(self, names: Iterable[str], states: Sequence[str] | str = "") -> list[Match]:
        """Look names up: accents, case, abbreviations (``Sta.``, ``Gral.``) and articles make no difference.

        Parameters
        ----------
        names
            Keys or names; a state may follow (``"Juárez, Chih."``, ``"Juárez (Chihuahua)"``).
        states
            The state of each, or of all, by key, name or abbreviation.

        Returns
        -------
        list of Match
            A name borne by several municipalities is ``ambiguous`` unless a state tells them apart.
        """
        given = list(names)
        told = [states] * len(given) if isinstance(states, str) else list(states)
        return [self._match(str(name), state_key(str(state))) for name, state in zip(given, told, strict=True)]

    def key(self, name: str, state: str = "") -> str:
        """Return the key of one municipality.

        Raises
        ------
        AmbiguousNameError
            When several bear the name; it lists them.
        UnknownNameError
            When none does; it names the nearest.
        """
        (match,) = self.resolve([name], state)
        if match.status == "ambiguous":
            raise AmbiguousNameError(name, match.candidates)
        if match.status == "unknown":
            raise UnknownNameError("municipality", name, list(match.candidates))
        return match.key

    def column(self, name: str, keys: NDArray[np.object_]) -> NDArray[np.object_] | None:
        """Return a column of the catalogue for the given keys, None where there is no such column."""
        if name not in self.table.columns:
            return None
        found: NDArray[np.object_] = self.table[name].reindex(keys).to_numpy(object)
        return found

    def _match(self, given: str, state: str) -> Match:
        text = given.strip()
        if text.isascii() and text.isdigit():
            key = text.zfill(5)
            return Match(given, "found", key) if key in self.table.index else Match(given, "unknown")
        name = text
        if not state:
            name, told = split_state(text)
            state = state_key(told) if told else ""
        folded = fold(name)
        keys = self._by_name.get(folded) or self._by_name.get(without_articles(folded), [])
        if state:
            keys = [key for key in keys if key[:2] == state]
        if len(keys) == 1:
            return Match(given, "found", keys[0])
        if keys:
            return Match(given, "ambiguous", candidates=tuple(self._label(key) for key in keys))
        near = get_close_matches(folded, self._by_name, n=_MOST_CANDIDATES, cutoff=0.75)
        found = [key for name in near for key in self._by_name[name] if not state or key[:2] == state]
        return Match(given, "unknown", candidates=tuple(self._label(key) for key in dict.fromkeys(found)))

    def _label(self, key: str) -> str:
        state = state_of(key)
        return f"{key} {self.table.loc[key, 'name']}, {state.abbreviation if state else ''}".rstrip(", ")


def read_catalogue(source: str | Path | pd.DataFrame) -> Catalogue:
    """Read a catalogue of municipalities.

    Parameters
    ----------
    source
        INEGI's AGEEML file of municipalities as downloaded (CSV, UTF-8 or Windows encoding, comma or tab), or a table
        with a five-digit key (or ``cve_ent`` and ``cve_mun``) and a name. Further columns are kept.

    Raises
    ------
    DataError
        When there is no such file, or it holds no keys and names.
    """
    import pandas as pd

    frame = source if isinstance(source, pd.DataFrame) else _read(Path(source))
    frame = frame.rename(columns=lambda name: fold(str(name)).replace(" ", "_"))
    roles = {role: next((n for n in names if n in frame.columns), None) for role, names in _COLUMNS.items()}
    if roles["name"] is None or (roles["key"] is None and None in (roles["state_key"], roles["municipality_key"])):
        raise DataError("IND525", found=", ".join(map(str, frame.columns[:12])))
    if roles["key"] is not None:
        keys = frame[roles["key"]].astype(str).str.strip().str.zfill(5)
    else:
        state, own = (frame[roles[r]].astype(str).str.strip() for r in ("state_key", "municipality_key"))
        keys = state.str.zfill(2) + own.str.zfill(3)
    usable = keys.str.fullmatch(r"\d{5}") & frame[roles["name"]].notna()
    # Lines below the table (sources, totals) have no key; localities repeat the key of their municipality.
    kept = (
        frame[usable]
        .assign(_key=keys[usable])
        .drop_duplicates("_key")
        .set_index("_key")
        .rename_axis("key")
        .sort_index()
    )
    if not len(kept):
        raise DataError("IND525", found=", ".join(map(str, frame.columns[:12])))
    states = [state_of(key) for key in kept.index]
    table = pd.DataFrame(
        {
            "name": kept[roles["name"]].astype(str).str.strip(),
            "state": [state.usual_name if state else "" for state in states],
            "region": [state.region if state else "" for state in states],
        },
        index=kept.index,
    )
    if roles["population"] is not None:
        table["population"] = pd.to_numeric(kept[roles["population"]].astype(str).str.replace(",", ""), errors="coerce")
    used: set[Any] = {name for name in roles.values() if name is not None}
    for column in kept.columns:
        if column not in used and column not in table.columns:
            table[column] = kept[column]
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for key, name in table["name"].items():
        folded = fold(str(name))
        for form in dict.fromkeys((folded, without_articles(folded))):
            by_name[form].append(str(key))
    return Catalogue(table, dict(by_name))


def _read(path: Path) -> pd.DataFrame:
    import pandas as pd

    if not path.is_file():
        raise DataError("IND504", path=path)
    raw = path.read_bytes()
    text = None
    for encoding in _ENCODINGS:
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if text is None:
        raise DataError("IND506", path=path, problem="encoding")
    first = text.partition("\n")[0]
    separator = max(",\t;", key=first.count)
    try:
        return pd.read_csv(BytesIO(text.encode()), dtype=str, keep_default_na=False, sep=separator)
    except (ValueError, pd.errors.ParserError) as error:
        raise DataError("IND506", path=path, problem=error) from error
