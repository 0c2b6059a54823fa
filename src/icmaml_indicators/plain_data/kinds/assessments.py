"""What the document of an assessment holds."""

from __future__ import annotations

from .fields import Field, anything, cell, flag, integer, mapping, number, or_null, table, text
from .programs import ENTITY, FINDING, NODES, PERIOD

_NODE = text("Id of the node, as in `nodes`.")
_ROW = {"entity": ENTITY, "period": PERIOD}

ASSESSMENT: dict[str, Field] = {
    "options": anything("How the data was read and scored."),
    "nodes": NODES,
    "rows": table(
        "One line an entity in a period.",
        _ROW | {"attributes": mapping("Name and grouping columns of the data, by heading.", cell(""))},
    ),
    "figures": table(
        "One line an entity, period and node, in the order of `rows` and `nodes`.",
        _ROW
        | {
            "node": _NODE,
            "value": number("Raw result; of a group with a scale, what its parts come to."),
            "treated": number("What its scale reads: the value, gaps filled, treated for skewness; null of groups."),
            "reason": text("Why the value is absent, or of a group the score; empty where it is not."),
            "score": number("What the scale or the aggregation makes of it."),
            "score_reason": text("Why the score is absent; empty where it is not."),
            "rank": number("Place of the score in its period, 1 the best; ties share the best place."),
            "level": text("Id of the named band; empty where there is none."),
            "coverage": number("Share of the applicable weight below that is present, 0 to 1."),
            "score_lowest": number("The score if every absent part were at its worst; null where that has no end."),
            "score_highest": number("The score if every absent part were at its best; null where that has no end."),
            "share": number("With which it counted in its parent in that row; null where it did not."),
            "contribution": number("What it added to its parent: share times score; null where parts do not add up."),
            "contribution_to_total": number("What it added to the total; null where parts do not add up."),
            "is_published": flag("Whether the value is the published one because it could not be computed."),
            "is_imputed": flag("Whether the score rests on figures that stand in for absent ones; false of groups."),
        },
    ),
    "possible_levels": table(
        "Between which levels each node with levels could be, were all absent parts known.",
        _ROW
        | {
            "node": _NODE,
            "lowest": or_null(text("Id of the lowest level; null where that is open.")),
            "highest": or_null(text("Id of the highest level; null where that is open.")),
        },
    ),
    "attainment": table(
        "One line an entity, period and indicator that has a target; figures to date where they add up over the year.",
        _ROW
        | {
            "indicator": text("Id of the indicator."),
            "actual": number("The result."),
            "target": number("Its target."),
            "target_high": number("Where the target ends, of a range."),
            "baseline": number("Where it began."),
            "attainment": number("How much of the target is attained, in percent."),
            "light": text("Traffic light; empty for none.", "", "green", "yellow", "red"),
        },
    ),
    "answers": table(
        "One line an entity, period and criterion.",
        _ROW
        | {
            "criterion": text("Id of the criterion."),
            "state": text("What the answer came to: met, partly, not_met, or why there is none."),
            "answer": text("As it was given."),
            "points_won": number("The points that it won."),
            "points": number("The points that it is worth."),
            "evidence": text("As it was given."),
            "note": text("As it was given."),
        },
    ),
    "points": table(
        "One line an entity, period and node that adds up points, or is part of one that does.",
        _ROW
        | {
            "node": _NODE,
            "won": number("The points that it won."),
            "possible": number("The points that it could win in that row."),
        },
    ),
    "gate_effects": table(
        "Where a gate holds a node back.",
        _ROW
        | {
            "node": _NODE,
            "gate": integer("Which of its gates, counted from 1."),
            "requires": text("The nodes that must hold."),
            "limit": cell("The level or the score that it cannot pass."),
        },
    ),
    "level_cuts": table(
        "Between which cuts each level lies that data cuts.",
        {
            "node": _NODE,
            "population": text("Of whom the cuts are taken."),
            "level": text("Id of the level."),
            "above": number("Where it begins, left out; null where it is open."),
            "up_to": number("Where it ends, included; null where it is open."),
            "method": text("How cuts are made."),
            "n": or_null(integer("How many scores they were made of; null where they come from elsewhere.")),
        },
    ),
    "scale_parameters": table(
        "What relative scales took from their populations.",
        {
            "node": _NODE,
            "population": text("Of whom it was taken."),
            "parameter": text("What was taken."),
            "figure": number("The figure."),
        },
    ),
    "imputations": table(
        "What stands in for absent figures, one line a gap that is filled.",
        _ROW
        | {
            "subject": text("Id of the variable or the indicator."),
            "kind": text("What it is.", "variable", "indicator"),
            "method": text("How the gap was filled."),
            "figure": number("What stands in."),
            "population": text("Whose mean or median it is; empty of other methods."),
            "n": or_null(number("How many figures that population has; null of other methods.")),
            "period_before": text("The earlier period whose figure was taken; empty for none."),
            "period_after": text("The later period whose figure was taken; empty for none."),
        },
    ),
    "treatments": table(
        "What was done to skewed values, one line an indicator that is treated and population.",
        {
            "node": _NODE,
            "population": text("Of whom the skewness is."),
            "method": text("What stayed; empty where none was needed."),
            "n": integer("How many figures there are."),
            "moved": integer("How many of them are read otherwise."),
            "skewness": number("Before."),
            "kurtosis": number("Before; of a spreadsheet, 0 of a normal distribution."),
            "skewness_after": number("After."),
            "kurtosis_after": number("After."),
            "lower": number("The least figure that stays."),
            "upper": number("The greatest figure that stays."),
            "origin": number("From where the logarithm is taken."),
            "turn": number("Whether the logarithm is turned: -1 or 1."),
            "power": number("Of Box and Cox."),
        },
    ),
    "findings": table("What is wrong or notable, the gravest first.", {**_ROW, **FINDING}),
}
