"""What a spec says of comparisons: populations, peer columns, lights, classes from data, how chance moves a figure."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Literal

from pydantic import Field, model_validator

from ..methods.cuts import CUTS, CutMethod
from .base import Id, Model, Number, Text, Words, fault

# How chance moves the figure of a small municipality: cases out of a whole, events over an exposure, or not at all.
Variation = Literal["proportion", "rate", "none"]

# The populations that need not be declared; beside them stand the variables with options.
POPULATIONS = ("period", "all", "entity")
# Those of them that the bounds of another period or an earlier assessment take the place of.
HELD_POPULATIONS = frozenset({"period", "all"})
# Those of them in which rows of several periods stand side by side.
ACROSS_PERIODS = frozenset({"all", "entity"})


class Population(Model):
    """Whom figures are held against, by a name that `over` takes.

    Attributes
    ----------
    where
        A condition on inputs, ``entity`` and ``period``: who is in. Every row reads what they give, in it or not.
    period
        The period whose rows are in, for rows of every period.
    by
        Variables with options: one population for each combination of them.
    within
        Whether each ``period`` has populations of its own (default), or ``all`` periods share them.
    """

    id: Id
    title: Text | None = None
    where: Words | None = None
    period: Words | None = None
    by: tuple[str, ...] = Field(default=(), strict=False)
    within: Literal["period", "all"] = "period"

    @model_validator(mode="before")
    @classmethod
    def _one_or_many(cls, given: Any) -> Any:
        if isinstance(given, dict) and isinstance(given.get("by"), str):
            return {**given, "by": [given["by"]]}
        return given

    @model_validator(mode="after")
    def _says_who(self) -> Population:
        if self.where is None and self.period is None and not self.by:
            raise fault("IND105", key="where")
        if self.period is not None and "within" in self.model_fields_set:
            raise fault(
                "IND318",
                problem_es="una población de un periodo (`period`) no lleva `within`",
                problem_en="a population of one period (`period`) takes no `within`",
                at=("within",),
            )
        return self

    @property
    def crosses_periods(self) -> bool:
        """Whether figures of several periods are held against one another."""
        return self.period is not None or self.within == "all"

    @property
    def rule(self) -> str:
        """Who is in, in the words of the spec."""
        keys = {"": self.where, "period ": self.period, "by ": ", ".join(self.by)}
        keys["within "] = self.within if self.within == "all" else None
        return ", ".join(f"{key}{said}" for key, said in keys.items() if said)


class Applies(Model):
    """Who is assessed. Written as a condition, or as a mapping.

    Attributes
    ----------
    where
        A condition on inputs, ``entity`` and ``period``.
    at_least
        The share of the indicators that count whose own inputs must all be there.
    nonzero
        The share of the indicators whose own inputs are all there that must not be zero: whose own figures are not all
        0. Values are worked out once it is known who is assessed. Options are no figures.
    """

    where: Words | None = None
    at_least: Number | None = Field(default=None, gt=0, le=1)
    nonzero: Number | None = Field(default=None, gt=0, le=1)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        return {"where": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _says_who(self) -> Applies:
        if self.where is None and not self.shares:
            raise fault("IND105", key="where")
        return self

    @property
    def shares(self) -> dict[str, Number]:
        """What is asked of the indicators, by the key that asks it."""
        asked = {"at_least": self.at_least, "nonzero": self.nonzero}
        return {key: share for key, share in asked.items() if share is not None}

    @property
    def rule(self) -> str:
        """Who is assessed, in the words of the spec."""
        return ", ".join(filter(None, (self.where, *(f"{key} {share}" for key, share in self.shares.items()))))


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
    own = next((place for place, level in enumerate(spec.levels) if (level.up_to, level.from_) != (None, None)), None)
    if own is not None:
        raise fault("IND307", **_BY_DATA, at=("levels", own))
    if spec.cuts.shares and len(spec.cuts.shares) != len(spec.levels) - 1:
        details = {"wanted": len(spec.levels) - 1, "given": len(spec.cuts.shares)}
        raise fault("IND145", **details, at=("cuts",))
    aggregation = getattr(spec, "aggregation", None)
    if aggregation is not None and aggregation.facts.reads in {"levels", "steps"}:
        raise fault("IND315", method=aggregation.method, key="cuts", at=("cuts",))
    return spec
