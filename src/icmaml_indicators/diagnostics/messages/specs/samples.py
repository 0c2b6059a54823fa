"""Sound specs, from which the examples of the rule reference take their lines."""

from __future__ import annotations

_HEAD = """\
spec: 1
id: sample
version: "1"
title: {es: Muestra, en: A sample}
entity: municipality
period: semester
provenance: user
"""

INDICATORS = (
    _HEAD
    + """\
variables:
  - id: police
    title: {es: Policías, en: Police officers}
    unit: {es: personas, en: persons}
    type: integer
    range: [0, null]
  - id: certified
    title: {es: Policías certificados, en: Certified officers}
    unit: {es: personas, en: persons}
    type: integer
    range: [0, null]
  - id: population
    title: {es: Población, en: Population}
    unit: {es: habitantes, en: inhabitants}
    type: integer
    range: [1, null]
  - id: spending
    title: {es: Gasto en seguridad, en: Spending on safety}
    unit: {es: pesos, en: pesos, symbol: MXN}
    range: [0, null]
  - id: size
    title: {es: Tamaño, en: Size}
    type: category
    options: [small, large]
checks:
  - rule: certified <= police
tree:
  - id: safety
    title: {es: Seguridad, en: Safety}
    children:
      - id: police_rate
        title: {es: Policías por mil habitantes, en: Police officers per thousand inhabitants}
        formula: police / population * 1000
        unit: {es: policías por mil habitantes, en: police officers per thousand inhabitants}
        direction: higher
        improves_with: {more: [police]}
        range: [0, 20]
        scale: {method: goalposts, low: 0, high: 5}
        weight: 0.6
        examples: [{given: {police: 2, population: 1000}, expect: 2}]
      - id: certified_rate
        title: {es: Policías certificados, en: Certified officers}
        formula: if_else(police > 0, certified / police * 100, 0)
        unit: {es: "%", en: "%"}
        direction: higher
        scale: {method: goalposts, low: 0, high: 100}
        weight: 0.4
        holds: result <= 100
        examples: [{given: {police: 4, certified: 3}, expect: 75}]
    aggregation: arithmetic_mean
    levels:
      - {id: low, title: {es: Bajo, en: Low}, up_to: 60}
      - {id: high, title: {es: Alto, en: High}}
  - id: spending_per_person
    title: {es: Gasto por habitante, en: Spending per inhabitant}
    description:
      es: Gasto en seguridad por cada habitante del municipio.
      en: Spending on safety for each inhabitant of the municipality.
    formula: spending / if_else(size == "large", population, population * 1)
    unit: {es: pesos por habitante, en: pesos per inhabitant}
    direction: context
    valid_from: 2015-S1
    comparable: false
    break_note: {es: Antes sin la nómina., en: Without the payroll before.}
    examples: [{given: {spending: 500, population: 100, size: large}, expect: 5}]
"""
)

DECISIONS = (
    _HEAD
    + """\
variables:
  - {id: debt, title: {es: Deuda, en: Debt}, unit: {es: pesos, en: pesos}, range: [0, null]}
  - {id: income, title: {es: Ingreso, en: Income}, unit: {es: pesos, en: pesos}, range: [1, null]}
  - {id: government, title: {es: Gobierno, en: Government}, type: category, options: [state, town]}
tree:
  - id: debt_share
    title: {es: Deuda sobre ingreso, en: Debt to income}
    formula: debt / income * 100
    unit: {es: "%", en: "%"}
    direction: lower
    levels:
      - {id: low, title: {es: Baja, en: Low}, up_to: {by: government, state: 100, town: 60}}
      - {id: high, title: {es: Alta, en: High}}
    examples: [{given: {debt: 50, income: 100}, expect: 50}]
total:
  levels:
    - {id: watch, title: {es: En observación, en: Under watch}}
    - {id: sound, title: {es: Sostenible, en: Sustainable}}
  aggregation:
    method: decision_table
    rules:
      - {when: {debt_share: low}, then: sound}
      - {when: {debt_share: high}, then: watch}
"""
)

