"""What changes in a roll-up through the program below: the variables that are made of what changed there."""

from __future__ import annotations

from ...formulas import Expression, parse
from ...formulas.columns import Column, reads_of
from ...formulas.tree import Statistic, walk
from ...specs import ROOT
from .comparison import Comparison
from .effects import find_causes
from .sides import ProgramSide

# Where one of these changed, other rows are rolled up.
_ROWS = frozenset({"applies", "entity", "period"})


def compare_below(found: Comparison, below: Comparison) -> None:
    """Tell which variables change through the program below, whose comparison is given."""
    causes = find_causes(below)
    old, new = (side.program for side in (below.old, below.new))
    named = f"`{new.id}` {old.version} → {new.version}" if old.version != new.version else f"`{new.id}`"
    if old.version != new.version:
        found.record(
            "IND607", "program", ROOT, key="rollup", old=f"{old.id}@{old.version}", new=f"{new.id}@{new.version}"
        )
    rule = found.new.program.rollup
    others = any(change.code == "IND604" and change.key in _ROWS for change in below.changes)
    others = others or rule is None or bool(causes.get(Column("variable", rule.by)))
    known = found.old.program.variable_by_id
    for before, after in found.matching.variables.items():
        a, b = known.get(before), found.new.program.variable_by_id[after]
        if a is None or a.from_ is None or b.from_ is None:
            continue
        read = [str(column) for column in _columns_of(parse(b.from_), below.new) if causes.get(column)]
        if read or others:
            parts = ", ".join(f"`{name}`" for name in read)
            through = (f"{parts} de {named}", f"{parts} of {named}") if parts else (named, named)
            found.record(
                "IND632", "variable", after, old_id=before, key="from", old=a.from_, new=b.from_, through=through
            )
            found.redefine(after)


def _columns_of(tree: Expression, side: ProgramSide) -> dict[Column, None]:
    """Return what the statistics of a formula are of, in the program below."""
    parts = [argument for part in walk(tree) if isinstance(part, Statistic) for argument in part.args]
    return {column: None for part in parts for column in reads_of(part, side.program, side.trees)}
