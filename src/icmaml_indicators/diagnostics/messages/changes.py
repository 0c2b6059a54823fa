"""What changed between two versions of a program.

The severity tells the effect: an error breaks the comparison over time, a warning adds or asks for something while
figures still compare, an information changes no figure.
"""

from __future__ import annotations

from .message import Message, change

MESSAGES: dict[str, Message] = {
    "IND600": change("error", "el programa `{id}` ya no existe", "program `{id}` is gone"),
    "IND601": change("warning", "programa nuevo `{id}`", "new program `{id}`"),
    "IND602": change(
        "error", "el programa se llama `{new}`; antes, `{old}`", "the program is called `{new}`; before, `{old}`"
    ),
    "IND603": change("info", "versión: {old} → {new}", "version: {old} → {new}"),
    "IND604": change("error", "`{key}` del programa: {old} → {new}", "`{key}` of the program: {old} → {new}"),
    "IND605": change(
        "warning",
        "`{key}` del programa: {old} → {new}; las cifras siguen siendo comparables",
        "`{key}` of the program: {old} → {new}; figures still compare",
    ),
    "IND606": change("info", "textos de {kind} `{id}`: {fields}", "texts of {kind} `{id}`: {fields}"),
    "IND607": change(
        "info",
        "`{key}` de `{id}`: {old} → {new}; ninguna cifra cambia",
        "`{key}` of `{id}`: {old} → {new}; no figure changes",
    ),
    "IND610": change("warning", "variable nueva `{id}`", "new variable `{id}`"),
    "IND611": change(
        "warning", "la variable `{id}` ya no se pide{perhaps}", "variable `{id}` is no longer asked for{perhaps}"
    ),
    "IND612": change(
        "warning",
        "la variable `{old}` se llama ahora `{new}` (confianza {confidence}): los datos llevan el nombre nuevo",
        "variable `{old}` is now called `{new}` (confidence {confidence}): data bear the new name",
    ),
    "IND613": change(
        "error",
        "`{key}` de la variable `{id}`: {old} → {new}; las cifras ya no significan lo mismo",
        "`{key}` of variable `{id}`: {old} → {new}; the figures no longer mean the same",
    ),
    "IND614": change(
        "warning",
        "`{key}` de la variable `{id}`: {old} → {new}; cambia qué cifras se aceptan",
        "`{key}` of variable `{id}`: {old} → {new}; other figures are accepted",
    ),
    "IND616": change(
        "warning",
        "regla {what} `{rule}`: cambia qué cifras se rechazan",
        "{what} check `{rule}`: other figures are rejected",
    ),
    "IND617": change("info", "regla {what} `{rule}`, que solo avisa", "{what} check `{rule}`, which only warns"),
    "IND620": change(
        "error",
        "lo que vale cada respuesta de `{id}`: {old} → {new}",
        "what each answer of `{id}` earns: {old} → {new}",
    ),
    "IND621": change(
        "warning",
        "qué respuestas admite `{id}`: {old} → {new}; las anteriores valen lo mismo",
        "which answers `{id}` takes: {old} → {new}; those of before earn the same",
    ),
    "IND622": change(
        "warning",
        "{kind} `{id}` es nuevo en `{group}`; ninguna otra calificación cambia",
        "{kind} `{id}` is new in `{group}`; no other score changes",
    ),
    "IND623": change(
        "error",
        "{kind} `{id}` es nuevo en `{group}` y cambia de qué se compone su calificación",
        "{kind} `{id}` is new in `{group}` and changes what its score is made of",
    ),
    "IND624": change(
        "error", "{kind} `{id}` de `{group}` ya no existe{perhaps}", "{kind} `{id}` of `{group}` is gone{perhaps}"
    ),
    "IND625": change(
        "info",
        "{kind} `{old}` se llama ahora `{new}`, como dice `replaces`",
        "{kind} `{old}` is now called `{new}`, as `replaces` tells",
    ),
    "IND626": change(
        "error",
        "{kind} `{old}` se llama ahora `{new}` (confianza {confidence}) y nada lo dice: su serie se corta; agregue `replaces: {old}`",
        "{kind} `{old}` is now called `{new}` (confidence {confidence}) and nothing tells: its series ends; add `replaces: {old}`",
    ),
    "IND627": change(
        "info",
        "{kind} `{id}` pasa de `{old}` a `{new}`; ninguna calificación cambia",
        "{kind} `{id}` moves from `{old}` to `{new}`; no score changes",
    ),
    "IND628": change(
        "error",
        "{kind} `{id}` pasa de `{old}` a `{new}` y cambia la calificación de ambos",
        "{kind} `{id}` moves from `{old}` to `{new}` and changes the scores of both",
    ),
    "IND629": change(
        "info",
        "la fórmula de `{id}` se escribe de otro modo y da lo mismo: {old} → {new}",
        "the formula of `{id}` is written another way and gives the same: {old} → {new}",
    ),
    "IND630": change(
        "error", "la fórmula de `{id}` es otra: {old} → {new}", "the formula of `{id}` is another: {old} → {new}"
    ),
    "IND631": change(
        "error",
        "no se pudo probar que la fórmula de `{id}` dé lo mismo; se toma por otra: {old} → {new}",
        "the formula of `{id}` could not be proved to give the same; it is taken for another: {old} → {new}",
    ),
    "IND632": change("error", "`{id}` cambia a través de {through}", "`{id}` changes through {through}"),
    "IND633": change("error", "`{key}` de `{id}`: {old} → {new}", "`{key}` of `{id}`: {old} → {new}"),
    "IND634": change(
        "warning",
        "`{key}` de `{id}`: {old} → {new}; las cifras de antes siguen igual",
        "`{key}` of `{id}`: {old} → {new}; the figures of before stay",
    ),
    "IND635": change("error", "pesos dentro de `{id}`: {shares}", "weights within `{id}`: {shares}"),
    "IND636": change(
        "error",
        "la tabla de decisión de `{id}` responde otra cosa en {count} de {all} combinaciones, por ejemplo {sample}",
        "the decision table of `{id}` answers otherwise in {count} of {all} combinations, for example {sample}",
    ),
    "IND637": change(
        "error",
        "hay cambios que rompen la comparación y la versión {old} → {new} no lo dice: corresponde {due}",
        "changes break the comparison and the version {old} → {new} does not tell: {due} is due",
    ),
    "IND638": change(
        "error",
        "hay adiciones y la versión {old} → {new} no lo dice: corresponde {due}",
        "there are additions and the version {old} → {new} does not tell: {due} is due",
    ),
    "IND639": change(
        "info",
        "conviene declarar la ruptura en la serie: {advice}",
        "the break in the series had better be declared: {advice}",
    ),
}