COMPARISONS = (
    _HEAD
    + """\
variables:
  - {id: income, title: {es: Ingresos, en: Income}, unit: {es: pesos, en: pesos, symbol: MXN}, range: [1, null]}
  - {id: zone, title: {es: Zona, en: Zone}, type: category, options: [north, south]}
  - {id: size, title: {es: Tamaño, en: Size}, type: category, of: income, options: [small, {id: large, from: 10}]}
populations:
  - {id: leaders, where: 'zone == "north" and period >= "2015"'}
  - {id: peers_alike, by: [zone, size], within: all}
tree:
  - id: income_to_leaders
    title: {es: Ingresos frente a los líderes, en: Income to leaders}
    formula: 100 * income / mean(income over leaders)
    unit: {es: "%", en: "%"}
    direction: higher
    scale: {method: percentile_rank, over: peers_alike}
  - id: income_of_the_north
    title: {es: Ingresos del norte, en: Income of the north}
    formula: income
    unit: {es: pesos, en: pesos, symbol: MXN}
    direction: context
    applies: 'zone == "north"'
    examples: [{given: {income: 5, zone: north}, period: 2016-S1, expect: 5}]
"""
)

PARAMETERS = (
    _HEAD
    + """\
parameters:
  - {id: price_level, value: 95.1 / 108.4}
  - {id: life_least, by: sex, women: 22.5, men: 17.5}
  - {id: asked, by: [sex, period], rows: [[women, "2014", 60], [men, "2014", 50]], else: 40}
variables:
  - {id: life, title: {es: Esperanza de vida, en: Life expectancy}, unit: {es: años, en: years}, range: [0, 120]}
  - {id: sex, title: {es: Sexo, en: Sex}, type: category, options: [women, men]}
tree:
  - id: long_life
    title: {es: Vida larga, en: Long life}
    formula: if_else(period >= "2014-S2", life, life - 1)
    unit: {es: años, en: years}
    direction: higher
    scale: {method: goalposts, low: 20, high: 85}
    examples: [{given: {life: 80, sex: women}, period: 2014-S1, expect: 79}]
  - id: above_asked
    title: {es: Sobre lo pedido, en: Above what is asked}
    formula: life - asked - life_least * price_level * 0
    unit: {es: años, en: years}
    direction: context
    examples: [{given: {life: 80, sex: women}, expect: 40}]
"""
)

RUBRIC = (
    _HEAD
    + """\
missing: {not_reported: zero, not_verified: zero, rejected: zero}
answers:
  - id: ladder
    options:
      - {id: none, title: {es: Nada, en: Nothing}}
      - {id: some, title: {es: Algo, en: Some of it}}
      - {id: all, title: {es: Todo, en: All of it}}
tables:
  steps: {columns: [key, es, en], rows: [[plan, Hay plan, There is a plan], [team, Hay equipo, There is a team]]}
total:
  levels:
    - {id: low, title: {es: Bajo, en: Low}}
    - {id: high, title: {es: Alto, en: High}, from: 60}
  gates:
    - {requires: rules_law, max_level: low}
tree:
  - id: rules
    title: {es: Reglas, en: Rules}
    points: 100
    aggregation: points
    bonus_cap: 5
    criteria:
      columns: [key, es, en, points, role]
      note: {es: Vale <points>., en: Worth <points>.}
      rows:
        - [law, Hay reglamento, There is a by-law, 60, base]
        - [body, Hay comité, There is a committee, 40, base]
        - [extra, Hay premio, There is an award, 5, bonus]
  - id: practice
    title: {es: Práctica, en: Practice}
    points: 50
    aggregation: staircase
    criteria: {answer: ladder, evidence: required, columns: [key, es, en], rows: [[use, Se usa, It is used]]}
    levels:
      - {id: first, title: {es: Primero, en: First}}
      - {id: second, title: {es: Segundo, en: Second}}
      - {id: third, title: {es: Tercero, en: Third}}
  - id: action
    title: {es: Acción, en: Action}
    points: 50
    criteria: steps
"""
)

MODELS = (
    _HEAD
    + """\
scale: min_max
variables:
  - {id: police, title: {es: Policías, en: Police officers}, unit: {es: personas, en: persons}, range: [0, null]}
  - {id: population, title: {es: Población, en: Population}, unit: {es: habitantes, en: inhabitants}, range: [1, null]}
  - {id: spending, title: {es: Gasto, en: Spending}, unit: {es: pesos, en: pesos, symbol: MXN}, range: [0, null]}
models:
  - id: without_cost
    title: {es: Sin el costo, en: Without the cost}
    leave_out: [cost]
  - id: treated
    title: {es: Con tratamiento, en: With treatment}
    treatment: winsorise
  - id: costly
    title: {es: Más peso al costo, en: More weight on the cost}
    weights: {cost: 3}
tree:
  - id: police_rate
    title: {es: Policías por habitante, en: Officers per inhabitant}
    formula: 1000 * police / population
    unit: {es: por mil, en: per thousand}
    direction: higher
    examples: [{given: {police: 2, population: 1000}, expect: 2}]
  - id: cost
    title: {es: Gasto por habitante, en: Spending per inhabitant}
    formula: spending / population
    unit: {es: pesos por habitante, en: pesos per inhabitant}
    direction: lower
    examples: [{given: {spending: 10, population: 5}, expect: 2}]
"""
)

