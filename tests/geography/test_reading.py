"""Catalogues read as institutions give them: encodings, separators, titles and notes, localities, workbooks."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import icmaml_indicators as icma
from tests.conftest import examples

from .samples import HEADER, MUNICIPALITIES, ageeml, localities, write

KEYS = sorted(line[0] for line in MUNICIPALITIES)


def check(found: icma.Catalogue) -> None:
    """The catalogue holds each of the sample's municipalities with its name and population."""
    assert found.table.index.tolist() == KEYS
    for key, _, _, name, _, _, people in MUNICIPALITIES:
        assert tuple(found.table.loc[key, ["name", "population"]]) == (name, people)
    assert found.table.loc["05035", "state"] == "Coahuila"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_inegis_file_is_read_in_every_encoding_and_with_every_separator(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    found = icma.read_catalogue(write(tmp_path, ageeml(separator), encoding))
    check(found)
    assert found.left_out == ()
    assert found.table.columns.tolist() == [
        "name", "state", "nom_ent", "nom_abr", "cve_cab", "nom_cab",
        "population", "pob_masculina", "pob_femenina", "total_de_viviendas_habitadas",
    ]  # fmt: skip
    assert found.table.loc["28022", "nom_cab"] == "Heroica Matamoros"


def test_titles_above_and_notes_below_are_left_out_and_told(tmp_path: Path) -> None:
    titles = "Catálogo Único de Claves de Áreas Geoestadísticas Estatales, Municipales y Localidades\r\n\r\nFecha de corte: enero,,,\r\n"
    notes = '\r\n"Fuente: INEGI. Marco Geoestadístico, y, con, muchas, comas, en, una, sola, nota, al, pie, de, la, tabla",,\r\n'
    found = icma.read_catalogue(write(tmp_path, titles + ageeml() + notes, "cp1252"))
    check(found)
    assert [line[:8] for line in found.left_out] == ["Catálogo", "Fecha de", "Fuente: "]


def test_totals_and_lines_without_a_name_are_left_out_and_told(tmp_path: Path) -> None:
    total = '"05000","05","Coahuila de Zaragoza","Coah.","000","Total del estado","","","3000000","","",""\r\n'
    nameless = '"05036","05","Coahuila de Zaragoza","Coah.","036","","","","","","",""\r\n'
    found = icma.read_catalogue(write(tmp_path, ageeml() + total + nameless))
    check(found)
    assert found.left_out == ("05000", "05036")


def test_a_separator_at_the_end_of_every_line_makes_no_difference(tmp_path: Path) -> None:
    plain = icma.read_catalogue(write(tmp_path, ageeml())).table
    assert icma.read_catalogue(write(tmp_path, ageeml().replace("\r\n", ",\r\n"))).table.equals(plain)
    head, _, lines = ageeml().partition("\r\n")
    text = head + "\r\n" + lines.replace("\r\n", ",\r\n")
    assert icma.read_catalogue(write(tmp_path, text)).table.equals(plain)
    # What stands under no heading is kept under the number of its column.
    kept = icma.read_catalogue(write(tmp_path, text.replace(",\r\n", ",x\r\n"))).table
    assert set(kept["column_13"]) == {"x"}


def test_a_catalogue_is_read_as_the_caller_says(tmp_path: Path) -> None:
    """CP850 is told from Windows-1252 by no mark: where it is named, names are right."""
    text = "CVEGEO,NOM_MUN\n20399,Ñumí\n"
    assert icma.read_catalogue(write(tmp_path, text, "cp850"), encoding="cp850").table["name"].tolist() == ["Ñumí"]
    book = tmp_path / "two.xlsx"
    with pd.ExcelWriter(book) as writer:
        for sheet, name in (("2020", "Viejo"), ("2025", "Nuevo")):
            pd.DataFrame({"CVEGEO": ["20399"], "NOM_MUN": [name]}).to_excel(writer, sheet_name=sheet, index=False)
    assert icma.read_catalogue(book, sheet="2025").table["name"].tolist() == ["Nuevo"]


def test_headings_of_a_catalogue_may_be_named(tmp_path: Path) -> None:
    text = "Catálogo propio\nNÚM;MPIO OFICIAL;Habitantes 2025\n20399;Ñumí;1200\n"
    path = write(tmp_path, text)
    with pytest.raises(icma.DataError):
        icma.read_catalogue(path)
    columns = {"key": "NÚM", "name": "MPIO OFICIAL", "population": "Habitantes 2025"}
    for source in (path, pd.read_csv(path, sep=";", skiprows=1, dtype=str)):
        table = icma.read_catalogue(source, columns=columns).table
        assert table.loc["20399", ["name", "population"]].tolist() == ["Ñumí", 1200]
    with pytest.raises(icma.DataError, match="habitantes_2025"):
        icma.read_catalogue(pd.read_csv(path, sep=";", skiprows=1), columns=columns | {"population": "Habitantes 2024"})
    with pytest.raises(icma.DataError, match="municipality"):
        icma.read_catalogue(path, columns={"municipalities": "NÚM"})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_the_file_of_localities_gives_municipalities_with_their_populations_added_up(
    tmp_path: Path, encoding: str
) -> None:
    found = icma.read_catalogue(write(tmp_path, localities(), encoding))
    check(found)
    # What differs from locality to locality says nothing of a municipality.
    assert found.table.columns.tolist() == ["name", "state", "nom_ent", "nom_abr", "ambito", "latitud", "population"]


def test_totals_of_municipalities_among_localities_are_not_added_to_them(tmp_path: Path) -> None:
    """The census (ITER) gives each municipality as its locality 0, each state as its municipality 0."""
    text = (
        "ENTIDAD,NOM_ENT,MUN,NOM_MUN,LOC,NOM_LOC,POBTOT\n"
        "00,Total nacional,000,Total nacional,0000,Total nacional,126000000\n"
        "5,Coahuila de Zaragoza,0,Total de la entidad,0,Total de la entidad,3000000\n"
        "5,Coahuila de Zaragoza,35,Torreón,0,Total del municipio,700000\n"
        "5,Coahuila de Zaragoza,35,Torreón,1,Torreón,690000\n"
        "5,Coahuila de Zaragoza,35,Torreón,9998,Localidades de una vivienda,*\n"
        "8,Chihuahua,37,Juárez,1,Juárez,1000\n"
        "8,Chihuahua,37,Juárez,2,Rancho,*\n"
        "8,Chihuahua,38,Julimes,1,Julimes,*\n"
    )
    found = icma.read_catalogue(write(tmp_path, text))
    assert found.table.index.tolist() == ["05035", "08037", "08038"]
    np.testing.assert_array_equal(found.table["population"], [700_000, 1_000, np.nan])
    assert found.left_out == ("00", "5")


def test_a_workbook_is_read_in_the_same_way(tmp_path: Path) -> None:
    cells = [[cell.strip('"') for cell in line.split(",")] for line in ageeml().splitlines()[1:]]
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["Catálogo"], [], HEADER.split(","), *cells, ["Fuente: INEGI"]):
        book.active.append(row)
    path = tmp_path / "catalogo.xlsx"
    book.save(path)
    found = icma.read_catalogue(path)
    check(found)
    assert found.left_out == ("Catálogo", "Fuente: INEGI")


