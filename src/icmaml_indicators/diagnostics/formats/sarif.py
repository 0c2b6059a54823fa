"""SARIF 2.1.0, the OASIS exchange format of static analysers: for code scanning and for editors.

Columns are counted in UTF-16 code units, as the editors and services that read SARIF count them; the document says so.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..catalogue import MESSAGES, rule_anchor
from ..diagnostic import Diagnostic, Language, Place
from ..fixes import Fix, fix_of
from ..words import WORDS, sentence
from .fingerprints import fingerprints
from .paths import as_uri

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVEL = {"error": "error", "warning": "warning", "info": "note"}


def units(text: str) -> int:
    """Return how many UTF-16 code units a text has."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def render_sarif(
    diagnostics: Sequence[Diagnostic],
    language: Language,
    root: Path,
    *,
    version: str = "",
    suppressed: Sequence[Diagnostic] = (),
) -> str:
    """Return the diagnostics as a SARIF log.

    Parameters
    ----------
    diagnostics, language
        What is told, and how.
    root
        The top of the repository: files below it are named from there, others by their whole URI.
    version
        Version of the library.
    suppressed
        What the files allow: told as such, with their reason.
    """
    everything = [*diagnostics, *suppressed]
    codes = sorted({diagnostic.code for diagnostic in everything})
    index = {code: number for number, code in enumerate(codes)}
    results = []
    for number, (diagnostic, print_) in enumerate(zip(everything, fingerprints(everything, root), strict=True)):
        result: dict[str, Any] = {
            "ruleId": diagnostic.code,
            "ruleIndex": index[diagnostic.code],
            "level": _LEVEL[diagnostic.severity],
            "message": {"text": sentence(diagnostic, language)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": _artifact(diagnostic.place.file, root),
                        "region": _region(diagnostic.place),
                    }
                }
            ],
            "partialFingerprints": {"spanOfLine/v1": print_},
        }
        fix = fix_of(diagnostic)
        if fix is not None:
            result["fixes"] = [_fix(fix, language, root)]
        if number >= len(diagnostics):
            why = {"justification": diagnostic.reason} if diagnostic.reason else {}
            result["suppressions"] = [{"kind": "inSource", **why}]
        results.append(result)
    driver: dict[str, Any] = {"name": "icmaml-indicators", "rules": [_rule(code, language) for code in codes]}
    if version:
        driver |= {"version": version, "semanticVersion": version}
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The top of the repository."}}},
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: str, language: Language) -> dict[str, Any]:
    message = MESSAGES[code]
    text = message.es if language == "es" else message.en
    page = f"docs/en/reference/rules.md{rule_anchor(code)}"
    return {
        "id": code,
        "shortDescription": {"text": text},
        "fullDescription": {"text": text},  # GitHub asks for it
        "help": {"text": page, "markdown": f"[{code}]({page})"},
        "defaultConfiguration": {"level": _LEVEL[message.severity]},
    }


def _artifact(file: str, root: Path) -> dict[str, Any]:
    uri, relative = as_uri(file, root)
    return {"uri": uri, "uriBaseId": _ROOT} if relative else {"uri": uri}


def _region(place: Place) -> dict[str, Any]:
    end_line, _ = place.end
    if place.below:
        end = units(place.below[-1][: place.last])
    else:
        # A place past the last character (something is missing there) is one column wide all the same.
        past = max(0, place.column - 1 + place.length - len(place.excerpt))
        end = units(place.excerpt[: place.column - 1 + place.length]) + past
    region = {
        "startLine": place.line,
        "startColumn": units(place.excerpt[: place.column - 1]) + 1,
        "endLine": end_line,
        "endColumn": end + 1,
    }
    return {**region, "snippet": {"text": place.text}} if place.text and not place.below else region


def _fix(fix: Fix, language: Language, root: Path) -> dict[str, Any]:
    before, old = fix.excerpt[: fix.column - 1], fix.excerpt[fix.column - 1 : fix.column - 1 + fix.length]
    region = {
        "startLine": fix.line,
        "startColumn": units(before) + 1,
        "endLine": fix.line,
        "endColumn": units(before) + units(old) + 1,
    }
    replacement = {"deletedRegion": region, "insertedContent": {"text": fix.text}}
    return {
        "description": {"text": WORDS[language]["mend"].format(fix.text)},
        "artifactChanges": [{"artifactLocation": _artifact(fix.file, root), "replacements": [replacement]}],
    }
