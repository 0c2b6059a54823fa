"""Small specs that between them use what the language has; short, so that most of what is spoilt in them matters."""

from __future__ import annotations

from functools import cache

import icmaml_indicators as icma
from tests.conftest import REPOSITORY

_HEAD = 'spec: 1\nid: {id}\nversion: "1"\ntitle: {{es: Muestra, en: Sample}}\nentity: {entity}\nperiod: {period}\nprovenance: user\n'

FIGURES = (
    _HEAD.format(id="figures", entity="municipality", period="[semester, year]")
    + """\
variables:
  - {id: a, title: {es: A, en: A}, unit: {es: personas, en: persons}, type: integer, range: [0, null]}
  - {id: b, title: {es: B, en: B}, range: [null, 1000000]}
  - {id: c, title: {es: C, en: C}, kind: flow}
  - {id: flag, title: {es: F, en: F}, type: boolean}
  - {id: sort, title: {es: T, en: T}, type: category, options: [state, municipal]}
  - {id: order, title: {es: O, en: O}, type: ordinal, options: [low, mid, high]}
checks:
  - {rule: a <= 5000000, message: {es: No más, en: No more}}
  - {rule: b >= c or c > 0, severity: warning}
scale: min_max
missing: {not_reported: skip, min_coverage: 0.4}
screening: {max_change: 3, max_distance: 10}
peers: [{column: state}]
lights: {on: percentile, green: [75, 100], yellow: [25, 75]}
tree:
  - id: ratios
    title: {es: Razones, en: Ratios}
    aggregation: geometric_mean
    children:
      - {id: r1, title: {es: R1, en: R1}, formula: a / b * 100, direction: higher, range: [0, 200], scale: {method: goalposts, low: 0, high: 100}}
      - {id: r2, title: {es: R2, en: R2}, formula: 'if_else(sort == "state", a - lag(a), coalesce(b, c, 0))', direction: lower, scale: {method: z_score, over: all}}
      - {id: r3, title: {es: R3, en: R3}, formula: log(a + 1) + sqrt(abs(c)) ** 2, direction: target, target: 3, scale: {method: distance_to_target, spread: 5}}
      - {id: r4, title: {es: R4, en: R4}, formula: r1 * 2 + r2, direction: context}
  - id: ranks
    title: {es: Lugares, en: Places}
    weight: 2
    aggregation: {method: power_mean, power: 2}
    levels: [{id: low, title: {es: Bajo, en: Low}, up_to: {by: sort, state: 40, municipal: 50}}, {id: high, title: {es: Alto, en: High}}]
    level_decimals: 1
    children:
      - {id: p1, title: {es: P1, en: P1}, formula: 'max(a, b, c) - min(a, b, c)', direction: higher, scale: percentile_rank}
      - {id: p2, title: {es: P2, en: P2}, formula: 'irr(-a, b, c)', direction: higher, scale: rank}
      - {id: p3, title: {es: P3, en: P3}, formula: 'npv(0.1, -a, b, c) + equivalent_annual(0.1, -a, b, c)', direction: lower, scale: borda}
      - {id: p4, title: {es: P4, en: P4}, formula: 'if_else(flag and not (order == "low"), 1, 0)', direction: higher, scale: identity}
  - id: distances
    title: {es: Distancias, en: Distances}
    aggregation: median
    children:
      - {id: d1, title: {es: D1, en: D1}, formula: a, direction: higher, scale: distance_to_best}
      - {id: d2, title: {es: D2, en: D2}, formula: c, direction: lower, scale: {method: distance_to_reference, reference: 7}}
      - {id: d3, title: {es: D3, en: D3}, formula: b, direction: higher, scale: {method: bands, bands: [{up_to: 1, score: 0}, {score: 9}]}}
      - {id: d4, title: {es: D4, en: D4}, formula: exp(c / 100), direction: higher, scale: {method: piecewise_linear, points: [[0, 0], [1, 50], [9, 100]]}}
"""
)

