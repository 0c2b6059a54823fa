"""Statistics of populations that formulas read: within whom, how many, what they came to, and who holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from ..engine.parameters import is_held
from ..formulas.reasons import NOT_REPORTED, REASON_NAMES
from ..formulas.rendering import render
from ..formulas.rounding import equal
from ..formulas.tree import Statistic
from ..transforms.scales.base import BelowCounts, Quantity
from ..transforms.scales.rule import ScaleRule
from ..transforms.scales.table import SCALERS
from .entries import Entry
from .scales import VALUE, count_below
from .score_steps import held_from, with_value
from .words import number, word

if TYPE_CHECKING:
    from ..engine.columns.statistics import FittedStatistic
    from ..scoring.scored import Scored
    from ..specs.model.scales import Ties

Rows = NDArray[np.intp]

_PLACES = {"rank", "percentile_rank"}
# Statistics that are the figure of somebody.
_HELD = {"min", "max", "last"}
# So many who hold a figure are named.
_MOST_NAMED = 10


def statistic_entry(scored: Scored, part: Statistic, row: int, period: str = "") -> Entry:
    """Return the entry of a statistic as one row reads it.

    Parameters
    ----------
    scored, row
        Who reads it; -1 for an earlier row that is not there.
    part
        The statistic.
    period
        The period of the row, where it is an earlier one.
    """
    name = render(part)
    entry = Entry("statistic", name, "", period=period, reason=REASON_NAMES[NOT_REPORTED])
    if row < 0:
        entry.title = part.population
        return entry
    schedule = scored.compiled.schedule(scored.table.published_scores)
    place, columns = schedule.inputs.index(name), scored.run.columns
    figure = float(columns.values[place][row])
    entry.value = figure if np.isfinite(figure) else None
    entry.reason = REASON_NAMES[int(columns.reasons[place][row])]
    _StatisticOfRow(scored, part, scored.run.statistics[name], row).tell(entry)
    return entry


@dataclass(slots=True)
class _StatisticOfRow:
    scored: Scored
    part: Statistic
    fitted: FittedStatistic
    row: int

    @property
    def held(self) -> dict[str, Any] | None:
        """Where the figure comes from, if not from the population of the row."""
        return held_from(self.scored) if is_held(self.part.population) else None

    def tell(self, entry: Entry) -> None:
        """Tell the population, how many it has, who holds the figure or what it is made of."""
        entry.title = self.population_title()
        population = self.population()
        if population is None:
            return
        members = self.members()
        fit = entry.detail["fit"] = {"id": entry.id, "population": population}
        declared = self.scored.program.population_by_id.get(self.part.population)
        if declared is not None:
            fit["rule"] = declared.rule
        if members is not None:
            fit["n"] = len(members)
        fit["parameters"] = {}
        if self.held is not None:
            fit["held"] = self.held
        if entry.value is None:
            return
        if self.part.function not in _PLACES:
            fit["parameters"] = {self.part.function: entry.value}
        if members is not None:
            self.tell_members(entry, members, fit)

    def tell_members(self, entry: Entry, members: Rows, fit: dict[str, Any]) -> None:
        """Tell what the figure is made of, or who holds it."""
        assert entry.value is not None
        if self.part.function in _PLACES:
            self.tell_place(entry, members)
        sums = self.sums(members)
        if sums:
            fit["parameters"] |= sums
            above, below = sums.values()
            entry.worked = f"{number(above)} / {number(below)} = {number(entry.value)}"
        if self.part.function in _HELD:
            entry.detail["held_by"] = self.holders(members, self.fitted.arguments[0], entry.value)
            names = ", ".join(_holder_text(holder) for holder in entry.detail["held_by"])
            entry.rule = word(self.scored.language, "held_by", names=names)

    def population(self) -> str | None:
        """Return the name of the population; None for who stands in none."""
        if self.held is not None:
            return str(self.held["base"])
        return self.fitted.populations.name_of(self.row)

    def members(self) -> Rows | None:
        """Return the rows of the population that take part; None of an earlier assessment, which are not here."""
        present = np.logical_and.reduce([~np.isnan(column) for column in self.fitted.arguments])
        if self.held is not None:
            here = self.scored.table.periods == self.held["base"]
            return None if "reference" in self.held else np.flatnonzero(present & here)
        members = np.arange(len(present))[self.fitted.populations.members(self.row)]
        found: Rows = members[present[members]]
        return found

    def population_title(self) -> str:
        """Return the population in words."""
        name, language, table = self.part.population, self.scored.language, self.scored.table
        period = str(table.periods[self.row])
        if self.held is not None:
            key = "population_reference" if "reference" in self.held else "population_base"
            return word(language, key, base=self.held["base"])
        if name == "period":
            return f"{word(language, 'period')}: {period}"
        if name in {"all", "entity"}:
            return word(language, f"population_{name}", entity=str(table.entities[self.row]))
        declared = self.scored.program.population_by_id.get(name)
        if declared is not None:
            title = declared.title.in_language(language) if declared.title else name
            named = self.population()
            return f"{title} ({declared.rule})" + (f": {named}" if named not in {None, name} else "")
        variable = self.scored.program.variable_by_id[name]
        own = float(table.values[table.variables.index(name), self.row])
        title = variable.title.in_language(language)
        if np.isnan(own):
            return title
        option = None if variable.takes_any else variable.choices[int(own)].title
        shown = option.in_language(language) if option else table.words_of(variable)[int(own)]
        return f"{title}: {shown}, {period}"

    def sums(self, members: Rows) -> dict[str, float]:
        """Return what a mean is made of: its sum, and how many or how much it is divided by."""
        columns = [column[members] for column in self.fitted.arguments]
        if self.part.function == "mean":
            return {"sum": float(columns[0].sum()), "count": float(len(members))}
        if self.part.function == "weighted_mean":
            return {"sum": float((columns[0] * columns[1]).sum()), "weight": float(columns[1].sum())}
        return {}

    def holders(self, members: Rows, x: NDArray[np.float64], figure: float) -> list[dict[str, str]]:
        """Return who has the figure, and in which period where the population is of several."""
        table = self.scored.table
        if self.part.function == "last":
            latest = table.period_codes[members]
            found = members[latest == latest.max()]
        else:
            found = members[equal(x[members], figure)]
        within = not self.scored.program.crosses_periods(self.part.population)
        names = sorted((str(table.entities[row]), str(table.periods[row])) for row in found)
        return [{"entity": who} if within else {"entity": who, "period": when} for who, when in names[:_MOST_NAMED]]

    def tell_place(self, entry: Entry, members: Rows) -> None:
        """Tell how many are lower, how many are equal, and of how many."""
        assert entry.value is not None
        rule = ScaleRule(self.part.function, ties=cast("Ties", self.part.ties or "average"))
        x, size = self.fitted.arguments[0], self.fitted.column.size
        own = float(x[self.row])
        below: BelowCounts = count_below(own, x[members], rule, size)
        if rule.ties == "dense":  # figures that are equal count once
            lower, of, key = below.distinct_beaten, below.distinct_others + 1.0, "lower_different"
        else:
            lower, of, key = below.beaten, below.others + 1.0, "lower"
        place = {"lower": lower, "ties": below.ties, "of": of}
        entry.detail["place"] = {"value": own} | place
        entry.rule = word(self.scored.language, key, **place)
        if rule.ties != "average":
            entry.rule += f"; {word(self.scored.language, f'place_{rule.ties}')}"
        told = SCALERS[rule.method].expression(Quantity(VALUE, None), rule, {}, below)
        assert told is not None
        entry.worked = f"{with_value(told, own)} = {number(entry.value)}"


def _holder_text(holder: dict[str, str]) -> str:
    return f"{holder['entity']} ({holder['period']})" if "period" in holder else holder["entity"]
