"""A matrix written in YAML: the tree that follows from it, its scores, its places."""

from __future__ import annotations

import pandas as pd
import pytest

import icmaml_indicators as icma

FIGURES = {
    "night_thefts": 280, "population": 100_000, "streets": 1000, "streets_lit": 690, "lamps": 1000, "lamps_working": 800,
    "energy": 480_000, "repair_days": 300, "repairs": 50, "repairs_planned": 50, "led_installed": 100, "led_planned": 100,
    "circuits": 100, "circuits_surveyed": 45,
}  # fmt: skip


@pytest.fixture(scope="module")
def found() -> icma.Assessment:
    table = pd.DataFrame([{"entity": "E001", "period": "2024", **FIGURES}])
    return icma.score(icma.load("mir_public_lighting"), table)


def test_objectives_keep_their_place_in_the_matrix(found: icma.Assessment) -> None:
    matrix = found.program.matrix
    assert matrix is not None
    told = [(level, objective.id, component) for level, objective, component in matrix.objectives()]
    assert told == [
        ("goal", "safer_nights", None),
        ("purpose", "streets_well_lit", None),
        ("component", "lamps_in_service", None),
        ("component", "efficient_lighting", None),
        ("activity", "repair_lamps", "lamps_in_service"),
        ("activity", "survey_circuits", "lamps_in_service"),
        ("activity", "change_to_led", "efficient_lighting"),
        ("activity", "pay_energy_on_time", "efficient_lighting"),
    ]
    assert matrix.components[0].activities[0].indicators == ("repairs_done", "days_to_repair")
    groups = {node.id: (node.weight, len(node.children)) for node in found.program.nodes["total"].children}
    assert groups == {"goal": (10, 1), "purpose": (30, 1), "components": (40, 2), "activities": (20, 5)}


def test_its_scores_by_hand(found: icma.Assessment) -> None:
    sheet = found.attainment.set_index("indicator")["attainment"]
    assert sheet["night_theft_rate"] == pytest.approx(100 * (2 * 300 - 280) / 300)
    assert sheet["lighting_coverage"] == pytest.approx(100 * 69 / 68)
    assert sheet["lamps_working_share"] == pytest.approx(100 * 80 / 92)
    assert sheet["energy_per_lamp"] == pytest.approx(100 * (600 - 620) / (560 - 620))
    assert sheet["days_to_repair"] == pytest.approx(100 * (2 * 5 - 6) / 5)
    assert sheet["circuits_surveyed_share"] == pytest.approx(100 * 45 / 70)
    assert sheet["energy_per_inhabitant"] == pytest.approx(100 * (1 - (18 - 4.8) / 8))
    components = (100 * 80 / 92 + 100 / 3) / 2
    activities = (100 + 80 + 100 * 45 / 70 + 100 + 0) / 5
    assert found.scores["components"].iloc[0] == pytest.approx(components)
    assert found.scores["total"].iloc[0] == pytest.approx(0.1 * 100 + 0.3 * 100 + 0.4 * components + 0.2 * activities)


def test_the_same_matrix_as_a_table_comes_out_the_same(found: icma.Assessment) -> None:
    """The program and the table are two ways into one rule."""
    matrix = found.program.matrix
    assert matrix is not None
    place = {
        name: (level, component or objective.id)
        for level, objective, component in matrix.objectives()
        for name in objective.indicators
    }
    sheet = found.attainment
    specs = {leaf.id: leaf for leaf in found.program.indicators}
    table = pd.DataFrame(
        {
            "municipality": "E001",
            "program": "lighting",
            "level": [place[name][0] for name in sheet["indicator"]],
            "component": [place[name][1] for name in sheet["indicator"]],
            "indicator": sheet["indicator"],
            "direction": [specs[name].direction for name in sheet["indicator"]],
            "method": [specs[name].attainment.method for name in sheet["indicator"]],
            **{name: sheet[name] for name in ("baseline", "target", "target_high", "actual")},
        }
    )
    rolled = icma.score_targets(table)
    assert rolled.indicators["attainment"].tolist() == pytest.approx(sheet["attainment"].tolist())
    program = rolled.groups.query("group == 'program'")
    assert program["score"].tolist() == pytest.approx(found.scores["total"].tolist())


def test_levels_without_data_give_their_weight_to_the_others() -> None:
    table = pd.DataFrame([{"entity": "E001", "period": "2024", "streets": 100, "streets_lit": 34}])
    found = icma.score(icma.load("mir_public_lighting"), table)
    assert found.scores["total"].iloc[0] == pytest.approx(50)
    assert found.coverage["total"].iloc[0] == pytest.approx(0.3)


def test_a_fault_inside_a_matrix_is_told_where_it_stands() -> None:
    from tests.conftest import REPOSITORY

    text = (REPOSITORY / "indicator_specs" / "mir_public_lighting.yaml").read_text(encoding="utf-8")
    with pytest.raises(icma.SpecError, match="did you mean `lamps_working`"):
        icma.loads(text.replace("formula: lamps_working / lamps * 100", "formula: lamps_workin / lamps * 100"))
    with pytest.raises(icma.SpecError, match="did you mean `repairs_planned`"):
        icma.loads(text.replace("target: repairs_planned", "target: repairs_planed"))
    with pytest.raises(icma.SpecError, match="key `purpose` is missing"):
        icma.loads(text.replace("\n  purpose:", "\n  purposes:"))
