"""`benchmark`: peer statistics, positions and changes of every indicator and scored area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import UnknownNameError
from ..formulas.reasons import NOT_SCORED
from ..scoring import Assessment, Ledger
from ..scoring.cells import fold_text
from ..scoring.order import standing
from ..specs import ROOT, Indicator
from .definitions import PercentileMethod, QuantileMethod, Ties, percentiles, quantile, ranks
from .explaining import explain
from .path import ImprovementPath, find_path
from .path_goal import Target
from .path_reach import Reach
from .peers import PeerGroups, Peers, group_peers

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

# With fewer peers than this, quarters mean nothing.
FEWEST_FOR_QUARTILES = 4
TIE_DECIMALS = 9
LIGHTS = {1: "green", 2: "yellow", 3: "yellow", 4: "red"}
_STATISTICS = ("n", "absent", "mean", "sd", "min", "q1", "median", "q3", "max", "best", "worst")
_POSITIONS = ("rank", "of", "percentile", "quartile", "gap_to_median", "gap_to_best")


@dataclass(frozen=True, slots=True)
class Options:
    """How ranks, quantiles, percentiles and deviations are defined; see `definitions`."""

    ties: Ties = "min"
    quantiles: QuantileMethod = "linear"
    percentile: PercentileMethod = "others"
    ddof: int = 1


def benchmark(
    assessment: Assessment,
    peers: Peers | pd.DataFrame = None,
    *,
    ties: Ties = "min",
    quantiles: QuantileMethod = "linear",
    percentile: PercentileMethod = "others",
    ddof: int = 1,
) -> Benchmark:
    """Compare every entity with its peers, period by period.

    Parameters
    ----------
    assessment
        From `score`.
    peers
        A column of the data (``"state"``), `Bands` of a variable or a table of bands (columns ``band``, ``up_to``),
        a list of entities, a mapping of group names to entities, or None: everybody.
    ties, quantiles, percentile, ddof
        Definitions; their sources stand in `icmaml_indicators.benchmarks.definitions`.

    Returns
    -------
    Benchmark

    Raises
    ------
    UnknownNameError
        When the column, variable or an entity does not exist.
    """
    return Benchmark(assessment, group_peers(assessment, peers), Options(ties, quantiles, percentile, ddof))


class Benchmark:
    """An assessment compared among peers. Built by `benchmark`; tables are made when first asked for.

    What is compared: the value of each indicator, and the score of each group that has one (column ``kind`` tells).
    """

    def __init__(self, assessment: Assessment, groups: PeerGroups, options: Options) -> None:
        self.assessment, self.groups, self.options = assessment, groups, options

    def __repr__(self) -> str:
        return f"<Benchmark of {self.assessment.program.id} by {self.groups.label}: {len(self.groups.names)} groups>"

    # What is compared --------------------------------------------------------------------------------

    @cached_property
    def subjects(self) -> list[str]:
        """Ids of what is compared: indicators, and groups that have scores."""
        program, book = self.assessment.program, self.assessment.book
        return [
            node.id
            for node in program.nodes.values()
            if node.is_indicator or not (book.nodes[node.id].reasons == NOT_SCORED).all()
        ]

    @cached_property
    def directions(self) -> list[str]:
        """Direction of each subject; scores of groups are better when higher."""
        nodes = self.assessment.program.nodes
        specs = [nodes[name].spec for name in self.subjects]
        return [spec.direction if isinstance(spec, Indicator) else "higher" for spec in specs]

    @cached_property
    def quantities(self) -> Floats:
        """What is compared, shape (subjects, rows)."""
        assessment = self.assessment
        place = {indicator.id: number for number, indicator in enumerate(assessment.program.indicators)}
        rows = [
            assessment.results.values[place[name]] if name in place else assessment.book.nodes[name].scores
            for name in self.subjects
        ]
        return np.stack(rows) if rows else np.empty((0, assessment.table.rows))

    @cached_property
    def goodness(self) -> Floats:
        """The same, turned so that larger is better; NaN for context indicators, which have no better."""
        nodes = self.assessment.program.nodes
        result = self.quantities.copy()
        for number, (name, direction) in enumerate(zip(self.subjects, self.directions, strict=True)):
            if direction == "lower":
                result[number] = -result[number]
            elif not isinstance(nodes[name].spec, Indicator):
                # Scores that differ by the rounding of their sums are ties.
                result[number] = np.round(result[number], TIE_DECIMALS)
            elif direction == "context":
                result[number] = np.nan
            elif direction == "target":
                spec = nodes[name].spec
                assert isinstance(spec, Indicator)
                if spec.target is None:  # the target is a figure of each row: how near it came
                    result[number] = self.assessment.book.nodes[name].scores
                else:
                    result[number] = -np.abs(result[number] - spec.target)
        return result

    @cached_property
    def _cells(self) -> list[tuple[int, int, NDArray[np.intp]]]:
        """Each (period, group) with its rows, in alphabetical order of the entities' names."""
        table = self.assessment.table
        count = len(self.groups.names)
        names = table.attributes.get("name", table.entities)
        alphabet = np.argsort(np.array([fold_text(str(name)) for name in names], object), kind="stable")
        combined = np.where(self.groups.codes < 0, -1, table.period_codes * count + self.groups.codes)[alphabet]
        order = alphabet[np.argsort(combined, kind="stable")]
        combined = np.sort(combined)
        starts = np.flatnonzero(np.concatenate([[True], combined[1:] != combined[:-1]]))
        cells = []
        for start, stop in zip(starts, [*starts[1:], len(order)], strict=True):
            if combined[start] >= 0:
                period, group = divmod(int(combined[start]), count)
                cells.append((period, group, order[start:stop]))
        return cells

    @cached_property
    def _computed(self) -> tuple[dict[str, Floats], dict[str, Floats]]:
        """Statistics, shape (subjects, cells), and positions, shape (subjects, rows)."""
        options, rows = self.options, self.assessment.table.rows
        shape = (len(self.subjects), len(self._cells))
        statistics = {name: np.full(shape, np.nan) for name in _STATISTICS}
        positions = {name: np.full((shape[0], rows), np.nan) for name in _POSITIONS}
        for number, (_, _, members) in enumerate(self._cells):
            values, good = self.quantities[:, members], self.goodness[:, members]
            by_value, by_good = standing(values), standing(good)
            found = self._describe(values, by_value.ordered, by_value.count, good)
            for name, figures in found.items():
                statistics[name][:, number] = figures
            # The position in quarters is read off the quartiles of goodness.
            cuts = [quantile(by_good.ordered, by_good.count, p, options.quantiles)[:, None] for p in (0.25, 0.5, 0.75)]
            with np.errstate(invalid="ignore"):
                quarter = 4.0 - sum((good >= cut).astype(np.float64) for cut in cuts)
            small = by_good.count[:, None] < FEWEST_FOR_QUARTILES
            positions["rank"][:, members] = ranks(by_good, good, options.ties)
            positions["of"][:, members] = np.where(np.isnan(good), np.nan, by_good.count[:, None])
            positions["percentile"][:, members] = percentiles(by_good, options.percentile)
            positions["quartile"][:, members] = np.where(np.isnan(good) | small, np.nan, quarter)
            positions["gap_to_median"][:, members] = values - found["median"][:, None]
            positions["gap_to_best"][:, members] = values - found["best"][:, None]
        return statistics, positions

    def _describe(self, values: Floats, ordered: Floats, count: NDArray[np.intp], good: Floats) -> dict[str, Floats]:
        options = self.options
        present = ~np.isnan(values)
        with np.errstate(all="ignore"):
            mean = np.where(present, values, 0.0).sum(axis=1) / count
            spread = np.where(present, (values - mean[:, None]) ** 2, 0.0).sum(axis=1)
            sd = np.where(count > options.ddof, np.sqrt(spread / (count - options.ddof)), np.nan)
        ends = {
            "min": quantile(ordered, count, 0.0, "linear"),
            "q1": quantile(ordered, count, 0.25, options.quantiles),
            "median": quantile(ordered, count, 0.5, options.quantiles),
            "q3": quantile(ordered, count, 0.75, options.quantiles),
            "max": quantile(ordered, count, 1.0, "linear"),
        }
        some = (~np.isnan(good)).any(axis=1)
        top = np.argmax(np.where(np.isnan(good), -np.inf, good), axis=1)
        bottom = np.argmin(np.where(np.isnan(good), np.inf, good), axis=1)
        every = np.arange(len(values))
        return {
            "n": count.astype(np.float64),
            "absent": (values.shape[1] - count).astype(np.float64),
            "mean": mean,
            "sd": sd,
            **ends,
            "best": np.where(some, values[every, top], np.nan),
            "worst": np.where(some, values[every, bottom], np.nan),
        }

    # Tables ------------------------------------------------------------------------------------------

    def _kinds(self) -> NDArray[np.object_]:
        nodes = self.assessment.program.nodes
        return np.array(["indicator" if nodes[name].is_indicator else "group" for name in self.subjects], object)

    @cached_property
    def statistics(self) -> pd.DataFrame:
        """One line a peer group, period and subject.

        Columns: peers, period, indicator, kind, n (present), absent, mean, sd, min, q1, median, q3, max, best, worst
        (by direction; NaN for context indicators), best_entities.
        """
        import pandas as pd

        table = self.assessment.table
        cells, count = self._cells, len(self.subjects)
        frame: dict[str, Any] = {
            "peers": np.repeat(np.array([self.groups.names[group] for _, group, _ in cells], object), count),
            "period": np.repeat(np.array([table.period_names[period] for period, _, _ in cells], object), count),
            "indicator": np.tile(np.array(self.subjects, object), len(cells)),
            "kind": np.tile(self._kinds(), len(cells)),
        }
        for name, figures in self._computed[0].items():
            frame[name] = figures.T.ravel()
        result = pd.DataFrame(frame)
        result[["n", "absent"]] = result[["n", "absent"]].astype(np.int64)
        result["best_entities"] = [
            self._best_entities(number, members) for _, _, members in cells for number in range(count)
        ]
        return result

    def _best_entities(self, subject: int, members: NDArray[np.intp]) -> str:
        good = self.goodness[subject, members]
        if np.isnan(good).all():
            return ""
        leaders = members[good == np.fmax.reduce(good)]
        names = sorted(str(self.assessment.table.entities[row]) for row in leaders)
        return ", ".join(names)

    @cached_property
    def positions(self) -> pd.DataFrame:
        """One line an entity, period and subject.

        Columns: entity, (name,) period, peers, indicator, kind, value, rank, of (how many were ranked), percentile,
        quartile (1 the
        best), gap_to_median and gap_to_best (value less theirs, in the unit of the indicator), light (green the best
        quarter, red the worst, yellow between). Context indicators have no rank, percentile, quartile or light.
        """
        import pandas as pd

        table, count = self.assessment.table, len(self.subjects)
        groups = np.array([*self.groups.names, ""], object)[self.groups.codes]
        frame: dict[str, Any] = {"entity": np.repeat(table.entities, count)}
        if "name" in table.attributes:
            frame["name"] = np.repeat(table.attributes["name"].to_numpy(object), count)
        frame |= {
            "period": np.repeat(table.periods, count),
            "peers": np.repeat(groups, count),
            "indicator": np.tile(np.array(self.subjects, object), table.rows),
            "kind": np.tile(self._kinds(), table.rows),
            "value": self.quantities.T.ravel(),
        }
        for name, figures in self._computed[1].items():
            frame[name] = figures.T.ravel()
        lights = np.array(["", *(LIGHTS[quarter] for quarter in range(1, 5))], object)
        quarter = np.nan_to_num(frame["quartile"], nan=0.0).astype(np.intp)
        return pd.DataFrame({**frame, "light": lights[quarter]})

    @cached_property
    def trends(self) -> pd.DataFrame:
        """Change of each subject from the entity's latest earlier period of the same frequency.

        Columns: entity, (name,) period, previous_period, indicator, kind, previous, value, change, change_pct,
        improved (by direction; None where there is no better), rank_change (places gained).
        """
        import pandas as pd

        table, count = self.assessment.table, len(self.subjects)
        before = _latest_earlier(table.entity_codes, [table.points[code].frequency for code in table.period_codes])
        rows = np.flatnonzero(before >= 0)
        earlier = before[rows]
        now, then = self.quantities[:, rows], self.quantities[:, earlier]
        better = self.goodness[:, rows] - self.goodness[:, earlier]
        places = self._computed[1]["rank"][:, earlier] - self._computed[1]["rank"][:, rows]
        with np.errstate(all="ignore"):
            percent = np.where(then != 0, (now - then) / np.abs(then) * 100.0, np.nan)
        frame: dict[str, Any] = {"entity": np.repeat(table.entities[rows], count)}
        if "name" in table.attributes:
            frame["name"] = np.repeat(table.attributes["name"].to_numpy(object)[rows], count)
        improved = np.where(np.isnan(better), None, better > 0)  # type: ignore[call-overload]
        frame |= {
            "period": np.repeat(table.periods[rows], count),
            "previous_period": np.repeat(table.periods[earlier], count),
            "indicator": np.tile(np.array(self.subjects, object), len(rows)),
            "kind": np.tile(self._kinds(), len(rows)),
            "previous": then.T.ravel(),
            "value": now.T.ravel(),
            "change": (now - then).T.ravel(),
            "change_pct": percent.T.ravel(),
            "improved": improved.T.ravel(),
            "rank_change": places.T.ravel(),
        }
        return pd.DataFrame(frame)

    # One figure --------------------------------------------------------------------------------------

    def explain(self, entity: str, node: str = ROOT, period: str | None = None) -> Ledger:
        """Return the ledger of one figure with its place among the peers; otherwise as `Assessment.explain`."""
        return explain(self, entity, node, period)

    def path(
        self,
        entity: str,
        *,
        to: Target,
        node: str = ROOT,
        period: str | None = None,
        costs: Mapping[str, float] | None = None,
        only: Iterable[str] | None = None,
        fixed: Iterable[str] = (),
        reach: Reach = "best",
        seconds: float = 30.0,
    ) -> ImprovementPath:
        """Find which indicators to move, and by how much, for a node to reach a target at least effort.

        Effort: of a figure, the share of the way from its own value to the best peer's; of an answer, one for each step
        to a better one; both times the indicator's cost. What is returned has been scored again by the engine.

        Parameters
        ----------
        entity, node, period
            Whose figure; the total by default.
        to
            The id of a level, ``{"quartile": 1}``, ``{"rank": 3}`` or ``{"score": 80}``. Ranks and quarters are those
            among peers that stand still.
        costs
            What a unit of effort costs, by indicator; 1 by default.
        only, fixed
            Indicators that alone may move, and those that may not.
        reach
            How far figures can go: to the ``best`` peer's value, to the ``top_quartile`` of the peers, or to the end of
            their ``range``; never outside their range. Answers can go up to the best one.
        seconds
            How long one search for the proved least may take.

        Raises
        ------
        UnknownNameError
            When the entity, period, node, level or an indicator does not exist.
        IcmamlError
            When the target is none, or the node has no levels, score or place.
        MissingExtraError
            When the extra ``projects`` (scipy) is not installed.
        """
        nodes = self.assessment.program.nodes
        if node not in nodes:
            raise UnknownNameError("node", node, list(nodes))
        row = self.assessment.row_of(entity, period)
        return find_path(self, row, nodes[node], to, costs=costs, only=only, fixed=fixed, reach=reach, seconds=seconds)


def _latest_earlier(entity_codes: NDArray[np.intp], frequencies: list[str]) -> NDArray[np.intp]:
    """Return, for each row, the row before it of the same entity and frequency; -1 where there is none."""
    frequency = np.unique(np.array(frequencies), return_inverse=True)[1]
    key = entity_codes.astype(np.int64) * (int(frequency.max(initial=0)) + 1) + frequency
    order = np.argsort(key, kind="stable")
    same = np.concatenate([[False], key[order][1:] == key[order][:-1]])
    result = np.full(len(key), -1, np.intp)
    result[order[same]] = order[np.flatnonzero(same) - 1]
    return result
