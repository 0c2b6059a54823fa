"""`Benchmark`: an assessment among peers, as tables, ledgers and paths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..aliases import OldNames
from ..benchmarks.anonymisation import anonymise
from ..benchmarks.chance import LEVEL
from ..benchmarks.chance_table import chance_table
from ..benchmarks.comparison import Comparison
from ..benchmarks.ledger_peers import explain
from ..benchmarks.peers import Peers
from ..benchmarks.summary import summarise_comparison
from ..benchmarks.tables import neighbours_table, positions_table, statistics_table, totals_table
from ..diagnostics import Language
from ..display import Display, Summary
from ..errors import UnknownNameError, expect
from ..paths.feasible_moves import Reach
from ..paths.finding import find_path
from ..paths.goal import Target
from ..plain_data import JsonViews, write_document
from ..plots.accessors import BenchmarkPlot
from ..progress import Progress
from ..robustness.bootstrap import intervals_table
from ..robustness.peer_stability import peer_stability_table
from ..scoring.suppression import LEAST, suppress
from ..specs import ROOT, describe_nodes, describe_program
from .assessment import Assessment
from .ledger import Ledger
from .models import PeerRobustness
from .over_time import TimeTables
from .path import ImprovementPath
from .robustness import Uncertainty, add_rank_intervals
from .views import add_views

if TYPE_CHECKING:
    import pandas as pd


class Benchmark(Display, TimeTables, PeerRobustness, OldNames, JsonViews):
    """An assessment compared among peers. Built by `benchmark`; tables are made when first asked for.

    What is compared: the value of each indicator, and the score of each group that has one (column ``kind`` tells).

    Attributes
    ----------
    assessment
        What is compared.

    Examples
    --------
    With the `assessment` of `Assessment`:

    >>> found = icma.benchmark(assessment)
    """

    assessment: Assessment

    def __init__(self, comparison: Comparison, assessment: Assessment) -> None:
        self._comparison = comparison
        self.assessment = assessment

    def _summary(self, language: Language) -> Summary:
        return summarise_comparison(self._comparison, language)

    @property
    def language(self) -> str:
        """Language of messages, that of the assessment: ``es`` or ``en``."""
        return self.assessment.language

    @property
    def subjects(self) -> list[str]:
        """Ids of what is compared: indicators, and groups that have scores."""
        return self._comparison.subjects

    @property
    def directions(self) -> list[str]:
        """Direction of each subject; scores of groups are better when higher."""
        return self._comparison.directions

    @property
    def plot(self) -> BenchmarkPlot:
        """Charts for notebooks, by Altair (extra ``plots``)."""
        return BenchmarkPlot(self._comparison)

    # Tables ------------------------------------------------------------------------------------------

    @cached_property
    def statistics(self) -> pd.DataFrame:
        """One line a peer group, period and subject.

        Columns: peers, period, indicator, kind, n (present), absent, not_applicable, coverage (present over those it
        applies to), mean, weighted_mean (ratio of totals), trimmed_mean, sd, mad, min, d1 … d9 (deciles), q1, median,
        q3, max, best, worst, top_quartile (where the best quarter begins), withheld (why there are no figures),
        best_entities. With nearest neighbours, `peers` is the entity whose neighbours they are.

        Examples
        --------
        >>> found.statistics.query("indicator == 'debt_to_free_income'")[["period", "n", "median"]].to_numpy().tolist()
        [['2021', 4, 55.0], ['2022', 4, 55.0], ['2023', 4, 55.5], ['2024', 3, 20.0]]
        """
        return statistics_table(self._comparison)

    @cached_property
    def totals(self) -> pd.DataFrame:
        """What the peers have together: one line a peer group, period and variable of kind ``flow`` or ``stock``.

        Columns: peers, period, variable, n (present), absent, total (of those present), withheld (why there is none).
        A total of which some are absent is less than the whole: `absent` tells of how many. `statistics` has means.

        Examples
        --------
        >>> figures = {"entity": ["A", "B", "C"], "period": "2024", "net_present_value": [5.0, 7.0, None]}
        >>> found = icma.benchmark(icma.score(icma.load("bpi_projects"), pd.DataFrame(figures)), min_peers=2).totals
        >>> found.query("variable == 'net_present_value'")[["n", "absent", "total"]].to_numpy().tolist()
        [[2.0, 1.0, 12.0]]
        """
        return totals_table(self._comparison)

    @cached_property
    def positions(self) -> pd.DataFrame:
        """One line an entity, period and subject.

        Columns: entity, (name,) period, peers, indicator, kind, value, rank, of (how many were ranked), percentile,
        quartile (1 the best), z, robust_z, gap_to_median, gap_to_top_quartile and gap_to_best (value less theirs, in
        the unit of the indicator), light (by the rule of the spec: by default green the best quarter, red the worst),
        withheld (why there is no position), by_chance (whether chance explains the difference from the peers: counts
        only). Context indicators have no rank, percentile, quartile or light.

        Examples
        --------
        >>> own = found.positions.query("entity == 'B' and period == '2024'")
        >>> own[["indicator", "value", "rank"]].head(2).to_numpy().tolist()
        [['total', 2.0, 3.0], ['debt_to_free_income', 90.0, 3.0]]
        """
        return self.positions_of()

    def positions_of(
        self,
        indicators: Sequence[str] | str | None = None,
        entities: Sequence[str] | str | None = None,
        *,
        uncertainty: Uncertainty | None = None,
    ) -> pd.DataFrame:
        """Return the positions of some subjects and entities; of large data, all at once are many.

        Parameters
        ----------
        indicators, entities
            All by default.
        uncertainty
            What `uncertainty` of this comparison gave: adds rank_low and rank_high, between which the node that it is
            of could stand; NaN of the others.

        Raises
        ------
        UnknownNameError
            When there is no such subject or entity.
        IcmamlError
            When the uncertainty is that of another comparison.

        Examples
        --------
        >>> found.positions_of("debt_to_free_income", "B")["rank"].tolist()
        [3.0, 3.0, 3.0, 3.0]
        """
        found = self._comparison
        table = positions_table(found, found.numbers_of(indicators), found.rows_of(entities))
        return table if uncertainty is None else add_rank_intervals(table, found, uncertainty)

    def to_dict(self) -> dict[str, Any]:
        """Return statistics, totals and positions as plain data: kind ``benchmark`` of the schema of results.

        The figures that are compared stand in `assessment`, which has a document of its own.

        Examples
        --------
        >>> figures = {"entity": ["A", "B", "C"], "period": "2024", "net_present_value": [3.0, 7.0, 6.0]}
        >>> found = icma.benchmark(icma.score(icma.load("bpi_projects"), pd.DataFrame(figures))).to_dict()
        >>> found["kind"], found["totals"][0]["variable"], found["totals"][0]["total"]
        ('benchmark', 'net_present_value', 16.0)
        """
        found = self._comparison
        scored = found.scored
        return write_document(
            "benchmark",
            {
                "peers_by": found.groups.label,
                "definitions": found.rules,
                "nodes": describe_nodes(scored.program.nodes, scored.table.published_scores),
                "subjects": {"id": found.subjects, "kind": found.compared.kinds, "direction": found.directions},
                "statistics": self.statistics,
                "totals": self.totals,
                "positions": self.positions,
                "neighbours": self.neighbours,
            },
            language=scored.language,
            program=describe_program(scored.program),
            fingerprint=scored.fingerprint,
            credits=self.assessment._scored.table.credits,
        )

    def chance(self, level: float = LEVEL) -> pd.DataFrame:
        """Hold every count and proportion against chance: one line an entity, period and indicator of counts.

        Columns: entity, (name,) period, peers, indicator, variation (``proportion``, ``rate``), events, exposure,
        value, low and high (its own interval: Wilson's or Byar's), expected (the peers' ratio of totals), funnel_low
        and funnel_high (where it can lie by chance if it is like them), z, dispersion (how many times more the peers
        differ than chance explains), z_adjusted (for that), verdict (``like_peers``, ``better``, ``worse``; ``higher``
        and ``lower`` where there is no better). Sources stand in `icmaml_indicators.benchmarks.chance`.

        Examples
        --------
        >>> found.chance().columns.tolist()[:5]
        ['entity', 'period', 'peers', 'indicator', 'variation']
        """
        return chance_table(self._comparison, level)

    @cached_property
    def neighbours(self) -> pd.DataFrame:
        """The peers of each entity that has peers of its own, the nearest first.

        Columns: entity, (name,) period, order (1 the nearest), neighbour, distance (in the metric asked for). Empty
        where peers are groups.

        Examples
        --------
        >>> icma.benchmark(assessment, icma.Nearest(("debt_service",), k=1)).neighbours["neighbour"].tolist()[:2]
        ['D', 'D']
        """
        return neighbours_table(self._comparison)

    def intervals(
        self, level: float = LEVEL, *, draws: int = 2000, seed: int = 0, progress: Progress = False
    ) -> pd.DataFrame:
        """Bootstrap intervals of peer statistics, where the peers are a sample of those that could have taken part.

        Parameters
        ----------
        level
            Confidence.
        draws
            How many samples are drawn from each peer group, whole entities with replacement.
        seed
            The same seed gives the same intervals.
        progress
            True shows a bar when it takes longer than a second (extra ``progress``); as in `score`.

        Returns
        -------
        DataFrame
            peers, period, indicator, kind, statistic (mean, median, weighted_mean), n, estimate, low, high.

        Examples
        --------
        >>> found.intervals(draws=100).query("statistic == 'median'")["estimate"].head(2).tolist()
        [2.5, 55.0]
        """
        return intervals_table(self._comparison, level, draws, seed, progress)

    def quartile_stability(
        self,
        alternatives: Sequence[Peers] | None = None,
        *,
        draws: int = 100,
        share: float = 0.8,
        seed: int = 0,
        entities: Sequence[str] | str | None = None,
        progress: Progress = False,
    ) -> pd.DataFrame:
        """Tell how often each quarter stays the same when others are called peers.

        Parameters
        ----------
        alternatives
            Other ways to part the peers, as in `benchmark`; by default the same groups with only a `share` of their
            entities, drawn at random `draws` times.
        entities
            Whose quarters; all by default.
        progress
            True shows a bar when it takes longer than a second (extra ``progress``); as in `score`.

        Returns
        -------
        DataFrame
            entity, (name,) period, indicator, kind, quartile, alternatives (in how many there was a quarter),
            same_share (in what share it was the same), usual_quartile (the most frequent).

        Examples
        --------
        >>> found.quartile_stability([None, "zone"]).columns.tolist()
        ['entity', 'period', 'indicator', 'kind', 'quartile', 'alternatives', 'same_share', 'usual_quartile']
        """
        found = self._comparison
        return peer_stability_table(found, alternatives, draws, share, seed, found.rows_of(entities), progress)

    def anonymise(self, own: str | None = None, *, seed: int | None = None) -> Benchmark:
        """Return the same figures with nobody's name but one's own.

        Keys and names become made-up labels in a random order; columns of the data other than the peer group, raw cells
        and findings about others are left out. Who knows a figure of a municipality can still recognise it by that.

        Parameters
        ----------
        own
            Key or name of the entity that stays visible; nobody by default.
        seed
            For the same labels again; by default nobody can find the order.

        Raises
        ------
        UnknownNameError
            When there is no such entity.

        Examples
        --------
        >>> [name for name in found.anonymise("B").positions["entity"].unique() if not name.startswith("M-")]
        ['B']
        """
        found = self._comparison
        hidden = anonymise(found, None if own is None else found.key_of(own), seed)
        return Benchmark(hidden, Assessment(hidden.scored))

    def suppress(
        self,
        least: int = LEAST,
        *,
        variables: Iterable[str] | None = None,
        sums: Iterable[Sequence[str]] = (),
    ) -> Benchmark:
        """Return what may be published: without small counts of persons, and scored on what is left.

        Cells from 1 to below `least` are taken out of the data (reason ``suppressed``), and of each sum in which one
        alone is hidden a second one, the least. Everything is computed anew from the figures that remain: what reads a
        hidden one has no figure, and no total, statistic or score holds it. Findings about the entities concerned are
        left out, and groups of fewer than three are withheld.

        Parameters
        ----------
        least
            The least count that is shown.
        variables
            What counts persons; by default the variables whose unit is persons, victims, crimes and the like.
        sums
            Variables of which one is the sum of the others; those that a check declares by ``==`` are known.

        Raises
        ------
        UnknownNameError
            When there is no such variable.
        OutOfRangeError
            When `least` is below 2.
        IcmamlError
            When the program is made of another, whose counts are suppressed first.

        Examples
        --------
        >>> figures = {"entity": ["A", "B", "C"], "period": "2024", "net_present_value": [3.0, 7.0, 6.0]}
        >>> found = icma.benchmark(icma.score(icma.load("bpi_projects"), pd.DataFrame(figures)))
        >>> found.suppress(variables=["net_present_value"]).assessment.reasons["worth_doing"].tolist()
        ['suppressed', '', '']
        """
        found = self._comparison
        public = suppress(found.scored, least, variables, sums)
        return Benchmark(found.for_publication(public), Assessment(public))

    # One figure --------------------------------------------------------------------------------------

    def explain(self, entity: str, node: str = ROOT, period: str | None = None) -> Ledger:
        """Return the ledger of one figure with its place among the peers; otherwise as `Assessment.explain`.

        Examples
        --------
        >>> found.explain("B", "debt_to_free_income").root.peers["rank"]
        3.0
        """
        return add_views(Ledger, explain(self._comparison, entity, node, period))

    def path(
        self,
        entity: str,
        *,
        to: Target,
        node: str = ROOT,
        period: str | None = None,
        costs: Mapping[str, float] | None = None,
        only: Iterable[str] | None = None,
        fixed: Iterable[str] = (),
        reach: Reach = "best",
        seconds: float = 30.0,
        progress: Progress = False,
    ) -> ImprovementPath:
        """Find which indicators to move, and by how much, for a node to reach a target at least effort.

        Effort: of a figure, the share of the way from its own value to the best peer's; of an answer, one for each step
        to a better one; both times the indicator's cost. What is returned has been scored again by the engine.

        Parameters
        ----------
        entity, node, period
            Whose figure; the total by default, in the latest period of the entity.
        to
            The id of a level, ``{"quartile": 1}``, ``{"rank": 3}`` or ``{"score": 80}``. Ranks and quarters are those
            among peers that stand still.
        costs
            What a unit of effort costs, by indicator; 1 by default.
        only, fixed
            Indicators that alone may move, and those that may not.
        reach
            How far figures can go: to the ``best`` peer's value, to the ``top_quartile`` of the peers, or to the end of
            their ``range``; never outside their range. Answers can go up to the best one.
        seconds
            How long one search for the proved least may take.
        progress
            True shows a bar when it takes longer than a second (extra ``progress``); as in `score`.

        Raises
        ------
        UnknownNameError
            When the entity, period, node, level or an indicator does not exist.
        IcmamlError
            When the target is none, or the node has no levels, score or place.
        MissingExtraError
            When the extra ``projects`` (scipy) is not installed.

        Examples
        --------
        >>> found.path("B", to={"rank": 2}, node="debt_to_free_income").moves[["from", "to"]].to_numpy().tolist()
        [[90.0, 20.0]]
        """
        expect("node", node, str)
        nodes = self.assessment.program.nodes
        if node not in nodes:
            raise UnknownNameError("node", node, list(nodes))
        found = self._comparison
        row = found.scored.row_of(entity, period)
        options: dict[str, Any] = {"costs": costs, "only": only, "fixed": fixed, "reach": reach, "seconds": seconds}
        path = find_path(found, row, nodes[node], to, **options, progress=progress)
        return add_views(ImprovementPath, path)
