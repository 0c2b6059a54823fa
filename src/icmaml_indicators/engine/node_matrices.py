"""Every node over all rows, siblings side by side: scores, reasons, coverage, and what each could be.

Of a leaf, coverage and ends follow from its score: it is there, or could be anywhere between the ends of its scale.
Only what does not follow is stored, so that large data fits.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..diagnostics.brief import Brief
from ..formulas.reasons import NOT_SCORED, UNDEFINED
from ..specs import TreeNode
from ..transforms.classes import LevelCodes
from ..transforms.populations import Populations
from ..transforms.scales.base import Fitted
from ..transforms.scales.normalisation import normalise, normalise_ends
from ..transforms.scales.rule import ScaleRule
from ..transforms.score_rounding import round_scores

Floats = NDArray[np.float64]
Reasons = NDArray[np.uint8]
Rows = slice | NDArray[np.intp]
Span = slice | int | NDArray[np.intp]


def as_rows(numbers: Sequence[int]) -> Rows:
    """Return row numbers, as a slice where they follow one another: a view instead of a copy."""
    if len(numbers) and list(numbers) == list(range(numbers[0], numbers[0] + len(numbers))):
        return slice(numbers[0], numbers[0] + len(numbers))
    return np.array(numbers, np.intp)


def cells(lines: Rows | int, span: Span) -> tuple[Rows | int, Span]:
    """Return what picks some rows of some lines, where both are listed one by one too."""
    if isinstance(lines, np.ndarray) and isinstance(span, np.ndarray):
        return lines[:, None], span
    return lines, span


def count_rows(span: slice | NDArray[np.intp]) -> int:
    """Return how many rows there are, by their ends or one by one."""
    return len(span) if isinstance(span, np.ndarray) else int(span.stop - span.start)


def mark_undefined(figures: Floats, reasons: Reasons) -> Reasons:
    """Return the reasons of figures, undefined where one is absent though nothing that it is made of is."""
    undefined = np.isnan(figures)
    undefined &= reasons == 0
    return np.where(undefined, np.uint8(UNDEFINED), reasons) if undefined.any() else reasons


def list_rows(rows: Rows) -> list[int]:
    """Return row numbers one by one."""
    return list(range(rows.start, rows.stop)) if isinstance(rows, slice) else rows.tolist()


class DerivedFigures(ABC):
    """Figures of nodes by rows, stored for some nodes, and for the others following from what is known of them."""

    def __init__(self, m: NodeMatrices) -> None:
        self.m = m
        self.stored = np.empty((len(m.stored), m.scores.shape[1]))

    @abstractmethod
    def follow(self, lines: Rows | int, span: Span) -> Floats:
        """Return the figures of nodes of which none is stored."""

    def __getitem__(self, at: tuple[Rows | int, Span]) -> Floats:
        lines, span = at[0].ravel() if isinstance(at[0], np.ndarray) else at[0], at[1]  # as `cells` gives them
        places = self.m.place[lines]
        if (places >= 0).all():
            found: Floats = self.stored[cells(places, span)]
            return found
        derived = self.follow(lines, span)
        if not isinstance(lines, int) and (places >= 0).any():
            derived = derived.copy()
            here = np.flatnonzero(places >= 0)
            derived[here] = self.stored[cells(places[here], span)]
        return derived

    def __setitem__(self, at: tuple[Rows | int, Span], figures: Floats | float) -> None:
        lines, span = at
        self.stored[cells(self.m.place[lines], span)] = figures


class _Coverage(DerivedFigures):
    def follow(self, lines: Rows | int, span: Span) -> Floats:
        return np.equal(self.m.reasons[cells(lines, span)], 0).astype(np.float64)


class _Ends(DerivedFigures):
    def __init__(self, m: NodeMatrices, of_scale: Floats) -> None:
        super().__init__(m)
        self.of_scale = of_scale
        self.by_row: dict[int, Floats] = {}  # where it depends on the population of the row

    def follow(self, lines: Rows | int, span: Span) -> Floats:
        at = cells(lines, span)
        return self.fill(lines, span, self.m.scores[at], self.m.reasons[at] != 0)

    def fill(self, lines: Rows | int, span: Span, scores: Floats, absent: NDArray[np.bool_]) -> Floats:
        """Return scores with the end of the scale where one is absent."""
        if not np.any(absent):
            return scores
        if isinstance(lines, int):
            return np.where(absent, self.of_line(lines, span), scores)
        ends = (
            np.array([self.of_line(line, span) for line in list_rows(lines)]) if self.by_row else self.of_scale[lines]
        )
        return np.where(absent, ends if ends.ndim == absent.ndim else ends[:, None], scores)

    def of_line(self, line: int, span: Span) -> Floats:
        """Return the end of the scale of a leaf, for some rows."""
        if line in self.by_row:
            return self.by_row[line][span]
        return np.full(self.m.scores[line, span].shape, self.of_scale[line])


class _UnkeptEnds(_Ends):
    """Ends that nobody asks for: the scores themselves, and what is written is dropped."""

    def __getitem__(self, at: tuple[Rows | int, Span]) -> Floats:
        found: Floats = self.m.scores[cells(*at)]
        return found

    def __setitem__(self, at: tuple[Rows | int, Span], figures: Floats | float) -> None:
        pass

    def fill(self, lines: Rows | int, span: Span, scores: Floats, absent: NDArray[np.bool_]) -> Floats:
        return scores


# Scores as they are, or an end of what they could be.
Side = Floats | DerivedFigures


class NodeMatrices(Brief):
    """All nodes of one run.

    Attributes
    ----------
    scores : float64 array, shape (nodes, rows)
    reasons : uint8 array, shape (nodes, rows)
    coverage, lowest, highest
        Indexed as arrays of shape (nodes, rows) are.
    worst, best : float64 array, shape (nodes,)
        The ends of the scales of leaves: where an absent score could lie.
    exact : float64 arrays by line, shape (3, rows)
        Score, lowest and highest before they were rounded, of nodes whose parents add up these.
    empty : bool arrays by line, shape (rows,)
        Where groups count as zero because nothing at all was handed in for them, of those that may.
    quantities : float64 and uint8 arrays by where they stand, shape (rows,)
        Numbers that are worked out, and why they are absent.
    outranked : float64 array of shape (3, rows) and uint8 array of shape (rows,), by line
        Of groups that compare, what comes of it and could come of it at the least and at the most, and why nothing
        does where it is absent.
    points, bound_points : float64 arrays by line, shape (rows,)
        Points that stay in the denominator, for nodes that add up points; one set for scores, one for bounds.
    factors : float64 arrays by line, shape (rows,)
        By what the weight of a node is multiplied, of those whose weights are varied.
    keeps_ends
        Whether what nodes could be is worked out; if not, their ends are their scores.
    """

    def __init__(self, nodes: int, rows: int, stored: Collection[int], *, keeps_ends: bool = True) -> None:
        self.scores, self.reasons = np.empty((nodes, rows)), np.empty((nodes, rows), np.uint8)
        self.stored = sorted(stored)
        self.place = np.full(nodes, -1, np.intp)
        self.place[self.stored] = np.arange(len(self.stored))
        self.worst, self.best = np.full(nodes, np.nan), np.full(nodes, np.nan)
        self.coverage, self.keeps_ends = _Coverage(self), keeps_ends
        ends = _Ends if keeps_ends else _UnkeptEnds
        self.lowest, self.highest = ends(self, self.worst), ends(self, self.best)
        self.points: dict[int, Floats] = {}
        self.bound_points: dict[int, Floats] = {}
        self.exact: dict[int, Floats] = {}
        self.empty: dict[int, NDArray[np.bool_]] = {}
        self.quantities: dict[str, tuple[Floats, Reasons]] = {}
        self.outranked: dict[int, tuple[Floats, Reasons]] = {}
        self.factors: dict[int, Floats] = {}

    @property
    def sides(self) -> tuple[Side, ...]:
        """Scores, and what they could be at the least and at the most."""
        return self.scores, self.lowest, self.highest

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.scores.shape[1]

    def read_ends(self, lines: Rows, span: Span) -> tuple[Floats, Floats]:
        """Return what some nodes could be at the least and at the most."""
        at = cells(lines, span)
        if (self.place[lines] >= 0).any():
            return self.lowest[at], self.highest[at]
        scores, absent = self.scores[at], self.reasons[at] != 0
        return self.lowest.fill(lines, span, scores, absent), self.highest.fill(lines, span, scores, absent)

    def are_settled(self, lines: Rows, span: slice) -> NDArray[np.bool_]:
        """Return the rows where each of some nodes has a score, and could have no other."""
        settled: NDArray[np.bool_] = np.logical_and.reduce(self.reasons[lines, span] == 0, axis=0)
        for line in np.arange(len(self.place))[lines][self.place[lines] >= 0]:
            scores, lowest, highest = (
                self.exact[line][:, span] if line in self.exact else [side[line, span] for side in self.sides]
            )
            settled &= np.equal(lowest, scores) & np.equal(highest, scores)
        return settled

    def mark_absent(self, line: int, span: slice, reason: int) -> None:
        """Leave a node without a score, and with nothing to be said of what it could be."""
        self.scores[line, span], self.reasons[line, span] = np.nan, reason
        if self.place[line] >= 0:
            for side in (self.lowest, self.highest):
                side[line, span] = np.nan
            self.coverage[line, span] = 0.0


@dataclass(frozen=True, slots=True, repr=False)
class NodeScores(Brief):
    """One node over all rows: score, reason of its absence, coverage, and the least and the most it could be."""

    matrices: NodeMatrices
    line: int
    levels: LevelCodes | None = None

    @property
    def scores(self) -> Floats:
        """The score, shape (rows,); NaN where there is none."""
        found: Floats = self.matrices.scores[self.line]
        return found

    @property
    def reasons(self) -> Reasons:
        """Why there is none; 0 where there is one."""
        found: Reasons = self.matrices.reasons[self.line]
        return found

    def read_figure(self, kind: str) -> tuple[Floats, Reasons]:
        """Return the score or the level as formulas read it, the level by its place, with reasons."""
        if kind == "score":
            return self.scores, self.reasons
        assert self.levels is not None
        return np.where(self.levels.level >= 0, self.levels.level, np.nan), self.levels.reasons

    @property
    def coverage(self) -> Floats:
        """The share of the weight below that the score rests on."""
        return self.matrices.coverage[self.line, slice(None)]

    @property
    def lowest(self) -> Floats:
        """The score if all that is absent were at its worst."""
        return self.matrices.lowest[self.line, slice(None)]

    @property
    def highest(self) -> Floats:
        """The score if all that is absent were at its best."""
        return self.matrices.highest[self.line, slice(None)]


def scale_node(
    m: NodeMatrices, line: int, span: slice, rule: ScaleRule, populations: Populations, held: Fitted | None
) -> dict[str, Floats]:
    """Make the scores of a group from its values, and of what these could be; return what populations gave."""
    values, reasons = m.scores[line, span], m.reasons[line, span]
    ends = (m.lowest[line, span], m.highest[line, span])
    found = normalise(rule, values, populations, held)
    sides = (found.scores, found.scores)
    if np.isnan(found.scores).any() or (ends[0] != values).any() or (ends[1] != values).any():
        sides = normalise_ends(rule, values, ends, populations, held)
        whole = ~np.isnan(found.scores) & (ends[0] == values) & (ends[1] == values)
        sides = (np.where(whole, found.scores, sides[0]), np.where(whole, found.scores, sides[1]))
    m.scores[line, span] = found.scores
    m.reasons[line, span] = mark_undefined(found.scores, reasons)
    for side, scores, end in zip((m.lowest, m.highest), sides, (found.worst, found.best), strict=True):
        # Where nothing could be fitted, as of a leaf: anything between the ends of the scale. A group of which nothing
        # is scored has no score that could be anything.
        of_scale = np.where(m.reasons[line] == NOT_SCORED, np.nan, np.broadcast_to(end, m.scores[line].shape))
        side[line, span] = np.where(np.isnan(scores), of_scale[span], scores)
    return found.parameters


def round_node(m: NodeMatrices, node: TreeNode, line: int, span: slice) -> None:
    """Round the score of a node and what it could be; keep what they were where the group above adds that up."""
    assert node.rounding is not None
    if node.adds_exactly:
        m.exact[line][:, span] = [side[line, span] for side in m.sides]
    m.scores[line, span] = round_scores(m.scores[line, span], node.rounding)
    if m.place[line] >= 0:
        for side in (m.lowest, m.highest):
            side[line, span] = round_scores(side[line, span], node.rounding)