def test_a_workbook_without_the_extra_names_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalogo.xlsx"
    pd.DataFrame({"CVEGEO": ["05035"], "NOM_MUN": ["Torreón"]}).to_excel(path, index=False)
    for reader in ("openpyxl", "python_calamine"):
        monkeypatch.setitem(sys.modules, reader, None)
    with pytest.raises(icma.MissingExtraError, match=r"icmaml-indicators\[excel\]"):
        icma.read_catalogue(path)


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"cvegeo": ["05035", "08037"], "nomgeo": ["Torreón", "Juárez"]}),
        pd.DataFrame({"Clave INEGI": [5035, 8037], "Municipio": ["Torreón", "Juárez"]}),
        pd.DataFrame({"CVE_MUN": [5035.0, 8037.0], "NOM_MUN": ["Torreón", "Juárez"]}),
        pd.DataFrame({"CVE_ENT": [5, 8], "CVE_MUN": [35, 37], "NOM_MUN": ["Torreón", "Juárez"]}),
        pd.DataFrame({"cve_ent": ["05", "08"], "cve_mun": ["035", "037"], "nom_mun": [" Torreón ", "Juárez"]}),
        pd.DataFrame({"Entidad": ["Coahuila", "Chih."], "CVE MUN": [35, 37], "Municipio": ["Torreón", "Juárez"]}),
        pd.DataFrame({"clave": ["'05035", "'08037"], "nombre": ["Torreón", "Juárez"]}),
        pd.DataFrame({"name": ["Torreón", "Juárez"]}, index=pd.Index(["05035", "08037"], name="key")),
    ],
    ids=lambda table: ",".join(map(str, table.columns)),
)
def test_any_table_with_keys_and_names_serves(table: pd.DataFrame) -> None:
    found = icma.read_catalogue(table)
    assert found.table["name"].to_dict() == {"05035": "Torreón", "08037": "Juárez"}


