"""``validate``: check specs, mend them, tell what is wrong. Nothing heavy is imported for what is known already."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ...diagnostics import Diagnostic, Language, fix_of
from ...diagnostics.formats.render import Format
from ...diagnostics.formats.text import WIDTH, render_text
from ...errors import IcmamlError
from ...sources.replacing import write_text_atomically
from ...validation.cache import Cache, user_folder
from ...validation.incremental import check
from ...validation.report import ValidationReport
from ..words.printed import count_in_words, put_in_words

if TYPE_CHECKING:
    from ...validation.examples.coverage_result import ExampleCoverage


def run_validate(options: argparse.Namespace) -> int:
    """Check specs; print what is wrong. With ``--fix`` mend first, with ``--diff`` show what that would change."""
    mends = options.fix or options.diff
    if options.unsafe_fixes and not mends:
        raise IcmamlError("IND587", option="--unsafe-fixes")
    form: Format = options.format or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    mended = 0
    if mends:
        from ...validation.mends.mending import mend

        found = mend(*options.paths, unsafe=options.unsafe_fixes, severity=_severity(options))
        report, mended = found.report, len(found.mended)
        if options.diff:
            print(found.diff(), end="")
        else:
            found.write()
    else:
        report = check(options.paths, _cache(options), _severity(options))
    if options.coverage or options.min_coverage is not None:
        from ...validation.report_coverage import with_coverage

        report = with_coverage(report, options.min_coverage)
    if options.diff:
        # The diff is the answer: what remains is told by the exit code, and in words on the other stream.
        print(_summary(report, options.language, mended, (0, 0)), file=sys.stderr)
        return 1 if mended or _bad(report, strict=options.strict) else 0
    _print(report, form, options)
    if form == "text" and not options.output:
        if options.coverage:
            print_coverage(report.coverage, options.language)
        print(_summary(report, options.language, mended, _at_hand(report, options)))
    return 1 if _bad(report, strict=options.strict) else 0


def print_coverage(found: Sequence[ExampleCoverage], language: Language) -> None:
    """Print the figure of each program and the paths that no example reaches."""
    for coverage in found:
        count, reached = len(coverage.paths), sum(path.reached for path in coverage.paths)
        figures = {"percent": coverage.percent, "reached": reached, "count": count}
        print(put_in_words("reached", language, program=coverage.program, **figures))
        for line in coverage.missed_lines(language):
            print(f"  {line}")


def _bad(report: ValidationReport, *, strict: bool) -> bool:
    return not report.ok or (strict and _count(report.diagnostics, "warning") > 0)


def _severity(options: argparse.Namespace) -> dict[str, str]:
    pairs = [given.partition("=") for given in options.severity]
    for code, separator, level in pairs:
        if not separator:
            raise IcmamlError("IND581", given=code + level)
    return {code: level for code, _, level in pairs}


def _cache(options: argparse.Namespace) -> Cache | None:
    folder = Path(options.cache_dir) if options.cache_dir else user_folder()
    return None if options.no_cache or folder is None else Cache(folder / "validate")


def _print(report: ValidationReport, form: Format, options: argparse.Namespace) -> None:
    if form == "text" and not options.output:
        width = shutil.get_terminal_size((WIDTH, 24)).columns if sys.stdout.isatty() else WIDTH
        color = wants_color(sys.stdout, os.environ)
        text = render_text(report.diagnostics, options.language, color=color, width=width)
        text += "\n" if text else ""
    else:
        root = None if form == "text" else repository_root(Path.cwd(), os.environ)
        text = report.render(form, options.language, root)
        if form == "json" and options.coverage:
            document = {**json.loads(text), "coverage": [found.to_record() for found in report.coverage]}
            text = json.dumps(document, ensure_ascii=False, indent=2)
    if options.output:
        write_text_atomically(Path(options.output), f"{text}\n" if text else "")
    elif text:
        print(text)


def wants_color(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether to write in colour: NO_COLOR forbids it, FORCE_COLOR asks for it, else a terminal that can has it."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def repository_root(start: Path, environment: Mapping[str, str]) -> Path:
    """Return the folder from which a service names files: as it says itself, the top of the repository, or `start`."""
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        given = environment.get(name)
        if given and start.resolve().is_relative_to(Path(given).resolve()):
            return Path(given)
    for folder in (start, *start.parents):
        if (folder / ".git").exists():
            return folder
    return start


def _at_hand(report: ValidationReport, options: argparse.Namespace) -> tuple[int, int]:
    """Return how many mends would be made, proved as `--fix` proves them, and how many more with `--unsafe-fixes`."""
    if not any(map(fix_of, report.diagnostics)):
        return 0, 0
    from ...validation.mends.mending import count_mends

    return count_mends(options.paths, _severity(options))


def _summary(report: ValidationReport, language: Language, mended: int, at_hand: tuple[int, int]) -> str:
    """Return the count of everything, and how many faults a machine can mend."""
    sound = [outcome.summary for outcome in report.outcomes if outcome.summary is not None]
    indicators = sum(int(summary["indicators"]) for summary in sound)
    notes, allowed = _count(report.diagnostics, "info"), len(report.suppressed)
    errors = count_in_words(_count(report.diagnostics, "error"), "error", "errors", language)
    warnings = count_in_words(_count(report.diagnostics, "warning"), "warning", "warnings", language)
    counts = {"programs": len(sound), "indicators": indicators, "errors": errors, "warnings": warnings}
    maps = sum(outcome.is_map and not _count(outcome.diagnostics, "error") for outcome in report.outcomes)
    counts["maps"] = f", {count_in_words(maps, 'map', 'maps', language)}" if maps else ""
    head = put_in_words("sound", language, **counts)
    head += f", {count_in_words(notes, 'note', 'notes', language)}" if notes else ""
    head += f"; {count_in_words(allowed, 'allowed one', 'allowed', language)}" if allowed else ""
    safe, unsafe = at_hand
    lines = [head]
    lines += [count_in_words(mended, "mended one", "mended", language)] if mended else []
    lines += [count_in_words(safe, "mend", "mends", language)] if safe else []
    lines += [put_in_words("unsafe", language, count=unsafe)] if unsafe else []
    return "\n".join(lines)


def _count(diagnostics: tuple[Diagnostic, ...], severity: str) -> int:
    return sum(diagnostic.severity == severity for diagnostic in diagnostics)
