"""The ledger with peers says what the tables of the benchmark say."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import REPOSITORY, SAFETY, program

SPEC = SAFETY.replace("        direction: higher\n", "        direction: higher\n        scale: min_max\n")


def data() -> pd.DataFrame:
    generator = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            "entity": [f"{number:05d}" for number in range(1, 31)] * 2,
            "period": ["2014-S1"] * 30 + ["2014-S2"] * 30,
            "name": [f"Place {number}" for number in range(1, 31)] * 2,
            "state": ["A", "B", ""] * 20,
            "police": generator.integers(1, 9, 60),
            "population": 1000,
            "spending": generator.integers(1, 40, 60).astype(float),
        }
    )
    frame.loc[3, "police"] = 0
    return frame


@pytest.fixture(scope="module")
def compared() -> icma.Benchmark:
    return icma.benchmark(icma.score(program(SPEC), data()), "state")


def test_the_place_among_peers_is_that_of_the_tables(compared: icma.Benchmark) -> None:
    positions = compared.positions.set_index(["entity", "period", "indicator"])
    statistics = compared.statistics.set_index(["peers", "period", "indicator"])
    for entity in ("00001", "00002", "00004", "00005"):
        for period in ("2014-S1", "2014-S2"):
            for _, entry in compared.explain(entity, period=period).walk():
                if entry.kind == "variable":
                    continue
                position = positions.loc[(entity, period, entry.id)]
                group = statistics.loc[(position["peers"], period, entry.id)]
                assert entry.peers is not None
                assert entry.peers["group"] == position["peers"]
                for name in ("rank", "of", "percentile", "quartile", "gap_to_median", "gap_to_best"):
                    assert entry.peers.get(name, np.nan) == pytest.approx(position[name], nan_ok=True)
                assert entry.peers.get("light", "") == position["light"]
                for name in ("n", "median", "best", "best_entities"):
                    assert entry.peers[name] == group[name]


def test_the_peers_stand_in_order_the_best_first(compared: icma.Benchmark) -> None:
    entry = compared.explain("00001", "cost", "2014-S1").root
    assert entry.peers is not None
    values = [line["value"] for line in entry.peers["values"]]
    assert values == sorted(values)  # less spending is better
    assert len(values) == entry.peers["n"] == 9  # one of ten has no officers
    assert {line["entity"] for line in entry.peers["values"]} <= set(data().query("state == 'A'")["entity"])
    assert entry.peers["values"][0]["name"].startswith("Place ")


def test_who_belongs_to_no_group_has_no_peers(compared: icma.Benchmark) -> None:
    peers = compared.explain("00003", "cost", "2014-S1").root.peers
    assert peers == {"group": "", "formed_by": "state", "n": 0, "withheld": "no_peers", "values": []}


def test_the_text_tells_the_peers_in_both_languages(compared: icma.Benchmark) -> None:
    text = str(compared.explain("00001", "police_rate", "2014-S1"))
    assert "peers: A, formed by state, n = 10; rank" in text
    assert " of 10; percentile" in text
    spanish = icma.benchmark(icma.score(program(SPEC), data(), language="es"))
    assert "grupo: formado por todas las entidades, n = 30; lugar" in str(spanish.explain("00001", "total", "2014-S1"))


def test_table_json_and_html_hold_the_peers(compared: icma.Benchmark) -> None:
    import jsonschema

    ledger = compared.explain("00002", period="2014-S2")
    schema = json.loads((REPOSITORY / "docs" / "schemas" / "ledger-3.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(ledger.to_json()), schema)
    frame = ledger.to_frame()
    assert frame.loc[frame["id"] == "cost", "peers_group"].tolist() == ["B"]
    assert "rank" in ledger.to_html()
