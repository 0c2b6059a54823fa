"""Charts as static SVG: ranked bars for a few entities, a distribution for many, bars by period for very few."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..errors import MissingExtraError

MOST_BARS = 40
FEW = 3
_COLOURS = {"green": "#2e8b57", "yellow": "#d9a400", "red": "#c0392b", "": "#4a6fa5"}
_FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: an entity in a period."""

    label: str
    period: str
    value: float
    light: str = ""


def draw(bars: list[Bar], unit: str, median: float | None, median_label: str) -> str:
    """Return an SVG of values in one or more periods.

    Parameters
    ----------
    bars
        Values present, all periods; the latest period is shown unless there are very few entities.
    unit
        Title of the axis.
    median
        Median of the peers, drawn as a line when there are several.

    Raises
    ------
    MissingExtraError
        When the chart libraries are not installed.
    """
    try:
        import altair as alt
        import vl_convert
    except ImportError as error:
        raise MissingExtraError("reports") from error

    labels = {bar.label for bar in bars}
    periods = sorted({bar.period for bar in bars})
    if len(labels) <= FEW:
        chart = _by_period(alt, bars, unit)
    else:
        latest = [bar for bar in bars if bar.period == periods[-1]]
        chart = _ranked(alt, latest, unit) if len(latest) <= MOST_BARS else _distribution(alt, latest, unit)
        if median is not None:
            line = _chart(alt, [{"median": median, "text": median_label}])
            chart = chart + line.mark_rule(color="#333", strokeDash=[4, 3]).encode(x="median:Q")
    chart = (
        chart.configure(font=_FONT).configure_view(stroke=None).configure_axis(labelLimit=260, titleFontWeight="normal")
    )
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


def _chart(alt: Any, rows: list[dict[str, Any]]) -> Any:
    return alt.Chart(alt.Data(values=rows))


def _rows(bars: list[Bar]) -> list[dict[str, Any]]:
    return [{"label": b.label, "period": b.period, "value": b.value, "light": b.light} for b in bars]


def _colour(alt: Any) -> Any:
    scale = alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values()))
    return alt.Color("light:N", scale=scale, legend=None)


def _by_period(alt: Any, bars: list[Bar], unit: str) -> Any:
    base = _chart(alt, _rows(bars))
    y = alt.Y("step:N", title=None, sort=None)
    with_step = base.transform_calculate(step="datum.label + ' · ' + datum.period")
    marks = with_step.mark_bar(color="#4a6fa5", height=16).encode(x=alt.X("value:Q", title=unit), y=y)
    text = with_step.mark_text(align="left", dx=4, fontSize=11).encode(
        x="value:Q", y=y, text=alt.Text("value:Q", format=",.7~r")
    )
    return (marks + text).properties(width=520, height=alt.Step(26))


def _ranked(alt: Any, bars: list[Bar], unit: str) -> Any:
    base = _chart(alt, _rows(bars))
    return (
        base.mark_bar()
        .encode(x=alt.X("value:Q", title=unit), y=alt.Y("label:N", title=None, sort="-x"), color=_colour(alt))
        .properties(width=520, height=alt.Step(17))
    )


def _distribution(alt: Any, bars: list[Bar], unit: str) -> Any:
    base = _chart(alt, _rows(bars))
    return (
        base.mark_bar(color="#4a6fa5")
        .encode(x=alt.X("value:Q", bin=alt.Bin(maxbins=40), title=unit), y=alt.Y("count():Q", title="n"))
        .properties(width=520, height=200)
    )
