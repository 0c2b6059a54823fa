"""What a file allows, with a reason: ``# allow IND221: why`` at the end of a line or above it.

A comment on a line of its own speaks of the next line that is none; ``# allow IND231 in this file: why`` speaks of the
whole file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ..diagnostics import MESSAGES, Diagnostic, nearest
from ..specs.parsing.comments import comments
from ..specs.parsing.nodes import Source
from .severities import is_fixed, lint_codes

_ALLOW = re.compile(r"allow\s+(?P<codes>IND\w*(?:\s*,\s*\w+)*)(?P<file>\s+in this file)?\s*(?::\s*(?P<reason>.*))?$")
_HINT = re.compile(r"#\s*allow\s+IND")


@dataclass(slots=True)
class Allowance:
    """One code that is allowed in one place.

    Attributes
    ----------
    code, reason
        What is allowed and why.
    file, line
        Where; the line counts from 1 and is None for the whole file.
    place
        The comment, as a diagnostic without a cause.
    used
        Whether something was found that it allows.
    """

    code: str
    reason: str
    file: str
    line: int | None
    source: Source
    comment_line: int
    column: int
    used: bool = field(default=False)


def read_allowances(source: Source) -> tuple[list[Allowance], list[Diagnostic]]:
    """Return what a file allows, and what is wrong with how it says so."""
    hinted = (
        [number for number, line in enumerate(source.lines) if _HINT.search(line)] if "allow" in source.text else []
    )
    if not hinted:
        return [], []
    found: list[Allowance] = []
    faults: list[Diagnostic] = []
    every = comments(source, hinted[-1])
    for comment in every:
        match = _ALLOW.match(comment.text)
        if match is None:
            continue
        start = source.lines[comment.line].index(match["codes"], comment.column)
        reason = (match["reason"] or "").strip()
        if not reason:
            place = source.place(comment.line, comment.column, len(source.lines[comment.line]) - comment.column)
            faults.append(Diagnostic("IND370", place, {"codes": match["codes"]}))
            continue
        line: int | None = comment.line
        if comment.alone:
            line = _next_line(source, comment.line)
        if match["file"]:
            line = None
        for code in re.finditer(r"\w+", match["codes"]):
            column = start + code.start()
            place = source.place(comment.line, column, len(code[0]))
            if code[0] not in MESSAGES:
                hint = nearest(code[0], lint_codes())
                faults.append(Diagnostic("IND371", place, {"name": code[0]}, hint))
            elif is_fixed(code[0]):
                faults.append(Diagnostic("IND373", place, {"name": code[0]}))
            else:
                where = None if line is None else line + 1
                found.append(Allowance(code[0], reason, source.name, where, source, comment.line, column))
    return found, faults


def _next_line(source: Source, line: int) -> int:
    """Return the next line that is neither empty nor a comment."""
    following = line + 1
    while following < len(source.lines) and source.lines[following].strip()[:1] in {"", "#"}:
        following += 1
    return following


def split_by_allowance(
    diagnostics: Iterable[Diagnostic], allowances: list[Allowance]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Part diagnostics into those that stand and those that are allowed; tell of allowances without use.

    Where something is wrong with the structure nothing was looked over, so an allowance may have its use yet.
    """
    kept: list[Diagnostic] = []
    allowed: list[Diagnostic] = []
    by_place: dict[tuple[str, str, int | None], list[Allowance]] = {}
    for allowance in allowances:
        by_place.setdefault((allowance.code, allowance.file, allowance.line), []).append(allowance)
    for diagnostic in diagnostics:
        code, file, line = diagnostic.code, diagnostic.place.file, diagnostic.place.line
        covering = [*by_place.get((code, file, line), ()), *by_place.get((code, file, None), ())]
        covering.sort(key=lambda allowance: (allowance.comment_line, allowance.column))
        for allowance in covering:
            allowance.used = True
        if covering:
            allowed.append(replace(diagnostic, reason=covering[0].reason))
        else:
            kept.append(diagnostic)
    looked_over = not any(diagnostic.severity == "error" and is_fixed(diagnostic.code) for diagnostic in kept)
    for allowance in allowances:
        if looked_over and not allowance.used:
            place = allowance.source.place(allowance.comment_line, allowance.column, len(allowance.code))
            kept.append(Diagnostic("IND372", place, {"name": allowance.code}))
    return kept, allowed
