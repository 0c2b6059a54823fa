"""Bounds carried over: the figures that relative scales take from another period or an earlier assessment."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..data.model.table import DataTable
from ..diagnostics.brief import Brief
from ..errors import IcmamlError, IncomparableError, UnknownNameError
from ..formulas.functions import RANKS
from ..formulas.rounding import margins, unite, with_digits
from ..formulas.tree import Statistic
from ..specs import Imputation, Indicator, Program, Scale, Treatment, TreeNode
from ..specs.model.peer_rules import HELD_POPULATIONS
from ..specs.model.periods import PeriodPoint
from ..transforms.class_cuts import FittedCuts, cuts_of, fit_cuts
from ..transforms.imputation.imputing import describe_populations
from ..transforms.populations import EVERYBODY, Populations
from ..transforms.scales.base import Parameters, plain_parameters
from ..transforms.scales.normalisation import normalise, orient
from ..transforms.scales.rule import ScaleRule, rule_of
from ..transforms.treatment.treating import fit_treatment
from ..transforms.weights.fitting import FittedWeights, fit_weights
from .breaks import Break, breaks_of, comparable_spans, refuse_other_edition, refuse_statistics_across_breaks
from .columns.statistics import StatisticColumn
from .compiled import CompiledProgram
from .groups import GroupPlan
from .population_reader import PopulationReader

Floats = NDArray[np.float64]

_NO_BOUNDS = {"es": "no los tiene, o sus cifras son iguales", "en": "it has none, or its figures are all equal"}
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


@dataclass(frozen=True, slots=True, repr=False)
class Reference(Brief):
    """An earlier scoring to score on.

    Attributes
    ----------
    program
        What was scored.
    points
        Its periods, in order of time.
    parameters
        By node and population, what relative scales took.
    """

    program: Program
    points: list[PeriodPoint]
    parameters: Mapping[str, Mapping[str, Parameters]]


class KeptParameters:
    """Gives parameters that were held before, row by row as they were then."""

    def __init__(self, held: HeldParameters) -> None:
        self.held = held

    def hold(self, name: str, rule: ScaleRule, values: Floats) -> tuple[Parameters | None, NDArray[np.intp]]:
        """Return the parameters of a node, None where it has none, and the rows that they cannot score."""
        return self.held.parameters.get(name), self.held.withheld.get(name, np.empty(0, np.intp))

    def hold_treatment(self, name: str, rule: Treatment, values: Floats) -> Parameters:
        """Return what the values of a node are treated by."""
        return self.held.parameters[treatment_key(name)]

    def hold_imputation(self, name: str, rule: Imputation, values: Floats, weights: Floats | None) -> Parameters:
        """Return by what the gaps of a variable or a node are filled."""
        return self.held.parameters.get(imputation_key(name), {})

    def hold_statistic(self, column: StatisticColumn, arguments: Sequence[Floats]) -> float:
        """Return what a statistic over all rows of a period, or over all, is held at; NaN where it is not known."""
        return self.held.parameters.get(column.name, {}).get("figure", np.nan)

    def hold_cuts(self, node: TreeNode, scores: Floats) -> tuple[Floats, NDArray[np.intp]]:
        """Return where the levels of a node are cut, NaN where that is not known, and the rows that have none."""
        withheld = self.held.withheld.get(node.id, np.empty(0, np.intp))
        return cuts_of(self.held.parameters.get(node.id, {}), len(node.levels)), withheld

    def hold_weights(self, plan: GroupPlan, scores: Floats) -> FittedWeights:
        """Return what the children of a group weigh, NaN where that is not known."""
        key = weights_key(plan.node.id)
        known, rows = self.held.parameters.get(key, {}), self.held.withheld.get(key, np.empty(0, np.intp))
        codes = np.zeros(scores.shape[1], np.intp)
        codes[rows] = -1
        weights = np.array([[known.get(child, np.nan) for child in plan.base_ids]])
        return FittedWeights(tuple(plan.base_ids), Populations((self.held.base,), codes), weights)

    def renew(self, program: Program, table: DataTable) -> KeptParameters:
        """Return the same for another program over the same rows."""
        return self


class ParameterSource(KeptParameters):
    """Gives parameters from elsewhere in the place of those of each population, and remembers what it gave.

    Parameters
    ----------
    program, table
        What is measured, on what.
    base
        The period that the parameters are of; `point` is its place in time.
    known
        The parameters of an earlier assessment by node; None where they are those of a period of the table itself.
    breaks
        Of each node.
    populations
        Who is assessed.
    """

    def __init__(
        self,
        program: Program,
        table: DataTable,
        base: PeriodPoint,
        known: Mapping[str, Parameters] | None,
        breaks: Mapping[str, tuple[Break, ...]],
        populations: PopulationReader,
    ) -> None:
        super().__init__(HeldParameters(str(base), {}))
        self.program, self.table, self.base, self.known, self.breaks = program, table, base, known, breaks
        self._values: dict[str, Floats] = {}
        excluded = populations.exclusion_reasons
        self.populations, of_base = populations, table.periods == str(base)
        self.here = np.flatnonzero(of_base if excluded is None else of_base & (excluded == 0))

    def hold(self, name: str, rule: ScaleRule, values: Floats) -> tuple[Parameters | None, NDArray[np.intp]]:
        """Return the parameters of a node, None where it has none, and the rows that they cannot score."""
        self._values[name] = values
        if self.known is not None:
            found = self.known.get(name)
        else:
            found = plain_parameters(normalise(rule, values[self.here], EVERYBODY).parameters)
        if found is None or not _are_usable(found):
            self.held.withheld[name] = np.arange(self.table.rows)
            return None, self.held.withheld[name]
        self.held.parameters[name] = found
        rows = self._beyond_a_break(name)
        if len(rows):
            self.held.withheld[name] = rows
        return found, rows

    def hold_treatment(self, name: str, rule: Treatment, values: Floats) -> Parameters:
        """Return what the values of a node are treated by."""
        key = treatment_key(name)
        if self.known is not None:
            found = self.known[key]
        else:
            found = plain_parameters(fit_treatment(rule, unite(values[self.here])))
        self.held.parameters[key] = found
        return found

    def hold_imputation(self, name: str, rule: Imputation, values: Floats, weights: Floats | None) -> Parameters:
        """Return by what the gaps of a variable or a node are filled."""
        key = imputation_key(name)
        if self.known is not None:
            found = self.known.get(key, {})
        else:
            own = None if weights is None else weights[self.here]
            found = describe_populations(rule, values[self.here], EVERYBODY, own)[0]
        self.held.parameters[key] = found
        return found

    def hold_cuts(self, node: TreeNode, scores: Floats) -> tuple[Floats, NDArray[np.intp]]:
        """Return where the levels of a node are cut, NaN where that is not known, and the rows that have none."""
        assert node.cuts is not None
        if self.known is not None:
            cuts = cuts_of(self.known.get(node.id, {}), len(node.levels))
        else:
            cuts = fit_cuts(node.cuts, len(node.levels), scores[self.here], EVERYBODY, node.level_decimals)
        named = {name: float(figures[0]) for name, figures in FittedCuts(EVERYBODY, cuts).parameters.items()}
        self.held.parameters[node.id] = {**self.held.parameters.get(node.id, {}), **named}
        return cuts, self._beyond_a_break(node.id)

    def hold_weights(self, plan: GroupPlan, scores: Floats) -> FittedWeights:
        """Return what the children of a group weigh, NaN where that is not known."""
        key, name = weights_key(plan.node.id), plan.node.id
        if self.known is not None:
            self.held.parameters[key] = self.known.get(key, {})
        else:
            fitted = fit_weights(plan.rule, plan.base_ids, scores[:, self.here], plan.weights[:, 0], EVERYBODY)
            self.held.parameters[key] = fitted.of(0)
        self.held.withheld[key] = self._beyond_a_break(name)
        return super().hold_weights(plan, scores)

    def _beyond_a_break(self, name: str) -> NDArray[np.intp]:
        """Return the rows that a break parts from the base."""
        of_base = comparable_spans(self.breaks[name], [self.base])[0]
        of_points = comparable_spans(self.breaks[name], self.table.points)
        return np.flatnonzero((of_points != of_base)[self.table.period_codes])

    def hold_statistic(self, column: StatisticColumn, arguments: Sequence[Floats]) -> float:
        """Return what a statistic over all rows of a period, or over all, is held at; NaN where it is not known."""
        if self.known is not None:
            found = self.known.get(column.name, {}).get("figure", np.nan)
        else:
            given = [figures[self.here] for figures in arguments]
            outcome = column.compute(given, EVERYBODY, self.table.period_codes[self.here])
            found = float(np.nan if outcome.by_population is None else outcome.by_population[0])
        self.held.parameters[column.name] = {"figure": found}
        return found

    def renew(self, program: Program, table: DataTable) -> ParameterSource:
        """Return the same for another program over the same rows."""
        return ParameterSource(program, table, self.base, self.known, self.breaks, self.populations)

    def report(self) -> None:
        """Tell what was set aside, and which figures lie beyond the bounds that they were scored on."""
        log = self.table.findings
        scaled = [node for node in self.program.nodes.values() if node.id in self._values]
        for node in scaled:
            rows = self.held.withheld.get(node.id)
            if node.id not in self.held.parameters:
                log.column("IND459", node.id, "", base=self.held.base, detail=_NO_BOUNDS)
            elif rows is not None:
                self._report_break(node, rows)
        for node in scaled:
            if node.id in self.held.parameters:
                self._report_beyond(node)
        for node in _weighed_by_data(self.program):
            self._report_break(node, self.held.withheld.get(weights_key(node.id), np.empty(0, np.intp)))

    def _report_break(self, node: TreeNode, rows: NDArray[np.intp]) -> None:
        start = ", ".join(str(found.start) for found in self.breaks[node.id])
        detail = {language: text.format(start=start) for language, text in _BREAK.items()}
        self.table.findings.cells("IND459", node.id, rows, self.table.periods[rows], base=self.held.base, detail=detail)

    def _report_beyond(self, node: TreeNode) -> None:
        found, rule, values = self.held.parameters[node.id], rule_of(node), self._values[node.id]
        if not rule.facts.bounded:
            return
        quantity = orient(rule, values)
        low, high = found.get("low", -np.inf), found.get("high", np.inf)
        if "best" in found:
            low, high = (found["best"], np.inf) if rule.flips else (-np.inf, found["best"])
        below, above = margins([low, high])
        with np.errstate(invalid="ignore"):
            beyond = (quantity < low - below) | (quantity > high + above)
        if node.id in self.held.withheld:
            beyond[self.held.withheld[node.id]] = False
        rows = np.flatnonzero(beyond)
        shown = f"{_shown(node.scale, low)} … {_shown(node.scale, high)}"
        self.table.findings.cells("IND460", node.id, rows, values[rows], base=self.held.base, range=shown)


def find_source(
    compiled: CompiledProgram,
    table: DataTable,
    reference: Reference | None,
    reference_period: str | None,
    base_period: str | None,
) -> ParameterSource | None:
    """Return where parameters are to be taken from, or None where each population gives its own.

    Raises
    ------
    IncomparableError
        When the reference is of an edition that does not compare, or a population of all periods holds a break.
    UnknownNameError
        When the period does not exist.
    IcmamlError
        When a scale is a rank, or the arguments do not go together.
    """
    program, breaks = compiled.program, breaks_of(compiled)
    scaled = [node for node in program.nodes.values() if node.scale.facts.is_relative]
    if (reference is None) == (base_period is None) and (reference or reference_period):
        raise IcmamlError("IND564")
    refuse_statistics_across_breaks(compiled, table.points)
    if reference is None and base_period is None:
        _refuse_mixed_populations(program, scaled, table, breaks)
        return None
    _refuse_mixed_populations(program, [node for node in scaled if not is_held(node.scale.over)], table, breaks)
    scaled = [node for node in scaled if is_held(node.scale.over)]
    ranked = [node.id for node in scaled if node.scale.facts.is_ranked]
    ranked += [node.id for node in _compared(program) if is_held(node.aggregation.over)]
    figures = compiled.schedule().figures
    ranked += [name for name, part in figures.items() if isinstance(part, Statistic) and is_held_place(part)]
    if ranked:
        raise IcmamlError("IND560", names=", ".join(ranked))
    populations = PopulationReader(compiled, table)
    if reference is None:
        return ParameterSource(program, table, _point(table.points, str(base_period)), None, breaks, populations)
    base = _point(reference.points, reference_period or str(reference.points[-1]))
    known = _of_reference(program, reference, str(base), scaled, figures)
    return ParameterSource(program, table, base, known, breaks, populations)


def treatment_key(name: str) -> str:
    """Return under what the figures stand by which the values of a node are treated."""
    return f"treatment({name})"


def imputation_key(name: str) -> str:
    """Return under what the figures stand by which the gaps of a variable or a node are filled."""
    return f"imputation({name})"


def weights_key(name: str) -> str:
    """Return under what the fitted weights of a group stand."""
    return f"weights({name})"


def is_held(population: str) -> bool:
    """Whether figures of another period or an earlier assessment take the place of those of a population."""
    return population in HELD_POPULATIONS


def is_held_place(statistic: Statistic) -> bool:
    """Whether a statistic is a place among rows of all kinds, which no other population can give."""
    return statistic.function in RANKS and is_held(statistic.population)


def _point(points: Sequence[PeriodPoint], period: str) -> PeriodPoint:
    names = [str(point) for point in points]
    if period not in names:
        raise UnknownNameError("period", period, names)
    return points[names.index(period)]


def _cut_by_data(program: Program) -> list[TreeNode]:
    return [node for node in program.nodes.values() if node.cuts is not None]


def _compared(program: Program) -> list[TreeNode]:
    return [node for node in program.nodes.values() if node.compares]


def _weighed_by_data(program: Program) -> list[TreeNode]:
    return [node for node in program.nodes.values() if node.aggregation.weights.facts.fitted]


def _refuse_mixed_populations(
    program: Program, scaled: list[TreeNode], table: DataTable, breaks: dict[str, tuple[Break, ...]]
) -> None:
    """Refuse scales that compare several periods across a break: one bound of two definitions falsifies every score."""
    mixed = [node for node in scaled if program.crosses_periods(node.scale.over)]
    mixed += [node for node in scaled if node.treatment and program.crosses_periods(node.treatment.over)]
    mixed += [
        node
        for node in program.nodes.values()
        if node.imputation and node.imputation.asks_population and program.crosses_periods(node.imputation.over)
    ]
    mixed += [node for node in _cut_by_data(program) if node.cuts and program.crosses_periods(node.cuts.over)]
    of_rows = [*_compared(program), *_weighed_by_data(program)]
    mixed += [node for node in of_rows if program.crosses_periods(node.aggregation.over)]
    for node in mixed:
        if len(np.unique(comparable_spans(breaks[node.id], table.points))) > 1:
            found = next(b for b in breaks[node.id] if len(np.unique(comparable_spans([b], table.points))) > 1)
            raise found.refusal(
                node.id,
                "use `over: period` en su escala o califique cada tramo por su lado",
                "use `over: period` in its scale, or score each stretch by itself",
            )


def _of_reference(
    program: Program, reference: Reference, base: str, scaled: list[TreeNode], figures: Collection[str]
) -> dict[str, Parameters]:
    refuse_other_edition(program, reference.program)
    same = (program.id, program.version) == (reference.program.id, reference.program.version)
    parameters: dict[str, Parameters] = {}
    for name in figures:
        known = reference.parameters.get(name, {})
        if known:
            parameters[name] = known.get(base) or next(iter(known.values()))
    for node in {node.id: node for node in (*scaled, *_cut_by_data(program))}.values():
        old = node.id
        replaces = isinstance(node.spec, Indicator) and node.spec.replaces in reference.program.nodes
        if not same and replaces and isinstance(node.spec, Indicator) and node.spec.replaces is not None:
            if not node.spec.comparable:
                continue
            old = node.spec.replaces
        known = reference.parameters.get(old, {})
        # One population alone is that of all periods, or bounds that were carried over before.
        alone = next(iter(known.values())) if len(known) == 1 else {}
        found = {**known.get("all", {}), **known.get(base, alone)}
        if found:
            parameters[node.id] = found
    for name in (imputation_key(name) for name in (*program.variable_by_id, *program.nodes)):
        parameters[name] = _of_base(reference.parameters.get(name, {}), base)
    for node in _weighed_by_data(program):
        parameters[weights_key(node.id)] = _of_base(reference.parameters.get(weights_key(node.id), {}), base)
    untreated = []
    for node in program.nodes.values():
        if node.treatment is not None and is_held(node.treatment.over):
            known = reference.parameters.get(treatment_key(node.id), {})
            found = _of_base(known, base)
            parameters[treatment_key(node.id)] = found
            untreated += [] if found else [node.id]
    if untreated:
        raise IncomparableError("IND746", names=", ".join(untreated))
    return parameters


def _of_base(known: Mapping[str, Parameters], base: str) -> Parameters:
    """Return what was taken from all periods, from the base, or, where it is alone, from another one."""
    return known.get("all") or known.get(base) or (next(iter(known.values())) if len(known) == 1 else {})


def _are_usable(found: Parameters) -> bool:
    """Whether figures are apart enough to measure by."""
    given = not any(np.isnan(figure) for figure in found.values())
    return given and found.get("sd") != 0 and not ("low" in found and found["low"] == found["high"])


def _shown(scale: Scale, bound: float) -> str:
    """Return a bound as the figure that it is, not as its logarithm."""
    if np.isinf(bound):
        return "∞" if bound > 0 else "-∞"
    return with_digits(float(np.exp(bound)) if scale.log else bound)
