"""How firm the ranks of an assessment are: replications under other weights, rules and figures."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ..benchmarks.comparison import Comparison
from ..diagnostics import Language
from ..display import Display, Part, Summary, take_lines
from ..errors import IcmamlError, check_language, expect
from ..robustness.uncertainty import monte_carlo, sobol
from ..robustness.uncertainty.variation import count_factors
from ..specs import Program, name_program

if TYPE_CHECKING:
    import pandas as pd


class RobustnessResult(Display):
    """What results of replications have in common."""

    level: float

    def __init__(self, study: monte_carlo.Study | sobol.SensitivityStudy, level: float) -> None:
        self._study, self.level = study, monte_carlo.check_level(level)

    @property
    def seed(self) -> int:
        """The seed that all was drawn from."""
        return self._study.seed

    @property
    def node(self) -> str:
        """The node whose places are told."""
        return self._study.variation.node

    @property
    def program(self) -> Program:
        """The program that was applied."""
        return self._study.scored.program

    @property
    def language(self) -> str:
        """Language of messages, that of the assessment: ``es`` or ``en``."""
        return self._study.scored.language

    def get_credits(self, language: str | None = None) -> tuple[str, ...]:
        """Return the words that the makers of the data ask for wherever its figures are shown.

        Examples
        --------
        >>> doubt.get_credits()
        ()
        """
        chosen = self.language if language is None else language
        check_language(chosen)
        return tuple(each.in_language(chosen) for each in self._study.scored.table.credits)

    def _summarise(self, language: Language, scope: Mapping[str, int], *parts: Part) -> Summary:
        program = self.program
        entities = len(self._study.scored.table.entity_ids)
        return Summary(
            type(self).__name__,
            name_program(program, language),
            language,
            {"entities": entities, **scope, "provenance": program.provenance_counts},
            count_factors(self._study.variation),
            parts,
        )


class Uncertainty(RobustnessResult):
    """The places that entities could have had. Built by `Assessment.uncertainty`.

    Attributes
    ----------
    level
        The share of replications that an interval holds.

    Examples
    --------
    With the `index` of `Assessment`:

    >>> doubt = index.uncertainty(draws=200)
    """

    _study: monte_carlo.Study

    @property
    def draws(self) -> int:
        """How many replications there were, the program as declared apart."""
        return self._study.draws

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """The place of each entity as declared, and over all replications: one line an entity and period.

        Columns: entity, period, score and rank (as declared), n (replications in which it has a place), mean, median,
        sd, low and high (the ends of the interval that holds the middle `level` of its places, quantiles of type 7),
        best and worst place, same_share (in which share of them it has the declared place).

        Examples
        --------
        >>> doubt.ranks[["entity", "rank", "low", "high"]].head(1).to_numpy().tolist()
        [['A', 1.0, 1.0, 1.0]]
        """
        return monte_carlo.study_ranks_table(self._study, self.level)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """The score of each entity as declared, and over all replications.

        Columns: entity, period, score, mean, sd, min, max.

        Examples
        --------
        >>> doubt.scores.columns.tolist()
        ['entity', 'period', 'score', 'mean', 'sd', 'min', 'max']
        """
        return monte_carlo.study_scores_table(self._study)

    @cached_property
    def quartiles(self) -> pd.DataFrame:
        """In which share of replications each entity stands in each quarter: columns q1 (the best) to q4, and none.

        Examples
        --------
        >>> doubt.quartiles["q1"].tolist()
        [1.0, 0.0, 0.0, 0.0]
        """
        return monte_carlo.study_quartiles_table(self._study)

    @cached_property
    def levels(self) -> pd.DataFrame:
        """In which share of replications each entity has each level: one line an entity, period and level.

        Columns: entity, period, declared (its level as declared), level, share. Empty where the node has no levels.

        Examples
        --------
        >>> len(doubt.levels)
        0
        """
        return monte_carlo.study_levels_table(self._study)

    @cached_property
    def alternatives(self) -> pd.DataFrame:
        """How far each way of doing a step puts entities from their declared places, on average.

        Columns: step, rule (``declared`` for the program's own), draws, mean_shift in places. Empty where rules
        were not varied.

        Examples
        --------
        >>> doubt.alternatives.columns.tolist()
        ['step', 'rule', 'draws', 'mean_shift']
        """
        return monte_carlo.study_alternatives_table(self._study)

    def get_notes(self, language: str | None = None) -> tuple[str, ...]:
        """Return what was varied, and what the intervals do not tell.

        Examples
        --------
        >>> doubt.get_notes("en")[0]
        'The weights of 2 nodes were varied, each by up to ±25%.'
        """
        chosen = self.language if language is None else language
        check_language(chosen)
        number = 0 if chosen == "es" else 1
        return tuple(said[number] for said in monte_carlo.say_what_varied(self._study))

    def _summary(self, language: Language) -> Summary:
        ranks = self.ranks
        return self._summarise(
            language,
            {"draws": self.draws},
            Part("ranks", lambda: take_lines(ranks, language), len(ranks), is_open=True),
            Part("notes", lambda: "\n".join(self.get_notes(language))),
        )


class Sensitivity(RobustnessResult):
    """Which choice makes how much of the doubt. Built by `Assessment.sensitivity`.

    Attributes
    ----------
    level
        Of the intervals of indices.

    Examples
    --------
    With the `index` of `Assessment`:

    >>> effects = index.sensitivity(64)
    """

    _study: sobol.SensitivityStudy

    @property
    def samples(self) -> int:
        """How many samples of all factors there were: the program is scored (factors + 2) times as often."""
        return self._study.samples

    @cached_property
    def indices(self) -> pd.DataFrame:
        """Sobol' indices of how many places entities are moved on average: one line a factor.

        Columns: factor (a step, or the node whose weight is varied), kind (``step`` or ``weight``), first_order and
        total_order (shares of the variance that the factor makes alone, and with others), each with the ends of its
        interval (``_low``, ``_high``).
        Estimates; they may be a little below 0 or above 1. NaN where nobody moves.

        Examples
        --------
        >>> effects.indices["factor"].tolist()
        ['debt', 'income']
        """
        return sobol.sensitivity_table(self._study, self.level)

    @cached_property
    def by_entity(self) -> pd.DataFrame:
        """Sobol' indices of the place of each entity: one line an entity, period and factor.

        Columns: entity, period, factor, first_order, total_order, variance (of its places; where it is 0 there are no
        indices).

        Examples
        --------
        >>> len(effects.by_entity)
        8
        """
        return sobol.entity_sensitivity_table(self._study)

    def _summary(self, language: Language) -> Summary:
        indices = self.indices
        return self._summarise(
            language,
            {"samples": self.samples},
            Part("indices", lambda: take_lines(indices, language), len(indices), is_open=True),
        )


def add_rank_intervals(positions: pd.DataFrame, comparison: Comparison, uncertainty: Uncertainty) -> pd.DataFrame:
    """Return positions with the ends of the intervals of ranks of one node.

    Raises
    ------
    IcmamlError
        When the uncertainty is that of another comparison.
    """
    expect("uncertainty", uncertainty, Uncertainty)
    study = uncertainty._study
    is_own = study.scored is comparison.scored and study.groups is comparison.groups.codes
    if not is_own:
        raise IcmamlError("IND786")
    ends = uncertainty.ranks[["entity", "period", "low", "high"]].assign(indicator=uncertainty.node)
    ends = ends.rename(columns={"low": "rank_low", "high": "rank_high"})
    return positions.merge(ends, on=["entity", "period", "indicator"], how="left", validate="many_to_one")
