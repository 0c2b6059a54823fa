"""`package_study`: a study as one file that others can repeat."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import IcmamlError, expect
from ..geography import Catalogue
from ..progress import Progress
from ..results import Assessment
from ..sources.replacing import write_bytes_atomically
from ..tables.interchange import Tabular
from ..version import __version__
from .archive import digest, write_archive
from .contents import RESULTS, write_results, write_words
from .manifest import MANIFEST, Both, FileRole, Manifest, PackedFile, PackedProgram, Run, list_versions, take_options
from .scoring import beginning_of_names, encode_results, list_results, score_study
from .sources import Layout, lay_out_run

# A program, its data, and how it is scored where that is not as the study is.
Step = tuple[Any, ...]
_OF_WORDS: dict[str, FileRole] = {"credits.txt": "credits", "README.md": "readme"}
# What the runs before the study are scored by, unless they say otherwise.
_SHARED = ("decimal", "strict", "language")


def package_study(
    program: str | Path,
    data: Tabular | str | Path | Sequence[str | Path] | None,
    path: str | Path,
    *,
    with_data: bool = False,
    lower: Sequence[Step] = (),
    reference: Step | None = None,
    map: str | Path | None = None,
    catalogue: Catalogue | None = None,
    progress: Progress = False,
    **options: Any,
) -> Assessment:
    """Score a program, and write all that somebody else needs to do so again into one file.

    It holds the spec (with its parts and the programs that it is made of), the column map, the catalogue, the digest of
    the data, options, versions, results, credits and the technical note of the method in both languages. The same study
    gives the same bytes.

    Parameters
    ----------
    program
        The id of a program that ships, or the path of a file or a folder: its files go along.
    data
        What `score` takes. Of a folder, the files that hold tables.
    path
        The file to write, a zip.
    with_data
        Whether the data itself goes along; its digest always does. What may be handed on is for whoever has it to say.
    lower
        Of a roll-up, the programs below, the lowest first: ``(program, data)`` or ``(program, data, options)``. The
        decimal mark, catalogue, strictness and language are those of the study, unless the options say otherwise.
    reference
        The earlier study whose bounds are used, told alike.
    map, catalogue
        As `score` takes them; the map by its id or path. The catalogue goes along, with all of its columns.
    progress
        As `score` takes it.
    **options
        As `score` takes them: `columns`, `period`, `language` and the like.

    Returns
    -------
    Assessment
        The results that stand in the package.

    Raises
    ------
    SpecError, DataError, UnknownNameError, WrongKindError
        As `score`.
    IcmamlError
        When an option or a name cannot stand in a package (IND804, IND808), it would grow too large (IND803), or the
        file is one of those that are read (IND497).
    MissingExtraError
        When the extra ``reports`` is not installed.

    Examples
    --------
    >>> from pathlib import Path
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "study.zip"
    >>> answers = {"entity": ["A", "B"], "period": ["2024"] * 2, "single_purpose": ["met", "not_met"]}
    >>> icma.package_study("mir_quality", answers, path, with_data=True).ranks["total"].tolist()
    [1.0, 2.0]
    >>> icma.verify_study(path).ok
    True
    """
    expect("path", path, str, Path)
    asked = take_options(options)
    with tempfile.TemporaryDirectory(prefix="icmaml_study_") as temporary:
        folder = Path(temporary)
        layout = Layout(folder)
        shared = {"catalogue": catalogue, **{name: getattr(asked, name) for name in _SHARED}}
        runs = [_lay_out_step(layout, "lower", step, shared, number) for number, step in enumerate(lower, 1)]
        runs += [] if reference is None else [_lay_out_step(layout, "reference", reference, shared, 0)]
        runs.append(lay_out_run(layout, "study", program, data, asked, map=map, catalogue=catalogue))
        _refuse_overwriting(Path(path), layout.origins, data)
        manifest, assessment, contents = _score(layout, runs, with_data=with_data, progress=progress)
    contents[MANIFEST] = manifest.to_bytes()
    content = write_archive(contents)
    write_bytes_atomically(Path(path), content)
    return assessment


def _refuse_overwriting(path: Path, origins: Sequence[Path], data: Any) -> None:
    """Refuse a place that is read, now or when the same folder of data is read again."""
    for origin in origins:
        if path.exists() and path.samefile(origin):
            raise IcmamlError("IND497", path=path, given=origin)
    if isinstance(data, str | Path) and Path(data).is_dir() and path.resolve().parent == Path(data).resolve():
        raise IcmamlError("IND497", path=path, given=data)


def _lay_out_step(layout: Layout, role: Any, step: Step, shared: Mapping[str, Any], number: int) -> Run:
    """Lay out a run before the study."""
    if not isinstance(step, tuple | list) or not 2 <= len(step) <= 3:
        wanted = "(programa, datos) o (programa, datos, opciones)", "(program, data) or (program, data, options)"
        raise IcmamlError("IND804", option=role, wanted=wanted)
    program, data, *more = step
    options = {**shared, **(more[0] if more else {})}
    further = {name: options.pop(name, None) for name in ("map", "catalogue")}
    return lay_out_run(layout, role, program, data, take_options(options), **further, number=number)


def _score(
    layout: Layout, runs: list[Run], *, with_data: bool, progress: Progress
) -> tuple[Manifest, Assessment, dict[str, bytes]]:
    """Score what was laid out, as whoever verifies it will; return the manifest, the results, and all files."""
    folder = layout.folder
    try:
        assessment = score_study(runs, folder, progress=progress)
    except IcmamlError as error:
        _shorten_names(error, beginning_of_names(folder))
        raise
    tables = list_results(assessment, folder)
    contents = {name: (folder / name).read_bytes() for name in layout.roles}
    roles = dict(layout.roles)
    results = {RESULTS: encode_results(tables), **write_results(tables, folder)}
    program = assessment.program
    manifest = Manifest(
        library=__version__,
        versions=list_versions(),
        program=PackedProgram(id=program.id, version=program.version, title=_both(program.title)),
        runs=runs,
        results=digest(results[RESULTS]),
        credits=[_both(text) for text in assessment._scored.table.credits],
        files=_list_files(contents | {RESULTS: results[RESULTS]}, roles | {RESULTS: "results"}, with_data=with_data),
    )
    words = write_words(assessment, manifest)
    for further in (results, words):
        contents |= further
        roles |= {name: _role_of(name) for name in further}
    manifest.files = _list_files(contents, roles, with_data=with_data)
    included = {file.name for file in manifest.files if file.included}
    return manifest, assessment, {name: content for name, content in contents.items() if name in included}


def _list_files(contents: Mapping[str, bytes], roles: Mapping[str, FileRole], *, with_data: bool) -> list[PackedFile]:
    return [
        PackedFile(
            name=name,
            role=roles[name],
            bytes=len(contents[name]),
            sha256=digest(contents[name]),
            included=with_data or roles[name] != "data",
        )
        for name in sorted(contents)
    ]


def _role_of(name: str) -> FileRole:
    return _OF_WORDS.get(name, "note" if name.endswith(".html") else "results")


def _both(text: Any) -> Both:
    return Both(es=text.in_language("es"), en=text.in_language("en"))


def _shorten_names(error: IcmamlError, here: str) -> None:
    """Let an error name files as they are named in the package."""

    def shorten(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(shorten, value))
        text = str(value)
        return text.replace(here, "") if here in text else value

    error.details = {key: shorten(value) for key, value in error.details.items()}
