"""Checks on data: kinds and ranges of inputs, rules between inputs, plausibility of results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from ...formulas import Expression, ratio_of
from ...formulas.plan import Evaluation
from ...formulas.reasons import EXCLUDED, NOT_APPLICABLE, NOT_REPORTED, NOT_VERIFIED, REJECTED, UNDEFINED
from ...formulas.rounding import at_least, at_most, margins, slack
from ...formulas.tree import inlinable
from ...specs import Program, Range
from ..model.table import DataTable
from .screening import screen_changes, screen_distances

Floats = NDArray[np.float64]


def find_outside(values: Floats, allowed: Range) -> NDArray[np.intp]:
    """Return the positions of values outside a range by more than rounding; absent ones are not outside."""
    low, high = allowed.ends
    if low == -np.inf and high == np.inf:
        return np.empty(0, np.intp)
    # fmin and fmax pass over NaN: most columns are settled by two reductions.
    if len(values) == 0 or not (np.fmin.reduce(values) < low or np.fmax.reduce(values) > high):
        return np.empty(0, np.intp)
    below, above = margins([low, high])
    with np.errstate(invalid="ignore"):
        return np.flatnonzero((values < low - below) | (values > high + above))


def check_inputs(program: Program, table: DataTable) -> None:
    """Reject inputs of the wrong kind or out of range, in place; every rejection is a finding."""
    for number, variable in enumerate(program.inputs):
        values = table.values[number]
        if variable.type == "integer":
            _reject(table, number, "IND414", _round_whole(values))
        _reject(table, number, "IND403", find_outside(values, variable.range), range=str(variable.range))
        _snap_to_ends(values, variable.range)


def _round_whole(values: Floats) -> NDArray[np.intp]:
    """Make whole, in place, what is so but for rounding; return the positions of the rest."""
    whole = np.rint(values)
    apart = np.flatnonzero(values != whole)
    apart = apart[~np.isnan(values[apart])]
    if not len(apart):
        return apart
    near = np.abs(values[apart] - whole[apart]) <= slack(values[apart], 1.0)
    values[apart[near]] = whole[apart[near]]
    return apart[~near]


def _snap_to_ends(values: Floats, allowed: Range) -> None:
    """Set to the end of a range, in place, what lies beyond it by rounding, as 100.00000000000001 %."""
    low, high = allowed.ends
    if len(values) and (np.fmin.reduce(values) < low or np.fmax.reduce(values) > high):
        np.clip(values, low, high, out=values)


def _reject(table: DataTable, number: int, code: str, rows: NDArray[np.intp], **details: str) -> None:
    if len(rows):
        table.findings.cells(code, table.variables[number], rows, table.values[number][rows], **details)
        table.values[number][rows] = np.nan
        table.reasons[number][rows] = REJECTED


def check_rules(program: Program, table: DataTable, outcome: Evaluation, read_by: list[tuple[str, ...]]) -> None:
    """Apply the program's rules between inputs, in place.

    Parameters
    ----------
    outcome
        1 where a rule holds, 0 where not, shape (rules, rows).
    read_by
        The variables that each rule reads.
    """
    place = {name: number for number, name in enumerate(table.variables)}
    rejected: list[tuple[int, NDArray[np.intp]]] = []
    for number, check in enumerate(program.all_checks):
        rows = np.flatnonzero(outcome.values[number] == 0)
        if not len(rows):
            continue
        refused = (check.rejects or read_by[number]) if check.severity == "error" else ()
        for name in read_by[number]:
            code = "IND404" if name in refused else "IND421"
            figures = table.values[place[name]][rows]
            table.findings.cells(code, name, rows, figures, rule=check.rule)
        rejected += [(place[name], rows) for name in refused]
    for variable, rows in rejected:
        table.values[variable][rows] = np.nan
        table.reasons[variable][rows] = REJECTED


def report_missing(program: Program, table: DataTable) -> None:
    """Note every absent input, cell by cell; where nobody reports a variable in a period, once for all."""
    codes = {NOT_REPORTED: "IND401", NOT_APPLICABLE: "IND420", NOT_VERIFIED: "IND423"}
    missing_columns = {b.subject for b in table.findings.batches if b.code == "IND407"}
    missing_columns |= program.cut_variables.keys()  # told of what they are cut from
    by_period = [np.flatnonzero(table.period_codes == code) for code in range(len(table.points))]
    for number, name in enumerate(table.variables):
        if name in missing_columns:
            continue
        reasons = table.reasons[number]
        if not reasons.any():
            continue
        silent = np.zeros(table.rows, bool)
        for period, rows in zip(table.period_names, by_period, strict=True):
            if len(by_period) > 1 and (reasons[rows] == NOT_REPORTED).all():
                table.findings.line("IND428", name, "", str(period), "", period=str(period))
                silent[rows] = True
        for reason, code in codes.items():
            rows = np.flatnonzero((reasons == reason) & ~silent)
            table.findings.cells(code, name, rows, [""])


def report_excluded(program: Program, table: DataTable, excluded: NDArray[np.uint8] | None) -> None:
    """Tell which rows are not assessed."""
    if excluded is not None and program.applies is not None:
        rows = np.flatnonzero(excluded == EXCLUDED)
        table.findings.cells("IND466", "total", rows, table.periods[rows], rule=program.applies.rule)


def reject_excess_shares(
    program: Program,
    trees: Mapping[str, Expression],
    table: DataTable,
    results: Evaluation,
    published: NDArray[np.bool_] | None,
    places: Iterable[int],
) -> None:
    """Reject, in place, results that the spec calls a proportion and whose part is larger than its whole.

    Parameters
    ----------
    results, published
        Values of the indicators, and where published ones stand in.
    places
        Which indicators.
    """
    for number in places:
        indicator = program.indicators[number]
        tree = trees.get(indicator.id)
        if indicator.variation != "proportion" or tree is None:
            continue
        ratio = ratio_of(tree, inlinable(trees))
        if ratio is None:
            continue
        values = results.values[number]
        with np.errstate(invalid="ignore"):
            share = values / ratio.factor
            rows = np.flatnonzero(~(at_least(share, 0.0, 1.0) & at_most(share, 1.0)) & ~np.isnan(share))
        table.findings.cells("IND486", indicator.id, rows, values[rows], whole=f"{ratio.factor:g}")
        values[rows], results.reasons[number][rows] = np.nan, REJECTED
        if published is not None:
            published[number][rows] = False


def check_results(program: Program, table: DataTable, results: Evaluation) -> None:
    """Flag undefined and implausible results; no figure is changed."""
    for number, indicator in enumerate(program.indicators):
        values, findings = results.values[number], table.findings
        findings.cells("IND402", indicator.id, np.flatnonzero(results.reasons[number] == UNDEFINED), [""])
        odd = find_outside(values, indicator.range)
        findings.cells("IND415", indicator.id, odd, values[odd], range=str(indicator.range))
    before = table.earlier(program.period.step)
    if (before >= 0).any():
        _report_vanished(program, table, results, before)
    screen_changes(program, table, results)
    screen_distances(program, table, results)


def _report_vanished(program: Program, table: DataTable, results: Evaluation, before: NDArray[np.intp]) -> None:
    """Note results that the entity had in the period before and has no longer."""
    for number, indicator in enumerate(program.indicators):
        absent = np.isnan(results.values[number])
        if absent.any():
            rows = np.flatnonzero(absent & (before >= 0) & ~absent[before])
            table.findings.cells("IND433", indicator.id, rows, results.values[number][before[rows]])
