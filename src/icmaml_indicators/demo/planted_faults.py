"""Faults planted in the made-up municipalities, each with the finding that must name it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the finding that names it, where it says so, and what was done to the table, in words.

    Attributes
    ----------
    code, entity, period, subject
        As the finding has them; empty where it concerns no entity or no period.
    told
        What was done, in Spanish and English.
    """

    code: str
    entity: str
    period: str
    subject: str
    told: tuple[str, str]


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that was written wrong, and the findings that name it."""

    entity: str
    period: str
    variable: str
    write: Callable[[float], Any]
    # Each finding, and what it concerns.
    found: tuple[tuple[str, str], ...]
    told: tuple[str, str]


_FUEL, _NIGHT = "fuel_per_inhabitant", "light_repair_hours_avg"
CELLS = (
    CellFault(
        "SINT07",
        "2024-S2",
        "fuel_litres",
        lambda value: value * 100,
        (("IND416", _FUEL), ("IND417", _FUEL), ("IND415", _FUEL)),
        ("combustible con el punto decimal corrido dos lugares", "fuel with its decimal point two places too far"),
    ),
    CellFault(
        "SINT10",
        "2024-S2",
        "working_street_lights",
        lambda value: value * 2,
        (("IND404", "working_street_lights"),),
        (
            "más luminarias en funcionamiento que luminarias: una parte de más de 100 %",
            "more street lights working than there are: a share over 100 %",
        ),
    ),
    CellFault(
        "SINT13",
        "2024-S2",
        "trees_planted",
        lambda value: -value,
        (("IND403", "trees_planted"),),
        ("un conteo con signo menos", "a count with a minus sign"),
    ),
    CellFault(
        "SINT16",
        "2024-S2",
        "library_visits",
        lambda value: "pendiente",
        (("IND409", "library_visits"),),
        ("una palabra en una columna de cifras", "a word in a column of figures"),
    ),
    CellFault(
        "SINT19",
        "2024-S2",
        "swept_km",
        lambda value: "1,234",
        (("IND410", "swept_km"),),
        ("una cifra cuya coma puede separar miles o decimales", "a figure whose comma may part thousands or decimals"),
    ),
    CellFault(
        "SINT22",
        "2024-S2",
        "firefighters",
        lambda value: value + 0.5,
        (("IND414", "firefighters"),),
        ("media persona", "half a person"),
    ),
    CellFault(
        "SINT25",
        "2024-S2",
        "waste_fleet_fuel_litres",
        lambda value: f"${value:.2f}",
        (("IND430", "waste_fleet_fuel_litres"),),
        ("litros con signo de pesos", "litres with a peso sign"),
    ),
    CellFault(
        "SINT28",
        "2024-S2",
        "total_revenue",
        lambda value: f"${value:,.2f}",
        (("IND408", "total_revenue"),),
        (
            "un importe con signo de pesos y comas: se lee como cifra",
            "an amount with its peso sign and commas: read as a number",
        ),
    ),
    CellFault(
        "SINT32",
        "2024-S2",
        "audit_findings",
        lambda value: "",
        (("IND433", "audit_findings_resolved_share"),),
        ("un indicador que tenía dato y lo perdió", "an indicator that had a figure and lost it"),
    ),
    CellFault(
        "SINT34",
        "2024-S2",
        "code_cases_opened",
        lambda value: 0,
        (("IND402", "code_cases_resolved_share"),),
        ("un denominador de cero", "a denominator of zero"),
    ),
    CellFault(
        "SINT37",
        "2024-S2",
        "slaughtered_animals",
        lambda value: "N/A",
        (("IND420", "slaughtered_animals"),),
        ("un rastro que no existe: «no aplica»", "a slaughterhouse that does not exist: “not applicable”"),
    ),
    CellFault(
        "SINT40",
        "2024-S2",
        "recreation_area_m2",
        lambda value: 999999999,
        (("IND485", "recreation_area_m2"),),
        ("un código de «sin dato» hecho de nueves", "a code for “no figure” made of nines"),
    ),
)
_UNIT, _MISSPELT = "lighting_maintenance_expenditure", "available_burial_spaces"
MISSPELT_AS = "espacios_en_panteon"
ROWS = (
    Fault(
        "IND484",
        "",
        "2022-S2",
        _UNIT,
        ("un semestre de una columna en miles de pesos", "one semester of a column by the thousand pesos"),
    ),
    Fault(
        "IND405",
        "SINT43",
        "2024-S2",
        "led_street_lights",
        ("un renglón repetido con otra cifra", "a line repeated with another figure"),
    ),
    Fault("IND426", "SINT46", "2024-S2", "entity", ("un renglón repetido igual", "a line repeated alike")),
    Fault("IND424", "", "", "entity", ("un renglón sin clave", "a line without a key")),
    Fault("IND425", "SINT49", "", "period", ("un tercer semestre", "a third semester")),
    Fault("IND480", "", "", "entity", ("un renglón de totales", "a line of totals")),
    Fault("IND407", "", "", _MISSPELT, ("una columna que falta", "a column that is missing")),
    Fault("IND406", "", "", MISSPELT_AS, ("esa columna, con otro nombre", "that column, under another name")),
    Fault(
        "IND412",
        "SINT01",
        "",
        "entity",
        ("claves que no son del INEGI, en todos los renglones", "keys that are not INEGI's, in every line"),
    ),
)


def list_faults() -> list[Fault]:
    """Return every fault that is planted, by the finding that names it."""
    cells = [
        Fault(code, cell.entity, cell.period, subject, cell.told) for cell in CELLS for code, subject in cell.found
    ]
    return cells + list(ROWS)


def plant_faults(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with every fault in it."""
    import pandas as pd

    found = table.copy()
    for cell in CELLS:
        found[cell.variable] = found[cell.variable].astype(object)
        row = _row(found, cell.entity, cell.period)
        found.loc[row, cell.variable] = cell.write(float(table.loc[row, cell.variable]))
    first = found["period"] == "2022-S1"
    found.loc[first, _UNIT] = found.loc[first, _UNIT] / 1000
    again = found.loc[[_row(found, "SINT43", "2024-S2"), _row(found, "SINT46", "2024-S2")]]
    again.iloc[0, again.columns.get_loc("led_street_lights")] += 100
    others = found.loc[[_row(found, "SINT49", "2024-S2")] * 3].copy()
    others["entity"], others["name"] = ["", "SINT49", "Total"], ["Sin clave", "Municipio sintético 49", "Total"]
    others["period"] = ["2024-S2", "2024-S3", "2024-S2"]
    found = pd.concat([found, again, others], ignore_index=True)
    return found.rename(columns={_MISSPELT: MISSPELT_AS})


def _row(table: pd.DataFrame, entity: str, period: str) -> int:
    (row,) = table.index[(table["entity"] == entity) & (table["period"] == period)]
    return int(row)
