"""What differs between two sides is found, to the bit, and told by name; what is equal is not."""

from __future__ import annotations

import argparse
import csv
import math
import shutil
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from .blocks import Block, differences, raised_block, table_block, text_block, tree_block
from .compare import Side, compare_files, run, tell, write_table
from .inputs import REPOSITORY


def scores(figures: list[Any], entities: tuple[str, ...] = ("05035", "05035", "08037")) -> Block:
    frame = pd.DataFrame({"entity": entities, "period": ["2013", "2014", "2014"], "node": "total", "score": figures})
    return table_block("sample/wide", "figures", frame)


def told(before: Block | None, after: Block | None) -> list[tuple[str, str, str, str]]:
    found = differences(before, after)
    return [(" ".join(one.key.values()), one.column, one.before, one.after) for one in found]


def test_equal_tables_do_not_differ() -> None:
    other_nan = struct.unpack("<d", struct.pack("<Q", 0x7FF8000000000123))[0]
    assert math.isnan(other_nan)
    assert told(scores([1.0, 0.1, np.nan]), scores([1.0, 0.1, other_nan])) == []


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        (np.nextafter(0.3, 1), ("0.3", "0.30000000000000004")),
        (np.nan, ("0.3", "nan")),
        (None, ("0.3", "")),
    ],
)
def test_one_bit_is_found_and_named_by_its_row(now: float | None, shown: tuple[str, str]) -> None:
    after = scores([1.0, 0.1, 0.3])
    after.columns["score"][2] = scores([now, now, now]).columns["score"][0] if now is not None else "n"
    assert told(scores([1.0, 0.1, 0.3]), after) == [("08037 2014 total", "score", *shown)]


def test_signs_of_zero_and_kinds_of_number_differ() -> None:
    assert told(scores([0.0, 1.0, 1.0]), scores([-0.0, 1.0, 1.0]))[0][2:] == ("0.0", "-0.0")
    (kinds,) = told(tree_block("a", "b", {"x": 1}), tree_block("a", "b", {"x": "1"}))
    assert kinds == ("/x", "value", "'1' (integer)", "'1' (text)")


def test_a_line_more_is_one_difference_and_moves_no_other() -> None:
    before = scores([1.0, 2.0, 3.0])
    after = Block(*before.name, before.keys, {name: cells[1:] for name, cells in before.columns.items()})
    assert told(before, after) == [("05035 2013 total", "line", "there", "—")]
    assert told(after, before) == [("05035 2013 total", "line", "—", "there")]


def test_repeated_keys_are_told_apart_by_their_order() -> None:
    twice = ("05035", "05035", "05035")
    frames = [scores(figures, twice) for figures in ([1.0, 2.0, 3.0], [1.0, 2.0, 4.0])]
    assert [one[1:] for one in told(*frames)] == [("score", "3.0", "4.0")]


def test_another_order_of_the_same_lines_is_a_difference() -> None:
    before = scores([1.0, 2.0, 3.0])
    after = Block(*before.name, before.keys, {name: cells[::-1] for name, cells in before.columns.items()})
    assert [one[1] for one in told(before, after)] == ["order of the lines"]


def test_a_column_more_and_an_output_less_are_named() -> None:
    before, after = scores([1.0, 2.0, 3.0]), scores([1.0, 2.0, 3.5])
    after.columns["level"] = ["shigh"] * 3
    assert [one[1:] for one in told(before, after)] == [("column level", "—", "there"), ("score", "3.0", "3.5")]
    assert told(before, None) == [("", "output", "there", "—")]


def test_words_of_texts_differ_by_their_lines() -> None:
    texts = [text_block("command list", "printed", text) for text in ("a\nb\nc", "a\nnew\nB\nc")]
    assert told(*texts) == [("2", "text", "b", "new"), ("3", "text", "—", "B")]


def test_a_side_that_raises_differs_from_one_that_answers() -> None:
    raised = raised_block("sample/wide", "figures", KeyError("nothing"))
    found = told(raised, scores([1.0, 2.0, 3.0]))
    assert ("", "column value", "there", "—") in found
    found = told(raised, raised_block("sample/wide", "figures", ValueError("nothing")))
    assert found[0] == ("raised", "value", "KeyError", "ValueError")


def test_figures_that_differ_become_a_table(tmp_path: Path) -> None:
    before, after = scores([1.0, 2.0, 3.0]), scores([1.5, 2.0, np.nan])
    files = [tmp_path / "before", tmp_path / "after"]
    text = text_block("command list", "printed", "a")
    for path, block in zip(files, (before, after), strict=True):
        path.write_text(f"{block.to_json()}\n{text.to_json()}\n", encoding="utf-8")
    count, found = compare_files(*files)
    assert (count, len(found)) == (2, 2)
    assert write_table(found, tmp_path / "moved.csv") == 2
    rows = list(csv.DictReader((tmp_path / "moved.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["entity"], row["period"], row["node"], row["before"], row["after"]) for row in rows] == [
        ("05035", "2013", "total", "1.0", "1.5"),
        ("08037", "2014", "total", "3.0", "nan"),
    ]
    assert write_table(found, tmp_path / "moved.md") == 2
    assert "| sample/wide | figures | 08037 | 2014 | total | score | 3.0 | nan |" in (tmp_path / "moved.md").read_text()


def test_of_many_differences_the_first_of_each_output_are_told() -> None:
    before, after = (
        table_block("s", "o", pd.DataFrame({"entity": [f"{n}" for n in range(90)], "x": x})) for x in (1.0, 2.0)
    )
    lines = list(tell(list(differences(before, after))))
    assert len(lines) == 7
    assert lines[0] == "  s / o / entity 0 / x: 1.0  →  2.0"
    assert lines[-1] == "  … 84 more of s / o"


@pytest.mark.slow
def test_a_planted_difference_is_found_by_program_entity_period_and_node(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A checkout whose spec adds one to a formula is compared with the one that stands here."""
    planted = tmp_path / "checkout"
    shutil.copytree(REPOSITORY / "src", planted / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(REPOSITORY / "indicator_specs", planted / "indicator_specs")
    shutil.copy(REPOSITORY / "pyproject.toml", planted)
    spec = planted / "indicator_specs" / "state_indices.yaml"
    text = spec.read_text(encoding="utf-8")
    assert "formula: pbr_sed_points" in text
    spec.write_text(text.replace("formula: pbr_sed_points", "formula: pbr_sed_points + 1"), encoding="utf-8")
    sides = [
        Side(name, checkout, tmp_path / name / "in") for name, checkout in (("before", REPOSITORY), ("after", planted))
    ]
    options = argparse.Namespace(
        ref="here", area=["scores"], only="state_indices/clean", table=tmp_path / "moved.md", no_times=True
    )
    assert run(*sides, options) == 1
    printed = capsys.readouterr().out
    assert "state_indices/clean / figures / entity 05 / period 2013 / node pbr_sed_advance / value: " in printed
    rows = (tmp_path / "moved.md").read_text(encoding="utf-8").splitlines()[2:]
    assert rows
    assert all("| pbr_sed_advance |" in row for row in rows)
    assert run(sides[0], Side("after", REPOSITORY, tmp_path / "again" / "in"), options) == 0
    assert "equal to the bit" in capsys.readouterr().out
