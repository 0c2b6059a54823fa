"""Cards and three-line texts of summaries, apart from what they are of."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pandas as pd
import pytest

from icmaml_indicators.display import STYLE, Fragment, Part, Sheet, Summary, render_html, render_text, take_items
from icmaml_indicators.display.figures import write_value
from icmaml_indicators.display.sheets import MOST_COLUMNS, MOST_LINES, take_lines

NASTY = "Uno</style><script>alert(1)</script>\x1b[31m\x00\ufffe\u202e"
ACTS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x9b\ufffe\uffff\u202e]")


def summary(*parts: Part, **facts: Any) -> Summary:
    return Summary("Kind", facts.pop("title", "title"), facts.pop("language", "en"), facts, {"rows": 3}, parts)


class Outline(HTMLParser):
    """What a fragment is made of: every element closed in its turn, and the attributes of each."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)


def test_a_card_is_one_fragment_with_its_own_style_and_no_script() -> None:
    outline = Outline(
        render_html(summary(Part("rows", lambda: Sheet(["a", "b"], [["x", 1.0]])), entity="municipality"))
    )
    assert outline.elements[0] == ("div", {"class": "icma", "lang": "en"})
    assert outline.count("style") == 1
    assert not {"script", "link", "img", "iframe"} & {name for name, _ in outline.elements}
    assert not any(
        key.startswith("on") or key in {"src", "href", "style"} for _, given in outline.elements for key in given
    )


def test_the_style_touches_nothing_outside_of_a_card_and_fetches_nothing() -> None:
    assert not re.search(r"@import|url\(|http", STYLE)
    bare = re.sub(r"@media[^{]*\{(.*?\})\}", r"\1", STYLE)
    selectors = [each for rule in re.findall(r"([^{}]+)\{", bare) for each in rule.split(",")]
    assert len(selectors) > 25
    assert all(each.startswith(".icma") for each in selectors)
    assert "prefers-color-scheme:dark" in STYLE


def test_parts_are_folded_unless_they_stand_open_and_those_of_none_are_left_out() -> None:
    sheet = Sheet(["a"], [[1]])
    parts = [
        Part("rows", lambda: sheet, 2),
        Part("scores", lambda: sheet, is_open=True),
        Part("moves", lambda: sheet, 0),
    ]
    html = render_html(summary(*parts))
    assert re.findall(r'<details class="part"( open)?><summary>(\w+)', html) == [("", "Rows"), (" open", "Scores")]
    assert "(2)" in html


def test_a_text_is_three_lines_and_asks_no_part() -> None:
    def refuse() -> Sheet:
        raise AssertionError("made for a text")

    text = render_text(summary(Part("rows", refuse), entity="x" * 300, title="y" * 300))
    lines = text.split("\n")
    assert len(lines) == 3
    assert all(len(line) <= 125 for line in lines)
    assert lines[0].startswith("<Kind: yyy") and lines[2] == "  rows: 3>"


def test_nothing_acts_wherever_it_comes_from() -> None:
    parts = (
        Part("rows", lambda: Sheet([NASTY], [[NASTY]])),
        Part("moves", lambda: NASTY),
        Part("tree", lambda: Fragment("<b>ours</b>")),
    )
    made = summary(*parts, title=NASTY, entity=NASTY, program=NASTY, provenance={NASTY: 1})
    html = render_html(made)
    for text in (html, render_text(made)):
        assert not ACTS.search(text)
    assert html.count("</style>") == 1 and "<script" not in html
    assert "<b>ours</b>" in html
    Outline(html)


def test_tables_are_accessible() -> None:
    html = render_html(summary(Part("rows", lambda: Sheet(["name", "score"], [["A", 1.5], ["B", None]]))))
    outline = Outline(html)
    assert outline.count("caption") == 1
    scopes = [given.get("scope") for name, given in outline.elements if name == "th"]
    assert scopes == ["col", "col", "row", "row"]
    region = next(given for name, given in outline.elements if given.get("role") == "region")
    assert region == {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": "Rows"}
    assert html.count('class="figure"') == 3  # heading and both cells of the figures, none of the names


def test_tables_end_after_so_many_lines_and_columns_and_tell_what_is_left() -> None:
    frame = pd.DataFrame({f"c{number}": range(50) for number in range(30)})
    sheet = take_lines(frame, "es")
    assert (len(sheet.rows), len(sheet.columns)) == (MOST_LINES, MOST_COLUMNS)
    assert (sheet.lines_left, sheet.columns_left) == (30, 18)
    assert "… y 30 líneas más, 18 columnas más" in render_html(summary(Part("rows", lambda: sheet), language="es"))
    assert take_lines(frame, "en", 1000, ["c29", "c1"]).lines_left == 980
    assert take_lines(frame, "en", None, ["c29", "c1"]).columns == ["c1", "c29"]
    one = take_lines(frame.head(MOST_LINES + 1), "en", None, ["c1"])
    assert "… and 1 more line, 29 more columns" in render_html(summary(Part("rows", lambda: one)))
    whole = render_html(summary(Part("rows", lambda: take_lines(frame.iloc[:2, :2], "en"))))
    assert "…" not in whole


def test_an_index_with_a_name_is_shown_and_one_without_is_not() -> None:
    frame = pd.DataFrame({"score": [1.0]}, index=pd.Index(["a"], name="project"))
    assert take_lines(frame, "es").columns == ["proyecto", "calificación"]
    assert take_lines(frame.reset_index(drop=True), "en").columns == ["score"]


def test_items_are_asked_only_where_they_are_shown() -> None:
    asked = []

    def line(item: int) -> tuple[int]:
        asked.append(item)
        return (item,)

    sheet = take_items(range(100), ["line"], line, "es")
    assert asked == list(range(MOST_LINES))
    assert (sheet.columns, sheet.lines_left) == (["renglón"], 80)


def test_cells_that_are_words_of_ours_are_told_in_the_language() -> None:
    frame = pd.DataFrame({"severity": ["error", "warning"], "message": ["error", "x"]})
    assert take_lines(frame, "es").rows == [["error", "error"], ["aviso", "x"]]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.125, "0.1250"),
        (84.525, "84.53"),  # half away from nought, as everywhere
        (2.675, "2.675"),
        (1.00005, "1.000"),
        (99.996, "100.00"),
        (-3.5, "−3.500"),
        (5.0, "5"),
        (1234.56, "1,235"),
        (0.1 + 0.2, "0.3000"),
        (1e-7, "1e−07"),
        (2.5e18, "2.5e+18"),
        (float("inf"), "∞"),
        (-np.inf, "−∞"),
        (float("nan"), "–"),
        (None, "–"),
        (pd.NA, "–"),
        (pd.NaT, "–"),
        (np.int64(1234567), "1,234,567"),
        (np.float32(0.5), "0.5000"),
        (True, "yes"),
        (np.bool_(False), "no"),
        ("nan", "nan"),
        ({"error": 1, "warning": 0, "info": 2000}, "1 error, 2,000 notes"),
        ({"error": 0}, "none"),
        ("x" * 1000, "x" * 239 + "…"),
    ],
)
def test_figures_and_facts_are_written_as_a_person_does(value: Any, written: str) -> None:
    assert write_value(value, "en") == written
