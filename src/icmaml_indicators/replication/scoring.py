"""The runs of a study scored from a folder, by what lies there alone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..errors import IcmamlError
from ..geography import Catalogue
from ..plain_data.encoding import encode_json
from ..plain_data.kinds.assessments import ASSESSMENT
from ..plain_data.writing import write_columns
from ..progress import Progress
from ..results import Assessment, score
from ..scoring.document import assessment_parts
from ..specs import Program, read_draft
from ..validation import load
from .frames import read_catalogue_of_package, read_frame
from .manifest import Run

# Columns by name, by the name of their table.
Tables = dict[str, dict[str, list[Any]]]


def score_study(runs: Sequence[Run], folder: Path, *, progress: Progress = False) -> Assessment:
    """Score the runs of a study in their order, and return its results.

    Raises
    ------
    IcmamlError
        As `score`; and when a file is absent or not as it should be (IND806).
    """
    found: dict[str, Assessment] = {}
    for run in runs:
        program = _load(folder, run.program)
        found[run.role] = score(
            program,
            _take_data(folder, run),
            lower=None if run.role == "reference" else found.get("lower"),
            reference=found.get("reference") if run.role == "study" else None,
            map=None if run.map is None else _find(folder, run.map),
            catalogue=_take_catalogue(folder, run),
            progress=progress,
            **_options_of(run),
        )
    return found["study"]


def list_results(assessment: Assessment, folder: Path) -> Tables:
    """Return all tables of the results column by column, in which files bear the names that they have in the package.

    They are those of the document of an assessment; line by line, they would take many times the room.
    """
    here, parts = beginning_of_names(folder), assessment_parts(assessment._scored)
    found = {
        name: {column: list(cells) for column, cells in write_columns(declared.parts, parts[name]).items()}
        for name, declared in ASSESSMENT.items()
        if declared.form == "table"
    }
    findings = found["findings"]
    if findings:  # nothing else speaks of files
        findings["message"] = [message.replace(here, "") for message in findings["message"]]
    return found


def beginning_of_names(folder: Path) -> str:
    """Return what stands before the names of files wherever a path in the folder is told."""
    return f"{folder}{os.sep}"


def encode_results(tables: Tables) -> bytes:
    """Return results as their file holds them, a table a line."""
    lines = ",\n".join(f"{encode_json(name)}:{encode_json(columns)}" for name, columns in tables.items())
    return f"{{{lines}}}\n".encode()


def _options_of(run: Run) -> dict[str, Any]:
    """Return options as `score` takes them; what says nothing is left to it."""
    given = run.options.model_dump()
    return {name: value for name, value in given.items() if value not in (None, {})}


def _find(folder: Path, name: str) -> Path:
    """Return a path in the folder: what does not lie there is never looked for elsewhere."""
    path = folder / name
    if not path.exists():
        raise IcmamlError("IND806", name=name)
    return path


def _load(folder: Path, name: str) -> Program:
    path = _find(folder, name)
    below = read_draft(path).below
    while below is not None:
        if not Path(below.name).is_relative_to(folder):
            raise IcmamlError("IND806", name=below.program.id if below.program is not None else below.name)
        below = below.below
    return load(path, prove=False)  # a rubric proved itself when it was packed


def _take_data(folder: Path, run: Run) -> Any:
    if run.data is None:
        return None
    paths = [_find(folder, name) for name in run.data]
    if run.several:
        return paths
    (path,) = paths
    return read_frame(path.read_bytes()) if path.suffix == ".json" else path


def _take_catalogue(folder: Path, run: Run) -> Catalogue | None:
    return None if run.catalogue is None else read_catalogue_of_package(_find(folder, run.catalogue).read_bytes())
