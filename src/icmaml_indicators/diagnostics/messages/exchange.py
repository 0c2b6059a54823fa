"""Tables of other tools: why they cannot be read, and what has no counterpart."""

from __future__ import annotations

from .message import Message, finding, refusal

MESSAGES: dict[str, Message] = {
    "IND760": refusal(
        "{table}: falta la columna `{column}` (hay: {found})",
        "{table}: the column `{column}` is missing (there: {found})",
    ),
    "IND761": refusal(
        "{table}, fila {row}, columna `{column}`: dice `{given}` y se esperaba {wanted}",
        "{table}, row {row}, column `{column}`: says `{given}`, expected {wanted}",
    ),
    "IND762": refusal(
        "{table}, fila {row}, columna `{column}`: `{given}` ya está en la fila {first}, como `{other}`; mayúsculas y signos"
        " no distinguen",
        "{table}, row {row}, column `{column}`: `{given}` stands in row {first} already, as `{other}`; capitals and signs"
        " tell nothing apart",
    ),
    "IND763": refusal(
        "{table}, fila {row}, columna `{column}`: un índice tiene un solo agregado sin `Parent`, y hay {count} ({found})",
        "{table}, row {row}, column `{column}`: an index has one aggregate without `Parent`, and there are {count}"
        " ({found})",
    ),
    "IND764": refusal(
        "{path}: no es un libro del COIN Tool: {problem_es}", "{path}: is no workbook of the COIN Tool: {problem_en}"
    ),
    "IND765": refusal(
        "el programa `{program}` no tiene indicadores que quepan en las tablas de COINr",
        "the program `{program}` has no indicators that the tables of COINr can hold",
    ),
    "IND766": refusal(
        "escriba en una carpeta o en un libro .xlsx, no en `{path}`",
        "write to a folder or to a workbook (.xlsx), not to `{path}`",
    ),
    "IND767": finding(
        "info",
        "sin contraparte en el spec: {detail}",
        "without a counterpart in the spec: {detail}",
        ("no se conserva ([COINr](../how-to/move-from-coinr.md))", "not kept ([COINr](../how-to/move-from-coinr.md))"),
    ),
    "IND768": finding(
        "info",
        "se supuso, porque las tablas no lo dicen: {detail}",
        "assumed, for the tables do not say it: {detail}",
        (
            "rige en el spec, se puede cambiar ([COINr](../how-to/move-from-coinr.md))",
            "in force in the spec, may be changed ([COINr](../how-to/move-from-coinr.md))",
        ),
    ),
    "IND769": finding(
        "warning",
        "no cabe en las tablas de COINr: {detail}",
        "the tables of COINr have no place for it: {detail}",
        (
            "no se exporta como está ([COINr](../how-to/move-from-coinr.md))",
            "not exported as it is ([COINr](../how-to/move-from-coinr.md))",
        ),
    ),
}
