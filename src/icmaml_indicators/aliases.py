"""Old names of methods: each answers with a `DeprecationWarning` until version 1.0."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, NamedTuple


class Alias(NamedTuple):
    """What an old name stands for.

    Attributes
    ----------
    target
        The name of now, from the object on; one below an underscore is a helper that is public no more.
    keywords
        Old names of its arguments, each with the one of now.
    """

    target: str
    keywords: Mapping[str, str] = {}


_FINDINGS = Alias("get_findings", {"most": "limit"})

# By class, then by old name. Arrays that went behind an underscore have none.
ALIASES: dict[str, dict[str, Alias]] = {
    "Appraisal": {"findings_in": _FINDINGS},
    "Assessment": {
        "findings_in": _FINDINGS,
        "held": Alias("gate_effects"),
        "row_of": Alias("_scored.row_of"),
        "stands_in": Alias("_scored.is_published_at"),
        "under": Alias("with_model"),
    },
    "Benchmark": {
        "anonymised": Alias("anonymise"),
        "by_chance_of": Alias("_comparison.chance_flags"),
        "key_of": Alias("_comparison.key_of"),
        "lay_out": Alias("_comparison.build_cells"),
        "of_cell": Alias("_comparison.statistic_at"),
        "steadiness": Alias("quartile_stability"),
    },
    "Panel": {
        "keys_of": Alias("_data.keys_of"),
        "only": Alias("select"),
        "parted_by": Alias("_data.breaks_between"),
        "period_code": Alias("_data.period_code"),
        "place": Alias("_data.index_of"),
        "suspected_breaks_in": Alias("get_suspected_breaks"),
        "texts_of_breaks": Alias("_data.break_labels"),
    },
    "ProgramDiff": {"bump_due": Alias("required_bump"), "bump_given": Alias("declared_bump")},
    "SpecDiff": {"bump_due": Alias("required_bump"), "bump_given": Alias("declared_bump")},
    "TargetResults": {"findings_in": _FINDINGS},
}


class OldNames:
    """A class whose old names `ALIASES` holds. Completion and type checkers see those of now alone."""

    __slots__ = ()

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            owner = next((kind.__name__ for kind in type(self).__mro__ if name in ALIASES.get(kind.__name__, {})), None)
            if owner is None:
                return object.__getattribute__(self, name)  # raises again, also what a property raised
            alias = ALIASES[owner][name]
            now = f"use `{alias.target}`" if not alias.target.startswith("_") else "it is internal now"
            message = f"`{owner}.{name}` goes with version 1.0: {now}"
            warnings.warn(message, DeprecationWarning, stacklevel=2)
            found = reduce(getattr, alias.target.split("."), self)
            return partial(_call, found, alias.keywords) if alias.keywords else found


def _call(method: Any, keywords: Mapping[str, str], /, *given: Any, **named: Any) -> Any:
    return method(*given, **{keywords.get(name, name): value for name, value in named.items()})
