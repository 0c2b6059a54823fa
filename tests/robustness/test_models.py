"""The same data under the other models of a program: scores, places, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators import score
from icmaml_indicators.engine.compiled import CompiledProgram
from icmaml_indicators.robustness.models import score_anew
from icmaml_indicators.specs import ScoringModel
from tests.conftest import HEAD, program
from tests.net.inputs import write_inputs

T = "title: {es: M, en: M}"
SPEC = (
    HEAD.replace("semester", "year").replace("municipality", "other")
    + f"""\
scale: min_max
rounding: 1
models: [MODELS]
variables:
  - {{id: x, {T}}}
  - {{id: y, {T}}}
tree:
  - id: g
    {T}
    weight: 2
    children:
      - {{id: a, {T}, formula: x, direction: higher, weight: 3}}
      - {{id: b, {T}, formula: y, direction: lower}}
  - {{id: c, {T}, formula: x + y, direction: higher, scale: {{method: goalposts, low: 0, high: 20}}, imputation: mean}}
  - {{id: d, {T}, formula: x * y, direction: context}}
"""
)
FIGURES = {"x": [1.0, 2, 5, 9], "y": [4.0, 9, 1, np.nan]}


def with_models(*models: str) -> icma.Program:
    written = ", ".join(f"{{id: m{number}, {T}, {model}}}" for number, model in enumerate(models))
    return program(SPEC.replace("MODELS", written))


def data(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame({"entity": [*"ABCD"], "period": "2020"} | FIGURES | changes)


@pytest.mark.parametrize(
    ("model", "written"),
    [
        ("scale: z_score", {"scale: min_max": "scale: z_score", ", scale: {method: goalposts, low: 0, high: 20}": ""}),
        ("treatment: [winsorise, log]", {"scale: min_max": "scale: min_max\ntreatment: [winsorise, log]"}),
        ("imputation: none", {", imputation: mean": ""}),
        ("imputation: median", {"scale: min_max": "scale: min_max\nimputation: median", ", imputation: mean": ""}),
        ("rounding: none", {"rounding: 1\n": ""}),
        ("leave_out: [a]", {"direction: higher, weight: 3": "direction: higher, role: informational"}),
        ("weights: {b: 5, g: 1}", {"formula: y, direction: lower": "formula: y, direction: lower, weight: 5", "weight: 2": "weight: 1"}),
        ("weights: equal", {", weight: 3": "", "    weight: 2\n": ""}),
        ("aggregation: geometric_mean, depth: 1", {"weight: 2": "weight: 2\n    aggregation: geometric_mean"}),
    ],
)  # fmt: skip
def test_a_model_scores_as_the_program_that_is_written_so(model: str, written: dict[str, str]) -> None:
    text = SPEC.replace("models: [MODELS]\n", "")
    for old, new in written.items():
        assert old in text, old
        text = text.replace(old, new)
    found, wanted = score(with_models(model), data()).with_model("m0"), score(program(text), data())
    pd.testing.assert_frame_equal(found.scores, wanted.scores)
    pd.testing.assert_frame_equal(found.coverage, wanted.coverage)


def test_places_stand_side_by_side_with_what_moved() -> None:
    found = score(with_models("leave_out: [g]", "weights: {a: 0}"), data(y=[4.0, 9, 1, 2]))
    shifts = found.rank_shifts("total").set_index(["model", "entity"])
    ranks = found.ranks["total"].tolist()
    assert shifts.loc["declared", "rank"].tolist() == ranks
    own = found.with_model("m0").ranks["total"].tolist()
    assert shifts.loc["m0", "rank"].tolist() == own
    assert shifts.loc["m0", "shift"].tolist() == [a - b for a, b in zip(ranks, own, strict=True)]
    agreement = found.model_agreement("total").set_index("model")
    moved = np.abs(np.subtract(ranks, own))
    assert agreement.loc["m0", ["n", "moved", "greatest_shift"]].tolist() == [4, (moved > 0).sum(), moved.max()]
    assert agreement.loc["m0", "mean_shift"] == moved.mean()


def test_who_has_no_place_in_a_model_moves_nowhere() -> None:
    found = score(with_models("imputation: none"), data())
    shifts = found.rank_shifts("c").set_index(["model", "entity"])
    assert np.isnan(shifts.loc[("m0", "D"), "shift"])
    assert found.model_agreement("c")["n"].tolist() == [3]


@pytest.mark.parametrize(
    "steps",
    [
        "treatment: none",
        "gates: false",
        "rounding: 1",
        "weights: {a: 3}",
        "scale: min_max, weights: {a: 3}",
        "leave_out: [d], treatment: none",
    ],
)
def test_a_step_that_changes_nothing_is_refused(steps: str) -> None:
    with pytest.raises(icma.SpecError) as raised:
        with_models(steps)
    assert [found.code for found in raised.value.diagnostics if found.severity == "error"] == ["IND382"]


@pytest.mark.parametrize(
    ("models", "code"),
    [
        (["leave_out: [aa]"], "IND381"),
        (["weights: {total: 2}"], "IND381"),
        (["leave_out: [a]", "leave_out: [a], description: {es: Otra, en: Another}"], "IND383"),
        (["weights: {a: 0, b: 0}"], "IND384"),
        (["depth: 1"], "IND105"),
        (["depth: 1, scale: z_score"], "IND315"),
        (["scale: {method: goalposts, low: 0, high: {by: zone, north: 4}}"], "IND318"),
        (["description: {es: Nada, en: Nothing}"], "IND105"),
    ],
)
def test_a_model_that_cannot_be_is_refused(models: list[str], code: str) -> None:
    with pytest.raises(icma.SpecError) as raised:
        with_models(*models)
    assert code in {found.code for found in raised.value.diagnostics}


def test_the_nearest_node_is_offered() -> None:
    with pytest.raises(icma.SpecError) as raised:
        with_models("leave_out: [g, aa]")
    (found,) = [found for found in raised.value.diagnostics if found.code == "IND381"]
    assert found.suggestion == "a"


def test_bounds_of_other_rules_are_refused() -> None:
    model = with_models("scale: z_score")
    later = score(model, data(period="2021"), reference=score(model, data()))
    with pytest.raises(icma.IcmamlError) as raised:
        later.compare_models()
    assert raised.value.code == "IND774"
    based = score(model, pd.concat([data(), data(period="2021")]), base_period="2020")
    assert based.compare_models()["m0"].notna().any()


def test_the_command_shows_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from icmaml_indicators.cli.main import main

    spec, table, out = tmp_path / "spec.yaml", tmp_path / "data.csv", tmp_path / "shifts.csv"
    spec.write_text(SPEC.replace("MODELS", f"{{id: m0, {T}, leave_out: [g]}}"), encoding="utf-8")
    data(y=[4.0, 9, 1, 2]).to_csv(table, index=False)
    assert main(["models", str(spec), str(table), "--language", "es"]) == 0
    shown = capsys.readouterr().out
    assert "rho de Spearman" in shown
    assert main(["models", str(spec), str(table), "--node", "g", "-o", str(out)]) == 0
    assert pd.read_csv(out)["model"].unique().tolist() == ["declared", "m0"]
    spec.write_text(SPEC.replace("models: [MODELS]\n", ""), encoding="utf-8")
    assert main(["models", str(spec), str(table)]) == 2
    assert "declares no other models" in capsys.readouterr().err


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, icma.Assessment]:
    """Programs of groups of every kind, rubrics and points, with the data that golden results are made of."""
    folder = tmp_path_factory.mktemp("inputs")
    names = {"groups/wide", "rubric/wide", "weights/wide", "node_scores/wide", "refim/few"}
    found = {case.name: case for case in write_inputs(folder, golden=True) if case.name in names}
    assert set(found) == names
    own = {name: folder / case.program if case.is_own else case.program for name, case in found.items()}
    return {name: icma.score(icma.load(own[name]), folder / case.data) for name, case in found.items()}


@pytest.mark.parametrize("name", ["groups/wide", "rubric/wide", "weights/wide", "node_scores/wide", "refim/few"])
def test_what_is_left_out_needs_no_compiling(
    name: str, cases: dict[str, icma.Assessment], monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the same bits as the program compiled anew: scores, bounds, coverage, reasons and weights."""
    assessment = cases[name]
    nodes = [node.id for node in assessment.program.nodes.values() if node.parent]
    for left_out in nodes[:: max(1, len(nodes) // 8)]:
        model = ScoringModel.model_construct(id="x", title=assessment.program.title, leave_out=(left_out,))
        found = icma.Assessment(score_anew(assessment._scored, model))
        with monkeypatch.context() as patch:
            patch.setattr(CompiledProgram, "with_roles", lambda self, program: None)
            wanted = icma.Assessment(score_anew(assessment._scored, model))
        for table in ("scores", "coverage", "lowest", "highest", "score_reasons", "weights"):
            pd.testing.assert_frame_equal(getattr(found, table), getattr(wanted, table), check_exact=True)
