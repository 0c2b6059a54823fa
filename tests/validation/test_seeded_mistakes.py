"""Real specs with one mistake put in: `validate` finds it, and only it, at its place.

Each mistake is an edit of one file that ships with the project. ``§`` marks, in the new text or in `at`, where the
diagnostic must stand; it is taken out before the file is written.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

import icmaml_indicators as icma
from icmaml_indicators.sources.builtin import specs_folder

MARK = "§"


@dataclass(frozen=True)
class Mistake:
    """One edit and what must come of it.

    `at` is a text of the edited file (or of `at_file`) with the mark in it, where the mark is not in the new text;
    `also` holds codes that the same mistake gives elsewhere, such as an example that no longer agrees.
    """

    file: str
    old: str
    new: str
    code: str
    suggestion: str | None = None
    at: str | None = None
    at_file: str | None = None
    also: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        return f"{self.code}-{Path(self.file).stem}-{self.new.strip()[:30]}"


EXAMPLE = frozenset({"IND303"})
_EXAMPLES_ABOVE = frozenset({"IND304", "IND326", "IND327", "IND328"})
UNREAD = frozenset({"IND302"})
SAFETY, FINANCE, PEOPLE = "sindes/public_safety.yaml", "sindes/finance.yaml", "sindes/human_resources.yaml"
LIGHTS, WATER, COMMON, WASTE = (
    "sindes/street_lighting.yaml",
    "sindes/water.yaml",
    "sindes/common.yaml",
    "sindes/solid_waste.yaml",
)
URBAN, PLAN, MAIN = "sindes/urban_development.yaml", "sindes/planning.yaml", "sindes/program.yaml"
CREDIT, MATRIX, CIMTRA, MSD = "creditworthiness.yaml", "mir_public_lighting.yaml", "cimtra/2016.yaml", "msd/2015.yaml"
CEP, MDP, PROJECTS, OFFICE = "cep.yaml", "mdp.yaml", "bpi_projects.yaml", "municipal_administrator.yaml"

MISTAKES = [
    # Names, structure -----------------------------------------------------------------------------------
    Mistake(
        SAFETY,
        "formula: operational_police / population * 1000",
        "formula: §operational_polise / population * 1000",
        "IND202",
        "operational_police",
    ),
    Mistake(FINANCE, "formula: public_debt / population", "formula: public_debt / §poblation", "IND202", "population"),
    Mistake(
        SAFETY,
        "rule: certified_police <= operational_police",
        "rule: certified_police <= §operational_polices",
        "IND202",
        "operational_police",
    ),
    Mistake(
        LIGHTS,
        "        direction: lower\n        range: [0, 6000]",
        "        §direcction: lower\n        range: [0, 6000]",
        "IND104",
        "direction",
        also=frozenset({"IND105"}),
    ),
    Mistake(
        LIGHTS,
        "        direction: lower\n        range: [0, 4000]",
        "        direction: §less\n        range: [0, 4000]",
        "IND107",
    ),
    Mistake(
        WATER,
        "formula: billed_water_m3 / produced_water_m3 * 100",
        "formula: billed_water_m3 / produced_water_m3 §x 100",
        "IND201",
    ),
    Mistake(
        WATER,
        "formula: water_revenue_collected / water_billed_amount * 100",
        "formula: water_revenue_collected §÷ water_billed_amount * 100",
        "IND201",
        "/",
    ),
    Mistake(OFFICE, '"if_else(holders > 0, 100 / holders, 0)"', '"§if_else(holders > 0, 100 / holders)"', "IND204"),
    Mistake(
        CREDIT,
        "formula: coalesce(payment_default, 0)",
        "formula: §coalesse(payment_default, 0)",
        "IND203",
        "coalesce",
        also=UNREAD,
    ),
    Mistake(
        SAFETY,
        "formula: police_complaints / operational_police * 100",
        "formula: §complaints_per_100_police * 100",
        "IND205",
        also=UNREAD,
    ),
    Mistake(SAFETY, "- id: calls_per_police\n", "- id: §CallsPerPolice\n", "IND115", "calls_per_police"),
    Mistake(SAFETY, "- id: calls_per_police\n", "- id: §max\n", "IND115"),
    Mistake(
        SAFETY,
        "- id: calls_per_police\n",
        "- id: §patrol_vehicles_per_1000\n",
        "IND301",
        at="- id: §patrol_vehicles_per_1000\n        title: {es: Patrullas",
        also=UNREAD,
    ),
    Mistake(LIGHTS, "title: {es: Alumbrado público, en: Street lighting}", "title: §{es: Alumbrado público}", "IND105"),
    Mistake(LIGHTS, "range: [20, 1500]", "range: §[1500, 20]", "IND306"),
    Mistake(MAIN, "  - fleet.yaml\n", "  - §flet.yaml\n", "IND111", "fleet.yaml", also=frozenset({"IND110", "IND202"})),
    Mistake(
        COMMON,
        "  - id: dwellings\n",
        "  - id: dwelings\n",
        "IND202",
        "dwelings",
        at="formula: dwellings_in_risk_zones / §dwellings * 100",
        at_file="sindes/fire_civil_protection.yaml",
        also=frozenset({"IND304"}),
    ),
    # Unused, cycles, options ------------------------------------------------------------------------------
    Mistake(
        LIGHTS,
        "formula: light_repair_hours / light_repairs",
        "formula: pothole_report_hours / light_repairs",
        "IND302",
        at="  - id: §light_repair_hours\n",
        also=frozenset({"IND321"}),
    ),
    Mistake(
        CREDIT,
        "up_to: {by: government, states: 7.5, municipalities: 5}",
        "up_to: {by: government, states: 7.5}",
        "IND251",
        at="up_to: §{by: government, states: 7.5}",
    ),
    Mistake(
        CREDIT,
        "  - id: government\n",
        "  - id: goverment\n",
        "IND316",
        "goverment",
        at="up_to: {by: §government, states: 100,",
        also=UNREAD,
    ),
    # Provenance, examples -----------------------------------------------------------------------------------
    Mistake(
        SAFETY,
        '          status: documented\n          source: "IMPLAN Torreón, «Policías operativos de seguridad pública en Torreón», trcimplan.gob.mx"\n',
        "          status: documented\n",
        "IND313",
        at="        provenance:\n          §status: documented\n          url: http://www.trcimplan.gob.mx/indicadores-torreon/gobierno-policias",
    ),
    Mistake(MSD, "provenance:\n", "provenanze:\n", "IND314", at="  - §id: spending\n", also=frozenset({"IND104"})),
    Mistake(
        LIGHTS,
        "        examples:\n          - given: {working_street_lights: 18000, street_lights: 20000}\n            expect: 90\n"
        "          - {given: {working_street_lights: 0, street_lights: 0}, expect: undefined}\n"
        "          - {given: {working_street_lights: null, street_lights: 20000}, expect: not_reported}\n",
        "",
        "IND319",
        at="      - §id: working_lights_share",
    ),
    Mistake(LIGHTS, "            expect: 300\n", "            expect: §3000\n", "IND303"),
    Mistake(
        LIGHTS, "given: {led_street_lights: 8000, street_lights: 20000}", "given: §{led_street_lights: 8000}", "IND321"
    ),
    Mistake(
        LIGHTS,
        "given: {led_street_lights: 8000, street_lights: 20000}",
        "given: {§led_street_light: 1, led_street_lights: 8000, street_lights: 20000}",
        "IND304",
        "led_street_lights",
    ),
    # Units --------------------------------------------------------------------------------------------------
    Mistake(
        LIGHTS,
        "formula: lighting_energy_kwh / street_lights",
        "formula: lighting_energy_expenditure / street_lights",
        "IND225",
        at='unit: {es: "kWh por luminaria, semestre", en: §"kWh per light, semester"}',
        also=frozenset({"IND245", "IND302", "IND321"}),
    ),
    Mistake(
        FINANCE,
        "        formula: public_debt / population\n        unit: {es: pesos por habitante, en: pesos per inhabitant}",
        "        formula: public_debt / population\n        unit: {es: pesos, en: §pesos}",
        "IND225",
    ),
    Mistake(
        URBAN,
        "unit: {es: horas por licencia, en: hours per licence}\n        direction: lower\n        range: [0.01, 3000]",
        "unit: {es: horas, en: §hours}\n        direction: lower\n        range: [0.01, 3000]",
        "IND225",
    ),
    Mistake(
        SAFETY,
        "formula: certified_police / operational_police * 100",
        "formula: §certified_police / operational_police",
        "IND226",
        "certified_police / operational_police * 100",
        also=EXAMPLE,
    ),
    Mistake(
        SAFETY,
        "formula: property_crimes / population * 1000",
        "formula: §property_crimes / population * 100",
        "IND226",
        "property_crimes / population * 1000",
        also=EXAMPLE,
    ),
    Mistake(
        SAFETY,
        "unit: {es: policías por mil habitantes, en: police officers per thousand inhabitants}",
        'unit: {es: "%", en: "%"}',
        "IND226",
        "operational_police / population * 100",
        at="formula: §operational_police / population * 1000",
    ),
    Mistake(
        WASTE,
        "formula: waste_collected_tonnes * 1000 / population",
        "formula: §waste_collected_tonnes / population",
        "IND226",
        "waste_collected_tonnes / population * 1000",
        also=EXAMPLE,
    ),
    Mistake(
        FINANCE,
        "formula: operating_expenditure / total_expenditure * 100",
        "formula: (operating_expenditure §+ population) / total_expenditure * 100",
        "IND222",
        also=frozenset({"IND321"}),
    ),
    Mistake(
        FINANCE,
        "(property_tax_collected - property_tax_collected_prior)",
        "(property_tax_collected §- population)",
        "IND222",
        also=frozenset({"IND321", "IND241"}),
    ),
    Mistake(
        MDP,
        "formula: (lines_done + 0.5 * lines_under_way) / action_lines * 100",
        "formula: (lines_done §+ 0.5 * months_elapsed) / action_lines * 100",
        "IND222",
        also=frozenset({"IND302", "IND321"}),
    ),
    Mistake(
        WATER,
        "    unit: {es: m³, en: m³}\n    type: number\n    kind: flow\n    range: [0, null]\n  - id: billed_water_m3",
        "    unit: {es: litros, en: litres}\n    type: number\n    kind: flow\n    range: [0, null]\n  - id: billed_water_m3",
        "IND224",
        at="rule: billed_water_m3 §<= produced_water_m3",
        also=frozenset({"IND226"}),
    ),
    Mistake(COMMON, "    unit: {es: viviendas, en: dwellings}\n", "", "IND220", at="  - id: §dwellings\n"),
    Mistake(
        LIGHTS,
        'unit: {es: "pesos por luminaria, semestre", en: "pesos per light, semester"}\n        direction: lower\n        range: [0, 4000]',
        "direction: lower\n        range: [0, 4000]",
        "IND220",
        at="- id: §maintenance_cost_per_light",
    ),
    Mistake(
        COMMON, "unit: {es: viviendas, en: dwellings}", "unit: {es: viviendas, en: §dwelings}", "IND221", "dwelling"
    ),
    Mistake(
        FINANCE,
        "        formula: public_debt / population\n        unit: {es: pesos por habitante, en: pesos per inhabitant}",
        "        formula: public_debt / population\n        unit: {es: pesos por habitante, en: pesos per inhabitant, symbol: §MXN}",
        "IND227",
        also=frozenset({"IND225"}),
    ),
    # Ranges -------------------------------------------------------------------------------------------------
    Mistake(MATRIX, "    kind: context\n    range: [1, null]", "    kind: context\n    range: §[0, null]", "IND231"),
    Mistake(
        CREDIT,
        "          - {given: {net_adjusted_debt: 500, operating_balance: 0}, expect: undefined}\n",
        "",
        "IND230",
        at="formula: net_adjusted_debt §/ operating_balance",
    ),
    Mistake(
        LIGHTS,
        '        formula: led_street_lights / street_lights * 100\n        unit: {es: "%", en: "%"}\n        direction: higher\n        range: [0, 100]',
        '        formula: led_street_lights / street_lights * 100\n        unit: {es: "%", en: "%"}\n        direction: higher\n        range: §[120, 200]',
        "IND232",
    ),
    Mistake(
        OFFICE,
        '"if_else(holders > 0, 100 / holders, 0)"',
        '"if_else(§holders >= 0, 100 / holders, 0)"',
        "IND234",
        also=frozenset({"IND303", "IND231"}),
    ),
    Mistake(
        PROJECTS,
        "formula: if_else(net_present_value < 0, 0, 100)",
        "formula: if_else(§benefit_cost_ratio < 0, 0, 100)",
        "IND234",
        also=frozenset({"IND303", "IND321"}),
    ),
    Mistake(
        PROJECTS,
        "100 * max(0, min(1, benefit_cost_ratio - 1))",
        "100 * §sqrt(benefit_cost_ratio - 1)",
        "IND235",
        also=EXAMPLE,
    ),
    Mistake(
        LIGHTS,
        "  - rule: led_street_lights <= street_lights",
        "  - rule: §led_street_lights >= 0",
        "IND237",
        also=frozenset({"IND322"}),
    ),
    Mistake(
        LIGHTS,
        "  - rule: led_street_lights <= street_lights",
        "  - rule: §led_street_lights < 0",
        "IND238",
        also=EXAMPLE,
    ),
    # Slopes, twins --------------------------------------------------------------------------------------------
    Mistake(
        SAFETY,
        "        direction: higher\n        improves_with: {more: [operational_police]}",
        "        direction: lower\n        improves_with: {more: [§operational_police]}",
        "IND240",
    ),
    Mistake(
        SAFETY,
        "formula: certified_police / operational_police * 100",
        "formula: operational_police / certified_police * 100",
        "IND240",
        at="improves_with: {more: [§certified_police]}",
        also=EXAMPLE | {"IND322"},
    ),
    Mistake(
        PLAN,
        "improves_with: {more: [audit_findings_resolved]}",
        "improves_with: {more: [§audit_findings_resolve]}",
        "IND242",
        "audit_findings_resolved",
    ),
    Mistake(
        SAFETY,
        "formula: property_crimes / population * 1000",
        "formula: §1000 * violent_crimes / population",
        "IND245",
        at="formula: §violent_crimes / population * 1000",
        also=frozenset({"IND302", "IND321", "IND242"}),
    ),
    # Weights, points, levels, rules -----------------------------------------------------------------------------
    Mistake(
        MSD,
        "    weight: 25\n    range: [0, 5]\n    decimals: 1\n    examples: [{given: {evaluations_mark: 4.5}",
        "    weight: 24\n    range: [0, 5]\n    decimals: 1\n    examples: [{given: {evaluations_mark: 4.5}",
        "IND360",
        at="    weight: §10\n",
    ),
    Mistake(MSD, "from: 4.6}", "from: 46}", "IND361", at="  - {id: §high, title: {es: Alto, en: High}, from: 46}"),
    Mistake(MSD, "from: 3.8}", "from: 2.5}", "IND307", at="  - §{id: medium_high"),
    Mistake(
        MSD,
        "{id: medium, title: {es: Medio, en: Medium}, from: 2.6}",
        "{id: medium, title: {es: Medio, en: Medium}}",
        "IND307",
        at="  levels:\n    §- {id: low",
    ),
    Mistake(
        CREDIT,
        '- {when: {default_in_force: "yes"}, then: elevado}',
        "- {when: {}, then: elevado}",
        "IND309",
        at="        - §{when: {debt_to_free_income: high}, then: elevado}",
    ),
    Mistake(
        CREDIT,
        "        - {when: {}, then: sostenible}\n",
        "",
        "IND308",
        at="      rules:\n        # A default counts as elevated until cured (article 15 of the regulation).\n        §- {when",
    ),
    Mistake(
        CREDIT,
        "- {when: {debt_to_free_income: medium}, then: en_observacion}",
        "- {when: {debt_to_free_income: §medum}, then: en_observacion}",
        "IND310",
        "medium",
    ),
    Mistake(
        CIMTRA,
        "  points: 100\n  aggregation: points\n  levels:",
        "  points: §110\n  aggregation: points\n  levels:",
        "IND333",
        also=frozenset({"IND340"}),
    ),
    # Texts ------------------------------------------------------------------------------------------------------
    Mistake(
        LIGHTS,
        "title: {es: Luminarias en funcionamiento, en: Working street lights}",
        "title: {es: Luminarias en funcionamiento, en: §Luminarias en funcionamiento}",
        "IND363",
    ),
    Mistake(
        LIGHTS,
        "      es: Luminarias instaladas al cierre del semestre.\n      en: Street lights installed at the end of the semester.",
        "      es: §Street lights installed at the end of the semester.\n      en: Luminarias instaladas al cierre del semestre.",
        "IND364",
    ),
    Mistake(
        LIGHTS,
        "title: {es: Luminarias eficientes, en: Efficient street lights}",
        "title: {es: §Luminarias en funcionamiento, en: Efficient street lights}",
        "IND362",
    ),
    Mistake(
        MATRIX,
        "      - {es: La vigilancia policial se mantiene, en: Police patrols go on}",
        "      - {es: La vigilancia policial se mantiene, en: §La vigilancia policial se mantiene}",
        "IND363",
    ),
    # Matrices, allowances ---------------------------------------------------------------------------------------
    Mistake(
        MATRIX,
        "          baseline: 320\n          target: {2024: 300, 2025: 280, 2026: 260}",
        "          baseline: 320\n          target: §{2024: 330, 2025: 280, 2026: 260}",
        "IND355",
    ),
    Mistake(
        MATRIX,
        " # allow IND231: without repairs there are no days per repair",
        " # allow IND231",
        "IND370",
        at="range: [0, null] §# allow IND231\n",
        also=frozenset({"IND231"}),
    ),
    Mistake(
        MATRIX,
        " # allow IND231: without repairs there are no days per repair",
        " # allow §IND230: without repairs there are no days per repair",
        "IND372",
        also=frozenset({"IND231"}),
    ),
]


def _marked_place(text: str, pattern: str) -> tuple[int, int]:
    """Return line and column of the mark of `pattern` in `text`, counted from 1."""
    plain = pattern.replace(MARK, "")
    assert text.count(plain) == 1, f"{text.count(plain)} times: {plain}"
    at = text.index(plain) + pattern.index(MARK)
    return text[:at].count("\n") + 1, at - text.rfind("\n", 0, at)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.label)
def test_a_mistake_is_found_at_its_place(mistake: Mistake, tmp_path: Path) -> None:
    source = specs_folder()
    inside = Path(mistake.file)
    if (source / inside.parts[0] / "program.yaml").is_file():
        target = tmp_path / inside.parts[0]
        shutil.copytree(source / inside.parts[0], target)
    else:
        target = tmp_path / inside
        target.parent.mkdir(exist_ok=True)
        shutil.copy(source / inside, target)
    path = tmp_path / inside
    text = path.read_text(encoding="utf-8")
    assert text.count(mistake.old) == 1, f"the text to edit stands {text.count(mistake.old)} times in {inside}"
    path.write_text(text.replace(mistake.old, mistake.new.replace(MARK, "")), encoding="utf-8")

    report = icma.validate(target)
    # Examples of groups read what stands below them: they tell a fault once more.
    echoes = _EXAMPLES_ABOVE - {mistake.code}
    found = [d for d in report.diagnostics if d.code not in mistake.also | echoes]
    shown = report.render()
    assert {d.code for d in found} == {mistake.code}, shown
    pattern = mistake.at or (mistake.new if MARK in mistake.new else None)
    if pattern is None:
        return
    file = tmp_path / (mistake.at_file or mistake.file)
    place = (str(file), *_marked_place(file.read_text(encoding="utf-8"), pattern))
    at_place = [d for d in found if (d.place.file, d.place.line, d.place.column) == place]
    assert at_place, f"expected at {place}:\n{shown}"
    if mistake.suggestion is not None:
        assert at_place[0].suggestion == mistake.suggestion


def test_the_specs_that_the_mistakes_are_put_in_are_faultless() -> None:
    report = icma.validate()
    assert report.diagnostics == (), report.render()
    assert len(MISTAKES) >= 50
    assert all(diagnostic.reason for diagnostic in report.suppressed)
