"""Formula text to an expression tree, by an allow-list of tokens and a grammar of our own. Nothing is evaluated here.

Precedence, from loose to tight: ``or``, ``and``, ``not``, comparison and ``in`` (one, not chained), ``+ -``, ``* /``,
unary ``-``, ``**`` (right to left), call. No word is reserved: functions are known by the bracket behind them, ``over``
and ``in`` by their place.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from ..diagnostics import name_of_sign, nearest
from .functions import NODE_FIGURES, RANKS, TIES
from .tree import COMPARISONS, Call, Constant, Expression, Name, NodeFigure, Statistic, Word, height_of_call

MAX_LENGTH = 2000
MAX_DEPTH = 40
# Operations one inside another. A chain such as ``a + b + c`` nests to the left, and every walk over a tree costs the
# stack of Python a few frames a level.
MAX_HEIGHT = 100

# What the folding of lines in YAML leaves between words; other blanks only look like these.
_BLANKS = " \t\n"
_TOKEN = re.compile(
    r"""[ \t\n]*(?:
      (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)
    | (?P<name>[A-Za-z_][A-Za-z_0-9]*)
    | (?P<text>"[^"\n]*"|'[^'\n]*')
    | (?P<sign>\*\*|<=|>=|==|!=|[-+*/(),<>])
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)

# What people write by habit -> what this language writes.
_HABITS = {"=": "==", "^": "**", "÷": "/", "×": "*", "≤": "<=", "≥": ">=", "≠": "!=", "&": "and", "|": "or"}
_HABITS |= {"=>": ">=", "=<": "<=", "<>": "!=", "&&": "and", "||": "or", "−": "-"}
# Words with which other languages write conditions.
_CONDITIONS = frozenset({"if", "else", "then", "when", "case", "elif", "end", "si"})


class FormulaError(Exception):
    """A formula that cannot be read.

    Attributes
    ----------
    code
        Code of the message.
    at, length
        Where in the text, in characters.
    details
        The values that fill the message.
    suggestion
        What to write instead, or None.
    name
        The name in which a character stands that names do not have, written with the letters it looks like; or None.
    """

    def __init__(
        self,
        code: str,
        at: int,
        length: int = 1,
        suggestion: str | None = None,
        *,
        name: str | None = None,
        **details: Any,
    ) -> None:
        self.code, self.at, self.length, self.suggestion, self.details = code, at, length, suggestion, details
        self.name = name
        super().__init__(code, at, details)


def _unreadable(
    at: int, length: int, es: str, en: str, suggestion: str | None = None, name: str | None = None
) -> FormulaError:
    return FormulaError("IND201", at, length, suggestion, name=name, problem_es=es, problem_en=en)


def _not_allowed(text: str, at: int) -> FormulaError:
    sign = text[at : at + 2] if text[at : at + 2] in _HABITS else text[at]
    es, en = _named(sign)
    es, en = f"`{sign}`{es} no se admite", f"`{sign}`{en} is not allowed"
    return _unreadable(at, len(sign), es, en, _HABITS.get(sign), _name_around(text, at))


# Letters of other scripts that look like those of names, in the order of these.
_LIKE = dict(zip("асеорхуіјѕһԁԛԝαεικνορτυχАВЕКМНОРСТХ", "aceopxyijshdqwaeiknoptuxABEKMHOPCTX", strict=False))


def _named(sign: str) -> tuple[str, str]:
    """Return what a character is called, where it is not what it looks like or cannot be seen at all."""
    if len(sign) > 1 or (sign.isascii() and sign.isprintable()) or sign in _HABITS:
        return "", ""
    name = f" ({name_of_sign(sign)}"
    if sign in _LIKE:
        return f"{name}: parece `{_LIKE[sign]}`)", f"{name}: it looks like `{_LIKE[sign]}`)"
    if unicodedata.category(sign) in {"Cf", "Zs", "Cc", "Cn"}:
        return f"{name}: no se ve)", f"{name}: it cannot be seen)"
    return f"{name})", f"{name})"


def _name_around(text: str, at: int) -> str | None:
    """Return the name in which a strange letter stands, with the letters that it looks like; None outside of names.

    Marks go, as what cannot be seen does: `año` becomes `ano`.
    """
    if not _in_a_name(text[at]):
        return None
    start, stop = at, at + 1
    while start > 0 and _in_a_name(text[start - 1]):
        start -= 1
    while stop < len(text) and _in_a_name(text[stop]):
        stop += 1
    looks = unicodedata.normalize("NFKD", "".join(_LIKE.get(sign, sign) for sign in text[start:stop]))
    name = "".join(sign for sign in looks if sign.isascii())
    return name if name.isidentifier() else None


