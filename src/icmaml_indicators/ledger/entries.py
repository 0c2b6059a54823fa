"""How one figure came about: total, areas, indicators, scales, raw cells, with parts that add up to the bit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..diagnostics.brief import Brief

if TYPE_CHECKING:
    from ..formulas import Expression
    from ..specs import Rounding
    from .formulas import Read

# The shape of `Ledger.to_dict` is described by docs/schemas/ledger-3.json; what 2 describes is there as it was, so that
# `reading` takes both.
LEDGER_SCHEMA = 3
_NOT_DATA = frozenset({"children", "live"})


@dataclass(frozen=True, slots=True, repr=False)
class SheetFormula(Brief):
    """What a workbook needs to compute an entry again from the cells of its parts; no part of the plain data.

    Attributes
    ----------
    formula
        An indicator's formula, read so many periods back (`lag`).
    parts
        The entries of what the formula reads.
    scaling
        The scale, as an expression of ``value``; `rigid` where it holds for this value only.
    rounding, unrounded
        How the score is rounded, and what it was before.
    group
        How a group aggregates: method, and what the method and what comes on top of it need.
    """

    formula: Expression | None = None
    lag: int = 0
    parts: Mapping[Read, Entry] = field(default_factory=dict)
    scaling: Expression | None = None
    rigid: bool = False
    rounding: Rounding | None = None
    unrounded: float | None = None
    group: Mapping[str, Any] | None = None


@dataclass(slots=True, repr=False)
class Entry(Brief):
    """One line of a ledger.

    Attributes
    ----------
    kind
        ``group``, ``indicator``, ``variable``, ``parameter`` or ``statistic``.
    id, title
        `title` in the language of the assessment; of a statistic, how it is written and its population.
    period
        The period of the figure, where it is another one than the ledger's.
    value, score
        NaN as None; of a group, `value` is what its scale works on.
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
    see
        The path (as in `Ledger.to_frame`) of the entry that accounts for the same node, where this one only points.
    peers
        Where it stands among its peers; from `Benchmark.explain` only.
    detail
        Scale, what was taken from which population (`fit`), steps, rule and adjustments, as data.
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
    see: str = ""
    peers: dict[str, Any] | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    children: list[Entry] = field(default_factory=list)
    live: SheetFormula | None = field(default=None, compare=False)

    @property
    def is_account(self) -> bool:
        """Whether it accounts for the score of a node, rather than for a figure that something reads."""
        return self.coverage is not None

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
        """Return the account as plain data, with the number of its schema (docs/schemas/ledger-3.json).

        Examples
        --------
        >>> ledger.to_dict()["root"]["score"]
        90.0
        """
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
        """Return the account as JSON.

        Examples
        --------
        >>> icma.read_ledger(ledger.to_json()).root.id
        'debt_to_free_income'
        """
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def accounts(self) -> dict[str, Entry]:
        """Return the entries that account for nodes, by id; each node has one.

        Examples
        --------
        >>> list(ledger.accounts())
        ['debt_to_free_income']
        """
        return {entry.id: entry for _, entry in self.walk() if entry.is_account}

    def walk(self) -> Iterator[tuple[int, Entry]]:
        """Yield every entry with its depth, parents before children.

        Examples
        --------
        >>> [(depth, entry.id) for depth, entry in ledger.walk()]
        [(0, 'debt_to_free_income'), (1, 'debt_and_obligations'), (1, 'free_disposal_income')]
        """
        for path, entry in self.walk_paths():
            yield len(path) - 1, entry

    def walk_paths(self) -> Iterator[tuple[tuple[str, ...], Entry]]:
        """Yield every entry with the ids from the root down to it.

        Examples
        --------
        >>> [path[-1] for path, _ in ledger.walk_paths()]
        ['debt_to_free_income', 'debt_and_obligations', 'free_disposal_income']
        """
        stack: list[tuple[tuple[str, ...], Entry]] = [((self.root.id,), self.root)]
        while stack:
            path, entry = stack.pop()
            yield path, entry
            stack.extend(((*path, child.id), child) for child in reversed(entry.children))


def path_text(path: Iterable[str]) -> str:
    """Return the ids from the root down to an entry as one text; a stroke within a statistic parts nothing."""
    return "/".join(part.replace("/", "÷") for part in path)
