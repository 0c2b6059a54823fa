"""Charts as SVG by a small writer of our own: styled by class alone, each with its role, title and description.

A chart of a few dozen marks takes a fraction of a millisecond; no text from data is anything but text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.cells import printable
from ...plots.description import Chart, Distribution, Heatmap, Intervals, Limits, Profile, Ranking, Tree, Trend
from .marks import draw_dots, join_points, wrap_svg

Floats = NDArray[np.float64]
Figures = TypeVar("Figures", float, Floats)

# Half the width of the reader's own dot, and what it needs at both ends.
_DOT = 6.5
_EDGE = 8


@dataclass(frozen=True, slots=True)
class _Axis:
    """A scale: figures of a domain to places between two ends."""

    domain: Limits
    start: float
    end: float

    def at(self, figures: Figures) -> Figures:
        """Return where figures stand, in the middle where all are alike; halves do not overflow."""
        low, high = self.domain[0] / 2, self.domain[1] / 2
        share = (figures / 2 - low) / (high - low) if low != high else 0.5 + 0 * figures
        return self.start + share * (self.end - self.start)


def to_svg(chart: Chart) -> str:
    """Return a chart as an SVG element.

    Parameters
    ----------
    chart
        Any of `icmaml_indicators.plots.description`.

    Examples
    --------
    >>> from icmaml_indicators.plots.description import Distribution
    >>> to_svg(Distribution("Torreón: 3", "", "", (1.0, 2.0), 3.0)).count("<circle")
    1
    """
    match chart:
        case Ranking():
            return _draw_ranking(chart)
        case Distribution():
            return _draw_distribution(chart)
        case Profile():
            return _draw_profile(chart)
        case Heatmap():
            return _draw_heatmap(chart)
        case Trend():
            return _draw_trend(chart)
        case Tree():
            return _draw_tree(chart)
        case Intervals():
            return _draw_intervals(chart)


def to_strip(chart: Distribution) -> str:
    """Return a distribution as a strip without texts, for one line or a small card."""
    width, height = 240, 26
    return wrap_svg("strip", (width, height), chart.title, chart.description, _strip(chart, width, height // 2, 10))


def _draw_ranking(chart: Ranking) -> str:
    width, step, start, end = 640, 20, 220, 560
    axis = _Axis(chart.domain, start, end)
    zero, parts = axis.at(0.0), []
    for number, item in enumerate(chart.items):
        top, text = number * step, "strong" if item.is_own else "label"
        parts.append(_text(start - 8, top + 14, item.label, text, "end"))
        if math.isfinite(item.value):
            left, right = sorted((zero, axis.at(item.value)))
            colour = "own-bar" if item.is_own else f"of-{item.light}" if item.light else "peer-bar"
            parts.append(_box(colour, left, top + 4, right - left, step - 7))
            parts.append(_text(max(right, zero) + 6, top + 14, item.text, text))
    height = max(step, step * len(chart.items))
    if math.isfinite(chart.median):
        parts.append(f'<path class="median" d="M{axis.at(chart.median):.1f} 0V{height}"/>')
    return wrap_svg("ranking", (width, height), chart.title, chart.description, parts)


def _draw_distribution(chart: Distribution) -> str:
    width, height = 500, 66
    return wrap_svg("spread", (width, height), chart.title, chart.description, _spread(chart, width, 34, 10))


def _draw_profile(chart: Profile) -> str:
    width, step, start, long = 640, 34, 220, 400
    parts = []
    for number, strip in enumerate(chart.strips):
        top = number * step
        parts.append(_text(start - 12, top + 21, strip.title, "label", "end"))
        inner = "".join(_strip(strip, long, 17, 10))
        parts.append(f'<g transform="translate({start} {top})">{inner}</g>')
    size = (width, max(step, step * len(chart.strips)))
    return wrap_svg("profile", size, chart.title, chart.description, parts)


def _spread(chart: Distribution, width: int, centre: int, half: int) -> list[str]:
    """Return a strip with what is written at its ends, below its median and above one's own figure."""
    axis = _Axis(chart.domain, _EDGE, width - _EDGE)
    parts = _strip(chart, width, centre, half)
    below = centre + 28
    median = axis.at(chart.quartiles[1])
    parts += [_text(2, below, chart.left), _text(width - 2, below, chart.right, "label", "end")]
    if chart.median_text and math.isfinite(median):
        parts.append(_text(_inside(median, 0.25 * width, 0.75 * width), below, chart.median_text, "label", "middle"))
    if chart.own_text and math.isfinite(chart.own):
        own = axis.at(chart.own)
        parts.append(_text(_inside(own, 30, width - 30), centre - 18, chart.own_text, "strong", "middle"))
    if chart.target_text and math.isfinite(chart.target):
        parts.append(
            _text(_inside(axis.at(chart.target), 30, width - 30), centre - 18, chart.target_text, "label", "middle")
        )
    return parts


