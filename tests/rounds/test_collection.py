"""A round of collection: made-up municipalities hand in files, some of them wrong, late or corrected."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma

SPEC = """
spec: 1
id: services
version: "1"
title: {es: Servicios, en: Services}
entity: municipality
period: semester
provenance: user
variables:
  - {id: homes, title: {es: Viviendas, en: Homes}}
  - {id: served, title: {es: Atendidas, en: Served}}
  - {id: police, title: {es: Policías, en: Police}, type: integer}
checks:
  - {rule: served <= homes, severity: error, message: {es: más que todas, en: more than all}}
tree:
  - id: coverage
    title: {es: Cobertura, en: Coverage}
    formula: served / homes * 100
    direction: higher
    scale: {method: goalposts, low: 0, high: 100}
  - {id: force, title: {es: Fuerza, en: Force}, formula: police / homes * 1000, direction: higher, scale: rank}
"""
PERIOD = "2025-S1"
KEYS = [f"05{number:03d}" for number in range(1, 39)] + [f"08{number:03d}" for number in range(1, 23)]


@pytest.fixture(scope="module")
def program() -> icma.Program:
    return icma.loads(SPEC)


def make_figures() -> dict[str, dict[str, int]]:
    """Return figures that are made up, alike each time."""
    draw = np.random.default_rng(59)
    homes = draw.integers(2_000, 90_000, len(KEYS))
    return {
        key: {"homes": int(all_), "served": int(all_ * share), "police": int(all_ / 300)}
        for key, all_, share in zip(KEYS, homes, draw.uniform(0.3, 0.99, len(KEYS)), strict=True)
    }


def hand_in(folder: Path, name: str, key: str, figures: dict[str, object], period: str = PERIOD) -> None:
    """Write a delivery as a municipality would: wide or long, CSV or a workbook."""
    wide = pd.DataFrame([{"clave": key, "periodo": period} | figures])
    kind = int(key[-1]) % 3
    if kind == 0:
        wide.to_csv(folder / f"{name}.csv", index=False, sep=";", encoding="cp1252")
    elif kind == 1:
        wide.melt(["clave", "periodo"]).to_csv(folder / f"{name}.csv", index=False)
    else:
        wide.to_excel(folder / f"{name}.xlsx", index=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of 59 of 60 municipalities, one of which cannot be read, two corrections and the register."""
    folder = tmp_path_factory.mktemp("round")
    figures = make_figures()
    for key in KEYS[:-1]:  # the last one hands nothing in
        hand_in(folder, key, key, dict(figures[key]))
    next(iter(folder.glob("05004.*"))).unlink()
    (folder / "05004.csv").write_bytes(b"served;\x00\x01")
    hand_in(folder, "05007", "05007", figures["05007"] | {"served": ""})
    hand_in(folder, "05010", "05010", figures["05010"] | {"served": figures["05010"]["homes"] + 1})
    hand_in(folder, "05002_bis", "05002", figures["05002"] | {"served": figures["05002"]["homes"]})
    hand_in(folder, "05003_bis", "05003", figures["05003"] | {"police": figures["05003"]["police"] + 40})
    (folder / "entregas.csv").write_text(
        "archivo,recibido,sustituye\n"
        "05002.xlsx,2025-07-10,\n05002_bis.xlsx,25/07/2025,05002.xlsx\n"
        "05003.csv,2025-07-11,\n05003_bis.csv,2025-07-30T18:00,05003.csv\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def found(program: icma.Program, folder: Path) -> icma.Collection:
    return icma.collection(folder, program, period=PERIOD, expected=KEYS, register=folder / "entregas.csv")


def test_each_municipality_has_its_state(found: icma.Collection) -> None:
    states = found.status.set_index("entity")["state"]
    assert list(states.index) == KEYS
    odd = states[states != "ready"].to_dict()
    assert odd == {"05004": "errors", "05007": "incomplete", "05010": "errors", KEYS[-1]: "not_received"}
    assert found.counts == {"not_received": 1, "errors": 2, "incomplete": 1, "ready": 56}
    assert "not received: 1 · with errors: 2 · incomplete: 1 · ready: 56" in repr(found)
    lines = found.status.set_index("entity")
    assert lines.loc["05002", ["files", "received", "answered", "asked"]].tolist() == [
        "05002_bis.xlsx",
        "2025-07-25",
        3,
        3,
    ]
    assert lines.loc["05007", ["answered", "errors"]].tolist() == [2, 0]
    # The file that cannot be read is known by the key in its name.
    assert lines.loc["05004", ["files", "errors"]].tolist() == ["05004.csv", 1]


def test_files_are_in_force_superseded_or_not_read(found: icma.Collection) -> None:
    files = found.files.set_index("file")
    assert len(files) == 61
    assert files.loc["05002.xlsx", ["state", "superseded_by"]].tolist() == ["superseded", "05002_bis.xlsx"]
    assert files["state"].value_counts().to_dict() == {"in_force": 58, "superseded": 2, "not_read": 1}
    assert "05004.csv" in files.loc["05004.csv", "problem"]
    assert "entregas.csv" not in files.index


def test_the_old_figure_is_kept_beside_the_new_one(found: icma.Collection) -> None:
    figures, table = make_figures(), found.corrections
    assert table[["entity", "variable"]].to_numpy().tolist() == [["05002", "served"], ["05003", "police"]]
    served, police = table.iloc[0], table.iloc[1]
    assert (served["before"], served["now"]) == (figures["05002"]["served"], figures["05002"]["homes"])
    assert (police["before"], police["now"]) == (figures["05003"]["police"], figures["05003"]["police"] + 40)
    assert (served["place_before"], served["place_now"]) == ("05002.xlsx, served, 1", "05002_bis.xlsx, served, 1")
    assert police["text_now"] == str(figures["05003"]["police"] + 40)
    assert police["place_now"] == "05003_bis.csv, police, 1"


def test_whose_place_moved_is_what_scoring_both_says(
    found: icma.Collection, program: icma.Program, folder: Path
) -> None:
    first = [path for path in folder.iterdir() if "bis" not in path.name and path.name != "entregas.csv"]
    old = icma.benchmark(icma.score(program, first)).positions.set_index(["entity", "indicator"])["rank"]
    new = icma.benchmark(found.assessment).positions.set_index(["entity", "indicator"])["rank"]
    wanted = {key for key in old.index if old[key] != new[key] and not (np.isnan(old[key]) and np.isnan(new[key]))}
    moved = found.moves[found.moves["rank_old"] != found.moves["rank_new"]].dropna(subset=["rank_old", "rank_new"])
    assert {(line.entity, line.node) for line in moved.itertuples()} == wanted
    assert ("05002", "coverage") in wanted
    assert len(wanted) > 2  # those who were passed have moved as well


def test_results_are_provisional_until_everybody_is_ready(
    found: icma.Collection, program: icma.Program, folder: Path
) -> None:
    assert not found.is_final
    assert found.assessment.options["status"] == "provisional"
    with pytest.raises(icma.IcmamlError, match=r"4 of 60 are not ready: 05004 \(with errors\), 05007 \(incomplete\)"):
        icma.collection(folder, program, period=PERIOD, expected=KEYS, register=folder / "entregas.csv", final=True)
    closed = icma.collection([folder / "05001.csv", folder / "05009.csv"], program, period=PERIOD, final=True)
    assert closed.is_final
    assert closed.counts["ready"] == 2


def test_who_is_expected_may_be_a_list_a_table_a_file_a_catalogue_or_an_earlier_round(
    program: icma.Program, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "expected.csv").write_text("clave\n05001\n08099\n", encoding="utf-8")
    table = pd.DataFrame({"clave": ["05001", "08099"], "nombre": ["A", "B"]})
    earlier = icma.score(program, pd.DataFrame({"entity": ["05001", "08099"], "period": PERIOD, "homes": 1}))
    for expected in (
        ["05001", "08099"],
        table,
        tmp_path / "expected.csv",
        str(tmp_path / "expected.csv"),
        icma.read_catalogue(table),
        earlier,
    ):
        found = icma.collection([folder / "05001.csv"], program, period=PERIOD, expected=expected)
        assert found.status.set_index("entity")["state"].to_dict() == {"05001": "ready", "08099": "not_received"}
    with pytest.raises(icma.DataError, match="05035"):  # a key alone is no file
        icma.collection(folder, program, period=PERIOD, expected="05035")


def test_keys_of_who_is_expected_are_read_as_those_of_data(program: icma.Program, tmp_path: Path) -> None:
    hand_in(tmp_path, "aguascalientes", "01001", {"homes": 10, "served": 9, "police": 1})
    pairs = {"CVE_ENT": [1, 5], "CVE_MUN": [1, 35]}
    catalogue = icma.read_catalogue({"key": ["01001", "05035"], "name": ["Aguascalientes", "Torreón"]})
    totals = {"clave": ["1001", "5035", "05000", None]}
    asked = {"period": PERIOD, "catalogue": catalogue}
    for expected in (["1001", "5035"], {"5035", "1001"}, {"clave": [1001, 5035.0]}, pairs, totals):
        found = icma.collection([*tmp_path.iterdir()], program, expected=expected, **asked)
        assert found.status.set_index("entity")["state"].to_dict() == {"01001": "ready", "05035": "not_received"}
        assert found.status["expected"].all()
    named = icma.collection(
        [*tmp_path.iterdir()], program, expected={"municipio": ["Torreon", "Aguascalientes"]}, **asked
    )
    assert named.status["entity"].tolist() == ["05035", "01001"]


def test_a_file_that_cannot_be_read_is_whose_the_register_says(program: icma.Program, tmp_path: Path) -> None:
    hand_in(tmp_path, "01001", "01001", {"homes": 10, "served": 9, "police": 1})
    (tmp_path / "torn.csv").write_bytes(b"served;\x00\x01")
    register = {"archivo": ["torn.csv"], "clave": [1002]}
    found = icma.collection(tmp_path, program, period=PERIOD, expected=["01001", "01002"], register=register)
    lines = found.status.set_index("entity")
    assert lines["state"].to_dict() == {"01001": "ready", "01002": "errors"}
    assert lines.loc["01002", "files"] == "torn.csv"


def test_a_round_has_tables_and_no_page(found: icma.Collection, tmp_path: Path) -> None:
    icma.write_report(found, tmp_path / "round.csv")
    assert pd.read_csv(tmp_path / "round.csv")["state"].tolist() == found.status["state"].tolist()
    with pytest.raises(icma.IcmamlError) as refused:
        icma.write_report(found, tmp_path / "round.html")
    assert refused.value.code == "IND542"
    assert not (tmp_path / "round.html").exists()


def test_less_than_everything_may_do(program: icma.Program, folder: Path) -> None:
    asked = {"period": PERIOD, "register": folder / "entregas.csv"}
    assert icma.collection(folder, program, least_share=0.6, **asked).counts["incomplete"] == 0
    with pytest.raises(icma.IcmamlError, match="least_share"):
        icma.collection(folder, program, least_share=60, **asked)


def test_without_a_register_two_files_contradict_each_other(program: icma.Program, folder: Path) -> None:
    paths = [path for path in folder.iterdir() if path.name.startswith(("05002", "05001"))]
    found = icma.collection(paths, program, period=PERIOD)
    assert found.status.set_index("entity")["state"].to_dict() == {"05001": "ready", "05002": "errors"}
    assert found.corrections.empty
    assert found.moves.empty


@pytest.mark.parametrize(
    ("register", "message"),
    [
        ({"file": ["a.csv", "a.csv"]}, "names `a.csv` twice"),
        ({"file": ["c.csv"]}, "there is no file `c.csv`"),
        ({"file": ["a.csv", "b.csv"], "supersedes": ["b.csv", "a.csv"]}, "supersede itself"),
        ({"file": ["a.csv"], "received": ["July"]}, "`July` is no date"),
        (
            {"file": ["a.csv", "b.csv"], "received": ["2025-07-02", "2025-07-01"], "supersedes": ["", "a.csv"]},
            "was received before",
        ),
        ({"received": ["2025-07-02"]}, "column `file` is missing"),
    ],
)
def test_a_register_that_contradicts_itself_is_refused(
    program: icma.Program, tmp_path: Path, register: dict[str, list[str]], message: str
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text(f"entity,period,homes\n0500{len(name)},{PERIOD},9\n", encoding="utf-8")
    with pytest.raises(icma.IcmamlError, match=message):
        icma.collection(tmp_path, program, period=PERIOD, register=register)


def test_a_page_says_that_figures_are_provisional(found: icma.Collection, tmp_path: Path) -> None:
    for language, words in (("es", "Cifras provisionales"), ("en", "Provisional figures")):
        path = tmp_path / f"{language}.html"
        icma.write_report(icma.benchmark(found.assessment), path, language, own="05002")  # type: ignore[arg-type]
        assert words in path.read_text(encoding="utf-8")


def test_what_is_no_round_is_refused(program: icma.Program, folder: Path) -> None:
    for data, period, message in (
        (folder, "soon", "no period can be read"),
        (folder, "2025", "semester"),
        (pd.DataFrame({"entity": ["05001"]}), PERIOD, "must be of the kind"),
    ):
        with pytest.raises(icma.IcmamlError, match=message):
            icma.collection(data, program, period=period)  # type: ignore[arg-type]
    nobody = icma.collection(folder, program, period="2019-S1", register=folder / "entregas.csv")
    assert nobody.status.empty
    assert nobody.counts == {"not_received": 0, "errors": 0, "incomplete": 0, "ready": 0}
