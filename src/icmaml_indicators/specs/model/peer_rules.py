"""What a spec says of comparisons: columns that part the peers, the traffic light, and how chance moves a figure."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from .base import Model, Number, Text, Words, fault

# How chance moves the figure of a small municipality: cases out of a whole, events over an exposure, or not at all.
Variation = Literal["proportion", "rate", "none"]


class Peers(Model):
    """A column of the data that parts the entities into peer groups."""

    column: Words
    title: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        return {"column": given} if isinstance(given, str) else given


class PeerLights(Model):
    """The traffic light of a comparison; outside yellow it is red.

    Attributes
    ----------
    on
        What is cut: the ``quartile`` among the peers (1 the best), the ``percentile``, the ``robust_z`` (turned so that
        more is better), the ``score``, or the ``value`` in the unit of the indicator.
    green, yellow
        ``[from, to]``, ends included; null is open.
    chance
        Whether a difference from the peers that chance explains keeps an indicator of counts from green and red.
    """

    on: Literal["quartile", "percentile", "robust_z", "score", "value"] = "quartile"
    green: tuple[Number | None, Number | None] = Field(default=(1, 1), strict=False)
    yellow: tuple[Number | None, Number | None] = Field(default=(2, 3), strict=False)
    chance: bool = True

    @model_validator(mode="after")
    def _cuts_of_their_own(self) -> PeerLights:
        if self.on != "quartile" and not {"green", "yellow"} <= self.model_fields_set:
            raise fault("IND312", method=self.on, key="green" if "green" not in self.model_fields_set else "yellow")
        for low, high in (self.green, self.yellow):
            if low is not None and high is not None and low > high:
                raise fault("IND306", low=low, high=high)
        return self
