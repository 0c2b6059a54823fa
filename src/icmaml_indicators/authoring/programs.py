"""A new program with everything that it needs: sound from the first moment, with comments that teach."""

from __future__ import annotations

from typing import Literal, get_args

from ..errors import check_option
from .wording import check_id, titles

Kind = Literal["indicators", "rubric", "matrix"]
# As the spec language has them, of which nothing is loaded for a new program.
ENTITIES = ("municipality", "state", "project", "budget_program", "other")
PERIODS = ("year", "semester", "quarter", "month")

_HEAD = """\
# Written in the spec language, version 1 (see the user guide). Check it with: icmaml-indicators validate FILE
spec: 1
id: {id}
version: "1"
# Every text that people read stands in Spanish and English.
title: {title}
# What is measured: municipality (five-digit INEGI keys), state, project, budget_program or other.
entity: {entity}
# How often: year, semester, quarter, month, or a list of them.
period: {period}
# Where the definitions come from: user; or documented, with its source; or reconstructed, with what it is modelled on.
provenance: user
"""

_INDICATORS = """\
# How a value becomes a score (its indicators may have their own), and what the scores are called.
scale: {{method: goalposts, low: 0, high: 100}}
total:
  levels:
    - {{id: low, title: {{es: Bajo, en: Low}}, up_to: 50}}
    - {{id: high, title: {{es: Alto, en: High}}}}

# What is handed in. A figure outside its range is rejected.
variables:
  - id: homes_served
    title: {{es: Viviendas con servicio, en: Homes with service}}
    unit: {{es: viviendas, en: homes}}
    type: integer
    kind: stock
    range: [0, null]
  - id: homes
    title: {{es: Viviendas, en: Homes}}
    unit: {{es: viviendas, en: homes}}
    type: integer
    kind: stock
    range: [0, null]

# What must hold between them in every row.
checks:
  - rule: homes_served <= homes

# What is measured: groups, and in them indicators.
tree:
  - id: services
    title: {{es: Servicios, en: Services}}
    children:
      - id: service_coverage
        title: {{es: Cobertura del servicio, en: Service coverage}}
        formula: homes_served / homes * 100
        unit: {{es: "%", en: "%"}}
        direction: higher
        range: [0, 100]
        # Always true of the result; `validate` looks for figures that break it.
        holds: [result >= 0, result <= 100]
        # Synthetic cases, run by `validate`: a result, one without a denominator, one that was not reported.
        examples:
          - {{given: {{homes_served: 0, homes: 120}}, expect: 0, expect_score: 0}}
          - {{given: {{homes_served: 0, homes: 0}}, expect: undefined}}
          - {{given: {{homes_served: null, homes: 120}}, expect: not_reported}}

# Synthetic cases of the whole.
examples:
  - {{given: {{homes_served: 30, homes: 120}}, expect_score: 25, expect_level: low}}
  - {{given: {{homes_served: 120, homes: 120}}, expect_score: 100, expect_level: high}}
"""

