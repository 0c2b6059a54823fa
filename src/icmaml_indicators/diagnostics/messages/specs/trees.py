"""Doubts about weights, levels, titles and texts."""

from __future__ import annotations

from ..message import Message, Page, doubt, fault
from .samples import INDICATORS, RUBRIC, SHORTEST

_GATES = "  gates:\n    - {requires: rules_law, max_level: low}\n"
_RULES = "tree:\n  - id: rules\n    title: {es: Reglas, en: Rules}\n    points: 100\n"
_AGGREGATED = "    aggregation: arithmetic_mean\n    levels:\n"
_LOW = "      - {id: low, title: {es: Bajo, en: Low}, up_to: 60}\n"

_NAMED = "    levels:\n" + _LOW.replace(", up_to: 60", "")
_HIGH = "      - {id: high, title: {es: Alto, en: High}}\n"
_CUTS = "    cuts: {method: quantiles, shares: [0.4]}\n" + _NAMED

_EXTRA = "      - {id: more, title: {es: Más, en: More}, criterion: {answer: yes_no}, role: bonus, points: 1}\n"
_CRITERIA = "    bonus_cap: 5\n    criteria:\n"
_WITH_EXTRA = RUBRIC.replace(_CRITERIA, _CRITERIA.replace("    criteria", f"    children:\n{_EXTRA}    criteria"))

_EQUAL = "    aggregation: {method: arithmetic_mean, weights: equal}\n"
_UNWEIGHED = INDICATORS.replace("        weight: 0.6\n", "").replace("        weight: 0.4\n", "")
_JUDGED = (
    "    aggregation: {method: arithmetic_mean, "
    "weights: {method: ahp, judgements: [[police_rate, certified_rate, 3]]}}\n"
)
_COMPARED = (
    "    aggregation: {method: arithmetic_mean, "
    "weights: {method: ahp, judgements: [[water, lit, 6], [water, paved, 2], [paved, lit, 3]]}}\n"
)
_LEAF = "      - {{id: {id}, title: {{es: {es}, en: {en}}}, formula: police, direction: higher}}\n"
_THREE = (
    SHORTEST[: SHORTEST.index("tree:")]
    + "tree:\n  - id: services\n    title: {es: Servicios, en: Services}\n"
    + _COMPARED
    + "    children:\n"
    + "".join(
        _LEAF.format(id=name, es=es, en=en)
        for name, es, en in (("water", "Agua", "Water"), ("paved", "Calles", "Streets"), ("lit", "Luz", "Light"))
    )
)

