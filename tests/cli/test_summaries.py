"""What is shown on screen where no file is named: the figures of the tables, as a person reads them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli.text.summaries import MOST_LINES, lay_out
from tests.cli.running import run
from tests.conftest import SAFETY

SCORED = SAFETY.replace("        direction: higher\n", "        direction: higher\n        scale: min_max\n").replace(
    "        direction: lower\n", "        direction: lower\n        scale: min_max\n"
)


def cells(line: str) -> list[str]:
    """Return the cells of a line of a table, which at least two blanks part."""
    return [part.strip() for part in line.split("  ") if part.strip()]


def table_of(out: str) -> list[list[str]]:
    """Return the table of a summary, its heads first."""
    return [cells(line) for line in out.split("\n\n", 1)[1].splitlines()]


def test_a_table_lines_up_and_nothing_in_it_acts() -> None:
    shown = lay_out(["Name", "Score"], [["Ñu\x1b[31m", "9.5"], ["漢字", "100"], ["x" * 60, "–"]], 1).splitlines()
    assert "\x1b" not in "".join(shown)
    ends = [line.rstrip() for line in shown]
    assert ends[0].endswith("Score") and ends[2].endswith("  100")
    assert "…" in shown[3] and len(shown[3]) < 60
    assert {len(line) for line in (shown[0], shown[1], shown[3])} == {len(shown[0])}


MATRIX = """\
municipio,periodo,ramo,programa,nivel,indicador,sentido,meta,resultado
14039,2023,Obras,Alumbrado,Fin,Robos,ascendente,100,100
14039,2024,Obras,Alumbrado,Fin,Robos,ascendente,100,40
14039,2024,Obras,Alumbrado,Propósito,Uso,ascendente,100,60
14039,2023,Obras,Bacheo,Fin,Baches,ascendente,10,9
14039,2024,Obras,Bacheo,Fin,Baches,ascendente,10,
"""


def test_targets_show_each_program_in_its_latest_period(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "mir.csv"
    path.write_text(MATRIX, encoding="utf-8")
    groups = icma.score_targets(path).groups
    code, out, err = run(capsys, "targets", path)
    assert code == 0
    heads, *lines = table_of(out)
    assert heads[:4] == ["Program", "Period", "Score", "Coverage (%)"]
    wanted = {("Alumbrado", "2024"), ("Bacheo", "2023")}
    assert {(line[0], line[1]) for line in lines} == wanted
    for line in lines:
        found = groups[(groups["program"] == line[0]) & (groups["period"] == line[1]) & (groups["group"] == "program")]
        assert float(line[2].rstrip(" *")) == pytest.approx(found["score"].item(), abs=0.05)
        assert [int(text) for text in line[4:]] == found[["green", "yellow", "red", "no_light"]].values[0].tolist()
    assert [line[0] for line in lines] == ["Alumbrado", "Bacheo"]  # the lowest first
    assert "findings: " in err and "warning" in err
    assert [line[0] for line in table_of(run(capsys, "targets", path, "--period", "2023")[1])[1:]] == [
        "Bacheo",
        "Alumbrado",
    ]
    assert [line[0] for line in table_of(run(capsys, "targets", path, "--own", "Bacheo")[1])[1:]] == ["Bacheo"]
    code, out, err = run(capsys, "targets", path, "-l", "es")
    assert table_of(out)[0][:4] == ["Programa", "Periodo", "Calificación", "Cobertura (%)"]
    assert "hallazgos: " in err and "aviso" in err
    code, _, err = run(capsys, "targets", path, "--own", "Bache")
    assert (code, "did you mean `Bacheo`?" in err) == (2, True)
    code, _, err = run(capsys, "targets", path, "--period", "2022")
    assert (code, "there is no period `2022` (valid: 2023, 2024)" in err) == (2, True)


def test_projects_show_what_they_are_worth_and_what_is_in(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    flows = tmp_path / "flows.csv"
    flows.write_text("project,year,benefit,cost\nA,0,0,100\nA,1,120,0\nB,0,0,100\nB,1,130,0\nC,0,0,100\n", "utf-8")
    code, out, _ = run(capsys, "projects", flows, "--rate", "0")
    assert code == 0
    assert out.startswith("2 of 3 projects")
    assert [line[:3] for line in table_of(out)[1:]] == [
        ["B", "30.0", "100"],
        ["A", "20.0", "100"],
        ["C", "−100", "100"],
    ]
    assert table_of(out)[1][3] == "30.0 %"
    code, out, _ = run(capsys, "projects", flows, "--rate", "0", "--budget", "150", "-l", "es")
    assert out.startswith("1 de 3 proyectos entran con un presupuesto de 150")
    assert [line[:2] for line in table_of(out)[1:]] == [
        ["B", "entra"],
        ["A", "no cabe junto a los elegidos"],
        ["C", "pierde valor"],
    ]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("p.yaml").write_text(SCORED, encoding="utf-8")
    lines = [(f"05{n:03}", f"2014-S{half}", n + half, 1000, 10.0 * n) for n in range(1, 31) for half in (1, 2)]
    table = pd.DataFrame(lines, columns=["entity", "period", "police", "population", "spending"])
    table.to_csv("d.csv", index=False)
    return tmp_path


def test_a_benchmark_shows_the_first_the_last_and_ones_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    benchmark = icma.benchmark(icma.score("p.yaml", "d.csv"))
    total = benchmark.positions.query("indicator == 'total' and period == '2014-S2'").set_index("entity")
    code, out, err = run(capsys, "benchmark", "p.yaml", "d.csv", "--own", "05013")
    assert code == 0
    heads, *lines = table_of(out)
    assert heads[:3] == ["Place", "Municipality", "Score"]
    assert out.splitlines()[-1].startswith("… and ")
    shown = [line for line in lines if line[0][0].isdigit()]
    assert len(shown) == MOST_LINES + 5  # one's own and two on each side
    for line in shown:
        entity = line[1].removesuffix(" ←")
        assert int("".join(filter(str.isdigit, line[0]))) == total["rank"][entity]
        assert float(line[2]) == pytest.approx(total["value"][entity], abs=0.06)
    assert [line[1] for line in shown if "←" in line[1]] == ["05013 ←"]
    assert "30 entities, 2 periods" in err
    assert not list(folder.glob("*.html"))
    out = run(capsys, "benchmark", "p.yaml", "d.csv", "--own", "05013", "--anonymise", "-l", "es")[1]
    assert "05013 ←" in out and "05001" not in out and "Municipio" in out
    code, _, err = run(capsys, "benchmark", "p.yaml", "d.csv", "--own", "05013", "--own", "05021")
    assert (code, "a folder in the place of a file" in err) == (2, True)


def test_trends_show_how_many_improve(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    frame = pd.read_csv("d.csv", dtype={"entity": str})
    years = [frame.assign(period=f"201{year}-S1", police=frame["police"] + year) for year in range(9)]
    pd.concat([part[::2] for part in years]).to_csv("long.csv", index=False)
    lines = icma.benchmark(icma.score("p.yaml", "long.csv")).panel.lines(0.95)
    code, out, _ = run(capsys, "trends", "p.yaml", "long.csv", "-q")
    assert code == 0
    told = {line[0]: line[1:] for line in table_of(out)[1:]}
    for name, title in (("police_rate", "Police per thousand"), ("cost", "Spending per officer")):
        found = lines[lines["indicator"] == name]["improving"].value_counts()
        assert told[title] == [str(found.get(state, 0)) for state in ("yes", "no", "unclear")]
    assert told["Police per thousand"][0] == "30"
    assert table_of(run(capsys, "trends", "p.yaml", "long.csv", "-l", "es")[1])[0][1:] == [
        "Mejoran",
        "Empeoran",
        "No es claro",
    ]
