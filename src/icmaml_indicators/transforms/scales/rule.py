"""The scale of a node with what of the node it depends on; rules of one kind go together as a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ...specs import Indicator, Scale, TreeNode
from ...specs.methods.scales import SCALES, ScaleMethod
from ...specs.model.measures import Direction
from ...specs.model.quantities import Figure as SpecFigure
from ...specs.model.quantities import as_number
from ...specs.model.scales import Ties

Floats = NDArray[np.float64]
Figures = TypeVar("Figures")
# Keys of the spec that go by another name.
_WORKED_OUT = {"formula": "given"}
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
    given
        What the formula of a scale came to.
    least, most
        The ends of the plausible range of the value.
    bands, points
        Ends of bands (infinite where open) or values of points, each with its score; NaN until they are worked out.
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
    given: Figure = np.nan
    least: Figure = -np.inf
    most: Figure = np.inf
    bands: tuple[tuple[Figure, Figure], ...] = ()
    points: tuple[tuple[Figure, Figure], ...] = ()
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

    def with_figures(self, figures: Mapping[str, Figure]) -> ScaleRule:
        """Return the same with figures that were worked out; those that make no scale give no score."""
        columns: dict[str, Any] = {
            _WORKED_OUT.get(key, key): figure for key, figure in figures.items() if "." not in key
        }
        bands = tuple(
            (
                figures.get(f"bands.{number}.up_to", figures.get(f"bands.{number + 1}.from", end)),
                figures.get(f"bands.{number}.score", score),
            )
            for number, (end, score) in enumerate(self.bands)
        )
        points = tuple(
            (figures.get(f"points.{number}.value", value), figures.get(f"points.{number}.score", score))
            for number, (value, score) in enumerate(self.points)
        )
        rule = replace(self, **columns, bands=bands, points=points)
        sound = rule.is_sound

        def known(figure: Figure) -> Any:
            return np.where(sound, figure, np.nan)[()]

        columns = {name: known(getattr(rule, name)) for name in columns}
        bands, points = (tuple((at, known(score)) for at, score in steps) for steps in (bands, points))
        return replace(rule, **columns, bands=bands, points=points)

    @property
    def is_sound(self) -> Any:
        """Whether its figures make a scale: ends ascend, cuts do not descend, spreads exceed nought, none is absent."""
        found: Any = (self.low < self.high) if self.method == "goalposts" else (self.spread > 0) & (self.sd > 0)
        for steps, ascend in ((self.bands, np.less_equal), (self.points, np.less)):
            for (low, first), (high, second) in pairwise(steps):
                found = found & ascend(low, high) & ~np.isnan(first) & ~np.isnan(second)
        return found

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


def _known(figure: SpecFigure) -> float:
    """Return a figure of a table of steps; NaN until it is worked out."""
    found = as_number(figure)
    return np.nan if found is None else found


def make_rule(scale: Scale, indicator: Indicator | None = None) -> ScaleRule:
    """Return a scale in force on an indicator, or on a group of which more is better."""
    ends = (*map(_known, scale.cuts.values()), np.inf)
    # What a formula gives has no ends but those that are named.
    bottom, top = scale.to if scale.method != "formula" or "to" in scale.model_fields_set else (-np.inf, np.inf)
    rule = ScaleRule(
        scale.method,
        clips=scale.clips,
        log=scale.log,
        over=scale.over,
        ties=scale.ties,
        bottom=float(bottom),
        top=float(top),
        low=as_number(scale.low) or 0.0,
        high=as_number(scale.high) or 0.0,
        reference=as_number(scale.reference) or 0.0,
        spread=as_number(scale.spread) or 1.0,
        mean=as_number(scale.mean) or 0.0,
        sd=as_number(scale.sd) or 1.0,
        bands=tuple((end, _known(band.score)) for end, band in zip(ends, scale.bands, strict=False)),
        points=tuple((_known(point.value), _known(point.score)) for point in scale.points),
        cuts_begin=scale.cuts_begin,
    )
    if indicator is None:
        return rule
    least, most = indicator.range.ends
    target = float(indicator.target or 0)
    return replace(rule, direction=indicator.direction, target=target, least=least, most=most)


def rule_of(node: TreeNode) -> ScaleRule:
    """Return the scale in force on a node of the tree; figures that are worked out are not in it yet."""
    if isinstance(node.spec, Indicator):
        return make_rule(node.scale, node.spec)
    return replace(make_rule(node.scale), direction=node.direction)


def rule_in_row(node: TreeNode, known: Mapping[str, Floats], row: int) -> ScaleRule:
    """Return the scale of a node as it is in a row, with the figures that are worked out."""
    own: dict[str, Figure] = {key: float(figures[row]) for key, figures in figures_of(node, known).items()}
    return rule_of(node).with_figures(own) if own else rule_of(node)


def figures_of(node: TreeNode, known: Mapping[str, Figures]) -> dict[str, Figures]:
    """Return what is known of the figures of a scale that are worked out, by key; of all, by where they stand."""
    return {key: known[f"{node.id}.scale.{key}"] for key in node.scale.quantities}


_FIGURES = tuple(field.name for field in fields(ScaleRule) if field.type == "Figure")


def stack_rules(rules: Sequence[ScaleRule]) -> ScaleRule:
    """Return rules of one kind as one, with figures of shape (rules, 1)."""
    columns: dict[str, Any] = {
        name: np.array([getattr(rule, name) for rule in rules], np.float64)[:, None] for name in _FIGURES
    }
    return replace(rules[0], **columns)
