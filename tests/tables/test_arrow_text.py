"""Lines that Arrow parts are the same cells as those that are looked at one by one."""

from __future__ import annotations

import csv
import sys
from io import StringIO
from pathlib import Path
from unittest import mock

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.tables import arrow_text, reading
from icmaml_indicators.tables.arrow_text import read_regular_lines
from icmaml_indicators.tables.fields import count_fields

pytest.importorskip("pyarrow")
ARROW_TEXT = pytest.mark.skipif(pd.Series([""]).dtype == object, reason="this pandas keeps text as objects")
FIELDS = st.one_of(
    st.text("ab1.; '\"\u00a0ñ\t", max_size=5), st.sampled_from(["NA", "", " ", "null", '"', '="01"', "nan"])
)


def parted_by_arrow(text: str, separator: str, width: int) -> pd.DataFrame | None:
    around = "¿título?\n".encode()
    content = around + text.encode() + around
    return read_regular_lines(content, len(around), len(content) - len(around), separator, width)


def one_by_one(text: str, separator: str, width: int) -> pd.DataFrame:
    counted, faults = count_fields(text, separator, Path("t.csv"), width=width)
    assert not faults
    return pd.read_csv(
        StringIO(counted),
        sep=separator,
        dtype=str,
        keep_default_na=False,
        index_col=False,
        header=None,
        names=range(width),
    )


@ARROW_TEXT
@settings(max_examples=300, deadline=None)
@given(
    st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(FIELDS, min_size=n, max_size=n), min_size=1, max_size=6)),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.integers(1, 9),
)
@example([["  a", "b "], [" ", ""]], ",", "\n", csv.QUOTE_MINIMAL, 4)
@example([["", ""], ["", ""]], "\t", "\r\n", csv.QUOTE_MINIMAL, 1)
def test_cells_are_those_that_are_read_one_by_one(
    rows: list[list[str]], separator: str, end: str, quoting: int, block: int
) -> None:
    written = StringIO()
    csv.writer(written, delimiter=separator, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    text, width = written.getvalue(), len(rows[0])
    with mock.patch.object(arrow_text, "_BLOCK", block):
        found = parted_by_arrow(text, separator, width)
    assert found is not None
    wanted = one_by_one(text, separator, width)
    assert found.to_numpy(object).tolist() == wanted.to_numpy(object).tolist() == rows
    assert found.dtypes.tolist() == wanted.dtypes.tolist()


@pytest.mark.parametrize(
    "text",
    [
        "a,b\nc\n",
        "a,b\nc,d,e\n",
        'a,"b\nc"\n',
        'a,"b\n',
        'a,"21°52´47"N"\n',
        'a,x"b"\n',
        "a,\0\n",
        "",
        "\n",
    ],
)
@pytest.mark.parametrize("block", [1, 2, 3, 5, 1 << 18])
def test_lines_that_are_not_regular_are_left_to_be_looked_at(text: str, block: int) -> None:
    with mock.patch.object(arrow_text, "_BLOCK", block):
        assert parted_by_arrow(text, ",", 2) is None


def test_halves_of_letters_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"entity,a\n01,+2AA-\n")
    assert path.read_text("utf-7").endswith("\ud800\n")
    with pytest.raises(icma.DataError) as refused:
        icma.read_data(path, encoding="utf-7")
    assert "utf-7" in str(refused.value)


def test_headings_end_within_what_is_looked_at_though_half_a_letter_follows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    head = "entity,a\n"
    path.write_text(head + "01,ñ\n" * 10, "utf-8")
    with mock.patch.object(reading, "_BEGINNING", len(head) + 4):  # ends inside the letter
        assert icma.read_data(path)["a"].tolist() == ["ñ"] * 10


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_reads_the_same_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    path = tmp_path / "t.csv"
    text = 'Título de la tabla\nentity,period,a\n05001,2020,"1,234"\n05002,2020,Ñ\nÚltima actualización: 2020\n'
    path.write_text(text, encoding)
    found = icma.read_data(path)
    assert found.to_numpy(object).tolist() == [["05001", "2020", "1,234"], ["05002", "2020", "Ñ"]]
    monkeypatch.setattr(reading, "read_regular_lines", lambda *asked: None)
    pd.testing.assert_frame_equal(found, icma.read_data(path))
    assert found.attrs == icma.read_data(path).attrs
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert parted_by_arrow("a,b\n", ",", 2) is None
