"""Two small programs that the tests of changes edit."""

from __future__ import annotations

import icmaml_indicators as icma
from icmaml_indicators.changes import Change, SpecDiff
from icmaml_indicators.changes.comparing.sides import ProgramSide
from icmaml_indicators.changes.diffing import compare_sides
from icmaml_indicators.specs import read_draft_from_text

FIGURES = """\
spec: 1
id: sample
version: "1.4.0"
title: {es: Muestra, en: Sample}
entity: municipality
period: year
provenance: user
scale: {method: goalposts, low: 0, high: 10}
levels:
  - {id: poor, title: {es: Malo, en: Poor}, up_to: 50}
  - {id: good, title: {es: Bueno, en: Good}}
variables:
  - {id: police, title: {es: Policías, en: Police officers}, type: integer, range: [0, null]}
  - {id: population, title: {es: Población, en: Population}, type: integer, range: [0, null]}
  - {id: spending, title: {es: Gasto, en: Spending}, unit: {es: pesos, en: pesos}}
  - {id: kind, title: {es: Tipo, en: Kind}, type: ordinal, options: [rural, mixed, urban]}
checks:
  - {rule: police <= population, message: {es: Hay más policías que gente, en: More police than people}}
tree:
  - id: safety
    title: {es: Seguridad, en: Safety}
    weight: 1
    children:
      - id: police_rate
        title: {es: Policías por mil, en: Police per thousand}
        formula: police / population * 1000
        unit: {es: policías por mil, en: police per thousand}
        direction: higher
        weight: 1
        examples: [{given: {police: 2, population: 1000}, expect: 2}]
      - id: cost
        title: {es: Gasto por policía, en: Spending per officer}
        formula: spending / police
        unit: {es: pesos, en: pesos}
        direction: lower
        weight: 1
        examples: [{given: {spending: 10, police: 4}, expect: 2.5}]
  - id: size
    title: {es: Tamaño, en: Size}
    weight: 1
    children:
      - id: double_rate
        title: {es: Doble, en: Double}
        formula: 2 * police_rate
        direction: higher
        examples: [{given: {police: 2, population: 1000}, expect: 4}]
      - id: town
        title: {es: Ciudad, en: Town}
        formula: if_else(kind >= 1, population, 0)
        direction: context
        examples: [{given: {kind: urban, population: 3}, expect: 3}]
"""

RUBRIC = """\
spec: 1
id: rubric
version: "2016"
title: {es: Rúbrica, en: Rubric}
entity: municipality
period: year
provenance: user
aggregation: points
missing: {not_reported: zero}
levels:
  - {id: low, title: {es: Bajo, en: Low}}
  - {id: high, title: {es: Alto, en: High}, from: 60}
answers:
  - id: depth
    options:
      - {id: none_yet, title: {es: Nada, en: None}, credit: 0}
      - {id: some, title: {es: Algo, en: Some}, credit: 1/2}
      - {id: all_of_it, title: {es: Todo, en: All}, credit: 1}
tree:
  - id: first
    title: {es: Uno, en: One}
    aggregation: points
    gates:
      - {requires: a, at_least: 50, max_score: 30}
    children:
      - {id: a, title: {es: Hay plan, en: There is a plan}, points: 2, criterion: {answer: depth}}
      - {id: b, title: {es: Hay informe, en: There is a report}, points: 3, criterion: {answer: yes_no, evidence: required, not_applicable: reweight}}
  - id: second
    title: {es: Dos, en: Two}
    aggregation: points
    children:
      - {id: c, title: {es: Hay registro, en: There is a register}, points: 5, criterion: {answer: depth}}
"""


def edited(text: str, *pairs: tuple[str, str]) -> str:
    """Return a text with each first part replaced by the second; both must differ and the first must be there."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def compared(text: str, *pairs: tuple[str, str]) -> SpecDiff:
    """Compare a program with an edited copy."""
    sides = [side(text, "old.yaml"), side(edited(text, *pairs), "new.yaml")]
    found = SpecDiff((compare_sides(*sides),))
    for change in found.changes:  # everything stands somewhere
        places = [(change.old_place, "old.yaml"), (change.new_place, "new.yaml")]
        assert any(place is not None for place, _ in places), change
        assert all(place is None or place.file == name for place, name in places), change
    return found


def side(text: str, name: str) -> ProgramSide:
    """Return a program as if it had been read from a file."""
    return ProgramSide(icma.loads(text), read_draft_from_text(text, name))


def told(found: SpecDiff) -> list[tuple[str, str, str]]:
    """Return code, subject and key of every change."""
    return [(change.code, change.subject, change.key) for change in found.changes]


def touched(found: SpecDiff) -> dict[str, str]:
    """Return, for each affected node, the initials of the parts."""
    (program,) = found.programs
    return {name: "".join(part[0] for part in what.parts) for name, what in program.affected.items()}


def one(found: SpecDiff) -> Change:
    """Return the only change."""
    (change,) = found.changes
    return change
