"""The page of projects: the portfolio under its budget, value against cost, why others are out, what each is worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ....errors import check_language, expect
from ....projects import Appraisal, Portfolio
from ...charts.marks import bar, scatter, stack
from ..figures import list_names, name_date, write_declared, write_figure, write_with_unit
from ..findings import group_findings
from ..rendering import render_on_frame
from .words import WORDS

if TYPE_CHECKING:
    import pandas as pd

_MOST_NAMED = 3
# More points than these are too close for numbers in them.
_MOST_NUMBERED = 40
_ALONE = ("net_present_value", "present_cost")


def render_projects(
    subject: Appraisal | Portfolio,
    language: str = "es",
    *,
    appraisal: Appraisal | None = None,
    title: str | None = None,
    unit: str = "",
    credits: Sequence[str] = (),
    date: dt.date | None = None,
    figures: str = "",
) -> str:
    """Return the page of appraised projects, of a portfolio, or of a portfolio with the appraisal behind it, as HTML.

    Parameters
    ----------
    subject
        What was appraised, or what was chosen.
    language
        ``es`` or ``en``.
    appraisal
        Of the projects of a portfolio: adds what each of them is worth, and what was found in its flows.
    title
        What the page is called.
    unit
        The unit of the money, which a table of flows does not tell.
    credits
        Sources of the data, shown at the end.
    date
        When the page is made; today by default.
    figures
        Name of a file beside the page that holds its figures (`build_project_figures`).

    Raises
    ------
    MissingExtraError
        When the extra ``reports`` is not installed.

    Examples
    --------
    >>> import icmaml_indicators as icma
    >>> flows = [{"project": "Well", "year": 0, "flow": -100}, {"project": "Well", "year": 1, "flow": 132}]
    >>> "Net present value" in render_projects(icma.appraise(flows), "en", unit="pesos")
    True
    """
    expect("subject", subject, Appraisal, Portfolio)
    expect("appraisal", appraisal, Appraisal, type(None))
    check_language(language)
    writer = _Writer(subject, appraisal, language, WORDS[language], unit)
    return writer.render(title or WORDS[language]["title"], credits, date, figures)


def build_project_figures(subject: Appraisal | Portfolio, language: str = "es") -> pd.DataFrame:
    """Return the figures of the page as a table: one line a project, headed in its language.

    Parameters
    ----------
    subject, language
        As of `render_projects`.
    """
    check_language(language)
    return _Writer(subject, None, language, WORDS[language], "").figures_table()


class _Writer:
    def __init__(
        self,
        subject: Appraisal | Portfolio,
        appraisal: Appraisal | None,
        language: str,
        words: dict[str, Any],
        unit: str,
    ) -> None:
        self.language, self.words, self.unit = language, words, unit
        self.portfolio = subject if isinstance(subject, Portfolio) else None
        self.appraisal = subject if isinstance(subject, Appraisal) else appraisal
        self.table: pd.DataFrame = subject.table
        # Of a portfolio its first two columns, as they were named to it.
        self.value, self.cost = (str(name) for name in self.table.columns[:2]) if self.portfolio is not None else _ALONE

    def figures_table(self) -> pd.DataFrame:
        """Return one line a project: what it is worth and costs; of a portfolio, whether it is in, or why not."""
        words, names = self.words, [self.value, self.cost]
        table = self.table[[name for name in names if name in self.table]].rename(columns=self.column)
        if self.portfolio is not None:
            told = {"": words["legend"]["in"], **words["reasons"]}  # what is in has no reason not to be
            table = table.assign(**{words["choice"]: [told[str(reason)] for reason in self.table["reason"]]})
        return table.rename_axis(words["project"]).reset_index()

    def render(self, title: str, credits: Sequence[str], date: dt.date | None, beside: str) -> str:
        """Return the page."""
        return render_on_frame(
            "projects.html.j2",
            self.language,
            self.words,
            title=title,
            period="",
            program="",
            subtitle=self.subtitle(),
            credits=list(credits),
            date=name_date(date or dt.date.today(), self.language),
            beside=beside,
            headline=self.headline(),
            leads=self.portfolio_leads(self.portfolio) if self.portfolio is not None else self.appraisal_leads(),
            budget=self.budget(self.portfolio) if self.portfolio is not None else None,
            chart=self.chart(),
            chart_ends=self.chart_ends(),
            legend=("in", "out") if self.portfolio is not None else ("worth", "not_worth"),
            value_word=self.column(self.value),
            cost_word=self.column(self.cost),
            chosen=self.lines(chosen=True),
            left=self.lines(chosen=False),
            worth=self.worth(),
            rate=self.rate(),
            groups=self.findings(),
        )

    def column(self, name: str) -> str:
        """Return what a column is called; as it is named, where that is not one of ours."""
        return str(self.words["columns"].get(name, name))

    def money(self, figure: float) -> str:
        """Write an amount of money."""
        return write_figure(figure, None, [0.0])

    def amount(self, figure: float) -> str:
        """Write an amount of money with its unit, as it stands in a sentence."""
        return f"{self.money(figure)} {self.unit}".strip()

    def rate(self) -> str:
        """Return the rate of discount; nothing where it is not known."""
        if self.appraisal is None:
            return ""
        return write_with_unit(write_declared(round(100 * self.appraisal.rate, 9)), "%")

    def list_some(self, names: list[str]) -> str:
        """List names, the first of many."""
        if len(names) > _MOST_NAMED + 1:
            more = self.words["more_of_them"].format(count=len(names) - _MOST_NAMED)
            names = [*names[:_MOST_NAMED], more]
        return list_names(names, self.language)

    # What it comes to -------------------------------------------------------------------------------------

    def subtitle(self) -> str:
        """Return in which money, and at which rate."""
        told = [self.words["in_unit"].format(unit=self.unit) if self.unit else self.words["no_unit"]]
        if self.appraisal is not None:
            told.append(self.words["at_rate"].format(rate=self.rate()))
        return " ".join(told)

    def headline(self) -> tuple[str, str]:
        """Return how many projects are in, or worth doing, of how many."""
        good = self.table["chosen" if self.portfolio is not None else "accepted"]
        words = "fits" if self.portfolio is not None else "is_worth"
        of = self.words["of_count"].format(have=int(good.sum()), count=len(good))
        budget = self.amount(self.portfolio.budget) if self.portfolio is not None else ""
        return of, self.words[words].format(budget=budget, rate=self.rate())

    def portfolio_leads(self, portfolio: Portfolio) -> list[tuple[str, str, str]]:
        """Return what the choice is worth, what the simple ranking would lose, and what is out whatever the budget."""
        words, table = self.words, portfolio.table
        left = self.amount(portfolio.budget - portfolio.cost)
        found = [
            (
                "green",
                words["choice_worth"].format(value=self.amount(portfolio.value)),
                words["choice_cost"].format(cost=self.amount(portfolio.cost), left=left),
            )
        ]
        lost = portfolio.value - portfolio.value_by_ratio
        if lost > 0:
            found.append(("yellow", words["ranking_loses"].format(lost=self.amount(lost)), words["ranking_note"]))
        for reason, mark in (("negative_value", "red"), ("no_value", "uncompared"), ("no_cost", "uncompared")):
            names = [str(name) for name in table.index[table["reason"] == reason]]
            if names:
                start = words["leads"][reason][len(names) > 1].format(count=len(names))
                found.append((mark, start, f"{self.list_some(names)}."))
        return found

    def appraisal_leads(self) -> list[tuple[str, str, str]]:
        """Return the project that is worth most, those that lose, and those that could not be appraised."""
        words, values = self.words, self.table["net_present_value"]
        found = []
        if values.notna().any() and values.max() >= 0:
            best = values.idxmax()
            found.append(("green", words["best"], f"{best}, {self.amount(float(values[best]))}."))
        for reason, mark, names in (
            ("negative_value", "red", values.index[values < 0]),
            ("no_value", "uncompared", values.index[values.isna()]),
        ):
            if len(names):
                start = words["leads"][reason][len(names) > 1].format(count=len(names))
                found.append((mark, start, f"{self.list_some([str(name) for name in names])}."))
        return found

    def budget(self, portfolio: Portfolio) -> dict[str, str]:
        """Return the budget as a bar: what is spent, and what is left."""
        left = max(portfolio.budget - portfolio.cost, 0.0)
        share = 100 * portfolio.cost / portfolio.budget if portfolio.budget else np.nan
        spent = write_with_unit(write_figure(share, 0, [100.0]), "%")
        title = self.words["budget_title"].format(
            cost=self.money(portfolio.cost), budget=self.money(portfolio.budget), share=spent
        )
        return {
            "chart": stack([("won", portfolio.cost), ("lost", left)], title, gap=0),
            "spent": self.words["spent"].format(cost=self.money(portfolio.cost), share=spent),
            "left": self.words["left"].format(left=self.money(left)),
        }

    def chart(self) -> str:
        """Return value against cost; nothing where fewer than two projects have both."""
        known = self.table[np.isfinite(self.table[self.value]) & (self.table[self.cost] >= 0)]
        if len(known) < 2:
            return ""
        places = known["place"] if self.portfolio is not None else self.places()[known.index]
        good = known["chosen" if self.portfolio is not None else "accepted"]
        words = self.words["chart_title" if self.portfolio is not None else "chart_title_alone"]
        return scatter(
            known[self.cost].tolist(),
            known[self.value].tolist(),
            good.tolist(),
            words.format(have=int(good.sum()), count=len(known)),
            self.chart_ends(),
            numbers=places.tolist() if len(known) <= _MOST_NUMBERED else (),
        )

    def chart_ends(self) -> str:
        """Return how far the axes go, in words."""
        most = {name: self.amount(float(self.table[name].max())) for name in (self.value, self.cost)}
        return str(self.words["chart_description"].format(cost=most[self.cost], value=most[self.value]))

    def places(self) -> pd.Series[int]:
        """Return the number of each project, the one of greatest net present value first."""
        return self.table["net_present_value"].rank(method="first", ascending=False, na_option="bottom").astype(int)

    # Project by project -----------------------------------------------------------------------------------

    def lines(self, *, chosen: bool) -> list[dict[str, Any]]:
        """Return the projects of a portfolio that are in, or out with the reason."""
        if self.portfolio is None:
            return []
        most = float(np.nanmax(np.append(self.table[self.value].to_numpy(np.float64), 0.0))) or 1.0
        found = []
        for name, line in self.table[self.table["chosen"] == chosen].iterrows():
            value = float(line[self.value])
            share = min(max(value / most, 0.0), 1.0) if np.isfinite(value) else 0.0
            words = self.words["bar_title"].format(name=name, value=self.money(value))
            found.append(
                {
                    "place": int(line["place"]),
                    "title": str(name),
                    "chart": bar(share, np.nan, words),
                    "value": self.money(value),
                    "cost": self.money(float(line[self.cost])),
                    "ratio": write_figure(float(line["ratio"]), 2, [1.0]),
                    "reason": self.words["reasons"][line["reason"]] if not chosen else "",
                    "mark": _MARKS.get(line["reason"], "context"),
                    "by_ratio": bool(line["by_ratio"]),
                }
            )
        return found

    def worth(self) -> list[dict[str, Any]]:
        """Return what each project is worth, the best first; nothing without an appraisal."""
        if self.appraisal is None:
            return []
        table = self.appraisal.table.sort_values("net_present_value", ascending=False, kind="stable")
        numbers = self.places() if self.portfolio is None else self.table["place"]
        found = []
        for name, line in table.iterrows():
            value, rate = float(line["net_present_value"]), float(line["internal_rate_return"])
            several = int(line["internal_rates"])
            percent = write_with_unit(write_figure(100 * rate, 1, [100 * self.appraisal.rate]), "%")
            ratio = write_figure(float(line["benefit_cost_ratio"]), 2, [1.0])
            state = "unknown" if not np.isfinite(value) else "worth" if line["accepted"] else "not_worth"
            found.append(
                {
                    "place": int(numbers[name]) if name in numbers.index else "",
                    "title": str(name),
                    "value": self.money(value),
                    "rate": percent if several == 1 else self.words["several_rates"] if several else "–",
                    "ratio": ratio,
                    "annual": self.money(float(line["annual_equivalent_value"])),
                    "payback": write_figure(float(line["payback_discounted"]), 1),
                    "life": write_declared(float(line["life"])) if np.isfinite(line["life"]) else "–",
                    "state": state,
                    "mark": {"worth": "green", "not_worth": "red", "unknown": "uncompared"}[state],
                }
            )
        return found

    def findings(self) -> list[Any]:
        """Return what was found in the flows."""
        if self.appraisal is None:
            return []
        names = self.appraisal.flows.projects
        return group_findings(
            self.appraisal.flows.findings,
            np.ones(len(names), bool),
            self.language,
            self.words,
            say=self.say,
            name=lambda row: str(names[row]),
        )

    def say(self, message: str) -> str:
        """Return a message with words in place of ids."""
        parts = message.split("`")
        parts[1::2] = [self.words["quoted"].format(text=self.column(part)) for part in parts[1::2]]
        return "".join(parts)


_MARKS = {"negative_value": "red", "no_value": "uncompared", "no_cost": "uncompared"}
