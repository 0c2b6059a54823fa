"""The tree of a program: every node with what it inherits from those above it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from .answers import Answer
from .base import Provenance
from .measures import ROOT, Direction, Group, Indicator, NodeRole, Root
from .peer_rules import Cuts
from .quantities import Figure, Quantity
from .scales import Rounding, Scale, Treatment, cuts_between
from .scoring_rules import Aggregation, Gate, Level, Missing, Weighting
from .variables import Imputation

# In force where nothing is declared.
_UNSCALED = Scale(method="none")
_NOT_AGGREGATED, _MEAN = Aggregation(method="none"), Aggregation(method="arithmetic_mean")
_DECLARED = Weighting()


class TreeNode:
    """A node with what it inherits: the place in the tree, the rules in force, the provenance.

    Attributes
    ----------
    id, title, depth, parent
        `parent` is the id of the node above, None for the root.
    spec : Indicator, Group or Program
        The declaration.
    own : Indicator, Group or Total
        Where its own rules stand that the program has defaults of.
    children : list of TreeNode
    weight : float
        As declared (points are weights), before it is made to sum to one among its siblings.
    role : str
        What it is to its parent: ``base``, ``bonus`` or ``penalty`` (of a criterion), or ``informational``: shown and
        not counted.
    weighing : Weighting
        Where its weight comes from.
    """

    __slots__ = (
        "_root", "children", "depth", "id", "own", "parent", "provenance", "role", "spec", "title", "weighing",
        "weight",
    )  # fmt: skip

    def __init__(
        self,
        root: Root,
        spec: Indicator | Group | Root,
        parent: TreeNode | None,
    ) -> None:
        self._root = root
        self.spec = spec
        self.own = spec if isinstance(spec, Indicator | Group) else spec.total
        self.id = spec.id if isinstance(spec, Indicator | Group) else ROOT
        self.title = spec.title
        self.parent = parent.id if parent else None
        self.depth: int = parent.depth + 1 if parent else 0
        self.provenance: Provenance | None = spec.provenance or (parent.provenance if parent else None)
        self.role: NodeRole = spec.role if isinstance(spec, Indicator | Group) else "base"
        self.weighing = parent.aggregation.weights if parent is not None and self.role == "base" else _DECLARED
        self.weight = float(self.own_weight)
        self.children: list[TreeNode] = []

    @property
    def is_indicator(self) -> bool:
        """Whether the node is a leaf."""
        return isinstance(self.spec, Indicator)

    @property
    def scales_its_value(self) -> bool:
        """Whether the node is a group with a scale of its own: its value is another figure than its score."""
        return not self.is_indicator and self.scale.facts.gives_score

    @property
    def direction(self) -> Direction:
        """Which end of its value is good."""
        return self.spec.direction

    @property
    def lower_is_better(self) -> bool:
        """Whether of the score of a group less is better: it is the value, of which less is."""
        return not self.is_indicator and self.direction == "lower" and self.scale.method in {"none", "identity"}

    @property
    def applies(self) -> str | None:
        """The condition under which the node applies; None where it always does. That of the program is its own."""
        return self.spec.applies if isinstance(self.spec, Indicator | Group) else None

    @property
    def levels(self) -> tuple[Level, ...]:
        """The named bands of this node."""
        return self.spec.levels

    @property
    def cuts(self) -> Cuts | None:
        """How data cuts its levels, where it does."""
        return self.spec.cuts

    @property
    def level_decimals(self) -> int | None:
        """Decimals to which its score is rounded before levels are cut."""
        return None if isinstance(self.spec, Indicator) else self.spec.level_decimals

    @property
    def base_children(self) -> list[TreeNode]:
        """The children that make up the denominator: not bonuses, penalties and what is informational."""
        return [child for child in self.children if child.role == "base"]

    @property
    def counted_children(self) -> list[TreeNode]:
        """The children that its score depends on: all but those that are informational."""
        return [child for child in self.children if child.role != "informational"]

    @property
    def has_target(self) -> bool:
        """Whether the result is held against a target."""
        return isinstance(self.spec, Indicator) and self.spec.attainment is not None

    @property
    def points(self) -> Fraction:
        """What the node is worth, exactly; see `Program.points_of`."""
        return self._root.points_of[self.id]

    @property
    def own_weight(self) -> Fraction:
        """The weight as declared or judged, exactly (points are weights); `weight` is the float nearest to it.

        One that is worked out is 1 here, and so is one that is fitted: what it is in a row, the engine tells.
        """
        spec = self.spec
        if not isinstance(spec, Indicator | Group):
            return Fraction(1)
        if not self.weighing.facts.declared:
            return self.weighing.judged_weights.get(spec.id, Fraction(1))
        if spec.points is not None:
            return spec.points
        return Fraction(1) if isinstance(spec.weight, Quantity) else Fraction(str(spec.weight))

    @property
    def weight_varies(self) -> bool:
        """Whether what it weighs differs from row to row: it is worked out, or fitted."""
        return "weight" in self.quantities or self.weighing.facts.fitted

    @property
    def adds_exactly(self) -> bool:
        """Whether the group above adds up its score as it is before it is rounded."""
        return self.rounding is not None and self.rounding.parents == "exact"

    @property
    def is_zero_when_empty(self) -> bool:
        """Whether a group counts as zero where nothing at all was handed in for it."""
        return not self.is_indicator and self.missing.empty == "zero"

    @property
    def adds_up(self) -> bool:
        """Whether the node adds up points."""
        return self.aggregation.facts.adds_points

    @property
    def compares(self) -> bool:
        """Whether a group counts whom it beats in a population."""
        return self.aggregation.facts.compares

    @property
    def is_relative(self) -> bool:
        """Whether its score is made among others: by its scale, or by how it aggregates."""
        return self.scale.facts.is_relative or self.compares

    @property
    def answer(self) -> Answer | None:
        """The kind of answer of a criterion; None for other nodes."""
        if not isinstance(self.spec, Indicator) or self.spec.criterion is None:
            return None
        return self._root.kind_of_answer(self.spec)

    @property
    def scale(self) -> Scale:
        """The scale in force, ``none`` where there is none: an indicator's own, else the program's; a group's own.

        Criteria, attainments and context indicators have none, and groups none that do not make a value of scores.
        """
        spec, own = self.spec, self.own.scale
        if not isinstance(spec, Indicator):
            return own if own is not None and self.aggregation.facts.has_shares else _UNSCALED
        if spec.criterion or spec.attainment or spec.direction == "context":
            return _UNSCALED
        return own or self._root.scale

    @property
    def imputation(self) -> Imputation | None:
        """How gaps in its values are filled before its scale reads them: its own, else the program's; None of none."""
        if not isinstance(self.spec, Indicator) or not self.scale.facts.gives_score:
            return None
        found = self.spec.imputation or self._root.imputation
        return found if found is not None and found.is_active else None

    @property
    def treatment(self) -> Treatment | None:
        """How its values are treated before its scale compares them: its own, else the program's; None where not."""
        if not isinstance(self.spec, Indicator) or not self.scale.facts.is_relative:
            return None
        found = self.spec.treatment or self._root.treatment
        if found is None or not found.is_active:
            return None
        return found if "over" in found.model_fields_set else found.model_copy(update={"over": self.scale.over})

    @property
    def quantities(self) -> dict[str, Quantity]:
        """The numbers in force that are worked out, by where they stand: ``scale.low``, ``weight``."""
        stated: dict[str, Figure] = {f"scale.{key}": quantity for key, quantity in self.scale.quantities.items()}
        stated |= cuts_between("levels", self.levels) | self._figures_of_gates()
        stated |= {"aggregation.share": self.aggregation.share} if self.aggregation.facts.reads == "steps" else {}
        found = {key: figure for key, figure in stated.items() if isinstance(figure, Quantity)}
        if isinstance(self.spec, Indicator | Group) and self.spec.points is None:
            found |= {"weight": self.spec.weight} if isinstance(self.spec.weight, Quantity) else {}
        sheet = self.spec.attainment if isinstance(self.spec, Indicator) else None
        for key, goal in (("target", sheet.target), ("baseline", sheet.baseline)) if sheet is not None else ():
            if goal is not None and goal.table is not None:
                found[key] = goal.table
        return found

    def asked_by(self, gate: Gate) -> Figure | str:
        """Return what a gate of the node asks for: a score, or the id of an answer."""
        if gate.above is not None:
            return gate.above
        asked = gate.at_least
        answers = isinstance(asked, str) and any(each.answer for each in below(self) if each.id in gate.requires)
        return Quantity(value=asked) if isinstance(asked, str) and not answers else asked

    def _figures_of_gates(self) -> dict[str, Figure]:
        """Return what the gates ask for and how far they let, by where that stands; answers left out."""
        found: dict[str, Figure] = {}
        for number, gate in enumerate(getattr(self.spec, "gates", ())):
            asked = self.asked_by(gate)
            if not isinstance(asked, str):
                found[f"gates.{number}.{'at_least' if gate.above is None else 'above'}"] = asked
            if gate.max_score is not None:
                found[f"gates.{number}.max_score"] = gate.max_score
        return found

    @property
    def rounding(self) -> Rounding | None:
        """How its score is rounded: its own, else the program's; None where it is not."""
        found = self.own.rounding or self._root.rounding
        return found if found is not None and found.rounds else None

    @property
    def aggregation(self) -> Aggregation:
        """The aggregation in force (groups): its own, else the arithmetic mean."""
        if isinstance(self.spec, Indicator):
            return _NOT_AGGREGATED
        return self.spec.aggregation or _MEAN

    @property
    def missing(self) -> Missing:
        """The missing-data policy in force: its own, else the program's."""
        own = None if isinstance(self.own, Indicator) else self.own.missing
        return own or self._root.missing


