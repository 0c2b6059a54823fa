"""`SpecDiff`: what changed in meaning between two versions, as people and programs read it."""

from __future__ import annotations

from typing import get_args

from ..aliases import OldNames
from ..diagnostics import Language
from ..errors import check_language, check_option
from ..tables.arrow_views import ArrowViews
from .comparing.change import EFFECTS
from .rendering import render
from .result import DiffFormat, DiffResult


class SpecDiff(OldNames, DiffResult, ArrowViews):
    """What changed in meaning between two versions. Built by `diff`.

    Attributes
    ----------
    programs
        One entry a program.
    moved : Moves or None
        Who moved, when data were given.
    """

    def __repr__(self) -> str:
        counts = ", ".join(f"{self.count(effect)} {effect}" for effect in EFFECTS)
        return f"<SpecDiff of {len(self.programs)} program(s): {counts}>"

    def render(self, form: DiffFormat = "text", language: Language = "en") -> str:
        """Return the comparison as ``text``, ``json``, ``markdown`` or ``github`` (annotations of Actions)."""
        check_language(language)
        check_option("format", form, get_args(DiffFormat))
        return render(self, form, language)
