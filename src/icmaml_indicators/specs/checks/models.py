"""Scoring models that name what is not there, change nothing, or make a program that cannot be scored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...diagnostics import nearest
from ..model.measures import ROOT
from ..model.program import Program
from ..model.scoring_models import apply_model
from ..model.scoring_rules import ScoringModel
from ..parsing.draft import Draft
from ..parsing.nodes import Path

# By node: everything that a model can change.
Rules = tuple[Any, ...]


def check_models(draft: Draft, program: Program, check: Callable[[Draft], None]) -> None:
    """Add the faults of each model.

    Parameters
    ----------
    check
        Adds the faults of the rules by which a program is scored.
    """
    known: list[tuple[Rules, str]] = []
    declared = list_rules(program) if program.models else ()
    for number, model in enumerate(program.models):
        path: Path = ("models", number)
        if not _check_names(draft, program, model, path):
            continue
        applied = apply_model(program, model)
        rules = list_rules(applied)
        alone = {model.steps[0]: rules} if len(model.steps) == 1 else _rules_by_step(program, model)
        idle = [step for step, own in alone.items() if own == declared]
        for step in idle:
            draft.report("IND382", path, key=step, step=step, id=model.id)
        if idle:
            continue
        twin = next((name for other, name in known if other == rules), None)
        if twin is not None:
            draft.report("IND383", path, key="id", id=model.id, other=twin)
        known.append((rules, model.id))
        _check_soundness(draft, applied, model, path, check)


def list_rules(program: Program) -> Rules:
    """Return the rules in force at each node; two programs of one tree with equal rules score alike."""
    rules = tuple(
        (
            *(node.id, node.role, node.own_weight, node.spec.points, getattr(node.spec, "weight", None)),
            *(node.scale, node.imputation, node.treatment, node.rounding),
            *(None if node.is_indicator else node.aggregation, getattr(node.spec, "gates", ())),
        )
        for node in program.nodes.values()
    )
    return (*rules, tuple(variable.imputation for variable in program.variables))


def _rules_by_step(program: Program, model: ScoringModel) -> dict[str, Rules]:
    """Return the rules that each thing that a model says would make alone."""
    return {step: list_rules(apply_model(program, _only(model, step))) for step in model.steps}


def _only(model: ScoringModel, step: str) -> ScoringModel:
    """Return a model that says one thing alone."""
    kept = {"id", "title", step, *(("depth",) if step == "aggregation" else ())}
    return ScoringModel.model_construct(**{key: getattr(model, key) for key in kept})


def _check_names(draft: Draft, program: Program, model: ScoringModel, path: Path) -> bool:
    """Report what is no node below the total; return whether there is nothing of the kind."""
    nodes = tuple(name for name in program.nodes if name != ROOT)
    places: list[tuple[Path, str]] = [((*path, "leave_out", place), name) for place, name in enumerate(model.leave_out)]
    if isinstance(model.weights, dict):
        places += [((*path, "weights", name), name) for name in model.weights]
    wrong = [(place, name) for place, name in places if name not in nodes and name not in draft.set_aside]
    for place, name in wrong:
        draft.report("IND381", place, name=name, suggestion=nearest(name, nodes), expected=nodes)
    return not wrong


def _check_soundness(
    draft: Draft, applied: Program, model: ScoringModel, path: Path, check: Callable[[Draft], None]
) -> None:
    """Report what the program would be refused for if the model were its own."""
    before = {(found.code, str(found.details)) for found in draft.diagnostics}
    trial = Draft(draft.name, draft.root, applied, set_aside=draft.set_aside, files=draft.files, below=draft.below)
    check(trial)
    for found in trial.diagnostics:
        if found.severity == "error" and (found.code, str(found.details)) not in before:
            message = {language: found.message(language) for language in ("es", "en")}
            draft.report("IND384", path, key="id", id=model.id, problem_es=message["es"], problem_en=message["en"])
            return