def walk_tree(program: Root) -> Iterator[TreeNode]:
    """Yield every node, parents before children, the root first."""
    root = TreeNode(program, program, None)
    yield root
    stack = [(spec, root) for spec in reversed(program.tree)]
    while stack:
        spec, parent = stack.pop()
        node = TreeNode(program, spec, parent)
        parent.children.append(node)
        yield node
        if isinstance(spec, Group):
            stack.extend((child, node) for child in reversed(spec.children))


def below(node: TreeNode) -> list[TreeNode]:
    """Return every node below one, in the order of the tree."""
    found: list[TreeNode] = []
    stack = list(reversed(node.children))
    while stack:
        current = stack.pop()
        found.append(current)
        stack.extend(reversed(current.children))
    return found


def leaves_below(node: TreeNode) -> list[TreeNode]:
    """Return the leaves below a node, in the order of the tree."""
    return [found for found in below(node) if found.is_indicator]


def criteria_below(node: TreeNode) -> list[TreeNode]:
    """Return the criteria at or below a node, in the order of the tree."""
    return [found for found in (node, *below(node)) if found.answer is not None]


def steps_below(node: TreeNode) -> list[TreeNode]:
    """Return the leaves that stand on the steps of a staircase by answers, in the order of the tree.

    Bonuses and penalties stand outside, and so does what is informational with all below it.
    """
    found: list[TreeNode] = []
    stack = list(reversed(node.base_children))
    while stack:
        current = stack.pop()
        if current.is_indicator:
            found.append(current)
        stack.extend(reversed(current.base_children))
    return found


