"""The documents that are written from the library: ``python -m tests.documents`` writes those that are no longer true.

The schemas and the page of the rules are written whole; in the pages of the guide, what stands between two marks
``<!-- table: name -->``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from icmaml_indicators.diagnostics import MESSAGES, Language, Message, rule_anchor
from icmaml_indicators.linting import Severities, lint_codes
from icmaml_indicators.linting.reference import markdown
from icmaml_indicators.linting.severities import LEVEL_WORDS
from icmaml_indicators.maps.schema import map_schema
from icmaml_indicators.plain_data.kinds.changes import DIFF, PATH
from icmaml_indicators.plain_data.schema import document_schema, results_schema
from icmaml_indicators.replication.manifest import manifest_schema
from icmaml_indicators.specs.schema.json_schema import spec_schema
from tests.conftest import REPOSITORY

DOCS = REPOSITORY / "docs"
LANGUAGES: tuple[Language, ...] = ("en", "es")
_HEADS = {
    "en": {"code": "code", "severity": "severity", "message": "message", "consequence": "what happens to the figure"},
    "es": {"code": "código", "severity": "severidad", "message": "mensaje", "consequence": "qué pasa con la cifra"},
}


def _words(message: Message, language: Language) -> str:
    """Return the message with an ellipsis for each detail, as a cell of a table."""
    text = message.es if language == "es" else message.en
    return re.sub(r"\{\w+\}", "…", text).replace("{{", "{").replace("}}", "}").replace("|", "\\|")


def _table(language: Language, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    head = tuple(_HEADS[language][column] for column in columns)
    lines = [head, ("---",) * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines).replace("| --- ", "|---").replace("--- |", "---|")


def findings(language: Language) -> str:
    """Return what is found in data and results, and what becomes of the figure."""
    rows = []
    for code, message in sorted(MESSAGES.items()):
        if message.consequence is not None:
            level = LEVEL_WORDS[language][message.severity]
            consequence = message.consequence[0 if language == "es" else 1]
            rows.append((code, level, _words(message, language), consequence))
    return _table(language, ("code", "severity", "message", "consequence"), rows)


def doubts(language: Language) -> str:
    """Return what is doubtful in a spec that can be used: the rules whose severity can be set."""
    rows = []
    for code in lint_codes():
        level = LEVEL_WORDS[language][Severities().level(code)]
        rows.append((f"[{code}](rules.md{rule_anchor(code)})", level, _words(MESSAGES[code], language)))
    return _table(language, ("code", "severity", "message"), rows)


TABLES: dict[str, Callable[[Language], str]] = {"findings": findings, "doubts": doubts}


def with_tables(text: str, language: Language) -> str:
    """Return a page of the guide with each of its marked tables as it is now.

    Raises
    ------
    KeyError
        For a mark that names no table.
    """
    mark = r"(<!-- table: (\w+) -->\n)(?:.*?)(<!-- table: \2 -->\n)"
    return re.sub(
        mark,
        lambda found: f"{found[1]}\n{TABLES[found[2]](language)}\n{found[3]}",
        text,
        flags=re.DOTALL,
    )


def _as_text(schema: Any) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def schemas() -> dict[str, str]:
    """Return the JSON Schemas by the names of their files."""
    diff = ("Comparison of versions by icmaml-indicators, version 1", "What `SpecDiff.to_json()` writes.", DIFF)
    path = ("Path to a target of icmaml-indicators, version 1", "What `ImprovementPath.to_json()` writes.", PATH)
    return {
        "spec-1.json": _as_text(spec_schema(part=False)),
        "spec-1-part.json": _as_text(spec_schema(part=True)),
        "map-1.json": _as_text(map_schema()),
        "results-1.json": _as_text(results_schema()),
        "diff-1.json": _as_text(document_schema(*diff)),
        "study-1.json": _as_text(manifest_schema()),
        "path-1.json": _as_text(document_schema(*path)),
    }


def written_documents() -> dict[Path, str]:
    """Return each document that is written from the library, wholly or in part, as it should read."""
    texts = {
        **{DOCS / "schemas" / name: text for name, text in schemas().items()},
    }
    for language in LANGUAGES:
        texts[DOCS / language / "reference" / "rules.md"] = markdown(language)
        for path in sorted((DOCS / language).rglob("*.md")):
            text = path.read_text(encoding="utf-8")
            if "<!-- table:" in text:
                texts[path] = with_tables(text, language)
    return texts


if __name__ == "__main__":
    for path, text in written_documents().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(REPOSITORY))
