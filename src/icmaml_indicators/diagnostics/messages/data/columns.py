"""Findings in columns, keys, names and periods."""

from __future__ import annotations

from ..message import Message, finding

MESSAGES: dict[str, Message] = {
    "IND405": finding(
        "error",
        "entidad y periodo repetidos con cifras distintas",
        "entity and period repeated with different figures",
        ("se rechaza", "rejected"),
    ),
    "IND406": finding(
        "warning",
        "columna desconocida; se conserva como atributo, no se califica",
        "unknown column; kept as an attribute, not scored",
        ("queda como atributo", "kept as an attribute"),
    ),
    "IND407": finding(
        "warning",
        "falta la columna",
        "the column is missing",
        ("ausente", "absent"),
    ),
    "IND411": finding(
        "info",
        "clave numérica completada con ceros a {width} dígitos",
        "numeric key padded with zeros to {width} digits",
        ("se conserva", "kept"),
    ),
    "IND412": finding(
        "warning",
        "no es una clave del INEGI: se esperan {width} dígitos, y los dos primeros, de la entidad, van de 01 a 32",
        "not a key of INEGI: {width} digits are expected, the first two, of the state, from 01 to 32",
        ("se conserva", "kept"),
    ),
    "IND413": finding(
        "info",
        "periodo leído como {period}",
        "period read as {period}",
        ("se conserva", "kept"),
    ),
    "IND424": finding(
        "error",
        "fila sin clave de entidad",
        "row without an entity key",
        ("la línea no se usa", "line not used"),
    ),
    "IND425": finding(
        "error",
        "el periodo no se entiende",
        "the period cannot be read",
        ("la línea no se usa", "line not used"),
    ),
    "IND426": finding(
        "info",
        "fila repetida con cifras iguales; se toma una vez",
        "row repeated with the same figures; taken once",
        ("se toma una vez", "taken once"),
    ),
    "IND427": finding(
        "warning",
        "variable desconocida; sus cifras no se califican",
        "unknown variable; its figures are not scored",
        ("no se califica", "not scored"),
    ),
    "IND428": finding(
        "info",
        "ninguna entidad lo reporta en {period}",
        "no entity reports it in {period}",
        ("ausente", "absent"),
    ),
    "IND429": finding(
        "warning",
        "la fecha no es el último día de un periodo; se lee como {period}",
        "the date is not the last day of a period; read as {period}",
        ("se conserva", "kept"),
    ),
    "IND434": finding(
        "info",
        "líneas sin llenar",
        "lines left empty",
        ("nada que calificar", "nothing to score"),
    ),
    "IND454": finding(
        "info",
        "nombre tomado por la clave {key}",
        "name taken for the key {key}",
        ("se usa la clave", "the key is used"),
    ),
    "IND455": finding(
        "error",
        "el nombre es de varios municipios: {candidates}; la fila queda con su nombre como clave",
        "several municipalities bear the name: {candidates}; the line keeps its name as key",
        ("se conserva por su nombre", "kept by its name"),
    ),
    "IND456": finding(
        "warning",
        "el catálogo no conoce el nombre{hint}; la fila queda con su nombre como clave",
        "the catalogue does not know the name{hint}; the line keeps its name as key",
        ("se conserva por su nombre", "kept by its name"),
    ),
    "IND457": finding(
        "info",
        "{count} clave(s) no están en el catálogo ({shown}); se califican como las demás",
        "{count} key(s) are not in the catalogue ({shown}); they are scored like the others",
        ("se conserva", "kept"),
    ),
    "IND475": finding(
        "warning",
        "las líneas repetidas dan atributos distintos; queda vacío",
        "repeated lines give different attributes; it is left empty",
        ("el atributo queda vacío", "attribute left empty"),
    ),
    "IND590": finding(
        "info",
        "periodos leídos por la regla declarada `{rule}`",
        "periods read by the declared rule `{rule}`",
        ("se leen así", "read so"),
    ),
    "IND591": finding(
        "info",
        "los encabezados son periodos y sus columnas llevan `{held}`: cada celda se lee como una línea de su periodo",
        "the headings are periods and their columns hold `{held}`: each cell is read as a line of its period",
        ("se leen así", "read so"),
    ),
    "IND592": finding(
        "info",
        "otro nombre, anterior o posterior, de {municipality}; se toma por su clave",
        "another name, former or later, of {municipality}; taken for its key",
        ("se usa la clave ([municipios](municipalities.md))", "the key is used ([municipalities](municipalities.md))"),
    ),
    "IND593": finding(
        "info",
        "los datos no traen la población; se toma la del catálogo para el año de cada fila ({periods})",
        "the data does not bring the population; that of the catalogue for the year of each row is taken ({periods})",
        ("se usa la del catálogo", "that of the catalogue is used"),
    ),
    "IND594": finding(
        "warning",
        "los datos no traen la población; se toma la del catálogo, que no dice de qué año es ({periods})",
        "the data does not bring the population; that of the catalogue is taken, which does not say of what year it is"
        " ({periods})",
        ("se usa la del catálogo", "that of the catalogue is used"),
    ),
    "IND595": finding(
        "warning",
        "no es una clave de {country}: se esperan {width} dígitos que empiecen con los de un departamento o una provincia",
        "not a key of {country}: {width} digits are expected that begin with those of a department or a province",
        ("se conserva", "kept"),
    ),
    "IND480": finding(
        "warning",
        "{count} fila(s) de totales, promedios o lo no especificado se apartan; no se califican",
        "{count} row(s) of totals, means or what is not specified are set aside; they are not scored",
        ("se apartan", "set aside"),
    ),
    "IND481": finding(
        "warning",
        "la clave es de {own} y la fila dice {told}; ambas quedan como están",
        "the key is of {own} and the row says {told}; both are kept as they are",
        ("se conserva ([municipios](municipalities.md))", "kept ([municipalities](municipalities.md))"),
    ),
    "IND482": finding(
        "warning",
        "en el catálogo la clave es {own}, y el nombre junto a ella es de {others}; ambos quedan como están",
        "in the catalogue the key is {own}, and the name beside it is of {others}; both are kept as they are",
        ("se conserva ([municipios](municipalities.md))", "kept ([municipalities](municipalities.md))"),
    ),
    "IND483": finding(
        "error",
        "el periodo es de otra frecuencia que la del programa ({valid}); la línea no se usa",
        "the period is of another frequency than the program's ({valid}); the line is not used",
        ("la línea no se usa", "line not used"),
    ),
}
