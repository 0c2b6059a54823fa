"""Programs proved: structure, meaning, formulas and examples; the specs that ship with the library.

Names are imported when first used: what is known already is told without the models that proved it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .cache import Cache
    from .checking import describe
    from .examples.coverage_result import ExampleCoverage
    from .incremental import check
    from .loading import load, loads, programs, take_program
    from .mends.mending import Mending, mend
    from .outcome import Outcome
    from .report import ValidationReport
    from .report_coverage import example_coverage
    from .validating import validate

_HOMES = {
    "cache": ("Cache",),
    "checking": ("describe",),
    "examples.coverage_result": ("ExampleCoverage",),
    "mends.mending": ("Mending", "mend"),
    "incremental": ("check",),
    "loading": ("load", "loads", "programs", "take_program"),
    "outcome": ("Outcome",),
    "report": ("ValidationReport",),
    "report_coverage": ("example_coverage",),
    "validating": ("validate",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Cache",
    "ExampleCoverage",
    "Mending",
    "Outcome",
    "ValidationReport",
    "check",
    "describe",
    "example_coverage",
    "load",
    "loads",
    "mend",
    "programs",
    "take_program",
    "validate",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f".{_HOME_OF[name]}", __name__), name)
    globals()[name] = value
    return value
