"""The parts of the page that say how the parts of an index go together: what to reconsider, correlations, weights."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ....results import IndexAnalysis
from ...charts.marks import index_bar
from ..figures import write_figure

if TYPE_CHECKING:
    import pandas as pd

# Ends of the classes of a correlation: from where parts contradict one another, and from where they say the same.
_CUTS = (-0.4, -0.005, 0.4, 0.75)
# More of one kind are among the figures.
_MOST_FLAGS = 12


class AnalysisSections:
    """What the page shows of an analysis in one period.

    Parameters
    ----------
    analysis
        The analysis.
    language, words
        Of the page.
    period
        Of which it is.
    """

    def __init__(self, analysis: IndexAnalysis, language: str, words: dict[str, Any], period: str) -> None:
        self.analysis, self.language, self.words, self.period = analysis, language, words, period
        self.nodes = analysis.program.nodes

    def title_of(self, node: str) -> str:
        """Return the title of a node; of what is none, its id."""
        found = self.nodes.get(node) or self.analysis.program.variable_by_id.get(node)
        return found.title.in_language(self.language) if found is not None else node

    def say(self, message: str) -> str:
        """Return a message with titles in place of ids."""
        parts = message.split("`")
        parts[1::2] = [self.words["quoted"].format(text=self.title_of(part)) for part in parts[1::2]]
        return "".join(parts)

    @cached_property
    def flag_lines(self) -> pd.DataFrame:
        """What to reconsider, a line each."""
        table = self.analysis.get_flags(self.language)
        return table[table["period"].astype(str) == self.period]

    def flags(self) -> list[dict[str, Any]]:
        """Return what to reconsider, kind by kind."""
        return [
            {
                "kind": self.words["flag_kinds"][kind],
                "count": len(own),
                "messages": [self.say(str(text)) for text in own["message"].head(_MOST_FLAGS)],
                "left": max(len(own) - _MOST_FLAGS, 0),
            }
            for kind, own in self.flag_lines.groupby("kind", sort=False)
        ]

    def maps(self) -> list[dict[str, Any]]:
        """Return the correlations among the parts of each group, line by line, coloured by class."""
        table = self.analysis.correlations.query("method == 'pearson' and relation == 'siblings'")
        table = table[table["period"].astype(str) == self.period]
        found = []
        for group, own in table.groupby("group", sort=False):
            names = list(dict.fromkeys([*own["a"], *own["b"]]))
            pairs = zip(own["a"], own["b"], strict=True)
            known = dict(zip(pairs, own["r"].astype(float), strict=True))
            lines = [
                {
                    "title": self.title_of(name),
                    "cells": [self._cell(known.get((name, other), known.get((other, name)))) for other in names],
                }
                for name in names
            ]
            found.append({"title": self.title_of(str(group)), "lines": lines})
        return found

    def _cell(self, r: float | None) -> dict[str, Any]:
        """Return a correlation and its class; nothing of a part with itself."""
        if r is None or not np.isfinite(r):
            return {"text": "" if r is None else "–", "class": 0}
        shown = round(r, 2) + 0.0  # what is nought as shown is neither way
        return {"text": write_figure(shown, 2), "class": 1 + bisect_right(_CUTS, shown)}

    def reliability(self) -> list[dict[str, str]]:
        """Return Cronbach's alpha of each group that has one."""
        table = self.analysis.reliability
        table = table[(table["period"].astype(str) == self.period) & table["alpha"].notna()]
        return [
            {
                "title": self.title_of(str(line["group"])),
                "parts": str(line["parts"]),
                "alpha": write_figure(line["alpha"], 2),
            }
            for line in table.to_dict("records")
        ]

    def weights(self) -> list[dict[str, str]]:
        """Return what each part of the groups above indicators weighs, beside what it moves."""
        table = self.analysis.effective_weights
        table = table[(table["period"].astype(str) == self.period) & table[["share", "importance"]].notna().all(axis=1)]
        found = []
        for line in table.to_dict("records"):
            if self.nodes[str(line["node"])].is_indicator:
                continue
            share, moves = (write_figure(100 * float(line[key]), 0) for key in ("share", "importance"))
            name = self.title_of(str(line["node"]))
            told = self.words["weight_title"].format(name=name, share=share, moves=moves)
            importance = float(line["importance"])
            chart = index_bar(float(line["share"]), importance, (importance, importance), told)
            found.append(
                {
                    "title": name,
                    "within": self.title_of(str(line["parent"])),
                    "share": share,
                    "moves": moves,
                    "chart": chart,
                }
            )
        return found
