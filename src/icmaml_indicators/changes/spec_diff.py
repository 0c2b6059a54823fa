"""`SpecDiff`: what changed in meaning between two versions, as people and programs read it."""

from __future__ import annotations

from typing import Any, get_args

from ..aliases import OldNames
from ..diagnostics import Language
from ..display import BilingualDisplay, Summary
from ..errors import check_language, check_option
from ..plain_data import JsonViews
from ..tables.arrow_views import ArrowViews
from .rendering import diff_record, render
from .result import DiffFormat, DiffResult
from .summary import summarise_changes


class SpecDiff(BilingualDisplay, OldNames, DiffResult, ArrowViews, JsonViews):
    """What changed in meaning between two versions. Built by `diff`.

    Attributes
    ----------
    programs
        One entry a program.
    moved : Moves or None
        Who moved, when data were given.

    Examples
    --------
    >>> compared = icma.diff("cimtra@2010", "cimtra@2016")
    """

    def _summary(self, language: Language) -> Summary:
        return summarise_changes(self, language)

    def to_dict(self) -> dict[str, Any]:
        """Return what `render` gives as ``json``, as plain data; ``docs/schemas/diff-1.json`` describes it.

        Examples
        --------
        >>> compared.to_dict()["programs"][0]["id"]
        'cimtra'
        """
        return diff_record(self)

    def render(self, form: DiffFormat = "text", language: Language = "en") -> str:
        """Return the comparison as ``text``, ``json``, ``markdown`` or ``github`` (annotations of Actions).

        Examples
        --------
        >>> print(compared.render().splitlines()[-1])
        11 breaking, 0 additive, 13 neutral
        """
        check_language(language)
        check_option("format", form, get_args(DiffFormat))
        return render(self, form, language)
