"""What can be wrong with catalogues of municipalities, and with peer groups that rest on them."""

from __future__ import annotations

from .message import Message, error, info, warning

MESSAGES: dict[str, Message] = {
    "IND457": info(
        "{count} clave(s) no están en el catálogo ({shown}); se califican como las demás",
        "{count} key(s) are not in the catalogue ({shown}); they are scored like the others",
    ),
    "IND480": warning(
        "{count} fila(s) de totales, promedios o lo no especificado se apartan; no se califican",
        "{count} row(s) of totals, means or what is not specified are set aside; they are not scored",
    ),
    "IND481": warning(
        "la clave es de {own} y la fila dice {told}; ambas quedan como están",
        "the key is of {own} and the row says {told}; both are kept as they are",
    ),
    "IND482": warning(
        "en el catálogo la clave es {own}, y el nombre junto a ella es de {others}; ambos quedan como están",
        "in the catalogue the key is {own}, and the name beside it is of {others}; both are kept as they are",
    ),
    "IND526": error(
        "los datos no traen `population` para formar grupos por tamaño: entréguela como variable o columna, o dé un catálogo que la traiga (read_catalogue, --catalogue)",
        "the data has no `population` to part the peers by size: hand it in as a variable or column, or give a catalogue that has it (read_catalogue, --catalogue)",
    ),
    "IND527": error(
        "los datos no traen `metropolitan_area`: entréguela como columna, o agregue al catálogo una tabla de zonas metropolitanas, como la de CONAPO (Catalogue.join, un segundo --catalogue)",
        "the data has no `metropolitan_area`: hand it in as a column, or join a table of metropolitan areas, such as CONAPO's, to the catalogue (Catalogue.join, a second --catalogue)",
    ),
    "IND528": error(
        "los datos no traen `{column}`, que sale de las claves del INEGI: entregue claves de cinco dígitos, o nombres y un catálogo",
        "the data has no `{column}`, which follows from INEGI's keys: hand in keys of five digits, or names and a catalogue",
    ),
    "IND529": error(
        "la tabla no agrega nada al catálogo: no comparte claves con él o no trae columnas nuevas (columnas: {found})",
        "the table adds nothing to the catalogue: it shares no key with it, or brings no new column (columns: {found})",
    ),
}
