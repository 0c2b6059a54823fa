"""What an assessment tells of its program's other models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from ..robustness.models import model_agreement_table, models_table, rank_shifts_table, score_with_model
from ..scoring.scored import Scored
from ..specs import ROOT

if TYPE_CHECKING:
    import pandas as pd


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
