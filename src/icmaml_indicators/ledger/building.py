"""One node of one row of a scored program to an account."""

from __future__ import annotations

import math
from dataclasses import asdict, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ..engine.answer_scores import AnswerScores
from ..errors import UnknownNameError, expect
from ..formulas import Expression
from ..formulas.reasons import NOT_REPORTED, REASON_NAMES
from ..formulas.rounding import with_digits
from ..formulas.tree import Constant, Name, NodeFigure, Statistic
from ..specs import Indicator, TreeNode
from ..transforms.attainment import LIGHTS
from ..transforms.ranking import ordered_ends
from ..transforms.sums import FULL
from .entries import Account, Entry, SheetFormula, path_text
from .formulas import FormulaTrace, Read, reads
from .groups import Working, absorb_rounding, add_share, work_group
from .imputation import put_figure
from .parameters import goal_keys, is_own, parameter_entry, quantity_keys
from .rollup import add_rolled
from .scales import answer_expression, attainment_expression
from .score_steps import with_value, work_rounding, work_scale
from .statistics import statistic_entry
from .words import number, word

if TYPE_CHECKING:
    from ..scoring.scored import Scored


Path = tuple[str, ...]


def account_for(scored: Scored, entity: str, node: str, period: str | None) -> Account:
    """Return the account of one figure; see `Assessment.explain`."""
    expect("node", node, str)
    if node not in scored.program.nodes:
        raise UnknownNameError("node", node, list(scored.program.nodes))
    return build_account(scored, node, scored.row_of(entity, period))


def build_account(scored: Scored, node: str, row: int) -> Account:
    """Account for one node of one row of a scored program."""
    return _AccountBuilder(scored, node, row).ledger()


def _number(value: Any) -> float | None:
    figure = float(value)
    return figure if math.isfinite(figure) else None


