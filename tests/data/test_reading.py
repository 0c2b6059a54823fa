"""Tables of every shape come in; what is odd is a finding, what cannot be used at all is one clear error."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, program, rows

WIDE = rows(
    ("05035", "2014-S1", 620, 683914, 1000.0),
    ("05035", "2014-S2", 663, 683914, 2000.0),
    ("28001", "2014-S1", 10, 8000, 5.0),
)


def found(assessment: icma.Assessment, code: str) -> list[tuple[str, str, str, object]]:
    table = assessment.findings
    chosen = table[table["code"] == code]
    return list(chosen[["entity", "period", "subject", "figure"]].itertuples(index=False, name=None))


def as_long(wide: pd.DataFrame) -> pd.DataFrame:
    return wide.melt(["entity", "period"], var_name="variable")


def test_wide_and_long_give_the_same_figures(safety: icma.Program) -> None:
    pd.testing.assert_frame_equal(icma.score(safety, WIDE).values, icma.score(safety, as_long(WIDE)).values)


def test_row_order_changes_no_bit(safety: icma.Program) -> None:
    shuffled = icma.score(safety, WIDE.iloc[[2, 0, 1]])
    plain = icma.score(safety, WIDE)
    pd.testing.assert_frame_equal(shuffled.values, plain.values)
    assert shuffled.fingerprint == plain.fingerprint
    assert (
        as_long(WIDE).sample(frac=1, random_state=3).pipe(lambda d: icma.score(safety, d)).fingerprint
        == plain.fingerprint
    )


@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx"])
@pytest.mark.parametrize("shape", ["wide", "long"])
def test_files_give_the_same_figures_as_frames(safety: icma.Program, tmp_path: Path, suffix: str, shape: str) -> None:
    table = WIDE if shape == "wide" else as_long(WIDE)
    path = tmp_path / f"data.{suffix}"
    if suffix == "csv":
        table.to_csv(path, index=False)
    elif suffix == "parquet":
        table.to_parquet(path, index=False)
    else:
        table.to_excel(path, index=False)
    pd.testing.assert_frame_equal(icma.score(safety, path).values, icma.score(safety, WIDE).values)


def test_a_csv_keeps_the_leading_zero(safety: icma.Program, tmp_path: Path) -> None:
    WIDE.to_csv(tmp_path / "d.csv", index=False)
    assert icma.score(safety, tmp_path / "d.csv").values.index[0] == ("05035", "2014-S1")


def test_semicolons_and_windows_encoding_are_read(safety: icma.Program, tmp_path: Path) -> None:
    text = "clave;periodo;nombre;police;population;spending\n05035;2014-S1;Torreón;620;683914;1,5\n"
    (tmp_path / "d.csv").write_bytes(text.encode("cp1252"))
    assessment = icma.score(safety, tmp_path / "d.csv")
    assert assessment.attributes["name"].iloc[0] == "Torreón"
    assert assessment.values["cost"].iloc[0] == pytest.approx(1.5 / 620)


def test_a_numeric_key_is_padded_and_said(safety: icma.Program) -> None:
    assessment = icma.score(safety, WIDE.assign(entity=[5035, 5035, 28001]))
    assert assessment.values.index[0] == ("05035", "2014-S1")
    assert found(assessment, "IND411") == [("", "", "entity", "5035 → 05035 (1)")]


def test_text_figures_are_read_or_named(safety: icma.Program) -> None:
    table = WIDE.astype(object).assign(
        police=["620", "muchos", "N/D"],
        population=["683,914", "683,914", "n.a."],
        spending=["$ 51,420.70", "1,234", ""],
    )
    assessment = icma.score(safety, table)
    assert assessment.values["police_rate"].iloc[0] == 620 / 683914 * 1000
    assert assessment.values["cost"].iloc[0] == 51420.70 / 620
    assert found(assessment, "IND409") == [("05035", "2014-S2", "police", "muchos")]
    assert found(assessment, "IND401") == [("28001", "2014-S1", "police", ""), ("28001", "2014-S1", "spending", "")]
    assert found(assessment, "IND420") == [("28001", "2014-S1", "population", "")]
    assert assessment.reasons.loc[("05035", "2014-S2"), "police_rate"] == "rejected"


def test_an_ambiguous_figure_is_not_guessed(safety: icma.Program) -> None:
    table = WIDE.astype(object).assign(spending=["1,234", "5", "7"])
    assessment = icma.score(safety, table)
    assert found(assessment, "IND410") == [("05035", "2014-S1", "spending", "1,234")]
    assert np.isnan(assessment.values["cost"].iloc[0])
    assert icma.score(safety, table, decimal=",").values["cost"].iloc[0] == 1.234 / 620


def test_each_fault_of_a_cell_has_its_code(safety: icma.Program) -> None:
    table = rows(
        ("00001", "2014-S1", -5, 1000, 1.0),
        ("00002", "2014-S1", 2.5, 1000, 1.0),
        ("00003", "2014-S1", 5, 0, 1.0),
        ("00004", "2014-S1", 50, 1000, 1.0),
        ("00005", "2014-S1", 5, np.inf, 1.0),
    )
    assessment = icma.score(safety, table)
    assert found(assessment, "IND403") == [("00001", "2014-S1", "police", -5.0)]
    assert found(assessment, "IND414") == [("00002", "2014-S1", "police", 2.5)]
    assert found(assessment, "IND402") == [("00003", "2014-S1", "police_rate", "")]
    assert found(assessment, "IND415") == [("00004", "2014-S1", "police_rate", 50.0)]
    assert assessment.values.loc[("00004", "2014-S1"), "police_rate"] == 50  # flagged, never changed
    assert found(assessment, "IND409") == [("00005", "2014-S1", "population", np.inf)]


def test_repeated_rows_that_agree_are_taken_once(safety: icma.Program) -> None:
    assessment = icma.score(safety, pd.concat([WIDE, WIDE.iloc[:1]]))
    assert len(assessment.values) == 3
    assert found(assessment, "IND426") == [("05035", "2014-S1", "entity", 2)]
    assert found(assessment, "IND405") == []


@pytest.mark.parametrize("shape", ["wide", "long"])
def test_repeated_rows_that_differ_are_rejected_cell_by_cell(safety: icma.Program, shape: str) -> None:
    twice = pd.concat([WIDE, WIDE.iloc[:1].assign(police=700)], ignore_index=True)
    assessment = icma.score(safety, twice if shape == "wide" else as_long(twice))
    assert found(assessment, "IND405") == [("05035", "2014-S1", "police", "620 / 700")]
    assert assessment.reasons.loc[("05035", "2014-S1")].tolist() == ["rejected", "rejected"]
    assert assessment.values.loc[("05035", "2014-S2"), "police_rate"] == 663 / 683914 * 1000


def test_unknown_and_missing_columns_are_named_and_kept(safety: icma.Program) -> None:
    assessment = icma.score(safety, WIDE.drop(columns="spending").assign(polce=1, state="Coahuila"))
    assert found(assessment, "IND407") == [("", "", "spending", "")]
    assert found(assessment, "IND406") == [("", "", "polce", "→ police?")]
    assert assessment.attributes["state"].tolist() == ["Coahuila"] * 3


def test_an_unknown_variable_of_a_long_table_is_named(safety: icma.Program) -> None:
    table = as_long(WIDE)
    extra = table.iloc[:1].assign(variable="polce")
    assert found(icma.score(safety, pd.concat([table, extra])), "IND427") == [("", "", "polce", "polce (1) → police?")]


def test_rows_without_a_usable_key_are_named_not_dropped_in_silence(safety: icma.Program) -> None:
    table = pd.concat(
        [WIDE, WIDE.iloc[:2].assign(entity=["", "05035"], period=["2014-S1", "junio"])], ignore_index=True
    )
    assessment = icma.score(safety, table)
    assert [(f[2], f[3]) for f in found(assessment, "IND424")] == [("entity", "line 4: ")]
    assert [(f[2], f[3]) for f in found(assessment, "IND425")] == [("period", "line 5: junio")]
    assert len(assessment.values) == 3


def test_every_dtype_of_pandas_is_understood(safety: icma.Program) -> None:
    plain = icma.score(safety, WIDE).values
    for table in (
        WIDE.convert_dtypes(),
        WIDE.convert_dtypes(dtype_backend="pyarrow"),
        WIDE.astype({"entity": "category", "police": "category"}),
        WIDE.set_index(["entity", "period"]),
        WIDE.astype(object),
        WIDE.assign(period=pd.to_datetime(["2014-06-30", "2014-12-31", "2014-06-30"])),
    ):
        pd.testing.assert_frame_equal(icma.score(safety, table).values, plain)


@pytest.mark.parametrize(
    "cells", [[[1], {"a": 1}, None], [True, False, True], pd.to_datetime(["2014-01-01"] * 3), [1j, 2j, 3j], ["x"] * 3]
)
def test_cells_that_are_no_numbers_are_findings_whatever_they_are(safety: icma.Program, cells: list[object]) -> None:
    assessment = icma.score(
        safety, WIDE.assign(police=pd.Series(list(cells), dtype=object if cells[0] != 1j else None))
    )
    assert assessment.values["police_rate"].isna().all()
    assert "IND409" in set(assessment.findings["code"])


def test_lines_left_empty_are_counted_and_no_fault(safety: icma.Program) -> None:
    table = as_long(WIDE).astype(object)
    unfilled = pd.DataFrame({"entity": ["", ""], "period": "", "variable": ["police", "spending"], "value": ["", None]})
    assessment = icma.score(safety, pd.concat([table, unfilled], ignore_index=True))
    assert found(assessment, "IND434") == [("", "", "entity", 2)]
    assert found(assessment, "IND424") == []
    wide = pd.concat([WIDE, pd.DataFrame([{}], index=[9])], ignore_index=True)
    assert found(icma.score(safety, wide), "IND434") == [("", "", "entity", 1)]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (WIDE.iloc[:0], "no rows"),
        (WIDE.drop(columns="entity"), "no column gives the entity"),
        (WIDE.rename(columns={"entity": "entty"}), "did you mean `entty`"),
        (WIDE.drop(columns="period"), "no column gives the period"),
        (WIDE.assign(period="x"), "no period can be read"),
        (WIDE[["entity", "period"]].assign(polce=1), "did you mean `police`"),
        (WIDE.assign(entity=None), "no row has both"),
        (pd.concat([WIDE, WIDE["police"]], axis=1), "more than once"),
    ],
)
def test_wholly_unusable_data_raises_one_clear_error(safety: icma.Program, table: pd.DataFrame, words: str) -> None:
    with pytest.raises(icma.DataError, match=words):
        icma.score(safety, table)


@pytest.mark.parametrize(("content", "words"), [(b"", "empty"), (b"entity,period\n", "no rows")])
def test_an_empty_file_says_so(safety: icma.Program, tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "d.csv").write_bytes(content)
    with pytest.raises(icma.DataError, match=words):
        icma.score(safety, tmp_path / "d.csv")


def test_files_of_other_kinds_and_absent_ones_say_so(safety: icma.Program, tmp_path: Path) -> None:
    (tmp_path / "d.doc").write_bytes(b"x")
    with pytest.raises(icma.DataError, match="valid: .csv"):
        icma.score(safety, tmp_path / "d.doc")
    with pytest.raises(icma.DataError, match="no such file"):
        icma.score(safety, tmp_path / "none.csv")


def test_one_period_for_all_rows_and_named_columns(safety: icma.Program) -> None:
    table = WIDE.iloc[[0, 2]].drop(columns="period").rename(columns={"entity": "cve"})
    assessment = icma.score(safety, table, columns={"entity": "cve"}, period="2014-S1")
    assert assessment.values.index.tolist() == [("05035", "2014-S1"), ("28001", "2014-S1")]


def test_strict_refuses_any_error_in_the_data(safety: icma.Program) -> None:
    with pytest.raises(icma.DataError, match="IND403 05035 2014-S1 police"):
        icma.score(safety, WIDE.assign(police=[-1, 2, 3]), strict=True)


def test_yes_no_and_options_are_understood_in_both_languages() -> None:
    spec = program(
        HEAD
        + """\
