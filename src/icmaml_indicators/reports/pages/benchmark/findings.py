"""What was found about a group, by kind: how often, about whom, and what became of the figures."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ....diagnostics import MESSAGES
from ..entity_view import MOST_EXAMPLES, FindingGroup
from ..figures import common_words
from .view import GroupView

_GRAVITY = {"error": 0, "warning": 1}
# A column that is absent is told by what is missing.
_TOLD_ELSEWHERE = {"IND407"}
# Of the findings of one kind, how many are asked for their words.
_MOST_READ = 20


def group_findings(view: GroupView) -> list[FindingGroup]:
    """Return the findings about whoever is shown, and about whole columns, by kind, the gravest first."""
    names = dict(zip(view.rows.tolist(), view.names, strict=True))
    shown = np.zeros(view.table.rows, bool)
    shown[view.rows] = True
    messages: dict[str, list[str]] = {}
    counts: dict[str, Counter[str]] = {}
    for batch in view.table.findings.batches:
        code = batch.code
        if MESSAGES[code].severity not in _GRAVITY or code in _TOLD_ELSEWHERE:
            continue
        if batch.rows is None:
            places, about = [0], Counter([view.titles.get(batch.subject, batch.subject)])
        else:
            places = np.flatnonzero(shown[batch.rows]).tolist()
            about = Counter(names[int(batch.rows[place])] for place in places)
        if places:
            read = messages.setdefault(code, [])
            read += [batch.message(place, view.language) for place in places[: max(_MOST_READ - len(read), 0)]]
            counts.setdefault(code, Counter()).update(about)
    groups = [
        FindingGroup(
            MESSAGES[code].severity,
            about.total(),
            view.plain(common_words(messages[code])),
            (MESSAGES[code].consequence or ("", ""))[0 if view.language == "es" else 1],
            _examples(view, about),
        )
        for code, about in counts.items()
    ]
    return sorted(groups, key=lambda group: (_GRAVITY[group.severity], -group.count))


def _examples(view: GroupView, about: Counter[str]) -> list[str]:
    """Return whom most of the findings are about, one's own first, each with how many."""
    own = view.own_name
    ordered = sorted(about.items(), key=lambda line: (line[0] != own, -line[1], line[0]))
    told = [name if count == 1 else f"{name}: {count:,}" for name, count in ordered[:MOST_EXAMPLES]]
    if len(ordered) > MOST_EXAMPLES:
        told.append(view.words["more"].format(count=f"{len(ordered) - MOST_EXAMPLES:,}"))
    return told
