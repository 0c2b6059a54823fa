"""Municipal performance indicators: YAML specs in, scores and comparative benchmarks out.

The flow is *specs → formulas → scoring → validation → benchmarks → reports*. Names are imported when first used, so that a program that
only reads specs does not pay for numpy and pandas.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .benchmarks import Benchmark, benchmark
    from .errors import DataError, IcmamlError, MissingExtraError, SpecError, UnknownNameError
    from .reports import write_report
    from .scoring import Assessment, Ledger, read_data, score
    from .specs import Program
    from .validation import ValidationReport, load, loads, programs, validate

_HOMES = {
    "Assessment": "scoring",
    "Benchmark": "benchmarks",
    "DataError": "errors",
    "IcmamlError": "errors",
    "Ledger": "scoring",
    "MissingExtraError": "errors",
    "Program": "specs",
    "SpecError": "errors",
    "UnknownNameError": "errors",
    "ValidationReport": "validation",
    "benchmark": "benchmarks",
    "load": "validation",
    "loads": "validation",
    "programs": "validation",
    "read_data": "scoring",
    "score": "scoring",
    "validate": "validation",
    "write_report": "reports",
}

__all__ = [  # noqa: PLE0604, RUF022  one list, written once
    *_HOMES,
    "__version__",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
