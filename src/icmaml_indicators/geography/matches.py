"""What names of municipalities come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..diagnostics.brief import Brief


@dataclass(frozen=True, slots=True, repr=False)
class Match(Brief):
    """What a name came to.

    Attributes
    ----------
    given
        The name as given.
    status
        ``found``, ``ambiguous`` (several bear it) or ``unknown``.
    key
        The key of the municipality; empty unless found.
    candidates
        Key, name and state of those that bear the name, or of the nearest ones where it is unknown.
    by_other_name
        Whether it was found by a name that it had once, or got since the catalogue was made (`FORMER_NAMES`).
    """

    given: str
    status: Literal["found", "ambiguous", "unknown"]
    key: str = ""
    candidates: tuple[str, ...] = ()
    by_other_name: bool = False
