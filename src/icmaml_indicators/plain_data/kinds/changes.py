"""What the documents of a comparison of versions and of a path to a target hold."""

from __future__ import annotations

from .fields import (
    Field,
    both,
    cell,
    flag,
    integer,
    mapping,
    number,
    or_null,
    perhaps,
    record,
    sequence,
    table,
    text,
    words,
)

_STEP = ("none", "patch", "minor", "major")
_PLACE = {
    "file": text("The file."),
    "line": integer("Its line, counted from 1."),
    "column": integer("Its column, counted from 1."),
}
_CHANGE = {
    "code": text("Stable code, as the guide lists them."),
    "effect": text("What it does to figures.", "breaking", "additive", "neutral"),
    "program": text("Id of the program, as it is now."),
    "kind": text("What changed."),
    "subject": text("Its id, as it is now (as it was, where it is gone)."),
    "key": text("The key of the spec language that changed; empty for the whole subject."),
    "message": both("What changed."),
    "old": both("What it was, in words; empty for nothing."),
    "new": both("What it is, in words; empty for nothing."),
    "old_place": or_null(record("Where it stood; null where it did not.", _PLACE, "place")),
    "new_place": or_null(record("Where it stands; null where it does not.", _PLACE, "place")),
    "confidence": number("Of a rename that was inferred, 0 to 1; null of others."),
}
_FIGURES = ("value", "score", "rank")

DIFF: dict[str, Field] = {
    "schema": integer("The version of what is described here.", 1),
    "ok": flag("Whether every version tells what happened."),
    "programs": table(
        "One entry a program.",
        {
            "id": text("Its id."),
            "old_version": or_null(text("Its version before; null where it did not exist.")),
            "new_version": or_null(text("Its version now; null where it is gone.")),
            "bump_given": text("The step that the version took.", *_STEP),
            "bump_due": text("The step that the changes make due.", *_STEP),
            "ok": flag("Whether the step that it took is enough."),
            "changes": table("What changed, in the order: program, inputs, indicators and groups.", _CHANGE, "change"),
            "affected": mapping(
                "The nodes that are not as before for the same data, by their id of now.",
                record(
                    "",
                    {
                        "parts": sequence("What of it.", text("", "value", "score", "level")),
                        "through": words("The ids of what changed so that it is not."),
                    },
                    "affected",
                ),
            ),
            "notices": table("What is to be said of the version.", _CHANGE, "change"),
        },
    ),
    "moves": perhaps(
        table(
            "With data: one line an entity, period and node of either version.",
            {
                "entity": text("Key of the entity."),
                "period": text("The period."),
                "peers": text("The peer group."),
                "node": text("Id of the node now; empty where it is gone."),
                "was": text("Its id before; empty where it is new."),
                "kind": text("An indicator or a group.", "indicator", "group"),
                **{
                    f"{figure}_{side}": number(f"Its {figure} {told}.")
                    for figure in _FIGURES
                    for side, told in (("old", "before"), ("new", "now"), ("change", "now less before"))
                },
                "level_old": text("Its level before; empty for none."),
                "level_new": text("Its level now; empty for none."),
                "moved": flag("Whether any of them moved."),
            },
        )
    ),
    "summary": perhaps(
        table(
            "With data: one line a node, period and peer group.",
            {
                "node": text("Id of the node."),
                "kind": text("An indicator or a group.", "indicator", "group"),
                "period": text("The period."),
                "peers": text("The peer group."),
                "entities": integer("How many entities."),
                "values": integer("How many values moved."),
                "scores": integer("How many scores moved."),
                "ranks": integer("How many ranks moved."),
                "levels": integer("How many levels moved."),
                "largest_change": number("The largest change of the score, or of the value where no score moved."),
                "largest_entity": text("Whose it is; empty for nobody."),
                "spearman": number("Agreement of the ranks before and now (Spearman)."),
                "kendall": number("Agreement of the ranks before and now (Kendall)."),
            },
        )
    ),
}

PATH: dict[str, Field] = {
    "entity": text("Key of the entity."),
    "period": text("The period."),
    "node": text("Id of the node that is to reach the target."),
    "target": mapping("What was asked for: a level, quartile, rank or score.", cell("")),
    "reachable": flag("Whether it can be reached."),
    "reason": text("How far it goes and what binds, where it cannot; else empty."),
    "method": text("How the plan was found.", "exact", "best_found", "none"),
    "score_before": number("Score of the node."),
    "score_after": number("Its score with the moves made."),
    "level_before": or_null(text("Id of its level; null for none.")),
    "level_after": or_null(text("Id of its level with the moves made; null for none.")),
    "effort": number("The sum over moves."),
    "moves": table(
        "One line a move, the greatest contribution first.",
        {
            "indicator": text("Id of the indicator."),
            "title": text("Its title."),
            "from": number("Its value."),
            "to": number("Its value after the move."),
            "change": number("The one less the other."),
            "unit": text("Unit of the value; empty for none."),
            "answer": text("The answer to give; empty where it is no criterion."),
            "score_from": number("Its score."),
            "score_to": number("Its score after the move."),
            "gain": number("The one less the other."),
            "contribution": number("What the node loses if this move alone is left out."),
            "effort": number("What it takes."),
            "limit": text("How far it can go.", "best", "top_quartile", "range", "answers"),
            "limit_value": number("The value at that limit."),
            "input": text("The figure behind it that can be acted on; empty where there are several."),
            "input_from": number("That figure."),
            "input_to": number("That figure after the move."),
        },
    ),
    "assumptions": words("What is held fixed."),
}
