"""How a comparison is shown, and how the command ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import icmaml_indicators as icma
from icmaml_indicators.changes import SpecDiff
from icmaml_indicators.changes.diffing import compare_sides
from icmaml_indicators.cli import main
from tests.changes.mutations import mutated, shipped
from tests.changes.samples import FIGURES, compared, edited, side

NEW = edited(FIGURES, ("formula: police / population * 1000", "formula: police / population * 100"), ("en: Sample", "en: A sample"),
             ("{police: 2, population: 1000}, expect: 2}", "{police: 2, population: 100}, expect: 2}"),
             ("{police: 2, population: 1000}, expect: 4}", "{police: 2, population: 100}, expect: 4}"))  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "old.yaml").write_text(FIGURES, encoding="utf-8")
    (tmp_path / "new.yaml").write_text("# a comment more\n" + NEW, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["diff", *arguments])
    return code, capsys.readouterr().out


TEXT = """\
sample 1.4.0
  program
    neutral  IND606  texts of program `sample`: title.en
             old.yaml:4:26 → new.yaml:5:26
  police_rate
    breaking IND630  the formula of `police_rate` is another: police / population * 1000 → police / population * 100
             old.yaml:26:18 → new.yaml:27:18
    neutral  IND607  `examples` of `police_rate`: given [police 2, population 1000], expect 2 → given [police 2, population 100], expect 2; no figure changes
             old.yaml:30:19 → new.yaml:31:19
  double_rate
    neutral  IND607  `examples` of `double_rate`: given [police 2, population 1000], expect 4 → given [police 2, population 100], expect 4; no figure changes
             old.yaml:46:19 → new.yaml:47:19
    breaking IND632  `double_rate` changes through `police_rate`
             old.yaml:44:18 → new.yaml:45:18
  not as before for the same data
    score, level: total (through police_rate)
    score: safety, size (through police_rate)
    value, score: police_rate, double_rate (through police_rate)
  version step: given none, due major (LACKING)
  IND637  changes break the comparison and the version 1.4.0 → 1.4.0 does not tell: 2.0.0 is due

2 breaking, 0 additive, 3 neutral
"""


def without_advice(text: str) -> str:
    """Return the text less the advice to declare the break, which depends on the keys that the language knows."""
    return "".join(line for line in text.splitlines(keepends=True) if "IND639" not in line)


def test_the_text_shows_both_with_their_places(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "old.yaml", "new.yaml")
    assert code == 1
    assert without_advice(out) == TEXT


def test_spanish(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "old.yaml", "new.yaml", "-l", "es")[1]
    assert "rompe    IND630  la fórmula de `police_rate` es otra" in out
    assert "paso de versión: dado ninguno, debido mayor (FALTA)" in out
    assert "2 rompen la comparación, 0 agregan, 3 neutros" in out


def test_a_version_that_tells_ends_with_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "new.yaml").write_text(NEW.replace('"1.4.0"', '"2.0.0"'), encoding="utf-8")
    code, out = run(capsys, "old.yaml", "new.yaml")
    assert code == 0
    assert "version step: given major, due major (enough)" in out
    assert run(capsys, "old.yaml", "old.yaml") == (
        0,
        "sample 1.4.0\n  nothing changed in meaning\n\n0 breaking, 0 additive, 0 neutral\n",
    )


def test_annotations_point_at_the_lines_of_now(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = run(capsys, "old.yaml", "new.yaml", "--format", "github")[1].splitlines()
    assert (
        lines[0]
        == "::notice file=new.yaml,line=5,endLine=5,col=26,endColumn=34,title=IND606::texts of program `sample`: title.en"
    )
    assert lines[1].startswith(
        "::error file=new.yaml,line=27,endLine=27,col=18,endColumn=43,title=IND630::the formula of `police_rate` is another: "
    )
    assert any(
        line.startswith("::error file=new.yaml,line=4,endLine=4,col=10,") and "title=IND637::" in line for line in lines
    )


def test_markdown_is_a_table_that_a_pipe_does_not_break(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "old.yaml", "new.yaml", "-o", "out.md")[0] == 1
    text = (folder / "out.md").read_text(encoding="utf-8")
    assert "**2 breaking, 0 additive, 3 neutral**" in text
    assert "| **breaking** | `police_rate` | the formula of `police_rate` is another: " in text
    assert "| Effect | Subject | Change | Place |\n|---|---|---|---|" in text
    piped = compared(
        FIGURES, ("direction: lower", "direction: lower\n        provenance: {status: documented, source: 'a | b'}")
    )
    assert "source a \\| b" in piped.render("markdown")


def test_json_is_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(run(capsys, "old.yaml", "new.yaml", "--format", "json")[1])
    (program,) = document["programs"]
    assert (document["schema"], document["ok"], program["bump_due"], program["bump_given"]) == (
        1,
        False,
        "major",
        "none",
    )
    change = next(change for change in program["changes"] if change["code"] == "IND630")
    assert change["new_place"] == {"file": "new.yaml", "line": 27, "column": 18}
    assert change["message"]["es"].startswith("la fórmula de")
    assert program["affected"]["total"] == {"parts": ["score", "level"], "through": ["police_rate"]}


def test_changes_as_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = icma.diff("old.yaml", "new.yaml")
    frame = found.to_frame("es")
    assert frame["effect"].tolist() == [change.effect for change in found.changes]
    assert frame.loc[frame["code"] == "IND630", "new_place"].item() == "new.yaml:27:18"
    assert compared(FIGURES).to_frame().columns.tolist() == frame.columns.tolist()
    assert run(capsys, "old.yaml", "new.yaml", "-o", "changes.csv")[0] == 1
    assert (folder / "changes.csv").read_text(encoding="utf-8").startswith("program,kind,subject,key,effect,code")


def test_what_is_wrong_with_either_side_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.yaml").write_text(NEW.replace("direction: lower", "direction: down"), encoding="utf-8")
    for sides in (("bad.yaml", "new.yaml"), ("old.yaml", "bad.yaml")):
        assert main(["diff", *sides]) == 1
        assert "bad.yaml:35:20" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["old.yaml"], "there is nothing to compare with"),
        (["old.yaml", "new.yaml", "old.yaml"], "paths go with git revisions"),
        (["old.yaml", "nowhere.yaml"], "there is no program `nowhere.yaml`"),
        (["cimtra@2010", "cimtra@2017"], "did you mean `cimtra@2016`"),
    ],
)
def test_what_cannot_run_ends_with_2(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(["diff", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_provenance_that_many_share_is_told_once() -> None:
    found = icma.diff("cimtra@2010", "cimtra@2016")
    shared = [change for change in found.changes if change.key == "provenance"]
    assert len(shared) < 12
    assert any("… (118)" in change.message() for change in shared)


@pytest.mark.parametrize("name", ["msd@2015", "sistema_alertas", "mir_public_lighting"])
def test_whatever_changed_is_shown_in_every_form_with_a_place(name: str) -> None:
    """Programs changed at random, there and back; names that stand for what is gone never show."""
    before = side(json.dumps(shipped(name), indent=1), "old.yaml")
    for seed in range(12):
        try:
            after = side(json.dumps(mutated(shipped(name), seed, 1 + seed % 6), indent=1), "new.yaml")
        except icma.SpecError:
            continue
        for sides in ((before, after), (after, before)):
            found = SpecDiff((compare_sides(*sides),))
            assert all(change.old_place or change.new_place for change in found.changes)
            for form in ("text", "json", "markdown", "github"):
                for language in ("es", "en"):
                    assert "_GONE" not in found.render(form, language)
