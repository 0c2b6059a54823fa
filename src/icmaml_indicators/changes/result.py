"""The outcome of a comparison: changes, what they affect, the version step that is due, and who moved."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

from ..diagnostics import Language, Place
from ..diagnostics.brief import Brief
from ..errors import check_language, check_option
from ..specs import Program
from .change import EFFECTS, Affected, Change, Effect, in_language
from .versions import DUE, STEPS, Step, is_enough, step_given

if TYPE_CHECKING:
    import pandas as pd

    from .moves import Moves

_COLUMNS = (
    *("program", "kind", "subject", "key", "effect", "code", "message"),
    *("old", "new", "old_place", "new_place", "confidence"),
)
DiffFormat = Literal["text", "json", "markdown", "github"]


@dataclass(frozen=True, repr=False)
class ProgramDiff(Brief):
    """One program, before and now.

    Attributes
    ----------
    id
        Its id, as it is now (as it was, where it is gone).
    old, new : Program or None
        None where it did not exist, or is gone.
    changes
        In the order: program, inputs, indicators and groups.
    affected
        Nodes that are not as before for the same data, by their id of now: which parts, and through which changes.
        Nodes that are not named have the same values, scores and levels as before.
    nodes, variables
        Id of before to id of now.
    notices
        What is to be said of the version: that it does not tell what happened, that a break had better be declared.
    anchor
        Where the version is written now.
    revisions
        What stands before the paths of before and of now where they were read from revisions, for example ``HEAD:``.
    """

    id: str
    old: Program | None
    new: Program | None
    changes: tuple[Change, ...]
    affected: dict[str, Affected] = field(default_factory=dict)
    nodes: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    notices: tuple[Change, ...] = ()
    anchor: Place | None = None
    revisions: tuple[str, str] = ("", "")

    @property
    def effect(self) -> Effect:
        """The gravest effect of its changes."""
        present = {change.effect for change in self.changes}
        return next((effect for effect in EFFECTS if effect in present), "neutral")

    @property
    def bump_due(self) -> Step:
        """The step of the version that the changes make due; none for a program that is new or gone."""
        return "none" if self.old is None or self.new is None else DUE[self.effect]

    @property
    def bump_given(self) -> Step:
        """The step that the version took."""
        if self.old is None or self.new is None:
            return "none"
        return "major" if self.old.id != self.new.id else step_given(self.old.version, self.new.version)

    @property
    def ok(self) -> bool:
        """Whether the version tells what happened."""
        return is_enough(self.bump_given, self.bump_due)


@dataclass(frozen=True)
class SpecDiff:
    """What changed in meaning between two versions. Built by `diff`.

    Attributes
    ----------
    programs
        One entry a program.
    moved : Moves or None
        Who moved, when data were given.
    """

    programs: tuple[ProgramDiff, ...]
    moved: Moves | None = None

    def __repr__(self) -> str:
        counts = ", ".join(f"{self.count(effect)} {effect}" for effect in EFFECTS)
        return f"<SpecDiff of {len(self.programs)} program(s): {counts}>"

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every change of every program."""
        return tuple(change for program in self.programs for change in program.changes)

    @property
    def breaking(self) -> tuple[Change, ...]:
        """The changes after which figures do not compare with those of before."""
        return tuple(change for change in self.changes if change.effect == "breaking")

    def count(self, effect: Effect) -> int:
        """Return how many changes have an effect."""
        return sum(change.effect == effect for change in self.changes)

    @property
    def _decisive(self) -> ProgramDiff | None:
        """The program that lacks most, or changed most."""
        return max(
            self.programs,
            key=lambda program: (not program.ok, STEPS.index(program.bump_due), -STEPS.index(program.bump_given)),
            default=None,
        )

    @property
    def bump_due(self) -> Step:
        """The step of the version that is due: of the program that lacks it, else of the one that changed most."""
        return self._decisive.bump_due if self._decisive else "none"

    @property
    def bump_given(self) -> Step:
        """The step that the version of that program took."""
        return self._decisive.bump_given if self._decisive else "none"

    @property
    def ok(self) -> bool:
        """Whether every version tells what happened; that something changed is no fault."""
        return all(program.ok for program in self.programs)

    @property
    def moves(self) -> pd.DataFrame | None:
        """One line an entity, period and node: value, score, rank and level before and now; None without data."""
        return None if self.moved is None else self.moved.table

    @property
    def summary(self) -> pd.DataFrame | None:
        """One line a node, period and peer group: how many moved, who most, how far the ranks agree."""
        return None if self.moved is None else self.moved.summary

    def only_moved(self) -> SpecDiff:
        """Return the same comparison with those lines of `moves` left out that do not move."""
        if self.moved is None:
            return self
        table = self.moved.table
        return replace(self, moved=replace(self.moved, table=table[table["moved"]]))

    def to_frame(self, language: Language = "en") -> pd.DataFrame:
        """Return the changes as a table, one line each."""
        import pandas as pd

        check_language(language)
        lines = [
            {
                "program": change.program,
                "kind": change.kind,
                "subject": change.subject,
                "key": change.key,
                "effect": change.effect,
                "code": change.code,
                "message": change.message(language),
                "old": in_language(change.old, language),
                "new": in_language(change.new, language),
                "old_place": place_text(change.old_place),
                "new_place": place_text(change.new_place),
                "confidence": change.confidence,
            }
            for change in self.changes
        ]
        return pd.DataFrame(lines, columns=list(_COLUMNS))

    def render(self, form: DiffFormat = "text", language: Language = "en") -> str:
        """Return the comparison as ``text``, ``json``, ``markdown`` or ``github`` (annotations of Actions)."""
        from .rendering import render

        check_language(language)
        check_option("format", form, get_args(DiffFormat))
        return render(self, form, language)


def place_text(place: Place | None) -> str:
    """Return ``file:line:column``; empty text for no place."""
    return "" if place is None else f"{place.file}:{place.line}:{place.column}"
