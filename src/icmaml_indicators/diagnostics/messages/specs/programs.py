"""Faults and doubts of a program: its ids, variables, parameters, decision tables, provenance."""

from __future__ import annotations

from ..message import Message, Page, doubt, fault
from .samples import COMPARISONS, DECISIONS, INDICATORS, SHORTEST

_CUTS = "up_to: {by: government, state: 100, town: 60}"
_EXAMPLE = "        examples: [{given: {police: 2, population: 1000}, expect: 2}]"

MESSAGES: dict[str, Message] = {
    "IND301": fault(
        "el identificador `{id}` se repite; ya aparece en {first}",
        "id `{id}` is repeated; it stands at {first} already",
        Page(
            "repeated-id",
            "Finds an id that stands twice: variables, indicators, groups and answers share one set of names.",
            "A formula could not tell which of them is meant.",
            "      - id: certified_rate",
            "      - id: police_rate",
            INDICATORS,
        ),
    ),
    "IND148": fault(
        "el encabezado `{heading}` {problem_es}",
        "the heading `{heading}` {problem_en}",
        Page(
            "heading-of-two",
            "Finds a heading in `columns` that another variable has, or that is its id; capitals, accents and signs do not "
            "part headings, so that one of signs alone is none.",
            "A column of the data would belong to two variables, or to none.",
            "    type: integer\n    range: [1, null]",
            "    type: integer\n    range: [1, null]\n    columns: [POLICE]",
            INDICATORS,
        ),
    ),
    "IND149": fault(
        "`country` es de municipios y estados, y aquí se mide `{type}`",
        "`country` is of municipalities and states, and here `{type}` is measured",
        Page(
            "country-without-keys",
            "Finds `country` on an entity that has no keys of a country.",
            "It would say nothing.",
            "entity: municipality",
            "entity: {type: project, country: CO}",
            INDICATORS,
        ),
    ),
    "IND302": doubt(
        "warning",
        "ninguna fórmula usa la variable `{id}`",
        "no formula uses variable `{id}`",
        Page(
            "unused-variable",
            "Finds a variable that no formula, check, cut or answer reads.",
            "Municipalities are asked for a figure that nobody uses, or a formula lost it by mistake.",
            '    formula: spending / if_else(size == "large", population, population * 1)',
            "    formula: spending / population",
            INDICATORS,
        ),
    ),
    "IND305": fault(
        "`direction: target` exige `target`",
        "`direction: target` needs `target`",
        Page(
            "target-missing",
            "Finds `direction: target` without a `target`, and a `target` without that direction.",
            "How good a result is depends on its distance to the target.",
            "        direction: higher\n        improves_with: {more: [police]}",
            "        direction: target",
            INDICATORS,
        ),
    ),
    "IND306": fault(
        "el rango va de menor a mayor: {low} > {high}",
        "a range goes from low to high: {low} > {high}",
        Page(
            "reversed-range",
            "Finds ranges and goalposts that go from high to low.",
            "No figure lies in them.",
            "        range: [0, 20]",
            "        range: [20, 0]",
            INDICATORS,
        ),
    ),
    "IND307": fault(
        "{what_es} {problem_es}",
        "{what_en} {problem_en}",
        Page(
            "level-cuts",
            "Finds levels, or bands of a scale, that leave a gap (one in the middle without a cut), overlap (cuts that do not "
            "ascend), or mix `up_to` and `from`.",
            "A score would have no level, or two, and a value no score.",
            "      - {id: low, title: {es: Bajo, en: Low}, up_to: 60}",
            "      - {id: low, title: {es: Bajo, en: Low}, up_to: 60}\n      - {id: mid, title: {es: Medio, en: Middle}, up_to: 50}",
            INDICATORS,
        ),
    ),
    "IND308": fault(
        "la tabla de decisión no cubre {count} combinación(es), por ejemplo {sample}",
        "the decision table leaves {count} combination(s) open, for example {sample}",
        Page(
            "decision-table-open",
            "Finds combinations of levels that no rule of a decision table answers.",
            "Entities with that combination would have no level.",
            "      - {when: {debt_share: low}, then: sound}\n      - {when: {debt_share: high}, then: watch}",
            "      - {when: {debt_share: high}, then: watch}",
            DECISIONS,
        ),
    ),
    "IND309": fault(
        "la regla {number} nunca se aplica: las anteriores ya cubren sus casos",
        "rule {number} can never apply: the rules before it cover its cases",
        Page(
            "decision-rule-unreachable",
            "Finds rules of a decision table that never apply, since those before them cover their cases.",
            "Whoever wrote the rule expects it to do something.",
            "      - {when: {debt_share: low}, then: sound}",
            "      - {when: {}, then: sound}",
            DECISIONS,
        ),
    ),
    "IND310": fault(
        "la tabla de decisión nombra `{name}`, que no existe en {where}",
        "the decision table names `{name}`, which {where} does not have",
        Page(
            "decision-table-stranger",
            "Finds children and levels in a decision table that do not exist.",
            "The rule would never apply.",
            "      - {when: {debt_share: low}, then: sound}",
            "      - {when: {debt_share: lo}, then: sound}",
            DECISIONS,
        ),
    ),
    "IND311": fault(
        "los pesos de `{id}` suman cero",
        "the weights of `{id}` sum to zero",
        Page(
            "weights-zero",
            "Finds siblings whose weights add up to zero.",
            "Their parent has no score.",
            '    unit: {es: "%", en: "%"}\n    direction: lower',
            '    unit: {es: "%", en: "%"}\n    direction: lower\n    weight: 0',
            DECISIONS,
        ),
    ),
    "IND312": fault(
        "`{method}` exige `{key}`",
        "`{method}` needs `{key}`",
        Page(
            "parameter-missing",
            "Finds scales, aggregations and methods without a parameter that they need.",
            "It would have to be guessed.",
            "        scale: {method: goalposts, low: 0, high: 5}",
            "        scale: {method: goalposts, low: 0}",
            INDICATORS,
        ),
    ),
    "IND313": fault(
        "procedencia `{status}` exige `{key}`",
        "provenance `{status}` needs `{key}`",
        Page(
            "provenance-without-source",
            "Finds a documented provenance without `source`, and a reconstructed one without `modelled_on`.",
            "Nobody can look it up.",
            "    description:\n      es: Gasto en seguridad por",
            "    provenance: documented\n    description:\n      es: Gasto en seguridad por",
            INDICATORS,
        ),
    ),
    "IND314": fault(
        "`{id}` no declara procedencia ni la hereda",
        "`{id}` neither declares a provenance nor inherits one",
        Page(
            "provenance-missing",
            "Finds indicators that neither declare where their definition comes from nor inherit it.",
            "Official and home-made definitions would look alike.",
            "provenance: user\n",
            "",
            INDICATORS,
        ),
    ),
    "IND315": fault(
        "`{key}` no se usa con `{method}`",
        "`{key}` has no use with `{method}`",
        Page(
            "parameter-unused",
            "Finds parameters that the chosen method does not use.",
            "They look as if they did something.",
            "        scale: {method: goalposts, low: 0, high: 5}",
            "        scale: {method: goalposts, low: 0, high: 5, spread: 2}",
            INDICATORS,
        ),
    ),
    "IND316": fault(
        "`{name}` no es una variable de opciones",
        "`{name}` is not a variable with options",
        Page(
            "cut-by-number",
            "Finds cuts that depend on a variable without options.",
            "There is a cut for each option, or none.",
            _CUTS,
            "up_to: {by: income, state: 100, town: 60}",
            DECISIONS,
        ),
    ),
    "IND317": fault(
        "una variable de tipo {type} exige `options`",
        "a variable of type {type} needs `options`",
        Page(
            "options-missing",
            "Finds ordinal and category variables without `options`.",
            "Any answer would do, and none could be compared.",
            "    type: category\n    options: [small, large]",
            "    type: category",
            INDICATORS,
        ),
    ),
    "IND318": fault(
        "{problem_es}",
        "{problem_en}",
        Page(
            "keys-that-do-not-go-together",
            "Finds keys of which exactly one is needed, or that only make sense together; the message says which.",
            "It could be read in two ways.",
            "    aggregation: arithmetic_mean",
            "    aggregation: {method: power_mean, power: 0}",
            INDICATORS,
        ),
    ),
    "IND319": doubt(
        "warning",
        "`{id}` no tiene ningún ejemplo",
        "`{id}` has no example",
        Page(
            "example-missing",
            "Finds indicators with a formula and without an example.",
            "An example beside the definition shows what is meant and proves the formula each time it changes.",
            _EXAMPLE,
            "",
            INDICATORS,
        ),
    ),
    "IND320": fault(
        "el programa `{id}` ya está declarado en {first}",
        "program `{id}` is already declared in {first}",
        Page(
            "program-twice",
            "Finds two programs of one id and version.",
            "Which of them is meant would depend on the order of files.",
            good_files={"sample.yaml": SHORTEST},
            bad_files={"a.yaml": SHORTEST, "b.yaml": SHORTEST},
        ),
    ),
    "IND740": fault(
        "`treatment` no puede estar aquí: {why_es}",
        "`treatment` cannot stand here: {why_en}",
        Page(
            "treatment-without-comparison",
            "Finds treatments of values whose scale compares them with nobody, or that would be taken to another measure than "
            "their target or their scale.",
            "Skewness is that of a population; what a scale of fixed ends reads would be another figure than the one it was made for.",
            "    scale: {method: percentile_rank, over: peers_alike}",
            "    treatment: winsorise\n    scale: {method: goalposts, low: 0, high: 100}",
            COMPARISONS,
            instead="A scale that compares (`min_max`, `z_score` ...), or no treatment.",
        ),
    ),
    "IND745": fault(
        "`imputation` no puede estar aquí: {why_es}",
        "`imputation` cannot stand here: {why_en}",
        Page(
            "imputation-of-nothing",
            "Finds imputations where no gap can be filled: of answers by options, of values that no scale reads, of a weight that is "
            "no figure.",
            "Whoever reads the spec would take it that gaps are filled.",
            "    scale: {method: percentile_rank, over: peers_alike}",
            "    scale: none\n    imputation: median",
            COMPARISONS,
            instead="A scale, or no imputation.",
        ),
    ),
    "IND358": fault(
        "con `{key_name}: {given}` la escala `{method}` no puede calificar a nadie: {why_es}",
        "with `{key_name}: {given}` the scale `{method}` can score nobody: {why_en}",
        Page(
            "scale-scores-nobody",
            "Finds parameters with which a scale has no score for any figure: a goalpost or target at nought or below under `log`, a "
            "reference of nought, `log` over a range without positive figures.",
            "Every score would be absent, and nothing in the data could be blamed.",
            "        scale: {method: goalposts, low: 0, high: 5}",
            "        scale: {method: goalposts, low: 0, high: 5, log: true}",
            INDICATORS,
            instead="The least figure that makes a difference as the low goalpost, or a scale without `log`.",
        ),
    ),
}
