"""`score_targets`: a table of indicators with targets to attainment, lights and roll-ups."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ..aliases import OldNames
from ..data.files.tables import take_frame
from ..data.parsing.numbers import DecimalMark, check_decimal
from ..errors import DataError, check_language, check_option
from ..specs.model.attainment import CREMAA, Method
from ..specs.model.matrix import LEVELS
from ..specs.model.periods import read_period
from ..tables.interchange import Tabular
from ..transforms.attainment import LIGHTS, above_range, attain, light, undefined_below_zero, year_to_date
from ..transforms.sums import FULL
from .columns import NAMES, TargetTable, read_targets
from .logic import check_cascade, check_matrices, check_sides
from .period_columns import stack_periods
from .repeated import find_alike, find_repeated, number_indicators
from .rolling import RollUp, count_shares, nest, roll_up
from .rules import find_rules

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Kind = Literal["matrix", "plan"]

# How each kind of table is rolled up, the widest group first.
HIERARCHY: dict[str, tuple[str, ...]] = {
    "matrix": ("municipality", "branch", "program", "level"),
    "plan": ("municipality", "plan", "axis", "objective"),
}
_METHODS: tuple[Method, ...] = get_args(Method)
_CUTS = {"green_low": 90.0, "green_high": 110.0, "yellow_low": 70.0, "yellow_high": 130.0}
# With less of its weight present, a result is not compared with others.
COMPARABLE_COVERAGE = 0.6
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])\Z")


def score_targets(
    data: Tabular | str | Path,
    kind: Kind = "matrix",
    *,
    hierarchy: Sequence[str] | None = None,
    level_weights: Mapping[str, float] | None = None,
    term: tuple[str, str] | None = None,
    columns: Mapping[str, str] | None = None,
    periods: Mapping[str, str] | None = None,
    years: str | None = None,
    decimal: DecimalMark | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    language: Literal["es", "en"] = "en",
) -> TargetResults:
    """Hold every indicator of many matrices or plans against its target, and roll the results up.

    Parameters
    ----------
    data
        A DataFrame of pandas, polars or another library, a dict of columns, a list of records, or the path of a CSV,
        Parquet or Excel file: one line an indicator in a period. Columns by their English
        or Spanish names (``targets.columns.NAMES``); needed are indicator, target and actual.
    kind
        ``matrix``: municipality, branch, program, level (goal, purpose, component, activity); the levels weigh 10, 30,
        40 and 20, programs weigh their `budget` or the same. ``plan``: municipality, plan, axis, objective, each part
        of the same weight.
    hierarchy
        Other columns to roll up by, the widest first.
    level_weights
        Other weights of the levels of a matrix.
    term
        First and last month of the administration (``"2024-10", "2027-09"``): gives the pace of advance.
    columns
        Headings by role, where they are not the usual ones: ``{"target": "META 2024"}``.
    periods
        What periods mean that are written in another way, as in `score`: ``{"{year}-CP": "{year}"}``.
    years
        What columns hold whose headings are periods: a role, or ``variable`` where a rule of `periods` finds it in the
        heading: ``{"{variable} {year}": "{year}"}`` reads «Meta 2024» and «Avance 2024».
    decimal
        The decimal mark of figures written as text.
    encoding, sheet
        Of a file: how its text is to be read, which sheet of a workbook is; see `read_data`.
    language
        Language of the findings.

    Raises
    ------
    DataError
        When the table cannot be used at all, or `term` is no pair of months.
    UnknownNameError
        When `hierarchy` names no column that can be, or an option has no such value.
    """
    check_decimal(decimal)
    check_language(language)
    check_option("kind of table", kind, get_args(Kind))
    frame = take_frame(data, encoding, sheet)
    keys = tuple(hierarchy or HIERARCHY[kind])
    for name in keys:
        check_option("peer column", name, list(NAMES))
    for level in level_weights or {}:
        check_option("level", level, list(LEVELS))
    if term is not None and not (_MONTH.match(term[0]) and _MONTH.match(term[1]) and term[0] < term[1]):
        raise DataError("IND545", given=",".join(term))
    needed = ("indicator", "target", "actual")
    stacked = ""
    if years is not None:
        frame, stacked = stack_periods(frame, years, periods)
    table = read_targets(frame, needed, decimal, columns, periods)
    again, first = find_alike(table, _Periods(table).names, keys)
    if len(again):
        kept = np.setdiff1d(np.arange(table.rows), again)
        table = read_targets(frame.iloc[kept], needed, decimal, columns, periods)
        rows = np.searchsorted(kept, np.unique(first))
        table.findings.cells("IND426", "indicator", rows, table.texts["indicator"][rows])
    if stacked:
        table.findings.column("IND591", "period", stacked, held=years)
    weights = {level: float(default) for level, (_, _, default) in LEVELS.items()} | dict(level_weights or {})
    return TargetResults(table, keys, weights, kind, term, language)


class TargetResults(OldNames):
    """Indicators held against their targets, and what they come to. Built by `score_targets`."""

    def __init__(
        self,
        table: TargetTable,
        keys: tuple[str, ...],
        level_weights: Mapping[str, float],
        kind: Kind,
        term: tuple[str, str] | None,
        language: str,
    ) -> None:
        self.table, self.keys, self.kind, self.language = table, keys, kind, language
        self._level_weights, self._term = level_weights, term
        self.periods = _Periods(table)
        self.periods.report_unread(table)
        self._measure()
        self.paths = nest([self.periods.names, *(table.texts[name] for name in keys)])
        self._check()

    @property
    def term(self) -> tuple[str, str] | None:
        """First and last month of the administration, where they were given."""
        return self._term

    @property
    def level_weights(self) -> Mapping[str, float]:
        """What the levels of a matrix weigh."""
        return self._level_weights

    def __repr__(self) -> str:
        return f"<TargetResults: {self.table.rows} indicators, {len(self.table.findings)} findings>"

    def _measure(self) -> None:
        """Work out attainment, light and score of every line."""
        texts, figures = self.table.texts, self.table.figures
        rows = self.table.rows
        actual, target = figures["actual"].copy(), figures["target"].copy()
        # What repeats itself in other words or figures contradicts itself.
        twice = find_repeated(self.table, self.periods.names, self.keys)
        self.table.findings.cells("IND494", "indicator", twice, texts["indicator"][twice])
        cumulative = texts["cumulative"] == "yes"
        if cumulative.any():
            who = number_indicators(self.table, self.keys)
            order = np.lexsort((self.periods.last_month, who))
            years = self.periods.last_month[order] // 12
            for column in (actual, target):
                running = column.copy()
                running[twice] = np.nan
                running[order] = year_to_date(running[order], who[order], years)
                column[cumulative] = running[cumulative]
        self.actual, self.target = actual, target
        self.rules = find_rules(self.table)
        self.withheld = self.rules.withheld
        self.withheld[twice] = True
        attainment, self.unfit = np.full(rows, np.nan), np.zeros(rows, bool)
        for method in _METHODS:
            mine = np.flatnonzero((self.rules.method == method) & ~self.withheld)
            ends = figures["baseline"][mine], figures["target_high"][mine]
            attainment[mine] = attain(method, actual[mine], target[mine], *ends)
            self.unfit[mine] = undefined_below_zero(method, actual[mine], target[mine])
        cuts = {key: np.where(np.isnan(figures[key]), default, figures[key]) for key, default in _CUTS.items()}
        self.attainment, self.cuts = attainment, cuts
        lit = ~np.any([self.table.unread[key] for key in _CUTS], axis=0)
        self.lights = np.where(lit, light(attainment, cuts), 0)

    def _check(self) -> None:
        table, log = self.table, self.table.findings
        rows = np.flatnonzero(above_range(self.attainment, self.cuts, self.actual, self.target, self.rules.direction))
        log.cells("IND439", "actual", rows, self.actual[rows], detail={"es": "> verde", "en": "> green"})
        rows = np.flatnonzero(self.unfit)
        log.cells("IND490", "actual", rows, self.actual[rows])
        known = ~np.isnan(self.actual) & ~np.isnan(self.target) & ~self.withheld & ~self.unfit
        rows = np.flatnonzero(known & np.isnan(self.attainment))
        log.cells("IND440", "actual", rows, self.actual[rows])
        rows = np.flatnonzero(np.isnan(table.figures["actual"]))
        log.cells("IND401", "actual", rows, table.texts["indicator"][rows])
        if self.kind == "matrix":
            program = nest([table.texts[name] for name in ("municipality", "branch", "program")])[-1]
            check_matrices(table, program)
            check_cascade(table, program, self.attainment)
        else:
            check_sides(table)

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """One line an indicator: its keys, actual, target and baseline (to date where they add up), attainment, light.

        Attainment is in percent; `score` is the same between 0 and 100; NaN where there is none.
        """
        import pandas as pd

        texts = self.table.texts
        names = dict.fromkeys((*self.keys, "component", "objective", "indicator", "direction"))
        columns: dict[str, Any] = {"period": self.periods.names} | {name: texts[name] for name in names}
        columns |= {
            "method": self.rules.method,
            "actual": self.actual,
            "target": self.target,
            "target_high": self.table.figures["target_high"],
            "baseline": self.table.figures["baseline"],
            "attainment": self.attainment,
            "score": self.scores,
            "light": np.array(LIGHTS, object)[self.lights],
            "sdg": texts["sdg"],
        }
        return pd.DataFrame(columns, index=pd.Index(self.table.lines, name="line"))

    @property
    def scores(self) -> Floats:
        """Attainment between 0 and 100."""
        scores: Floats = np.clip(self.attainment, 0.0, FULL)
        return scores

    @cached_property
    def rolled(self) -> list[RollUp]:
        """The groups of each depth as arrays, periods first."""
        figures, texts = self.table.figures, self.table.texts
        own: list[Floats | None] = [None]
        for name in self.keys:
            if name == "level":
                masks = [texts["level"] == level for level in self._level_weights]
                # What stands at no known level supports nothing, and is missed with the most that it could weigh.
                own.append(np.select(masks, list(self._level_weights.values()), max(self._level_weights.values())))
            elif name == "program":
                budget = figures["budget"]
                own.append(
                    np.where(np.isnan(budget), 1.0, budget) if "budget" in self.table.given else np.ones(len(budget))
                )
            elif name in {"branch", "municipality"}:
                own.append(None)
            else:
                own.append(np.ones(self.table.rows))
        return roll_up(self.paths, *self._leaves, own)

    @cached_property
    def _leaves(self) -> tuple[Floats, Floats]:
        """The score of each line as it is rolled up, and its weight."""
        unplaced = "level" in self.keys and self.table.texts["level"] == ""
        weight = self.table.figures["weight"]
        return np.where(unplaced, np.nan, self.scores), np.where(np.isnan(weight), 1.0, weight)

    def shares_at(self, depth: int) -> Floats:
        """Return with which share the score of each line counts in its group at a depth; 0 of those without one."""
        return count_shares(self.rolled[depth:], *self._leaves)

    @cached_property
    def groups(self) -> pd.DataFrame:
        """One line a period and group, at every depth: its keys, score, coverage, counts by light, and comparability.

        `group` names the depth (``program``, ``axis``, …). A result of which less than 60 % of the weight is present
        is not `comparable`.
        """
        import pandas as pd

        parts = []
        for depth, name in enumerate(self.keys, 1):
            found = self.rolled[depth]
            count = len(found.first)
            columns: dict[str, Any] = {"period": self.periods.names[found.first], "group": np.full(count, name, object)}
            for place, key in enumerate(self.keys, 1):
                columns[key] = self.table.texts[key][found.first] if place <= depth else np.full(count, "", object)
            columns["score"], columns["coverage"] = found.value, found.coverage
            columns["indicators"] = np.bincount(found.group, minlength=count)
            for code, word in enumerate(LIGHTS):
                columns[word or "no_light"] = np.bincount(found.group[self.lights == code], minlength=count)
            columns["comparable"] = found.coverage >= COMPARABLE_COVERAGE
            parts.append(pd.DataFrame(columns))
        return pd.concat(parts, ignore_index=True)

    @cached_property
    def flat(self) -> pd.DataFrame:
        """The plain mean over all indicators of each widest group, without levels, beside the one rolled up."""
        import pandas as pd

        group, first = self.paths[1], self.rolled[1].first
        present = ~np.isnan(self.scores)
        with np.errstate(all="ignore"):
            mean = np.bincount(group, np.where(present, self.scores, 0.0)) / np.bincount(group, present)
        return pd.DataFrame(
            {
                "period": self.periods.names[first],
                self.keys[0]: self.table.texts[self.keys[0]][first],
                "flat": mean,
                "rolled_up": self.rolled[1].value,
            }
        )

    @cached_property
    def pace(self) -> pd.DataFrame:
        """Advance of each widest group against a straight line over the term: expected, score and their ratio.

        Raises
        ------
        DataError
            When no `term` was given.
        """
        import pandas as pd

        if self._term is None:
            raise DataError("IND545", given="")
        begin, end = (_month(name) for name in self._term)
        first = self.rolled[1].first
        elapsed = np.clip(self.periods.last_month[first] - begin + 1, 0, end - begin + 1)
        expected = FULL * elapsed / (end - begin + 1)
        score = self.rolled[1].value
        with np.errstate(all="ignore"):
            ratio = FULL * score / expected
        return pd.DataFrame(
            {
                "period": self.periods.names[first],
                self.keys[0]: self.table.texts[self.keys[0]][first],
                "year_of_term": np.ceil(elapsed / 12).astype(int),
                "expected": expected,
                "score": score,
                "pace": np.where(np.isfinite(ratio), ratio, np.nan),
            }
        )

    @cached_property
    def cremaa(self) -> pd.DataFrame:
        """The self-assessment of each indicator that has one, 0 to 100: the mean of its marks, less one, over four."""
        import pandas as pd

        marks = np.stack([self.table.figures[f"cremaa_{quality}"] for quality in CREMAA])
        given = ~np.isnan(marks)
        with np.errstate(all="ignore"):
            mean = np.where(given, marks, 0.0).sum(axis=0) / given.sum(axis=0)
        rows = np.flatnonzero(given.any(axis=0))
        frame = pd.DataFrame({"indicator": self.table.texts["indicator"][rows], "score": FULL * (mean[rows] - 1) / 4})
        return frame.set_axis(pd.Index(self.table.lines[rows], name="line"))

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What is wrong or notable: line, indicator, period, subject (the column), code, severity, message, figure."""
        return self.get_findings(self.language)

    def get_findings(self, language: str) -> pd.DataFrame:
        """Return the findings with their messages in Spanish (``es``) or English (``en``)."""
        numbers = np.arange(self.table.rows).astype(str).astype(object)
        frame = self.table.findings.to_frame(numbers, self.periods.names, language)
        rows = frame["entity"].to_numpy(object)
        lines = [self.table.lines[int(row)] if row != "" else "" for row in rows]
        names = [self.table.texts["indicator"][int(row)] if row != "" else "" for row in rows]
        frame = frame.drop(columns="entity")
        frame.insert(0, "line", lines)
        frame.insert(1, "indicator", names)
        return frame


class _Periods:
    """The periods of the lines: their names, years and last months."""

    def __init__(self, table: TargetTable) -> None:
        given = table.texts["period"]
        known, code = np.unique(given.astype(str), return_inverse=True)
        points = [read_period(name, "month").point for name in known]
        names = [str(point) if point else name for point, name in zip(points, known, strict=True)]
        months = [_last_month(str(point)) if point else 0 for point in points]
        self.names = np.array(names, object)[code]
        self.last_month = np.array(months, np.intp)[code]
        self.unread = np.array([point is None and name != "" for point, name in zip(points, known, strict=True)])[code]

    def report_unread(self, table: TargetTable) -> None:
        """Note the periods that cannot be read."""
        rows = np.flatnonzero(self.unread)
        table.findings.cells("IND425", "period", rows, table.texts["period"][rows])


def _month(name: str) -> int:
    year, _, month = name.partition("-")
    return int(year) * 12 + int(month) - 1


def _last_month(name: str) -> int:
    """Return the last month of a period, counted from year 0."""
    year, _, part = name.partition("-")
    if not part:
        return int(year) * 12 + 11
    length = {"S": 6, "Q": 3}.get(part[0], 1)
    return int(year) * 12 + int(part.lstrip("SQ")) * length - 1
