"""`run_demo`: every demo as pages and tables, and the index that says what each of them shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..diagnostics import Language
from ..reports import report_tables, write_report, write_tables, write_text
from ..reports.writing import FIGURES_SUFFIX
from ..results import Assessment
from ..specs import Program
from ..targets import TargetResults
from ..validation import describe
from .demos import DEMOS, Demo, Shown
from .index import IndexEntry, name_index, render_index
from .words import WORDS


def run_demo(folder: Path, languages: Sequence[Language] = ("es", "en"), said_in: Language = "en") -> Iterator[str]:
    """Write every demo's pages (one a language), tables and findings, and the index; yield a line for each demo.

    Parameters
    ----------
    folder
        Where to write; made if absent.
    languages
        ``es``, ``en`` or both.
    said_in
        Language of the lines.
    """
    entries: dict[Language, list[IndexEntry]] = {language: [] for language in languages}
    planted: dict[Language, Assessment] = {}
    for demo in DEMOS:
        made = {language: demo.result(language) for language in languages}
        files = _write_tables(demo, made[languages[0]], folder, languages[0])
        written = list(files.values())
        for shown in demo.shown:
            for language in languages:
                subject = shown.of(made[language])
                beside = dict(files)
                name = f"{shown.name}.{language}.html"
                if not isinstance(subject, Program):
                    figures = str(Path(name).with_suffix(FIGURES_SUFFIX[language]))
                    beside = {"figures": figures, "table": f"{shown.name}.csv", **files}
                    if language == languages[0]:
                        _write_table(shown, subject, folder / beside["table"], language)
                _write(demo, shown, made[language], subject, folder / name, language)
                entries[language].append(_entry(demo, shown, name, beside, language))
                written.append(name)
        if demo is DEMOS[0]:
            planted = made
        yield f"{demo.name}: {_describe(made[languages[0]], said_in)} → {', '.join(str(folder / name) for name in written)}"
    for language in languages:
        assessment = planted[language]
        findings = assessment.get_findings(language)
        page = render_index(entries[language], findings, assessment.program, language, languages)
        write_text(page + "\n", folder / name_index(language, languages))
    yield f"{WORDS[said_in]['index']} → {folder / name_index(languages[0], languages)}"


def _write_tables(demo: Demo, made: Any, folder: Path, language: Language) -> dict[str, str]:
    """Write the data that was handed in and the findings, and return the names of their files by kind."""
    files: dict[str, str] = {}
    if demo.data is not None:
        files["data"] = f"{demo.name}.csv"
        write_tables({"data": demo.data()}, folder / files["data"])
    if isinstance(made, Assessment | TargetResults):
        files["findings"] = f"{demo.name}.findings.csv"
        write_tables({"findings": made.get_findings(language)}, folder / files["findings"])
    return files


def _write_table(shown: Shown, subject: Any, path: Path, language: Language) -> None:
    (table,) = report_tables(subject, language, first_only=True).values()
    write_tables({"table": shown.rows(table) if shown.rows else table}, path)


def _write(demo: Demo, shown: Shown, made: Any, subject: Any, path: Path, language: Language) -> None:
    page: dict[str, Any] = {} if shown.annex is None else {"annexes": [shown.annex(made, language)]}
    credits = _in(language, *demo.credits)
    write_report(subject, path, language, kind=shown.kind, own=shown.own, credits=credits, **page)


def _entry(demo: Demo, shown: Shown, name: str, files: dict[str, str], language: Language) -> IndexEntry:
    title, shows, readers = _in(language, shown.title, shown.shows, shown.readers)
    credits = _in(language, *demo.credits)
    return IndexEntry(name, title, shows, readers, demo.synthetic, list(files.items()), credits)


def _in(language: Language, *words: tuple[str, str]) -> list[str]:
    return [pair[0 if language == "es" else 1] for pair in words]


def _describe(made: Any, language: Language) -> str:
    """Return what was worked out, in numbers."""
    words = WORDS[language]["worked_out"]
    if isinstance(made, Program):
        return str(words["program"].format(indicators=len(made.indicators)))
    if not isinstance(made, Assessment):
        (table,) = report_tables(made, language, first_only=True).values()
        return str(words["table"].format(lines=len(table)))
    findings = len(made._scored.table.findings)
    return str(words["assessment"].format(**describe(made.program), findings=findings))
