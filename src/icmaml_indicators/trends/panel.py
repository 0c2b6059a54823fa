"""The figures of a program over time, of one edition or several, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..engine.breaks import Break
from ..errors import UnknownNameError
from ..specs import Program
from ..specs.model.periods import PeriodPoint
from ..transforms.sums import FULL

if TYPE_CHECKING:
    import pandas as pd


Floats = NDArray[np.float64]


@dataclass(eq=False)
class PanelData:
    """Figures over time. Rows are sorted by entity, then period; each pair stands once.

    Attributes
    ----------
    program
        The latest edition.
    subjects, kinds, directions
        What is compared, as in a benchmark.
    entity_ids, entity_codes, points, period_codes
        Keys of the rows; periods in order of time.
    names : array of text, shape (rows,), or None
    group_names, group_codes
        Peer group of each row; -1 for none.
    quantities, goodness, ranks : float64 arrays, shape (subjects, rows)
    eras : integer array, shape (subjects, rows)
        Figures of a subject compare only within one era.
    breaks : dict of str to tuple of Break
        What parts the eras of each subject.
    joined : dict of str to array of text, shape (rows,)
        Of subjects that continue a replaced indicator: the id whose figure it is, empty for its own.
    """

    program: Program
    subjects: list[str]
    kinds: NDArray[np.object_]
    directions: list[str]
    entity_ids: NDArray[np.object_]
    entity_codes: NDArray[np.intp]
    points: list[PeriodPoint]
    period_codes: NDArray[np.intp]
    names: NDArray[np.object_] | None
    group_names: tuple[str, ...]
    group_codes: NDArray[np.intp]
    quantities: Floats
    oriented_values: Floats
    ranks: Floats
    eras: NDArray[np.intp]
    breaks: dict[str, tuple[Break, ...]]
    joined: dict[str, NDArray[np.object_]]
    language: str = "en"

    @property
    def rows(self) -> int:
        """Number of entity-periods."""
        return len(self.entity_codes)

    @cached_property
    def period_names(self) -> NDArray[np.object_]:
        """The periods as text, in order of time."""
        return np.array([str(point) for point in self.points], object)

    @cached_property
    def frequencies(self) -> list[str]:
        """The lengths of period that occur."""
        return sorted({point.frequency for point in self.points})

    def keys_of(self, rows: NDArray[np.intp], repeat: int = 1) -> dict[str, Any]:
        """Return the columns that name rows: entity and, where there is one, name; each `repeat` times over."""
        keys = {"entity": np.repeat(self.entity_ids[self.entity_codes[rows]], repeat)}
        if self.names is not None:
            keys["name"] = np.repeat(self.names[rows], repeat)
        return keys

    def breaks_between(self, subject: int, then: int, now: int) -> str:
        """Return the breaks between two rows, as ``period source``; empty text where the figures compare."""
        if self.eras[subject, then] == self.eras[subject, now]:
            return ""
        months = [self.points[self.period_codes[row]].first_month for row in (then, now)]
        between = [b for b in self.breaks[self.subjects[subject]] if months[0] < b.start.first_month <= months[1]]
        # Rows of two editions can overlap in time: then it is the editions that part them.
        return ", ".join(str(found) for found in between or self.breaks[self.subjects[subject]])

    def break_labels(self, subject: int, then: NDArray[np.intp], now: NDArray[np.intp]) -> NDArray[np.object_]:
        """Return `breaks_between` of pairs of rows, asked once a pair of periods."""
        codes = self.period_codes[then] * len(self.points) + self.period_codes[now]
        _, first, each = np.unique(codes, return_index=True, return_inverse=True)
        texts = np.array([self.breaks_between(subject, int(then[pair]), int(now[pair])) for pair in first], object)
        return texts[each]

    def period_code(self, name: str, words: Sequence[str] = ()) -> int:
        """Return the place of a period in time; where there is none, `words` are valid too."""
        names = [str(period) for period in self.period_names]
        if name not in names:
            raise UnknownNameError("period", name, [*words, *names])
        return names.index(name)

    def index_of(self, indicator: str) -> int:
        """Return the line of a subject; raises `UnknownNameError`."""
        if indicator not in self.subjects:
            raise UnknownNameError("node", indicator, self.subjects)
        return self.subjects.index(indicator)

    def select(self, subjects: Sequence[str]) -> PanelData:
        """Return the same rows with some of the subjects."""
        places = [self.index_of(name) for name in subjects]
        return replace(
            self,
            subjects=list(subjects),
            kinds=self.kinds[places],
            directions=[self.directions[place] for place in places],
            quantities=self.quantities[places],
            oriented_values=self.oriented_values[places],
            ranks=self.ranks[places],
            eras=self.eras[places],
            joined={name: source for name, source in self.joined.items() if name in subjects},
        )

    @cached_property
    def sizes(self) -> Floats:
        """The least that the figures of each subject are measured by where they are equal but for rounding."""
        return np.where(self.kinds == "group", FULL, 0.0)


def breaks_table(panel: PanelData) -> pd.DataFrame:
    """Return the declared breaks: indicator, start, source, note_es, note_en."""
    import pandas as pd

    lines = [
        (name, str(found.start), found.source, *((found.note.es, found.note.en) if found.note else ("", "")))
        for name in panel.subjects
        for found in panel.breaks[name]
    ]
    return pd.DataFrame(lines, columns=["indicator", "start", "source", "note_es", "note_en"])
