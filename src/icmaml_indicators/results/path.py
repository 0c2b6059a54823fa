"""`ImprovementPath`: a plan of moves to a target, as people and programs read it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..diagnostics import Language
from ..display import Display, Summary
from ..paths.path import PathResult


@dataclass(frozen=True, slots=True, repr=False)
class ImprovementPath(Display, PathResult):
    """Which indicators to move, and by how much.

    Attributes
    ----------
    target
        What was asked for, for example ``{"level": "advanced"}``.
    reachable
        Whether it can be reached; where not, `reason` says how far it goes and what binds.
    moves
        One line a move, the greatest contribution first: indicator, title, from, to, change, unit, answer, score_from,
        score_to, gain (of its own score), contribution (what the node loses if this move alone is left out), effort,
        limit (``best``, ``top_quartile``, ``range``, ``answers``), limit_value, input, input_from, input_to (the figure
        behind it that can be acted on, where there is only one).
    score_before, score_after, level_before, level_after
        Of the node, the latter as scored by the engine with the moves made.
    effort
        The sum over moves.
    method
        ``exact``: proved to be of least effort (within a millionth); ``best_found``: the best that a search found;
        ``none``: nothing to move, or not reachable.
    assumptions
        What is held fixed, in words.
    language
        Of titles and messages.
    provenance
        How many indicators of the program have each provenance: ``documented``, ``reconstructed``, ``user``.

    Examples
    --------
    With `found` of `Benchmark`:

    >>> path = found.path("B", to={"rank": 2}, node="debt_to_free_income")
    """

    def to_text(self) -> str:
        """Return the path as text.

        Examples
        --------
        >>> print(path.to_text().splitlines()[0])
        B · 2024 · debt_to_free_income to reach rank 2
        """
        from ..paths.rendering import path_text

        return path_text(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the path as plain data.

        Examples
        --------
        >>> path.to_dict()["reachable"]
        True
        """
        from ..paths.rendering import path_dict

        return path_dict(self)

    def to_json(self) -> str:
        """Return the path as JSON.

        Examples
        --------
        >>> path.to_json()[0]
        '{'
        """
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def __str__(self) -> str:
        return self.to_text()

    def _summary(self, language: Language) -> Summary:
        from ..paths.rendering import summarise_path

        return summarise_path(self)
