"""What an assessment tells of its program's other models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from ..robustness.models import models_table, score_with_model
from ..scoring.scored import Scored
from ..specs import ROOT

if TYPE_CHECKING:
    import pandas as pd


class ModelTables:
    """The part of an `Assessment` that is about scoring models."""

    def __init__(self, scored: Scored) -> None:
        self._scored = scored

    def with_model(self, model: str) -> Self:
        """Return the same answers scored under one of the program's models; raises `UnknownNameError`.

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
