"""Formulas in a normal form, to see whether two of them are the same formula written in two ways.

A formula becomes a quotient of two polynomials with exact coefficients. What is no arithmetic (``min``, ``log``,
``if_else``, …) is an unknown of its own, known by the normal forms of its arguments. Beside the value stands what the
result needs: the inputs that must be present and the denominators that must not be zero.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

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
    periods_back,
    write_out,
)
from .polynomials import (
    Polynomial,
    TooLargeError,
    add,
    common_monomial,
    constant,
    divide_by_monomial,
    exact_quotient,
    leading_term,
    multiply,
    power,
    scale,
    text,
    variable,
)
from .probing import differ

__all__ = ["NormalForm", "Normaliser", "equivalent", "normal_form", "proportion"]

_MIRRORED = {">": "<", ">=": "<="}
_LONGEST_KEY = 2000
_ONE = constant(Fraction(1))


@dataclass(frozen=True, slots=True, eq=False)
class NormalForm:
    """A formula as a quotient of polynomials.

    Attributes
    ----------
    numerator, denominator
        Common monomials are taken out, the denominator begins with the coefficient 1.
    needs
        What must hold for there to be a result: ``name`` (present), ``≠ …`` (not zero), ``? …`` (defined).
    opaque
        Whether parts of it are no arithmetic, so that two different normal forms may still be equal.
    """

    numerator: Polynomial
    denominator: Polynomial
    needs: frozenset[str] = field(default=frozenset())
    opaque: bool = False

    @property
    def key(self) -> str:
        """One spelling of the value; equal spellings are equal values."""
        return f"({text(self.numerator)}) / ({text(self.denominator)})"

    def same_value(self, other: NormalForm) -> bool:
        """Whether both have the same value wherever both have one."""
        try:
            left, right = (
                multiply(self.numerator, other.denominator),
                multiply(other.numerator, self.denominator),
            )
        except TooLargeError:
            return self.key == other.key
        return left == right


def normal_form(
    expression: Expression,
    formulas: Mapping[str, Expression] | None = None,
    renamed: Mapping[str, str] | None = None,
) -> NormalForm:
    """Return the normal form of a formula.

    Parameters
    ----------
    expression
        The formula, checked already.
    formulas
        Formulas of other indicators by id, without a cycle: their names are replaced by what they stand for.
    renamed
        New names of inputs, by the old ones.
    """
    return Normaliser(formulas or {}, renamed or {}).form(expression)


def equivalent(
    a: Expression,
    b: Expression,
    *,
    formulas_of_a: Mapping[str, Expression] | None = None,
    formulas_of_b: Mapping[str, Expression] | None = None,
    renamed: Mapping[str, str] | None = None,
) -> bool | None:
    """Whether two formulas give the same result in every row, absent results included.

    ``a / b * 100`` and ``100 * a / b`` are equivalent; ``a / (b / c)`` and ``a * c / b`` are not: where `c` is zero,
    one is undefined and the other zero. Rounding is left aside.

    Parameters
    ----------
    a, b
        The formulas, checked already.
    formulas_of_a, formulas_of_b
        Formulas of the indicators that each may name.
    renamed
        For inputs that `a` knows by another name: its name to the one of `b`.

    Returns
    -------
    bool or None
        None where neither could be shown.
    """
    first = normal_form(a, formulas_of_a, renamed)
    second = normal_form(b, formulas_of_b)
    if first.same_value(second):
        if first.needs == second.needs:
            return True
        plain = all(_is_plain(need) for need in first.needs ^ second.needs)
        return False if plain else None
    if not first.opaque and not second.opaque:
        return False
    return False if differ(a, b, formulas_of_a or {}, formulas_of_b or {}, renamed or {}) else None


def proportion(a: NormalForm, b: NormalForm) -> Fraction | None:
    """Return the number `k`, not 1, with ``a = k * b``; None when there is none."""
    if not a.numerator or not b.numerator:
        return None
    try:
        left, right = multiply(a.numerator, b.denominator), multiply(b.numerator, a.denominator)
    except TooLargeError:
        return None
    if left.keys() != right.keys():
        return None
    monomial, value = leading_term(left)
    ratio = value / right[monomial]
    same = all(coefficient == ratio * right[key] for key, coefficient in left.items())
    return ratio if same and ratio != 1 else None


def _is_plain(need: str) -> bool:
    """Whether a need is the presence of one input, or that one input is not zero: two such are surely two."""
    return need.removeprefix("≠ 1·").removesuffix("^1").replace("@", "_").isidentifier()


class Normaliser:
    """Works out normal forms of expressions and their parts, each once; the arguments are those of `normal_form`."""

    def __init__(self, formulas: Mapping[str, Expression], renamed: Mapping[str, str] | None = None) -> None:
        self.formulas, self.renamed = formulas, renamed or {}
        self.done: dict[tuple[str, int], NormalForm] = {}
        # By identity: hashing a tree takes as long as walking it. The tree is kept, so that its identity stays its own.
        self.parts: dict[tuple[int, int], tuple[Expression, NormalForm]] = {}

    def form(self, node: Expression, lag: int = 0) -> NormalForm:
        """Return the normal form of an expression, as it was `lag` periods ago."""
        key = (id(node), lag)
        if key not in self.parts:
            self.parts[key] = (node, self._form(node, lag))
        return self.parts[key][1]

    def _form(self, node: Expression, lag: int) -> NormalForm:
        if isinstance(node, Constant):
            return NormalForm(constant(Fraction(repr(node.value))), _ONE)
        if isinstance(node, Word):
            return _unknown(repr(node.text), frozenset(), opaque=True)
        if isinstance(node, Name):
            if node.id in self.formulas:
                if (node.id, lag) not in self.done:
                    self.done[node.id, lag] = self.form(self.formulas[node.id], lag)
                return self.done[node.id, lag]
            name = self.renamed.get(node.id, node.id) + (f"@{lag}" if lag else "")
            return _unknown(name, frozenset({name}))
        if isinstance(node, NodeFigure):
            key = render(node) + (f"@{lag}" if lag else "")
            return _unknown(key, frozenset({key}), opaque=True)
        if isinstance(node, Statistic):
            return self._statistic(node, lag)
        if node.function in SHORT_FORMS:
            return self.form(write_out(node), lag)
        if node.function == "lag":
            return self.form(node.args[0], lag + periods_back(node))
        args = [self.form(argument, lag) for argument in node.args]
        try:
            return self._call(node, args, lag)
        except TooLargeError:
            return _opaque(node.function, args)

    def _statistic(self, node: Statistic, lag: int) -> NormalForm:
        """Return the unknown of a figure of a population; an earlier one is of the population of then."""
        args = ", ".join(self.form(argument).key for argument in node.args)
        population = self.renamed.get(node.population, node.population)
        key = _short(f"{node.function}({args}; {node.ties or 'average'} over {population})") + (
            f"@{lag}" if lag else ""
        )
        return _unknown(key, frozenset({f"? {key}"}), opaque=True)

    def _call(self, node: Call, args: list[NormalForm], lag: int) -> NormalForm:
        match node.function:
            case "+" | "sum":
                return _sum(args)
            case "-":
                return _sum([args[0], _times(args[1], Fraction(-1))])
            case "negative":
                return _times(args[0], Fraction(-1))
            case "mean":
                return _times(_sum(args), Fraction(1, len(args)))
            case "*":
                return _product(args[0], args[1])
            case "/":
                return _quotient(args[0], args[1])
            case "**":
                return _power(args[0], args[1], node.args[1])
            case "sqrt":
                return _opaque("**", [args[0], NormalForm(constant(Fraction(1, 2)), _ONE)], partial=True)
            case "min" | "max" | "and" | "or":
                return _unordered(node.function, args)
            case "abs":
                return _opaque("abs", [_upright(args[0])])
            case "not":
                inner = node.args[0]
                if isinstance(inner, Call) and inner.function in COMPARISONS:
                    return self.form(_opposite(inner), lag)
                return _opaque("not", args)
            case "if_else":
                return self._choice(node, args, lag)
            case "coalesce":
                return _opaque("coalesce", args, lazy=True)
            case function if function in COMPARISONS:
                return _comparison(function, args)
            case function:
                return _opaque(function, args, partial=function in {"log", "exp", "irr", "npv", "equivalent_annual"})

    def _choice(self, node: Call, args: list[NormalForm], lag: int) -> NormalForm:
        """Write a choice with the condition or its opposite, whichever is spelt first."""
        condition, (asked, yes, no) = node.args[0], args
        while isinstance(condition, Call) and condition.function == "not":
            condition, yes, no = condition.args[0], no, yes
            asked = self.form(condition, lag)
        if isinstance(condition, Call) and condition.function in COMPARISONS:
            turned = self.form(_opposite(condition), lag)
            if turned.key < asked.key:
                asked, yes, no = turned, no, yes
        return _opaque("if_else", [asked, yes, no], lazy=True)


def _opposite(comparison: Call) -> Call:
    """Return the comparison that holds where this one does not."""
    return Call(OPPOSITE[comparison.function], comparison.args, comparison.at)


def _unknown(key: str, needs: frozenset[str], *, opaque: bool = False) -> NormalForm:
    return NormalForm(variable(key), _ONE, needs, opaque)


def _opaque(function: str, args: list[NormalForm], *, partial: bool = False, lazy: bool = False) -> NormalForm:
    """Return an unknown for a function; `partial`: not defined everywhere; `lazy`: not every argument is needed."""
    key = f"{function}({', '.join(argument.key for argument in args)})"
    if lazy:
        inner = "; ".join(", ".join(sorted(argument.needs)) for argument in args)
        return _unknown(_short(key), frozenset({_short(f"? {key} [{inner}]")}), opaque=True)
    key = _short(key)
    needs = _needs(args) | ({f"? {key}"} if partial else set())
    return _unknown(key, needs, opaque=True)


def _short(key: str) -> str:
    """Keep keys of formulas in formulas in formulas from growing without end."""
    if len(key) <= _LONGEST_KEY:
        return key
    return f"{key[: key.find('(') + 1]}#{hashlib.sha256(key.encode()).hexdigest()})"


def _needs(args: list[NormalForm]) -> frozenset[str]:
    return frozenset().union(*(argument.needs for argument in args))


def _reduced(numerator: Polynomial, denominator: Polynomial, args: list[NormalForm]) -> NormalForm:
    """Take out what numerator and denominator share, as far as that is easily seen."""
    needs, opaque = _needs(args), any(argument.opaque for argument in args)
    if not numerator:
        return NormalForm({}, _ONE, needs, opaque)
    shared = dict(common_monomial(denominator))
    by = tuple(sorted((key, min(n, shared[key])) for key, n in common_monomial(numerator) if key in shared))
    numerator, denominator = divide_by_monomial(numerator, by), divide_by_monomial(denominator, by)
    if len(denominator) > 1:
        whole = exact_quotient(numerator, denominator)
        if whole is not None:
            numerator, denominator = whole, _ONE
        elif len(numerator) > 1:
            inverse = exact_quotient(denominator, numerator)
            if inverse is not None:
                numerator, denominator = _ONE, inverse
    first = leading_term(denominator)[1]
    return NormalForm(scale(numerator, 1 / first), scale(denominator, 1 / first), needs, opaque)


def _sum(args: list[NormalForm]) -> NormalForm:
    numerator, denominator = args[0].numerator, args[0].denominator
    for argument in args[1:]:
        if argument.denominator == denominator:
            numerator = add(numerator, argument.numerator)
        else:
            numerator = add(multiply(numerator, argument.denominator), multiply(argument.numerator, denominator))
            denominator = multiply(denominator, argument.denominator)
    return _reduced(numerator, denominator, args)


def _times(a: NormalForm, number: Fraction) -> NormalForm:
    return NormalForm(scale(a.numerator, number), a.denominator, a.needs, a.opaque)


def _product(a: NormalForm, b: NormalForm) -> NormalForm:
    return _reduced(multiply(a.numerator, b.numerator), multiply(a.denominator, b.denominator), [a, b])


def _quotient(a: NormalForm, b: NormalForm) -> NormalForm:
    if not b.numerator:
        return _opaque("/", [a, b], partial=True)
    result = _reduced(multiply(a.numerator, b.denominator), multiply(a.denominator, b.numerator), [a, b])
    needs = result.needs | {f"≠ {factor}" for factor in _factors(b.numerator)}
    return NormalForm(result.numerator, result.denominator, needs, result.opaque)


def _factors(a: Polynomial) -> list[str]:
    """Return what must not be zero for a polynomial not to be: its unknowns that stand in every term, and the rest."""
    shared = common_monomial(a)
    found = [text(variable(key)) for key, _ in shared]
    rest = divide_by_monomial(a, shared)
    if len(rest) > 1:
        found.append(text(scale(rest, 1 / leading_term(rest)[1])))
    return found


def _power(base: NormalForm, exponent: NormalForm, written: Expression) -> NormalForm:
    """Multiply out whole powers; others are unknowns."""
    if not isinstance(written, Constant) or written.value != int(written.value):
        return _opaque("**", [base, exponent], partial=True)
    count = int(written.value)
    if count < 0 and not base.numerator:
        return _opaque("**", [base, exponent], partial=True)
    numerator, denominator = power(base.numerator, abs(count)), power(base.denominator, abs(count))
    if count >= 0:
        return _reduced(numerator, denominator, [base])
    result = _reduced(denominator, numerator, [base])
    needs = result.needs | {f"≠ {factor}" for factor in _factors(base.numerator)}
    return NormalForm(result.numerator, result.denominator, needs, result.opaque)


def _upright(a: NormalForm) -> NormalForm:
    """Return `a` or its negative, whichever begins with a positive coefficient."""
    return _times(a, Fraction(-1)) if a.numerator and leading_term(a.numerator)[1] < 0 else a


def _unordered(function: str, args: list[NormalForm]) -> NormalForm:
    """Sort the arguments, each once; nested calls of the same function are one."""
    parts: dict[str, NormalForm] = {}
    for argument in args:
        parts.setdefault(argument.key, argument)
    if len(parts) == 1 and function in {"min", "max"}:
        return next(iter(parts.values()))
    return _opaque(function, [parts[key] for key in sorted(parts)])


def _comparison(function: str, args: list[NormalForm]) -> NormalForm:
    """Write a comparison as one of a difference with zero, scaled so that it begins with 1 (or -1)."""
    left, right = args[::-1] if function in _MIRRORED else args
    function = _MIRRORED.get(function, function)
    difference = _sum([left, _times(right, Fraction(-1))])
    if difference.numerator:
        first = leading_term(difference.numerator)[1]
        difference = _times(difference, 1 / (first if function in {"==", "!="} else abs(first)))
    return _opaque(function, [difference])
