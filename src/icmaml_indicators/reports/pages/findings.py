"""Findings of any table as a page shows them: by kind, with counts and a few examples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...data.model.findings import FindingLog
from ...diagnostics import MESSAGES
from .entity_view import MOST_EXAMPLES, FindingGroup
from .figures import common_words

_GRAVITY = {"error": 0, "warning": 1}
# Of those of one kind, how many are asked for their words.
_MOST_READ = 50


@dataclass(slots=True)
class _Kind:
    severity: str
    count: int = 0
    messages: list[str] = field(default_factory=list)
    names: dict[str, None] = field(default_factory=dict)


def group_findings(
    log: FindingLog,
    rows: NDArray[np.bool_],
    language: str,
    words: dict[str, Any],
    *,
    say: Callable[[str], str],
    name: Callable[[int], str],
) -> list[FindingGroup]:
    """Return what was found about some rows and about whole columns, by kind, the gravest first; notes are left out.

    Parameters
    ----------
    log
        All findings of the table.
    rows : bool array, shape (rows,)
        Those that the page is about.
    words
        Of the page.
    say
        Makes words of the page of a message, or of the name of a column.
    name
        What a row is called.
    """
    found: dict[tuple[str, str], _Kind] = {}
    for batch in log.batches:
        severity = MESSAGES[batch.code].severity
        places = np.array([0]) if batch.rows is None else np.flatnonzero(rows[batch.rows])
        if severity not in _GRAVITY or not len(places):
            continue
        # Of whole columns one kind holds all; of cells each column has its own.
        kind = found.setdefault((batch.code, "" if batch.rows is None else batch.subject), _Kind(severity))
        kind.count += len(places)
        kind.messages += [batch.message(int(place), language) for place in places[:_MOST_READ]]
        if batch.rows is not None:
            kind.names |= dict.fromkeys(name(int(batch.rows[place])) for place in places)
        elif batch.subject:
            kind.names[say(f"`{batch.subject}`")] = None
    groups = []
    for (code, _), kind in found.items():
        examples = list(kind.names)[:MOST_EXAMPLES]
        if len(kind.names) > MOST_EXAMPLES:
            examples.append(words["more"].format(count=len(kind.names) - MOST_EXAMPLES))
        consequence = (MESSAGES[code].consequence or ("", ""))[0 if language == "es" else 1]
        message = say(common_words(kind.messages))
        groups.append(FindingGroup(kind.severity, kind.count, message, consequence, examples))
    return sorted(groups, key=lambda group: (_GRAVITY[group.severity], -group.count))
