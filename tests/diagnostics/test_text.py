"""What a person sees in a terminal: the caret under its span whatever the characters, long lines cut, colours."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.diagnostics import Diagnostic, Place, render_text
from icmaml_indicators.diagnostics.cells import cells_of, crop, printable, width_of
from icmaml_indicators.specs.parsing.yaml_reader import read_text


def shown(excerpt: str, column: int, length: int, **options: object) -> list[str]:
    place = Place("a.yaml", 7, column, length, excerpt)
    return render_text([Diagnostic("IND104", place, {"key": "k"})], **options).splitlines()


def cells(text: str) -> int:
    """Count cells as a terminal does, independently of the renderer: wide ones twice, marks not at all."""
    return sum(
        0 if unicodedata.category(c) in {"Mn", "Me", "Cf"} else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


@pytest.mark.parametrize(
    ("excerpt", "column", "length", "before", "wide"),
    [
        ("  key: 1", 3, 3, 2, 3),
        ("\tkey: 1", 2, 3, 4, 3),  # a tab reaches to the next stop
        ("a\tkey: 1", 3, 3, 4, 3),
        ("警察: key", 5, 3, 6, 3),  # wide before the span
        ("ab: 警察x", 5, 3, 4, 5),  # wide inside it
        ("cafe\u0301: key", 8, 3, 6, 3),  # a joined accent takes no cell
        ("x\u200dy: key", 6, 3, 4, 3),
        ("💧: key", 4, 3, 4, 3),  # outside the basic plane: one character, two cells
    ],
)
def test_the_caret_stands_under_its_span(excerpt: str, column: int, length: int, before: int, wide: int) -> None:
    line, caret = shown(excerpt, column, length)[3:5]
    assert caret == "   | " + " " * before + "^" * wide
    span = excerpt[column - 1 : column - 1 + length]
    assert cells(line.split(" | ", 1)[1].split(span)[0]) == before


def test_a_long_line_is_cut_around_the_span() -> None:
    excerpt = "x" * 300 + "KEY" + "y" * 300
    line, caret = shown(excerpt, 301, 3, width=60)[3:5]
    assert len(line) <= 60
    assert line.startswith(" 7 | …x")
    assert line.endswith("y…")
    assert line[caret.index("^") : caret.rindex("^") + 1] == "KEY"


def test_the_ends_of_a_long_line_are_shown_whole() -> None:
    assert crop("KEY" + "y" * 300, 0, 3, 40).text == "KEY" + "y" * 35 + "…"
    cut = crop("x" * 300 + "KEY", 300, 303, 40)
    assert cut.text == "…" + "x" * 35 + "KEY"
    assert (cut.indent, cut.width) == (36, 3)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), st.data())
def test_no_cut_is_wider_than_asked_and_the_caret_fits_it(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line)))
    stop = data.draw(st.integers(start, len(line)))
    width = data.draw(st.integers(10, 60))
    cut = crop(line, start, stop, width)
    taken = sum(width_of(sign) for sign in cut.text)
    assert taken <= max(width, 10)
    assert cut.width >= 1
    assert cut.indent <= width
    # Where the marked characters are shown whole, they stand at the indent.
    marked = "".join(cell.text for cell in cells_of(line)[start:stop]).rstrip()
    if marked and marked in cut.text and "…" not in line and cut.width == sum(map(width_of, marked)):
        at = 0
        for position, sign in enumerate(cut.text):
            if at == cut.indent and cut.text.startswith(marked, position):
                break
            at += width_of(sign)
        else:
            pytest.fail(f"{cut} does not mark {marked!r}")


def test_a_place_of_several_lines_is_marked_on_each() -> None:
    root = read_text("range: >\n  from here\n\n  to there\n\nnext: 1\n", "a.yaml").root
    assert root is not None
    place = root.value["range"].place()
    assert place.end == (4, 11)
    text = render_text([Diagnostic("IND104", place, {"key": "k"})])
    assert text.splitlines()[3:] == [
        " 1 | range: >",
        "   |        ^",
        " 2 |   from here",
        "   |   ^^^^^^^^^",
        " 4 |   to there",
        "   |   ^^^^^^^^",
    ]


def test_of_many_lines_the_first_and_the_last_are_shown() -> None:
    body = "".join(f"  line {number}\n" for number in range(20))
    root = read_text(f"a: |\n{body}", "a.yaml").root
    assert root is not None
    text = render_text([Diagnostic("IND104", root.value["a"].place(), {"key": "k"})])
    assert " …" in text
    assert "line 0" in text
    assert "line 19" in text
    assert "line 9" not in text


def test_an_offer_that_does_not_fit_stands_on_a_line_of_its_own() -> None:
    place = Place("a.yaml", 1, 30, 3, "x" * 29 + "key")
    fault = Diagnostic("IND104", place, {"key": "key"}, suggestion="a_rather_long_suggestion")
    lines = render_text([fault], width=40).splitlines()
    assert lines[-1] == "   = did you mean `a_rather_long_suggestion`?"
    assert lines[-2].endswith("^^^")


def test_colour_changes_nothing_but_colour() -> None:
    fault = Diagnostic("IND104", Place("a.yaml", 1, 1, 3, "key: 1"), {"key": "key"}, "kez", ("kez",))
    plain, painted = render_text([fault]), render_text([fault], color=True)
    assert "\033[1;31m" in painted
    assert re.sub("\033\\[[0-9;]*m", "", painted) == plain


def test_a_spec_cannot_send_commands_to_the_terminal() -> None:
    """A key with an escape sequence, and one that turns the writing direction, are spelt out."""
    text = '"\\e[2J": 1\n'
    root = read_text(text, "a.yaml").root
    assert root is not None
    (key,) = root.value
    out = render_text([Diagnostic("IND104", Place("\033[1m.yaml", 1, 1, 3, "k\u202e: \u009b1"), {"key": key})])
    assert not any(unicodedata.category(sign) == "Cc" and sign != "\n" for sign in out)
    assert "\u202e" not in out
    assert "\\u001b[2J" in out


def test_files_are_named_from_the_working_folder_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    inside, outside = Place(str(tmp_path / "a" / "b.yaml")), Place(str(tmp_path.parent / "c.yaml"))
    assert "--> a/b.yaml:1:1" in render_text([Diagnostic("IND112", inside)])
    assert f"--> {tmp_path.parent / 'c.yaml'}:1:1" in render_text([Diagnostic("IND112", outside)])


def test_printable_leaves_ordinary_text_alone() -> None:
    assert printable("Seguridad pública, 警察 💧") == "Seguridad pública, 警察 💧"
