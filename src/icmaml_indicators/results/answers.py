"""What an assessment tells of answers: their states, their points, the gates and steps."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..scoring import answer_tables
from ..scoring.points import points_possible_table, points_won_table
from ..scoring.scored import Scored
from ..specs import ROOT

if TYPE_CHECKING:
    import pandas as pd


class AnswerTables:
    """The part of an `Assessment` that is about criteria and their points."""

    def __init__(self, scored: Scored) -> None:
        self._scored = scored

    @cached_property
    def answer_states(self) -> pd.DataFrame:
        """What each answer came to: met, partly, not_met, not_applicable, not_checked, not_verified, rejected.

        Examples
        --------
        >>> rubric.answer_states["single_purpose"].tolist()
        ['met', 'not_met']
        """
        return answer_tables.states_table(self._scored)

    @cached_property
    def answers(self) -> pd.DataFrame:
        """One line an entity, period and criterion: state, answer as given, points won and at most, evidence, note.

        Examples
        --------
        >>> rubric.answers.query("criterion == 'single_purpose'")[["entity", "state", "answer"]].to_numpy().tolist()
        [['E', 'met', 'met'], ['F', 'not_met', 'not_met']]
        """
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
        """Where a gate holds a node back: entity, period, node, gate (counted from 1), requires, limit.

        Examples
        --------
        >>> marks = {"entity": ["A"], "period": "2024", "net_present_value": [-2.0], "readiness_mark": [40]}
        >>> icma.score(icma.load("bpi_projects"), pd.DataFrame(marks)).gate_effects.to_numpy().tolist()
        []
        """
        return answer_tables.gate_effects_table(self._scored)

    def step_shares(self, node: str = ROOT) -> pd.DataFrame:
        """Return the share of criteria on each step of a staircase, or above it.

        Examples
        --------
        >>> answers = {"entity": ["A", "B"], "period": "2024", "municipal_development_plan": [3, 1]}
        >>> icma.score(icma.load("refim"), pd.DataFrame(answers)).step_shares().round(2).to_numpy().tolist()
        [[0.01, 0.01, 0.01, 0.0, 0.0], [0.01, 0.0, 0.0, 0.0, 0.0]]
        """
        return answer_tables.steps_table(self._scored, node)
