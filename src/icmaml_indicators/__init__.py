"""Municipal performance indicators: YAML specs in, scores and comparative benchmarks out.

The flow is *specs → formulas → scoring → validation → benchmarks → reports*. Names are imported when first used, so
that a program that only reads specs does not pay for numpy and pandas.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from .authoring import new_indicator, new_program
    from .benchmarks import Bands, Nearest
    from .changes import SpecDiff, diff
    from .errors import (
        AmbiguousNameError,
        DataError,
        IcmamlError,
        IncomparableError,
        MissingExtraError,
        OutOfRangeError,
        SpecError,
        UnknownNameError,
        WrongKindError,
    )
    from .exchange import CoinrExport, CoinrImport, export_coinr, import_coin_tool, import_coinr
    from .geography import STATES, Catalogue, read_catalogue
    from .maps.files import read_data
    from .maps.reading import load_map
    from .projects import Appraisal, Portfolio, appraise, prioritise, start_period
    from .replication import Verification, package_study, verify_study
    from .reports import write_report
    from .results import (
        Assessment,
        Benchmark,
        ImprovementPath,
        IndexAnalysis,
        Ledger,
        Panel,
        Sensitivity,
        Uncertainty,
        analyse,
        benchmark,
        join_editions,
        read_ledger,
        score,
    )
    from .rounds import Agreement, Collection, agreement, collection, list_evidence, list_observations
    from .specs import Program
    from .targets import TargetResults, score_targets
    from .validation import (
        ExampleCoverage,
        Mending,
        ValidationReport,
        example_coverage,
        load,
        loads,
        mend,
        programs,
        validate,
    )

_HOMES = {
    "authoring": (
        "new_indicator",
        "new_program",
    ),
    "benchmarks": (
        "Bands",
        "Nearest",
    ),
    "changes": (
        "SpecDiff",
        "diff",
    ),
    "errors": (
        "AmbiguousNameError",
        "DataError",
        "IcmamlError",
        "IncomparableError",
        "MissingExtraError",
        "OutOfRangeError",
        "SpecError",
        "UnknownNameError",
        "WrongKindError",
    ),
    "exchange": (
        "CoinrExport",
        "CoinrImport",
        "export_coinr",
        "import_coin_tool",
        "import_coinr",
    ),
    "geography": (
        "STATES",
        "Catalogue",
        "read_catalogue",
    ),
    "projects": (
        "Appraisal",
        "Portfolio",
        "appraise",
        "prioritise",
        "start_period",
    ),
    "replication": (
        "Verification",
        "package_study",
        "verify_study",
    ),
    "reports": ("write_report",),
    "results": (
        "Assessment",
        "Benchmark",
        "ImprovementPath",
        "IndexAnalysis",
        "Ledger",
        "Panel",
        "Sensitivity",
        "Uncertainty",
        "analyse",
        "benchmark",
        "join_editions",
        "read_ledger",
        "score",
    ),
    "rounds": (
        "Agreement",
        "Collection",
        "agreement",
        "collection",
        "list_evidence",
        "list_observations",
    ),
    "maps.files": ("read_data",),
    "maps.reading": ("load_map",),
    "specs": ("Program",),
    "targets": (
        "TargetResults",
        "score_targets",
    ),
    "validation": (
        "ExampleCoverage",
        "Mending",
        "ValidationReport",
        "example_coverage",
        "load",
        "loads",
        "mend",
        "programs",
        "validate",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "STATES",
    "Agreement",
    "AmbiguousNameError",
    "Appraisal",
    "Assessment",
    "Bands",
    "Benchmark",
    "Catalogue",
    "CoinrExport",
    "CoinrImport",
    "Collection",
    "DataError",
    "ExampleCoverage",
    "IcmamlError",
    "ImprovementPath",
    "IncomparableError",
    "IndexAnalysis",
    "Ledger",
    "Mending",
    "MissingExtraError",
    "Nearest",
    "OutOfRangeError",
    "Panel",
    "Portfolio",
    "Program",
    "Sensitivity",
    "SpecDiff",
    "SpecError",
    "TargetResults",
    "Uncertainty",
    "UnknownNameError",
    "ValidationReport",
    "Verification",
    "WrongKindError",
    "__version__",
    "agreement",
    "analyse",
    "appraise",
    "benchmark",
    "collection",
    "diff",
    "example_coverage",
    "export_coinr",
    "import_coin_tool",
    "import_coinr",
    "join_editions",
    "list_evidence",
    "list_observations",
    "load",
    "load_map",
    "loads",
    "mend",
    "new_indicator",
    "new_program",
    "package_study",
    "prioritise",
    "programs",
    "read_catalogue",
    "read_data",
    "read_ledger",
    "score",
    "score_targets",
    "start_period",
    "validate",
    "verify_study",
    "write_report",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f".{_HOME_OF[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME_OF])
