"""`Assessment`: values, scores, levels and findings of a program applied to data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..aliases import OldNames
from ..diagnostics import Language
from ..display import Display, Summary
from ..errors import check_language
from ..ledger.building import account_for
from ..plain_data import JsonViews, write_document
from ..plots.accessors import AssessmentPlot
from ..scoring import tables
from ..scoring.attainment_table import attainment_table
from ..scoring.contributions import contributions_table
from ..scoring.document import assessment_parts
from ..scoring.summary import summarise_scores
from ..scoring.suppression import LEAST, suppress
from ..specs import ROOT, Program, describe_program
from ..tables.arrow_views import ArrowViews
from .answers import AnswerTables
from .ledger import Ledger
from .models import ModelTables, RobustnessCalls
from .scales import ScaleTables
from .views import add_views

if TYPE_CHECKING:
    import pandas as pd


class Assessment(Display, AnswerTables, ScaleTables, ModelTables, RobustnessCalls, OldNames, ArrowViews, JsonViews):
    """A program applied to data. Built by `score`; tables are made when first asked for.

    Every table of nodes has one line an entity in a period (index ``entity``, ``period``, sorted) and one column a
    node.

    Examples
    --------
    Synthetic figures, from which the examples of members, benchmarks, panels, ledgers and paths go on:

    >>> towns = pd.DataFrame(
    ...     {
    ...         "entity": [*"ABCD"] * 4,
    ...         "period": [year for year in ("2021", "2022", "2023", "2024") for _ in "ABCD"],
    ...         "zone": ["north", "north", "south", "south"] * 4,
    ...         "government": "municipalities",
    ...         "debt_and_obligations": [30, 80, 130, 10, 28, 82, 128, 11, 25, 86, 119, 11, 20, 90, None, 12],
    ...         "debt_service": [1, 9, 20, 2] * 4,
    ...         "free_disposal_income": 100,
    ...         "net_short_term_obligations": [5, 30, 60, 1] * 4,
    ...         "total_income": 150,
    ...     }
    ... )
    >>> assessment = icma.score(icma.load("sistema_alertas"), towns)
    >>> answers = {"entity": ["E", "F"], "period": "2024", "single_purpose": ["met", "not_met"]}
    >>> rubric = icma.score(icma.load("mir_quality"), pd.DataFrame(answers))
    >>> units = {"uCode": [*"ABCD"], "Time": [2024] * 4, "Debt": [5, 9, 7, 30], "Income": [90, 60, 70, 20]}
    >>> lines = {"Level": [1, 1, 2], "iCode": ["Debt", "Income", "Index"], "Direction": [-1, 1, 1], "Weight": [1, 1, 1]}
    >>> lines |= {"Parent": ["Index", "Index", None], "Type": ["Indicator", "Indicator", "Aggregate"]}
    >>> imported = icma.import_coinr(units, lines)
    >>> index = icma.score(imported.program, imported.data)
    """

    def _summary(self, language: Language) -> Summary:
        return summarise_scores(self._scored, language)

    @property
    def program(self) -> Program:
        """The program that was applied."""
        return self._scored.program

    @property
    def lower(self) -> Assessment | None:
        """The assessment of the program that this one is made of; None where it is made of none."""
        return None if self._scored.lower is None else Assessment(self._scored.lower)

    @property
    def options(self) -> dict[str, Any]:
        """How the data was read and scored."""
        return self._scored.options

    @property
    def language(self) -> str:
        """Language of messages: ``es`` or ``en``."""
        return self._scored.language

    @property
    def fingerprint(self) -> str:
        """Hash of the spec, the data as used, the library version and the options, 32 hexadecimal digits."""
        return self._scored.fingerprint

    @property
    def plot(self) -> AssessmentPlot:
        """Charts for notebooks, by Altair (extra ``plots``).

        Examples
        --------
        >>> assessment.plot.tree("A").to_dict()["title"]["text"]
        'Scores of A'
        """
        return AssessmentPlot(self._scored)

    # Tables ------------------------------------------------------------------------------------------

    @cached_property
    def values(self) -> pd.DataFrame:
        """Raw results: float64, one column an indicator, then one a group with a scale, of what its parts come to.

        NaN where there is none (see `reasons`).

        Examples
        --------
        >>> assessment.values["debt_to_free_income"].unstack()["2024"].tolist()
        [20.0, 90.0, nan, 12.0]
        """
        return tables.values_table(self._scored)

    @cached_property
    def reasons(self) -> pd.DataFrame:
        """Why a value is absent, by name; empty text where there is one.

        Examples
        --------
        >>> assessment.reasons.loc[("C", "2024"), "debt_to_free_income"]
        'not_reported'
        """
        return tables.reasons_table(self._scored)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Scores by node, areas and ``total`` included; NaN where there is none.

        Examples
        --------
        >>> assessment.scores.loc[("B", "2024"), ["total", "debt_to_free_income"]].tolist()
        [2.0, 90.0]
        """
        return tables.scores_table(self._scored)

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """The place of each score in its period, 1 the best; NaN where there is no score.

        Places are those of the scores as they stand in `scores`, rounded where the program rounds. Ties share the best
        place (1, 2, 2, 4). A benchmark places values among peers, and withholds the place among too few.

        Examples
        --------
        >>> answers = {"entity": ["A", "B", "C"], "period": "2024", "single_purpose": ["met", "met", "not_met"]}
        >>> assessment = icma.score(icma.load("mir_quality"), pd.DataFrame(answers))
        >>> assessment.ranks["total"].tolist()
        [1.0, 1.0, 3.0]
        """
        return tables.ranks_table(self._scored)

    @cached_property
    def score_reasons(self) -> pd.DataFrame:
        """Why a score is absent, by name; empty text where there is one.

        Examples
        --------
        >>> assessment.score_reasons.loc[("C", "2024"), "total"]
        'not_reported'
        """
        return tables.score_reasons_table(self._scored)

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """Share of the applicable weight below each node that is present, 0 to 1.

        Examples
        --------
        >>> assessment.coverage["debt_to_free_income"].unstack().loc["C"].tolist()
        [1.0, 1.0, 1.0, 0.0]
        """
        return tables.coverage_table(self._scored)

    @cached_property
    def lowest(self) -> pd.DataFrame:
        """Scores if every absent part were at its worst; NaN where that has no end.

        Examples
        --------
        >>> assessment.lowest.loc[("C", "2024"), "debt_to_free_income"].item()
        0.0
        """
        return tables.bounds_table(self._scored, "lowest")

    @cached_property
    def highest(self) -> pd.DataFrame:
        """Scores if every absent part were at its best; NaN where that has no end.

        Examples
        --------
        >>> assessment.highest.loc[("B", "2024"), "debt_to_free_income"].item()
        90.0
        """
        return tables.bounds_table(self._scored, "highest")

    @cached_property
    def levels(self) -> pd.DataFrame:
        """Named bands (ids), for the nodes that have levels; None where there is none.

        Examples
        --------
        >>> assessment.levels["total"].unstack()["2024"].tolist()
        ['sostenible', 'en_observacion', None, 'sostenible']
        """
        return tables.levels_table(self._scored)

    @cached_property
    def possible_levels(self) -> pd.DataFrame:
        """Lowest and highest level each node could have, None if open: columns (node, ``lowest`` | ``highest``).

        Examples
        --------
        >>> assessment.possible_levels.loc[("C", "2024"), "debt_to_free_income"].tolist()
        ['high', 'low']
        """
        return tables.possible_levels_table(self._scored)

    @cached_property
    def attainment(self) -> pd.DataFrame:
        """One line an entity, period and indicator with a target.

        Columns: entity, period, indicator, actual, target, target_high (ranges only), baseline, attainment (percent),
        light (``green``, ``yellow``, ``red``, empty for none). Figures to date where results add up over the year.

        Examples
        --------
        >>> figures = {"entity": ["A"], "period": "2025", "lamps_working": [900], "lamps": [1000]}
        >>> lamps = icma.score(icma.load("mir_public_lighting"), pd.DataFrame(figures)).attainment
        >>> lamps.query("indicator == 'lamps_working_share'")[["actual", "target", "light"]].to_numpy().tolist()
        [[90.0, 94.0, 'green']]
        """
        return attainment_table(self._scored)

    @cached_property
    def weights(self) -> pd.DataFrame:
        """Weights where nothing is absent, as they are declared and as they are used.

        Columns: node, parent, weight (as it is used), share (with which a node counts in its parent), declared,
        population and share_of_total (through all levels above; its effective weight). Where points are added up, the
        weight is what the node is worth. Shares sum to one among siblings, but in a ``sum``; bonuses, penalties and
        what has no score have none, and no part of a staircase or decision table has. Weights that are worked out
        differ from row to row, and so do the shares beside them: they are NaN. Of weights that are fitted, and of what
        stands below them, there is one line a population.

        Examples
        --------
        >>> rubric.weights.query("node == 'vertical_logic'")[["parent", "weight", "share"]].to_numpy().tolist()
        [['total', 40.0, 0.4]]
        """
        return tables.weights_table(self._scored)

    @cached_property
    def contributions(self) -> pd.DataFrame:
        """What each node adds to its parent and to the total: one line an entity, period and node below the total.

        Columns: entity, period, node, parent, share (with which the node counted in that row, after absent ones were
        taken out), contribution (share times score) and contribution_to_total. Contributions add up, in the order of
        the tree, to what the parent's parts come to: before bonuses, penalties, its own scale, rounding and gates.
        `share` is NaN where a node did not count. Contributions are NaN where the parts do not add up (other means than
        the arithmetic one, medians, staircases), or gave no result; those to the total also below a scale of a group.

        Examples
        --------
        >>> answers = {"entity": ["A"], "period": "2024", "single_purpose": ["met"], "formula_consistent": ["met"]}
        >>> found = icma.score(icma.load("mir_quality"), pd.DataFrame(answers)).contributions.set_index("node")
        >>> found.loc["single_purpose", "share":].astype(float).round(2).tolist()
        [0.17, 16.67, 6.67]
        """
        return contributions_table(self._scored)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What is wrong or notable: entity, period, subject, code, severity, message, figure; the gravest first.

        Examples
        --------
        >>> assessment.findings[["entity", "code", "severity", "message"]].iloc[0].tolist()
        ['C', 'IND401', 'warning', 'not reported']
        """
        return self.get_findings(self.language)

    def get_findings(
        self, language: str, codes: Collection[str] | None = None, limit: int | None = None
    ) -> pd.DataFrame:
        """Return the findings with their messages in Spanish (``es``) or English (``en``).

        Parameters
        ----------
        language
            ``es`` or ``en``.
        codes
            Those to tell of; all by default.
        limit
            How many lines at most, the gravest first; of large data, all at once are many.

        Examples
        --------
        >>> assessment.get_findings("es", limit=1)["message"].tolist()
        ['dato no reportado']
        """
        check_language(language)
        table = self._scored.table
        return table.findings.to_frame(table.entities, table.periods, language, codes, limit)

    def get_credits(self, language: str | None = None) -> tuple[str, ...]:
        """Return the words that the makers of the data ask for wherever its figures are shown.

        They come with files that are read by a column map.

        Parameters
        ----------
        language
            ``es`` or ``en``; that of the assessment by default.

        Examples
        --------
        >>> police = pd.DataFrame({"ubicageo_c": ["01001"], "orgapoli_e": [1], "sexostt": [75]})
        >>> icma.score("sindes", police, map="cngmd_police").get_credits()[0][:13]
        'Source: INEGI'
        """
        chosen = self.language if language is None else language
        check_language(chosen)
        return tuple(text.in_language(chosen) for text in self._scored.table.credits)

    @cached_property
    def attributes(self) -> pd.DataFrame:
        """Names and grouping columns of the data, by entity and period.

        Examples
        --------
        >>> assessment.attributes.loc[("A", "2024"), "zone"]
        'north'
        """
        return self._scored.table.attributes.set_index(self._scored.table.index)

    @cached_property
    def is_published(self) -> pd.DataFrame:
        """Where a value is the published one because it could not be computed.

        Examples
        --------
        >>> bool(assessment.is_published.to_numpy().any())
        False
        """
        return tables.published_table(self._scored)

    def to_frame(self) -> pd.DataFrame:
        """Return everything in one tidy table: one line an entity, period and node.

        Examples
        --------
        >>> assessment.to_frame().query("node == 'total'")["level"].tolist()[:2]
        ['sostenible', 'sostenible']
        """
        return tables.tidy_table(self._scored)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data: kind ``assessment`` of the schema of results.

        Examples
        --------
        >>> answers = {"entity": ["A"], "period": "2024", "single_purpose": ["met"]}
        >>> found = icma.score(icma.load("mir_quality"), pd.DataFrame(answers)).to_dict()
        >>> found["kind"], found["program"]["id"], found["figures"][0]["node"]
        ('assessment', 'mir_quality', 'total')
        """
        return write_document(
            "assessment",
            assessment_parts(self._scored),
            language=self.language,
            program=describe_program(self.program),
            fingerprint=self.fingerprint,
            credits=self._scored.table.credits,
        )

    def suppress(
        self,
        least: int = LEAST,
        *,
        variables: Iterable[str] | None = None,
        sums: Iterable[Sequence[str]] = (),
    ) -> Assessment:
        """Return what may be published, without small counts of persons; see `Benchmark.suppress`.

        Examples
        --------
        >>> assessment.suppress(variables=["debt_service"]).reasons.loc[("A", "2024"), "service_to_free_income"]
        'suppressed'
        """
        return Assessment(suppress(self._scored, least, variables, sums))

    def explain(self, entity: str, node: str = ROOT, period: str | None = None) -> Ledger:
        """Return the ledger of one figure: how it came about, down to the raw cells.

        Parameters
        ----------
        entity
            Key of the entity, or its name in the data.
        node
            Id of an indicator or a group; the total by default.
        period
            The latest of the entity by default; the ledger says which.

        Raises
        ------
        AmbiguousNameError
            When several entities bear the name.
        UnknownNameError
            When the entity, node or period does not exist.

        Examples
        --------
        >>> assessment.explain("B", "debt_to_free_income").root.worked
        '90 / 100 * 100 = 90'
        """
        return add_views(Ledger, account_for(self._scored, entity, node, period))
