"""How one figure came about: total, areas, indicators, scales, raw cells, with parts that add up to the bit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..diagnostics.brief import Brief

if TYPE_CHECKING:
    from ..formulas import Expression

# The shape of `Ledger.to_dict` is described by docs/schemas/ledger-2.json.
LEDGER_SCHEMA = 2
_NOT_DATA = frozenset({"children", "live"})


@dataclass(frozen=True, slots=True, repr=False)
class SheetFormula(Brief):
    """What a workbook needs to compute an entry again from the cells of its parts; no part of the plain data.

    Attributes
    ----------
    formula
        An indicator's formula.
    scaling
        Its scale, as an expression of ``value``; `rigid` where it holds for this value only.
    group
        How a group aggregates: method, and what the method and what comes on top of it need.
    """

    formula: Expression | None = None
    scaling: Expression | None = None
    rigid: bool = False
    group: Mapping[str, Any] | None = None


@dataclass(slots=True, repr=False)
class Entry(Brief):
    """One line of a ledger.

    Attributes
    ----------
    kind
        ``group``, ``indicator`` or ``variable``.
    id, title
        `title` in the language of the assessment.
    period
        The period of the figure, where it is another one than the ledger's.
    value, score
        NaN as None.
    share
        The weight with which it counted in its parent, after absent siblings were taken out.
    contribution
        What it added to its parent's score: share times score, for means and sums.
    term
        What it added to what its parent's mean averages (logarithms, reciprocals, powers); the parent's ``detail``
        names it (``term_of``).
    decisive
        Whether it settled its parent's result: the lowest of a minimum, the rule of a decision table, the next step.
    rule
        How it was computed: a formula, or an aggregation; the scale stands in `scale`.
    worked
        The formula, or the aggregation, with the figures in it and what it came to.
    scaled
        The scale, or what an answer earns, with the figures in it and what it came to.
    raw
        The cell of the input: text, column, line (counted from 1, header left out), and evidence and note beside it.
    findings
        What is wrong or notable about this cell or result: code, severity, message, figure.
    peers
        Where it stands among its peers; from `Benchmark.explain` only.
    detail
        Scale parameters, population, steps, rule and adjustments, as data.
    """

    kind: str
    id: str
    title: str
    period: str = ""
    value: float | None = None
    score: float | None = None
    share: float | None = None
    contribution: float | None = None
    term: float | None = None
    decisive: bool = False
    reason: str = ""
    level: str | None = None
    coverage: float | None = None
    lowest: float | None = None
    highest: float | None = None
    rule: str = ""
    worked: str = ""
    scale: str = ""
    scaled: str = ""
    unit: str = ""
    provenance: str = ""
    raw: dict[str, Any] | None = None
    findings: list[dict[str, Any]] = field(default_factory=list)
    peers: dict[str, Any] | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    children: list[Entry] = field(default_factory=list)
    live: SheetFormula | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the entry and all below it, without the empty fields."""
        plain = {
            name: value
            for name in self.__slots__
            if name not in _NOT_DATA and not ((value := getattr(self, name)) is False or value in (None, "", [], {}))
        }
        if self.children:
            plain["children"] = [child.to_dict() for child in self.children]
        return plain


@dataclass(frozen=True, slots=True, repr=False)
class Account(Brief):
    """The account of one figure of one entity in one period.

    Attributes
    ----------
    root
        The entry asked for, with everything it rests on below it.
    language
        Of titles, messages and of what is printed.
    """

    program: str
    version: str
    entity: str
    period: str
    fingerprint: str
    root: Entry
    language: str = "en"

    def to_dict(self) -> dict[str, Any]:
        """Return the account as plain data, with the number of its schema (docs/schemas/ledger-2.json)."""
        return {
            "schema": LEDGER_SCHEMA,
            "program": self.program,
            "version": self.version,
            "entity": self.entity,
            "period": self.period,
            "fingerprint": self.fingerprint,
            "language": self.language,
            "root": self.root.to_dict(),
        }

    def to_json(self) -> str:
        """Return the account as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def walk(self) -> Iterator[tuple[int, Entry]]:
        """Yield every entry with its depth, parents before children."""
        for path, entry in self.walk_paths():
            yield len(path) - 1, entry

    def walk_paths(self) -> Iterator[tuple[tuple[str, ...], Entry]]:
        """Yield every entry with the ids from the root down to it."""
        stack: list[tuple[tuple[str, ...], Entry]] = [((self.root.id,), self.root)]
        while stack:
            path, entry = stack.pop()
            yield path, entry
            stack.extend(((*path, child.id), child) for child in reversed(entry.children))
