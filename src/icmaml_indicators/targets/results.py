"""`TargetResults`: indicators held against their targets, as tables, lights and roll-ups."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ..aliases import OldNames
from ..diagnostics import Language
from ..display import MOST_LINES, Display, Part, Sheet, Summary, take_lines, word
from ..errors import DataError, check_language
from ..plain_data import JsonViews, write_document
from ..plain_data.kinds.targets import TARGETS
from ..specs.model.attainment import CREMAA, Method
from ..transforms.attainment import LIGHTS, above_range, attain, light, undefined_below_zero, year_to_date
from ..transforms.sums import FULL
from .columns import TargetTable
from .logic import check_cascade, check_matrices, check_sides
from .periods import LinePeriods, number_month
from .repeated import find_repeated, number_indicators
from .rolling import RollUp, count_shares, nest, roll_up
from .rules import find_rules

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Kind = Literal["matrix", "plan"]

_METHODS: tuple[Method, ...] = get_args(Method)
_CUTS = {"green_low": 90.0, "green_high": 110.0, "yellow_low": 70.0, "yellow_high": 130.0}
# With less of its weight present, a result is not compared with others.
COMPARABLE_COVERAGE = 0.6
# What a card shows of the indicators.
_SHOWN = (
    *("line", "period", "municipality", "level", "axis", "indicator", "actual", "target", "baseline", "attainment"),
    *("score", "light"),
)


class TargetResults(Display, OldNames, JsonViews):
    """Indicators held against their targets, and what they come to. Built by `score_targets`.

    Attributes
    ----------
    kind
        ``matrix`` or ``plan``.
    keys
        The columns by which results are rolled up, the widest first.
    language
        Language of messages: ``es`` or ``en``.

    Examples
    --------
    >>> matrix = pd.DataFrame(
    ...     {
    ...         "municipality": "A",
    ...         "program": ["Lighting", "Lighting", "Parks"],
    ...         "level": ["component", "activity", "component"],
    ...         "indicator": ["Lamps at work", "Repairs", "Area kept"],
    ...         "period": "2024",
    ...         "target": [95, 400, 10.0],
    ...         "actual": [90, 420, 5.0],
    ...         "cremaa_clear": [4, 5, None],
    ...     }
    ... )
    >>> results = icma.score_targets(matrix, term=("2024-10", "2027-09"))
    """

    kind: Kind
    keys: tuple[str, ...]
    language: str

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
        self.periods = LinePeriods(table)
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

    def _summary(self, language: Language) -> Summary:
        table = self.table
        lights = np.bincount(self.lights, minlength=len(LIGHTS)).tolist()
        widest = len(set(table.texts[self.keys[0]]))

        def findings() -> Sheet:
            return take_lines(self.get_findings(language, MOST_LINES), language, len(table.findings))

        return Summary(
            "TargetResults",
            word(self.kind, language),
            language,
            {"indicators": table.rows, "periods": len(set(self.periods.names)), self.keys[0]: widest},
            {
                "lights": {light or "no_light": count for light, count in zip(LIGHTS, lights, strict=True)},
                "findings": table.findings.count_by_severity(),
            },
            (
                Part("groups", lambda: take_lines(self.groups, language)),
                Part("indicators", lambda: take_lines(self.indicators, language, None, _SHOWN), table.rows),
                Part("findings", findings, len(table.findings)),
            ),
        )

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

        Examples
        --------
        >>> results.indicators[["indicator", "attainment", "light"]].to_numpy().tolist()[1:]
        [['Repairs', 105.0, 'green'], ['Area kept', 50.0, 'red']]
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
        """Return with which share the score of each line counts in its group at a depth; 0 of those without one.

        Examples
        --------
        >>> results.shares_at(3).round(2).tolist()
        [0.67, 0.33, 1.0]
        """
        return count_shares(self.rolled[depth:], *self._leaves)

    @cached_property
    def groups(self) -> pd.DataFrame:
        """One line a period and group, at every depth: its keys, score, coverage, counts by light, and comparability.

        `group` names the depth (``program``, ``axis``, …). A result of which less than 60 % of the weight is present
        is not `comparable`.

        Examples
        --------
        >>> results.groups.query("group == 'program'")[["program", "score"]].round(1).to_numpy().tolist()
        [['Lighting', 96.5], ['Parks', 50.0]]
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
            for code, colour in enumerate(LIGHTS):
                columns[colour or "no_light"] = np.bincount(found.group[self.lights == code], minlength=count)
            columns["comparable"] = found.coverage >= COMPARABLE_COVERAGE
            parts.append(pd.DataFrame(columns))
        return pd.concat(parts, ignore_index=True)

    @cached_property
    def flat(self) -> pd.DataFrame:
        """The plain mean over all indicators of each widest group, without levels, beside the one rolled up.

        Examples
        --------
        >>> results.flat[["flat", "rolled_up"]].round(1).to_numpy().tolist()
        [[81.6, 73.2]]
        """
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

        Examples
        --------
        >>> results.pace[["expected", "score"]].round(1).to_numpy().tolist()
        [[8.3, 73.2]]
        """
        import pandas as pd

        if self._term is None:
            raise DataError("IND545", given="")
        begin, end = (number_month(name) for name in self._term)
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
        """The self-assessment of each indicator that has one, 0 to 100: the mean of its marks, less one, over four.

        Examples
        --------
        >>> results.cremaa["score"].tolist()
        [75.0, 100.0]
        """
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
        """What is wrong or notable: line, indicator, period, subject (the column), code, severity, message, figure.

        Examples
        --------
        >>> results.findings[["indicator", "code"]].head(2).to_numpy().tolist()
        [['Lamps at work', 'IND441'], ['Lamps at work', 'IND441']]
        """
        return self.get_findings(self.language)

    def get_findings(self, language: str, limit: int | None = None) -> pd.DataFrame:
        """Return the findings with their messages in Spanish (``es``) or English (``en``), `limit` lines at most.

        Examples
        --------
        >>> results.get_findings("es", limit=1)["message"].tolist()
        ['la matriz no tiene el nivel `goal`']
        """
        numbers = np.arange(self.table.rows).astype(str).astype(object)
        frame = self.table.findings.to_frame(numbers, self.periods.names, language, most=limit)
        rows = frame["entity"].to_numpy(object)
        lines = [self.table.lines[int(row)] if row != "" else "" for row in rows]
        names = [self.table.texts["indicator"][int(row)] if row != "" else "" for row in rows]
        frame = frame.drop(columns="entity")
        frame.insert(0, "line", lines)
        frame.insert(1, "indicator", names)
        return frame

    def get_credits(self, language: str | None = None) -> tuple[str, ...]:
        """Return the words that the makers of the data ask for wherever its figures are shown.

        They come with files that are read by a column map.

        Parameters
        ----------
        language
            ``es`` or ``en``; that of the results by default.

        Examples
        --------
        >>> results.get_credits()
        ()
        """
        chosen = self.language if language is None else language
        check_language(chosen)
        return tuple(text.in_language(chosen) for text in self.table.credits)

    def to_dict(self) -> dict[str, Any]:
        """Return indicators and groups as plain data: kind ``targets`` of the schema of results.

        Examples
        --------
        >>> results.to_dict()["indicators"][0]["attainment"]
        94.73684210526315
        """
        keys = list(self.keys)

        def keyed(frame: pd.DataFrame, names: list[str]) -> dict[str, Any]:
            rest = frame.drop(columns=[name for name in names if name in keys])
            return {"keys": frame[names], **{str(name): rest[name] for name in rest}}

        own, told = self.indicators.reset_index(), TARGETS["indicators"].parts
        parts = {
            "form": self.kind,
            "hierarchy": keys,
            "level_weights": self._level_weights,
            "term": self._term,
            "indicators": {"keys": own[keys], **{name: own[name] for name in own if name in told}},
            "groups": keyed(self.groups, keys),
            "flat": keyed(self.flat, keys[:1]),
            "pace": None if self._term is None else keyed(self.pace, keys[:1]),
            "cremaa": self.cremaa.reset_index(),
            "findings": self.findings,
        }
        return write_document("targets", parts, language=self.language, credits=self.table.credits)
