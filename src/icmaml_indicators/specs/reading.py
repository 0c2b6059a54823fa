"""Files and folders to drafts: one file, a folder of parts, or a folder of programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ..diagnostics import Diagnostic, nearest
from ..sources import CONFIGURATION_FILE, MAIN_FILE, YAML_SUFFIXES, files_of, find_programs, leads_out, paths_by_name
from ..sources.builtin import builtin_paths
from .checks.meaning import check_meaning
from .model.program import Program
from .parsing.draft import Draft
from .parsing.matrix_expansion import write_matrix
from .parsing.nodes import Node, Source, shown_value
from .parsing.rollup_expansion import write_rollup
from .parsing.shorthand import expand_shorthand
from .parsing.structure import build_program
from .parsing.yaml_reader import ReadResult, read_file, read_text

Texts = Mapping[Path, str | bytes]
_MERGED = ("parameters", "variables", "checks", "tree")


def read_drafts(path: Path) -> list[Draft]:
    """Read every program at `path`: a file, a program's folder, or a folder of either.

    A file of the folder that belongs to no program is a diagnostic: nothing is passed over in silence.
    """
    found = find_programs(path)
    drafts = [read_draft(program) for program in found.programs]
    stray = [_stray("IND121", child) for child in found.strays]
    stray += [_stray("IND120", folder) for folder in found.empty]
    stray += [_stray("IND127", link, folder=str(path)) for link in found.outside]
    if stray:
        drafts.append(Draft(str(path), diagnostics=stray, files=(str(path),)))
    return drafts


def read_draft(path: Path, instead: Texts | None = None, *, above: tuple[Path, ...] = ()) -> Draft:
    """Read one program from a file or from a folder with ``program.yaml``.

    Parameters
    ----------
    path
        The file or the folder.
    instead
        Texts or contents in place of files on the disk: what an editor has not saved, a mend on trial.
    above
        The programs that are made of this one, and so cannot be what it is made of.
    """
    texts = instead or {}
    lowers = _Lowers(path.parent, texts, (*above, path.resolve()))
    if path.is_dir():
        return _from_folder(path, texts, lowers)
    return _from_results(str(path), [_read(path, texts)], lowers)


def _read(path: Path, instead: Texts) -> ReadResult:
    content = instead.get(path)
    return read_text(content, str(path)) if isinstance(content, str) else read_file(path, content=content)


def read_draft_from_text(text: str, name: str = "<text>", *, lower: Program | None = None) -> Draft:
    """Read one program from YAML text; `lower` is the program that it rolls up, if it is none that ships."""
    return _from_results(name, [read_text(text, name)], _Lowers(None, {}, (), lower))


def _from_folder(folder: Path, instead: Texts, lowers: _Lowers) -> Draft:
    if leads_out(folder / MAIN_FILE, folder):
        link = _stray("IND127", folder / MAIN_FILE, folder=str(folder))
        return Draft(str(folder), diagnostics=[link], files=(str(folder / MAIN_FILE),))
    main = _read(folder / MAIN_FILE, instead)
    results, faults = [main], []
    parts = main.root.child("parts") if main.root else None
    listed: dict[str, Node] = {}
    if parts is not None and isinstance(parts.value, list):
        listed = {str(node.value): node for node in parts.value if isinstance(node.value, str)}
    present = sorted(found.relative_to(folder).as_posix() for found in files_of(folder))
    for name, node in listed.items():
        outside = PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name
        if outside or name not in present or name == MAIN_FILE:
            faults.append(Diagnostic("IND111", node.place(), {"part": name}, nearest(name, present)))
        elif leads_out(folder / name, folder):
            faults.append(Diagnostic("IND127", node.place(), {"folder": str(folder)}))
        else:
            results.append(_read(folder / name, instead))
    for name in present:
        if name not in {MAIN_FILE, CONFIGURATION_FILE} and name not in listed:
            code = "IND110" if Path(name).suffix in YAML_SUFFIXES else "IND121"
            faults.append(_stray(code, folder / name, program=str(folder / MAIN_FILE)))
    draft = _from_results(str(folder), results, lowers)
    draft.diagnostics += faults
    return draft


def _stray(code: str, path: Path, **details: str) -> Diagnostic:
    return Diagnostic(code, Source.of(path, "").place(0, 0), dict(details))


def _from_results(name: str, results: list[ReadResult], lowers: _Lowers) -> Draft:
    draft = Draft(name, files=tuple(r.source.name for r in results), sources=tuple(r.source for r in results))
    for result in results:
        draft.diagnostics += result.diagnostics
    main = results[0].root
    if main is None:
        return draft
    draft.root = main
    if isinstance(main.value, dict):
        for part in results[1:]:
            _merge(draft, main, part)
        lowers.attach(draft, main)
    write_matrix(draft)
    empty = frozenset(expand_shorthand(draft))
    build_program(draft)
    draft.diagnostics = [d for d in draft.diagnostics if d.code != "IND123" or d.place not in empty]
    check_meaning(draft)
    return draft


@dataclass(frozen=True, slots=True)
class _Lowers:
    """Finds the program that a roll-up is made of: beside it, or among those that ship.

    Attributes
    ----------
    home
        The folder that the roll-up lies in; None of a text.
    instead
        Texts in place of files.
    above
        The roll-up and those that are made of it.
    given
        The program below where it is at hand.
    """

    home: Path | None
    instead: Texts
    above: tuple[Path, ...]
    given: Program | None = None

    def attach(self, draft: Draft, root: Node) -> None:
        """Give a roll-up the program below, and what it takes over from it; tell what is wrong with it."""
        of = root.find(("rollup", "of"))
        if not isinstance(of.value, str) or not isinstance(root.find(("rollup",)).value, dict):
            return
        wanted, _, version = of.value.partition("@")
        if self.given is not None:
            found: Draft | None = Draft(self.given.id, program=self.given)
        else:
            path = self._paths().get(of.value)
            if path is not None and path.resolve() in self.above:
                draft.report("IND286", ("rollup", "of"), of=of.value, **_ROUND)
                return
            found = read_draft(path, self.instead, above=self.above) if path is not None else None
        program = found.program if found is not None else None
        if found is not None and (program is None or any(fault.severity == "error" for fault in found.diagnostics)):
            draft.report("IND286", ("rollup", "of"), of=of.value, **_FAULTY)
        elif program is None or program.id != wanted or version not in {"", program.version}:
            hint = nearest(of.value, self._paths(), but=str(root.find(("id",)).value))
            draft.report("IND280", ("rollup", "of"), of=of.value, suggestion=hint)
        else:
            draft.below = found
            if found is not None and found.root is not None:
                write_rollup(draft, found.root)

    def _paths(self) -> dict[str, Path]:
        """Return the programs that may be meant, by the names that they go by."""
        beside = paths_by_name(self.home) if self.home is not None and self.home.is_dir() else {}
        return builtin_paths() | beside


_ROUND: dict[str, Any] = {"why_es": "lleva de vuelta a este archivo", "why_en": "it leads back to this file"}
_FAULTY: dict[str, Any] = {"why_es": "tiene errores propios", "why_en": "it has errors of its own"}


def _merge(draft: Draft, main: Node, part: ReadResult) -> None:
    """Append the lists of a part file to those of the program."""
    if part.root is None:
        return
    if not isinstance(part.root.value, dict):
        details = {"key": "part", "wanted_es": "un mapa", "wanted_en": "a mapping", "given": "[…]"}
        draft.diagnostics.append(Diagnostic("IND106", part.root.place(), details))
        return
    for key, node in part.root.value.items():
        if key not in _MERGED:
            place = part.root.key_place(key)
            hint = nearest(key, _MERGED)
            draft.diagnostics.append(Diagnostic("IND104", place, {"key": key}, hint, _MERGED))
        elif not isinstance(node.value, list):
            details = {
                "key": key,
                "wanted_es": "una lista",
                "wanted_en": "a list",
                "given": shown_value(node.value),
            }
            draft.diagnostics.append(Diagnostic("IND106", node.place(), details))
        elif key in main.value and isinstance(main.value[key].value, list):
            main.value[key].value.extend(node.value)
        elif key not in main.value:
            main.value[key] = Node(node.source, list(node.value), node.start, node.end)
            main.keys[key] = node.start