_RUBRIC = """\
# What an absent answer does: here it counts as zero.
missing: {{not_reported: zero, not_verified: zero, rejected: zero, undefined: zero}}
# Names of the scores, the worst one first.
total:
  levels:
    - {{id: basic, title: {{es: Básico, en: Basic}}}}
    - {{id: developing, title: {{es: En desarrollo, en: Developing}}, from: 40}}
    - {{id: consolidated, title: {{es: Consolidado, en: Consolidated}}, from: 80}}

# What may be answered, the worst answer first; credits are evenly spaced from 0 to 1.
answers:
  - id: progress
    title: {{es: Avance, en: Progress}}
    options:
      - {{id: nothing, title: {{es: Nada, en: Nothing}}}}
      - {{id: begun, title: {{es: Iniciado, en: Begun}}}}
      - {{id: in_force, title: {{es: Vigente, en: In force}}}}

# What is asked: areas with tables of criteria. An answer that earns anything counts only with its evidence.
tree:
  - id: planning
    title: {{es: Planeación, en: Planning}}
    criteria:
      answer: progress
      evidence: required
      columns: [id, es, en]
      rows:
        - [planning_plan, El plan está aprobado, The plan is approved]
        - [planning_goals, El plan tiene metas medibles, The plan has measurable goals]
  - id: openness
    title: {{es: Apertura, en: Openness}}
    criteria:
      answer: progress
      evidence: required
      not_applicable: reweight
      columns: [id, es, en]
      rows:
        - [openness_budget, El presupuesto se publica, The budget is published]
        - [openness_results, Los resultados se publican, Results are published]

# Synthetic cases of the whole, run by `validate`. An answer given to a group is that of every criterion below.
examples:
  - {{given: {{total: nothing}}, expect_score: 0, expect_level: basic}}
  - {{given: {{total: begun}}, expect_score: 50, expect_level: developing}}
  - {{given: {{total: in_force}}, expect_score: 100, expect_level: consolidated}}
  # The evidence of one area is lacking.
  - {{given: {{total: in_force, planning.evidence: false}}, expect_score: {{planning: 0, total: 50}}}}
  # One area does not apply and leaves the denominator; in the other nothing was handed in.
  - {{given: {{planning: in_force, openness: not_applicable}}, expect_score: 100}}
  - {{given: {{planning: in_force, openness: null}}, expect_score: 50}}
  - {{given: {{planning: null, openness: in_force}}, expect_score: 50}}
  - {{given: {{planning: in_force, openness: begun, openness.evidence: false}}, expect_score: 50}}
"""

