"""What the document of indicators with targets holds."""

from __future__ import annotations

from .fields import Field, cell, flag, integer, mapping, number, or_null, table, text, words
from .programs import FINDING, PERIOD

_LINE = cell("Line of the table as it was given, counted from 1.")
_KEYS = mapping("Texts of the hierarchy, by column; empty below the depth of a group.", text(""))

TARGETS: dict[str, Field] = {
    "form": text("What the table is.", "matrix", "plan"),
    "hierarchy": words("Columns that results are rolled up by, the widest first."),
    "level_weights": mapping("What the levels of a matrix weigh.", number("")),
    "term": or_null(words("First and last month of the administration; null where they were not given.")),
    "indicators": table(
        "One line an indicator.",
        {
            "line": _LINE,
            "period": PERIOD,
            "keys": _KEYS,
            "component": text("The component it belongs to; empty for none."),
            "objective": text("The objective it belongs to; empty for none."),
            "indicator": text("Its name."),
            "direction": text("Which values are good; empty where that is unknown."),
            "method": text("How attainment is worked out; empty where it is not."),
            "actual": number("The result, to date where results add up."),
            "target": number("Its target, to date where results add up."),
            "target_high": number("Where the target ends, of a range."),
            "baseline": number("Where it began."),
            "attainment": number("How much of the target is attained, in percent."),
            "score": number("Attainment between 0 and 100."),
            "light": text("Traffic light; empty for none.", "", "green", "yellow", "red"),
            "sdg": text("Goals or targets of the SDG that it speaks to, as given."),
        },
    ),
    "groups": table(
        "One line a period and group, at every depth.",
        {
            "period": PERIOD,
            "group": text("The depth: the last column of the hierarchy that tells it apart."),
            "keys": _KEYS,
            "score": number("What its indicators come to."),
            "coverage": number("Share of the weight that is present, 0 to 1."),
            "indicators": integer("How many indicators it has."),
            "no_light": integer("How many of them have no light."),
            "green": integer("How many are green."),
            "yellow": integer("How many are yellow."),
            "red": integer("How many are red."),
            "comparable": flag("Whether enough of its weight is present to compare it."),
        },
    ),
    "flat": table(
        "The plain mean over all indicators of each widest group beside the one rolled up.",
        {
            "period": PERIOD,
            "keys": _KEYS,
            "flat": number("The plain mean."),
            "rolled_up": number("What the hierarchy makes of them."),
        },
    ),
    "pace": or_null(
        table(
            "Advance of each widest group against a straight line over the term; null where no term was given.",
            {
                "period": PERIOD,
                "keys": _KEYS,
                "year_of_term": integer("Year of the term, from 1."),
                "expected": number("What would be due on a straight line."),
                "score": number("What was attained."),
                "pace": number("The one over the other, in percent."),
            },
        )
    ),
    "cremaa": table(
        "The self-assessment of each indicator that has one.",
        {
            "line": _LINE,
            "indicator": text("Its name."),
            "score": number("The mean of its marks, less one, over four, in percent."),
        },
    ),
    "findings": table(
        "What is wrong or notable.",
        {
            "line": _LINE,
            "indicator": text("Name of the indicator; empty where it concerns a whole column."),
            "period": PERIOD,
            **FINDING,
        },
    ),
}