variables:
  - {id: plan, title: {es: Plan, en: Plan}, type: boolean}
  - {id: kind, title: {es: Tipo, en: Kind}, type: category, options: [{id: big, title: {es: Grande, en: Large}}, {id: small}]}
tree:
  - {id: has_plan, title: {es: a, en: a}, direction: higher, formula: 'if_else(kind == "big", plan, plan / 2)'}
"""
    )
    table = pd.DataFrame(
        {
            "entity": ["00001", "00002", "00003", "00004"],
            "period": "2014-S1",
            "plan": ["Sí", "x", "NO", "quizá"],
            "kind": ["GRANDE", "small", "large", "smal"],
        }
    )
    assessment = icma.score(spec, table)
    assert assessment.values["has_plan"].tolist()[:3] == [1, 0.5, 0]
    assert found(assessment, "IND431") == [("00004", "2014-S1", "plan", "quizá")]
    assert found(assessment, "IND422") == [("00004", "2014-S1", "kind", "smal")]


@pytest.mark.parametrize("mark", [None, ".", ","])
@pytest.mark.parametrize("layout", ["wide", "long", "workbook"])
def test_a_number_is_a_number_whatever_stands_beside_it(
    safety: icma.Program, tmp_path: Path, layout: str, mark: Any
) -> None:
    """12.345 and 123.456 are numbers; only the text `2,5` beside them is read as text: 2.5."""
    table = WIDE.astype(object).assign(spending=[12.345, Decimal("123.456"), "2,5" if mark != "." else "2.5"])
    data: Any = as_long(table) if layout == "long" else table
    if layout == "workbook":
        data = tmp_path / "d.xlsx"
        table.assign(spending=[12.345, 123.456, table["spending"].iloc[2]]).to_excel(data, index=False)
    cost = icma.score(safety, data, decimal=mark).values["cost"]
    assert cost.tolist() == [12.345 / 620, 123.456 / 663, 2.5 / 10]


def test_truths_are_no_numbers_even_beside_ones(safety: icma.Program) -> None:
    """True is 1 to Python; which of the two stands first must not decide."""
    for cells in ([1, True, 5], [True, 1, 5]):
        table = WIDE.assign(police=pd.Series(cells, dtype=object))
        values = icma.score(safety, table).values["police_rate"]
        assert np.isnan(values).tolist() == [cell is True for cell in cells]


CSV = "entity,period,name,police,population,spending\n"


def scored(safety: icma.Program, path: Path, text: str | bytes) -> icma.Assessment:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return icma.score(safety, path)


def test_a_separator_too_many_moves_no_column(safety: icma.Program, tmp_path: Path) -> None:
    text = CSV + "05035,2014-S1,Torreón,620,683914,1000,\n28001,2014-S1,Abasolo,10,8000\n"
    assessment = scored(safety, tmp_path / "d.csv", text)
    assert assessment.values.loc[("05035", "2014-S1"), "cost"] == 1000 / 620
    assert [finding[3] for finding in found(assessment, "IND472")] == [2]
    assert [finding[3] for finding in found(assessment, "IND471")] == [3]
    assert found(assessment, "IND401") == [("28001", "2014-S1", "spending", "")]


def test_a_line_with_a_field_too_many_is_named_and_not_read(safety: icma.Program, tmp_path: Path) -> None:
    text = CSV + "05035,2014-S1,Torreón, Coah.,620,683914,1000\n28001,2014-S1,Abasolo,10,8000,5\n"
    assessment = scored(safety, tmp_path / "d.csv", text)
    assert assessment.values.index.tolist() == [("28001", "2014-S1")]
    assert [finding[3] for finding in found(assessment, "IND473")] == [2]
    with pytest.raises(icma.DataError, match="IND473"):
        icma.score(safety, tmp_path / "d.csv", strict=True)


def test_a_stray_quote_swallows_no_line_in_silence(safety: icma.Program, tmp_path: Path) -> None:
    text = CSV + (
        '05035,2014-S1,"Torreón,620,683914,1000\n05036,2014-S1,Viesca,1,2,3\n05037,2014-S1,"Z",4,5,6\n'
        "28001,2014-S1,Abasolo,10,8000,5\n"
    )
    assessment = scored(safety, tmp_path / "d.csv", text)
    assert assessment.values["cost"].notna().tolist() == [False, True]
    assert [finding[3] for finding in found(assessment, "IND474")] == [2]


def test_many_faulty_lines_are_one_finding(safety: icma.Program, tmp_path: Path) -> None:
    lines = [f"{key:05d},2014-S1,A,1,2,3,\n" for key in range(1001, 1200)]
    assert [f[3] for f in found(scored(safety, tmp_path / "d.csv", CSV + "".join(lines)), "IND472")] == [
        "2, 3, … (199)"
    ]


@pytest.mark.parametrize(
    ("encoding", "shown"), [("cp850", "2: Torreón"), ("cp1252", None), ("utf-8", None), ("latin-1", None)]
)
def test_letters_of_another_code_page_are_told(
    safety: icma.Program, tmp_path: Path, encoding: str, shown: str | None
) -> None:
    assessment = scored(safety, tmp_path / "d.csv", (CSV + "05035,2014-S1,Torreón,620,683914,1000\n").encode(encoding))
    assert [finding[3] for finding in found(assessment, "IND549")] == ([shown] if shown else [])


def test_repeated_lines_that_disagree_leave_the_attribute_empty_in_any_order(safety: icma.Program) -> None:
    """An empty cell hides no later one; `a` and `b` leave the row without one; what agrees is kept."""
    twice = pd.concat([WIDE, WIDE], ignore_index=True).assign(
        cluster=["a", "c", "", "b", "c", "d"],
        size=[1, 2, np.nan, 3, 2, 4],
        state=["", "", "Tamps.", "Coah.", "Coah.", ""],
    )
    long = twice.melt(["entity", "period", "cluster", "state"], ["police", "population", "spending"], "variable")
    for table in (twice, twice.iloc[::-1], twice.sample(frac=1, random_state=1), long, long.iloc[::-1]):
        assessment = icma.score(safety, table)
        assert assessment.attributes["cluster"].tolist() == ["", "c", "d"]
        assert assessment.attributes["state"].tolist() == ["Coah.", "Coah.", "Tamps."]
        assert ("05035", "2014-S1", "cluster", "a / b") in found(assessment, "IND475")
        assert [finding[0:2] for finding in found(assessment, "IND426")] == list(assessment.values.index)
        if "size" in table:
            assert assessment.attributes["size"].tolist()[1:] == [2, 4]
            assert np.isnan(assessment.attributes["size"].iloc[0])


def test_the_fingerprint_sees_what_parts_the_peers(safety: icma.Program) -> None:
    prints = {icma.score(safety, WIDE.assign(cluster=list(c))).fingerprint for c in ("abc", "abd", "abc")}
    assert len(prints) == 2


def test_one_name_has_one_form_of_letters() -> None:
    """`ó` is one letter or an `o` with an accent behind it: the same entity, the same attribute."""
    spec = program(
        HEAD.replace("municipality", "other")
        + """\
