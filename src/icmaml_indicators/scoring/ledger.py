"""How one figure came about: total, areas, indicators, scales, raw cells, with parts that add up to the bit."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..formulas.reasons import REASON_NAMES
from ..specs import Indicator
from .aggregation import FULL, TOLERANCE
from .attainment import LIGHTS

if TYPE_CHECKING:
    import pandas as pd

    from .assessment import Assessment

LEDGER_SCHEMA = 1


@dataclass(slots=True)
class Entry:
    """One line of a ledger.

    Attributes
    ----------
    kind
        ``group``, ``indicator`` or ``variable``.
    id, title
        `title` in the language of the assessment.
    value, score
        NaN as None.
    share
        The weight with which it counted in its parent, after absent siblings were taken out.
    contribution
        What it added to its parent's score: share times score, for means and sums.
    rule
        How it was computed: a formula, or an aggregation; the scale stands in `scale`.
    raw
        The cell of the input: text, column, line (counted from 1, header left out), and evidence and note beside it.
    """

    kind: str
    id: str
    title: str
    value: float | None = None
    score: float | None = None
    share: float | None = None
    contribution: float | None = None
    reason: str = ""
    level: str | None = None
    coverage: float | None = None
    lowest: float | None = None
    highest: float | None = None
    rule: str = ""
    scale: str = ""
    unit: str = ""
    provenance: str = ""
    raw: dict[str, Any] | None = None
    children: list[Entry] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return the entry and all below it, without the empty fields."""
        plain = {
            name: getattr(self, name)
            for name in self.__slots__
            if name != "children" and getattr(self, name) not in (None, "")
        }
        if self.children:
            plain["children"] = [child.to_dict() for child in self.children]
        return plain


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of one figure of one entity in one period.

    Attributes
    ----------
    root
        The entry asked for, with everything it rests on below it.
    """

    program: str
    version: str
    entity: str
    period: str
    fingerprint: str
    root: Entry

    def to_dict(self) -> dict[str, Any]:
        """Return the ledger as plain data, with the number of its schema."""
        return {
            "schema": LEDGER_SCHEMA,
            "program": self.program,
            "version": self.version,
            "entity": self.entity,
            "period": self.period,
            "fingerprint": self.fingerprint,
            "root": self.root.to_dict(),
        }

    def to_json(self) -> str:
        """Return the ledger as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def to_frame(self) -> pd.DataFrame:
        """Return the ledger as a table, one line an entry, with its depth."""
        import pandas as pd

        lines = []
        for depth, entry in self._walk():
            plain = {name: getattr(entry, name) for name in Entry.__slots__ if name not in {"children", "raw"}}
            raw = entry.raw or {}
            lines.append(
                {
                    "depth": depth,
                    **plain,
                    "raw_text": raw.get("text"),
                    "raw_column": raw.get("column"),
                    "raw_line": raw.get("line"),
                }
            )
        return pd.DataFrame(lines)

    def to_text(self) -> str:
        """Return the ledger as indented text."""
        head = f"{self.program} {self.version} · {self.entity} · {self.period} · {self.fingerprint}"
        return "\n".join([head, *("  " * depth + _line(entry) for depth, entry in self._walk())])

    def __str__(self) -> str:
        return self.to_text()

    def _walk(self) -> Iterator[tuple[int, Entry]]:
        stack = [(0, self.root)]
        while stack:
            depth, entry = stack.pop()
            yield depth, entry
            stack.extend((depth + 1, child) for child in reversed(entry.children))


def _line(entry: Entry) -> str:
    def shown(number: float | None) -> str:
        return "–" if number is None else f"{number:.10g}"

    if entry.kind == "variable":
        raw = entry.raw
        origin = f"   ← «{raw.get('text', '')}» ({raw['column']}, {raw['line']})" if raw else ""
        origin += "".join(f" · {part}: {raw[part]}" for part in ("evidence", "note") if raw and part in raw)
        return f"{entry.id} = {shown(entry.value)} {entry.unit}{_why(entry)}{origin}"
    parts = [entry.id]
    if entry.kind == "indicator":
        parts.append(f"= {shown(entry.value)} {entry.unit}".rstrip())
    if entry.score is not None:
        parts.append(f"→ {shown(entry.score)}" if entry.kind == "indicator" else f"= {shown(entry.score)}")
        if entry.lowest is not None and entry.lowest != entry.highest:
            parts.append(f"[{shown(entry.lowest)}, {shown(entry.highest)}]")
    if entry.contribution is not None:
        parts.append(f"× {shown(entry.share)} = {shown(entry.contribution)}")
    if entry.level:
        parts.append(f"· {entry.level}")
    detail = "; ".join(part for part in (entry.rule, entry.scale, entry.provenance) if part)
    return " ".join(parts) + _why(entry) + (f"   ({detail})" if detail else "")


def _why(entry: Entry) -> str:
    return f" [{entry.reason}]" if entry.reason else ""


