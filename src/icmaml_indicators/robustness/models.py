"""A program under its other models: the same data scored again, scores and places side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..data.model.findings import FindingLog
from ..engine.compiled import CompiledProgram, compile_program
from ..engine.execution import run_schedule
from ..errors import IcmamlError, UnknownNameError, expect
from ..formulas.plan import Evaluation
from ..scoring.scored import Scored
from ..scoring.tables import rank_scores
from ..specs import ScoringModel, apply_model
from ..transforms.correlations import kendall, spearman

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
# Values of the indicators, and where published ones stand in.
KnownResults = tuple[Evaluation, NDArray[np.bool_] | None]
# What the program's own rules are called beside its models.
DECLARED = "declared"
# Steps that take figures from populations: those of an earlier assessment are of other rules.
_FITTED = frozenset({"aggregation", "scale", "imputation", "treatment", "weights", "equal_at", "leave_out"})


def score_with_model(scored: Scored, model: str) -> Scored:
    """Return the same data scored under another model of the program, once for however many ask.

    Raises
    ------
    UnknownNameError
        When the program has no such model.
    IcmamlError
        When the data was scored on an earlier assessment, whose bounds the model would need under its own rules.
    """
    expect("model", model, str)
    models = {found.id: found for found in scored.program.models}
    if model not in models:
        raise UnknownNameError("scoring model", model, list(models))
    if model not in scored.by_model:
        scored.by_model[model] = score_anew(scored, models[model])
    return scored.by_model[model]


def score_anew(scored: Scored, model: ScoringModel) -> Scored:
    """Return the same data scored under a model that need not be declared.

    Raises
    ------
    IcmamlError
        When the data was scored on an earlier assessment, whose bounds the model would need under its own rules.
    """
    if "reference" in scored.options and _FITTED.intersection(model.steps) and _compares(scored):
        raise IcmamlError("IND774", model=model.id)
    program = apply_model(scored.program, model)
    compiled = scored.compiled.with_roles(program) if model.steps == ("leave_out",) else None
    compiled = compile_program(program) if compiled is None else compiled
    known = None
    if model.imputation is None and not scored.schedule.figures:  # no value reads a score
        known = scored.run.results, scored.run.published
    return score_figures(scored, compiled, scored.table.values, known, model=model.id)


def score_figures(
    scored: Scored, compiled: CompiledProgram, values: Floats, known: KnownResults | None = None, **options: Any
) -> Scored:
    """Return figures in the place of those of an assessment scored, row by row the same entities.

    Values of the indicators that are `known` are not worked out again.
    """
    table = replace(scored.table, values=values, findings=FindingLog())  # what was found is told already
    source = None if scored.source is None else scored.source.renew(compiled.program, table)
    found = run_schedule(compiled, table, source, given=known)
    return Scored(compiled, table, found, options={**scored.options, **options}, source=source)


def _compares(scored: Scored) -> bool:
    """Whether anything in the program is held against a population."""
    return any(node.scale.facts.is_relative for node in scored.program.nodes.values())


def models_table(scored: Scored, node: str) -> pd.DataFrame:
    """Return a node's score under the program's own rules (``declared``) and under each of its models."""
    import pandas as pd

    return pd.DataFrame(_scores_by_model(scored, node), index=scored.table.index)


def rank_shifts_table(scored: Scored, node: str) -> pd.DataFrame:
    """Return a node's score and rank by entity, period and model; see `Assessment.rank_shifts`."""
    import pandas as pd

    table, scores = scored.table, _scores_by_model(scored, node)
    ranks = _rank_by_model(scored, node, scores)
    names, rows = list(scores), table.rows
    shift = np.concatenate([ranks[DECLARED] - ranks[name] for name in names])
    return pd.DataFrame(
        {
            "entity": np.tile(table.entities, len(names)),
            "period": np.tile(table.periods, len(names)),
            "model": np.repeat(np.array(names, object), rows),
            "score": np.concatenate([scores[name] for name in names]),
            "rank": np.concatenate([ranks[name] for name in names]),
            "shift": shift,
        }
    )


def model_agreement_table(scored: Scored, node: str) -> pd.DataFrame:
    """Return how far each model puts entities where the declared rules do; see `Assessment.model_agreement`."""
    import pandas as pd

    scores = _scores_by_model(scored, node)
    ranks = _rank_by_model(scored, node, scores)
    lines = []
    for code, period in enumerate(scored.table.period_names):
        here = scored.table.period_codes == code
        for name in list(scores)[1:]:
            shift = np.abs(ranks[DECLARED] - ranks[name])[here]
            known = shift[~np.isnan(shift)]
            moved = int(np.count_nonzero(known))
            mean, most = (float(known.mean()), float(known.max())) if len(known) else (np.nan, np.nan)
            pair = scores[DECLARED][here], scores[name][here]
            lines.append((str(period), name, len(known), moved, mean, most, spearman(*pair), kendall(*pair)))
    columns = ["period", "model", "n", "moved", "mean_shift", "greatest_shift", "spearman", "kendall"]
    return pd.DataFrame(lines, columns=columns)


def _scores_by_model(scored: Scored, node: str) -> dict[str, Floats]:
    if node not in scored.program.nodes:
        raise UnknownNameError("node", node, list(scored.program.nodes))
    scores = {DECLARED: scored.book.nodes[node].scores}
    for model in scored.program.models:
        scores[model.id] = score_with_model(scored, model.id).book.nodes[node].scores
    return scores


def _rank_by_model(scored: Scored, node: str, scores: Mapping[str, Floats]) -> dict[str, Floats]:
    falls = scored.program.nodes[node].lower_is_better
    return {name: rank_scores(scored.table, own, falls=falls) for name, own in scores.items()}
