"""The command line: what it prints, what it writes, how it ends."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from icmaml_indicators.cli import main
from tests.cli.running import run
from tests.conftest import REPOSITORY, SAFETY

DATA = "entity,period,police,population,spending,state\n5035,2014-S1,620,683914,1000,Coahuila\n5036,2014-S1,5,1000,9,Coahuila\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "spec.yaml").write_text(SAFETY, encoding="utf-8")
    (tmp_path / "data.csv").write_text(DATA, encoding="utf-8")
    return tmp_path


def test_list_states_the_provenance(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "list")
    assert code == 0
    assert "11 documented, 97 reconstructed" in out
    records = json.loads(run(capsys, "list", "--format", "json")[1])
    assert {record["id"] for record in records} >= {"sindes", "sistema_alertas", "state_indices"}


def test_show_a_program_an_indicator_and_a_variable(capsys: pytest.CaptureFixture[str]) -> None:
    assert "fuel_per_inhabitant" in run(capsys, "show", "sindes")[1]
    shown = run(capsys, "show", "sindes", "payroll_per_employee", "-l", "es")[1]
    assert "payroll_expenditure / municipal_employees" in shown
    assert "documentado" in shown
    assert "usan: municipal_employees_per_1000" in run(capsys, "show", "sindes", "municipal_employees", "-l", "es")[1]
    assert (
        json.loads(run(capsys, "show", "sindes", "payroll_per_employee", "--format", "json")[1])["direction"] == "lower"
    )
    code, _, err = run(capsys, "show", "sindes", "payrol_per_employee")
    assert code == 2
    assert "did you mean `payroll_per_employee`" in err


def test_validate_ends_with_0_or_1_and_points_at_the_fault(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, out, _ = run(capsys, "validate", folder / "spec.yaml")
    assert (code, out) == (0, "1 sound program(s), 2 indicators; 0 errors, 0 warnings; 2 allowed with a reason\n")
    (folder / "spec.yaml").write_text(SAFETY.replace("police / pop", "polise / pop"), encoding="utf-8")
    code, out, _ = run(capsys, "validate", folder / "spec.yaml")
    assert code == 1
    assert "spec.yaml:18:18" in out
    assert "^^^^^^ did you mean `police`?" in out
    assert (
        json.loads(run(capsys, "validate", folder / "spec.yaml", "--format", "json")[1])["diagnostics"][0]["line"] == 18
    )


def test_strict_turns_warnings_into_failure(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "spec.yaml").write_text(
        SAFETY.replace("        examples: [{given: {spending: 10, police: 4}, expect: 2.5}]\n", "")
    )
    assert run(capsys, "validate", folder / "spec.yaml")[0] == 0
    assert run(capsys, "validate", folder / "spec.yaml", "--strict")[0] == 1


def test_github_format_is_chosen_by_itself_in_actions(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    (folder / "spec.yaml").write_text(SAFETY.replace("direction: lower", "direction: down"))
    assert run(capsys, "validate", folder / "spec.yaml")[1].startswith("::error file=")


def test_score_writes_figures_and_findings(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, _, err = run(
        capsys,
        "score",
        folder / "spec.yaml",
        folder / "data.csv",
        "-o",
        folder / "s.csv",
        "--findings",
        folder / "f.csv",
    )
    assert code == 0
    assert "0 documented, 0 reconstructed" in err
    table = pd.read_csv(folder / "s.csv", dtype={"entity": str})
    assert table.query("entity == '05036' and node == 'police_rate'")["value"].item() == 5
    assert "IND411" in (folder / "f.csv").read_text()


def test_score_prints_a_table_when_no_file_is_named(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    out = run(capsys, "score", folder / "spec.yaml", folder / "data.csv", "-q")[1]
    assert out.startswith("entity,period,node,kind,provenance,value,reason,score")


@pytest.mark.parametrize("name", ["b.html", "b.xlsx", "b.csv", "b.parquet", "b.json"])
def test_benchmark_writes_every_kind_of_file(capsys: pytest.CaptureFixture[str], folder: Path, name: str) -> None:
    arguments = ["benchmark", folder / "spec.yaml", folder / "data.csv", "--peers", "state", "-o", folder / name]
    assert run(capsys, *arguments)[0] == 0
    assert (folder / name).stat().st_size > 0


def many(folder: Path) -> Path:
    """Write twelve municipalities with synthetic figures."""
    lines = [f"{5000 + n:05d},2014-S1,{10 * n},{1000 * n * n + 900},{70 * n},{'NS'[n % 2]}" for n in range(1, 13)]
    path = folder / "many.csv"
    path.write_text("entity,period,police,population,spending,zone\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_benchmark_by_nearest_with_definitions(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    out = folder / "near.xlsx"
    arguments = ["benchmark", folder / "spec.yaml", many(folder), "--nearest", "log:population", "--k", "3", "-o", out]
    assert run(capsys, *arguments, "--leave-out-self", "--min-peers", "2")[0] == 0
    near = pd.read_excel(out, sheet_name="Neighbours", header=3, dtype=str).query("Key == '05001'")
    assert list(near["Neighbour"]) == ["05002", "05003", "05004"]
    assert (pd.read_excel(out, sheet_name="Statistics", header=3)["Figures"] == 4).all()


def test_benchmark_for_one_reader_without_the_names_of_the_others(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    out = folder / "mine.html"
    arguments = ["benchmark", folder / "spec.yaml", many(folder), "--peers", "zone", "-o", out, "--own", "05004"]
    assert run(capsys, *arguments, "--anonymise")[0] == 0
    page = out.read_text(encoding="utf-8")
    assert re.search(r'class="me">(?:(?!</tr>).)*>05004</th>', page)
    assert "05002" not in page + (folder / "mine.figures.csv").read_text(encoding="utf-8")
    assert run(capsys, *arguments, "--intervals")[0] == 0
    page = out.read_text(encoding="utf-8")
    assert "05002" in page and "With 90 % confidence" in page


def test_peers_are_given_in_one_way(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    arguments = ["benchmark", folder / "spec.yaml", many(folder), "--peers", "zone", "--nearest", "population"]
    code, _, err = run(capsys, *arguments, "-o", folder / "x.csv")
    assert code == 2
    assert "one way only" in err
    assert not (folder / "x.csv").exists()


def test_benchmark_by_bands(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    arguments = ["benchmark", folder / "spec.yaml", folder / "data.csv", "-o", folder / "b.csv"]
    assert run(capsys, *arguments, "--bands", "population=50000")[0] == 0
    assert set(pd.read_csv(folder / "b.csv")["peers"]) == {"≤ 50,000", "> 50,000"}
    assert run(capsys, *arguments, "--bands", "population=few")[0] == 2


def test_explain_shows_the_raw_cells(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    arguments = ["explain", folder / "spec.yaml", folder / "data.csv", "--entity", "05036", "--node", "police_rate"]
    assert "police = 5 persons   ← «5» (police, 2)" in run(capsys, *arguments)[1]
    assert json.loads(run(capsys, *arguments, "--format", "json")[1])["root"]["value"] == 5
    assert run(capsys, *arguments, "--format", "csv")[1].startswith("depth,path,kind,id")


def test_template_and_schema(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert run(capsys, "template", "sindes", "-o", folder / "t.csv", "-l", "es")[0] == 0
    assert len(pd.read_csv(folder / "t.csv")) == 146
    schema = json.loads(run(capsys, "schema")[1])
    assert {"spec", "id", "tree", "variables"} <= set(schema["properties"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["score", "sinde", "data.csv"], "did you mean `sindes`"),
        (["score", "sindes", "nowhere.csv"], "there is no such file"),
        (["score", "sindes", "data.csv", "--column", "entity"], "ROLE=NAME"),
        (["benchmark", "sindes", "data.csv", "-o", "x.html"], "there is no such file"),
    ],
)
def test_what_cannot_run_ends_with_2_and_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert words in err
    assert "Traceback" not in err


def test_wrong_arguments_end_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["frobnicate"]) == 2
    assert main(["--version"]) == 0
    capsys.readouterr()


def test_python_dash_m_works_and_reading_specs_imports_no_pandas() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "icmaml_indicators", "list"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "sindes" in done.stdout
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert not {"numpy", "pandas", "jinja2", "altair"} & imported


def test_what_cannot_run_is_said_in_spanish_too(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    _, _, err = run(capsys, "score", "sinde", "data.csv", "-l", "es")
    assert "no existe el programa `sinde`" in err
    assert "¿quiso decir `sindes`?" in err


def test_targets_and_projects_write_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    matrix = tmp_path / "matrix.csv"
    matrix.write_text(
        "municipio,periodo,ramo,programa,nivel,indicador,sentido,linea_base,meta,resultado\n"
        "14039,2024,Obras,=Alumbrado,Fin,Robos,descendente,300,200,250\n14039,2024,Obras,=Alumbrado,Fin,Uso,ascendente,1,2,dos\n",
        encoding="utf-8",
    )
    book, told = tmp_path / "out.xlsx", tmp_path / "findings.csv"
    assert main(["targets", str(matrix), "-o", str(book), "--findings", str(told), "--term", "2024-01,2026-12"]) == 0
    sheets = pd.read_excel(book, sheet_name=None, dtype=str, header=3)
    assert list(sheets) == ["Index", "Groups", "Indicators", "Findings", "Pace"]
    assert sheets["Indicators"]["Attainment (%)"].tolist()[0] == "75"
    cells = [cell for row in openpyxl.load_workbook(book)["Groups"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value == "=Alumbrado"} == {"s"}  # text, no formula
    assert "IND409" in pd.read_csv(told)["code"].tolist()
    flows = tmp_path / "flows.csv"
    flows.write_text("proyecto,anio,beneficio,costo\nA,0,0,100\nA,1,130,0\nB,0,0,100\nB,1,120,0\n", encoding="utf-8")
    out = tmp_path / "projects.csv"
    assert main(["projects", str(flows), "-o", str(out), "--budget", "150"]) == 0
    assert pd.read_csv(out).set_index("project")["chosen"].to_dict() == {"A": True, "B": False}
    flows.write_bytes("Obra;AÑO;ingreso;costo\nA;0;0;100\nA;1;130,5;0\n".encode("cp850"))
    asked = ["--column", "project=Obra", "--column", "year=AÑO", "--column", "benefit=ingreso", "--encoding", "cp850"]
    assert main(["projects", str(flows), "-o", str(out), "--rate", "0", *asked, "--decimal", ","]) == 0
    assert pd.read_csv(out)["net_present_value"].tolist() == [30.5]
    years = tmp_path / "years.csv"
    years.write_text("indicador,meta 2023,avance 2023,meta 2024,avance 2024\nX,4,2,4,3\n", encoding="utf-8")
    rule = ["--years", "variable", "--period-rule", "{variable} {year}={year}"]
    assert main(["targets", str(years), "-o", str(tmp_path / "years.xlsx"), *rule]) == 0
    lines = pd.read_excel(tmp_path / "years.xlsx", sheet_name="Indicators", header=3)
    assert lines[["Period", "Attainment (%)"]].values.tolist() == [[2023, 50], [2024, 75]]
    capsys.readouterr()
    assert main(["projects", str(flows), "-o", str(out), "--column", "proyecto=Obra"]) == 2
    assert "`proyecto` is no role of a column" in capsys.readouterr().err
    assert main(["projects", str(flows), "-o", str(out), "--rate", "-2"]) == 2
    assert main(["targets", str(matrix), "-o", str(out), "--term", "2024"]) == 2
    assert main(["targets", str(tmp_path / "nowhere.csv"), "-o", str(out)]) == 2
    assert "no such file" in capsys.readouterr().err


def test_trends_over_the_editions_of_a_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for year, points in ((2013, 84.0), (2017, 90.0)):
        frame = pd.DataFrame({"entity": ["14039"], "period": [year], "total": [points]})
        frame.to_csv(tmp_path / f"{year}.csv", index=False)
    out = tmp_path / "out.xlsx"
    arguments = ["trends", "cimtra", str(tmp_path / "2017.csv"), "--earlier", f"cimtra@2010={tmp_path / '2013.csv'}"]
    assert main([*arguments, "-o", str(out)]) == 0
    sheets = pd.read_excel(out, sheet_name=None, header=3)
    assert list(sheets) == ["Index", "Trends", "Changes", "Convergence", "Dispersion", "Jumps", "Declared breaks"]
    changes = sheets["Changes"].query("Id == 'total'")
    assert changes["Why not"].tolist() == ["break 2016 cimtra@2016"]
    assert main([*arguments[:3], "--earlier", "cimtra@2010", "-o", str(out)]) == 2
    assert "`--earlier` cannot be `cimtra@2010`: expected PROGRAM=DATA" in capsys.readouterr().err
    assert main([*arguments, "--level", "2", "-o", str(out)]) == 2
    assert "`level` cannot be `2.0`" in capsys.readouterr().err


def test_a_base_period_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(
        "spec: 1\nid: sample\nversion: '1'\ntitle: {es: M, en: S}\nentity: municipality\nperiod: year\n"
        "provenance: user\nvariables: [{id: a, title: {es: a, en: a}}]\n"
        "tree: [{id: i, title: {es: i, en: i}, formula: a, direction: higher, scale: min_max}]\n",
        encoding="utf-8",
    )
    data = tmp_path / "data.csv"
    data.write_text("entity,period,a\n00001,2014,0\n00002,2014,10\n00001,2015,5\n00002,2015,20\n", encoding="utf-8")
    assert main(["score", str(spec), str(data), "--base-period", "2014", "-q"]) == 0
    table = pd.read_csv(io.StringIO(capsys.readouterr().out), dtype={"entity": str})
    assert table.query("node == 'i'")["score"].tolist() == [0, 50, 100, 200]


def test_show_tells_how_a_node_is_scaled_rounded_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(REPOSITORY / "tests" / "net" / "programs" / "node_scores.yaml")
    group = run(capsys, "show", path, "stretched", "-l", "en")[1]
    assert "  scale: min_max\n  rounding: decimals 1, half even\n" in group
    assert "role" not in group
    shown = run(capsys, "show", path, "shown", "-l", "es")[1]
    assert "  redondeo: decimales 0, half away\n  papel: informational\n" in shown
    assert "escala" not in shown
    assert "rounding: decimals 0, ceil, parents: exact\n" in run(capsys, "show", path, "c_2", "-l", "en")[1]
    assert "rounding" not in run(capsys, "show", path, "as_it_is", "-l", "en")[1]
