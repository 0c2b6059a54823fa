"""The page: self-contained, escaped, in two languages, with the provenance of every definition."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.reports.pages.benchmark.page import render_page
from icmaml_indicators.reports.pages.rendering import figure
from tests.conftest import rows

EVIL = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def page() -> str:
    data = rows(*((f"{n:05d}", "2014-S1", n, 1000, 10.0 * n * n) for n in range(1, 9))).assign(nombre="x")
    data["nombre"] = [EVIL, *"bcdefgh"]
    from tests.conftest import SAFETY, program

    return render_page(icma.benchmark(icma.score(program(SAFETY), data)), "es")


def test_text_from_data_is_escaped_in_html_and_in_charts(page: str) -> None:
    assert EVIL not in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page


def test_the_page_loads_nothing_from_elsewhere(page: str) -> None:
    assert not re.search(r'(src|href)="(?!#)', page)
    assert "@import" not in page
    assert "Content-Security-Policy" in page


def test_the_page_shows_figures_formula_and_provenance(page: str) -> None:
    for text in ("police / population * 1000", "más es mejor", "Percentil", "propio", "Huella", "8.00", "<svg"):
        assert text in page


def test_both_languages_have_the_same_words() -> None:
    from icmaml_indicators.reports.pages.benchmark.words import WORDS

    assert set(WORDS["es"]) == set(WORDS["en"])
    same = {key for key in WORDS["es"] if WORDS["es"][key] == WORDS["en"][key]}
    assert same <= {"n", "error", "total"}


def test_indicators_without_input_are_listed_and_not_invented() -> None:
    data = pd.DataFrame({"entity": ["05035"], "period": "2014-S1", "population": 100, "municipal_employees": 1})
    text = render_page(icma.benchmark(icma.score(icma.load("sindes"), data)), "en")
    assert "No public input (107)" in text
    assert "11 documented" in text
    assert "97 reconstructed" in text


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "–"), (float("nan"), "–"), (1234.5, "1,234.50"), (3.0, "3"), (0.0123, "0.0123"), (7, "7"), ("x", "x")],
)
def test_figures_for_reading(value: object, shown: str) -> None:
    assert figure(value) == shown


def test_results_against_targets_are_shown_with_their_lights() -> None:
    from tests.specs.test_matrix import FIGURES

    data = pd.DataFrame([{"entity": "E1", "period": "2024", **FIGURES}])
    found = render_page(icma.benchmark(icma.score(icma.load("mir_public_lighting"), data)), "es")
    table = found.split("Cumplimiento de metas")[1].split("</table>")[0]
    line = re.search(r"<tr><td>E1</td><td>2024</td><td class=\"wide\">Días para reparar</td>(.*?)</tr>", table)
    assert line is not None
    assert re.findall(r"(?:\"num\"|span)>([^<]+)<", line.group(1)) == ["6", "5", "80.0", "amarillo"]
    assert "18 – 26" in table


def test_a_rubric_shows_its_total_and_a_table_of_answers_for_each_group() -> None:
    from tests.scoring.test_rubric_scores import MIXED

    data = pd.DataFrame(
        {
            "entity": ["00001", "00002"],
            "period": 2024,
            "law": ["sí", "no"],
            "depth": ["some", "all"],
            "width": 1,
            "e": ["N/A", 1],
            "f": 1,
        }
    )
    found = render_page(icma.benchmark(icma.score(MIXED, data)), "en")
    table = found.split('id="node-first"')[1].split("</article>")[0]
    cells = re.findall(r"<tr><td>(L|D|W)</td>.*?</tr>", table)
    assert cells == ["L", "D", "W"]
    line = re.search(r"<tr><td>D</td>(.*?)</tr>", table)
    assert line is not None
    assert re.findall(r'class="num">(\d*)<', line.group(1)) == ["1", "1", "", "", "", ""]
    assert 'id="total"' in found and 'id="node-law"' not in found


def test_the_reader_sees_where_it_stands_best_and_worst() -> None:
    from tests.conftest import SAFETY, program

    data = rows(*((f"{n:05d}", "2014-S1", n, 1000, 10.0 * n * n) for n in range(1, 13))).assign(nombre="x")
    data["nombre"] = [f"Town {letter}" for letter in "abcdefghijkl"]
    found = icma.benchmark(icma.score(program(SAFETY), data))
    text = render_page(found, "en", own="00012")
    mine = text.split('<section id="own">')[1].split("</section>")[0]
    best, worst = mine.split("worst quarter</h3>")
    assert "Town l, 2014-S1" in best
    assert "Police per thousand" in best and "1 / 12" in best
    assert "Spending per officer" in worst and "12 / 12" in worst
    assert "100 %" in mine
    assert '<section id="own">' not in render_page(found, "en")


def test_of_many_rows_the_latest_period_is_shown_with_its_ends_and_ones_own() -> None:
    from tests.conftest import SAFETY, program

    lines = [
        (f"{n:05d}", f"{year}-S1", float(n + 100 * (year == 2013)), 1000, 0.0)
        for year in (2013, 2014)
        for n in range(1, 101)
    ]
    found = icma.benchmark(icma.score(program(SAFETY), rows(*lines)))
    page = render_page(found, "en", own="00050")
    article = page.split(f'<article id="node-{found.subjects[0]}">')[1].split("</article>")[0]
    shown = re.findall(r"<td>(\d{5})</td><td>(20\d\d-S1)</td>", article)
    ends = [f"{n:05d}" for n in [*range(1, 31), *range(71, 101)]]
    assert {entity for entity, period in shown if period == "2014-S1"} == {*ends, "00050"}
    assert [entity for entity, period in shown if period == "2013-S1"] == ["00050"]
    assert "62 of 200 are shown" in article


def test_the_largest_changes_are_those_up_to_the_latest_period() -> None:
    from tests.conftest import SAFETY, program

    lines = [
        (f"{n:05d}", f"{year}-S1", police, 1000, 0.0)
        for n in range(1, 41)
        for year, police in ((2012, 1.0), (2013, 100.0 * n), (2014, 101.0 * n))
    ]
    page = render_page(icma.benchmark(icma.score(program(SAFETY), rows(*lines))), "en")
    table = page.split("<h2>Changes between periods</h2>")[1].split("</table>")[0]
    assert "2014-S1" in table
    assert "2012-S1" not in table


@pytest.mark.parametrize(("language", "words"), [("es", "Entidad federativa"), ("en", "State")])
def test_the_peers_are_told_in_words(language: str, words: str) -> None:
    data = pd.DataFrame(
        {"entity": ["05035", "05018", "05030"], "period": "2014-S1", "population": 100, "municipal_employees": 1}
    )
    assessment = icma.score(icma.load("sindes"), data)
    assert f": {words}</p>" in render_page(icma.benchmark(assessment, peers="state"), language)
    listed = render_page(icma.benchmark(assessment, peers=["05035", "05018"]), language)
    assert (": lista de quien compara</p>" if language == "es" else ": a list of one&#39;s own</p>") in listed
