"""Charts are described as plain data and drawn from that alone: every figure is a mark, and texts stay texts."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest

from icmaml_indicators.plots.description import (
    Chart,
    Distribution,
    Heatmap,
    Profile,
    RankedItem,
    Ranking,
    Trend,
)
from icmaml_indicators.reports.charts.svg import to_svg

EVIL = 'Uno<script>alert("1")</script>\x1b[31m\x00'
NAN = math.nan


def spread(**more: object) -> Distribution:
    given: dict[str, object] = {"peers": (1.0, 2.0, 4.0, NAN), "own": 3.0, "quartiles": (1.5, 2.5, 3.5)}
    return Distribution("Town: 3", "Median 2.5", "pesos", **(given | more))  # type: ignore[arg-type]


def charts(text: str, figure: float = 3.0) -> list[Chart]:
    strip = Distribution(text, text, text, (1.0, figure), figure, (1.0, 2.0, figure), False, 2.0, *[text] * 5)
    line = (1.0, NAN, figure)
    return [
        strip,
        Profile(text, text, (strip, strip)),
        Ranking(text, text, text, (RankedItem(text, figure, text, "green"), RankedItem(text, NAN, text)), 2.0),
        Heatmap(text, text, (text,), (text, text), ((figure, NAN),), 0),
        Trend(text, text, text, (text,) * 3, line, line, line, line, None, text, text),
    ]


def root_of(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(to_svg(chart))  # noqa: S314


def parts(chart: Chart, name: str) -> list[ElementTree.Element]:
    return [part for part in root_of(chart).iter() if part.get("class") == name]


def dots(chart: Chart) -> list[int]:
    return [int(x) for x in re.findall(r"M(\d+) ", parts(chart, "dots")[0].get("d") or "")]


def test_every_peer_is_a_dot_and_the_own_one_stands_apart() -> None:
    assert len(dots(spread())) == 3
    (own,) = parts(spread(), "own")
    low, high = min(dots(spread())), max(dots(spread()))
    assert float(own.get("cx") or 0) == pytest.approx(low + (high - low) * 2 / 3, abs=1)
    assert not parts(spread(own=NAN), "own")


def test_the_better_side_is_right() -> None:
    turned = spread(is_reversed=True)
    assert turned.domain == (4.0, 1.0)
    assert float(parts(turned, "own")[0].get("cx") or 0) < 250 < float(parts(spread(), "own")[0].get("cx") or 0)
    assert sorted(500 - x for x in dots(turned)) == dots(spread())


def test_bars_begin_at_zero_and_are_as_long_as_their_figures() -> None:
    items = (RankedItem("A", 10.0, "10"), RankedItem("B", -5.0, "−5", "red"), RankedItem("C", NAN, "–"))
    chart = Ranking("t", "", "", items, 2.0)
    assert chart.domain == (-5.0, 10.0)
    (plain,), (red,) = parts(chart, "peer-bar"), parts(chart, "of-red")
    assert float(plain.get("width") or 0) == pytest.approx(2 * float(red.get("width") or 0), abs=0.2)
    assert float(red.get("x") or 0) + float(red.get("width") or 0) == pytest.approx(float(plain.get("x") or 0), abs=0.2)
    assert len(parts(chart, "median")) == 1


def test_a_figure_on_a_cut_belongs_to_the_class_above() -> None:
    chart = Heatmap("t", "", ("A", "B"), ("x", "y", "z"), ((0.0, 20.0, NAN), (79.9, 80.0, 100.0)))
    assert [len(parts(chart, f"heat-{number}")) for number in range(6)] == [1, 1, 1, 0, 1, 2]


def test_a_line_breaks_where_there_is_no_figure() -> None:
    line = (1.0, 2.0, NAN, 4.0, 5.0)
    chart = Trend("t", "", "", tuple("abcde"), line, line, line, (2.0, 3.0, NAN, 5.0, 6.0))
    assert (parts(chart, "ln-own")[0].get("d") or "").count("M") == 2
    assert len(parts(chart, "band")) == 2
    assert chart.domain == (1.0, 6.0)


@pytest.mark.parametrize("chart", charts(EVIL), ids=lambda chart: type(chart).__name__)
def test_texts_stay_texts_and_every_image_says_what_it_shows(chart: Chart) -> None:
    drawn = to_svg(chart)
    assert "<script" not in drawn and "\x1b" not in drawn and "\x00" not in drawn
    assert "style" not in drawn
    root = root_of(chart)
    assert root.get("role") == "img"
    assert [part.tag for part in root][:2] == ["title", "desc"]
    assert (root[0].text or "").startswith("Uno<script>")


@pytest.mark.parametrize("figure", [0.0, 1.0, 1e308, -1e308, 5e-324])
def test_no_figure_leaves_its_chart(figure: float) -> None:
    for chart in charts("x", figure):
        drawn = to_svg(chart)
        assert "nan" not in drawn and "inf" not in drawn
