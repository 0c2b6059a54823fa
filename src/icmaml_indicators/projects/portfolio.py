"""`prioritise`: the projects that a budget carries, chosen exactly, with the simple ranking beside it."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..diagnostics import Language, nearest
from ..display import BilingualDisplay, Part, Summary, take_lines, word, write_value
from ..errors import DataError, MissingExtraError, UnknownNameError, expect
from ..plain_data import JsonViews, write_document
from ..tables.frames import plain_frame
from ..tables.interchange import Tabular

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, repr=False)
class Portfolio(BilingualDisplay, JsonViews):
    """What was chosen.

    Attributes
    ----------
    table
        The projects in order of value over cost: value, cost, ratio, place, chosen (exact), by_ratio (simple ranking),
        and the reason why a project is not chosen: ``no_value``, ``negative_value``, ``no_cost``, ``over_budget``
        (alone), ``alternative`` (another one is chosen), ``requires`` (what it needs is not), ``adds_nothing``, or
        ``no_room`` beside those that are.
    budget
        What may be spent.
    value, cost
        Of the exact choice.
    value_by_ratio, cost_by_ratio
        Of the simple ranking: down the list, whatever still fits.
    bound
        No choice can be worth more than this.

    Examples
    --------
    >>> projects = pd.DataFrame({"value": [50, 40, 30], "cost": [60, 50, 40]}, index=["bridge", "well", "park"])
    >>> portfolio = icma.prioritise(projects, 90, value="value")
    >>> portfolio.table.query("chosen").index.tolist(), portfolio.value
    (['well', 'park'], 70.0)
    """

    table: pd.DataFrame
    budget: float
    value: float
    cost: float
    value_by_ratio: float
    cost_by_ratio: float
    bound: float

    def _summary(self, language: Language) -> Summary:
        return Summary(
            "Portfolio",
            f"{word('budget', language)} {write_value(self.budget, language)}",
            language,
            {"projects": len(self.table), "chosen": int(self.table["chosen"].sum())},
            {"value": self.value, "cost": self.cost, "value_by_ratio": self.value_by_ratio},
            (Part("projects", lambda: take_lines(self.table, language), len(self.table), is_open=True),),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the choice as plain data: kind ``portfolio`` of the schema of results.

        Examples
        --------
        >>> portfolio.to_dict()["value"]
        70.0
        """
        value, cost, *rest = self.table.columns
        columns = {"project": self.table.index, "value": self.table.iloc[:, 0], "cost": self.table.iloc[:, 1]}
        figures = ("budget", "value", "cost", "value_by_ratio", "cost_by_ratio", "bound")
        parts = {name: getattr(self, name) for name in figures} | {
            "value_column": str(value),
            "cost_column": str(cost),
            "projects": columns | {str(name): self.table[name] for name in rest},
        }
        return write_document("portfolio", parts)


def prioritise(
    projects: Tabular,
    budget: float,
    *,
    value: str = "net_present_value",
    cost: str = "cost",
    alternatives: str | None = None,
    requires: str | None = None,
    seconds: float = 60.0,
) -> Portfolio:
    """Choose the projects of greatest total value that fit a budget.

    Projects without a value, or with a negative one, are left out; those without a cost cannot be chosen.

    Parameters
    ----------
    projects
        One line a project, its key as index; in a table that is none of pandas, in a column ``project``.
    budget
        What may be spent.
    value, cost
        Columns to add up; cost is not negative.
    alternatives
        A column that names groups of which at most one project may be chosen; empty for none.
    requires
        A column that names a project which must be chosen as well; empty for none.
    seconds
        How long to search. What is chosen then is proved best, or `DataError` is raised.

    Raises
    ------
    UnknownNameError
        When a column, or a project that another one requires, does not exist.
    DataError
        When the best choice could not be proved in the time given, or keys are repeated.
    MissingExtraError
        When the extra ``projects`` is not installed.

    Examples
    --------
    >>> projects = pd.DataFrame({"value": [50, 40, 30], "cost": [60, 50, 40]}, index=["bridge", "well", "park"])
    >>> icma.prioritise(projects, 90, value="value").value
    70.0
    """
    table = plain_frame(projects, "projects")
    if table is not projects and "project" in table:
        table = table.set_index("project")
    expect("budget", budget, Real)
    for column in (value, cost, alternatives, requires):
        if column is not None and column not in table.columns:
            raise UnknownNameError("peer column", column, [str(name) for name in table.columns])
    if not table.index.is_unique:
        raise DataError("IND522", given=str(table.index[table.index.duplicated()][0]))
    values = table[value].to_numpy(np.float64)
    costs = table[cost].to_numpy(np.float64)
    with np.errstate(all="ignore"):
        able = (values >= 0) & (costs >= 0) & (costs <= budget)
        ratio = np.where(costs > 0, values / costs, np.inf)
    order = np.lexsort((np.arange(len(values)), -np.where(able, ratio, -np.inf)))
    links = _links(table, alternatives, requires)
    simple = _by_ratio(values, costs, able, order, budget, links)
    chosen, bound = _exactly(values, costs, able, budget, links, seconds)
    reasons = _reasons(values, costs, chosen, budget, links)
    lines = table[[value, cost]].assign(
        ratio=np.where(able, ratio, np.nan), chosen=chosen, by_ratio=simple, reason=reasons
    )
    lines = lines.iloc[order]
    lines.insert(3, "place", np.arange(1, len(lines) + 1))
    return Portfolio(
        lines,
        float(budget),
        float(values[chosen].sum()),
        float(costs[chosen].sum()),
        float(values[simple].sum()),
        float(costs[simple].sum()),
        bound,
    )


