"""What was found about a group, by kind: how often, about whom, and what became of the figures."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ....diagnostics import MESSAGES
from ..figures import common_words
from ..findings import GRAVITY, FindingGroup, name_some, sort_groups
from .view import GroupView

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
        if MESSAGES[code].severity not in GRAVITY or code in _TOLD_ELSEWHERE:
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
    return sort_groups(
        FindingGroup.of(
            code, about.total(), view.plain(common_words(messages[code])), _examples(view, about), view.language
        )
        for code, about in counts.items()
    )


def _examples(view: GroupView, about: Counter[str]) -> list[str]:
    """Return whom most of the findings are about, one's own first, each with how many."""
    own = view.own_name
    ordered = sorted(about.items(), key=lambda line: (line[0] != own, -line[1], line[0]))
    told = [name if count == 1 else f"{name}: {count:,}" for name, count in ordered]
    return name_some(told, len(told), view.words)
