"""A plan of moves to a target, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..diagnostics.brief import Brief

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, repr=False)
class PathResult(Brief):
    """Which indicators to move, and by how much: the fields of `ImprovementPath`, which tells of each."""

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
    provenance: Mapping[str, int] = field(default_factory=dict)
