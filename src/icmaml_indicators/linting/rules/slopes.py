"""Rules on what an indicator is said to improve with, held against its formula (IND240–243)."""

from __future__ import annotations

from typing import Any

from ...diagnostics import nearest
from ...formulas.analysis.intervals import read_names
from ...formulas.analysis.slopes import slope
from .subject import LintContext

_GOOD = {"higher": ("más", "more"), "lower": ("menos", "less")}


def check_slopes(subject: LintContext) -> None:
    """Prove every `improves_with`: the way the formula moves with an input, and which way is good."""
    for id_, tree in subject.formulas.items():
        spec, path = subject.specs[id_], subject.paths[id_]
        if spec.improves_with is None:
            continue
        if spec.direction not in _GOOD:
            subject.draft.report("IND243", path, key="improves_with", direction=spec.direction)
            continue
        read = read_names(tree, subject.named_trees)
        for key, sign in (("more", 1), ("less", -1)):
            for index, name in enumerate(getattr(spec.improves_with, key)):
                where = (*path, "improves_with", key, index)
                if name not in read:
                    subject.draft.report("IND242", where, id=id_, name=name, suggestion=nearest(name, sorted(read)))
                    continue
                moves = slope(tree, name, subject.bounds, subject.named_trees)
                wanted = sign if spec.direction == "higher" else -sign
                if moves is None:
                    subject.draft.report("IND241", where, id=id_, name=name)
                elif moves != wanted:
                    subject.draft.report(
                        "IND240", where, id=id_, name=name, **_message_details(moves, sign, spec.direction)
                    )


def _message_details(moves: int, sign: int, direction: str) -> dict[str, Any]:
    rises = {1: ("sube", "rises"), -1: ("baja", "falls"), 0: ("no cambia", "does not move")}[moves]
    wanted, good = ("más", "more") if sign > 0 else ("menos", "less"), _GOOD[direction]
    return {
        "moves_es": rises[0],
        "moves_en": rises[1],
        "wanted_es": wanted[0],
        "wanted_en": wanted[1],
        "good_es": good[0],
        "good_en": good[1],
    }