def weights_of_parts(node: TreeNode, scored: Collection[str]) -> dict[str, Fraction]:
    """Return what the parts of a group weigh in it, exactly: points where points are added up, weights elsewhere.

    Bonuses, penalties and what is informational stand outside, and so does what has no score.

    Parameters
    ----------
    node
        A group, or the total.
    scored
        The ids of nodes that can have a score.
    """
    parts = [child for child in node.base_children if child.id in scored]
    if node.adds_up:
        return {child.id: child.points for child in parts}
    return {child.id: child.own_weight for child in parts}


def shares(weights: Mapping[str, Fraction], rule: Aggregation) -> dict[str, Fraction]:
    """Return weights as the shares that they are of their sum; in a ``sum`` they multiply as they are."""
    total = sum(weights.values(), Fraction(0))
    if not rule.facts.relative_weights or not total:
        return dict(weights)
    return {name: weight / total for name, weight in weights.items()}


def weights_and_shares(
    nodes: Mapping[str, TreeNode], published: Collection[str] = ()
) -> dict[str, tuple[Fraction | None, Fraction | None]]:
    """Return what each node below the total weighs where nothing is absent, and with which share it counts.

    Weights that are worked out or fitted differ from row to row, and so do the shares beside them: they are None, and
    so is the share of what stands outside of what its parent counts.

    Parameters
    ----------
    nodes
        Every node by id, parents before children.
    published
        Nodes whose scores are handed in.
    """
    with_scores = scored_nodes(list(nodes.values()), published)
    found: dict[str, tuple[Fraction | None, Fraction | None]] = {}
    for node in nodes.values():
        weights, rule = weights_of_parts(node, with_scores), node.aggregation
        counted = shares(weights, rule) if rule.facts.has_shares else {}
        varies = any(nodes[name].weight_varies for name in weights)
        for child in node.children:
            own = None if child.weight_varies else weights.get(child.id, child.own_weight)
            found[child.id] = own, None if varies else counted.get(child.id)
    return found


