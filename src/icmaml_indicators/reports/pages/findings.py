"""Findings of any table as a page shows them: by kind, with counts and a few examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...data.model.findings import FindingLog
from ...diagnostics import MESSAGES
from .figures import common_words

# What a page tells, the gravest first; notes are left out.
GRAVITY = {"error": 0, "warning": 1}
MOST_EXAMPLES = 3
# Of those of one kind, how many are asked for their words.
_MOST_READ = 50


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one kind: how many, what they say, what became of the figures, and some of them."""

    severity: str
    count: int
    message: str
    consequence: str
    examples: list[str]

    @classmethod
    def of(cls, code: str, count: int, message: str, examples: list[str], language: str) -> FindingGroup:
        """Return the findings of a code."""
        consequence = (MESSAGES[code].consequence or ("", ""))[0 if language == "es" else 1]
        return cls(MESSAGES[code].severity, count, message, consequence, examples)


def sort_groups(groups: Iterable[FindingGroup]) -> list[FindingGroup]:
    """Return the gravest first, of those alike the most frequent."""
    return sorted(groups, key=lambda group: (GRAVITY[group.severity], -group.count))


def name_some(names: Sequence[str], count: int, words: dict[str, Any]) -> list[str]:
    """Return the first examples of so many, and how many more there are."""
    more = [words["more"].format(count=f"{count - MOST_EXAMPLES:,}")] if count > MOST_EXAMPLES else []
    return [*names[:MOST_EXAMPLES], *more]


@dataclass(slots=True)
class _Kind:
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
        if severity not in GRAVITY or not len(places):
            continue
        # Of whole columns one kind holds all; of cells each column has its own.
        kind = found.setdefault((batch.code, "" if batch.rows is None else batch.subject), _Kind())
        kind.count += len(places)
        kind.messages += [batch.message(int(place), language) for place in places[:_MOST_READ]]
        if batch.rows is not None:
            kind.names |= dict.fromkeys(name(int(batch.rows[place])) for place in places)
        elif batch.subject:
            kind.names[say(f"`{batch.subject}`")] = None
    return sort_groups(
        FindingGroup.of(
            code,
            kind.count,
            say(common_words(kind.messages)),
            name_some(list(kind.names), len(kind.names), words),
            language,
        )
        for (code, _), kind in found.items()
    )
