"""A catalogue of municipalities: names resolved to keys, and columns that part the peers."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..diagnostics import Language
from ..display import BilingualDisplay, Part, Summary, take_items, take_lines
from ..errors import AmbiguousNameError, DataError, UnknownNameError, check_option
from ..plain_data import JsonViews, write_document
from ..tables.interchange import Tabular
from ..tables.reading import FileOptions
from .columns import year_of_population
from .countries import COUNTRIES, MEXICO, Country
from .former_names import FORMER_NAMES
from .matches import Match
from .names import fold, short, split_state, state_key
from .reading import POPULATION_YEAR, read_columns, read_municipalities
from .suggesting import Suggester

if TYPE_CHECKING:
    import pandas as pd

_MOST_CANDIDATES = 6
# Nobody reads candidates for thousands of unknown names; the first so many of one call get them.
MOST_SUGGESTED = 1000


@dataclass(frozen=True, eq=False, repr=False)
class Catalogue(BilingualDisplay, JsonViews):
    """Municipalities by key. Made by `read_catalogue`.

    Attributes
    ----------
    table : DataFrame
        Index ``key`` (five digits in Mexico); columns ``name``, ``state``, ``population`` and ``metropolitan_area``
        where known, and every further column of the source under its own name in small letters.
    left_out : tuple of str
        First cell of each line of the source that is no municipality (titles, notes, totals of states), and the keys
        of joined tables that are not in the catalogue.
    country
        Whose municipalities they are.

    Examples
    --------
    >>> places = {
    ...     "key": ["01001", "05035", "10007"],
    ...     "name": ["Aguascalientes", "Torreón", "Gómez Palacio"],
    ...     "population": [948990, 720848, 372750],
    ... }
    >>> catalogue = icma.read_catalogue(places)
    """

    table: pd.DataFrame
    left_out: tuple[str, ...] = ()
    country: Country = MEXICO

    def __len__(self) -> int:
        return len(self.table)

    def __contains__(self, key: object) -> bool:
        return key in self._names

    def _summary(self, language: Language) -> Summary:
        def of_line(cell: str) -> tuple[str]:
            return (cell,)

        return Summary(
            "Catalogue",
            self.country.names[language == "en"],
            language,
            {"municipalities": len(self), "columns": ", ".join(map(str, self.table.columns))},
            {"left_out": len(self.left_out)},
            (
                Part("municipalities", lambda: take_lines(self.table, language), len(self)),
                Part("left_out", lambda: take_items(self.left_out, ["line"], of_line, language), len(self.left_out)),
            ),
        )

    @classmethod
    def of_names(cls, names: Mapping[str, str]) -> Catalogue:
        """Return a catalogue of names by key.

        Examples
        --------
        >>> icma.Catalogue.of_names({"05035": "Torreón"}).key("torreon")
        '05035'
        """
        import pandas as pd

        index = pd.Index(list(names), name="key", dtype=object)
        return cls(pd.DataFrame({"name": list(names.values())}, index=index, dtype=object))

    def resolve(self, names: Iterable[str], states: Sequence[str] | str = "") -> list[Match]:
        """Look names up: accents, case, abbreviations (``Sta.``, ``Gral.``) and articles make no difference.

        Parameters
        ----------
        names
            Keys or names; a state may follow (``"Juárez, Chih."``, ``"Juárez (Chihuahua)"``), and the key may stand
            before the name, as candidates are written.
        states
            The state of each, or of all, by key, name or abbreviation; empty where it is not known.

        Returns
        -------
        list of Match
            A name is found where one municipality bears it, or where none does and one bore it (`FORMER_NAMES`). One
            that is somebody's official name is never taken for that of another with an article more. Several bearers
            are ``ambiguous``, unless a state tells them apart; the nearest names are candidates of an unknown one and
            never taken for it. The first 1,000 different unknown names of a call get candidates.

        Raises
        ------
        UnknownNameError
            When there is no such state.

        Examples
        --------
        >>> [(match.status, match.key) for match in catalogue.resolve(["Torreon, Coah.", "Aguascalientez"])]
        [('found', '05035'), ('unknown', '')]
        """
        given = [str(name) for name in names]
        told = [states] * len(given) if isinstance(states, str) else [str(state) for state in states]
        keys = {state: self._known_state(state) for state in set(told)}
        found: dict[tuple[str, str], Match] = {}
        suggested = 0
        for pair in zip(given, told, strict=True):
            if pair not in found:
                match, state = self._match(pair[0], keys[pair[1]])
                if match.status == "unknown" and suggested < MOST_SUGGESTED:
                    suggested += 1
                    match = self._suggest(match, state)
                found[pair] = match
        return [found[pair] for pair in zip(given, told, strict=True)]

    def key(self, name: str, state: str = "") -> str:
        """Return the key of one municipality.

        Raises
        ------
        AmbiguousNameError
            When several bear the name; it lists them.
        UnknownNameError
            When none does, it names the nearest; or when there is no such state.

        Examples
        --------
        >>> catalogue.key("gomez palacio")
        '10007'
        """
        (match,) = self.resolve([name], state)
        if match.status == "ambiguous":
            raise AmbiguousNameError(name, match.candidates)
        if match.status == "unknown":
            raise UnknownNameError("municipality", name, match.candidates)
        return match.key

    def bearers(self, name: str) -> tuple[str, ...]:
        """Return the keys of the municipalities that a name may mean; none where it is unknown.

        Examples
        --------
        >>> catalogue.bearers("Torreón")
        ('05035',)
        """
        match, _ = self._match(str(name), "")
        found = (match.key,) if match.key else tuple(candidate.partition(" ")[0] for candidate in match.candidates)
        return tuple(dict.fromkeys((*found, *self._by_other_name(str(name), ""))))

    def label(self, key: str) -> str:
        """Return key, name and abbreviation of the state of a municipality.

        Examples
        --------
        >>> catalogue.label("05035")
        '05035 Torreón, Coah.'
        """
        state = self.country.state_of(key)
        return f"{key} {self._names[key]}" + (f", {state.abbreviation or state.usual_name}" if state else "")

    def column(self, name: str, keys: NDArray[np.object_]) -> NDArray[np.object_]:
        """Return a column for the given keys, in their order; NaN for keys that are not in the catalogue.

        Raises
        ------
        UnknownNameError
            When there is no such column.

        Examples
        --------
        >>> catalogue.column("population", ["05035", "01001"]).tolist()
        [720848.0, 948990.0]
        """
        if name not in self.table.columns:
            raise UnknownNameError("column", name, [str(column) for column in self.table.columns])
        found: NDArray[np.object_] = self.table[name].reindex(keys).to_numpy(object)
        return found

    def join(self, source: str | Path | Tabular, columns: Sequence[str] | None = None) -> Catalogue:
        """Return this catalogue with columns of another table, by key.

        Parameters
        ----------
        source
            A file or table with keys of municipalities, for example the metropolitan areas of CONAPO: a column named
            as they name it (``NOM_MET``, ``NOM_ZM``, ``NOM_SUN``) becomes ``metropolitan_area``.
        columns
            Which columns to take, in small letters, in the place of any that the catalogue has; by default all that it
            lacks.

        Raises
        ------
        DataError
            When there is no such file, it has no keys, no municipality of this catalogue, or nothing to add.
        UnknownNameError
            When it lacks a column of `columns`.

        Examples
        --------
        >>> areas = {"key": ["05035", "10007"], "nom_zm": ["La Laguna", "La Laguna"]}
        >>> catalogue.join(areas).table["metropolitan_area"].tolist()[1:]
        ['La Laguna', 'La Laguna']
        """
        other = read_columns(source, self.country)
        for name in columns or ():
            if name not in other.columns:
                raise UnknownNameError("column", name, list(other.columns))
        # The name and the state of a municipality are the catalogue's own.
        taken = columns or [name for name in other.columns if name not in {*self.table.columns, "name", "state"}]
        if not taken or not other.index.isin(self.table.index).any():
            raise DataError("IND529", found=", ".join(map(str, other.columns[:12])) or "–")
        table = self.table.copy()
        for name in taken:
            table[name] = other[name].reindex(table.index)
        if "population" in taken:
            table.attrs[POPULATION_YEAR] = other.attrs.get(POPULATION_YEAR, "")
        strange = [str(key) for key in other.index if key not in self]
        return Catalogue(table, (*self.left_out, *strange), self.country)

    def population_column(self, year: str) -> str | None:
        """Return the column with the inhabitants of a year: one of that year, or else one that names no year.

        Examples
        --------
        >>> catalogue.population_column("2020")
        'population'
        """
        columns = [str(name) for name in self.table.columns]
        own = self.population_year if "population" in columns else None
        if own == year:
            return "population"
        dated = next((name for name in columns if year_of_population(name) == year), None)
        return dated or ("population" if own == "" else None)

    @property
    def population_year(self) -> str:
        """The year of the column ``population``; empty where its heading named none."""
        return str(self.table.attrs.get(POPULATION_YEAR, ""))

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the table, 32 hexadecimal digits."""
        return hashlib.blake2b(self.table.to_csv().encode(), digest_size=16).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """Return the municipalities as plain data: kind ``catalogue`` of the schema of results.

        Examples
        --------
        >>> catalogue.to_dict()["municipalities"][0]["key"]
        '01001'
        """
        table = self.table
        parts = {
            "country": self.country.code,
            "population_year": self.population_year,
            "municipalities": {
                "key": table.index,
                "name": table["name"],
                "attributes": table.drop(columns="name"),
            },
            "left_out": self.left_out,
        }
        return write_document("catalogue", parts, fingerprint=self.fingerprint)

    # Looking up --------------------------------------------------------------------------------------

    @cached_property
    def _names(self) -> dict[str, str]:
        return {str(key): str(name) for key, name in zip(self.table.index, self.table["name"], strict=True)}

    @cached_property
    def _official(self) -> dict[str, list[str]]:
        return _by_form({key: fold(name) for key, name in self._names.items()})

    @cached_property
    def _short(self) -> dict[str, list[str]]:
        return _by_form({key: short(fold(name)) for key, name in self._names.items()})

    @cached_property
    def _other(self) -> dict[str, list[str]]:
        names: defaultdict[str, list[str]] = defaultdict(list)
        for each in FORMER_NAMES if self.country is MEXICO else ():
            own = short(fold(self._names.get(each.key, "")))
            forms = {short(fold(each.former)), short(fold(each.present))}
            if own in forms:  # else the key is of another municipality here
                for form in forms - {own}:
                    names[form].append(each.key)
        return dict(names)

    def _by_other_name(self, name: str, state: str) -> list[str]:
        """Return the keys of those that bore a name once, or bear it by now."""
        return [key for key in self._other.get(short(fold(name)), ()) if self._lies_in(key, state)]

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester([fold(name) for name in self._names.values()])

    @cached_property
    def _keys(self) -> NDArray[np.object_]:
        return np.array(list(self._names), object)

    def _match(self, given: str, state: str) -> tuple[Match, str]:
        """Return the match of one name, without candidates where it is unknown, and the state it was looked up in."""
        text, country = given.strip(), self.country
        if text.isascii() and text.isdigit():
            part = bool(state) and len(text) <= country.municipality_digits
            key = state + text.zfill(country.municipality_digits) if part else text.zfill(country.key_digits)
            fits = key in self._names and self._lies_in(key, state)
            return Match(given, "found" if fits else "unknown", key if fits else ""), state
        head, _, rest = text.partition(" ")
        if head in self._names and rest:  # "20208 San Juan Mixtepec, Oax."
            match, _ = self._match(rest, state or state_key(head[: country.state_digits], country))
            borne = match.key == head or any(candidate.startswith(f"{head} ") for candidate in match.candidates)
            return Match(given, "found" if borne else "unknown", head if borne else ""), state
        name, told = split_state(text, country)
        if state and told and told != state:
            return Match(given, "unknown"), state
        state = state or told
        folded = fold(name)
        for index, form in ((self._official, folded), (self._short, short(folded))):
            keys = [key for key in index.get(form, ()) if self._lies_in(key, state)]
            if len(keys) == 1:
                return Match(given, "found", keys[0]), state
            if keys:
                keys += self._by_other_name(name, state)
                return Match(given, "ambiguous", candidates=tuple(map(self.label, keys))), state
        keys = self._by_other_name(name, state)
        if len(keys) == 1:
            return Match(given, "found", keys[0], by_other_name=True), state
        return Match(given, "unknown"), state

    def _lies_in(self, key: str, state: str) -> bool:
        """Whether a municipality is of a state; of any where none is told."""
        return key.startswith(state)

    def _known_state(self, given: str) -> str:
        key = state_key(given, self.country)
        if given.strip() and not key:
            raise UnknownNameError("state", given, [state.usual_name for state in self.country.states])
        return key

    def _suggest(self, match: Match, state: str) -> Match:
        """Give an unknown name its candidates: of its state where it is told, else anywhere."""
        name, _ = split_state(match.given, self.country)
        among = np.array([self._lies_in(key, state) for key in self._names], bool) if state else None
        found = self._suggester.nearest(fold(name), _MOST_CANDIDATES, among)
        if state and not found:
            found = self._suggester.nearest(fold(name), _MOST_CANDIDATES)
        return Match(match.given, "unknown", candidates=tuple(self.label(str(self._keys[place])) for place in found))


