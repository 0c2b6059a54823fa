"""The technical note says what the definition says: every indicator, in words, and no id."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli.main import main
from icmaml_indicators.reports import render_note
from icmaml_indicators.reports.pages.note.formulas import FormulaWords
from icmaml_indicators.reports.pages.note.words import WORDS
from icmaml_indicators.specs.methods.aggregations import AGGREGATIONS
from icmaml_indicators.specs.methods.cuts import CUTS
from icmaml_indicators.specs.methods.scales import SCALES
from tests.reports.test_scorecard import read, said

SHIPPED = ("sindes", "cimtra@2016", "mir_public_lighting", "creditworthiness", "sistema_alertas")
SPEC = """\
spec: 1
id: made_up
version: "2"
title: {es: Programa inventado, en: Made-up program}
entity: municipality
period: year
valid_from: 2021
comparable: false
provenance: user
missing: {not_reported: skip, min_coverage: 0.6}
scale: {method: goalposts, low: 0, high: 40}
parameters:
  - {id: per_head, value: 1000, title: {es: Por habitantes, en: Per inhabitants}}
variables:
  - {id: cases, title: {es: Casos, en: Cases}, range: [0, null], kind: flow}
  - {id: people, title: {es: Población, en: Population}, kind: stock}
  - {id: zone, title: {es: Zona, en: Zone}, type: category, options: [{id: urban_zone, title: {es: urbana, en: urban}}, {id: rural, title: {es: rural, en: rural}}]}
checks:
  - {rule: cases <= people}
total:
  levels:
    - {id: low, title: {es: Bajo, en: Low}, up_to: 50}
    - {id: high, title: {es: Alto, en: High}}
  gates: [{requires: [case_rate], at_least: 20, max_level: low}]
tree:
  - id: cases_area
    title: {es: Área de casos, en: Area of cases}
    weight: 3
    children:
      - id: case_rate
        title: {es: Tasa de casos, en: Rate of cases}
        formula: if_else(zone == "urban_zone", cases / people * per_head, lag(cases) - 1)
        direction: lower
        unit: {es: casos por mil, en: cases per thousand}
        valid_from: 2022
        provenance: {status: documented, source: "Gaceta <b>inventada</b>", url: "https://example.org/a?b=1"}
      - {id: raw_cases, title: {es: Casos en bruto, en: Raw cases}, formula: cases, direction: higher, weight: 3, provenance: {status: reconstructed, modelled_on: [Sistema inventado], url: "javascript:alert(1)"}}
  - id: other_area
    title: {es: Otra área, en: Other area}
    children:
      - {id: least, title: {es: El menor, en: The lowest}, formula: "min(cases, people over period)", direction: higher}
