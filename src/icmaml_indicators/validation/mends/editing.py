"""Replacements in files, byte for byte elsewhere: applied, shown as a diff, written all or none."""

from __future__ import annotations

import codecs
import contextlib
import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path

from ...diagnostics import Fix
from ...diagnostics.formats.paths import shown_path
from ...diagnostics.lines import line_starts
from ...errors import IcmamlError
from ...sources.replacing import write_bytes_atomically


def drop_overlaps(fixes: Iterable[Fix]) -> list[Fix]:
    """Return the fixes in reading order, less those that overlap one before them."""
    kept: list[Fix] = []
    for fix in sorted(set(fixes), key=lambda fix: (fix.file, fix.line, fix.column, fix.length, fix.text)):
        last = kept[-1] if kept else None
        if last and last.file == fix.file and (fix.line, fix.column) < last.end:
            continue
        kept.append(fix)
    return kept


def apply_fixes(content: bytes, fixes: Iterable[Fix]) -> bytes:
    """Return the content of a file with replacements made; marks, line ends and everything else stay as they are.

    Parameters
    ----------
    content
        UTF-8, with or without its mark, any line ends.
    fixes
        All of this file, apart from one another. One whose line does not read as it did is left out.
    """
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    text = content[len(mark) :].decode("utf-8")
    starts = line_starts(text)
    pieces: list[str] = []
    done = 0
    for fix in sorted(fixes, key=lambda fix: (fix.line, fix.column)):
        if fix.line > len(starts):
            continue
        start, reach = starts[fix.line - 1], fix.column - 1 + fix.length
        at = start + fix.column - 1
        if at >= done and text[start : start + reach] == fix.excerpt[:reach]:
            pieces += (text[done:at], fix.text)
            done = at + fix.length
    return mark + "".join([*pieces, text[done:]]).encode("utf-8")


def unified_diff(before: Mapping[Path, bytes], after: Mapping[Path, bytes], root: Path | None = None) -> str:
    """Return the changes as a patch that ``git apply`` and ``patch -p1`` take."""
    parts: list[str] = []
    for path in sorted(after):
        name = shown_path(str(path), root)
        old, new = (_lines(texts[path].decode("utf-8", "surrogateescape")) for texts in (before, after))
        parts.extend(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
        )
    return "".join(parts)


def _lines(text: str) -> list[str]:
    """Split at line feeds only, as diff does."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def write_all(before: Mapping[Path, bytes], after: Mapping[Path, bytes]) -> None:
    """Write changed files, each in one step; when one cannot be written, none is changed.

    Raises
    ------
    IcmamlError
        When a file no longer holds what was read (nothing is written), or cannot be written.
    """
    for path in after:
        if _read(path) != before[path]:
            raise IcmamlError("IND585", path=path)
    done: list[Path] = []
    for path, content in after.items():
        try:
            write_bytes_atomically(path, content, lasting=True)
        except IcmamlError:
            for earlier in done:
                with contextlib.suppress(IcmamlError):
                    write_bytes_atomically(earlier, before[earlier], lasting=True)
            raise
        done.append(path)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