def test_further_columns_are_kept_and_the_latest_population_is_taken() -> None:
    table = pd.DataFrame(
        {
            "key": ["05035"],
            "municipality": ["Torreón"],
            "population_2010": ["600,000"],
            "population_2020": ["700 000"],
            "Región económica": ["Laguna"],
            "state": ["COAH"],
        }
    )
    found = icma.read_catalogue(table).table.loc["05035"].to_dict()
    assert found == {
        "name": "Torreón",
        "state": "Coahuila",
        "population_2010": "600,000",
        "population": 700_000.0,
        "region_economica": "Laguna",
    }


def test_of_several_lines_a_municipality_only_what_they_agree_on_is_kept() -> None:
    table = pd.DataFrame(
        {
            "key": ["05035", "05035", "08037"],
            "name": ["Torreón", "Torreón", "Juárez"],
            "population": [600_000, 700_000, 1],
            "climate": ["dry", "", "dry"],
        }
    )
    found = icma.read_catalogue(table).table
    assert found.columns.tolist() == ["name", "state", "climate"]
    assert found["climate"].tolist() == ["dry", "dry"]


def test_a_key_with_two_names_is_refused() -> None:
    table = pd.DataFrame({"key": ["05035", "5035"], "name": ["Torreón", "Saltillo"]})
    with pytest.raises(icma.DataError, match=r"05035 \(Torreón / Saltillo\)") as caught:
        icma.read_catalogue(table)
    assert caught.value.code == "IND522"


@pytest.mark.parametrize(
    ("name", "text", "code", "said"),
    [
        ("a.csv", "uno,dos\n1,2\n", "IND525", "columns: uno,dos"),
        ("a.csv", "", "IND508", "is empty"),
        ("a.csv", "CVEGEO,NOM_MUN\nx,y\n", "IND525", "columns: cvegeo, nom_mun"),
        ("a.csv", "CVEGEO,NOM_MUN\n", "IND525", "columns: cvegeo, nom_mun"),
        ("a.csv", "CVE_MUN,NOM_MUN\n035,Torreón\n", "IND525", "columns: cve_mun, nom_mun"),
        ("a.csv", "clave,nombre\n1,Torreón\n2,Juárez\n", "IND525", "columns: clave, nombre"),
        ("a.csv", "CVEGEO,NOM_MUN\n1234567,Torreón\n", "IND525", "columns: cvegeo, nom_mun"),
        ("a.csv", "CVEGEO,NOM_MUN\n05036,Viesca\n05035,Torreón,de más\n05002,Acuña\n", "IND506", "a.csv"),
        ("a.csv", "CVEGEO,NOM_MUN,nom mun\n05035,a,b\n", "IND502", "nom_mun"),
        ("a.json", "{}", "IND505", ".csv"),
        ("a.xlsx", "no es un libro", "IND506", "a.xlsx"),
        ("a.csv", 'CVEGEO,NOM_MUN\n05035,"Torreón\n', "IND506", "a.csv"),
    ],
)
def test_what_is_no_catalogue_is_refused_with_what_was_found(
    tmp_path: Path, name: str, text: str, code: str, said: str
) -> None:
    with pytest.raises(icma.DataError) as caught:
        icma.read_catalogue(write(tmp_path, text, name=name))
    assert caught.value.code == code
    assert said in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(icma.DataError, match="there is no such file"):
        icma.read_catalogue(tmp_path / "nada.csv")


