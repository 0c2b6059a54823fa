"""A ledger as a tree of HTML that opens and closes, for notebooks; every text is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ..diagnostics.cells import printable
from .text import headline, notes

if TYPE_CHECKING:
    from .entries import Account, Entry

_STYLE = (
    ".icma-ledger{font-size:90%;line-height:1.5}.icma-ledger details,.icma-ledger .leaf{margin-left:1.2em}"
    ".icma-ledger summary{cursor:pointer}.icma-ledger code{background:none}"
    ".icma-ledger .note{margin-left:1.8em;opacity:.75}"
    ".icma-ledger .found{margin-left:1.8em;color:#a33}"
)


def ledger_html(ledger: Account) -> str:
    """Return a fragment of HTML; the root and its parts stand open."""
    head = escape(printable(f"{ledger.program} {ledger.version} · {ledger.entity} · {ledger.period}"))
    body = "".join(_entry(ledger.root, ledger.language, 0))
    title = f"<strong>{head}</strong> <small>{escape(ledger.fingerprint)}</small>"
    return f'<div class="icma-ledger" lang="{escape(ledger.language)}"><style>{_STYLE}</style>{title}{body}</div>'


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
