"""Conditions on rows: who is in a population, to whom something applies. They read inputs, entity and period."""

from __future__ import annotations

from collections.abc import Sequence

from ..specs import Draft, Program
from ..specs.model.periods import read_period
from .formula_reader import FormulaReader, Path
from .parser import parse
from .tree import COMPARISONS, Call, Constant, Expression, Name, Word, replace_parts, write_out

# What a condition asks of a row that no variable says.
KEYS = ("entity", "period")


def check_condition(draft: Draft, program: Program, text: str, path: Path) -> None:
    """Read a condition; what is wrong is added to the diagnostics of the draft."""
    known = dict.fromkeys((*program.variable_by_id, *KEYS))
    groups = frozenset(node.id for node in program.nodes.values() if not node.is_indicator)
    FormulaReader(draft, program, known, groups, None, "IND266", is_condition=True).read(text, path)


def condition_keys(program: Program) -> tuple[str, ...]:
    """Return which of `KEYS` stand for the keys of a row, not for a variable of that name."""
    return tuple(key for key in KEYS if key not in program.variable_by_id)


def bind_condition(text: str, program: Program, entities: Sequence[str]) -> Expression:
    """Return a condition with numbers in the place of quoted keys: of entities their place, of periods their years."""
    keys = [Name(key) for key in condition_keys(program)]
    frequency = program.period.frequency[0]

    def number(key: Expression, word: Word) -> Constant:
        if key == Name("entity"):
            return Constant(float(entities.index(word.text)) if word.text in entities else -1.0)
        point = read_period(word.text, frequency).point
        assert point is not None
        return Constant(point.years)

    def bound(part: Expression) -> Expression | None:
        if not isinstance(part, Call):
            return None
        key = next((argument for argument in part.args if argument in keys), None)
        if key is None or not any(isinstance(argument, Word) for argument in part.args):
            return None
        if part.function == "in":
            return replace_parts(write_out(part), bound)
        if part.function not in COMPARISONS:
            return None
        return Call(part.function, tuple(number(key, arg) if isinstance(arg, Word) else arg for arg in part.args))

    return replace_parts(parse(text), bound)
