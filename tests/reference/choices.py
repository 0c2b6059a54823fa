"""What is drawn everywhere: names, options, single choices; and formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

# Whether programs are drawn that read scores and populations in formulas, have scales on groups, round scores, and show
# nodes that do not count. The engine does not have these yet.
STAGES = True

Draw = Callable[[Any], Any]
Trait = tuple[str, str]
NUMBERS, FLAG, SORT, GRADE = ("a", "b", "c"), "flag", "sort", "grade"
# To whom something applies.
CONDITIONS = (
    "sort == 'north'",
    "a > 1 or flag",
    "entity != 'e1'",
    "band in ('few', 'many')",
    "period != '1999' and b < 9",
    "a > of_sort or period < '2024'",
)
# Cut from `a`: it is not handed in.
BAND = "band"
# Take any text.
PLACE, HOME = "place", "home"
OPTIONS = {SORT: ("north", "south"), GRADE: ("low", "mid", "high")}
# Populations that a drawn program declares; the first period is that of its frequency.
DECLARED = {
    "flagged": {"where": FLAG},
    "northern": {"where": "sort == 'north' and entity != 'e1'", "within": "all"},
    "first": {"period": ""},
    "first_of_sort": {"period": "", "by": SORT},
    "pairs": {"by": [SORT, GRADE], "within": "all"},
    "at_home": {"by": [HOME, SORT], "where": "place == home or flag"},
    "of_band": {"by": BAND, "within": "all"},
    "large": {"where": "a > 2 or entity in ('e0', 'e9')", "by": [GRADE]},
}
POPULATIONS = ("period", "all", "entity", SORT, GRADE, BAND, PLACE, *DECLARED)
# Parameters of a drawn program.
PARAMETERS = ("pi", "of_sort", "of_period", "of_both")
TIES = ("average", "min", "max", "dense")
STATISTICS = ("min", "max", "mean", "median", "sum", "sd", "sd_n", "count", "last", "weighted_mean", "quantile", "rank", "percentile_rank")  # fmt: skip
# Constants that floats hold exactly, so that what is equal on paper is equal in floats.
CONSTANTS = ("0", "1", "2", "3", "0.5", "10", "100", "-1", "1.25")


def one_of(draw: Draw, *choices: Any) -> Any:
    """Draw one of the choices; the first is the simplest."""
    return draw(st.sampled_from(choices))


def seldom(draw: Draw) -> bool:
    """Draw true in about one of four."""
    return bool(draw(st.sampled_from((False, False, False, True))))


def formula(draw: Draw, known: tuple[str, ...], depth: int = 2, function: str | None = None) -> str:
    """Draw a formula over some names; its outermost part is `function` where one is given."""
    if function is None and (depth == 0 or not draw(st.booleans())):
        return str(one_of(draw, *known, *CONSTANTS) if seldom(draw) else one_of(draw, *known))

    def part() -> str:
        return formula(draw, known, depth - 1)

    match function or one_of(draw, "sum", "/", "+", "-", "*", "**", "neg", "if_else", "coalesce", "lag", "min", "max", "mean", "abs", "sqrt", "log", "exp", "npv", "equivalent_annual", "irr", "truth"):  # fmt: skip
        case "+" | "-" | "*" | "/" as sign:
            return (
                f"({part()}) {sign} ({part()})"
                if sign != "/"
                else f"({part()}) / ({one_of(draw, *known)} {one_of(draw, '+', '-')} {one_of(draw, '1', '3', '0.5')})"
            )
        case "**":
            return f"({part()}) ** {one_of(draw, '2', '0.5', '-1', '3', '0')}"
        case "neg":
            return f"-({part()})"
        case "truth":
            return condition(draw, known, depth - 1)
        case "if_else":
            return f"if_else({condition(draw, known, depth - 1)}, {part()}, {part()})"
        case "choose":
            return f"choose({condition(draw, known, 0)}, {part()}, {condition(draw, known, 0)}, {part()}, {part()})"
        case "lag":
            return f"lag({part()}{one_of(draw, '', ', 2')})"
        case "npv" | "equivalent_annual" as name:
            return f"{name}({one_of(draw, '0.25', '0', '-0.5', 'a')}, {part()}, {part()}, {part()})"
        case "irr":
            return f"irr(-({part()}), {part()}, {part()})"
        case "abs" | "sqrt" | "log" | "exp" as name:
            return f"{name}({part()})"
        case name:
            return f"{name}({part()}, {part()})"


def condition(draw: Draw, known: tuple[str, ...], depth: int) -> str:
    """Draw something that is true or false."""
    match one_of(draw, "compare", "option", "flag", "and", "or", "not", "period"):
        case "period":
            return f"period {one_of(draw, '<', '>=', '==')} '{one_of(draw, '2024', '2023-S2')}'"
        case "option":
            name = one_of(draw, SORT, GRADE, BAND, PLACE)
            if name == PLACE:
                return f"{PLACE} {one_of(draw, '==', '!=')} {HOME}"
            return f"{name} {one_of(draw, '==', '!=')} '{one_of(draw, *OPTIONS.get(name, ('few', 'many')))}'"
        case "flag":
            return FLAG
        case "not":
            return f"(not {condition(draw, known, 0)})"
        case "and" | "or" as word:
            return f"({condition(draw, known, 0)} {word} {condition(draw, known, 0)})"
    return f"({formula(draw, known, depth)} {one_of(draw, '<', '<=', '>', '>=', '==', '!=')} {formula(draw, known, 0)})"


def statistic(draw: Draw, known: tuple[str, ...], function: str | None = None) -> str:
    """Draw a statistic over a population of a formula over some names."""
    function = function or one_of(draw, *STATISTICS)
    population = one_of(draw, *POPULATIONS)
    what = formula(draw, known, 1)
    match function:
        case "weighted_mean":
            what += f", {one_of(draw, *known)}"
        case "quantile":
            what += f", {one_of(draw, '0.25', '0.9', '0', '1')}"
        case "rank" | "percentile_rank" if draw(st.booleans()):
            what += f", '{one_of(draw, *TIES)}'"
    return f"{function}({what} over {population})"
