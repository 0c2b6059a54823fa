"""Made-up answers to a rubric, a made-up matrix and made-up projects, for the pages that need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..diagnostics import Language
from ..projects import Portfolio, appraise, prioritise
from ..specs import Program
from ..specs.model.attainment import Goal
from ..targets import TargetResults, score_targets
from .municipalities import generator

if TYPE_CHECKING:
    import pandas as pd

TOWNS = 12
RATE, BUDGET, YEARS = 0.10, 66e6, 12
YEAR = 2025
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
# How often an indicator is due: in which quarters of the year.
DUE = {"year": (3,), "semester": (1, 3)}
# What the matrix of public lighting came to by the third quarter, indicator by indicator; its fourth is to come.
RESULTS = {
    "night_theft_rate": (None, None, None),
    "lighting_coverage": (None, 71.4, None),
    "lamps_working_share": (92.6, 93.1, 93.8),
    "energy_per_lamp": (None, None, None),
    "repairs_done": (980, 1120, 1015),
    "days_to_repair": (6.8, 6.1, 5.6),
    "circuits_surveyed_share": (54, 61, 66),
    "led_changes_done": (420, 655, 790),
    "energy_per_inhabitant": (None, 21.5, None),
}
# What each quarter plans of what the matrix sets no figure for.
PLANNED = {"repairs_done": 1100, "led_changes_done": 900}
# Invented projects: title, first cost in millions, benefit and upkeep a year as shares of it.
PROJECTS = (
    ("pavimentar la avenida central", "pave the central avenue", 18.0, 0.21, 0.02),
    ("cambiar 2,000 luminarias a LED", "change 2,000 lamps to LED", 9.5, 0.34, 0.03),
    ("ampliar la planta de tratamiento", "enlarge the treatment plant", 27.0, 0.17, 0.03),
    ("sectorizar la red de agua", "part the water network in sectors", 14.0, 0.29, 0.03),
    ("relleno sanitario", "sanitary landfill", 16.5, 0.22, 0.05),
    ("modernizar el catastro", "modernise the cadastre", 6.2, 0.41, 0.06),
    ("parque lineal del arroyo", "linear park along the stream", 7.8, 0.19, 0.04),
    ("unidad deportiva del norte", "sports ground of the north", 11.0, 0.15, 0.05),
    ("trámites en línea", "procedures online", 3.1, 0.52, 0.12),
    ("mercado municipal", "municipal market", 12.4, 0.16, 0.03),
    ("drenaje pluvial del centro", "storm drains of the centre", 21.0, 0.2, 0.01),
    ("ciclovía de la universidad", "cycle lane to the university", 4.6, 0.24, 0.02),
    ("estación de bomberos del sur", "fire station of the south", 8.9, 0.2, 0.06),
    ("cámaras en los accesos", "cameras at the ways in", 5.4, 0.18, 0.09),
)
_NAMES = {
    "es": ("Municipio sintético 01", "Alumbrado público (datos sintéticos)", "Proyecto sintético"),
    "en": ("Municipio sintético 01", "Public lighting (synthetic data)", "Synthetic project"),
}


def answer_rubric(program: Program) -> pd.DataFrame:
    """Return what twelve made-up municipalities answer to a rubric, in long form: with evidence, without, or not at all."""
    import pandas as pd

    draw = generator("rubric")
    lines = []
    for number in range(1, TOWNS + 1):
        key, name = f"SINT{number:02d}", f"Municipio sintético {number:02d}"
        whole = int(draw.integers(4, 12))
        lines += [(key, name, figure.id, str(whole), "", "") for figure in program.variables]
        skill = draw.uniform(0.34, 0.77)
        inside = {block.id: draw.normal(0, 0.15) for block in program.nodes.values() if block.children}
        for place, leaf in enumerate(program.criteria):
            assert leaf.criterion is not None
            kind, chance = program.answer_kinds[leaf.criterion.answer], draw.random()
            wins = chance < skill + inside[program.nodes[leaf.id].parent or ""]
            if chance > 0.985:
                continue
            answer = kind.options[-1 if wins else 0].id if kind.amount is None else str(whole if wins else whole // 2)
            proven = f"sintetico.example/{number:02d}/{place:03d}" if draw.random() < 0.93 or not wins else ""
            lines.append((key, name, leaf.id, "quizás" if chance < 0.012 else answer, proven, ""))
    columns = ["entity", "name", "criterion", "answer", "evidence", "note"]
    return pd.DataFrame(lines, columns=columns).assign(period="2024")


def follow_matrix(program: Program, language: Language) -> TargetResults:
    """Return a matrix against its targets after three quarters of a made-up year."""
    import pandas as pd

    assert program.matrix is not None
    titles = {part.id: part.summary.in_language(language) for part in program.matrix.components}
    indicators = {indicator.id: indicator for indicator in program.indicators}
    lines: list[dict[str, object]] = []
    for level, objective, within in program.matrix.objectives():
        component = objective.id if level == "component" else within
        for name in objective.indicators:
            indicator = indicators[name]
            sheet = indicator.attainment
            assert sheet is not None and sheet.frequency is not None
            said: dict[str, object] = {
                "municipality": _NAMES[language][0],
                "program": _NAMES[language][1],
                "level": level,
                "component": titles[component] if component else "",
                "objective": objective.summary.in_language(language),
                "indicator": indicator.title.in_language(language),
                "direction": indicator.direction,
                "method": sheet.method or "",
                "frequency": "quarter" if sheet.frequency == "month" else sheet.frequency,
                "cumulative": "yes" if sheet.cumulative else "no",
                "unit": indicator.unit.in_language(language) if indicator.unit else "",
                "formula": indicator.formula,
                "means": "; ".join(text.in_language(language) for text in sheet.means),
                "assumptions": "; ".join(text.in_language(language) for text in objective.assumptions),
                "baseline": sheet.baseline.number if sheet.baseline else None,
                **{f"cremaa_{quality}": mark for quality, mark in sheet.cremaa.items()},
            }
            low, high = _target(indicator.id, sheet.target)
            for place in DUE.get(sheet.frequency, range(len(QUARTERS))):
                actual = RESULTS[indicator.id][place] if place < len(RESULTS[indicator.id]) else None
                due = {"period": f"{YEAR}-{QUARTERS[place]}", "target": low, "target_high": high, "actual": actual}
                lines.append(said | due)
    return score_targets(pd.DataFrame(lines), language=language)


def _target(indicator: str, goal: Goal | None) -> tuple[float | None, float | None]:
    """Return the target of the year, or the ends of its range."""
    assert goal is not None
    if goal.low is not None:
        return float(goal.low), float(goal.high or 0)
    found = goal.number if goal.number is not None else goal.periods.get(str(YEAR), PLANNED.get(indicator))
    return (float(found) if found is not None else None), None


def choose_projects(language: Language) -> Portfolio:
    """Return the made-up projects that are worth most together under the budget."""
    import pandas as pd

    lines = []
    for number, (es, en, cost, benefit, upkeep) in enumerate(PROJECTS, 1):
        name = f"{_NAMES[language][2]} {number:02d}: {es if language == 'es' else en}"
        lines.append((name, 0, 0.0, cost * 1e6))
        lines += [(name, year, benefit * cost * 1e6, upkeep * cost * 1e6) for year in range(1, YEARS + 1)]
    flows = pd.DataFrame(lines, columns=["project", "year", "benefit", "cost"])
    return prioritise(appraise(flows, RATE, language=language).table, BUDGET, cost="present_cost")
