"""Where the result of a formula can lie, by interval arithmetic over its tree.

The interval holds every figure that the formula can give for inputs in their ranges that keep the rules between them.
It may be wider than that: what two parts have in common is seen only where a rule or an algebraic identity tells it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import product

from ..rendering import render
from ..tree import (
    COMPARISONS,
    OPPOSITE,
    SHORT_FORMS,
    Call,
    Constant,
    Expression,
    Name,
    NodeFigure,
    Statistic,
    Word,
    names,
    walk,
    write_out,
)
from .algebra import Normaliser
from .bounds import ANY, TRUTH, Bounds, Interval

# (what, the call, the interval of what it is about)
Notice = Callable[[str, Call, Interval], None]
_HALF_ULPS = 4e-16


class Ranger:
    """Works out the interval of expressions; tells `notice` of what can go wrong on the way.

    Parameters
    ----------
    bounds
        What is known of the inputs.
    formulas
        Formulas of indicators that may be named, without a cycle.
    notice
        Called with ``denominator`` (it can be zero), ``negative`` (of a root or logarithm: it can be), ``never`` (there
        is no result at all), ``too_large`` (it is beyond what a number can hold), ``always`` and ``never_true`` (of a
        condition).
    normal
        What works out normal forms of the same formulas, to do no work twice.
    """

    def __init__(
        self,
        bounds: Bounds,
        formulas: Mapping[str, Expression],
        notice: Notice | None = None,
        normal: Normaliser | None = None,
    ) -> None:
        self.bounds, self.formulas = bounds, formulas
        self.notice: Notice = notice or (lambda *_: None)
        self.normal = normal or Normaliser(formulas)
        # What holds of every row, whatever a condition says of this one.
        self.of_all = bounds
        self.not_zero: frozenset[str] = frozenset()
        self.known: dict[str, Interval | None] = {}

    def range(self, node: Expression) -> Interval | None:
        """Return where the result can lie, or None where there is never one."""
        if isinstance(node, Constant):
            return Interval(node.value, node.value)
        if isinstance(node, Name):
            if node.id not in self.formulas:
                return self.bounds.of(node.id)
            if node.id not in self.known:
                inner = Ranger(self.bounds, self.formulas, normal=self.normal)
                inner.known = self.known
                self.known[node.id] = inner.range(self.formulas[node.id])
            return self.known[node.id]
        if isinstance(node, Word):
            return ANY
        if isinstance(node, NodeFigure):
            return self.bounds.of(render(node))
        if isinstance(node, Statistic):
            return self.statistic(node)
        if node.function in SHORT_FORMS:
            return self.range(write_out(node))
        if node.function == "lag":
            return self.range(node.args[0])
        if node.function == "if_else":
            return self.choice(node)
        if node.function in COMPARISONS:
            return self.comparison(node)
        if node.function == "coalesce":
            found = [interval for argument in node.args if (interval := self.range(argument)) is not None]
            return _hull(found)
        ranges = [self.range(argument) for argument in node.args]
        args = [interval for interval in ranges if interval is not None]
        result = self.call(node, args) if len(args) == len(ranges) else None
        if result is None or (result.low < math.inf and result.high > -math.inf):
            return result
        self.notice("too_large", node, result)
        # Powers beyond numbers have no value; sums and products are infinite on the way, and may yet be divided by.
        return None if node.function in {"exp", "**"} else ANY

    def statistic(self, node: Statistic) -> Interval | None:
        """Return where a figure of a population can lie."""
        others = Ranger(self.of_all, self.formulas, self.notice, self.normal)
        args = [others.range(argument) for argument in node.args]
        figures = args[0]
        if figures is None:
            return Interval(0.0, 0.0) if node.function == "count" else None
        match node.function:
            case "count":
                return Interval(0.0, math.inf)
            case "rank":
                return Interval(1.0, math.inf)
            case "percentile_rank":
                return Interval(0.0, 100.0)
            case "sd" | "sd_n":
                return Interval(0.0, math.inf)
            case "sum":
                return Interval(0.0 if figures.low >= 0 else -math.inf, 0.0 if figures.high <= 0 else math.inf)
            case "weighted_mean":
                weights = args[1]
                return figures if weights is not None and weights.low >= 0 else ANY
            case _:
                return figures

    def call(self, node: Call, args: list[Interval]) -> Interval | None:
        """Return the range of an operator or function on arguments with these ranges."""
        match node.function:
            case "+" | "sum":
                return _sum(args)
            case "-":
                return self.difference(node, _sum([args[0], _negative(args[1])]))
            case "negative":
                return _negative(args[0])
            case "mean":
                total = _sum(args)
                return Interval(total.low / len(args), total.high / len(args))
            case "*":
                return _corners(args[0], args[1], _times)
            case "/":
                return self.quotient(node, args[0], args[1])
            case "min":
                return Interval(min(a.low for a in args), min(a.high for a in args))
            case "max":
                return Interval(max(a.low for a in args), max(a.high for a in args))
            case "abs":
                return _absolute(args[0])
            case "sqrt" | "log":
                return self.partial(node, args[0])
            case "exp":
                return _widened(_exponential(args[0].low), _exponential(args[0].high))
            case "**":
                return self.power(node, args[0], args[1])
            case "and" | "or" | "not":
                return _logic(node.function, args)
            case "irr":
                return Interval(-1.0, math.inf)
            case _:
                return ANY

    def difference(self, node: Call, interval: Interval) -> Interval:
        """Sharpen a difference by what is known between its two sides."""
        form = self.normal.form(node)
        if len(form.denominator) != 1 or () not in form.denominator:
            return interval
        sign = self.bounds.sign(form.numerator, form.needs)
        if sign == 0:
            return Interval(0.0, 0.0)
        return interval.meet(low=0.0) if sign == 1 else interval.meet(high=0.0) if sign == -1 else interval

    def quotient(self, node: Call, above: Interval, below: Interval) -> Interval | None:
        """Divide; of a part and its whole the quotient is at most one."""
        if below == Interval(0.0, 0.0):
            self.notice("never", node, below)
            return None
        whole = self.normal.form(node.args[1])
        if below.holds(0.0) and whole.key not in self.not_zero and not self.bounds.never_zero(whole.numerator):
            self.notice("denominator", node, below)
        if below.low < 0 < below.high:
            return ANY
        result = _corners(above, below, _divided)
        if below.low >= 0 and self.bounds.at_most(self.normal.form(node.args[0]), whole):
            result = result.meet(high=1.0)
        return result

    def partial(self, node: Call, interval: Interval) -> Interval | None:
        """Take a root or logarithm of what is not negative."""
        if interval.high < 0 or (node.function == "log" and interval.high == 0):
            self.notice("never", node, interval)
            return None
        if interval.low < 0 or (node.function == "log" and interval.low == 0):
            self.notice("negative", node, interval)
        low, high = max(interval.low, 0.0), interval.high
        if node.function == "sqrt":
            return Interval(math.sqrt(low), math.sqrt(high))
        return _widened(math.log(low) if low > 0 else -math.inf, math.log(high))

    def power(self, node: Call, base: Interval, exponent: Interval) -> Interval | None:
        """Raise to a power; where that is not one number, of what is positive alone is the result looked into."""
        if exponent.low != exponent.high:
            if base.low > 0:
                corners = _corners(base, exponent, _raised)
                return _widened(corners.low, corners.high)
            return Interval(0.0, math.inf) if base.low >= 0 else ANY
        count = exponent.low
        if count < 0:
            if base == Interval(0.0, 0.0):
                self.notice("never", node, base)
                return None
            if base.holds(0.0):
                self.notice("denominator", node, base)
            if base.low < 0 < base.high:
                return ANY if count != int(count) or count % 2 else Interval(0.0, math.inf)
            whole = self.raise_power(base, -count)
            return _corners(Interval(1.0, 1.0), whole, _divided) if whole is not None else None
        if count != int(count):
            if base.high < 0:
                self.notice("never", node, base)
                return None
            if base.low < 0:
                self.notice("negative", node, base)
            base = base.meet(low=0.0)
        return self.raise_power(base, count)

    def raise_power(self, base: Interval, count: float) -> Interval | None:
        """Raise to a positive power."""
        if count == int(count) and count % 2 == 0:
            base = _absolute(base)
        ends = []
        for end in (base.low, base.high):
            try:
                ends.append(_raised(end, count))
            except ValueError:
                return ANY
        return _widened(*ends)

    def comparison(self, node: Call) -> Interval | None:
        """Return 1 … 1 for what always holds, 0 … 0 for what never does, else 0 … 1."""
        left, right = (self.range(argument) for argument in node.args)
        if left is None or right is None:
            return None
        if any(isinstance(argument, Word) for argument in node.args):
            return TRUTH
        match node.function:
            case "<":
                truth = _ordered(left, right, strict=True)
            case "<=":
                truth = _ordered(left, right, strict=False)
            case ">":
                truth = _ordered(right, left, strict=True)
            case ">=":
                truth = _ordered(right, left, strict=False)
            case function:
                apart = left.high < right.low or right.high < left.low
                same = left.low == left.high == right.low == right.high
                equal = False if apart else True if same else None
                truth = equal if function == "==" or equal is None else not equal
        return TRUTH if truth is None else Interval(float(truth), float(truth))

    def choice(self, node: Call) -> Interval | None:
        """Take the branches that can be chosen, each with what its condition says of the inputs."""
        condition, yes, no = node.args
        truth = self.range(condition)
        if truth is None:
            return None
        if not truth.holds(0.0):
            self.notice("always", node, truth)
            return self.under(condition, yes, holds=True)
        if truth == Interval(0.0, 0.0):
            self.notice("never_true", node, truth)
            return self.under(condition, no, holds=False)
        branches = (self.under(condition, yes, holds=True), self.under(condition, no, holds=False))
        return _hull([branch for branch in branches if branch is not None])

    def under(self, condition: Expression, branch: Expression, *, holds: bool) -> Interval | None:
        """Return the range of a branch where its condition holds, or does not."""
        inner = Ranger(self.bounds, self.formulas, self.notice, self.normal)
        inner.not_zero, inner.of_all = self.not_zero, self.of_all
        inner.assume(condition, holds=holds)
        return inner.range(branch)

    def assume(self, condition: Expression, *, holds: bool) -> None:
        """Take in what a condition says: of a name beside a number, and what cannot be zero."""
        if isinstance(condition, Call) and condition.function == "not":
            self.assume(condition.args[0], holds=not holds)
        elif isinstance(condition, Call) and condition.function == ("and" if holds else "or"):
            for part in condition.args:
                self.assume(part, holds=holds)
        elif isinstance(condition, Call) and condition.function in COMPARISONS:
            sign, (left, right) = condition.function, condition.args
            if isinstance(left, Constant):
                sign, left, right = _MIRRORED[sign], right, left
            if isinstance(right, Constant):
                self.narrow(left, sign if holds else OPPOSITE[sign], right.value)

    def narrow(self, side: Expression, sign: str, value: float) -> None:
        """Take in one comparison of a side with a number."""
        apart = sign == "!=" or (sign == ">" and value >= 0) or (sign == "<" and value <= 0)
        if (apart and value == 0) or (sign in {">", ">="} and value > 0) or (sign in {"<", "<="} and value < 0):
            self.not_zero |= {self.normal.form(side).key}
        if not isinstance(side, Name) or side.id in self.formulas:
            return
        known = self.bounds.of(side.id)
        if sign in {">", ">=", "=="}:
            known = known.meet(low=value)
        if sign in {"<", "<=", "=="}:
            known = known.meet(high=value)
        self.bounds = replace(self.bounds, ranges={**self.bounds.ranges, side.id: known})


_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def read_names(expression: Expression, formulas: Mapping[str, Expression]) -> frozenset[str]:
    """Return the inputs that an expression reads, through other indicators too."""
    found = {name for part in _all_read(expression, formulas) for name in names(part)}
    return frozenset(found - formulas.keys())


def reads_scores(expression: Expression, formulas: Mapping[str, Expression]) -> bool:
    """Whether an expression reads scores, through other indicators too: they may depend on any input."""
    return any(isinstance(part, NodeFigure) for tree in _all_read(expression, formulas) for part in walk(tree))


def _all_read(expression: Expression, formulas: Mapping[str, Expression]) -> Iterator[Expression]:
    """Yield an expression, and the formula of each indicator that it reads, through others too."""
    seen: set[str] = set()
    stack = [expression]
    while stack:
        tree = stack.pop()
        yield tree
        inner = [name for name in names(tree) if name in formulas and name not in seen]
        seen.update(inner)
        stack += (formulas[name] for name in inner)


def _hull(intervals: list[Interval]) -> Interval | None:
    if not intervals:
        return None
    result = intervals[0]
    for interval in intervals[1:]:
        result = result.hull(interval)
    return result


def _negative(a: Interval) -> Interval:
    return Interval(-a.high, -a.low)


def _sum(args: list[Interval]) -> Interval:
    low, high = args[0].low, args[0].high
    for argument in args[1:]:
        low, high = low + argument.low, high + argument.high
    return Interval(low, high)


def _absolute(a: Interval) -> Interval:
    if a.low >= 0:
        return a
    return _negative(a) if a.high <= 0 else Interval(0.0, max(-a.low, a.high))


def _times(a: float, b: float) -> float:
    return 0.0 if a == 0 or b == 0 else a * b


def _divided(a: float, b: float) -> float:
    """Divide ends; an infinite denominator brings the quotient to zero, a zero one is an end that is never reached."""
    if a == 0 or math.isinf(b):
        return 0.0
    return a / b if b else math.inf


def _corners(a: Interval, b: Interval, operation: Callable[[float, float], float]) -> Interval:
    if operation is _divided and b.high == 0:
        return _corners(_negative(a), _negative(b), operation)
    ends = [operation(left, right) for left, right in product((a.low, a.high), (b.low, b.high))]
    if operation is _divided and b.low == 0:
        ends += [math.copysign(math.inf, end) for end in (a.low, a.high) if end]
        ends = [end for end in ends if end != math.inf or a.high > 0]
    return Interval(min(ends), max(ends))


def _raised(base: float, count: float) -> float:
    try:
        return math.pow(base, count)
    except OverflowError:
        return math.copysign(math.inf, base)


def _exponential(value: float) -> float:
    try:
        return math.exp(value)
    except OverflowError:
        return math.inf


def _widened(low: float, high: float) -> Interval:
    """Allow for functions whose last digit is not the same everywhere."""
    return Interval(low - abs(low) * _HALF_ULPS if math.isfinite(low) else low, high + abs(high) * _HALF_ULPS)


def _ordered(left: Interval, right: Interval, *, strict: bool) -> bool | None:
    """Whether left < right (or <=) always or never holds; None where it depends."""
    if left.high < right.low or (not strict and left.high == right.low):
        return True
    if left.low > right.high or (strict and left.low == right.high):
        return False
    return None


def _logic(function: str, args: list[Interval]) -> Interval:
    always = [not argument.holds(0.0) for argument in args]
    never = [argument == Interval(0.0, 0.0) for argument in args]
    if function == "not":
        always, never = never, always
    sure = any(always) if function == "or" else all(always)
    out = all(never) if function == "or" else any(never)
    return Interval(1.0, 1.0) if sure else Interval(0.0, 0.0) if out else TRUTH
