"""`Panel`: the figures of a program over time, of one edition or several, and what can be said of their movement."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..aliases import OldNames
from ..diagnostics import Language
from ..display import Display, Summary
from ..errors import IcmamlError, check_language
from ..plain_data import JsonViews, write_document
from ..progress import Progress
from ..specs import Program, describe_nodes, describe_program
from ..trends.changes import Against, changes_table
from ..trends.convergence import convergence_tables
from ..trends.panel import PanelData, breaks_table
from ..trends.ranking import ranking_table
from ..trends.step_changes import in_language, step_changes_table
from ..trends.summary import summarise_panel
from ..trends.trend_lines import lines_table

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


class Panel(Display, OldNames, JsonViews):
    """Figures over time. Built by `join_editions` or `Benchmark.panel`; tables are made when first asked for.

    Examples
    --------
    With `found` of `Benchmark`:

    >>> panel = found.panel
    """

    def __init__(self, data: PanelData) -> None:
        self._data = data

    def _summary(self, language: Language) -> Summary:
        return summarise_panel(self._data, language)

    @property
    def program(self) -> Program:
        """The latest edition."""
        return self._data.program

    @property
    def subjects(self) -> list[str]:
        """What is compared, as in a benchmark."""
        return self._data.subjects

    @property
    def directions(self) -> list[str]:
        """Direction of each subject."""
        return self._data.directions

    @property
    def period_names(self) -> NDArray[np.object_]:
        """The periods as text, in order of time: what `since`, `against` and `periods` take."""
        return self._data.period_names

    @property
    def language(self) -> str:
        """Language of messages: ``es`` or ``en``."""
        return self._data.language

    def select(self, subjects: Sequence[str]) -> Panel:
        """Return the same rows with some of the subjects; raises `UnknownNameError`.

        Examples
        --------
        >>> panel.select(["debt_to_free_income"]).subjects
        ['debt_to_free_income']
        """
        return Panel(self._data.select(subjects))

    # Tables ------------------------------------------------------------------------------------------

    def changes(
        self,
        against: Against = "year",
        *,
        indicators: Sequence[str] | None = None,
        periods: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Return the change of each figure; see `icmaml_indicators.trends.changes`.

        Parameters
        ----------
        against
            What the figures are held against.
        indicators, periods
            The subjects and the later periods to tell of; of large data, all at once are many.

        Raises
        ------
        UnknownNameError
            When there is no such subject or period.

        Examples
        --------
        >>> panel.changes("first", indicators=["debt_to_free_income"], periods=["2024"])["change"].tolist()
        [-10.0, 10.0, nan, 2.0]
        """
        found = self._data if indicators is None else self._data.select(indicators)
        return changes_table(found, against, periods)

    @cached_property
    def trends(self) -> pd.DataFrame:
        """Changes from the same season of the latest earlier year.

        Examples
        --------
        >>> panel.trends.query("entity == 'A' and period == '2024'")["change"].head(2).tolist()
        [0.0, -5.0]
        """
        return self.changes()

    def lines(self, level: float = 0.95, *, progress: Progress = False) -> pd.DataFrame:
        """Return robust trends with their intervals; see `icmaml_indicators.trends.trend_lines`.

        Parameters
        ----------
        level
            Of the intervals, between 0 and 1.
        progress
            True shows a bar when it takes longer than a second (extra ``progress``); as in `score`.

        Examples
        --------
        >>> panel.lines(0.8).query("entity == 'B'")["slope"].round(2).tolist()[:2]
        [0.0, 3.67]
        """
        if not 0 < level < 1:
            raise IcmamlError("IND561", name="level", given=level, expected="0 < level < 1")
        return lines_table(self._data, level, progress)

    @cached_property
    def trend_lines(self) -> pd.DataFrame:
        """Robust trends with intervals of 95 %.

        Examples
        --------
        >>> panel.trend_lines.query("entity == 'A'")["slope"].round(2).tolist()[:2]
        [0.0, -3.17]
        """
        return self.lines()

    @cached_property
    def _convergence(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return convergence_tables(self._data)

    @property
    def convergence(self) -> pd.DataFrame:
        """Whether peers draw together; see `icmaml_indicators.trends.convergence`.

        Examples
        --------
        >>> panel.convergence["indicator"].tolist()
        ['total', 'debt_to_free_income', 'service_to_free_income', 'short_term_to_income', 'default_in_force']
        """
        return self._convergence[0]

    @property
    def dispersion(self) -> pd.DataFrame:
        """How far peers lie apart, period by period: the figures behind `convergence`.

        Examples
        --------
        >>> panel.dispersion.query("indicator == 'debt_to_free_income'")["sd"].round(2).tolist()
        [36.06, 37.07, 39.88, 42.91]
        """
        return self._convergence[1]

    def jumps(
        self, limit: float = 3.5, material: float = 0.1, fewest: int = 5, *, progress: Progress = False
    ) -> pd.DataFrame:
        """Return jumps that no peer shows; see `icmaml_indicators.trends.step_changes`.

        With `progress`, True shows a bar when it takes longer than a second; as in `score`.

        Examples
        --------
        >>> panel.jumps(limit=2).empty
        True
        """
        return step_changes_table(self._data, limit, material, fewest, progress)

    @cached_property
    def suspected_breaks(self) -> pd.DataFrame:
        """Jumps that no peer shows, by the usual limits.

        Examples
        --------
        >>> panel.suspected_breaks.empty
        True
        """
        return self.jumps()

    def get_suspected_breaks(self, language: str) -> pd.DataFrame:
        """Return them with their messages in Spanish (``es``) or English (``en``).

        Examples
        --------
        >>> panel.get_suspected_breaks("es").empty
        True
        """
        check_language(language)
        return in_language(self.suspected_breaks, language)

    @cached_property
    def versions(self) -> pd.DataFrame:
        """The declared breaks: indicator, start, source (who declares it), note_es, note_en.

        Examples
        --------
        >>> panel.versions.columns.tolist()
        ['indicator', 'start', 'source', 'note_es', 'note_en']
        """
        return breaks_table(self._data)

    def ranking(self, indicator: str = "total", since: str | None = None) -> pd.DataFrame:
        """Rank the latest figure of every entity, whatever its period.

        Parameters
        ----------
        indicator
            What is ranked.
        since
            The first period that counts; entities with nothing since are left out.

        Returns
        -------
        DataFrame
            entity, (name,) period, value, rank (1 the best, ties share the better place); by rank.

        Raises
        ------
        IncomparableError
            When the latest figures stand on both sides of a break: says which, why, and from when to ask.
        UnknownNameError
            When the indicator or the period does not exist.

        Examples
        --------
        >>> panel.ranking("debt_to_free_income", since="2023")[["entity", "period", "rank"]].to_numpy().tolist()
        [['D', '2024', 1], ['A', '2024', 2], ['B', '2024', 3], ['C', '2023', 4]]
        """
        return ranking_table(self._data, indicator, since)

    def to_dict(self) -> dict[str, Any]:
        """Return the tables over time as plain data: kind ``panel`` of the schema of results.

        Examples
        --------
        >>> panel.to_dict()["periods"]
        ['2021', '2022', '2023', '2024']
        """
        data = self._data
        return write_document(
            "panel",
            {
                "periods": data.period_names,
                "nodes": describe_nodes(data.program.nodes),
                "subjects": {"id": data.subjects, "kind": data.kinds, "direction": data.directions},
                "trends": self.trends,
                "trend_lines": self.trend_lines,
                "convergence": self.convergence,
                "dispersion": self.dispersion,
                "suspected_breaks": self.suspected_breaks,
                "versions": self.versions,
            },
            language=data.language,
            program=describe_program(data.program),
        )
