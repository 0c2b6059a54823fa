"""What a comparison of versions says of itself."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ..diagnostics import Language
from ..display import Part, Sheet, Summary, take_items, take_lines, word
from .comparing.change import EFFECTS, AffectedNode, Change
from .rendering import title_of
from .result import DiffResult, place_text


def summarise_changes(diff: DiffResult, language: Language) -> Summary:
    """Return what a comparison of versions says of itself in ``es`` or ``en``."""
    known = [Counter(program.new.provenance_counts) for program in diff.programs if program.new is not None]
    affected = [(program.id, name, what) for program in diff.programs for name, what in program.affected.items()]

    def of_change(change: Change) -> tuple[Any, ...]:
        place = place_text(change.new_place) or place_text(change.old_place)
        return change.subject, word(change.effect, language), change.message(language), change.code, place

    def changes() -> Sheet:
        return take_items(diff.changes, ("subject", "effect", "message", "code", "place"), of_change, language)

    def of_node(one: tuple[str, str, AffectedNode]) -> tuple[str, ...]:
        program, node, what = one
        return program, node, ", ".join(word(part, language) for part in what.parts), ", ".join(what.causes)

    def nodes() -> Sheet:
        return take_items(affected, ("program", "node", "affected", "through"), of_node, language)

    summary = diff.summary
    moved = () if summary is None else (Part("moves", lambda: take_lines(summary, language), len(summary)),)
    return Summary(
        "SpecDiff",
        ", ".join(title_of(program, language) for program in diff.programs),
        language,
        {
            "programs": len(diff.programs),
            "provenance": sum(known, Counter()),
        },
        {
            "changes": {effect: diff.count(effect) for effect in EFFECTS},
            "declared_step": word(f"step_{diff.declared_bump}", language),
            "required_step": word(f"step_{diff.required_bump}", language),
            "enough": diff.ok,
        },
        (
            Part("changes", changes, len(diff.changes), is_open=True),
            Part("affected", nodes, len(affected)),
            *moved,
        ),
    )
