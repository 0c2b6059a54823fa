"""Findings of any table as a page shows them: by kind, with counts and a few examples."""

from __future__ import annotations

from collections.abc import Callable
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
    groups = []
    for batch in log.batches:
        severity = MESSAGES[batch.code].severity
        places = np.array([0]) if batch.rows is None else np.flatnonzero(rows[batch.rows])
        if severity not in _GRAVITY or not len(places):
            continue
        message = say(common_words([batch.message(int(place), language) for place in places[:_MOST_READ]]))
        # What is told of a whole column has none of its own.
        examples = [say(f"`{batch.subject}`")] if batch.subject and batch.rows is None else []
        if batch.rows is not None:
            named = list(dict.fromkeys(name(int(batch.rows[place])) for place in places))
            examples = [*named[:MOST_EXAMPLES]]
            if len(named) > MOST_EXAMPLES:
                examples.append(words["more"].format(count=len(named) - MOST_EXAMPLES))
        consequence = MESSAGES[batch.code].consequence or ("", "")
        groups.append(FindingGroup(severity, len(places), message, consequence[0 if language == "es" else 1], examples))
    return sorted(groups, key=lambda group: (_GRAVITY[group.severity], -group.count))
