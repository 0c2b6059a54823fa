"""The outcome of a comparison as plain data: what its renderings are made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Self

from ..diagnostics import Language, Place
from ..errors import check_language
from .comparing.change import Change, Effect, in_language
from .program_diff import ProgramDiff
from .versions import STEPS, Step

if TYPE_CHECKING:
    import pandas as pd

    from .moves import Moves

_COLUMNS = (
    *("program", "kind", "subject", "key", "effect", "code", "message"),
    *("old", "new", "old_place", "new_place", "confidence"),
)
DiffFormat = Literal["text", "json", "markdown", "github"]


@dataclass(frozen=True)
class DiffResult:
    """What changed in meaning between two versions.

    Attributes
    ----------
    programs
        One entry a program.
    moved : Moves or None
        Who moved, when data were given.
    """

    programs: tuple[ProgramDiff, ...]
    moved: Moves | None = None

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every change of every program."""
        return tuple(change for program in self.programs for change in program.changes)

    @property
    def breaking(self) -> tuple[Change, ...]:
        """The changes after which figures do not compare with those of before."""
        return tuple(change for change in self.changes if change.effect == "breaking")

    def count(self, effect: Effect) -> int:
        """Return how many changes have an effect.

        Examples
        --------
        >>> compared.count("breaking")
        11
        """
        return sum(change.effect == effect for change in self.changes)

    @property
    def _decisive(self) -> ProgramDiff | None:
        """The program that lacks most, or changed most."""
        return max(
            self.programs,
            key=lambda program: (
                not program.ok,
                STEPS.index(program.required_bump),
                -STEPS.index(program.declared_bump),
            ),
            default=None,
        )

    @property
    def required_bump(self) -> Step:
        """The step of the version that is due: of the program that lacks it, else of the one that changed most."""
        return self._decisive.required_bump if self._decisive else "none"

    @property
    def declared_bump(self) -> Step:
        """The step that the version of that program took."""
        return self._decisive.declared_bump if self._decisive else "none"

    @property
    def ok(self) -> bool:
        """Whether every version tells what happened; that something changed is no fault."""
        return all(program.ok for program in self.programs)

    @property
    def moves(self) -> pd.DataFrame | None:
        """One line an entity, period and node: value, score, rank and level before and now; None without data.

        Examples
        --------
        >>> compared.moves is None
        True
        """
        return None if self.moved is None else self.moved.table

    @property
    def summary(self) -> pd.DataFrame | None:
        """One line a node, period and peer group: how many moved, who most, how far the ranks agree.

        Examples
        --------
        >>> compared.summary is None
        True
        """
        return None if self.moved is None else self.moved.summary

    def only_moved(self) -> Self:
        """Return the same comparison with those lines of `moves` left out that do not move.

        Examples
        --------
        >>> len(compared.only_moved().changes) == len(compared.changes)
        True
        """
        if self.moved is None:
            return self
        table = self.moved.table
        return replace(self, moved=replace(self.moved, table=table[table["moved"]]))

    def to_frame(self, language: Language = "en") -> pd.DataFrame:
        """Return the changes as a table, one line each.

        Examples
        --------
        >>> compared.to_frame("es")["effect"].value_counts().to_dict()
        {'neutral': 13, 'breaking': 11}
        """
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


def place_text(place: Place | None) -> str:
    """Return ``file:line:column``; empty text for no place."""
    return "" if place is None else f"{place.file}:{place.line}:{place.column}"
