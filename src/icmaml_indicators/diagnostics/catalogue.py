"""Every message of the library, in Spanish and English, keyed by a stable code.

Codes: ``IND1xx`` a file as text and structure, ``IND2xx`` formulas, ``IND3xx`` what a program means as a whole,
``IND4xx`` findings in data, ``IND5xx`` what cannot be done at all, ``IND600`` to ``IND639`` what changed between two
versions, and what is above, again what cannot be done. From ``IND700`` on column maps: faults of them to ``IND706``,
what cannot be done, and from ``IND710`` findings in files; from ``IND720`` rounds of collection; from ``IND740`` to
``IND759`` the treatment of figures, and what stands in for absent ones; from ``IND760`` tables of other tools; from
``IND800`` packages of studies. A code is never reused for another meaning. A few stand in a hundred that is not theirs:
what a code is, its `kind` says.
"""

from __future__ import annotations

from .messages import calls, changes, exchange, maps, replication
from .messages.data import analysis, columns, figures, files, results, targets
from .messages.message import Kind, Message, Page, Severity
from .messages.specs import (
    allowances,
    examples,
    formulas,
    matrices,
    parameters,
    populations,
    programs,
    ranges,
    rollups,
    rubrics,
    structure,
    trees,
    units,
    versions,
)

__all__ = ["MESSAGES", "Kind", "Message", "Page", "Severity", "phrase", "rule_anchor"]

MESSAGES: dict[str, Message] = {
    # Specs
    **structure.MESSAGES,
    **formulas.MESSAGES,
    **units.MESSAGES,
    **ranges.MESSAGES,
    **populations.MESSAGES,
    **parameters.MESSAGES,
    **programs.MESSAGES,
    **examples.MESSAGES,
    **rollups.MESSAGES,
    **rubrics.MESSAGES,
    **matrices.MESSAGES,
    **trees.MESSAGES,
    **allowances.MESSAGES,
    **versions.MESSAGES,
    # Data and results
    **figures.MESSAGES,
    **columns.MESSAGES,
    **files.MESSAGES,
    **targets.MESSAGES,
    **results.MESSAGES,
    **analysis.MESSAGES,
    # Column maps, and files that are read by them
    **maps.MESSAGES,
    # Tables of other tools
    **exchange.MESSAGES,
    # Packages of studies
    **replication.MESSAGES,
    # Calls and comparisons
    **calls.MESSAGES,
    **changes.MESSAGES,
}


def phrase(code: str, language: str, **details: object) -> str:
    """Return message `code` in one language, filled with `details`."""
    return MESSAGES[code].text(language, **details)


def rule_anchor(code: str) -> str:
    """Return the anchor of a code on the page of the rules; nothing for a code that has no page."""
    page = MESSAGES[code].page
    return f"#{code.lower()}-{page.name}" if page is not None else ""
