"""`IndexAnalysis`: what the parts of an index have to do with one another, and what to reconsider."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ..diagnostics import Language
from ..display import Display, Summary
from ..errors import check_language, expect
from ..progress import Progress
from ..robustness.analysis.components import components_table, loadings_table
from ..robustness.analysis.figures import AnalysisData, Basis
from ..robustness.analysis.flags import flags_table, translate_flags
from ..robustness.analysis.importance import importance_table
from ..robustness.analysis.influence import influence_table
from ..robustness.analysis.pairs import correlations_table
from ..robustness.analysis.reliability import reliability_table
from ..robustness.analysis.statistics import statistics_table
from ..robustness.analysis.suggestions import suggest_weights
from ..robustness.analysis.summary import summarise_analysis
from ..specs import ROOT, Program
from .assessment import Assessment

if TYPE_CHECKING:
    import pandas as pd


def analyse(
    assessment: Assessment,
    period: str | None = None,
    *,
    basis: Basis | None = None,
    limits: Mapping[str, float] | None = None,
) -> IndexAnalysis:
    """Analyse an index: its indicators, how they go together, what each does to the order, what to reconsider.

    Nothing is worked out before it is asked for.

    Parameters
    ----------
    assessment
        From `score`.
    period
        Which period; by default all, each by itself.
    basis
        By what indicators are looked at where they are held against others: ``scores``, the default; ``values`` as
        they were handed in or computed; or ``oriented_values``, with the sign by which more is better, the default
        where no indicator has a score. Groups are looked at by their scores.
    limits
        From where something is flagged, by name, where not from the usual limits; see
        `icmaml_indicators.robustness.analysis.figures.Limits`.

    Returns
    -------
    IndexAnalysis

    Raises
    ------
    UnknownNameError
        When there is no such period, basis or limit.

    Examples
    --------
    >>> figures = {"entity": ["01", "02", "03"], "period": "2023", "pbr_sed_points": [51.0, 70.0, 60.0]}
    >>> assessment = icma.score(icma.load("state_indices"), pd.DataFrame(figures))
    >>> found = icma.analyse(assessment).indicators.query("node == 'pbr_sed_advance'")
    >>> found[["kind", "n", "median", "reason"]].to_numpy().tolist()
    [['value', 3, 60.0, 'few']]
    """
    expect("assessment", assessment, Assessment)
    return IndexAnalysis(AnalysisData.of(assessment._scored, period, basis, limits))


class IndexAnalysis(Display):
    """What the parts of an index have to do with one another. Built by `analyse`; tables are made when asked for.

    The steps are those of the OECD and JRC, "Handbook on Constructing Composite Indicators", 2008. Every table has a
    column ``period``, and where a figure is absent, a column ``reason`` says why: ``absent`` (no figures), ``few`` (too
    few rows), ``constant`` (figures that are all equal, but for rounding), or what the table adds to these.

    Examples
    --------
    With `towns` and `assessment` of `Assessment`:

    >>> analysis = icma.analyse(assessment)
    """

    def __init__(self, data: AnalysisData) -> None:
        self._data = data

    def _summary(self, language: Language) -> Summary:
        tables = {
            "flags": lambda: self.get_flags(language),
            "indicators": lambda: self.indicators,
            "reliability": lambda: self.reliability,
            "components": lambda: self.components,
            "effective_weights": lambda: self.effective_weights,
        }
        return summarise_analysis(self._data, tables, language)

    @property
    def program(self) -> Program:
        """The program that was applied."""
        return self._data.scored.program

    @property
    def language(self) -> str:
        """Language of messages: ``es`` or ``en``."""
        return self._data.scored.language

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """What indicators and groups are like by themselves, one line a period, node and kind of figure.

        Columns: period, node, kind (``value``, or ``score`` of those that have any), n, share_available (of those to
        whom it applies), min, q1, median, q3, max, mean, sd (n - 1), skewness and kurtosis (as spreadsheets define
        them), non_zero, unique and same (how often the commonest figure occurs), their shares in n, then whether these
        pass the limits: few_available, many_zeros, few_unique, outliers (skewness and kurtosis both), and reason.
        Skewness and kurtosis need four figures that are not all equal.

        Examples
        --------
        >>> found = analysis.indicators.query("node == 'debt_to_free_income' and kind == 'value'")
        >>> found[["period", "n", "max"]].to_numpy().tolist()[:2]
        [['2021', 4, 130.0], ['2022', 4, 128.0]]
        """
        return statistics_table(self._data)

    @cached_property
    def correlations(self) -> pd.DataFrame:
        """How nodes go together, one line a period, pair and method.

        Columns: period, relation, group, a, b, method (``pearson``, ``spearman``, ``kendall``: tau-b), n, r, reason.
        Of each group its parts two by two (``siblings``), and each with the group (``parent``) and with the groups
        above that (``ancestor``); then the values of indicators with the variables that formulas of the program divide
        by (``denominator``). Each pair is taken over the rows in which both have a figure.

        Examples
        --------
        >>> found = analysis.correlations.query("period == '2021' and method == 'spearman' and relation == 'siblings'")
        >>> found[["a", "b", "r"]].to_numpy().tolist()[0]
        ['debt_to_free_income', 'service_to_free_income', 0.8]
        """
        return correlations_table(self._data)

    @cached_property
    def reliability(self) -> pd.DataFrame:
        """Cronbach's alpha of each group, one line a period and group.

        Columns: period, group, parts (that have figures), complete (rows in which all of these have one), alpha
        (covariances over the rows in which both parts have a figure), alpha_complete (over complete rows),
        alpha_standardised (of parts on one measure, by their mean correlation), mean_correlation, reason (``one_part``
        of a group of one). L. J. Cronbach, "Coefficient alpha and the internal structure of tests", Psychometrika 16,
        1951.

        Examples
        --------
        >>> analysis.reliability.query("period == '2021'")[["group", "parts", "alpha"]].round(2).to_numpy().tolist()
        [['total', 4, 0.65]]
        """
        return reliability_table(self._data)

    @cached_property
    def components(self) -> pd.DataFrame:
        """The principal components of the correlations within each group, one line a period, group and component.

        Columns: period, group, component (the greatest first; as many as there are parts with figures that vary),
        variance, share and cumulative (of the sum of variances), complete (rows in which each of these parts has a
        figure, over which they are taken), reason. With no more rows than parts the last have no variance.

        Examples
        --------
        >>> analysis.components.query("period == '2021'")["share"].round(2).tolist()
        [0.99, 0.01, 0.0]
        """
        return components_table(self._data)

    @cached_property
    def loadings(self) -> pd.DataFrame:
        """How far each part makes up each component, one line a period, group, component and part.

        Columns: period, group, component, node, loading (of a vector of length one, with a sum above nought), reason
        (``tied``: a component as large as its neighbour has no direction of its own; ``no_variance``).

        Examples
        --------
        >>> found = analysis.loadings.query("period == '2021' and component == 1")
        >>> found[["node", "loading", "reason"]].round(2).to_numpy().tolist()[2:]
        [['short_term_to_income', 0.58, ''], ['default_in_force', nan, 'constant']]
        """
        return loadings_table(self._data)

    @cached_property
    def effective_weights(self) -> pd.DataFrame:
        """What each node weighs, beside what it moves, one line a period and node below the total.

        Columns: period, node, parent, weight, share and share_of_total (as in `Assessment.weights`; the last is the
        effective weight), importance (the squared correlation of its scores with those of the parent, as a share of
        those of its siblings: W. Becker, M. Saisana, P. Paruolo and I. Vandecasteele, "Weights and importance in
        composite indicators: Closing the gap", Ecological Indicators 80, 2017), reason (``varies``: weights are worked
        out; ``not_counted``; ``not_a_share``: points or a sum; ``no_correlation``).

        Examples
        --------
        >>> analysis.effective_weights.query("period == '2024'")["node"].tolist()[0]
        'debt_to_free_income'
        """
        return importance_table(self._data)

    @cached_property
    def flags(self) -> pd.DataFrame:
        """What to reconsider, and what to do about it, one line a period and flag.

        Columns: period, kind (``redundant``: indicators of one group, ``contradicts``: parts of one group, by
        Pearson's r; ``with_denominator``; ``constant``, ``few_available``, ``many_zeros``, ``outliers``: by the values
        of indicators that count; ``low_alpha``), node, other, group, figure, limit, severity, code, message.

        Examples
        --------
        >>> analysis.flags["kind"].unique().tolist()
        ['redundant', 'constant', 'low_alpha']
        """
        return self._flags(self.language)

    def _flags(self, language: str) -> pd.DataFrame:
        return flags_table(self._data, self.indicators, self.correlations, self.reliability, language)

    def get_flags(self, language: str) -> pd.DataFrame:
        """Return the flags with their messages in Spanish (``es``) or English (``en``).

        Examples
        --------
        >>> analysis.get_flags("es").query("kind == 'constant'")["message"].iloc[0][-50:]
        'a nadie; quítelo o busque una cifra que sí lo haga'
        """
        check_language(language)
        return translate_flags(self.flags, language)

    @cached_property
    def influence(self) -> pd.DataFrame:
        """What leaving each indicator out does to the total; see `leave_out`.

        Examples
        --------
        >>> analysis.influence.query("period == '2024'")[["indicator", "moved"]].to_numpy().tolist()[0]
        ['debt_to_free_income', 0]
        """
        return self.leave_out()

    def leave_out(self, node: str = ROOT, *, progress: Progress = False) -> pd.DataFrame:
        """Return what the order by a node owes to each indicator below it: the data is scored again without it.

        A group that would have no parts left is left out with its indicator.

        Parameters
        ----------
        node
            A group; the total by default.
        progress
            True shows a bar when it takes longer than a second (extra ``progress``); as in `score`.

        Returns
        -------
        DataFrame
            One line a period and indicator: period, indicator, n (entities with a place in both), spearman and kendall
            (of the scores with and without it), moved (how many have another place), mean_shift and greatest_shift in
            places, entity (who moves most; None where nobody does), shift (places that it gains without the indicator),
            reason (``no_rank``: nothing is left to rank by).

        Raises
        ------
        UnknownNameError
            When there is no such node.

        Examples
        --------
        >>> analysis.leave_out("total").columns.tolist()[:4]
        ['period', 'indicator', 'n', 'spearman']
        """
        return influence_table(self._data, node, progress)

    def get_tables(self, language: str | None = None, *, progress: Progress = False) -> dict[str, pd.DataFrame]:
        """Return every table by its name, the flags first.

        Parameters
        ----------
        language
            Of the messages: ``es`` or ``en``; that of the assessment by default.
        progress
            As for `leave_out`.

        Examples
        --------
        >>> list(analysis.get_tables())[:4]
        ['flags', 'indicators', 'correlations', 'reliability']
        """
        makers = self._list_tables(self.language if language is None else language)
        if progress:
            makers["influence"] = lambda: self.leave_out(progress=progress)
        return {name: make() for name, make in makers.items()}

    def _list_tables(self, language: str) -> dict[str, Callable[[], pd.DataFrame]]:
        """Return how each table is made, by its name."""
        return {
            "flags": lambda: self.get_flags(language),
            "indicators": lambda: self.indicators,
            "correlations": lambda: self.correlations,
            "reliability": lambda: self.reliability,
            "components": lambda: self.components,
            "loadings": lambda: self.loadings,
            "effective_weights": lambda: self.effective_weights,
            "influence": lambda: self.influence,
        }

    def suggest_weights(self, method: str = "pca", language: str | None = None) -> str:
        """Return weights that the data suggests, as YAML of a model to paste at the root of the program.

        They are fitted on the scores of the parts of each group in the last period that is analysed, as the program
        would fit them itself; comments say where they come from, and why a group has none.

        Parameters
        ----------
        method
            ``pca``, ``entropy``, ``critic``, ``dp2`` or ``equal_effective``.
        language
            Of the comments: ``es`` or ``en``; that of the assessment by default.

        Raises
        ------
        UnknownNameError
            When there is no such method.
        IcmamlError
            When it gives no weights to any group.

        Examples
        --------
        >>> answers = {"entity": [*"EFG"], "period": "2024", "problem_defined": ["met", "met", "not_met"]}
        >>> answers |= {"single_purpose": ["met", "not_met", "not_met"]}
        >>> suggested = icma.analyse(icma.score("mir_quality", pd.DataFrame(answers))).suggest_weights("entropy")
        >>> [line.strip() for line in suggested.splitlines() if "purpose" in line or "problem" in line]
        ['problem_defined: 0.269577', 'single_purpose: 0.730423']
        """
        chosen = self.language if language is None else language
        check_language(chosen)
        return suggest_weights(self._data, method, chosen)
