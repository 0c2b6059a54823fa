"""Faults of column maps, what cannot be done with them, and findings in files that are read by them."""

from __future__ import annotations

from .message import Message, Page, fault, finding, refusal

# Sound maps, from which the examples take their lines.
MAP = """\
map: 1
id: sample
title: {es: Muestra, en: A sample}
program: sindes
producer: {es: Un registro, en: A register}
licence: {es: Uso libre con crédito, en: Free use with credit}
credit: {es: "Fuente: un registro", en: "Source: a register"}
columns:
  key: [CVE_MUN, CVEGEO]
  year: ANIO
  kind: TIPO
  tonnes: RSU
  police: POLICIAS
entity: key
period: {year: year, into: semester, parts: [2]}
variables:
  - id: operational_police
    unit: {es: personas, en: persons}
    column: police
    where: {kind: 1}
  - id: waste_collected_tonnes
    unit: {es: toneladas por día, en: tonnes per day}
    column: tonnes
    times: {number: 184, unit: {es: días, en: days}}
"""

_WASTE = "    times: {number: 184, unit: {es: días, en: days}}"

TARGET_MAP = (
    MAP[: MAP.index("program:")]
    + MAP[MAP.index("producer:") : MAP.index("columns:")]
    + """\
columns:
  level: NIVEL
  indicator: [INDICADOR, NOMBRE]
  target: META
  actual: AVANCE
targets:
  level: {columns: level, words: {Resultado: purpose}}
  indicator: indicator
  target: target
  actual: actual
"""
)

