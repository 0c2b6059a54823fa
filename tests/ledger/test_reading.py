"""Ledgers read again: what was written is what is read, of both schemas; anything else is refused in words."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from tests.conftest import REPOSITORY, SAFETY, examples, program, rows
from tests.ledger.drawn import drawn_assessment
from tests.ledger.test_ledger import ledgers

# As the version of the library before wrote it.
SECOND = Path(__file__).parent / "ledger-2.json"


def same_views(one: icma.Ledger, other: icma.Ledger) -> None:
    assert one.to_json() == other.to_json()
    assert one.to_text() == other.to_text()
    assert one.to_html() == other.to_html()
    pd.testing.assert_frame_equal(one.to_frame(), other.to_frame(), check_dtype=False)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    for ledger in ledgers():
        found = icma.read_ledger(ledger.to_json())
        same_views(found, ledger)
        (tmp_path / "ledger.json").write_text(ledger.to_json(), encoding="utf-8")
        assert icma.read_ledger(tmp_path / "ledger.json") == icma.read_ledger(str(tmp_path / "ledger.json")) == found


@pytest.mark.parametrize("draw", range(12))
def test_what_was_written_of_drawn_programs_is_read(draw: int, tmp_path: Path) -> None:
    assessment, choice = drawn_assessment(draw), np.random.default_rng(draw)
    for node in ["total", *choice.choice(list(assessment.program.nodes), 3)]:
        entity, period = assessment.scores.index[int(choice.integers(len(assessment.scores)))]
        ledger = assessment.explain(entity, node, period)
        found = icma.read_ledger(ledger.to_json())
        same_views(found, ledger)
        found.to_excel(tmp_path / "ledger.xlsx")


def with_peers() -> icma.Ledger:
    data = rows(*((f"0503{number}", "2014-S1", number, 1000, 10.0 + number) for number in range(1, 9)))
    return icma.benchmark(icma.score(program(SAFETY), data)).explain("05035")


def test_the_place_among_peers_is_read() -> None:
    same_views(icma.read_ledger(with_peers().to_json()), with_peers())


def test_parameters_and_what_is_not_assessed_are_read() -> None:
    import jsonschema

    spec = program(
        SAFETY.replace("tree:", "applies: entity != '05036'\nparameters: [{id: per, value: 500 * 2}]\ntree:").replace(
            "population * 1000", "population * per"
        )
    )
    assessment = icma.score(spec, rows(("05035", "2014-S1", 31, 1000, 62.0), ("05036", "2014-S1", 31, 5, 62.0)))
    schema = json.loads((REPOSITORY / "docs" / "schemas" / "ledger-3.json").read_text(encoding="utf-8"))
    for entity, told in (("05035", '"kind": "parameter"'), ("05036", '"reason": "excluded"')):
        ledger = assessment.explain(entity)
        assert told in ledger.to_json()
        jsonschema.validate(json.loads(ledger.to_json()), schema)
        same_views(icma.read_ledger(ledger.to_json()), ledger)


def test_a_ledger_of_the_schema_before_is_read() -> None:
    text = SECOND.read_text(encoding="utf-8")
    found = icma.read_ledger(SECOND)
    assert found.to_dict() == {**json.loads(text), "schema": 3}
    assert "police_rate" in found.to_text()


@pytest.mark.parametrize("schema", [1, 4, "3", None, True, [3]])
def test_another_schema_is_refused_by_its_number(schema: Any) -> None:
    given = json.loads(with_peers().to_json()) | {"schema": schema}
    with pytest.raises(icma.IcmamlError) as raised:
        icma.read_ledger(json.dumps(given))
    assert raised.value.code == "IND584"
    assert raised.value.message("en").endswith("what is read here is 2, 3")


def deep(levels: int) -> str:
    entry = {"kind": "group", "id": "g", "title": "G"}
    found: dict[str, Any] = dict(entry)
    for _ in range(levels - 1):
        found = {**entry, "children": [found]}
    return json.dumps({**json.loads(with_peers().to_json()), "root": found})


def test_depth_is_limited() -> None:
    assert icma.read_ledger(deep(200)).to_json()
    for text in (deep(201), '{"a":' * 50_000):
        with pytest.raises(icma.IcmamlError) as raised:
            icma.read_ledger(text)
        assert raised.value.code == "IND500"


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("score", "high", "total score"),
        ("score", float("nan"), "NaN is no figure"),
        ("score", 10**400, "is no figure"),
        ("coverage", True, "total coverage"),
        ("kind", "node", "total kind"),
        ("reason", "lost", "total"),
        ("see", "total/area", "see"),
        ("surprise", 1, "total surprise"),
        ("raw", {"text": 1, "column": "a", "line": 2}, "total raw.text"),
        ("findings", [{"code": "IND428"}], "total findings.0.severity"),
        ("detail", {"option": 1}, "total detail.option"),
        ("peers", {"group": "all"}, "total peers.formed_by"),
        ("children", [3], "total children.0"),
    ],
)
def test_what_is_no_ledger_is_refused_at_its_place(key: str, value: Any, problem: str) -> None:
    found = json.loads(with_peers().to_json())
    found["root"][key] = value
    if key == "see":
        found["root"]["id"] = "elsewhere"
        del found["root"]["coverage"]
    with pytest.raises(icma.IcmamlError) as raised:
        icma.read_ledger(json.dumps(found))
    assert raised.value.code == "IND500"
    assert problem in raised.value.message("en")


@pytest.mark.parametrize("text", ["{", "{}x", '{"schema": 3}', '{"schema": 3, "root": []}'])
def test_what_is_no_json_of_a_ledger_is_refused(text: str) -> None:
    with pytest.raises(icma.IcmamlError, match="is no ledger"):
        icma.read_ledger(text)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "latin.json").write_bytes(b"\xff\xfe{")
    for path in (tmp_path / "none.json", tmp_path, tmp_path / "latin.json", "[]", "/dev/zero"):
        with pytest.raises(icma.IcmamlError, match="is no ledger"):
            icma.read_ledger(path)
    with pytest.raises(icma.WrongKindError):
        icma.read_ledger({"schema": 3})  # type: ignore[arg-type]


JUNK = st.sampled_from([None, True, -1, 1.5, 10**18, "", "x", [], {}, [1], {"n": "x"}, ["x"], {"a": {"b": []}}, "=1+1"])


@given(st.data())
@examples(300)
def test_whatever_is_handed_in_is_refused_or_can_be_shown(data: st.DataObject) -> None:
    found = json.loads(PLAIN)
    for _ in range(data.draw(st.integers(1, 3))):
        holder: Any = found
        while isinstance(holder, dict | list) and holder:
            key = data.draw(st.sampled_from(list(holder) if isinstance(holder, dict) else range(len(holder))))
            if data.draw(st.integers(0, 3)) == 0 or not isinstance(holder[key], dict | list) or not holder[key]:
                holder[key] = copy.deepcopy(data.draw(JUNK))  # what is drawn is changed below
                break
            holder = holder[key]
    try:
        ledger = icma.read_ledger(json.dumps(found))
    except icma.IcmamlError as error:
        assert error.message("es")
        return
    for text in (ledger.to_text(), ledger.to_html(), ledger.to_json()):
        assert text
    assert len(ledger.to_frame())


PLAIN = with_peers().to_json()
