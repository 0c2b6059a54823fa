"""Attainment: what was achieved against what was meant, with the traffic light of the indicator's sheet."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from .base import Model, NoBoolean, Number, Text, Words, fault
from .quantities import Quantity

Method = Literal["ratio", "ratio_linear", "ratio_inverse", "progress", "closeness", "range"]

# Methods by direction, the one taken by default first.
METHODS: dict[str, tuple[Method, ...]] = {
    "higher": ("ratio", "progress"),
    "lower": ("ratio_linear", "ratio_inverse", "progress"),
    "target": ("closeness", "range", "progress"),
}
CREMAA = ("clear", "relevant", "economic", "monitorable", "adequate", "marginal")
_PERIOD = re.compile(r"\d{4}(-(S[12]|Q[1-4]|0[1-9]|1[0-2]))?\Z")


def is_period(text: str) -> bool:
    """Whether a text is a period as specs write it: 2014, 2014-S1, 2014-Q3, 2014-06."""
    return _PERIOD.match(text) is not None


class Goal(Model):
    """A figure to be reached or begun from: a number, an expression, one number a period, or the ends of a range.

    Written as such: ``80``, ``planned_lamps``, ``{2024: 80, 2025: 90}``, ``[18, 22]``; a table by options and periods
    as ``{by: zone, urban: 80, rural: 60}``. A year stands for the periods in it that are not named themselves.
    """

    number: Number | None = None
    formula: Words | None = None
    periods: dict[str, Number] = Field(default_factory=dict)
    table: Quantity | None = None
    low: Number | None = None
    high: Number | None = None

    @model_validator(mode="before")
    @classmethod
    def _as_written(cls, given: Any) -> Any:
        if isinstance(given, str):
            return {"formula": given}
        if isinstance(given, int | float) and not isinstance(given, bool):
            return {"number": given}
        if isinstance(given, list) and len(given) == 2:
            return {"low": given[0], "high": given[1]}
        if isinstance(given, dict) and "by" in given:
            return {"table": given}
        if isinstance(given, dict) and given and all(is_period(str(key)) for key in given):
            return {"periods": given}
        if isinstance(given, dict) and set(given) <= set(cls.model_fields) and given:
            return given
        raise fault(
            "IND318",
            problem_es="una meta es un número, una expresión, `{2024: 80, …}` o los extremos de un rango `[18, 22]`",
            problem_en="a goal is a number, an expression, `{2024: 80, …}` or the ends of a range `[18, 22]`",
        )

    @model_validator(mode="after")
    def _ends_in_order(self) -> Goal:
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise fault("IND306", low=self.low, high=self.high)
        return self

    @property
    def is_range(self) -> bool:
        """Whether it has two ends."""
        return self.low is not None


class Lights(Model):
    """The cuts of the traffic light, ends included; outside yellow it is red.

    Attributes
    ----------
    green, yellow
        ``[from, to]``; null is open.
    on
        What is cut: the ``attainment``, in percent, or the ``value``, in the unit of the indicator.
    over
        Whether a result far above target counts against it (a target set too low), or not (``ignore``).
    """

    green: tuple[Number | None, Number | None] = Field(default=(90, 110), strict=False)
    yellow: tuple[Number | None, Number | None] = Field(default=(70, 130), strict=False)
    on: Literal["attainment", "value"] = "attainment"
    over: Literal["count", "ignore"] = "count"

    @model_validator(mode="after")
    def _green_inside_yellow(self) -> Lights:
        (low, high), (outer_low, outer_high) = self.green, self.yellow
        ends = [end for end in (outer_low, low, high, outer_high) if end is not None]
        open_inside = (low is None and outer_low is not None) or (high is None and outer_high is not None)
        if ends != sorted(ends) or open_inside:
            raise fault(
                "IND318",
                problem_es="el verde debe quedar dentro del amarillo",
                problem_en="green must lie inside yellow",
            )
        return self


class Attainment(Model):
    """How an indicator's result is held against its target; its `formula` gives the result.

    Attributes
    ----------
    target, baseline
        See `Goal`.
    method
        Of actual a, target t and baseline b: ``ratio`` a/t; ``ratio_linear`` (2t - a)/t; ``ratio_inverse`` t/a;
        ``progress`` (a - b)/(t - b); ``closeness`` one less the distance to t over the size of t; ``range`` 1 inside,
        less by the distance over the width outside. By default the first that suits the direction. The score is the
        attainment in percent, between 0 and 100.
    lights
        The traffic light.
    frequency, cumulative
        How often it is measured; whether results add up over the year (result and target are then those to date).
    means
        Means of verification.
    dimension
        What it says of the objective.
    cremaa
        Self-assessment of the indicator, 1 to 5 for each of six qualities.
    """

    target: Goal
    baseline: Goal | None = None
    method: Method | None = None
    lights: Lights = Lights()
    frequency: Literal["month", "quarter", "semester", "year", "two_years", "three_years"] | None = None
    cumulative: bool = False
    means: tuple[Text, ...] = Field(default=(), strict=False)
    dimension: Literal["effectiveness", "efficiency", "quality", "economy"] | None = None
    cremaa: dict[
        Literal["clear", "relevant", "economic", "monitorable", "adequate", "marginal"],
        Annotated[Literal[1, 2, 3, 4, 5], NoBoolean],
    ] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _one_or_many(cls, given: Any) -> Any:
        if isinstance(given, dict) and isinstance(given.get("means"), dict):
            return {**given, "means": [given["means"]]}
        return given

    @model_validator(mode="after")
    def _needs_of_method(self) -> Attainment:
        if self.method == "progress" and self.baseline is None:
            raise fault("IND312", method="progress", key="baseline")
        if self.target.is_range != (self.method == "range") and (self.target.is_range or self.method == "range"):
            raise fault(
                "IND318",
                problem_es="los extremos de un rango van con `method: range`, y solo con él",
                problem_en="the ends of a range go with `method: range`, and only with it",
            )
        return self

    def method_for(self, direction: str) -> Method:
        """Return the method in force."""
        return self.method or METHODS[direction][0]

    @property
    def cremaa_score(self) -> float | None:
        """Mean of the self-assessment on a scale from 0 to 100: (mean - 1) / 4; None without one."""
        if not self.cremaa:
            return None
        return 100.0 * (sum(self.cremaa.values()) / len(self.cremaa) - 1.0) / 4.0
