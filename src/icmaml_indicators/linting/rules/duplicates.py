"""Rules on formulas that mean the same (IND245, IND246)."""

from __future__ import annotations

from typing import Any

from ...formulas import NormalForm
from ...formulas.analysis.algebra import proportion
from .subject import LintContext

_MOST_COMPARED = 40


def check_duplicates(subject: LintContext) -> None:
    """Tell of indicators whose formulas are algebraically equal, or equal but for a factor."""
    spelt: dict[str, str] = {}
    families: dict[frozenset[str], list[tuple[str, NormalForm]]] = {}
    for id_, tree in subject.formulas.items():
        if subject.program.nodes[id_].role == "informational":
            continue  # shown beside the one that counts: nothing counts twice
        form = subject.normal.form(tree)
        twin = spelt.setdefault(form.key, id_)
        if twin != id_:
            _report(subject, "IND245", id_, twin)
            continue
        # Only formulas that read the same inputs can be the same.
        family = families.setdefault(frozenset(need for need in form.needs if need[0] not in "≠?"), [])
        for other, known in family[:_MOST_COMPARED]:
            if form.same_value(known):
                _report(subject, "IND245", id_, other)
                break
            factor = proportion(form, known)
            if factor is not None:
                _report(subject, "IND246", id_, other, factor=str(factor))
                break
        family.append((id_, form))


def _report(subject: LintContext, code: str, id_: str, other: str, **details: Any) -> None:
    root = subject.draft.root
    if root is not None:
        place = root.find((*subject.paths[other], "formula")).place()
        where = (*subject.paths[id_], "formula")
        subject.draft.report(code, where, id=id_, other=other, place=f"{place.file}:{place.line}", **details)
