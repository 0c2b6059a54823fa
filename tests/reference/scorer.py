"""A whole program over rows of cells: inputs, checks, formulas, leaves, groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from tests.reference import formulas, groups, leaves, levels, scales
from tests.reference.figures import NOT_REPORTED, UNDEFINED, Absent, Figure, Number, exact
from tests.reference.groups import GroupScorer, Node, Outcome

ROOT = "total"
Cell = Figure | str


@dataclass(frozen=True)
class Row:
    """What one entity handed in for one period.

    `place` counts periods of the program's frequency, `year` is that of the period. `published` are values of
    indicators and scores of groups; `proofs` the criteria that came with evidence.
    """

    entity: str
    period: str
    place: int
    year: int
    cells: Mapping[str, Cell]
    published: Mapping[str, Number] = field(default_factory=dict)
    proofs: frozenset[str] = frozenset()


@dataclass
class Scored:
    """One row scored: the value of each indicator, the outcome of each node, and the attainments."""

    values: dict[str, Cell]
    outcomes: dict[str, Outcome]
    attainments: dict[str, Figure] = field(default_factory=dict)


class Reference:
    """A program, from the mapping that its YAML is; sound, and with all shorthand of criteria written out."""

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self.spec = spec
        self.kinds = leaves.COMMON | {kind["id"]: kind for kind in spec.get("answers", ())}
        self.nodes: dict[str, Node] = {}
        self.root = self._node(ROOT, {**spec, "children": spec["tree"]}, None)
        self.leaves = [node for node in self.nodes.values() if node.is_leaf]
        self.variables = {variable["id"]: variable for variable in spec.get("variables", ())}
        self.step = spec["period"].get("step", 1) if isinstance(spec["period"], dict) else 1
        self._share_points()

    def _node(self, name: str, spec: Mapping[str, Any], parent: Node | None) -> Node:
        node = self.nodes[name] = Node(name, spec, parent)
        if "children" in spec:
            own = spec.get("aggregation", "arithmetic_mean")
            node.aggregation = {"method": own} if isinstance(own, str) else own
            node.missing = spec.get("missing", self.spec.get("missing", {}))
            node.children = [self._node(child["id"], child, node) for child in spec["children"]]
        elif "criterion" in spec:
            criterion = leaves.criterion_of(spec)
            node.role, node.kind = criterion["role"], self.kinds[criterion["answer"]]
        return node

    def _share_points(self) -> None:
        """Give each node its points: its own, what its parts add up to, or its share of its parent's by weight."""
        stated: dict[str, Fraction | None] = {}
        for node in reversed(self.nodes.values()):
            own = node.spec.get("points")
            base = [child for child in node.children if child.role == "base"]
            parts = [stated[child.id] for child in base]
            stated[node.id] = exact(own) if own is not None else None
            if own is None and node.adds_up and parts and None not in parts:
                stated[node.id] = sum((part for part in parts if part is not None), Fraction(0))
        self.root.worth = stated[ROOT] or Fraction(100)
        for node in self.nodes.values():
            base = [child for child in node.children if child.role == "base"]
            total = sum((exact(child.spec.get("weight", 1)) for child in base), Fraction(0))
            adds = node.adds_up and all(stated[child.id] is not None for child in base)
            for child in node.children:
                own = child.spec.get("points")
                points = stated[child.id] if adds else exact(own) if own is not None else None
                if points is None:
                    points = node.worth * exact(child.spec.get("weight", 1)) / total if total else Fraction(0)
                child.worth = points

    # Inputs -----------------------------------------------------------------------------------------------

    def score(self, rows: Sequence[Row]) -> list[Scored]:
        """Score every row."""
        inputs = [self._inputs(row) for row in rows]
        place = {(row.entity, row.place): number for number, row in enumerate(rows)}
        published = {name for row in rows for name in row.published}
        self._find_scored(published)
        found = [Scored(self._values(row, inputs, place), {}) for row in rows]
        self._score_leaves(rows, inputs, place, found)
        for row, cells, scored in zip(rows, inputs, found, strict=True):
            self._score_groups(row, cells, scored)
        return found

    def _inputs(self, row: Row) -> dict[str, Cell]:
        """Return the cells that are used: of the right kind, in range, in accord with the checks, with evidence."""
        cells: dict[str, Cell] = {}
        for name, variable in self.variables.items():
            cells[name] = _checked(variable, row.cells.get(name, NOT_REPORTED))
        checks = list(self.spec.get("checks", ()))
        for leaf in self.leaves:
            if leaf.kind is not None:
                criterion = leaves.criterion_of(leaf.spec)
                cells[leaf.id] = leaves.accepted(criterion, leaf.kind, row.cells.get(leaf.id, NOT_REPORTED))
                whole = leaf.kind.get("amount", {}).get("of")
                if whole is not None:
                    checks.append({"rule": f"{leaf.id} <= {whole}", "rejects": [leaf.id]})
        rejected: set[str] = set()
        for check in checks:
            holds = formulas.evaluate(formulas.parsed(check["rule"]), lambda name, back: cells[name])
            if not isinstance(holds, Absent) and not holds and check.get("severity", "error") == "error":
                rejects = check.get("rejects")
                rejected |= set(formulas.names(check["rule"]) if rejects is None else rejects)
        cells |= dict.fromkeys(rejected, leaves.REJECTED)
        for leaf in self.leaves:
            if leaf.kind is not None and leaves.criterion_of(leaf.spec)["evidence"] == "required":
                cells[leaf.id] = leaves.proven(cells[leaf.id], leaf.kind, evidence=leaf.id in row.proofs)
        return cells

    # Leaves -----------------------------------------------------------------------------------------------

    def _values(
        self, row: Row, inputs: Sequence[Mapping[str, Cell]], place: Mapping[tuple[str, int], int]
    ) -> dict[str, Cell]:
        values: dict[str, Cell] = {}
        for leaf in self.leaves:
            value = self.read(row, inputs, place, leaf.id, 0)
            if isinstance(value, Absent) and leaf.id in row.published:
                value = row.published[leaf.id]
            values[leaf.id] = value
        return values

    def read(
        self, row: Row, inputs: Sequence[Mapping[str, Cell]], place: Mapping[tuple[str, int], int], name: str, back: int
    ) -> Any:
        """Return a variable, an answer or what an indicator's formula gives, some periods back."""
        node = self.nodes.get(name)
        if node is not None and "formula" in node.spec:
            return self.evaluate(node.spec["formula"], row, inputs, place, back)
        earlier = place.get((row.entity, row.place - back * self.step))
        return NOT_REPORTED if earlier is None else inputs[earlier].get(name, NOT_REPORTED)

    def evaluate(
        self,
        text: str,
        row: Row,
        inputs: Sequence[Mapping[str, Cell]],
        place: Mapping[tuple[str, int], int],
        back: int = 0,
    ) -> Any:
        return formulas.evaluate(
            formulas.parsed(text), lambda name, further: self.read(row, inputs, place, name, further), back
        )

    def _score_leaves(
        self,
        rows: Sequence[Row],
        inputs: Sequence[Mapping[str, Cell]],
        place: Mapping[tuple[str, int], int],
        found: list[Scored],
    ) -> None:
        for leaf in self.leaves:
            spec = leaf.spec
            scale = self._scale_of(leaf)
            for number, (row, scored) in enumerate(zip(rows, found, strict=True)):
                if leaf.kind is not None:
                    whole = leaf.kind.get("amount", {}).get("of")
                    figure = leaves.earned(
                        leaves.criterion_of(spec),
                        leaf.kind,
                        scored.values[leaf.id],
                        inputs[number].get(whole) if whole else None,
                    )
                    scored.outcomes[leaf.id] = _of_leaf(figure, Fraction(0), leaves.FULL)
                elif "attainment" in spec:
                    figure = scored.attainments[leaf.id] = self._attained(leaf, rows, inputs, place, found, number)
                    if not isinstance(figure, Absent):
                        figure = min(max(figure, Fraction(0)), leaves.FULL)
                    scored.outcomes[leaf.id] = _of_leaf(figure, Fraction(0), leaves.FULL)
                else:
                    same = [
                        other.values[leaf.id]
                        for peer, other in zip(rows, found, strict=True)
                        if scale.get("over") == "all" or peer.period == row.period
                    ]
                    figure = scales.score(scale, spec, scored.values[leaf.id], same)
                    scored.outcomes[leaf.id] = _of_leaf(figure, *scales.ends(scale, spec, len(same)))

    def _scale_of(self, leaf: Node) -> dict[str, Any]:
        if leaf.kind is not None or "attainment" in leaf.spec or leaf.spec["direction"] == "context":
            return {"method": "none"}
        return scales.written_out(leaf.spec.get("scale", self.spec.get("scale", "none")))

    def _attained(
        self, leaf: Node, rows: Sequence[Row], inputs: Sequence[Mapping[str, Cell]], place: Mapping[tuple[str, int], int],
        found: list[Scored], number: int,
    ) -> Figure:  # fmt: skip
        sheet, row = leaf.spec["attainment"], rows[number]
        method = sheet.get("method") or leaves.METHODS[leaf.spec["direction"]][0]

        def goal(written: Any, where: Row) -> Any:
            if isinstance(written, str):
                return self.evaluate(written, where, inputs, place)
            if isinstance(written, dict):
                named = {str(key): exact(figure) for key, figure in written.items()}
                return named.get(where.period, named.get(str(where.year), NOT_REPORTED))
            return exact(written)

        value = found[number].values[leaf.id]
        target = sheet["target"]
        low, high = (exact(target[0]), exact(target[1])) if isinstance(target, list) else (goal(target, row), None)
        base = goal(sheet["baseline"], row) if sheet.get("baseline") is not None else None
        if isinstance(value, Absent):
            return value
        if sheet.get("cumulative"):
            year = [
                n
                for n, other in enumerate(rows)
                if (other.entity, other.year) == (row.entity, row.year) and other.place <= row.place
            ]
            value = _total([found[n].values[leaf.id] for n in year])
            if isinstance(target, str):
                low = _total([goal(target, rows[n]) for n in year])
        if isinstance(low, Absent):
            return NOT_REPORTED
        if isinstance(value, Absent) or (isinstance(base, Absent) and method == "progress"):
            return UNDEFINED
        return leaves.attainment(method, value, low, base, high)

    # Groups -----------------------------------------------------------------------------------------------

    def _find_scored(self, published: set[str]) -> None:
        for node in reversed(self.nodes.values()):
            if node.is_leaf:
                scale = self._scale_of(node)["method"]
                node.is_scored = node.kind is not None or "attainment" in node.spec or scale != "none"
            else:
                method = node.aggregation["method"]
                aggregates = method == "decision_table" or (method != "none" and bool(node.base))
                node.is_scored = aggregates or node.id in published

    def _score_groups(self, row: Row, cells: Mapping[str, Cell], scored: Scored) -> None:
        for node in reversed(self.nodes.values()):
            if node.is_leaf:
                outcome = scored.outcomes[node.id]
            elif node.aggregation["method"] == "decision_table":
                outcome = levels.decide(node, scored.outcomes, cells.get)
            elif not node.is_scored or node.aggregation["method"] == "none":
                outcome = groups.SILENT
            else:
                outcome = GroupScorer(node, scored.outcomes).outcome()
            stands_in = row.published.get(node.id) if not node.is_leaf and isinstance(outcome.score, Absent) else None
            if stands_in is not None:
                outcome = replace(outcome, score=stands_in, coverage=Fraction(1), lowest=stands_in, highest=stands_in)
            scored.outcomes[node.id] = levels.with_levels(node, scored.outcomes, outcome, cells.get)


def _total(figures: Sequence[Any]) -> Any:
    """A sum with a hole is no sum."""
    if any(isinstance(figure, Absent) for figure in figures):
        return UNDEFINED
    return sum(figures, Fraction(0))


def _of_leaf(score: Figure, worst: Number, best: Number) -> Outcome:
    if not isinstance(score, Absent):
        return Outcome(score, Fraction(1), score, score)
    if score.reason == "not_scored":
        return groups.SILENT
    return Outcome(score, Fraction(0), worst, best)


def _checked(variable: Mapping[str, Any], cell: Cell) -> Cell:
    """Reject a figure of the wrong kind or out of range."""
    if isinstance(cell, Absent | str):
        return cell
    low, high = variable.get("range", (None, None))
    beyond = (low is not None and cell < exact(low)) or (high is not None and cell > exact(high))
    broken = variable.get("type") == "integer" and cell != int(cell)
    return leaves.REJECTED if beyond or broken else cell
