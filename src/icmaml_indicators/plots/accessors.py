"""What ``benchmark.plot`` and ``assessment.plot`` offer: each method gives an ordinary Altair chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..benchmarks.comparison import Comparison
from ..errors import check_language
from ..scoring import Scored
from .altair import to_altair
from .groups import (
    Group,
    describe_distribution,
    describe_heatmap,
    describe_intervals,
    describe_profile,
    describe_ranking,
    describe_ranks,
    describe_trend,
)
from .trees import describe_tree

if TYPE_CHECKING:
    from .altair import Drawn


class BenchmarkPlot:
    """Charts of a peer group in a period, for notebooks (extra ``plots``).

    `own` (key or name) marks an entity and shows its peer group; without it `peers` names the group where there are
    several. `period` is the latest by default, `language` that of the assessment. Each method raises
    `UnknownNameError` where there is no such subject, group, period or entity, `IcmamlError` where several groups are
    there and none is named, and `MissingExtraError` without the extra.
    """

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison

    def _group(self, peers: str | None, period: str | None, own: str | None, language: str | None) -> Group:
        asked = language or self._comparison.scored.language
        check_language(asked)
        return Group.find(self._comparison, peers, period, own, asked)

    def ranking(
        self,
        indicator: str,
        *,
        own: str | None = None,
        peers: str | None = None,
        period: str | None = None,
        language: str | None = None,
    ) -> Drawn:
        """Return a bar for each of a group, the best first, in the colour of its light, with a line at the median.

        Examples
        --------
        >>> figures = {"entity": ["01", "02", "03"], "period": "2023", "pbr_sed_points": [51.0, 70.0, 60.0]}
        >>> found = icma.benchmark(icma.score(icma.load("state_indices"), pd.DataFrame(figures)))
        >>> found.plot.ranking("pbr_sed_advance", own="02").to_dict()["title"]["text"]
        'Advance in results-based budgeting (PbR-SED): Baja California, place 1 of 3'
        """
        return to_altair(describe_ranking(self._group(peers, period, own, language), indicator))

    def distribution(
        self,
        indicator: str,
        *,
        own: str | None = None,
        peers: str | None = None,
        period: str | None = None,
        language: str | None = None,
    ) -> Drawn:
        """Return a dot for each of a group over its middle half and median, the better side at the right."""
        return to_altair(describe_distribution(self._group(peers, period, own, language), indicator))

    def heatmap(
        self,
        indicators: Sequence[str] | None = None,
        *,
        own: str | None = None,
        peers: str | None = None,
        period: str | None = None,
        language: str | None = None,
    ) -> Drawn:
        """Return scores of each of a group by area; of chosen indicators, the share of the group that each beats."""
        return to_altair(describe_heatmap(self._group(peers, period, own, language), indicators))

    def trend(self, indicator: str, own: str, *, language: str | None = None) -> Drawn:
        """Return one entity over its periods beside the median and the middle half of its group."""
        return to_altair(describe_trend(self._group(None, None, own, language), indicator))

    def profile(
        self,
        own: str,
        indicators: Sequence[str] | None = None,
        *,
        period: str | None = None,
        language: str | None = None,
    ) -> Drawn:
        """Return where one entity stands among its peers in each area, or in each of some indicators."""
        return to_altair(describe_profile(self._group(None, period, own, language), indicators))

    def ranks(
        self,
        *,
        own: str | None = None,
        peers: str | None = None,
        period: str | None = None,
        level: float = 0.95,
        draws: int = 2000,
        seed: int = 0,
        language: str | None = None,
    ) -> Drawn:
        """Return how sure the order of a group is, by the share of each one's indicators in the best quarter.

        A line from the first to the last place that it would have in the middle `level` of `draws` of the indicators.
        """
        return to_altair(describe_ranks(self._group(peers, period, own, language), level, draws, seed))

    def intervals(
        self,
        indicator: str,
        statistic: str = "median",
        *,
        level: float = 0.95,
        draws: int = 2000,
        seed: int = 0,
        period: str | None = None,
        language: str | None = None,
    ) -> Drawn:
        """Return a statistic of each peer group of a period with its bootstrap interval; see `Benchmark.intervals`."""
        names = self._comparison.groups.names
        group = self._group(names[0], period, None, language)
        return to_altair(describe_intervals(group, indicator, statistic, level, draws, seed))


class AssessmentPlot:
    """Charts of the scores of an entity, for notebooks (extra ``plots``)."""

    def __init__(self, scored: Scored) -> None:
        self._scored = scored

    def tree(self, entity: str, *, period: str | None = None, language: str | None = None) -> Drawn:
        """Return the score of each node of one entity, in the order of the tree; of its latest period by default.

        Raises
        ------
        UnknownNameError
            When there is no such entity or period.
        MissingExtraError
            When the extra ``plots`` is not installed.
        """
        asked = language or self._scored.language
        check_language(asked)
        return to_altair(describe_tree(self._scored, entity, period, asked))
