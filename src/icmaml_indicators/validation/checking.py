"""One program checked: structure, meaning, formulas, examples, proofs and properties. And one column map."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..formulas import check_formulas
from ..linting import Severities, is_fixed, lint
from ..maps.reading import read_map
from ..specs import Draft, Program, read_draft
from .examples.running import ExampleRun, alone_among, check_examples
from .outcome import Outcome
from .severities import apply_severities


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
        runs = check_examples(draft)
        prove_draft(draft)
        _test_properties(draft, alone_among(runs))
    found, allowed = apply_severities(draft, severities or Severities())
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


def check_map_file(path: Path, instead: Mapping[Path, str | bytes] | None = None) -> Outcome:
    """Check one column map: its structure, its program, columns and units."""
    return Outcome(str(path), tuple(read_map(path, instead).diagnostics), is_map=True)


def describe(program: Program) -> dict[str, str | int]:
    """Return a program's identity and how many of its indicators have each provenance."""
    return {
        "id": program.id,
        "version": program.version,
        "title": program.title.en,
        "title_es": program.title.es,
        "indicators": len(program.indicators),
        **program.provenance_counts,
    }


def prove_draft(draft: Draft) -> None:
    """Let a rubric prove itself; only then is numpy needed."""
    if draft.program is not None and draft.program.criteria:
        from .examples.proofs import prove_rubric

        prove_rubric(draft, draft.program)


def _test_properties(draft: Draft, trial: ExampleRun | None) -> None:
    """Test what indicators say must hold; only then is anything drawn."""
    if draft.program is not None and any(leaf.holds for leaf in draft.program.indicators):
        from ..engine.compiled import compile_program
        from .examples.properties import check_properties

        compiled = trial.scored.compiled if trial is not None else compile_program(draft.program)
        check_properties(draft, compiled, trial)
