"""The scale of a node with what of the node it depends on; rules of one kind go together as a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...specs import Indicator, Scale, TreeNode
from ...specs.methods.scales import SCALES, ScaleMethod
from ...specs.model.measures import Direction
from ...specs.model.scoring_rules import Ties

Floats = NDArray[np.float64]
# One figure, or those of a batch, shape (nodes, 1).
Figure = float | Floats


@dataclass(frozen=True, slots=True)
class ScaleRule:
    """A scale in force.

    Attributes
    ----------
    method
        Of `specs.methods.scales`.
    direction
        Which values are good.
    clips
        Whether values past the ends stay at the end.
    log
        Whether it works on logarithms.
    over
        The population that it compares with.
    ties
        The place of values that are equal.
    bottom, top
        The scores of the worst and the best value.
    low, high, reference, spread, target
        The figures of the spec, as they are written.
    mean, sd
        What standard scores have.
    least, most
        The ends of the plausible range of the value.
    bands, points
        Ends of bands (infinite where open) or values of points, each with its score.
    cuts_begin
        Whether a value at the end of a band falls in the next one.
    """

    method: str
    direction: Direction = "higher"
    clips: bool = False
    log: bool = False
    over: str = "period"
    ties: Ties = "average"
    bottom: Figure = 0.0
    top: Figure = 100.0
    low: Figure = 0.0
    high: Figure = 0.0
    reference: Figure = 0.0
    spread: Figure = 1.0
    mean: Figure = 0.0
    sd: Figure = 1.0
    target: Figure = 0.0
    least: Figure = -np.inf
    most: Figure = np.inf
    bands: tuple[tuple[float, float], ...] = ()
    points: tuple[tuple[float, float], ...] = ()
    cuts_begin: bool = False

    @property
    def facts(self) -> ScaleMethod:
        """What holds of the method."""
        return SCALES[self.method]

    @property
    def is_distance(self) -> bool:
        """Whether it compares distances from a target."""
        return self.direction == "target" and self.facts.is_relative

    @property
    def flips(self) -> bool:
        """Whether less of what it works on is better."""
        return self.direction == "lower" or self.is_distance

    @property
    def kind(self) -> tuple[object, ...]:
        """What rules must share to be one batch: all but their figures."""
        rule = (self.method, self.direction, self.clips, self.log, self.over, self.ties)
        return (*rule, self.bands, self.points, self.cuts_begin)

    def part(self, nodes: slice) -> ScaleRule:
        """Return some of a batch."""
        columns: dict[str, Any] = {name: getattr(self, name)[nodes] for name in _FIGURES}
        return replace(self, **columns)

    def of(self, number: int) -> ScaleRule:
        """Return the rule of one node of a batch."""
        columns: dict[str, Any] = {name: float(getattr(self, name)[number, 0]) for name in _FIGURES}
        return replace(self, **columns)

    def between(self) -> ScaleRule:
        """Return a batch whose figures leave room for an axis of populations, shape (nodes, 1, 1)."""
        columns: dict[str, Any] = {name: np.asarray(getattr(self, name))[..., None] for name in _FIGURES}
        return replace(self, **columns)

    def in_logarithms(self, name: str) -> Figure:
        """Return a figure of the spec as the scale works on it."""
        figure: Figure = getattr(self, name)
        return np.log(figure) if self.log else figure


def make_rule(scale: Scale, indicator: Indicator | None = None) -> ScaleRule:
    """Return a scale in force on an indicator, or on a group of which more is better."""
    ends = (*map(float, scale.cuts), np.inf)
    rule = ScaleRule(
        scale.method,
        clips=scale.clips,
        log=scale.log,
        over=scale.over,
        ties=scale.ties,
        bottom=float(scale.to[0]),
        top=float(scale.to[1]),
        low=float(scale.low or 0),
        high=float(scale.high or 0),
        reference=float(scale.reference or 0),
        spread=float(scale.spread or 1),
        mean=float(scale.mean),
        sd=float(scale.sd),
        bands=tuple((end, float(band.score)) for end, band in zip(ends, scale.bands, strict=False)),
        points=tuple((float(point.value), float(point.score)) for point in scale.points),
        cuts_begin=scale.cuts_begin,
    )
    if indicator is None:
        return rule
    least, most = indicator.range.ends
    target = float(indicator.target or 0)
    return replace(rule, direction=indicator.direction, target=target, least=least, most=most)


def rule_of(node: TreeNode) -> ScaleRule:
    """Return the scale in force on a node of the tree."""
    if isinstance(node.spec, Indicator):
        return make_rule(node.scale, node.spec)
    return replace(make_rule(node.scale), direction=node.direction)


_FIGURES = tuple(field.name for field in fields(ScaleRule) if field.type == "Figure")


def stack_rules(rules: Sequence[ScaleRule]) -> ScaleRule:
    """Return rules of one kind as one, with figures of shape (rules, 1)."""
    columns: dict[str, Any] = {
        name: np.array([getattr(rule, name) for rule in rules], np.float64)[:, None] for name in _FIGURES
    }
    return replace(rules[0], **columns)
