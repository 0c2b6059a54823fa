"""A scored program as the parts of a document: tables of everybody, column by column."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..specs import ROOT, describe_nodes
from .answer_tables import answers_table, gate_effects_table
from .attainment_table import attainment_table
from .contributions import contributions_table
from .imputations import imputations_table, imputed_scores_table
from .points import points_possible_table, points_won_table
from .scored import Scored
from .tables import (
    level_cuts_table,
    levels_table,
    published_table,
    ranks_table,
    scale_parameters_table,
    score_reasons_table,
    tidy_table,
)
from .treatments import treated_table, treatments_table

_COUNTED = ("share", "contribution", "contribution_to_total")


def assessment_parts(scored: Scored) -> dict[str, Any]:
    """Return what the document of an assessment holds."""
    table = scored.table
    findings = table.findings.to_frame(table.entities, table.periods, scored.language)
    return {
        "options": scored.options,
        "nodes": describe_nodes(scored.program.nodes, table.published_scores),
        "rows": {"entity": table.entities, "period": table.periods, "attributes": table.attributes},
        "figures": _figures(scored),
        "possible_levels": _possible_levels(scored),
        "attainment": attainment_table(scored),
        "answers": answers_table(scored),
        "points": _points(scored),
        "gate_effects": gate_effects_table(scored),
        "level_cuts": level_cuts_table(scored),
        "scale_parameters": scale_parameters_table(scored),
        "treatments": treatments_table(scored),
        "imputations": imputations_table(scored),
        "findings": findings,
    }


def _figures(scored: Scored) -> dict[str, Any]:
    """Return one line an entity, period and node, of everything that is worked out in a row."""
    found = tidy_table(scored).drop(columns=["kind", "provenance"])  # those of `nodes`
    names, rows = list(scored.program.nodes), scored.table.rows
    columns = {name: found[name].to_numpy() for name in found}
    columns["score_reason"] = score_reasons_table(scored).to_numpy().ravel()
    columns["rank"] = ranks_table(scored).to_numpy().ravel()
    published = published_table(scored).reindex(columns=names, fill_value=False)
    columns["is_published"] = published.to_numpy(bool).ravel()
    imputed = imputed_scores_table(scored).reindex(columns=names, fill_value=False)
    columns["is_imputed"] = imputed.to_numpy(bool).ravel()
    columns["treated"] = treated_table(scored).reindex(columns=names).to_numpy(np.float64).ravel()
    counted, below = contributions_table(scored), np.array(names, object) != ROOT
    for name in _COUNTED:
        column = np.full((rows, len(names)), np.nan)
        column[:, below] = counted[name].to_numpy().reshape(rows, -1)
        columns[name] = column.ravel()
    return columns


def _possible_levels(scored: Scored) -> dict[str, Any]:
    lowest, highest = (levels_table(scored, side) for side in ("lowest", "highest"))
    return _by_row(scored, list(lowest.columns)) | {
        "lowest": lowest.to_numpy(object).ravel(),
        "highest": highest.to_numpy(object).ravel(),
    }


def _points(scored: Scored) -> dict[str, Any]:
    won, possible = points_won_table(scored), points_possible_table(scored)
    figures = {"won": won.to_numpy().ravel(), "possible": possible.to_numpy().ravel()}
    return _by_row(scored, list(won.columns)) | figures


def _by_row(scored: Scored, nodes: list[str]) -> dict[str, Any]:
    """Return the keys of one line an entity, period and node."""
    table, count = scored.table, len(nodes)
    return {
        "entity": np.repeat(table.entities, count),
        "period": np.repeat(table.periods, count),
        "node": np.tile(np.array(nodes, object), table.rows),
    }
