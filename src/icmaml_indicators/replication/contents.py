"""What came of a study, as the files of its package: results, credits, the note of the method, what is what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..diagnostics import Language
from ..diagnostics.cells import printable
from ..reports import escape_formulas, render_note, write_tables
from ..results import Assessment
from .manifest import Manifest
from .scoring import Tables
from .words import CREDITS, README

if TYPE_CHECKING:
    import pandas as pd

RESULTS = "results/results.json"
_LANGUAGES: tuple[Language, ...] = ("es", "en")
# One column a node, by what the column holds.
_BY_NODE = {"results/scores.csv": "score", "results/ranks.csv": "rank", "results/levels.csv": "level"}
_FINDINGS = "results/findings.csv"


def write_results(tables: Tables, folder: Path) -> dict[str, bytes]:
    """Return the tables of results for people, by name: each follows from the results alone.

    Raises
    ------
    KeyError, TypeError, ValueError
        When these are no results.
    """
    import pandas as pd

    shown = {name: _table_by_node(tables, column) for name, column in _BY_NODE.items()}
    shown[_FINDINGS] = pd.DataFrame(tables["findings"])
    found = {}
    for name, table in shown.items():
        path = folder / Path(name).name
        write_tables({"table": escape_formulas(table)}, path)
        found[name] = path.read_bytes()
        path.unlink()
    return found


def _table_by_node(tables: Tables, column: str) -> pd.DataFrame:
    """Return one line an entity in a period, and one column a node."""
    import numpy as np
    import pandas as pd

    nodes, rows = tables["nodes"]["id"], tables["rows"]
    kind = object if column == "level" else np.float64
    cells = np.array(tables["figures"][column], kind).reshape(len(rows["entity"]), len(nodes))
    found = pd.DataFrame(cells, columns=nodes)
    for place, key in enumerate(("entity", "period")):
        found.insert(place, key, rows[key], allow_duplicates=True)
    return found


def write_words(assessment: Assessment, manifest: Manifest) -> dict[str, bytes]:
    """Return the words of credit, the note of the method in both languages, and what is what in the package.

    Raises
    ------
    MissingExtraError
        When the extra ``reports`` is not installed.
    """
    found = {}
    for language in _LANGUAGES:
        credits = assessment.get_credits(language)
        found[f"note.{language}.html"] = f"{render_note(assessment.program, language, credits=credits)}\n"
    found["credits.txt"] = "".join(f"{line}\n" for line in _list_credits(assessment))
    found["README.md"] = write_readme(manifest)
    return {name: text.encode("utf-8", "backslashreplace") for name, text in found.items()}


def _list_credits(assessment: Assessment) -> list[str]:
    found = []
    for language in _LANGUAGES:
        credits = assessment.get_credits(language)
        found += [CREDITS[language][bool(credits)], *map(printable, credits)]
    return found


def write_readme(manifest: Manifest) -> str:
    """Return what lies in the package and how to verify it, in Spanish and English."""
    program, data = manifest.program, [file for file in manifest.files if file.role == "data"]
    is_whole = all(file.included for file in data)
    texts = []
    for language in _LANGUAGES:
        words = README[language]
        title = program.title.es if language == "es" else program.title.en
        told = {"id": program.id, "version": program.version, "title": title, "library": manifest.library}
        told = {key: _inert(value) for key, value in (told | manifest.versions).items()}
        known = [f"* `{_inert(file.name)}`: {file.bytes:,} bytes, SHA-256 `{file.sha256}`" for file in data]
        command = f"    icmaml-indicators verify study.zip{'' if is_whole else ' --data ' + words['file']}"
        parts = [words["head"].format(**told), words["versions"].format(**told), words["list"]]
        parts += [words["data" if is_whole else "no data"], "\n".join(known)] if known else []
        texts += [*parts, words["verify"], command]
    return "\n\n".join(texts) + "\n"


def _inert(text: str) -> str:
    """Return a text that neither acts nor marks anything up."""
    return printable(text).replace("`", "'").replace("<", "‹").replace("[", "(").replace("]", ")")
