"""YAML to a column map, or to diagnostics that say what to mend and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from ..diagnostics import Diagnostic
from ..diagnostics.brief import Brief
from ..errors import DataError, SpecError, expect
from ..sources.builtin import find_map
from ..specs.parsing.nodes import Node
from ..specs.parsing.structure import build_model
from ..specs.parsing.yaml_reader import read_file, read_text
from .checks import check_map
from .model import ColumnMap, FileMap
from .target_map import TargetMap

AnyMap = ColumnMap | TargetMap
_Kind = TypeVar("_Kind", ColumnMap, TargetMap)
_TARGETS = "targets"
# What maps of each kind give, in Spanish and English.
_GIVEN = {
    ColumnMap: ("variables de un programa (`score`)", "variables of a program (`score`)"),
    TargetMap: ("una tabla de metas (`score_targets`)", "a table of targets (`score_targets`)"),
}


@dataclass(slots=True, repr=False)
class MapDraft(Brief):
    """What is known of a map.

    Attributes
    ----------
    name
        The path of its file.
    root
        Its nodes; None where nothing could be read.
    map
        The map; None where its structure is wrong.
    diagnostics
        What was found wrong, in reading order.
    """

    name: str
    root: Node | None = None
    map: AnyMap | None = None
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the map can be used."""
        return self.map is not None and not any(fault.severity == "error" for fault in self.diagnostics)


def read_map(path: Path, instead: Mapping[Path, str | bytes] | None = None) -> MapDraft:
    """Read a map; faults come back as diagnostics.

    Parameters
    ----------
    path
        Its file.
    instead
        Texts or contents in place of files on the disk.
    """
    content = (instead or {}).get(path)
    found = read_text(content, str(path)) if isinstance(content, str) else read_file(path, content=content)
    draft = MapDraft(str(path), found.root, diagnostics=list(found.diagnostics))
    if found.root is not None:
        draft.map, faults = _build(found.root)
        draft.diagnostics += faults
        if draft.map is not None:
            draft.diagnostics += check_map(draft.map, found.root, path, instead)
    draft.diagnostics.sort(key=lambda fault: (fault.place.line, fault.place.column, fault.code))
    return draft


def _build(root: Node) -> tuple[AnyMap | None, list[Diagnostic]]:
    """Validate nodes as a map of the kind that its keys tell."""
    if not isinstance(root.value, dict) or _TARGETS not in root.value:
        return build_model(root, ColumnMap)
    others = [key for key in root.value if key in ColumnMap.model_fields and key not in FileMap.model_fields]
    es, en = f"sobra donde hay `{_TARGETS}`", f"is not wanted where there are `{_TARGETS}`"
    faults = [
        Diagnostic("IND703", root.key_place(key), {"key": key, "problem_es": es, "problem_en": en}) for key in others
    ]
    return (None, faults) if faults else build_model(root, TargetMap)


def take_map(source: str | Path | AnyMap, kind: type[_Kind]) -> _Kind:
    """Load a map of one kind; see `load_map`.

    Raises
    ------
    DataError
        When it is of the other kind.
    """
    found = load_map(source)
    if not isinstance(found, kind):
        raise DataError("IND739", map=found.id, given=_GIVEN[type(found)], wanted=_GIVEN[kind])
    return found


def load_map(source: str | Path | AnyMap) -> AnyMap:
    """Load a column map: of variables of a program, or of a table of targets.

    Parameters
    ----------
    source
        The id of a map that ships (``cngmd_police``), or the path of a YAML file.

    Raises
    ------
    SpecError
        With every diagnostic, when the map is wrong.
    UnknownNameError
        When `source` is neither a built-in id nor a file.

    Examples
    --------
    >>> icma.load_map("cngmd_police").program
    'sindes'
    """
    expect("source", source, str, Path, FileMap)
    if isinstance(source, FileMap):
        return source
    draft = read_map(find_map(source))
    if not draft.ok or draft.map is None:
        raise SpecError(draft.diagnostics)
    return draft.map
