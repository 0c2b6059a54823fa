"""An assessment to peer statistics, positions, changes and trends."""

from .comparing import Benchmark, benchmark
from .editions import join_editions
from .nearest import Nearest
from .panel import Panel
from .peers import Bands

__all__ = ["Bands", "Benchmark", "Nearest", "Panel", "benchmark", "join_editions"]
