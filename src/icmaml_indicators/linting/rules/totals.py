"""Rules on the total and on what groups take from the program (IND132, IND133)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...diagnostics import Diagnostic
from ...specs import Indicator, Missing, walk_paths
from ...specs.model.measures import ROOT, TOTAL_KEYS, Total
from ...specs.parsing.nodes import Node, Source
from ...specs.parsing.yaml_reader import read_text
from .subject import LintContext

# Keys of the program that are of the total alone. Examples may stand below the tree, where they are read best.
OLD_KEYS = tuple(
    key for key in TOTAL_KEYS if key not in {*Total.model_fields, "description", "note", "provenance", "examples"}
)


def check_total(subject: LintContext) -> None:
    """Tell of keys of the total that do not stand in it, and of policies that a group drops."""
    _check_places(subject)
    stated = subject.program.missing.model_fields_set
    paths = {spec.id: path for path, spec in walk_paths(subject.program)}
    for node in subject.program.nodes.values():
        missing = None if isinstance(node.own, Indicator) else node.own.missing
        if missing is None:
            continue
        dropped = [
            key
            for key in Missing.model_fields
            if key in stated - missing.model_fields_set
            and getattr(subject.program.missing, key) != getattr(missing, key)
        ]
        if dropped:
            path = ("total",) if node.id == ROOT else paths[node.id]
            words = ", ".join(f"`{key}: {getattr(subject.program.missing, key)}`" for key in dropped)
            subject.draft.report("IND133", (*path, "missing"), id=node.id, dropped=words)


def _check_places(subject: LintContext) -> None:
    """Tell once of all keys that stand in the old place, with what the lines read once they are moved."""
    written = subject.draft.root
    # What stands in `total` is indented.
    if written is None or not any(key in OLD_KEYS and at[1] == written.start[1] for key, at in written.keys.items()):
        return
    source = written.source
    root = read_text(source.text, source.name).root
    assert root is not None
    old = [key for key in root.keys if key in OLD_KEYS]
    if not old:  # what a roll-up takes over stands in the file of the program below
        return
    details = {"keys": ", ".join(f"`{key}`" for key in old), **_moved(source, root, old)}
    subject.draft.diagnostics.append(Diagnostic("IND132", root.key_place(old[0]), details))


def _moved(source: Source, root: Node, old: list[str]) -> dict[str, str]:
    """Return the lines from the first key that moves to the end of the last one, as they are and as they shall be.

    Nothing where they cannot be moved line by line: in braces, or where the total is.
    """
    total = root.child("total")
    in_braces = any(root.keys[key][1] != root.start[1] for key in root.keys)
    if in_braces or source.lines[root.start[0]].lstrip().startswith("{"):
        return {}
    if total is not None and (not isinstance(total.value, dict) or total.start[0] == root.keys["total"][0]):
        return {}
    blocks = _blocks(source, root)
    moving = {*old, "total"}
    places = [number for number, block in enumerate(blocks) if block.key in moving]
    first, *others = blocks[places[0] : places[-1] + 1]
    # What is said above the first of them is said of the total.
    stretch = [first._replace(above=()), *others]
    indent = " " * (total.start[1] if total is not None else 2)
    own = [
        line
        for block in stretch
        if block.key == "total"
        for line in (*_indented(block.above, indent), *block.lines[1:])
    ]
    own += [line for block in stretch if block.key in old for line in _indented((*block.above, *block.lines), indent)]
    rest = [line for block in stretch if block.key not in moving for line in (*block.above, *block.lines)]
    before = [line for block in stretch for line in (*block.above, *block.lines)]
    end = "\r\n" if "\r\n" in source.text else "\n"
    line = root.keys[first.key][0] + 1
    return {"line": str(line), "old": end.join(before), "mend": end.join(["total:", *own, *rest])}


class _Block(NamedTuple):
    """The lines of a key of the program, and the comments that stand above it."""

    key: str
    above: tuple[str, ...]
    lines: tuple[str, ...]


def _blocks(source: Source, root: Node) -> list[_Block]:
    starts = sorted((line, key) for key, (line, _) in root.keys.items())
    lines = source.lines
    found: list[_Block] = []
    done = starts[0][0]
    for number, (line, key) in enumerate(starts):
        last = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        above = lines[done:line]
        done = last
        while done > line + 1 and (not lines[done - 1].strip() or lines[done - 1].startswith("#")):
            done -= 1
        found.append(_Block(key, above, lines[line:done]))
    return found


def _indented(lines: Sequence[str], indent: str) -> list[str]:
    return [indent + line if line.strip() else line for line in lines]
