"""Renderers: one Diagnostic, several ways to show it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Literal

from .catalogue import MESSAGES
from .diagnostic import Diagnostic, Language

Format = Literal["text", "json", "github", "sarif"]

_WORDS = {
    "es": {"did": "¿quiso decir", "valid": "válidos", "error": "error", "warning": "aviso", "info": "nota"},
    "en": {"did": "did you mean", "valid": "valid", "error": "error", "warning": "warning", "info": "note"},
}
_NOTE_LIMIT = 16


def _one(diagnostic: Diagnostic, language: Language) -> str:
    words, place = _WORDS[language], diagnostic.place
    head = f"{words[diagnostic.severity]}[{diagnostic.code}]: {diagnostic.message(language)}"
    lines = [head, f"  --> {place.file}:{place.line}:{place.column}"]
    hint = f" {words['did']} `{diagnostic.suggestion}`?" if diagnostic.suggestion else ""
    gutter = " " * len(str(place.line))
    if place.excerpt.strip():
        # A tab keeps its width above and below, so the caret stays under its character.
        indent = "".join("\t" if c == "\t" else " " for c in place.excerpt[: place.column - 1])
        lines += [
            f" {gutter} |",
            f" {place.line} | {place.excerpt}",
            f" {gutter} | {indent}{'^' * place.length}{hint}",
        ]
    elif hint:
        lines.append(f" {gutter} ={hint}")
    if diagnostic.expected:
        shown = ", ".join(diagnostic.expected[:_NOTE_LIMIT])
        more = ", …" if len(diagnostic.expected) > _NOTE_LIMIT else ""
        lines.append(f" {gutter} = {words['valid']}: {shown}{more}")
    return "\n".join(lines)


def render_text(diagnostics: Sequence[Diagnostic], language: Language = "en") -> str:
    """Return each diagnostic with its excerpt and a caret under the fault."""
    return "\n\n".join(_one(diagnostic, language) for diagnostic in diagnostics)


def _record(diagnostic: Diagnostic) -> dict[str, Any]:
    place = diagnostic.place
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "length": place.length,
        "message": {"es": diagnostic.message("es"), "en": diagnostic.message("en")},
        "suggestion": diagnostic.suggestion,
        "expected": list(diagnostic.expected),
    }


def _json(diagnostics: Sequence[Diagnostic], _: Language) -> str:
    document: dict[str, Any] = {"schema": 1, "diagnostics": [_record(d) for d in diagnostics if d.reason is None]}
    allowed = [_record(d) | {"reason": d.reason} for d in diagnostics if d.reason is not None]
    if allowed:
        document["allowed"] = allowed
    return json.dumps(document, ensure_ascii=False, indent=2)


def _github_escape(text: str, *, value: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if value else text


def _github(diagnostics: Sequence[Diagnostic], language: Language) -> str:
    """Workflow commands of GitHub Actions, one a line."""
    lines = []
    for diagnostic in diagnostics:
        place = diagnostic.place
        level = "notice" if diagnostic.severity == "info" else diagnostic.severity
        hint = f" ({_WORDS[language]['did']} `{diagnostic.suggestion}`?)" if diagnostic.suggestion else ""
        lines.append(
            f"::{level} file={_github_escape(place.file, value=True)},line={place.line},col={place.column},"
            f"title={diagnostic.code}::{_github_escape(diagnostic.message(language) + hint)}"
        )
    return "\n".join(lines)


def _sarif_result(diagnostic: Diagnostic, language: Language) -> dict[str, Any]:
    place = diagnostic.place
    region = {"startLine": place.line, "startColumn": place.column, "endColumn": place.column + place.length}
    location = {"artifactLocation": {"uri": place.file.replace("\\", "/")}, "region": region}
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "level": "note" if diagnostic.severity == "info" else diagnostic.severity,
        "message": {"text": diagnostic.message(language)},
        "locations": [{"physicalLocation": location}],
    }
    if diagnostic.reason is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": diagnostic.reason}]
    return result


def _sarif(diagnostics: Sequence[Diagnostic], language: Language) -> str:
    """SARIF 2.1.0, the OASIS exchange format of static analysers."""
    results = [_sarif_result(diagnostic, language) for diagnostic in diagnostics]
    codes = sorted({diagnostic.code for diagnostic in diagnostics})
    rules = [
        {
            "id": code,
            "shortDescription": {"text": MESSAGES[code].es if language == "es" else MESSAGES[code].en},
        }
        for code in codes
    ]
    run = {"tool": {"driver": {"name": "icmaml-indicators", "rules": rules}}, "results": results}
    document = {"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2)


_RENDERERS: dict[str, Callable[[Sequence[Diagnostic], Language], str]] = {
    "text": render_text,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
}


def render(diagnostics: Sequence[Diagnostic], form: Format, language: Language = "en") -> str:
    """Return the diagnostics as ``text``, ``json``, ``github`` (Actions) or ``sarif``."""
    return _RENDERERS[form](diagnostics, language)
