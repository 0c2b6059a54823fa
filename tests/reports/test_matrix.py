"""The page of a matrix says what the results say: attainment, what is late, logic, steps, calendar, the matrix."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli.main import main
from icmaml_indicators.reports import render_matrix
from icmaml_indicators.reports.charts.marks import bullet, bullet_of_range
from icmaml_indicators.reports.pages.matrix.words import WORDS
from tests.reports.test_scorecard import read, said

ID = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
# What, how often, whether it adds up, from where, targets of the quarters, results of the first three.
LINES = [
    ("Fin", "", "Calles seguras", "Robos", "descendente", "anual", "", 320, {4: 280}, {}),
    ("Propósito", "", "Calles iluminadas", "Cobertura", "ascendente", "semestral", "", 62, {2: 68, 4: 75}, {2: 70}),
    ("Componente", "C1", "En servicio", "Lámparas", "ascendente", "trimestral", "", 80, {1: 85, 2: 88, 3: 90, 4: 94}, {1: 84, 2: 88, 3: 91}),
    ("Actividad", "C1", "Reparar", "Reparaciones", "ascendente", "trimestral", "sí", None, {1: 25, 2: 25, 3: 25, 4: 25}, {1: 20, 2: 20, 3: 8}),
    ("Actividad", "C1", "Reparar", "Días", "descendente", "trimestral", "", 9, {1: 8, 2: 7, 3: 6, 4: 5}, {1: 8, 3: 7}),
    ("Actividad", "C9", "Pagar", "Energía", "regular", "trimestral", "", 30, {1: 18, 2: 18, 3: 18, 4: 18}, {1: 20, 2: 20, 3: 24}),
]  # fmt: skip
COLUMNS = ["nivel", "componente", "objetivo", "indicador", "sentido", "frecuencia", "acumulable", "linea_base"]


def table(name: str = "Villa inventada", **more: object) -> pd.DataFrame:
    """A made-up matrix by quarters of which three have passed."""
    rows = [
        dict(zip(COLUMNS, line, strict=False))
        | {"periodo": f"2025-Q{quarter}", "meta": target, "resultado": line[9].get(quarter)}
        | ({"meta_maxima": 26} if line[4] == "regular" else {})
        for line in LINES
        for quarter, target in line[8].items()
    ]
    return pd.DataFrame(rows).assign(municipio=name, programa="Alumbrado", unidad="%", medios="Bitácora", **more)


def results(**more: object) -> icma.TargetResults:
    return icma.score_targets(table(**more))


def test_it_says_what_the_results_say() -> None:
    found = results()
    text = said(render_matrix(found, "es"))
    row = found.groups.query("period == '2025-Q3' and group == 'program'").iloc[0]
    assert f"{row['score']:.0f} % de cumplimiento" in text
    assert "4 de 6 indicadores medidos." in text
    assert "3.er trimestre de 2025" in text
    assert "Ha pasado el 75 % del año." in text
    assert "El propósito está en meta: Cobertura, 70 %; lo programado es 68 %." in text
    assert "Un indicador está atrasado: reparaciones." in text
    assert "A un indicador aún no le toca medirse; hoy no cuenta: robos." in text


def test_the_figures_of_the_page_stand_beside_it(tmp_path: Path) -> None:
    found = icma.score_targets(
        [
            {"indicator": "Lamps", "level": "component", "target": 90, "actual": 81, "baseline": 60, "unit": "%"},
            {"indicator": "=Repairs", "level": "activity", "target": 10, "actual": None, "unit": "works"},
        ]
    )
    icma.write_report(found, tmp_path / "mir.html", "en")
    page = (tmp_path / "mir.html").read_text(encoding="utf-8")
    assert 'href="mir.figures.csv"' in page
    table = pd.read_csv(tmp_path / "mir.figures.csv")
    assert table["Indicator"].tolist() == ["Lamps", "'=Repairs"]
    assert table.loc[0, ["Level", "Baseline", "Target", "Result", "Attainment (%)"]].tolist() == [
        "Component",
        60,
        90,
        81,
        90,
    ]
    assert table["Light"].tolist()[0] == "on target"


def test_levels_are_those_of_the_results_and_what_is_not_due_leaves_the_denominator() -> None:
    found = results()
    text = said(render_matrix(found, "es"))
    levels = found.groups.query("period == '2025-Q3' and group == 'level'").set_index("level")["score"]
    assert f"Actividades Peso 20 % Actividades: {levels['activity']:.0f} % de cumplimiento" in text
    assert "Fin Peso 10 % Fin: aún no se mide – Medidos 0 de 1 1 aún no toca" in text
    assert "se mide en diciembre" in text


def test_the_gain_of_a_step_is_what_its_target_adds() -> None:
    """Held to the results: with the result at its target, the score is greater by the gain."""
    found = results()
    late = found.indicators.query("indicator == 'Reparaciones' and period == '2025-Q3'")
    assert late["attainment"].tolist() == [64]  # 48 of 75
    share = found.shares_at(3)[found.table.lines.tolist().index(late.index[0])]
    better = table()
    better.loc[(better["indicador"] == "Reparaciones") & (better["periodo"] == "2025-Q3"), "resultado"] = 35
    before, after = (
        each.groups.query("period == '2025-Q3' and group == 'program'")["score"].iloc[0]
        for each in (found, icma.score_targets(better))
    )
    assert after - before == pytest.approx(share * 36)
    text = said(render_matrix(found, "en"))
    assert (
        f"Raise reparaciones: from 48 % to 75 % It is 27 percentage points from what was planned by now. The target of the year is 100 %. +{share * 36:.1f}"
        in text
    )


def test_shares_of_a_group_add_up_to_one() -> None:
    found = icma.score_targets(pd.concat([table("A"), table("B", peso=[1.0 + n for n in range(len(table()))])]))
    for depth in range(len(found.paths)):
        group, share = found.paths[depth], found.shares_at(depth)
        sums = np.bincount(group, share)
        assert sums[np.bincount(group, share > 0) > 0] == pytest.approx(1)
        score = np.bincount(group, share * np.nan_to_num(found.scores))
        assert score == pytest.approx(np.nan_to_num(found.rolled[depth].value))


def test_logic_says_what_is_there_and_what_is_not() -> None:
    text = said(render_matrix(results(), "es"))
    assert "De ningún componente de la matriz: «Energía»." in text
    assert "Tiene los cuatro niveles" in text
    assert "Cada componente tiene sus actividades: 1 de 1." in text
    assert "No todos tienen línea base: 5 de 6." in text
    assert "La tabla no trae método de cálculo." in text
    assert "No se reportó en su fecha: «Días, 2.º trimestre de 2025»." in text
    less = table()
    text = said(render_matrix(icma.score_targets(less[less["nivel"] != "Fin"]), "es"))
    assert "Le falta un nivel: Fin." in text


def test_the_calendar_tells_what_was_due() -> None:
    page = render_matrix(results(), "es")
    lines = re.findall(r"<tr><th scope=\"row\">(\w+)</th>(.*?)</tr>", page)
    states = {
        name: ["".join(re.findall('hidden">([^<]*)<', cell)) for cell in cells.split("<td")[1:]]
        for name, cells in lines
    }
    assert states["Días"] == ["reportado", "no se reportó", "reportado", "por medir"]
    assert states["Cobertura"] == ["", "reportado", "", "por medir"]
    assert states["Robos"] == ["", "", "", "por medir"]


def test_bullets_show_the_way_from_the_baseline_to_the_target_of_the_year() -> None:
    page = render_matrix(results(), "es")
    chart = re.search('<svg class="bullet"[^>]*><title>Lámparas: 91\N{NO-BREAK SPACE}%</title>.*?</svg>', page)
    assert chart is not None
    assert f'width="{198 * 11 / 14:.1f}"' in chart[0]  # 80 → 91 of 80 → 94
    assert f"M{4 + 198 * 10 / 14:.1f} 3V19" in chart[0]  # 90 was planned
    assert "A esta fecha se programó 90" in chart[0]
    assert "desde 0" in said(page)  # what adds up
    assert "meta 18 % a 26 %" in said(page)
    assert 'cx="110.0"' in bullet_of_range((0.25, 0.75), 0.5, "t", "")
    assert 'width="2.0"' in bullet(-0.5, np.nan, "t", "")  # behind its baseline
    assert "fill" not in bullet(np.nan, np.nan, "t", "")


def test_a_page_is_of_one(tmp_path: Path) -> None:
    both = icma.score_targets(pd.concat([table("Villa A"), table("Villa B", resultado=1.0)]))
    with pytest.raises(icma.IcmamlError, match="Villa A, Villa B") as refusal:
        icma.write_report(both, tmp_path / "m.html")
    assert refusal.value.code == "IND652"
    icma.write_report(both, tmp_path / "m.html", "es", own="Villa B", period="2025-Q2")
    text = said((tmp_path / "m.html").read_text(encoding="utf-8"))
    assert "Villa B" in text
    assert "Villa A" not in text
    assert "2.º trimestre de 2025" in text
    with pytest.raises(icma.UnknownNameError, match="Villa A"):
        render_matrix(both, own="Villa C")
    with pytest.raises(icma.UnknownNameError, match="2025-Q1"):
        render_matrix(both, own="Villa A", period="2031")
    with pytest.raises(icma.UnknownNameError, match="valid: matrix"):
        icma.write_report(both, tmp_path / "m.html", kind="rubric", own="Villa A")


def test_a_result_far_past_its_target_is_not_late() -> None:
    frame = pd.DataFrame({"indicator": ["a", "b"], "target": [10, 10], "actual": [40, 1], "unit": "lamps"})
    text = said(render_matrix(icma.score_targets(frame), "en"))
    assert "One result is far past its target, which may be too low: a." in text
    assert "One indicator is late: b." in text


def test_a_plan_is_read_from_its_axes_down() -> None:
    frame = pd.DataFrame(
        {
            "municipality": "31050",
            "period": 2025,
            "plan": "Plan inventado",
            "axis": ["Agua", "Agua", "Calles"],
            "objective": ["Fugas", "Cobertura", "Baches"],
            "indicator": ["x", "y", "z"],
            "target": 100,
            "actual": [50, 100, 80],
        }
    )
    text = said(render_matrix(icma.score_targets(frame, "plan", term=("2024-10", "2027-09")), "es"))
    assert "Plan inventado" in text
    assert "78 % de cumplimiento" in text  # (75 + 80) / 2, not rounded to 78 by chance: 77.5 goes away from zero
    assert "Agua Peso 50 % Agua: 75 % de cumplimiento" in text
    assert "Va al ritmo de la administración: 78 %, en el año 2; en línea recta se esperaría 42 %." in text
    assert "Eje Calles Objetivo Baches z" in text
    assert "Lógica de la matriz" not in text


def test_a_spanish_page_holds_no_id_and_no_english_word() -> None:
    text = said(render_matrix(results(), "es"))
    assert not ID.findall(text)
    for word in ("goal", "purpose", "component ", "activity", "higher", "ratio", "quarter", "IND"):
        assert word not in text, word


def test_text_from_data_stays_text() -> None:
    hostile = "<script>alert(1)</script>\N{RIGHT-TO-LEFT OVERRIDE}"
    page = render_matrix(icma.score_targets(table(hostile, objetivo=hostile, supuestos=hostile)), "es")
    assert "<script" not in page
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in page
    assert "&lt;script&gt;" in page
    read(page)


def test_both_languages_have_the_same_words() -> None:
    def keys(words: dict[str, object]) -> set[str]:
        inner = {f"{key}.{name}" for key, part in words.items() if isinstance(part, dict) for name in part}
        return set(words) | inner

    assert keys(WORDS["es"]) == keys(WORDS["en"])


def test_the_command_line_writes_it(tmp_path: Path) -> None:
    table().to_csv(tmp_path / "mir.csv", index=False)
    call = ["targets", str(tmp_path / "mir.csv"), "-o", str(tmp_path / "mir.html"), "-l", "es"]
    assert main([*call, "--own", "Alumbrado", "--findings", str(tmp_path / "found.csv")]) == 0
    assert "Seguimiento de la MIR" in (tmp_path / "mir.html").read_text(encoding="utf-8")
    assert (tmp_path / "found.csv").exists()
