"""Text with its fields counted: columns stay where they are, and nothing is swallowed in silence."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.tables.fields import count_fields

PATH = Path("d.csv")


def faults(text: str, separator: str = ",") -> list[tuple[str, int | str]]:
    return [(fault.code, fault.line) for fault in count_fields(text, separator, PATH)[1]]


def test_text_with_as_many_fields_in_each_line_is_left_as_it_is() -> None:
    for text in (
        "a,b\n1,2\n3,4",
        "a,b\r\n1,2\r\n\r\n3,4\r\n",
        "a,b\r1,2\r",
        'a,b\n"x,y",2\n"he said ""no""",4\n',
        'a,b\n"two\nlines",2\n',
        'a,b\n21"47"N,2\n',
        'a,b\n"21°52´47.362"N",2\n"22°1´0.5"N",3\n',
        "",
    ):
        assert count_fields(text, ",", PATH) == (text, [])


def test_each_line_with_other_fields_is_told_where_it_stands() -> None:
    text = "a,b,c\n1,2,3,\n\n1\n1,2,3,4\n7,8,9\n"
    mended, found = count_fields(text, ",", PATH)
    assert [(fault.code, fault.line) for fault in found] == [("IND472", 2), ("IND471", 4), ("IND473", 5)]
    assert list(csv.reader(StringIO(mended))) == [["a", "b", "c"], ["1", "2", "3"], ["1", "", ""], ["7", "8", "9"]]


def test_what_follows_a_cell_that_may_have_swallowed_lines_is_left_out() -> None:
    mended, found = count_fields('k,name,n\n1,"B,10\n2,C,20\n3,D",30\n4,E,40\n', ",", PATH)
    assert [(fault.code, fault.line, fault.details) for fault in found] == [("IND474", 2, {"last": 4})]
    assert list(csv.reader(StringIO(mended)))[1:] == [["1", "B,10\n2,C,20\n3,D", ""], ["4", "E", "40"]]


@pytest.mark.parametrize(
    "text", ['k,n\n1,2\n2,"open\n3,4\n', 'k,n\n1,2\n2,"open\n', 'k,n\n1,2\n2,"' + "x,1\n" * 50_000]
)
def test_quotes_left_open_refuse_the_file_with_their_line(text: str) -> None:
    with pytest.raises(icma.DataError, match="quotes that open in line 3"):
        count_fields(text, ",", PATH)


def test_a_file_of_which_no_line_fits_the_headings_is_refused() -> None:
    """R writes the numbers of lines in a first column without a heading: every line has one field more."""
    with pytest.raises(icma.DataError, match="3 fields and there are 2 headings"):
        count_fields('"a","b"\n"1",2,3\n"2",4,5\n', ",", PATH)


@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(
            st.lists(st.text('ab1,;"\n', max_size=6), min_size=width, max_size=width), min_size=1, max_size=6
        )
    )
)
def test_what_a_writer_wrote_is_read_back_or_told(rows: list[list[str]]) -> None:
    """Cells come back as they were written; one with line ends and separators is told."""
    written = StringIO()
    csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    swallows = [any("\n" in cell and "," in cell for cell in row) for row in rows[1:]]
    mended, found = count_fields(written.getvalue(), ",", PATH)
    assert [fault.code for fault in found] == ["IND474"] * sum(swallows)
    if not any(swallows):
        assert list(csv.reader(StringIO(mended, newline=""))) == rows


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "not NoneType"),
        (["05035"], "`source` must be a table .*, not list"),
        (pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")])), "2 rows of headings"),
    ],
)
def test_what_is_no_plain_table_is_refused_by_the_catalogue_too(data: object, words: str) -> None:
    with pytest.raises(icma.IcmamlError, match=words):
        icma.read_catalogue(data)  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["a\ud800", [1], {"a": 1}, b"x", pd.NaT])
def test_no_cell_of_a_catalogue_stops_it(cell: object) -> None:
    zones = pd.Series([cell, "b"], dtype=object)
    table = pd.DataFrame({"CVEGEO": ["05035", "28001"], "NOM_MUN": ["Torreón", "Abasolo"], "zone": zones})
    catalogue = icma.read_catalogue(table)
    assert catalogue.fingerprint and catalogue.key("Torreón") == "05035"


def test_a_catalogue_with_a_line_that_does_not_fit_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("CVEGEO,NOM_MUN,POB\n05035,Torreón,1\n28001,Abasolo, Tamps.,2\n", encoding="utf-8")
    with pytest.raises(icma.DataError, match="4 fields and there are 3 headings"):
        icma.read_catalogue(path)
    path.write_text('CVEGEO,NOM_MUN,POB\n05035,"Torreón,1\n28001,Abasolo",2\n', encoding="utf-8")
    with pytest.raises(icma.DataError, match="down to line 3"):
        icma.read_catalogue(path)
