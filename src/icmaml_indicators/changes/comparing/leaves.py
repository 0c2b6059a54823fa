"""What changed in indicators: formulas by what they give, and every other rule of a leaf."""

from __future__ import annotations

from typing import Any

from ...formulas import Expression, equivalent, parse
from ...formulas.tree import inlinable
from ...specs import Indicator, TreeNode
from ...specs.model.attainment import Goal
from .comparison import Comparison
from .inputs import answer_change, answer_words
from .keys import iterate_differences, unhandled_keys
from .rules import exact, goal_rule, imputation_rule, lights_rule, scale_rule, treatment_rule
from .wording import same_unit

# Keys that change no figure, compared as they are.
_SILENT = (
    *("decimals", "references", "range", "replaces", "valid_from", "valid_to", "comparable"),
    *("improves_with", "holds", "lights"),
)
_SHEET = ("frequency", "dimension", "cremaa")


def compare_leaves(found: Comparison) -> None:
    """Tell what changed in every indicator that exists on both sides."""
    for before, after in found.node_pairs:
        a, b = found.old.program.nodes[before], found.new.program.nodes[after]
        if isinstance(a.spec, Indicator) and isinstance(b.spec, Indicator):
            _Leaf(found, a, b, a.spec, b.spec).compare()


class _Leaf:
    def __init__(self, found: Comparison, a: TreeNode, b: TreeNode, old: Indicator, new: Indicator) -> None:
        self.found, self.a, self.b, self.old, self.new = found, a, b, old, new

    def record(self, code: str, key: str, old: Any, new: Any, **details: Any) -> None:
        self.found.record(code, "indicator", self.b.id, old_id=self.a.id, key=key, old=old, new=new, **details)

    def touch(self, *parts: str) -> None:
        for part in parts:
            getattr(self.found, part)[self.b.id].add(self.b.id)

    def compare(self) -> None:
        old, new = self.old, self.new
        if (old.criterion is None) != (new.criterion is None):
            old_key, new_key = (old.formula_in_force or "criterion"), (new.formula_in_force or "criterion")
            self.record("IND633", "criterion" if new.criterion else "formula", old_key, new_key)
            self.touch("values", "scores", "redefined")
        elif old.criterion is not None:
            self.criterion()
        else:
            self.formula(str(old.formula_in_force), str(new.formula_in_force))
        self.scoring()
        self.attainment()
        self.rest()

    # The measure -------------------------------------------------------------------------------------

    def formula(self, old_text: str, new_text: str) -> None:
        sides = self.found.old, self.found.new
        old, new = self.tree(self.a.id), sides[1].trees[self.b.id]
        if old == new:
            return
        same = self.same(old, new, self.a.id, self.b.id)
        if same:
            self.record("IND629", "formula", old_text, new_text)
            return
        self.record("IND631" if same is None else "IND630", "formula", old_text, new_text)
        self.touch("values", "redefined")

    def tree(self, name: str) -> Expression:
        """Return the formula of an indicator of before, in the names of now."""
        old = self.found.old
        return self.found.matching.translate(old.trees[name], old.program.variable_by_id)

    def same(self, old: Expression, new: Expression, *own: str) -> bool | None:
        """Whether two formulas are equivalent, as they stand or with the indicators that they name written out."""
        found = self.found
        if equivalent(old, new):
            return True
        known = found.old.program.variable_by_id
        before = {
            found.matching.node(name): found.matching.translate(tree, known)
            for name, tree in inlinable(found.old.trees).items()
            if name not in own[:1]
        }
        after = {name: tree for name, tree in inlinable(found.new.trees).items() if name not in own[1:]}
        same = equivalent(old, new, formulas_of_a=before, formulas_of_b=after)
        if same:
            found.written_out.add(own[1] if own else "")
        return same

    def criterion(self) -> None:
        old, new = self.old.criterion, self.new.criterion
        if old is None or new is None or self.a.answer is None or self.b.answer is None:
            return
        how = answer_change(self.found, self.a.answer, self.b.answer)
        if how:
            self.touch("values", "scores")
            if how == "rule":
                self.touch("redefined")
            if old.answer != new.answer:  # the same kind of answer, changed, is told where it is declared
                code = "IND633" if how == "rule" else "IND634"
                self.record(code, "criterion.answer", answer_words(self.a.answer), answer_words(self.b.answer))
        for key in ("evidence", "not_applicable"):
            if getattr(old, key) != getattr(new, key):
                self.record("IND633", f"criterion.{key}", getattr(old, key), getattr(new, key))
                self.touch("values", "scores")
        self.found.record_texts(
            "indicator", self.b.id, [("evidence_asked", old.evidence_asked, new.evidence_asked)], self.a.id
        )

    # From value to score -----------------------------------------------------------------------------

    def scoring(self) -> None:
        old, new = self.old, self.new
        scored = self.a.id in self.found.old.scored_nodes or self.b.id in self.found.new.scored_nodes
        if old.direction != new.direction and old.criterion is None and new.criterion is None:
            self.record("IND633", "direction", old.direction, new.direction)
            self.touch("scores", "redefined")
        elif old.target != new.target and new.direction == "target":
            self.record("IND633", "target", old.target, new.target)
            self.touch("scores")
        scales = [s.resolve_scale(x.scale) for s, x in ((self.found.old, self.a), (self.found.new, self.b))]
        if scale_rule(scales[0], self.found.matching.population) != scale_rule(scales[1]):
            self.touch("scores")
            inherited = old.scale is None and new.scale is None
            if not inherited and new.attainment is None and old.attainment is None:
                self.record("IND633", "scale", self.a.scale, self.b.scale)
        gaps = self.found.imputation_of_old(self.a.imputation), imputation_rule(self.b.imputation)
        if gaps[0] != gaps[1]:
            self.touch("scores")
            if old.imputation is not None or new.imputation is not None:
                self.record("IND633", "imputation", self.a.imputation, self.b.imputation)
        treatments = treatment_rule(self.a.treatment, self.found.matching.population), treatment_rule(self.b.treatment)
        if treatments[0] != treatments[1]:
            self.touch("scores")
            if old.treatment is not None or new.treatment is not None:
                self.record("IND633", "treatment", self.a.treatment, self.b.treatment)
        if old.unit != new.unit:
            if old.unit is None or new.unit is None:
                self.record("IND607", "unit", old.unit, new.unit)
            elif not same_unit(old.unit, new.unit):
                # The figure is computed as it was; what it is said to be is another thing.
                self.record("IND633", "unit", old.unit, new.unit)
        if not scored:
            self.found.scores.pop(self.b.id, None)

    def attainment(self) -> None:
        old, new = self.old.attainment, self.new.attainment
        if old is None and new is None:
            return
        if old is None or new is None:
            self.record("IND633", "attainment", old, new)
            self.touch("scores", "levels")
            return
        for key in ("target", "baseline"):
            self.goal(key, getattr(old, key), getattr(new, key))
        methods = old.method_for(self.old.direction), new.method_for(self.new.direction)
        if methods[0] != methods[1]:
            self.record("IND633", "attainment.method", *methods)
            self.touch("scores")
        if old.cumulative != new.cumulative:
            self.record("IND633", "attainment.cumulative", old.cumulative, new.cumulative)
            self.touch("values", "scores", "redefined")
        if lights_rule(self.old) != lights_rule(self.new):
            self.record("IND633", "attainment.lights", old.lights, new.lights)
            self.touch("levels")
        for key in _SHEET:
            if getattr(old, key) != getattr(new, key):
                self.record("IND607", f"attainment.{key}", getattr(old, key), getattr(new, key))
        if old.means != new.means:
            self.found.record("IND606", "indicator", self.b.id, old_id=self.a.id, fields="attainment.means")

    def goal(self, key: str, old: Goal | None, new: Goal | None) -> None:
        if old is not None and new is not None and old.formula is not None and new.formula is not None:
            known = self.found.old.program.variable_by_id
            before = self.found.matching.translate(parse(old.formula), known)
            after = parse(new.formula)
            if before == after:
                return
            if self.same(before, after):
                self.record("IND607", f"attainment.{key}", old, new)
                return
        elif goal_rule(old) == goal_rule(new) and (old is None) == (new is None) and not (old and old.formula):
            return
        periods = (old.periods if old else {}), (new.periods if new else {})
        kept = bool(periods[0]) and all(
            name in periods[1] and exact(periods[1][name]) == exact(number) for name, number in periods[0].items()
        )
        # A year stands for the periods in it: a new entry may take the place of a year already named.
        added = periods[1].keys() - periods[0].keys()
        kept = kept and not any(len(name) > 4 and name[:4] in periods[0] for name in added)
        self.record("IND634" if kept else "IND633", f"attainment.{key}", old, new)
        self.touch("scores")

    # What changes no figure --------------------------------------------------------------------------

    def rest(self) -> None:
        old, new = self.old, self.new
        # The range of what is handed in is told where the figure is.
        silent = tuple(key for key in _SILENT if key != "range" or not (old.is_handed_in and new.is_handed_in))
        for key, before, after in iterate_differences(old, new, silent):
            self.record("IND607", key, before, after)
        if old.variation != new.variation:
            # Only of a proportion is a result rejected: one beyond its whole.
            rejects = "proportion" in {old.variation, new.variation}
            self.record("IND633" if rejects else "IND607", "variation", old.variation, new.variation)
            if rejects:
                self.touch("values", "scores")
        pairs = (
            (old, new, ""),
            (old.criterion, new.criterion, "criterion."),
            (old.attainment, new.attainment, "attainment."),
        )
        for a, b, prefix in pairs:
            for key in unhandled_keys(a, b):
                self.record("IND633", prefix + key, getattr(a, key, None), getattr(b, key, None))
                self.touch("values", "scores", "redefined")
        self.found.collect_provenance("indicator", self.a.id, self.b.id, old.provenance, new.provenance)
        self.found.record_examples("indicator", self.a.id, self.b.id, old, new)
        texts: list[tuple[str, Any, Any]] = [
            (key, getattr(old, key, None), getattr(new, key, None))
            for key in ("title", "description", "note", "break_note")
        ]
        if old.unit is not None and new.unit is not None and same_unit(old.unit, new.unit):
            texts.append(("unit", old.unit, new.unit))
        self.found.record_texts("indicator", self.b.id, texts, self.a.id)