def _strip(chart: Distribution, width: int, centre: int, half: int) -> list[str]:
    axis = _Axis(chart.domain, _EDGE, width - _EDGE)
    parts = [f'<path class="axis" d="M{_EDGE} {centre}H{width - _EDGE}"/>']
    low, median, high = (axis.at(figure) for figure in chart.quartiles)
    if math.isfinite(low + high):
        left, right = sorted((low, high))
        parts.append(_box("band", left, centre - half, right - left, 2 * half))
    if math.isfinite(chart.target):
        parts.append(f'<path class="target" d="M{axis.at(chart.target):.1f} {centre - half - 4}v{2 * half + 8}"/>')
    peers = np.asarray(chart.peers, np.float64)
    parts.append(draw_dots(axis.at(peers[np.isfinite(peers)]), centre))
    if math.isfinite(median):
        parts.append(f'<path class="median" d="M{median:.1f} {centre - half - 4}v{2 * half + 8}"/>')
    if math.isfinite(chart.own):
        parts.append(f'<circle class="own" cx="{axis.at(chart.own):.1f}" cy="{centre}" r="{_DOT}"/>')
    return parts


def _draw_heatmap(chart: Heatmap) -> str:
    start, head, wide, high = 180, 90, 44, 24
    parts = []
    for number, label in enumerate(chart.columns):
        x = start + (number + 0.5) * wide
        parts.append(f'<g transform="translate({x:.0f} {head - 8}) rotate(-50)">{_text(0, 0, label)}</g>')
    for line, (label, values) in enumerate(zip(chart.rows, chart.values, strict=True)):
        top, text = head + line * high, "strong" if line == chart.own else "label"
        parts.append(_text(start - 8, top + 16, label, text, "end"))
        for number, value in enumerate(values):
            x = start + number * wide
            shown, colour = escape(printable(chart.text_of(line, number))), f"heat-{chart.class_of(value, number)}"
            parts.append(
                f'<rect class="{colour}" x="{x}" y="{top}" width="{wide - 2}" height="{high - 2}"/>'
                f'<text class="cell" x="{x + wide // 2 - 1}" y="{top + 16}" text-anchor="middle">{shown}</text>'
            )
    size = (start + wide * len(chart.columns) + head, head + high * len(chart.rows))
    return wrap_svg("heatmap", size, chart.title, chart.description, parts)