RUBRIC = (
    _HEAD.format(id="rubric", entity="other", period="year")
    + """\
aggregation: points
missing: {not_reported: zero, not_verified: zero, rejected: skip}
ceiling: 106
answers:
  - {id: scale4, options: [{id: none, title: {es: Nada, en: None}}, {id: some, title: {es: Algo, en: Some}}, {id: full, title: {es: Todo, en: All}}]}
  - {id: share, amount: {of: staff, whole: false}}
  - {id: count, amount: {steps: [[1, 1/3], [3, 1]], at_most: 50}}
  - {id: most, amount: {cap: 12}}
variables: [{id: staff, title: {es: Personal, en: Staff}, type: integer, range: [1, null]}]
gates: [{requires: [x_law], at_least: met, max_level: fair}]
levels: [{id: poor, title: {es: Malo, en: Poor}, up_to: 40}, {id: fair, title: {es: Regular, en: Fair}, up_to: 70}, {id: good, title: {es: Bueno, en: Good}}]
tree:
  - id: x
    title: {es: Uno, en: One}
    points: 60
    aggregation: points
    bonus_cap: 6
    ceiling: 110
    penalty_cap: 10
    children:
      - {id: x_law, title: {es: Ley, en: Law}, criterion: {answer: met_partly, evidence: required}, points: 20}
      - {id: x_part, title: {es: Parte, en: Part}, criterion: {answer: share, not_applicable: reweight}, points: 25}
      - {id: x_many, title: {es: Muchos, en: Many}, criterion: {answer: count, not_applicable: full}, points: 15}
      - {id: x_more, title: {es: Más, en: More}, criterion: {answer: yes_no, role: bonus}, points: 8}
      - {id: x_less, title: {es: Menos, en: Less}, criterion: {answer: percent, role: penalty}, points: 10}
  - id: y
    title: {es: Dos, en: Two}
    points: 40
    aggregation: {method: staircase, share: 0.5, by: answers}
    children:
      - {id: y_1, title: {es: Y1, en: Y1}, criterion: scale4}
      - {id: y_2, title: {es: Y2, en: Y2}, criterion: {answer: scale4, not_applicable: reweight}}
"""
)

TABLE = (
    _HEAD.format(id="decided", entity="state", period="{frequency: year, step: 3}")
    + """\
variables: [{id: debt, title: {es: Deuda, en: Debt}}, {id: plan, title: {es: Meta, en: Goal}}]
aggregation:
  method: decision_table
  rules:
    - {when: {debt_ratio: low, service: low}, then: green}
    - {when: {debt_ratio: high}, then: red}
    - {when: {}, then: yellow}
levels: [{id: red, title: {es: Rojo, en: Red}}, {id: yellow, title: {es: Amarillo, en: Yellow}}, {id: green, title: {es: Verde, en: Green}}]
tree:
  - id: debt_ratio
    title: {es: Deuda, en: Debt}
    formula: debt / plan
    direction: lower
    scale: identity
    levels: [{id: low, title: {es: Bajo, en: Low}, up_to: 1}, {id: high, title: {es: Alto, en: High}}]
  - id: service
    title: {es: Servicio, en: Service}
    formula: debt
    direction: higher
    attainment: {target: {2023: 80, 2024: 90}, baseline: 5, method: progress, cumulative: true, lights: {green: [95, null], yellow: [60, null]}}
    levels: [{id: low, title: {es: Bajo, en: Low}, up_to: 50}, {id: high, title: {es: Alto, en: High}}]
"""
)

SPECS = (FIGURES, RUBRIC, TABLE)
BUILT_IN = (
    "simed",
    "sindes",
    "cimtra@2016",
    "refim",
    "bpi",
    "creditworthiness",
    "mir_public_lighting",
    "sistema_alertas",
)


@cache
def texts() -> tuple[str, ...]:
    """Return specs as texts: shipped ones, and the small ones."""
    shipped = sorted((REPOSITORY / "indicator_specs").glob("*.yaml"))
    return (*(path.read_text(encoding="utf-8") for path in shipped), *SPECS * 4)


@cache
def program(number: int) -> icma.Program:
    """Return one of the programs that data is handed to; the small ones first."""
    return icma.loads(SPECS[number], "sample.yaml") if number < len(SPECS) else icma.load(BUILT_IN[number - len(SPECS)])


COUNT = len(SPECS) + len(BUILT_IN)
