"""`Verification`: what a study comes to when it is computed anew, and what differs from what its package says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from ..diagnostics import Language
from ..display import Display, Part, Summary, take_lines
from ..plain_data import JsonViews, write_document
from ..results import Assessment
from ..specs import describe_program, name_program
from .comparing import Difference
from .manifest import Manifest

if TYPE_CHECKING:
    import pandas as pd

# As it was packed; not as it was; absent; not listed; listed, but not what the results say.
State = Literal["same", "altered", "missing", "unknown", "inconsistent"]


@dataclass(frozen=True, slots=True)
class FileState:
    """A file of a package, or of its data.

    Attributes
    ----------
    file
        Its name in the package.
    role
        What it is; empty where the manifest does not list it.
    state
        How it stands to what the manifest says.
    """

    file: str
    role: str
    state: State


class Verification(Display, JsonViews):
    """A study computed anew from its package. Made by `verify_study`.

    Attributes
    ----------
    assessment
        The results as they are now; None where they could not be computed, for files were altered.
    problem
        Why they could not; else empty.
    language
        Language of messages: that of the call.

    Examples
    --------
    >>> from pathlib import Path
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "study.zip"
    >>> answers = {"entity": ["A", "B"], "period": ["2024"] * 2, "single_purpose": ["met", "not_met"]}
    >>> found = icma.package_study("mir_quality", answers, path, with_data=True)
    >>> verification = icma.verify_study(path)
    """

    assessment: Assessment | None
    problem: str
    language: Language

    def __init__(
        self,
        manifest: Manifest,
        assessment: Assessment | None,
        files: Sequence[FileState],
        differences: Sequence[Difference],
        versions: Sequence[tuple[str, str, str]],
        problem: str,
        language: Language,
    ) -> None:
        self.assessment, self.problem, self.language = assessment, problem, language
        self._manifest = manifest.model_dump()
        self._files, self._differences, self._versions = tuple(files), tuple(differences), tuple(versions)

    @property
    def ok(self) -> bool:
        """Whether every file is as it was packed, and every result comes out as it stands there."""
        return not self.problem and not self._differences and all(file.state == "same" for file in self._files)

    @property
    def manifest(self) -> dict[str, Any]:
        """What the package says of itself, as ``docs/schemas/study-1.json`` describes it."""
        return self._manifest

    @cached_property
    def files(self) -> pd.DataFrame:
        """One line a file: file, role and state.

        States: ``same``; ``altered``, its digest is another one; ``missing``; ``unknown``, the manifest does not list
        it; ``inconsistent``, a table that does not say what the results in the package do.

        Examples
        --------
        >>> verification.files.query("role == 'spec'")[["file", "state"]].to_numpy().tolist()
        [['spec/mir_quality.yaml', 'same']]
        """
        return _table(FileState, self._files)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """One line a cell of the results that does not come out as it stands in the package.

        Columns: table, entity, period, node, column (empty where the whole line is new or gone), before, now (texts;
        figures with all of their digits) and difference (NaN of what is no figure).

        Examples
        --------
        >>> len(verification.differences)
        0
        """
        return _table(Difference, self._differences)

    @cached_property
    def versions(self) -> pd.DataFrame:
        """What the figures came of, before and now: name, before, now. That they differ is no fault.

        Examples
        --------
        >>> verification.versions["name"].tolist()
        ['icmaml-indicators', 'python', 'numpy', 'pandas']
        """
        import pandas as pd

        return pd.DataFrame(list(self._versions), columns=["name", "before", "now"])

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data: kind ``verification`` of the schema of results.

        Examples
        --------
        >>> verification.to_dict()["ok"]
        True
        """
        found = self.assessment
        parts = {
            "ok": self.ok,
            "problem": self.problem,
            "files": self.files,
            "differences": self.differences,
            "versions": self.versions,
        }
        return write_document(
            "verification",
            parts,
            language=self.language,
            program=None if found is None else describe_program(found.program),
            fingerprint=None if found is None else found.fingerprint,
            credits=() if found is None else found._scored.table.credits,
        )

    def _summary(self, language: Language) -> Summary:
        told, found = self._manifest["program"], self.assessment
        odd = [file for file in self._files if file.state != "same"]
        outcome: dict[str, Any] = {} if found is None else {"provenance": found.program.provenance_counts}
        outcome |= {"changed_files": len(odd), "changed_results": len(self._differences)}
        title = f"{told['id']} {told['version']}" if found is None else name_program(found.program, language)
        return Summary(
            "Verification",
            title,
            language,
            {"files": len(self._files)},
            outcome,
            (
                Part("problem", lambda: self.problem, None if self.problem else 0, is_open=True),
                Part("changed_results", lambda: take_lines(self.differences, language), len(self._differences), True),
                Part("changed_files", lambda: take_lines(_table(FileState, odd), language), len(odd)),
                Part("versions", lambda: take_lines(self.versions, language), len(self._versions)),
            ),
        )


def _table(kind: type[FileState] | type[Difference], lines: Sequence[Any]) -> pd.DataFrame:
    import pandas as pd

    names = list(kind.__dataclass_fields__)
    columns = {name: [getattr(line, name) for line in lines] for name in names}
    return pd.DataFrame(columns, columns=names).astype({name: "float64" for name in names if name == "difference"})