def describe_nodes(nodes: Mapping[str, TreeNode], published: Collection[str] = ()) -> list[dict[str, Any]]:
    """Return what documents tell of each node, by the keys of ``NODES``; parameters as for `weights_and_shares`."""
    weighed = weights_and_shares(nodes, published)
    found = []
    for node in nodes.values():
        leaf = node.spec if isinstance(node.spec, Indicator) else None
        weight, share = weighed.get(node.id, (None, None))
        found.append(
            {
                "id": node.id,
                "parent": node.parent,
                "kind": "group" if leaf is None else "indicator",
                "depth": node.depth,
                "title": node.title,
                "description": node.spec.description,
                "unit": None if leaf is None else leaf.unit,
                "direction": node.direction,
                "role": node.role,
                "decimals": None if leaf is None else leaf.decimals,
                "range_low": None if leaf is None else leaf.range.low,
                "range_high": None if leaf is None else leaf.range.high,
                "target": None if leaf is None else leaf.target,
                "formula": None if leaf is None else leaf.formula_in_force,
                "scale": node.scale.method if node.scale.facts.gives_score else None,
                "aggregation": node.aggregation.method if leaf is None else None,
                "weight": weight,
                "share": share,
                "levels": [_describe_level(level) for level in node.levels],
                "provenance": node.provenance,
                "sdg": () if leaf is None else leaf.references.sdg,
            }
        )
    return found


def _describe_level(level: Level) -> dict[str, Any]:
    cuts = {"up_to": level.up_to, "from": level.from_}
    stated = {key: None if isinstance(cut, Quantity) else cut for key, cut in cuts.items()}
    return {"id": level.id, "title": level.title, "description": level.description, **stated}


def scored_nodes(nodes: Sequence[TreeNode], published: Collection[str] = ()) -> frozenset[str]:
    """Return the ids of nodes that can have a score: scaled leaves, criteria, targets, groups that aggregate any.

    Parameters
    ----------
    nodes
        Every node, parents before children.
    published
        Nodes whose scores are handed in.
    """
    found: set[str] = set()
    for node in reversed(nodes):
        if node.id in published or _gives_score(node, lambda child: child.id in found):
            found.add(node.id)
    return frozenset(found)


def score_headings(nodes: Iterable[TreeNode]) -> dict[str, tuple[str, ...]]:
    """Return under which names the published score of each node may be handed in, the plainest first.

    A column named as an indicator holds values; one named as a group can hold nothing but scores.
    """
    scored = (node for node in nodes if not isinstance(node.spec, Indicator) or node.spec.direction != "context")
    return {node.id: (f"{node.id}.score", *(() if node.is_indicator else (node.id,))) for node in scored}


def can_be_scored(node: TreeNode) -> bool:
    """Whether the spec gives a node a score."""
    return _gives_score(node, can_be_scored)


def _gives_score(node: TreeNode, is_scored: Callable[[TreeNode], bool]) -> bool:
    if node.is_indicator:
        return node.answer is not None or node.has_target or node.scale.facts.gives_score
    match node.aggregation.facts.reads:
        case "nothing":
            return False
        case "levels":
            return True
        case "scores" | "steps":
            return any(map(is_scored, node.base_children))
