"""An assessment to peer statistics, positions and changes."""

from .comparing import Benchmark, benchmark
from .nearest import Nearest
from .peers import Bands

__all__ = ["Bands", "Benchmark", "Nearest", "benchmark"]
