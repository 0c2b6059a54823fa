"""The page of a matrix or a plan: attainment, what is late, levels, logic, what to attend first, calendar, matrix."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ....errors import check_language, expect
from ....specs.model.matrix import LEVELS
from ....targets import TargetResults
from ....targets.results import COMPARABLE_COVERAGE
from ...charts.marks import bar
from ..figures import list_names, lower_first, name_date, write_figure, write_with_unit
from ..findings import group_findings
from ..rendering import render_on_frame
from .calendar import make_calendar
from .lines import MatrixLines
from .logic import check_logic
from .view import YEAR, Standing
from .words import WORDS

if TYPE_CHECKING:
    import pandas as pd

MOST_STEPS = 6
_MOST_NAMED = 3
# Rules of attainment of which no official formula was found.
_NOT_OFFICIAL = {"ratio_linear", "ratio_inverse"}
# In the order of the tally.
_STATES = ("green", "above", "yellow", "red", "unreported", "unmeasured", "pending")


def render_matrix(
    results: TargetResults,
    language: str = "es",
    *,
    own: str | None = None,
    period: str | None = None,
    credits: Sequence[str] = (),
    date: dt.date | None = None,
    figures: str = "",
) -> str:
    """Return the page of a matrix of indicators, or of a plan, as HTML.

    Parameters
    ----------
    results
        Indicators held against their targets.
    language
        ``es`` or ``en``.
    own
        The municipality, program, plan or other part of the hierarchy to show; needed where the table holds several
        municipalities.
    period
        The latest with a result by default.
    credits
        Further sources of the data, shown at the end after those that the data asks for.
    date
        When the page is made; today by default.
    figures
        Name of a file beside the page that holds its figures (`build_matrix_figures`).

    Raises
    ------
    UnknownNameError
        When there is no such part or period.
    IcmamlError
        When the table holds several municipalities, and none is named.
    MissingExtraError
        When the extra ``reports`` is not installed.

    Examples
    --------
    >>> import icmaml_indicators as icma
    >>> found = icma.score_targets([{"indicator": "Street lights", "target": 90, "actual": 81, "level": "component"}])
    >>> "90.0\N{NO-BREAK SPACE}%" in render_matrix(found, "en")
    True
    """
    expect("results", results, TargetResults)
    check_language(language)
    words = {**WORDS[language], "kind": WORDS[language]["kinds"][results.kind]}
    return _Writer(results, language, words, own, period).render(credits, date, figures)


def build_matrix_figures(
    results: TargetResults, language: str = "es", *, own: str | None = None, period: str | None = None
) -> pd.DataFrame:
    """Return the figures of the page as a table: one line an indicator, headed in its language.

    Parameters
    ----------
    results, language, own, period
        As of `render_matrix`.
    """
    check_language(language)
    return _Writer(results, language, WORDS[language], own, period).figures_table()


class _Writer(MatrixLines):
    def figures_table(self) -> pd.DataFrame:
        """Return one line an indicator: where it stands, its baseline, target and result, how far it got."""
        import pandas as pd

        heads, found = self.words["figure_heads"], self.results
        names = ("level", "objective", "indicator", "unit", "baseline", "target", "actual", "attainment", "light")
        lines = []
        for row, state in ((one.row, self.words["states"][one.state]) for one in self.standings):
            level = self.words["level_names"].get(self.text("level", row), ("",))[0]
            told = (level, self.text("objective", row), self.name(row), self.unit(row))
            figures = (self.figures["baseline"], found.target, found.actual, found.attainment)
            lines.append((*told, *(float(column[row]) for column in figures), state))
        return pd.DataFrame(lines, columns=[heads[name] for name in names])

    def render(self, credits: Sequence[str], date: dt.date | None, beside: str) -> str:
        """Return the page."""
        program, above = self.place()
        pending = {standing.row for standing in self.standings if standing.state == "pending"}
        shown = self.inside & (self.last_month <= self.now)
        shown[list(pending)] = False  # nothing was to be reported there
        return render_on_frame(
            "matrix.html.j2",
            self.language,
            self.words,
            title=program,
            kind=self.results.kind,
            period=self.name_period(self.period),
            program=above,
            subtitle=self.subtitle(),
            credits=[*self.results.get_credits(self.language), *credits],
            date=name_date(date or dt.date.today(), self.language),
            beside=beside,
            headline=self.headline(),
            leads=self.leads(),
            parts=self.parts(),
            part=self.results.keys[self.depth] if self.depth < len(self.results.keys) else "",
            states=[
                (state, self.mark_of(state)) for state in _STATES if any(one.state == state for one in self.standings)
            ],
            checks=check_logic(self),
            steps=self.steps(),
            calendar=make_calendar(self),
            sections=self.sections(),
            rules=self.rules(),
            groups=group_findings(
                self.results.table.findings, shown, self.language, self.words, say=self.say, name=self.name
            ),
        )

    def say(self, message: str) -> str:
        """Return a message with words in place of what the table calls by ids."""
        names = {**self.words["ids"], **self.words["roles"]}
        names |= {level: title for level, (title, _) in self.words["level_names"].items()}
        parts = message.split("`")
        parts[1::2] = [self.words["quoted"].format(text=names.get(part, part)) for part in parts[1::2]]
        return "".join(parts)

    @staticmethod
    def mark_of(state: str) -> str:
        """Return the sign of a state in a tally."""
        return {"above": "yellow", "unreported": "red", "unmeasured": "uncompared", "pending": "absent"}.get(
            state, state
        )

    # What it comes to -------------------------------------------------------------------------------------

    def place(self) -> tuple[str, str]:
        """Return what the page is of, and what that stands in."""
        row = int(self.rows_now[0])
        keys = [self.text(name, row) for name in self.results.keys[: self.depth] if name != "level"]
        named = [key for key in keys if key]
        if not named:
            return str(self.words["titles"][self.results.kind]), ""
        return named[-1], ", ".join(named[:-1])

    def subtitle(self) -> str:
        """Return how far the year has gone, where a period says so."""
        told = self.words["extent"][len(self.standings) > 1].format(count=len(self.standings))
        if not self.now:
            return str(told)
        elapsed = write_with_unit(write_figure(100 * (self.now % YEAR + 1) / YEAR, 0), "%")
        words = self.words["year_over" if self.now % YEAR == YEAR - 1 else "elapsed"]
        return f"{told} {words.format(share=elapsed)}"

    def headline(self) -> dict[str, str]:
        """Return the attainment of all that is shown, and what it rests on."""
        score = float(self.results.rolled[self.depth].value[self.group])
        coverage = float(self.results.rolled[self.depth].coverage[self.group])
        measured = int(np.isfinite(self.results.attainment[self.rows_now]).sum())
        told = self.words["measured"].format(have=measured, count=len(self.standings))
        if not np.isfinite(score):
            return {"score": "", "rest": f"{self.words['no_score'][measured > 0]} {told}"}
        if coverage < 1:
            share = write_with_unit(write_figure(100 * coverage, 0, [100 * COMPARABLE_COVERAGE, 100.0]), "%")
            told += f" {self.words['coverage'].format(share=share)}"
        return {"score": self.write_score(score), "rest": told}

    def leads(self) -> list[tuple[str, str, str]]:
        """Return what the matter is: the purpose, what is late, what is missing, what is still to come."""
        found = [self.purpose_lead(), self.term_lead()]
        of_state: dict[str, list[str]] = {}
        for standing in self.standings:
            of_state.setdefault(standing.state, []).append(lower_first(self.name(standing.row)))
        for state in ("red", "unreported", "yellow", "above", "pending"):
            names = of_state.get(state, [])
            if names:
                start = self.words["leads"][state][len(names) > 1].format(count=len(names))
                found.append((self.mark_of(state), start, f"{self.list_some(names)}."))
        if not any(state in of_state for state in ("red", "unreported", "yellow")) and "green" in of_state:
            found.insert(0, ("green", self.words["nothing_late"], ""))
        return [lead for lead in found if lead]

    def list_some(self, names: list[str]) -> str:
        """List names, the first of many."""
        more = len(names) - _MOST_NAMED
        if more > 1:
            names = [*names[:_MOST_NAMED], self.words["more_of_them"].format(count=more)]
        return list_names(names, self.language)

    def purpose_lead(self) -> tuple[str, str, str] | None:
        """Return how the purpose stands, where there is one with a light."""
        purposes = [
            standing
            for standing in self.standings
            if self.texts["level"][standing.row] == "purpose" and standing.state in {"green", "yellow", "red"}
        ]
        if len(purposes) != 1:
            return None
        row = purposes[0].row
        told = self.words["result_of"].format(
            title=self.title(row), value=self.write_result(row), target=self.write_target(row)
        )
        if not purposes[0].is_current:
            told += f" {self.words['result_as_of'].format(period=self.name_period(str(self.names[row])))}"
        return purposes[0].mark, self.words["purpose"][purposes[0].state], told

    def term_lead(self) -> tuple[str, str, str] | None:
        """Return the pace against a straight line over the administration, where its term is known."""
        if self.results.term is None:
            return None
        pace = self.results.pace.iloc[int(self.results.paths[1][self.rows_now[0]])]
        if not np.isfinite(pace["pace"]):
            return None
        expected, score = (write_with_unit(write_figure(pace[key], 0), "%") for key in ("expected", "score"))
        ahead = pace["score"] >= pace["expected"]
        told = self.words["term"].format(year=int(pace["year_of_term"]), expected=expected, score=score)
        return ("green" if ahead else "yellow", self.words["term_ahead" if ahead else "term_behind"], told)

    # By level ---------------------------------------------------------------------------------------------

    def parts(self) -> list[dict[str, Any]]:
        """Return what the whole is made of: levels, or whatever comes next in the hierarchy."""
        if self.depth == len(self.results.keys):
            return []
        rolled, key = self.results.rolled[self.depth + 1], self.results.keys[self.depth]
        groups = {
            self.text(key, int(rolled.first[group])): int(group)
            for group in np.unique(self.results.paths[self.depth + 1][self.rows_now])
        }
        weights = {name: float(rolled.weight[group]) for name, group in groups.items()}
        members: dict[str, list[Standing]] = {}
        for standing in self.standings:
            members.setdefault(self.text(key, standing.row), []).append(standing)
        if key == "level":
            # A level that has no line in the period is a level all the same.
            weights |= {level: float(self.results.level_weights[level]) for level in members if level in LEVELS}
            weights = {level: weights[level] for level in (*LEVELS, "") if level in weights}
        total = sum(weights.values())
        return [
            self.part(
                self.words["level_names"][name][1] if key == "level" and name else name or self.words["unplaced"],
                weight / total,
                float(rolled.value[groups[name]]) if name in groups else np.nan,
                members[name],
            )
            for name, weight in weights.items()
        ]

    def part(self, title: str, weight: float, score: float, standings: list[Standing]) -> dict[str, Any]:
        """Return one part of the whole in words."""
        known, counts = np.isfinite(score), Counter(standing.state for standing in standings)
        current = [standing.row for standing in standings if standing.is_current]
        have = int(np.isfinite(self.results.attainment[current]).sum())
        told = self.words["bar_title" if known else "bar_title_none"].format(title=title, score=self.write_score(score))
        return {
            "title": title,
            "weight": write_with_unit(write_figure(100 * weight, 0), "%"),
            "chart": bar(score / 100 if known else 0.0, np.nan, told),
            "score": self.write_score(score) if known else "–",
            "measured": self.words["of_count"].format(have=have, count=len(standings)),
            "counts": [(state, self.mark_of(state), counts[state]) for state in _STATES if counts[state]],
        }

    # What to attend first ---------------------------------------------------------------------------------

    def steps(self) -> list[dict[str, str]]:
        """Return what would add most to the attainment if it came to its target, then what is to be reported."""
        late = [standing for standing in self.standings if standing.is_current and standing.state in {"yellow", "red"}]
        gains = {one.row: self.share[one.row] * (100.0 - self.results.scores[one.row]) for one in late}
        late = sorted((one for one in late if gains[one.row] > 0), key=lambda one: -gains[one.row])
        steps = [self.step(one.row, gains[one.row]) for one in late[:MOST_STEPS]]
        unreported = [one for one in self.standings if one.state == "unreported"]
        for one in unreported[: MOST_STEPS - len(steps)]:
            title = self.words["report"].format(title=self.name(one.row))
            note = f"{self.when_due(one.row)} {self.assumption(one.row)}".strip()
            steps.append({"title": title, "note": note, "gain": ""})
        return steps

    def step(self, row: int, gain: float) -> dict[str, str]:
        """Return one target to come to, in words."""
        actual, goal = float(self.results.actual[row]), self.nearest_goal(row)
        verb = self.words["raise" if goal > actual else "lower"]
        way = self.words["from_to"].format(first=self.write_result(row), last=self.write_declared(goal, row))
        last = self.last_of_year(row)
        note = self.words["gap_now"].format(gap=self.write_gap(abs(goal - actual), row))
        if self.results.target[last] != self.results.target[row]:
            note += f" {self.words['goal_of_year'].format(target=self.write_target(last))}"
        return {
            "title": f"{verb} {lower_first(self.name(row))}: {way}",
            "note": f"{note} {self.assumption(row)}".strip(),
            "gain": f"+{write_figure(gain, 1, [0.0])}",
        }

    # Where it comes from ----------------------------------------------------------------------------------

    def rules(self) -> list[tuple[str, str]]:
        """Return the rules that the figures rest on, and which of them are reconstructed."""
        given = self.results.table.given
        found = []
        if "level" in self.results.keys:
            weights = dict(self.results.level_weights)
            usual = weights == {level: default for level, (_, _, default) in LEVELS.items()}
            names = list_names([write_figure(weight, 0) for weight in weights.values()], self.language)
            found.append(("reconstructed" if usual else "user", self.words["level_weights"].format(weights=names)))
        own = {"green_low", "green_high", "yellow_low", "yellow_high"} & given
        found.append(("user", self.words["own_lights"]) if own else ("reconstructed", self.words["light_rule"]))
        methods = dict.fromkeys(self.results.rules.method[standing.row] for standing in self.standings)
        found += [("reconstructed" if m in _NOT_OFFICIAL else "", self.words["methods"][m]) for m in methods if m]
        return found
