"""The 32 states: the first two digits of every INEGI key say the state.

Names and abbreviations are INEGI's. Regions are the four of Banco de México's reports on regional economies: north,
north-centre, centre, south.
"""

from __future__ import annotations

from typing import NamedTuple


class State(NamedTuple):
    """A state: its key, official name, usual name, abbreviation and region; empty where it has none."""

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
