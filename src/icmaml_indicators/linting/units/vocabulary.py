"""The words of units: measures with their sizes, and what municipalities count, with its other names.

The lists hold English words in the singular; plurals are found by `unit_texts`.
"""

from __future__ import annotations

from fractions import Fraction

from .dimensions import Unit, dimension

_F = Fraction


def _unit(size: Fraction | int, **powers: int) -> Unit:
    return Unit(dimension({base: _F(power) for base, power in powers.items()}), frozenset({_F(size)}))


_HOUR, _DAY, _YEAR = 3600, 86400, 31_557_600
_JOULE = {"kilogram": 1, "metre": 2, "second": -2}
_WATT = {"kilogram": 1, "metre": 2, "second": -3}

# Measures, by each of their names.
_MEASURES: dict[str, Unit] = {
    "metre meter m": _unit(1, metre=1),
    "kilometre kilometer km": _unit(1000, metre=1),
    "m² m2 square_metre square_meter": _unit(1, metre=2),
    "km² km2 square_kilometre square_kilometer": _unit(1_000_000, metre=2),
    "hectare ha": _unit(10_000, metre=2),
    "m³ m3 cubic_metre cubic_meter": _unit(1, metre=3),
    "hm³ hm3 cubic_hectometre": _unit(1_000_000, metre=3),
    "litre liter l L": _unit(_F(1, 1000), metre=3),
    "kilogram kg": _unit(1, kilogram=1),
    "gram g": _unit(_F(1, 1000), kilogram=1),
    "tonne ton t": _unit(1000, kilogram=1),
    "second s": _unit(1, second=1),
    "minute min": _unit(60, second=1),
    "hour h": _unit(_HOUR, second=1),
    "day d": _unit(_DAY, second=1),
    "week": _unit(7 * _DAY, second=1),
    "month": _unit(_F(_YEAR, 12), second=1),
    "quarter": _unit(_F(_YEAR, 4), second=1),
    "semester": _unit(_F(_YEAR, 2), second=1),
    "year": _unit(_YEAR, second=1),
    "joule J": _unit(1, **_JOULE),
    "kWh kilowatt-hour kilowatt_hour": _unit(1000 * _HOUR, **_JOULE),
    "MWh megawatt-hour megawatt_hour": _unit(1_000_000 * _HOUR, **_JOULE),
    "GWh gigawatt-hour gigawatt_hour": _unit(1_000_000_000 * _HOUR, **_JOULE),
    "watt W": _unit(1, **_WATT),
    "kilowatt kW": _unit(1000, **_WATT),
    "megawatt MW": _unit(1_000_000, **_WATT),
    "peso MXN": _unit(1, peso=1),
    "dollar USD": _unit(1, dollar=1),
    "euro EUR": _unit(1, euro=1),
    "% percent percentage percentage_point pct": _unit(_F(1, 100)),
    "‰ permille": _unit(_F(1, 1000)),
    "ratio time share proportion fraction factor multiple one": _unit(1),
    # Marks on whatever scale: no dimension, and no size to hold them to.
    "point points_of_100 mark score index": Unit(sizes=frozenset()),
}

# What is counted: its name in Spanish, its name in English and the other names it goes by.
_COUNTED = """
persona person: people inhabitant resident citizen neighbour user employee worker servant official officer
  police_officer agent firefighter inspector victim death fatality holder manager participant beneficiary student
  child woman man patient councillor volunteer youth
hogar household: family
vivienda dwelling: home house housing_unit
vehículo vehicle: patrol_vehicle patrol_car car truck unit_of_fleet
luminaria light: lamp luminaire street_light streetlight
accidente accident: crash collision
delito crime: offence offense
homicidio homicide: murder
robo robbery: theft burglary
denuncia report:
llamada call: emergency_call
queja complaint: grievance
incendio fire: structure_fire
inspección inspection: verification
licencia licence: license
permiso permit: authorisation authorization
certificado certificate:
expediente case: file
solicitud request: application
trámite procedure: formality
reparación repair:
visita visit:
árbol tree:
animal animal: head
mercado market:
instalación facility: centre center installation
espacio space: space_needed burial_space
establecimiento establishment: business shop premises
cruce intersection: crossing junction signal traffic_light
puesto post: position
meta goal: target objective
indicador indicator:
línea line: line_of_action
observación finding: observation
rubro item: entry
toma connection: service_connection
circuito circuit:
tramo section: street_section segment
ejercicio exercise: drill
carta pledge: letter
declaración declaration: statement
proyecto project:
programa program: programme
obra work: public_work
documento document:
sesión session: meeting
curso course: workshop
escuela school:
hospital hospital: clinic
cama bed:
patrulla patrol:
cámara camera:
bache pothole:
viaje trip: journey
pasajero passenger:
evento event:
servicio service: attention
cuenta account: bill
predio parcel: property lot plot
contrato contract: tender
proveedor supplier: vendor
consejo council: committee board
municipio municipality: municipal_government
comunidad community: locality neighbourhood settlement
"""


def _counted() -> tuple[dict[str, Unit], dict[str, str]]:
    units: dict[str, Unit] = {}
    spanish: dict[str, str] = {}
    for line in _COUNTED.replace("\n  ", " ").strip().splitlines():
        names, _, others = line.partition(":")
        local, name = names.split()
        spanish[name] = local
        for word in (name, *others.split()):
            units[word.replace("_", " ")] = _unit(1, **{name: 1})
    return units, spanish


COUNTED, _SPANISH = _counted()
MEASURES = {name.replace("_", " "): unit for names, unit in _MEASURES.items() for name in names.split()}
_SPANISH |= {"metre": "m", "kilogram": "kg", "second": "s", "dollar": "dólar"}
_ENGLISH = {"metre": "m", "kilogram": "kg", "second": "s"}

# Numbers in words, as they stand before a noun.
NUMBERS: dict[str, int] = {
    "one": 1,
    "two": 2,
    "ten": 10,
    "dozen": 12,
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
}

_TIMES = (("hora", "hour"), ("día", "day"), ("minuto", "minute"), ("mes", "month"), ("año", "year"), ("s", "s"))

# How powers of base units are shown, by choice: the one that leaves no number over is taken, else the first.
SHOWN: tuple[tuple[tuple[str, str, Unit], ...], ...] = tuple(
    tuple((es, en, MEASURES[en]) for es, en in group)
    for group in (
        (("kWh", "kWh"), ("MWh", "MWh"), ("GWh", "GWh"), ("J", "J")),
        (("kW", "kW"), ("W", "W")),
        (("m³", "m³"), ("litro", "litre")),
        (("m²", "m²"), ("ha", "ha"), ("km²", "km²")),
        (("km", "km"), ("m", "m")),
        (("kg", "kg"), ("tonelada", "tonne")),
        (
            ("hora", "hour"),
            ("día", "day"),
            ("minuto", "minute"),
            ("mes", "month"),
            ("año", "year"),
            ("segundo", "second"),
        ),
    )
)


def noun(base: str, language: str) -> str:
    """Return the name of a base unit in one language."""
    return (_SPANISH if language == "es" else _ENGLISH).get(base, base)
