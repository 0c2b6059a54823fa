"""For GitHub Actions: workflow commands that become annotations on the lines of a pull request."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..diagnostic import Diagnostic, Language
from ..words import sentence
from .paths import shown_path


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: object) -> str:
    return _data(str(text)).replace(":", "%3A").replace(",", "%2C")


def render_github(diagnostics: Sequence[Diagnostic], language: Language, root: Path) -> str:
    """Return one command a line; files are named from `root`, the top of the repository, down.

    Columns are given only where a place lies within one line: GitHub shows no others.
    """
    lines = []
    for diagnostic in diagnostics:
        place = diagnostic.place
        end_line, end_column = place.end
        properties = {"file": shown_path(place.file, root), "line": place.line, "endLine": end_line}
        if end_line == place.line:
            properties |= {"col": place.column, "endColumn": end_column}
        properties["title"] = diagnostic.code
        level = "notice" if diagnostic.severity == "info" else diagnostic.severity
        shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        lines.append(f"::{level} {shown}::{_data(sentence(diagnostic, language))}")
    return "\n".join(lines)
