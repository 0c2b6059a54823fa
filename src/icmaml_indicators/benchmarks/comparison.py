"""Who is compared with whom and what comes of it, as arrays: what tables, paths and panels are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..data.derived_attributes import resolve_entity
from ..data.parsing.columns import fold_text
from ..errors import UnknownNameError
from ..scoring import Scored
from ..transforms.definitions import NORMAL_MAD, Definitions
from .cells import Cells, build_cells
from .chance import Chance, count_indicators
from .descriptive import standard_scores
from .lights import light_codes
from .peers import PeerGroups
from .statistics import PeerStatistics, compare_peers
from .subjects import Subjects, list_names
from .totals import Totals

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

# With fewer in a group, its statistics tell of each.
FEWEST_PUBLISHED = 3


class Comparison:
    """A scored program compared among peers. Arrays are computed when first asked for.

    What is compared: the value of each indicator, and the score of each group that has one.
    """

    def __init__(self, scored: Scored, groups: PeerGroups, rules: Definitions) -> None:
        self.scored, self.groups, self.rules = scored, groups, rules
        self.compared = Subjects(scored)
        self.totals = Totals(scored, self.compared)

    def for_publication(self, public: Scored) -> Comparison:
        """Return the same groups over what may be published: distances tell of what is hidden, few of each other."""
        distances = self.groups.distances
        groups = self.groups if distances is None else replace(self.groups, distances=np.full_like(distances, np.nan))
        rules = replace(self.rules, min_peers=max(self.rules.min_peers, FEWEST_PUBLISHED))
        return Comparison(public, groups, rules)

    # What is compared, as arrays ---------------------------------------------------------------------

    @property
    def subjects(self) -> list[str]:
        """Ids of what is compared: indicators, and groups that have scores."""
        return self.compared.ids

    @property
    def directions(self) -> list[str]:
        """Direction of each subject; scores of groups are better when higher."""
        return self.compared.directions

    @property
    def quantities(self) -> Floats:
        """What is compared, shape (subjects, rows)."""
        return self.compared.quantities

    @cached_property
    def oriented_values(self) -> Floats:
        """The same, turned so that larger is better; NaN for context indicators, which have no better."""
        rows = [self.compared.oriented_values(number) for number in range(len(self.subjects))]
        return np.stack(rows) if rows else self.quantities

    @cached_property
    def entity_names(self) -> tuple[Numbers, NDArray[np.object_]]:
        """The name of each row as a code, and the names."""
        import pandas as pd

        table = self.scored.table
        given = table.attributes["name"].astype(object) if "name" in table.attributes else pd.Series(table.entities)
        codes, names = pd.factorize(given.where(given.notna(), ""))
        return codes.astype(np.intp), np.asarray(names, object)

    @cached_property
    def cells(self) -> Cells:
        """Who is compared at once: peer groups in periods, members in the order of their names."""
        return self.build_cells(self.groups)

    def build_cells(self, groups: PeerGroups) -> Cells:
        """Lay out peer groups of the same rows as cells."""
        codes, names = self.entity_names
        folded = np.array([fold_text(str(name)) for name in names], object)
        alphabet = np.empty(len(names), np.intp)
        alphabet[np.argsort(folded, kind="stable")] = np.arange(len(names))
        return build_cells(groups, self.scored.table.period_codes, alphabet[codes])

    @cached_property
    def peer_statistics(self) -> PeerStatistics:
        """Statistics and positions as arrays."""
        return compare_peers(self.compared, self.cells, self.rules)

    @cached_property
    def weighted_means(self) -> Floats:
        """Ratios of totals, shape (subjects, cells); NaN where the formula is no ratio or there are too few."""
        means = self.totals.weighted_means(self.cells)
        return np.where(self.peer_statistics.statistics["n"] >= self.rules.min_peers, means, np.nan)

    @cached_property
    def counts(self) -> list[Chance]:
        """The indicators of counts, which chance moves."""
        return count_indicators(self.totals, self.cells, self.rules.min_peers)

    @cached_property
    def lights(self) -> NDArray[np.int8]:
        """Traffic lights, shape (subjects, rows): 0 none, 1 red, 2 yellow, 3 green."""
        every = np.arange(self.scored.table.rows)

        def robust_z(number: int) -> Floats:
            median, mad = (self.statistic_at(name, np.array([number]), every)[0] for name in ("median", "mad"))
            return standard_scores(self.compared.values(number), median, mad / NORMAL_MAD)

        return light_codes(self.scored, self.compared, self.peer_statistics, robust_z, self.within_chance)

    @cached_property
    def within_chance(self) -> dict[int, NDArray[np.bool_]]:
        """Of each indicator of counts, by its place: where chance explains the difference from the peers."""
        return {one.number: one.within_chance() for one in self.counts}

    def statistic_at(self, name: str, numbers: Numbers, rows: Numbers) -> Floats:
        """Return a statistic of the peers of rows, shape (numbers, rows); NaN for rows without peers."""
        cells = self.cells.of_row[rows]
        figures = np.full((len(numbers), len(rows)), np.nan)
        figures[:, cells >= 0] = self.peer_statistics.statistics[name][np.ix_(numbers, cells[cells >= 0])]
        return figures

    def chance_flags(self, numbers: Numbers, rows: Numbers) -> NDArray[np.object_]:
        """Return whether chance explains the difference from the peers; None where the question does not arise."""
        found = np.full((len(numbers), len(rows)), None, object)
        place = {int(number): at for at, number in enumerate(numbers)}
        for one in self.counts:
            if one.number in place:
                line = found[place[one.number]]
                line[one.is_known[rows]] = self.within_chance[one.number][rows][one.is_known[rows]]
        return found

    @property
    def rank_array(self) -> Floats:
        """Rank of each figure among its peers, shape (subjects, rows)."""
        return self.peer_statistics.rank

    def numbers_of(self, subjects: Sequence[str] | str | None) -> Numbers:
        """Return the places of some subjects, all by default; raises `UnknownNameError`."""
        if subjects is None:
            return np.arange(len(self.subjects))
        return np.array([_place("node", name, self.subjects) for name in list_names("indicators", subjects)], np.intp)

    def rows_of(self, entities: Sequence[str] | str | None) -> Numbers:
        """Return the rows of some entities, all by default."""
        table = self.scored.table
        if entities is None:
            return np.arange(table.rows)
        asked = list_names("entities", entities)
        return np.flatnonzero(np.isin(table.entities, [self.key_of(name) for name in asked]))

    def key_of(self, entity: str) -> str:
        """Return the key of an entity told by its key or its name.

        Raises
        ------
        UnknownNameError
            When there is none.
        AmbiguousNameError
            When several bear the name.
        """
        return resolve_entity(self.scored.table, entity)


def _place(kind: str, name: str, known: Sequence[str]) -> int:
    if name not in known:
        raise UnknownNameError(kind, name, list(known))
    return known.index(name)