MESSAGES: dict[str, Message] = {
    "IND134": doubt(
        "info",
        "`role` es del nodo, no de su criterio; su lugar es junto a `criterion`",
        "`role` is of the node, not of its criterion; its place is beside `criterion`",
        Page(
            "role-of-a-criterion",
            "Finds `role` inside `criterion`, where it stood before. `--fix` moves it.",
            "What a node is to its parent is said in one place, of criteria and of what is only shown alike.",
            _EXTRA,
            _EXTRA.replace("{answer: yes_no}, role: bonus", "{answer: yes_no, role: bonus}"),
            _WITH_EXTRA,
        ),
    ),
    "IND135": fault(
        "`role` está también junto a `criterion`; déjelo ahí",
        "`role` stands beside `criterion` as well; keep that one",
        Page(
            "role-twice",
            "Finds `role` both in a criterion and beside it.",
            "Which of the two is meant would have to be guessed.",
            _EXTRA,
            _EXTRA.replace("{answer: yes_no}", "{answer: yes_no, role: penalty}"),
            _WITH_EXTRA,
        ),
    ),
    "IND136": doubt(
        "info",
        "`{id}` pesa 0 y es parte de `{parent}`: donde falta actúa `missing`; lo que solo se muestra lleva "
        "`role: informational`",
        "`{id}` weighs 0 and is a part of `{parent}`: where it is absent `missing` acts; what is only shown has "
        "`role: informational`",
        Page(
            "weight-of-nothing",
            "Finds `weight: 0` below an aggregation that weighs.",
            "Its score changes nothing, and its absence does: the policy of `missing` acts on the group. `--unsafe-fixes` "
            "writes `role: informational`: a group that had no score for want of it then has one, which `diff` tells as "
            "breaking.",
            "        weight: 0.4",
            "        weight: 0",
            INDICATORS,
            instead="`role: informational` in the place of the weight, or a weight.",
        ),
    ),
    "IND137": doubt(
        "info",
        "`{id}` es de contexto (`direction: context`): no tiene calificación que `role: informational` deje sin contar",
        "`{id}` is context (`direction: context`): it has no score that `role: informational` would leave uncounted",
        Page(
            "context-only-shown",
            "Finds `role: informational` on a context indicator. `--fix` takes it away where no points are shared.",
            "One of the two says it already.",
            "    direction: context\n",
            "    direction: context\n    role: informational\n",
            INDICATORS,
            instead="`direction: context` alone, or a direction and a scale where it shall be scored and shown.",
        ),
    ),
    "IND143": fault(
        "las partes deben ascender entre 0 y 1",
        "the shares must ascend between 0 and 1",
        Page(
            "shares-of-classes",
            "Finds `shares` of `cuts` that do not ascend, or lie outside of 0 and 1.",
            "A class would hold nobody, or more than all.",
            _CUTS,
            _CUTS.replace("0.4", "1.4"),
            INDICATORS.replace("    levels:\n" + _LOW, _CUTS),
        ),
    ),
    "IND144": fault(
        "`cuts` reparte calificaciones entre dos niveles o más",
        "`cuts` shares scores out among two levels or more",
        Page(
            "classes-without-levels",
            "Finds `cuts` on a node that has no levels, or one.",
            "There would be nothing to cut.",
            _CUTS + _HIGH,
            "    cuts: quantiles\n",
            INDICATORS.replace("    levels:\n" + _LOW, _CUTS),
        ),
    ),
    "IND145": fault(
        "hay {given} partes, y entre estos niveles hay {wanted} cortes",
        "there are {given} shares, and there are {wanted} cuts between these levels",
        Page(
            "shares-and-levels",
            "Finds `shares` of `cuts` that are more or fewer than the cuts between the levels.",
            "Levels would be left without scores, or shares without a level.",
            _CUTS,
            _CUTS.replace("0.4", "0.4, 0.8"),
            INDICATORS.replace("    levels:\n" + _LOW, _CUTS),
        ),
    ),
    "IND360": doubt(
        "warning",
        "los pesos de `{id}` suman {sum}, no {whole}",
        "the weights of `{id}` add up to {sum}, not {whole}",
        Page(
            "weights-miss-their-sum",
            "Finds siblings that all have a weight, with a sum near 1 or near 100 that misses it.",
            "Weights are made to sum to one anyway, so that nobody notices; the published weights are then others.",
            "        weight: 0.4",
            "        weight: 0.35",
            INDICATORS,
        ),
    ),
    "IND361": doubt(
        "warning",
        "`{id}` califica de {low} a {high}: el nivel `{level}` no se alcanza nunca",
        "`{id}` scores from {low} to {high}: the level `{level}` is never reached",
        Page(
            "level-out-of-reach",
            "Finds levels that begin above the highest score, or end below the lowest, that the scales can give.",
            "No entity can ever have them.",
            "up_to: 60}",
            "up_to: 120}",
            INDICATORS,
        ),
    ),
    "IND362": doubt(
        "warning",
        "`{id}` lleva el mismo título que `{other}` ({place})",
        "`{id}` bears the same title as `{other}` ({place})",
        Page(
            "title-twice",
            "Finds siblings, or variables, with the same title.",
            "Readers of tables and charts cannot tell them apart.",
            "    title: {es: Policías certificados, en: Certified officers}\n    unit",
            "    title: {es: Policías, en: Police officers}\n    unit",
            INDICATORS,
        ),
    ),
    "IND363": doubt(
        "warning",
        "el texto parece no estar traducido",
        "the text looks untranslated",
        Page(
            "not-translated",
            "Finds texts that are the same in Spanish and English although their words are not.",
            "Half of the readers cannot read it.",
            "    title: {es: Población, en: Population}",
            "    title: {es: Población, en: Población}",
            INDICATORS,
        ),
    ),
    "IND364": doubt(
        "warning",
        "el texto bajo `{side}` parece estar en {language_es}",
        "the text under `{side}` reads as {language_en}",
        Page(
            "languages-swapped",
            "Finds Spanish under `en` and English under `es`, by their small words.",
            "Reports come out in the wrong language.",
            "      es: Gasto en seguridad por cada habitante del municipio.\n      en: Spending on safety for each inhabitant of the municipality.",
            "      en: Gasto en seguridad por cada habitante del municipio.\n      es: Spending on safety for each inhabitant of the municipality.",
            INDICATORS,
        ),
    ),
    "IND365": doubt(
        "warning",
        "el programa `{id}` está en `{name}`: nombre el archivo o la carpeta como el programa",
        "the program `{id}` stands in `{name}`: name the file or folder after the program",
        Page(
            "file-name",
            "Finds a program, in a folder of programs, whose file or folder bears another name; editions stand in a folder "
            "with the name of the program.",
            "Programs are looked up by these names.",
            good_files={"sample.yaml": SHORTEST},
            bad_files={"simple.yaml": SHORTEST},
        ),
    ),
    "IND366": doubt(
        "warning",
        "los puntos dentro de `{id}` no se suman en `{parent}`: sin `aggregation`, `{id}` promedia; escriba ahí "
        "`aggregation: points`, o `arithmetic_mean` si así se quiere",
        "the points inside `{id}` are not added up in `{parent}`: without `aggregation`, `{id}` takes the mean; write "
        "`aggregation: points` there, or `arithmetic_mean` where that is meant",
        Page(
            "points-not-added-up",
            "Finds a group whose parts have points, below a group that adds up points, that does not say how it aggregates.",
            "Without `aggregation` it takes the mean of its parts and is worth an even share of its parent: the points written "
            "in it are weights, and 90 points of 100 can come to 50.",
            _GATES + _RULES + "    aggregation: points\n",
            "  aggregation: points\n" + _GATES + _RULES,
            RUBRIC,
            instead="`aggregation: points`, or `aggregation: arithmetic_mean` where the mean is meant.",
        ),
    ),
    "IND367": doubt(
        "warning",
        "`{id}` promedia: `aggregation: {method}` del programa es solo del total; escriba `aggregation` en `{id}`",
        "`{id}` takes the mean: `aggregation: {method}` of the program is the total's alone; write `aggregation` in "
        "`{id}`",
        Page(
            "aggregation-not-written",
            "Finds a group without `aggregation` in a program whose own is another than the arithmetic mean.",
            "The aggregation of a program is that of its total: groups do not take it over, and take the mean.",
            _GATES,
            "  aggregation: geometric_mean\n" + _GATES,
            RUBRIC,
            instead="Write `aggregation` in the group: the program's, or `arithmetic_mean`.",
        ),
    ),
    "IND368": doubt(
        "warning",
        "`{id}` se redondea a {decimals} decimal(es) y sus niveles se cortan en {low} y en {high}: ningún paso los separa",
        "`{id}` is rounded to {decimals} decimal(s), and its levels are cut at {low} and at {high}: no step parts them",
        Page(
            "rounding-coarser-than-levels",
            "Finds a node whose score is rounded to steps wider than the distance of two cuts of its levels.",
            "Levels are cut on the rounded score: one of them is hardly ever reached, or never.",
            _AGGREGATED + _LOW,
            _AGGREGATED.replace("arithmetic_mean", "arithmetic_mean\n    rounding: 0")
            + _LOW
            + "      - {id: mid, title: {es: Medio, en: Middle}, up_to: 60.5}\n",
            INDICATORS,
            instead="More decimals, or cuts that are further apart.",
        ),
    ),
    "IND748": doubt(
        "info",
        "`{parent}` toma `{id}` por una cantidad: es un lugar entre las demás entidades (Copeland)",
        "`{parent}` takes `{id}` for a quantity: it is a place among the other entities (Copeland)",
        Page(
            "place-as-quantity",
            "Finds a group with `aggregation: copeland` whose score another group weighs with others.",
            "Wins less defeats depend on who else is compared and say nothing of distances; beside scores from 0 to 100 their size is "
            "that of the population.",
            _AGGREGATED,
            _AGGREGATED.replace("arithmetic_mean", "copeland"),
            INDICATORS,
            instead="Compare in the total alone, give the group `role: informational`, or a mean.",
        ),
    ),
    "IND750": fault(
        "`weights: {method}` pide al menos {least} partes con calificación; `{id}` tiene {given}",
        "`weights: {method}` needs at least {least} parts with scores; `{id}` has {given}",
        Page(
            "too-few-parts-to-weigh",
            "Finds weights that are fitted on fewer parts than their method can tell apart.",
            "Two parts correlate with each other and with nothing else: nothing in their scores tells one from the other.",
            _EQUAL,
            _EQUAL.replace("equal", "pca"),
            _UNWEIGHED.replace("    aggregation: arithmetic_mean\n", _EQUAL),
            instead="`weights: equal`, weights that are declared, or more parts.",
        ),
    ),
    "IND751": fault(
        "el `weight` de `{id}` no se usa: `{parent}` pesa sus partes con `weights: {method}`",
        "`weight` of `{id}` has no use: `{parent}` weighs its parts by `weights: {method}`",
        Page(
            "weight-unused",
            "Finds a `weight` in a group whose weights come from elsewhere; where they are moved from what is declared, one "
            "that is worked out.",
            "It looks as if it did something.",
            _EQUAL,
            "        weight: 0.7\n" + _EQUAL,
            _UNWEIGHED.replace("    aggregation: arithmetic_mean\n", _EQUAL),
            instead="No `weight`, or no `weights` in the group.",
        ),
    ),
    "IND754": fault(
        "los juicios de `weights: {method}` no sirven: {problem_es}",
        "the judgements of `weights: {method}` cannot be used: {problem_en}",
        Page(
            "judgements-of-parts",
            "Finds pairs, or budgets, that leave out a part of the group, name one twice, or name what is no part of it.",
            "A pair that nobody judged has no ratio, and a part that nobody gave anything has no weight that was meant.",
            _JUDGED,
            _JUDGED.replace("certified_rate, 3", "rate, 3"),
            _UNWEIGHED.replace("    aggregation: arithmetic_mean\n", _JUDGED),
            instead="Each pair of parts once, the one that matters more first; in each budget every part.",
        ),
    ),
    "IND755": doubt(
        "warning",
        "los juicios sobre las partes de `{id}` se contradicen: su razón de consistencia es {ratio}, más de {most}",
        "the judgements of the parts of `{id}` contradict one another: their consistency ratio is {ratio}, above {most}",
        Page(
            "judgements-contradict",
            "Finds pairs compared in the analytic hierarchy process whose consistency ratio is above 0.10.",
            "Saaty takes the weights of judgements that are a tenth as inconsistent as random ones, and asks again beyond.",
            _COMPARED,
            _COMPARED.replace("[paved, lit, 3]", "[lit, paved, 9]"),
            _THREE,
            instead="Judge again the pairs that go against the others.",
        ),
    ),
    "IND380": doubt(
        "warning",
        "el texto empieza con `{sign}` ({name}), que para YAML es parte de él: las comillas de YAML son \" y '",
        "the text begins with `{sign}` ({name}), which is part of it to YAML: quotes of YAML are \" and '",
        Page(
            "typographic-quote",
            "Finds texts without quotes of YAML that begin with a typographic quote: “ ” „ ‘ ’ «.",
            "Word processors put them in the place of the quotes of YAML, and they become part of the text: version `“1”` is "
            "not version `1`.",
            "    title: {es: Población, en: Population}",
            "    title: {es: “Población”, en: Population}",
            INDICATORS,
            instead="Straight quotes. A text that shall begin so, as a quotation does, is put into straight quotes whole.",
        ),
    ),
}
