"""From YAML text to a validated `Program`, or to diagnostics that say what to mend and where."""

from .base import Provenance, Range, References, Text
from .draft import Draft, walk_paths
from .program import ROOT, Group, Indicator, Program, TreeNode
from .reading import read_draft, read_draft_from_text, read_drafts
from .scoring_rules import Aggregation, Level, Missing, Scale
from .variables import Check, Example, Variable

__all__ = [
    "ROOT",
    "Aggregation",
    "Check",
    "Draft",
    "Example",
    "Group",
    "Indicator",
    "Level",
    "Missing",
    "Program",
    "Provenance",
    "Range",
    "References",
    "Scale",
    "Text",
    "TreeNode",
    "Variable",
    "read_draft",
    "read_draft_from_text",
    "read_drafts",
    "walk_paths",
]
