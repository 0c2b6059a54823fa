"""YAML to a column map, or to diagnostics that say what to mend and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..diagnostics import Diagnostic
from ..diagnostics.brief import Brief
from ..errors import SpecError, expect
from ..sources.builtin import find_map
from ..specs.parsing.nodes import Node
from ..specs.parsing.structure import build_model
from ..specs.parsing.yaml_reader import read_file, read_text
from .checks import check_map
from .model import ColumnMap


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
    map: ColumnMap | None = None
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
        draft.map, faults = build_model(found.root, ColumnMap)
        draft.diagnostics += faults
        if draft.map is not None:
            draft.diagnostics += check_map(draft.map, found.root, path, instead)
    draft.diagnostics.sort(key=lambda fault: (fault.place.line, fault.place.column, fault.code))
    return draft


def load_map(source: str | Path | ColumnMap) -> ColumnMap:
    """Load a column map.

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
    expect("source", source, str, Path, ColumnMap)
    if isinstance(source, ColumnMap):
        return source
    draft = read_map(find_map(source))
    if not draft.ok or draft.map is None:
        raise SpecError(draft.diagnostics)
    return draft.map
