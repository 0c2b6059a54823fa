"""Pages of the rules on examples and properties (IND322–IND328)."""

from __future__ import annotations

from .page import Page

_EXAMPLE = "        examples: [{given: {police: 4, certified: 3}, expect: 75}]"
_OTHER = "        examples: [{given: {police: 2, population: 1000}, expect: 2}]"

PAGES = (
    Page(
        "IND322",
        "property-broken",
        "Tries what `holds` says of an indicator on its examples and on made-up inputs within their ranges and checks, and "
        "finds the simplest figures that break it.",
        "The formula, a range, a check or the property is wrong: figures like these can be handed in.",
        "        holds: result <= 100\n" + _EXAMPLE,
        "        holds: result <= 10\n" + _EXAMPLE,
        "indicators",
        "Mend what is wrong; where the figures cannot occur, say so by a range or a check.",
    ),
    Page(
        "IND323",
        "property-stranger",
        "Finds a name in `holds` that is neither `result` nor an input of the program.",
        "The property cannot be tried.",
        "        holds: result <= 100\n" + _EXAMPLE,
        "        holds: reslt <= 100\n" + _EXAMPLE,
        "indicators",
    ),
    Page(
        "IND324",
        "coverage-too-low",
        "Tells of a program whose examples reach a smaller share of its paths than `--min-coverage` asks for.",
        "Bands, levels, answers or absences that no example reaches can change without anybody noticing.",
        instead="Add examples for what `validate --coverage` lists.",
    ),
    Page(
        "IND325",
        "example-value",
        "Finds a value in an example that its input cannot have.",
        "The example shows nothing: such a figure or answer is never handed in.",
        "    examples: [{given: {spending: 500, population: 100, size: large}, expect: 5}]",
        "    examples: [{given: {spending: 500, population: 100, size: lrge}, expect: 5}]",
        "indicators",
    ),
    Page(
        "IND326",
        "example-of-nothing",
        "Finds an expectation of a node that does not exist.",
        "It can never be met.",
        _OTHER,
        _OTHER.replace("expect: 2}", "expect: {polise_rate: 2}}"),
        "indicators",
    ),
    Page(
        "IND327",
        "expectation-without-use",
        "Finds an expectation that says nothing of its node: a level where there are none, a light without a target, the "
        "value of a group.",
        "It proves nothing.",
        _OTHER,
        _OTHER.replace("expect: 2}", "expect: 2, expect_level: low}"),
        "indicators",
    ),
    Page(
        "IND328",
        "example-scores-otherwise",
        "Runs every example through the engine that scores data, and finds those that come to another score, level or light.",
        "The definition or the example is wrong.",
        _OTHER,
        _OTHER.replace("expect: 2}", "expect: 2, expect_score: 50}"),
        "indicators",
    ),
)
