"""Pages of the rules on formulas (IND20x, IND21x)."""

from __future__ import annotations

from .page import Page

_RATE = "        formula: police / population * 1000"
_SHARE = "        formula: if_else(police > 0, certified / police * 100, 0)"
_SPENDING = '    formula: spending / if_else(size == "large", population, population * 1)'

PAGES = (
    Page(
        "IND201",
        "unreadable-formula",
        "Finds what the grammar of formulas does not know: `=` for `==`, `^` for `**`, a missing bracket, `a < b < c`.",
        "A formula that can be read in two ways gives two results.",
        _RATE,
        "        formula: police / population x 1000",
        "indicators",
    ),
    Page(
        "IND202",
        "undefined-name",
        "Finds a name that is neither a variable nor an indicator.",
        "The formula has no result.",
        _RATE,
        "        formula: polise / population * 1000",
        "indicators",
    ),
    Page(
        "IND203",
        "unknown-function",
        "Finds a call of a function that the language does not have.",
        "Formulas call only functions of a short list, so that a spec can do no harm.",
        _RATE,
        "        formula: median(police, 0) / population * 1000",
        "indicators",
    ),
    Page(
        "IND204",
        "argument-count",
        "Finds a function with too few or too many arguments.",
        "What is missing would have to be guessed.",
        _SHARE,
        "        formula: if_else(police > 0, certified / police * 100)",
        "indicators",
    ),
    Page(
        "IND205",
        "cycle",
        "Finds indicators that are computed from one another in a circle.",
        "None of them has a result.",
        _RATE,
        "        formula: certified_rate + police / population * 1000 * police_rate",
        "indicators",
    ),
    Page(
        "IND207",
        "unknown-option",
        "Finds a comparison with, or a cut for, an option that the variable does not have.",
        "It would never be true.",
        _SPENDING,
        '    formula: spending / if_else(size == "big", population, population * 1)',
        "indicators",
    ),
    Page(
        "IND208",
        "lonely-text",
        "Finds quoted text that is not compared with a variable that has options.",
        "Text is no figure to compute with.",
        _SPENDING,
        '    formula: spending / if_else(size == "large", population, "none")',
        "indicators",
    ),
    Page(
        "IND209",
        "formula-too-long",
        "Finds formulas of more than 2,000 characters or 40 levels.",
        "Nobody can review them, and limits keep hostile specs from taking the machine.",
        _RATE,
        f"        formula: {'(' * 45}police{')' * 45} / population * 1000",
        "indicators",
        instead="Give parts of it an indicator of their own and name it.",
    ),
    Page(
        "IND210",
        "denominator-always-zero",
        "Finds a division by the number zero.",
        "There is never a result.",
        _RATE,
        "        formula: police / 0 * 1000",
        "indicators",
    ),
    Page(
        "IND211",
        "lag-steps",
        "Finds a `lag` whose second argument is not a whole number from 1 on, written out.",
        "How far back a formula looks must be known before any data comes.",
        _RATE,
        "        formula: lag(police, 0.5) / population * 1000",
        "indicators",
    ),
    Page(
        "IND212",
        "formula-too-high",
        "Finds more than 100 operations one inside another; the formulas that a formula names count with it.",
        "Each `+` of a chain stands inside the next one. Whatever reads a formula goes down step by step, and limits keep "
        "hostile specs from taking the machine.",
        _RATE,
        f"        formula: ({' + '.join(['police'] * 102)}) / population * 1000",
        "indicators",
        instead="Write long sums as `sum(a, b, …)`, and other chains in parts, in parentheses.",
    ),
    Page(
        "IND213",
        "category-as-number",
        "Finds a variable of type category that is computed with, ordered, or compared with a number.",
        "Its figures would be the places of its options in the list: another order of the list, another result.",
        _SPENDING,
        "    formula: spending / if_else(size > 0, population, population * 1)",
        "indicators",
    ),
    Page(
        "IND214",
        "beyond-numbers",
        "Tells of a power, product or other part of a formula that is larger than any number can be, whatever the data.",
        "It has no result: the indicator is always absent, or what divides by this part is always zero.",
        _RATE,
        "        formula: police / population * 1000 + exp(2 ** 10)",
        "indicators",
    ),
    Page(
        "IND215",
        "lag-beyond-periods",
        "Tells of a `lag`, or of several inside one another, that goes further back than the first year, 0000, is from "
        "the last, 9999.",
        "No data has such a period: the figure is always absent.",
        _RATE,
        "        formula: lag(police, 100000) / population * 1000",
        "indicators",
    ),
)
