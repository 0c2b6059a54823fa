"""A summary as a card of HTML: one style sheet, folded parts, tables that say what they leave out.

A cell of a notebook stands by itself, so each card brings the style sheet, which touches nothing outside of it. Nothing
is fetched and nothing runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from ..diagnostics.cells import LAYOUT, printable
from .figures import inert, is_figure, write_value
from .sheets import Sheet
from .summary import Fragment, Part, Summary, Value
from .words import word

# The class twice: notebooks have rules of their own for tables and code, over which these have to win.
STYLE = (
    "&{--ink:#1c2127;--soft:#59636e;--line:#d5dae0;--back:#fff;--band:#f5f7f9;--bad:#a52a1e;color:var(--ink);"
    "background:var(--back);border:1px solid var(--line);border-radius:6px;padding:.7em 1em;max-width:75em;"
    "font:13px/1.5 system-ui,sans-serif;text-align:left;overflow-wrap:break-word}"
    "@media(prefers-color-scheme:dark){&{--ink:#e4e7eb;--soft:#a3adb8;--line:#3a424c;--back:#171b20;--band:#20262d;"
    "--bad:#ff9d8f}}"
    "& p{margin:0 0 .5em;color:inherit}& .soft,& dt{color:var(--soft)}"
    "& dl{display:flex;flex-wrap:wrap;gap:.15em 1.8em;margin:0 0 .5em;padding:0}"
    "& dt,& dd{display:inline;float:none;width:auto;margin:0;padding:0;font-weight:400}"
    "& dd{font-weight:600;margin-left:.5em}"
    "& summary{cursor:pointer;padding:.2em 0}& summary:focus-visible{outline:2px solid}"
    "& .part{border-top:1px solid var(--line)}& .scroll{overflow-x:auto;margin:.2em 0 .5em}"
    "& table{border-collapse:collapse;border:0;margin:0;font-size:12px;color:inherit;table-layout:auto}"
    "& caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    "& tr,& tbody tr:nth-child(odd){background:none}& tbody tr:nth-child(even){background:var(--band)}"
    "& th,& td{padding:.2em .7em;border:0;text-align:left;vertical-align:top;font-weight:400;color:inherit;"
    "white-space:nowrap}"
    "& thead th{border-bottom:1px solid var(--line);color:var(--soft);vertical-align:bottom}"
    "& .figure{text-align:right;font-variant-numeric:tabular-nums}"
    "& .long{white-space:normal;min-width:18em;max-width:38em}"
    "& pre,& code{font:12px/1.5 ui-monospace,monospace;color:inherit;background:none;padding:0;border:0}"
    "& pre{white-space:pre-wrap;margin:.2em 0 .5em}& .tree details,& .tree .leaf{margin-left:1.2em}"
    "& .note,& .found{margin-left:1.8em}& .note{color:var(--soft)}& .found{color:var(--bad)}"
).replace("&", ".icma.icma")
# A column of texts that are all as short stands in single lines.
_SHORT = 36


def render_html(summary: Summary) -> str:
    """Return a fragment of HTML in which every text is escaped, without scripts."""
    language = summary.language
    head = f'<p><span class="soft">{escape(summary.kind)}</span> <strong>{escape(inert(summary.title))}</strong></p>'
    body = "".join(_part(part, language) for part in summary.parts if part.count != 0)
    facts = _facts({**summary.scope, **summary.outcome}, language)
    return f'<div class="icma" lang="{escape(language)}"><style>{STYLE}</style>{head}{facts}{body}</div>'


def _facts(facts: Mapping[str, Value], language: str) -> str:
    lines = [
        f"<div><dt>{escape(word(label, language))}</dt><dd>{escape(write_value(value, language))}</dd></div>"
        for label, value in facts.items()
    ]
    return f"<dl>{''.join(lines)}</dl>" if lines else ""


def _part(part: Part, language: str) -> str:
    heading = word(part.heading, language)
    heading = escape(heading[:1].upper() + heading[1:])
    count = "" if part.count is None else f' <span class="soft">({part.count:,})</span>'
    made = part.make()
    if isinstance(made, Sheet):
        body = _table(made, heading, language)
    else:
        body = made if isinstance(made, Fragment) else f"<pre>{escape(printable(made, LAYOUT))}</pre>"
    opened = " open" if part.is_open else ""
    return f'<details class="part"{opened}><summary>{heading}{count}</summary>{body}</details>'


def _table(sheet: Sheet, caption: str, language: str) -> str:
    kinds = [_class_of([row[place] for row in sheet.rows]) for place in range(len(sheet.columns))]
    head = "".join(
        f'<th scope="col"{kind}>{escape(inert(name))}</th>' for name, kind in zip(sheet.columns, kinds, strict=True)
    )
    lines = []
    for row in sheet.rows:
        cells = [escape(write_value(cell, language)) for cell in row]
        first = f'<th scope="row"{kinds[0]}>{cells[0]}</th>'
        rest = "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(cells[1:], kinds[1:], strict=True))
        lines.append(f"<tr>{first}{rest}</tr>")
    table = f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}">{table}</div>{_left(sheet, language)}'
    )


def _class_of(cells: Sequence[Any]) -> str:
    """Return how the cells of a column stand: figures at the right, long texts in several lines."""
    if any(map(is_figure, cells)) and all(is_figure(cell) or cell is None for cell in cells):
        return ' class="figure"'
    return ' class="long"' if any(isinstance(cell, str) and len(cell) > _SHORT for cell in cells) else ""


def _left(sheet: Sheet, language: str) -> str:
    """Return what is told of the lines and columns that are not shown."""
    counts = {"line": sheet.lines_left, "column": sheet.columns_left}
    if not any(counts.values()):
        return ""
    told = word("and_more", language).format(write_value(counts, language))
    return f'<p class="soft">… {escape(told)}</p>'
