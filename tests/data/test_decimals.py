"""Columns of text read by Arrow are read to the bit as they are cell by cell."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from icmaml_indicators.data.parsing import columns
from icmaml_indicators.data.parsing.columns import ParsedColumn, parse_column
from icmaml_indicators.data.parsing.decimals import read_plain_decimals
from icmaml_indicators.specs import Text, Variable

pa = pytest.importorskip("pyarrow")

ODD = [
    *("1,234", "1.234", "1,234.5", "1.234,5", "0,234", "0.234", " 5 ", '="01001"', '="12.5"', "'01001", "'-3"),
    *("NA", "ND", "N/A", "n/v", "-", "--", "—", "", " ", ".", "-.", "5.", ".5", "-.5", "+5", "-0", "0", "00012"),
    *("1\u00a0234", "1 234", "\u00a07", "12%", "12 %", "$5", "$1,234.50", "(5)", "1e3", "-1E-3", "1e400", "1e-400"),
    *("١", "１２", "5²", "−5", "3.000", "950.000", "1.000", "2020-01-05", "55-1234", "1.2.3", "--5", "1-", "nan", "inf"),
    *("Infinity", "0x1F", "1_000", "9" * 17, "9" * 39, "9" * 41, "9" * 400, "0." + "0" * 30 + "1", "0." + "0" * 330 + "1"),
    *("123456789.123456789", "0.1", "2.5", "9007199254740993", "4.35", "1.7976931348623157", "áé", "\ud800", "1\n2"),
]  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(ODD),
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.integers(-(10**20), 10**20).map(str),
    st.decimals(-(10**6), 10**6, places=3).map(str),
    st.text("0123456789.,-+eE% $'", max_size=12),
)
COLUMNS = st.lists(st.one_of(CELLS, st.integers(0, 9999).map(str)), min_size=1, max_size=30)
KINDS = st.sampled_from(["number", "integer", None])
FORMS = st.sampled_from(["object", "str", "sliced", "chunks"])
UNIT = Text(es="pesos", en="pesos")


def variable_of(kind: str | None) -> Variable | None:
    if kind is None:
        return None
    return Variable.model_validate(
        {"id": "v", "title": {"es": "v", "en": "v"}, "unit": UNIT.model_dump(), "type": kind}
    )


def series_of(cells: list[str | None], form: str) -> pd.Series[Any]:
    whole = pd.Series(cells, dtype=object)
    if form == "object" or any("\ud800" in (cell or "") for cell in cells):  # no text of Arrow's
        return whole
    if form == "sliced":
        return pd.Series(["x", None, *cells, "7"]).iloc[2:-1]
    if form == "chunks":
        array = pa.chunked_array([cells[: len(cells) // 2], ["0", *cells[len(cells) // 2 :]][1:]], pa.string())
        return pd.Series(array, dtype=pd.ArrowDtype(pa.string()))
    return pd.Series(cells, dtype="str")


def cell_by_cell(*asked: Any) -> ParsedColumn:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "read_plain_decimals", lambda series, *, points: None)
        return parse_column(*asked)


def assert_alike(found: ParsedColumn, wanted: ParsedColumn) -> None:
    assert found.values.tobytes() == wanted.values.tobytes()
    assert (found.reasons is None) == (wanted.reasons is None)
    if found.reasons is not None and wanted.reasons is not None:
        assert found.reasons.dtype == wanted.reasons.dtype
        assert found.reasons.tolist() == wanted.reasons.tolist()
    told = [
        [(note.code, note.positions.tolist(), note.figures.tolist(), note.details) for note in column.notes]
        for column in (found, wanted)
    ]
    assert told[0] == told[1]


@settings(max_examples=400, deadline=None)
@given(COLUMNS, FORMS, KINDS, st.sampled_from([None, ".", ","]), st.booleans())
@example(["1.234", "5.5", "1.234,5"], "str", "number", None, False)
@example(["950.000", "1.000"], "str", "integer", None, False)
@example(["950.000", "1.000", "7"], "str", "integer", None, False)
@example(["", "", ""], "str", "number", None, False)
@example(["1.2.3", "12", None, "2020-01-05"], "chunks", "number", None, False)
def test_text_is_read_to_the_bit_as_cell_by_cell(
    cells: list[str | None], form: str, kind: str | None, decimal: Any, unit: bool
) -> None:
    asked = series_of(cells, form), variable_of(kind), UNIT if unit else None, decimal
    assert_alike(parse_column(*asked), cell_by_cell(*asked))


def test_the_odd_cells_are_read_alike_one_by_one_and_together() -> None:
    for cells in [[cell] for cell in ODD] + [[cell, "3", "1.5"] for cell in ODD] + [ODD]:
        for kind in ("number", "integer"):
            for decimal in (None, ".", ","):
                asked = series_of(list(cells), "str"), variable_of(kind), UNIT, decimal
                assert_alike(parse_column(*asked), cell_by_cell(*asked))


def test_random_figures_have_the_bits_that_python_gives_them() -> None:
    random = np.random.default_rng(3)
    texts = [
        f"{x:.{n}f}" for x, n in zip(random.normal(scale=1e6, size=20_000), random.integers(1, 20, 20_000), strict=True)
    ]
    texts += [repr(x) for x in random.uniform(1e-4, 1e15, 20_000).tolist()]
    plain = read_plain_decimals(pd.Series(texts), points=True)
    assert plain is not None
    assert not len(plain.rest)
    assert plain.values.tobytes() == np.array([float(text) for text in texts]).tobytes()


@pytest.mark.parametrize("cells", [[1, "2"], [b"5", "2"], [True, "2"], ["a", "b"], [None, None], ["", ""]])
def test_columns_without_plain_text_are_left_to_others(cells: list[Any]) -> None:
    assert read_plain_decimals(pd.Series(cells, dtype=object), points=True) is None


def test_without_pyarrow_cells_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert read_plain_decimals(pd.Series(["1", "2"], dtype=object), points=True) is None
    assert parse_column(pd.Series(["1", "2"], dtype=object)).values.tolist() == [1, 2]
