"""What changed in parameters; one that gives a number a name changes nothing, for it is read as that number."""

from __future__ import annotations

from typing import Any

from ...formulas import equivalent, parse
from ...specs import Parameter, Quantity
from ...specs.model.quantities import PERIOD
from .comparison import Comparison
from .keys import iterate_differences, unhandled_keys
from .rules import exact
from .wording import brief


def compare_parameters(found: Comparison) -> None:
    """Tell which parameters are new, gone, or another figure; what reads the last is touched through them."""
    old, new = found.old.program.parameter_by_id, found.new.program.parameter_by_id
    for name, before in old.items():
        if name not in new:
            found.record("IND607", "parameter", name, key="parameters", old=quantity_words(before))
    for name, after in new.items():
        if name not in old:
            found.record("IND607", "parameter", name, old_id=None, key="parameters", new=quantity_words(after))
            continue
        _compare_parameter(found, old[name], after)


def _compare_parameter(found: Comparison, a: Parameter, b: Parameter) -> None:
    words = quantity_words(a), quantity_words(b)
    how = quantity_change(found, a, b)
    if how == "rule" or list(unhandled_keys(a, b)):
        found.record("IND633", "parameter", b.id, key="by" if b.by else "value", old=words[0], new=words[1])
        found.parameters[b.id].add(b.id)
        found.redefined[b.id].add(b.id)
    elif how == "periods":
        found.record("IND634", "parameter", b.id, key="by", old=words[0], new=words[1])
        found.parameters[b.id].add(b.id)
    elif words[0] != words[1]:
        found.record("IND607", "parameter", b.id, key="by" if b.by else "value", old=words[0], new=words[1])
    for key, before, after in iterate_differences(a, b, ("unit", "source")):
        found.record("IND607", "parameter", b.id, key=key, old=before, new=after)
    texts: list[tuple[str, Any, Any]] = [(key, getattr(a, key), getattr(b, key)) for key in ("title", "note")]
    found.record_texts("parameter", b.id, texts)


def quantity_change(found: Comparison, a: Quantity, b: Quantity) -> str:
    """Return how two figures differ: in the ``rule``, in further ``periods`` only, or not at all (empty)."""
    if a.by or b.by:
        before, after = table_rule(found, a), table_rule(found, b)
        if before == after:
            return ""
        return "periods" if _adds_periods(before, after) else "rule"
    trees = [parse(str(each.value)) for each in (a, b)]
    translated = found.matching.translate(trees[0], ())
    return "" if translated == trees[1] or equivalent(translated, trees[1]) is True else "rule"


def table_rule(found: Comparison, quantity: Quantity) -> tuple[Any, ...]:
    """Return a table of figures as its columns, its lines, and what holds elsewhere."""
    now = quantity in found.new.program.tables_of_figures.values()
    by = [name if name == PERIOD or now else found.matching.variable(name) for name in quantity.by]
    order = sorted(range(len(by)), key=by.__getitem__)
    lines = {tuple(row.options[place] for place in order): exact(row.figure) for row in quantity.rows}
    return tuple(by[place] for place in order), lines, None if quantity.else_ is None else exact(quantity.else_)


def _adds_periods(before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    """Whether nothing but lines of further periods came, which take the place of no other and of no `else`."""
    if before[0] != after[0] or before[2] is not None or after[2] is not None or PERIOD not in before[0]:
        return False
    place = before[0].index(PERIOD)
    named = {options[place][:4] for options in before[1]}
    added = after[1].keys() - before[1].keys()
    kept = all(after[1].get(options) == figure for options, figure in before[1].items())
    return kept and all(options[place][:4] not in named for options in added)


def quantity_words(quantity: Quantity) -> Any:
    """Return a figure as it is told."""
    if not quantity.by:
        return brief(quantity.value)
    lines = [f"{', '.join(row.options)}: {brief(row.figure)}" for row in quantity.rows]
    lines += [f"else: {brief(quantity.else_)}"] if quantity.has_else else []
    return f"{', '.join(quantity.by)} → {'; '.join(lines)}"
