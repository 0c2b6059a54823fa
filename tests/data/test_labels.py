"""Categories that take any text: read as keys, held against one another, rolled up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD

VARIABLES = """\
variables:
  - {id: x, title: {es: X, en: X}}
  - {id: state, title: {es: Estado, en: State}, type: category, options: any}
  - {id: born, title: {es: Origen, en: Origin}, type: category, options: any}
"""
SPEC = (
    HEAD
    + VARIABLES
    + """populations:
  - {id: pair, by: [state, born], within: all}
tree:
  - {id: i, title: {es: I, en: I}, direction: higher, formula: x, scale: {method: min_max, over: state}}
  - {id: same, title: {es: S, en: S}, direction: context, formula: 'if_else(state == born, 1, 0)'}
  - {id: best, title: {es: B, en: B}, direction: context, formula: max(x over state) + 10 * count(1 over pair)}
"""
)
DATA = pd.DataFrame(
    [
        ("00001", "2014-S1", 1.0, "09", "Norte"),
        ("00002", "2014-S1", 3.0, "09 ", "09"),
        ("00003", "2014-S1", 5.0, "=A1", "Norte"),
        ("00004", "2014-S1", 9.0, "=A1", "Norte"),
        ("00005", "2014-S1", 9.0, None, "Norte"),
        ("00006", "2014-S1", 2.0, "n/a", "Norte"),
    ],
    columns=["entity", "period", "x", "state", "born"],
)


def test_texts_are_keys_of_populations_and_are_compared_with_one_another() -> None:
    found = icma.score(icma.loads(SPEC), DATA)
    assert found.scores["i"].iloc[:4].tolist() == [0, 100, 0, 100]
    assert found.values["same"].iloc[:4].tolist() == [0, 1, 0, 0]
    assert found.values["best"].iloc[:4].tolist() == [13, 13, 29, 29]
    assert found.reasons["same"].iloc[4:].tolist() == ["not_reported", "not_applicable"]


def test_neither_the_layout_nor_the_order_of_lines_changes_anything() -> None:
    program = icma.loads(SPEC)
    wide = icma.score(program, DATA)
    long = DATA.astype(object).melt(["entity", "period"], var_name="variable")
    for data in (DATA.iloc[::-1], long, long.sample(frac=1, random_state=3)):
        found = icma.score(program, data)
        assert np.array_equal(found.values, wide.values, equal_nan=True)
        assert np.array_equal(found.scores, wide.scores, equal_nan=True)
        assert found._scored.table.labels == wide._scored.table.labels == ("09", "=A1", "Norte")


def test_texts_part_peers_and_stand_in_ledgers_as_they_are(tmp_path: Path) -> None:
    found = icma.score(icma.loads(SPEC), DATA)
    text = str(found.explain("00003", "best", "2014-S1"))
    assert "(State: =A1, 2014-S1; n = 2; of 00004)" in text
    assert "=A1, Norte; n = 2" in text
    born = found.explain("00003", "same", "2014-S1").root.children[1]
    assert born.detail["option"] == "Norte"
    peers = icma.benchmark(found, peers="state", min_peers=1).positions
    assert {"09", "=A1"} <= {str(each) for column in peers for each in peers[column]}


def test_a_roll_up_is_by_the_texts_that_came() -> None:
    lower = icma.score(icma.loads(SPEC), DATA.dropna().iloc[:4])
    head = HEAD.replace("id: sample", "id: upper").replace("entity: municipality", "entity: other")
    upper = head + (
        "rollup: {of: sample, by: state}\nvariables:\n"
        "  - {id: v, title: {es: V, en: V}, from: sum(x over state)}\n"
        "tree: [{id: k, title: {es: K, en: K}, direction: context, formula: v}]\n"
    )
    found = icma.score(icma.loads(upper, lower=lower.program), lower=lower).values["k"]
    assert found.to_dict() == {("09", "2014-S1"): 4, ("=A1", "2014-S1"): 14}


def told(text: str, tmp_path: Path) -> list[tuple[str, str]]:
    path = tmp_path / "sample.yaml"
    path.write_text(text, encoding="utf-8")
    found = [each for each in icma.validate(path).diagnostics if each.severity == "error"]
    return [(each.code, text.splitlines()[each.place.line - 1][each.place.column - 1 :][:5]) for each in found]


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("state == born", "state == born", []),
        ("state == born", "state == 'a'", [("IND291", "state")]),
        ("state == born", "born in ('a', 'b')", [("IND291", "born ")]),
        ("state == born", "state == x", [("IND291", "state")]),
        ("state == born", "state > 2", [("IND213", "state")]),
        ("VARIABLES", "parameters: [{id: p, by: state, a: 2, else: 1}]", [("IND291", "state")]),
        ("formula: x,", "formula: x, weight: {by: state, a: 1, else: 2},", [("IND291", "state")]),
        (
            "type: category, options: any}\npop",
            "type: ordinal, options: any}\npop",
            [("IND318", "any}"), ("IND291", "state")],
        ),
    ],
)
def test_what_cannot_be_asked_of_any_text_is_told_at_its_place(
    tmp_path: Path, before: str, after: str, wanted: list[tuple[str, str]]
) -> None:
    text = SPEC.replace("variables:", f"{after}\nvariables:") if before == "VARIABLES" else SPEC.replace(before, after)
    text = (
        text.replace("if_else(state", "if_else(state")
        .replace("formula: 'if_else", 'formula: "if_else')
        .replace("1, 0)'", '1, 0)"')
    )
    assert told(text, tmp_path) == wanted


def test_examples_give_texts(tmp_path: Path) -> None:
    leaf = "formula: 'if_else(state == born, 1, 0)'"
    for given, expect in (
        ("{state: a, born: a}", 1),
        ("{state: a, born: b}", 0),
        ("{state: null, born: b}", "not_reported"),
    ):
        text = SPEC.replace(leaf, f"{leaf}, examples: [{{given: {given}, expect: {expect}}}]")
        assert told(text, tmp_path) == []
    text = SPEC.replace(leaf, f"{leaf}, examples: [{{given: {{state: 3, born: b}}, expect: 1}}]")
    assert [code for code, _ in told(text, tmp_path)] == ["IND325"]


def test_a_list_of_options_that_becomes_any_is_another_variable(tmp_path: Path) -> None:
    paths = []
    for number, options in enumerate(("any", "any", "[a, b]")):
        paths.append(tmp_path / f"{number}.yaml")
        text = HEAD + VARIABLES.replace(
            "en: State}, type: category, options: any", f"en: State}}, type: category, options: {options}"
        )
        leaf = "{id: i, title: {es: I, en: I}, direction: context, formula: max(x over state)}"
        paths[-1].write_text(f"{text}tree: [{leaf}]\n", encoding="utf-8")
    assert icma.diff(paths[0], paths[1]).programs[0].effect == "neutral"
    found = icma.diff(paths[0], paths[2]).programs[0]
    assert found.effect == "breaking"
    assert "i" in found.affected
