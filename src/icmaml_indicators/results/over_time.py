"""What a benchmark tells of its entities over time."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..benchmarks.comparison import Comparison
from ..trends.editions import join_panels
from .panel import Panel

if TYPE_CHECKING:
    import pandas as pd


class TimeTables:
    """The part of a `Benchmark` that is about several periods."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison

    @cached_property
    def panel(self) -> Panel:
        """The figures over time; its methods take the choices that the tables below leave at their defaults."""
        return Panel(join_panels([self._comparison]))

    @property
    def trends(self) -> pd.DataFrame:
        """Change of each subject from the same season of the entity's latest earlier year.

        Columns: entity, (name,) period, previous_period, indicator, kind, previous, value, change, change_pct,
        improved (by direction; None where there is no better), rank_change (places gained), and those of
        `icmaml_indicators.trends.changes`.

        Examples
        --------
        >>> found.trends.query("entity == 'B'")[["indicator", "previous", "value"]].head(2).to_numpy().tolist()
        [['total', 2.0, 2.0], ['debt_to_free_income', 80.0, 82.0]]
        """
        return self.panel.trends

    @property
    def trend_lines(self) -> pd.DataFrame:
        """Robust trend of each entity and subject; see `icmaml_indicators.trends.trend_lines`.

        Examples
        --------
        >>> found.trend_lines.query("indicator == 'debt_to_free_income'")["slope"].round(2).tolist()
        [-3.17, 3.67, -5.5, 0.58]
        """
        return self.panel.trend_lines

    @property
    def convergence(self) -> pd.DataFrame:
        """Whether peers draw together; see `icmaml_indicators.trends.convergence`.

        Examples
        --------
        >>> found.convergence["verdict"].tolist()
        ['too_few', 'too_few', 'too_few', 'too_few', 'too_few']
        """
        return self.panel.convergence

    @property
    def suspected_breaks(self) -> pd.DataFrame:
        """Jumps that no peer shows, and units that all switch; see `icmaml_indicators.trends.step_changes`.

        Examples
        --------
        >>> found.suspected_breaks.empty
        True
        """
        return self.panel.suspected_breaks
