"""The 32 states: the first two digits of every INEGI key say the state.

Names and abbreviations are INEGI's. Regions are the four of Banco de México's reports on regional economies: north,
north-centre, centre, south.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class State(NamedTuple):
    """A state: its two-digit key, official name, usual name, abbreviation and region."""

    key: str
    name: str
    usual_name: str
    abbreviation: str
    region: str


_NORTH, _NORTH_CENTRE, _CENTRE, _SOUTH = "Norte", "Centro norte", "Centro", "Sur"
STATES: tuple[State, ...] = (
    State("01", "Aguascalientes", "Aguascalientes", "Ags.", _NORTH_CENTRE),
    State("02", "Baja California", "Baja California", "BC", _NORTH),
    State("03", "Baja California Sur", "Baja California Sur", "BCS", _NORTH_CENTRE),
    State("04", "Campeche", "Campeche", "Camp.", _SOUTH),
    State("05", "Coahuila de Zaragoza", "Coahuila", "Coah.", _NORTH),
    State("06", "Colima", "Colima", "Col.", _NORTH_CENTRE),
    State("07", "Chiapas", "Chiapas", "Chis.", _SOUTH),
    State("08", "Chihuahua", "Chihuahua", "Chih.", _NORTH),
    State("09", "Ciudad de México", "Ciudad de México", "CDMX", _CENTRE),
    State("10", "Durango", "Durango", "Dgo.", _NORTH_CENTRE),
    State("11", "Guanajuato", "Guanajuato", "Gto.", _CENTRE),
    State("12", "Guerrero", "Guerrero", "Gro.", _SOUTH),
    State("13", "Hidalgo", "Hidalgo", "Hgo.", _CENTRE),
    State("14", "Jalisco", "Jalisco", "Jal.", _NORTH_CENTRE),
    State("15", "México", "Estado de México", "Mex.", _CENTRE),
    State("16", "Michoacán de Ocampo", "Michoacán", "Mich.", _NORTH_CENTRE),
    State("17", "Morelos", "Morelos", "Mor.", _CENTRE),
    State("18", "Nayarit", "Nayarit", "Nay.", _NORTH_CENTRE),
    State("19", "Nuevo León", "Nuevo León", "NL", _NORTH),
    State("20", "Oaxaca", "Oaxaca", "Oax.", _SOUTH),
    State("21", "Puebla", "Puebla", "Pue.", _CENTRE),
    State("22", "Querétaro", "Querétaro", "Qro.", _CENTRE),
    State("23", "Quintana Roo", "Quintana Roo", "Q. Roo", _SOUTH),
    State("24", "San Luis Potosí", "San Luis Potosí", "SLP", _NORTH_CENTRE),
    State("25", "Sinaloa", "Sinaloa", "Sin.", _NORTH_CENTRE),
    State("26", "Sonora", "Sonora", "Son.", _NORTH),
    State("27", "Tabasco", "Tabasco", "Tab.", _SOUTH),
    State("28", "Tamaulipas", "Tamaulipas", "Tamps.", _NORTH),
    State("29", "Tlaxcala", "Tlaxcala", "Tlax.", _CENTRE),
    State("30", "Veracruz de Ignacio de la Llave", "Veracruz", "Ver.", _SOUTH),
    State("31", "Yucatán", "Yucatán", "Yuc.", _SOUTH),
    State("32", "Zacatecas", "Zacatecas", "Zac.", _NORTH_CENTRE),
)
_BY_KEY = {state.key: state for state in STATES}


def state_of(key: str) -> State | None:
    """Return the state of a state key (two digits) or a municipality key (five digits); None for anything else."""
    if len(key) not in {2, 5} or not (key.isascii() and key.isdigit()):
        return None
    return _BY_KEY.get(key[:2])


def states_of_keys(keys: Sequence[str] | NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the usual name of the state of each key; empty where the key says none."""
    return _spread(keys, "usual_name")


def regions_of_keys(keys: Sequence[str] | NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the region of each key; empty where the key says none."""
    return _spread(keys, "region")


def _spread(keys: Sequence[str] | NDArray[np.object_], part: str) -> NDArray[np.object_]:
    known, place = np.unique(np.asarray(keys, object).astype(str), return_inverse=True)
    found = [getattr(state, part) if (state := state_of(str(key))) else "" for key in known]
    return np.array(found, object)[place]
