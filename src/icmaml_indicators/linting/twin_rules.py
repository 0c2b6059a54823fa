"""Rules on formulas that mean the same (IND245, IND246)."""

from __future__ import annotations

from typing import Any

from ..formulas import NormalForm, normal_form
from ..formulas.algebra import proportion
from .subject import Subject


def check_twins(subject: Subject) -> None:
    """Tell of indicators whose formulas are algebraically equal, or equal but for a factor."""
    families: dict[frozenset[str], list[tuple[str, NormalForm]]] = {}
    for id_, tree in subject.formulas.items():
        form = normal_form(tree, subject.formulas)
        # Only formulas that read the same inputs can be the same.
        family = families.setdefault(frozenset(need for need in form.needs if need[0] not in "≠?"), [])
        for other, known in family:
            factor = None if form.same_value(known) else proportion(form, known)
            if form.same_value(known):
                _tell(subject, "IND245", id_, other)
            elif factor is not None:
                _tell(subject, "IND246", id_, other, factor=str(factor))
            else:
                continue
            break
        family.append((id_, form))


def _tell(subject: Subject, code: str, id_: str, other: str, **details: Any) -> None:
    root = subject.draft.root
    if root is not None:
        place = root.find((*subject.paths[other], "formula")).place()
        where = (*subject.paths[id_], "formula")
        subject.draft.report(code, where, id=id_, other=other, place=f"{place.file}:{place.line}", **details)
