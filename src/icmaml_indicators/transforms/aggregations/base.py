"""What every way to aggregate scores can do: compute, bound, tell its arithmetic, and write it into a cell."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...specs import Aggregation
from ..sums import Floats


@dataclass(frozen=True, slots=True)
class Derivation:
    """The arithmetic of one node in one row, without its result: figures and the pattern that they stand in.

    Attributes
    ----------
    whole
        The arithmetic; ``{parts}`` stands for the parts, other names for `figures`. Empty where there is none to write
        and the decisive parts say all.
    part
        One part: ``{share}``, ``{score}`` and `figures`.
    sign
        What stands between parts.
    figures
        What else stands in `whole`, `part` and `term_of`.
    decisive
        The places of the parts that settled the result.
    terms
        What each part added under the mean's own transformation; empty where it adds nothing so.
    term_of
        How a term comes about.
    """

    whole: str = "{parts}"
    part: str = "{share} × {score}"
    sign: str = " + "
    figures: Mapping[str, float] = field(default_factory=dict)
    decisive: tuple[int, ...] = ()
    terms: tuple[float, ...] = ()
    term_of: str = ""


@dataclass(frozen=True, slots=True)
class PartCells:
    """Where the parts of one node stand in a sheet: addresses of their scores, shares and contributions."""

    scores: Sequence[str]
    shares: Sequence[str]
    contributions: Sequence[str]


class Aggregator(ABC):
    """One way to aggregate scores. Arrays are of shape (children, rows); shares may be (children, 1).

    Attributes
    ----------
    neutral
        The score of a child that does not count, so that the aggregate is what it would be without it.
    """

    neutral: float = 1.0

    @abstractmethod
    def aggregate(self, scores: Floats, shares: Floats, present: NDArray[np.bool_], rule: Aggregation) -> Floats:
        """Return the score of each row; NaN where there is none.

        Parameters
        ----------
        scores
            Of the children; `neutral` where one does not count.
        shares
            Their weights as they count, zero where absent.
        present
            Which children count.
        rule
            The parameters.
        """

    def bounds(self, lowest: Floats, highest: Floats, shares: Floats, rule: Aggregation) -> tuple[Floats, Floats]:
        """Return the least and the most that the score could be; NaN where that is not told.

        Asked of methods that need not rise with a part: of the others the ends are at the ends of the parts.

        Parameters
        ----------
        lowest, highest
            The ends of the children, in either order.
        shares
            Their weights as they count, zero where absent.
        rule
            The parameters.
        """
        raise NotImplementedError

    @abstractmethod
    def describe(self, scores: Sequence[float], shares: Sequence[float], rule: Aggregation) -> Derivation:
        """Return the arithmetic of one row, of the parts that count."""

    @abstractmethod
    def excel(self, cells: PartCells, rule: Aggregation) -> str:
        """Return the formula of the score, from the cells of the parts that count."""
