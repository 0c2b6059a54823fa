"""Packages of studies: why they cannot be written, read or scored anew."""

from __future__ import annotations

from .message import Message, refusal

MESSAGES: dict[str, Message] = {
    "IND800": refusal(
        "{path}: no es un paquete de estudio que se pueda leer: {problem}",
        "{path}: is no package of a study that can be read: {problem}",
    ),
    "IND801": refusal(
        "{path}: el paquete es del formato {given}, y esta versión lee hasta el {known}; actualice icmaml-indicators",
        "{path}: the package is of format {given}, and this version reads up to {known}; update icmaml-indicators",
    ),
    "IND802": refusal(
        "{path}: contiene `{name}`, que ningún paquete lleva: {problem}",
        "{path}: holds `{name}`, which no package has: {problem}",
    ),
    "IND803": refusal("{path}: es demasiado grande: {problem}", "{path}: is too large: {problem}"),
    "IND804": refusal(
        "la opción `{option}` no puede ir en un paquete; se esperaba: {wanted}",
        "the option `{option}` cannot go into a package; expected: {wanted}",
    ),
    "IND805": refusal(
        "{path}: no lleva los datos sino su huella; entréguelos aparte (`--data`, `data=`): {names}",
        "{path}: holds not the data but its digest; hand it in beside it (`--data`, `data=`): {names}",
    ),
    "IND806": refusal(
        "`{name}` falta en el paquete, o no es como debe ser",
        "`{name}` is missing in the package, or not as it should be",
    ),
    "IND807": refusal(
        "{path}: lo que contiene no se puede calificar: {problem}", "{path}: what it holds cannot be scored: {problem}"
    ),
    "IND808": refusal(
        "un archivo de un paquete no puede llamarse `{name}`: {problem}",
        "a file of a package cannot be called `{name}`: {problem}",
    ),
    "IND809": refusal(
        "la tabla se leyó de un archivo y lleva lo que se halló en él; entregue el archivo (y el mapa), o guarde la tabla"
        " en un archivo",
        "the table was read from a file and carries what was found there; hand in the file (and the map), or write the"
        " table to a file",
    ),
}
