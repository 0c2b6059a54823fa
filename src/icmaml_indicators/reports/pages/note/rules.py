"""The rules of a program in words: scales, aggregations, levels, gates, what is missing, lights, rounding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ....specs import ROOT, Group, Imputation, Indicator, Program, Scale, Treatment, TreeNode
from ....specs.model.attainment import Attainment, Goal
from ....specs.model.peer_rules import PeerLights
from ....specs.model.periods import read_period
from ....specs.model.quantities import Quantity
from ....specs.model.scoring_rules import Gate, Level, Missing
from ..figures import list_names, name_period, write_declared, write_figure, write_with_unit
from .formulas import FormulaWords

Figure = float | Quantity


class RuleWords:
    """Says the rules of a program in one language."""

    def __init__(self, program: Program, language: str, words: dict[str, Any]) -> None:
        self.program, self.language, self.words = program, language, words
        self.formulas = FormulaWords(program, language, words)

    def text(self, text: Any) -> str:
        """Return a text in the language of the page; nothing where there is none."""
        return str(text.in_language(self.language)) if text is not None else ""

    def title(self, node: TreeNode) -> str:
        """Return what a node is called."""
        return str(self.words["total"]) if node.id == ROOT else self.text(node.title)

    def _figure(self, figure: Figure | None) -> str:
        return self.formulas.write_figure(figure)

    # Scales -----------------------------------------------------------------------------------------------

    def say_scale(self, node: TreeNode) -> str:
        """Return how the value of a node becomes its score, with the ends of its scale; nothing where it has none."""
        spec, scale = node.spec, node.scale
        if isinstance(spec, Indicator) and spec.attainment is not None:
            return self.say_attainment(spec.attainment, spec.direction)
        if not scale.facts.gives_score:
            return ""
        low, high = scale.low, scale.high
        bottom, top = (write_declared(float(end)) for end in scale.to)
        if node.direction == "lower" and scale.facts.turns:
            bottom, top = top, bottom
        said = self.words["scales"][scale.method].format(
            low=self._figure(low),
            high=self._figure(high),
            bottom=bottom,
            top=top,
            who=self.formulas.population(scale.over),
            reference=self._figure(scale.reference),
            spread=self._figure(scale.spread),
            mean=self._figure(scale.mean),
            sd=self._figure(scale.sd),
            formula=self.formulas.write_formula(scale.formula) if scale.formula else "",
            steps="; ".join(self._steps(scale)),
        )
        parts = [said, self.words["on_logarithms"] if scale.log else "", self.words["clipped"] if scale.clips else ""]
        parts.append(self.say_imputation(node.imputation) if node.imputation is not None else "")
        parts.append(self.say_treatment(node.treatment) if node.treatment is not None else "")
        return " ".join(part for part in parts if part)

    def say_imputation(self, imputation: Imputation) -> str:
        """Return what stands in for absent figures."""
        who, words = self.formulas.population(imputation.over), self.words["imputations"]
        weight = self.formulas.write_formula(imputation.weight) if imputation.weight is not None else ""
        names = [words[name].format(who=who, least=imputation.at_least) for name in imputation.active_methods]
        parts = [self.words["imputed"].format(methods="; ".join(names))]
        parts += [self.words["imputation_weight"].format(weight=weight)] if weight else []
        parts += [self.words["imputation_reach"].format(most=imputation.at_most)] if imputation.at_most else []
        return " ".join(parts)

    def say_treatment(self, treatment: Treatment) -> str:
        """Return what is done to skewed values before the scale reads them."""
        names = (self.words["treatments"][name].format(at_most=treatment.at_most) for name in treatment.active_methods)
        who = self.formulas.population(treatment.over)
        tried = self.words["treated"].format(methods=", ".join(names), who=who) if treatment.active_methods else ""
        low, high = treatment.limits.low, treatment.limits.high
        is_limited = low is not None or high is not None
        limits = self.words["treatment_limits"].format(span=self.say_span(low, high)) if is_limited else ""
        return " ".join(part for part in (limits, tried) if part)

    def _steps(self, scale: Scale) -> Iterator[str]:
        for band in scale.bands:
            yield self._band(band.from_, band.up_to, self._figure(band.score))
        for point in scale.points:
            yield self.words["point"].format(value=self._figure(point.value), score=self._figure(point.score))

    def _band(self, start: Figure | None, end: Figure | None, name: str) -> str:
        if end is not None:
            return str(self.words["up_to"].format(cut=self._figure(end), name=name))
        if start is not None:
            return str(self.words["from"].format(cut=self._figure(start), name=name))
        return str(self.words["rest"].format(name=name))

    def say_attainment(self, sheet: Attainment, direction: str) -> str:
        """Return how a result is held against its target."""
        parts = [self.words["target_is"].format(target=self.say_goal(sheet.target))]
        if sheet.baseline is not None:
            parts.append(self.words["baseline_is"].format(baseline=self.say_goal(sheet.baseline)))
        parts.append(self.words["attainment"][sheet.method_for(direction)])
        green, yellow = (self.say_span(*cut) for cut in (sheet.lights.green, sheet.lights.yellow))
        parts.append(self.words["light_of_target"].format(green=green, yellow=yellow))
        return " ".join(parts)

    def say_goal(self, goal: Goal) -> str:
        """Return a target or a baseline."""
        if goal.number is not None:
            return write_declared(float(goal.number))
        if goal.formula is not None:
            return self.formulas.write_formula(goal.formula)
        if goal.table is not None:
            return self._figure(goal.table)
        if goal.low is not None and goal.high is not None:
            return self.say_span(goal.low, goal.high)
        lines = [f"{write_declared(float(figure))} ({period})" for period, figure in goal.periods.items()]
        return list_names(lines, self.language)

    def say_span(self, low: float | None, high: float | None, unit: str = "") -> str:
        """Return a span of figures, open where it has no end."""
        ends = [None if end is None else write_with_unit(write_declared(float(end)), unit) for end in (low, high)]
        if low == high and low is not None:
            return str(ends[0])
        key = "any" if ends == [None, None] else "least" if ends[1] is None else "most" if ends[0] is None else "both"
        return str(self.words["spans"][key].format(low=ends[0], high=ends[1]))

    def say_rounding(self, node: TreeNode) -> str:
        """Return how the score of a node is rounded; nothing where it is not."""
        if node.rounding is None:
            return ""
        way = self.words["rounding"][node.rounding.half if node.rounding.method == "nearest" else node.rounding.method]
        kept = self.words["exact_above"] if node.adds_exactly else ""
        return (
            f"{self.words['decimals'][node.rounding.decimals != 1].format(count=node.rounding.decimals)}, {way}{kept}"
        )

    # Groups -----------------------------------------------------------------------------------------------

    def say_aggregation(self, node: TreeNode) -> str:
        """Return how the parts of a group become one."""
        rule = node.aggregation
        said = str(self.words["aggregations"][rule.method])
        if rule.power is not None:
            said += f" ({self.words['power'].format(power=write_declared(float(rule.power)))})"
        if rule.facts.reads == "steps":
            said += f", {self.words['staircase_by'][rule.by]}"
            share = self._figure(rule.share)
            said += f" ({self.words['staircase_share'].format(share=share)})" if share != "1" else ""
        if rule.facts.compares:
            said += f", {self.formulas.population(rule.over)}"
        if rule.penalty is not None:
            said += f" ({self.words['penalty'][rule.penalty]})"
        if rule.weights.method != "declared":
            who = self.formulas.population(rule.over)
            said += f" ({self.words['weights'][rule.weights.method].format(who=who)})"
        return said

    def say_decisions(self, node: TreeNode) -> list[str]:
        """Return the lines of a decision table, from the top."""
        names = {level.id: self.text(level.title) for level in node.levels}
        lines = []
        for rule in node.aggregation.rules:
            conditions = []
            for name, levels in rule.when.items():
                part = self.program.nodes[name]
                known = {level.id: self.text(level.title) for level in part.levels}
                options = self.words["or"].join(self._quote(known.get(level, level)) for level in levels)
                conditions.append(self.words["has_level"].format(node=self._quote(self.title(part)), level=options))
            then = self._quote(names.get(rule.then, rule.then))
            words = self.words["decision" if conditions else "decision_rest"]
            lines.append(words.format(when=list_names(conditions, self.language), then=then))
        return lines

    def _quote(self, text: str) -> str:
        return str(self.words["quoted"]).format(text=text)

    def say_levels(self, node: TreeNode) -> list[tuple[str, str, str]]:
        """Return the levels of a node: what each is called, where it lies, and what it means."""
        return [
            (self.text(level.title), self._place_of(level, node), self.text(level.description)) for level in node.levels
        ]

    def _place_of(self, level: Level, node: TreeNode) -> str:
        if node.cuts is not None:
            return str(self.words["cuts"][node.cuts.method])
        cuts = [(one.from_, one.up_to) for one in node.levels]
        if not any(cut is not None for pair in cuts for cut in pair):
            return str(self.words["by_decision"])
        number = node.levels.index(level)
        start, end = level.from_, level.up_to
        if end is None and start is None:  # the open end of the others
            before = node.levels[number - 1].up_to if number else None
            after = node.levels[number + 1].from_ if number + 1 < len(node.levels) else None
            key, cut = ("above", before) if before is not None else ("below", after)
            return str(self.words["level_spans"][key].format(cut=self._figure(cut)))
        if start is not None:
            return str(self.words["level_spans"]["from"].format(cut=self._figure(start)))
        return str(self.words["level_spans"]["up_to"].format(cut=self._figure(end)))

    def say_gates(self, node: TreeNode) -> list[str]:
        """Return what must hold for a node to score, or to reach a level."""
        return [self._gate(node, gate) for gate in getattr(node.spec, "gates", ())]

    def _gate(self, node: TreeNode, gate: Gate) -> str:
        if gate.max_level is not None:
            limit = self._quote(next(self.text(one.title) for one in node.levels if one.id == gate.max_level))
        else:
            limit = self._figure(gate.max_score)
        asked, first = node.asked_by(gate), self.program.nodes[gate.requires[0]]
        if first.aggregation.facts.reads == "levels" and isinstance(asked, int):
            # What has levels alone scores their places, from 1.
            rule = self.words["gate_rules"]["answer"].format(value=self.text(first.levels[asked - 1].title))
        elif isinstance(asked, str):
            kind = first.answer
            titles = {one.id: self.text(one.title) for one in kind.options} if kind is not None else {}
            rule = self.words["gate_rules"]["answer"].format(value=titles.get(asked, asked))
        else:
            full = gate.above is None and asked == 100
            key = "full" if full else "score" if gate.above is None else "above"
            rule = self.words["gate_rules"][key].format(value=self._figure(asked))
        names = [self._quote(self.title(self.program.nodes[name])) for name in gate.requires]
        said = self.words["gate"].format(
            node=self.title(node), limit=limit, rule=rule, names=list_names(names, self.language)
        )
        return f"{said[:1].upper()}{said[1:]}"

    def say_missing(self, missing: Missing) -> list[str]:
        """Return what becomes of what is missing, by what happens."""
        by_policy: dict[str, list[str]] = {}
        for reason, word in self.words["reasons"].items():
            by_policy.setdefault(getattr(missing, reason), []).append(word)
        said = [
            self.words["policies"][policy].format(names=list_names(names, self.language))
            for policy, names in by_policy.items()
        ]
        for key in ("min_coverage", "min_children", "min_children_weight"):
            if least := float(getattr(missing, key)):
                share = write_with_unit(write_figure(100 * least, 0), "%")
                said.append(self.words[key].format(share=share))
        if missing.empty == "zero":
            said.append(self.words["empty_zero"])
        return said

    def say_lights(self, lights: PeerLights) -> list[str]:
        """Return how the light among peers is cut."""
        on = self.words["light_on"][lights.on]
        said = [
            self.words["light_rule"].format(
                on=on, green=self.say_span(*lights.green), yellow=self.say_span(*lights.yellow)
            )
        ]
        return [*said, self.words["light_chance"]] if lights.chance else said

    def own_missing(self) -> list[tuple[str, list[str]]]:
        """Return the groups whose rules on what is missing are their own."""
        nodes = [node for node in self.program.nodes.values() if isinstance(node.spec, Group) and node.spec.missing]
        return [(self.title(node), self.say_missing(node.missing)) for node in nodes]

    def name_period(self, text: str) -> str:
        """Return a period in words; as it is written where it is not one."""
        point = read_period(text, "year").point
        return name_period(point, self.language) if point else text
