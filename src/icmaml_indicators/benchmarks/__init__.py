"""A scored program to peer statistics, positions, changes, trends and paths to a target."""

from .comparison import Comparison
from .nearest import Nearest
from .peers import Bands

__all__ = ["Bands", "Comparison", "Nearest"]
