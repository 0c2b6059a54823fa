"""The rule reference: what each code of a spec means, why it is bad, how it is written well."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping

from ..diagnostics import MESSAGES, Language, Page, rule_anchor
from .severities import LEVEL_WORDS, Severities, is_fixed

RULES: dict[str, Page] = {code: message.page for code, message in sorted(MESSAGES.items()) if message.page is not None}

_WORDS = {
    "es": {
        "says": "Mensaje",
        "does": "Qué hace",
        "why": "Por qué importa",
        "bad": "Mal",
        "good": "Bien",
        "instead": "En su lugar",
        "severity": "Severidad",
        "fixed": "falta de estructura, no se puede permitir",
        "set": "configurable; se permite con `# allow {code}: razón`",
        "title": "Reglas",
        "about": "Qué encuentra `validate` en los specs. Esta página la escribe `icmaml-indicators rule --all -l es`; "
        "las pruebas corren sus ejemplos. Cómo se configuran y se permiten las reglas: "
        "[revisar definiciones](../how-to/check-specs.md).",
        "head": "código | nombre | severidad | mensaje",
        "always": "fija",
        "nothing": "# (nada)",
        "empty": "# una carpeta vacía",
    },
    "en": {
        "says": "Message",
        "does": "What it does",
        "why": "Why it is bad",
        "bad": "Bad",
        "good": "Good",
        "instead": "Use instead",
        "severity": "Severity",
        "fixed": "a fault of structure, cannot be allowed",
        "set": "configurable; allowed with `# allow {code}: reason`",
        "title": "Rules",
        "about": "What `validate` finds in specs. This page is written by `icmaml-indicators rule --all`; the tests "
        "run its examples. How rules are configured and allowed: [check specs](../how-to/check-specs.md).",
        "head": "code | name | severity | message",
        "always": "fixed",
        "nothing": "# (nothing)",
        "empty": "# an empty folder",
    },
}


def example_files(page: Page) -> tuple[Mapping[str, str], Mapping[str, str]] | None:
    """Return the files of the good and of the bad example, by name; None where a rule has no example to run."""
    if page.good_files:
        return page.good_files, page.bad_files
    if page.sample is None:
        return None
    if page.sample.count(page.good) != 1:
        raise ValueError(f"{page.name}: the good lines do not stand exactly once in the sample")
    return {"sample.yaml": page.sample}, {"sample.yaml": page.sample.replace(page.good, page.bad)}


def _severity(code: str, language: Language) -> str:
    words = _WORDS[language]
    level = Severities().level(code)
    how = words["fixed"] if is_fixed(code) else words["set"].format(code=code)
    return f"{LEVEL_WORDS[language][level]} ({how})"


def _said(code: str, language: Language) -> list[tuple[str, str]]:
    """Return what a page says of its rule, each with its heading: what it finds, why that is bad, what to do."""
    if language == "es":
        from .spanish import PAGES

        told = PAGES[code]
    else:
        page = RULES[code]
        told = (page.does, page.why, page.instead)
    return [(key, text) for key, text in zip(("does", "why", "instead"), told, strict=False) if text]


def _lines(page: Page, language: Language) -> list[tuple[str, str]]:
    """Return the bad and the good lines of a page, each with its heading; nothing where there is nothing to show."""
    words = _WORDS[language]
    if page.good_files:
        bad, good = (_folder(files, words["empty"]) for files in (page.bad_files, page.good_files))
        return [("bad", bad), ("good", good)]
    shown = [("bad", page.bad), ("good", page.good)] if page.sample is not None else []
    return [(key, textwrap.dedent(text).strip("\n") or words["nothing"]) for key, text in shown]


def _folder(files: Mapping[str, str], empty: str) -> str:
    """Return a listing of files; of a file that is not short only the name."""
    if not files:
        return empty
    lines = []
    for name, text in files.items():
        short = len(text.splitlines()) <= 3
        lines.append(f"# {name.removeprefix('../')}" + (":" if short else ""))
        lines += text.rstrip().splitlines() if short else []
        if "parts:" in text:
            lines[-1] += f": … {text[text.index('parts:') :].strip()}"
    return "\n".join(lines)


def page_text(code: str, language: Language = "en") -> str:
    """Return one page for a terminal."""
    page, words = RULES[code], _WORDS[language]
    message = MESSAGES[code].es if language == "es" else MESSAGES[code].en
    does, why, *instead = [f"{words[key]}: {text}" for key, text in _said(code, language)]
    parts = [f"{code} {page.name}", f"{words['severity']}: {_severity(code, language)}"]
    parts += [f"{words['says']}: {message}", does, why]
    parts += [f"{words[key]}:\n{textwrap.indent(text, '    ')}" for key, text in _lines(page, language)]
    return "\n\n".join([*parts, *instead])


def markdown(language: Language = "en") -> str:
    """Return the whole reference as Markdown."""
    words = _WORDS[language]
    head = f"# {words['title']}\n\n{_wrapped(words['about'])}\n\n| {words['head']} |\n|---|---|---|---|\n"
    rows = []
    for code, page in RULES.items():
        level = LEVEL_WORDS[language][Severities().level(code)] if language == "es" else Severities().level(code)
        mark = f" ({words['always']})" if is_fixed(code) else ""
        message = MESSAGES[code].es if language == "es" else MESSAGES[code].en
        rows.append(f"| [{code}]({rule_anchor(code)}) | {page.name} | {level}{mark} | {message} |\n")
    return head + "".join(rows) + "".join(_section(code, page, language) for code, page in RULES.items())


def _section(code: str, page: Page, language: Language) -> str:
    words = _WORDS[language]
    parts = [f"\n## {code} {page.name}\n", f"**{words['severity']}**: {_severity(code, language)}\n"]
    does, why, *instead = [_wrapped(f"**{words[key]}.** {text}") + "\n" for key, text in _said(code, language)]
    parts += [does, why]
    for key, text in _lines(page, language):
        parts.append(f"**{words[key]}**\n\n```yaml\n{text}\n```\n")
    return "\n".join([*parts, *instead])


def _wrapped(text: str) -> str:
    """Return prose as lines of at most 100 columns; what stands in backticks is not parted."""
    kept = re.sub(r"`[^`]+`", lambda code: code[0].replace(" ", "\0"), text)
    return textwrap.fill(kept, 100, break_long_words=False, break_on_hyphens=False).replace("\0", " ")
