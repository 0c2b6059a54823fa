"""Column maps of tables of targets: their language, what becomes of a file, the map that ships.

Every line and figure here is made up; no line of a published file stands here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.diagnostics.messages.maps import MAP, TARGET_MAP
from icmaml_indicators.maps.target_map import TargetMap
from icmaml_indicators.specs.parsing.yaml_reader import read_text

from .samples import write_map
from .test_language import VALIDATOR

HEADS = "NIVEL,INDICADOR,META,AVANCE"


def read(folder: Path, text: str, column_map: str = TARGET_MAP) -> pd.DataFrame:
    """Return the table that a made-up file gives by a map."""
    path = folder / "made_up.csv"
    path.write_text(text, encoding="utf-8")
    return icma.read_data(path, map=write_map(folder, column_map))


def notes_of(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Return code and subject of what was told, beside that the map is unverified."""
    return [(code, subject) for code, subject, *_ in table.attrs["icmaml_indicators.mapped"] if code != "IND710"]


# The language ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "suggestion"),
    [
        ("  level: {columns", "  nivel: {columns", "IND736", (13, 3), "level"),
        ("  level: {columns", "  levle: {columns", "IND736", (13, 3), "level"),
        ("  target: target", "  meta: target", "IND736", (15, 3), "target"),
        ("  target: target\n", "", "IND737", (12, 1), None),
        ("{Resultado: purpose}", "{Resultado: porpose}", "IND738", (13, 46), "purpose"),
        ("{Resultado: purpose}", "{Resultado: Propósito}", "IND738", (13, 46), "purpose"),
        ("columns: level, words", "columns: levle, words", "IND700", (13, 20), "level"),
        ("indicator: indicator", "indicator: [indicator, nmae]", "IND700", (14, 26), None),
        ("  actual: AVANCE\n", "  actual: AVANCE\n  other: OTRO\n", "IND705", (12, 3), None),
        ("indicator: indicator", "indicator: {columns: indicator, words: {a: b}}", "IND703", (14, 42), None),
        ("indicator: indicator", "indicator: {columns: indicator, times: 2}", "IND703", (14, 42), None),
        ("target: target", "target: [target, actual]", "IND703", (15, 11), None),
        ("targets:\n", "program: sindes\ntargets:\n", "IND703", (12, 1), None),
        ("targets:\n", "where: {levle: Fin}\ntargets:\n", "IND700", (12, 9), "level"),
        ("  actual: actual\n", "  actual: {columns: actual, time: 2}\n", "IND104", (16, 29), "times"),
        ("  actual: actual\n", "  actual: []\n", "IND106", (16, 11), None),
    ],
)
def test_faults_are_told_at_their_place(
    tmp_path: Path, old: str, new: str, code: str, place: tuple[int, int], suggestion: str | None
) -> None:
    assert old in TARGET_MAP
    found = icma.validate(write_map(tmp_path, TARGET_MAP.replace(old, new))).diagnostics
    told = [((one.place.line, one.place.column), one.suggestion) for one in found if one.code == code]
    assert told == [(place, suggestion)]


def test_a_map_of_neither_kind_lacks_what_gives_variables(tmp_path: Path) -> None:
    head = TARGET_MAP[: TARGET_MAP.index("targets:")]
    found = icma.validate(write_map(tmp_path, head)).diagnostics
    assert {one.details["key"] for one in found if one.code == "IND105"} == {"program", "entity", "period", "variables"}


def test_the_schema_accepts_a_map_of_either_kind_and_sees_unknown_roles() -> None:
    texts = {MAP: True, TARGET_MAP: True, TARGET_MAP.replace("  actual: actual\n", ""): False}
    texts[TARGET_MAP.replace("  level: {", "  levle: {")] = False
    texts[TARGET_MAP[: TARGET_MAP.index("targets:")]] = False
    for text, is_sound in texts.items():
        root = read_text(text).root
        assert root is not None
        assert VALIDATOR.is_valid(root.data()) == is_sound


# What becomes of a file -----------------------------------------------------------------------------------


def test_roles_are_the_headings_and_words_mean_what_the_map_says(tmp_path: Path) -> None:
    table = read(tmp_path, f'{HEADS},OTRA\nFIN,a,10,9,x\nresultado,b,"1,000","1,500.5",x\n')
    assert table.columns.tolist() == ["level", "indicator", "target", "actual"]
    assert table["level"].tolist() == ["FIN", "purpose"]
    assert table[["target", "actual"]].to_numpy().tolist() == [[10, 9], [1000, 1500.5]]
    assert notes_of(table) == []