def _number(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None


def build_ledger(assessment: Assessment, node: str, row: int) -> Ledger:
    """Account for one node of one row of an assessment."""
    table = assessment.table
    return Ledger(
        assessment.program.id,
        assessment.program.version,
        str(table.entities[row]),
        str(table.periods[row]),
        assessment.fingerprint,
        _entry(assessment, node, row),
    )


def _entry(assessment: Assessment, name: str, row: int) -> Entry:
    program, book = assessment.program, assessment.book
    node, scored = program.nodes[name], book.nodes[name]
    levels = scored.levels
    level = None if levels is None or levels.level[row] < 0 else node.levels[levels.level[row]].id
    entry = Entry(
        "indicator" if node.is_indicator else "group",
        name,
        node.title.in_language(assessment.language),
        score=_number(scored.scores[row]),
        reason=REASON_NAMES[scored.reasons[row]],
        level=level,
        coverage=_number(scored.coverage[row]),
        lowest=_number(min(scored.lowest[row], scored.highest[row])),
        highest=_number(max(scored.lowest[row], scored.highest[row])),
        provenance=node.provenance.status if node.provenance else "",
    )
    if isinstance(node.spec, Indicator):
        _add_measure(assessment, entry, node.spec, node.scale.method, row)
        return entry
    entry.rule = node.aggregation.method
    held = int(book.held[name][row]) if name in book.held else 0
    if held:
        entry.rule += f", held by gate {held}"
    shares = book.shares_of_row(name, row) if name in book.plans else {}
    for child in node.children:
        part = _entry(assessment, child.id, row)
        if child.id in shares and part.score is not None:
            part.share = shares[child.id]
            if node.aggregation.method in {"arithmetic_mean", "sum", "points"}:
                part.contribution = part.share * part.score
        entry.children.append(part)
    _settle(entry)
    return entry


def _settle(entry: Entry) -> None:
    """Let the last part take up what rounding took from the sum, where full marks are meant."""
    parts = [part for part in entry.children if part.contribution is not None]
    if parts and entry.score == FULL:
        others = 0.0
        for part in parts[:-1]:
            others += part.contribution or 0.0
        rest = FULL - others
        if abs(rest - (parts[-1].contribution or 0.0)) < TOLERANCE:
            parts[-1].contribution = rest


def _add_measure(assessment: Assessment, entry: Entry, spec: Indicator, scale: str, row: int) -> None:
    """Fill in an indicator's value, formula, scale and the inputs it rests on."""
    table, results = assessment.table, assessment.results
    number = next(i for i, indicator in enumerate(assessment.program.indicators) if indicator.id == spec.id)
    entry.value = _number(results.values[number, row])
    entry.reason = REASON_NAMES[results.reasons[number, row]] or entry.reason
    if spec.criterion is not None:
        role = "" if spec.criterion.role == "base" else f"{spec.criterion.role}, "
        entry.rule = f"{role}{spec.criterion.answer}, {assessment.program.points_of[spec.id]} points"
        entry.children.append(_input(assessment, spec.id, row))
        return
    assert spec.formula is not None
    entry.rule = spec.formula
    if bool(assessment.is_published[spec.id].iloc[row]):
        entry.rule = f"published value; {spec.formula}"
    entry.unit = spec.unit.in_language(assessment.language) if spec.unit else ""
    reached = assessment.reached.get(spec.id)
    if reached is not None and spec.attainment is not None:
        parts = {"target": reached.target[row], "high": reached.high[row], "baseline": reached.baseline[row]}
        known = ", ".join(f"{key} {figure:.10g}" for key, figure in parts.items() if np.isfinite(figure))
        entry.scale = f"{spec.attainment.method_for(spec.direction)}: {known or '–'}{_percent(reached.attainment[row])}"
        entry.level = LIGHTS[reached.lights[row]] or entry.level
    elif scale != "none":
        parameters = assessment.book.parameters.get(spec.id, {})
        own = parameters.get(str(table.periods[row])) or parameters.get("all") or {}
        taken = ", ".join(f"{key} = {figure:.10g}" for key, figure in own.items())
        entry.scale = f"{scale}({taken})" if taken else scale
    for name in assessment.compiled.inputs_of(spec.id):
        entry.children.append(_input(assessment, name, row))


def _percent(attainment: float) -> str:
    return f"; {attainment:.6g} %" if np.isfinite(attainment) else ""


def _input(assessment: Assessment, name: str, row: int) -> Entry:
    """Return the entry of a variable or an answer, with the cell it came from."""
    table, language = assessment.table, assessment.language
    variable = assessment.program.variable_by_id[name]
    index = table.variables.index(name)
    cell = table.sources.cell(name, index, row)
    raw = {part: given for part, given in asdict(cell).items() if given != ""} if cell else None
    return Entry(
        "variable",
        name,
        variable.title.in_language(language),
        value=_number(table.values[index, row]),
        reason=REASON_NAMES[int(np.asarray(table.reasons[index, row]))],
        unit=variable.unit.in_language(language) if variable.unit else "",
        raw=raw,
    )
