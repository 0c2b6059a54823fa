"""Rules on where results can lie: nowhere, out of reach, over zero; idle conditions (IND214, 215, IND230–IND238)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ...formulas import Expression, names
from ...formulas.analysis.bounds import Bounds, Interval
from ...formulas.analysis.intervals import Notice, Ranger
from ...formulas.rendering import render
from ...formulas.tree import Call, Constant, Name
from ...specs import Range
from ...specs.model.periods import PER_YEAR, YEARS
from ...specs.parsing.nodes import Path
from .subject import LintContext

_SLACK = 1e-9


def check_ranges(subject: LintContext) -> None:
    """Work out where each result can lie, and tell what cannot be, what need not be and what divides by zero."""
    _Ranges(subject).check()


@dataclass(slots=True)
class _Divisor:
    """A denominator that can be zero: where it first stands, and who divides by it."""

    node: Expression
    interval: Interval
    path: Path
    at: int
    users: list[str] = field(default_factory=list)


class _Ranges:
    def __init__(self, subject: LintContext) -> None:
        self.subject = subject
        self.report = subject.draft.report
        self.divisors: dict[str, _Divisor] = {}
        period = subject.program.period
        # How many there are from the first year to the last, in steps of the program.
        self.periods = YEARS * max(PER_YEAR[frequency] for frequency in period.frequency) / period.step

    def check(self) -> None:
        subject = self.subject
        for id_, tree in subject.formulas.items():
            path = (*subject.paths[id_], "formula")
            ranger = Ranger(subject.bounds, subject.named_trees, self.noticing(id_, path), subject.normal)
            interval = ranger.range(tree)
            if interval is not None:
                self.compare(id_, subject.specs[id_].range, interval)
            self.look_back(tree, path)
        for spec, key, tree in subject.goals:
            path = (*subject.paths[spec.id], "attainment", key)
            Ranger(subject.bounds, subject.named_trees, self.noticing(None, path), subject.normal).range(tree)
            self.look_back(tree, path)
        for divisor in self.divisors.values():
            self.report_divisor(divisor)
        for index, _, tree in subject.rules:
            path = ("checks", index, "rule")
            self.look_back(tree, path)
            truth = Ranger(Bounds(subject.bounds.ranges), {}, self.noticing(None, path)).range(tree)
            if truth == Interval(0.0, 0.0):
                self.report("IND238", path)
            elif truth is not None and not truth.holds(0.0):
                self.report("IND237", path)

    def noticing(self, id_: str | None, path: Path) -> Notice:
        """Return what takes the notices of one formula; a rule between inputs divides by zero without harm."""
        codes = {"negative": "IND235", "never": "IND236", "too_large": "IND214"}

        def notice(what: str, node: Call, interval: Interval) -> None:
            if what == "denominator":
                if id_ is not None:
                    self.add_divisor(id_, path, node, interval)
            elif what in codes:
                where: dict[str, Any] = {"offset": node.at, "length": len(node.function)}
                self.report(codes[what], path, sign=node.function, interval=str(interval), **where)
            else:
                truth = ("siempre", "always") if what == "always" else ("nunca", "never")
                at = _first(node.args[0])
                self.report("IND234", path, offset=at, truth_es=truth[0], truth_en=truth[1])

        return notice

    def look_back(self, node: Expression, path: Path, before: int = 0) -> None:
        """Tell of a `lag` that reaches further back than there are periods; those inside one another add up."""
        if not isinstance(node, Call):
            return
        if node.function == "lag":
            steps = node.args[1] if len(node.args) == 2 else Constant(1.0)
            back = before + (int(steps.value) if isinstance(steps, Constant) else 0)
            if before < self.periods <= back:
                self.report("IND215", path, offset=node.at, length=len(node.function), steps=back)
            before = back
        for argument in node.args:
            self.look_back(argument, path, before)

    def add_divisor(self, id_: str, path: Path, node: Call, interval: Interval) -> None:
        below = node.args[1] if node.function == "/" else node.args[0]
        key = self.subject.normal.form(below).key
        divisor = self.divisors.setdefault(key, _Divisor(below, interval, path, node.at))
        if id_ not in divisor.users:
            divisor.users.append(id_)

    def report_divisor(self, divisor: _Divisor) -> None:
        """Tell of a denominator that can be zero, unless an example shows that this is meant.

        A range that begins at 0 says that nothing to divide by is a real state; a range that is not declared, or a
        difference that can vanish, says nothing of the kind.
        """
        subject = self.subject
        written = [example for user in divisor.users for example in subject.specs[user].examples]
        examples = [member for example in written for member in (example.members or (example,))]
        if any("undefined" in (example.expect or {}).values() for example in examples):
            return
        known = subject.program.variable_by_id
        read = [known[name] for name in names(divisor.node) if name in known]
        if divisor.interval.low != 0 or any(variable.range.low is None for variable in read):
            name = render(divisor.node)
            self.report("IND230", divisor.path, offset=divisor.at, name=name, interval=str(divisor.interval))
            return
        users = ", ".join(f"`{user}`" for user in divisor.users[:4]) + (", …" if len(divisor.users) > 4 else "")
        if isinstance(divisor.node, Name) and divisor.node.id in known:
            index = next((n for n, v in enumerate(subject.program.variables) if v.id == divisor.node.id), None)
            if index is not None:
                self.report("IND231", ("variables", index, "range"), name=divisor.node.id, ids=users)
                return
        self.report("IND231", divisor.path, offset=divisor.at, name=render(divisor.node), ids=users)

    def compare(self, id_: str, declared: Range, interval: Interval) -> None:
        """Hold the declared range of a result against where it can lie."""
        low, high = declared.ends
        slack = _SLACK * max((abs(end) for end in (low, high) if end not in {-float("inf"), float("inf")}), default=1.0)
        where = (*self.subject.paths[id_], "range")
        details: dict[str, Any] = {"id": id_, "interval": str(interval), "declared": str(declared)}
        if low > interval.high + slack or high < interval.low - slack:
            self.report("IND232", where, **details)
        elif (declared.low is not None and low < interval.low - slack) or (
            declared.high is not None and high > interval.high + slack
        ):
            self.report("IND233", where, **details)


def _first(node: Expression) -> int:
    """Return where an expression begins in its text."""
    return min([node.at, *(_first(argument) for argument in node.args)]) if isinstance(node, Call) else node.at
