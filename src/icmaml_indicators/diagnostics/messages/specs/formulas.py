"""Faults and doubts of formulas."""

from __future__ import annotations

from ..message import Message, Page, doubt, fault
from .samples import INDICATORS

_RATE = "        formula: police / population * 1000"
_SHARE = "        formula: if_else(police > 0, certified / police * 100, 0)"
_SPENDING = '    formula: spending / if_else(size == "large", population, population * 1)'

MESSAGES: dict[str, Message] = {
    "IND201": fault(
        "la fórmula no se entiende aquí: {problem_es}",
        "the formula cannot be read here: {problem_en}",
        Page(
            "unreadable-formula",
            "Finds what the grammar of formulas does not know: `=` for `==`, `^` for `**`, a missing bracket, `a < b < c`.",
            "A formula that can be read in two ways gives two results.",
            _RATE,
            "        formula: police / population x 1000",
            INDICATORS,
        ),
    ),
    "IND202": fault(
        "`{name}` no es una variable ni un indicador",
        "`{name}` is neither a variable nor an indicator",
        Page(
            "undefined-name",
            "Finds a name that is neither a variable nor an indicator.",
            "The formula has no result.",
            _RATE,
            "        formula: polise / population * 1000",
            INDICATORS,
        ),
    ),
    "IND203": fault(
        "no existe la función `{name}`",
        "there is no function `{name}`",
        Page(
            "unknown-function",
            "Finds a call of a function that the language does not have.",
            "Formulas call only functions of a short list, so that a spec can do no harm.",
            _RATE,
            "        formula: mode(police, 0) / population * 1000",
            INDICATORS,
        ),
    ),
    "IND204": fault(
        "`{name}` recibe {wanted} argumentos, no {given}",
        "`{name}` takes {wanted} arguments, not {given}",
        Page(
            "argument-count",
            "Finds a function with too few or too many arguments.",
            "What is missing would have to be guessed.",
            _SHARE,
            "        formula: if_else(police > 0, certified / police * 100)",
            INDICATORS,
        ),
    ),
    "IND205": fault(
        "las fórmulas forman un ciclo: {cycle}",
        "the formulas form a cycle: {cycle}",
        Page(
            "cycle",
            "Finds indicators and scores that are computed from one another in a circle, also through earlier periods: the "
            "rows of a period are scored together.",
            "None of them has a result.",
            _RATE,
            "        formula: certified_rate + police / population * 1000 * police_rate",
            INDICATORS,
        ),
    ),
    "IND206": fault(
        "`{name}` se calcula sobre una población: escriba `{name}(… over period)`",
        "`{name}` is worked out over a population: write `{name}(… over period)`",
        Page(
            "statistic-without-population",
            "Finds a function of a population that does not say which: `median(x)` for `median(x over period)`.",
            "Whose figures are meant would have to be guessed.",
            _RATE,
            "        formula: median(police) / population * 1000",
            INDICATORS,
            instead="Write `over` and the population at the end of the arguments.",
        ),
    ),
    "IND207": fault(
        "`{option}` no es una opción de `{name}`",
        "`{option}` is not an option of `{name}`",
        Page(
            "unknown-option",
            "Finds a comparison with, or a cut for, an option that the variable does not have, or a level of no such node.",
            "It would never be true.",
            _SPENDING,
            '    formula: spending / if_else(size == "big", population, population * 1)',
            INDICATORS,
        ),
    ),
    "IND208": fault(
        "un texto entre comillas solo puede compararse (==, != o in) con una variable de opciones o con `level(…)`",
        "quoted text can only be compared (==, != or in) with a variable that has options, or with `level(…)`",
        Page(
            "lonely-text",
            "Finds quoted text that is not compared with a variable that has options, or with the level of a node.",
            "Text is no figure to compute with.",
            _SPENDING,
            '    formula: spending / if_else(size == "large", population, "none")',
            INDICATORS,
        ),
    ),
    "IND209": fault(
        "la fórmula supera {limit}",
        "the formula exceeds {limit}",
        Page(
            "formula-too-long",
            "Finds formulas of more than 2,000 characters or 40 levels.",
            "Nobody can review them, and limits keep hostile specs from taking the machine.",
            _RATE,
            f"        formula: {'(' * 45}police{')' * 45} / population * 1000",
            INDICATORS,
            instead="Give parts of it an indicator of their own and name it.",
        ),
    ),
    "IND210": fault(
        "el denominador es siempre cero",
        "the denominator is always zero",
        Page(
            "denominator-always-zero",
            "Finds a division by the number zero.",
            "There is never a result.",
            _RATE,
            "        formula: police / 0 * 1000",
            INDICATORS,
        ),
    ),
    "IND211": fault(
        "el segundo argumento de `lag` debe ser un entero positivo escrito como número",
        "the second argument of `lag` must be a positive whole number written out",
        Page(
            "lag-steps",
            "Finds a `lag` whose second argument is not a whole number from 1 on, written out.",
            "How far back a formula looks must be known before any data comes.",
            _RATE,
            "        formula: lag(police, 0.5) / population * 1000",
            INDICATORS,
        ),
    ),
    "IND212": fault(
        "hay más de {limit} operaciones una dentro de otra, contando las fórmulas que se nombran: escriba las sumas largas "
        "como `sum(a, b, …)` y las demás cadenas por partes, entre paréntesis",
        "more than {limit} operations stand one inside another, counting the formulas that are named: write long sums as "
        "`sum(a, b, …)` and other chains in parts, in parentheses",
        Page(
            "formula-too-high",
            "Finds more than 100 operations one inside another; the formulas that a formula names count with it.",
            "Each `+` of a chain stands inside the next one. Whatever reads a formula goes down step by step, and limits keep "
            "hostile specs from taking the machine.",
            _RATE,
            f"        formula: ({' + '.join(['police'] * 102)}) / population * 1000",
            INDICATORS,
            instead="Write long sums as `sum(a, b, …)`, and other chains in parts, in parentheses.",
        ),
    ),
    "IND213": fault(
        "`{name}` es una categoría: solo puede compararse (==, != o in) con una de sus opciones, entre comillas",
        "`{name}` is a category: it can only be compared (==, != or in) with one of its options, in quotes",
        Page(
            "category-as-number",
            "Finds a variable of type category, or a level, that is computed with, ordered, or compared with a number.",
            "Its figures would be the places of its options in the list: another order of the list, another result.",
            _SPENDING,
            "    formula: spending / if_else(size > 0, population, population * 1)",
            INDICATORS,
        ),
    ),
    "IND291": fault(
        "`{name}` toma cualquier texto: enumere sus opciones {what_es}",
        "`{name}` takes any text: list its options {what_en}",
        Page(
            "options-not-listed",
            "Finds a category of `options: any` that is compared with a quoted text, or that a table of figures is by.",
            "Which texts will come is not known: one that is misspelt would never be told.",
            "    options: [small, large]",
            "    options: any",
            INDICATORS,
        ),
    ),
    "IND214": doubt(
        "info",
        "`{sign}` da siempre más de lo que cabe en un número (1.8e308): aquí nunca hay resultado",
        "`{sign}` always gives more than a number can hold (1.8e308): there is never a result here",
        Page(
            "beyond-numbers",
            "Tells of a power, product or other part of a formula that is larger than any number can be, whatever the data.",
            "It has no result: the indicator is always absent, or what divides by this part is always zero.",
            _RATE,
            "        formula: police / population * 1000 + exp(2 ** 10)",
            INDICATORS,
        ),
    ),
    "IND215": doubt(
        "info",
        "`lag` retrocede {steps} periodos, más de los que puede haber: nunca hay dato",
        "`lag` goes back {steps} periods, more than there can be: there is never a figure",
        Page(
            "lag-beyond-periods",
            "Tells of a `lag`, or of several inside one another, that goes further back than the first year, 0000, is from "
            "the last, 9999.",
            "No data has such a period: the figure is always absent.",
            _RATE,
            "        formula: lag(police, 100000) / population * 1000",
            INDICATORS,
        ),
    ),
    "IND216": fault(
        "`{id}` no tiene {what_es}",
        "`{id}` has no {what_en}",
        Page(
            "figure-not-there",
            "Finds `score(…)` of a node that cannot have a score, `level(…)` of one without levels, and `weight(…)` of "
            "one that does not count in a group.",
            "There is nothing to be read.",
            _SPENDING,
            "    formula: spending / population + score(spending_per_person)",
            INDICATORS,
        ),
    ),
    "IND217": fault(
        "`{name}` no es una población: lo son `period`, `all`, `entity`, las variables con opciones y las de `populations`",
        "`{name}` is no population: `period`, `all`, `entity`, variables with options and those of `populations` are",
        Page(
            "unknown-population",
            "Finds a statistic or a scale over something that is no population.",
            "It does not say whose figures are meant.",
            _SPENDING,
            "    formula: spending / max(population over sise)",
            INDICATORS,
        ),
    ),
    "IND218": fault(
        "`{name}` no puede ir aquí: aquí solo se leen cifras de la misma fila, no calificaciones ni estadísticas",
        "`{name}` cannot stand here: figures of the same row are read here, no scores and no statistics",
        Page(
            "figures-of-others",
            "Finds a score, a level or a statistic in a check of the data or in a property of an indicator.",
            "A figure would be rejected, or a property not hold, for what others handed in.",
            "  - rule: certified <= police",
            "  - rule: certified <= max(police over period)",
            INDICATORS,
        ),
    ),
    "IND219": fault(
        "el segundo argumento de `{function}` debe decir {wanted_es}",
        "the second argument of `{function}` must be {wanted_en}",
        Page(
            "statistic-argument",
            "Finds a rank whose word for ties is none of `average`, `min`, `max`, `dense`, and a quantile whose share is no "
            "number from 0 to 1, written out.",
            "What is meant would have to be guessed.",
            _RATE,
            "        formula: quantile(police, 90 over period) / population * 1000",
            INDICATORS,
        ),
    ),
}