def test_bytes_of_no_known_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"CVEGEO,NOM_MUN\n05035,Torre\x81\x8dn\n")
    with pytest.raises(icma.DataError) as caught:
        icma.read_catalogue(path)
    assert caught.value.code == "IND506"


CELLS = st.sampled_from(
    ["05035", "5035", "05000", "050350001", "Torreón", "", " ", "-", "*", '"', "1,000", "CVE_MUN", "é\x00"]
)


@examples(150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(st.lists(CELLS, max_size=5).map(",".join), max_size=8),
    junk=st.binary(max_size=20),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_file_is_read_or_refused_and_keys_have_five_digits(
    tmp_path: Path, lines: list[str], junk: bytes, end: str
) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(junk + end.join(["", "CVEGEO,NOM_MUN,POB_TOTAL", *lines]).encode())
    try:
        found = icma.read_catalogue(path)
    except icma.IcmamlError as error:
        assert error.message("es")
        return
    assert all(len(key) == 5 and key.isdigit() for key in found.table.index)
    assert found.table.index.is_unique
    assert (found.table["name"] != "").all()


# Joining ---------------------------------------------------------------------------------------------

AREAS = "CVE_MET,NOM_MET,CVE_ENT,NOM_ENT,CVE_MUN,NOM_MUN\n05.01,La Laguna,05,Coahuila,5035,Torreón\n05.01,La Laguna,10,Durango,10007,Gómez Palacio\n"


@pytest.mark.parametrize(
    "text",
    [
        AREAS,
        AREAS.replace("NOM_MET", "Zona metropolitana"),
        "CVE_SUN,NOM_SUN,CVE_MUN,NOM_LOC\nM05,La Laguna,5035,a\nM05,La Laguna,5035,b\nM05,La Laguna,10007,c\nC01,Conurbación,14098,d\nP09,Centro,24013,e\n",
    ],
    ids=["2020", "other heading", "urban system"],
)
def test_metropolitan_areas_are_joined_by_key(tmp_path: Path, text: str) -> None:
    base = icma.read_catalogue(write(tmp_path, ageeml()))
    found = base.join(write(tmp_path, text, "cp1252", "metropolis.csv"))
    areas = found.table["metropolitan_area"]
    assert areas[areas.notna() & (areas != "")].to_dict() == {"05035": "La Laguna", "10007": "La Laguna"}
    assert found.table["name"].equals(base.table["name"])
    assert found.table["nom_ent"].equals(base.table["nom_ent"])
    assert "metropolitan_area" not in base.table
    assert base.join(pd.DataFrame({"key": ["05035", "31050"], "altitude": [1, 2]})).left_out == ("31050",)


def test_joined_columns_replace_only_when_they_are_named(tmp_path: Path) -> None:
    base = icma.read_catalogue(write(tmp_path, ageeml()))
    newer = pd.DataFrame({"key": ["05035"], "population": [710_000], "altitude": [1120]})
    assert base.join(newer).table.loc["05035", ["population", "altitude"]].tolist() == [700_000, 1120]
    replaced = base.join(newer, ["population"]).table["population"]
    assert replaced["05035"] == 710_000
    assert replaced.isna().sum() == len(base) - 1
    with pytest.raises(icma.UnknownNameError, match="did you mean `population`"):
        base.join(newer, ["poblation"])


@pytest.mark.parametrize(
    "table",
    [pd.DataFrame({"key": ["05035"], "name": ["Torreón"]}), pd.DataFrame({"key": ["31050"], "altitude": [8]})],
    ids=["no new column", "no key in common"],
)
def test_a_table_that_adds_nothing_is_refused(tmp_path: Path, table: pd.DataFrame) -> None:
    base = icma.read_catalogue(write(tmp_path, ageeml()))
    with pytest.raises(icma.DataError) as caught:
        base.join(table)
    assert caught.value.code == "IND529"
