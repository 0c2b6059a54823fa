"""Tables of any library are read as those of pandas are; what is none is told in one sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.tables.frames import plain_frame

pa = pytest.importorskip("pyarrow")

PROGRAM = """
spec: 1
id: two
version: "1"
title: {es: dos, en: two}
entity: municipality
period: year
provenance: user
variables:
  - {id: a, title: {es: a, en: a}}
  - {id: b, title: {es: b, en: b}}
tree:
  - {id: ratio, title: {es: r, en: r}, formula: a / b, direction: higher, scale: {method: goalposts, low: 0, high: 10}}
"""
COLUMNS: dict[str, list[Any]] = {
    "entity": ["01001", "01002", "09002", "01003"],
    "period": [2020, 2020, 2020, 2020],
    "a": [1.5, None, 7.25, 1e3],
    "b": ["2", "1,234.5", "N/D", " 5 "],
    "state": ["x", "x", "y", None],
}


def records() -> list[dict[str, Any]]:
    return [dict(zip(COLUMNS, cells, strict=True)) for cells in zip(*COLUMNS.values(), strict=True)]


def polars_frame() -> Any:
    return pytest.importorskip("polars").DataFrame(COLUMNS)


def duckdb_relation() -> Any:
    duckdb = pytest.importorskip("duckdb")
    return duckdb.connect().from_arrow(pa.table(COLUMNS))


KINDS: dict[str, Callable[[], Any]] = {
    "dict": lambda: COLUMNS,
    "dict of arrays": lambda: {name: pd.Series(cells).to_numpy() for name, cells in COLUMNS.items()},
    "dict of series": lambda: {
        name: pd.Series(cells, index=[3, 1, 2, 0] if name == "a" else None) for name, cells in COLUMNS.items()
    },
    "records": records,
    "pyarrow table": lambda: pa.table(COLUMNS),
    "pyarrow table in two chunks": lambda: pa.concat_tables(
        [pa.table(COLUMNS).slice(0, 1), pa.table(COLUMNS).slice(1)]
    ),
    "record batch": lambda: pa.RecordBatch.from_pydict(COLUMNS),
    "batch reader": lambda: pa.table(COLUMNS).to_reader(),
    "polars": polars_frame,
    "polars, lazy": lambda: polars_frame().lazy(),
    "polars, of categories": lambda: polars_frame().with_columns(
        pytest.importorskip("polars").col("state", "entity").cast(pytest.importorskip("polars").Categorical)
    ),
    "duckdb": duckdb_relation,
}


@pytest.fixture(scope="module")
def program() -> icma.Program:
    return icma.loads(PROGRAM)


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_any_kind_scores_as_the_one_of_pandas(program: icma.Program, kind: str) -> None:
    if "lazy" in kind:
        pytest.importorskip("narwhals")
    wanted, found = (icma.score(program, data) for data in (pd.DataFrame(COLUMNS), KINDS[kind]()))
    pd.testing.assert_frame_equal(found.to_frame(), wanted.to_frame())
    pd.testing.assert_frame_equal(found.findings, wanted.findings)
    pd.testing.assert_frame_equal(found.attributes, wanted.attributes)
    assert found.explain("01002").to_text() == wanted.explain("01002").to_text()


def test_figures_are_taken_as_they_lie_in_memory() -> None:
    figures = np.arange(1000.0)
    table = pa.table({"entity": [f"{number:05d}" for number in range(1000)], "a": figures})
    frame = plain_frame(table)
    assert np.shares_memory(frame["a"].to_numpy(), figures)
    assert frame["entity"].dtype == pd.Series(["01001"]).dtype


def test_types_that_pandas_lacks_become_figures_dates_and_text() -> None:
    table = pa.table(
        {
            "money": pa.array([Decimal("12.30"), None, Decimal("0.10")], pa.decimal128(30, 2)),
            "day": pa.array([date(2020, 12, 31), None, date(2021, 6, 30)]),
            "count": pa.array([1, None, 3], pa.int64()),
        }
    )
    frame = plain_frame(table)
    assert frame["money"].tolist()[::2] == [12.3, 0.1]
    assert frame["money"].dtype == np.float64
    assert frame["day"].tolist()[::2] == [date(2020, 12, 31), date(2021, 6, 30)]
    assert frame["count"].tolist()[::2] == [1, 3]


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (5, "int"),
        ([1, 2], "list"),
        (np.eye(2), "ndarray"),
        (b"a,b", "bytes"),
        (pd.Series([1]), "Series"),
        (pa.chunked_array([[1]]), "ChunkedArray"),
        (object(), "object"),
    ],
)
def test_what_is_no_table_is_told_in_one_sentence(program: icma.Program, given: object, kind: str) -> None:
    with pytest.raises(icma.WrongKindError) as caught:
        icma.score(program, given)  # type: ignore[arg-type]
    assert caught.value.code == "IND598"
    assert caught.value.message("en").endswith(f"or, where files are read, a path, not {kind}")
    assert caught.value.message("es").startswith("`data` debe ser una tabla (DataFrame de pandas")


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"entity": "01001", "a": [1]}, "`entity` is of the kind str"),
        ({"entity": ["01001"], "a": 5}, "`a` is of the kind int"),
        ({"entity": ["01001"], "a": [1, 2]}, "`a` is of 2 cells, not of 1"),
        ({"entity": ["01001"], "a": np.eye(1)}, "`a` is of the kind ndarray"),
    ],
)
def test_a_dict_that_is_no_table_names_the_column(program: icma.Program, columns: dict[str, Any], told: str) -> None:
    with pytest.raises(icma.DataError, match=told) as caught:
        icma.score(program, columns)
    assert caught.value.code == "IND599"


def test_tables_without_lines_or_with_a_heading_twice_are_refused_as_ever(program: icma.Program) -> None:
    for empty in ([], {}, pa.table({"entity": pa.array([], pa.string())})):
        with pytest.raises(icma.DataError) as caught:
            icma.score(program, empty)
        assert caught.value.code == "IND501"
    twice = pa.table(COLUMNS).rename_columns(["entity", "period", "a", "a", "state"])
    with pytest.raises(icma.DataError, match="`a`"):
        icma.score(program, twice)


def test_every_call_that_takes_a_table_takes_any() -> None:
    catalogue = icma.read_catalogue(pa.table({"key": ["01001", "01002"], "name": ["Uno", "Dos"]}))
    assert catalogue.join({"cvegeo": ["01001", "01002"], "zone": ["a", "b"]}).table["zone"].tolist() == ["a", "b"]
    flows = {"project": ["p", "p", "q", "q"], "year": [0, 1, 0, 1], "flow": [-100.0, 150, -100, 120]}
    appraisal = icma.appraise(pa.table(flows))
    assert appraisal.table.index.tolist() == ["p", "q"]
    worth = {"project": ["p", "q"], "net_present_value": [30.0, 9.0], "cost": [100.0, 100.0]}
    assert icma.prioritise(worth, 100).table.query("chosen").index.tolist() == ["p"]
    goals = {"indicator": ["i"], "target": [10.0], "actual": [5.0], "program": ["x"], "period": ["2024"]}
    told = [icma.score_targets(data).indicators["attainment"].tolist() for data in (goals, pa.table(goals))]
    assert told[0] == told[1] == [50.0]


def test_bands_of_peers_may_stand_in_any_table(program: icma.Program) -> None:
    assessment = icma.score(program, COLUMNS)
    bands = {"band": ["small", "large"], "up_to": [5.0, None], "variable": ["a", "a"]}
    tables = [icma.benchmark(assessment, kind(bands), min_peers=1).statistics for kind in (pd.DataFrame, pa.table)]
    pd.testing.assert_frame_equal(*tables)


def test_results_are_handed_over_as_arrow(program: icma.Program) -> None:
    assessment = icma.score(program, COLUMNS)
    table, frame = assessment.to_arrow(), assessment.to_frame()
    assert table.to_pandas().astype(object).equals(pa.table(assessment).to_pandas().astype(object))
    assert table.column_names == list(frame.columns)
    for name in ("entity", "period", "node", "reason"):
        assert pa.types.is_dictionary(table.schema.field(name).type)
        assert table[name].to_pylist() == frame[name].where(frame[name].notna(), None).tolist()
    assert table.schema.field("score").type == pa.float64()
    for result in (assessment.explain("01001"), icma.diff(program, icma.loads(PROGRAM.replace("10}", "20}")))):
        assert result.to_arrow().num_rows == len(result.to_frame()) > 0
        assert pa.table(result).column_names == list(result.to_frame().columns)


def test_results_are_frames_of_polars(program: icma.Program) -> None:
    polars = pytest.importorskip("polars")
    assessment = icma.score(program, COLUMNS)
    for found in (assessment.to_polars(), polars.DataFrame(assessment)):
        assert found.schema["entity"] == polars.Categorical
        assert found["score"].to_list() == assessment.to_arrow()["score"].to_pylist()
    assert assessment.to_polars().height == 8
    assert len(assessment.explain("01001").to_polars())


class Frame:
    """What looks like a frame of a library that nobody knows."""

    columns = ()


@pytest.mark.parametrize(
    ("absent", "data", "told"),
    [
        (["narwhals", "narwhals.stable", "narwhals.stable.v2"], Frame(), 'pip install "icmaml-indicators[dataframes]"'),
        (["pyarrow"], Frame(), 'pip install "icmaml-indicators[dataframes]"'),
        (["narwhals", "pyarrow"], 5, "must be a table"),
        ([], Frame(), "must be a table"),
    ],
)
def test_what_is_missing_is_told_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, absent: list[str], data: Any, told: str
) -> None:
    for name in absent:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(icma.IcmamlError) as caught:
        icma.appraise(data)
    assert told in str(caught.value)