"""


def note(language: str = "es", written: str = SPEC) -> str:
    spec = written.replace('formula: "min(cases, people over period)"', "formula: mean(cases over period)")
    return render_note(icma.loads(spec), language)


def test_it_says_what_the_definition_says() -> None:
    text = said(note())
    assert "3 indicadores en 2 grupos, de 3 datos." in text
    assert "Vale desde 2021. Lo de antes no se compara con lo de después." in text
    assert "Área de casos 75 % 2 media aritmética ponderada" in text
    assert "Tasa de casos documentado" in text
    assert (
        "Fórmula (si «Zona» = «urbana», «Casos» ÷ «Población» × «Por habitantes»; si no, («Casos», un periodo antes) − 1)"
        in text
    )
    assert "Sentido menor es mejor" in text
    assert "0 vale 100 y 40 vale 0, en línea recta. Lo que pasa de un extremo se queda en él." in text
    assert "Peso 25 % de Área de casos" in text
    assert "Historia Vale desde 2022." in text
    assert "Modelado sobre Sistema inventado" in text
    assert "la media («Casos») entre todos los del periodo" in text
    assert "Bajo hasta 50 Alto más de 50" in text
    assert "El total no pasa de «Bajo» mientras no se cumpla con 20 o más: «Tasa de casos»." in text
    assert "Cede su peso a lo demás: lo no reportado y lo que no aplica." in text
    assert "Hay calificación solo si está presente 60 % o más del peso." in text
    assert "Casos número, en el periodo 0 o más" in text
    assert "Zona categoría urbana y rural" in text
    assert "«Casos» ≤ «Población» error" in text


def test_it_says_the_same_in_english() -> None:
    text = said(note("en"))
    assert (
        "(if “Zone” = “urban”, “Cases” ÷ “Population” × “Per inhabitants”; otherwise, (“Cases”, one period before) − 1)"
        in text
    )
    assert "Weight 25 % of Area of cases" in text


def test_it_says_what_share_must_be_there_and_what_share_not_zero() -> None:
    asked = SPEC.replace("entity: municipality\n", "entity: municipality\napplies: {at_least: 0.9, nonzero: 0.75}\n")
    spanish, english = (said(note(language, asked)) for language in ("es", "en"))
    assert "Quien entrega 90 % o más de los indicadores." in spanish
    assert "De quien 75 % o más de los indicadores que entrega no son cero." in spanish
    assert "Those of whom 75 % or more of the indicators that they hand in are not zero." in english


def test_only_addresses_of_the_web_are_links() -> None:
    page = note()
    assert 'href="https://example.org/a?b=1"' in page
    assert "javascript:" not in page
    assert "Gaceta <b>" not in page
    read(page)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_notes_hold_every_title_and_no_id(name: str) -> None:
    program = icma.load(name, prove=False)
    text = said(render_note(program, "es"))
    for node in program.nodes.values():
        if node.parent is not None:
            assert re.sub(r"\s+", " ", node.title.es) in text
    ids = set(re.findall(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b", text))
    assert not ids & {*program.nodes, *program.variable_by_id}
    assert not re.search(r"\bIND\d{3}\b", text)


def test_a_gate_on_levels_names_the_level() -> None:
    text = said(render_note(icma.load("creditworthiness", prove=False), "es"))
    assert (
        "El total no pasa de «Básico» mientras no se cumpla con «En observación» o mejor: «Sistema de Alertas»." in text
    )


def test_every_method_has_its_words() -> None:
    for language in ("es", "en"):
        assert set(WORDS[language]["scales"]) == set(SCALES) - {"none"}
        assert set(WORDS[language]["aggregations"]) == set(AGGREGATIONS)
        assert set(WORDS[language]["cuts"]) == set(CUTS)


def test_formulas_keep_their_order_of_operations() -> None:
    words = FormulaWords(
        icma.loads(SPEC.replace('formula: "min(cases, people over period)"', "formula: cases")), "en", WORDS["en"]
    )
    assert (
        words.write_formula("(cases + people) / (cases * 100000)") == "(“Cases” + “Population”) ÷ (“Cases” × 100,000)"
    )
    assert words.write_formula("max(cases, 0) ** 2") == "the highest of (“Cases”; 0) ^ 2"
    assert (
        words.write_formula('if_else(period >= "2020-Q3", 1, 0)')
        == "(if the period ≥ “3rd quarter of 2020”, 1; otherwise, 0)"
    )
    assert words.write_formula('zone in ("rural", "urban_zone")') == "“Zone” is one of (“rural”, “urban”)"


def test_both_languages_have_the_same_words() -> None:
    def keys(words: dict[str, object]) -> set[str]:
        inner = {
            f"{key}.{name}"
            for key, part in words.items()
            if isinstance(part, dict)
            for name in part
            if key != "connectives"
        }
        return set(words) | inner

    assert keys(WORDS["es"]) == keys(WORDS["en"])


def test_it_is_written_by_name_and_by_command(tmp_path: Path) -> None:
    program = icma.load("mir_quality", prove=False)
    icma.write_report(program, tmp_path / "note.html", "es")
    assert main(["show", "mir_quality", "-o", str(tmp_path / "same.html"), "-l", "es"]) == 0
    assert (tmp_path / "note.html").read_bytes() == (tmp_path / "same.html").read_bytes()
    icma.write_report("mir_quality", tmp_path / "named.html", "es")
    assert (tmp_path / "named.html").read_bytes() == (tmp_path / "note.html").read_bytes()
    with pytest.raises(icma.UnknownNameError, match="did you mean `mir_quality`"):
        icma.write_report("mir_qualty", tmp_path / "no.html")
    with pytest.raises(icma.UnknownNameError, match="valid: note"):
        icma.write_report(program, tmp_path / "no.html", kind="scorecard")
    with pytest.raises(icma.IcmamlError, match="valid: .html"):
        icma.write_report(program, tmp_path / "no.csv")
    assert not (tmp_path / "no.csv").exists()