variables: [{id: x, title: {es: Figura x, en: Figure x}}]
tree: [{id: y, title: {es: Resultado, en: Result}, formula: x, direction: higher}]
"""
    )
    apart = unicodedata.normalize("NFD", "Torreón")
    table = pd.DataFrame(
        {"entity": ["Torreón", apart], "period": ["2014-S1", "2014-S2"], "x": [1, 2], "zone": [apart] * 2}
    )
    assessment = icma.score(spec, table)
    assert assessment.values.index.get_level_values("entity").unique().tolist() == ["Torreón"]
    assert assessment.attributes["zone"].tolist() == ["Torreón", "Torreón"]


def test_a_column_that_plays_a_role_is_not_unknown(safety: icma.Program) -> None:
    table = WIDE.assign(cve_ent=["05", "05", "28"], entity=["35", "35", "1"])
    assessment = icma.score(safety, table)
    assert assessment.values.index[0] == ("05035", "2014-S1")
    assert found(assessment, "IND406") == []
    assert assessment.attributes["cve_ent"].tolist() == ["05", "05", "28"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, "data of `sample` are missing"),
        (["05035"], "05035: there is no such file"),
        (["05035", 1], "not list"),
        ([1, 2], "not list"),
        (WIDE["police"], "not Series"),
        (WIDE.set_axis(pd.MultiIndex.from_product([["a"], WIDE.columns]), axis=1), "2 rows of headings"),
        (WIDE.assign(period=None), r"not `\(empty\)`"),
        (WIDE.assign(period=pd.NaT), r"not `\(empty\)`"),
        (pd.DataFrame(), "no rows"),
        (pd.DataFrame(index=[1, 2]), "no rows"),
    ],
)
def test_what_is_no_table_raises_one_clear_error(safety: icma.Program, given: Any, words: str) -> None:
    with pytest.raises(icma.IcmamlError, match=words):
        icma.score(safety, given)


def test_an_index_that_is_a_column_too_is_read_once(safety: icma.Program) -> None:
    plain = icma.score(safety, WIDE).values
    for table in (
        WIDE.set_index("entity", drop=False),
        WIDE.set_index(["entity", "period"], drop=False),
        WIDE.set_index("entity", drop=False).set_index("period", append=True),
    ):
        pd.testing.assert_frame_equal(icma.score(safety, table).values, plain)


@pytest.mark.parametrize("cell", [[1], {"a": 1}, b"x", 1j, dt.date(2014, 1, 1), "a\ud800", 10**400])
@pytest.mark.parametrize("column", ["entity", "period", "police", "cluster"])
def test_no_cell_stops_the_rest(safety: icma.Program, column: str, cell: object) -> None:
    cells = [cell, *WIDE.assign(cluster="a")[column].iloc[1:]]
    assessment = icma.score(safety, WIDE.assign(**{column: pd.Series(cells, dtype=object)}))
    assert assessment.values.loc[("28001", "2014-S1"), "cost"] == 0.5
    assert len(assessment.findings) and assessment.fingerprint


@pytest.mark.parametrize("option", [{"decimal": "x"}, {"language": "fr"}])
def test_an_option_that_there_is_none_of_is_refused_with_the_valid_ones(
    safety: icma.Program, option: dict[str, Any]
) -> None:
    with pytest.raises(icma.UnknownNameError, match="valid: "):
        icma.score(safety, WIDE, **option)


def test_every_result_refuses_a_language_that_it_is_not_written_in(safety: icma.Program, tmp_path: Path) -> None:
    assessment: Any = icma.score(safety, WIDE)
    for call in (
        lambda: assessment.get_findings("fr"),
        lambda: icma.write_report(assessment, tmp_path / "d.json", "fr"),
        lambda: icma.validate("sindes").render(language="fr"),  # type: ignore[arg-type]
    ):
        with pytest.raises(icma.UnknownNameError, match="no language `fr`"):
            call()


@pytest.mark.parametrize(("text", "unit", "told"), [("US$ 100", "pesos", True), ("$ 100", "pesos", False), ("US$ 100", "dólares", False), ("45 %", "por ciento", False), ("45 %", "pesos", True)])  # fmt: skip
def test_the_sign_of_another_unit_is_told_and_the_figure_kept(text: str, unit: str, told: bool) -> None:
    spec = program(
        HEAD
        + f"""\
