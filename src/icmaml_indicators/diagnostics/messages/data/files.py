"""Findings in the lines of files, and in workbooks."""

from __future__ import annotations

from ..message import Message, finding

MESSAGES: dict[str, Message] = {
    "IND438": finding(
        "warning",
        "el archivo se hizo para {given}; se califica con {used}",
        "the file was made for {given}; it is scored with {used}",
        ("se califica con la que se pidió", "scored with the one asked for"),
    ),
    "IND720": finding(
        "info",
        "{count} archivo(s) se leen como una sola tabla",
        "{count} file(s) are read as one table",
        ("no cambia ninguna cifra", "no figure changes"),
    ),
    "IND721": finding(
        "error",
        "el archivo no se lee: {problem}",
        "the file is not read: {problem}",
        ("sus cifras faltan", "its figures are absent"),
    ),
    "IND722": finding(
        "info",
        "{count} archivo(s) de la carpeta no contienen una tabla; no se leen",
        "{count} file(s) of the folder hold no table; they are not read",
        ("no se leen", "not read"),
    ),
    "IND471": finding(
        "warning",
        "la línea tiene {given} campos y los encabezados son {expected}; los que faltan quedan vacíos",
        "the line has {given} fields and there are {expected} headings; those that are missing are left empty",
        ("los que faltan, ausentes", "missing ones absent"),
    ),
    "IND472": finding(
        "info",
        "la línea tiene {given} campos y los encabezados son {expected}; los que sobran están vacíos",
        "the line has {given} fields and there are {expected} headings; those beyond are empty",
        ("se conserva", "kept"),
    ),
    "IND473": finding(
        "error",
        "la línea tiene {given} campos y los encabezados son {expected}; no se lee: ¿hay un separador sin comillas?",
        "the line has {given} fields and there are {expected} headings; it is not read: is there a separator"
        " without quotes?",
        ("la línea no se lee", "line not read"),
    ),
    "IND474": finding(
        "error",
        "una celda contiene fines de línea y separadores hasta la línea {last}: ¿sobra una comilla? Lo que le sigue en su fila"
        " no se lee",
        "a cell holds line ends and separators down to line {last}: is there a quote too many? What follows it in its row"
        " is not read",
        ("lo que sigue no se lee", "what follows not read"),
    ),
    "IND476": finding(
        "warning",
        "el archivo no está en UTF-8 y leído como Windows-1252 contiene signos que no son letras: guárdelo en UTF-8",
        "the file is not UTF-8 and, read as Windows-1252, holds signs that are no letters: save it as UTF-8",
        ("se conserva", "kept"),
    ),
    "IND544": finding(
        "info",
        "los encabezados se tomaron de esta línea; arriba hay {count} más",
        "the headings were taken from this line; {count} more stand above",
        ("esas líneas no se leen", "those lines are not read"),
    ),
    "IND547": finding(
        "info",
        "debajo de la tabla hay {count} líneas que no son de ella",
        "{count} lines below the table are none of it",
        ("no se leen", "not read"),
    ),
    "IND548": finding(
        "warning",
        "se leyó la hoja `{sheet}`; otras no: dígala con `sheet=` (`--sheet`)",
        "the sheet `{sheet}` was read; others were not: say which with `sheet=` (`--sheet`)",
        ("esas hojas no se leen", "those sheets are not read"),
    ),
    "IND549": finding(
        "warning",
        "el archivo no está en UTF-8 y sus letras parecen de `{encoding}`: dígalo con `encoding=` (`--encoding`)",
        "the file is not UTF-8 and its letters look like `{encoding}`: say it with `encoding=` (`--encoding`)",
        ("se lee así", "read so"),
    ),
    "IND554": finding(
        "info",
        "los encabezados están en dos filas; se unieron",
        "the headings stand in two rows; they were joined",
        ("se leen juntos", "read as one"),
    ),
}