def _in_a_name(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return sign == "_" or kind.startswith("L") or kind in {"Nd", "Mn", "Cf"}


def _names_an_argument(tokens: list[_Token]) -> bool:
    """Whether an equals sign after these would name an argument (``mean(x, by=``); a condition has none elsewhere."""
    if len(tokens) < 3 or tokens[-1].kind != "name" or tokens[-2].text not in {"(", ","}:
        return False
    open_ = 0
    for place in range(len(tokens) - 2, 0, -1):
        open_ += {")": -1, "(": 1}.get(tokens[place].text, 0)
        if open_ > 0:
            called = tokens[place - 1]
            return called.kind == "name" and called.text not in {"if_else", "choose", "and", "or", "not"}
    return False


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while True:
        found = _TOKEN.match(text, position)
        if found is None:
            at = position + len(text[position:]) - len(text[position:].lstrip(_BLANKS))
            if text[at] == "=" and _names_an_argument(tokens):
                es, en = "las funciones no reciben argumentos con nombre", "functions take no named arguments"
                raise _unreadable(at, 1, es, en)
            raise _not_allowed(text, at)
        kind = str(found.lastgroup)
        token = _Token(kind, found.group(kind), found.start(kind))
        if text[token.at : token.at + 2] == "<>":
            raise _not_allowed(text, token.at)
        if kind == "number" and tokens and tokens[-1].kind == "number":
            raise _unreadable(token.at, len(token.text), "dos números seguidos", "two numbers in a row")
        tokens.append(token)
        if kind == "end":
            return tokens
        position = found.end()


def parse(text: str) -> Expression:
    """Parse a formula.

    Parameters
    ----------
    text
        The formula, at most `MAX_LENGTH` characters, `MAX_DEPTH` levels deep and `MAX_HEIGHT` operations high.

    Returns
    -------
    Expression
        Names are not resolved: whether they exist is checked against a program.

    Raises
    ------
    FormulaError
        With the place of the first character that cannot be read.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError("IND209", MAX_LENGTH, limit=f"{MAX_LENGTH} caracteres/characters")
    return _Parser(_tokens(text)).parse()


class _Parser:
    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.position = 0
        self.depth = 0
        self.heights: dict[int, int] = {}  # of calls, by their identity: they all live on in the tree

    @property
    def token(self) -> _Token:
        return self.tokens[self.position]

    def advance(self) -> _Token:
        token = self.token
        self.position += 1
        return token

    def accept(self, *texts: str) -> _Token | None:
        if self.token.kind in {"sign", "name"} and self.token.text in texts:
            return self.advance()
        return None

    def expect(self, text: str) -> None:
        if not self.accept(text):
            self.fail(f"se esperaba `{text}`", f"`{text}` was expected")

    def fail(self, es: str, en: str) -> NoReturn:
        raise _unreadable(self.token.at, max(1, len(self.token.text)), es, en)

    def parse(self) -> Expression:
        expression = self.either()
        if self.token.kind != "end":
            if self.token.text in _CONDITIONS:
                self.fail(
                    "las condiciones se escriben `if_else(condición, sí, no)`",
                    "conditions are written `if_else(condition, yes, no)`",
                )
            if self.token.text in COMPARISONS:
                self.fail("las comparaciones no se encadenan: use `and`", "comparisons do not chain: use `and`")
            self.fail(
                f"`{self.token.text}` sobra o falta un operador",
                f"`{self.token.text}` is too much, or an operator is missing",
            )
        return expression

    def chain(self, function: str, args: tuple[Expression, ...], at: int) -> Call:
        """Return the call of an operator or function, unless it would stand too high."""
        call = Call(function, args, at)
        self.measure(call)
        return call

    def measure(self, call: Call | Statistic) -> None:
        """Refuse a call that would stand too high."""
        function = call.function
        height = height_of_call(function, [self.heights.get(id(argument), 0) for argument in call.args])
        if height > MAX_HEIGHT:
            raise FormulaError("IND212", call.at, len(function) if function != "negative" else 1, limit=MAX_HEIGHT)
        self.heights[id(call)] = height

    def either(self) -> Expression:
        return self.left_to_right(self.both, "or")

    def both(self) -> Expression:
        return self.left_to_right(self.negation, "and")

    def left_to_right(self, operand: Callable[[], Expression], *signs: str) -> Expression:
        expression: Expression = operand()
        while sign := self.accept(*signs):
            expression = self.chain(sign.text, (expression, operand()), sign.at)
        return expression

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError("IND209", self.token.at, limit=f"{MAX_DEPTH} niveles/levels")

    def negation(self) -> Expression:
        if sign := self.accept("not"):
            self.deeper()
            expression = self.chain("not", (self.negation(),), sign.at)
            self.depth -= 1
            return expression
        return self.comparison()

    def comparison(self) -> Expression:
        left = self.left_to_right(self.product, "+", "-")
        if sign := self.accept(*COMPARISONS):
            return self.chain(sign.text, (left, self.left_to_right(self.product, "+", "-")), sign.at)
        if sign := self.accept("in"):
            return self.chain("in", (left, *self.words()), sign.at)
        return left

    def words(self) -> list[Word]:
        """Read quoted texts in parentheses."""
        self.expect("(")
        found = [self.word()]
        while self.accept(","):
            found.append(self.word())
        self.expect(")")
        return found

    def word(self) -> Word:
        if self.token.kind != "text":
            self.fail("se esperaba un texto entre comillas", "a text in quotes was expected")
        token = self.advance()
        return Word(token.text[1:-1], token.at)

    def product(self) -> Expression:
        return self.left_to_right(self.unary, "*", "/")

    def unary(self) -> Expression:
        if sign := self.accept("-", "+"):
            self.deeper()
            operand = self.unary()
            self.depth -= 1
            if sign.text == "+":
                return operand
            if isinstance(operand, Constant):
                return Constant(-operand.value, sign.at)
            return self.chain("negative", (operand,), sign.at)
        return self.power()

    def power(self) -> Expression:
        base = self.atom()
        if sign := self.accept("**"):
            self.deeper()
            exponent = self.unary()
            self.depth -= 1
            return self.chain("**", (base, exponent), sign.at)
        return base

    def atom(self) -> Expression:
        token = self.token
        if token.kind == "number":
            value = float(self.advance().text)
            if not math.isfinite(value):
                raise _unreadable(token.at, len(token.text), "el número es demasiado grande", "the number is too large")
            return Constant(value, token.at)
        if token.kind == "text":
            return Word(self.advance().text[1:-1], token.at)
        if token.kind == "name":
            self.advance()
            if token.text in {"and", "or", "not"} or (token.text == "in" and self.token.text == "("):
                self.position -= 1
                self.fail(f"`{token.text}` no puede ir aquí", f"`{token.text}` cannot stand here")
            if token.text in {"true", "false"}:
                return Constant(float(token.text == "true"), token.at)
            return self.call(token) if self.token.text == "(" else Name(token.text, token.at)
        if self.accept("("):
            self.deeper()
            expression = self.either()
            self.depth -= 1
            self.expect(")")
            return expression
        if token.kind == "end":
            self.fail("la fórmula termina antes de tiempo", "the formula ends too soon")
        return self.fail(f"`{token.text}` no puede ir aquí", f"`{token.text}` cannot stand here")

    def call(self, name: _Token) -> Expression:
        self.expect("(")
        if name.text in NODE_FIGURES:
            return self.node_figure(name)
        self.deeper()
        args: list[Expression] = []
        population = None
        if not self.accept(")"):
            args.append(self.either())
            while self.accept(","):
                args.append(self.either())
            population = self.name("la población", "the population") if self.accept("over") else None
            self.expect(")")
        self.depth -= 1
        return self.chain(name.text, tuple(args), name.at) if population is None else self.over(name, args, population)

    def name(self, what_es: str, what_en: str) -> _Token:
        if self.token.kind != "name":
            self.fail(f"se esperaba {what_es}", f"{what_en} was expected")
        return self.advance()

    def node_figure(self, kind: _Token) -> NodeFigure:
        node = self.name("el id de un nodo", "the id of a node")
        self.expect(")")
        return NodeFigure(kind.text, node.text, kind.at, node.at)  # type: ignore[arg-type]

    def over(self, name: _Token, args: list[Expression], population: _Token) -> Statistic:
        """Return a function of a population; after the argument of a rank a word for ties may stand."""
        ties = None
        if name.text in RANKS and len(args) == 2 and isinstance(args[1], Word):
            word = args[1]
            args, ties = args[:1], word.text
            if ties not in TIES:
                hint = nearest(ties, TIES)
                wanted = {"wanted_es": "cómo contar los empates", "wanted_en": "a word for ties"}
                raise FormulaError("IND219", word.at, len(ties) + 2, hint, function=name.text, **wanted, expected=TIES)
        found = Statistic(name.text, tuple(args), population.text, ties, name.at, population.at)
        self.measure(found)
        return found
