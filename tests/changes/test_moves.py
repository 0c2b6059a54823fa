"""The same data under both versions, against the same joined by pandas and by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import icmaml_indicators as icma
from icmaml_indicators.changes.moves import rename_to_program
from icmaml_indicators.cli import main
from tests.changes.mutations import data_for, written
from tests.changes.samples import FIGURES, RUBRIC, edited
from tests.changes.test_matching import renamed

HEAVY = edited(
    FIGURES, ("direction: lower\n        weight: 1", "direction: lower\n        weight: 3"), ('"1.4.0"', '"2.0.0"')
)


def table(*rows: tuple[object, ...]) -> pd.DataFrame:
    columns = ["entity", "period", "police", "population", "spending", "kind", "state"]
    return pd.DataFrame([(f"{1001 + n:05d}", 2024, *row) for n, row in enumerate(rows)], columns=columns)


THREE = table((4, 1000, 36, "urban", "A"), (8, 1000, 0, "rural", "A"), (2, 1000, 0, "rural", "B"))


def test_scores_ranks_and_levels_by_hand() -> None:
    """Rates 4, 8, 2 score 40, 80, 20; costs 9, 0, 0 score 10, 100, 100; double rates 8, 16, 4 score 80, 100, 40.

    Safety is (40+10)/2 = 25, 90, 60 before and (40+3*10)/4 = 17.5, 95, 80 now; the total is its mean with the double
    rate: 52.5, 95, 50 before and 48.75, 97.5, 60 now.
    """
    found = icma.diff(icma.loads(FIGURES), icma.loads(HEAVY), THREE)
    assert found.moves is not None
    total = found.moves[found.moves["node"] == "total"].set_index("entity")
    assert total["score_old"].tolist() == [52.5, 95, 50]
    assert total["score_new"].tolist() == [48.75, 97.5, 60]
    assert total["score_change"].tolist() == [-3.75, 2.5, 10]
    assert (total["rank_old"].tolist(), total["rank_new"].tolist()) == ([2, 1, 3], [3, 1, 2])
    assert (total["level_old"].tolist(), total["level_new"].tolist()) == (
        ["good", "good", "poor"],
        ["poor", "good", "good"],
    )
    assert found.summary is not None
    line = found.summary.set_index("node").loc["total"]
    assert line[["entities", "values", "scores", "ranks", "levels"]].tolist() == [3, 0, 3, 2, 2]
    assert (line["largest_entity"], line["largest_change"]) == ("01003", 10)
    assert line["spearman"] == pytest.approx(0.5)
    assert line["kendall"] == pytest.approx(1 / 3)
    assert not found.moves[found.moves["node"].isin(["police_rate", "cost", "town"])]["moved"].any()


def test_moves_are_those_of_both_assessments_joined() -> None:
    """Against pandas over random data, both versions scored by themselves."""
    old, new = (
        icma.loads(FIGURES),
        icma.loads(
            edited(HEAVY, ("formula: 2 * police_rate", "formula: 3 * police_rate"), ("expect: 4}", "expect: 6}"))
        ),
    )
    data = data_for(old, seed=3, entities=60).assign(state=lambda t: np.where(t.index % 3 == 0, "A", "B"))
    found = icma.diff(old, new, data, peers="state")
    assert found.moves is not None
    assert found.summary is not None
    sides = [icma.benchmark(icma.score(program, data), "state") for program in (old, new)]
    frames = [side.assessment.to_frame().set_index(["entity", "period", "node"]) for side in sides]
    ranks = [
        side.positions.rename(columns={"indicator": "node"}).set_index(["entity", "period", "node"])["rank"]
        for side in sides
    ]
    mine = found.moves.set_index(["entity", "period", "node"])
    for name, frame, rank in zip(("old", "new"), frames, ranks, strict=True):
        for figure in ("value", "score"):
            np.testing.assert_array_equal(mine[f"{figure}_{name}"], frame[figure].reindex(mine.index))
        np.testing.assert_array_equal(mine[f"rank_{name}"], rank.reindex(mine.index))
        assert (mine[f"level_{name}"] == frame["level"].reindex(mine.index)).all()
    for line in found.summary.itertuples():
        part = mine.query(f"node == '{line.node}' and period == '{line.period}' and peers == '{line.peers}'")
        both = part[["rank_old", "rank_new"]].dropna()
        assert line.entities == len(part)
        assert line.scores == (~np.isclose(part["score_old"], part["score_new"], equal_nan=True)).sum()
        if len(both) > 1 and both.nunique().min() > 1:
            assert line.kendall == pytest.approx(stats.kendalltau(*both.to_numpy().T).statistic)
            assert line.spearman == pytest.approx(stats.spearmanr(*both.to_numpy().T).statistic)


def test_nothing_moves_where_nothing_changed_and_only_affected_nodes_move() -> None:
    program = icma.loads(FIGURES)
    same = icma.diff(program, program, THREE)
    assert same.moves is not None
    assert not same.moves["moved"].any()
    found = icma.diff(program, icma.loads(HEAVY), THREE)
    assert found.moves is not None
    assert set(found.moves[found.moves["moved"]]["node"]) <= set(found.programs[0].affected)


def test_renamed_variables_and_nodes_are_found_under_either_name() -> None:
    text = renamed(renamed(FIGURES, "spending", "outlay"), "cost", "unit_cost")
    for data in (THREE, THREE.rename(columns={"spending": "outlay"})):
        found = icma.diff(icma.loads(FIGURES), icma.loads(text), data)
        assert found.moves is not None
        line = found.moves[found.moves["node"] == "unit_cost"]
        assert line["was"].tolist() == ["cost"] * 3
        assert line["value_old"].tolist() == line["value_new"].tolist() == [9, 0, 0]
    long = THREE.drop(columns="state").melt(["entity", "period"], var_name="variable", value_name="value")
    found = icma.diff(icma.loads(FIGURES), icma.loads(text), long)
    assert found.moves is not None
    assert found.moves.query("node == 'unit_cost'")["value_new"].tolist() == [9, 0, 0]


def test_evidence_follows_its_criterion() -> None:
    frame = pd.DataFrame({"b": ["yes"], "b.evidence": ["folio"], "b.other": [1]})
    program = icma.loads(renamed(RUBRIC, "b", "report"))
    assert rename_to_program(program, frame, {"b": "report"}, {}).columns.tolist() == [
        "report",
        "report.evidence",
        "report.other",
    ]


def test_new_and_gone_nodes_have_one_side() -> None:
    block = FIGURES[FIGURES.index("      - id: cost") : FIGURES.index("  - id: size")]
    fewer = icma.loads(
        edited(
            FIGURES,
            (block, ""),
            ("  - {id: spending, title: {es: Gasto, en: Spending}, unit: {es: pesos, en: pesos}}\n", ""),
        )
    )
    found = icma.diff(icma.loads(FIGURES), fewer, THREE)
    assert found.moves is not None
    gone = found.moves[found.moves["node"] == "cost"]
    assert gone["value_old"].notna().all()
    assert gone["value_new"].isna().all()
    assert gone["moved"].all()


def test_data_go_with_one_program() -> None:
    with pytest.raises(icma.IcmamlError, match="with one program, not with 2"):
        icma.diff("indicator_specs/cimtra", "indicator_specs/cimtra", THREE)


def test_the_command_line_writes_who_moved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old.yaml").write_text(FIGURES, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(HEAVY, encoding="utf-8")
    THREE.to_csv(tmp_path / "data.csv", index=False)
    sides = [str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml"), "--data", str(tmp_path / "data.csv")]
    assert main(["diff", *sides, "--only-moved", "-o", str(tmp_path / "moves.csv"), "-l", "es"]) == 0
    text = capsys.readouterr().out
    assert (
        "total 2024: valor 0, calificación 3, lugar 2, nivel 2 de 3; más: 01003 +10; Spearman 0.500, Kendall 0.333"
        in text
    )
    moves = pd.read_csv(tmp_path / "moves.csv", dtype={"entity": str})
    assert set(moves["node"]) == {"total", "safety"}
    assert moves["moved"].all()
    assert main(["diff", *sides, "-o", str(tmp_path / "moves.xlsx")]) == 0
    assert list(pd.read_excel(tmp_path / "moves.xlsx", sheet_name=None)) == ["Index", "Moves", "Summary", "Changes"]
    assert main(["diff", *sides, "--peers", "state", "--format", "json"]) == 0
    capsys.readouterr()
    assert main(["diff", *sides, "-o", str(tmp_path / "few.json"), "--only-moved"]) == 0
    few = json.loads((tmp_path / "few.json").read_text(encoding="utf-8"))
    assert {line["node"] for line in few["moves"]} == {"total", "safety"}
    assert main(["diff", *sides, "-o", str(tmp_path / "found.json")]) == 0
    document = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert {line["node"] for line in document["summary"]} == {
        "total",
        "safety",
        "police_rate",
        "cost",
        "size",
        "double_rate",
        "town",
    }
    assert main(["diff", *sides[:2], "--data", str(tmp_path / "nowhere.csv")]) == 2
    assert main(["diff", *sides, "--column", "entity"]) == 2


def test_data_of_a_comparison_are_read_as_those_of_a_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rules for periods, columns that are periods and an encoding serve both versions."""
    for name, text in (("old", FIGURES), ("new", HEAVY)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    THREE.assign(period=[f"{year}-CP" for year in THREE["period"]]).to_csv(tmp_path / "closed.csv", index=False)
    THREE.to_csv(tmp_path / "plain.csv", index=False)
    sides = [str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml"), "--format", "json"]
    assert main(["diff", *sides, "--data", str(tmp_path / "plain.csv")]) == 0
    plain = json.loads(capsys.readouterr().out)
    closed = ["--data", str(tmp_path / "closed.csv"), "--period-rule", "{year}-CP={year}", "--encoding", "utf-8"]
    assert main(["diff", *sides, *closed]) == 0
    assert json.loads(capsys.readouterr().out)["summary"] == plain["summary"]


def test_a_written_program_is_read_back_the_same(tmp_path: Path) -> None:
    from tests.changes.mutations import shipped

    assert icma.diff("simed", written(shipped("simed"), tmp_path / "simed.yaml")).changes == ()
