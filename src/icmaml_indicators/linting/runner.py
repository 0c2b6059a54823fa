"""All rules, one after the other."""

from __future__ import annotations

from ..specs import Draft
from .rules.duplicates import check_duplicates
from .rules.ranges import check_ranges
from .rules.roles import check_roles
from .rules.scales import check_scales
from .rules.slopes import check_slopes
from .rules.subject import LintContext
from .rules.texts import check_texts
from .rules.totals import check_total
from .rules.trees import check_tree
from .rules.units import check_units

_OF_EXAMPLES = frozenset({"IND303", "IND304", "IND321"})
CHECKS = (
    check_units,
    check_ranges,
    check_slopes,
    check_scales,
    check_duplicates,
    check_tree,
    check_roles,
    check_total,
    check_texts,
)


def lint(draft: Draft, *, among: bool = False) -> None:
    """Look a draft over; add what is doubtful to its diagnostics.

    Parameters
    ----------
    draft
        A draft whose formulas were checked; one with an error of structure is left alone, but for faults of examples.
    among
        Whether the program stands in a folder of programs, where the names of files matter.
    """
    if draft.program is None or any(d.severity == "error" and d.code not in _OF_EXAMPLES for d in draft.diagnostics):
        return
    subject = LintContext(draft, draft.program, among)
    for check in CHECKS:
        check(subject)
