"""What an assessment tells under other models of its program, and under other weights, rules and figures."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Self

from ..benchmarks.comparison import Comparison
from ..errors import IcmamlError
from ..progress import Progress
from ..robustness.models import model_agreement_table, models_table, rank_shifts_table, score_with_model
from ..robustness.uncertainty import monte_carlo, sobol
from ..robustness.uncertainty.sobol import Design
from ..robustness.uncertainty.variation import Alternatives, Weights, read_variation
from ..scoring.scored import Scored
from ..specs import ROOT
from .robustness import Sensitivity, Uncertainty

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


class ModelTables:
    """The part of an `Assessment` that is about scoring models."""

    def __init__(self, scored: Scored) -> None:
        self._scored = scored

    def with_model(self, model: str) -> Self:
        """Return the same data scored under one of the program's models; raises `UnknownNameError`.

        Examples
        --------
        >>> answers = {"entity": ["A"], "period": "2024", "roles_defined": ["met"], "roles_defined.evidence": ["p. 3"]}
        >>> rubric = icma.score(icma.load("simed"), pd.DataFrame(answers))
        >>> rubric.with_model("all_or_nothing").scores["total"].tolist()
        [0.0]
        """
        return type(self)(score_with_model(self._scored, model))

    def compare_models(self, node: str = ROOT) -> pd.DataFrame:
        """Return a node's score under the program's own rules (``declared``) and under each of its models.

        Examples
        --------
        >>> answers = {"entity": ["A"], "period": "2024", "roles_defined": ["met"], "roles_defined.evidence": ["p. 3"]}
        >>> icma.score(icma.load("simed"), pd.DataFrame(answers)).compare_models().columns.tolist()
        ['declared', 'mean_of_components', 'all_or_nothing', 'staircase']
        """
        return models_table(self._scored, node)

    def rank_shifts(self, node: str = ROOT) -> pd.DataFrame:
        """Return a node's score and place under each model, one line an entity, period and model.

        Columns entity, period, model (``declared`` for the program's own rules), score, rank (1 the best, ties at the
        best place) and shift: how many places the model puts it higher than the declared rules do; less than nothing
        where it is lower, NaN where it has no place in one of them.

        Examples
        --------
        >>> answers = {"entity": ["A"], "period": "2024", "roles_defined": ["met"], "roles_defined.evidence": ["p. 3"]}
        >>> icma.score(icma.load("simed"), pd.DataFrame(answers)).rank_shifts()["shift"].tolist()
        [0.0, 0.0, 0.0, 0.0]
        """
        return rank_shifts_table(self._scored, node)

    def model_agreement(self, node: str = ROOT) -> pd.DataFrame:
        """Return how far each model puts entities where the declared rules do, one line a period and model.

        Columns period, model, n (entities with a place in both), moved (how many have another one), mean_shift and
        greatest_shift in places, Spearman's rho and Kendall's tau-b of the scores.

        Examples
        --------
        >>> answers = {"entity": ["A"], "period": "2024", "roles_defined": ["met"], "roles_defined.evidence": ["p. 3"]}
        >>> icma.score(icma.load("simed"), pd.DataFrame(answers)).model_agreement()["moved"].tolist()
        [0, 0, 0]
        """
        return model_agreement_table(self._scored, node)


class UncertaintyCall(ABC):
    """The part of an `Assessment` or a `Benchmark` that asks between which places entities could have stood."""

    @abstractmethod
    def _find_ranked(self) -> tuple[Scored, NDArray[np.intp] | None]:
        """Return what was scored, and the peers among whom it is ranked; None for everybody in a period."""

    def uncertainty(
        self,
        draws: int = 1000,
        *,
        node: str = ROOT,
        weights: Weights | None = 0.25,
        models: bool | str | Sequence[str] | None = None,
        alternatives: Alternatives | None = None,
        error: float | Mapping[str, float] | None = None,
        level: float = 0.9,
        seed: int = 0,
        progress: Progress = False,
    ) -> Uncertainty:
        """Score again and again under other weights, rules or figures, and tell where entities could have stood.

        Places are those in a period, of a benchmark those among its peers. Each replication draws the weights anew,
        does each step in one of the ways that are given (its own included), and takes what scales, treatments and
        imputations take from populations again, under these rules. All is drawn from the seed: the same seed gives the
        same figures, whatever the machine.

        Parameters
        ----------
        draws
            How many replications; the program as declared is not among them.
        node
            Whose scores and places; the total by default.
        weights
            How far each weight goes either way, as a share of it: uniform noise, as in COINr. Or a mapping: ``noise``,
            or ``dirichlet`` with the concentration of the shares of each group about what they are; ``nodes`` limits
            it to some, by id or by depth (the areas are 1). Or a table of sets of weights, a node a line, a set a
            column, used one after another. None leaves weights as they are.
        models
            Models of the program that take turns with its own rules: ids, or True for all.
        alternatives
            By step (``scale``, ``imputation``, ``treatment``, ``aggregation``, ``weights``, ``leave_out``,
            ``rounding``, ``gates``, ``equal_at``) what a model may say of it, in a list or by names of your own; each
            step takes turns with the program's own, independently of the others. ``leave_out`` leaves out one of the
            nodes that are listed at a time.
        error
            The standard deviation of noise in figures that are handed in, as a share of each: one for all, or by
            variable. Every replication is then scored whole.
        level
            The share of replications that an interval holds.
        seed
            The same seed gives the same intervals.
        progress
            True shows a bar when it takes longer than a second (extra ``progress``); as in `score`.

        Returns
        -------
        Uncertainty

        Raises
        ------
        SpecError
            When an alternative is none, changes nothing, or makes rules that cannot be scored with, alone or with
            another.
        UnknownNameError, OutOfRangeError, WrongKindError
            When an argument is none, with the valid ones.
        IcmamlError
            When nothing would be varied, a step would be by two arguments, the node has no scores, or each entity has
            peers of its own (`Nearest`).

        Notes
        -----
        OECD/JRC Handbook (2008), chapter 7; Saisana, Saltelli and Tarantola, "Uncertainty and Sensitivity Analysis
        Techniques as Tools for the Quality Assessment of Composite Indicators", Journal of the Royal Statistical
        Society A 168, 2005. An interval tells of what was varied alone: see `Uncertainty.get_notes`.

        Examples
        --------
        >>> doubt = index.uncertainty(100, alternatives={"scale": ["z_score"]})
        >>> doubt.alternatives["rule"].tolist()
        ['declared', 'z_score']
        """
        scored, groups = self._find_ranked()
        variation = read_variation(scored, node, weights, models, alternatives, error)
        monte_carlo.check_level(level)
        return Uncertainty(monte_carlo.run_study(scored, variation, draws, seed, progress, groups), level)


class RobustnessCalls(UncertaintyCall):
    """The part of an `Assessment` that asks how firm its ranks are."""

    _scored: Scored

    def _find_ranked(self) -> tuple[Scored, None]:
        return self._scored, None

    def sensitivity(
        self,
        samples: int = 256,
        *,
        node: str = ROOT,
        weights: Weights | None = 0.25,
        models: bool | str | Sequence[str] | None = None,
        alternatives: Alternatives | None = None,
        level: float = 0.95,
        design: Design = "random",
        seed: int = 0,
        progress: Progress = False,
    ) -> Sensitivity:
        """Tell which weight or rule makes how much of the doubt about places, by Sobol' indices.

        Parameters
        ----------
        samples
            How many samples of all factors; the program is scored (factors + 2) times as often.
        node, weights, models, alternatives, seed, progress
            As in `uncertainty`; weights by noise alone. Each node whose weight is varied is a factor: ``nodes`` limits
            them.
        level
            Of the intervals of indices, from samples drawn anew.
        design
            ``random``; or ``sobol``: Sobol' sequences, of a power of two, which come nearer with as many samples (extra
            ``robustness``).

        Returns
        -------
        Sensitivity

        Raises
        ------
        MissingExtraError
            When the design needs an extra that is not installed.
        IcmamlError
            As `uncertainty`; and when weights are drawn otherwise than by noise.

        Notes
        -----
        Saltelli et al., Computer Physics Communications 181, 2010; Jansen, Computer Physics Communications 117, 1999.

        Examples
        --------
        >>> index.sensitivity(64, alternatives={"scale": ["z_score"]}).indices["kind"].tolist()
        ['step', 'weight', 'weight']
        """
        variation = read_variation(self._scored, node, weights, models, alternatives, None)
        monte_carlo.check_level(level)
        return Sensitivity(sobol.run_sensitivity(self._scored, variation, samples, seed, design, progress), level)


class PeerRobustness(UncertaintyCall):
    """The part of a `Benchmark` that asks how firm places among peers are."""

    _comparison: Comparison

    def _find_ranked(self) -> tuple[Scored, NDArray[np.intp]]:
        groups = self._comparison.groups
        if groups.members is not None:
            raise IcmamlError("IND785", peers=groups.label)
        return self._comparison.scored, groups.codes
