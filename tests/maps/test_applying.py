"""What a map makes of a file: keys, periods, sums; and nothing is lost or put together in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.maps.applying import apply_map

from .samples import apply_to, build_map, variable

MONTHS = [f"m{number}" for number in range(1, 13)]
STOCK: dict[str, Any] = {"entity": "key", "period": {"is": "2020-S2"}}


def police(folder: Path, **keys: Any) -> Any:
    """Return a map of one variable whose figure stands in one column of one line."""
    columns = {"key": "CVE", "people": "POL", **keys.pop("columns", {})}
    given = {"columns": columns, **STOCK, **keys}
    return build_map(folder, **{"variables": [variable("operational_police", column="people")], **given})


def by_month(folder: Path, **keys: Any) -> Any:
    """Return a map of crimes in twelve columns, summed up by semester."""
    return build_map(
        folder,
        columns={"key": "CVE", "year": "AÑO", "kind": "TIPO", **{name: name.upper() for name in MONTHS}},
        entity="key",
        period={"year": "year", "months": MONTHS, "into": "semester"},
        variables=[
            variable("property_crimes", lines="sum", where={"kind": "Robo"})
            | {"unit": {"es": "delitos", "en": "crimes"}}
        ],
        **keys,
    )


def months(*lines: tuple[str, str, list[Any]]) -> dict[str, list[Any]]:
    """Return the columns of lines: key, kind, and twelve figures of 2020."""
    found: dict[str, list[Any]] = {"CVE": [], "Año": [], "Tipo": [], **{name.upper(): [] for name in MONTHS}}
    for key, kind, figures in lines:
        for column, cell in zip(found, (key, "2020", kind, *figures), strict=True):
            found[column].append(cell)
    return found


# Who ------------------------------------------------------------------------------------------------


def test_noughts_that_were_lost_before_keys_are_put_back(tmp_path: Path) -> None:
    table, told = apply_to(police(tmp_path), cve=["1001", "5035.0", "09002"], pol=["1", "2", "3"])
    assert table["operational_police"].to_dict() == {
        ("01001", "2020-S2"): 1,
        ("05035", "2020-S2"): 2,
        ("09002", "2020-S2"): 3,
    }
    assert told == []


def test_two_columns_make_a_key(tmp_path: Path) -> None:
    keys = {"columns": {"state": "ENT", "town": "MUN", "people": "POL"}}
    keys |= {"entity": {"state": "state", "municipality": "town"}}
    column_map = build_map(
        tmp_path, **keys, period={"is": "2020-S2"}, variables=[variable("operational_police", column="people")]
    )
    table, told = apply_to(column_map, ENT=[1, 5, 5, None], MUN=[1, "035", "05036", 2], POL=[1, 2, 3, 4])
    assert [key for key, _ in table.index] == ["01001", "05035", "05036"]
    assert told == [("IND715", "MUN", "", "")]  # the fourth line has no state


def test_lines_of_totals_are_counted_and_left_out(tmp_path: Path) -> None:
    words = {"es": "totales", "en": "totals"}
    column_map = police(tmp_path, leave_out=[{"column": "key", "values": [0, "09999"], "because": words}])
    table = apply_map(column_map, pd.DataFrame({"CVE": ["00000", "01001", "9999"], "POL": [10, 2, 8]}))
    assert table["entity"].tolist() == ["01001"]
    (note,) = (note for note in table.attrs["icmaml_indicators.mapped"] if note[0] == "IND714")
    assert note[5] == {"count": 2, "because": words}


def test_columns_go_along_whatever_the_order_of_lines(tmp_path: Path) -> None:
    column_map = police(tmp_path, columns={"town": "NOM"}, carry={"name": "town"})
    for names in (["Bea", "Ana", ""], ["", "Ana", "Bea"]):
        table, _ = apply_to(column_map, CVE=["01001"] * 3, POL=[5, 5, 5], NOM=names)
        assert table["name"].tolist() == ["Ana"]


# When -----------------------------------------------------------------------------------------------


def test_months_make_semesters(tmp_path: Path) -> None:
    table, told = apply_to(by_month(tmp_path), **months(("01001", "ROBO", list(range(1, 13)))))
    assert table["property_crimes"].to_dict() == {("01001", "2020-S1"): 21, ("01001", "2020-S2"): 57}
    assert told == []


def test_a_sum_of_five_months_is_no_semester(tmp_path: Path) -> None:
    figures = [1, 2, "", 4, 5, 6, *[1] * 6]
    table, told = apply_to(by_month(tmp_path), **months(("01001", "Robo", figures), ("01002", "Robo", [1] * 12)))
    assert table["property_crimes"].fillna(-1).tolist() == [-1, 6, 6, 6]
    assert told == [("IND716", "property_crimes", "01001", "2020-S1")]


def test_months_to_come_are_no_period_yet(tmp_path: Path) -> None:
    table, told = apply_to(by_month(tmp_path), **months(("01001", "Robo", [1] * 6 + [""] * 6)))
    assert [period for _, period in table.index] == ["2020-S1"]
    assert told == []


def test_a_line_without_a_month_makes_the_sum_of_lines_absent(tmp_path: Path) -> None:
    gap = [1] * 11 + [""]
    table, told = apply_to(by_month(tmp_path), **months(("01001", "Robo", [1] * 12), ("01001", "Robo", gap)))
    assert table["property_crimes"].fillna(-1).tolist() == [12, -1]
    assert told == [("IND716", "property_crimes", "01001", "2020-S2")]


def test_a_month_a_line_is_counted_where_it_belongs(tmp_path: Path) -> None:
    column_map = build_map(
        tmp_path,
        columns={"key": "CVE", "year": "ANIO", "month": "MES", "presumed": "PRESUNTO"},
        entity="key",
        period={"year": "year", "month": "month", "into": "semester"},
        variables=[
            variable("homicides", lines="count", where={"presumed": 2}) | {"unit": {"es": "v", "en": "victims"}}
        ],
    )
    table, told = apply_to(
        column_map,
        CVE=["01001"] * 5 + ["01002"],
        ANIO=[2020] * 6,
        MES=[1, "06", "julio", 99, 12, 3],
        PRESUNTO=["2", "02", 2, 2, 1, 1],
    )
    # One with other lines and none of these has nought.
    assert table["homicides"].to_dict() == {
        ("01001", "2020-S1"): 2,
        ("01001", "2020-S2"): 1,
        ("01002", "2020-S1"): 0,
    }
    assert told == [("IND715", "MES", "", "")]


def test_a_figure_of_the_year_stands_for_the_parts_that_the_map_says(tmp_path: Path) -> None:
    period = {"year": "year", "into": "semester", "parts": [1, 2]}
    column_map = police(tmp_path, columns={"year": "ANIO"}, period=period)
    table, told = apply_to(column_map, CVE=["01001", "01001", "01002"], ANIO=["2019", "2020", "s/d"], POL=[1, 2, 3])
    assert table["operational_police"].to_dict() == {
        ("01001", "2019-S1"): 1,
        ("01001", "2019-S2"): 1,
        ("01001", "2020-S1"): 2,
        ("01001", "2020-S2"): 2,
    }
    assert told == [("IND715", "ANIO", "", "")]


# How much -------------------------------------------------------------------------------------------


def staff(folder: Path) -> Any:
    """Return a map of a pivot: a line a category, of which two are added and one is taken off."""
    return build_map(
        folder,
        columns={"key": "CVE", "category": "CATEGORIA", "amount": "VALOR"},
        **STOCK,
        absent=["ND", -999],
        variables=[
            variable(
                "base_employees",
                column="amount",
                terms=[
                    {"where": {"category": "Mujeres"}},
                    {"where": {"category": "Hombres"}},
                    {"where": {"category": "De licencia"}, "less": True},
                ],
            )
        ],
    )


def pivot(*lines: tuple[str, str, Any]) -> dict[str, list[Any]]:
    """Return the columns of lines: key, category, amount."""
    keys, categories, amounts = zip(*lines, strict=True)
    return {"CVE": list(keys), "CATEGORIA": list(categories), "VALOR": list(amounts)}


WHOLE = [("01001", "MUJERES", "1,200"), ("01001", "hombres", "800.5"), ("01001", "De licencia", 0.5)]


def test_categories_are_added_and_taken_off(tmp_path: Path) -> None:
    table, told = apply_to(staff(tmp_path), **pivot(*WHOLE, ("01001", "Otros", 5)))
    assert table["base_employees"].tolist() == [2000.0]
    assert told == []


@pytest.mark.parametrize("gap", ["ND", "-999.0", -999, "", None])
def test_a_sum_that_lacks_a_part_is_absent_and_told(tmp_path: Path, gap: Any) -> None:
    rest = [("01002", "Hombres", gap), ("01002", "De licencia", 0)]
    table, told = apply_to(staff(tmp_path), **pivot(*WHOLE, ("01002", "Mujeres", 1), *rest))
    assert table["base_employees"].fillna(-1).tolist() == [2000, -1]
    assert told == [("IND716", "base_employees", "01002", "2020-S2")]


def test_nothing_at_all_is_merely_not_reported(tmp_path: Path) -> None:
    lines = [("01002", category, "ND") for category in ("Mujeres", "Hombres", "De licencia")]
    table, told = apply_to(staff(tmp_path), **pivot(*WHOLE, *lines))
    assert table["base_employees"].fillna(-1).tolist() == [2000, -1]
    assert told == []


def test_a_category_that_the_file_does_not_know_is_told_with_the_nearest(tmp_path: Path) -> None:
    lines = [(key, category.replace("hombres", "Hombrez"), amount) for key, category, amount in WHOLE]
    table = apply_map(staff(tmp_path), pd.DataFrame(pivot(*lines)))
    assert "base_employees" not in table
    (note,) = (note for note in table.attrs["icmaml_indicators.mapped"] if note[0] == "IND713")
    assert note[1] == "base_employees"
    assert note[4] == "→ Hombrez?"
    assert note[5] == {"column": "category", "values": "Hombres"}


@pytest.mark.parametrize("odd", ["muchos", "1e400", float("inf")])
def test_cells_that_are_no_numbers_are_told(tmp_path: Path, odd: Any) -> None:
    table = apply_map(police(tmp_path), pd.DataFrame({"CVE": ["01001", "01002"], "POL": [odd, "3"]}))
    assert table["operational_police"].fillna(-1).tolist() == [-1, 3]
    (note,) = (note for note in table.attrs["icmaml_indicators.mapped"] if note[0] == "IND715")
    assert (note[1], note[4], note[5]["count"]) == ("POL", str(odd), 1)


def test_lines_that_repeat_a_figure_count_once_and_those_that_differ_not_at_all(tmp_path: Path) -> None:
    """The same municipality under its former and its present name."""
    table, told = apply_to(police(tmp_path), CVE=["01001", "01001", "01002", "01002", "01003", "01003"],
                           POL=[7, "7.0", 7, 8, "ND", "ND"])  # fmt: skip
    assert table["operational_police"].fillna(-1).tolist() == [7, -1, -1]
    assert told == [
        ("IND718", "operational_police", "01001", "2020-S2"),
        ("IND717", "operational_police", "01002", "2020-S2"),
    ]


def test_lines_of_two_categories_are_no_repeats_of_one(tmp_path: Path) -> None:
    """The map asks for either; with both, whose figures are equal by chance, it cannot tell which."""
    rule = variable("operational_police", column="people", where={"kind": ["a", "b"]})
    column_map = police(tmp_path, columns={"kind": "TIPO"}, variables=[rule])
    table, told = apply_to(column_map, CVE=["01001", "01002", "01002"], TIPO=["b", "a", "b"], POL=[4, 5, 5])
    assert table["operational_police"].fillna(-1).tolist() == [4, -1]
    assert told == [("IND717", "operational_police", "01002", "2020-S2")]


@pytest.mark.parametrize(("no_line", "figure"), [("absent", -1), ("zero", 0)])
def test_an_entity_without_such_a_line_has_what_the_map_says(tmp_path: Path, no_line: str, figure: int) -> None:
    keys = {"columns": {"kind": "TIPO"}}
    rule = variable("operational_police", column="people", where={"kind": "a"}, no_line=no_line)
    column_map = police(tmp_path, **keys, variables=[rule])
    table, told = apply_to(column_map, CVE=["01001", "01002"], TIPO=["a", "b"], POL=[4, 5])
    assert table["operational_police"].fillna(-1).tolist() == [4, figure]
    assert told == []


@pytest.mark.parametrize(("per_day", "year"), [(593.4, 109185.6), ("0.1", 18.4), (1e9 + 0.7, 184000000128.8)])
def test_a_factor_is_a_decimal(tmp_path: Path, per_day: Any, year: float) -> None:
    rule = variable(
        "waste_collected_tonnes", column="people", times={"number": 184, "unit": {"es": "días", "en": "days"}}
    )
    rule["unit"] = {"es": "toneladas por día", "en": "tonnes per day"}
    table, _ = apply_to(police(tmp_path, variables=[rule]), CVE=["01001"], POL=[per_day])
    assert table["waste_collected_tonnes"].tolist() == [year]


# Headings -------------------------------------------------------------------------------------------

HISTORY = [{"heading": "sexostt", "valid_from": "2021"}, {"heading": "total de personal", "valid_from": "2011"}]


@pytest.mark.parametrize(
    ("heading", "told"),
    [("SEXOSTT", ["IND712"]), ("Total_de_Personal ", []), ("sexotts", ["IND711"])],
)
def test_headings_have_a_history(tmp_path: Path, heading: str, told: list[str]) -> None:
    """The present one is known since 2021, and the file is of 2020; one that nobody knows is told, with the nearest."""
    column_map = police(tmp_path, columns={"people": {"headings": HISTORY}})
    table, found = apply_to(column_map, CVE=["01001"], **{heading: [5]})
    assert [code for code, *_ in found] == told
    assert ("operational_police" in table) == ("IND711" not in told)


def test_a_file_without_the_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(icma.DataError, match=r"not that of the map `sample`: CVE are missing \(there are: CVES, POL\)"):
        apply_to(police(tmp_path), CVES=["01001"], POL=[5])


def test_a_file_of_which_no_line_is_left_is_refused_with_the_reasons(tmp_path: Path) -> None:
    words = {"es": "totales", "en": "totals"}
    column_map = police(tmp_path, leave_out=[{"column": "key", "values": 0, "because": words}])
    told = r"of 2 lines the map `sample` reads none \(.*key: lines that are not read: 1 \(totals\); CVE –: cells of"
    with pytest.raises(icma.DataError, match=told) as error:
        apply_to(column_map, CVE=["00000", ""], POL=[5, 6])
    assert "key: filas que no se leen: 1 (totales)" in error.value.message("es")


def test_a_count_of_what_no_line_holds_is_no_nought(tmp_path: Path) -> None:
    """Words where the map asks for a code: all counts would be nought."""
    rule = variable("operational_police", lines="count", where={"people": 2})
    table, told = apply_to(police(tmp_path, variables=[rule]), CVE=["01001"], POL=["Homicidio"])
    assert "operational_police" not in table
    assert told == [("IND713", "operational_police", "", "")]


def test_an_unverified_map_says_so_each_time(tmp_path: Path) -> None:
    seen = {"es": "un original", "en": "an original"}
    frame = pd.DataFrame({"CVE": ["01001"], "POL": [5]})
    for keys, headings in (
        ({}, "CVE, POL"),
        ({"seen": seen}, None),
        ({"seen": seen, "columns": {"key": {"headings": "CVE", "unverified": True}}}, "CVE"),
    ):
        column_map = police(tmp_path, **keys)
        told = [note[4] for note in apply_map(column_map, frame).attrs["icmaml_indicators.mapped"]]
        assert told == ([headings] if headings else [])
        assert column_map.status == ("unverified" if headings else "seen")


# As a whole -----------------------------------------------------------------------------------------


def test_the_order_of_lines_makes_no_difference(tmp_path: Path) -> None:
    chance = np.random.default_rng(4)
    lines = [
        (f"010{key:02}", "Robo" if kind else "Otro", chance.choice(["1", "2", "3.5", ""], 12).tolist())
        for key in range(1, 40)
        for kind in (0, 1, 1)
    ]
    column_map = by_month(tmp_path)
    first, told = apply_to(column_map, **months(*lines))
    again, told_again = apply_to(column_map, **months(*[lines[place] for place in chance.permutation(len(lines))]))
    pd.testing.assert_frame_equal(first, again)
    assert sorted(told) == sorted(told_again)
    # Held against a plain sum, line by line.
    expected: dict[tuple[str, str], float] = {}
    for key, kind, figures in lines:
        for part in (0, 1):
            here = [np.nan if cell == "" else float(cell) for cell in figures[part * 6 : part * 6 + 6]]
            if kind == "Robo":
                row = (key, f"2020-S{part + 1}")
                expected[row] = expected.get(row, 0.0) + sum(here)
    assert first["property_crimes"].fillna(-1).to_dict() == {
        row: -1 if np.isnan(figure) else figure for row, figure in expected.items()
    }


def test_many_findings_are_told_once(tmp_path: Path) -> None:
    keys = [f"{number:05}" for number in range(1001, 1301)]
    table = apply_map(police(tmp_path), pd.DataFrame({"CVE": keys * 2, "POL": [1] * 300 + [2] * 300}))
    (note,) = (note for note in table.attrs["icmaml_indicators.mapped"] if note[0] == "IND717")
    assert note[4] == "01001 2020-S2, 01002 2020-S2, … (300)"
