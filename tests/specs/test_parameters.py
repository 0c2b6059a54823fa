"""Parameters as they are written: what is refused and told of them, and what formulas read of them and of the period."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD

VARIABLES = """\
variables:
  - {id: a, title: {es: A, en: A}}
  - {id: sex, title: {es: S, en: S}, type: category, options: [women, men]}
"""


def program(parameters: str, formula: str, more: str = "") -> str:
    leaf = f"{{id: i, title: {{es: I, en: I}}, direction: higher, scale: identity, formula: '{formula}'}}"
    return f"{HEAD}parameters: {parameters}\n{VARIABLES}{more}tree: [{leaf}]\n"


def codes(text: str) -> list[str]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "program.yaml"
        path.write_text(text, encoding="utf-8")
        found = icma.validate(path).diagnostics
    return sorted({d.code for d in found} - {"IND220", "IND319"})


def values(parameters: str, formula: str, rows: list[tuple[str, Any]], more: str = "") -> list[float]:
    data = pd.DataFrame([("00001", period, 1.0, sex) for period, sex in rows], columns=["entity", "period", "a", "sex"])
    found = icma.score(icma.loads(program(parameters, formula, more)), data)
    return list(found.values["i"])


BY_SEX = "[{id: p, by: sex, women: 22.5, men: 17.5}]"
BY_BOTH = '[{id: p, by: [sex, period], rows: [[women, "2014", 1], [women, 2014-S2, 2], [men, 2014, 3]]}]'


@pytest.mark.parametrize(
    ("parameters", "formula", "told"),
    [
        (BY_SEX, "a + p", []),
        ("[{id: p, value: 2}]", "a", ["IND248"]),
        ("[{id: p, value: 2}]", "a + q", ["IND202"]),
        ("[{id: p}]", "a", ["IND318"]),
        ("[{id: p, value: 2, by: sex, women: 1, men: 2}]", "a + p", ["IND318"]),
        ("[{id: p, by: sex, women: 22.5}]", "a + p", ["IND251"]),
        ("[{id: p, by: sex, women: 22.5, else: null}]", "a + p", []),
        ("[{id: p, by: sex, women: 22.5, man: 3, else: null}]", "a + p", ["IND207"]),
        ("[{id: p, by: a, women: 22.5}]", "a + p", ["IND316"]),
        ('[{id: p, by: period, "2014-S3": 2}]', "a + p", ["IND250"]),
        ("[{id: p, by: [sex], rows: [[women, 2], [women, 3], [men, 1]]}]", "a + p", ["IND252"]),
        ("[{id: p, by: [sex, period], rows: [[women, 2], [men, 1]]}]", "a + p", ["IND253"]),
        ("[{id: p, value: a * 2}]", "a + p", ["IND254"]),
        ("[{id: p, value: period * 2}]", "a + p", ["IND254"]),
        ("[{id: p, value: q + 1}, {id: q, value: p + 1}]", "a + p", ["IND205"]),
        ("[{id: a, value: 2}]", "a", ["IND301"]),
        ("[{id: i, value: 2}]", "a", ["IND248", "IND301"]),
        ('[{id: p, value: "mean(1 over period)"}]', "a + p", ["IND218"]),
        ("[]", 'if_else(period >= "2014-S2", a, 0)', []),
        ("[]", 'if_else(period >= "a", a, 0)', ["IND250"]),
        ("[]", 'if_else(period in ("2014", "2015-S1"), a, 0)', []),
        ("[]", 'if_else("2014" < sex, a, 0)', ["IND208", "IND213"]),
    ],
)
def test_what_is_told_of_parameters(parameters: str, formula: str, told: list[str]) -> None:
    assert [code for code in codes(program(parameters, formula)) if code != "IND302"] == told


@pytest.mark.parametrize(
    ("scale", "told"),
    [
        ("bands, bands: [{score: 0}, {from: qq, score: 5}]", ("IND202", "qq, score")),
        ("bands, bands: [{score: 0}, {from: a, score: 5}]", ("IND254", "a, score")),
        ("bands, bands: [{score: 0}, {score: 5, from: {by: sexo, women: 1, men: 2}}]", ("IND316", "sexo")),
        ("bands, bands: [{score: 0}, {score: 5, from: {by: sex, women: 1, man: 2}}]", ("IND207", "man:")),
        ("bands, bands: [{score: 0}, {from: 3, score: 5}, {from: p, score: 6}, {score: 6, from: 2}]", ("IND307", "2}]")),
        ("piecewise_linear, points: [[0, 0], [qq, 5]]", ("IND202", "qq, 5")),
        ("piecewise_linear, points: [[0, 0], [1, qq]]", ("IND202", "qq]]")),
        ("piecewise_linear, points: [[0, 0], {value: 1, score: qq}]", ("IND202", "qq}]")),
        ("bands, bands: [{score: 0}, {from: p, score: p}, {from: p, score: 6}]", None),
    ],
)  # fmt: skip
def test_what_is_told_of_steps_of_scales(scale: str, told: tuple[str, str] | None) -> None:
    leaf = f"{{id: i, title: {{es: I, en: I}}, direction: higher, formula: a, scale: {{method: {scale}}}}}"
    text = f"{HEAD}parameters: [{{id: p, value: 2}}]\n{VARIABLES}tree: [{leaf}]\n"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "program.yaml"
        path.write_text(text, encoding="utf-8")
        found = [
            d for d in icma.validate(path).diagnostics if d.code in {"IND202", "IND254", "IND316", "IND207", "IND307"}
        ]
    if told is None:
        assert found == []
    else:
        code, at = told
        (one,) = found
        assert one.place is not None
        assert (one.code, text.splitlines()[one.place.line - 1][one.place.column - 1 :].startswith(at)) == (code, True)


def test_a_parameter_of_each_kind_is_read_by_its_name() -> None:
    assert values("[{id: p, value: 3}, {id: q, value: p / 2}]", "a + q", [("2014-S1", "men")]) == [2.5]
    assert values(BY_SEX, "a + p", [("2014-S1", "men"), ("2015-S1", "women")]) == [18.5, 23.5]


def test_the_line_of_the_shortest_period_holds() -> None:
    rows = [("2014-S1", "women"), ("2014-S2", "women"), ("2014", "women"), ("2015-S1", "women")]
    period = "period: [year, semester]\n"
    text = program(BY_BOTH, "p").replace("period: semester\n", period)
    data = pd.DataFrame([("00001", when, 1.0, sex) for when, sex in rows], columns=["entity", "period", "a", "sex"])
    found = icma.score(icma.loads(text), data).values["i"]
    by_period = {index[1]: figure for index, figure in found.items()}
    assert by_period["2014-S1"] == 1
    assert by_period["2014-S2"] == 2
    assert by_period["2014"] == 1
    assert np.isnan(by_period["2015-S1"])


def test_an_absent_option_gives_no_figure_and_no_else() -> None:
    text = program("[{id: p, by: sex, women: 1, else: 5}]", "p")
    data = pd.DataFrame(
        [("00001", "2014-S1", "men"), ("00002", "2014-S1", "N/A"), ("00003", "2014-S1", None)],
        columns=["entity", "period", "sex"],
    )
    found = icma.score(icma.loads(text), data)
    assert found.values["i"].iloc[0] == 5
    assert found.values["i"].isna().tolist() == [False, True, True]
    assert list(found.reasons["i"])[1:] == ["not_applicable", "not_reported"]


def test_the_period_is_where_it_begins_in_years() -> None:
    assert values("[]", "period", [("2014-S1", "men"), ("2014-S2", "men")]) == [2014, 2014.5]
    found = values("[]", 'if_else(period == "2014", 1, if_else("2014-S1" < period, 2, 3))', [("2013-S2", "men"), ("2014-S1", "men"), ("2014-S2", "men")])  # fmt: skip
    assert found == [3, 1, 2]
    assert values("[]", "period - lag(period)", [("2013-S2", "men"), ("2014-S1", "men")])[1] == 0.5


def test_checks_and_properties_read_parameters_and_periods() -> None:
    check = "checks: [{rule: 'a >= p or period < \"2014-S2\"'}]\n"
    found = values("[{id: p, value: 2}]", "a", [("2014-S1", "men"), ("2014-S2", "men")], check)
    assert found[0] == 1
    assert np.isnan(found[1])


def test_examples_are_in_their_period() -> None:
    text = program("[{id: p, by: period, 2014: 3}]", "a + p")
    text = text.replace("formula:", "examples: [{given: {a: 1}, period: 2014-S1, expect: 4}], formula:")
    assert "IND303" not in codes(text)
