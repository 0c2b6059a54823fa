"""Breaks: where a definition changed so that figures before and after do not compare, node by node."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..data.model.findings import FindingLog
from ..data.model.table import DataTable
from ..errors import IncomparableError
from ..formulas import walk
from ..formulas.columns import Column, define_columns, reachable
from ..formulas.rendering import render
from ..formulas.tree import Statistic
from ..specs import Indicator, Program, Text, TreeNode
from ..specs.checks.continuity import period_of
from ..specs.model.periods import PeriodPoint
from ..specs.model.versions import Versioned
from .compiled import CompiledProgram


@dataclass(frozen=True, slots=True)
class Break:
    """Figures of periods that begin before `start` do not compare with the later ones.

    Attributes
    ----------
    source
        Who says so: the id of an indicator, or ``program@version``.
    note
        Why.
    """

    start: PeriodPoint
    source: str
    note: Text | None = None

    def __str__(self) -> str:
        return f"{self.start} {self.source}"

    def break_reason(self) -> tuple[str, str]:
        """Return who says so and why, in Spanish and English, to end a message."""
        return break_reason(self.source, self.note)

    def refusal(self, node: str, mend_es: str, mend_en: str) -> IncomparableError:
        """Return the error of comparing a node across this break, with what can be done."""
        return IncomparableError(
            "IND563", node=node, start=str(self.start), reason=self.break_reason(), mend=(mend_es, mend_en)
        )


def break_reason(source: str, note: Text | None) -> tuple[str, str]:
    """Return who says so and why, in Spanish and English, to end a message."""
    if note is None:
        return f" (`{source}`)", f" (`{source}`)"
    return f" (`{source}`: {note.es})", f" (`{source}`: {note.en})"


def breaks_of(compiled: CompiledProgram) -> dict[str, tuple[Break, ...]]:
    """Return the breaks of each node, in order of time: its own and those spread to it, and those of the program."""
    own, whole = _declared_breaks(compiled.program)
    found = propagate_breaks(compiled, own)
    return {name: _in_order(found[name] | whole) for name in compiled.program.nodes}


def breaks_of_inputs(compiled: CompiledProgram) -> dict[str, tuple[Break, ...]]:
    """Return the breaks of each input, in order of time: of the program, and of the indicators that read it."""
    own, whole = _declared_breaks(compiled.program)
    found: dict[str, set[Break]] = {}
    for indicator, declared in own.items():
        for name in compiled.inputs_of(indicator):
            found.setdefault(name, set()).add(declared)
    return {variable.id: _in_order(found.get(variable.id, set()) | whole) for variable in compiled.program.inputs}


def _declared_breaks(program: Program) -> tuple[dict[str, Break], set[Break]]:
    """Return the breaks that indicators declare, and what the program declares of all."""
    own, whole = {}, set()
    for spec in program.indicators:
        start = period_of(program, spec.valid_from)
        if start is not None and not spec.comparable:
            own[spec.id] = Break(start, spec.id, spec.break_note)
    start = period_of(program, program.valid_from)
    if start is not None and not program.comparable:
        whole.add(Break(start, f"{program.id}@{program.version}", program.break_note))
    return own, whole


def _in_order(breaks: Iterable[Break]) -> tuple[Break, ...]:
    return tuple(sorted(breaks, key=lambda b: (b.start.first_month, b.source)))


def propagate_breaks(compiled: CompiledProgram, own: Mapping[str, Break]) -> dict[str, set[Break]]:
    """Return the breaks of each node that follow from those of some indicators.

    A formula has the breaks of whatever it reads, a group those of the indicators that weigh in its score.
    """
    nodes = compiled.program.nodes
    return dict(zip(nodes, _breaks_below(compiled, own, [_figure_of(node) for node in nodes.values()]), strict=True))


def _figure_of(node: TreeNode) -> Column:
    return Column("value" if node.is_indicator else "score", node.id)


def _breaks_below(compiled: CompiledProgram, own: Mapping[str, Break], starts: Sequence[Column]) -> list[set[Break]]:
    """Return the breaks that each column has from what it is made from."""
    if not own:
        return [set() for _ in starts]
    nodes = compiled.program.nodes
    columns = define_columns(compiled.program, compiled.all_trees)

    def needed_by(column: Column) -> Sequence[Column]:
        if column.kind not in {"score", "level"}:
            return columns[column].reads if column in columns else ()
        node = nodes[column.name]
        parts = [node] if node.is_indicator else [child for child in node.children if _counts(child)]
        return [_figure_of(part) for part in parts]

    values = ([column.name for column in reachable([start], needed_by) if column.kind == "value"] for start in starts)
    return [{own[name] for name in found if name in own} for found in values]


def refuse_statistics_across_breaks(compiled: CompiledProgram, points: Sequence[PeriodPoint]) -> None:
    """Refuse statistics over all periods across a break: figures of two definitions falsify each other.

    Parameters
    ----------
    points
        The period of each row, or each period once.

    Raises
    ------
    IncomparableError
        Where one is over ``all`` or ``entity`` and what it is of, or the program, has a break between two periods.
    """
    wide = [
        (name.partition(".")[0], Column("statistic", render(part)))
        for name, tree in compiled.all_trees.items()
        for part in walk(tree)
        if isinstance(part, Statistic) and compiled.program.crosses_periods(part.population)
    ]
    if not wide:
        return
    own, whole = _declared_breaks(compiled.program)
    for (node, statistic), found in zip(wide, _breaks_below(compiled, own, [c for _, c in wide]), strict=True):
        for broken in _in_order(found | whole):
            if len(np.unique(comparable_spans([broken], points))) > 1:
                raise broken.refusal(
                    node,
                    f"use `over period` en `{statistic}` o calcule cada tramo por su lado",
                    f"use `over period` in `{statistic}`, or work out each stretch by itself",
                )


def refuse_other_edition(program: Program, other: Program) -> None:
    """Refuse two programs that are neither the same nor comparable editions of one.

    Raises
    ------
    IncomparableError
        With who says so, and why.
    """
    if (program.id, program.version) == (other.id, other.version):
        return
    first, second = (f"{found.id}@{found.version}" for found in (other, program))
    for new, old in ((program, other), (other, program)):
        if new.replaces is not None and new.replaces.names(old.id, old.version, new.id):
            if new.comparable:
                return
            reason = break_reason(f"{new.id}@{new.version}", new.break_note)
            raise IncomparableError("IND562", first=first, second=second, reason=reason)
    reason = (
        ": ninguno dice que reemplaza al otro (`replaces`)",
        ": neither says that it replaces the other (`replaces`)",
    )
    raise IncomparableError("IND562", first=first, second=second, reason=reason)


def _counts(node: TreeNode) -> bool:
    """Whether a node can weigh in its parent's score."""
    context = isinstance(node.spec, Indicator) and node.spec.direction == "context"
    return node.weight > 0 and not context


