"""A compiled program and a table to a `Scored`: checks, formulas, published figures, findings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..data.checks.inputs import check_inputs, check_results, check_rules, report_excluded, report_missing
from ..data.checks.plausibility import report_missing_value_codes, report_switched_units
from ..data.cut_variables import cut_variables
from ..data.model.table import DataTable
from ..data.parsing.answers import check_evidence
from ..engine.breaks import report_figures_outside
from ..engine.columns.published import compare_published_scores
from ..engine.compiled import CompiledProgram
from ..engine.execution import run_schedule
from ..engine.indicator_targets import report_targets
from ..engine.parameters import find_source
from ..errors import DataError
from ..progress import Stage
from ..specs import Missing
from ..transforms.aggregations.aggregation import SKIP, missing_policy
from .imputations import report_imputations
from .rolled_figures import RolledUp
from .scored import Scored
from .treatments import report_treatments
from .unscorable import (
    report_scarce_children,
    report_spoilt_cuts,
    report_spoilt_ends,
    report_unscorable,
    report_weights,
)


def score_table(
    compiled: CompiledProgram,
    table: DataTable,
    options: dict[str, Any],
    *,
    reference: Scored | None = None,
    reference_period: str | None = None,
    base_period: str | None = None,
    strict: bool = False,
    say: Callable[[Stage], None] = lambda stage: None,
    lower: Scored | None = None,
    rolled: RolledUp | None = None,
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
    lower, rolled
        Of a roll-up, the program below as it was scored, and what the table takes from it.

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
    check_table(compiled, table, say=say)
    source = find_source(
        compiled,
        table,
        None if reference is None else reference.reference,
        reference_period,
        base_period,
    )
    say("formulas")
    found = run_schedule(compiled, table, source)
    results = found.assessed_results()
    report_excluded(program, table, found.populations.exclusion_reasons)
    check_results(program, table, results)
    if strict:
        _refuse_errors(table, options["language"])
    report_figures_outside(program, table, results.values)
    if source is not None:
        source.report()
    stand_in = found.imputed, found.treated
    report_unscorable(program, table, results, found.nodes, found.populations, *stand_in, held=source is not None)
    report_imputations(table, found)
    report_scarce_children(table, found.nodes)
    report_treatments(table, found)
    report_weights(program, table, found.nodes.weights)
    report_spoilt_ends(program, table, found.quantities, found.nodes)
    report_spoilt_cuts(program, table, found.quantities, found.nodes)
    kept = dict(options)
    if source is not None:
        kept |= {"base_period": source.held.base}
    if reference is not None:
        kept["reference"] = reference.fingerprint
    if lower is not None:
        kept["lower"] = lower.fingerprint
    scored = Scored(compiled, table, found, options=kept, source=source, lower=lower, rolled=rolled)
    report_targets(scored.target_attainments, table)
    compare_published_scores(table, scored.book.computed)
    _report_unknown_requirements(scored)
    return scored


def check_table(
    compiled: CompiledProgram, table: DataTable, *, say: Callable[[Stage], None] = lambda stage: None, note: bool = True
) -> None:
    """Check the inputs of a table in place.

    Parameters
    ----------
    say
        Called with the name of each stage as it begins.
    note
        Whether absent inputs become findings; no figure depends on it.
    """
    program = compiled.program
    say("checks")
    check_inputs(program, table)
    cut_variables(program, table)
    if program.all_checks:
        outcome = compiled.evaluate_rules(table)
        check_rules(program, table, outcome, compiled.rule_inputs)
        cut_variables(program, table)
    if note:
        report_missing(program, table)
        report_switched_units(table)
        report_missing_value_codes(table)
    check_evidence(program, table)


def score_synthetic(compiled: CompiledProgram, table: DataTable, *, is_population: bool = False) -> Scored:
    """Assess a table that a spec gives itself: scored as data is, with no findings about what is absent.

    Where its rows are no units of one population, none stands in for what another lacks.
    """
    check_table(compiled, table, note=False)
    return Scored(compiled, table, run_schedule(compiled, table, fills_gaps=is_population), options={"language": "en"})


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


def _refuse_errors(table: DataTable, language: str) -> None:
    findings = table.findings.to_frame(table.entities, table.periods, language)
    errors = findings[findings["severity"] == "error"]
    if len(errors):
        shown = "\n".join(
            f"  {line.code} {line.entity} {line.period} {line.subject}: {line.message} ({line.figure})"
            for line in errors.head(10).itertuples()
        )
        raise DataError("IND509", count=len(errors), shown=shown)
