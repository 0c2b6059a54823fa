"""What an assessment tells of its scales: what they read, and what they and the levels took from populations."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..scoring import tables
from ..scoring.imputations import imputations_table, imputed_scores_table
from ..scoring.scored import Scored
from ..scoring.treatments import treated_table, treatments_table

if TYPE_CHECKING:
    import pandas as pd


class ScaleTables:
    """The part of an `Assessment` that is about scales, what they read, and cuts."""

    def __init__(self, scored: Scored) -> None:
        self._scored = scored

    @cached_property
    def level_cuts(self) -> pd.DataFrame:
        """One line a level that data cuts: node, population, level, above, up_to, method, n.

        `up_to` is included; NaN where a class is open. `n` counts scores, where the cuts are made of them.

        Examples
        --------
        >>> assessment.level_cuts.columns.tolist()
        ['node', 'population', 'level', 'above', 'up_to', 'method', 'n']
        """
        return tables.level_cuts_table(self._scored)

    @cached_property
    def scale_parameters(self) -> pd.DataFrame:
        """What relative scales took from their populations: node, population, parameter, figure.

        Examples
        --------
        >>> assessment.scale_parameters.columns.tolist()
        ['node', 'population', 'parameter', 'figure']
        """
        return tables.scale_parameters_table(self._scored)

    @cached_property
    def treated_values(self) -> pd.DataFrame:
        """What the scale of each indicator reads: its value, gaps filled, or that treated; NaN where there is none.

        Examples
        --------
        >>> assessment.treated_values.equals(assessment.values)
        True
        """
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
    def imputations(self) -> pd.DataFrame:
        """What stands in for absent figures, one line a gap that is filled.

        Columns ``entity``, ``period``; ``subject``, a variable or an indicator (``kind``); ``method``; ``figure``;
        ``population`` and its number of known figures ``n``, or the periods whose figures were taken along time
        (``period_before``, ``period_after``). Coverage counts these figures as absent.

        Examples
        --------
        Nothing stands in for anything in this program:

        >>> assessment.imputations.empty
        True
        """
        return imputations_table(self._scored)

    @cached_property
    def is_imputed(self) -> pd.DataFrame:
        """Where the score of an indicator rests on figures that stand in for absent ones: bool, one column each.

        Examples
        --------
        >>> bool(assessment.is_imputed.to_numpy().any())
        False
        """
        return imputed_scores_table(self._scored)
