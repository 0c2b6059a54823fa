"""A program under its other models: the same data scored again, scores and places side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..data.model.findings import FindingLog
from ..errors import UnknownNameError, expect
from ..scoring.scored import Scored
from ..specs import apply_model

if TYPE_CHECKING:
    import pandas as pd


def score_with_model(scored: Scored, model: str) -> Scored:
    """Return the same answers scored under another model of the program."""
    from ..engine.compiled import compile_program
    from ..engine.execution import run_schedule

    expect("model", model, str)
    models = {found.id: found for found in scored.program.models}
    if model not in models:
        raise UnknownNameError("scoring model", model, list(models))
    compiled = compile_program(apply_model(scored.program, models[model]))
    table = replace(scored.table, findings=FindingLog())  # what was found is told already
    source = None if scored.source is None else scored.source.renew(compiled.program, table)
    found = run_schedule(compiled, table, source)
    return Scored(compiled, table, found, options={**scored.options, "model": model}, source=source)


def models_table(scored: Scored, node: str) -> pd.DataFrame:
    """Return a node's score under the program's own rules (``declared``) and under each of its models."""
    import pandas as pd

    if node not in scored.program.nodes:
        raise UnknownNameError("node", node, list(scored.program.nodes))
    scores = {"declared": scored.book.nodes[node].scores}
    for model in scored.program.models:
        scores[model.id] = score_with_model(scored, model.id).book.nodes[node].scores
    return pd.DataFrame(scores, index=scored.table.index)
