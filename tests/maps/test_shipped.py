"""The maps that ship, each on a made-up extract under the headings of its file and with the quirks of such files.

No line of a published file stands here: keys are of INEGI's, every figure is invented.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.maps.target_map import TargetMap
from icmaml_indicators.sources.builtin import builtin_maps
from tests.conftest import REPOSITORY

_MONTHS = "Enero,Febrero,Marzo,Abril,Mayo,Junio,Julio,Agosto,Septiembre,Octubre,Noviembre,Diciembre"
_VEHICLES = (
    "AUTO_OFICIAL,AUTO_PUBLICO,AUTO_PARTICULAR,CAM_PAS_OFICIAL,CAM_PAS_PUBLICO,CAM_PAS_PARTICULAR,CYC_CARGA_OFICIAL,"
    "CYC_CARGA_PUBLICO,CYC_CARGA_PARTICULAR,MOTO_OFICIAL,MOTO_DE_ALQUILER,MOTO_PARTICULAR"
)
Rows = dict[tuple[str, str], float]
# By map: the text of a file, and the figures of one variable that come of it; -1 where there is none.
EXTRACTS: dict[str, tuple[str, dict[str, Rows]]] = {
    "cngmd_police": (
        "ubicageo_c,orgapoli_e,sexostt\n01001,1,1204\n01001,3,8\n05035,1,ND\n20001,1,NA\n20002,1,-\n20003,2,4\n",
        {"operational_police": {("01001", "2020-S2"): 1204, ("05035", "2020-S2"): -1, ("20003", "2020-S2"): -1}},
    ),
    "cngmd_staff": (
        "ubic_geo,total_personal,base_h,base_m,base_ne,conf_h,conf_m,conf_ne\n"
        "1001,80,20,25,0,10,5,0\n05035,ND,ND,ND,ND,ND,ND,ND\n20001,9,2,-,0,1,1,0\n",
        {
            "municipal_employees": {("01001", "2018-S2"): 80, ("05035", "2018-S2"): -1, ("20001", "2018-S2"): 9},
            "base_employees": {("01001", "2018-S2"): 45, ("05035", "2018-S2"): -1, ("20001", "2018-S2"): -1},
            "trust_employees": {("01001", "2018-S2"): 15, ("20001", "2018-S2"): 2},
        },
    ),
    "cngmd_waste": (
        "ubic_geo,RSU-TOTAL-TON\n1001,593.4\n5035,ND\n20001,0.1\n",
        {"waste_collected_tonnes": {("01001", "2014-S2"): 109185.6, ("05035", "2014-S2"): -1, ("20001", "2014-S2"): 18.4}},
    ),
    "conapo_margination": (
        "CVE_ENT,NOM_ENT,CVE_MUN,NOM_MUN,POB_TOT,IM_2020,GM_2020\n"
        "01,Aguascalientes,01001,Aguascalientes,1000,60.1,Muy bajo\n20,Oaxaca,20001,Abejones,50,48.2,Alto\n",
        {"population": {("01001", "2020-S1"): 1000, ("20001", "2020-S1"): 50}},
    ),
    "conapo_population": (
        "CLAVE,CLAVE_ENT,NOM_ENT,MUN,SEXO,AÑO,EDAD_QUIN,POB\n"
        "1001,1,Aguascalientes,Aguascalientes,MUJERES,2020,pobm_00_04,30\n"
        "1001,1,Aguascalientes,Aguascalientes,HOMBRES,2020,pobm_00_04,20\n"
        "1001,1,Aguascalientes,Aguascalientes,HOMBRES,2021,pobm_00_04,21\n",
        {
            "population": {
                ("01001", "2020-S1"): 50,
                ("01001", "2020-S2"): 50,
                ("01001", "2021-S1"): 21,
                ("01001", "2021-S2"): 21,
            }
        },
    ),
    "inegi_atus": (
        "COBERTURA,ID_ENTIDAD,ID_MUNICIPIO,ANIO,MES,URBANA,SUBURBANA\n"
        "Municipal,01,001,2021,1,1,0\nMunicipal,1,1,2021,6,0,2\nMunicipal,01,001,2021,7,1,0\nMunicipal,01,999,2021,7,1,0\n",
        {"traffic_accidents": {("01001", "2021-S1"): 2, ("01001", "2021-S2"): 1}},
    ),
    "inegi_deaths": (
        "ENT_OCURR,MUN_OCURR,MES_OCURR,ANIO_OCUR,PRESUNTO\n"
        "01,001,1,2020,2\n01,001,2,2020,1\n01,001,12,2020,2\n01,002,3,2020,8\n01,999,1,2020,2\n99,999,1,2020,2\n33,001,1,2020,2\n",
        {"homicides": {("01001", "2020-S1"): 1, ("01001", "2020-S2"): 1, ("01002", "2020-S1"): 0}},
    ),
    "inegi_efipem": (
        "PROD_EST,COBERTURA,ANIO,ID_ENTIDAD,ID_MUNICIPIO,TEMA,CATEGORIA,DESCRIPCION_CATEGORIA,VALOR,ESTATUS\n"
        + "".join(
            f"EFIPEM,Municipal,2020,01,001,{theme},{level},{category},{amount},Cifras Definitivas\n"
            for theme, level, category, amount in (
                ("Ingresos", "Tema", "Total de ingresos", 900_000_000),
                ("Ingresos", "Capítulo", "Impuestos", 200_000_001),
                ("Ingresos", "Concepto", "Impuestos", 77),
                ("Ingresos", "Capítulo", "Contribuciones de Mejoras", 0),
                ("Ingresos", "Capítulo", "Derechos", 50_000_000),
                ("Ingresos", "Capítulo", "Productos", 10_000_000),
                ("Ingresos", "Capítulo", "Aprovechamientos", 5_000_000),
                ("Ingresos", "Capítulo", "Financiamiento", 40_000_000),
                ("Ingresos", "Capítulo", "Disponibilidad inicial", 60_000_000),
                ("Egresos", "Tema", "Total de egresos", 900_000_000),
                ("Egresos", "Capítulo", "Disponibilidad final", 30_000_000),
            )
        ),
        {
            "own_revenue": {("01001", "2020"): 265.000001},
            "total_income": {("01001", "2020"): 800},
            "total_spending": {("01001", "2020"): 870},
        },
    ),
    "inegi_iter": (
        "ENTIDAD,NOM_ENT,MUN,NOM_MUN,LOC,NOM_LOC,POBTOT,VIVPAR_HAB\n"
        "00,Total nacional,000,Total nacional,0000,Total nacional,9999,999\n"
        "01,Aguascalientes,000,Total de la entidad,0000,Total de la Entidad,500,99\n"
        "01,Aguascalientes,001,Aguascalientes,0000,Total del Municipio,400,90\n"
        "01,Aguascalientes,001,Aguascalientes,0001,Aguascalientes,390,*\n"
        "01,Aguascalientes,001,Aguascalientes,9998,Localidades de una vivienda,10,*\n",
        {"population": {("01001", "2020-S1"): 400}, "dwellings": {("01001", "2020-S1"): 90}},
    ),
    "inegi_vmrc": (
        f"PROD_EST,COBERTURA,ANIO,ID_ENTIDAD,ID_MUNICIPIO,{_VEHICLES},ESTATUS\n"
        "VMRC,Municipal,2019,01,001,1,2,3,4,5,6,7,8,9,10,11,12,Definitivas\n"
        "VMRC,Municipal,2019,01,999,9,9,9,9,9,9,9,9,9,9,9,9,Definitivas\n",
        {"motor_vehicles": {("01001", "2019-S2"): 78}},
    ),
    "sesnsp_incidence": (
        "Año,Clave_Ent,Entidad,Cve. Municipio,Municipio,Bien jurídico afectado,Tipo de delito,Subtipo de delito,Modalidad,"
        f"{_MONTHS}\n"
        '2024,1,Aguascalientes,1001,Aguascalientes,El patrimonio,Robo,Robo a casa,Con violencia,"1,000",1,1,1,1,1,2,2,2,2,2,\n'
        "2024,1,Aguascalientes,1001,Aguascalientes,El patrimonio,Fraude,Fraude,Fraude,3,0,0,0,0,0,0,0,0,0,0,\n"
        "2024,1,Aguascalientes,1001,Aguascalientes,La vida y la Integridad corporal,Homicidio,Homicidio doloso,Con arma,5,5,5,5,5,5,5,5,5,5,5,\n"
        "2024,1,Aguascalientes,1999,No Especificado,El patrimonio,Robo,Robo a casa,Con violencia,4,4,4,4,4,4,4,4,4,4,4,\n",
        {"property_crimes": {("01001", "2024-S1"): 1008, ("01001", "2024-S2"): -1}},
    ),
}  # fmt: skip
# What is told of them, beside that a map is unverified.
TOLD = {
    "cngmd_staff": {("IND716", "base_employees")},
    "inegi_atus": {("IND714", "municipality")},
    "inegi_deaths": {("IND714", "state"), ("IND714", "municipality")},
    "inegi_efipem": {("IND714", "inegi_efipem")},
    "inegi_iter": {("IND714", "municipality"), ("IND714", "inegi_iter")},
    "inegi_vmrc": {("IND714", "municipality")},
    "sesnsp_incidence": {("IND714", "name"), ("IND716", "property_crimes")},
}


# Those of tables of targets have theirs in `test_targets.py`.
OF_TARGETS = {"shcp_mir"}


def test_every_map_has_an_extract() -> None:
    assert set(EXTRACTS) | OF_TARGETS == set(builtin_maps())


@pytest.fixture(params=sorted(EXTRACTS))
def extract(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """A map and a file of Latin letters, with a title above and a source below."""
    name = str(request.param)
    path = tmp_path / f"{name}.csv"
    path.write_text(f"Extracto inventado para una prueba\n{EXTRACTS[name][0]}Fuente: nadie\n", encoding="latin-1")
    return name, path


def test_a_map_gives_the_figures_of_an_extract(extract: tuple[str, Path]) -> None:
    name, path = extract
    table = icma.read_data(path, map=name).set_index(["entity", "period"])
    for variable, rows in EXTRACTS[name][1].items():
        found = table[variable].fillna(-1).to_dict()
        assert {row: found.get(row) for row in rows} == rows
    assert {variable.id for variable in icma.load_map(name).variables} == set(EXTRACTS[name][1])
    notes = table.attrs["icmaml_indicators.mapped"]
    assert {(code, subject) for code, subject, *_ in notes if code != "IND710"} == TOLD.get(name, set())


def test_its_program_scores_them(extract: tuple[str, Path]) -> None:
    name, path = extract
    column_map = icma.load_map(name)
    assessment = icma.score(column_map.program, path, map=name)
    findings = assessment.findings
    assert ("IND710" in set(findings["code"])) == (column_map.status == "unverified")
    given = {variable: max(rows.values()) for variable, rows in EXTRACTS[name][1].items()}
    table = assessment._scored.table
    for variable, most in given.items():
        assert pd.Series(table.values[table.variables.index(variable)]).max() == most


def test_margination_parts_the_peers(tmp_path: Path) -> None:
    path = tmp_path / "imm.csv"
    path.write_text(EXTRACTS["conapo_margination"][0], encoding="utf-8")
    table: Any = icma.read_data(path, map="conapo_margination")
    assert table["margination"].tolist() == ["Muy bajo", "Alto"]
    assert table["name"].tolist() == ["Aguascalientes", "Abejones"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", {"seen": "seen", "unverified": "unverified"}), ("es", {"visto": "seen", "sin verificar": "unverified"})],
)
def test_the_guide_lists_each_map_with_its_variables_and_status(language: str, words: dict[str, str]) -> None:
    text = (REPOSITORY / "docs" / language / "how-to" / "use-public-files.md").read_text(encoding="utf-8")
    rows = {cells[0]: cells for cells in re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (.*?) \|$", text, re.MULTILINE)}
    assert set(rows) == set(builtin_maps())
    for name, (_, _, gives, status) in rows.items():
        column_map = icma.load_map(name)
        told = set(re.findall(r"`(\w+)`", gives))
        if isinstance(column_map, TargetMap):
            assert told == {"score_targets"}
        else:
            assert told - {column_map.program} == {variable.id for variable in column_map.variables}, name
        assert words[status] == column_map.status, name


def test_only_what_was_read_is_called_seen() -> None:
    """What the project's notes on public files say was looked at in real extracts, and no more."""
    maps = {name: icma.load_map(name) for name in builtin_maps()}
    read = {
        heading.heading
        for one in maps.values()
        if one.seen is not None
        for column in one.columns.values()
        if not column.unverified
        for heading in column.headings[:1]
    }
    assert read == {
        *("ubicageo_c", "orgapoli_e", "sexostt", "total_personal", "base_h", "base_m", "base_ne"),
        *("conf_h", "conf_m", "conf_ne", "PRESUNTO", "ENT_OCURR", "MUN_OCURR", "POBTOT", "POB"),
        "RSU-TOTAL-TON",
    }
    assert {name for name, one in maps.items() if one.status == "seen"} == {"cngmd_police"}
