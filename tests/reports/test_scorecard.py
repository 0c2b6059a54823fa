"""The scorecard says what the comparison says: lights, places, changes and steps, in two languages, and nothing acts."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.cli.main import main
from icmaml_indicators.reports import render_scorecard
from icmaml_indicators.reports.charts.marks import spark, stack, strip
from icmaml_indicators.reports.pages.figures import list_names, name_period, write_figure, write_ordinal
from icmaml_indicators.reports.pages.scorecard.words import WORDS
from icmaml_indicators.reports.writing import name_files
from icmaml_indicators.specs.model.periods import PeriodPoint

SPEC = """\
spec: 1
id: towns
version: "1"
title: {es: Pueblos, en: Towns}
entity: municipality
period: semester
provenance: user
scale: percentile_rank
missing: {not_reported: skip}
total: {aggregation: none}
variables:
  - {id: a, title: {es: Agua, en: Water}, kind: stock}
  - {id: b, title: {es: Basura, en: Waste}, kind: stock}
  - {id: c, title: {es: Calles, en: Streets}, kind: stock}
tree:
  - id: services
    title: {es: Servicios, en: Services}
    children:
      - {id: water, title: {es: Agua limpia, en: Clean water}, formula: a, direction: higher, unit: {es: "%", en: "%"}}
      - {id: waste, title: {es: Basura tirada, en: Waste dumped}, formula: b, direction: lower, unit: {es: kilos, en: kilos}}
  - id: roads
    title: {es: Caminos, en: Roads}
    children:
      - {id: streets, title: {es: Calles pavimentadas, en: Paved streets}, formula: c, direction: higher, unit: {es: km, en: km}}
      - {id: people, title: {es: Gente, en: People}, formula: a + b, direction: context, unit: {es: personas, en: people}}
