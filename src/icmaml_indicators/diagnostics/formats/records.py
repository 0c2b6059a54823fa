"""For programs: JSON. ``docs/schemas/diagnostics-1.json`` describes it; `schema` is its version."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ..diagnostic import Diagnostic
from ..fixes import fix_of

SCHEMA = 1


def _record(diagnostic: Diagnostic) -> dict[str, Any]:
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


def render_json(diagnostics: Sequence[Diagnostic], suppressed: Sequence[Diagnostic] = ()) -> str:
    """Return the diagnostics as one JSON document, with the files as they were given, and what those allow."""
    document: dict[str, Any] = {"schema": SCHEMA, "diagnostics": [_record(diagnostic) for diagnostic in diagnostics]}
    if suppressed:
        document["allowed"] = [_record(diagnostic) | {"reason": diagnostic.reason} for diagnostic in suppressed]
    return json.dumps(document, ensure_ascii=False, indent=2)