variables: [{{id: x, title: {{es: Figura x, en: Figure x}}, unit: {{es: {unit}, en: {unit}}}}}]
tree: [{{id: y, title: {{es: Resultado, en: Result}}, formula: x, direction: higher}}]
"""
    )
    assessment = icma.score(spec, pd.DataFrame({"entity": ["00001"], "period": "2014-S1", "x": [text]}))
    assert assessment.values["y"].iloc[0] == float(text.strip("US$ %"))
    assert bool(found(assessment, "IND430")) == told


@pytest.mark.parametrize(
    ("given", "read"),
    [("north", "north"), ("South", "south"), ("Norte", "north"), ("Zona", None), ("zone", None), ("centro", "centre")],
)
def test_an_option_is_read_by_its_id_before_titles_and_never_by_a_title_of_two(given: str, read: str | None) -> None:
    """The title of `north` is spelt as the id of `south`; two others share a title."""
    spec = program(
        HEAD
        + """\
variables:
  - id: zone_of
    title: {es: Zona, en: Zone}
    type: category
    options:
      - {id: south, title: {es: Sur, en: North}}
      - {id: north, title: {es: Norte, en: South}}
      - {id: centre, title: {es: Centro, en: Zone}}
      - {id: other, title: {es: Zona, en: Zone}}
      - {id: further, title: {es: Zona, en: Further}}