_MATRIX = """\
# The raw figures that the indicators are computed from. Baselines and targets below are synthetic.
variables:
  - id: population_in_need
    title: {{es: Población con la carencia, en: Population in need}}
    unit: {{es: personas, en: persons}}
    type: integer
    range: [0, null]
  - id: population
    title: {{es: Población, en: Population}}
    unit: {{es: personas, en: persons}}
    type: integer
    range: [1, null]
  - id: homes_served
    title: {{es: Viviendas con servicio, en: Homes with service}}
    unit: {{es: viviendas, en: homes}}
    type: integer
    range: [0, null]
  - id: homes
    title: {{es: Viviendas, en: Homes}}
    unit: {{es: viviendas, en: homes}}
    type: integer
    range: [1, null]
  - id: works_done
    title: {{es: Obras terminadas, en: Works completed}}
    unit: {{es: obras, en: works}}
    type: integer
    range: [0, null]
  - id: works_planned
    title: {{es: Obras programadas, en: Works planned}}
    unit: {{es: obras, en: works}}
    type: integer
    range: [1, null]
  - id: designs_done
    title: {{es: Proyectos listos, en: Designs ready}}
    unit: {{es: proyectos, en: designs}}
    type: integer
    range: [0, null]
  - id: designs_planned
    title: {{es: Proyectos programados, en: Designs planned}}
    unit: {{es: proyectos, en: designs}}
    type: integer
    range: [1, null]

# Objectives of four levels, each with its indicators; the tree follows from them (user guide, "Targets").
matrix:
  goal:
    id: goal_wellbeing
    summary: {{es: Contribuir al bienestar de la población, en: Contribute to the wellbeing of the population}}
    indicators:
      - id: need_rate
        title: {{es: Población con la carencia, en: Population in need}}
        formula: population_in_need / population * 100
        unit: {{es: "%", en: "%"}}
        direction: lower
        attainment:
          baseline: 20
          target: 16
          frequency: year
          means: {{es: Censo, en: Census}}
        examples:
          - {{given: {{population_in_need: 160, population: 1000}}, expect: 16, expect_score: 100, expect_light: green}}
  purpose:
    id: purpose_service
    summary: {{es: Las viviendas cuentan con el servicio, en: Homes have the service}}
    assumptions: [{{es: La población usa el servicio, en: People use the service}}]
    indicators:
      - id: service_coverage
        title: {{es: Cobertura del servicio, en: Service coverage}}
        formula: homes_served / homes * 100
        unit: {{es: "%", en: "%"}}
        direction: higher
        attainment:
          baseline: 60
          target: 80
          frequency: year
          means: {{es: Padrón del servicio, en: Register of the service}}
        examples:
          - {{given: {{homes_served: 60, homes: 100}}, expect: 60, expect_score: 75, expect_light: yellow}}
  components:
    - id: component_works
      summary: {{es: Obras terminadas, en: Works completed}}
      assumptions: [{{es: Las obras se mantienen, en: Works are maintained}}]
      indicators:
        - id: works_rate
          title: {{es: Obras terminadas, en: Works completed}}
          formula: works_done / works_planned * 100
          unit: {{es: "%", en: "%"}}
          direction: higher
          attainment:
            baseline: 50
            target: 100
            frequency: semester
            means: {{es: Actas de entrega, en: Handover records}}
          examples:
            - {{given: {{works_done: 5, works_planned: 10}}, expect: 50, expect_score: 50, expect_light: red}}
      activities:
        - id: activity_designs
          summary: {{es: Elaborar los proyectos, en: Prepare the designs}}
          assumptions: [{{es: El presupuesto llega a tiempo, en: The budget arrives on time}}]
          indicators:
            - id: designs_rate
              title: {{es: Proyectos listos, en: Designs ready}}
              formula: designs_done / designs_planned * 100
              unit: {{es: "%", en: "%"}}
              direction: higher
              attainment:
                baseline: 40
                target: 100
                frequency: quarter
                means: {{es: Expedientes técnicos, en: Technical files}}
              examples:
                - {{given: {{designs_done: 9, designs_planned: 10}}, expect: 90, expect_score: 90, expect_light: green}}

# A synthetic case of the whole: every target is met, except that of the works.
examples:
  - given:
      population_in_need: 160
      population: 1000
      homes_served: 80
      homes: 100
      works_done: 8
      works_planned: 10
      designs_done: 10
      designs_planned: 10
    expect_score: {{goal: 100, purpose: 100, components: 80, activities: 100, total: 92}}
    expect_light: {{works_rate: yellow, service_coverage: green}}
"""

_BODIES: dict[Kind, str] = {"indicators": _INDICATORS, "rubric": _RUBRIC, "matrix": _MATRIX}


def new_program(
    name: str,
    *,
    kind: Kind = "indicators",
    entity: str | None = None,
    period: str = "year",
    title_es: str | None = None,
    title_en: str | None = None,
) -> str:
    """Return the text of a new program, to be changed into one's own; it is sound as it is.

    Parameters
    ----------
    name
        The id.
    kind
        ``indicators`` computed from figures, a ``rubric`` of answers with evidence, or the indicator ``matrix`` (MIR)
        of a budget program.
    entity, period
        What is measured, how often; see the user guide, "The spec language". By default municipalities (for a matrix,
        budget programs), every year.
    title_es, title_en
        Made from the id where none is given; a language that is not given says that it is to be translated.

    Raises
    ------
    IcmamlError
        When the id cannot be one.
    UnknownNameError
        When there is no such kind, entity or period.

    Examples
    --------
    >>> icma.loads(icma.new_program("water", period="month")).period.frequency
    ('month',)
    """
    check_option("kind of program", kind, get_args(Kind))
    if entity is not None:
        check_option("kind of entity", entity, ENTITIES)
    check_option("length of period", period, PERIODS)
    head = _HEAD.format(
        id=check_id(name),
        title=titles(name, title_es, title_en),
        entity=entity or ("budget_program" if kind == "matrix" else "municipality"),
        period=period,
    )
    return head + _BODIES[kind].format()
