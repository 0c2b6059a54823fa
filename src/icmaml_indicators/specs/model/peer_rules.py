"""What a spec says of comparisons: peer columns, the traffic light, classes from data, how chance moves a figure."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Literal

from pydantic import Field, model_validator

from ..methods.cuts import CUTS, CutMethod
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


class Cuts(Model):
    """Where scores are cut into the levels of a node, by the scores themselves. Written as a word, or as a mapping.

    A cut is the end of the lower class, included.

    Attributes
    ----------
    method
        ``quantiles``, ``equal_intervals``, ``jenks`` (natural breaks) or ``dalenius_hodges``.
    over
        The population that is cut: each ``period`` by itself (default), or ``all`` periods at once.
    shares
        What lies up to each cut, ascending; equal shares by default.
    type
        The definition of quantiles: as in benchmarks, ``linear`` by default, or ``inverted_cdf``.
    bins
        Of `dalenius_hodges`: how many bins of one width.
    take
        Of `dalenius_hodges`: the end of the bin ``nearest`` to each share (default), or the last one ``below``.
    """

    method: Literal["quantiles", "equal_intervals", "jenks", "dalenius_hodges"]
    over: Literal["period", "all"] = "period"
    shares: tuple[Number, ...] = Field(default=(), strict=False)
    type: Literal["linear", "inverted_cdf", "weibull", "hazen", "median_unbiased", "normal_unbiased"] = "linear"
    bins: int = Field(default=100, ge=2, le=10_000)
    take: Literal["nearest", "below"] = "nearest"

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        return {"method": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _parameters_fit_method(self) -> Cuts:
        for key in sorted(self.model_fields_set - {"method", *self.facts.optional}):
            raise fault("IND315", method=self.method, key=key)
        ends = (0, *self.shares, 1)
        wrong = next((place for place, (a, b) in enumerate(pairwise(ends)) if not a < b), None)
        if self.shares and wrong is not None:
            raise fault("IND143", at=("shares", min(wrong, len(self.shares) - 1)))
        return self

    @property
    def facts(self) -> CutMethod:
        """What holds of the method."""
        return CUTS[self.method]

    def shares_of(self, classes: int) -> list[float]:
        """Return what lies up to each cut between so many classes."""
        return [float(share) for share in self.shares] or [number / classes for number in range(1, classes)]


_BY_DATA = {
    "what_es": "los cortes de los niveles",
    "what_en": "the cuts of the levels",
    "problem_es": "salen de los datos (`cuts`): estos niveles solo llevan nombre",
    "problem_en": "come from the data (`cuts`): these levels have names only",
}


def check_cuts(spec: Any) -> Any:
    """Refuse levels that are cut by data and by figures too, or of which there are too few or too many."""
    if spec.cuts is None:
        return spec
    if len(spec.levels) < 2:
        raise fault("IND144", at=("cuts",))
    own = next((place for place, level in enumerate(spec.levels) if level.up_to or level.from_), None)
    if own is not None:
        raise fault("IND307", **_BY_DATA, at=("levels", own))
    if spec.cuts.shares and len(spec.cuts.shares) != len(spec.levels) - 1:
        details = {"wanted": len(spec.levels) - 1, "given": len(spec.cuts.shares)}
        raise fault("IND145", **details, at=("cuts",))
    aggregation = getattr(spec, "aggregation", None)
    if aggregation is not None and aggregation.facts.reads in {"levels", "steps"}:
        raise fault("IND315", method=aggregation.method, key="cuts", at=("cuts",))
    return spec