MESSAGES: dict[str, Message] = {
    # Faults -------------------------------------------------------------------------------------------
    "IND700": fault(
        "`{name}` no es una columna del mapa",
        "`{name}` is no column of the map",
        Page(
            "map-unknown-column",
            "Finds a name in a column map that stands for none of its `columns`.",
            "Nothing of the file would be read there.",
            "    where: {kind: 1}",
            "    where: {kin: 1}",
            MAP,
        ),
    ),
    "IND701": fault(
        "no hay un programa `{program}` entre los incluidos, ni junto al mapa",
        "there is no program `{program}` among those that ship, nor beside the map",
        Page(
            "map-unknown-program",
            "Finds a column map of a program that is neither built in nor lies beside it or its folder.",
            "Nobody could tell whether the variables that it gives exist.",
            "program: sindes",
            "program: sindess",
            MAP,
        ),
    ),
    "IND702": fault(
        "`{name}` no es una variable que se entregue a `{program}`",
        "`{name}` is no variable that is handed to `{program}`",
        Page(
            "map-unknown-variable",
            "Finds a variable of a column map that its program does not take.",
            "The figures would go nowhere.",
            "  - id: operational_police",
            "  - id: operational_polise",
            MAP,
        ),
    ),
    "IND703": fault(
        "`{key}`: {problem_es}",
        "`{key}`: {problem_en}",
        Page(
            "map-keys-at-odds",
            "Finds keys of a column map that say too little or too much: no period or two, eleven months, a sum without the "
            "column of its figures.",
            "The figures could not be read, or in two ways.",
            "period: {year: year, into: semester, parts: [2]}",
            "period: {into: semester}",
            MAP,
        ),
    ),
    "IND704": fault(
        "`{id}`: el mapa da {given_es} y la variable está en {wanted_es}",
        "`{id}`: the map gives {given_en} and the variable is in {wanted_en}",
        Page(
            "map-other-unit",
            "Finds a unit of the file, times that of its factor, that is not the unit of the variable. Units that are not "
            "known are not compared.",
            "A figure per day would stand for one per year.",
            _WASTE,
            "",
            MAP,
        ),
    ),
    "IND705": fault(
        "la columna `{name}` no se usa",
        "the column `{name}` is not used",
        Page(
            "map-unused-column",
            "Finds a column of a map that nothing in it reads.",
            "Its heading would be asked of the file in vain, or a condition was forgotten.",
            "    where: {kind: 1}",
            "",
            MAP,
        ),
    ),
    "IND706": fault(
        "la variable `{id}` se repite; ya está en {first}",
        "the variable `{id}` is repeated; it stands at {first} already",
        Page(
            "map-variable-twice",
            "Finds a variable that a column map gives twice.",
            "Which figure counts would depend on the order.",
            "  - id: waste_collected_tonnes",
            "  - id: operational_police",
            MAP,
        ),
    ),
    "IND736": fault(
        "`{role}` no es una columna de las tablas de metas",
        "`{role}` is no column of tables of targets",
        Page(
            "map-unknown-role",
            "Finds a role in the `targets` of a column map that tables of targets do not have.",
            "The column of the file would be read by nobody.",
            "  level: {columns: level, words: {Resultado: purpose}}",
            "  levle: {columns: level, words: {Resultado: purpose}}",
            TARGET_MAP,
        ),
    ),
    "IND737": fault(
        "a `targets` le falta `{role}`",
        "`targets` lacks `{role}`",
        Page(
            "map-missing-role",
            "Finds a column map of a table of targets that does not say which column is the indicator, its target or its "
            "result.",
            "Nothing could be held against a target.",
            "  actual: actual\n",
            "  weight: actual\n",
            TARGET_MAP,
        ),
    ),
    "IND738": fault(
        "`{given}` no es una palabra de `{role}` ({valid})",
        "`{given}` is no word of `{role}` ({valid})",
        Page(
            "map-unknown-word",
            "Finds a word of the file to which a column map gives a meaning that the role does not know.",
            "Its lines would have no level, direction or frequency, whichever it is.",
            "  level: {columns: level, words: {Resultado: purpose}}",
            "  level: {columns: level, words: {Resultado: porpose}}",
            TARGET_MAP,
        ),
    ),
    # What cannot be done ------------------------------------------------------------------------------
    "IND707": refusal(
        "el archivo no es el del mapa `{map}`: faltan {missing} (hay: {found})",
        "the file is not that of the map `{map}`: {missing} are missing (there are: {found})",
    ),
    "IND708": refusal(
        "el mapa `{map}` da variables de `{given}`, no de `{program}`",
        "the map `{map}` gives variables of `{given}`, not of `{program}`",
    ),
    "IND709": refusal(
        "de {count} filas el mapa `{map}` no lee ninguna ({found})",
        "of {count} lines the map `{map}` reads none ({found})",
    ),
    "IND739": refusal(
        "el mapa `{map}` da {given}; aquí se espera: {wanted}",
        "the map `{map}` gives {given}; expected here: {wanted}",
    ),
    # Findings -----------------------------------------------------------------------------------------
    "IND710": finding(
        "warning",
        "el mapa `{map}` no está verificado: estos encabezados no se leyeron en un original público",
        "the map `{map}` is unverified: these headings were not read in a public original",
        ("se usa como está; compárelo con su archivo", "used as it is; compare it with your file"),
    ),
    "IND711": finding(
        "error",
        "ningún encabezado del archivo es el de la columna `{column}` del mapa ({expected})",
        "no heading of the file is that of the column `{column}` of the map ({expected})",
        ("lo que la usa, ausente", "what uses it absent"),
    ),
    "IND712": finding(
        "info",
        "la columna `{column}` se conoce con este encabezado desde {since}, y el archivo tiene periodos anteriores",
        "the column `{column}` is known under this heading since {since}, and the file holds earlier periods",
        ("se lee", "read"),
    ),
    "IND713": finding(
        "error",
        "ninguna fila cumple la condición del mapa: la columna `{column}` no contiene {values}",
        "no line meets the condition of the map: the column `{column}` does not hold {values}",
        ("la variable, ausente", "variable absent"),
    ),
    "IND714": finding(
        "info",
        "filas que no se leen: {count} ({because})",
        "lines that are not read: {count} ({because})",
        ("no se leen", "not read"),
    ),
    "IND715": finding(
        "warning",
        "celdas de esta columna que no son {what}: {count}",
        "cells of this column that are not {what}: {count}",
        (
            "la cifra, ausente; sin clave o periodo, la fila no se lee",
            "figure absent; without key or period, line not read",
        ),
    ),
    "IND716": finding(
        "warning",
        "la suma no está completa: falta {missing}",
        "the sum is not whole: {missing} is missing",
        ("ausente: una parte no es el todo", "absent: a part is not the whole"),
    ),
    "IND717": finding(
        "error",
        "varias filas dan la cifra y no coinciden",
        "several lines give the figure and differ",
        ("ausente", "absent"),
    ),
    "IND718": finding(
        "info",
        "varias filas dan la misma cifra; cuenta una vez",
        "several lines give the same figure; it counts once",
        ("cuenta una vez", "counted once"),
    ),
}
