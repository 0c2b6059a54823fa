"""A new program is sound, complete and useful from the first moment."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.authoring import write_new
from icmaml_indicators.authoring.programs import ENTITIES, PERIODS
from icmaml_indicators.specs.model.program import Entity, Frequency
from icmaml_indicators.validation.examples.drawing import draw

KINDS = ("indicators", "rubric", "matrix")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_validates_without_a_warning(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    write_new(path, icma.new_program("mine", kind=kind))  # type: ignore[arg-type]
    report = icma.validate(path, coverage=True)
    assert report.diagnostics == ()
    assert report.coverage[0].percent >= (60 if kind == "matrix" else 100)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("entity", ["municipality", "state", "project", "budget_program", "other"])
@pytest.mark.parametrize("period", ["year", "month"])
def test_every_kind_is_sound_for_every_entity_and_period(kind: str, entity: str, period: str) -> None:
    loaded = icma.loads(icma.new_program("mine", kind=kind, entity=entity, period=period))  # type: ignore[arg-type]
    assert (loaded.id, loaded.entity.type, loaded.period.frequency) == ("mine", entity, (period,))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_scores_synthetic_data(kind: str) -> None:
    loaded = icma.loads(icma.new_program("mine", kind=kind, entity="other"))  # type: ignore[arg-type]
    drawn = draw(loaded, {variable.id for variable in loaded.inputs}, 30, "1")
    frame = pd.DataFrame({"entity": [f"e{number}" for number in range(30)], "period": "2024"})
    for variable, figures in zip(loaded.inputs, drawn, strict=True):
        names = [option.id for option in variable.options]
        frame[variable.id] = [None if np.isnan(f) else names[int(f)] if names else f for f in figures]
        frame[f"{variable.id}.evidence"] = "folio 1"
    scores = icma.score(loaded, frame[[c for c in frame if kind == "rubric" or not c.endswith(".evidence")]]).scores
    assert scores["total"].notna().sum() >= 10
    assert scores["total"].nunique() > 5


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "rubrik"}, "no kind of program `rubrik` (valid: indicators, rubric, matrix); did you mean `rubric`?"),
        ({"entity": "estate"}, "no kind of entity `estate` (valid: municipality, state,"),
        ({"period": "yar"}, "no length of period `yar` (valid: year, semester, quarter, month); did you mean `year`?"),
    ],
)
def test_a_wrong_option_names_the_valid_ones(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(icma.UnknownNameError) as caught:
        icma.new_program("mine", **wrong)  # type: ignore[arg-type]
    assert said in str(caught.value)


def test_the_options_are_those_of_the_spec_language() -> None:
    assert get_args(Frequency) == PERIODS
    assert get_args(Entity.model_fields["type"].annotation) == ENTITIES


def test_titles_are_those_given_or_made_from_the_id() -> None:
    title = icma.loads(icma.new_program("road_safety")).title
    assert (title.es, title.en) == ("Por traducir: Road safety", "Road safety")
    title = icma.loads(icma.new_program("road_safety", title_es='Seguridad "vial": 1 {x}')).title
    assert (title.es, title.en) == ('Seguridad "vial": 1 {x}', 'To translate: Seguridad "vial": 1 {x}')
    title = icma.loads(icma.new_program("road_safety", title_es="Seguridad", title_en="Safety")).title
    assert (title.es, title.en) == ("Seguridad", "Safety")


@pytest.mark.parametrize(
    ("given", "mend"),
    [("Road-Safety", "road_safety"), ("2024 index", "index"), ("total", None), ("ñ", None), ("", None)],
)
def test_a_wrong_id_is_refused_with_one_that_would_do(given: str, mend: str | None) -> None:
    with pytest.raises(icma.IcmamlError) as caught:
        icma.new_program(given)
    assert caught.value.code == "IND570"
    assert caught.value.suggestion == mend


def test_a_file_that_exists_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(icma.IcmamlError, match="exists already"):
        write_new(path, "other")
    assert path.read_text(encoding="utf-8") == "mine"