def read_catalogue(
    source: str | Path | Tabular,
    *,
    country: str = MEXICO.code,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> Catalogue:
    """Read a catalogue of municipalities.

    Parameters
    ----------
    source
        INEGI's catalogue of municipalities (AGEEML) as its site gives it: CSV or text (comma, semicolon or tab; UTF-8
        or Windows encoding), or Excel, with titles above and notes below. Its file of localities serves as well: their
        populations are added up. Or any table with a five-digit key (or ``CVE_ENT`` and ``CVE_MUN``) and a name.
        Further columns are kept; of several lines a municipality, what they agree on.
    country
        Whose municipalities they are: MX, CO (DANE's DIVIPOLA), CR or HN.
    columns
        Headings by role (key, state, municipality, locality, name, population, metropolitan_area), where they are not
        the usual ones: ``{"name": "MPIO OFICIAL"}``.
    encoding, sheet
        Of a file: how its text is to be read, which sheet of a workbook is; told by the file by default.

    Raises
    ------
    DataError
        When there is no such file, it cannot be read, holds no keys and names, or gives one key different names.
    MissingExtraError
        When an Excel file needs the extra ``excel``.
    UnknownNameError
        When there is no such country.

    Examples
    --------
    >>> icma.read_catalogue({"key": ["05035"], "name": ["Torreón"]}).label("05035")
    '05035 Torreón, Coah.'
    """
    check_option("country", country, list(COUNTRIES))
    table, left_out = read_municipalities(source, COUNTRIES[country], FileOptions(encoding, sheet), columns)
    return Catalogue(table, left_out, COUNTRIES[country])


def _by_form(forms: Mapping[str, str]) -> dict[str, list[str]]:
    by_form: defaultdict[str, list[str]] = defaultdict(list)
    for key, form in forms.items():
        by_form[form].append(key)
    return dict(by_form)
