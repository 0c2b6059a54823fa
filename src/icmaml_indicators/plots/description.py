"""What a chart shows, as plain data: figures in their own unit, the words beside them, and the limits of its scales.

Nothing is drawn here: pages and notebooks draw these, each in its way. What is absent is NaN.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

Limits = tuple[float, float]
# Upper ends of the classes of a score from 0 to 100, the last without one.
SCORE_CUTS = (20.0, 40.0, 60.0, 80.0)


@dataclass(frozen=True, slots=True)
class RankedItem:
    """One bar of a ranking.

    Attributes
    ----------
    label
        Whose it is.
    value
        How long it is.
    text
        The figure as a person writes it.
    light
        ``green``, ``yellow``, ``red`` or none.
    is_own
        Whether it is the reader's own.
    """

    label: str
    value: float
    text: str
    light: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """A bar for each of a group, in the order given, with a line at their median.

    Attributes
    ----------
    title, description
        The finding in words, and what it is held against.
    unit
        Of the figures.
    items
        The bars.
    median
        NaN for no line.
    """

    title: str
    description: str
    unit: str
    items: tuple[RankedItem, ...]
    median: float = math.nan

    @property
    def domain(self) -> Limits:
        """Ends of the scale: it holds zero, from which bars begin."""
        return _limits([0.0, self.median, *(item.value for item in self.items)])


@dataclass(frozen=True, slots=True)
class Distribution:
    """Where everybody of a group stands on one scale, the better side at the right, the reader's own marked.

    Attributes
    ----------
    title, description
        The finding in words, and what it is held against.
    unit
        Of the figures.
    peers
        Figures of the others.
    own
        The reader's own figure; NaN for none.
    quartiles
        First, median and third of all; NaN where there are too few.
    is_reversed
        Whether the scale falls from left to right, because lower is better.
    target
        The figure near which it is best; NaN for none.
    left, right, median_text, own_text, target_text
        What is written at the ends, below the median, above one's own figure and at the target.
    """

    title: str
    description: str
    unit: str
    peers: tuple[float, ...]
    own: float = math.nan
    quartiles: tuple[float, float, float] = (math.nan, math.nan, math.nan)
    is_reversed: bool = False
    target: float = math.nan
    left: str = ""
    right: str = ""
    median_text: str = ""
    own_text: str = ""
    target_text: str = ""

    @property
    def domain(self) -> Limits:
        """Ends of the scale, left and right."""
        low, high = _limits([*self.peers, self.own, self.target])
        return (high, low) if self.is_reversed else (low, high)


@dataclass(frozen=True, slots=True)
class Profile:
    """The reader's own place in one subject after the other: a strip for each."""

    title: str
    description: str
    strips: tuple[Distribution, ...]


@dataclass(frozen=True, slots=True)
class Heatmap:
    """A figure for each of a group in each subject, coloured by class.

    Attributes
    ----------
    title, description
        What it shows, and how to read it.
    rows, columns
        Their labels.
    values
        A row of figures for each of `rows`; NaN where there is none.
    own
        Which row is the reader's own; None for none.
    cuts
        Upper ends of the classes, ascending; a figure on an end belongs above it.
    texts
        What is written in the cells; the figures, whole, where nothing is given.
    falls
        Of each of `columns`, whether lower is better: its classes count from the other end.
    """

    title: str
    description: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    own: int | None = None
    cuts: tuple[float, ...] = SCORE_CUTS
    texts: tuple[tuple[str, ...], ...] = ()
    falls: tuple[bool, ...] = ()

    def class_of(self, value: float, column: int = 0) -> int:
        """Return the class of a figure of a column, 1 the worst; 0 where there is none."""
        if math.isnan(value):
            return 0
        place = bisect_right(self.cuts, value)
        return 1 + (len(self.cuts) - place if self.falls and self.falls[column] else place)

    def text_of(self, row: int, column: int) -> str:
        """Return what is written in a cell."""
        if self.texts:
            return self.texts[row][column]
        value = self.values[row][column]
        return f"{value:.0f}".replace("-", "−") if math.isfinite(value) else "–"


@dataclass(frozen=True, slots=True)
class Trend:
    """One figure over periods beside the median and the middle half of the group.

    Attributes
    ----------
    title, description
        The finding in words, and what it is held against.
    unit
        Of the figures.
    periods
        In words, in their order.
    own, median, lower, upper
        One figure a period: one's own, and the quartiles of the group; NaN where there is none.
    limits
        Ends of the scale where they are known beforehand, as 0 and 100 of scores.
    own_text, median_text
        The latest figures as a person writes them.
    """

    title: str
    description: str
    unit: str
    periods: tuple[str, ...]
    own: tuple[float, ...]
    median: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    limits: Limits | None = None
    own_text: str = ""
    median_text: str = ""

    @property
    def domain(self) -> Limits:
        """Ends of the scale, the lower first."""
        return self.limits or _limits([*self.own, *self.median, *self.lower, *self.upper])


@dataclass(frozen=True, slots=True)
class TreeItem:
    """One node of a tree: how deep it stands below the top, and its score; NaN where it has none."""

    label: str
    depth: int
    value: float


@dataclass(frozen=True, slots=True)
class Tree:
    """The score of each node in the order of the tree, as bars beside names that are set in by their depth.

    Attributes
    ----------
    title, description
        Whose it is, and when.
    unit
        Of the scores.
    items
        The nodes.
    limits
        Ends of the scale where they are known beforehand, as 0 and 100 of scores.
    """

    title: str
    description: str
    unit: str
    items: tuple[TreeItem, ...]
    limits: Limits | None = None

    @property
    def domain(self) -> Limits:
        """Ends of the scale: it holds zero, from which bars begin."""
        return self.limits or _limits([0.0, *(item.value for item in self.items)])


@dataclass(frozen=True, slots=True)
class Span:
    """One figure with the interval in which it lies; NaN where there is none."""

    label: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Intervals:
    """Figures with their intervals, one above the other on one scale.

    Attributes
    ----------
    title, description
        What is shown, and how sure the intervals are.
    unit
        Of the figures.
    items
        The figures.
    """

    title: str
    description: str
    unit: str
    items: tuple[Span, ...]

    @property
    def domain(self) -> Limits:
        """Ends of the scale, which holds all intervals."""
        return _limits([figure for item in self.items for figure in (item.low, item.value, item.high)])


Chart = Ranking | Distribution | Profile | Heatmap | Trend | Tree | Intervals


def _limits(figures: Iterable[float]) -> Limits:
    """Return the ends that hold all figures, alike where the figures are."""
    known = [figure for figure in figures if math.isfinite(figure)]
    return min(known, default=0.0), max(known, default=0.0)
