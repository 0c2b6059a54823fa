"""For GitLab: the report of Code Quality, which shows in merge requests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from ..diagnostic import Diagnostic, Language
from ..words import sentence
from .fingerprints import fingerprints
from .paths import shown_path

_SEVERITY = {"error": "major", "warning": "minor", "info": "info"}


def render_gitlab(diagnostics: Sequence[Diagnostic], language: Language, root: Path) -> str:
    """Return the report; files are named from `root`, the top of the repository, down. No fault is an empty list."""
    report = [
        {
            "description": sentence(diagnostic, language),
            "check_name": diagnostic.code,
            "fingerprint": fingerprint,
            "severity": _SEVERITY[diagnostic.severity],
            "location": {
                "path": shown_path(diagnostic.place.file, root),
                "lines": {"begin": diagnostic.place.line, "end": diagnostic.place.end[0]},
            },
        }
        for diagnostic, fingerprint in zip(diagnostics, fingerprints(diagnostics, root), strict=True)
    ]
    return json.dumps(report, ensure_ascii=False, indent=2)