"""
NAME = "Uno<script>alert(1)</script>\x1b[31m"


def towns(*, absent: bool = False) -> icma.Benchmark:
    """Eight towns over two semesters: the first has the most water, the least waste and the fewest streets."""
    keys = [f"0500{n}" for n in range(1, 9)]
    lines = [
        (key, NAME if n == 1 else f"Pueblo {n}", period, 90.0 - n + later, 10.0 * n, 5.0 * n)
        for later, period in enumerate(("2023-S2", "2024-S1"))
        for n, key in enumerate(keys, 1)
    ]
    table = pd.DataFrame(lines, columns=["entity", "name", "period", "a", "b", "c"])
    if absent:
        table.loc[(table["entity"] == keys[0]) & (table["period"] == "2024-S1"), "b"] = np.nan
    return icma.benchmark(icma.score(icma.loads(SPEC), table))


class _Text(HTMLParser):
    """The words of a page, and its elements that have no end of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(name, value or "") for name, value in attrs]
        self.hidden += tag == "style"
        if tag not in {"meta", "path", "rect", "circle", "use", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag == "style"
        if tag in self.open:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def read(page: str) -> _Text:
    parser = _Text()
    parser.feed(page)
    parser.close()
    assert not parser.open, parser.open
    return parser


def said(page: str) -> str:
    return re.sub(r"\s+", " ", " ".join(read(page).words).replace("\N{NO-BREAK SPACE}", " "))


def test_it_says_what_the_comparison_says() -> None:
    text = said(render_scorecard(towns(), "en", own="05001"))
    assert "1st half of 2024" in text
    assert "Compared among 8 municipalities." in text
    assert "Ahead in services." in text
    assert "Behind in roads." in text
    assert "2 upper" in text  # water, waste
    assert "1 lower" in text  # streets
    assert "1 – context" not in text
    assert "Clean water 90.0 % ; the median of the group is 86.5 %" in text.replace(" %;", " % ;")
    assert "8th of 8" in text


def test_the_same_in_spanish() -> None:
    text = said(render_scorecard(towns(), "es", own="05001"))
    for part in (
        "Tarjeta de resultados",
        "1.er semestre de 2024",
        "Va adelante en servicios.",
        "Se rezaga en caminos.",
    ):
        assert part in text
    assert "8.º de 8" in text
    for word in ("higher", "lower", "Score", "municipalities", "half of"):
        assert word not in text


def test_a_score_that_rests_on_other_indicators_has_no_change() -> None:
    assert "no change" in said(render_scorecard(towns(), "en", own="05001"))
    text = said(render_scorecard(towns(absent=True), "en", own="05001"))
    assert "not comparable" in text
    assert "2 indicators have no figure. No figure is invented. Waste dumped People" in text


def test_an_earlier_period_can_be_asked_for() -> None:
    text = said(render_scorecard(towns(), "en", own="05001", period="2023-S2"))
    assert "2nd half of 2023" in text
    assert "since" not in text


def test_what_to_do_first_is_the_path_of_least_effort() -> None:
    found = towns()
    text = said(render_scorecard(found, "en", own="05001"))
    move = found.path("05001", to={"quartile": 3}, node="roads", seconds=1.0).moves.iloc[0]
    assert f"Raise paved streets: from {move['from']:.1f} to {move['to']:.1f}" in text


def test_nothing_from_data_acts_and_nothing_is_loaded() -> None:
    page = render_scorecard(towns(), "es", own="05001", credits=["<b>INEGI</b>"])
    assert "<script" not in page
    assert "\x1b" not in page
    assert html.escape("<b>INEGI</b>") in page
    parsed = read(page)
    assert not [value for name, value in parsed.attributes if name in {"style", "src"} or name.startswith("on")]
    assert all(value.startswith("#") for name, value in parsed.attributes if name == "href")


def test_the_style_runs_by_its_hash() -> None:
    page = render_scorecard(towns(), "es", own="05001")
    sheet = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert sheet is not None
    digest = base64.b64encode(hashlib.sha256(sheet[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page


def test_one_alone_has_no_place(tmp_path: Path) -> None:
    alone = pd.DataFrame({"entity": ["05001"], "period": "2024-S1", "a": 1.0, "b": 2.0, "c": 3.0})
    text = said(render_scorecard(icma.benchmark(icma.score(icma.loads(SPEC), alone)), "en", own="05001"))
    assert "There is nobody to compare it with in this period." in text
    assert " of 1" not in text
    assert "Clean water" in text


def test_a_rubric_has_its_total() -> None:
    program = icma.load("mir_quality")
    names = [leaf.id for leaf in program.criteria]
    data = pd.DataFrame({"entity": ["A", "B"], "period": "2024", **{name: ["met", "not_met"] for name in names}})
    text = said(render_scorecard(icma.benchmark(icma.score(program, data)), "es", own="A"))
    assert "80.0 Calificación · Nivel: Sólida Con lo que falta podría estar entre 80.0 y 100." in text


def test_it_is_written_by_kind(tmp_path: Path) -> None:
    icma.write_report(towns(), tmp_path / "t.html", "es", kind="scorecard", own="05001")
    assert "Tarjeta de resultados" in (tmp_path / "t.html").read_text(encoding="utf-8")
    with pytest.raises(icma.IcmamlError, match="of one municipality"):
        icma.write_report(towns(), tmp_path / "u.html", kind="scorecard")
    with pytest.raises(icma.UnknownNameError, match="benchmark, scorecard"):
        icma.write_report(towns(), tmp_path / "u.html", kind="scorecards")  # type: ignore[arg-type]
    assert not (tmp_path / "u.html").exists()


def test_the_command_line_writes_it(tmp_path: Path) -> None:
    (tmp_path / "towns.yaml").write_text(SPEC, encoding="utf-8")
    figures = towns().assessment.values.index.to_frame(index=False).assign(a=1.0, b=range(16), c=2.0)
    figures.to_csv(tmp_path / "data.csv", index=False)
    page = tmp_path / "t.html"
    call = ["benchmark", str(tmp_path / "towns.yaml"), str(tmp_path / "data.csv"), "--kind", "scorecard"]
    assert main([*call, "--own", "05002", "-o", str(page)]) == 0
    assert "05002" in page.read_text(encoding="utf-8")


def test_both_languages_have_the_same_words() -> None:
    def keys(words: dict[str, object]) -> set[str]:
        inner = {f"{key}.{name}" for key, part in words.items() if isinstance(part, dict) for name in part}
        return set(words) | inner

    assert keys(WORDS["es"]) == keys(WORDS["en"])


# Figures, places, periods ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "cuts", "wanted"),
    [
        (1234.5, [], "1,235"),
        (61.34, [], "61.3"),
        (-3.0, [], "−3.0"),
        (0.128, [], "0.13"),
        (float("nan"), [], "–"),
        (89.96, [90.0], "89.96"),
        (90.0, [90.0], "90.0"),
        (90.04, [90.0], "90.04"),
        (0.0, [], "0"),
    ],
)
def test_figures_are_written_as_a_person_does(value: float, cuts: list[float], wanted: str) -> None:
    assert write_figure(value, None, cuts) == wanted


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_no_figure_is_written_across_a_cut(value: float, cut: float) -> None:
    value, cut = round(value, 6), round(cut, 6)
    written = float(write_figure(value, None, [cut]).replace(",", "").replace("−", "-"))
    assert (written >= cut) == (value >= cut)


def test_places_and_periods_in_words() -> None:
    assert [write_ordinal(n, "en") for n in (1, 2, 3, 4, 11, 12, 22, 113)] == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "12th",
        "22nd",
        "113th",
    ]
    assert write_ordinal(3, "es") == "3.º"
    assert name_period(PeriodPoint("semester", 2024 * 2), "es") == "1.er semestre de 2024"
    assert name_period(PeriodPoint("quarter", 2024 * 4 + 2), "en") == "3rd quarter of 2024"
    assert name_period(PeriodPoint("month", 2024 * 12 + 5), "es") == "junio de 2024"
    assert list_names(["agua", "basura", "iluminación"], "es") == "agua, basura e iluminación"
    assert list_names(["agua", "hielo"], "es") == "agua y hielo"
    assert list_names(["a", "b", "c"], "en") == "a, b and c"


# Small charts ----------------------------------------------------------------------------------------------


def test_a_strip_has_one_dot_a_point_and_its_own_on_top() -> None:
    drawn = strip(np.array([0.0, 0.5, 0.5, 1.0]), 0.25, (0.1, 0.5, 0.9), "<Lugar>", "mediana & más")
    assert drawn.count("h0") == 3
    assert 'cx="53.0"' in drawn  # a quarter of the way between the ends, 6 and 194
    assert "&lt;Lugar&gt;" in drawn
    assert "mediana &amp; más" in drawn
    assert len(drawn) < 800


def test_a_line_is_broken_where_there_is_no_figure() -> None:
    drawn = spark([1.0, np.nan, 3.0, 4.0], [2.0, 2.0, 2.0, 2.0], "t", "")
    own = re.search(r'class="ln-own" d="([^"]*)"', drawn)
    assert own is not None
    assert own[1].count("M") == 2
    assert own[1].count("L") == 1


def test_a_stack_fills_its_width() -> None:
    drawn = stack([("green", 1), ("red", 0), ("absent", 3)], "t")
    assert 'class="of-red"' not in drawn
    assert re.findall(r'x="([\d.]+)" width="([\d.]+)"', drawn) == [("0.0", "247.0"), ("250.0", "747.0")]


def test_a_folder_takes_a_page_for_each(tmp_path: Path) -> None:
    found = towns()
    icma.write_report(found, tmp_path / "some", "en", kind="scorecard", own=["05002", "Pueblo 3", "05002"])
    files = [f"{key}.{end}" for key in ("05002", "05003") for end in ("figures.csv", "html")]
    assert sorted(path.name for path in (tmp_path / "some").iterdir()) == files
    figures = pd.read_csv(tmp_path / "some" / "05002.figures.csv")
    assert list(figures) == [
        "Area",
        "Indicator",
        "Value",
        "Unit",
        "Median of the group",
        "Place",
        "Of how many",
        "Light",
    ]
    assert figures["Indicator"].tolist() == [indicator.title.en for indicator in found.assessment.program.indicators]
    text = (tmp_path / "some" / "05002.html").read_text(encoding="utf-8")
    assert 'href="05002.figures.csv"' in text
    assert "The period is over." in text
    icma.write_report(found, tmp_path / "all", "en", kind="scorecard", anonymise=True)
    pages = sorted((tmp_path / "all").glob("*.html"))
    assert [path.stem for path in pages] == [f"0500{n}" for n in range(1, 9)]
    text = said(pages[4].read_text(encoding="utf-8"))
    assert "Pueblo 5" in text
    assert not any(f"Pueblo {n}" in text for n in (2, 3, 4, 6, 7, 8))
    one = said(render_scorecard(found, "en", own="05002", figures="05002.figures.csv"))
    assert said((tmp_path / "some" / "05002.html").read_text(encoding="utf-8")) == one


def test_several_do_not_make_one_file(tmp_path: Path) -> None:
    for kind in ("scorecard", "benchmark"):
        with pytest.raises(icma.IcmamlError) as caught:
            icma.write_report(towns(), tmp_path / "x.html", "en", kind=kind, own=["05001", "05002"])
        assert caught.value.code == "IND670"
    assert not list(tmp_path.iterdir())


def test_no_key_leads_out_of_the_folder() -> None:
    keys = ["../../etc/passwd", "..", "Ñu/1", "ñu 1", "ñu\\1", "", "x" * 300]
    names = name_files(keys)
    assert names == [".._.._etc_passwd".strip("."), "_", "Ñu_1", "ñu_1_2", "ñu_1_3", "__2", "x" * 80]
    assert len({name.casefold() for name in names}) == len(keys)


def test_the_command_line_takes_several(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec, data = tmp_path / "towns.yaml", tmp_path / "data.csv"
    spec.write_text(SPEC, encoding="utf-8")
    lines = [f"0500{n},2024-S1,{n},{n},{n}" for n in range(1, 9)]
    data.write_text("\n".join(["entity,period,a,b,c", *lines]), encoding="utf-8")
    given = ["benchmark", str(spec), str(data), "--kind", "scorecard", "-o", str(tmp_path / "cards")]
    assert main([*given, "--own", "05001", "--own", "05008"]) == 0
    assert sorted(path.name for path in (tmp_path / "cards").glob("*.html")) == ["05001.html", "05008.html"]
    assert main(given) == 0
    assert len(list((tmp_path / "cards").glob("*.html"))) == 8


def test_a_group_by_size_and_its_people_are_told_in_words() -> None:
    spec = SPEC.replace(
        "variables:", "variables:\n  - {id: population, title: {es: Población, en: Population}, kind: context}"
    )
    lines = [(f"0500{n}", "2024-S1", n, n, n, 10_000 * n) for n in range(1, 9)]
    table = pd.DataFrame(lines, columns=["entity", "period", "a", "b", "c", "population"])
    found = icma.benchmark(icma.score(icma.loads(spec), table), icma.Bands("population", (20_000, 50_000)))
    for own, told in (("05001", "hasta 20,000"), ("05003", "de 20,000 a 50,000"), ("05008", "más de 50,000")):
        text = said(render_scorecard(found, "es", own=own))
        assert f"de su grupo: {told} habitantes." in text
        assert f"{own[-1]}0,000 habitantes. Se compara" in text


def test_no_id_stands_in_the_footer_and_no_english_word_in_a_spanish_finding() -> None:
    lines = [("", "2024-S1", 1, 1, 1), *((f"0500{n}", "2024-S1", n, n, n) for n in range(1, 9))]
    table = pd.DataFrame(lines, columns=["entity", "period", "a", "b", "c"])
    text = said(render_scorecard(icma.benchmark(icma.score(icma.loads(SPEC), table)), "es", own="05001"))
    assert "Definiciones: Pueblos, versión 1." in text
    assert "clave: línea 1" in text
    assert "entity" not in text
    assert "line 1" not in text


@pytest.mark.parametrize(("language", "said"), [("es", "cuenta como ausente"), ("en", "counts as absent")])
def test_a_page_names_what_rests_on_figures_that_stand_in(language: str, said: str, tmp_path: Path) -> None:
    text = """
spec: 1
id: towns
version: "1"
title: {es: Pueblos, en: Towns}
entity: other
period: year
provenance: user
scale: {method: goalposts, low: 0, high: 10}
imputation: mean
tree:
  - {id: a, title: {es: Alumbrado, en: Lighting}, direction: higher}
  - {id: b, title: {es: Basura, en: Waste}, direction: higher}
"""
    data = pd.DataFrame({"entity": [*"PQRS"], "period": "2020", "a": [2.0, None, 6, 4], "b": [5.0, 3, 2, 8]})
    result = icma.benchmark(icma.score(icma.loads(text), data))
    pages = {}
    for who in "QR":
        path = tmp_path / f"{who}.html"
        icma.write_report(result, path, language, kind="scorecard", own=who)
        pages[who] = path.read_text(encoding="utf-8")
    assert said in pages["Q"]
    assert said not in pages["R"]
