"""Numbers on the command line: as people write them, and refused where they can be read in two ways."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from icmaml_indicators.cli.arguments.numbers import read_cuts, read_percent, read_quantity, read_whole
from icmaml_indicators.errors import IcmamlError
from tests.cli.running import run


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1500000", 1_500_000),
        ("1,500,000", 1_500_000),
        ("1,500,000.50", 1_500_000.5),
        ("1_500_000", 1_500_000),
        ("1_500", 1_500),
        ("1 500 000", 1_500_000),
        ("1.500.000", 1_500_000),
        ("1.500.000,5", 1_500_000.5),
        ("$1,500,000", 1_500_000),
        ("0.08", 0.08),
        ("0.125", 0.125),
        ("0,08", 0.08),
        ("-0.05", -0.05),
        (".5", 0.5),
        ("1e6", 1_000_000),
        ("1.5000", 1.5),
        ("1.50", 1.5),
    ],
)
def test_a_quantity_is_read_as_people_write_it(text: str, number: float) -> None:
    assert read_quantity(text) == number


@pytest.mark.parametrize(
    ("text", "whole", "decimal"),
    [("1.500", "1500", "1.5"), ("1,500", "1500", "1.5"), ("80.125", "80125", "80.1250"), ("2.000", "2000", "2")],
)
def test_what_has_two_meanings_is_refused_with_both_ways_to_write_it(text: str, whole: str, decimal: str) -> None:
    with pytest.raises(IcmamlError) as caught:
        read_quantity(text)
    assert caught.value.message("en") == f"`{text}` can be read in two ways: write `{whole}` or `{decimal}`"
    assert caught.value.message("es") == f"`{text}` se puede leer de dos modos: escriba `{whole}` o `{decimal}`"
    # What is advised is understood, each as it was meant.
    assert read_quantity(whole) == float(text.replace(".", "").replace(",", ""))
    assert read_quantity(decimal) == float(text.replace(",", "."))


@pytest.mark.parametrize("text", ["", "much", "n/a", "nan", "inf", "1e999", "1,50,0", "15_00", "1,500x", "10%", "--"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(IcmamlError, match="is no number: write, for example, 1500000"):
        read_quantity(text)


def test_whole_numbers_and_percentages() -> None:
    assert read_whole("1,000,000") == 1_000_000
    assert (read_percent("90"), read_percent("90 %"), read_percent("33.3%")) == (90, 90, 33.3)
    with pytest.raises(IcmamlError, match=r"expected a whole number, not `2\.5`"):
        read_whole("2.5")
    with pytest.raises(IcmamlError, match="expected a percentage between 0 and 100, not `101`"):
        read_percent("101")


@pytest.mark.parametrize(
    ("text", "cuts"),
    [
        ("50000,200000", (50_000, 200_000)),
        ("200000,50000", (50_000, 200_000)),
        ("3,6", (3, 6)),
        ("0.5,0.75", (0.5, 0.75)),
        ("50_000,200_000", (50_000, 200_000)),
        ("50,000,000;200,000,000", (50_000_000, 200_000_000)),
        ("100;200", (100, 200)),
        ("100, 200", (100, 200)),
        ("1,000,000;50 000", (50_000, 1_000_000)),
        ("50000", (50_000,)),
        ("1_000,5000", (1_000, 5_000)),
    ],
)
def test_cuts_are_parted_by_commas_or_semicolons(text: str, cuts: tuple[float, ...]) -> None:
    assert read_cuts(text) == cuts


@pytest.mark.parametrize("text", ["50,000", "50,000,200,000", "1,500,000", "100,200", "5000,100,200"])
def test_a_comma_that_may_part_thousands_or_cuts_is_refused(text: str) -> None:
    with pytest.raises(IcmamlError, match="may be thousands or several cuts"):
        read_cuts(text)
    with pytest.raises(IcmamlError, match="can be read in two ways"):  # a cut is a quantity as any other
        read_cuts("50,000;200,000")


def test_quantities_on_the_command_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    flows = tmp_path / "flows.csv"
    flows.write_text("project,year,benefit,cost\nA,0,0,1000000\nA,1,1300000,0\nB,0,0,1000000\nB,1,1200000,0\n", "utf-8")
    out = tmp_path / "out.csv"
    for budget in ("1,500,000", "1_500_000", "1 500 000", "1.500.000", "1500000"):
        assert run(capsys, "projects", flows, "-o", out, "--budget", budget)[0] == 0
        assert pd.read_csv(out).set_index("project")["chosen"].to_dict() == {"A": True, "B": False}
    code, _, err = run(capsys, "projects", flows, "-o", out, "--budget", "1.500", "-l", "es")
    assert code == 2
    assert "argumento --budget: `1.500` se puede leer de dos modos: escriba `1500` o `1.5`" in err
    code, _, err = run(capsys, "benchmark", "sindes", flows, "-o", out, "--bands", "population=50,000", "-l", "es")
    assert code == 2
    assert "en --bands, `50,000` puede ser miles o varios cortes" in err
