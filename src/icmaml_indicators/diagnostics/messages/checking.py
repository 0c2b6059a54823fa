"""What goes wrong around checking and mending specs."""

from __future__ import annotations

from .message import Message, error

MESSAGES: dict[str, Message] = {
    "IND585": error(
        "{path}: el archivo cambió mientras se corregía; no se escribió nada",
        "{path}: the file changed while it was being mended; nothing was written",
    ),
    "IND586": error("{path}: no se puede escribir: {problem}", "{path}: cannot be written: {problem}"),
    "IND587": error(
        "`{option}` va con --fix o con --diff",
        "`{option}` goes with --fix or --diff",
    ),
    "IND588": error(
        "para corregir hace falta la ruta de un archivo o de una carpeta, no `{given}`: los specs de la biblioteca no se cambian",
        "mending needs the path of a file or a folder, not `{given}`: the specs of the library are not changed",
    ),
}
