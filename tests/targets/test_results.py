"""Tables of targets: roll-ups by hand, lights, running sums, logic, words in both languages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.targets import score_targets
from icmaml_indicators.targets.rolling import nest, roll_up

COLUMNS = [
    "municipio",
    "periodo",
    "ramo",
    "programa",
    "nivel",
    "componente",
    "indicador",
    "sentido",
    "linea_base",
    "meta",
    "resultado",
]
MATRIX = pd.DataFrame(
    [
        ("14039", 2024, "Obras", "Alumbrado", "Fin", "", "Robos", "descendente", 300, 200, 250),
        ("14039", 2024, "Obras", "Alumbrado", "Propósito", "", "Cobertura", "ascendente", 60, 80, 72),
        ("14039", 2024, "Obras", "Alumbrado", "Componente", "C1", "Luminarias", "ascendente", 50, 100, 60),
        ("14039", 2024, "Obras", "Alumbrado", "Componente", "C1", "Satisfacción", "ascendente", 50, 80, None),
        ("14039", 2024, "Obras", "Alumbrado", "Actividad", "C1", "Reparaciones", "ascendente", 0, 50, 50),
        ("14039", 2024, "Obras", "Bacheo", "Fin", "", "Accidentes", "descendente", 10, 5, 5),
        ("14039", 2024, "Salud", "Vacunas", "Propósito", "", "Cobertura", "ascendente", 10, 50, 100),
    ],
    columns=COLUMNS,
)


def groups(found: icma.TargetResults, name: str) -> pd.DataFrame:
    return found.groups.query("group == @name").reset_index(drop=True)


def test_attainment_rolls_up_to_level_program_branch_and_municipality() -> None:
    found = score_targets(MATRIX)
    assert found.indicators["attainment"].tolist() == pytest.approx([75, 90, 60, np.nan, 100, 100, 200], nan_ok=True)
    assert found.indicators["light"].tolist() == ["yellow", "green", "red", "", "green", "green", "red"]
    levels = groups(found, "level").set_index(["program", "level"])["score"]
    assert levels["Alumbrado"].to_dict() == pytest.approx({"goal": 75, "purpose": 90, "component": 60, "activity": 100})
    programs = groups(found, "program").set_index("program")
    light = (10 * 75 + 30 * 90 + 40 * 60 + 20 * 100) / 100
    assert programs["score"].to_dict() == pytest.approx({"Alumbrado": light, "Bacheo": 100, "Vacunas": 100})
    assert programs.loc["Alumbrado", "coverage"] == pytest.approx((10 + 30 + 40 * 0.5 + 20) / 100)
    assert programs.loc["Alumbrado", ["indicators", "green", "yellow", "red", "no_light"]].tolist() == [5, 2, 1, 1, 1]
    branches = groups(found, "branch").set_index("branch")["score"]
    assert branches.to_dict() == pytest.approx({"Obras": (light + 100) / 2, "Salud": 100})
    # Every program counts the same in its municipality.
    assert groups(found, "municipality")["score"].tolist() == pytest.approx([(light + 100 + 100) / 3])


def test_programs_weigh_their_budget_where_it_is_given() -> None:
    found = score_targets(MATRIX.assign(presupuesto=[6, 6, 6, 6, 6, 3, 1]))
    light = groups(found, "program")["score"][0]
    assert groups(found, "branch").set_index("branch")["score"]["Obras"] == pytest.approx((6 * light + 3 * 100) / 9)
    assert groups(found, "municipality")["score"].tolist() == pytest.approx([(6 * light + 400) / 10])


PLAN = pd.DataFrame(
    {
        "municipality": "31050",
        "period": 2025,
        "plan": "PMD",
        "axis": ["A", "A", "A", "B", "B"],
        "objective": ["1", "1", "2", "3", "3"],
        "indicator": list("vwxyz"),
        "target": 100,
        "actual": [100, 50, 0, 80, None],
        "sdg": ["11.2", "11", "6", "16", "16"],
    }
)


def test_a_plan_by_hand() -> None:
    """The worked example of the notes on development plans: tree 0.5875, flat 0.575, coverage 0.75."""
    found = score_targets(PLAN, "plan", term=("2024-10", "2027-09"))
    assert groups(found, "axis")["score"].tolist() == pytest.approx([37.5, 80])
    assert groups(found, "axis")["coverage"].tolist() == pytest.approx([1, 0.5])
    assert groups(found, "axis")["comparable"].tolist() == [True, False]
    whole = groups(found, "municipality").iloc[0]
    assert (whole["score"], whole["coverage"]) == pytest.approx((58.75, 0.75))
    assert found.flat[["flat", "rolled_up"]].iloc[0].tolist() == pytest.approx([57.5, 58.75])
    pace = found.pace.iloc[0]
    assert (pace["year_of_term"], pace["expected"]) == (2, pytest.approx(100 * 15 / 36))
    assert pace["pace"] == pytest.approx(58.75 / (100 * 15 / 36) * 100)


def test_a_plan_can_be_read_by_its_sustainable_development_goals() -> None:
    by_goal = (
        score_targets(PLAN, "plan", hierarchy=("municipality", "sdg")).groups.query("group == 'sdg'").set_index("sdg")
    )
    assert by_goal["score"].to_dict() == pytest.approx({"11": 50, "11.2": 100, "16": 80, "6": 0})


def test_merida_at_the_end_of_its_first_year() -> None:
    """42.5 % after 12 of 36 months is 127.5 % of a straight line: arithmetic on the published figure."""
    line = pd.DataFrame({"municipality": ["31050"], "period": ["2025-08"], "plan": "p", "axis": "a", "objective": "o", "indicator": "i", "target": 100, "actual": 42.5})  # fmt: skip
    found = score_targets(line, "plan", term=("2024-09", "2027-08"))
    assert found.pace["pace"].tolist() == pytest.approx([127.5])


def test_results_that_add_up_are_held_to_date() -> None:
    months = pd.DataFrame(
        {
            "municipality": "14039", "program": "p", "level": "activity", "indicator": "i", "cumulative": "sí",
            "period": ["2024-Q2", "2024-Q1", "2025-Q1", "2024-Q3"], "target": [10, 10, 10, 10], "actual": [20, 5, 10, None],
        }
    )  # fmt: skip
    found = score_targets(months).indicators
    assert found["actual"].tolist() == pytest.approx([25, 5, 10, np.nan], nan_ok=True)
    assert found["target"].tolist() == [20, 10, 10, 30]
    assert found["attainment"].tolist() == pytest.approx([125, 50, 100, np.nan], nan_ok=True)


def test_logic_is_checked_and_told_by_line() -> None:
    told = score_targets(MATRIX, language="es").findings
    lines = {code: sorted(part["figure"]) for code, part in told[told["line"] != ""].groupby("code")}
    assert lines["IND441"] == sorted(["purpose", "component", "activity", "goal", "component", "activity"])
    assert lines["IND447"] == ["C1"]  # every activity of it is green and the component is red
    assert lines["IND401"] == ["Satisfacción"]
    assert lines["IND439"] == [100.0]
    absent = told.query("code == 'IND407'")["subject"].tolist()
    assert sorted(absent) == ["formula", "frequency", "means", "unit"]
    odd = MATRIX.assign(componente=["", "", "C1", "C2", "C9", "", ""], meta=[400, *MATRIX["meta"][1:]])
    told = score_targets(odd).findings
    assert told.query("code == 'IND442'")[["line", "figure"]].to_numpy().tolist() == [["4", "C9"]]
    assert sorted(told.query("code == 'IND443'")["figure"]) == ["C1", "C2"]
    assert told.query("code == 'IND445'")["line"].tolist() == ["0"]


def test_what_is_not_understood_is_told_with_the_nearest_word() -> None:
    odd = MATRIX.assign(nivel=["Finn", *MATRIX["nivel"][1:]], resultado=["dos", *MATRIX["resultado"][1:]], extra=1)
    told = score_targets(odd).findings.set_index("code")
    assert (told.loc["IND446", "figure"], told.loc["IND446", "message"]) == (
        "Finn",
        "`Finn` is not understood; valid: fin",
    )
    assert told.loc["IND409", "figure"] == "dos"
    assert told.loc["IND448", "subject"] == "extra"
    with pytest.raises(icma.DataError, match="column `target` is missing"):
        score_targets(MATRIX.drop(columns="meta"))
    for term in (("2024", "2027"), ("2027-09", "2024-10"), ("2024-13", "2027-09")):
        with pytest.raises(icma.DataError, match="FIRST_MONTH"):
            score_targets(MATRIX, term=term)
    with pytest.raises(icma.DataError, match="FIRST_MONTH"):
        _ = score_targets(MATRIX).pace
    with pytest.raises(icma.DataError, match="no rows"):
        score_targets(MATRIX.head(0))
    with pytest.raises(icma.UnknownNameError, match="did you mean `program`"):
        score_targets(MATRIX, hierarchy=["programm"])


def test_cremaa_is_rescaled() -> None:
    marks = {f"cremaa_{name}": [5.0, None] for name in ("clear", "relevant", "economic")}
    found = score_targets(MATRIX.head(2).assign(**{**marks, "cremaa_clear": [2.0, None]})).cremaa
    assert found.to_dict("list") == {"indicator": ["Robos"], "score": [75.0]}


@given(st.lists(st.floats(0, 100), min_size=8, max_size=8))
def test_tree_and_flat_agree_where_every_node_has_as_many_children(values: list[float]) -> None:
    keys = [np.array(list(text), object) for text in ("aaaabbbb", "ccddccdd")]
    rolled = roll_up(nest(keys), np.array(values), np.ones(8), [np.ones(8), np.ones(8)])
    assert np.mean(rolled[0].value) == pytest.approx(np.mean(values))


def test_order_of_lines_changes_nothing() -> None:
    first, again = score_targets(MATRIX), score_targets(MATRIX.sample(frac=1, random_state=2))
    keys = ["group", "municipality", "branch", "program", "level"]
    one, other = (found.groups.sort_values(keys, ignore_index=True) for found in (first, again))
    pd.testing.assert_frame_equal(one, other)


def lines(*rows: tuple[object, ...], columns: str = "indicator direction baseline target actual") -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split()).assign(
        municipality="01001", period=2024, program="p", level="purpose", objective="o"
    )


def told(found: icma.TargetResults) -> list[tuple[str, str]]:
    """Return the line and code of every finding, less what small tables lack."""
    table = found.findings.query("code not in ('IND441', 'IND407', 'IND444')")
    return sorted(zip(table["line"], table["code"], strict=True))


def whole(found: icma.TargetResults) -> tuple[float, float]:
    """Return score and coverage of the only program."""
    return tuple(groups(found, "program")[["score", "coverage"]].iloc[0])


def test_targets_below_zero() -> None:
    """By the size of the target: 120, 80, -100 (falling); 120, -200 (rising). Mean (100 + 80 + 0 + 100 + 0) / 5 = 56."""
    found = score_targets(
        lines(
            ("a", "lower", -5, -10, -12), ("b", "lower", -5, -10, -8), ("c", "lower", -5, -10, 10),
            ("d", "higher", -10, -5, -4), ("e", "higher", -10, -5, -20),
        )
    )  # fmt: skip
    assert found.indicators["attainment"].tolist() == [120, 80, -100, 120, -200]
    assert whole(found) == (56, 1)
    # Where a result is on the wrong side, no target was too low.
    assert told(found) == [("0", "IND439"), ("3", "IND439")]
    inverse = score_targets(lines(("a", "lower", -5, -10, -12)).assign(method="ratio_inverse"))
    assert inverse.indicators["attainment"].isna().all()
    assert told(inverse) == [("0", "IND490")]
    assert "progress" in inverse.findings.set_index("code").loc["IND490", "message"]


def test_a_progress_beyond_a_target_on_the_wrong_side_is_no_target_too_low() -> None:
    """Higher, from 10 to a target of 5, result 2: (2 - 10) / (5 - 10) = 160, and worse than its target."""
    found = score_targets(lines(("a", "higher", 10, 5, 2)).assign(method="progress"))
    assert found.indicators["attainment"].tolist() == [160]
    assert told(found) == [("0", "IND445")]


@pytest.mark.parametrize(
    ("words", "attainment"),
    [
        (("Reducción", "disminución", "Decreciente", "DESCENDENTE", "decrease", "reduce"), 87.5),
        (("incremento", "Aumento", "creciente", "increasing", "aumentar"), 112.5),
        (("mantener", "Estable", "constant", "maintain"), 87.5),
    ],
)
def test_plain_words_for_the_directions_are_known(words: tuple[str, ...], attainment: float) -> None:
    """Result 9, target 8: (2·8 - 9) / 8 = 87.5 falling, 9 / 8 = 112.5 rising, 1 - 1 / 8 = 87.5 kept."""
    found = score_targets(lines(*((word, word, 12 if attainment < 100 else 2, 8, 9) for word in words)))
    assert found.indicators["attainment"].tolist() == [attainment] * len(words)
    assert "IND446" not in set(found.findings["code"])


@pytest.mark.parametrize("column", ["direction", "method", "cumulative"])
def test_a_word_that_is_not_understood_gives_no_figure(column: str) -> None:
    table = lines(("a", "lower", 12, 8, 9), ("b", "lower", 12, 8, 8), ("c", "lower", 12, 8, 8)).assign(
        method="", cumulative=""
    )
    table[column] = ["¿?", *table[column][1:]]
    found = score_targets(table)
    assert found.indicators["attainment"].tolist() == pytest.approx([np.nan, 100, 100], nan_ok=True)
    assert found.indicators["light"].tolist() == ["", "green", "green"]
    assert whole(found) == (100, pytest.approx(2 / 3))
    assert told(found) == [("0", "IND446")]
    assert "IND444" not in set(found.findings.query("line == '0' and subject == 'direction'")["code"])


def test_without_a_direction_the_baseline_may_say_the_contrary() -> None:
    """12 to 8 falls: no attainment for the first; the others rise, 9 / 8, told once; a method says its direction."""
    table = lines(("a", "", 12, 8, 9), ("b", "", 2, 8, 9), ("c", None, None, 8, 9), ("d", "", 12, 8, 9))
    found = score_targets(table.assign(method=["", "", "", "ratio_linear"]))
    assert found.indicators["attainment"].tolist() == pytest.approx([np.nan, 112.5, 112.5, 87.5], nan_ok=True)
    assert found.indicators["method"].tolist() == ["", "ratio", "ratio", "ratio_linear"]
    assert told(found) == [("", "IND492"), ("0", "IND491"), ("1", "IND439"), ("2", "IND439")]
    assert told(score_targets(table.drop(columns="direction"))) == [("", "IND492"), ("0", "IND491"), ("1", "IND439"), ("2", "IND439"), ("3", "IND491")]  # fmt: skip


def test_a_method_of_another_direction_gives_no_figure() -> None:
    found = score_targets(lines(("a", "lower", 12, 8, 9)).assign(method="ratio"))
    assert found.indicators["attainment"].isna().all()
    assert told(found) == [("0", "IND493")]


def test_a_figure_that_cannot_be_read_falls_back_to_nothing() -> None:
    """Neither is a range without its end a point, nor are lights cut where others were asked for."""
    table = lines(("a", "target", None, 18, 20), ("b", "higher", None, 10, 10))
    found = score_targets(table.assign(target_high=["22 aprox.", None], green_low=[None, "casi"]))
    assert found.indicators["attainment"].tolist() == pytest.approx([np.nan, 100], nan_ok=True)
    assert found.indicators["light"].tolist() == ["", ""]


@pytest.mark.parametrize("backwards", [False, True])
def test_an_indicator_with_two_figures_has_none(backwards: bool) -> None:
    """One of the two is wrong, and which is unknown: 100 of the other, and 1 of 3 lines covered."""
    table = lines(("cover", "higher", 0, 10, 5), ("cover", "higher", 0, 10, 9), ("other", "higher", 0, 10, 10))
    found = score_targets(table[::-1] if backwards else table)
    assert whole(found) == (100, pytest.approx(1 / 3))
    assert told(found) == [("0", "IND494"), ("1", "IND494")]
    assert found.indicators["attainment"].isna().sum() == 2


def test_lines_that_are_alike_count_once() -> None:
    """(50 + 100) / 2 = 75, not (50 + 50 + 100) / 3; running sums take them once as well: 5 + 5 of 20."""
    table = lines(("cover", "higher", 0, 10, 5), ("other", "higher", 0, 10, 10), ("cover", "higher", 0, 10, 5))
    found = score_targets(table)
    assert whole(found) == (75, 1)
    assert groups(found, "program")["indicators"].tolist() == [2]
    assert told(found) == [("0", "IND426")]
    quarters = lines(*[("c", "higher", 0, 10, 5)] * 3).assign(
        cumulative="yes", period=["2024-Q1", "2024-Q1", "2024-Q2"]
    )
    assert score_targets(quarters).indicators["attainment"].tolist() == [50, 50]
    # What is not the same indicator is not repeated: another component, another period, or no name at all.
    table = lines(*[("x", "higher", 0, 10, 5)] * 2, *[("", "higher", 0, 10, 5)] * 2).assign(component=list("ABCC"))
    assert len(score_targets(table).indicators) == 4


def test_running_sums_do_not_mix_indicators_of_one_name() -> None:
    """Component A: 5, 5 + 5 = 10; component B: 1, 1 + 1 = 2."""
    table = lines(*[("c", "higher", 0, 10, figure) for figure in (5, 1, 5, 1)])
    table = table.assign(cumulative="yes", component=list("ABAB"), period=["2024-Q1", "2024-Q1", "2024-Q2", "2024-Q2"])
    assert score_targets(table).indicators["actual"].tolist() == [5, 1, 10, 2]


def test_figures_with_and_without_a_percent_sign() -> None:
    """80 % against 0.76 may be 95 or 0.95: no figure. 80 % against 76, and signs everywhere or nowhere, are plain."""
    found = score_targets(
        lines(
            ("a", "higher", "50%", "80%", "0.76"), ("b", "higher", "50%", "80 %", "76%"), ("c", "higher", "", "80%", "76"),
            ("d", "higher", "", "0.8", "76%"), ("e", "higher", "", "0.8", "0.76"), ("f", "higher", "", "80%", "0"),
        )
    )  # fmt: skip
    wanted = [np.nan, 95, 95, np.nan, 95, 0]
    assert found.indicators["attainment"].tolist() == pytest.approx(wanted, nan_ok=True)
    assert told(found) == [("0", "IND495"), ("3", "IND495")]
    assert "80 % / 0.76" in found.findings.query("line == '0'").set_index("code").loc["IND495", "message"]
    progress = score_targets(lines(("e", "higher", "50%", "0.8", "0.76")).assign(method="progress"))
    assert told(progress) == [("0", "IND445"), ("0", "IND495")]  # where the baseline counts, its sign does


def test_a_target_of_none_is_met_by_none() -> None:
    found = score_targets(lines(("a", "lower", 5, 0, 0), ("b", "lower", 5, 0, 3)))
    assert found.indicators["attainment"].tolist() == pytest.approx([100, np.nan], nan_ok=True)
    assert told(found) == [("1", "IND440")]


def test_a_line_at_no_known_level_is_missed_in_the_program() -> None:
    """Purpose 30 with 100; a line at no known level could weigh 40 at most: covered 30 / 70."""
    for word in ("Componente uno", ""):
        table = lines(("a", "higher", 0, 10, 10), ("b", "higher", 0, 10, 5)).assign(level=["purpose", word])
        found = score_targets(table)
        assert whole(found) == (100, pytest.approx(30 / 70))
        assert found.indicators["attainment"].tolist() == [100, 50]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, "not NoneType"),
        (["x"], "not list"),
        (MATRIX["meta"], "not Series"),
        (pd.concat([MATRIX, MATRIX["meta"]], axis=1), "`meta` appears more than once"),
        (MATRIX.set_axis(pd.MultiIndex.from_product([["a"], COLUMNS]), axis=1), "2 rows of headings"),
    ],
)
def test_what_is_no_table_raises_one_clear_error(given: object, words: str) -> None:
    with pytest.raises(icma.IcmamlError, match=words):
        score_targets(given)  # type: ignore[arg-type]


@pytest.mark.parametrize("option", [{"decimal": "x"}, {"language": "fr"}, {"kind": "plans"}])
def test_an_option_that_there_is_none_of_is_refused_with_the_valid_ones(option: dict[str, str]) -> None:
    with pytest.raises(icma.UnknownNameError, match="valid: "):
        score_targets(MATRIX, **option)  # type: ignore[arg-type]


def test_lines_of_a_file_with_other_fields_are_told(tmp_path: Path) -> None:
    text = "indicador,meta,resultado\nUno,10,5,\nDos, y tres,10,5\nCuatro,10,10\n"
    (tmp_path / "d.csv").write_text(text, encoding="utf-8")
    found = score_targets(tmp_path / "d.csv")
    told = found.findings[found.findings["subject"] == "line"]
    assert list(zip(told["code"], told["figure"], strict=True)) == [("IND473", 3), ("IND472", 2)]
    assert found.indicators["indicator"].tolist() == ["Uno", "Cuatro"]


def test_headings_of_the_ministry_of_finance_are_known_and_others_can_be_said(tmp_path: Path) -> None:
    text = (
        "Matriz de indicadores 2024\n"
        "PP,NIVEL,OBJETIVO,NOMBRE DEL INDICADOR,SENTIDO DEL INDICADOR,LÍNEA BASE,META ANUAL,META ALCANZADA\n"
        "P1,Fin,Contribuir,Rezago,Descendente,12.3,10.0,9.5\n"
        "P1,Propósito,Servir,Cobertura,Ascendente,60,80,76\n"
    )
    (tmp_path / "mir.csv").write_text(text, encoding="utf-8")
    found = score_targets(tmp_path / "mir.csv")
    other = text.replace("META ANUAL", "LO PROGRAMADO").replace("META ALCANZADA", "LO HECHO")
    (tmp_path / "other.csv").write_text(other, encoding="utf-8")
    columns = {"target": "LO PROGRAMADO", "actual": "LO HECHO"}
    again = score_targets(tmp_path / "other.csv", columns=columns)
    for result in (found, again):
        assert result.indicators["attainment"].round(1).tolist() == [105.0, 95.0]
    with pytest.raises(icma.DataError, match="no column `LO PROGRAMAD`; did you mean `LO PROGRAMADO`"):
        score_targets(tmp_path / "other.csv", columns={"target": "LO PROGRAMAD"})
    with pytest.raises(icma.DataError, match="`targt` is no role of a column .*did you mean `target`"):
        score_targets(tmp_path / "other.csv", columns={"targt": "LO PROGRAMADO"})


HEADINGS = pd.DataFrame(
    {
        "INDICADOR": ["Cobertura", "Robos"],
        "SENTIDO": ["Ascendente", "Descendente"],
        "LINEA BASE": [50, 300],
        "META 2023": [60, 250],
        "AVANCE 2023": [66, 250],
        "META 2024": [80, 200],
        "AVANCE 2024": [None, 400],
    }
)


def test_columns_of_each_year_are_lines_of_their_period() -> None:
    """«Meta 2023» and «Avance 2023» are one line of 2023; the same as a table that has these lines."""
    found = score_targets(HEADINGS, years="variable", periods={"{variable} {year}": "{year}"})
    lines = [
        ("Cobertura", "Ascendente", 50, 60, 66, 2023),
        ("Robos", "Descendente", 300, 250, 250, 2023),
        ("Cobertura", "Ascendente", 50, 80, None, 2024),
        ("Robos", "Descendente", 300, 200, 400, 2024),
    ]
    long = pd.DataFrame(lines, columns=["indicador", "sentido", "linea_base", "meta", "avance", "periodo"])
    plain = score_targets(long)
    pd.testing.assert_frame_equal(found.indicators.reset_index(drop=True), plain.indicators.reset_index(drop=True))
    told = found.findings.query("code == 'IND591'")
    assert told["figure"].tolist() == ["META 2023 … AVANCE 2024 (4)"]
    assert not plain.findings["code"].eq("IND591").any()


def test_columns_of_periods_hold_the_role_that_is_declared() -> None:
    table = pd.DataFrame({"indicador": ["Cobertura"], "meta": [80], "2024-Q1": [40], "2024-Q2": [80]})
    found = score_targets(table, years="actual").indicators
    assert found[["period", "attainment"]].values.tolist() == [["2024-Q1", 50.0], ["2024-Q2", 100.0]]


@pytest.mark.parametrize(
    ("years", "table", "code"),
    [
        ("actuall", HEADINGS, "IND511"),
        ("variable", HEADINGS[["INDICADOR", "LINEA BASE"]], "IND539"),
        ("actual", HEADINGS.rename(columns={"META 2023": "2023"}).assign(periodo=2023), "IND539"),
        ("variable", HEADINGS.rename(columns={"META 2023": "2023"}), "IND521"),
    ],
)
def test_columns_of_periods_are_refused_where_nothing_tells_them(years: str, table: pd.DataFrame, code: str) -> None:
    with pytest.raises(icma.DataError) as told:
        score_targets(table, years=years, periods={"{variable} {year}": "{year}"})
    assert told.value.code == code


def test_a_sheet_and_an_encoding_are_those_that_are_named(tmp_path: Path) -> None:
    book, text = tmp_path / "mir.xlsx", tmp_path / "mir.csv"
    with pd.ExcelWriter(book) as writer:
        MATRIX.head(1).to_excel(writer, sheet_name="Portada", index=False)
        MATRIX.to_excel(writer, sheet_name="Seguimiento", index=False)
    text.write_bytes(MATRIX.to_csv(index=False).encode("cp850"))
    assert len(score_targets(book, sheet="Seguimiento").indicators) == len(MATRIX)
    assert score_targets(text, encoding="cp850").indicators["indicator"].iloc[3] == "Satisfacción"


def test_a_level_that_weighs_and_does_not_exist_is_refused() -> None:
    with pytest.raises(icma.UnknownNameError, match="no level `purpos` .*did you mean `purpose`"):
        score_targets(MATRIX, level_weights={"purpos": 2})
