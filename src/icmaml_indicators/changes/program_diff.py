"""One program, before and now: its changes, what they affect, the version step that is due."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..aliases import OldNames
from ..diagnostics import Place
from ..diagnostics.brief import Brief
from ..specs import Program
from .comparing.change import EFFECTS, AffectedNode, Change, Effect
from .versions import DUE, Step, is_enough, step_given


@dataclass(frozen=True, repr=False)
class ProgramDiff(OldNames, Brief):
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
    affected: dict[str, AffectedNode] = field(default_factory=dict)
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
    def required_bump(self) -> Step:
        """The step of the version that the changes make due; none for a program that is new or gone."""
        return "none" if self.old is None or self.new is None else DUE[self.effect]

    @property
    def declared_bump(self) -> Step:
        """The step that the version took."""
        if self.old is None or self.new is None:
            return "none"
        return "major" if self.old.id != self.new.id else step_given(self.old.version, self.new.version)

    @property
    def ok(self) -> bool:
        """Whether the version tells what happened."""
        return is_enough(self.declared_bump, self.required_bump)