def comparable_spans(breaks: Iterable[Break], points: Sequence[PeriodPoint]) -> NDArray[np.intp]:
    """Return the era of each period: the first month of the latest break behind it, 0 before any; shape (points,).

    Periods of the same era compare.
    """
    months = np.array([point.first_month for point in points], np.intp)
    starts = np.unique(np.array([0, *(found.start.first_month for found in breaks)], np.intp))
    return starts[np.searchsorted(starts, months, side="right") - 1]


def find_eras(compiled: CompiledProgram, table: DataTable, name: str) -> NDArray[np.intp]:
    """Return the era of each period of a table for a variable or a node; see `comparable_spans`."""
    of = breaks_of(compiled) if name in compiled.program.nodes else breaks_of_inputs(compiled)
    return comparable_spans(of[name], table.points)


def report_figures_outside(program: Program, table: DataTable, values: NDArray[np.float64]) -> None:
    """Tell which figures are of periods before their definition held (IND458), or after (IND469).

    Parameters
    ----------
    values : float64 array, shape (indicators, rows)
    """
    months = np.array([point.first_month for point in table.points])[table.period_codes]
    log: FindingLog = table.findings

    def report(name: str, spec: Versioned, figures: NDArray[Any], known: NDArray[np.bool_]) -> None:
        for code, detail, given in (("IND458", "start", spec.valid_from), ("IND469", "end", spec.valid_to)):
            point = period_of(program, given)
            if point is None:
                continue
            outside = months < point.first_month if code == "IND458" else months > point.first_month
            rows = np.flatnonzero(outside & known)
            log.cells(code, name, rows, figures[rows], **{detail: str(point)})

    report("total", program, table.periods, np.ones(len(months), np.bool_))
    for number, indicator in enumerate(program.indicators):
        report(indicator.id, indicator, values[number], ~np.isnan(values[number]))
