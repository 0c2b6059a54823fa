"""What a careful methodologist would notice in a spec that can be used. Needs only specs and formulas: no numpy.

`lint` adds diagnostics to a draft; who may silence them, and how severe they are, is settled by `Severities` and by the
allowances that a file states with a reason.
"""

from .allowances import Allowance, read_allowances, split_by_allowance
from .rules.units import unit_of_formula, unit_of_word
from .runner import lint
from .severities import LEVELS, Level, Severities, given_levels, is_fixed, lint_codes, read_configuration

__all__ = [
    "LEVELS",
    "Allowance",
    "Level",
    "Severities",
    "given_levels",
    "is_fixed",
    "lint",
    "lint_codes",
    "read_allowances",
    "read_configuration",
    "split_by_allowance",
    "unit_of_formula",
    "unit_of_word",
]
