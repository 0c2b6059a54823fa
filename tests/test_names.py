"""Names say what a thing does or is: no bare participles, no idioms, one name one thing in a room."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "src" / "icmaml_indicators"
IDIOMS = {"because", "come", "told", "tell", "gone", "apart", "together", "listed", "settle", "stand", "strange"}
PARTICIPLE = re.compile(r"[A-Za-z][a-z]*ed|held|told|found|gone|known|drawn|shown|written|taken|given|kept|made|left")
# Nouns, verbs and adjectives that end like a participle.
TERMS = {"need", "seed", "speed", "embed", "feed"}
# What people hold or read: columns, and figures that bear the name of their state in every document.
STAYS = {"reached", "missed", "published", "compiled", "rolled"}
# Parts of the JSON Schema, and the usual word for a program with its scores.
STAYS |= {"Replaced", "Versioned", "Scored"}
# Rooms whose names are being written anew.


def public_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the public functions and classes of a module, and the methods of its public classes."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        yield node.lineno, node.name
        for part in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(part, ast.FunctionDef) and not part.name.startswith("_"):
                yield part.lineno, part.name


def faults(tree: ast.Module) -> list[str]:
    """Return what is wrong with the names of a module."""
    found = []
    for line, name in public_names(tree):
        if PARTICIPLE.fullmatch(name) and name not in TERMS | STAYS:
            found.append(f"{line}: `{name}` is a bare participle")
        if idioms := sorted(IDIOMS.intersection(name.split("_"))):
            found.append(f"{line}: `{name}` holds {idioms[0]}")
    return found


def twice(modules: dict[str, ast.Module]) -> list[str]:
    """Return the names that several modules of one folder define for others to import."""
    homes: dict[str, list[str]] = {}
    for path, tree in sorted(modules.items()):
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(path)
    return [f"`{name}` stands in {' and '.join(paths)}" for name, paths in homes.items() if len(paths) > 1]


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


FOLDERS = sorted({path.parent for path in PACKAGE.rglob("*.py")})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(PACKAGE)))
def test_names_are_verbs_and_nouns(folder: Path) -> None:
    modules = {path.relative_to(PACKAGE).as_posix(): parse(path) for path in folder.glob("*.py")}
    wrong = {path: faults(tree) for path, tree in modules.items()}
    assert {path: found for path, found in wrong.items() if found} == {}
    assert twice({path: tree for path, tree in modules.items() if not path.endswith("__init__.py")}) == []


def test_what_the_test_would_find() -> None:
    odd = ast.parse("class Levels:\n    def settled(self): ...\n    def tell_all(self): ...\ndef seed(): ...\n")
    assert faults(odd) == ["2: `settled` is a bare participle", "3: `tell_all` holds tell"]
    assert faults(ast.parse("class Settled: ...")) == ["1: `Settled` is a bare participle"]
    assert twice({"a.py": odd, "b.py": ast.parse("def seed(): ...")}) == ["`seed` stands in a.py and b.py"]
    assert twice({"a.py": odd, "b.py": ast.parse("def _seed(): ...")}) == []
