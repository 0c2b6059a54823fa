"""Charts for notebooks: the marks and scales that pages draw of the same description, and texts that do nothing."""

from __future__ import annotations

import builtins
import doctest
import json
import math
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
import vl_convert

import icmaml_indicators as icma
from icmaml_indicators.plots.accessors import BenchmarkPlot
from icmaml_indicators.plots.altair import to_altair
from icmaml_indicators.plots.description import (
    Chart,
    Distribution,
    Heatmap,
    Intervals,
    Profile,
    RankedItem,
    Ranking,
    Span,
    Tree,
    TreeItem,
    Trend,
)
from icmaml_indicators.reports.charts.svg import to_svg
from tests.reports.test_scorecard import SPEC, towns

NAN = math.nan
STRIP = Distribution("Water: 4", "Median 3", "km", (1.0, 2.0, NAN, 9.0), 4.0, (1.5, 3.0, 5.0), True, 2.0)
CHARTS: dict[str, Chart] = {
    "ranking": Ranking(
        "r",
        "d",
        "km",
        (RankedItem("A", 10.0, "10", "green"), RankedItem("A", -5.0, "−5"), RankedItem("B", NAN, "–")),
        2.0,
    ),
    "distribution": STRIP,
    "profile": Profile("p", "d", (STRIP, STRIP)),
    "heatmap": Heatmap("h", "d", ("A", "B"), ("x", "y", "z"), ((0.0, 20.0, NAN), (79.9, 80.0, 100.0)), 1),
    "trend": Trend(
        "t",
        "d",
        "km",
        tuple("abcde"),
        (1.0, 2.0, NAN, 4.0, 5.0),
        (1.0, 2.0, 3.0, 4.0, 5.0),
        (0.0, 1.0, NAN, 3.0, 4.0),
        (2.0, 3.0, NAN, 5.0, 6.0),
    ),
    "tree": Tree(
        "t", "d", "", (TreeItem("All", 0, 60.0), TreeItem("One", 1, 80.0), TreeItem("Two", 1, NAN)), (0.0, 100.0)
    ),
    "intervals": Intervals("i", "d", "km", (Span("A", 5.0, 4.0, 7.0), Span("B", 6.0, NAN, NAN))),
}


def parts_of(drawn: Any) -> list[dict[str, Any]]:
    """Return the layers of a notebook's chart, of all strips of a profile, each with its rows."""
    whole = drawn.to_dict()
    sets, found = whole.get("datasets", {}), []
    for part in whole.get("vconcat", [whole]):
        for layer in part["layer"]:
            data = layer.get("data") or part.get("data") or whole["data"]
            found.append({**layer, "rows": data["values"] if "values" in data else sets[data["name"]]})
    return found


def layers(chart: Chart) -> list[dict[str, Any]]:
    return parts_of(to_altair(chart))


def rows(chart: Chart, mark: str, **wanted: object) -> list[dict[str, Any]]:
    """Return what is drawn by marks of a kind."""
    found = []
    for layer in layers(chart):
        about = layer["mark"]
        if about["type"] == mark and all(about.get(name) == value for name, value in wanted.items()):
            found += layer["rows"]
    return found


def drawn(chart: Chart, *names: str) -> list[ElementTree.Element]:
    """Return the marks of a page's chart that are of some classes."""
    root = ElementTree.fromstring(to_svg(chart))  # noqa: S314
    return [part for part in root.iter() if part.get("class") in names]


