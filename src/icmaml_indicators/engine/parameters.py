"""Bounds carried over: the figures that relative scales take from another period or an earlier assessment."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..data.model.table import DataTable
from ..diagnostics.brief import Brief
from ..errors import IcmamlError, IncomparableError, UnknownNameError
from ..formulas.plan import Evaluation
from ..formulas.rounding import margins, with_digits
from ..specs import Indicator, Program, Scale, TreeNode
from ..specs.model.periods import PeriodPoint
from ..transforms.scales.base import Parameters, plain_parameters
from ..transforms.scales.normalisation import normalise, orient, scores_nobody
from ..transforms.scales.rule import rule_of
from .breaks import Break, break_reason, breaks_of, comparable_spans
from .compiled import CompiledProgram
from .reference import Reference

Floats = NDArray[np.float64]

_NO_BOUNDS = {"es": "no los tiene, o sus cifras son iguales", "en": "it has none, or its figures are all equal"}
_NOBODY = {
    "alone": {"es": "hay una sola cifra", "en": "there is one figure only"},
    "equal": {"es": "sus cifras son iguales o no dan límites", "en": "its figures are all equal, or give no bounds"},
    "undefined": {"es": "sus cifras no tienen logaritmo", "en": "its figures have no logarithm"},
}
_MOST_SHOWN = 6
_BREAK = {
    "es": "la definición cambió en {start} y las cifras no son comparables",
    "en": "the definition changed in {start} and the figures do not compare",
}


@dataclass(frozen=True, slots=True, repr=False)
class HeldParameters(Brief):
    """What scales take from elsewhere.

    Attributes
    ----------
    base
        The period that the bounds are of.
    parameters
        The figures by node; nodes that are not there have no bounds and no score.
    withheld
        By node, the rows on the other side of a break from the base: they have no score.
    """

    base: str
    parameters: dict[str, Parameters]
    withheld: dict[str, NDArray[np.intp]] = field(default_factory=dict)


def resolve_parameters(
    compiled: CompiledProgram,
    table: DataTable,
    results: Evaluation,
    reference: Reference | None,
    reference_period: str | None,
    base_period: str | None,
) -> HeldParameters | None:
    """Return the bounds to score on, or None where each population gives its own; log what they leave out.

    Raises
    ------
    IncomparableError
        When the reference is of an edition that does not compare, or a population of all periods holds a break.
    UnknownNameError
        When the period does not exist.
    IcmamlError
        When a scale is a rank, or the arguments do not go together.
    """
    breaks = breaks_of(compiled)
    nodes = compiled.program.nodes.values()
    scaled = [node for node in nodes if node.is_indicator and node.scale.facts.is_relative]
    if (reference is None) == (base_period is None) and (reference or reference_period):
        raise IcmamlError("IND564")
    if reference is None and base_period is None:
        _refuse_mixed_populations(scaled, table, breaks)
        return None
    ranked = [node.id for node in scaled if node.scale.facts.is_ranked]
    if ranked:
        raise IcmamlError("IND560", names=", ".join(ranked))
    if reference is not None:
        bounds = _of_reference(compiled.program, reference, reference_period, scaled)
    else:
        bounds = _of_period(compiled.program, table, results, str(base_period), scaled)
    points = table.points if reference is None else reference.points
    point = next(point for point in points if str(point) == bounds.base)
    _withhold(table, bounds, point, scaled, breaks)
    _report_beyond(compiled.program, table, results, bounds, scaled)
    return bounds


def report_unscorable(program: Program, table: DataTable, results: Evaluation, bounds: HeldParameters | None) -> None:
    """Tell, once an indicator, of a scale that can score nobody, and in which populations."""
    rows_of = {str(name): np.flatnonzero(table.period_codes == code) for code, name in enumerate(table.period_names)}
    for number, leaf in enumerate(program.indicators):
        node = program.nodes[leaf.id]
        relative = node.scale.facts.is_relative
        if node.has_target or node.answer is not None or (relative and bounds is not None):
            continue
        whole, rule = not relative or node.scale.over == "all", rule_of(node)
        populations = {"": np.arange(table.rows)} if whole else rows_of
        values = results.values[number]
        silent = [name for name, rows in populations.items() if scores_nobody(rule, values[rows])]
        if silent:
            shown = ", ".join(silent[:_MOST_SHOWN]) + (f", … ({len(silent)})" if len(silent) > _MOST_SHOWN else "")
            where = {"es": shown or "todos los periodos", "en": shown or "all periods"}
            few = all(np.count_nonzero(~np.isnan(values[populations[name]])) == 1 for name in silent)
            reason = "alone" if few and relative else "equal" if relative else "undefined"
            detail = _NOBODY[reason]
            table.findings.column("IND467", leaf.id, method=node.scale.method, where=where, detail=detail)


def _refuse_mixed_populations(scaled: list[TreeNode], table: DataTable, breaks: dict[str, tuple[Break, ...]]) -> None:
    """Refuse scales that compare all periods across a break: one bound of two definitions falsifies every score."""
    for node in scaled:
        if node.scale.over == "all" and len(np.unique(comparable_spans(breaks[node.id], table.points))) > 1:
            found = next(b for b in breaks[node.id] if len(np.unique(comparable_spans([b], table.points))) > 1)
            raise found.refusal(
                node.id,
                "use `over: period` en su escala o califique cada tramo por su lado",
                "use `over: period` in its scale, or score each stretch by itself",
            )


def _of_reference(program: Program, reference: Reference, period: str | None, scaled: list[TreeNode]) -> HeldParameters:
    names = [str(point) for point in reference.points]
    if period is not None and period not in names:
        raise UnknownNameError("period", period, names)
    refuse_other_edition(program, reference.program)
    same = (program.id, program.version) == (reference.program.id, reference.program.version)
    base, parameters = period or names[-1], {}
    for node in scaled:
        assert isinstance(node.spec, Indicator)
        old = node.id
        if not same and node.spec.replaces is not None and node.spec.replaces in reference.program.nodes:
            if not node.spec.comparable:
                continue
            old = node.spec.replaces
        known = reference.parameters.get(old, {})
        # One population alone is that of all periods, or bounds that were carried over before.
        found = known.get(base) or (next(iter(known.values())) if len(known) == 1 else None)
        if found is not None:
            parameters[node.id] = found
    return HeldParameters(base, parameters)


def refuse_other_edition(program: Program, other: Program) -> None:
    """Refuse two programs that are neither the same nor comparable editions of one.

    Raises
    ------
    IncomparableError
        With who says so, and why.
    """
    if (program.id, program.version) == (other.id, other.version):
        return
    first, second = (f"{found.id}@{found.version}" for found in (other, program))
    for new, old in ((program, other), (other, program)):
        if new.replaces is not None and new.replaces.names(old.id, old.version, new.id):
            if new.comparable:
                return
            reason = break_reason(f"{new.id}@{new.version}", new.break_note)
            raise IncomparableError("IND562", first=first, second=second, reason=reason)
    reason = (
        ": ninguno dice que reemplaza al otro (`replaces`)",
        ": neither says that it replaces the other (`replaces`)",
    )
    raise IncomparableError("IND562", first=first, second=second, reason=reason)


def _of_period(
    program: Program, table: DataTable, results: Evaluation, period: str, scaled: list[TreeNode]
) -> HeldParameters:
    names = [str(name) for name in table.period_names]
    if period not in names:
        raise UnknownNameError("period", period, names)
    rows = np.flatnonzero(table.period_codes == names.index(period))
    place = {indicator.id: number for number, indicator in enumerate(program.indicators)}
    parameters = {}
    for node in scaled:
        found = normalise(rule_of(node), results.values[place[node.id]][rows], {period: slice(None)})
        parameters[node.id] = plain_parameters(found.parameters[period])
    return HeldParameters(period, parameters)


def _withhold(
    table: DataTable,
    bounds: HeldParameters,
    base: PeriodPoint,
    scaled: list[TreeNode],
    breaks: dict[str, tuple[Break, ...]],
) -> None:
    """Set aside, node by node, what the base cannot score: the rest of the program goes on."""
    for node in scaled:
        found = bounds.parameters.get(node.id)
        if found is None or not _are_usable(found):
            bounds.parameters.pop(node.id, None)
            bounds.withheld[node.id] = np.arange(table.rows)
            table.findings.column("IND459", node.id, "", base=bounds.base, detail=_NO_BOUNDS)
            continue
        of_base, of_points = (
            comparable_spans(breaks[node.id], [base])[0],
            comparable_spans(breaks[node.id], table.points),
        )
        rows = np.flatnonzero((of_points != of_base)[table.period_codes])
        if len(rows):
            bounds.withheld[node.id] = rows
            start = ", ".join(str(found.start) for found in breaks[node.id])
            detail = {language: text.format(start=start) for language, text in _BREAK.items()}
            table.findings.cells("IND459", node.id, rows, table.periods[rows], base=bounds.base, detail=detail)


def _are_usable(found: Parameters) -> bool:
    """Whether figures are apart enough to measure by."""
    given = not any(np.isnan(figure) for figure in found.values())
    return given and found.get("sd") != 0 and not ("low" in found and found["low"] == found["high"])


def _report_beyond(
    program: Program, table: DataTable, results: Evaluation, bounds: HeldParameters, scaled: list[TreeNode]
) -> None:
    """Tell which figures lie beyond the bounds that they are scored on."""
    place = {indicator.id: number for number, indicator in enumerate(program.indicators)}
    for node in scaled:
        found = bounds.parameters.get(node.id)
        if found is None or not node.scale.facts.bounded:
            continue
        values, rule = results.values[place[node.id]], rule_of(node)
        quantity = orient(rule, values)
        low, high = found.get("low", -np.inf), found.get("high", np.inf)
        if "best" in found:
            low, high = (found["best"], np.inf) if rule.flips else (-np.inf, found["best"])
        below, above = margins([low, high])
        with np.errstate(invalid="ignore"):
            beyond = (quantity < low - below) | (quantity > high + above)
        if node.id in bounds.withheld:
            beyond[bounds.withheld[node.id]] = False
        rows = np.flatnonzero(beyond)
        shown = f"{_shown(node.scale, low)} … {_shown(node.scale, high)}"
        table.findings.cells("IND460", node.id, rows, values[rows], base=bounds.base, range=shown)


def _shown(scale: Scale, bound: float) -> str:
    """Return a bound as the figure that it is, not as its logarithm."""
    if np.isinf(bound):
        return "∞" if bound > 0 else "-∞"
    return with_digits(float(np.exp(bound)) if scale.log else bound)
