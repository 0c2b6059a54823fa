"""`load`, `validate` and `programs`: from a name or a path to proved programs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import SpecError, expect
from ..formulas import check_formulas
from ..linting import Severities, is_fixed, lint
from ..specs import Draft, Program, read_draft, read_draft_from_text
from .builtin import editions, find_source
from .cache import Cache
from .examples import Trial, check_examples
from .incremental import check
from .outcome import Outcome, ValidationReport
from .settling import settle

if TYPE_CHECKING:
    import pandas as pd


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
    expect("source", source, str, Path)
    draft = read_draft(find_source(source))
    return _sound(draft, prove=prove)


def loads(text: str, name: str = "<text>") -> Program:
    """Load one program from YAML text; `name` stands for the file in diagnostics. Raises as `load`."""
    expect("text", text, str)
    return _sound(read_draft_from_text(text, name))


def validate(
    *sources: str | Path,
    severity: Mapping[str, str] | None = None,
    cache: str | Path | None = None,
    coverage: bool = False,
    min_coverage: float | None = None,
) -> ValidationReport:
    """Check specs, their formulas, examples and properties, and look them over; never raises for a bad spec.

    Parameters
    ----------
    *sources
        Built-in ids, or paths of files, programs' folders, or folders of programs. A part file stands for the program
        that it belongs to. All built-in programs by default; each program is checked once.
    severity
        By code ``error``, ``warning``, ``info`` or ``off``: goes before what ``icmaml-indicators.toml`` says.
    cache
        Folder where outcomes are kept, so that a program that has not changed is not checked again. None by default.
    coverage
        Measure as well which paths the examples reach.
    min_coverage
        The percentage of its paths that the examples of each program must reach.

    Raises
    ------
    UnknownNameError
        When a source, a code or a severity does not exist.
    """
    for source in sources:
        expect("sources", source, str, Path)
    report = check(sources, Cache(cache) if cache is not None else None, severity or {})
    if not coverage and min_coverage is None:
        return report
    from .coverage import with_coverage

    return with_coverage(report, min_coverage)


def check_program(
    path: Path,
    instead: Mapping[Path, str | bytes] | None = None,
    *,
    severities: Severities | None = None,
    among: bool = False,
) -> Outcome:
    """Check one program and look it over.

    Parameters
    ----------
    path
        Its file or folder.
    instead
        Texts in place of files (see `read_draft`).
    severities
        How severe each rule is; as the catalogue says by default.
    among
        Whether it stands in a folder of programs, where the names of files matter.
    """
    draft = read_draft(path, instead)
    check_formulas(draft)
    lint(draft, among=among)
    if not any(is_fixed(fault.code) and fault.severity == "error" for fault in draft.diagnostics):
        trial = check_examples(draft)
        _prove(draft)
        _test_properties(draft, trial)
    found, allowed = settle(draft, severities or Severities())
    program = draft.program
    if program is None or draft.root is None or any(fault.severity == "error" for fault in found):
        return Outcome(str(path), tuple(found), suppressed=tuple(allowed))
    earlier = program.replaces
    return Outcome(
        str(path),
        tuple(found),
        describe(program),
        draft.root.find(("id",)).place(),
        program,
        tuple(allowed),
        draft=draft,
        replaces=f"{earlier.id or program.id}@{earlier.version}" if earlier else "",
    )


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

        compiled = trial.scored.compiled if trial is not None else compile_program(draft.program)
        check_properties(draft, compiled, trial)
