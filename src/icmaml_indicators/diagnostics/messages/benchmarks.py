"""What can be wrong with the wish to compare."""

from __future__ import annotations

from .message import Message, error

MESSAGES: dict[str, Message] = {
    "IND550": error(
        "no hay con qué medir la cercanía: {given} no tiene cifras",
        "there is nothing to measure nearness by: {given} holds no figures",
    ),
    "IND551": error(
        "`{key}` debe estar {wanted_es}, no {given}",
        "`{key}` must lie {wanted_en}, not {given}",
    ),
    "IND553": error(
        "solo un comparativo puede hacerse anónimo; compare primero con `benchmark`",
        "only a benchmark can be made anonymous; compare first with `benchmark`",
    ),
    "IND552": error(
        "los grupos de comparación se dan de una sola forma: --peers, --bands o --nearest",
        "peer groups are given in one way only: --peers, --bands or --nearest",
    ),
}
