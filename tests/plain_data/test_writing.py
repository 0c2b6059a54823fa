"""Values as JSON can hold them, whatever kind of array or object they stand in."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from icmaml_indicators.plain_data import write_document, write_fields
from icmaml_indicators.plain_data.encoding import encode_json
from icmaml_indicators.plain_data.kinds.fields import cell, integer, mapping, number, or_null, perhaps, table, text
from icmaml_indicators.plain_data.schema import document_schema

VALUES = [
    (np.float64(1.5), 1.5),
    (np.float32(0.5), 0.5),
    (np.int8(3), 3),
    (np.bool_(True), True),
    (np.str_("a"), "a"),
    (float("nan"), None),
    (float("inf"), None),
    (-np.inf, None),
    (Decimal("1.25"), 1.25),
    (Decimal("NaN"), None),
    (Fraction(1, 4), 0.25),
    (pd.NA, None),
    (pd.NaT, None),
    (np.datetime64("NaT"), None),
    (pd.Timestamp("2024-03-01"), "2024-03-01T00:00:00"),
    (np.datetime64("2024-03-01"), "2024-03-01T00:00:00"),
    (Fraction(10**400), None),
    (Decimal("sNaN"), None),
    (1 + 2j, "(1+2j)"),
    (datetime.date(2024, 3, 1), "2024-03-01"),
    (PurePosixPath("a/b"), "a/b"),
    (10**30, 10**30),
]


@pytest.mark.parametrize(("value", "wanted"), VALUES)
def test_a_value_becomes_plain(value: Any, wanted: Any) -> None:
    found = write_fields({"a": cell("")}, {"a": value})["a"]
    assert (type(found), found) == (type(wanted), wanted)
    (line,) = write_fields({"a": table("", {"b": cell("")})}, {"a": {"b": [value]}})["a"]
    assert (type(line["b"]), line["b"]) == (type(wanted), wanted)


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([1.0, None]),
        pd.Series([1, None], dtype="Int64"),
        pd.Series([1.0, np.inf]),
        pd.Series([1, None], dtype=object),
        pd.Series(pd.Categorical([1, None])),
        pd.Categorical([1, None]),
        np.array([1, np.nan]),
        pd.Index([1, None]),
        (1, None),
    ],
)
def test_columns_of_any_kind_are_read_alike(column: Any) -> None:
    found = write_fields({"a": table("", {"b": number("")})}, {"a": {"b": column}})
    assert found == {"a": [{"b": 1}, {"b": None}]}


def test_texts_and_dates_of_pandas_become_texts() -> None:
    frame = pd.DataFrame({"a": pd.Series(["x", None], dtype="str"), "b": pd.to_datetime(["2024-01-02", None])})
    found = write_fields({"t": table("", {"a": cell(""), "b": cell("")})}, {"t": frame})["t"]
    assert found == [{"a": "x", "b": "2024-01-02T00:00:00"}, {"a": None, "b": None}]


def test_what_is_not_declared_is_refused_and_what_is_may_not_lack() -> None:
    declared = {"a": text(""), "b": perhaps(text(""))}
    assert write_fields(declared, {"a": "x"}) == {"a": "x"}
    for given_ in ({"a": "x", "c": 1}, {"b": "x"}):
        with pytest.raises(KeyError):
            write_fields(declared, given_)
    with pytest.raises(KeyError, match="c"):
        write_fields({"t": table("", declared)}, {"t": {"a": ["x"], "c": [1]}})


def test_lines_keep_the_order_that_is_declared() -> None:
    found = write_fields({"t": table("", {"a": text(""), "b": text("")})}, {"t": {"b": ["2"], "a": ["1"]}})
    assert encode_json(found) == '{"t":[{"a":"1","b":"2"}]}'


def test_a_table_without_lines_or_further_columns_is_one() -> None:
    declared = {"t": table("", {"a": text(""), "rest": mapping("", cell(""))})}
    assert write_fields(declared, {"t": pd.DataFrame()}) == {"t": []}
    two = {"a": ["x", "y"], "rest": pd.DataFrame(index=range(2))}
    assert write_fields(declared, {"t": two}) == {"t": [{"a": "x", "rest": {}}, {"a": "y", "rest": {}}]}


def test_halves_of_characters_go_through_utf_8() -> None:
    document = {"a": "x\ud83d", "b": "😀\x00\x1b"}
    assert json.loads(encode_json(document).encode("utf-8")) == document


def test_json_has_no_figure_that_is_none() -> None:
    with pytest.raises(ValueError, match="JSON"):
        encode_json({"a": float("nan")})


def test_another_kind_than_those_declared_is_refused() -> None:
    with pytest.raises(KeyError):
        write_document("assesment", {})  # type: ignore[arg-type]


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.fractions(),
    st.datetimes(),
    st.decimals(),
    st.floats(width=32).map(np.float32),
    st.sampled_from([pd.NA, pd.NaT, np.datetime64("NaT")]),
)
COLUMNS = {
    "texts": or_null(text("")),
    "cells": cell(""),
    "figures": number(""),
    "counts": integer(""),
    "rest": mapping("", cell("")),
}
SCHEMA = document_schema("", "", {"t": table("", COLUMNS)})


@given(st.lists(st.tuples(st.text() | st.none(), CELLS, st.floats(), st.integers(), CELLS), max_size=5))
def test_whatever_cells_hold_comes_back_from_json(rows: list[tuple[Any, ...]]) -> None:
    """`json.loads(to_json()) == to_dict()`, and both are as the schema says."""
    texts, cells, figures, counts, rest = zip(*rows, strict=True) if rows else ((),) * 5
    columns = {"texts": texts, "cells": cells, "figures": figures, "counts": counts}
    others = pd.DataFrame({"own": np.array([*rest, None], object)[:-1]})
    document = write_fields({"t": table("", COLUMNS)}, {"t": columns | {"rest": others}})
    Draft202012Validator(SCHEMA).validate(document)
    assert json.loads(encode_json(document)) == document