def dots(chart: Chart) -> int:
    return sum(len(re.findall("M", part.get("d") or "")) for part in drawn(chart, "dots"))


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_page_and_notebook_draw_the_same_marks(chart: Chart) -> None:
    pairs: list[tuple[int, int]]
    match chart:
        case Ranking():
            pairs = [
                (len(rows(chart, "bar")), len(drawn(chart, "peer-bar", "of-green"))),
                (len(rows(chart, "text", align="right")), len(chart.items)),
                (len(rows(chart, "rule")), len(drawn(chart, "median"))),
            ]
            assert [row["value"] for row in rows(chart, "bar")] == [10.0, -5.0]
        case Distribution() | Profile():
            strips = len(chart.strips) if isinstance(chart, Profile) else 1
            pairs = [
                (len(rows(chart, "circle", size=40)), dots(chart)),
                (len(rows(chart, "circle", size=140)), len(drawn(chart, "own"))),
                (len(rows(chart, "rect")), len(drawn(chart, "band"))),
                (len(rows(chart, "rule")), len(drawn(chart, "median", "target"))),
            ]
            assert len(rows(chart, "circle", size=140)) == strips
        case Heatmap():
            classes = [row["class"] for row in rows(chart, "rect")]
            pairs = [(classes.count(n), len(drawn(chart, f"heat-{n}"))) for n in range(6)]
        case Trend():
            own, band = (layers(chart)[number]["rows"] for number in (2, 0))
            lines = [part.get("d") or "" for part in drawn(chart, "ln-own")]
            pairs = [
                (len({row["piece"] for row in own}), lines[0].count("M")),
                (len({row["piece"] for row in band}), len(drawn(chart, "band"))),
                (len(rows(chart, "circle")), len(drawn(chart, "own"))),
            ]
            assert [row["at"] for row in own] == [0, 1, 3, 4]
        case Tree():
            pairs = [
                (len(rows(chart, "bar")), len(drawn(chart, "own-bar"))),
                (len([row for row in rows(chart, "text") if row["depth"] == 1]), 1 + 2),
            ]
        case Intervals():
            pairs = [
                (len(rows(chart, "rule")), len(drawn(chart, "reach"))),
                (len(rows(chart, "circle")), len(drawn(chart, "own"))),
            ]
    assert all(here == there and here for here, there in pairs if here or there), pairs


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_their_scales_are_those_of_the_description(chart: Chart) -> None:
    if isinstance(chart, Heatmap):
        assert layers(chart)[0]["encoding"]["color"]["scale"]["domain"] == [0, 1, 2, 3, 4, 5]
        return
    axis = "y" if isinstance(chart, Trend) else "x"
    found = {
        tuple(layer["encoding"][axis]["scale"]["domain"])
        for layer in layers(chart)
        if layer["encoding"].get(axis, {}).get("field") == "value"
    }
    assert found == {(chart.strips[0] if isinstance(chart, Profile) else chart).domain}


def evil(text: str) -> list[Chart]:
    strip = Distribution(text, text, text, (1.0,), 3.0, (1.0, 2.0, 3.0))
    line = (1.0, 2.0)
    return [
        strip,
        Profile(text, text, (strip,)),
        Ranking(text, text, text, (RankedItem(text, 3.0, text), RankedItem(text, 2.0, text))),
        Heatmap(text, text, (text,), (text, text), ((1.0, NAN),), 0, texts=((text, text),)),
        Trend(text, text, text, (text, text), line, line, line, line),
        Tree(text, text, text, (TreeItem(text, 0, 1.0),)),
        Intervals(text, text, text, (Span(text, 1.0, 0.0, 2.0),)),
    ]


TEXTS = [
    "<script>alert(1)</script>",
    "datum.value + signal('x')",
    "a\nb\tc",
    "\ud800",
    "\x1b[31m\x00\ufffe\u202e",
    r"unit\u0007\x00",
    '"]}, {"mark": "bar"',
    "field.with[dots]",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_texts_from_data_stay_texts(text: str) -> None:
    for chart in evil(text):
        told = json.dumps(to_altair(chart).to_dict())
        assert '"expr"' not in told
        assert '"signal"' not in told
        assert not re.search(r"\\u(00[01]|d8|202e|fffe)", told)


def test_none_ends_the_renderer() -> None:
    for chart in evil("".join(TEXTS)):
        shown = vl_convert.vegalite_to_svg(json.dumps(to_altair(chart).to_dict()))
        ElementTree.fromstring(shown)  # noqa: S314
        assert "<script" not in shown
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\u202e]", shown)


@pytest.mark.parametrize("figure", [0.0, 1e308, -1e308, 5e-324])
def test_no_figure_breaks_them(figure: float) -> None:
    strip = Distribution("t", "", "", (1.0, figure), figure, (NAN, NAN, NAN))
    for chart in (strip, Ranking("t", "", "", (RankedItem("A", figure, ""),))):
        assert "Infinity" not in json.dumps(to_altair(chart).to_dict())


def test_many_rows_are_not_refused() -> None:
    values = tuple(float(n) for n in range(6000))
    assert len(rows(Distribution("t", "", "", values), "circle")) == 6000


# What hangs on results --------------------------------------------------------------------------------------


def test_a_ranking_marks_its_own_and_says_its_place() -> None:
    chart = towns().plot.ranking("water", own="05003", language="es").to_dict()
    assert chart["title"]["text"] == "Agua limpia: Pueblo 3, lugar 3 de 8"
    assert chart["title"]["subtitle"] == "todas las entidades, 2024-S1; 8 con dato"
    bars = parts_of(towns().plot.ranking("water", own="05003"))[0]["rows"]
    assert [bar["value"] for bar in bars] == [90, 89, 88, 87, 86, 85, 84, 83]
    assert [bar["at"] for bar in bars if bar["colour"] == "#153e75"] == [2]


def test_less_is_better_lies_right_and_the_target_is_drawn() -> None:
    chart = towns().plot.distribution("waste", own="05001").to_dict()
    scale = chart["layer"][0]["encoding"]["x"]["scale"]
    assert scale["domain"] == [80.0, 10.0]


