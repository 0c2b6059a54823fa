"""What the note says of each indicator and criterion, each variable and each source, fact by fact."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ....specs import ROOT, Criterion, Indicator, Provenance, TreeNode, Variable, scored_nodes, shares, weights_of_parts
from ..figures import list_names, write_declared, write_figure, write_with_unit
from .rules import RuleWords


@dataclass(frozen=True, slots=True)
class Sheet:
    """One indicator: what it is called, where it comes from, and what there is to say of it, by name."""

    title: str
    status: str
    description: str
    facts: list[tuple[str, str]]
    url: str


class SheetWords(RuleWords):
    """Says what a program is made of."""

    # Weights ----------------------------------------------------------------------------------------------

    @cached_property
    def shares(self) -> dict[str, Fraction | None]:
        """Which share each node has in the one above; None where that is worked out, or there is none."""
        nodes = self.program.nodes
        scored = scored_nodes(list(nodes.values()))
        found: dict[str, Fraction | None] = {}
        for node in nodes.values():
            weights, rule = weights_of_parts(node, scored), node.aggregation
            varies = any(nodes[name].weight_varies for name in weights)
            plain = rule.facts.has_shares and rule.facts.weighted and rule.facts.relative_weights and not varies
            counted = shares(weights, rule) if plain else {}
            found |= {child.id: counted.get(child.id) for child in node.children}
        return found

    def share_of_total(self, node: TreeNode) -> Fraction | None:
        """Return which share of the total a node has; None where one on the way has none."""
        share = Fraction(1)
        while node.parent is not None:
            own = self.shares[node.id]
            if own is None:
                return None
            share, node = share * own, self.program.nodes[node.parent]
        return share

    def write_share(self, share: Fraction | None) -> str:
        """Write a share as a percentage; nothing where there is none."""
        if share is None:
            return ""
        return write_with_unit(write_figure(100 * float(share), 0 if (100 * share).denominator == 1 else 1), "%")

    def weight_in_parent(self, node: TreeNode) -> str:
        """Return what a node weighs in the one above, in words."""
        if "weight" in node.quantities:
            return self._figure(node.quantities["weight"])
        share = self.write_share(self.shares.get(node.id))
        words = self.words["of_the_total" if node.parent == ROOT else "weight_in"]
        parent = self.text(self.program.nodes[node.parent or ROOT].title)
        said = words.format(share=share, parent=parent) if share else ""
        role = self.words["roles"][node.role]
        return "; ".join(part for part in (said, role) if part)

    # Indicators -------------------------------------------------------------------------------------------

    def sheet(self, leaf: TreeNode) -> Sheet:
        """Return all that the note says of a leaf."""
        spec = leaf.spec
        assert isinstance(spec, Indicator)
        origin = leaf.provenance
        facts = self.criterion_facts(leaf, spec.criterion) if spec.criterion else self.measure_facts(leaf, spec)
        facts += [
            ("weight", self.weight_in_parent(leaf)),
            ("rounding", self.say_rounding(leaf)),
            ("levels", "; ".join(f"{name}, {place}" for name, place, _ in self.say_levels(leaf))),
            ("applies", self.formulas.write_formula(spec.applies) if spec.applies else ""),
            ("history", self.say_history(spec)),
            *self.origin_facts(origin),
            ("references", self.say_references(spec)),
            ("note", self.text(spec.note)),
        ]
        return Sheet(
            self.text(leaf.title),
            origin.status if origin else "",
            self.text(spec.description),
            [(self.words["facts"][key], fact) for key, fact in facts if fact],
            url_of(origin),
        )

    def measure_facts(self, leaf: TreeNode, spec: Indicator) -> list[tuple[str, str]]:
        """Return how an indicator is measured."""
        words = self.words["facts"]
        near = write_declared(float(spec.target)) if spec.target is not None else ""
        direction = self.words["directions"][spec.direction].format(target=near)
        span = spec.range
        whole = span.low is None and span.high is None
        unit = self.text(spec.unit)
        sheet = spec.attainment
        return [
            ("formula", self.formulas.write_formula(spec.formula) if spec.formula else words["handed_in"]),
            ("unit", unit),
            ("direction", self.words["near_target"] if spec.direction == "target" and not near else direction),
            ("range", "" if whole else self.say_span(span.low, span.high, unit)),
            ("scale", self.say_scale(leaf) or words["unscaled"]),
            ("frequency", self.words["frequencies"][sheet.frequency] if sheet and sheet.frequency else ""),
            ("means", "; ".join(self.text(means) for means in sheet.means) if sheet else ""),
        ]

    def criterion_facts(self, leaf: TreeNode, criterion: Criterion) -> list[tuple[str, str]]:
        """Return what may be answered to a criterion, and what each answer earns."""
        kind = leaf.answer
        assert kind is not None
        percent = [write_with_unit(write_figure(100 * float(credit), 0), "%") for credit in kind.credits]
        if kind.amount is None:
            told = "; ".join(
                self.words["option_credit"].format(title=self.text(option.title), credit=credit)
                for option, credit in zip(kind.options, percent, strict=True)
            )
        elif kind.amount.cap is not None:
            told = self.words["amount_cap"].format(cap=write_declared(float(kind.amount.cap)))
        elif kind.amount.of is not None:
            told = self.words["amount_of"].format(whole=self.formulas.title(kind.amount.of))
        else:
            told = "; ".join(
                self.words["amount_step"].format(
                    start=write_declared(float(step.from_)),
                    credit=write_with_unit(write_figure(100 * float(step.credit), 0), "%"),
                )
                for step in kind.amount.steps
            )
        asked = self.text(criterion.evidence_asked)
        evidence = self.words["evidence"][criterion.evidence]
        return [
            ("points", write_figure(float(leaf.points), 2) if leaf.role != "informational" else ""),
            ("answers", told),
            ("evidence", f"{evidence}: {asked}" if asked else evidence),
            ("not_applicable", self.words["not_applicable"][criterion.not_applicable]),
        ]

    def say_history(self, spec: Indicator) -> str:
        """Return since when a definition holds, and what it continues."""
        said = []
        if spec.valid_from:
            said.append(self.words["valid_from"].format(period=self.name_period(spec.valid_from)))
        if spec.valid_to:
            said.append(self.words["valid_to"].format(period=self.name_period(spec.valid_to)))
        if not spec.comparable:
            said += [self.words["not_comparable"], self.text(spec.break_note)]
        if spec.replaces and spec.replaces in self.program.nodes:
            said.append(self.words["continues"].format(title=self.formulas.title(spec.replaces)))
        return " ".join(part for part in said if part)

    def origin_facts(self, origin: Provenance | None) -> list[tuple[str, str]]:
        """Return where a definition comes from."""
        if origin is None:
            return []
        certain = [
            self.words["confidence"][origin.confidence] if origin.confidence else "",
            self.words["reading"][origin.reading] if origin.reading else "",
            self.text(origin.note),
        ]
        return [
            ("source", origin.source or ""),
            ("modelled_on", "; ".join(origin.modelled_on)),
            ("documented_parts", self.text(origin.documented_parts)),
            ("certainty", "; ".join(part for part in certain if part)),
        ]

    def say_references(self, spec: Indicator) -> str:
        """Return the frameworks that an indicator speaks to."""
        themes = [self.words["iso_themes"][theme] for theme in spec.references.iso37120]
        said = [self.words["sdg"].format(target=target) for target in spec.references.sdg]
        return "; ".join([*said, *(self.words["iso"].format(theme=theme) for theme in themes)])

    # Variables and sources --------------------------------------------------------------------------------

    def variable(self, variable: Variable) -> dict[str, str]:
        """Return what a figure is that is handed in."""
        what = [self.words["types"][variable.type]]
        what.append(self.words["time_kinds"][variable.kind] if variable.kind else "")
        what.append(self.words["cut_from"].format(title=self.formulas.title(variable.of)) if variable.of else "")
        what.append(self.words["made_below"] if variable.from_ is not None else "")
        span, unit = variable.range, self.text(variable.unit)
        admits = "" if span.low is None and span.high is None else self.say_span(span.low, span.high, unit)
        if variable.choices:
            admits = list_names([self.formulas.option(variable.id, one.id) for one in variable.choices], self.language)
        return {
            "title": self.text(variable.title),
            "about": " ".join(part for part in (self.text(variable.description), self.text(variable.note)) if part),
            "unit": unit,
            "what": ", ".join(part for part in what if part),
            "admits": self.words["any_text"] if variable.takes_any else admits,
        }

    def documents(self) -> list[tuple[str, str, str]]:
        """Return the sources that are named, the most used first: what, its address, for how many indicators."""
        origins = [self.program.nodes[leaf.id].provenance for leaf in self.program.indicators]
        counts = Counter((one.source, url_of(one)) for one in origins if one is not None and one.source)
        return [(str(source), url, self.used_by(count)) for (source, url), count in counts.most_common()]

    def systems(self) -> list[tuple[str, str]]:
        """Return the systems that indicators are modelled on, the most used first."""
        origins = [self.program.nodes[leaf.id].provenance for leaf in self.program.indicators]
        counts = Counter(system for one in origins if one is not None for system in one.modelled_on)
        return [(system, self.used_by(count)) for system, count in counts.most_common()]

    def used_by(self, count: int) -> str:
        """Return for how many indicators, in words."""
        return str(self.words["used_by"][count > 1].format(count=count))


def url_of(origin: Provenance | None) -> str:
    """Return the address of a source that a reader may follow; nothing where it is none."""
    address = origin.url if origin is not None and origin.url else ""
    return address if address.startswith(("https://", "http://")) else ""
