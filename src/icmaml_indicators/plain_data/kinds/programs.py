"""What documents tell of a program: its head, the nodes of its tree, what is handed in for it."""

from __future__ import annotations

from .fields import both, cell, flag, integer, number, or_null, perhaps, record, sequence, table, text, words

DIRECTION = text(
    "Which values are good: higher, lower, near a target, or none of them (context).",
    *("higher", "lower", "target", "context"),
)
NODE_KIND = text("An indicator, or a group of them (the total is one).", "indicator", "group")

PROGRAM_HEAD = {
    "id": text("Its id."),
    "version": text("Its version."),
    "title": both("Its title."),
    "provenance": record(
        "How many of its indicators are of each provenance.",
        {
            "documented": integer("Taken from a public source that is named."),
            "reconstructed": integer("Modelled on comparable systems that are named."),
            "user": integer("Defined by whoever wrote the program."),
            "undeclared": integer("Without a provenance."),
        },
    ),
}

PROVENANCE = record(
    "Where the definition comes from: its own, or that of the nearest node above that has one.",
    {
        "status": text("What it is.", "documented", "reconstructed", "user"),
        "source": or_null(text("The public source.")),
        "url": or_null(text("Where the source is to be found.")),
        "documented_parts": or_null(both("Which parts the source documents.")),
        "confidence": or_null(text("How sure it is.", "high", "medium", "low")),
        "modelled_on": words("The systems that it is modelled on."),
        "reading": or_null(
            text("What was read of them.", "definition_read", "name_read", "area_read", "recalled"),
        ),
        "note": or_null(both("What else is to be said.")),
    },
    "provenance",
)

_LEVELS = table(
    "Its named bands, the worst first.",
    {
        "id": text("Its id."),
        "title": both("Its title."),
        "up_to": number("The score that it ends at, included; null where it is open, or worked out."),
        "from": number("The score that it begins at, included; null where it is open, or worked out."),
        "description": or_null(both("What it means.")),
    },
    "level",
)

NODES = table(
    "The tree, parents before children, in its order; `total` first. What holds of a node in every row stands here.",
    {
        "id": text("Its id; `total` of the root."),
        "parent": or_null(text("Id of the group that it stands in; null of the total.")),
        "kind": NODE_KIND,
        "depth": integer("How deep it stands; 0 is the total."),
        "title": both("Its title."),
        "description": or_null(both("What it is.")),
        "unit": or_null(both("Unit of its value; null where it has none.")),
        "direction": DIRECTION,
        "role": text(
            "What it is to its parent: part of it, on top of it, taken from it, or only shown.",
            *("base", "bonus", "penalty", "informational"),
        ),
        "decimals": or_null(integer("Decimals that its value is shown with; null of groups.")),
        "range_low": number("Lowest plausible value; null where it is open."),
        "range_high": number("Highest plausible value; null where it is open."),
        "target": number("The value that is best, where one is; null where it is worked out."),
        "formula": or_null(text("Its formula; its own id where the figure is handed in; null of criteria and groups.")),
        "scale": or_null(text("The method that makes a score of its value; null where there is none.")),
        "aggregation": or_null(text("The method that makes one of its parts; null of indicators.")),
        "weight": number("What it weighs where nothing is absent, in points where these are added up."),
        "share": number("The share with which it counts in its parent where nothing is absent."),
        "levels": _LEVELS,
        "provenance": or_null(PROVENANCE),
        "sdg": words("Targets of the Sustainable Development Goals that it speaks to."),
    },
    "node",
)

_OPTIONS = table(
    "What it can be, in order.",
    {"id": text("Its id."), "title": or_null(both("Its title."))},
    "option",
)

_VARIABLES = table(
    "What is handed in, or made of what is: figures, then the answers to criteria under their ids.",
    {
        "id": text("Its id."),
        "title": both("Its title."),
        "description": or_null(both("What it is.")),
        "unit": or_null(both("Its unit.")),
        "type": text("What a figure of it is.", "number", "integer", "boolean", "ordinal", "category"),
        "kind": or_null(text("How time enters.", "stock", "flow", "context")),
        "range_low": number("Lowest admissible figure; null where it is open."),
        "range_high": number("Highest admissible figure; null where it is open."),
        "options": _OPTIONS,
        "takes_any": flag("Whether any text is an option."),
        "is_answer": flag("Whether it answers a criterion."),
        "of": or_null(text("The variable that its options are cut from; it is not handed in.")),
        "from": or_null(text("What it is made of in the program below; it is not handed in.")),
    },
)

PROGRAM = {
    "description": or_null(both("What it measures.")),
    "rights": or_null(both("Who holds which rights.")),
    "note": or_null(both("What else is to be said.")),
    "entity": record(
        "What is measured.",
        {
            "type": text("Its type.", "municipality", "state", "project", "budget_program", "other"),
            "country": text("Whose keys municipalities and states have.", "MX", "CO", "CR", "HN"),
        },
    ),
    "period": record(
        "How often it is measured.",
        {
            "frequency": sequence("Lengths of period.", text("", "year", "semester", "quarter", "month")),
            "step": integer("Distance to the period before, in units of the frequency."),
        },
    ),
    "provenance": or_null(PROVENANCE),
    "valid_from": or_null(text("The first period that the definition holds for.")),
    "valid_to": or_null(text("The last period that the definition holds for.")),
    "replaces": or_null(
        record(
            "The edition that it follows.",
            {"id": or_null(text("Its id; null for the same.")), "version": text("Its version.")},
        )
    ),
    "nodes": NODES,
    "variables": _VARIABLES,
    "models": table(
        "Other ways to score the same answers.",
        {"id": text("Its id."), "title": both("Its title."), "description": or_null(both("What it does."))},
    ),
}

# Columns that tables of several kinds share.
ENTITY = text("Key of the entity.")
PERIOD = text("The period.")
NAME = perhaps(or_null(text("Its name; only where the data give names.")))
# What every finding says, behind the columns of what it concerns.
FINDING = {
    "subject": text("What it concerns: a variable, a node, a column."),
    "code": text("Stable code, as the guide lists them."),
    "severity": text("How grave it is.", "error", "warning", "info"),
    "message": text("What was found, in the language of the document."),
    "figure": cell("The figure or text that it is about; null where there is none."),
}
