"""A summary as three lines, for `repr`."""

from __future__ import annotations

from collections.abc import Mapping

from ..diagnostics.brief import cut
from .figures import inert, write_value
from .summary import Summary, Value
from .words import word

_WIDTH = 120


def render_text(summary: Summary) -> str:
    """Return at most three lines: what it is, what it is about, what came of it."""
    lines = [f"{summary.kind}: {inert(summary.title)}"]
    lines += [_facts(facts, summary.language) for facts in (summary.scope, summary.outcome) if facts]
    return "<" + "\n  ".join(cut(line, _WIDTH) for line in lines) + ">"


def _facts(facts: Mapping[str, Value], language: str) -> str:
    return " · ".join(f"{word(label, language)}: {write_value(value, language)}" for label, value in facts.items())
