"""A schedule run over a table, stage by stage; or over given scores of the leaves, with no data behind them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ..data.checks.inputs import reject_excess_shares
from ..data.model.table import DataTable
from ..formulas.plan import Evaluation, Plan, in_blocks, in_parallel
from ..formulas.reasons import NOT_APPLICABLE, NOT_REPORTED, UNDEFINED
from ..formulas.tree import NodeFigure
from ..specs import Imputation, Indicator, Treatment, TreeNode
from ..transforms.class_cuts import FittedCuts
from ..transforms.imputation.imputing import Held, ImputedFigures
from ..transforms.populations import EVERYBODY, Populations
from ..transforms.scales.base import Fitted
from ..transforms.scales.normalisation import normalise
from ..transforms.scales.rule import ScaleRule
from ..transforms.sums import FULL
from ..transforms.treatment.treating import TreatedFigures, treat
from .answer_scores import AnswerScores
from .breaks import find_eras
from .columns.gap_filler import GapFiller
from .columns.input_columns import InputColumns
from .columns.published import join_published
from .columns.statistics import FittedStatistic
from .compiled import CompiledProgram, earlier_rows
from .group_scoring import GroupScorer, fill_rule
from .groups import GroupPlan
from .indicator_targets import TargetAttainment, TargetReader, evaluate_target
from .node_matrices import list_rows, mark_undefined
from .node_scores import FittedParameters
from .parameters import KeptParameters, is_held
from .population_reader import PopulationReader
from .run_results import RunResults
from .schedule import ScaleBatch, Stage

Floats = NDArray[np.float64]
Reasons = NDArray[np.uint8]


def run_schedule(
    compiled: CompiledProgram,
    table: DataTable,
    source: KeptParameters | None = None,
    *,
    given: tuple[Evaluation, NDArray[np.bool_] | None] | None = None,
    fills_gaps: bool = True,
) -> RunResults:
    """Compute every column of a program, stage by stage.

    Parameters
    ----------
    compiled, table
        What is measured, on what; the table has been checked.
    source
        Parameters of another period or an earlier assessment, to score on.
    given
        Values of the indicators that are known already, and where published ones stand in.
    fills_gaps
        Whether imputations of the program are in force; not where rows are no units of one population.
    """
    run = _Run(compiled, table, source, fills_gaps=fills_gaps)
    if given is not None:
        run.results, run.published = given
    return run.run(evaluate=given is None)


class _Run:
    def __init__(
        self, compiled: CompiledProgram, table: DataTable, source: KeptParameters | None, *, fills_gaps: bool
    ) -> None:
        self.compiled, self.table, self.source, self.fills_gaps = compiled, table, source, fills_gaps
        self.schedule, self.program = compiled.schedule(table.published_scores), compiled.program
        self.populations = PopulationReader(compiled, table)
        nobody_left_out = self.populations.exclusion_reasons is None
        conditional = self.schedule.conditional if nobody_left_out else self.schedule.scored_ids
        known = ((name, self.populations.standing(name)) for name in conditional)
        self.standing = {name: why for name, why in known if why is not None}
        self.scorer = GroupScorer(self.schedule, table.rows, table.published_scores, self.standing)
        self.m = self.scorer.m
        self.answers = AnswerScores(self.program, table) if self.program.criteria else None
        shape = (len(self.program.indicators), table.rows)
        self.results = Evaluation(np.empty(shape), np.zeros(shape, np.uint8))
        self.published = None if table.published is None else np.zeros(shape, bool)
        self.goals: dict[str, Floats] = {}
        self.goal_reasons: dict[str, Reasons] = {}
        self.reader = TargetReader(table, self.goals)
        self.targets: dict[str, TargetAttainment] = {}
        self.fits: list[FittedParameters] = []
        self.treated: dict[str, TreatedFigures] = {}
        self.imputed_scores: dict[str, NDArray[np.bool_]] = {}
        self.statistics: dict[str, FittedStatistic] = {}
        self.columns = self.handed_in = self.input_columns()
        self.gaps = GapFiller(
            self.program,
            table,
            self.populations.read,
            self.populations.exclusion_reasons,
            partial(find_eras, compiled, table),
        )
        self.imputed: dict[str, ImputedFigures] = {}
        if fills_gaps:
            self.columns, self.imputed = self.gaps.fill_inputs(self.handed_in, self.hold_imputations)

    def input_columns(self) -> InputColumns:
        """Return the inputs of plans; scores are read where they are written, the rest is filled in on the way."""
        table, previous = self.table, earlier_rows(self.compiled, self.table)
        if len(self.schedule.inputs) == len(table.values):
            return InputColumns(table.values, table.reasons, previous)
        values, reasons = self.compiled.read_columns(table)
        for part in self.schedule.figures.values():
            if isinstance(part, NodeFigure) and part.kind == "score":
                scores, why = self.scorer.read_figure(part)
                values.append(scores)
                reasons.append(why)
            else:
                values.append(np.empty(table.rows))
                reasons.append(np.zeros(table.rows, np.uint8))
        return InputColumns(values, reasons, previous)

    def put_figure(self, name: str, values: Floats, reasons: Reasons) -> None:
        """Fill in what formulas read."""
        number = self.schedule.inputs.index(name)
        self.columns.values[number][:], self.columns.reasons[number][:] = values, reasons

    def run(self, *, evaluate: bool) -> RunResults:
        rows = self.table.rows
        for stage, (arguments, formulas) in zip(self.schedule.stages, self.schedule.formula_plans, strict=True):
            for node in stage.classes:
                self.cut_levels(node)
            for plan in stage.weighed_groups:
                self.weigh(plan)
            if arguments is not None:
                self.compute_statistics(stage, arguments)
            if formulas is not None:
                self.compute_formulas(formulas, keep=not evaluate)
            if evaluate:
                self.join_values(stage)
            for leaf in stage.targets:
                self.score_target(leaf)
            self.fits += [fit for fit in in_parallel(self.scale, self.scale_batches(stage), rows) if fit is not None]
            for plan in stage.compared_groups:
                self.scorer.compare(plan, self.populations)
            for plan in stage.relative_groups:
                self.scale_group(plan)
            if stage.answers:
                in_blocks(self.score_answers, rows)
            for name in self.scored_leaves(stage) if self.standing else ():
                self.scorer.withhold(name, slice(0, rows))
            self.bound_leaves(stage)
            if stage.leaves_to_finish or stage.groups:
                in_blocks(partial(self.scorer.score, stage), rows)
            self.read_levels(stage)
        targets = {leaf.id: self.targets[leaf.id] for leaf in self.program.indicators if leaf.id in self.targets}
        nodes = self.scorer.scores(self.fits)
        found = (self.columns, self.statistics, self.goals, self.goal_reasons, self.populations)
        stand_in = (self.imputed, self.imputed_scores, self.treated)
        return RunResults(self.results, self.published, targets, nodes, *found, *stand_in)

    def compute_statistics(self, stage: Stage, arguments: Plan) -> None:
        """Take the statistics of a stage from their populations."""
        found = self.columns.evaluate(arguments)
        line = {name: number for number, name in enumerate(arguments.outputs)}
        for column in stage.statistics:
            lines = [line[name] for name in column.arguments]
            statistic, populations = column.statistic, self.populations.read(column.statistic.population)
            kept = [found.values[number] for number in lines]
            outcome = column.compute(kept, populations, self.table.period_codes)
            figures = outcome.figures
            if self.source is not None and is_held(statistic.population):
                figures = np.full(self.table.rows, self.source.hold_statistic(column, kept))
            reasons = np.where(np.isnan(figures), np.uint8(UNDEFINED), np.uint8(0))
            if outcome.by_population is None:  # who has no figure has no place
                own = np.maximum.reduce([found.reasons[number] for number in lines])
                reasons = np.where((reasons != 0) & (own != 0), own, reasons)
            outside = self.populations.reasons_outside(statistic.population)
            reasons = np.where(outside != 0, outside, reasons)
            self.put_figure(column.name, np.where(reasons == 0, figures, np.nan), reasons)
            self.statistics[column.name] = FittedStatistic(column, populations, kept, outcome)

    def compute_formulas(self, formulas: Plan, *, keep: bool) -> None:
        """Work out the formulas of a stage; with `keep` the targets and baselines alone."""
        place = self.schedule.place
        is_known = keep and set(formulas.outputs) <= place.keys()
        is_filled = self.columns is not self.handed_in
        if is_known and not is_filled:
            return
        found = self.columns.evaluate(formulas)
        if is_filled:
            self.mark_imputed_results(formulas, found)
        if is_known:
            return
        if not keep and formulas.outputs == tuple(place):  # all there is: nothing has to be copied
            self.results = found
            return
        for number, name in enumerate(formulas.outputs):
            if name not in place:
                self.goals[name], self.goal_reasons[name] = found.values[number], found.reasons[number]
                self.scorer.put_quantity(name, found.values[number], found.reasons[number])
            elif not keep:
                self.results.values[place[name]] = found.values[number]
                self.results.reasons[place[name]] = found.reasons[number]

    def mark_imputed_results(self, formulas: Plan, found: Evaluation) -> None:
        """Note where formulas come to something only with the figures that stand in for absent ones."""
        without = self.handed_in.evaluate(formulas)
        for number, name in enumerate(formulas.outputs):
            own = ~np.isnan(found.values[number]) & (found.values[number] != without.values[number])
            if own.any():
                self.mark_imputed_score(name.partition(".")[0], own)

    def mark_imputed_score(self, name: str, rows: NDArray[np.bool_]) -> None:
        """Note rows in which the score of a leaf rests on figures that stand in for absent ones."""
        if name in self.schedule.place:
            self.imputed_scores[name] = rows | self.imputed_scores.get(name, np.False_)

    def join_values(self, stage: Stage) -> None:
        """Put answers beside the results of formulas, and let published values stand in."""
        place, results = self.schedule.place, self.results
        for leaf in stage.leaves:
            if leaf.answer is not None:
                source = self.table.variables.index(leaf.id)
                results.values[place[leaf.id]] = self.table.values[source]
                results.reasons[place[leaf.id]] = self.table.reasons[source]
        places = [place[leaf.id] for leaf in stage.leaves]
        if self.published is not None:
            join_published(self.program, self.table, results, self.published, places)
        for leaf in stage.leaves:
            if leaf.applies is not None:
                self.withhold_values(leaf)
        trees = self.compiled.trees
        reject_excess_shares(self.program, trees, self.table, results, self.published, places)

    def withhold_values(self, leaf: TreeNode) -> None:
        """Leave a leaf without a value in rows that it does not apply to."""
        place, why = self.schedule.place[leaf.id], self.populations.reasons_against(str(leaf.applies), NOT_APPLICABLE)
        values, reasons = self.results.values[place], self.results.reasons[place]
        values[why != 0] = np.nan
        reasons[:] = np.where(why != 0, why, reasons)
        if self.published is not None:
            self.published[place] &= why == 0

    def scale_batches(self, stage: Stage) -> list[ScaleBatch]:
        """Return the batches of a stage; where parameters are held, one for each leaf that compares."""
        alone = [self.is_held(batch.rule) or self.is_held(batch.treatment) for batch in stage.scales]
        rows, batches = self.table.rows, zip(stage.scales, alone, strict=True)
        return [part for batch, is_alone in batches for part in batch.parts(rows, alone=is_alone)]

    def is_held(self, rule: ScaleRule | Treatment | None) -> bool:
        """Whether a scale, or a treatment, takes its figures from elsewhere."""
        if self.source is None or rule is None or not is_held(rule.over):
            return False
        return isinstance(rule, Treatment) or rule.facts.is_relative

    def scale(self, batch: ScaleBatch) -> FittedParameters | None:
        """Score a batch of leaves over all rows; return what their scales took from populations."""
        m, rule = self.m, batch.rule
        values, given = self.results.values[batch.places], self.results.reasons[batch.places]
        if batch.imputation is not None and self.fills_gaps:
            values, given = self.impute(batch, batch.imputation, values, given)
        rule, given = fill_rule(rule, self.program.nodes[batch.ids[0]], (self.goals, self.goal_reasons), given)
        if batch.treatment is not None:
            values, given = self.treat(batch, batch.treatment, values, given)
        taken: Fitted | None = None
        populations = self.populations.read(rule.over)
        held = self.is_held(rule)
        if self.source is not None and held:  # a batch of one
            populations = EVERYBODY
            values = self.assessed(values)
            taken, rows = self.source.hold(batch.ids[0], rule, values[0])
            if len(rows):
                values = values.copy()
                values[:, rows] = np.nan
        found = normalise(rule, values, populations, taken)
        m.scores[batch.lines] = found.scores
        if rule.facts.is_relative and not held:
            given = self.populations.explain_outsiders(rule.over, given)
        m.reasons[batch.lines] = mark_undefined(found.scores, given)
        lines, shape = list_rows(batch.lines), found.scores.shape
        for ends, end in ((m.lowest, found.worst), (m.highest, found.best)):
            if np.ndim(end) == 1 or np.size(end) > len(lines):  # it depends on the population of the row
                ends.by_row.update(zip(lines, np.broadcast_to(end, shape), strict=True))
            else:
                ends.of_scale[batch.lines] = np.ravel(end)
        if self.source is not None and taken is not None:
            return FittedParameters.of_held(batch.ids[0], self.source.held.base, taken)
        if not found.parameters or held:
            return None
        return FittedParameters(batch.ids, tuple(populations.names), found.parameters)

    def impute(self, batch: ScaleBatch, rule: Imputation, values: Floats, given: Reasons) -> tuple[Floats, Reasons]:
        """Return what the scales of a batch read, gaps filled, with reasons."""
        found = self.gaps.fill(batch.ids, rule, values, given, self.hold_imputations(batch.ids, rule, values))
        self.imputed |= zip(batch.ids, found, strict=True)
        filled = np.array([own.is_imputed for own in found])
        for line in np.flatnonzero(filled.any(axis=1)).tolist():
            self.mark_imputed_score(batch.ids[line], filled[line])
        return np.array([own.filled for own in found]), np.where(filled, np.uint8(0), given)

    def hold_imputations(self, names: Sequence[str], rule: Imputation, values: Floats) -> list[Held] | None:
        """Return by what the gaps of columns are filled, taken from elsewhere; None where populations give it."""
        if self.source is None or not rule.asks_population or not is_held(rule.over):
            return None
        hold, weights = self.source.hold_imputation, self.gaps.weights_of(rule)
        return [hold(name, rule, own, weights) for name, own in zip(names, values, strict=True)]

    def treat(self, batch: ScaleBatch, rule: Treatment, values: Floats, given: Reasons) -> tuple[Floats, Reasons]:
        """Return what the scales of a batch read in the place of values, with reasons."""
        held, populations = None, self.populations.read(rule.over)
        if self.source is not None and self.is_held(rule):  # a batch of one
            populations, values = Populations((self.source.held.base,)), self.assessed(values)
            held = self.source.hold_treatment(batch.ids[0], rule, values[0])
        treated = treat(rule, values, populations, held)
        self.treated |= zip(batch.ids, treated, strict=True)
        why = given if held is not None else self.populations.explain_outsiders(rule.over, given)
        return np.array([found.treated for found in treated]), why

    def scale_group(self, plan: GroupPlan) -> None:
        """Hold the values of a group against those of its populations."""
        assert plan.scale is not None
        quantities = self.goals, self.goal_reasons
        if self.source is None or not self.is_held(plan.scale):
            taken = self.scorer.scale_among(plan, self.populations, quantities)
            if taken:
                names = tuple(self.populations.read(plan.scale.over).names)
                self.fits.append(FittedParameters((plan.node.id,), names, taken))
            return
        held, rows = self.source.hold(plan.node.id, plan.scale, self.m.scores[plan.line])
        self.m.scores[plan.line, rows] = np.nan
        self.scorer.scale(plan, EVERYBODY, quantities, held)
        if held is not None:
            self.fits.append(FittedParameters.of_held(plan.node.id, self.source.held.base, held))

    def weigh(self, plan: GroupPlan) -> None:
        """Fit the weights of a group by the scores of its children in each population."""
        self.scorer.weigh(plan, self.populations, self.source)
        for _, name in plan.weighed:
            self.goals[name], self.goal_reasons[name] = self.m.quantities[name]

    def cut_levels(self, node: TreeNode) -> None:
        """Cut the levels of a node where the scores of its populations say."""
        if self.source is None:
            found = self.scorer.fit_levels(node, self.populations)
        else:
            cuts, rows = self.source.hold_cuts(node, self.m.scores[self.schedule.line[node.id]])
            codes = np.zeros(self.table.rows, np.intp)
            codes[rows] = -1
            found = FittedCuts(Populations((self.source.held.base,), codes), cuts)
        names = tuple(found.populations.names)
        self.fits.append(FittedParameters((node.id,), names, found.parameters))
        self.scorer.cut_levels(node, found)

    def assessed(self, values: Floats) -> Floats:
        """Return values of the rows that are assessed; NaN in the others."""
        excluded = self.populations.exclusion_reasons
        return values if excluded is None else np.where(excluded != 0, np.nan, values)

    def score_target(self, leaf: TreeNode) -> None:
        """Score a result by its attainment, between nothing and full marks."""
        assert isinstance(leaf.spec, Indicator)
        m, line, place = self.m, self.schedule.line[leaf.id], self.schedule.place[leaf.id]
        values = self.assessed(self.results.values[place])
        reached = self.targets[leaf.id] = evaluate_target(leaf.spec, values, self.reader)
        scores, reasons = np.clip(reached.attainment, 0.0, FULL), self.results.reasons[place]
        absent = np.isnan(scores)
        # Without a target there is nothing to reach; a rule that divides by zero is undefined.
        why = np.where(np.isnan(reached.target), np.uint8(NOT_REPORTED), np.uint8(UNDEFINED))
        m.scores[line], m.reasons[line] = scores, np.where(absent, np.where(reasons != 0, reasons, why), 0)
        m.worst[line], m.best[line] = 0.0, FULL

    def score_answers(self, span: slice) -> None:
        """Score the answers of some rows."""
        assert self.answers is not None
        lines = self.schedule.answer_lines
        self.answers.into(span, lines, self.m.scores, self.m.reasons)
        self.m.worst[lines], self.m.best[lines] = 0.0, FULL

    def bound_leaves(self, stage: Stage) -> None:
        """Say how much leaves rest on, and what they could be, where that does not follow from their scores."""
        for name in self.scored_leaves(stage):
            if name in self.schedule.bounded:
                published = None if self.published is None else self.published[self.schedule.place[name]]
                self.scorer.bound_leaf(name, self.columns.previous, self.imputed_scores.get(name), published)

    def scored_leaves(self, stage: Stage) -> list[str]:
        """Return the leaves that a stage scores."""
        answered = [leaf.id for leaf in self.program.criteria] if stage.answers else []
        return [
            *(leaf.id for leaf in stage.targets),
            *(name for batch in stage.scales for name in batch.ids),
            *answered,
        ]

    def read_levels(self, stage: Stage) -> None:
        """Put the levels and the values that a stage gave where formulas read them."""
        valued = {leaf.id for leaf in stage.leaves} | {plan.node.id for plan, combines, _ in stage.groups if combines}
        done = {node.id for node in (*stage.leaves_to_finish, *stage.classes)}
        done |= {plan.node.id for plan, _, finishes in stage.groups if finishes}
        ready = {"value": valued, "level": done}  # scores are read where they are written
        for name, part in self.schedule.figures.items():
            if not isinstance(part, NodeFigure) or part.id not in ready.get(part.kind, ()):
                continue
            if part.kind == "value" and part.id in self.schedule.place:
                line = self.schedule.place[part.id]
                self.put_figure(name, self.results.values[line], self.results.reasons[line])
            else:
                self.put_figure(name, *self.scorer.read_figure(part))
