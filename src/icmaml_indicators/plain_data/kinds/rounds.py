"""What the documents of a round of collection and of two evaluators hold."""

from __future__ import annotations

from .fields import Field, cell, flag, integer, mapping, number, or_null, table, text
from .programs import PERIOD

_ENTITY = cell("Key of the municipality.")
_REASON = text("Why there is none; empty where there is a figure.")

COLLECTION: dict[str, Field] = {
    "period": PERIOD,
    "is_final": flag("Whether the results were declared final."),
    "counts": mapping("How many municipalities are in each state.", integer("")),
    "status": table(
        "One line a municipality.",
        {
            "entity": _ENTITY,
            "name": text("Its name; empty where it is not known."),
            "state": text("How far it is.", "not_received", "errors", "incomplete", "ready"),
            "expected": flag("Whether it is to hand in."),
            "files": text("The files in force that hold something of it."),
            "received": text("The last date on which one was received; empty where that is not known."),
            "asked": integer("How many inputs are asked for."),
            "answered": integer("How many are reported, or said not to apply."),
            "errors": integer("Findings of that severity, and files that cannot be read."),
            "warnings": integer("Findings of that severity."),
        },
    ),
    "files": table(
        "One line a file.",
        {
            "file": text("Its name."),
            "received": text("When it was received; empty where that is not known."),
            "state": text("Whether it counts.", "in_force", "superseded", "not_read"),
            "superseded_by": text("The file that took its place; empty for none."),
            "problem": text("Why it is not read; empty where it is."),
        },
    ),
    "corrections": table(
        "One line an input that later files changed.",
        {
            "entity": _ENTITY,
            "period": PERIOD,
            "variable": text("Id of the input."),
            "before": number("The figure as it was handed in first."),
            "reason_before": _REASON,
            "text_before": text("What stood in its cell."),
            "place_before": text("Where: file and cell."),
            "now": number("The figure in force."),
            "reason_now": _REASON,
            "text_now": text("What stands in its cell."),
            "place_now": text("Where: file and cell."),
        },
    ),
    "moves": table(
        "Who stands otherwise since the corrections, one line a node.",
        {
            "entity": _ENTITY,
            "period": PERIOD,
            "peers": text("The peer group."),
            "node": text("Id of the node."),
            "kind": text("What it is.", "indicator", "group"),
            **{
                f"{figure}_{side}": number(f"Its {figure} {words}.")
                for figure in ("value", "score", "rank")
                for side, words in (("old", "as it was"), ("new", "as it is"))
            },
            "level_old": text("Its level as it was; empty for none."),
            "level_new": text("Its level as it is; empty for none."),
        },
    ),
}

_SIDES = (("first", "the first evaluator"), ("second", "the second evaluator"))

AGREEMENT: dict[str, Field] = {
    "blocks": table(
        "How far they agree, by block and over all.",
        {
            "block": text("Id of the group; `total` over all."),
            "title": text("Its title."),
            "criteria": integer("Answers of which either evaluator gave one."),
            "compared": integer("Answers that both gave."),
            "agreeing": integer("How many of these are alike."),
            "percent": number("The share of these, in percent."),
            "kappa": number("Cohen's kappa; null where it is not defined."),
        },
    ),
    "answers": table(
        "One line an answer that either evaluator gave.",
        {
            "entity": _ENTITY,
            "period": PERIOD,
            "block": text("Id of the group that the criterion stands in."),
            "criterion": text("Id of the criterion."),
            "title": text("Its title."),
            **{
                name: text(f"The answer of {who}: an option, a figure, or why it says nothing.") for name, who in _SIDES
            },
            "agrees": flag("Whether they are alike."),
            **{f"given_{name}": text(f"As written by {who}.") for name, who in _SIDES},
            **{f"points_{name}": number(f"Points of the answer of {who}.") for name, who in _SIDES},
            **{f"evidence_{name}": text(f"Evidence of {who}.") for name, who in _SIDES},
            **{f"note_{name}": text(f"Note of {who}.") for name, who in _SIDES},
            "agreed": text("The answer that holds; empty until it is settled."),
            "by": text("Who settled it; empty for nobody."),
            "on": or_null(text("The date on which it was settled; empty for none.")),
            "note_agreed": text("What was noted when it was settled; empty for none."),
        },
    ),
}
