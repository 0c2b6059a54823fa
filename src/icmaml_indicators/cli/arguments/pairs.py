"""Arguments that are pairs: ``ROLE=NAME``, ``WRITTEN=PERIOD``."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import IcmamlError


def pairs_of(pairs: Sequence[str]) -> dict[str, str]:
    """Return what is given in pairs ``ROLE=NAME``."""
    found = {}
    for pair in pairs:
        role, separator, name = pair.partition("=")
        if not separator:
            raise IcmamlError("IND540", given=pair)
        found[role] = name
    return found
