"""Faults of examples and properties, and of what they reach."""

from __future__ import annotations

from ..message import Message, Page, fault
from .samples import INDICATORS

_OTHER = "        examples: [{given: {police: 2, population: 1000}, expect: 2}]"
_EXAMPLE = "        examples: [{given: {police: 4, certified: 3}, expect: 75}]"

MESSAGES: dict[str, Message] = {
    "IND147": fault(
        "`{key}` dice algo de {given} entidad(es), y el ejemplo tiene {wanted}",
        "`{key}` speaks of {given} entity(ies), and the example has {wanted}",
        Page(
            "population-of-an-example",
            "Finds examples that hold a population (`given` is a list) and expect something of more or fewer entities.",
            "Nobody could tell what is expected of whom.",
            "examples: [{given: [{police: 2, population: 1000}, {police: 4, population: 1000}], expect: [2, 4]}]",
            "examples: [{given: [{police: 2, population: 1000}, {police: 4, population: 1000}], expect: [2]}]",
            INDICATORS.replace(
                "examples: [{given: {police: 2, population: 1000}, expect: 2}]",
                "examples: [{given: [{police: 2, population: 1000}, {police: 4, population: 1000}], expect: [2, 4]}]",
            ),
        ),
    ),
    "IND303": fault(
        "el ejemplo de `{id}` da {got}, no {wanted}",
        "the example of `{id}` gives {got}, not {wanted}",
        Page(
            "example-fails",
            "Runs every example through the engine that scores data, and finds those that give another result.",
            "The formula or the example is wrong.",
            _OTHER,
            _OTHER.replace("expect: 2}", "expect: 20}"),
            INDICATORS,
        ),
    ),
    "IND304": fault(
        "el ejemplo nombra `{name}`, que no es una variable",
        "the example names `{name}`, which is no variable",
        Page(
            "example-stranger",
            "Finds an example that gives a value to what is no variable.",
            "The value is not used: a name is misspelt.",
            _OTHER,
            _OTHER.replace("police: 2,", "police: 2, polise: 2,"),
            INDICATORS,
        ),
    ),
    "IND321": fault(
        "el ejemplo de `{id}` no da valor a `{name}`",
        "the example of `{id}` gives no value for `{name}`",
        Page(
            "example-incomplete",
            "Finds examples that give no value to a variable that the formula reads.",
            "Absence should be said: `null`.",
            _OTHER,
            _OTHER.replace(", population: 1000", ""),
            INDICATORS,
        ),
    ),
    "IND322": fault(
        "`{rule}` no se cumple en `{id}`: con {inputs} el resultado es {got}",
        "`{rule}` does not hold of `{id}`: with {inputs} the result is {got}",
        Page(
            "property-broken",
            "Tries what `holds` says of an indicator on its examples and on made-up inputs within their ranges and checks, and "
            "finds the simplest figures that break it.",
            "The formula, a range, a check or the property is wrong: figures like these can be handed in.",
            "        holds: result <= 100\n" + _EXAMPLE,
            "        holds: result <= 10\n" + _EXAMPLE,
            INDICATORS,
            "Mend what is wrong; where the figures cannot occur, say so by a range or a check.",
        ),
    ),
    "IND323": fault(
        "`{name}` no es una entrada del programa; aquí valen `result` y las entradas",
        "`{name}` is no input of the program; `result` and inputs can stand here",
        Page(
            "property-stranger",
            "Finds a name in `holds` that is neither `result` nor an input of the program.",
            "The property cannot be tried.",
            "        holds: result <= 100\n" + _EXAMPLE,
            "        holds: reslt <= 100\n" + _EXAMPLE,
            INDICATORS,
        ),
    ),
    "IND324": fault(
        "los ejemplos de `{id}` recorren el {share} % de los caminos ({reached} de {count}); se pide {wanted} %. Falta, por ejemplo: {missed}",
        "the examples of `{id}` reach {share} % of the paths ({reached} of {count}); {wanted} % is asked for. Missed, for example: {missed}",
        Page(
            "coverage-too-low",
            "Tells of a program whose examples reach a smaller share of its paths than `--min-coverage` asks for.",
            "Bands, levels, answers or absences that no example reaches can change without anybody noticing.",
            instead="Add examples for what `validate --coverage` lists.",
        ),
    ),
    "IND325": fault(
        "`{given}` no puede ser `{name}` en un ejemplo",
        "`{given}` cannot be `{name}` in an example",
        Page(
            "example-value",
            "Finds a value in an example that its input cannot have.",
            "The example shows nothing: such a figure or answer is never handed in.",
            "    examples: [{given: {spending: 500, population: 100, size: large}, expect: 5}]",
            "    examples: [{given: {spending: 500, population: 100, size: lrge}, expect: 5}]",
            INDICATORS,
        ),
    ),
    "IND326": fault(
        "el ejemplo espera algo de `{name}`, que no existe",
        "the example expects something of `{name}`, which does not exist",
        Page(
            "example-of-nothing",
            "Finds an expectation of a node that does not exist.",
            "It can never be met.",
            _OTHER,
            _OTHER.replace("expect: 2}", "expect: {polise_rate: 2}}"),
            INDICATORS,
        ),
    ),
    "IND327": fault(
        "`{expectation}` no dice nada de `{id}`: {why_es}",
        "`{expectation}` says nothing of `{id}`: {why_en}",
        Page(
            "expectation-without-use",
            "Finds an expectation that says nothing of its node: a level where there are none, a light without a target, the "
            "value of a group.",
            "It proves nothing.",
            _OTHER,
            _OTHER.replace("expect: 2}", "expect: 2, expect_level: low}"),
            INDICATORS,
        ),
    ),
    "IND328": fault(
        "el ejemplo da en `{expectation}` de `{id}` {got}, no {wanted}",
        "the example gives {got} as `{expectation}` of `{id}`, not {wanted}",
        Page(
            "example-scores-otherwise",
            "Runs every example through the engine that scores data, and finds those that come to another score, level or light.",
            "The definition or the example is wrong.",
            _OTHER,
            _OTHER.replace("expect: 2}", "expect: 2, expect_score: 50}"),
            INDICATORS,
        ),
    ),
}
