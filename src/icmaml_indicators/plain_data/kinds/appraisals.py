"""What the documents of projects hold: those appraised, and those that a budget carries."""

from __future__ import annotations

from .fields import Field, cell, flag, integer, number, sequence, table, text
from .programs import FINDING

_PROJECT = cell("Key of the project.")

APPRAISAL: dict[str, Field] = {
    "rate": number("Discount rate a year."),
    "projects": table(
        "One line a project.",
        {
            "project": _PROJECT,
            "net_present_value": number("Sum of the flows, discounted to the first one."),
            "internal_rate_return": number("The internal rate of return, only where it is the only one."),
            "internal_rates": integer("How many internal rates it has."),
            "rates": sequence("All of them, ascending.", number("")),
            "immediate_return_rate": number("First return over the investment."),
            "annual_equivalent_value": number("The net present value spread over the years."),
            "annual_equivalent_cost": number("The present cost spread over the years."),
            "benefit_cost_ratio": number("Present benefits over present costs."),
            "benefit_cost_ratio_net": number("Present flows after the investment over the investment."),
            "payback": number("Years until the flows add up to nought."),
            "payback_discounted": number("Years until the discounted flows do."),
            "present_cost": number("Sum of the costs, discounted."),
            "life": number("Years from the first flow to the last."),
            "accepted": flag("Whether the net present value is not negative."),
        },
    ),
    "flows": table(
        "One line a cash flow, those of a project together and in order of time.",
        {
            "project": _PROJECT,
            "time": number("Years since the first flow of the project."),
            "benefit": number("What comes in; null where only net flows were handed in."),
            "cost": number("What goes out; null where only net flows were handed in."),
            "net": number("The one less the other."),
        },
    ),
    "findings": table("What is wrong or notable.", {"project": _PROJECT, **FINDING}),
}

PORTFOLIO: dict[str, Field] = {
    "budget": number("What may be spent."),
    "value": number("Value of the exact choice."),
    "cost": number("Cost of the exact choice."),
    "value_by_ratio": number("Value of the simple ranking."),
    "cost_by_ratio": number("Cost of the simple ranking."),
    "bound": number("No choice can be worth more than this."),
    "value_column": text("The column of the projects that is their value."),
    "cost_column": text("The column of the projects that is their cost."),
    "projects": table(
        "The projects in order of value over cost.",
        {
            "project": _PROJECT,
            "value": number("Its value."),
            "cost": number("Its cost."),
            "ratio": number("The one over the other; null also of what costs nothing."),
            "place": integer("Its place in that order."),
            "chosen": flag("Whether the exact choice holds it."),
            "by_ratio": flag("Whether the simple ranking holds it."),
            "reason": text("Why it is not chosen; empty where it is."),
        },
    ),
}
