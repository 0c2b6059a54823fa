"""`load`, `validate` and `programs`: from a name or a path to proved programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic, Language, render
from ..diagnostics.render import Format
from ..errors import SpecError, UnknownNameError
from ..formulas import check_formulas
from ..specs import Draft, Program, read_draft, read_draft_from_text, read_drafts
from .builtin import builtin_paths, editions
from .examples import Trial, check_examples

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """The outcome of `validate`.

    Attributes
    ----------
    diagnostics
        Everything found, file by file, in reading order.
    programs
        The programs that are sound.
    """

    diagnostics: tuple[Diagnostic, ...]
    programs: tuple[Program, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is an error; warnings are allowed."""
        return not any(diagnostic.severity == "error" for diagnostic in self.diagnostics)

    def render(self, form: Format = "text", language: Language = "en") -> str:
        """Return the diagnostics as ``text``, ``json``, ``github`` or ``sarif``."""
        return render(self.diagnostics, form, language)


def load(source: str | Path, *, prove: bool = True) -> Program:
    """Load one program.

    Parameters
    ----------
    source
        The id of a built-in program (``cimtra``), one of its editions (``cimtra@2010``), or the path of a YAML file or
        of a program's folder.
    prove
        Whether a rubric has to prove itself: that what it declares can be reached, that a better answer never lowers a
        score, that every criterion and gate counts.

    Raises
    ------
    SpecError
        With every diagnostic, when the spec is wrong.
    UnknownNameError
        When `source` is neither a built-in id nor a path.
    """
    draft = read_draft(_find(source))
    return _sound(draft, prove=prove)


def loads(text: str, name: str = "<text>") -> Program:
    """Load one program from YAML text; `name` stands for the file in diagnostics. Raises as `load`."""
    return _sound(read_draft_from_text(text, name))


def validate(*sources: str | Path) -> ValidationReport:
    """Check specs, their formulas and their examples; never raises for a bad spec.

    Parameters
    ----------
    *sources
        Built-in ids, or paths of files, programs' folders, or folders of programs. All built-in programs by default.
    """
    diagnostics: list[Diagnostic] = []
    programs: list[Program] = []
    owner: dict[str, str] = {}
    paths = [_find(source) for source in sources] or list(editions().values())
    for path in paths:
        for draft in read_drafts(path):
            check_formulas(draft)
            if draft.ok:
                trial = check_examples(draft)
                _prove(draft)
                _test_properties(draft, trial)
            program = draft.program
            if program is not None and draft.ok:
                _check_owner(draft, program, owner)
                programs.append(program)
            diagnostics += draft.sorted_diagnostics()
    return ValidationReport(tuple(diagnostics), tuple(programs))


def programs() -> pd.DataFrame:
    """Return the built-in programs: id, version, title, indicators, documented, reconstructed."""
    import pandas as pd

    lines = [describe(load(path, prove=False)) for path in editions().values()]
    return pd.DataFrame(lines)


def describe(program: Program) -> dict[str, str | int]:
    """Return a program's identity and how many of its indicators have each provenance."""
    statuses = [program.nodes[indicator.id].provenance for indicator in program.indicators]
    counts = {
        status: sum(1 for provenance in statuses if provenance is not None and provenance.status == status)
        for status in ("documented", "reconstructed", "user")
    }
    return {
        "id": program.id,
        "version": program.version,
        "title": program.title.en,
        "title_es": program.title.es,
        "indicators": len(program.indicators),
        "documented": counts["documented"],
        "reconstructed": counts["reconstructed"],
        "user": counts["user"],
    }


def _sound(draft: Draft, *, prove: bool = True) -> Program:
    check_formulas(draft)
    if draft.ok and prove:
        _prove(draft)
    if not draft.ok or draft.program is None:
        raise SpecError(draft.sorted_diagnostics())
    return draft.program


def _prove(draft: Draft) -> None:
    """Let a rubric prove itself; only then is numpy needed."""
    if draft.program is not None and draft.program.criteria:
        from .proofs import prove_rubric

        prove_rubric(draft, draft.program)


def _test_properties(draft: Draft, trial: Trial | None) -> None:
    """Test what indicators say must hold; only then is anything drawn."""
    if draft.program is not None and any(leaf.holds for leaf in draft.program.indicators):
        from ..scoring.compiled import compile_program
        from .properties import check_properties

        compiled = trial.assessment.compiled if trial is not None else compile_program(draft.program)
        check_properties(draft, compiled, trial)


def _check_owner(draft: Draft, program: Program, owner: dict[str, str]) -> None:
    first = owner.setdefault(f"{program.id}@{program.version}", draft.name)
    if first != draft.name:
        draft.report("IND320", ("id",), id=program.id, first=first)


def _find(source: str | Path) -> Path:
    """Return the path of a source; a built-in id wins only where no such path exists."""
    path = Path(source)
    if path.exists():
        return path
    known = builtin_paths()
    if str(source) in known:
        return known[str(source)]
    raise UnknownNameError("program", str(source), sorted(known))
