"""Tables of indicators with targets, of many budget programs or plans at once: attainment, lights, roll-ups, logic."""

from .results import TargetResults
from .scoring import score_targets

__all__ = ["TargetResults", "score_targets"]
