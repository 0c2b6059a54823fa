"""A benchmark to one self-contained HTML page that a mayor can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ....benchmarks.peers import EVERYBODY
from ....benchmarks.tables import positions_table
from ....diagnostics import MESSAGES
from ....errors import check_language
from ....results import Benchmark
from ....specs import Indicator, TreeNode, below
from ....transforms.attainment import LIGHTS
from ....validation import describe
from ...charts.drawing import FEW, MOST_BARS, Bar, Line, by_period, distribution, ranking
from ..rendering import render_template
from .answers import COLUMNS, AnswerLine, count_answers
from .own import own_lines
from .picking import Rows, largest_changes, latest_rows, latest_statistics, rows_to_show
from .words import WORDS

if TYPE_CHECKING:
    import pandas as pd

MOST_LEVELS = 200
MOST_FINDINGS = 120
MOST_TARGETS = 200
# Of scores.
_DECIMALS = 2
# Findings that a page tells. A column that is absent (IND407) is told once, with the indicators that it leaves without
# a value.
NOTABLE = {code: message for code, message in MESSAGES.items() if message.severity != "info" and code != "IND407"}


@dataclass(frozen=True, slots=True)
class Annex:
    """A further table of the page, with its title and a sentence that says what it shows."""

    title: str
    table: pd.DataFrame
    note: str = ""


@dataclass(slots=True)
class Section:
    """What the page shows of one subject."""

    id: str
    title: str
    facts: list[tuple[str, str]]
    status: str
    chart: str = ""
    statistics: list[dict[str, Any]] = field(default_factory=list)
    statistics_total: int = 0
    positions: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0
    note: str = ""
    weighted: bool = False
    answers: list[AnswerLine] = field(default_factory=list)


def render_page(
    benchmark: Benchmark,
    language: str = "es",
    *,
    own: str | None = None,
    annexes: Sequence[Annex] = (),
    credits: Sequence[str] = (),
) -> str:
    """Return the page as HTML.

    Parameters
    ----------
    benchmark
        What to show.
    language
        ``es`` or ``en``.
    own
        Key of the entity to mark as the reader's own.
    annexes
        Further tables, shown after the summary.
    credits
        Sources of the data, shown at the end.

    Raises
    ------
    MissingExtraError
        When the extra ``reports`` is not installed.
    """
    check_language(language)
    writer = _Writer(benchmark, language, own)
    return render_template(
        "benchmark.html.j2",
        language,
        w=WORDS[language],
        annexes=[_annex(annex) for annex in annexes],
        credits=list(credits),
        **writer.context(),
    )


def _annex(annex: Annex) -> dict[str, Any]:
    rows = [list(row) for row in annex.table.itertuples(index=False)]
    return {"title": annex.title, "note": annex.note, "columns": list(annex.table.columns), "rows": rows}


class _Writer:
    def __init__(self, benchmark: Benchmark, language: str, own: str | None) -> None:
        self.benchmark, self.language, self.own = benchmark, language, own
        self.assessment = benchmark.assessment
        self.comparison, self.scored = benchmark._comparison, benchmark.assessment._scored
        self.program = self.assessment.program
        self.words = WORDS[language]
        self.statistics = benchmark.statistics
        self.names = self._names()
        self.titles = {variable.id: self.text(variable.title) for variable in self.program.variables}
        self.titles |= {node.id: self.text(node.title) for node in self.program.nodes.values()}
        self.places = {indicator.id: place for place, indicator in enumerate(self.program.indicators)}

    def _names(self) -> dict[str, str]:
        table = self.scored.table
        if "name" not in table.attributes:
            return {str(entity): str(entity) for entity in table.entity_ids}
        pairs = zip(table.entities, table.attributes["name"], strict=True)
        return {str(entity): str(name) or str(entity) for entity, name in pairs}

    def context(self) -> dict[str, Any]:
        """Return everything that the template shows."""
        program, assessment = self.program, self.assessment
        with_values = set(self.statistics.loc[self.statistics["n"] > 0, "indicator"])
        areas = []
        for node in program.nodes["total"].children:
            shown = [n for n in (node, *below(node)) if n.id in with_values and n.answer is None]
            if node.answer is not None and node.id in with_values:
                shown.append(node)  # a rubric without areas
            if shown:
                sections = [self.section(n) for n in shown]
                areas.append({"title": self.text(node.title), "id": node.id, "sections": sections})
        silent = [n for n in program.nodes.values() if n.is_indicator and n.id not in with_values]
        log = self.scored.table.findings
        totals = {
            severity: sum(log.count(code) for code, message in NOTABLE.items() if message.severity == severity)
            for severity in ("error", "warning")
        }
        told = assessment.get_findings(self.language, NOTABLE, MOST_FINDINGS)
        told["entity"] = [self.names.get(entity, entity) for entity in told["entity"]]
        told["subject"] = [self.titles.get(subject, subject) for subject in told["subject"]]
        identity = describe(program)
        return {
            "title": self.text(program.title),
            "description": self.text(program.description) if program.description else "",
            "rights": self.text(program.rights) if program.rights else "",
            "note": self.text(program.note) if program.note else "",
            "program": program,
            "identity": identity,
            "entity_count": len(self.scored.table.entity_ids),
            "period_names": [str(name) for name in self.scored.table.period_names],
            "indicator_count": len(program.indicators),
            "valued_count": len([i for i in program.indicators if i.id in with_values]),
            "peers": self.peers(),
            "severities": list(totals.items()),
            "findings": told.to_dict("records"),
            "finding_total": sum(totals.values()),
            "total": self.section(program.nodes["total"]) if "total" in with_values else None,
            "areas": areas,
            "states": list(COLUMNS),
            "silent": [self.silent(node) for node in silent],
            "mine": self.mine(),
            "levels": self.levels(),
            "targets": self.targets(),
            "trends": self.trends(with_values),
            "options": self.comparison.rules,
            "fingerprint": assessment.fingerprint,
        }

    def text(self, text: Any) -> str:
        return str(text.in_language(self.language))

    def peers(self) -> str:
        """Return what parts the peer groups, in words: the program's, else the page's."""
        label = self.comparison.groups.label
        titles = {peers.column: self.text(peers.title) for peers in self.program.peers if peers.title}
        built_in = self.words["all"] if label == EVERYBODY else self.words.get(f"peers_{label}", label)
        return titles.get(label, built_in)

    def silent(self, node: TreeNode) -> dict[str, str]:
        provenance = node.provenance
        return {
            "title": self.text(node.title),
            "status": self.words[f"{provenance.status}_one"] if provenance else "",
            "kind": provenance.status if provenance else "",
            "origin": "; ".join(provenance.modelled_on) or (provenance.source or "") if provenance else "",
        }

    def section(self, node: TreeNode) -> Section:
        words, spec = self.words, node.spec
        provenance = node.provenance
        status = provenance.status if provenance else ""
        facts: list[tuple[str, str]] = []
        unit, decimals = "", _DECIMALS
        if isinstance(spec, Indicator):
            unit, decimals = (self.text(spec.unit) if spec.unit else ""), spec.decimals
            direction = words[spec.direction] + (f" ({spec.target:g})" if spec.target is not None else "")
            facts += [
                (words["formula"], spec.formula_in_force or self.answer(node)),
                (words["unit"], unit),
                (words["direction"], direction),
            ]
        if provenance is not None and provenance.source:
            facts.append((words["source"], provenance.source))
        elif provenance is not None and provenance.modelled_on:
            facts.append((words["modelled_on"], "; ".join(provenance.modelled_on)))
        if node.role == "informational":
            facts.append((words["role"], words["informational"]))
        stats = self.statistics[(self.statistics["indicator"] == node.id) & (self.statistics["n"] > 0)]
        number = self.benchmark.subjects.index(node.id)
        values = self.comparison.compared.values(number)
        rows = np.flatnonzero(~np.isnan(values))
        if not isinstance(spec, Indicator):
            decimals = _decimals_of_scores(node, values[rows])
        shown = rows_to_show(self.comparison, number, rows, self.own)
        positions = positions_table(self.comparison, np.array([number]), shown)
        positions["published"] = [self.is_published(node, int(row)) for row in shown]
        positions = positions.sort_values(["period", "peers", "rank"], ascending=[False, True, True], kind="stable")
        return Section(
            node.id,
            self.text(node.title),
            [(name, fact) for name, fact in facts if fact],
            status,
            chart=self.chart(number, rows, unit or words["score"], stats),
            statistics=[
                {**row, "decimals": decimals, "lone": row["n"] == 1}
                for row in latest_statistics(stats).to_dict("records")
            ],
            statistics_total=len(stats),
            positions=[self.position(row, decimals) for row in positions.to_dict("records")],
            total=len(rows),
            weighted=bool(stats["weighted_mean"].notna().any()),
            note=self.text(spec.note) if spec.note and node.parent else "",
            answers=self.answers(node),
        )

    def chart(self, number: int, rows: Rows, unit: str, stats: pd.DataFrame) -> str:
        """Return the chart of one subject: the latest period, or every period of very few entities."""
        newest = stats[stats["period"] == stats["period"].iloc[-1]]
        median = None
        if len(newest) == 1 and int(newest["n"].iloc[0]) > 1:
            median = Line(float(newest["median"].iloc[0]), self.words["median"])
        table, values = self.scored.table, self.comparison.compared.values(number)
        if len(np.unique(table.entity_codes[rows])) <= FEW:
            return by_period(self.bars(number, rows), unit)
        rows = latest_rows(self.comparison, rows)
        if len(rows) <= MOST_BARS:
            return ranking(self.bars(number, rows), unit, median)
        return distribution(values[rows], unit, median)

    def bars(self, number: int, rows: Rows) -> list[Bar]:
        table, lights = self.scored.table, self.comparison.lights[number, rows]
        values = self.comparison.compared.values(number)[rows]
        return [
            Bar(self.names[str(table.entities[row])], str(table.periods[row]), float(value), LIGHTS[light])
            for row, value, light in zip(rows, values, lights, strict=True)
        ]

    def answers(self, node: TreeNode) -> list[AnswerLine]:
        """Return the answers to the criteria right below a node, in the latest period."""
        if not any(child.answer is not None for child in node.children):
            return []
        table = self.scored.table
        latest = table.period_codes == table.period_codes.max(initial=0)
        return count_answers(self.assessment, node, self.language, latest)

    def answer(self, node: TreeNode) -> str:
        """Return the answers of a criterion to choose from, or its kind."""
        kind = node.answer
        if kind is None or not kind.options:
            return kind.id if kind else ""
        return " / ".join(self.text(option.title) for option in kind.options)

    def is_published(self, node: TreeNode, row: int) -> bool:
        """Return whether a figure is the published one because it could not be computed."""
        place = self.places.get(node.id)
        return place is not None and self.scored.is_published_at(place, row)

    def position(self, row: dict[Any, Any], decimals: int) -> dict[str, Any]:
        more = {"decimals": decimals, "own": row["entity"] == self.own}
        return {**row, "name": self.names[row["entity"]], **more}

    def mine(self) -> dict[str, Any] | None:
        """Return the strong and weak sides of the reader's own entity."""
        found = own_lines(self.benchmark, self.own) if self.own is not None else None
        if self.own is None or found is None:
            return None
        sides = [
            (side, [{**row, "title": self.titles[row["indicator"]]} for row in rows])
            for side, rows in (("strong", found.strong), ("weak", found.weak))
        ]
        return {"name": self.names[self.own], "period": found.period, "ranked": found.ranked, "sides": sides}

    def levels(self) -> list[dict[str, Any]]:
        """Return, for each entity and period, the named level of every node that has levels; of many, the latest."""
        program = self.program
        named = [node for node in program.nodes.values() if node.levels]
        if not named:
            return []
        table = self.scored.table
        rows = np.arange(table.rows)
        if len(rows) > MOST_LEVELS:
            rows = latest_rows(self.comparison, rows)
            own = rows[table.entities[rows] == self.own]
            rows = np.union1d(rows[: MOST_LEVELS - len(own)], own)
        lines = []
        for row in rows.tolist():
            cells = []
            for node in named:
                found = self.scored.book.nodes[node.id]
                assert found.levels is not None
                code = int(found.levels.level[row])
                if code >= 0:
                    cells.append(
                        {
                            "text": self.text(node.levels[code].title),
                            "value": found.scores[row],
                            "known": True,
                        }
                    )
                else:
                    low, high = (int(side[row]) for side in (found.levels.lowest, found.levels.highest))
                    text = self.words["not_determined"]
                    if 0 <= low < high and not node.is_indicator:
                        ends = (self.text(node.levels[end].title) for end in (low, high))
                        low_text, high_text = ends
                        text = self.words["possible"].format(low=low_text, high=high_text)
                    cells.append({"text": text, "value": np.nan, "known": False})
            name = self.names[str(table.entities[row])]
            lines.append({"entity": name, "period": str(table.periods[row]), "cells": cells})
        lines.sort(key=lambda line: (line["period"], line["entity"]))
        titles = [(self.text(node.title), node.is_indicator) for node in named]
        return [{"titles": titles, "lines": lines, "total": table.rows}]

    def targets(self) -> list[dict[str, Any]]:
        """Return results against targets, the latest period first."""
        table = self.assessment.attainment
        table = table[table["attainment"].notna()].sort_values("period", ascending=False, kind="stable")
        return [
            {**row, "title": self.titles[row["indicator"]], "name": self.names[row["entity"]]}
            for row in table.head(MOST_TARGETS).to_dict("records")
        ]

    def trends(self, with_values: set[str]) -> list[dict[str, Any]]:
        """Return the largest changes up to the latest period that can be compared with an earlier one."""
        changes = largest_changes(
            self.benchmark.panel._data, [name for name in self.benchmark.subjects if name in with_values]
        )
        return [
            {**row, "title": self.titles[row["indicator"]], "name": self.names[row["entity"]]}
            for row in changes.to_dict("records")
        ]


def _decimals_of_scores(node: TreeNode, scores: NDArray[np.float64]) -> int:
    """Return to how many decimals the scores of a group are shown: those that they have, more where all are small."""
    if node.rounding is not None:
        return max(_DECIMALS, node.rounding.decimals)
    is_small = bool(len(scores)) and float(np.abs(scores).max()) <= 1.0 and bool((scores % 1.0 != 0.0).any())
    return 2 * _DECIMALS if is_small else _DECIMALS
