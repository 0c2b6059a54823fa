"""Rules on units: declared, understood, and the ones that the formulas come to (IND220–IND228)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Any

from ...formulas import Expression, names, parse
from ...formulas.rendering import render
from ...formulas.tree import Call, Constant
from ...specs import Draft, Indicator, Program, Variable
from ...specs import Unit as UnitText
from ...specs.model.quantities import PERIOD
from ...specs.parsing.nodes import Path
from ..units.analysis import DimensionAnalyser, InferredUnit, takes_bare_numbers
from ..units.dimensions import NONE, Unit
from ..units.parsing import ParsedUnit, read_symbol, read_text, singulars
from ..units.vocabulary import COUNTED, MEASURES
from ..units.wording import show
from .subject import LintContext

_NUMBERS = {"number", "integer"}
_NEAR = 0.8
_POINTS = ("puntos", "points")
_RATIO = ("razón", "ratio")


def check_units(subject: LintContext) -> None:
    """Check that every unit is there and understood, and that each formula gives what its unit says."""
    _Units(subject).check()


def _words(unit: Unit) -> tuple[str, str]:
    return show(unit, "es"), show(unit, "en")


class _Units:
    def __init__(self, subject: LintContext) -> None:
        self.subject = subject
        self.report = subject.draft.report
        self.counted = frozenset(filter(None, (_own_noun(variable) for variable in subject.program.figures)))

    def check(self) -> None:
        subject = self.subject
        units = self.declared_units()
        for id_, tree in subject.formulas.items():
            spec, path = subject.specs[id_], subject.paths[id_]
            measured = self.measure(tree, (*path, "formula"), units)
            self.compare(spec, path, tree, measured, units.get(id_))
        for spec, key, tree in subject.goals:
            path = (*subject.paths[spec.id], "attainment", key)
            measured = self.measure(tree, path, units)
            self.compare(spec, subject.paths[spec.id], tree, measured, units.get(spec.id), where=path)
        self.check_rollup(units)
        for index, _, tree in subject.rules:
            self.measure(tree, ("checks", index, "rule"), units, counts_compare=True)

    def check_rollup(self, units: dict[str, Unit | None]) -> None:
        """Hold what variables are made of, in the units of the program below, against their own."""
        lower = self.subject.draft.lower
        below = _units_of(lower) if lower is not None else {}
        for index, variable in enumerate(self.subject.program.variables):
            if lower is not None and variable.from_ is not None:
                path, tree = ("variables", index, "from"), parse(variable.from_)
                self.compare(variable, path, tree, self.measure(tree, path, below), units[variable.id], where=path)

    def declared_units(self) -> dict[str, Unit | None]:
        """Read every declared unit, and tell of those that are absent or not understood."""
        program, units = self.subject.program, dict[str, Unit | None]()
        for index, variable in enumerate(program.variables):
            path: Path = ("variables", index)
            if variable.type == "boolean":
                units[variable.id] = Unit()
            elif variable.type in _NUMBERS:
                if variable.unit is None:
                    self.report("IND220", (*path, "id"), id=variable.id)
                units[variable.id] = self.understood(variable.unit, (*path, "unit"))
        for index, parameter in enumerate(program.parameters):
            if parameter.unit is not None:
                units[parameter.id] = self.understood(parameter.unit, ("parameters", index, "unit"))
        for id_, spec in self.subject.specs.items():
            path = self.subject.paths[id_]
            if spec.criterion is not None:
                continue
            # A matrix asks for units itself (IND352); what is only true or false has none.
            if spec.unit is None and program.matrix is None and not self.is_truth(id_):
                self.report("IND220", (*path, "id"), id=id_)
            units[id_] = self.understood(spec.unit, (*path, "unit"))
        return units

    def is_truth(self, id_: str) -> bool:
        """Whether a formula reads nothing but truths and options."""
        known = self.subject.program.variable_by_id
        read = names(self.subject.formulas[id_]) if id_ in self.subject.formulas else {}
        return bool(read) and all(name in known and known[name].type not in _NUMBERS for name in read)

    def understood(self, given: UnitText | None, path: Path) -> Unit | None:
        if given is None:
            return None
        text = read_text(given.en, self.counted)
        if given.symbol is None:
            if text.unit is None:
                self.report_unknown_unit(text, given.en, (*path, "en"))
            return text.unit
        symbol = read_symbol(given.symbol, self.counted)
        where = (*path, "symbol")
        if symbol.unit is None:
            if symbol.needs_extra:
                self.report("IND228", where, word=symbol.stranger)
            else:
                self.report_unknown_unit(symbol, given.symbol, where)
        elif text.unit is not None and not _same(symbol.unit, text.unit):
            self.report("IND227", where, **_got_and_declared(symbol.unit, text.unit))
        return symbol.unit

    def report_unknown_unit(self, reading: ParsedUnit, text: str, where: Path) -> None:
        at = max(text.lower().find(reading.stranger.lower()), 0)
        self.report(
            "IND221",
            where,
            offset=at,
            length=max(1, len(reading.stranger)),
            suggestion=reading.suggestion,
            text=text,
            word=reading.stranger,
        )

    def measure(
        self, tree: Expression, path: Path, units: dict[str, Unit | None], *, counts_compare: bool = False
    ) -> InferredUnit:
        def tell(code: str, node: Call, first: Unit, second: Unit) -> None:
            one, other = _words(first), _words(second)
            sign = "-" if node.function == "negative" else node.function
            details: dict[str, Any] = {
                "first_es": one[0],
                "first_en": one[1],
                "second_es": other[0],
                "second_en": other[1],
            }
            self.report(code, path, offset=node.at, length=len(sign), sign=sign, **details)

        bare = {name for name in (*self.subject.program.parameter_by_id, PERIOD) if name not in units}
        return DimensionAnalyser(units, tell, counts_compare, frozenset(bare)).measure(tree)

    def compare(
        self,
        spec: Indicator | Variable,
        path: Path,
        tree: Expression,
        measured: InferredUnit,
        declared: Unit | None,
        where: Path | None = None,
    ) -> None:
        """Hold what a formula gives against the declared unit."""
        if measured.unit is None or measured.number is not None or declared is None or spec.unit is None:
            return
        if measured.bare and takes_bare_numbers(declared):
            return
        place = where or (*path, "unit", "symbol" if spec.unit.symbol else "en")
        if measured.unit.dimension != declared.dimension:
            # A mark has no size: where the formula divides by a number, that number may be what makes it one.
            if measured.normalised and declared.dimension == NONE and not declared.sizes:
                return
            self.report("IND225", place, id=spec.id, **_got_and_declared(measured.unit, declared))
        elif measured.unit.shared_sizes(declared) is None:
            mend = _mend(tree, min(measured.unit.sizes) / min(declared.sizes))
            details = _got_and_declared(measured.unit, declared) | {"mend_es": mend.es, "mend_en": mend.en}
            self.report("IND226", where or (*path, "formula"), id=spec.id, suggestion=mend.formula, **details)


def _units_of(program: Program) -> dict[str, Unit | None]:
    """Return the units of a program as they are declared; None where that is not understood."""
    counted = frozenset(filter(None, (_own_noun(variable) for variable in program.variables)))
    found: dict[str, Unit | None] = {}
    figures: tuple[Variable | Indicator, ...] = (*program.inputs, *program.indicators)
    for spec in figures:
        if spec.unit is not None:
            text = spec.unit.symbol
            found[spec.id] = read_symbol(text).unit if text is not None else read_text(spec.unit.en, counted).unit
    return found


def unit_of_formula(draft: Draft, name: str) -> tuple[str, str]:
    """Return what a formula of a sound draft comes to, in Spanish and English words that read as that unit.

    Where that cannot be told, points: a figure of any size.
    """
    assert draft.program is not None
    # What is wrong with units is told when the program is validated.
    subject = LintContext(replace(draft, diagnostics=[]), draft.program)
    units = _Units(subject)
    measured = units.measure(subject.formulas[name], (), units.declared_units()).unit
    for words in (_words(measured) if measured is not None and measured.sizes else (), _RATIO):
        if len(words) == 2 and measured is not None:
            read = read_text(words[1], units.counted).unit
            if read is not None and _same(read, measured):
                return words[0], words[1]
    return _POINTS


def unit_of_word(word: str) -> tuple[str, str]:
    """Return the unit that a word names, in Spanish and English; points where it names none."""
    unit = read_text(word).unit
    return (show(unit, "es"), word) if unit is not None else _POINTS


def _got_and_declared(got: Unit, declared: Unit) -> dict[str, Any]:
    (got_es, got_en), (declared_es, declared_en) = _words(got), _words(declared)
    return {"got_es": got_es, "got_en": got_en, "declared_es": declared_es, "declared_en": declared_en}


def _same(a: Unit, b: Unit) -> bool:
    return a.dimension == b.dimension and a.shared_sizes(b) is not None


def _own_noun(variable: Variable) -> str | None:
    """Return what a variable of whole things counts, where that is one word that nothing else knows."""
    if variable.unit is None or variable.type != "integer":
        return None
    word = variable.unit.en.lower()
    if not word.isalpha() or len(word) > 40 or read_text(variable.unit.en).unit is not None:
        return None
    near = max((SequenceMatcher(None, word, known).ratio() for known in _spellings()), default=0.0)
    return None if near >= _NEAR else (singulars(word) or [word])[0]


def _spellings() -> list[str]:
    known = [*COUNTED, *MEASURES]
    return [*known, *(f"{word}s" for word in known)]


@dataclass(frozen=True, slots=True)
class _Mend:
    formula: str
    es: str
    en: str


def _mend(tree: Expression, factor: Fraction) -> _Mend:
    """Return how a formula comes to the declared size, and how it is then written."""
    number = factor if factor >= 1 else 1 / factor
    shown = str(number) if number.denominator == 1 else f"{float(number):.6g}"
    verb = ("multiplique por", "multiply by") if factor >= 1 else ("divida entre", "divide by")
    mended: Expression
    if isinstance(tree, Call) and tree.function == "*" and isinstance(tree.args[1], Constant):
        times = float(Fraction(repr(tree.args[1].value)) * factor)
        mended = tree.args[0] if times == 1 else Call("*", (tree.args[0], Constant(times)))
    else:
        mended = Call("*" if factor >= 1 else "/", (tree, Constant(float(number))))
    return _Mend(render(mended), f"{verb[0]} {shown}", f"{verb[1]} {shown}")
