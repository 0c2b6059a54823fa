"""Faults and doubts of rubrics, and of scoring models."""

from __future__ import annotations

from ..message import Message, Page, fault
from .samples import MODELS, RUBRIC

_LAW = "        - [law, Hay reglamento, There is a by-law, 60, base]"
_SOME = "      - {id: some, title: {es: Algo, en: Some of it}}"
_PRACTICE = (
    "    criteria: {answer: ladder, evidence: required, columns: [key, es, en], rows: [[use, Se usa, It is used]]}"
)
_BODY = "        - [body, Hay comité, There is a committee, 40, base]"
_GATE = "    - {requires: rules_law, max_level: low}"
_HIGH = "    - {id: high, title: {es: Alto, en: High}, from: 60}"

MESSAGES: dict[str, Message] = {
    "IND330": fault(
        "`{given}` no es un número ni una fracción como 100/45",
        "`{given}` is neither a number nor a fraction such as 100/45",
        Page(
            "no-exact-number",
            "Finds points and credits that are neither a number nor a fraction.",
            "Points are added up exactly.",
            _LAW,
            _LAW.replace("60", "sixty"),
            RUBRIC,
        ),
    ),
    "IND331": fault(
        "los créditos de las respuestas {problem_es}",
        "the credits of the answers {problem_en}",
        Page(
            "credits",
            "Finds credits of answers that do not ascend, or that are given to some options only.",
            "A better answer must not earn less.",
            _SOME,
            _SOME[:-1] + ", credit: 0.5}",
            RUBRIC,
        ),
    ),
    "IND332": fault(
        "`{key}` no se usa en un criterio",
        "`{key}` has no use in a criterion",
        Page(
            "no-use-in-a-criterion",
            "Finds keys of formulas on a criterion: `formula`, `scale`, `target`, `range`, `attainment`.",
            "An answer earns points; it has no formula and no scale.",
            _PRACTICE,
            "    children:\n      - {id: practice_use, title: {es: Se usa, en: It is used}, criterion: {answer: ladder}, scale: identity}",
            RUBRIC,
        ),
    ),
    "IND333": fault(
        "los puntos de los hijos de `{id}` suman {sum}, no {points}",
        "the points of the children of `{id}` add up to {sum}, not {points}",
        Page(
            "points-do-not-add-up",
            "Finds a group whose points are not the sum of those of its parts, as exact fractions.",
            "Either a part or the whole is wrong.",
            _BODY,
            _BODY.replace("40", "30"),
            RUBRIC,
        ),
    ),
    "IND334": fault(
        "`{id}` no declara puntos y sus hermanos sí: dé puntos a todos o a ninguno",
        "`{id}` declares no points and its siblings do: give points to all or to none",
        Page(
            "points-for-some",
            "Finds siblings of which some have points and some have none.",
            "What the others are worth would have to be guessed.",
            "    title: {es: Acción, en: Action}\n    points: 50",
            "    title: {es: Acción, en: Action}",
            RUBRIC,
        ),
    ),
    "IND335": fault(
        "`{name}` no es un nodo bajo `{id}`",
        "`{name}` is not a node below `{id}`",
        Page(
            "gate-of-a-stranger",
            "Finds gates that require a node that does not stand below.",
            "The gate would hold nothing back.",
            _GATE,
            _GATE.replace("rules_law", "rules_low"),
            RUBRIC,
        ),
    ),
    "IND336": fault(
        "no existe la respuesta `{name}`",
        "there is no answer `{name}`",
        Page(
            "no-such-answer",
            "Finds criteria with a kind of answer that does not exist.",
            "Nobody could answer.",
            "    criteria: {answer: ladder,",
            "    criteria: {answer: ladders,",
            RUBRIC,
        ),
    ),
    "IND337": fault(
        "una escalera por respuestas exige que todos los criterios bajo `{id}` tengan las mismas opciones; `{name}` no las tiene",
        "a staircase by answers needs the same options in all criteria below `{id}`; `{name}` has others",
        Page(
            "staircase-mixed",
            "Finds staircases by answers over criteria with different options.",
            "The steps would not be the same for all.",
            _PRACTICE,
            "    criteria: {columns: [key, es, en, answer], rows: [[use, Se usa, It is used, ladder], [ask, Se pide, It is asked for, yes_no]]}",
            RUBRIC,
        ),
    ),
    "IND338": fault(
        "`{id}` tiene {steps} escalones y exige {wanted} niveles sin cortes, no {given}",
        "`{id}` has {steps} steps and needs {wanted} levels without cuts, not {given}",
        Page(
            "staircase-levels",
            "Finds staircases whose number of levels is not that of their steps and one.",
            "A step would have no name.",
            "      - {id: third, title: {es: Tercero, en: Third}}\n",
            "",
            RUBRIC,
        ),
    ),
    "IND339": fault(
        "`{name}` no es un nivel de `{id}`",
        "`{name}` is not a level of `{id}`",
        Page(
            "gate-level",
            "Finds gates that hold a node at a level that it does not have.",
            "The gate would hold nothing back.",
            _GATE,
            _GATE.replace("low", "lou"),
            RUBRIC,
        ),
    ),
    "IND140": fault(
        "`max_score` detiene por arriba, y en `{id}` menos es mejor: use `max_level`",
        "`max_score` holds from above, and in `{id}` less is better: use `max_level`",
        Page(
            "gate-of-the-better-end",
            "Finds gates that hold the score of a group from above, of which less is better (`direction: lower`).",
            "Whoever misses what the gate asks for would come out better.",
            _GATE,
            "  - {requires: rules_law, max_score: 50}\ndirection: lower",
            RUBRIC,
        ),
    ),
    "IND340": fault(
        "con las mejores respuestas `{id}` llega a {reached}, no a {declared}",
        "with the best answers `{id}` reaches {reached}, not {declared}",
        Page(
            "reach",
            "Scores the best answers, and finds groups that do not come to what they declare.",
            "Full marks would be out of reach, or more than full would be given.",
            "    bonus_cap: 5",
            "    bonus_cap: 5\n    ceiling: 120",
            RUBRIC,
        ),
    ),
    "IND341": fault(
        "ninguna combinación de respuestas da a `{id}` el nivel `{level}`",
        "no combination of answers gives `{id}` the level `{level}`",
        Page(
            "level-never-given",
            "Scores many answers, and finds levels that none of them gives.",
            "The level stands in publications and nobody can have it.",
            _HIGH,
            "    - {id: mid, title: {es: Medio, en: Middle}, from: 59.999}\n" + _HIGH,
            RUBRIC,
        ),
    ),
    "IND342": fault(
        "una mejor respuesta a `{name}` baja la calificación de `{id}` de {before} a {after}",
        "a better answer to `{name}` lowers the score of `{id}` from {before} to {after}",
        Page(
            "better-is-worse",
            "Finds criteria of which a better answer, or evidence, lowers a score.",
            "Who does more must not score less.",
            "missing: {not_reported: zero, not_verified: zero, rejected: zero}",
            "missing: {not_reported: zero, not_verified: skip, rejected: zero}",
            RUBRIC,
            instead="Count what has no evidence as zero, where evidence is required.",
        ),
    ),
    "IND343": fault(
        "el criterio `{name}` no puede cambiar el resultado",
        "criterion `{name}` cannot change the result",
        Page(
            "idle-criterion",
            "Finds criteria that cannot change the result.",
            "Evaluators answer for nothing.",
            "  steps: {columns: [key, es, en], rows: [[plan, Hay plan, There is a plan], [team, Hay equipo, There is a team]]}",
            "  steps: {columns: [key, es, en, weight], rows: [[plan, Hay plan, There is a plan, 1], [team, Hay equipo, There is a team, 0]]}",
            RUBRIC,
        ),
    ),
    "IND344": fault(
        "la compuerta {number} de `{id}` nunca limita nada",
        "gate {number} of `{id}` never limits anything",
        Page(
            "idle-gate",
            "Finds gates that never hold anything back.",
            "Whoever wrote the gate expects it to do something.",
            _GATE,
            "    - {requires: rules, at_least: 1, max_level: high}",
            RUBRIC,
        ),
    ),
    "IND345": fault(
        "`{name}` admite puntos extra o deducciones, y `{id}` no dice hasta cuántos: agregue `{cap}`",
        "`{name}` adds or takes points, and `{id}` does not say how many at most: add `{cap}`",
        Page(
            "extras-without-cap",
            "Finds bonuses and penalties in a group that does not say how much they move at most.",
            "Scores above 100 have been published for want of it.",
            "    bonus_cap: 5\n",
            "",
            RUBRIC,
        ),
    ),
    "IND381": fault(
        "`{name}` no es un nodo que un modelo pueda cambiar",
        "`{name}` is no node that a model can change",
        Page(
            "model-of-no-node",
            "Finds scoring models that leave out, or weigh, what is no node below the total.",
            "The model would do less than it says, and nobody would notice.",
            "leave_out: [cost]",
            "leave_out: [costs]",
            MODELS,
        ),
    ),
    "IND382": fault(
        "`{step}` del modelo `{id}` no cambia nada: el programa ya califica así, o no tiene ese paso",
        "`{step}` of the model `{id}` changes nothing: the program scores like that already, or has no such step",
        Page(
            "model-changes-nothing",
            "Finds scoring models with a key that changes no rule: no gates to take away, no treatment to switch off, weights that are "
            "equal already.",
            "A comparison would show agreement where nothing was compared.",
            "treatment: winsorise",
            "treatment: none",
            MODELS,
            instead="Another rule, or no such key.",
        ),
    ),
    "IND383": fault(
        "el modelo `{id}` hace lo mismo que `{other}`",
        "the model `{id}` does the same as `{other}`",
        Page(
            "model-twice",
            "Finds scoring models that score alike.",
            "One of them says nothing, and the shares of models that agree would count it twice.",
            "    weights: {cost: 3}",
            "    leave_out: [cost]",
            MODELS,
        ),
    ),
    "IND384": fault(
        "con el modelo `{id}` el programa no puede calificarse: {problem_es}",
        "under the model `{id}` the program cannot be scored: {problem_en}",
        Page(
            "model-unsound",
            "Finds scoring models that make a program which would be refused if it stood so.",
            "It would fail only when somebody asks for it.",
            "    weights: {cost: 3}",
            "    weights: {cost: 0, police_rate: 0}",
            MODELS,
            instead="What the message asks for.",
        ),
    ),
}
