"""A plan of moves to a target, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..diagnostics.brief import Brief

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, repr=False)
class PathResult(Brief):
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
    """

    entity: str
    period: str
    node: str
    target: dict[str, str | float]
    reachable: bool
    reason: str
    moves: pd.DataFrame
    score_before: float
    score_after: float
    level_before: str | None
    level_after: str | None
    effort: float
    method: str
    assumptions: tuple[str, ...]
    language: str = "en"
