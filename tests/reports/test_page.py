"""The page of a group: results first, whoever is compared and nobody else, in two languages, as one file."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.reports import Annex
from icmaml_indicators.reports.pages.benchmark.page import render_page
from icmaml_indicators.reports.pages.benchmark.words import WORDS
from icmaml_indicators.reports.pages.rendering import figure
from tests.conftest import SAFETY, program, rows
from tests.scoring.test_rubric_scores import MIXED

EVIL = "<script>alert(1)</script>"
NAMES = [f"Pueblo {letter}" for letter in "abcdefghijkl"]


def assessed(periods: tuple[str, ...] = ("2013-S1", "2014-S1"), count: int = 12, **more: Any) -> icma.Assessment:
    """Score towns of which a later one has more police and spends more on each."""
    lines = [
        (f"{n:05d}", period, n + 2 * (period == periods[0]), 1000, 10.0 * n * n)
        for period in periods
        for n in range(1, count + 1)
    ]
    data = rows(*lines).assign(name=[NAMES[n % 12] + " " * (n // 12) for n in range(count)] * len(periods))
    return icma.score(program(SAFETY), data.assign(**more))


def page_of(assessment: icma.Assessment, language: str = "es", peers: Any = None, **more: Any) -> str:
    return render_page(icma.benchmark(assessment, peers), language, **more)


def section(page: str, name: str) -> str:
    return page.split(f'<h2 id="{name}">')[1].split("</section>", maxsplit=1)[0]


def read_league(page: str) -> dict[str, list[str]]:
    """Return what stands in the lines of the table, by name."""
    body = section(page, "league").split("<tbody")[1].split("</tbody>")[0]
    found = {}
    for line in re.findall(r"<tr.*?</tr>", body, re.S):
        name = re.sub(r"<[^>]+>", "", line.split("<th")[1].split("</th>")[0].split(">", 1)[1])
        cells = [re.sub(r"<title>.*?</title>|<[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", line)]
        found[name] = [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in cells]
    return found


def told(page: str) -> str:
    """Return what a reader sees of a page, without what marks it up."""
    return re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]+>", " ", page, flags=re.S)


# One file, and inert -------------------------------------------------------------------------------------


def test_what_runs_is_admitted_by_its_hash_and_nothing_is_loaded() -> None:
    page = page_of(assessed(name=[EVIL, *NAMES[1:]] * 2), own="00002")
    assert EVIL not in page and "&lt;script&gt;" in page
    for tag in ("script", "style"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in page
    assert "default-src 'none'" in page
    assert not re.search(r'(src|href)="(?!#)|@import|style="|url\((?!#)', page)


def test_results_come_before_reasons_and_reasons_before_sources() -> None:
    annex = Annex("An annex", pd.DataFrame({"a": ["=1+1"]}), "of one cell")
    page = page_of(assessed(), own="00012", annexes=[annex], credits=["A yearbook"])
    order = ['<ul class="lead">', 'id="league"', 'id="map"', 'id="place"', 'id="trend"', "An annex", 'id="everything"']
    places = [page.index(mark) for mark in [*order, 'id="sources"', "A yearbook"]]
    assert places == sorted(places)


def test_both_languages_have_the_same_words() -> None:
    def shape(words: Any) -> Any:
        return {key: shape(value) for key, value in words.items()} if isinstance(words, dict) else type(words)

    assert shape(WORDS["es"]) == shape(WORDS["en"])


@pytest.mark.parametrize(
    ("language", "strangers"), [("es", r"\b(the|of|with|place)\b"), ("en", r"\b(de|la|con|lugar)\b")]
)
def test_a_page_is_of_one_language_and_without_ids(language: str, strangers: str) -> None:
    text = told(page_of(assessed(), language, own="00012", intervals=True))
    assert not re.search(strangers, text.lower())
    assert not re.search(r"\b[a-z]+_[a-z_]+\b|\bIND\d", text)


# Who, and when -------------------------------------------------------------------------------------------


def test_with_an_own_entity_the_page_is_of_its_group_and_of_nobody_else() -> None:
    assessment = assessed(zone=["north"] * 4 + ["south"] * 8 + ["north"] * 4 + ["south"] * 8)
    page = page_of(assessment, peers="zone", own="Pueblo b")
    assert set(read_league(page)) == set(NAMES[:4])
    assert not any(name in told(page) for name in NAMES[4:])
    assert "4 municipios: north" in page
    whole = page_of(assessment, peers="zone")
    assert set(read_league(whole)) == set(NAMES)
    assert "12 municipios en 2 grupos" in whole
    assert {line[1] for line in read_league(whole).values()} == {"north", "south"}


def test_nearest_peers_are_compared_with_one_another() -> None:
    page = page_of(assessed(), peers=icma.Nearest(("police",), 4), own="Pueblo f")
    league = read_league(page)
    assert len(league) == 5 and "Pueblo f" in league
    assert all(line[0].endswith(".º") for line in league.values())
    assert "5 municipios parecidos a Pueblo f" in page


def test_who_has_no_figures_of_the_period_is_shown_by_the_latest_and_it_is_said() -> None:
    table = rows(
        *((f"{n:05d}", "2014-S1", n, 1000, 10.0) for n in range(1, 6)),
        ("00006", "2013-S1", 3, 1000, 10.0),
        ("00001", "2014-S2", 9, 1000, 10.0),
    )
    page = page_of(icma.score(program(SAFETY), table))
    league = read_league(page)
    assert league["00006"][1] == "1.er sem. 2013" and league["00006"][0] == "–"
    assert league["00001"][1] == "1.er sem. 2014"
    assert "de 1 sin cifras entonces" in page
    assert "De 1 hay cifras de un periodo posterior" in page
    assert "<h1>00006</h1>" in page_of(icma.score(program(SAFETY), table), period="2013-S1")
    with pytest.raises(icma.UnknownNameError, match="2015-S1"):
        page_of(icma.score(program(SAFETY), table), period="2015-S1")


def test_an_indicator_that_nobody_has_in_the_period_is_shown_of_its_own_period() -> None:
    data = pd.DataFrame(
        {
            "entity": ["05", "08", "19", "32"] * 2,
            "period": ["2021"] * 4 + ["2023"] * 4,
            "iieg_imco": [90.0, 80.0, 70.0, 60.0] + [None] * 4,
            "pbr_sed_advance": [None] * 4 + [50.0, 60.0, 70.0, 80.0],
        }
    )
    page = page_of(icma.score(icma.load("state_indices"), data), own="05")
    text = told(section(page, "place"))
    assert "2021" in text and "90.0" in text
    assert read_league(page)["Coahuila"][-2:] == ["1", "1"]


def test_one_alone_has_no_table_but_its_figures() -> None:
    page = page_of(assessed(count=1))
    assert 'id="league"' not in page and "No hay con quién compararlo" in page
    assert "<td" in section(page, "everything") and ">1.0</td>" in section(page, "everything")


@pytest.mark.parametrize(("language", "words"), [("es", "entidad federativa"), ("en", "state")])
def test_what_parts_the_groups_is_told_in_words(language: str, words: str) -> None:
    data = pd.DataFrame(
        {"entity": ["05035", "05018", "05030"], "period": "2014-S1", "population": 100, "municipal_employees": 1}
    )
    assessment = icma.score(icma.load("sindes"), data)
    assert words in page_of(assessment, language, peers="state", own="05035").split("</header>")[0]
    listed = page_of(assessment, language, peers=["05035", "05018"]).split("</header>")[0]
    assert ("lista de quien compara" if language == "es" else "a list of one&#39;s own") in listed


# Order ---------------------------------------------------------------------------------------------------


def test_without_a_total_the_order_is_the_share_in_the_top_quartile_and_it_is_said() -> None:
    data = pd.DataFrame(
        {
            "entity": ["05", "08", "19", "32"],
            "period": "2023",
            "iieg_imco": [90.0, 80.0, 70.0, 60.0],
            "pbr_sed_advance": [95.0, 60.0, 70.0, 80.0],
        }
    )
    page = page_of(icma.score(icma.load("state_indices"), data), own="08")
    assert "El programa no suma un total" in page
    league = read_league(page)
    assert next(iter(league)) == "Coahuila"
    assert [line[0] for line in league.values()] == ["1.º", "2.º", "2.º", "2.º"]
    assert "100 %" in league["Coahuila"] and "0 %" in league["Chihuahua"]
    assert "Chihuahua ocupa" not in page and "Chihuahua es 2.º de 4 (lugar compartido con 2):" in page


def test_with_a_total_the_order_is_that_of_the_total() -> None:
    answers = {
        "law": ["yes", "no", "yes", "no"],
        "depth": ["all", "some", "no", "no"],
        "width": "yes",
        "e": "yes",
        "f": "yes",
    }
    data = pd.DataFrame({"entity": ["00001", "00002", "00003", "00004"], "period": 2024, **answers})
    assessment = icma.score(MIXED, data)
    page = page_of(assessment, own="00001")
    places = icma.benchmark(assessment).positions.query("indicator == 'total'").set_index("entity")["rank"]
    league = read_league(page)
    assert {name: int(line[0][:-2]) for name, line in league.items()} == places.astype(int).to_dict()
    assert "el lugar es el que da el total" in page and "El programa no suma" not in page


def test_a_place_has_its_interval_where_it_is_asked_for() -> None:
    assert "Intervalo" not in page_of(assessed(), own="00012")
    page = page_of(assessed(), own="00012", intervals=True)
    line = read_league(page)["Pueblo l"]
    low, high = (int(end) for end in line[-1].split(": ")[1].split(" a "))
    assert low <= int(line[0][:-2]) <= high
    assert "Con 90 % de confianza" in page


def test_a_change_counts_the_indicators_of_both_periods() -> None:
    league = read_league(page_of(assessed(), own="00012"))
    assert {line[-1].split(": ")[1] for line in league.values()} == {"sin cambio"}
    data = rows(
        *((f"{n:05d}", "2013-S1", 13 - n, 1000, None) for n in range(1, 13)),
        *((f"{n:05d}", "2014-S1", n, 1000, 10.0) for n in range(1, 13)),
    )
    moved = read_league(page_of(icma.score(program(SAFETY), data)))
    assert moved["00012"][-1] == "Cambio: ▲ 100" and moved["00001"][-1] == "Cambio: ▼ 100"


def test_levels_without_points_are_shown_as_levels() -> None:
    data = pd.DataFrame(
        {
            "entity": ["Durango", "Colima", "Sonora"],
            "period": "2024",
            "government": "states",
            "debt_to_free_income": [50.0, 250.0, 150.0],
            "service_to_free_income": [1.0, 30.0, 10.0],
            "short_term_to_income": [1.0, 20.0, 9.0],
            "payment_default": [False, True, False],
        }
    )
    page = page_of(icma.score(icma.load("sistema_alertas"), data))
    assert read_league(page)["Durango"][1] == "Sostenible" and read_league(page)["Colima"][1] == "Endeudamiento elevado"
    assert "Va por el nivel del total" in page and "Calificación" not in section(page, "league")
    assert "250\N{NO-BREAK SPACE}% · alto" in section(page, "map")


# Much ----------------------------------------------------------------------------------------------------


def test_of_many_the_ends_and_ones_own_are_shown_and_the_rest_is_named(tmp_path: Path) -> None:
    data = rows(*((f"{n:05d}", "2014-S1", n, 1000, 10.0 * n * n) for n in range(1, 401)))
    assessment = icma.score(program(SAFETY), data)
    middle = read_league(page_of(assessment, peers=None))
    assert len(middle) == 300
    hidden = next(name for name in (f"{n:05d}" for n in range(1, 401)) if name not in middle)
    icma.write_report(icma.benchmark(assessment), tmp_path / "page.html", "es", own=hidden)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    shown = section(page, "league").count('<tr role="row"') - 1
    assert f"Se muestran {shown} de 400" in page and 300 < shown <= 305
    assert page.count('class="me"') == 2
    assert 'href="page.cifras.csv"' in page
    beside = pd.read_csv(tmp_path / "page.cifras.csv", dtype={"Clave": str})
    assert set(beside["Clave"]) == {f"{n:05d}" for n in range(1, 401)}
    police = beside.set_index("Clave")["Policías por mil (policías por mil habitantes)"]
    assert police["00007"] == pytest.approx(7.0)
    assert len(page) < 1_000_000


def test_the_file_beside_the_page_runs_no_formula(tmp_path: Path) -> None:
    text = SAFETY.replace("Police per thousand", "=1+1")
    data = rows(*((f"{n:05d}", "2014-S1", n, 1000, 10.0) for n in range(1, 6))).assign(name=["=2+2", *"bcde"])
    icma.write_report(icma.benchmark(icma.score(program(text), data)), tmp_path / "p.html", "en")
    lines = (tmp_path / "p.figures.csv").read_text(encoding="utf-8")
    assert "'=1+1" in lines and "'=2+2" in lines
    assert not re.search(r"(^|,)=", lines, re.M)


def test_findings_are_grouped_by_kind_with_counts_and_three_examples() -> None:
    data = rows(*((f"{n:05d}", "2014-S1", None if n < 7 else n, 1000, 10.0) for n in range(1, 13)))
    found = section(page_of(icma.score(program(SAFETY), data), own="00002"), "sources")
    (group,) = [part for part in found.split("<details") if "no reportado" in part]
    assert "<b>6</b>" in group
    assert re.findall(r"<li>(.*?)</li>", group) == ["00002", "00001", "00003", "y 3 más"]


def test_indicators_without_input_are_listed_and_not_invented() -> None:
    data = pd.DataFrame({"entity": ["05035"], "period": "2014-S1", "population": 100, "municipal_employees": 1})
    page = page_of(icma.score(icma.load("sindes"), data), "en")
    missing = section(page, "missing")
    assert "Of 107 indicators nobody has a figure" in missing and missing.count("<li>") == 107
    assert "documented</span> 11:" in page and "reconstructed</span> 97:" in page


def test_a_rubric_counts_the_answers_of_each_criterion() -> None:
    answers = {"law": ["sí", "no"], "depth": ["some", "all"], "width": 1, "e": ["N/A", 1], "f": 1}
    page = page_of(icma.score(MIXED, pd.DataFrame({"entity": ["00001", "00002"], "period": 2024, **answers})), "en")
    line = next(part for part in section(page, "answers").split("<tr") if ">D " in part)
    assert re.findall(r'class="num">([^<]*)<', line) == ["1", "1", "–", "–", "–", "–"]


def test_the_spread_is_of_the_indicators_that_are_asked_for() -> None:
    page = page_of(icma.score(icma.load("sindes"), _sindes()), own="05001", indicators=["payroll_per_employee"])
    assert re.findall(r"<h3>(.*?)</h3>", section(page, "spread")) == ["Gasto en nómina por empleado"]
    with pytest.raises(icma.UnknownNameError, match="nothing"):
        page_of(assessed(), indicators=["nothing"])


def _sindes() -> pd.DataFrame:
    keys = [f"05{n:03d}" for n in range(1, 7)]
    figures = {"population": 1000, "municipal_employees": np.arange(4, 10), "payroll_expenditure": 5e5 + np.arange(6)}
    return pd.DataFrame({"entity": keys, "period": "2014-S1", **figures})


# To be cited ---------------------------------------------------------------------------------------------


def test_a_page_says_how_to_cite_it() -> None:
    assessment = assessed()
    foot = page_of(assessment, date=dt.date(2015, 1, 2), credits=["A yearbook"]).split("<footer>")[1]
    assert "Muestra, versión 1; 1.er semestre de 2014; calculado con icmaml-indicators" in foot
    assert "el 2 de enero de 2015. El periodo ya cerró." in foot
    assert assessment.fingerprint in foot and "A yearbook" in foot
    early = page_of(assessment, "en", date=dt.date(2014, 6, 30)).split("<footer>")[1]
    assert "on 30 June 2014. Provisional" in early


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "–"), (float("nan"), "–"), (1234.5, "1,234.50"), (3.0, "3"), (0.0123, "0.0123"), (7, "7"), ("x", "x")],
)
def test_figures_of_annexes_are_written_for_reading(value: object, shown: str) -> None:
    assert figure(value) == shown
