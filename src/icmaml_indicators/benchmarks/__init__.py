"""An assessment to peer statistics, positions and changes."""

from .comparing import Benchmark, benchmark
from .path import ImprovementPath
from .peers import Bands

__all__ = ["Bands", "Benchmark", "ImprovementPath", "benchmark"]
