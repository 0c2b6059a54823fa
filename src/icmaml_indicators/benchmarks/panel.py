"""`Panel`: the figures of a program over time, of one edition or several, and what can be said of their movement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import IcmamlError, UnknownNameError, expect
from ..formulas.rounding import unite
from ..scoring.aggregation import FULL
from ..scoring.versions import Break
from ..specs import Program
from ..specs.periods import PeriodPoint

if TYPE_CHECKING:
    import pandas as pd

    from .changes import Against

Floats = NDArray[np.float64]


@dataclass(eq=False)
class Panel:
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
    goodness: Floats
    ranks: Floats
    eras: NDArray[np.intp]
    breaks: dict[str, tuple[Break, ...]]
    joined: dict[str, NDArray[np.object_]]
    language: str = "en"

    @property
    def rows(self) -> int:
        """Number of entity-periods."""
        return len(self.entity_codes)

    def __repr__(self) -> str:
        return f"<Panel of {self.program.id}: {len(self.entity_ids)} entities, {len(self.points)} periods>"

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

    def parted_by(self, subject: int, then: int, now: int) -> str:
        """Return the breaks between two rows, as ``period source``; empty text where the figures compare."""
        if self.eras[subject, then] == self.eras[subject, now]:
            return ""
        months = [self.points[self.period_codes[row]].first_month for row in (then, now)]
        between = [b for b in self.breaks[self.subjects[subject]] if months[0] < b.start.first_month <= months[1]]
        # Rows of two editions can overlap in time: then it is the editions that part them.
        return ", ".join(str(found) for found in between or self.breaks[self.subjects[subject]])

    def texts_of_breaks(self, subject: int, then: NDArray[np.intp], now: NDArray[np.intp]) -> NDArray[np.object_]:
        """Return `parted_by` of pairs of rows, asked once a pair of periods."""
        codes = self.period_codes[then] * len(self.points) + self.period_codes[now]
        _, first, each = np.unique(codes, return_index=True, return_inverse=True)
        texts = np.array([self.parted_by(subject, int(then[pair]), int(now[pair])) for pair in first], object)
        return texts[each]

    def period_code(self, name: str, words: Sequence[str] = ()) -> int:
        """Return the place of a period in time; where there is none, `words` are valid too."""
        names = [str(period) for period in self.period_names]
        if name not in names:
            raise UnknownNameError("period", name, [*words, *names])
        return names.index(name)

    def place(self, indicator: str) -> int:
        """Return the line of a subject; raises `UnknownNameError`."""
        if indicator not in self.subjects:
            raise UnknownNameError("node", indicator, self.subjects)
        return self.subjects.index(indicator)

    def only(self, subjects: Sequence[str]) -> Panel:
        """Return the same rows with some of the subjects."""
        places = [self.place(name) for name in subjects]
        return replace(
            self,
            subjects=list(subjects),
            kinds=self.kinds[places],
            directions=[self.directions[place] for place in places],
            quantities=self.quantities[places],
            goodness=self.goodness[places],
            ranks=self.ranks[places],
            eras=self.eras[places],
            joined={name: source for name, source in self.joined.items() if name in subjects},
        )

    @cached_property
    def sizes(self) -> Floats:
        """The least that the figures of each subject are measured by where they are equal but for rounding."""
        return np.where(self.kinds == "group", FULL, 0.0)

    # Tables ------------------------------------------------------------------------------------------

    def changes(
        self,
        against: Against = "year",
        *,
        indicators: Sequence[str] | None = None,
        periods: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Return the change of each figure; see `icmaml_indicators.benchmarks.changes`.

        Parameters
        ----------
        against
            What the figures are held against.
        indicators, periods
            The subjects and the later periods to tell of; of large data, all at once are many.

        Raises
        ------
        UnknownNameError
            When there is no such subject or period.
        """
        from .changes import changes_table

        return changes_table(self if indicators is None else self.only(indicators), against, periods)

    @cached_property
    def trends(self) -> pd.DataFrame:
        """Changes from the same season of the latest earlier year."""
        return self.changes()

    def lines(self, level: float = 0.95) -> pd.DataFrame:
        """Return robust trends with their intervals; see `icmaml_indicators.benchmarks.trend_lines`."""
        from .trend_lines import lines_table

        if not 0 < level < 1:
            raise IcmamlError("IND561", name="level", given=level, expected="0 < level < 1")
        return lines_table(self, level)

    @cached_property
    def trend_lines(self) -> pd.DataFrame:
        """Robust trends with intervals of 95 %."""
        return self.lines()

    @cached_property
    def _convergence(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        from .convergence import convergence_tables

        return convergence_tables(self)

    @property
    def convergence(self) -> pd.DataFrame:
        """Whether peers draw together; see `icmaml_indicators.benchmarks.convergence`."""
        return self._convergence[0]

    @property
    def dispersion(self) -> pd.DataFrame:
        """How far peers lie apart, period by period: the figures behind `convergence`."""
        return self._convergence[1]

    def jumps(self, limit: float = 3.5, material: float = 0.1, fewest: int = 5) -> pd.DataFrame:
        """Return jumps that no peer shows; see `icmaml_indicators.benchmarks.jumps`."""
        from .jumps import jumps_table

        return jumps_table(self, limit, material, fewest)

    @cached_property
    def suspected_breaks(self) -> pd.DataFrame:
        """Jumps that no peer shows, by the usual limits."""
        return self.jumps()

    def suspected_breaks_in(self, language: str) -> pd.DataFrame:
        """Return them with their messages in Spanish (``es``) or English (``en``)."""
        from .jumps import in_language

        return in_language(self.suspected_breaks, language)

    @cached_property
    def versions(self) -> pd.DataFrame:
        """The declared breaks: indicator, start, source (who declares it), note_es, note_en."""
        import pandas as pd

        lines = [
            (name, str(found.start), found.source, *((found.note.es, found.note.en) if found.note else ("", "")))
            for name in self.subjects
            for found in self.breaks[name]
        ]
        return pd.DataFrame(lines, columns=["indicator", "start", "source", "note_es", "note_en"])

    def ranking(self, indicator: str = "total", since: str | None = None) -> pd.DataFrame:
        """Rank the latest figure of every entity, whatever its period.

        Parameters
        ----------
        indicator
            What is ranked.
        since
            The first period that counts; entities with nothing since are left out.

        Returns
        -------
        DataFrame
            entity, (name,) period, value, rank (1 the best, ties share the better place); by rank.

        Raises
        ------
        IncomparableError
            When the latest figures stand on both sides of a break: says which, why, and from when to ask.
        UnknownNameError
            When the indicator or the period does not exist.
        """
        import pandas as pd

        expect("indicator", indicator, str)
        number = self.place(indicator)
        first = 0 if since is None else self.period_code(since)
        usable = np.flatnonzero(~np.isnan(self.goodness[number]) & (self.period_codes >= first))
        # The last usable row of each entity.
        last = usable[np.append(self.entity_codes[usable][1:] != self.entity_codes[usable][:-1], True)[: len(usable)]]
        self._refuse_mixed(number, last)
        good = unite(self.goodness[number, last], float(self.sizes[number]))
        ordered = np.sort(-good)
        frame = pd.DataFrame(
            {
                **self.keys_of(last),
                "period": self.period_names[self.period_codes[last]],
                "value": self.quantities[number, last],
                "rank": np.searchsorted(ordered, -good, side="left") + 1,
            }
        )
        return frame.sort_values(["rank", "entity"], kind="stable", ignore_index=True)

    def _refuse_mixed(self, number: int, rows: NDArray[np.intp]) -> None:
        found = np.unique(self.eras[number, rows])
        if len(found) < 2:
            return
        name, known = self.subjects[number], self.breaks[self.subjects[number]]
        # Asking from the latest break on leaves one era.
        last = max(known, key=lambda b: b.start.first_month)
        raise last.refusal(
            name,
            f"ordene cada periodo por su lado o pida desde {last.start}",
            f"rank each period by itself, or ask from {last.start} on",
        )
