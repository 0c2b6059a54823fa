"""What a caller holds: assessments, benchmarks, panels, ledgers and paths, whose methods ask the rooms before this one.

Nothing is computed here.
"""

from .analysis import IndexAnalysis, analyse
from .assessment import Assessment
from .benchmark import Benchmark
from .comparing import benchmark
from .editions import join_editions
from .ledger import Ledger, read_ledger
from .panel import Panel
from .path import ImprovementPath
from .robustness import Sensitivity, Uncertainty
from .scoring import score

__all__ = [
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
]
