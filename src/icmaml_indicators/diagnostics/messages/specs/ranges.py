"""Doubts about what formulas can come to: denominators, conditions, slopes, twins, scales that go the wrong way."""

from __future__ import annotations

from ..message import Message, Page, doubt
from .samples import INDICATORS

_POPULATION = "    unit: {es: habitantes, en: inhabitants}\n    type: integer\n    range: [1, null]"
_SHARE = "        formula: if_else(police > 0, certified / police * 100, 0)"
_RATE = "        formula: police / population * 1000"
_RATE_UNIT = "        unit: {es: policías por mil habitantes, en: police officers per thousand inhabitants}"

MESSAGES: dict[str, Message] = {
    "IND230": doubt(
        "warning",
        "el denominador `{name}` puede ser cero ({interval}) y nada dice que se haya previsto",
        "the denominator `{name}` can be zero ({interval}), and nothing says that this was thought of",
        Page(
            "zero-denominator-unforeseen",
            "Finds a denominator that can be zero although nothing declares it: a figure without a lowest value, or a "
            "difference that can vanish.",
            "The result is then undefined, and whoever wrote the formula may not have thought of it.",
            _POPULATION,
            "    unit: {es: habitantes, en: inhabitants}\n    type: integer",
            INDICATORS,
            instead="Declare the range, or show with an example (`expect: undefined`) that this is meant.",
        ),
    ),
    "IND231": doubt(
        "info",
        "el intervalo de `{name}` admite el cero, y {ids} divide(n) entre él: ahí no habrá resultado",
        "the range of `{name}` admits zero, and {ids} divide(s) by it: there will be no result there",
        Page(
            "zero-denominator-declared",
            "Tells, once for each denominator, that its declared range admits zero.",
            "A range that begins at 0 says that zero is a real state, and the result is then undefined; often the range "
            "should begin at 1.",
            _POPULATION,
            "    unit: {es: habitantes, en: inhabitants}\n    type: integer\n    range: [0, null]",
            INDICATORS,
            instead="Mend the range, show with an example (`expect: undefined`) that zero is meant, or allow it with a reason.",
        ),
    ),
    "IND232": doubt(
        "error",
        "la fórmula de `{id}` solo puede dar {interval}: nada cae en el intervalo declarado {declared}",
        "the formula of `{id}` can only give {interval}: nothing falls in the declared range {declared}",
        Page(
            "result-out-of-range",
            "Finds an indicator whose results all lie outside its declared range, by interval arithmetic over the ranges of "
            "its variables and the checks between them.",
            "Every result would be flagged as implausible: the range, the formula or the ranges of the variables are wrong.",
            "        direction: higher\n        scale: {method: goalposts, low: 0, high: 100}",
            "        direction: higher\n        range: [101, 200]\n        scale: {method: goalposts, low: 0, high: 100}",
            INDICATORS,
        ),
    ),
    "IND233": doubt(
        "info",
        "la fórmula de `{id}` solo puede dar {interval}; el intervalo declarado {declared} es más amplio",
        "the formula of `{id}` can only give {interval}; the declared range {declared} is wider",
        Page(
            "range-too-wide",
            "Tells that a declared range is wider than the results can be. Off unless asked for.",
            "A narrower range would flag more mistakes in data.",
            "        direction: higher\n        scale: {method: goalposts, low: 0, high: 100}",
            "        direction: higher\n        range: [0, 500]\n        scale: {method: goalposts, low: 0, high: 100}",
            INDICATORS,
        ),
        off_by_default=True,
    ),
    "IND234": doubt(
        "warning",
        "la condición {truth_es} se cumple: una de las ramas sobra",
        "the condition {truth_en} holds: one of the branches is of no use",
        Page(
            "condition-settled",
            "Finds an `if_else` whose condition always or never holds, by the ranges of its variables.",
            "One branch is never used: the condition, or a range, is wrong.",
            _SHARE,
            "        formula: if_else(police >= 0, certified / police * 100, 0)",
            INDICATORS,
        ),
    ),
    "IND235": doubt(
        "warning",
        "`{sign}` puede recibir valores en los que no está definida ({interval})",
        "`{sign}` can be given figures where it is not defined ({interval})",
        Page(
            "partly-undefined",
            "Finds roots and logarithms of what can be negative, or zero.",
            "There is no result for those figures.",
            _RATE,
            "        formula: sqrt((police - 50) / population) * 1000",
            INDICATORS,
        ),
    ),
    "IND236": doubt(
        "error",
        "aquí nunca hay resultado: `{sign}` recibe {interval}",
        "there is never a result: `{sign}` is given {interval}",
        Page(
            "never-defined",
            "Finds roots, logarithms and quotients that have no result for any figure in range.",
            "The indicator is always absent.",
            _RATE,
            "        formula: police / population * 1000 + log(-1 - certified / police)",
            INDICATORS,
        ),
    ),
    "IND237": doubt(
        "warning",
        "la regla se cumple siempre por los intervalos de sus variables: no comprueba nada",
        "the rule always holds by the ranges of its variables: it checks nothing",
        Page(
            "rule-checks-nothing",
            "Finds checks that hold for every figure in range.",
            "They look as if the data were checked.",
            "  - rule: certified <= police",
            "  - rule: certified <= police\n  - rule: police >= 0",
            INDICATORS,
        ),
    ),
    "IND238": doubt(
        "error",
        "la regla no puede cumplirse nunca con los intervalos de sus variables",
        "the rule can never hold with the ranges of its variables",
        Page(
            "rule-cannot-hold",
            "Finds checks that hold for no figure in range.",
            "All data would be rejected.",
            "  - rule: certified <= police",
            "  - rule: certified <= police\n  - rule: population < 1",
            INDICATORS,
        ),
    ),
    "IND240": doubt(
        "error",
        "`{id}` no mejora con {wanted_es} `{name}`: con más `{name}` el resultado {moves_es}, y lo bueno es {good_es}",
        "`{id}` does not improve with {wanted_en} `{name}`: with more `{name}` the result {moves_en}, and {good_en} is good",
        Page(
            "improves-with-contradicted",
            "Finds an input of `improves_with` that moves the result the other way than `direction` calls good.",
            "The direction, the formula or the claim is wrong, and entities would be ranked upside down.",
            "        direction: higher\n        improves_with: {more: [police]}",
            "        direction: lower\n        improves_with: {more: [police]}",
            INDICATORS,
        ),
    ),
    "IND241": doubt(
        "info",
        "no se puede demostrar si `{id}` sube o baja con `{name}`",
        "whether `{id}` rises or falls with `{name}` cannot be shown",
        Page(
            "improves-with-unproved",
            "Tells that it could not be shown whether the result rises or falls with an input of `improves_with`.",
            "The claim stands unchecked.",
            _RATE,
            "        formula: police * (spending - 1000) / population / spending * 1000",
            INDICATORS,
            instead="Declare the ranges of the inputs; a range that begins at 0 often settles it.",
        ),
    ),
    "IND242": doubt(
        "error",
        "la fórmula de `{id}` no lee `{name}`",
        "the formula of `{id}` does not read `{name}`",
        Page(
            "improves-with-stranger",
            "Finds an input of `improves_with` that the formula does not read.",
            "It moves nothing.",
            "        improves_with: {more: [police]}",
            "        improves_with: {more: [spending]}",
            INDICATORS,
        ),
    ),
    "IND243": doubt(
        "error",
        "`improves_with` no se usa con `direction: {direction}`",
        "`improves_with` has no use with `direction: {direction}`",
        Page(
            "improves-with-no-direction",
            "Finds `improves_with` on an indicator of which neither more nor less is good.",
            "Context is not better or worse, and near a target it depends.",
            "    direction: context",
            "    direction: context\n    improves_with: {more: [spending]}",
            INDICATORS,
        ),
    ),
    "IND245": doubt(
        "warning",
        "`{id}` y `{other}` son la misma fórmula ({place})",
        "`{id}` and `{other}` are the same formula ({place})",
        Page(
            "same-formula",
            "Finds two indicators whose formulas are algebraically equal, however they are written. What is only shown "
            "(`role: informational`) is left out.",
            "One thing counts twice in the score.",
            _SHARE + '\n        unit: {es: "%", en: "%"}',
            "        formula: 1000 * police / population\n" + _RATE_UNIT,
            INDICATORS,
        ),
    ),
    "IND246": doubt(
        "info",
        "`{id}` es {factor} veces `{other}` ({place})",
        "`{id}` is {factor} times `{other}` ({place})",
        Page(
            "proportional-formula",
            "Tells that one indicator is a constant multiple of another.",
            "They rank entities alike, so that one thing may count twice.",
            _SHARE + '\n        unit: {es: "%", en: "%"}',
            "        formula: 100 * police / population\n        unit: {es: policías por cien habitantes, en: police officers per hundred inhabitants}",
            INDICATORS,
        ),
    ),
    "IND247": doubt(
        "warning",
        "en `{id}` {good_es} es mejor, y su escala `{method}` va al revés: de {before} a {after}",
        "in `{id}` {good_en} is better, and its scale `{method}` goes the other way: from {before} to {after}",
        Page(
            "scale-against-direction",
            "Finds a scale by which the better figure has the lower score: bands or points that fall where more is better "
            "or rise where less is, and `to` with its ends the wrong way round. With `direction: target` nothing is told.",
            "Bands and points are taken as they stand, whatever the direction: a slip of order gives the worst the best "
            "score.",
            "        scale: {method: goalposts, low: 0, high: 5}",
            "        scale: {method: bands, bands: [{up_to: 2, score: 100}, {score: 0}]}",
            INDICATORS,
            instead="Scores in the order of the direction, or the direction that is meant.",
        ),
    ),
}
