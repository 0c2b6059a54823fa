"""Whom the page of a group shows, in which period, and their figures: one column of arrays an entity."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....benchmarks.comparison import Comparison
from ....benchmarks.peers import EVERYBODY, PeerGroups
from ....engine.breaks import comparable_spans
from ....errors import UnknownNameError
from ....results import Benchmark
from ....specs import ROOT, Indicator, TreeNode, leaves_below
from ....specs.model.periods import PeriodPoint
from ....transforms.definitions import quantile
from ..figures import name_period, unit_below, write_figure, write_ordinal, write_with_unit
from ..page_view import PageView, declared_decimals

MOST_PERIODS = 6
# Areas shown at once; a program with fewer than the least is shown by what its areas are made of.
FEWEST_PARTS, MOST_PARTS = 4, 24

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
Quartiles = tuple[float, float, float]


class GroupView(PageView):
    """The peer group of the reader's own entity in one period, or everybody's latest figures where there is none.

    Attributes
    ----------
    rows : integer array, shape (entities,)
        The row of each entity that is shown.
    own
        Where the reader's own entity stands among them; None for nobody's.
    point
        The period of the page.
    """

    def __init__(
        self, benchmark: Benchmark, language: str, words: dict[str, Any], own: str | None, period: str | None
    ) -> None:
        self.is_among_neighbours = own is not None and benchmark._comparison.groups.members is not None
        if own is not None and self.is_among_neighbours:
            benchmark = _among_neighbours(benchmark, own, period)
        super().__init__(benchmark, language, words)
        table = self.table
        self.own: int | None = None
        if own is not None:
            row = self.scored.row_of(own, period)
            members = self.comparison.cells.members(int(self.comparison.cells.of_row[row]))
            self.rows: Rows = members if len(members) else np.array([row])
            self.own = int(np.flatnonzero(self.rows == row)[0])
            self.period_code = int(table.period_codes[row])
        else:
            self.period_code, self.rows = self._everybody(period)
        self.point: PeriodPoint = table.points[self.period_code]

    def _everybody(self, period: str | None) -> tuple[int, Rows]:
        """Return the period that most entities have last, and the row of each in it, else its latest."""
        table = self.table
        if period is not None:
            names = [str(name) for name in table.period_names]
            if period not in names:
                raise UnknownNameError("period", period, names)
            return names.index(period), np.flatnonzero(table.period_codes == names.index(period))
        latest = np.flatnonzero(np.append(np.diff(table.entity_codes) != 0, True)[: table.rows])
        counts = np.bincount(table.period_codes[latest], minlength=1)
        code = len(counts) - 1 - int(np.argmax(counts[::-1]))
        rows = np.full(len(table.entity_ids), -1, np.intp)
        rows[table.entity_codes[latest]] = latest
        here = np.flatnonzero(table.period_codes == code)
        rows[table.entity_codes[here]] = here
        return code, rows[rows >= 0]

    # Who ------------------------------------------------------------------------------------------------

    @cached_property
    def names(self) -> list[str]:
        """What each entity is called: its name, else its key."""
        keys = self.table.entities[self.rows]
        if "name" not in self.table.attributes:
            return [str(key) for key in keys]
        given = self.table.attributes["name"].iloc[self.rows]
        return [
            str(name) if isinstance(name, str) and name else str(key) for name, key in zip(given, keys, strict=True)
        ]

    @property
    def own_name(self) -> str:
        """What the reader's own entity is called."""
        return self.names[self.own] if self.own is not None else ""

    @cached_property
    def cells(self) -> Rows:
        """In which peer group and period each is compared; -1 for none, shape (entities,)."""
        return self.comparison.cells.of_row[self.rows]

    @cached_property
    def is_one_group(self) -> bool:
        """Whether everybody shown is compared with everybody else."""
        return len(np.unique(self.cells)) == 1 and int(self.cells[0]) >= 0

    @cached_property
    def group_names(self) -> list[str]:
        """The peer group of each; nothing where all are in one, or each has its own."""
        groups = self.comparison.groups
        if groups.members is not None or groups.label == EVERYBODY:
            return [""] * len(self.rows)
        titles = {
            option.id: self.text(option.title)
            for variable in self.program.variables
            if variable.id == groups.label
            for option in variable.choices
        }
        names = [titles.get(name, name) for name in groups.names]
        return [names[code] if code >= 0 else "" for code in groups.codes[self.rows]]

    @cached_property
    def population(self) -> Floats:
        """Inhabitants of each, where they are known."""
        table = self.table
        if "population" in table.variables:
            found: Floats = table.values[table.variables.index("population")][self.rows]
            return found
        if "population" not in table.attributes:
            return np.full(len(self.rows), np.nan)
        import pandas as pd

        given = pd.to_numeric(table.attributes["population"].iloc[self.rows], errors="coerce")
        sizes: Floats = given.to_numpy(np.float64)
        return sizes

    # Figures --------------------------------------------------------------------------------------------

    @cached_property
    def _elsewhere(self) -> dict[int, Rows]:
        """Of subjects that nobody has in the period of the page: the rows of the latest that somebody has."""
        found, table = {}, self.table
        codes = table.entity_codes[self.rows]
        shown = np.isin(table.entity_codes, codes) & (table.period_codes <= self.period_code)
        for number in range(len(self.number)):
            values = self.comparison.compared.values(number)
            if np.isfinite(values[self.rows]).any():
                continue
            known = np.flatnonzero(np.isfinite(values) & shown)
            if len(known):
                there = np.flatnonzero(table.period_codes == table.period_codes[known].max())
                row_of = np.full(len(table.entity_ids), -1, np.intp)
                row_of[table.entity_codes[there]] = there
                found[number] = row_of[codes]
        return found

    def rows_of(self, number: int) -> Rows:
        """Return the row that each entity's figure of one subject stands in; -1 where there is none."""
        return self._elsewhere.get(number, self.rows)

    def read(self, figures: NDArray[Any], number: int) -> Floats:
        """Return figures of rows for each entity, of one subject; NaN where there is none."""
        rows = self.rows_of(number)
        return np.where(rows >= 0, figures[rows], np.nan)

    def values(self, number: int) -> Floats:
        """Return what is compared of one subject, shape (entities,)."""
        return self.read(self.comparison.compared.values(number), number)

    def ranks(self, number: int) -> Floats:
        """Return places among peers, shape (entities,)."""
        return self.read(self.comparison.rank_array[number], number)

    def percentiles(self, number: int) -> Floats:
        """Return percentiles among peers, shape (entities,)."""
        return self.read(self.comparison.peer_statistics.percentile[number], number)

    def lights(self, number: int) -> Rows:
        """Return lights as places in `LIGHTS`, shape (entities,)."""
        return np.nan_to_num(self.read(self.comparison.lights[number], number)).astype(np.intp)

    def oriented_values(self, number: int) -> Floats:
        """Return figures turned so that larger is better; context indicators as they are."""
        found = self.read(self.comparison.oriented_values[number], number)
        return found if np.isfinite(found).any() else self.values(number)

    def period_of(self, number: int, *, short: bool = False) -> str:
        """Return the period that figures of a subject are of, where it is not the page's."""
        if number not in self._elsewhere:
            return ""
        rows = self._elsewhere[number]
        code = int(self.table.period_codes[rows[rows >= 0][0]])
        return name_period(self.table.points[code], self.language, short=short)

    def quartiles(self, figures: Floats) -> Quartiles:
        """Return the quartiles of figures by the definition in force; NaN where there are too few."""
        known = np.sort(figures[np.isfinite(figures)])
        rules = self.comparison.rules
        if len(known) < rules.min_peers:
            return (math.nan,) * 3
        count = np.array(len(known))
        one, two, three = (float(quantile(known, count, p, rules.quantiles)) for p in (0.25, 0.5, 0.75))
        return one, two, three

    # Subjects -------------------------------------------------------------------------------------------

    @cached_property
    def leaves(self) -> list[TreeNode]:
        """All indicators, in the order of the program."""
        return [node for node in self.program.nodes.values() if node.is_indicator]

    @cached_property
    def areas(self) -> list[TreeNode]:
        """The parts of the total that hold indicators."""
        return [node for node in self.program.nodes[ROOT].children if not node.is_indicator]

    @cached_property
    def parts(self) -> list[TreeNode]:
        """What the map shows: areas with scores, what they are made of where they are few, else indicators."""
        found = [area for area in self.areas if self.is_known(area)]
        inner = [node for area in found for node in area.children if not node.is_indicator and self.is_known(node)]
        if len(found) < FEWEST_PARTS <= len(inner):
            found = inner
        if not found:
            found = [leaf for leaf in self.leaves if leaf.answer is None and self.is_known(leaf)]
        return found

    def is_known(self, node: TreeNode) -> bool:
        """Whether anybody shown has a figure of it."""
        number = self.number.get(node.id)
        return number is not None and bool(np.isfinite(self.values(number)).any())

    @cached_property
    def parts_are_indicators(self) -> bool:
        """Whether the map shows indicators, for want of areas."""
        return bool(self.parts) and self.parts[0].is_indicator

    def area_of(self, leaf: TreeNode) -> TreeNode | None:
        """Return the area that an indicator stands in; None where it stands in the total itself."""
        return next((area for area in self.areas if leaf in leaves_below(area)), None)

    # Words ----------------------------------------------------------------------------------------------

    def unit(self, node: TreeNode) -> str:
        """Return the unit of an indicator; nothing for a score."""
        spec = node.spec
        return self.text(spec.unit) if isinstance(spec, Indicator) and spec.unit else ""

    def write(self, node: TreeNode, value: float, cuts: tuple[float, ...] = ()) -> str:
        """Write a figure of an indicator, or a score."""
        decimals = declared_decimals(node)
        if not node.is_indicator and not self.is_small(node):
            decimals = 1 if node.id == ROOT else 0
        known = [cut for cut in cuts if math.isfinite(cut)]
        return write_with_unit(write_figure(value, decimals, known), self.unit(node))

    def write_at(self, node: TreeNode, at: int) -> str:
        """Write the figure of one of those shown, or that it is suppressed."""
        number = self.number[node.id]
        if self.is_suppressed(number, int(self.rows_of(number)[at])):
            return str(self.words["suppressed"])
        return self.write(node, float(self.values(number)[at]))

    def is_small(self, node: TreeNode) -> bool:
        """Whether the scores of a group run from 0 to 1 or so, so that whole figures would tell nothing."""
        number = self.number.get(node.id)
        scores = self.values(number) if number is not None else np.empty(0)
        scores = scores[np.isfinite(scores)]
        return bool(len(scores)) and bool(np.abs(scores).max() <= 1.0 and (scores % 1.0 != 0).any())

    def place(self, rank: float, count: float) -> str:
        """Write a place among so many; nothing where there is none."""
        if not math.isfinite(rank):
            return ""
        words: str = self.words["place"]
        return words.format(place=write_ordinal(round(rank), self.language), count=f"{int(count):,}")

    def place_in(self, number: int, at: int) -> str:
        """Write the place of one entity in one subject."""
        row = int(self.rows_of(number)[at])
        if row < 0:
            return ""
        count = self.comparison.statistic_at("n", np.array([number]), np.array([row]))[0, 0]
        return self.place(float(self.comparison.rank_array[number, row]), count)

    def facts(self, node: TreeNode) -> str:
        """Return unit, direction, whether it counts and, where it is another, the period of a figure."""
        spec = node.spec
        direction = self.words["directions"][spec.direction] if isinstance(spec, Indicator) else ""
        role = self.words["informational"] if node.role == "informational" else ""
        parts = (unit_below(self.unit(node)), direction, role, self.period_of(self.number[node.id]))
        return " · ".join(part for part in parts if part)

    def status(self, node: TreeNode) -> str:
        """Return where the definition of a node comes from."""
        return node.provenance.status if node.provenance else ""

    # Time -----------------------------------------------------------------------------------------------

    @cached_property
    def history(self) -> list[tuple[str, Rows, int]]:
        """The last periods of the group: in words, with the rows of those compared and the row of one's own (-1)."""
        table, comparison = self.table, self.comparison
        found: list[tuple[str, Rows, int]] = []
        own_code = table.entity_codes[self.rows[self.own]] if self.own is not None else -1
        for code in range(self.period_code, -1, -1):
            if table.points[code].frequency != self.point.frequency or len(found) == MOST_PERIODS:
                continue
            rows = np.flatnonzero(table.period_codes == code)
            mine = rows[table.entity_codes[rows] == own_code]
            if self.own is not None:
                rows = rows[comparison.groups.codes[rows] == comparison.groups.codes[self.rows[self.own]]]
            if len(rows):
                found.append(
                    (
                        name_period(table.points[code], self.language, short=True),
                        rows,
                        int(mine[0]) if len(mine) else -1,
                    )
                )
        return found[::-1]

    def compares(self, name: str, code: int) -> bool:
        """Whether nothing declares that figures of a period do not compare with those of the page."""
        spans = comparable_spans(self.breaks.get(name, ()), self.table.points)
        return bool(spans[code] == spans[self.period_code])

    @cached_property
    def earlier(self) -> Rows:
        """The row of each entity's period before; -1 for none, shape (entities,)."""
        codes = self.table.entity_codes
        before = self.rows - 1
        return np.where((before >= 0) & (codes[before] == codes[self.rows]), before, -1)


def _among_neighbours(benchmark: Benchmark, own: str, period: str | None) -> Benchmark:
    """Return the comparison of one entity and its nearest with one another: each has other neighbours."""
    comparison = benchmark._comparison
    scored, groups = comparison.scored, comparison.groups
    row = scored.row_of(own, period)
    members = np.append(comparison.cells.members(int(comparison.cells.of_row[row])), row)
    inside = np.isin(scored.table.entity_codes, scored.table.entity_codes[members])
    peers = PeerGroups((own,), np.where(inside, 0, -1), groups.label)
    return Benchmark(Comparison(scored, peers, comparison.rules), benchmark.assessment)