def test_areas_and_chosen_indicators_make_maps_and_profiles() -> None:
    found = towns()
    areas = parts_of(found.plot.heatmap(own="05008"))
    assert [row["label"] for row in areas[3]["rows"]] == ["Services", "Roads"]
    assert areas[2]["rows"][0]["label"] == "Pueblo 8"  # one's own first
    chosen = parts_of(found.plot.heatmap(["water", "streets"]))
    assert {row["text"] for row in chosen[0]["rows"]} == {
        "0",
        "14",
        "29",
        "43",
        "57",
        "71",
        "86",
        "100",
    }
    assert len(found.plot.profile("05001").to_dict()["vconcat"]) == 2
    assert len(found.plot.profile("05001", ["water"]).to_dict()["vconcat"]) == 1


def test_a_trend_stops_at_a_break() -> None:
    broken = SPEC.replace(
        "formula: a, ", "formula: a, valid_from: 2024-S1, comparable: false, break_note: {es: otra, en: other}, "
    )
    table = pd.DataFrame(
        [(f"0500{n}", period, 90.0 - n, 1.0, 1.0) for n in range(1, 6) for period in ("2023-S1", "2023-S2", "2024-S1")],
        columns=["entity", "period", "a", "b", "c"],
    )
    for spec, count in ((SPEC, 3), (broken, 1)):
        found = icma.benchmark(icma.score(icma.loads(spec), table))
        own = parts_of(found.plot.trend("water", "05001"))[2]["rows"]
        assert len(own) == count


def test_a_tree_and_intervals() -> None:
    found = towns()
    bars = parts_of(found.assessment.plot.tree("05001"))[0]["rows"]
    assert {bar["label"]: bar["value"] for bar in bars}["Services"] == 100.0
    table = found.intervals(draws=50).query("indicator == 'water' and statistic == 'mean' and period == '2024-S1'")
    (span,) = parts_of(found.plot.intervals("water", "mean", draws=50))[0]["rows"]
    assert (span["value"], span["end"]) == (table["low"].iloc[0], table["high"].iloc[0])


def test_ranks_bear_the_places_that_each_could_have() -> None:
    spans, dots, names = parts_of(towns().plot.ranks(draws=200))
    places = dict(zip([row["label"] for row in names["rows"]], [row["value"] for row in dots["rows"]], strict=True))
    assert places["Pueblo 2"] == 1  # in the best quarter of water and of waste
    assert places["Pueblo 7"] == 3
    assert [row["value"] for row in dots["rows"]] == sorted(places.values())
    for span, dot in zip(spans["rows"], dots["rows"], strict=True):
        assert 1 <= span["value"] <= span["end"] <= 8
        assert span["at"] == dot["at"]


def test_what_is_not_there_is_refused() -> None:
    found = icma.benchmark(towns().assessment, {"one": ["05001", "05002", "05003"], "two": ["05004", "05005", "05006"]})
    with pytest.raises(icma.IcmamlError, match="several peer groups"):
        found.plot.ranking("water")
    assert len(parts_of(found.plot.ranking("water", peers="two"))[0]["rows"]) == 3
    for call in (
        lambda: found.plot.ranking("nothing", peers="one"),
        lambda: found.plot.ranking("water", peers="three"),
        lambda: found.plot.ranking("water", peers="one", period="1999-S1"),
        lambda: found.plot.trend("water", "nobody"),
        lambda: found.plot.intervals("water", "mode"),
        lambda: found.plot.ranking("water", peers="one", language="fr"),
        lambda: found.assessment.plot.tree("nobody"),
    ):
        with pytest.raises(icma.UnknownNameError):
            call()
    with pytest.raises(icma.IcmamlError, match="belongs to no peer group"):
        found.plot.ranking("water", own="05008")


def test_the_examples_run_as_they_are_written() -> None:
    for thing, names in ((BenchmarkPlot.ranking, {"icma": icma, "pd": pd}), (to_altair, {"to_altair": to_altair})):
        example = doctest.DocTestParser().get_doctest(str(thing.__doc__), names, "example", None, None)
        told: list[str] = []
        doctest.DocTestRunner(verbose=False).run(example, out=told.append)
        assert example.examples
        assert told == []


@pytest.fixture
def without_altair(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    real = builtins.__import__

    def find(name: str, *rest: Any, **more: Any) -> Any:
        if name == "altair":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", find)
    yield


@pytest.mark.usefixtures("without_altair")
def test_the_extra_is_named() -> None:
    with pytest.raises(icma.MissingExtraError, match=r"icmaml-indicators\[plots\]"):
        towns().plot.ranking("water")