def _draw_trend(chart: Trend) -> str:
    width, left, right, top, bottom = 250, 6, 206, 12, 98
    across = np.linspace(left, right, len(chart.periods)) if len(chart.periods) > 1 else np.array([(left + right) / 2])
    axis = _Axis(chart.domain, bottom, top)
    own, median, lower, upper = (
        axis.at(np.asarray(line, np.float64)) for line in (chart.own, chart.median, chart.lower, chart.upper)
    )
    parts = [
        f'<path class="axis" d="M{left} {bottom}H{right}M{left} {(top + bottom) / 2:g}H{right}M{left} {top}H{right}"/>'
    ]
    known = np.flatnonzero(np.isfinite(lower) & np.isfinite(upper))
    for piece in np.split(known, np.flatnonzero(np.diff(known) > 1) + 1) if len(known) else ():
        there, back = join_points(across[piece], upper[piece]), join_points(across[piece][::-1], lower[piece][::-1])
        parts.append(f'<path class="band" d="{there}L{back[1:]}Z"/>')
    parts += [
        f'<path class="{name}" d="{join_points(across, line)}"/>'
        for name, line in (("ln-med", median), ("ln-own", own))
    ]
    last = np.flatnonzero(np.isfinite(own))
    ends = [(median, chart.median_text, "label")]
    if len(last):
        parts.append(f'<circle class="own" cx="{across[last[-1]]:.1f}" cy="{own[last[-1]]:.1f}" r="4"/>')
        ends.append((own, chart.own_text, "strong"))
    parts += _end_texts(ends, right + 9)
    parts.append(_text(left, bottom + 17, chart.periods[0]))
    if len(chart.periods) > 1:
        parts.append(_text(right, bottom + 17, chart.periods[-1], "label", "end"))
    return wrap_svg("trend-chart", (width, 118), chart.title, chart.description, parts)


def _draw_tree(chart: Tree) -> str:
    width, step, start, end = 640, 20, 300, 580
    axis = _Axis(chart.domain, start, end)
    zero, parts = axis.at(0.0), []
    for number, item in enumerate(chart.items):
        top = number * step
        parts.append(_text(4 + 16 * item.depth, top + 14, item.label))
        if math.isfinite(item.value):
            left, right = sorted((zero, axis.at(item.value)))
            parts.append(_box("own-bar", left, top + 4, right - left, step - 8))
    size = (width, max(step, step * len(chart.items)))
    return wrap_svg("tree", size, chart.title, chart.description, parts)


def _draw_intervals(chart: Intervals) -> str:
    width, step, start, end = 640, 20, 220, 580
    axis, parts = _Axis(chart.domain, start, end), []
    for number, item in enumerate(chart.items):
        middle = number * step + step // 2
        parts.append(_text(start - 12, middle + 4, item.label, "label", "end"))
        if math.isfinite(item.low + item.high):
            parts.append(f'<path class="reach" d="M{axis.at(item.low):.1f} {middle}H{axis.at(item.high):.1f}"/>')
        if math.isfinite(item.value):
            parts.append(f'<circle class="own" cx="{axis.at(item.value):.1f}" cy="{middle}" r="4.5"/>')
    size = (width, max(step, step * len(chart.items)))
    return wrap_svg("intervals", size, chart.title, chart.description, parts)


def _end_texts(ends: Sequence[tuple[Floats, str, str]], x: float) -> list[str]:
    """Return what is written where lines end, moved apart where they would touch."""
    heights = []
    for line, text, name in ends:
        known = np.flatnonzero(np.isfinite(line))
        if text and len(known):
            heights.append((float(line[known[-1]]) + 4, text, name))
    heights.sort()
    if len(heights) == 2 and heights[1][0] - heights[0][0] < 12:
        middle = (heights[0][0] + heights[1][0]) / 2
        heights = [(middle + way * 6, text, name) for way, (_, text, name) in zip((-1, 1), heights, strict=True)]
    return [_text(x, height, text, name) for height, text, name in heights]


def _text(x: float, y: float, text: str, name: str = "label", anchor: str = "") -> str:
    """Return a text; what it says stays text."""
    told = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{name}" x="{x:.0f}" y="{y:.0f}"{told}>{escape(printable(text))}</text>' if text else ""


def _box(name: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{name}" x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="{height:g}"/>'


def _inside(x: float, low: float, high: float) -> float:
    return min(max(x, low), high)
