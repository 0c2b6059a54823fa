"""What can be wrong with asking for a path to a target, and what is told about one."""

from __future__ import annotations

from .message import Message, error, info, warning

MESSAGES: dict[str, Message] = {
    "IND462": warning(
        "no se alcanza: con todos los cambios posibles `{node}` llega a {best}; {binds}",
        "cannot be reached: with every change that is open `{node}` comes to {best}; {binds}",
    ),
    "IND463": info(
        "es el mejor camino que se encontró; no está probado que sea el de menor esfuerzo",
        "the best path found; it is not proved to be the one of least effort",
    ),
    "IND566": error(
        "`{given}` no es una meta (válidas: el id de un nivel, quartile=1, rank=3, score=80)",
        "`{given}` is no target (valid: the id of a level, quartile=1, rank=3, score=80)",
    ),
    "IND567": error("`{node}` no tiene {what}", "`{node}` has no {what}"),
    "IND568": error(
        "`{entity}` no pertenece a ningún grupo de comparación en {period}",
        "`{entity}` belongs to no peer group in {period}",
    ),
    "IND569": error("`{key}` debe ser {wanted}, no {given}", "`{key}` must be {wanted}, not {given}"),
}
