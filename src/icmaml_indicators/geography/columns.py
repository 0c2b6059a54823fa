"""What the columns of a table of municipalities hold, told by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..tables.headings import fold_heading, usual_form
from ..tables.vocabulary import KEY, MUNICIPALITY_KEY, MUNICIPALITY_NAME, STATE_KEY, WHOLE_KEY
from .countries import MEXICO, Country
from .names import state_key

if TYPE_CHECKING:
    import pandas as pd

_STATE_KEYS = (*STATE_KEY, "entidad")
_LOCALITY_KEYS = ("cve_loc", "loc")
# The first of each is the name under which the column is kept.
_NAMES = ("name", *MUNICIPALITY_NAME, "nombre")
_POPULATIONS = ("population", "pob_total", "pobtot", "poblacion", "poblacion_total", "pob_tot")
_POPULATION_OF_YEAR = re.compile(r"^(?:population|poblacion|pob)(?:_total)?_(\d{4})$")
_AREAS = (
    "metropolitan_area",
    "nom_met",
    "nombre_met",
    "nombre_metropoli",
    "metropoli",
    "nom_zm",
    "nombre_zm",
    "zona_metropolitana",
    "nom_sun",
)


# What a caller may name, and the heading by which it is known.
ROLES = {
    "key": WHOLE_KEY,
    "state": STATE_KEY,
    "municipality": MUNICIPALITY_KEY,
    "locality": _LOCALITY_KEYS,
    "name": _NAMES,
    "population": _POPULATIONS,
    "metropolitan_area": _AREAS,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of a table plays which role; None where there is none.

    Attributes
    ----------
    whole, state, municipality, locality, other
        Columns that hold keys or parts of them.
    name, population, metropolitan_area
        Columns that hold what their names say.
    city
        Column with codes of CONAPO's cities, of which those with an M are metropolitan areas.
    population_year
        The year that the heading of the population names; empty where it names none.
    """

    whole: str | None
    state: str | None
    municipality: str | None
    locality: str | None
    other: str | None
    name: str | None
    population: str | None
    metropolitan_area: str | None
    city: str | None
    population_year: str

    def sound(self, *, named: bool) -> bool:
        """Tell whether there are keys, and names where they are asked for."""
        keyed = self.whole or self.municipality or self.other
        return bool(keyed and (self.name or not named))

    @property
    def places(self) -> set[str]:
        """The columns that a key takes the place of."""
        parts = (self.whole, self.state, self.municipality, self.locality, None if self.whole else self.other)
        return {part for part in parts if part is not None}

    def kept_as(self, column: str) -> str:
        """Return the name under which a column is kept."""
        roles = {self.name: "name", self.population: "population", self.metropolitan_area: "metropolitan_area"}
        return roles.get(column, column)

    def keys(self, frame: pd.DataFrame, country: Country) -> tuple[pd.Series[Any], pd.Series[Any] | None]:
        """Return the key of each line, empty where it has none, and the code of its locality in a table of those."""
        localities = None if self.locality is None else _digits(frame[self.locality]).str.zfill(4)
        if self.whole is not None:
            digits, width = _digits(frame[self.whole]), country.key_digits
            if country.locality_digits and digits.str.len().max() > width:  # some have lost their zero
                whole = width + country.locality_digits
                keys = digits.where(digits.str.len() >= whole - 1, "").str.rjust(whole, "0")
                known = keys.str[:width].where(keys != "0" * whole, "")
                return known, keys.str[width:] if localities is None else localities
            return _whole_keys(digits, country), localities
        if self.municipality is not None:
            digits = _digits(frame[self.municipality])
            # CONAPO writes the whole key under CVE_MUN.
            if digits.str.len().max() > country.municipality_digits:
                return _whole_keys(digits, country), localities
            if self.state is not None:
                states = frame[self.state].astype(str)
                known = states.map({state: state_key(_whole(state), country) for state in states.unique()})
                whole_keys = known + digits.str.zfill(country.municipality_digits)
                return whole_keys.where((digits != "") & (known != ""), ""), localities
        if self.other is not None:
            return _whole_keys(_digits(frame[self.other]), country), localities
        return frame.iloc[:, 0].map(lambda cell: ""), localities


def find_layout(headings: Sequence[str], country: Country = MEXICO) -> Layout:
    """Find the roles of columns by their headings."""
    known = {usual_form(name): name for name in reversed(headings)}

    def first(names: Iterable[str]) -> str | None:
        return next((known[name] for name in names if name in known), None)

    dated = {year: name for name in headings if (year := year_of_population(name))}
    undated = first(_POPULATIONS)
    area = first(_AREAS)
    return Layout(
        first((*WHOLE_KEY, "mapa")),
        first((*_STATE_KEYS, *country.state_headings)),
        first((*MUNICIPALITY_KEY, "mun")),
        first(_LOCALITY_KEYS),
        first(KEY),
        first((*_NAMES, *country.municipality_headings)),
        undated or (dated[max(dated)] if dated else None),
        area,
        "cve_sun" if area == "nom_sun" and "cve_sun" in headings else None,
        max(dated) if dated and undated is None else "",
    )


def rename_headings(headings: Sequence[str], chosen: Mapping[str, str]) -> list[str]:
    """Return plain headings, those that a caller names as the usual ones of their roles.

    Parameters
    ----------
    headings
        Headings in plain letters.
    chosen
        Headings by role, as they are written.
    """
    usual = {fold_heading(heading): ROLES[role][0] for role, heading in chosen.items()}
    return [usual.get(name, name) for name in headings]


def year_of_population(heading: str) -> str:
    """Return the year whose inhabitants a heading names; empty where it names none."""
    found = _POPULATION_OF_YEAR.match(heading)
    return found[1] if found else ""


def _whole(text: str) -> str:
    """Drop the decimals that a numeric column gives to a key."""
    return re.sub(r"\.0+$", "", text.strip())


def _digits(series: pd.Series[Any]) -> pd.Series[Any]:
    """Return the digits of keys, kept as text, as numbers or after an apostrophe; empty for anything else."""
    text = series.astype(str).str.strip().str.strip("'\"").str.replace(r"\.0+$", "", regex=True)
    return text.where(text.str.fullmatch(r"[0-9]{1,9}"), "")


def _whole_keys(digits: pd.Series[Any], country: Country) -> pd.Series[Any]:
    """Return whole keys, those that are short of one digit with the zero that they lost; empty for anything else."""
    width = country.key_digits
    lengths = [width - 1, width] if country.state_digits > 1 else [width]
    return digits.str.zfill(width).where(digits.str.len().isin(lengths), "")
