"""Small inputs that once crashed, hung, warned or spoke without end. The ordinary tests run them all.

What such an input must come to stands with the tests of its room; here it is held to the promises of the fuzzer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import icmaml_indicators as icma
from tests.fuzz import commands, samples, specs, tables
from tests.fuzz.cases import Case
from tests.fuzz.promises import check_repr, check_tables

_HEAD = 'spec: 1\nid: past\nversion: "1"\ntitle: {es: A, en: A}\nentity: municipality\nperiod: year\nprovenance: user\n'
_TITLE = "title: {es: T, en: T}"
FIGURES, RUBRIC = 0, 1


def _spec(body: str) -> Case:
    return Case(_HEAD + body, specs.read_text, ".yaml")


def _formula(text: str) -> Case:
    variables = f"variables: [{{id: a, {_TITLE}}}, {{id: kind, {_TITLE}, type: category, options: [x, y]}}]\n"
    return _spec(f"{variables}tree: [{{id: i, {_TITLE}, direction: higher, formula: '{text}'}}]\n")


def _frame(data: Mapping[Any, Any] | pd.DataFrame, program: int = FIGURES, **options: Any) -> Case:
    frame = data if isinstance(data, pd.DataFrame) else pd.DataFrame(data)
    return Case(frame, lambda given, folder: tables.assess(samples.program(program), given, options, folder))


def _file(content: bytes, program: int = FIGURES, **options: Any) -> Case:
    def run(given: bytes, folder: Path) -> None:
        (folder / "data.csv").write_bytes(given)
        tables.assess(samples.program(program), folder / "data.csv", options, folder)

    return Case(content, run, ".csv")


def _command(*words: str) -> Case:
    return Case("\n".join(words), lambda given, folder: commands.run(given.split("\n"), samples.FIGURES, folder))


def _call(function: Callable[[Any], Any], given: Any) -> Case:
    def run(frame: Any, folder: Path) -> None:
        found = function(frame)
        check_repr(found)
        check_tables([table for table in vars(found).values() if isinstance(table, pd.DataFrame)])

    return Case(given if isinstance(given, pd.DataFrame) else pd.DataFrame(given, dtype=object), run)


_KEYS = {"entity": ["05035", "05036"], "period": [2024, 2024]}
_TWICE = f"""criteria: {{columns: [id, es, en], rows: [[x, X, X]]}}, {_TITLE}"""

PAST: dict[str, Case] = {
    # Specs
    "an id repeated in another group": _spec(
        f"tree: [{{id: g, {_TWICE}}}, {{id: h, {_TWICE}}}, {{id: i, {_TITLE}, formula: zz, direction: higher}}]\n"
    ),
    "a long sum": _formula("+".join(["a"] * 420)),
    "a category as a number": _formula("kind * 100"),
    "digits of another script": _formula("١ + a"),
    "a power without end": _formula("9**9**9"),
    "a lag without end": _formula("lag(a, 1000000000)"),
    "an exponential without end": _formula("exp(1e308)"),
    "a mapping in the place of a column": _spec(
        f"tree: [{{id: g, {_TITLE}, criteria: {{columns: [id, es, {{{', '.join(f'k{n}: {{es: a, en: b}}' for n in range(60))}}}], rows: [[a, A, A]]}}}}]\n"
    ),
    "many unknown keys": _spec("".join(f"k{n}: 1\n" for n in range(1500)) + "tree: []\n"),
    "a tab for indentation": _spec(f"tree:\n\t- {{id: i, {_TITLE}, formula: '1', direction: higher}}\n"),
    "a forbidden character after a bare carriage return": _spec("note: {es: a,\r en: \x7f}\ntree: []\n"),
    "half a character": _spec("note: {es: \ud800, en: a}\ntree: []\n"),
    # Frames
    "numbers beside text": _frame(_KEYS | {"a": [12, "3"], "b": [12.345, "2,5"], "c": [Decimal("1.5"), None]}),
    "a decimal comma and numbers": _frame(_KEYS | {"b": pd.Series([12.345, 123.456], dtype=object)}, decimal=","),
    "a period column without periods": _frame({"entity": ["05035"], "period": [None], "a": [1]}),
    "dates without dates": _frame({"entity": ["05035"], "period": pd.to_datetime([None]), "a": [1]}),
    "a key as index and column": _frame(pd.DataFrame(_KEYS | {"a": [1, 2]}).set_index("entity", drop=False)),
    "lists as keys": _frame({"entity": [["05035"], ["05036"]], "period": [2024, 2024], "a": [1, 2]}),
    "lists as cells": _frame(_KEYS | {"a": [[1, 2], {"x": 1}]}),
    "a lone surrogate": _frame(_KEYS | {"name": pd.Series(["\ud800", "b"], dtype=object), "a": [1, 2]}),
    "half a letter beside what is no text": _frame({"entity": [True, "\ud83d"], "period": [2023, 2024], "a": [1, 2]}),
    "half a letter on a line without a key": _frame({"entity": pd.Series([None, "05035"], dtype=object), "period": [2024, 2024], "a": [1, 2], "name": pd.Series(["\ud83d", "x"], dtype=object)}),
    "a column twice": _frame(pd.DataFrame([["05035", 2024, 1, 2]], columns=["entity", "period", "a", "a"])),
    "a key of control characters": _frame({"entity": ["05\x01035"], "period": [2024], "a": [1]}),
    "complex numbers": _frame(_KEYS | {"a": np.array([1 + 2j, 3])}),
    "infinite and huge figures": _frame(_KEYS | {"a": [1e300, 2], "b": [np.inf, -1e308], "c": [5e-324, np.nan]}),
    "a figure whose square no float holds": _frame(_KEYS | {"a": [1e300, 3], "b": [1, 1], "c": [1e300, -1e308]}),
    "a change from nothing": _frame({"entity": ["05035"] * 2, "period": [2023, 2024], "a": [1, 1], "b": [0, 1], "c": [1, 1], "sort": "state"}),
    "repeated lines that disagree": _frame({"entity": ["05035"] * 2, "period": [2024] * 2, "a": [1, 1], "cluster": ["x", "y"]}),
    "a rate of absent flows": _frame(_KEYS | {"a": [1, 2], "b": [None, 0], "c": [3, None]}),
    "evidence on a line without a key": _frame(
        {"entity": ["05001", ""], "period": [2024, 2024], "criterion": ["x_law", "x_law"], "answer": ["met", "met"], "evidence": ["f", "f"]},
        RUBRIC,
    ),
    # Files
    "one delimiter too many": _file(b"entity,a,b\n05035,10,20,\n", period="2024"),
    "an open quote": _file(b'entity,period,name,a\n05035,2024,"La Joya,12\n05036,2024,Otra,13\n05037,2024,"Tres",14\n'),
    "an empty file": _file(b""),
    "UTF-16": _file("entity,period,a\n05035,2024,1\n".encode("utf-16")),
    "zeros in the text": _file(b"entity,period,a\n05035,2024,\x00\n"),
    # Tables without a program
    "targets in a column twice": _call(icma.score_targets, pd.DataFrame([["x", "fin", "fin", 1, 1]], columns=["indicator", "level", "level", "target", "actual"])),
    "flows as text": _call(icma.appraise, {"project": ["p", "p"], "year": [0, 1], "benefit": ["0", "n/d"], "cost": ["100", ""]}),
    "a rate of minus one": _call(lambda flows: icma.appraise(flows, rate=-1), {"project": ["p"], "year": [0], "flow": [1]}),
    "flows that sum to more than a float holds": _call(icma.appraise, {"project": ["p"] * 2, "year": [2, 2], "flow": [-1e308] * 2}),
    "years far apart at a rate near minus one": _call(lambda flows: icma.appraise(flows, rate=-0.5), {"project": ["", ""], "year": [None, 2024.5], "flow": [0, 1]}),
    # Commands
    "output over its own input": _command("score", "spec.yaml", "data.csv", "-o", "data.csv"),
    "no folder for the output": _command("score", "spec.yaml", "data.csv", "-o", "no/out.csv"),
    "a decimal mark that is none": _command("score", "spec.yaml", "data.csv", "--decimal", "x"),
    "an empty program": _command("score", "", "data.csv"),
}  # fmt: skip
