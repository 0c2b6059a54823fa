"""Scoring models that are given in a call: proved against a program as those that it declares are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

from ..errors import SpecError, WrongKindError
from .checks.meaning import check_scoring
from .checks.models import check_models
from .model.base import Model
from .model.program import Program
from .model.scoring_rules import ScoringModel
from .parsing.draft import Draft
from .parsing.nodes import Node
from .parsing.structure import build_model
from .parsing.yaml_reader import read_text

# What stands where a file would be named.
_NAME = "<models>"
# What a model says of itself.
_OWN = ("id", "title", "description")


class _Models(Model):
    models: tuple[ScoringModel, ...] = Field(strict=False)


def read_models(program: Program, models: Sequence[Mapping[str, Any]]) -> tuple[ScoringModel, ...]:
    """Return models that are given as plain data.

    Raises
    ------
    WrongKindError
        When something in them is no plain data.
    SpecError
        When one is no model, changes nothing, is the twin of another, or makes a program that cannot be scored.
    """
    try:
        text = json.dumps({"models": list(models)}, ensure_ascii=False, indent=1)
    except (TypeError, ValueError) as fault:
        raise WrongKindError("models", models, (dict, list, str)) from fault
    read = read_text(text, _NAME)
    if read.root is None:
        raise SpecError(read.diagnostics)
    found, faults = build_model(read.root, _Models)
    if found is None:
        raise SpecError(faults)
    _prove(program, found.models, read.root)
    return found.models


def prove_models(program: Program, models: Sequence[ScoringModel]) -> None:
    """Raise what a program with these models would be refused for; raises `SpecError`."""
    root = read_text(json.dumps({"models": [{"id": model.id} for model in models]}, indent=1), _NAME).root
    assert root is not None
    _prove(program, tuple(models), root)


def _prove(program: Program, models: tuple[ScoringModel, ...], root: Node) -> None:
    given = {name: getattr(program, name) for name in Program.model_fields}
    trial = Program.model_construct(**{**given, "models": models})
    draft = Draft(_NAME, root, trial, files=(_NAME,))
    check_models(draft, trial, check_scoring)
    errors = [each for each in draft.sorted_diagnostics() if each.severity == "error"]
    if errors:
        raise SpecError(errors)


def combine_models(name: str, models: Sequence[ScoringModel]) -> ScoringModel:
    """Return the model that says all that some do; no two of them say the same step."""
    title = models[0].title
    said = {key: getattr(model, key) for model in models for key in model.model_fields_set if key not in _OWN}
    return ScoringModel.model_construct({*said, *_OWN[:2]}, id=name, title=title, **said)
