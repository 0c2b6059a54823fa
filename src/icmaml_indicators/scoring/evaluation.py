"""A compiled program and a table to a `Scored`: checks, formulas, published figures, findings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..data.checks.inputs import check_inputs, check_results, check_rules, reject_excess_shares, report_missing
from ..data.checks.plausibility import report_missing_value_codes, report_switched_units
from ..data.model.findings import RowDetail
from ..data.model.table import DataTable
from ..data.parsing.answers import check_evidence
from ..engine.answer_scores import join_answers
from ..engine.breaks import report_early_figures
from ..engine.compiled import CompiledProgram, earlier_rows
from ..engine.indicator_targets import report_targets
from ..engine.parameters import report_unscorable, resolve_parameters
from ..errors import DataError
from ..formulas.plan import Evaluation
from ..formulas.rounding import slack, with_digits
from ..specs import Missing, Program
from ..transforms.aggregations.aggregation import SKIP, missing_policy
from .scored import Scored

if TYPE_CHECKING:
    pass


def score_table(
    compiled: CompiledProgram,
    table: DataTable,
    options: dict[str, Any],
    *,
    reference: Scored | None = None,
    reference_period: str | None = None,
    base_period: str | None = None,
    strict: bool = False,
    say: Callable[[str], None] = lambda stage: None,
) -> Scored:
    """Score a table that has been read; what is found goes into its findings.

    Parameters
    ----------
    options
        How the data was read: kept, with what is chosen here, in the result.
    reference, reference_period, base_period, strict
        As in `icmaml_indicators.score`.
    say
        Called with the name of each stage as it begins.

    Raises
    ------
    DataError
        When `strict` and a finding is an error.
    IncomparableError
        When the reference is of an edition that does not compare, or a scale over all periods spans a break.
    UnknownNameError
        When there is no such period.
    IcmamlError
        When a rank is asked to keep the bounds of another period: it has none.
    """
    program = compiled.program
    results, published = evaluate_table(compiled, table, say=say)
    if strict:
        _refuse_errors(table, options["language"])
    report_early_figures(program, table, results.values)
    bounds = resolve_parameters(
        compiled,
        table,
        results,
        None if reference is None else reference.reference,
        reference_period,
        base_period,
    )
    report_unscorable(program, table, results, bounds)
    kept = dict(options)
    if bounds is not None:
        kept |= {"base_period": bounds.base}
    if reference is not None:
        kept["reference"] = reference.fingerprint
    scored = Scored(compiled, table, results, published, options=kept, bounds=bounds)
    report_targets(scored.target_attainments, table)
    _compare_groups(scored)
    _report_unknown_requirements(scored)
    return scored


def evaluate_table(
    compiled: CompiledProgram,
    table: DataTable,
    *,
    say: Callable[[str], None] = lambda stage: None,
    note: bool = True,
) -> tuple[Evaluation, NDArray[np.bool_] | None]:
    """Check a table in place; return the results of all indicators, and where published ones stand in.

    Parameters
    ----------
    say
        Called with the name of each stage as it begins.
    note
        Whether absent inputs and odd results become findings; no figure depends on it.
    """
    program = compiled.program
    say("checks")
    check_inputs(program, table)
    if program.all_checks:
        outcome = compiled.rules.evaluate(table.values, table.reasons)
        check_rules(program, table, outcome, compiled.rule_inputs)
    if note:
        report_missing(table)
        report_switched_units(table)
        report_missing_value_codes(table)
    check_evidence(program, table)
    say("formulas")
    results = compiled.indicators.evaluate(table.values, table.reasons, earlier_rows(compiled, table))
    results = join_answers(program, table, results)
    published = _join_published(program, table, results)
    reject_excess_shares(program, compiled.trees, table, results, published)
    if note:
        check_results(program, table, results)
    return results, published


def score_synthetic(compiled: CompiledProgram, table: DataTable) -> Scored:
    """Assess a table that a spec gives itself: scored as data is, with no findings about what is absent."""
    return Scored(compiled, table, *evaluate_table(compiled, table, note=False), options={"language": "en"})


def _join_published(program: Program, table: DataTable, results: Evaluation) -> NDArray[np.bool_] | None:
    """Compare published values with computed ones; where there is none, let them stand in, and say so."""
    if table.published is None:
        return None
    stand_in = np.zeros(results.values.shape, bool)
    for number, indicator in enumerate(program.indicators):
        given, values = table.published[number], results.values[number]
        known = ~np.isnan(given)
        if not known.any():
            continue
        rows = _apart(table, indicator.id, given, values)
        table.findings.cells("IND418", indicator.id, rows, given[rows], detail=_both(given[rows], values[rows]))
        stand_in[number] = known & np.isnan(values)
        rows = np.flatnonzero(stand_in[number])
        table.findings.cells("IND419", indicator.id, rows, given[rows])
        values[rows], results.reasons[number][rows] = given[rows], 0
    return stand_in


def _compare_groups(scored: Scored) -> None:
    """Compare published scores of groups with computed ones, and say where they stand in."""
    table = scored.table
    if not table.published_groups:
        return
    for name, given in table.published_groups.items():
        scores = scored.book.computed[name]
        rows = _apart(table, name, given, scores)
        table.findings.cells("IND418", name, rows, given[rows], detail=_both(given[rows], scores[rows]))
        rows = np.flatnonzero(np.isnan(scores) & ~np.isnan(given))
        table.findings.cells("IND419", name, rows, given[rows])


def _apart(table: DataTable, name: str, given: NDArray[np.float64], computed: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the rows where a published figure differs from the computed one by more than its printed digits."""
    halves = table.halves.get(name, 0.0)
    with np.errstate(invalid="ignore"):
        return np.flatnonzero(np.abs(computed - given) > halves + slack(given, computed))


def _report_unknown_requirements(scored: Scored) -> None:
    """Tell where a gate holds for want of what it requires, though the rest of what is absent is left out."""
    program, table = scored.program, scored.table
    gated = [node for node in program.nodes.values() if getattr(node.spec, "gates", ())]
    for node in gated if any(_skips(node.missing) for node in gated) else ():
        plan = scored.book.plans.get(node.id)
        m, everything, skipped = scored.book.matrices, slice(0, table.rows), missing_policy(node.missing) == SKIP
        for number, gate in enumerate(plan.gates if plan is not None else (), 1):
            holds = scored.book.held[node.id] == number
            rows = np.flatnonzero(holds & (gate.unknown(skipped, m.scores, m.reasons, everything) != 0))
            names = ", ".join(getattr(node.spec, "gates", ())[number - 1].requires)
            table.findings.cells("IND464", node.id, rows, [""], number=number, names=names)


def _skips(missing: Missing) -> bool:
    return "skip" in {missing.not_reported, missing.not_verified, missing.undefined, missing.rejected}


def _both(given: NDArray[np.float64], computed: NDArray[np.float64]) -> RowDetail:
    return RowDetail(lambda row: f"{with_digits(given[row])} / {with_digits(computed[row])}")


def _refuse_errors(table: DataTable, language: str) -> None:
    findings = table.findings.to_frame(table.entities, table.periods, language)
    errors = findings[findings["severity"] == "error"]
    if len(errors):
        shown = "\n".join(
            f"  {line.code} {line.entity} {line.period} {line.subject}: {line.message} ({line.figure})"
            for line in errors.head(10).itertuples()
        )
        raise DataError("IND509", count=len(errors), shown=shown)
