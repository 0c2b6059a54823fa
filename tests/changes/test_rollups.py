"""What a roll-up is made of, compared."""

from __future__ import annotations

from pathlib import Path

import pytest

import icmaml_indicators as icma
from icmaml_indicators.changes import ProgramDiff
from icmaml_indicators.diagnostics.messages.specs.samples import ROLLUP
from tests.changes.samples import compared, told, touched
from tests.changes.test_git import git
from tests.scoring.test_rollup import DISTRICTS, HEAD, REGIONS, WARDS


def test_another_formula_from_below_is_breaking() -> None:
    found = compared(ROLLUP, ("from: sum(", "from: 2 * sum("))
    assert told(found) == [("IND613", "training_hours", "from")]
    assert touched(found)["training"].startswith("v")


def test_the_same_formula_is_no_change() -> None:
    assert (
        told(
            compared(
                ROLLUP,
                ("from: sum(police_training_hours over entity)", "from: sum( police_training_hours  over entity)"),
            )
        )
        == []
    )


def test_what_is_rolled_up_otherwise_touches_what_is_made_of_it() -> None:
    found = compared(ROLLUP, ("by: entity}", "by: entity, at_least: 0.5}"))
    assert told(found) == [("IND604", "total", "rollup")]
    assert touched(found)["training"].startswith("v")


Edit = tuple[str, str]


def rolled(folder: Path, *edits: Edit) -> dict[str, ProgramDiff]:
    """Compare three levels before and after edits of the lowest one."""
    texts = {"wards": WARDS, "districts": DISTRICTS, "regions": REGIONS}
    for name, changes in (("old", {}), ("new", {"wards": edits})):
        (folder / name).mkdir()
        for program, text in texts.items():
            edited = text
            for before, after in changes.get(program, ()):
                assert before in edited
                edited = edited.replace(before, after)
            (folder / name / f"{program}.yaml").write_text(edited, encoding="utf-8")
    return {found.id: found for found in icma.diff(folder / "old", folder / "new").programs}


def through(found: ProgramDiff) -> dict[str, str]:
    return {change.subject: change.message("en") for change in found.changes if change.code == "IND632"}


VERSION = ('version: "1"', 'version: "2"')


def test_what_changed_below_is_told_as_changes_through(tmp_path: Path) -> None:
    found = rolled(tmp_path, VERSION, ("scale: min_max", "scale: rank"))
    districts = found["districts"]
    assert through(districts) == {
        "mean_score": "`mean_score` changes through `score(total)` of `wards` 1 → 2",
        "bad_share": "`bad_share` changes through `level(total)` of `wards` 1 → 2",
    }
    assert [(c.code, c.key, c.old, c.new) for c in districts.changes if c.kind == "program"] == [
        ("IND607", "rollup", "wards@1", "wards@2")
    ]
    assert (districts.effect, set(districts.affected)) == ("breaking", {"score", "bad", "total"})
    assert through(found["regions"]) == {"best": "`best` changes through `score(total)` of `districts`"}


def test_another_version_below_that_changes_no_figure_is_neutral(tmp_path: Path) -> None:
    found = rolled(tmp_path, VERSION, ("title: {es: d, en: d}", "title: {es: Distrito, en: District}"))
    assert told(found["districts"]) == [("IND607", "total", "rollup")]
    assert found["districts"].affected == {}
    assert told(found["regions"]) == []


def test_an_edition_that_is_named_is_compared_with_the_one_before(tmp_path: Path) -> None:
    for edition in ("1", "2"):
        (tmp_path / edition / "wards").mkdir(parents=True)
        for number in ("1", "2"):
            text = WARDS.replace('version: "1"', f'version: "{number}"').replace("up_to: 40", f"up_to: 4{number}")
            (tmp_path / edition / "wards" / f"{number}.yaml").write_text(text, encoding="utf-8")
        text = DISTRICTS.replace("of: wards,", f"of: wards@{edition},")
        (tmp_path / edition / "districts.yaml").write_text(text, encoding="utf-8")
    paths = (tmp_path / edition / "districts.yaml" for edition in ("1", "2"))
    (found,) = icma.diff(*paths).programs
    assert told(found) == [("IND607", "total", "rollup"), ("IND632", "bad_share", "from")]


def test_a_roll_up_of_a_revision_finds_the_program_below(tmp_path: Path) -> None:
    specs = tmp_path / "specs"
    specs.mkdir()
    for name, text in (("wards", WARDS), ("districts", DISTRICTS)):
        (specs / f"{name}.yaml").write_text(text, encoding="utf-8")
    git(tmp_path, "init", "-q", ".")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "first")
    (specs / "wards.yaml").write_text(WARDS.replace("up_to: 40", "up_to: 50"), encoding="utf-8")
    (specs / "districts.yaml").write_text(DISTRICTS.replace("at_least: 0.8", "at_least: 0.7"), encoding="utf-8")
    for old, new in (("HEAD", None), ("HEAD:specs/districts.yaml", "specs/districts.yaml")):
        found = {each.id: each for each in icma.diff(old, new, folder=tmp_path).programs}["districts"]
        assert set(told(found)) == {("IND604", "total", "rollup"), ("IND632", "bad_share", "from")}


def test_a_roll_up_that_stands_as_it_was_changes_between_revisions(tmp_path: Path) -> None:
    for name, text in (("wards", WARDS), ("districts", DISTRICTS), ("regions", REGIONS)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    other = WARDS.replace("id: wards", "id: others")
    (tmp_path / "others.yaml").write_text(other, encoding="utf-8")
    yearly = HEAD + "id: yearly\nperiod: year\nrollup: {of: others, by: district}\n"
    (tmp_path / "yearly.yaml").write_text(yearly + DISTRICTS[DISTRICTS.index("variables:") :], encoding="utf-8")
    git(tmp_path, "init", "-q", ".")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "first")
    (tmp_path / "wards.yaml").write_text(WARDS.replace("scale: min_max", "scale: rank"), encoding="utf-8")
    found = {each.id: each for each in icma.diff("HEAD", folder=tmp_path).programs}
    assert set(found) == {"wards", "districts", "regions"}
    assert set(through(found["districts"])) == {"mean_score", "bad_share"}
    assert set(through(found["regions"])) == {"best"}


@pytest.mark.parametrize(
    ("edit", "which"),
    [
        (("period: semester", "period: semester\napplies: homes > 60"), {"mean_score", "bad_share", "homes", "damp_share", "rows"}),
        (("kind: flow}\n  - {id: damp", "kind: flow, range: [0, 300]}\n  - {id: damp"), {"mean_score", "bad_share", "homes", "damp_share"}),
        (("options: [north, south, west]", "options: [north, west]"), {"mean_score", "bad_share", "homes", "damp_share", "rows"}),
        (("up_to: 40", "up_to: 50"), {"bad_share"}),
    ],
)  # fmt: skip
def test_only_what_is_made_of_it_changes(edit: Edit, which: set[str], tmp_path: Path) -> None:
    assert set(through(rolled(tmp_path, edit)["districts"])) == which
