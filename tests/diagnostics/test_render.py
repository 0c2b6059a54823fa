"""One diagnostic, several renderers, two languages."""

from __future__ import annotations

import json
import string

import jsonschema
import pytest

import icmaml_indicators as icma
from icmaml_indicators.diagnostics import MESSAGES, Diagnostic, render
from tests.conftest import HEAD, REPOSITORY

TEXT = (
    HEAD
    + """\
variables: [{id: police, title: {es: P, en: P}}]
tree:
  - id: rate
    title: {es: R, en: R}
    direccion: higher
    direction: higher
    formula: police
    examples: [{given: {police: 1}, expect: 1}]
"""
)


def diagnostics() -> tuple[Diagnostic, ...]:
    with pytest.raises(icma.SpecError) as caught:
        icma.loads(TEXT, "finance.yaml")
    return caught.value.diagnostics


def test_text_shows_the_line_a_caret_and_the_mend() -> None:
    shown = render(diagnostics(), "text", "en").splitlines()
    assert shown[:5] == [
        "error[IND104]: unknown key `direccion`",
        "  --> finance.yaml:12:5",
        "    |",
        " 12 |     direccion: higher",
        "    |     ^^^^^^^^^ did you mean `direction`?",
    ]
    assert shown[5].startswith("    = valid: absent, applies, attainment, break_note, columns, ")
    assert shown[5].endswith(", …")


def test_text_in_spanish() -> None:
    shown = render(diagnostics(), "text", "es")
    assert "error[IND104]: clave desconocida `direccion`" in shown
    assert "¿quiso decir `direction`?" in shown


def test_json_carries_both_languages_and_the_place() -> None:
    (record,) = json.loads(render(diagnostics(), "json"))["diagnostics"]
    assert (record["file"], record["line"], record["column"], record["length"]) == ("finance.yaml", 12, 5, 9)
    assert record["message"] == {"es": "clave desconocida `direccion`", "en": "unknown key `direccion`"}
    assert record["suggestion"] == "direction"
    assert (record["end_line"], record["end_column"]) == (12, 14)
    assert record["fix"] == {"line": 12, "column": 5, "length": 9, "text": "direction", "safe": True}


def test_json_is_as_its_schema_says() -> None:
    schema = json.loads((REPOSITORY / "docs" / "schemas" / "diagnostics-1.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    bad = REPOSITORY / "tests" / "specs" / "bad"
    document = json.loads(icma.validate(bad).render("json"))
    assert len(document["diagnostics"]) > 60
    jsonschema.Draft202012Validator(schema).validate(document)
    known = set(schema["$defs"]["diagnostic"]["properties"])
    assert all(set(record) == known for record in document["diagnostics"])


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_both_languages_fill_from_the_same_details(code: str) -> None:
    """Each language may leave out only a detail that comes in a version of its own (problem_es, wanted_en, …)."""

    def fields(text: str) -> set[str]:
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        return {name.removesuffix("_es").removesuffix("_en") for name in names}

    message = MESSAGES[code]
    assert fields(message.es) == fields(message.en)
    assert message.es != message.en