@dataclass(frozen=True, slots=True)
class _Links:
    group: NDArray[np.intp]  # -1: none
    needs: NDArray[np.intp]  # -1: none


def _links(projects: pd.DataFrame, alternatives: str | None, requires: str | None) -> _Links:
    count = len(projects)
    group, needs = np.full(count, -1), np.full(count, -1)
    if alternatives is not None:
        names = projects[alternatives].fillna("").astype(str).to_numpy()
        known = {name: number for number, name in enumerate(sorted(set(names) - {""}))}
        group = np.array([known.get(name, -1) for name in names])
    if requires is not None:
        place = {str(name): number for number, name in enumerate(projects.index)}
        for number, given in enumerate(projects[requires].fillna("").astype(str)):
            if given and given not in place:
                raise UnknownNameError("entity", given, [nearest(given, place) or "", *list(place)[:10]])
            needs[number] = place.get(given, -1)
    return _Links(group, needs)


def _reasons(
    values: Floats, costs: Floats, chosen: NDArray[np.bool_], budget: float, links: _Links
) -> NDArray[np.object_]:
    """Return why each project is not chosen; nothing of those that are."""
    rival = np.isin(links.group, links.group[chosen & (links.group >= 0)])
    unmet = (links.needs >= 0) & ~chosen[links.needs]
    with np.errstate(invalid="ignore"):
        reasons = {
            "": chosen,
            "no_value": np.isnan(values),
            "negative_value": values < 0,
            "no_cost": ~(costs >= 0),
            "over_budget": costs > budget,
            "alternative": rival,
            "requires": unmet,
            "adds_nothing": values == 0,
        }
    return np.select(list(reasons.values()), list(reasons), "no_room").astype(object)


def _by_ratio(
    values: Floats, costs: Floats, able: NDArray[np.bool_], order: NDArray[np.intp], budget: float, links: _Links
) -> NDArray[np.bool_]:
    """Go down the list and take whatever still fits."""
    chosen = np.zeros(len(values), bool)
    left, taken = budget, set()
    for project in order:
        needed = links.needs[project]
        free = links.group[project] < 0 or links.group[project] not in taken
        if able[project] and costs[project] <= left and free and (needed < 0 or chosen[needed]):
            chosen[project] = True
            left -= costs[project]
            taken.add(links.group[project])
    return chosen


def _exactly(
    values: Floats, costs: Floats, able: NDArray[np.bool_], budget: float, links: _Links, seconds: float
) -> tuple[NDArray[np.bool_], float]:
    """Solve the choice as an integer program; return it with the bound that proves it."""
    try:
        from scipy import optimize, sparse
    except ImportError as error:
        raise MissingExtraError("projects") from error
    count = len(values)
    if not able.any():
        return np.zeros(count, bool), 0.0
    gain, weight = np.where(able, values, 0.0), np.where(able, costs, 0.0)
    rows: list[Any] = [optimize.LinearConstraint(weight[None, :], -np.inf, budget)]
    groups = np.flatnonzero(links.group >= 0)
    if len(groups):
        number = int(links.group.max()) + 1
        one_each = sparse.csr_array((np.ones(len(groups)), (links.group[groups], groups)), shape=(number, count))
        rows.append(optimize.LinearConstraint(one_each, -np.inf, 1))
    needy = np.flatnonzero(links.needs >= 0)
    if len(needy):
        line = np.arange(len(needy))
        both = sparse.csr_array(
            (
                np.r_[np.ones(len(needy)), -np.ones(len(needy))],
                (np.r_[line, line], np.r_[needy, links.needs[needy]]),
            ),
            shape=(len(needy), count),
        )
        rows.append(optimize.LinearConstraint(both, -np.inf, 0))
    outcome = optimize.milp(
        -gain,
        integrality=np.ones(count),
        bounds=optimize.Bounds(0, able.astype(np.float64)),
        constraints=rows,
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if outcome.status != 0 or outcome.x is None:
        raise DataError("IND523", seconds=seconds)
    return np.asarray(np.round(outcome.x).astype(bool)), float(-outcome.mip_dual_bound)
