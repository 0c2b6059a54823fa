"""`verify_study`: a package opened, its digests looked at, its study scored anew, its results compared."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from ..errors import IcmamlError, UnknownNameError, check_language, expect
from ..progress import Progress
from ..tables.interchange import Tabular
from ..version import __version__
from .archive import check_packed_data, digest, read_archive
from .comparing import Difference, are_same_tables, compare_results
from .contents import RESULTS, write_results
from .manifest import MANIFEST, Manifest, PackedFile, Run, list_versions, read_json, read_manifest
from .scoring import Tables, beginning_of_names, list_results, score_study
from .sources import list_given, write_files
from .verification import FileState, State, Verification

# What a study is scored from.
_SCORED = ("spec", "map", "catalogue", "data")
_NO_RESULTS = (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError, RecursionError)


def verify_study(
    path: str | Path,
    data: Tabular | str | Path | Sequence[str | Path] | None = None,
    *,
    language: Literal["es", "en"] = "en",
    progress: Progress = False,
) -> Verification:
    """Compute a study anew from its package, and tell what differs from what stands there.

    The package may come from anybody: nothing of it is run, nothing is written but into a temporary folder, and what
    leads out of it or grows beyond limits is refused. The program is the one in the package, whatever ships.

    Parameters
    ----------
    path
        The file that `package_study` wrote.
    data
        The data, where it does not lie in the package or is to be tried in its place: a table, a file, a folder or a
        list of files. Its digests are compared first, then it is scored all the same.
    language
        Language of messages: ``es`` or ``en``.
    progress
        As `score` takes it.

    Returns
    -------
    Verification

    Raises
    ------
    IcmamlError
        When it is no package or damaged (IND800), of a later format (IND801), holds what no package holds (IND802) or
        too much (IND803), lacks its data (IND805) or other files (IND806), or cannot be scored (IND807).
    DataError, UnknownNameError
        When the data that is given cannot be read, or is none of the study.

    Examples
    --------
    >>> from pathlib import Path
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "study.zip"
    >>> answers = {"entity": ["A"], "period": ["2024"], "single_purpose": ["met"]}
    >>> found = icma.package_study("mir_quality", answers, path)
    >>> icma.verify_study(path, answers).ok
    True
    """
    expect("path", path, str, Path)
    check_language(language)
    contents = read_archive(Path(path))
    manifest = read_manifest(contents, path)
    given = {} if data is None else _match_data(manifest, list_given(data))
    files = _look_at_files(manifest, contents, given)
    absent = [file.name for file in manifest.files if file.role == "data" and file.name not in contents | given]
    listed = [file.name for file in manifest.files if file.role == "data" and not file.included]
    if needed := [name for name in absent if name in listed]:
        raise IcmamlError("IND805", path=path, names=", ".join(needed))
    for file in manifest.files:
        if file.role == "data" and file.name in contents and file.name not in given:
            check_packed_data(file.name, contents[file.name])
    assessment, tables, problem = None, None, ""
    is_changed = any(file.state in {"altered", "missing"} for file in files)
    results: list[FileState] = []
    differences: list[Difference] = []
    with tempfile.TemporaryDirectory(prefix="icmaml_study_") as temporary:
        folder = Path(temporary)
        try:
            assessment = score_study(_lay_out(manifest, contents, given, folder), folder, progress=progress)
            tables = list_results(assessment, folder)
        except IcmamlError as error:
            told = _say(error, folder)
            if not is_changed:
                raise IcmamlError("IND807", path=path, problem=told) from error
            problem = told[0 if language == "es" else 1]
        if tables is not None:
            try:
                before = read_json(contents[RESULTS])
                is_same_library = manifest.library == __version__
                differences = list(compare_results(before, tables, is_same_library=is_same_library))
                results = _look_at_tables(manifest, contents, before, folder)
            except _NO_RESULTS as error:
                if not is_changed:
                    raise IcmamlError("IND806", name=RESULTS) from error
                problem = IcmamlError("IND806", name=RESULTS).message(language)
    states = {file.file: file for file in (*files, *(file for file in results if file.state != "same"))}
    return Verification(manifest, assessment, [*states.values()], differences, _versions(manifest), problem, language)


def _match_data(manifest: Manifest, given: Mapping[str, bytes]) -> dict[str, tuple[str, bytes]]:
    """Return what is given for each file of data, by name: the suffix that it has, and its content.

    A file is known by its digest, wherever the study has it, else by its name; one alone is taken for the only one
    that is left.

    Raises
    ------
    UnknownNameError
        When a file is none of the study.
    """
    wanted = {file.name: file for file in manifest.files if file.role == "data"}
    by_digest = {digest(content): source for source, content in given.items()}
    chosen = {name: by_digest[file.sha256] for name, file in wanted.items() if file.sha256 in by_digest}
    left = [source for source in given if source not in chosen.values()]
    for name in wanted:
        source = next((one for one in left if Path(one).name == Path(name).name), None)
        if name not in chosen and source is not None:
            chosen[name] = source
            left.remove(source)
    open_names = [name for name in wanted if name not in chosen]
    if len(open_names) == len(left) == 1:
        chosen[open_names[0]] = left.pop()
    if left:
        raise UnknownNameError("file", left[0], open_names or list(wanted))
    return {name: (Path(source).suffix, given[source]) for name, source in chosen.items()}


def _look_at_files(
    manifest: Manifest, contents: Mapping[str, bytes], given: Mapping[str, tuple[str, bytes]]
) -> list[FileState]:
    """Return how each file stands to what the manifest says of it, and which ones it does not know."""
    found = []
    for file in manifest.files:
        content = given[file.name][1] if file.name in given else contents.get(file.name)
        if content is None and not file.included:
            continue  # told where it is needed
        found.append(FileState(file.name, file.role, _state_of(file, content)))
    known = {MANIFEST, *(file.name for file in manifest.files)}
    return [*found, *(FileState(name, "", "unknown") for name in sorted(contents.keys() - known))]


def _state_of(file: PackedFile, content: bytes | None) -> State:
    if content is None:
        return "missing"
    return "same" if digest(content) == file.sha256 else "altered"


def _look_at_tables(manifest: Manifest, contents: Mapping[str, bytes], before: Tables, folder: Path) -> list[FileState]:
    """Return which tables of results do not say what the results in the package do."""
    files = {file.name: file for file in manifest.files}
    found = []
    for name, content in write_results(before, folder).items():
        listed = files.get(name)
        if listed is not None and name in contents and _state_of(listed, contents[name]) == "same":
            is_same = are_same_tables(contents[name], content)
            found.append(FileState(name, listed.role, "same" if is_same else "inconsistent"))
    return found


def _lay_out(
    manifest: Manifest, contents: Mapping[str, bytes], given: Mapping[str, tuple[str, bytes]], folder: Path
) -> list[Run]:
    """Write what the study is scored from into a folder; return the runs, data of another kind by its own name."""
    names: dict[str, str] = {}
    written: dict[str, bytes] = {}
    for file in manifest.files:
        if file.role not in _SCORED:
            continue
        if file.name in given:
            suffix, content = given[file.name]
            is_other = Path(file.name).suffix != suffix
            names[file.name] = f"{file.name}{suffix}" if is_other else file.name
            written[names[file.name]] = content
        elif file.name in contents:
            written[file.name] = contents[file.name]
    write_files(folder, written)
    return [
        run.model_copy(update={"data": None if run.data is None else [names.get(name, name) for name in run.data]})
        for run in manifest.runs
    ]


def _say(error: IcmamlError, folder: Path) -> tuple[str, str]:
    """Return what an error says in Spanish and English, files named as in the package."""
    here = beginning_of_names(folder)
    return error.message("es").replace(here, ""), error.message("en").replace(here, "")


def _versions(manifest: Manifest) -> list[tuple[str, str, str]]:
    """Return what the figures came of, before and now."""
    own = ("icmaml-indicators", manifest.library, __version__)
    return [own, *((name, manifest.versions.get(name, ""), number) for name, number in list_versions().items())]