def test_later_headings_take_the_place_of_one_and_are_told_with_their_first_period(tmp_path: Path) -> None:
    text = TARGET_MAP.replace("[INDICADOR, NOMBRE]", '[INDICADOR, {heading: NOMBRE, valid_from: "2020"}]')
    text = text.replace("columns:\n", "columns:\n  year: CICLO\n", 1).replace(
        "targets:\n", "targets:\n  period: year\n"
    )
    table = read(tmp_path, "CICLO,Nivel,Nombre,Meta,Avance\n2019,Fin,a,1,1\n", text)
    assert table["indicator"].tolist() == ["a"]
    assert notes_of(table) == [("IND712", "Nombre")]


def test_a_heading_that_is_not_there_is_told_and_without_the_needed_ones_the_file_is_refused(tmp_path: Path) -> None:
    table = read(tmp_path, "NIVELES,INDICADOR,META,AVANCE\nFin,a,1,1\n")
    assert notes_of(table) == [("IND711", "level")]
    assert "level" not in table
    with pytest.raises(icma.DataError, match=r"`sample`.*`?AVANCE.*did you mean `AVANCES`") as error:
        read(tmp_path, "NIVEL,INDICADOR,META,AVANCES\nFin,a,1,1\n")
    assert error.value.code == "IND707"


def test_lines_that_the_map_leaves_out_are_counted_and_the_rest_keep_their_labels(tmp_path: Path) -> None:
    text = TARGET_MAP.replace(
        "targets:\n", "where: {level: [fin, propósito]}\nleave_out:\n"
        "  - {column: indicator, values: total, because: {es: totales, en: totals}}\ntargets:\n",
    )  # fmt: skip
    lines = f"{HEADS}\nFin,TOTAL,1,1\nFin,a,1,1\nActividad,b,1,1\nPROPOSITO,c,1,x\n"
    table = read(tmp_path, lines, text)
    assert table.index.tolist() == [1, 3]
    assert notes_of(table) == [("IND714", "indicator"), ("IND714", "sample")]
    findings = icma.score_targets(tmp_path / "made_up.csv", map=tmp_path / "sample.yaml").findings
    assert findings.query("code == 'IND409'")["line"].tolist() == ["3"]
    with pytest.raises(icma.DataError) as error:
        read(tmp_path, f"{HEADS}\nComponente,a,1,1\n", text)
    assert error.value.code == "IND709"


def test_absent_marks_factors_and_percent_signs(tmp_path: Path) -> None:
    text = TARGET_MAP.replace("targets:\n", "absent: [-999, SD]\ntargets:\n")
    text = text.replace("  actual: actual\n", "  actual: {columns: actual, times: 100}\n")
    table = read(tmp_path, f"{HEADS}\nFin,a,90%,0.07\nsd,b,-999,SD\nFin,c,12.345%,n.d.\n", text)
    assert table["target"].tolist() == ["90%", "", "12.3450%"]
    assert table["level"].tolist() == ["Fin", "", "Fin"]
    assert table["actual"].tolist()[0] == 7  # 0.07 times 100 is more than 7 in floats
    found = icma.score_targets(tmp_path / "made_up.csv", map=tmp_path / "sample.yaml").indicators
    assert found["target"].fillna(-1).tolist() == [90, -1, 12.345]
    assert found["actual"].fillna(-1).tolist() == [7, -1, -1]


def test_a_comma_parts_decimals_where_the_map_says_so(tmp_path: Path) -> None:
    text = TARGET_MAP.replace("targets:\n", 'decimal: ","\ntargets:\n')
    table = read(tmp_path, f'{HEADS}\nFin,a,"1,234","1.234,5"\n', text)
    assert table[["target", "actual"]].to_numpy().tolist() == [[1.234, 1234.5]]


def test_several_columns_make_one_text_without_what_is_absent(tmp_path: Path) -> None:
    text = TARGET_MAP.replace("columns:\n", "columns:\n  code: CLAVE\n  name: PP\n", 1)
    text = text.replace("targets:\n", "targets:\n  program: [code, name]\n")
    lines = f"CLAVE,PP,{HEADS}\nS001,Uno,Fin,a,1,1\n,Dos,Fin,b,1,1\nS003,ND,Fin,c,1,1\n"
    assert read(tmp_path, lines, text)["program"].tolist() == ["S001, Uno", "Dos", "S003"]


