"""Findings in tables of targets, and in attainment."""

from __future__ import annotations

from ..message import Message, finding

MESSAGES: dict[str, Message] = {
    "IND439": finding(
        "warning",
        "resultado mucho mejor que la meta ({detail}): la meta quedó corta",
        "result far better than its target ({detail}): the target was set too low",
        ("se conserva", "kept"),
    ),
    "IND440": finding(
        "warning",
        "el cumplimiento no está definido: la regla divide entre cero",
        "the attainment is undefined: its rule divides by zero",
        ("sin cumplimiento", "no attainment"),
    ),
    "IND441": finding(
        "error",
        "la matriz no tiene el nivel `{level}`",
        "the matrix has no level `{level}`",
        ("se conserva", "kept"),
    ),
    "IND442": finding(
        "error",
        "la actividad nombra un componente que su matriz no tiene",
        "the activity names a component that its matrix does not have",
        ("se conserva", "kept"),
    ),
    "IND443": finding(
        "error",
        "el componente no tiene actividades",
        "the component has no activities",
        ("se conserva", "kept"),
    ),
    "IND444": finding(
        "warning",
        "al indicador le falta `{key}`",
        "the indicator lacks `{key}`",
        ("se conserva", "kept"),
    ),
    "IND445": finding(
        "warning",
        "la meta no mejora la línea base en el sentido del indicador",
        "the target does not improve on the baseline in the direction of the indicator",
        ("se conserva", "kept"),
    ),
    "IND446": finding(
        "error",
        "`{given}` no se entiende; vale: {valid}",
        "`{given}` is not understood; valid: {valid}",
        (
            "se conserva; con sentido, método o acumulación que no se entiende, sin cumplimiento",
            "kept; by a direction, method or accumulation that is not understood, no attainment",
        ),
    ),
    "IND447": finding(
        "warning",
        "las actividades van en verde y su componente en rojo: revise la lógica vertical",
        "the activities are green and their component is red: look at the vertical logic",
        ("se conserva", "kept"),
    ),
    "IND448": finding(
        "info",
        "columna que no se usa{hint}",
        "column that is not used{hint}",
        ("no se usa", "not used"),
    ),
    "IND490": finding(
        "warning",
        "`ratio_inverse` no tiene sentido con cifras negativas: sin cumplimiento; use `progress` con una línea base",
        "`ratio_inverse` has no meaning below zero: no attainment; use `progress` with a baseline",
        ("sin cumplimiento", "no attainment"),
    ),
    "IND491": finding(
        "warning",
        "falta el sentido y la línea base dice lo contrario de «ascendente»: sin cumplimiento; indíquelo",
        "the direction is missing and the baseline says the contrary of “higher”: no attainment; say it",
        ("sin cumplimiento", "no attainment"),
    ),
    "IND492": finding(
        "info",
        "líneas sin sentido: se toman como ascendentes (más es mejor)",
        "lines without a direction: taken as `higher` (more is better)",
        ("se conserva", "kept"),
    ),
    "IND493": finding(
        "error",
        "el método `{method}` no va con el sentido `{direction}`: sin cumplimiento; vale: {valid}",
        "the method `{method}` does not go with the direction `{direction}`: no attainment; valid: {valid}",
        ("sin cumplimiento", "no attainment"),
    ),
    "IND494": finding(
        "error",
        "el indicador se repite en el periodo con otras cifras: ninguna de sus líneas cuenta",
        "the indicator is repeated in the period with other figures: none of its lines counts",
        ("sin cumplimiento", "no attainment"),
    ),
    "IND495": finding(
        "error",
        "cifras con y sin `%` que distan como por cien ({detail}): sin cumplimiento; escriba el signo en todas o en ninguna",
        "figures with and without `%` that lie as if a hundred times apart ({detail}): no attainment; write the sign in all or in none",
        ("sin cumplimiento", "no attainment"),
    ),
}
