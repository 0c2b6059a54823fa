"""Descriptions as Altair charts: ordinary ones, to be changed, joined and saved as any other.

Texts from data stand in cells of data and in titles, spelt out where they would act; none becomes a name of a field, an
expression or a key of an axis, so that equal names stay apart.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..diagnostics.cells import printable
from ..errors import MissingExtraError
from .description import Chart, Distribution, Heatmap, Intervals, Profile, Ranking, Tree, Trend

if TYPE_CHECKING:
    import altair as alt

    Drawn = alt.LayerChart | alt.VConcatChart

_OWN, _PEER, _BAND, _MEDIAN, _INK = "#153e75", "#7d8a96", "#e4e8eb", "#4a5560", "#1b252f"
_LIGHTS = {"green": "#007d6d", "yellow": "#b47a00", "red": "#b5382b"}
# The first is that of no figure.
_CLASSES = ("#ffffff", "#dfbf91", "#f1e4cd", "#f2f3f2", "#cbe5e0", "#86c6bb")
_WIDTH, _STEP = 420, 20

Row = dict[str, Any]


def to_altair(chart: Chart) -> Drawn:
    """Return a chart for a notebook.

    Parameters
    ----------
    chart
        Any of `icmaml_indicators.plots.description`.

    Returns
    -------
    altair.LayerChart or altair.VConcatChart

    Raises
    ------
    MissingExtraError
        When the extra ``plots`` is not installed.

    Examples
    --------
    >>> from icmaml_indicators.plots.description import Distribution
    >>> to_altair(Distribution("Torreón: 3", "", "pesos", (1.0, 2.0), 3.0)).to_dict()["title"]["text"]
    'Torreón: 3'
    """
    try:
        import altair  # noqa: F401
    except ImportError as error:
        raise MissingExtraError("plots") from error

    match chart:
        case Ranking():
            return _ranking(chart)
        case Distribution():
            return _strip(chart)
        case Profile():
            return _profile(chart)
        case Heatmap():
            return _heatmap(chart)
        case Trend():
            return _trend(chart)
        case Tree():
            return _tree(chart)
        case Intervals():
            return _intervals(chart)


# One function a chart ------------------------------------------------------------------------------------


def _ranking(chart: Ranking) -> Drawn:
    rows: list[Row] = [
        {
            "at": number,
            "label": item.label,
            "value": _known(item.value),
            "text": item.text,
            "colour": _OWN if item.is_own else _LIGHTS.get(item.light, _PEER),
        }
        for number, item in enumerate(chart.items)
    ]
    x, y = _across(chart.domain, chart.unit), _down(len(rows))
    known = [row for row in rows if row["value"] is not None]
    layers = [_of(known).mark_bar(height=_STEP - 7).encode(x=x, y=y, color=_as_given())]
    layers.append(_figures(known, x, y))
    layers.append(_labels(rows))
    layers += _rule(chart.median, x)
    return _layer(chart, layers, height={"step": _STEP})


def _strip(chart: Distribution) -> alt.LayerChart:
    x = _across(chart.domain, chart.unit)
    low, median, high = chart.quartiles
    layers: list[alt.Chart] = []
    if math.isfinite(low + high):
        layers.append(_of([{"value": low, "end": high}]).mark_rect(color=_BAND).encode(x=x, x2="end:Q"))
    peers = [{"value": value} for value in chart.peers if math.isfinite(value)]
    layers.append(_of(peers).mark_circle(color=_PEER, size=40, opacity=0.92).encode(x=x))
    layers += _rule(median, x)
    layers += _rule(chart.target, x, dashed=True)
    if math.isfinite(chart.own):
        own = _of([{"value": chart.own}]).mark_circle(color=_OWN, size=140, opacity=1, stroke="#fff", strokeWidth=1.5)
        layers.append(own.encode(x=x))
    return _layer(chart, layers, width=_WIDTH, height=34)


def _profile(chart: Profile) -> Drawn:
    import altair as alt

    strips = [_strip(strip) for strip in chart.strips]
    found: alt.VConcatChart = alt.vconcat(*strips, **_told(chart)).resolve_scale(x="independent")
    return found


def _heatmap(chart: Heatmap) -> Drawn:
    import altair as alt

    cells: list[Row] = [
        {"at": line, "column": number, "text": chart.text_of(line, number), "class": chart.class_of(value, number)}
        for line, values in enumerate(chart.values)
        for number, value in enumerate(values)
    ]
    x, y = alt.X("column:O", axis=None), _down(len(chart.rows))
    scale = alt.Scale(domain=list(range(len(_CLASSES))), range=list(_CLASSES))
    colour = alt.Color("class:O", scale=scale, legend=None)
    tiles = _of(cells).mark_rect(stroke="#fff").encode(x=x, y=y, color=colour)
    figures = _of(cells).mark_text(fontSize=11, color=_INK).encode(x=x, y=y, text="text:N")
    heads = _of([{"column": number, "label": label} for number, label in enumerate(chart.columns)])
    names = heads.mark_text(align="left", angle=310, dx=4, color=_INK).encode(x=x, y=alt.value(-6), text="label:N")
    rows: list[Row] = [{"at": line, "label": label} for line, label in enumerate(chart.rows)]
    return _layer(chart, [tiles, figures, _labels(rows, chart.own), names], width={"step": 44}, height={"step": 24})


def _trend(chart: Trend) -> Drawn:
    import altair as alt

    scale = alt.Scale(domain=list(chart.domain), nice=False, zero=False)
    y = alt.Y("value:Q", scale=scale, title=_inert(chart.unit) or None)
    x = alt.X("at:O", axis=None, scale=alt.Scale(domain=list(range(len(chart.periods)))))
    own, median = (_pieces({"value": value} for value in line) for line in (chart.own, chart.median))
    edges = _pieces({"value": low, "end": high} for low, high in zip(chart.lower, chart.upper, strict=True))
    names = [{"at": number, "label": period} for number, period in enumerate(chart.periods)]
    layers: list[alt.Chart] = [
        _of(edges).mark_area(color=_BAND).encode(x=x, y=y, y2="end:Q", detail="piece:N"),
        _of(median).mark_line(color=_MEDIAN, strokeWidth=1.3).encode(x=x, y=y, detail="piece:N"),
        _of(own).mark_line(color=_OWN, strokeWidth=2).encode(x=x, y=y, detail="piece:N"),
        _of(own[-1:]).mark_circle(color=_OWN, size=90, opacity=1).encode(x=x, y=y),
        _of(names).mark_text(baseline="top", color=_MEDIAN).encode(x=x, y=alt.value(126), text="label:N"),
    ]
    return _layer(chart, layers, width=_WIDTH, height=120)


def _tree(chart: Tree) -> Drawn:
    import altair as alt

    rows: list[Row] = [
        {"at": number, "label": item.label, "value": _known(item.value), "text": "", "depth": item.depth}
        for number, item in enumerate(chart.items)
    ]
    x, y = _across(chart.domain, chart.unit), _down(len(rows))
    known = [row for row in rows if row["value"] is not None]
    layers = [_of(known).mark_bar(color=_OWN, height=_STEP - 8).encode(x=x, y=y), _figures(known, x, y)]
    for depth in sorted({row["depth"] for row in rows}):
        names = _of([row for row in rows if row["depth"] == depth]).mark_text(align="left", color=_INK)
        layers.append(names.encode(x=alt.value(16 * depth - 300), y=y, text="label:N"))
    return _layer(chart, layers, height={"step": _STEP})


def _intervals(chart: Intervals) -> Drawn:
    rows: list[Row] = [{"at": number, "label": item.label} for number, item in enumerate(chart.items)]
    x, y = _across(chart.domain, chart.unit), _down(len(rows))
    spans = [
        {"at": number, "value": item.low, "end": item.high}
        for number, item in enumerate(chart.items)
        if math.isfinite(item.low + item.high)
    ]
    dots = [{"at": at, "value": item.value} for at, item in enumerate(chart.items) if math.isfinite(item.value)]
    layers = [
        _of(spans).mark_rule(color=_PEER, strokeWidth=3).encode(x=x, x2="end:Q", y=y),
        _of(dots).mark_circle(color=_OWN, size=80, opacity=1).encode(x=x, y=y),
        _labels(rows),
    ]
    return _layer(chart, layers, height={"step": _STEP})


# Parts that they share -----------------------------------------------------------------------------------


def _of(rows: Any) -> alt.Chart:
    """Return a chart of rows, whose texts are inert; given as they are, none are too many."""
    import altair as alt

    cells = [{name: _inert(cell) if isinstance(cell, str) else cell for name, cell in row.items()} for row in rows]
    return alt.Chart(alt.InlineData(values=cells))


def _across(domain: tuple[float, float], unit: str) -> alt.X:
    """Return a scale of figures whose ends are those of the description, the better side where it is there."""
    import altair as alt

    scale = alt.Scale(domain=list(domain), nice=False, zero=False)
    return alt.X("value:Q", scale=scale, title=_inert(unit) or None, axis=alt.Axis(grid=False, tickCount=5))


def _down(count: int) -> alt.Y:
    """Return a scale of lines in the order given; their names are marks, since an axis would join equal ones."""
    import altair as alt

    return alt.Y("at:O", axis=None, scale=alt.Scale(domain=list(range(count))))


def _labels(rows: list[Row], own: int | None = None) -> alt.Chart:
    """Return the names of lines at their left."""
    import altair as alt

    named = [{"at": row["at"], "label": row["label"], "colour": _OWN if row["at"] == own else _INK} for row in rows]
    marks = _of(named).mark_text(align="right")
    found: alt.Chart = marks.encode(x=alt.value(-8), y=_down(len(rows)), text="label:N", color=_as_given())
    return found


def _figures(rows: list[Row], x: alt.X, y: alt.Y) -> alt.Chart:
    """Return the figures at the ends of bars, as they are written where somebody wrote them."""
    import altair as alt

    written = any(row["text"] for row in rows)
    text = alt.Text("text:N") if written else alt.Text("value:Q", format=",.5~r")
    found: alt.Chart = _of(rows).mark_text(align="left", dx=5, color=_INK).encode(x=x, y=y, text=text)
    return found


def _rule(value: float, x: alt.X, *, dashed: bool = False) -> list[alt.Chart]:
    if not math.isfinite(value):
        return []
    return [_of([{"value": value}]).mark_rule(color=_MEDIAN, strokeDash=[4, 3] if dashed else [1, 0]).encode(x=x)]


def _as_given() -> alt.Color:
    import altair as alt

    return alt.Color("colour:N", scale=None, legend=None)


def _pieces(rows: Any) -> list[Row]:
    """Return rows with figures, each with its place and the unbroken piece of the line that it belongs to."""
    found: list[Row] = []
    piece, before = 0, -1
    for number, row in enumerate(rows):
        if all(math.isfinite(figure) for figure in row.values()):
            piece += number - before > 1
            found.append({"at": number, "piece": piece, **row})
            before = number
    return found


def _layer(chart: Chart, layers: list[alt.Chart], **size: Any) -> alt.LayerChart:
    """Return marks over one another, with the words of the chart."""
    import altair as alt

    found = alt.layer(*layers, **_told(chart), **size)
    assert isinstance(found, alt.LayerChart)
    return found


def _told(chart: Chart) -> dict[str, Any]:
    """Return the words of a chart: what stands above it, and what is read aloud."""
    import altair as alt

    title, below = _inert(chart.title), _inert(chart.description)
    head = alt.TitleParams(text=title, subtitle=below, anchor="start", fontWeight="normal", offset=12)
    return {"title": head, "description": f"{title}. {below}"}


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _inert(text: str) -> str:
    """Return a text without what acts; renderers read escapes, so that a backslash is drawn by a sign like it."""
    return printable(text).replace("\\", "⧵")
