"""What a benchmark compares: the value of each indicator, and the score of each group that has one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..errors import expect
from ..formulas.reasons import NOT_SCORED
from ..formulas.rounding import unite
from ..scoring import Scored
from ..specs import Indicator
from ..transforms.sums import FULL

Floats = NDArray[np.float64]


@dataclass(eq=False)
class Subjects:
    """What is compared, as arrays.

    Attributes
    ----------
    ids, kinds, directions : list of text, one a subject
        `kinds` are ``indicator`` or ``group``; scores of groups are better when higher, but for those that are values
        of which less is better.
    """

    scored: Scored

    @cached_property
    def ids(self) -> list[str]:
        """Ids of what is compared, in the order of the tree."""
        program, book = self.scored.program, self.scored.book
        return [
            node.id
            for node in program.nodes.values()
            if node.is_indicator or not (book.nodes[node.id].reasons == NOT_SCORED).all()
        ]

    @cached_property
    def specs(self) -> list[Indicator | None]:
        """The indicator of each subject; None for groups."""
        specs = (self.scored.program.nodes[name].spec for name in self.ids)
        return [spec if isinstance(spec, Indicator) else None for spec in specs]

    @cached_property
    def kinds(self) -> list[str]:
        """``indicator`` or ``group``."""
        return ["group" if spec is None else "indicator" for spec in self.specs]

    @cached_property
    def directions(self) -> list[str]:
        """Direction of each subject."""
        nodes = self.scored.program.nodes
        of_score = {True: "lower", False: "higher"}
        return [
            spec.direction if spec is not None else of_score[nodes[name].lower_is_better]
            for name, spec in zip(self.ids, self.specs, strict=True)
        ]

    @cached_property
    def lower_is_better(self) -> NDArray[np.bool_]:
        """Where less is better."""
        return np.array([direction == "lower" for direction in self.directions], bool)

    @cached_property
    def _rows(self) -> list[tuple[Floats, NDArray[np.uint8]]]:
        scored = self.scored
        place = {indicator.id: number for number, indicator in enumerate(scored.program.indicators)}
        found = []
        for name in self.ids:
            if name in place:
                results = scored.results
                found.append((results.values[place[name]], results.reasons[place[name]]))
            else:
                node = scored.book.nodes[name]
                found.append((node.scores, node.reasons))
        return found

    def values(self, number: int) -> Floats:
        """Return what is compared of one subject, shape (rows,)."""
        return self._rows[number][0]

    def reasons(self, number: int) -> NDArray[np.uint8]:
        """Return why it is absent, shape (rows,)."""
        return self._rows[number][1]

    @cached_property
    def quantities(self) -> Floats:
        """What is compared, shape (subjects, rows); of large data, one subject at a time is less."""
        rows = [values for values, _ in self._rows]
        return np.stack(rows) if rows else np.empty((0, self.scored.table.rows))

    @cached_property
    def plain(self) -> NDArray[np.intp]:
        """Numbers of the subjects whose order is that of their values, or its reverse."""
        return np.array(
            [
                number
                for number, spec in enumerate(self.specs)
                if spec is not None and spec.direction in {"higher", "lower"}
            ],
            np.intp,
        )

    @cached_property
    def non_monotone(self) -> NDArray[np.intp]:
        """Numbers of the other subjects: those with a target, groups, and context indicators."""
        return np.setdiff1d(np.arange(len(self.ids)), self.plain)

    @cached_property
    def sizes(self) -> Floats:
        """The least that each subject's goodness is measured by where figures are equal but for rounding."""

        def size(spec: Indicator | None) -> float:
            if spec is None or (spec.direction == "target" and spec.target is None):
                return FULL
            return abs(float(spec.target)) if spec.target is not None else 0.0

        return np.array([size(spec) for spec in self.specs], np.float64)

    def orient(self, number: int) -> Floats:
        """Return one subject turned so that larger is better; NaN for context indicators, which have no better."""
        values, spec = self.values(number), self.specs[number]
        good: Floats = values
        if self.directions[number] == "lower":
            good = -values
        elif spec is None:
            pass
        elif spec.direction == "context":
            good = np.full(values.shape, np.nan)
        elif spec.direction == "target" and spec.target is None:
            # The target is a figure of each row: how near it came.
            good = self.scored.book.nodes[spec.id].scores
        elif spec.target is not None:
            good = -np.abs(values - spec.target)
        return good

    def oriented_values(self, number: int) -> Floats:
        """Return the same, those that are equal but for rounding made the same."""
        return unite(self.orient(number), float(self.sizes[number]))


def list_names(argument: str, given: Iterable[str] | str) -> list[str]:
    """Return what is asked for by one name or several; raises `WrongKindError` for anything else."""
    expect(argument, given, str, Iterable)
    return [given] if isinstance(given, str) else list(given)
