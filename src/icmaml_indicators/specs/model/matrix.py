"""The indicator matrix of a budget program (MIR): objectives of four levels, each with its indicators."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Id, Model, Number, Text

MatrixLevel = Literal["goal", "purpose", "component", "activity"]

# Titles and weights of the levels. The weights are reconstructed: no official ones were found.
LEVELS: dict[MatrixLevel, tuple[str, str, float]] = {
    "goal": ("Fin", "Goal", 10),
    "purpose": ("Propósito", "Purpose", 30),
    "component": ("Componentes", "Components", 40),
    "activity": ("Actividades", "Activities", 20),
}
GROUP_OF: dict[MatrixLevel, str] = {
    "goal": "goal",
    "purpose": "purpose",
    "component": "components",
    "activity": "activities",
}


class Objective(Model):
    """One cell of the column of summaries, with what it assumes and the ids of its indicators."""

    id: Id
    summary: Text
    assumptions: tuple[Text, ...] = Field(default=(), strict=False)
    indicators: tuple[str, ...] = Field(default=(), strict=False)


class Component(Objective):
    """What the program delivers, and the activities that deliver it."""

    activities: tuple[Objective, ...] = Field(default=(), strict=False)


class LevelWeights(Model):
    """What each level counts for in the program's score."""

    goal: Number = Field(default=10, ge=0)
    purpose: Number = Field(default=30, ge=0)
    component: Number = Field(default=40, ge=0)
    activity: Number = Field(default=20, ge=0)


class Matrix(Model):
    """The objectives of a budget program by level."""

    goal: Objective
    purpose: Objective
    components: tuple[Component, ...] = Field(min_length=1, strict=False)
    weights: LevelWeights = LevelWeights()

    def objectives(self) -> list[tuple[MatrixLevel, Objective, str | None]]:
        """Return every objective with its level and, for an activity, its component."""
        found: list[tuple[MatrixLevel, Objective, str | None]] = [
            ("goal", self.goal, None),
            ("purpose", self.purpose, None),
        ]
        found += [("component", component, None) for component in self.components]
        found += [("activity", activity, part.id) for part in self.components for activity in part.activities]
        return found
