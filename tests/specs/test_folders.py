"""A program in a folder of parts: every file is accounted for, every fault of every file comes in one run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import icmaml_indicators as icma
from icmaml_indicators.diagnostics.messages.specs.samples import DECISIONS
from tests.conftest import HEAD

PART = """\
variables:
  - {id: police, title: {es: P, en: P}, unit: {es: personas, en: persons}}
tree:
  - {id: rate, title: {es: R, en: R}, unit: {es: personas, en: persons}, direction: higher, formula: police, examples: [{given: {police: 2}, expect: 2}]}
"""


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path = path.with_name(path.name + ".yaml") if not path.suffix else path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def codes(path: Path) -> list[str]:
    return [diagnostic.code for diagnostic in icma.validate(path).diagnostics]


def test_parts_make_one_program(tmp_path: Path) -> None:
    write(tmp_path, program=HEAD + "parts: [area.yaml]\n", area=PART)
    assert icma.load(tmp_path).indicators[0].id == "rate"
    assert codes(tmp_path) == []


def test_a_file_that_is_not_listed_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, program=HEAD + "parts: [area.yaml]\n", area=PART, extra=PART)
    (diagnostic,) = icma.validate(tmp_path).diagnostics
    assert diagnostic.code == "IND110"
    assert diagnostic.place.file.endswith("extra.yaml")


def test_a_file_that_is_no_spec_is_named(tmp_path: Path) -> None:
    write(tmp_path, program=HEAD + "parts: [area.yaml]\n", area=PART)
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / ".hidden").write_text("x")
    report = icma.validate(tmp_path)
    assert [d.code for d in report.diagnostics] == ["IND121"]
    assert report.ok


def test_a_listed_part_that_is_absent_suggests_the_nearest_file(tmp_path: Path) -> None:
    write(tmp_path, program=HEAD + "parts: [aera.yaml]\n", area=PART)
    found = {d.code: d for d in icma.validate(tmp_path).diagnostics}
    assert found["IND111"].suggestion == "area.yaml"
    assert found["IND111"].place.line == 8


@pytest.mark.parametrize("name", ["../secret.yaml", "/etc/passwd", "program.yaml"])
def test_a_part_cannot_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    write(tmp_path, program=HEAD + f"parts: [area.yaml, {name}]\n", area=PART)
    assert "IND111" in codes(tmp_path)


def test_faults_of_all_files_come_in_one_run_in_reading_order(tmp_path: Path) -> None:
    main = HEAD.replace("entity:", "entty:") + "parts: [one.yaml, two.yaml]\n"
    one = PART.replace("direction: higher", "direction: up")
    two = (
        PART.replace("rate", "rate2")
        .replace("formula: police", "formula: polise")
        .replace("id: police", "id: officers")
    )
    write(tmp_path, program=main, one=one, two=two)
    found = [(Path(d.place.file).name, d.code) for d in icma.validate(tmp_path).diagnostics]
    assert found == [
        ("program.yaml", "IND105"),
        ("program.yaml", "IND104"),
        ("one.yaml", "IND107"),
        ("two.yaml", "IND202"),
    ]


def test_a_folder_of_programs_is_read_whole(tmp_path: Path) -> None:
    write(tmp_path, a__program=HEAD + "parts: [area.yaml]\n", a__area=PART, b=HEAD.replace("sample", "other") + PART)
    report = icma.validate(tmp_path)
    assert report.ok
    assert {program.id for program in report.programs} == {"sample", "other"}


def test_two_programs_of_one_id_are_an_error(tmp_path: Path) -> None:
    write(tmp_path, a=HEAD + PART, b=HEAD + PART)
    assert [code for code in codes(tmp_path) if code != "IND365"] == ["IND320"]


def test_a_folder_without_any_program_is_an_error(tmp_path: Path) -> None:
    assert codes(tmp_path) == ["IND120"]


def test_an_unknown_key_of_a_part_is_refused(tmp_path: Path) -> None:
    write(tmp_path, program=HEAD + "parts: [area.yaml]\n", area=PART + "chekcs: []\n")
    (diagnostic,) = icma.validate(tmp_path).diagnostics
    assert (diagnostic.code, diagnostic.suggestion) == ("IND104", "checks")


def test_load_raises_with_every_diagnostic(tmp_path: Path) -> None:
    write(
        tmp_path, a=HEAD + PART.replace("direction: higher", "direction: up").replace("title: {es: P", "titel: {es: P")
    )
    with pytest.raises(icma.SpecError) as caught:
        icma.load(tmp_path / "a.yaml")
    assert {d.code for d in caught.value.diagnostics} == {"IND104", "IND105", "IND107"}
    assert "did you mean `title`?" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("    direction: lower", "    direction: lower\n    indicator: {id: x}", "IND104"),
        ("    direction: lower", "    direction: lower\n    group: 1", "IND104"),
        ("{when: {debt_share: low}, then: sound}", "{when: {debt_share: 3}, then: sound}", "IND106"),
        ("{when: {debt_share: low}, then: sound}", "{when: {debt_share: null}, then: sound}", "IND106"),
    ],
)
def test_odd_keys_and_levels_are_diagnostics_and_no_crash(tmp_path: Path, old: str, new: str, code: str) -> None:
    write(tmp_path, a=DECISIONS.replace(old, new))
    assert code in codes(tmp_path / "a.yaml")


def test_a_program_shows_itself_in_three_lines() -> None:
    assert repr(icma.load("msd@2015")).split("\n") == [
        "<Program: msd 2015 · Synthetic model of performance information (MSD), 2015-2018",
        "  entity: budget program · period: year · indicators: 5 · inputs: 5",
        "  provenance: 5 documented>",
    ]
    assert "provenance: 11 documented, 97 reconstructed" in str(icma.load("sindes"))


LINKS = pytest.mark.skipif(os.name == "nt", reason="links need rights there")


@LINKS
@pytest.mark.parametrize("kind", ["part", "main", "file", "folder"])
def test_a_link_out_of_the_folder_is_refused_and_nothing_of_its_target_is_told(kind: str, tmp_path: Path) -> None:
    secret = tmp_path / "outside" / "program.yaml"
    write(secret.parent, program="password: [1,\n")
    specs = write(tmp_path / "specs", other=HEAD + PART)
    if kind == "part":
        write(specs / "own", program=HEAD + "parts: [l.yaml]\n")
        (specs / "own" / "l.yaml").symlink_to(secret)
    elif kind == "main":
        (specs / "own").mkdir()
        (specs / "own" / "program.yaml").symlink_to(secret)
    else:
        (specs / ("l.yaml" if kind == "file" else "own")).symlink_to(secret if kind == "file" else secret.parent)
    for source in (specs, specs / "own") if kind in {"part", "main"} else (specs,):
        report = icma.validate(source)
        assert "IND127" in {fault.code for fault in report.diagnostics}
        assert "password" not in report.render() + report.render("json") + report.render("sarif")
        assert not report.ok
    with pytest.raises(icma.SpecError, match="IND127"):
        icma.load(specs / "own") if kind in {"part", "main"} else icma.diff(specs, specs)


@LINKS
@pytest.mark.parametrize("target", ['password = "x"\n[severity]\nIND319 = "off"\n', "password: [1,\n"])
def test_a_configuration_that_is_a_link_out_of_its_folder_is_not_followed(target: str, tmp_path: Path) -> None:
    write(tmp_path / "specs", sample=HEAD + PART.replace(", examples: [{given: {police: 2}, expect: 2}]", ""))
    secret, link = tmp_path / "secret", tmp_path / "specs" / "icmaml-indicators.toml"
    secret.write_text(target, encoding="utf-8")
    link.symlink_to(secret)
    for cache in (None, tmp_path / "cache"):
        report = icma.validate(tmp_path / "specs", cache=cache)
        told = [(fault.code, fault.place.file) for fault in report.diagnostics]
        # Nothing of it is in force: the indicator without an example is told.
        assert told == [("IND127", str(link)), ("IND319", str(tmp_path / "specs" / "sample.yaml"))]
        assert not report.ok
        assert "password" not in report.render() + report.render("json") + report.render("sarif")
    link.unlink()
    link.write_text('[severity]\nIND319 = "off"\n', encoding="utf-8")
    assert icma.validate(tmp_path / "specs", cache=tmp_path / "cache").diagnostics == ()


@LINKS
def test_links_within_the_folder_are_followed(tmp_path: Path) -> None:
    write(tmp_path, program=HEAD + "parts: [l.yaml]\n", area=PART)
    (tmp_path / "area.yaml").rename(tmp_path / ".area.yaml")
    (tmp_path / "l.yaml").symlink_to(tmp_path / ".area.yaml")
    assert codes(tmp_path) == []
    named = tmp_path.with_name(f"{tmp_path.name}_named.yaml")
    named.write_text(HEAD + PART, encoding="utf-8")
    link = tmp_path.with_name(f"{tmp_path.name}_link.yaml")
    link.symlink_to(named)
    assert codes(link) == []  # whoever names a link means what it leads to


@LINKS
def test_pipes_and_devices_are_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, Path("/dev/zero")):
        assert [fault.code for fault in icma.validate(path, cache=tmp_path / ".kept").diagnostics] == ["IND126"]
    for refused in (lambda: icma.load(pipe), lambda: icma.new_indicator(pipe, "a")):
        with pytest.raises(icma.SpecError, match="IND126"):
            refused()
    assert icma.mend(pipe).after == {}
