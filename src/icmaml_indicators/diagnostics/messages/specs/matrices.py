"""Faults and doubts of matrices of indicators, and of attainment."""

from __future__ import annotations

from ..message import Message, Page, doubt, fault
from .samples import MATRIX

_GOAL = "        direction: lower\n        attainment: {baseline: 320, target: 300, frequency: year,"
_SHEET = "attainment: {baseline: 80, target: 90, frequency: year,"

MESSAGES: dict[str, Message] = {
    "IND346": fault(
        "`{method}` no va con el sentido `{direction}`",
        "`{method}` does not go with the direction `{direction}`",
        Page(
            "method-and-direction",
            "Finds methods of attainment that do not suit the direction.",
            "Less attainment would look like more.",
            _GOAL,
            "        direction: lower\n        attainment: {method: ratio, baseline: 320, target: 300, frequency: year,",
            MATRIX,
        ),
    ),
    "IND347": fault(
        "`{key}` no se usa junto a `attainment`",
        "`{key}` has no use beside `attainment`",
        Page(
            "beside-attainment",
            "Finds `scale` or `target` beside an `attainment`.",
            "The attainment is the score.",
            _GOAL,
            "        scale: identity\n" + _GOAL,
            MATRIX,
        ),
    ),
    "IND349": fault(
        "el programa tiene `tree` y `matrix`: indique solo uno",
        "the program has `tree` and `matrix`: give one of them",
        Page(
            "tree-and-matrix",
            "Finds programs with both `tree` and `matrix`.",
            "The tree follows from the matrix.",
            "matrix:\n",
            "tree: []\nmatrix:\n",
            MATRIX,
        ),
    ),
    "IND350": fault(
        "el objetivo `{id}` no tiene indicador",
        "the objective `{id}` has no indicator",
        Page(
            "objective-without-indicator",
            "Finds objectives of a matrix without an indicator.",
            "Nobody could tell whether it is reached.",
            MATRIX[MATRIX.index("    indicators:\n") : MATRIX.index("  purpose:")],
            "    indicators: []\n",
            MATRIX,
        ),
    ),
    "IND351": fault(
        "el componente `{id}` no tiene actividades",
        "the component `{id}` has no activities",
        Page(
            "component-without-activities",
            "Finds components of a matrix without activities.",
            "A component is what activities produce.",
            MATRIX[MATRIX.index("      activities:\n") :],
            "      activities: []\n",
            MATRIX,
        ),
    ),
    "IND352": fault(
        "al indicador `{id}` de la matriz le falta `{missing}`",
        "the indicator `{id}` of the matrix lacks `{missing}`",
        Page(
            "indicator-sheet-incomplete",
            "Finds indicators of a matrix without unit, baseline, target, frequency or means of verification.",
            "The sheet of an indicator asks for all of them.",
            _SHEET,
            "attainment: {target: 90, frequency: year,",
            MATRIX,
        ),
    ),
    "IND353": doubt(
        "warning",
        "el objetivo `{id}` no tiene supuestos",
        "the objective `{id}` has no assumptions",
        Page(
            "objective-without-assumptions",
            "Finds objectives below the goal without assumptions.",
            "What must hold outside the program is part of its logic.",
            "    assumptions: [{es: Hay energía, en: There is power}]\n",
            "",
            MATRIX,
        ),
    ),
    "IND354": doubt(
        "warning",
        "`{id}` se mide cada `{frequency}`, y en su nivel conviene cada `{slowest}` o más seguido",
        "`{id}` is measured every `{frequency}`; at its level every `{slowest}` or more often serves better",
        Page(
            "measured-too-seldom",
            "Finds components and activities that are measured less often than their level needs.",
            "By the time of the result nothing can be steered any more.",
            "                frequency: quarter",
            "                frequency: year",
            MATRIX,
        ),
    ),
    "IND355": fault(
        "la meta {target} de `{id}` no mejora la línea base {base} en el sentido `{direction}`",
        "the target {target} of `{id}` does not improve on the baseline {base} in the direction `{direction}`",
        Page(
            "target-on-the-wrong-side",
            "Finds targets that do not improve on the baseline.",
            "Doing worse than before would count as success.",
            _SHEET,
            "attainment: {baseline: 95, target: 90, frequency: year,",
            MATRIX,
        ),
    ),
    "IND356": doubt(
        "warning",
        "a la autoevaluación CREMAA de `{id}` le falta `{missing}`",
        "the CREMAA self-assessment of `{id}` lacks `{missing}`",
        Page(
            "cremaa-incomplete",
            "Finds self-assessments by CREMAA without one of the qualities.",
            "The mean of the others would look like the whole.",
            "monitorable: 5, adequate: 4}",
            "monitorable: 5}",
            MATRIX,
        ),
    ),
    "IND357": doubt(
        "warning",
        "`{id}` tiene {mark} en `{quality}`: el indicador no cumple esa cualidad",
        "`{id}` has {mark} in `{quality}`: the indicator does not have that quality",
        Page(
            "cremaa-low",
            "Finds qualities that the self-assessment gives a low mark.",
            "The indicator is known not to serve.",
            "adequate: 4}",
            "adequate: 2}",
            MATRIX,
        ),
    ),
}
