"""One node of one row of a scored program to an account."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import UnknownNameError, expect
from ..formulas import Expression
from ..formulas.reasons import NOT_REPORTED, REASON_NAMES
from ..formulas.rendering import RenderedTerm, render
from ..formulas.rounding import with_digits
from ..formulas.tree import Name
from ..specs import Indicator, TreeNode
from ..transforms.attainment import LIGHTS
from ..transforms.ranking import ordered_ends
from ..transforms.scales.base import Parameters
from ..transforms.scales.rule import rule_of
from ..transforms.sums import FULL, SLACK
from .entries import Account, Entry, SheetFormula
from .formulas import FormulaTrace, Read, reads
from .groups import Working, work_group
from .scales import answer_expression, attainment_expression, count_below, scale_expression
from .words import number, word

if TYPE_CHECKING:
    from ..scoring.scored import Scored


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

    def formulas(self) -> dict[str, Expression]:
        """Return the formulas below the node, and those of targets and baselines."""
        compiled, found = self.scored.compiled, {}
        leaves = [self.top]
        for node in leaves:
            leaves.extend(node.children)
            if node.id in compiled.trees:
                found[node.id] = compiled.trees[node.id]
            if node.has_target:
                found |= {key: compiled.goal_trees[key] for key in _goal_keys(node.id) if key in compiled.goal_trees}
        return found

    def ledger(self) -> Account:
        root = self.entry(self.top)
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

    def entry(self, node: TreeNode) -> Entry:
        scored, row = self.book.nodes[node.id], self.row
        levels = scored.levels
        low, high = ordered_ends(scored.lowest[row : row + 1], scored.highest[row : row + 1])
        level = None if levels is None or levels.level[row] < 0 else node.levels[levels.level[row]].id
        entry = Entry(
            "indicator" if node.is_indicator else "group",
            node.id,
            node.title.in_language(self.language),
            score=_number(scored.scores[row]),
            reason=REASON_NAMES[scored.reasons[row]],
            level=level,
            coverage=_number(scored.coverage[row]),
            lowest=_number(low[0]),
            highest=_number(high[0]),
            provenance=node.provenance.status if node.provenance else "",
            findings=self.findings.get(node.id, []),
        )
        if isinstance(node.spec, Indicator):
            if node.spec.criterion is not None:
                self.add_answer(entry, node)
            else:
                self.add_formula(entry, node.spec)
                self.add_scale(entry, node, node.spec)
            return entry
        self.add_parts(entry, node)
        return entry

    # Groups ------------------------------------------------------------------------------------------

    def add_parts(self, entry: Entry, node: TreeNode) -> None:
        working = work_group(self.book, node.id, self.row, self.language)
        entry.rule, entry.worked, entry.detail = node.aggregation.method, working.text, working.detail
        held = int(self.book.held[node.id][self.row]) if node.id in self.book.held else 0
        if held:
            entry.rule += f", held by gate {held}"
        if working.term_of:
            entry.detail["term_of"] = working.term_of
        computed = self.book.computed.get(node.id)
        if computed is not None and np.isnan(computed[self.row]) and entry.score is not None:
            entry.worked, entry.detail["published"] = word(self.language, "published"), True
        for child in node.children:
            part = self.entry(child)
            _add_share(part, working)
            entry.children.append(part)
        _absorb_rounding(entry, working)
        entry.live = SheetFormula(group=self.live_group(node, entry))

    def live_group(self, node: TreeNode, entry: Entry) -> dict[str, Any] | None:
        plan = self.book.plans.get(node.id)
        if plan is None or entry.score is None or entry.detail.get("published"):
            return None
        worth = float(plan.worth(self.book.matrices, slice(self.row, self.row + 1))[0])
        return {"plan": plan, "gates": getattr(node.spec, "gates", ()), "worth": worth}

    # Indicators --------------------------------------------------------------------------------------

    def add_formula(self, entry: Entry, spec: Indicator) -> None:
        results, at = self.scored.results, self.place[spec.id]
        assert spec.formula is not None
        entry.value = _number(results.values[at, self.row])
        entry.reason = REASON_NAMES[results.reasons[at, self.row]] or entry.reason
        entry.unit = spec.unit.in_language(self.language) if spec.unit else ""
        entry.rule = spec.formula
        worked = self.work.substitute_figures(spec.id)
        tree = self.scored.compiled.trees[spec.id]
        if self.scored.is_published_at(at, self.row):
            entry.rule, entry.detail["published"] = f"published value; {spec.formula}", True
            entry.worked = f"{worked} = –; {word(self.language, 'published')}: {number(entry.value)}"
        else:
            outcome = number(entry.value) if entry.value is not None else f"[{word(self.language, entry.reason)}]"
            entry.worked = f"{worked} = {outcome}"
            entry.live = SheetFormula(formula=tree)
        self.add_reads(entry, reads(tree))

    def add_reads(self, entry: Entry, found: dict[Read, None]) -> None:
        """Add what a formula reads as children: cells of the input, nested indicators with theirs."""
        known = {(child.id, child.period) for child in entry.children}
        for read in found:
            variable = read.name in self.program.variable_by_id
            child = self.input(read.name, read.lag) if variable else self.nested_entry(read)
            if (child.id, child.period) not in known:
                known.add((child.id, child.period))
                entry.children.append(child)

    def nested_entry(self, read: Read) -> Entry:
        """Return an indicator that a formula reads, as the formula sees it: published values do not stand in."""
        node = self.program.nodes[read.name]
        assert isinstance(node.spec, Indicator) and node.spec.formula is not None
        tree, figure = self.scored.compiled.trees[read.name], self.work.figure(Name(read.name), read.lag)
        outcome = number(figure.value) if figure.value is not None else f"[{word(self.language, figure.reason)}]"
        entry = Entry(
            "indicator",
            read.name,
            node.title.in_language(self.language),
            period=self.work.period(read.lag) if read.lag else "",
            value=figure.value,
            reason=figure.reason,
            rule=node.spec.formula,
            worked=f"{self.work.substitute_figures(read.name, read.lag)} = {outcome}",
            unit=node.spec.unit.in_language(self.language) if node.spec.unit else "",
            provenance=node.provenance.status if node.provenance else "",
            findings=[] if read.lag else self.findings.get(read.name, []),
            live=SheetFormula(formula=tree),
        )
        self.add_reads(entry, reads(tree, read.lag))
        return entry

    def add_scale(self, entry: Entry, node: TreeNode, spec: Indicator) -> None:
        reached = self.scored.target_attainments.get(spec.id)
        if reached is not None and spec.attainment is not None:
            self.add_target(entry, spec)
            return
        scale, row, rule = node.scale, self.row, rule_of(node)
        if not scale.facts.gives_score:
            return
        populations = self.book.parameters.get(spec.id, {})
        bounds = self.scored.bounds
        population = self.period if self.period in populations else "all"
        if bounds is not None and bounds.base in populations:
            population = bounds.base
        own: Parameters = populations.get(population) or {}
        taken = ", ".join(f"{key} = {with_digits(figure, 10)}" for key, figure in own.items())
        entry.scale = f"{scale.method}({taken})" if taken else scale.method
        entry.detail["scale"] = scale.model_dump(exclude_defaults=True, mode="json")
        if not own and not scale.facts.is_ranked:
            self.show_scale(entry, scale_expression(rule, own, at=entry.value), scale_expression(rule, own))
            return
        rows = (
            np.arange(self.table.rows)
            if population == "all"
            else self.table.period_codes == self.table.period_codes[row]
        )
        values = self.scored.results.values[self.place[spec.id], rows]
        entry.detail["population"] = {
            "name": population,
            "n": int(np.count_nonzero(~np.isnan(values))),
            "parameters": {key: _number(figure) for key, figure in own.items()},
        }
        note = f"{word(self.language, 'population')}: {population}, n = {entry.detail['population']['n']}"
        if bounds is not None:
            note = word(self.language, "fixed" if "reference" in self.scored.options else "base", base=bounds.base)
            entry.detail["population"] |= {
                key: self.scored.options[key] for key in ("reference", "base_period") if key in self.scored.options
            }
        if entry.value is None:
            return
        beaten = count_below(entry.value, values, rule)
        if scale.facts.is_ranked:
            counts = {"beaten": beaten.beaten, "ties": beaten.ties, "others": beaten.others}
            note = f"{word(self.language, 'beaten', **counts)}; {note}"
            entry.detail["population"]["beaten"] = counts
        shown = scale_expression(rule, own, beaten, entry.value)
        self.show_scale(entry, shown, scale_expression(rule, own, beaten), note, rigid=own.keys() == {"n"})

    def show_scale(
        self, entry: Entry, shown: Expression | None, whole: Expression | None, note: str = "", *, rigid: bool = False
    ) -> None:
        """Write a scale with the value in it, and keep it for workbooks."""
        if shown is None or entry.score is None or entry.value is None:
            return
        figure = RenderedTerm(number(entry.value), loose=entry.value < 0)
        text = render(shown, lambda part, lag: figure if part == Name("value") else _rounded(part))
        entry.scaled = f"{text} = {number(entry.score)}" + (f" ({note})" if note else "")
        entry.live = SheetFormula(entry.live.formula if entry.live else None, whole, rigid)

    def add_target(self, entry: Entry, spec: Indicator) -> None:
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
        for key in _goal_keys(spec.id):
            tree = self.scored.compiled.goal_trees.get(key)
            if tree is not None:
                part = key.rpartition(".")[2]
                entry.detail["attainment"][f"{part}_worked"] = (
                    f"{self.work.substitute_figures(key)} = {number(parts[part])}"
                )
                self.add_reads(entry, reads(tree))
        if entry.score is None or entry.value is None:
            return
        ends = float(parts["target"]), float(parts["baseline"]), float(parts["high"])
        actual = float(reached.actual[row])
        figure = RenderedTerm(number(actual), loose=actual < 0)
        shown = attainment_expression(method, *ends, at=actual)
        text = render(shown, lambda part, lag: figure if part == Name("value") else _rounded(part))
        entry.scaled = f"{text} = {number(entry.score)}"
        if actual == entry.value:
            entry.live = SheetFormula(entry.live.formula if entry.live else None, attainment_expression(method, *ends))

    def add_answer(self, entry: Entry, node: TreeNode) -> None:
        """Show what an answer earns."""
        spec = node.spec
        assert isinstance(spec, Indicator) and spec.criterion is not None and node.answer is not None
        results, at, points = self.scored.results, self.place[spec.id], self.program.points_of[spec.id]
        entry.value = _number(results.values[at, self.row])
        entry.reason = REASON_NAMES[results.reasons[at, self.row]] or entry.reason
        role = "" if spec.criterion.role == "base" else f"{spec.criterion.role}, "
        entry.rule = f"{role}{spec.criterion.answer}, {points} points"
        entry.detail |= {"points": str(points), "role": spec.criterion.role}
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
        expression = answer_expression(node.answer, entry.value, whole)
        if node.answer.options:
            option = node.answer.options[int(entry.value)]
            credit = word(self.language, "credit", credit=str(node.answer.credits[int(entry.value)]))
            entry.scaled = f"«{option.title.in_language(self.language)}»: {credit} = {number(entry.score)}"
        else:
            text = render(
                expression,
                lambda part, lag: RenderedTerm(number(entry.value)) if part == Name("value") else _rounded(part),
            )
            entry.scaled = f"{text} = {number(entry.score)}"
        entry.live = SheetFormula(scaling=expression, rigid=amount is None or bool(amount.steps))

    def input(self, name: str, lag: int = 0) -> Entry:
        """Return the entry of a variable or an answer, with the cell it came from and what was found about it."""
        table, row = self.table, self.work.earlier(lag)
        variable, index = self.program.variable_by_id[name], self.table.variables.index(name)
        entry = Entry(
            "variable",
            name,
            variable.title.in_language(self.language),
            period=self.work.period(lag) if lag else "",
            reason=REASON_NAMES[NOT_REPORTED],
            unit=variable.unit.in_language(self.language) if variable.unit else "",
        )
        if row < 0:
            return entry
        cell = table.sources.cell(name, index, row)
        entry.raw = {part: given for part, given in asdict(cell).items() if given != ""} if cell else None
        entry.value = _number(table.values[index, row])
        entry.reason = REASON_NAMES[int(np.asarray(table.reasons[index, row]))]
        found = table.findings.of_row(row, entry.period, self.language) if lag else self.findings
        entry.findings = found.get(name, [])
        if entry.value is not None and variable.options:
            entry.detail["option"] = variable.options[int(entry.value)].id
        return entry


def _goal_keys(name: str) -> tuple[str, str]:
    return f"{name}.target", f"{name}.baseline"


def _rounded(part: Expression) -> RenderedTerm | None:
    """Write constants of a scale as figures are written."""
    value = getattr(part, "value", None)
    return RenderedTerm(number(value), loose=value < 0) if isinstance(value, float) else None


def _add_share(part: Entry, working: Working) -> None:
    """Give a part the weight with which it counted, and what it added."""
    if part.id not in working.counted:
        part.decisive = part.id in working.decisive
        return
    part.share = working.shares[part.id]
    part.contribution = working.contributions.get(part.id)
    part.term = working.terms.get(part.id)
    part.decisive = part.id in working.decisive
    if part.score is None:
        part.detail["counted_as"] = working.counted[part.id]


def _absorb_rounding(entry: Entry, working: Working) -> None:
    """Let the last part take up what rounding took from the sum, where full marks are meant."""
    parts = [part for part in entry.children if part.contribution is not None]
    if parts and working.detail.get("combined") == FULL:
        others = 0.0
        for part in parts[:-1]:
            others += part.contribution or 0.0
        rest = FULL - others
        if abs(rest - (parts[-1].contribution or 0.0)) < SLACK:
            parts[-1].contribution = rest
