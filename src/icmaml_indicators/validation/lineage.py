"""Editions held against those that they replace: what one file cannot show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..diagnostics import nearest
from ..specs import Draft, Indicator, Program, read_draft, walk_paths
from ..specs.checks.continuity import check_replaced, check_same
from .outcome import Outcome

Key = tuple[str, str]


def with_edition_checks(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the outcomes with what `replaces` says wrongly of the other editions that are validated with them.

    Only the editions of such programs are looked at; those whose outcomes were kept are read again.
    """
    told = {outcome.replaces.partition("@")[0] for outcome in outcomes if outcome.replaces}
    concerned = {
        number: outcome.draft or read_draft(Path(outcome.path))
        for number, outcome in enumerate(outcomes)
        if outcome.summary and (outcome.replaces or outcome.summary["id"] in told)
    }
    before = {number: len(draft.diagnostics) for number, draft in concerned.items()}
    check_editions(list(concerned.values()))
    found = list(outcomes)
    for number, draft in concerned.items():
        new = draft.diagnostics[before[number] :]
        if new:
            found[number] = outcomes[number].with_diagnostics(new)
    return found


def check_editions(drafts: Sequence[Draft]) -> None:
    """Add to each draft what `replaces` says wrongly of the other editions among them."""
    programs: dict[Key, Program] = {}
    for draft in drafts:
        if draft.program is not None and draft.ok:
            programs.setdefault((draft.program.id, draft.program.version), draft.program)
    for draft in drafts:
        program = draft.program
        if program is not None and draft.ok and program.replaces is not None:
            _check(draft, program, programs)


def _check(draft: Draft, program: Program, programs: dict[Key, Program]) -> None:
    earlier = _replaced(program)
    versions = tuple(version for name, version in programs if name == earlier[0] and version != program.version)
    old = programs.get(earlier)
    if old is None:
        # With no other edition at hand nothing can be said.
        if versions:
            hint = nearest(earlier[1], versions)
            draft.report("IND391", ("replaces",), name="@".join(earlier), suggestion=hint, expected=versions)
        return
    # An id that both have means the indicator of the edition before.
    known = {leaf.id: leaf for leaf in (*program.indicators, *old.indicators)}
    check_replaced(draft, program, known)
    # What keeps its id goes on as well, unless an edition or an indicator says otherwise.
    before = {leaf.id: leaf for leaf in old.indicators} if program.comparable else {}
    for path, spec in walk_paths(program):
        if isinstance(spec, Indicator) and spec.replaces is None and spec.id in before:
            check_same(draft, program, (*path, "id"), spec, before[spec.id])
    chain = [(program.id, program.version)]
    current: Program | None = program
    while current is not None and current.replaces is not None:
        chain.append(_replaced(current))
        if chain[-1] == chain[0]:
            draft.report("IND393", ("replaces",), cycle=" → ".join("@".join(key) for key in chain))
        if chain[-1] in chain[:-1]:
            return
        current = programs.get(chain[-1])


def _replaced(program: Program) -> Key:
    assert program.replaces is not None
    return program.replaces.id or program.id, program.replaces.version
