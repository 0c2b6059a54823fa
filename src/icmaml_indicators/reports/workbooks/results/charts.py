"""Charts of a comparison: the order of the latest period, how it spreads, medians over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....benchmarks.comparison import Comparison
from ....specs import ROOT
from ....transforms.attainment import LIGHTS
from ..rows import inert
from .book import HEAD, INK, SOFT
from .numbers import show_figures
from .view import RowsView, is_of_hundred, show_scores

# As many bars as can be read, lines that can be told apart, and bars of a distribution.
_MOST_BARS, _MOST_LINES, _BINS = 40, 10, 10
# Where the figures of the charts stand, beside them.
_TOP, _LEFT = 4, 18
# Colours that everybody tells apart, after Okabe and Ito; marks that differ too.
_COLOURS = (
    "#153e75",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#7a5c00",
    "#000000",
    "#e69f00",
    "#5b3fa0",
    "#6b7680",
)
_MARKS = ("circle", "square", "diamond", "triangle", "x", "star", "plus", "long_dash", "short_dash", "circle")
_LIGHTS = {"green": "#3a9a86", "yellow": "#e3c26b", "red": "#b5382b"}
_FONT = {"name": "Calibri", "size": 10, "color": SOFT}


@dataclass(frozen=True, slots=True)
class _Block:
    """The figures of one chart: its title, what it stands over, a series a column."""

    title: str
    kind: str
    names: list[str]
    series: list[tuple[str, list[Any]]]
    shown: str


def write_charts(view: RowsView, comparison: Comparison, group_names: Sequence[str]) -> None:
    """Add the sheet of charts, where there is anything to draw."""
    blocks = [
        block
        for block in (_ranking(view, comparison), _spread(view, comparison), _medians(view, comparison, group_names))
        if block is not None
    ]
    if not blocks:
        return
    words, book = view.words, view.book
    sheet = book.add_sheet(words["sheets"]["charts"], len(blocks), words["about"]["charts"])
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    name, column = str(sheet.get_name()), _LEFT
    heads: list[tuple[int, str]] = []
    cells: list[tuple[list[Any], Any, Any]] = [([], None, None)] * _LEFT
    deep = max(len(block.names) for block in blocks)
    row = _TOP
    for block in blocks:
        chart = _draw(view, block, name, column)
        heads += [(column + 1 + at, title) for at, (title, _) in enumerate(block.series)]
        look = book.figure(block.shown)
        parts = (block.names, *(figures for _, figures in block.series), [])
        cells += [([*part, *[None] * (deep - len(part))], look, book.plain) for part in parts]
        height = 90 + (22 * len(block.names) if block.kind == "bar" else 270)
        chart.set_size({"width": 980, "height": height})
        sheet.insert_chart(row, 0, chart)
        row += height // 20 + 2
        column += len(block.series) + 2
    sheet.print_area(0, 0, row, _LEFT - 2)
    for at, title in heads:
        sheet.write_string(_TOP - 1, at, inert(title), book.look(bold=True, font_color=SOFT))
    book.rows.write(sheet, _TOP, [part if part[0] else ([None] * deep, None, None) for part in cells])
    sheet.set_column(_LEFT, column, 14)


def _draw(view: RowsView, block: _Block, sheet: str, column: int) -> Any:
    """Return a chart of figures that stand beside it."""
    bars = block.kind == "bar"
    options = {"type": block.kind, **({"subtype": "stacked"} if bars and len(block.series) > 1 else {})}
    chart = view.book.book.add_chart(options)
    last = _TOP + len(block.names) - 1
    for at, (title, _) in enumerate(block.series):
        colour = list(_LIGHTS.values())[at] if bars and len(block.series) > 1 else _COLOURS[at % len(_COLOURS)]
        series: dict[str, Any] = {
            "name": inert(title),
            "categories": [sheet, _TOP, column, last, column],
            "values": [sheet, _TOP, column + 1 + at, last, column + 1 + at],
        }
        if block.kind == "line":
            mark = {"type": _MARKS[at % len(_MARKS)], "size": 6, "fill": {"color": colour}, "border": {"color": colour}}
            series |= {"line": {"color": colour, "width": 2}, "marker": mark}
        else:
            series |= {"fill": {"color": colour}, "gap": 40, "data_labels": {"value": True, "font": _FONT}}
            series["data_labels"]["num_format"] = block.shown
            if bars and len(block.series) > 1:
                series["data_labels"] |= {"font": {**_FONT, "color": "white" if at != 1 else INK, "bold": True}}
        chart.add_series(series)
    chart.set_title({"name": inert(block.title), "name_font": {**_FONT, "size": 12, "color": HEAD, "bold": True}})
    axis = {"num_font": _FONT, "line": {"color": SOFT}, "major_gridlines": {"visible": False}}
    grid = {
        "num_font": _FONT,
        "num_format": block.shown,
        "major_gridlines": {"visible": True, "line": {"color": "#e1e5e9"}},
    }
    # Along a reversed axis of names the other one would stand on top.
    chart.set_x_axis(grid if bars else axis)
    chart.set_y_axis({**axis, "reverse": True, "crossing": "max", "interval_unit": 1} if bars else grid)
    chart.set_legend({"none": True} if len(block.series) == 1 else {"position": "bottom", "font": _FONT})
    return chart


def _latest(comparison: Comparison) -> int:
    """Return the last period."""
    return int(comparison.scored.table.period_codes.max())


def _names(view: RowsView, rows: NDArray[np.intp]) -> list[str]:
    keys = [inert(str(key)) for key in view.table.entities[rows]]
    if view.names is None:
        return keys
    codes, names = view.names
    return [names[code] or key for code, key in zip(codes[rows], keys, strict=True)]


def _ranking(view: RowsView, comparison: Comparison) -> _Block | None:
    """Return the order by the total, or by how many lights are the best where there is none."""
    code = _latest(comparison)
    rows = np.flatnonzero(view.table.period_codes == code)
    period, words = view.period_names[code], view.words
    if ROOT in comparison.subjects:
        number = comparison.subjects.index(ROOT)
        scores = comparison.compared.values(number)
        rows = rows[np.isfinite(scores[rows])]
        order = rows[np.argsort(-comparison.oriented_values[number][rows], kind="stable")]
        series = {words["score"]: scores}
        shown, title = show_scores(scores), words["chart_ranking"].format(title=words["total"], period=period)
    else:
        leaves = [at for at, kind in enumerate(comparison.compared.kinds) if kind == "indicator"]
        lights = comparison.lights[leaves]
        counts = {colour: (lights == LIGHTS.index(colour)).sum(axis=0).astype(float) for colour in _LIGHTS}
        rows = rows[sum(counts.values())[rows] > 0]
        order = rows[np.lexsort((counts["red"][rows], -counts["green"][rows]))]
        series = {words["light_counts"][colour]: count for colour, count in counts.items()}
        shown, title = "0", words["chart_lights"].format(period=period)
    if len(order) < 2:
        return None
    if len(order) > _MOST_BARS:
        half = _MOST_BARS // 2
        said = words["chart_ranking_some"].format(
            title=title.removesuffix(f", {period}"), period=period, half=half, count=f"{len(order):,}"
        )
        order, title = np.concatenate([order[:half], order[-half:]]), said
    return _Block(
        title, "bar", _names(view, order), [(name, figure[order].tolist()) for name, figure in series.items()], shown
    )


def _spread(view: RowsView, comparison: Comparison) -> _Block | None:
    """Return how many have a total between which figures, in the latest period."""
    if ROOT not in comparison.subjects:
        return None
    code, words = _latest(comparison), view.words
    scores = comparison.compared.values(comparison.subjects.index(ROOT))[view.table.period_codes == code]
    scores = scores[np.isfinite(scores)]
    if len(np.unique(scores)) < 3:
        return None
    ends = (0.0, 100.0) if is_of_hundred(scores) else (float(scores.min()), float(scores.max()))
    counts, edges = np.histogram(scores, _BINS, ends)
    decimals = show_figures(edges).partition(".")[2].count("0")
    written = [f"{edge:,.{decimals}f}" for edge in edges]
    names = [words["from_to"].format(low=low, high=high) for low, high in pairwise(written)]
    title = words["chart_spread"].format(title=words["total"], period=view.period_names[code])
    return _Block(title, "column", names, [(words["entities_axis"], counts.tolist())], "0")


def _medians(view: RowsView, comparison: Comparison, group_names: Sequence[str]) -> _Block | None:
    """Return medians over time: of the total by peer group, or of each area where there is one group."""
    cells, groups = comparison.cells, comparison.groups
    if groups.members is not None or len(view.period_names) < 2:
        return None
    medians = comparison.peer_statistics.statistics["median"]
    ids = [name for name in (ROOT, *(area for area, _, _ in view.areas)) if name in comparison.subjects]
    lines: list[tuple[str, int, int]] = []
    if len(groups.names) > 1 and ROOT in ids:
        total = comparison.subjects.index(ROOT)
        lines = [(name, total, group) for group, name in enumerate(group_names)]
    elif len(groups.names) == 1:
        lines = [(view.titles[name], comparison.subjects.index(name), 0) for name in ids]
    series = []
    for name, number, group in lines[:_MOST_LINES]:
        found: list[Any] = [None] * len(view.period_names)
        for cell in np.flatnonzero(cells.groups == group).tolist():
            median = float(medians[number, cell])
            found[int(cells.periods[cell])] = median if np.isfinite(median) else None
        series.append((name, found))
    if not any(sum(figure is not None for figure in found) > 1 for _, found in series):
        return None
    return _Block(
        view.words["chart_medians"],
        "line",
        view.period_names,
        series,
        show_scores(medians[[number for _, number, _ in lines]]),
    )