tree:
  - id: x
    title: {es: a, en: a}
    direction: higher
    formula: 'if_else(zone_of == "south", 0, if_else(zone_of == "north", 1, if_else(zone_of == "centre", 2, 3)))'
"""
    )
    assessment = icma.score(spec, pd.DataFrame({"entity": ["00001"], "period": "2014-S1", "zone_of": [given]}))
    value = assessment.values["x"].iloc[0]
    if read is None:
        assert np.isnan(value)
        assert assessment.reasons["x"].iloc[0] == "rejected"
        assert found(assessment, "IND432") == [("00001", "2014-S1", "zone_of", given)]
    else:
        assert value == ("south", "north", "centre").index(read)
        assert found(assessment, "IND432") == []


@pytest.mark.parametrize(
    ("given", "score"), [("low", 0.0), ("Bajo", 0.0), ("alto", 100.0), ("2", 100.0), ("igual", None)]
)
def test_an_answer_is_read_by_its_id_before_titles_and_never_by_a_title_of_two(given: str, score: float | None) -> None:
    spec = program(
        HEAD
        + """\
answers:
  - id: three
    options:
      - {id: low, title: {es: Bajo, en: Same}}
      - {id: mid, title: {es: Igual, en: Low}}
      - {id: high, title: {es: Alto, en: Igual}}
tree: [{id: x, title: {es: a, en: a}, criterion: three}]
"""
    )
    assessment = icma.score(spec, pd.DataFrame({"entity": ["00001"], "period": "2014-S1", "x": [given]}))
    assert assessment.scores["x"].iloc[0] == score or (score is None and np.isnan(assessment.scores["x"].iloc[0]))
    assert len(found(assessment, "IND432")) == (score is None)
