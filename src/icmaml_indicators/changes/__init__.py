"""Two versions of a program to what changed in meaning, what that does to figures, and the version step that is due."""

from .comparing.change import AffectedNode, Change
from .diffing import diff
from .program_diff import ProgramDiff
from .spec_diff import SpecDiff

__all__ = ["AffectedNode", "Change", "ProgramDiff", "SpecDiff", "diff"]
