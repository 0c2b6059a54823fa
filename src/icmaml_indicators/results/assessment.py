"""`Assessment`: values, scores, levels and findings of a program applied to data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..aliases import OldNames
from ..errors import check_language
from ..ledger.building import account_for
from ..plots.accessors import AssessmentPlot
from ..scoring import answer_tables, tables
from ..scoring.attainment_table import attainment_table
from ..scoring.contributions import contributions_table
from ..scoring.points import points_possible_table, points_won_table
from ..scoring.scored import Scored
from ..scoring.suppression import LEAST, suppress
from ..scoring.treatments import treated_table, treatments_table
from ..specs import ROOT, Program
from ..tables.arrow_views import ArrowViews
from .ledger import Ledger
from .views import add_views

if TYPE_CHECKING:
    import pandas as pd


class Assessment(OldNames, ArrowViews):
    """A program applied to data. Built by `score`; tables are made when first asked for.

    Every table of nodes has one line an entity in a period (index ``entity``, ``period``, sorted) and one column a
    node.
    """

    def __init__(self, scored: Scored) -> None:
        self._scored = scored

    def __repr__(self) -> str:
        program, table = self.program, self._scored.table
        size = f"{len(table.entity_ids)} entities, {len(table.points)} periods"
        return f"<Assessment of {program.id} {program.version}: {size}, {len(table.findings)} findings>"

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
        """Charts for notebooks, by Altair (extra ``plots``)."""
        return AssessmentPlot(self._scored)

    # Tables ------------------------------------------------------------------------------------------

    @cached_property
    def values(self) -> pd.DataFrame:
        """Raw results: float64, one column an indicator, then one a group with a scale, of what its parts come to.

        NaN where there is none (see `reasons`).
        """
        return tables.values_table(self._scored)

    @cached_property
    def reasons(self) -> pd.DataFrame:
        """Why a value is absent, by name; empty text where there is one."""
        return tables.reasons_table(self._scored)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Scores by node, areas and ``total`` included; NaN where there is none."""
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
        """Why a score is absent, by name; empty text where there is one."""
        return tables.score_reasons_table(self._scored)

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """Share of the applicable weight below each node that is present, 0 to 1."""
        return tables.coverage_table(self._scored)

    @cached_property
    def lowest(self) -> pd.DataFrame:
        """Scores if every absent part were at its worst; NaN where that has no end."""
        return tables.bounds_table(self._scored, "lowest")

    @cached_property
    def highest(self) -> pd.DataFrame:
        """Scores if every absent part were at its best; NaN where that has no end."""
        return tables.bounds_table(self._scored, "highest")

    @cached_property
    def levels(self) -> pd.DataFrame:
        """Named bands (ids), for the nodes that have levels; None where there is none."""
        return tables.levels_table(self._scored)

    @cached_property
    def possible_levels(self) -> pd.DataFrame:
        """Lowest and highest level each node could have, None if open: columns (node, ``lowest`` | ``highest``)."""
        return tables.possible_levels_table(self._scored)

    @cached_property
    def attainment(self) -> pd.DataFrame:
        """One line an entity, period and indicator with a target.

        Columns: entity, period, indicator, actual, target, target_high (ranges only), baseline, attainment (percent),
        light (``green``, ``yellow``, ``red``, empty for none). Figures to date where results add up over the year.
        """
        return attainment_table(self._scored)

    # Answers -----------------------------------------------------------------------------------------

    @cached_property
    def answer_states(self) -> pd.DataFrame:
        """What each answer came to: met, partly, not_met, not_applicable, not_checked, not_verified, rejected."""
        return answer_tables.states_table(self._scored)

    @cached_property
    def answers(self) -> pd.DataFrame:
        """One line an entity, period and criterion: state, answer as given, points won and at most, evidence, note."""
        return answer_tables.answers_table(self._scored)

    @cached_property
    def points_won(self) -> pd.DataFrame:
        """The points that groups and criteria won, where points are added up; NaN where there is no score.

        One column a node that adds up points, and one each of its parts: its score, as it stands in `scores`, of the
        points in `points_possible`. What penalties take is below nought.

        Examples
        --------
        >>> answers = {"entity": ["05035"], "period": "2024", "roles_defined": [1], "roles_defined.evidence": ["p. 3"]}
        >>> assessment = icma.score(icma.load("simed"), pd.DataFrame(answers))
        >>> assessment.points_won[["total", "normative_base"]].round(2).to_numpy().tolist()
        [[1.0, 1.0]]
        """
        return points_won_table(self._scored)

    @cached_property
    def points_possible(self) -> pd.DataFrame:
        """The points that each node of `points_won` could win in that row: of a group, those that its parts add up to.

        What is left out, because it does not apply or is absent and skipped, gives none. What a bonus can add stands
        beside the points of its group, not in them, and a penalty can win nothing.

        Examples
        --------
        >>> answers = {"entity": ["05035"], "period": "2024", "roles_defined": [1], "roles_defined.evidence": ["p. 3"]}
        >>> assessment = icma.score(icma.load("simed"), pd.DataFrame(answers))
        >>> assessment.points_possible[["total", "normative_base"]].round(2).to_numpy().tolist()
        [[70.0, 10.0]]
        """
        return points_possible_table(self._scored)

    @cached_property
    def gate_effects(self) -> pd.DataFrame:
        """Where a gate holds a node back: entity, period, node, gate (counted from 1), requires, limit."""
        return answer_tables.gate_effects_table(self._scored)

    def step_shares(self, node: str = ROOT) -> pd.DataFrame:
        """Return the share of criteria on each step of a staircase, or above it."""
        return answer_tables.steps_table(self._scored, node)

    def with_model(self, model: str) -> Assessment:
        """Return the same answers scored under one of the program's models; raises `UnknownNameError`."""
        return Assessment(answer_tables.score_with_model(self._scored, model))

    def compare_models(self, node: str = ROOT) -> pd.DataFrame:
        """Return a node's score under the program's own rules (``declared``) and under each of its models."""
        return answer_tables.models_table(self._scored, node)

    @cached_property
    def weights(self) -> pd.DataFrame:
        """Weights where nothing is absent: node, parent, weight, and `share`, with which a node counts in its parent.

        Where points are added up, the weight is what the node is worth. Shares sum to one among siblings, but in a
        ``sum``; bonuses, penalties and what has no score have none, and no part of a staircase or decision table has.
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
    def level_cuts(self) -> pd.DataFrame:
        """One line a level that data cuts: node, population, level, above, up_to, method, n.

        `up_to` is included; NaN where a class is open. `n` counts scores, where the cuts are made of them.
        """
        return tables.level_cuts_table(self._scored)

    @cached_property
    def scale_parameters(self) -> pd.DataFrame:
        """What relative scales took from their populations: node, population, parameter, figure."""
        return tables.scale_parameters_table(self._scored)

    @cached_property
    def treated_values(self) -> pd.DataFrame:
        """What the scale of each indicator reads: its value, or that treated; NaN where there is none."""
        return treated_table(self._scored)

    @cached_property
    def treatments(self) -> pd.DataFrame:
        """What was done to skewed values, one line an indicator that is treated and population.

        Columns ``node``, ``population``; ``method`` that stayed, empty where none was needed; ``n`` figures, and how
        many of them are read otherwise (``moved``); ``skewness`` and ``kurtosis`` before and after; and what the method
        took: ``lower`` and ``upper`` (the figures that stay), ``origin``, ``turn`` and ``power``.

        Examples
        --------
        No indicator of this program is treated:

        >>> answers = {"entity": ["A", "B"], "period": "2024", "single_purpose": ["met", "not_met"]}
        >>> icma.score(icma.load("mir_quality"), pd.DataFrame(answers)).treatments.empty
        True
        """
        return treatments_table(self._scored)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What is wrong or notable: entity, period, subject, code, severity, message, figure; the gravest first."""
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
        """
        check_language(language)
        table = self._scored.table
        return table.findings.to_frame(table.entities, table.periods, language, codes, limit)

    @cached_property
    def attributes(self) -> pd.DataFrame:
        """Names and grouping columns of the data, by entity and period."""
        return self._scored.table.attributes.set_index(self._scored.table.index)

    @cached_property
    def is_published(self) -> pd.DataFrame:
        """Where a value is the published one because it could not be computed."""
        return tables.published_table(self._scored)

    def to_frame(self) -> pd.DataFrame:
        """Return everything in one tidy table: one line an entity, period and node."""
        return tables.tidy_table(self._scored)

    def suppress(
        self,
        least: int = LEAST,
        *,
        variables: Iterable[str] | None = None,
        sums: Iterable[Sequence[str]] = (),
    ) -> Assessment:
        """Return what may be published, without small counts of persons; see `Benchmark.suppress`."""
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
        """
        return add_views(Ledger, account_for(self._scored, entity, node, period))
