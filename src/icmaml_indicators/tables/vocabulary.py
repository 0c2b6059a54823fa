"""The usual headings of who and when, one list for data, catalogues, targets and flows.

Folded, without *de*, *del* and *la*; of each kind the usual one first.
"""

from __future__ import annotations

ENTITY = ("entity",)
# A key of whatever stands on the line.
KEY = ("key", "clave")
# Five digits of a municipality, or nine of a locality.
WHOLE_KEY = ("cvegeo", "cve_geo", "clave_geoestadistica", "clave_inegi")
# Five digits, or three beside the state.
MUNICIPALITY_KEY = (
    *("cve_mun", "cve_municipio", "clave_municipio", "cve_agem"),
    *("cod_mpio", "codigo_municipio", "codigo_canton"),
)
# Keys where they hold digits: of AGEEML and of the census.
PERHAPS_KEY = ("municipality", "municipio", "mun", "mapa")
STATE_KEY = (
    *("cve_ent", "cve_agee", "clave_ent", "clave_entidad", "cve_entidad", "state_key", "ent"),
    *("cod_dpto", "codigo_departamento", "codigo_provincia"),
)
STATE_NAME = ("nom_ent", "entidad", "entidad_federativa")
MUNICIPALITY_NAME = ("nom_mun", "nom_agem", "nomgeo", "municipality", "municipio", "nombre_municipio", "nom_mpio")
NAME = ("name", "nombre")
PERIOD = ("period", "periodo", "ano", "anio", "year", "ciclo")
PROJECT = ("project", "proyecto")
INDICATOR = ("indicator", "indicador", "nombre_indicador")
VARIABLE = ("variable", "criterion", "criterio")
# Of the table of units of COINr: their codes, names and times.
UNIT_CODE, UNIT_NAME, UNIT_TIME = ("ucode",), ("uname",), ("time",)

# A line that has one of them, and other words, begins a table.
OF_HEADS = frozenset(
    {
        *(*ENTITY, *KEY, "cve", "mapa", *WHOLE_KEY, *MUNICIPALITY_KEY, "state", "estado", *STATE_KEY, *STATE_NAME),
        *(*MUNICIPALITY_NAME, *NAME, *PERIOD, *PROJECT, *INDICATOR, *VARIABLE, *UNIT_CODE),
    }
)
