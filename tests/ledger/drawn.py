"""Drawn programs for the tests of ledgers: formulas that read scores and statistics, scales of groups, roundings."""

from __future__ import annotations

import numpy as np
import pandas as pd

import icmaml_indicators as icma
from icmaml_indicators.specs import read_draft_from_text
from icmaml_indicators.validation.loading import _sound
from tests.conftest import HEAD

_VARIABLES = """\
variables:
  - {id: a, title: {es: a, en: a}}
  - {id: b, title: {es: b, en: b}}
  - {id: c, title: {es: c, en: c}}
  - {id: zone, title: {es: z, en: z}, type: category, options: [north, south, east]}
tree:
"""
_POPULATIONS = ("period", "all", "entity", "zone")
_STATISTICS = (
    *("min(X over P)", "max(X over P)", "mean(X over P)", "median(X over P)", "sum(X over P)", "sd_n(X over P)"),
    *("count(X over P)", "last(X over P)", "weighted_mean(X, c over P)", "quantile(X, 0.3 over P)"),
    *("rank(X over P)", 'rank(-(X), "TIES" over P)', 'percentile_rank(X, "TIES" over P)'),
)
_SCALES = (
    *("min_max", "z_score", "rank", "borda", "percentile_rank", "distance_to_best", "identity"),
    *("{method: rank, ties: TIES}", "{method: percentile_rank, ties: TIES, over: all}", "{method: min_max, over: all}"),
    *("{method: goalposts, low: 5, high: 80}", "{method: bands, bands: [{score: 10, up_to: 30}, {score: 90}]}"),
)
_IMPUTATIONS = ("mean", "[linear, last, next]", "{methods: median, over: all}", "none")
_TREATMENTS = (
    *("none", "{methods: [winsorise, log], skewness: 0.2, kurtosis: -4}", "{limits: [2, 20]}"),
    "{methods: log_by_skew, skewness: 0.1, kurtosis: -5}",
    "{methods: winsorise, skewness: 0.1, kurtosis: -5, over: zone}",
    "{methods: box_cox, power: 0.5, skewness: 0.1, kurtosis: -5, limits: [null, 50]}",
)
_ROUNDINGS = ("none", "0", "1", "3", "{decimals: 1, half: even}", "{decimals: 1, parents: exact}")
_CUT = ("{decimals: 0, method: floor}", "{decimals: 1, method: ceil}", "{decimals: 2, method: truncate}")
_LEVELS = "levels: [{id: low, title: {es: b, en: l}, up_to: 40}, {id: high, title: {es: a, en: h}}]"
_WAYS = ("sum", "arithmetic_mean", "median", "min", "max")


class _Draw:
    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.groups: list[str] = []
        self.leaves: list[str] = []

    def one(self, *of: str) -> str:
        return str(self.random.choice(np.array(of, object)))

    def ties(self, text: str) -> str:
        return text.replace("TIES", self.one("average", "min", "max", "dense"))

    def read(self) -> str:
        """Return something that a formula reads."""
        kinds = ["a", "b", "a + b", "score(N)", "lag(score(N))", "STATISTIC", "STATISTIC", "LEVEL"]
        kind = self.one(*(kinds if self.groups else kinds[:3]))
        nodes = self.groups + self.leaves
        if kind == "STATISTIC":
            inner = self.one("a", "b - c", f"score({self.one(*nodes)})")
            return self.ties(self.one(*_STATISTICS)).replace("X", inner).replace("P)", f"{self.one(*_POPULATIONS)})")
        if kind == "LEVEL":
            group = self.one(*self.groups)
            return f'choose(level({group}) == "low", score({group}), a > 5, b, c)'
        return kind.replace("N)", f"{self.one(*nodes)})") if nodes else kind

    def leaf(self, name: str, margin: str, role: str = "") -> str:
        formula = f"{self.read()} {self.one('+', '-', '*')} {self.one('1', '2', 'c')} + {self.read()}"
        keys = [
            f"id: {name}",
            "title: {es: x, en: x}",
            f"formula: '{formula}'",
            f"direction: {self.one('higher', 'lower')}",
        ]
        scale = self.ties(self.one(*_SCALES))
        keys += [f"scale: {scale}", f"rounding: {self.one(*_ROUNDINGS, *_CUT)}"]
        if self.random.random() < 0.5:
            keys.append(f"imputation: {self.one(*_IMPUTATIONS)}")
        if not any(method in scale for method in ("identity", "goalposts", "bands")):
            keys.append(f"treatment: {self.one(*_TREATMENTS)}")
        self.leaves.append(name)
        return f"{margin}- {{{', '.join([*keys, *([role] if role else [])])}}}\n"

    def group(self, number: int) -> str:
        name = f"g{number}"
        children = [self.leaf(f"{name}_{place}", "      ") for place in range(3)]
        if self.random.random() < 0.5:
            children.append(self.leaf(f"{name}_shown", "      ", "role: informational"))
        lines = [f"  - id: {name}", "title: {es: x, en: x}", f"aggregation: {self.one(*_WAYS)}", _LEVELS]
        lines.append(f"scale: {self.ties(self.one('none', *_SCALES))}")
        lines.append(f"rounding: {self.one(*_ROUNDINGS, *_CUT)}")
        if self.random.random() < 0.4:
            lines.append(f"gates: [{{requires: {name}_1, at_least: 40, max_score: 35}}]")
        self.groups.append(name)
        return "\n    ".join([*lines, "children:"]) + "\n" + "".join(children)

    def program(self) -> str:
        text = HEAD.replace("semester", "year") + f"rounding: {self.one('none', '2')}\n"
        filled = self.one("", "", ", imputation: [last, median]", ", imputation: {methods: mean, over: zone}")
        text += _VARIABLES.replace("en: b}}", f"en: b}}{filled}}}")
        text += "".join(self.group(number) for number in range(3))
        self.groups.append("total")
        formula = f"score(total) - score({self.one(*self.groups)}) + mean(score(total) over zone)"
        shown = "scale: identity, role: informational}\n"
        text += f"  - {{id: shown, title: {{es: x, en: x}}, formula: {formula}, direction: higher, {shown}"
        return text.replace("tree:\n", f"{_LEVELS}\ntree:\n")

    def data(self) -> pd.DataFrame:
        rows = 24
        drawn = {name: np.round(self.random.uniform(1, 9, rows), 1) for name in "abc"}
        frame = pd.DataFrame(
            {"entity": [f"{number:02d}" for number in range(1, 13)] * 2, "period": [2020] * 12 + [2021] * 12} | drawn
        )
        frame["zone"] = self.random.choice(["north", "south", "east"], rows)
        return frame.mask(self.random.random(frame.shape) < np.array([0, 0, 0.03, 0.03, 0, 0.03]))


def drawn_assessment(seed: int) -> icma.Assessment:
    """Return a drawn program over drawn data, two periods of twelve entities."""
    draw = _Draw(seed)
    draft = read_draft_from_text(draw.program(), "drawn.yaml")
    return icma.score(_sound(draft, prove=False), draw.data())
