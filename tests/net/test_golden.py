"""The library says what the files hold; and how files are written, read and held against answers."""

from __future__ import annotations

import pandas as pd
import pytest

from .blocks import pairs_block, table_block, text_block
from .compare import tell
from .golden import FOLDER, disagreements, plain, read, same, write

MOST_BYTES = 2_000_000


@pytest.mark.parametrize("areas", [("scores", "ledgers", "benchmarks"), ("specs", "calls", "commands")], ids=" ".join)
def test_the_library_says_what_is_held(areas: tuple[str, ...]) -> None:
    """Where this fails on purpose: ``make golden``, and a line under *changes figures* in the change log."""
    found = disagreements(areas)
    assert not found, "\n".join(["", *tell(found)])


def test_the_files_stay_small_enough_to_be_read() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.txt")) < MOST_BYTES


def test_what_is_written_is_read_back() -> None:
    figures = pd.DataFrame(
        {"entity": ["05", "08"], "node": "total", "score": [1 / 3, None], "reason": ["", 'a "word", or\ntwo']}
    )
    blocks = [
        plain(block)
        for block in (
            table_block("sample/wide", "figures", figures),
            text_block("command list", "printed", "one\n\n  === two\n"),
            pairs_block("command list", "exit code", [("", 0)]),
            table_block("sample/wide", "nothing", figures.iloc[:0]),
        )
    ]
    again = list(read(write(blocks)))
    assert again == blocks
    assert again[0].columns["score"] == ["s0.333333333333", "snan"]


@pytest.mark.parametrize(
    ("held", "now", "agree"),
    [
        ("0.333333333333", "0.333333333334", True),  # a unit of the twelfth digit
        ("0.333333333333", "0.333333333343", False),
        ("66.6666666667", "66.6666666666", True),
        ("2", "3", False),  # whole numbers are exact
        ("2", "2.5", False),
        ("0.5", "0.500000000001", True),
        ("2", "2.00000000001", True),
        ("12.5 / 3 = 4.16666666667", "12.5 / 3 = 4.16666666668", True),
        ("12.5 / 3 = 4.16666666667", "12.6 / 3 = 4.16666666667", False),
        ("not_reported", "not_applicable", False),
        ("", "nan", False),
    ],
)
def test_floats_agree_to_twelve_digits_and_all_else_exactly(held: str, now: str, *, agree: bool) -> None:
    assert same(held, now) is agree
