"""Weights that the data suggests, as a model to paste into the spec."""

from __future__ import annotations

import numpy as np

from ...errors import IcmamlError, check_option
from ...scoring.unscorable import say_untold
from ...specs import TreeNode
from ...specs.methods.weights import WEIGHTS
from ...specs.model.scoring_rules import Weighting
from ...transforms.weights.base import UntoldWeightsError
from ...transforms.weights.fitting import Untold, weigh
from .figures import AnalysisData, Floats

FITTED = tuple(method.name for method in WEIGHTS.values() if method.fitted)
_DIGITS = 6
_WORDS: dict[str, dict[str, str]] = {
    "from": {
        "es": "# Pesos del método `{method}`, ajustados a las calificaciones de {period}; los de cada grupo suman 1.",
        "en": "# Weights by the method `{method}`, fitted on the scores of {period}; those of each group sum to 1.",
    },
    "paste": {
        "es": "# Péguelos en la raíz del programa, como un modelo: los compara `icmaml-indicators models`.",
        "en": "# Paste them at the root of the program, as a model: `icmaml-indicators models` compares them.",
    },
    "beside": {
        "es": "# Péguelos bajo `models`, que el programa ya tiene.",
        "en": "# Paste them below `models`, which the program has.",
    },
    "rows": {"es": "# {group}: {complete} de {rows} filas", "en": "# {group}: {complete} of {rows} rows"},
    "none": {"es": "# {group}: sin sugerencia, {why}", "en": "# {group}: no suggestion, {why}"},
    "title": {"es": "Pesos sugeridos ({method})", "en": "Suggested weights ({method})"},
    "kept": {"es": "; suman lo que sus partes pesan", "en": "; they sum to what its parts weigh"},
    "few_parts": {"es": "tiene menos de {least} partes", "en": "it has fewer than {least} parts"},
    "unweighted": {
        "es": "no pondera sus partes con pesos declarados",
        "en": "it does not weigh its parts by declared weights",
    },
}


def suggest_weights(data: AnalysisData, method: str, language: str) -> str:
    """Return YAML of a model with fitted weights; see `IndexAnalysis.suggest_weights`.

    Raises
    ------
    UnknownNameError
        When there is no such method.
    IcmamlError
        When it gives no weights to any group.
    """
    check_option("option", method, FITTED)
    period, program = data.periods[-1], data.scored.program
    rows = data.rows(period)
    lines: list[str] = []
    notes: list[tuple[str, str]] = []
    for group, parts in data.groups.items():
        scores = data.take(data.scores, parts, period)
        present = np.logical_not(np.isnan(scores).all(axis=1)).tolist()
        own, scores = [part for part, there in zip(parts, present, strict=True) if there], scores[present]
        whole = ~np.isnan(scores).any(axis=0)
        found = _weigh_group(program.nodes[group], own, scores[:, whole], method, language)
        if isinstance(found, str):
            notes.append((group, found))
            lines.append(f"      {_WORDS['none'][language].format(group=group, why=found)}")
            continue
        complete = int(np.count_nonzero(whole))
        told = _WORDS["rows"][language].format(group=group, complete=complete, rows=len(rows))
        is_sum = not program.nodes[group].aggregation.facts.relative_weights
        lines.append(f"      {told}{_WORDS['kept'][language] if is_sum else ''}")
        lines += [f"      {part.id}: {_write_weight(weight)}" for part, weight in zip(own, found, strict=True)]
    if len(notes) == len(data.groups):
        told = "; ".join(f"{name}: {why}" for name, why in notes)
        raise IcmamlError("IND799", method=method, period=period, detail=told)
    return "\n".join([*_open_model(data, method, period, language), *lines, ""])


def _open_model(data: AnalysisData, method: str, period: str, language: str) -> list[str]:
    """Return the lines above the weights."""
    models = data.scored.program.models
    taken, name = {model.id for model in models}, f"suggested_{method}"
    number = 2
    while name in taken:
        name, number = f"suggested_{method}_{number}", number + 1
    titles = ", ".join(f'{each}: "{_WORDS["title"][each].format(method=method)}"' for each in ("es", "en"))
    return [
        _WORDS["from"][language].format(method=method, period=period),
        *([_WORDS["beside"][language]] if models else [_WORDS["paste"][language], "models:"]),
        f"  - id: {name}",
        f"    title: {{{titles}}}",
        "    weights:",
    ]


def _weigh_group(
    group: TreeNode,
    parts: list[TreeNode],
    scores: Floats,
    method: str,
    language: str,
) -> list[float] | str:
    """Return the weights of the parts of a group, or why there are none."""
    rule, least = group.aggregation, max(2, WEIGHTS[method].least_children)
    if not rule.facts.weighs or any(part.weight_varies or not part.weighing.facts.declared for part in parts):
        return _WORDS["unweighted"][language]
    if len(parts) < least:
        return _WORDS["few_parts"][language].format(least=least)
    asked = rule.model_copy(update={"weights": Weighting.model_validate(method)})
    try:
        found = weigh(asked, scores, np.array([part.weight for part in parts]))
    except UntoldWeightsError as error:
        return say_untold(Untold(error.why, tuple(parts[place].id for place in error.places)), language)
    whole = 1.0 if rule.facts.relative_weights else sum(part.weight for part in parts)
    return [float(each) for each in found / found.sum() * whole]


def _write_weight(weight: float) -> str:
    return f"{weight:.{_DIGITS}f}".rstrip("0").rstrip(".") or "0"