class _AccountBuilder:
    def __init__(self, scored: Scored, node: str, row: int) -> None:
        self.scored, self.row, self.top = scored, row, scored.program.nodes[node]
        self.program, self.table, self.book = scored.program, scored.table, scored.book
        self.language = scored.language
        self.period = str(self.table.periods[row])
        self.place = {leaf.id: number for number, leaf in enumerate(self.program.indicators)}
        self.findings = self.table.findings.of_row(row, self.period, self.language)
        self.work = FormulaTrace(scored, row, self.formulas())
        self.homes: dict[str, str] = {}
        self.told: set[str] = set()

    @cached_property
    def answers(self) -> AnswerScores:
        """What answers earn."""
        return AnswerScores(self.program, self.table)

    def formulas(self) -> dict[str, Expression]:
        """Return the formulas below the node and of what they read, and those of targets and baselines."""
        compiled, found = self.scored.compiled, {}
        nodes = {self.top.id: self.top}
        waiting = [self.top]
        for node in waiting:
            further = {child.id: child for child in node.children}
            own = {node.id: compiled.trees.get(node.id)}
            own |= {key: compiled.quantity_trees.get(key) for key in (*goal_keys(node.id), *quantity_keys(node))}
            for key, tree in own.items():
                if tree is not None:
                    found[key] = tree
                    parts = [read.part for read in reads(tree) if not isinstance(read.part, Statistic)]
                    further |= {part.id: self.program.nodes[part.id] for part in parts if part.id in self.program.nodes}
            waiting += [other for name, other in further.items() if name not in nodes]
            nodes |= further
        return found

    def ledger(self) -> Account:
        self.settle(self.top, (self.top.id,))
        root = self.entry(self.top, (self.top.id,))
        # What concerns the row as a whole belongs to no cell.
        root.findings = [
            *root.findings,
            *(finding for subject in ("entity", "period") for finding in self.findings.get(subject, ())),
        ]
        return Account(
            self.program.id,
            self.program.version,
            str(self.table.entities[self.row]),
            self.period,
            self.scored.fingerprint,
            root,
            self.language,
        )

    def settle(self, node: TreeNode, path: Path) -> None:
        """Give a node, and all below it that have none yet, the place where it is accounted for."""
        waiting = [(node, path)]
        for each, where in waiting:
            if each.id not in self.homes:
                self.homes[each.id] = path_text(where)
                waiting += [(child, (*where, child.id)) for child in each.children]

    def entry(self, node: TreeNode, path: Path) -> Entry:
        """Return the account of a node where it has its place, else a line that points there."""
        entry = self.figures(node, self.row)
        if node.id in self.told or self.homes[node.id] != path_text(path):
            entry.see = self.homes[node.id]
            return entry
        self.told.add(node.id)
        entry.coverage = float(self.book.nodes[node.id].coverage[self.row])
        entry.provenance = node.provenance.status if node.provenance else ""
        entry.findings = self.findings.get(node.id, [])
        if isinstance(node.spec, Indicator):
            if node.spec.criterion is not None:
                self.add_answer(entry, node)
            else:
                self.add_formula(entry, node.spec, path)
                if not self.has_published_score(entry):
                    self.add_scale(entry, node, node.spec, path)
            if self.has_published_score(entry):
                entry.scale, entry.scaled = "", f"{word(self.language, 'published')}: {number(entry.score)}"
                entry.detail["published"], entry.live = True, None
        else:
            self.add_parts(entry, node, path)
        self.add_quantities(entry, node, path, "levels.", "gates.", "aggregation.")
        self.add_class(entry, node)
        self.add_standing(entry, node)
        return entry

    def add_class(self, entry: Entry, node: TreeNode) -> None:
        """Tell between which cuts a score lies whose level is cut by data, and by whose scores."""
        cuts = self.book.cuts.get(node.id)
        if cuts is None or node.cuts is None or entry.level is None or entry.score is None:
            return
        ends = [None, *map(float, cuts.of_row(self.row)), None]
        place = int(cuts.classify(self.book.nodes[node.id].scores, node.level_decimals)[self.row])
        codes = cuts.populations.codes
        number = 0 if codes is None else int(codes[self.row])
        found: dict[str, Any] = {"above": ends[place], "up_to": ends[place + 1], "method": node.cuts.method}
        found["population"] = cuts.populations.names[number]
        if self.scored.source is None:
            inside = slice(None) if codes is None else codes == number
            found["n"] = int(np.count_nonzero(~np.isnan(self.book.nodes[node.id].scores[inside])))
        entry.detail["class"] = found

    def add_standing(self, entry: Entry, node: TreeNode) -> None:
        """Tell why a node does not apply to the row, or why the row is not assessed."""
        standing, program = self.scored.run.populations.standing(node.id), self.program
        if standing is None or not standing[self.row]:
            return
        excluded = self.scored.run.populations.exclusion_reasons
        is_excluded = program.applies is not None and excluded is not None and bool(excluded[self.row])
        rule = program.applies.rule if is_excluded and program.applies is not None else str(node.applies)
        told = f"[{word(self.language, REASON_NAMES[standing[self.row]])}]: {word(self.language, 'applies', rule=rule)}"
        entry.detail["applies"] = rule
        entry.worked, entry.scaled, entry.live = told, "", None

    def figures(self, node: TreeNode, row: int) -> Entry:
        """Return an entry with what a node came to in a row; -1 where there is none."""
        entry = Entry("indicator" if node.is_indicator else "group", node.id, node.title.in_language(self.language))
        if row < 0:
            entry.reason = REASON_NAMES[NOT_REPORTED]
            return entry
        scored = self.book.nodes[node.id]
        levels = scored.levels
        low, high = ordered_ends(scored.lowest[row : row + 1], scored.highest[row : row + 1])
        entry.score, entry.reason = _number(scored.scores[row]), REASON_NAMES[scored.reasons[row]]
        entry.level = None if levels is None or levels.level[row] < 0 else node.levels[levels.level[row]].id
        entry.lowest, entry.highest = _number(low[0]), _number(high[0])
        if isinstance(node.spec, Indicator):
            entry.value = _number(self.scored.results.values[self.place[node.id], row])
            entry.unit = node.spec.unit.in_language(self.language) if node.spec.unit else ""
        elif node.id in self.book.values:
            entry.value = _number(self.book.values[node.id][row])
        return entry

    # Groups ------------------------------------------------------------------------------------------

    def add_parts(self, entry: Entry, node: TreeNode, path: Path) -> None:
        working = work_group(self.scored, node.id, self.row)
        entry.rule, entry.worked, entry.detail = node.aggregation.method, working.text, working.detail
        held = int(self.book.held[node.id][self.row]) if node.id in self.book.held else 0
        if held:
            entry.rule += f", held by gate {held}"
        if working.term_of:
            entry.detail["term_of"] = working.term_of
        entry.scale, entry.scaled = working.scale.told if working.scale else "", working.scaled
        if self.has_published_score(entry):
            entry.worked, entry.detail["published"] = word(self.language, "published"), True
            entry.scaled = ""
        self.add_quantities(entry, node, path, "scale.", "weight")
        for child in node.children:
            part = self.entry(child, (*path, child.id))
            add_share(part, working)
            entry.children.append(part)
        absorb_rounding(entry, working)
        entry.live = self.live_group(node, entry, working)

    def has_published_score(self, entry: Entry) -> bool:
        """Whether the score of a node is a published one, for none could be computed."""
        computed = self.book.computed.get(entry.id)
        return computed is not None and bool(np.isnan(computed[self.row])) and entry.score is not None

    def live_group(self, node: TreeNode, entry: Entry, working: Working) -> SheetFormula | None:
        plan = self.book.plans.get(node.id)
        if plan is None or entry.score is None or entry.detail.get("published"):
            return None
        m, span = self.book.matrices, slice(self.row, self.row + 1)
        worth = float(plan.worth(m, span)[0])
        return SheetFormula(
            scaling=working.scale.whole if working.scale else None,
            rigid=working.scale is not None and working.scale.rigid,
            rounding=node.rounding,
            unrounded=working.unrounded,
            group={"plan": plan, "gates": plan.gates_at(m, span), "worth": worth, "share": plan.share_at(m, span)[0]},
        )

    # Indicators --------------------------------------------------------------------------------------

    def add_formula(self, entry: Entry, spec: Indicator, path: Path) -> None:
        results, at = self.scored.results, self.place[spec.id]
        entry.reason = REASON_NAMES[results.reasons[at, self.row]] or entry.reason
        entry.rule = str(spec.formula_in_force)
        worked = self.work.substitute_figures(spec.id)
        tree = self.scored.compiled.trees[spec.id]
        if spec.is_handed_in:
            entry.findings = []  # they stand at the cell, which bears the same id
        if self.scored.is_published_at(at, self.row):
            entry.rule, entry.detail["published"] = f"published value; {entry.rule}", True
            entry.worked = f"{worked} = –; {word(self.language, 'published')}: {number(entry.value)}"
        else:
            outcome = number(entry.value) if entry.value is not None else f"[{word(self.language, entry.reason)}]"
            entry.worked = f"{worked} = {outcome}"
        parts = self.add_reads(entry, reads(tree), path)
        if "published" not in entry.detail:
            entry.live = SheetFormula(formula=tree, parts=parts)

    def add_reads(self, entry: Entry, found: dict[Read, None], path: Path) -> dict[Read, Entry]:
        """Add what a formula reads as children; return which is which. The score and level of a node are one child."""
        known: dict[object, Entry] = {}
        parts: dict[Read, Entry] = {}
        for read in found:
            if read.subject not in known:
                known[read.subject] = self.read_entry(read, path)
                entry.children.append(known[read.subject])
            parts[read] = known[read.subject]
        return parts

    def read_entry(self, read: Read, path: Path) -> Entry:
        """Return what a formula reads: an input, a statistic, a node with its score, or an indicator's own formula."""
        part, lag = read.part, read.lag
        period = self.work.period(lag) if lag else ""
        if isinstance(part, Statistic):
            return statistic_entry(self.scored, part, self.work.earlier(lag), period)
        if isinstance(part, NodeFigure) and part.kind != "weight":
            node = self.program.nodes[part.id]
            if not lag:
                self.settle(node, (*path, node.id))
                return self.entry(node, (*path, node.id))
            entry = self.figures(node, self.work.earlier(lag))
            entry.period = period
            return entry
        if part.id in self.program.variable_by_id:
            return self.input(part.id, lag)
        if isinstance(part, NodeFigure) or part.id not in self.program.nodes:
            return self.parameter(part, lag, path)
        return self.nested_entry(part, lag, path)

    def nested_entry(self, name: Name, lag: int, path: Path) -> Entry:
        """Return an indicator that a formula reads, as the formula sees it: published values do not stand in."""
        node = self.program.nodes[name.id]
        assert isinstance(node.spec, Indicator)
        tree, figure = self.scored.compiled.trees[name.id], self.work.figure(name, lag)
        outcome = number(figure.value) if figure.value is not None else f"[{word(self.language, figure.reason)}]"
        entry = Entry(
            "indicator",
            name.id,
            node.title.in_language(self.language),
            period=self.work.period(lag) if lag else "",
            value=figure.value,
            reason=figure.reason,
            rule=str(node.spec.formula),
            worked=f"{self.work.substitute_figures(name.id, lag)} = {outcome}",
            unit=node.spec.unit.in_language(self.language) if node.spec.unit else "",
            provenance=node.provenance.status if node.provenance else "",
            findings=[] if lag else self.findings.get(name.id, []),
        )
        entry.live = SheetFormula(tree, lag, self.add_reads(entry, reads(tree, lag), (*path, name.id)))
        return entry

    def parameter(self, part: Name | NodeFigure, lag: int, path: Path) -> Entry:
        """Return a parameter or a weight, with what it is worked out from, or the period."""
        entry = parameter_entry(self.scored, self.work, part, lag)
        tree = self.scored.compiled.quantity_trees.get(entry.id)
        if tree is not None and not isinstance(tree, Constant):
            found = {read: None for read in reads(tree, lag) if not is_own(read)}
            parts = self.add_reads(entry, found, (*path, entry.id))
            entry.live = SheetFormula(tree, lag, parts) if len(parts) == len(reads(tree, lag)) else None
        return entry

    def add_scale(self, entry: Entry, node: TreeNode, spec: Indicator, path: Path) -> None:
        reached = self.scored.target_attainments.get(spec.id)
        if reached is not None and spec.attainment is not None:
            self.add_target(entry, node, spec, path)
            return
        values, rounds = self.scored.scaled_values(self.place[spec.id]), node.rounding is not None
        working = work_scale(self.scored, node, values, self.row, None if rounds else entry.score, entry.reason)
        if working is None:
            return
        entry.scale = working.told
        entry.detail |= working.detail
        self.add_quantities(entry, node, path, "scale.", "weight")
        if entry.score is None:
            return
        if working.text:
            self.show_score(entry, working.text, working.whole, rigid=working.rigid)
        self.add_rounding(entry, node, working.score)

    def add_quantities(self, entry: Entry, node: TreeNode, path: Path, *where: str) -> None:
        """Show the numbers of a node that are worked out and stand somewhere, with what they read."""
        told: dict[str, str] = {}
        trees = self.scored.compiled.all_trees
        before = (node.id, *(f"{node.id}.{key}" for key in entry.detail.get("quantities", ())))
        known = {read: None for name in before if name in trees for read in reads(trees[name])}
        for name in quantity_keys(node, where):
            tree, figure = self.scored.compiled.quantity_trees[name], float(self.scored.run.quantities[name][self.row])
            key = name.partition(".")[2]
            told[key] = f"{self.work.substitute_figures(name)} = {number(figure)}"
            if key == "scale.formula" and entry.score is not None:
                entry.scaled = told[key]
            further = {read: None for read in reads(tree) if read not in known and not is_own(read)}
            self.add_reads(entry, further, path)
            known |= further
        entry.detail |= {"quantities": entry.detail.get("quantities", {}) | told} if told else {}

    def show_score(self, entry: Entry, text: str, whole: Expression | None, *, rigid: bool = False) -> None:
        """Write how a value became a score, and keep it for workbooks."""
        entry.scaled = text
        entry.live = replace(entry.live or SheetFormula(), scaling=whole, rigid=rigid)

    def add_rounding(self, entry: Entry, node: TreeNode, before: float) -> None:
        """Show how a score was rounded."""
        if node.rounding is None or entry.score is None:
            return
        step, text = work_rounding(node.rounding, before, self.language)
        entry.detail["adjustments"] = [step]
        entry.scaled = "; ".join(part for part in (entry.scaled, text) if part)
        entry.live = replace(entry.live or SheetFormula(), rounding=node.rounding, unrounded=before)

    def add_target(self, entry: Entry, node: TreeNode, spec: Indicator, path: Path) -> None:
        """Show how a result is held against its target."""
        reached, row, sheet = self.scored.target_attainments[spec.id], self.row, spec.attainment
        assert sheet is not None
        parts = {"target": reached.target[row], "high": reached.high[row], "baseline": reached.baseline[row]}
        known = {key: float(figure) for key, figure in parts.items() if np.isfinite(figure)}
        told = ", ".join(f"{key} {with_digits(figure, 10)}" for key, figure in known.items())
        method, attained = sheet.method_for(spec.direction), float(reached.attainment[row])
        entry.scale = f"{method}: {told or '–'}" + (f"; {with_digits(attained)} %" if np.isfinite(attained) else "")
        entry.level = LIGHTS[reached.lights[row]] or entry.level
        entry.detail["attainment"] = {"method": method, "percent": _number(attained), **known}
        told_before = reads(self.scored.compiled.trees[spec.id])
        for key in goal_keys(spec.id):
            tree = self.scored.compiled.quantity_trees.get(key)
            if tree is not None:
                part = key.rpartition(".")[2]
                entry.detail["attainment"][f"{part}_worked"] = (
                    f"{self.work.substitute_figures(key)} = {number(parts[part])}"
                )
                further = {read: None for read in reads(tree) if read not in told_before and not is_own(read)}
                self.add_reads(entry, further, path)
                told_before |= reads(tree)
        if entry.score is None or entry.value is None:
            return
        ends = float(parts["target"]), float(parts["baseline"]), float(parts["high"])
        actual, score = float(reached.actual[row]), float(np.clip(attained, 0.0, FULL))
        shown = attainment_expression(method, *ends, at=actual)
        whole = attainment_expression(method, *ends) if actual == entry.value else None
        self.show_score(entry, f"{with_value(shown, actual)} = {number(score)}", whole)
        self.add_rounding(entry, node, score)

    def add_answer(self, entry: Entry, node: TreeNode) -> None:
        """Show what an answer earns."""
        spec = node.spec
        assert isinstance(spec, Indicator) and spec.criterion is not None and node.answer is not None
        results, at, points = self.scored.results, self.place[spec.id], self.program.points_of[spec.id]
        entry.reason = REASON_NAMES[results.reasons[at, self.row]] or entry.reason
        role = node.role if node.role in {"bonus", "penalty"} else "base"
        entry.rule = f"{'' if role == 'base' else f'{role}, '}{spec.criterion.answer}, {points} points"
        entry.detail |= {"points": str(points), "role": role}
        entry.findings = []  # they stand at the cell, which bears the same id
        entry.children.append(self.input(spec.id))
        amount = node.answer.amount
        whole = None
        if amount is not None and amount.of is not None:
            entry.children.append(self.input(amount.of))
            whole = entry.children[-1].value
        if entry.score is None:
            return
        if entry.value is None:  # does not apply, and counts all the same
            entry.scaled = f"[{word(self.language, entry.reason)}] → {number(entry.score)}"
            return
        span = slice(self.row, self.row + 1)
        earned = float(self.answers.credit(node.answer, results.values[at, span], span)[0])
        expression = answer_expression(node.answer, entry.value, whole)
        if node.answer.options:
            option = node.answer.options[int(entry.value)]
            credit = word(self.language, "credit", credit=str(node.answer.credits[int(entry.value)]))
            text = f"«{option.title.in_language(self.language)}»: {credit} = {number(earned)}"
        else:
            text = f"{with_value(expression, entry.value)} = {number(earned)}"
        self.show_score(entry, text, expression, rigid=amount is None or bool(amount.steps))
        self.add_rounding(entry, node, earned)

    def input(self, name: str, lag: int = 0) -> Entry:
        """Return the entry of a variable or an answer, with the cell it came from and what was found about it."""
        table, row = self.table, self.work.earlier(lag)
        variable = self.program.variable_by_id[name]
        entry = Entry("variable", name, variable.title.in_language(self.language), reason=REASON_NAMES[NOT_REPORTED])
        entry.period = self.work.period(lag) if lag else ""
        entry.unit = variable.unit.in_language(self.language) if variable.unit else ""
        if row < 0:
            return entry
        cell = table.cell(name, row)
        entry.raw = {part: given for part, given in asdict(cell).items() if given != ""} if cell else None
        put_figure(self.scored, entry, row)
        found = table.findings.of_row(row, entry.period, self.language) if lag else self.findings
        entry.findings = found.get(name, [])
        if entry.value is not None and variable.options:
            entry.detail["option"] = table.words_of(variable)[int(entry.value)]
        if variable.of is not None:
            figure = _number(table.values[table.variables.index(variable.of), row])
            entry.rule = f"{variable.of} = {number(figure)}" if figure is not None else variable.of
        add_rolled(self.scored, entry, row)
        return entry
