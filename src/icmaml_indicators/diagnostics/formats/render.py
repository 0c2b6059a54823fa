"""Renderers: one Diagnostic, several ways to show it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from ..diagnostic import Diagnostic, Language
from .text import render_text

Format = Literal["text", "json", "github", "gitlab", "sarif"]
FORMATS: tuple[Format, ...] = ("text", "json", "github", "gitlab", "sarif")

__all__ = ["FORMATS", "Format", "render", "render_text"]


def render(
    diagnostics: Sequence[Diagnostic],
    form: Format,
    language: Language = "en",
    *,
    root: Path | None = None,
    version: str = "",
    suppressed: Sequence[Diagnostic] = (),
) -> str:
    """Return the diagnostics in one of the formats.

    Parameters
    ----------
    diagnostics
        What is told, in reading order.
    form
        ``text``, ``json``, ``github`` (Actions), ``gitlab`` (Code Quality) or ``sarif``.
    language
        Of messages; ``json`` has both.
    root
        The top of the repository, from which files are named; the working folder by default. ``json`` gives them as
        the user did.
    version
        Version of the library, for ``sarif``.
    suppressed
        What the files allow; only ``json`` and ``sarif`` have a place for it.
    """
    top = root or Path.cwd()
    if form == "json":
        from .records import render_json

        return render_json(diagnostics, suppressed)
    if form == "github":
        from .github import render_github

        return render_github(diagnostics, language, top)
    if form == "gitlab":
        from .gitlab import render_gitlab

        return render_gitlab(diagnostics, language, top)
    if form == "sarif":
        from .sarif import render_sarif

        return render_sarif(diagnostics, language, top, version=version, suppressed=suppressed)
    return render_text(diagnostics, language, root=top)
