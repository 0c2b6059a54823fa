"""Charts as static SVG: ranked bars for a few entities, a distribution for many, bars by period for very few."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.cells import printable
from ...errors import MissingExtraError

MOST_BARS = 40
# Very few entities are shown period by period.
FEW = 3
_COLOURS = {"green": "#2e8b57", "yellow": "#d9a400", "red": "#c0392b", "": "#4a6fa5"}
_PLAIN = _COLOURS[""]
_FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: an entity in a period."""

    label: str
    period: str
    value: float
    light: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line across the bars, at the median of the peers."""

    value: float
    text: str


def by_period(bars: Sequence[Bar], unit: str) -> str:
    """Return an SVG with a bar for each period of very few entities, in the order given."""
    bar = {"field": "value", "type": "quantitative"}
    step = {"field": "step", "type": "nominal", "sort": None, "title": None}
    names = [{"calculate": "datum.label + ' · ' + datum.period", "as": "step"}]
    marks = {
        "transform": names,
        "mark": {"type": "bar", "color": _PLAIN, "height": 16},
        "encoding": {"x": {**bar, "title": unit}, "y": step},
    }
    texts = {
        "transform": names,
        "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 11},
        "encoding": {"x": bar, "y": step, "text": {**bar, "format": ",.7~r"}},
    }
    return _draw([marks, texts], [asdict(bar) for bar in bars], {"step": 26}, None)


def ranking(bars: Sequence[Bar], unit: str, median: Line | None = None) -> str:
    """Return an SVG with a bar for each entity, the highest first."""
    scale = {"domain": list(_COLOURS), "range": list(_COLOURS.values())}
    marks = {
        "mark": {"type": "bar"},
        "encoding": {
            "x": {"field": "value", "type": "quantitative", "title": unit},
            "y": {"field": "label", "type": "nominal", "sort": "-x", "title": None},
            "color": {"field": "light", "type": "nominal", "legend": None, "scale": scale},
        },
    }
    return _draw([marks], [asdict(bar) for bar in bars], {"step": 17}, median)


def distribution(values: NDArray[np.float64], unit: str, median: Line | None = None) -> str:
    """Return an SVG of how many entities lie where."""
    starts, step, counts = bins(values)
    marks = {
        "mark": {"type": "bar", "color": _PLAIN},
        "encoding": {
            "x": {"field": "start", "type": "quantitative", "bin": {"binned": True, "step": step}, "title": unit},
            "x2": {"field": "end"},
            "y": {"field": "count", "type": "quantitative", "title": "n"},
        },
    }
    rows = [
        {"start": start, "end": start + step, "count": count}
        for start, count in zip(starts.tolist(), counts.tolist(), strict=True)
    ]
    return _draw([marks], rows, 200, median)


def bins(values: NDArray[np.float64], most: int = MOST_BARS) -> tuple[NDArray[np.float64], float, NDArray[np.intp]]:
    """Count values in intervals of a round width (1, 2 or 5 times a power of ten), each closed below.

    Parameters
    ----------
    values : float64 array, shape (n,)
        At least one figure, none absent.
    most
        How many intervals at most, one more where the ends do not fall on a limit.

    Returns
    -------
    starts : float64 array, shape (k,)
        Lower ends of the intervals that hold something.
    step
        Their width.
    counts : integer array, shape (k,)
        How many values each holds.
    """
    low, high = float(values.min()), float(values.max())
    finest = (high - low) / most or max(abs(low), 1.0) / most
    power = 10.0 ** math.floor(math.log10(finest))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= finest * (1 - 1e-9))
    # A value on a limit belongs above it, whatever the last bit of the quotient says.
    places, counts = np.unique(np.floor(values / step + 1e-9), return_counts=True)
    return places * step, step, counts


def _draw(layers: list[dict[str, Any]], rows: list[dict[str, Any]], height: object, median: Line | None) -> str:
    """Return layers over the same rows as SVG, by way of Vega-Lite.

    Raises
    ------
    MissingExtraError
        When the library that draws is not installed.
    """
    try:
        import vl_convert
    except ImportError as error:
        raise MissingExtraError("reports") from error

    if median is not None:
        rule = {
            "data": {"values": [asdict(median)]},
            "mark": {"type": "rule", "color": "#333", "strokeDash": [4, 3]},
            "encoding": {"x": {"field": "value", "type": "quantitative"}},
        }
        layers = [*layers, rule]
    chart = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": {
            "font": _FONT,
            "view": {"stroke": None},
            "axis": {"labelLimit": 260, "titleFontWeight": "normal"},
        },
        "width": 520,
        "height": height,
        "data": {"values": rows},
        "layer": layers,
    }
    return str(vl_convert.vegalite_to_svg(_inert(chart)))


def _inert(part: Any) -> Any:
    """Return a chart whose texts hold nothing that ends the renderer: it aborts the process on a control character.

    It reads escapes in titles as well, so that a backslash is drawn by a sign that looks like one.
    """
    if isinstance(part, str):
        return printable(part).replace("\\", "⧵")
    if isinstance(part, dict):
        return {name: _inert(value) for name, value in part.items()}
    return [_inert(value) for value in part] if isinstance(part, list) else part
