"""From YAML text to a validated `Program`, or to diagnostics that say what to mend and where."""

from .checks.example_inputs import resolve_example
from .checks.example_meaning import every_example
from .model.answers import Amount, Answer, Criterion
from .model.base import ImprovesWith, Provenance, Range, References, Text, Unit
from .model.measures import ROOT, Group, Indicator
from .model.peer_rules import Cuts
from .model.program import Program, describe_program, name_program
from .model.quantities import Parameter, Quantity
from .model.scales import Rounding, Scale, Treatment
from .model.scoring_models import apply_model
from .model.scoring_rules import Aggregation, Gate, Level, Missing, ScoringModel
from .model.tree import (
    TreeNode,
    below,
    can_be_scored,
    criteria_below,
    describe_nodes,
    leaves_below,
    scored_nodes,
    shares,
    steps_below,
    weights_and_shares,
    weights_of_parts,
)
from .model.variables import Check, Example, Imputation, Variable
from .parsing.draft import Draft, walk_paths
from .reading import read_draft, read_draft_from_text, read_drafts

__all__ = [
    "ROOT",
    "Aggregation",
    "Amount",
    "Answer",
    "Check",
    "Criterion",
    "Cuts",
    "Draft",
    "Example",
    "Gate",
    "Group",
    "ImprovesWith",
    "Imputation",
    "Indicator",
    "Level",
    "Missing",
    "Parameter",
    "Program",
    "Provenance",
    "Quantity",
    "Range",
    "References",
    "Rounding",
    "Scale",
    "ScoringModel",
    "Text",
    "Treatment",
    "TreeNode",
    "Unit",
    "Variable",
    "apply_model",
    "below",
    "can_be_scored",
    "criteria_below",
    "describe_nodes",
    "describe_program",
    "every_example",
    "leaves_below",
    "name_program",
    "read_draft",
    "read_draft_from_text",
    "read_drafts",
    "resolve_example",
    "scored_nodes",
    "shares",
    "steps_below",
    "walk_paths",
    "weights_and_shares",
    "weights_of_parts",
]
