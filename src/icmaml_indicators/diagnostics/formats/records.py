"""For programs: JSON. ``docs/schemas/diagnostics-1.json`` describes it; `schema` is its version."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ..diagnostic import Diagnostic
from ..fixes import fix_of

SCHEMA = 1


def diagnostic_record(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as plain data."""
    place, fix = diagnostic.place, fix_of(diagnostic)
    end_line, end_column = place.end
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": end_line,
        "end_column": end_column,
        "length": place.length,
        "message": {"es": diagnostic.message("es"), "en": diagnostic.message("en")},
        "suggestion": diagnostic.suggestion,
        "expected": list(diagnostic.expected),
        "fix": None
        if fix is None
        else {"line": fix.line, "column": fix.column, "length": fix.length, "text": fix.text, "safe": fix.safe},
    }


def diagnostics_record(diagnostics: Sequence[Diagnostic], suppressed: Sequence[Diagnostic] = ()) -> dict[str, Any]:
    """Return the diagnostics as plain data, with the files as they were given, and what those allow."""
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "diagnostics": [diagnostic_record(diagnostic) for diagnostic in diagnostics],
    }
    if suppressed:
        document["allowed"] = [
            diagnostic_record(diagnostic) | {"reason": diagnostic.reason} for diagnostic in suppressed
        ]
    return document


def render_json(diagnostics: Sequence[Diagnostic], suppressed: Sequence[Diagnostic] = ()) -> str:
    """Return `diagnostics_record` as one JSON document."""
    return json.dumps(diagnostics_record(diagnostics, suppressed), ensure_ascii=False, indent=2)
