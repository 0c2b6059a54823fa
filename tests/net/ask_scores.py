"""What `score` answers: values, scores, bounds, coverage, reasons, levels, findings, answers, targets, models."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

import icmaml_indicators as icma

from .asking import Inputs, answer, mask, member
from .blocks import Block
from .inputs import Case


def ask(inputs: Inputs) -> Iterator[Block]:
    """Ask for everything of every case, and of cases scored on bounds of other periods."""
    for case in inputs.cases:
        if case.form == "few" and not inputs.golden:
            continue  # the same program, larger, is asked
        try:
            assessment = inputs.score(case)
        except Exception:
            yield from answer(case.name, "score", lambda case=case: inputs.score(case))
            continue
        yield from of_figures(case.name, assessment)
        if inputs.golden and not case.is_own:
            # What is shipped may not move unseen; of everything else tell our own programs.
            yield from _of_models(case.name, assessment)
        elif case.form in {"wide", "few"}:
            yield from of_assessment(case.name, assessment, whole=not inputs.golden)
    for case in inputs.cases:
        if (case.form == "wide" and case.is_own) or (case.form == "few" and not inputs.golden):
            yield from _on_other_bounds(inputs, case)


def of_figures(subject: str, assessment: icma.Assessment) -> Iterator[Block]:
    """Ask for what is asked of every form of data: figures, reasons, levels, parameters and findings."""
    yield from answer(subject, "figures", lambda: _figures(assessment))
    for name in ("scale_parameters", "findings"):
        yield from answer(subject, name, lambda name=name: getattr(assessment, name))


def _figures(assessment: icma.Assessment) -> pd.DataFrame:
    """Return values, scores, coverage, bounds, reasons and levels, a line each; kinds stand with the program."""
    return assessment.to_frame().drop(columns=["kind", "provenance"])


def of_assessment(subject: str, assessment: icma.Assessment, *, whole: bool) -> Iterator[Block]:
    """Ask for everything else that an assessment holds; fingerprints and options only where `whole`."""
    for name in ("score_reasons", "possible_levels", "answer_states", "attainment", "weights"):
        yield from answer(subject, name, lambda name=name: getattr(assessment, name))
    if len(getattr(assessment, "treatments", ())):
        for name in ("treatments", "treated_values"):
            yield from answer(subject, name, lambda name=name: getattr(assessment, name))
    if len(getattr(assessment, "imputations", ())):
        for name in ("imputations", "is_imputed"):
            yield from answer(subject, name, lambda name=name: getattr(assessment, name))
    yield from answer(subject, "published values in use", lambda: _published(assessment))
    yield from answer(subject, "held", lambda: member(assessment, "gate_effects", "held"))
    yield from answer(subject, "findings in Spanish", lambda: _in_spanish(assessment))
    if whole:
        for name in ("values", "scores", "reasons", "levels", "coverage", "lowest", "highest", "answers", "attributes"):
            yield from answer(subject, name, lambda name=name: getattr(assessment, name))
        yield from answer(subject, "options", lambda: {"options": assessment.options, "repr": mask(repr(assessment))})
        # One digit less than a hash, so that it is not masked as one.
        yield from answer(subject, "fingerprint", lambda: [assessment.fingerprint[:-1]])
    yield from _steps(subject, assessment)
    yield from _of_models(subject, assessment)
    for model in assessment.program.models:
        scored = member(assessment, "with_model", "under")
        yield from answer(subject, f"scores by {model.id}", lambda model=model, scored=scored: scored(model.id).scores)


def _of_models(subject: str, assessment: icma.Assessment) -> Iterator[Block]:
    if assessment.program.models:
        yield from answer(subject, "compare_models", assessment.compare_models)
        if assessment.scores["total"].notna().any():
            found = {"draws": 20, "models": True, "seed": 1}
            yield from answer(subject, "uncertainty", lambda: assessment.uncertainty(**found).ranks)
            yield from answer(subject, "alternatives", lambda: assessment.uncertainty(**found).alternatives)
            yield from answer(
                subject, "sensitivity", lambda: assessment.sensitivity(2, models=True, weights=None).indices
            )


def _published(assessment: icma.Assessment) -> pd.DataFrame:
    table = assessment.is_published
    return table[table.any(axis=1)].loc[:, table.any(axis=0)]


def _in_spanish(assessment: icma.Assessment) -> pd.DataFrame:
    found = member(assessment, "get_findings", "findings_in")("es")
    return found[["entity", "period", "subject", "code", "message"]]


def _steps(subject: str, assessment: icma.Assessment) -> Iterator[Block]:
    for name, node in assessment.program.nodes.items():
        aggregation = getattr(node.spec, "aggregation", None)
        if aggregation is not None and aggregation.method == "staircase":
            yield from answer(subject, f"step_shares {name}", lambda name=name: assessment.step_shares(name))


def _on_other_bounds(inputs: Inputs, case: Case) -> Iterator[Block]:
    first = inputs.score(case)
    periods = list(dict.fromkeys(first.scores.index.get_level_values("period")))
    for output, options in (
        ("on the first period", {"base_period": periods[0]}),
        ("on another assessment", {"reference": first}),
        ("on its second period", {"reference": first, "reference_period": periods[1]}),
    ):
        subject = f"{case.name} {output}"
        try:
            assessment = inputs.score(case, **options)
        except Exception:
            yield from answer(subject, "score", lambda options=options: inputs.score(case, **options))
            continue
        if case.is_own and not inputs.golden:
            yield from of_figures(subject, assessment)
        else:
            yield from answer(subject, "scores", lambda assessment=assessment: assessment.scores)
