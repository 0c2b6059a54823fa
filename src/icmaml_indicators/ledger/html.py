"""A ledger as a tree of HTML that opens and closes, for notebooks; every text is escaped."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from ..diagnostics.cells import printable
from ..display import Fragment, Part, Summary
from .text import headline, notes
from .words import number, word

if TYPE_CHECKING:
    from .entries import Account, Entry


def summarise_account(ledger: Account) -> Summary:
    """Return what a ledger says of itself: all of it, as a tree of which the root and its parts stand open."""
    entries = [entry for _, entry in ledger.walk()]
    known = Counter(entry.provenance for entry in entries if entry.kind == "indicator" and entry.provenance)
    root = ledger.root
    scope = {
        "node": f"{root.id}, {root.title}",
        "value": None if root.value is None else number(root.value),
        "score": None if root.score is None else number(root.score),
        "level": root.level,
        "reason": word(ledger.language, root.reason),
    }
    return Summary(
        "Ledger",
        f"{ledger.program} {ledger.version} · {ledger.entity} · {ledger.period}",
        ledger.language,
        {label: fact for label, fact in scope.items() if fact},
        {
            "entries": len(entries),
            "findings": sum(len(entry.findings) for entry in entries),
            "provenance": dict(known),
            "fingerprint": ledger.fingerprint,
        },
        (Part("ledger", lambda: _tree(ledger), is_open=True),),
    )


def _tree(ledger: Account) -> Fragment:
    return Fragment(f'<div class="tree">{"".join(_entry(ledger.root, ledger.language, 0))}</div>')


def _entry(entry: Entry, language: str, depth: int) -> list[str]:
    line = f'<code title="{escape(printable(entry.title), quote=True)}">{escape(headline(entry, language))}</code>'
    below = [
        f'<div class="{"found" if note.startswith("! ") else "note"}"><code>{escape(note)}</code></div>'
        for note in notes(entry, language)
    ]
    for child in entry.children:
        below += _entry(child, language, depth + 1)
    if not below:
        return [f'<div class="leaf">{line}</div>']
    opened = " open" if depth < 2 else ""
    return [f"<details{opened}><summary>{line}</summary>", *below, "</details>"]
