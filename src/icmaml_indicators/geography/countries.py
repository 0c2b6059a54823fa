"""Countries: their first-level divisions, how their keys are built, and how they write decimals.

A key is the digits of the state (department, province) and those of the municipality (canton) in it. Keys and names are
those of each country's own catalogue: INEGI's AGEEML of Mexico, DANE's DIVIPOLA of Colombia, the divisions of INE of
Honduras and of INEC of Costa Rica.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from .states import STATES, State


@dataclass(frozen=True, eq=False, repr=False)
class Country:
    """A country.

    Attributes
    ----------
    code
        ISO 3166-1, two letters.
    names
        In Spanish and English.
    states
        Its first-level divisions.
    state_digits, municipality_digits, locality_digits
        How many digits of a key are theirs; none of localities where tables are not by these.
    none
        Digits that stand for no municipality: a whole state, or what is not specified.
    decimal
        Its decimal mark; None where both are in use and each column shows which.
    state_headings, municipality_headings
        What it calls its divisions in tables, beside the usual headings.
    """

    code: str
    names: tuple[str, str]
    states: tuple[State, ...]
    state_digits: int
    municipality_digits: int
    none: frozenset[str]
    decimal: Literal[".", ","] | None = None
    locality_digits: int = 0
    state_headings: tuple[str, ...] = ()
    municipality_headings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Country {self.code}: {self.names[1]}, {len(self.states)} states>"

    @property
    def key_digits(self) -> int:
        """How many digits the key of a municipality has."""
        return self.state_digits + self.municipality_digits

    @cached_property
    def by_key(self) -> dict[str, State]:
        """The states by their keys."""
        return {state.key: state for state in self.states}

    def digits_of(self, entity: str) -> int | None:
        """Return how many digits the key of a ``municipality`` or a ``state`` has; None of anything else."""
        return {"municipality": self.key_digits, "state": self.state_digits}.get(entity)

    def state_of(self, key: str) -> State | None:
        """Return the state of a key of a state or a municipality; None for anything else."""
        if len(key) not in {self.state_digits, self.key_digits} or not (key.isascii() and key.isdigit()):
            return None
        return self.by_key.get(key[: self.state_digits])


def _named(names: Iterable[str]) -> tuple[State, ...]:
    """Return states from texts of a key and a name."""
    parts = (text.partition(" ") for text in names)
    return tuple(State(key, name, name, "", "") for key, _, name in parts)


MEXICO = Country("MX", ("México", "Mexico"), STATES, 2, 3, frozenset({"000", "999"}), locality_digits=4)
COLOMBIA = Country(
    "CO",
    ("Colombia", "Colombia"),
    _named(
        (
            *("05 Antioquia", "08 Atlántico", "11 Bogotá, D.C.", "13 Bolívar", "15 Boyacá", "17 Caldas", "18 Caquetá"),
            *("19 Cauca", "20 Cesar", "23 Córdoba", "25 Cundinamarca", "27 Chocó", "41 Huila", "44 La Guajira"),
            *("47 Magdalena", "50 Meta", "52 Nariño", "54 Norte de Santander", "63 Quindío", "66 Risaralda"),
            *("68 Santander", "70 Sucre", "73 Tolima", "76 Valle del Cauca", "81 Arauca", "85 Casanare", "86 Putumayo"),
            "88 Archipiélago de San Andrés, Providencia y Santa Catalina",
            *("91 Amazonas", "94 Guainía", "95 Guaviare", "97 Vaupés", "99 Vichada"),
        )
    ),
    2,
    3,
    frozenset({"000"}),
    ",",
    state_headings=("departamento", "dpto", "nombre_departamento"),
)
HONDURAS = Country(
    "HN",
    ("Honduras", "Honduras"),
    _named(
        (
            *("01 Atlántida", "02 Colón", "03 Comayagua", "04 Copán", "05 Cortés", "06 Choluteca", "07 El Paraíso"),
            *("08 Francisco Morazán", "09 Gracias a Dios", "10 Intibucá", "11 Islas de la Bahía", "12 La Paz"),
            *("13 Lempira", "14 Ocotepeque", "15 Olancho", "16 Santa Bárbara", "17 Valle", "18 Yoro"),
        )
    ),
    2,
    2,
    frozenset({"00"}),
    ".",
    state_headings=("departamento", "nombre_departamento"),
)
COSTA_RICA = Country(
    "CR",
    ("Costa Rica", "Costa Rica"),
    _named(("1 San José", "2 Alajuela", "3 Cartago", "4 Heredia", "5 Guanacaste", "6 Puntarenas", "7 Limón")),
    1,
    2,
    frozenset({"00"}),
    ",",
    state_headings=("provincia", "nombre_provincia"),
    municipality_headings=("canton", "nombre_canton"),
)
COUNTRIES = {country.code: country for country in (MEXICO, COLOMBIA, HONDURAS, COSTA_RICA)}
