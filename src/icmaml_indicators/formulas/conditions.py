"""Conditions on rows: who is in a population, to whom something applies. They read inputs, entity and period."""

from __future__ import annotations

from collections.abc import Sequence

from ..specs import Program
from ..specs.model.quantities import PERIOD
from .parser import parse
from .tree import Call, Constant, Expression, Name, Word, replace_parts, write_out

ENTITY = "entity"
# What a condition asks of a row that no variable says.
KEYS = (ENTITY, PERIOD)


def conditions_of(program: Program) -> list[str]:
    """Return every condition of a program."""
    found = [population.where for population in program.populations]
    found += [program.applies.where if program.applies is not None else None]
    found += [node.applies for node in program.nodes.values()]
    return [text for text in found if text is not None]


def bind_condition(text: str, entities: Sequence[str]) -> Expression:
    """Return a condition with the places of quoted entities instead of these."""

    def bound(part: Expression) -> Expression | None:
        if not isinstance(part, Call) or Name(ENTITY) not in part.args:
            return None
        if part.function == "in":
            return replace_parts(write_out(part), bound)
        return Call(part.function, tuple(place(arg) if isinstance(arg, Word) else arg for arg in part.args))

    def place(word: Word) -> Constant:
        return Constant(float(entities.index(word.text)) if word.text in entities else -1.0)

    return replace_parts(parse(text), bound)
