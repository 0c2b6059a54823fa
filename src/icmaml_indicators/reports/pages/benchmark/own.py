"""The reader's own entity at a glance: where it stands best and worst, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ....results import Benchmark

MOST_LINES = 10
# Alternative peer groups drawn to tell how steady a quarter is.
_DRAWS = 50


@dataclass(frozen=True, slots=True)
class OwnLines:
    """Its indicators in the latest period: the best quarter and the worst, the farthest from the middle first."""

    period: str
    strong: list[dict[str, Any]]
    weak: list[dict[str, Any]]
    ranked: int


def own_lines(benchmark: Benchmark, own: str) -> OwnLines | None:
    """Return the strong and weak sides of one entity; None where it has no quarter at all.

    Differences that chance explains are neither.

    Raises
    ------
    UnknownNameError
        When there is no such entity.
    """
    positions = benchmark.positions_of(entities=own)
    positions = positions[(positions["kind"] == "indicator") & positions["quartile"].notna()]
    if not len(positions):
        return None
    latest = positions["period"].max()
    positions = positions[positions["period"] == latest]
    steady = benchmark.quartile_stability(draws=_DRAWS, entities=own)
    steady = steady[steady["period"] == latest]
    lines = positions.merge(steady[["indicator", "same_share"]], on="indicator", how="left")
    lines = lines[lines["by_chance"].ne(True)]
    ordered = lines.sort_values("percentile", ascending=False, kind="stable")
    strong, weak = (ordered[ordered["quartile"] == quarter] for quarter in (1, 4))
    return OwnLines(
        str(latest),
        strong.head(MOST_LINES).to_dict("records"),
        weak.iloc[::-1].head(MOST_LINES).to_dict("records"),
        len(positions),
    )
