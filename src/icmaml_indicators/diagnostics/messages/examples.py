"""What can be wrong with examples, properties and new definitions."""

from __future__ import annotations

from .message import Message, error

MESSAGES: dict[str, Message] = {
    "IND322": error(
        "`{rule}` no se cumple en `{id}`: con {inputs} el resultado es {got}",
        "`{rule}` does not hold of `{id}`: with {inputs} the result is {got}",
    ),
    "IND323": error(
        "`{name}` no es una entrada del programa; aquí valen `result` y las entradas",
        "`{name}` is no input of the program; `result` and inputs can stand here",
    ),
    "IND324": error(
        "los ejemplos de `{id}` recorren el {share} % de los caminos ({reached} de {count}); se pide {wanted} %. Falta, por ejemplo: {missed}",
        "the examples of `{id}` reach {share} % of the paths ({reached} of {count}); {wanted} % is asked for. Missed, for example: {missed}",
    ),
    "IND325": error("`{given}` no puede ser `{name}` en un ejemplo", "`{given}` cannot be `{name}` in an example"),
    "IND326": error(
        "el ejemplo espera algo de `{name}`, que no existe",
        "the example expects something of `{name}`, which does not exist",
    ),
    "IND327": error(
        "`{expectation}` no dice nada de `{id}`: {why_es}", "`{expectation}` says nothing of `{id}`: {why_en}"
    ),
    "IND328": error(
        "el ejemplo da en `{expectation}` de `{id}` {got}, no {wanted}",
        "the example gives {got} as `{expectation}` of `{id}`, not {wanted}",
    ),
    "IND570": error(
        "`{given}` no sirve como identificador: use minúsculas, dígitos y guion bajo, sin palabras reservadas",
        "`{given}` cannot be an id: use lower case, digits and underscore, and no reserved word",
    ),
    "IND571": error("{path}: no se puede insertar: {problem_es}", "{path}: nothing can be inserted: {problem_en}"),
    "IND572": error("{path}: ya existe; no se sobrescribe", "{path}: exists already; it is not overwritten"),
    "IND573": error("{path}: ya hay algo con el identificador `{id}`", "{path}: something bears the id `{id}` already"),
    "IND574": error(
        "la fórmula no da un resultado con ninguna de las cifras sintéticas que se probaron",
        "the formula gives no result with any of the synthetic figures that were tried",
    ),
}
