"""`appraise`: net present value, rates, equivalent annual figures, benefit-cost ratios and payback of many projects.

Definitions: net present value and internal rate as in SHCP's *ficha técnica*; the list of indicators is CEPEP's
(Boletín V, June 2017); immediate return, equivalent annual value and cost, benefit-cost ratio and payback follow the
standard textbook formulas. The official social discount rate of Mexico is 10 % (12 % before).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..aliases import OldNames
from ..data.files.tables import take_frame
from ..data.parsing.numbers import DecimalMark, check_decimal
from ..diagnostics import Language
from ..display import MOST_LINES, Display, Part, Sheet, Summary, take_lines, word
from ..errors import OutOfRangeError, check_language, expect
from ..formulas.overflow import finite_only
from ..formulas.rounding import slack
from ..plain_data import JsonViews, write_document
from ..tables.interchange import Tabular
from .flows import Flows, read_flows
from .roots import rates

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

SOCIAL_DISCOUNT_RATE = 0.10
# What a card shows of the table.
_SHOWN = (
    *("project", "net_present_value", "internal_rate_return", "annual_equivalent_value", "benefit_cost_ratio"),
    *("payback", "present_cost", "life", "accepted"),
)


def appraise(
    data: Tabular | str | Path,
    rate: float = SOCIAL_DISCOUNT_RATE,
    *,
    columns: Mapping[str, str] | None = None,
    decimal: DecimalMark | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    language: Literal["es", "en"] = "en",
) -> Appraisal:
    """Appraise projects by their cash flows.

    Parameters
    ----------
    data
        A DataFrame of pandas, polars or another library, a dict of columns, a list of records, or the path of a CSV,
        Parquet or Excel file: columns project, year (or date), and benefit and
        cost, or flow. Flows are at the end of each year, in constant prices; a residual value is a benefit.
    rate
        Discount rate a year, above -1.
    columns
        Headings by role, where they are not the usual ones: ``{"benefit": "INGRESOS"}``.
    decimal
        The decimal mark of figures written as text.
    encoding, sheet
        Of a file: how its text is to be read, which sheet of a workbook is; see `read_data`.
    language
        Language of the findings.

    Returns
    -------
    Appraisal

    Raises
    ------
    DataError
        When the table cannot be used at all.
    UnknownNameError
        When there is no such decimal mark or language.
    OutOfRangeError
        When the rate is not above -1.

    Examples
    --------
    >>> flows = {"project": ["a", "a"], "year": [0, 1], "flow": [-100.0, 121.0]}
    >>> icma.appraise(flows).table["net_present_value"].round(2).tolist()
    [10.0]
    """
    expect("rate", rate, Real)
    if not rate > -1:
        raise OutOfRangeError("rate", rate, ("mayor que -1", "above -1"))
    check_decimal(decimal)
    check_language(language)
    frame = take_frame(data, encoding, sheet)
    return Appraisal(read_flows(frame, decimal, columns), float(rate), language)


class Appraisal(Display, OldNames, JsonViews):
    """Projects appraised. Built by `appraise`; everything is worked out for all projects at once.

    Attributes
    ----------
    rate
        The discount rate a year.
    language
        Language of messages: ``es`` or ``en``.

    Examples
    --------
    >>> flows = {"project": [*"aaabbb"], "year": [0, 1, 2] * 2, "flow": [-100.0, 60, 70, -80, 20, 30]}
    >>> appraisal = icma.appraise(flows)
    """

    rate: float
    language: str

    def __init__(self, flows: Flows, rate: float, language: str) -> None:
        self.flows, self.rate, self.language = flows, rate, language
        self._owner = flows.owner
        with np.errstate(over="ignore"):
            self._discount = (1.0 + rate) ** -flows.time
        self._life = flows.time[flows.start[1:] - 1]
        self._report_rates()

    def _summary(self, language: Language) -> Summary:
        found, count = self.flows.findings, len(self.flows.projects)

        def findings() -> Sheet:
            return take_lines(self.get_findings(language, MOST_LINES), language, len(found))

        return Summary(
            "Appraisal",
            f"{word('rate', language)} {100 * self.rate:g} %",
            language,
            {"projects": count, "accepted": int(np.count_nonzero(self.net_present_value >= 0))},
            {"findings": found.count_by_severity()},
            (
                Part("projects", lambda: take_lines(self.table, language, None, _SHOWN), count, is_open=True),
                Part("findings", findings, len(found)),
            ),
        )

    def _total(self, figures: Floats) -> Floats:
        """Add up by project; NaN where a flow is absent, or more than a float holds."""
        total = np.bincount(self._owner, figures, len(self.flows.projects)).astype(np.float64)
        return np.where(self.flows.broken, np.nan, finite_only(total))

    def _present(self, flow: Floats) -> Floats:
        """Discount flows to the first one of their project."""
        with np.errstate(all="ignore"):
            return flow * self._discount

    @cached_property
    def net_present_value(self) -> Floats:
        """Sum of the flows, discounted to the first one; NaN where it is more than a float holds.

        Examples
        --------
        >>> appraisal.net_present_value.round(2).tolist()
        [12.4, -37.02]
        """
        return self._total(self._present(self.flows.net))

    def _per_year(self, value: Floats) -> Floats:
        """Spread a present value over the years after the first: value · r / (1 - (1 + r)^-n), value / n at r = 0."""
        with np.errstate(all="ignore"):
            factor = -np.expm1(-self._life * np.log1p(self.rate)) / self.rate if self.rate else self._life
            return finite_only(value / factor)

    @cached_property
    def internal_rates(self) -> NDArray[np.object_]:
        """Every internal rate of return of each project, ascending: a tuple, empty where there is none.

        Examples
        --------
        >>> [round(rate, 4) for rate in appraisal.internal_rates[0]]
        [0.1888]
        """
        return self._rates[0]

    @cached_property
    def _rates(self) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
        return rates(self.flows)

    def _report_rates(self) -> None:
        counts = np.array([len(found) for found in self.internal_rates])
        log, sound = self.flows.findings, ~self.flows.broken
        several = np.flatnonzero(sound & (counts > 1))
        shown = ["; ".join(f"{rate:.4%}" for rate in self.internal_rates[project]) for project in several]
        log.cells("IND451", "internal_rate_return", several, shown)
        none = np.flatnonzero(sound & (counts == 0))
        log.cells("IND452", "internal_rate_return", none, np.full(len(none), "", object))
        if not self.flows.whole_years:
            searched = np.flatnonzero(sound & (self._rates[1] > 1))
            log.cells("IND453", "internal_rate_return", searched, np.full(len(searched), "", object))

    @cached_property
    def _investment(self) -> tuple[Floats, Floats]:
        """What is put in before the first positive flow, and that flow."""
        net = self.flows.net
        positive = np.flatnonzero(net > 0)
        owners, places = np.unique(self._owner[positive], return_index=True)
        first_return = np.full(len(self.flows.projects), np.nan)
        first_return[owners] = net[positive[places]]
        invested = self._total(np.where(self._before_returns, -net, 0.0))
        return np.where(np.isnan(first_return), np.nan, invested), first_return

    def _payback(self, flow: Floats) -> Floats:
        """Return when the cumulated flow first is not negative, linear inside the year; NaN if never."""
        start, lengths = self.flows.start[:-1], np.diff(self.flows.start)
        when = np.full(len(lengths), np.nan)
        for length in np.unique(lengths).tolist():
            projects = np.flatnonzero((lengths == length) & ~self.flows.broken)
            rows = start[projects][:, None] + np.arange(length)
            flows, times = flow[rows], self.flows.time[rows]
            with np.errstate(all="ignore"):
                balance = np.cumsum(flows, axis=1)
                back = balance >= -slack(np.abs(flows).max(axis=1, keepdims=True))
                at = np.argmax(back, axis=1)
                line, before = np.arange(len(projects)), np.maximum(at - 1, 0)
                share = -balance[line, before] / flows[line, at]
                inside = times[line, before] + share * (times[line, at] - times[line, before])
            found = np.where(at > 0, inside, times[:, 0])
            when[projects] = np.where(back.any(axis=1), finite_only(found), np.nan)
        return when

    @cached_property
    def table(self) -> pd.DataFrame:
        """One line a project, index ``project``.

        Columns: net_present_value; internal_rate_return (only where it is the only one), internal_rates (how many),
        immediate_return_rate; annual_equivalent_value, annual_equivalent_cost; benefit_cost_ratio (all costs below),
        benefit_cost_ratio_net (flows after the investment over the investment); payback, payback_discounted (years);
        present_cost; life (years); accepted: whether the net present value is not negative.

        Examples
        --------
        >>> appraisal.table[["net_present_value", "payback", "accepted"]].round(2).to_numpy().tolist()
        [[12.4, 1.57, True], [-37.02, nan, False]]
        """
        import pandas as pd

        flows = self.flows
        value = self.net_present_value
        costs, benefits = self._total(self._present(flows.cost)), self._total(self._present(flows.benefit))
        invested, first_return = self._investment
        discounted = self._present(flows.net)
        before = self._total(np.where(self._before_returns, -discounted, 0.0))
        after = self._total(np.where(self._before_returns, 0.0, discounted))
        with np.errstate(all="ignore"):
            columns: dict[str, Any] = {
                "net_present_value": value,
                "internal_rate_return": [found[0] if len(found) == 1 else np.nan for found in self.internal_rates],
                "internal_rates": [len(found) for found in self.internal_rates],
                "immediate_return_rate": np.where(invested > 0, finite_only(first_return / invested), np.nan),
                "annual_equivalent_value": self._per_year(value),
                "annual_equivalent_cost": self._per_year(costs),
                "benefit_cost_ratio": np.where(costs > 0, finite_only(benefits / costs), np.nan),
                "benefit_cost_ratio_net": np.where(before > 0, finite_only(after / before), np.nan),
                "payback": self._payback(flows.net),
                "payback_discounted": self._payback(discounted),
                "present_cost": costs,
                "life": np.where(flows.broken, np.nan, self._life),
                "accepted": value >= 0,
            }
        broken = flows.broken
        columns["immediate_return_rate"] = np.where(broken, np.nan, columns["immediate_return_rate"])
        return pd.DataFrame(columns, index=pd.Index(flows.projects, name="project"))

    @cached_property
    def _before_returns(self) -> NDArray[np.bool_]:
        """Flows that come before the first positive one of their project."""
        seen = np.cumsum(self.flows.net > 0)
        base = np.r_[0, seen][self.flows.start[:-1]]
        return np.asarray(seen == base[self._owner], bool)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What is wrong or notable: project, subject, code, severity, message, figure.

        Examples
        --------
        >>> appraisal.findings.columns.tolist()
        ['project', 'subject', 'code', 'severity', 'message', 'figure']
        """
        return self.get_findings(self.language)

    def get_findings(self, language: str, limit: int | None = None) -> pd.DataFrame:
        """Return the findings with their messages in Spanish (``es``) or English (``en``), `limit` lines at most.

        Examples
        --------
        >>> appraisal.get_findings("es").empty
        True
        """
        nothing = np.full(len(self.flows.projects), "", object)
        frame = self.flows.findings.to_frame(self.flows.projects, nothing, language, most=limit)
        return frame.drop(columns="period").rename(columns={"entity": "project"})

    def to_dict(self) -> dict[str, Any]:
        """Return projects and their flows as plain data: kind ``appraisal`` of the schema of results.

        Examples
        --------
        >>> appraisal.to_dict()["projects"][0]["project"]
        'a'
        """
        flows = self.flows
        columns = {name: getattr(flows, name) for name in ("time", "benefit", "cost", "net")}
        parts = {
            "rate": self.rate,
            "projects": self.table.reset_index().assign(rates=self.internal_rates),
            "flows": {"project": flows.projects[flows.owner], **columns},
            "findings": self.findings,
        }
        return write_document("appraisal", parts, language=self.language)
