"""Several files are one table: each read by itself, all of them as one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import icmaml_indicators as icma

SPEC = """
spec: 1
id: t
version: "1"
title: {es: t, en: t}
entity: municipality
period: year
provenance: user
variables:
  - {id: a, title: {es: a, en: a}, columns: [ANALF]}
  - {id: b, title: {es: b, en: b}}
  - {id: kind, title: {es: k, en: k}, type: category, options: any}
tree:
  - {id: i, title: {es: i, en: i}, formula: a, direction: higher, scale: {method: goalposts, low: 0, high: 100}}
  - {id: j, title: {es: j, en: j}, formula: a / b, direction: higher, scale: {method: goalposts, low: 0, high: 10}}
"""


@pytest.fixture(scope="module")
def program() -> icma.Program:
    return icma.loads(SPEC)


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def told(assessment: icma.Assessment, code: str) -> list[tuple[str, str, str]]:
    found = assessment.findings
    found = found[found["code"] == code]
    return list(zip(found["entity"], found["subject"], found["figure"].map(str), strict=True))


def test_each_file_is_read_as_it_would_be_alone(program: icma.Program, tmp_path: Path) -> None:
    write(
        tmp_path,
        north='clave,año,ANALF\n05001,2020,"1.234,5"\n',
        south="entity;period;a;b\n05002;2020;1,234.5;2\n",
        long="entity,period,variable,value\n05003,2020,a,7\n05001,2020,b,5\n",
    )
    found = icma.score(program, tmp_path)
    assert found.values.loc[("05001", "2020")].tolist() == [1234.5, 246.9]
    assert found.values.loc[("05002", "2020")].tolist() == [1234.5, 617.25]
    assert found.values.loc[("05003", "2020"), "i"] == 7.0
    assert told(found, "IND720") == [("", "file", "long.csv, north.csv, south.csv")]
    text = found.explain("05001", "j").to_text()
    assert "«1.234,5» (north.csv, ANALF, 1)" in text
    assert "«5» (long.csv, value, 2)" in text


def test_a_column_is_missing_only_where_no_file_has_it(program: icma.Program, tmp_path: Path) -> None:
    write(tmp_path, one="entity,period,a\n05001,2020,3\n", two="entity,period,b\n05001,2020,4\n05002,2020,6\n")
    found = icma.score(program, tmp_path)
    assert found.values.loc[("05001", "2020"), "j"] == 0.75
    assert [subject for _, subject, _ in told(found, "IND407")] == ["kind"]
    assert told(found, "IND401") == [("05002", "a", "")]


def test_figures_that_contradict_one_another_are_rejected_and_each_file_is_named(
    program: icma.Program, tmp_path: Path
) -> None:
    write(
        tmp_path,
        first="entity,period,a,b\n05001,2020,3,2\n",
        second="entity,period,a,b\n05001,2020,5,2\n",
        third="entity,period,a,b\n05002,2020,8,2\n05003,2020,1,N/A\n",
        fourth="entity,period,a,b\n05002,2020,8,2\n05003,2020,,\n",
    )
    found = icma.score(program, tmp_path)
    assert told(found, "IND405") == [("05001", "a", "3 (first.csv) / 5 (second.csv)")]
    assert found.reasons.loc[("05001", "2020"), "i"] == "rejected"
    assert told(found, "IND426") == [("05002", "entity", "2")]
    assert found.values.loc[("05002", "2020"), "j"] == 4.0
    # That one file is silent says nothing where another speaks.
    assert found.reasons.loc[("05003", "2020"), "j"] == "not_applicable"
    assert found.values.loc[("05003", "2020"), "i"] == 1.0


def test_one_bad_file_is_told_and_the_others_are_scored(program: icma.Program, tmp_path: Path) -> None:
    write(tmp_path, bad="hello,x\n1,2\n", empty="", good="entity,period,a\n05001,2020,3\n")
    (tmp_path / "read me.md").write_text("no table")
    (tmp_path / "~$open.xlsx").write_text("a lock")
    found = icma.score(program, tmp_path, language="es")
    assert [figure for *_, figure in told(found, "IND721")] == ["bad.csv", "empty.csv"]
    assert "ninguna columna da la entidad" in found.findings["message"].str.cat(sep=" ")
    assert [figure for *_, figure in told(found, "IND722")] == ["read me.md"]
    with pytest.raises(icma.DataError, match="IND721|not read"):
        icma.score(program, tmp_path, strict=True)


def test_nothing_that_can_be_read_is_an_error(program: icma.Program, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("no table")
    with pytest.raises(icma.DataError) as refused:
        icma.score(program, tmp_path)
    assert refused.value.code == "IND519"
    assert ".csv" in str(refused.value)
    write(tmp_path, bad="hello,x\n1,2\n")
    with pytest.raises(icma.DataError) as refused:
        icma.score(program, tmp_path)
    assert refused.value.code == "IND512"


def test_a_pattern_and_a_list_are_files_as_well(program: icma.Program, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    write(tmp_path / "one", data="entity,period,a\n05001,2020,3\n")
    write(tmp_path / "two", data="entity,period,a\n05002,2020,4\n")
    by_pattern = icma.score(program, str(tmp_path / "*" / "data.csv"))
    by_list = icma.score(program, [tmp_path / "two" / "data.csv", tmp_path / "one" / "data.csv"])
    pd.testing.assert_frame_equal(by_pattern.values, by_list.values)
    # Namesakes are told apart by their folders.
    assert told(by_pattern, "IND720") == [("", "file", "one/data.csv, two/data.csv")]


def test_texts_that_are_options_because_they_come_keep_their_order_among_all_files(
    program: icma.Program, tmp_path: Path
) -> None:
    write(tmp_path, one="entity,period,a,kind\n05001,2020,1,zinc\n", two="entity,period,a,kind\n05002,2020,1,agua\n")
    found = icma.score(program, tmp_path)
    assert found.attributes["kind"].tolist() == ["zinc", "agua"]


def test_what_is_published_leaves_no_way_back_to_hidden_cells(program: icma.Program, tmp_path: Path) -> None:
    write(tmp_path, one="entity,period,a\n05001,2020,3\n", two="entity,period,b\n05001,2020,4\n05002,2020,9\n")
    public = icma.score(program, tmp_path).suppress(5, variables=["a"])
    assert "«3»" not in public.explain("05001", "j").to_text()
    assert public.reasons.loc[("05001", "2020"), "i"] == "suppressed"


CELLS = st.sampled_from(["", "0", "1", "2.5", "N/A", "1,5", "x"])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["05001", "05002", "05003"]), CELLS, CELLS, CELLS), min_size=1, max_size=6),
    st.lists(st.integers(0, 2), min_size=6, max_size=6),
    st.permutations([0, 1, 2]),
)
def test_the_order_of_files_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[tuple[str, str, str, str]],
    file_of: list[int],
    order: list[int],
) -> None:
    program, folder = icma.loads(SPEC), tmp_path_factory.mktemp("files")
    paths = []
    for number in range(3):
        own = [line for line, file in zip(lines, file_of, strict=False) if file == number]
        if own:
            paths.append((number, folder / f"{number}.csv"))
            table = pd.DataFrame(own, columns=["entity", "a", "b", "kind"]).assign(period="2020")
            table.to_csv(paths[-1][1], index=False)
    first = icma.score(program, [path for _, path in paths])
    again = icma.score(program, [path for _, path in sorted(paths, key=lambda each: order[each[0]])])
    pd.testing.assert_frame_equal(first.values, again.values)
    pd.testing.assert_frame_equal(first.reasons, again.reasons)
    pd.testing.assert_frame_equal(first.attributes, again.attributes, check_like=True)


def test_files_that_part_a_table_by_municipality_score_as_the_whole(tmp_path: Path) -> None:
    program = icma.load("sindes")
    draw = np.random.default_rng(3)
    names = [variable.id for variable in program.inputs if not variable.options][:40]
    whole = pd.DataFrame(draw.integers(1, 999, (9, len(names))), columns=names)
    whole.insert(0, "entity", np.repeat(["05001", "05002", "05003"], 3))
    whole.insert(1, "period", ["2024-S1", "2024-S2", "2025-S1"] * 3)
    for key, part in whole.groupby("entity"):
        part.to_csv(tmp_path / f"{key}.csv", index=False)
    whole.to_csv(tmp_path.parent / "whole.csv", index=False)
    joined, single = icma.score(program, tmp_path), icma.score(program, tmp_path.parent / "whole.csv")
    for table in ("values", "reasons", "scores", "coverage", "levels", "attributes"):
        pd.testing.assert_frame_equal(getattr(joined, table), getattr(single, table))
    kept = joined.findings[~joined.findings["code"].isin(["IND720"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, single.findings)


def test_a_file_named_twice_is_read_once(program: icma.Program, tmp_path: Path) -> None:
    path = write(tmp_path, one="entity,period,a\n05001,2020,3\n") / "one.csv"
    found = icma.score(program, [path, tmp_path / "." / "one.csv"])
    assert told(found, "IND720") == [("", "file", "one.csv")]


def test_several_public_files_are_read_by_their_map(tmp_path: Path) -> None:
    for key in ("01001", "01002"):
        text = f"A title,,\nubicageo_c,orgapoli_e,sexostt\n{key},1,75\n"
        (tmp_path / f"{key}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    found = icma.score("sindes", tmp_path, map="cngmd_police")
    assert found._scored.table.entity_ids.tolist() == ["01001", "01002"]
    assert [figure for *_, figure in told(found, "IND721")] == ["other.csv"]
    assert len(found.get_credits()) == 1
