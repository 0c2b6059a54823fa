"""How the library is asked: every question by itself, so that one that raises is an answer and no end."""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd

import icmaml_indicators as icma

from .blocks import Block, pairs_block, raised_block, table_block, text_block, tree_block, types_block
from .inputs import Case, read_cases
from .workbooks import sheets

PACKAGE = Path(icma.__file__).resolve().parent
_HASH = re.compile(r"\b[0-9a-f]{32}\b")
# Shorter texts hold no hash.
_SHORTEST_HASH = 32
_MOMENT = re.compile(r"\b20\d\d-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?(\.\d+)?Z?\b")


class Inputs:
    """The inputs of one side, with what several areas need of them."""

    def __init__(self, folder: Path, *, golden: bool, only: str = "") -> None:
        self.folder, self.golden, self.only = folder, golden, only
        self._programs: dict[str, icma.Program] = {}
        self._scored: dict[str, icma.Assessment] = {}

    @cached_property
    def cases(self) -> list[Case]:
        """The programs with their data; for golden results, those that are held; those with a text, where any has it."""
        cases = [case for case in read_cases(self.folder) if case.golden or not self.golden]
        return [case for case in cases if self.only in case.name] or cases

    def program(self, source: str) -> icma.Program:
        """Return a program, loaded once."""
        if source not in self._programs:
            # That rubrics prove themselves is asked for with the specs.
            self._programs[source] = icma.load(source, prove=False)
        return self._programs[source]

    def data(self, case: Case) -> Any:
        """Return the data of a case: a path, or a frame of numbers."""
        if case.form != "clean":
            return case.data
        return pd.read_csv(self.folder / case.data, dtype={"entity": str, "period": str, "name": str, "zone": str})

    def score(self, case: Case, **options: Any) -> icma.Assessment:
        """Score a case; without further options once."""
        if case.name in self._scored and not options:
            return self._scored[case.name]
        assessment = icma.score(self.program(case.program), self.data(case), **{**case.options, **options})
        if not options:
            self._scored[case.name] = assessment
        return assessment

    def of_form(self, *forms: str) -> Iterator[Case]:
        """Yield the cases of some forms."""
        return (case for case in self.cases if case.form in forms)


def member(thing: Any, *names: str) -> Any:
    """Return the first attribute that a thing has: what is renamed goes by its new name, then by its old one."""
    for name in names:
        if hasattr(type(thing), name) or hasattr(thing, name):
            return getattr(thing, name)
    raise AttributeError(f"{type(thing).__name__} has none of {', '.join(names)}")


def mask(text: str) -> str:
    """Return a text without what differs from run to run: paths of this machine, moments, hashes of everything."""
    for folder, name in _folders(Path.cwd()):
        if folder in text:
            text = text.replace(folder, name)
    return (
        _MOMENT.sub("<moment>", text)
        if len(text) < _SHORTEST_HASH
        else _MOMENT.sub("<moment>", _HASH.sub("<hash>", text))
    )


@cache
def _folders(work: Path) -> tuple[tuple[str, str], ...]:
    """Return the folders of this machine with what to write for them, the innermost first."""
    specs = PACKAGE.parent.parent / "indicator_specs"
    return (
        *((str(specs), "<specs>"), (str(PACKAGE), "<library>")),
        *((str(work.resolve()), "<work>"), (str(work), "<work>")),
    )


def answer(subject: str, output: str, question: Callable[[], Any]) -> Iterator[Block]:
    """Yield what a question is answered with, by the kind of the answer; what it raises is an answer."""
    try:
        blocks = list(_shaped(subject, output, question()))
    except Exception as error:
        blocks = [masked(raised_block(subject, output, error))]
    yield from blocks


def guard(subject: str, blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield blocks; where what leads to a question raises, that is the answer, and the next subject is asked."""
    try:
        yield from blocks
    except Exception as error:
        yield masked(raised_block(subject, "asked no further", error))


def _shaped(subject: str, output: str, found: Any) -> Iterator[Block]:
    if isinstance(found, pd.DataFrame):
        yield masked(table_block(subject, output, found))
        yield types_block(subject, output, found)
    elif isinstance(found, str):
        yield text_block(subject, output, mask(found))
    elif isinstance(found, dict | list | tuple):
        yield masked(tree_block(subject, output, found))
    else:
        yield pairs_block(subject, output, [("", found)])


def masked(block: Block) -> Block:
    """Return a block with what differs from run to run masked."""
    known: dict[str, str] = {}
    for cells in block.columns.values():
        known |= {cell: mask(cell) for cell in set(cells) if cell[0] == "s" and cell not in known}
    columns = {name: [known.get(cell, cell) for cell in cells] for name, cells in block.columns.items()}
    return Block(block.subject, block.output, block.keys, columns, block.is_text)


def read_back(path: Path) -> Any:
    """Return what stands in a file that the library wrote, by its kind."""
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return sheets(path)
    if suffix == ".parquet":
        return pd.read_parquet(path)
    if suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            told = json.loads(archive.read("manifest.json"))
            return {"files": archive.namelist(), "runs": told["runs"]}
    return path.read_bytes().decode("utf-8")


def clear(folder: Path) -> Path:
    """Return an empty folder of that name below the working folder."""
    if folder.exists():
        for path in sorted(folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def quiet_environment(folder: Path) -> dict[str, str]:
    """Return an environment in which what is printed depends on nothing but the inputs."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
        if name in os.environ
    }
    home = str(folder.resolve())
    fixed = {"HOME": home, "XDG_CACHE_HOME": home, "NO_COLOR": "1", "COLUMNS": "100", "LANG": "C.UTF-8", "TZ": "UTC"}
    return {**kept, **fixed, "PYTHONHASHSEED": "0", "GIT_CEILING_DIRECTORIES": str(folder.resolve().parent)}
