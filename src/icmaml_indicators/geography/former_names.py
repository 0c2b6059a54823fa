"""Names that municipalities had in a census of INEGI and have no longer.

The former name stands under the same key in the tables of the census (INEGI, Censo General de Población y Vivienda
2000; Censo de Población y Vivienda 2010: population by municipality), the present one in INEGI's catalogue of the
census of 2020. Names that differ by an article, *de* or an abbreviation alone are known without a table.
"""

from __future__ import annotations

from typing import NamedTuple


class FormerName(NamedTuple):
    """A key, the name that it had, the last census with that name, and the name that it has."""

    key: str
    former: str
    census: int
    present: str


FORMER_NAMES: tuple[FormerName, ...] = (
    FormerName("08008", "Batopilas", 2010, "Batopilas de Manuel Gómez Morín"),
    FormerName("11003", "Allende", 2000, "San Miguel de Allende"),
    FormerName("11014", "Dolores Hidalgo", 2000, "Dolores Hidalgo Cuna de la Independencia Nacional"),
    FormerName("11037", "Silao", 2010, "Silao de la Victoria"),
    FormerName("12038", "José Azueta", 2000, "Zihuatanejo de Azueta"),
    FormerName("14098", "Tlaquepaque", 2010, "San Pedro Tlaquepaque"),
    FormerName("15001", "Acambay", 2010, "Acambay de Ruíz Castañeda"),
    FormerName("17013", "Jonacatepec", 2010, "Jonacatepec de Leandro Valle"),
    FormerName("17024", "Tlaltizapán", 2010, "Tlaltizapán de Zapata"),
    FormerName("17032", "Zacualpan", 2010, "Zacualpan de Amilpas"),
    FormerName(
        "20549",
        "Tezoatlán de Segura y Luna",
        2010,
        "Heroica Villa Tezoatlán de Segura y Luna, Cuna de la Independencia de Oaxaca",
    ),
    FormerName("30105", "Medellín", 2010, "Medellín de Bravo"),
)
