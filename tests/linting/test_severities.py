"""What is allowed with a reason, and how severe each rule is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli import main
from icmaml_indicators.diagnostics.messages.specs.samples import SHORTEST
from icmaml_indicators.errors import IcmamlError
from icmaml_indicators.linting import lint_codes
from icmaml_indicators.specs.parsing.comments import comments
from icmaml_indicators.specs.parsing.nodes import Source

EXAMPLE = "    examples: [{given: {police: 2}, expect: 2}]\n"
DOUBTFUL = SHORTEST.replace(EXAMPLE, "")  # IND319 at the indicator, on the line that begins with `- id: officers`
INDICATOR = "  - id: officers"


def write(folder: Path, text: str, name: str = "sample.yaml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def codes(report: icma.ValidationReport) -> list[str]:
    return [diagnostic.code for diagnostic in report.diagnostics]


# Allowances ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        DOUBTFUL.replace(INDICATOR, INDICATOR + " # allow IND319: no figures are published"),
        DOUBTFUL.replace(INDICATOR, "  # allow IND319: no figures are published\n" + INDICATOR),
        DOUBTFUL.replace(INDICATOR, "  # allow IND319: no figures are published\n\n  # Of the police.\n" + INDICATOR),
        "# allow IND319 in this file: no figures are published\n" + DOUBTFUL,
        DOUBTFUL + "# allow IND319 in this file: no figures are published\n",
    ],
)
def test_what_is_allowed_with_a_reason_is_set_apart(text: str, tmp_path: Path) -> None:
    report = icma.validate(write(tmp_path, text))
    assert codes(report) == []
    (suppressed,) = report.suppressed
    assert (suppressed.code, suppressed.reason) == ("IND319", "no figures are published")


def test_several_codes_may_be_allowed_at_once(tmp_path: Path) -> None:
    text = DOUBTFUL.replace("    unit: {es: personas, en: persons}\n    direction", "    direction")
    both = text.replace(INDICATOR, INDICATOR + " # allow IND319, IND220: a draft")
    report = icma.validate(write(tmp_path, both))
    assert (codes(report), {d.code for d in report.suppressed}) == ([], {"IND319", "IND220"})


@pytest.mark.parametrize(
    ("comment", "found", "column", "suggestion"),
    [
        ("# allow IND319", {"IND319", "IND370"}, 18, None),
        ("# allow IND319:   ", {"IND319", "IND370"}, 18, None),
        ("# allow IND399: why", {"IND319", "IND371"}, 26, "IND319"),
        ("# allow IND302: why", {"IND319", "IND372"}, 26, None),
        ("# allow IND303: why", {"IND319", "IND373"}, 26, None),
        ("# allow IND370: why", {"IND319", "IND373"}, 26, None),
    ],
)
def test_what_is_wrong_with_an_allowance_is_told(
    comment: str, found: set[str], column: int, suggestion: str | None, tmp_path: Path
) -> None:
    report = icma.validate(write(tmp_path, DOUBTFUL.replace(INDICATOR, f"{INDICATOR} {comment}")))
    assert set(codes(report)) == found
    (fault,) = [d for d in report.diagnostics if d.code >= "IND370"]
    assert fault.place.column == column
    if suggestion:
        assert fault.suggestion is not None
        assert fault.suggestion in lint_codes()


@pytest.mark.parametrize(
    "title",
    [
        '{es: Policías en servicio, en: "Officers # allow IND319: no"}',
        "\n      es: Policías en servicio\n      en: |\n        Officers\n        # allow IND319: no\n",
        "\n      es: Policías en servicio\n      en: 'Officers\n        # allow IND319: no'",
        '{es: Policías en servicio, en: "Officers on duty"}\n    note: {es: Nota breve, en: A note about#allow IND319}',
    ],
)
def test_a_text_is_no_comment(title: str, tmp_path: Path) -> None:
    text = DOUBTFUL.replace("{es: Policías en servicio, en: Officers on duty}", title)
    assert codes(icma.validate(write(tmp_path, text))) == ["IND319"]


def test_comments_know_their_places() -> None:
    text = "a: 1 # one\n# two\nb: \"# no\" # three\nc: |\n  # no\nd: 'it''s # no' # four\ne: a#b # five\n"
    found = [(c.text, c.line, c.column, c.alone) for c in comments(Source.of("x", text))]
    assert found == [
        ("one", 0, 5, False),
        ("two", 1, 0, True),
        ("three", 2, 10, False),
        ("four", 5, 16, False),
        ("five", 6, 7, False),
    ]


def test_an_allowance_is_not_called_unused_while_the_structure_is_wrong(tmp_path: Path) -> None:
    text = SHORTEST.replace("formula: police", "formula: polise").replace(
        INDICATOR, INDICATOR + " # allow IND245: they are meant to be the same"
    )
    assert set(codes(icma.validate(write(tmp_path, text)))) == {"IND202"}


def test_json_and_sarif_tell_what_is_allowed_and_why(tmp_path: Path) -> None:
    path = write(tmp_path, DOUBTFUL.replace(INDICATOR, INDICATOR + " # allow IND319: none published"))
    (result,) = json.loads(icma.validate(path).render("sarif"))["runs"][0]["results"]
    document = json.loads(icma.validate(path).render("json"))
    assert document["diagnostics"] == []
    assert [(d["code"], d["reason"]) for d in document["allowed"]] == [("IND319", "none published")]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "none published"}]


# Severities ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "ok", "shown"), [("error", False, ["error"]), ("info", True, ["info"]), ("off", True, [])]
)
def test_a_rule_has_the_severity_that_the_caller_gives(level: str, ok: bool, shown: list[str], tmp_path: Path) -> None:
    report = icma.validate(write(tmp_path, DOUBTFUL), severity={"IND319": level})
    assert (report.ok, [d.severity for d in report.diagnostics]) == (ok, shown)
    assert len(report.programs) == int(ok)


def test_a_lint_error_may_be_lowered(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        SHORTEST.replace(
            "    unit: {es: personas, en: persons}\n    direction", "    unit: {es: pesos, en: pesos}\n    direction"
        ),
    )
    assert codes(icma.validate(path)) == ["IND225"]
    assert not icma.validate(path).ok
    assert icma.validate(path, severity={"IND225": "warning"}).ok
    assert icma.load(path).id == "sample"  # what is doubtful never stops scoring


def test_the_configuration_of_the_nearest_folder_is_in_force(tmp_path: Path) -> None:
    path = write(tmp_path / "specs" / "police", DOUBTFUL)
    write(tmp_path, '[severity]\nIND319 = "error"\n', "icmaml-indicators.toml")
    assert [d.severity for d in icma.validate(path).diagnostics] == ["error"]
    assert icma.validate(path, severity={"IND319": "off"}).diagnostics == ()
    write(tmp_path / "specs", '[severity]\nIND319 = "info"\n', "icmaml-indicators.toml")
    assert [d.severity for d in icma.validate(path).diagnostics] == ["info"]
    # Also where a folder further up is validated: the file nearest to each program speaks of it.
    (tmp_path / "icmaml-indicators.toml").rename(tmp_path / "specs" / "police" / "icmaml-indicators.toml")
    found = {d.code: d.severity for d in icma.validate(tmp_path / "specs").diagnostics}
    assert found["IND319"] == "error"
    assert "IND121" not in found


def test_a_configuration_outside_the_repository_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, '[severity]\nIND319 = "error"\n', "icmaml-indicators.toml")
    path = write(tmp_path / "repository", DOUBTFUL)
    (tmp_path / "repository" / ".git").mkdir()
    assert [d.severity for d in icma.validate(path).diagnostics] == ["warning"]


@pytest.mark.parametrize(
    ("text", "code", "line", "suggestion"),
    [
        ('[severity]\nIND399 = "error"\n', "IND371", 2, "IND319"),
        ('[severity]\nIND319 = "warn"\n', "IND375", 2, "warning"),
        ('[severity]\n\nIND202 = "warning"\n', "IND373", 3, None),
        ('[severities]\nIND319 = "error"\n', "IND376", 1, "severity"),
        ("severity = 3\n", "IND375", 1, None),
        ("[severity\n", "IND374", 1, None),
    ],
)
def test_faults_of_the_configuration_have_a_place(
    text: str, code: str, line: int, suggestion: str | None, tmp_path: Path
) -> None:
    path = write(tmp_path, SHORTEST)
    write(tmp_path, text, "icmaml-indicators.toml")
    (fault,) = icma.validate(path).diagnostics
    assert (fault.code, Path(fault.place.file).name, fault.place.line) == (code, "icmaml-indicators.toml", line)
    if suggestion == "IND319":
        assert fault.suggestion in lint_codes()
    else:
        assert fault.suggestion == suggestion


def test_a_caller_s_mistakes_raise() -> None:
    with pytest.raises(icma.UnknownNameError, match="rule `IND399`"):
        icma.validate("sindes", severity={"IND399": "error"})
    with pytest.raises(icma.UnknownNameError, match="did you mean `warning`"):
        icma.validate("sindes", severity={"IND319": "warn"})
    with pytest.raises(IcmamlError, match="IND202 is a fault of structure"):
        icma.validate("sindes", severity={"IND202": "off"})


def test_the_command_line_takes_severities_and_explains_rules(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = str(write(tmp_path, DOUBTFUL))
    assert main(["validate", path]) == 0
    assert main(["validate", path, "--severity", "IND319=error"]) == 1
    assert main(["validate", path, "--severity", "IND319=info", "--strict"]) == 0
    assert "0 errors, 0 warnings, 1 note" in capsys.readouterr().out
    assert main(["validate", path, "--severity", "IND319"]) == 2
    assert "expected CODE=severity" in capsys.readouterr().err
    assert main(["rule", "ind226", "-l", "es"]) == 0
    assert "la unidad dice" in capsys.readouterr().out
    assert main(["rule"]) == 0
    assert "IND226  size-disagrees" in capsys.readouterr().out
    assert main(["rule", "IND999"]) == 2
    assert "rule `IND999`" in capsys.readouterr().err