_FIGURE = st.one_of(
    st.integers(-(10**6), 10**6).map(str),
    st.decimals(-1000, 1000, places=2).map(str),
    st.integers(0, 100).map(lambda share: f"{share}%"),
    st.sampled_from(["", "ND", "nada", "1e3"]),
)
_LINE = st.tuples(
    st.sampled_from(["Fin", "PROPÓSITO", "Componente", "actividad", "otro", ""]),
    st.sampled_from(["a", "b", "c"]), _FIGURE, _FIGURE,
)  # fmt: skip


@given(lines=st.lists(_LINE, min_size=1, max_size=8))
def test_a_mapped_table_scores_as_the_one_renamed_by_hand(
    lines: list[tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    frame = pd.DataFrame(lines, columns=HEADS.split(","), dtype=object)
    renamed = frame.set_axis(["level", "indicator", "target", "actual"], axis=1)
    mapped = icma.score_targets(frame, map=write_map(folder, TARGET_MAP))
    by_hand = icma.score_targets(renamed, decimal=".")
    pd.testing.assert_frame_equal(mapped.indicators, by_hand.indicators)
    pd.testing.assert_frame_equal(mapped.groups, by_hand.groups)

    def told(found: icma.TargetResults) -> list[Any]:
        findings = found.findings.query("code not in ['IND710', 'IND448']")
        return sorted(map(tuple, findings[["line", "code", "subject"]].to_numpy().tolist()))

    assert told(mapped) == told(by_hand)


# The map that ships ---------------------------------------------------------------------------------------

SHCP = """\
Extracto inventado para una prueba

CICLO,DESC_RAMO,ENTIDAD_FEDERATIVA,MUNICIPIO,MODALIDAD_PP,DESC_PP,DESC_NIVEL,DESC_OBJETIVO,Nombre_Indicador,METODO_CALCULO,\
UNIDAD_MEDIDA,FRECUENCIA,SENTIDO,LINEA_BASE,META_MES12,AVANCE_MES12
2020,Salud inventada,,,S901,Vacunas inventadas,FIN,Contribuir,Mortalidad,a/b,Tasa,Anual,DESCENDENTE,30,20,25
2020,Salud inventada,,,S901,Vacunas inventadas,Propósito,Cubrir,Cobertura,a/b,Porcentaje,Anual,Ascendente,60%,80%,72%

2020,Salud inventada,,,S901,Vacunas inventadas,Componente,Aplicar,Dosis,a,Dosis,Trimestral,Ascendente,0,"1,000",ND
2020,Salud inventada,,,S901,Vacunas inventadas,Actividad,Comprar,Compras,a,Compra,Trimestral,Ascendente,0,"1,500.5","1,500.5"
2020,Salud inventada,Oaxaca,Abejones,S901,Vacunas inventadas,Actividad,Comprar,Compras,a,Compra,Anual,Ascendente,0,2,1
2020,Salud inventada,,,M901,Apoyo inventado,FID,Apoyar,Apoyo,a,Apoyo,Anual,Ascendente,0,1,1
Fuente: nadie
"""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_the_map_that_ships_scores_an_extract(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "made_up.csv"
    path.write_bytes(SHCP.encode(encoding))
    found = icma.score_targets(path, map="shcp_mir")
    shown = found.indicators[["municipality", "program", "level", "indicator", "attainment"]].to_numpy().tolist()
    of = "S901, Vacunas inventadas"
    assert shown[:2] == [["", of, "goal", "Mortalidad", 75.0], ["", of, "purpose", "Cobertura", 90.0]]
    assert np.isnan(shown[2][-1])
    assert shown[3:] == [["", of, "activity", "Compras", 100.0], ["Oaxaca, Abejones", of, "activity", "Compras", 50.0]]
    told = set(zip(found.findings["code"], found.findings["subject"], strict=True))
    assert {("IND710", "shcp_mir"), ("IND714", "level"), ("IND401", "actual")} <= told
    assert not {"IND446", "IND448", "IND711", "IND494"} & {code for code, _ in told}


def test_the_map_that_ships_says_that_nothing_of_it_was_read() -> None:
    column_map = icma.load_map("shcp_mir")
    assert isinstance(column_map, TargetMap)
    assert column_map.status == "unverified"
    assert len(column_map.unverified_headings) == len(column_map.columns)
    assert column_map.note is not None
    assert column_map.note.es.startswith("Ningún encabezado se leyó")
    assert column_map.note.en.startswith("No heading was read")