MATRIX = (
    _HEAD.replace("semester", "year").replace("municipality", "budget_program")
    + """\
variables:
  - {id: thefts, title: {es: Robos, en: Robberies}, unit: {es: robos, en: robberies}, range: [0, null]}
  - {id: lamps, title: {es: Luminarias, en: Lamps}, unit: {es: luminarias, en: lamps}, range: [1, null]}
  - {id: working, title: {es: En servicio, en: At work}, unit: {es: luminarias, en: lamps}, range: [0, null]}
  - {id: repairs, title: {es: Reparaciones, en: Repairs}, unit: {es: reparaciones, en: repairs}, range: [0, null]}
matrix:
  goal:
    id: safer
    summary: {es: Noches más seguras, en: Safer nights}
    indicators:
      - id: night_thefts
        title: {es: Robos de noche, en: Robberies by night}
        formula: thefts
        unit: {es: robos, en: robberies}
        direction: lower
        attainment: {baseline: 320, target: 300, frequency: year, means: {es: Denuncias, en: Reports to the police}}
        examples: [{given: {thefts: 310}, expect: 310}]
  purpose:
    id: lit
    summary: {es: Calles iluminadas, en: Streets are lit}
    assumptions: [{es: Hay energía, en: There is power}]
    indicators:
      - id: working_share
        title: {es: Luminarias en servicio, en: Share of lamps at work}
        formula: working / lamps * 100
        unit: {es: "%", en: "%"}
        direction: higher
        attainment: {baseline: 80, target: 90, frequency: year, means: {es: Recorridos, en: Rounds}}
        examples: [{given: {working: 90, lamps: 100}, expect: 90}]
  components:
    - id: service
      summary: {es: Servicio de reparación, en: Repair service}
      assumptions: [{es: Hay refacciones, en: There are spare parts}]
      indicators:
        - id: lamps_in_service
          title: {es: Luminarias reparadas, en: Lamps mended}
          formula: working
          unit: {es: luminarias, en: lamps}
          direction: higher
          attainment: {baseline: 800, target: 900, frequency: semester, means: {es: Bitácora, en: Log}}
          examples: [{given: {working: 900}, expect: 900}]
      activities:
        - id: mend
          summary: {es: Reparar luminarias, en: Mend lamps}
          assumptions: [{es: Hay cuadrillas, en: There are crews}]
          indicators:
            - id: repairs_done
              title: {es: Reparaciones hechas, en: Repairs done}
              formula: repairs
              unit: {es: reparaciones, en: repairs}
              direction: higher
              attainment:
                baseline: 0
                target: 120
                frequency: quarter
                means: {es: Órdenes de trabajo, en: Work orders}
                cremaa: {clear: 5, relevant: 5, economic: 5, monitorable: 5, adequate: 4}
              examples: [{given: {repairs: 100}, expect: 100}]
"""
)

ROLLUP = (
    _HEAD.replace("semester", "year")
    + """\
rollup: {of: sindes, by: entity}
variables:
  - id: training_hours
    title: {es: Horas de capacitación en el año, en: Training hours in the year}
    unit: {es: horas, en: hours}
    range: [0, null]
    from: sum(police_training_hours over entity)
tree:
  - id: training
    title: {es: Capacitación en el año, en: Training in the year}
    formula: training_hours
    unit: {es: horas, en: hours}
    direction: higher
    examples: [{given: {training_hours: 900}, expect: 900}]
"""
)

SAMPLES = {
    "indicators": INDICATORS,
    "decisions": DECISIONS,
    "comparisons": COMPARISONS,
    "parameters": PARAMETERS,
    "rubric": RUBRIC,
    "matrix": MATRIX,
    "rollup": ROLLUP,
}

# The shortest program there is, for the examples that need several files.
SHORTEST = (
    _HEAD
    + """\
variables:
  - {id: police, title: {es: Policías, en: Police officers}, unit: {es: personas, en: persons}}
tree:
  - id: officers
    title: {es: Policías en servicio, en: Officers on duty}
    formula: police
    unit: {es: personas, en: persons}
    direction: higher
    examples: [{given: {police: 2}, expect: 2}]
"""
)

# The same over the year, taken as it is, or under another name.
YEARLY = _HEAD.replace("semester", "year").replace("sample", "yearly") + "rollup: {of: sample, by: entity}\n"
