"""`load`, `validate` and `programs`: from a name or a path to proved programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic, Language, render
from ..diagnostics.render import Format
from ..errors import SpecError
from ..formulas import check_formulas
from ..specs import Draft, Program, read_draft, read_draft_from_text, read_drafts
from .builtin import editions, find_source
from .coverage import ExampleCoverage, measure_coverage
from .examples import Trial, check_examples
from .lineage import check_lineage

if TYPE_CHECKING:
    import pandas as pd

_MISSED_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """The outcome of `validate`.

    Attributes
    ----------
    diagnostics
        Everything found, file by file, in reading order.
    programs
        The programs that are sound.
    coverage
        What the examples of each of them reach, where that was asked for.
    """

    diagnostics: tuple[Diagnostic, ...]
    programs: tuple[Program, ...]
    coverage: tuple[ExampleCoverage, ...] = ()

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
    draft = read_draft(find_source(source))
    return _sound(draft, prove=prove)


def loads(text: str, name: str = "<text>") -> Program:
    """Load one program from YAML text; `name` stands for the file in diagnostics. Raises as `load`."""
    return _sound(read_draft_from_text(text, name))


def validate(*sources: str | Path, coverage: bool = False, min_coverage: float | None = None) -> ValidationReport:
    """Check specs, their formulas, examples and properties; never raises for a bad spec.

    Parameters
    ----------
    *sources
        Built-in ids, or paths of files, programs' folders, or folders of programs. All built-in programs by default.
    coverage
        Measure as well which paths the examples reach.
    min_coverage
        The percentage of its paths that the examples of each program must reach.
    """
    diagnostics: list[Diagnostic] = []
    programs: list[Program] = []
    measured: list[ExampleCoverage] = []
    owner: dict[str, str] = {}
    paths = [find_source(source) for source in sources] or list(editions().values())
    drafts = [draft for path in paths for draft in read_drafts(path)]
    trials: dict[int, Trial | None] = {}
    for number, draft in enumerate(drafts):
        check_formulas(draft)
        if draft.ok:
            trials[number] = check_examples(draft)
            _prove(draft)
            _test_properties(draft, trials[number])
    check_lineage(drafts)
    for number, draft in enumerate(drafts):
        program = draft.program
        if program is not None and draft.ok:
            _check_owner(draft, program, owner)
            programs.append(program)
            if coverage or min_coverage is not None:
                measured.append(measure_coverage(draft, trials.get(number)))
                _demand_coverage(draft, measured[-1], min_coverage)
        diagnostics += draft.sorted_diagnostics()
    return ValidationReport(tuple(diagnostics), tuple(programs), tuple(measured))


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


def _demand_coverage(draft: Draft, found: ExampleCoverage, wanted: float | None) -> None:
    if wanted is not None and found.percent < wanted:
        count, reached = len(found.paths), sum(path.reached for path in found.paths)
        draft.report(
            "IND324",
            ("id",),
            id=found.program,
            share=f"{found.percent:g}",
            reached=reached,
            count=count,
            wanted=f"{wanted:g}",
            missed="; ".join(found.missed_lines()[:_MISSED_SHOWN]),
        )


def _check_owner(draft: Draft, program: Program, owner: dict[str, str]) -> None:
    first = owner.setdefault(f"{program.id}@{program.version}", draft.name)
    if first != draft.name:
        draft.report("IND320", ("id",), id=program.id, first=first)
