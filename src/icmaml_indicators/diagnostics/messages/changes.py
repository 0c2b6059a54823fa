"""What changed between two versions of a program, and what a comparison cannot do.

Of changes the severity tells the effect: an error breaks the comparison over time, a warning adds or asks for
something while figures still compare, an information changes no figure.
"""

from __future__ import annotations

from .message import Message, error, info, warning

MESSAGES: dict[str, Message] = {
    # What cannot be compared at all ----------------------------------------------------------------------
    "IND575": error(
        "para comparar revisiones hace falta git, y no se encuentra en este equipo",
        "comparing revisions needs git, which is not found on this machine",
    ),
    "IND576": error(
        "git no conoce la revisión `{revision}` en {where}", "git knows no revision `{revision}` in {where}"
    ),
    "IND577": error("{where} no está en un repositorio de git", "{where} is not in a git repository"),
    "IND578": error(
        "no existe `{path}` en la revisión `{revision}`", "there is no `{path}` in the revision `{revision}`"
    ),
    "IND579": error(
        "`diff` compara dos archivos, carpetas o programas, o dos revisiones de git (`REV1 REV2 -- RUTA`): {problem_es}",
        "`diff` compares two files, folders or programs, or two git revisions (`REV1 REV2 -- PATH`): {problem_en}",
    ),
    # Programs --------------------------------------------------------------------------------------------
    "IND600": error("el programa `{id}` ya no existe", "program `{id}` is gone"),
    "IND601": warning("programa nuevo `{id}`", "new program `{id}`"),
    "IND602": error("el programa se llama `{new}`; antes, `{old}`", "the program is called `{new}`; before, `{old}`"),
    "IND603": info("versión: {old} → {new}", "version: {old} → {new}"),
    "IND604": error("`{key}` del programa: {old} → {new}", "`{key}` of the program: {old} → {new}"),
    "IND605": warning(
        "`{key}` del programa: {old} → {new}; las cifras siguen siendo comparables",
        "`{key}` of the program: {old} → {new}; figures still compare",
    ),
    "IND606": info("textos de {kind} `{id}`: {fields}", "texts of {kind} `{id}`: {fields}"),
    "IND607": info(
        "`{key}` de `{id}`: {old} → {new}; ninguna cifra cambia", "`{key}` of `{id}`: {old} → {new}; no figure changes"
    ),
    # Variables, checks, answers --------------------------------------------------------------------------
    "IND610": warning("variable nueva `{id}`", "new variable `{id}`"),
    "IND611": warning("la variable `{id}` ya no se pide{perhaps}", "variable `{id}` is no longer asked for{perhaps}"),
    "IND612": warning(
        "la variable `{old}` se llama ahora `{new}` (confianza {confidence}): los datos llevan el nombre nuevo",
        "variable `{old}` is now called `{new}` (confidence {confidence}): data bear the new name",
    ),
    "IND613": error(
        "`{key}` de la variable `{id}`: {old} → {new}; las cifras ya no significan lo mismo",
        "`{key}` of variable `{id}`: {old} → {new}; the figures no longer mean the same",
    ),
    "IND614": warning(
        "`{key}` de la variable `{id}`: {old} → {new}; cambia qué cifras se aceptan",
        "`{key}` of variable `{id}`: {old} → {new}; other figures are accepted",
    ),
    "IND616": warning(
        "regla {what} `{rule}`: cambia qué cifras se rechazan", "{what} check `{rule}`: other figures are rejected"
    ),
    "IND617": info("regla {what} `{rule}`, que solo avisa", "{what} check `{rule}`, which only warns"),
    "IND620": error(
        "lo que vale cada respuesta de `{id}`: {old} → {new}", "what each answer of `{id}` earns: {old} → {new}"
    ),
    "IND621": warning(
        "qué respuestas admite `{id}`: {old} → {new}; las anteriores valen lo mismo",
        "which answers `{id}` takes: {old} → {new}; those of before earn the same",
    ),
    # Nodes -----------------------------------------------------------------------------------------------
    "IND622": warning(
        "{kind} `{id}` es nuevo en `{group}`; ninguna otra calificación cambia",
        "{kind} `{id}` is new in `{group}`; no other score changes",
    ),
    "IND623": error(
        "{kind} `{id}` es nuevo en `{group}` y cambia de qué se compone su calificación",
        "{kind} `{id}` is new in `{group}` and changes what its score is made of",
    ),
    "IND624": error("{kind} `{id}` de `{group}` ya no existe{perhaps}", "{kind} `{id}` of `{group}` is gone{perhaps}"),
    "IND625": info(
        "{kind} `{old}` se llama ahora `{new}`, como dice `replaces`",
        "{kind} `{old}` is now called `{new}`, as `replaces` tells",
    ),
    "IND626": error(
        "{kind} `{old}` se llama ahora `{new}` (confianza {confidence}) y nada lo dice: su serie se corta; agregue `replaces: {old}`",
        "{kind} `{old}` is now called `{new}` (confidence {confidence}) and nothing tells: its series ends; add `replaces: {old}`",
    ),
    "IND627": info(
        "{kind} `{id}` pasa de `{old}` a `{new}`; ninguna calificación cambia",
        "{kind} `{id}` moves from `{old}` to `{new}`; no score changes",
    ),
    "IND628": error(
        "{kind} `{id}` pasa de `{old}` a `{new}` y cambia la calificación de ambos",
        "{kind} `{id}` moves from `{old}` to `{new}` and changes the scores of both",
    ),
    "IND629": info(
        "la fórmula de `{id}` se escribe de otro modo y da lo mismo: {old} → {new}",
        "the formula of `{id}` is written another way and gives the same: {old} → {new}",
    ),
    "IND630": error("la fórmula de `{id}` es otra: {old} → {new}", "the formula of `{id}` is another: {old} → {new}"),
    "IND631": error(
        "no se pudo probar que la fórmula de `{id}` dé lo mismo; se toma por otra: {old} → {new}",
        "the formula of `{id}` could not be proved to give the same; it is taken for another: {old} → {new}",
    ),
    "IND632": error("`{id}` cambia a través de {through}", "`{id}` changes through {through}"),
    "IND633": error("`{key}` de `{id}`: {old} → {new}", "`{key}` of `{id}`: {old} → {new}"),
    "IND634": warning(
        "`{key}` de `{id}`: {old} → {new}; las cifras de antes siguen igual",
        "`{key}` of `{id}`: {old} → {new}; the figures of before stay",
    ),
    "IND635": error("pesos dentro de `{id}`: {shares}", "weights within `{id}`: {shares}"),
    "IND636": error(
        "la tabla de decisión de `{id}` responde otra cosa en {count} de {all} combinaciones, por ejemplo {sample}",
        "the decision table of `{id}` answers otherwise in {count} of {all} combinations, for example {sample}",
    ),
    # Versions --------------------------------------------------------------------------------------------
    "IND637": error(
        "hay cambios que rompen la comparación y la versión {old} → {new} no lo dice: corresponde {due}",
        "changes break the comparison and the version {old} → {new} does not tell: {due} is due",
    ),
    "IND638": error(
        "hay adiciones y la versión {old} → {new} no lo dice: corresponde {due}",
        "there are additions and the version {old} → {new} does not tell: {due} is due",
    ),
    "IND639": info(
        "conviene declarar la ruptura en la serie: {advice}", "the break in the series had better be declared: {advice}"
    ),
}
