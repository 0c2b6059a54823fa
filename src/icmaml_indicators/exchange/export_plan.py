"""What of a program goes where in the tables of COINr, and what has no place there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ..diagnostics import Language
from ..formulas import Call, Name, names, parse
from ..specs import Program, Text, Variable
from ..specs.model.measures import Indicator
from ..specs.model.quantities import Quantity
from ..specs.model.tree import TreeNode
from .marks import code_of, target_of
from .notes import NoteLog

# What R takes for a name.
_CODE = re.compile(r"[A-Za-z.][\w.]*\Z", re.ASCII)
_LEAST = re.compile(r"(?:min|max)\(value over \w+\)\Z")
# Keys of nodes by which a score is another than that of the tables.
_OF_NODES = (
    *("applies", "scale", "aggregation", "treatment", "imputation", "rounding", "levels", "cuts", "missing", "gates"),
    *("bonus_cap", "penalty_cap", "ceiling", "floor", "attainment"),
)
_OF_PROGRAM = (
    *("scale", "aggregation", "treatment", "imputation", "rounding", "missing", "levels", "cuts", "gates", "applies"),
    *("checks", "populations", "parameters", "peers", "models", "rollup", "matrix"),
)
_TOTAL = "Index"


@dataclass(slots=True)
class ExportPlan:
    """The lines of the table of indicators, and which column of the other table holds what.

    Attributes
    ----------
    lines
        Of the tree, parents after children; what is handed in besides stands in `further`.
    inputs, values, scores
        Codes by id: of figures that were handed in, of indicators whose values stand in, of criteria whose scores do.
    """

    lines: list[dict[str, Any]] = field(default_factory=list)
    further: list[dict[str, Any]] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    scores: dict[str, str] = field(default_factory=dict)

    @property
    def table(self) -> list[dict[str, Any]]:
        """All lines: indicators, aggregates by level, and what is handed in besides."""
        return [*sorted(self.lines, key=lambda line: int(line["Level"])), *self.further]


def plan_export(program: Program, language: Language, notes: NoteLog) -> ExportPlan:
    """Return what goes where; what has no place is told."""
    return _Planner(program, language, notes).plan()


class _Planner:
    def __init__(self, program: Program, language: Language, notes: NoteLog) -> None:
        self.program, self.language, self.notes = program, language, notes
        self.found = ExportPlan()
        self.taken: set[str] = set()
        self.figures = {variable.id: variable for variable in program.figures}
        self.ratios = dict(self._ratios())
        self.below = {below for _, below in self.ratios.values()}

    def plan(self) -> ExportPlan:
        root = next(iter(self.program.nodes.values()))
        self._tell_program()
        if self._add_group(root, "") is not None:
            self._add_further()
        return self.found

    def _tell(self, name: str, spanish: str, english: str) -> None:
        self.notes.add("node", "", None, "", id=name, what=(spanish, english))

    def _tell_program(self) -> None:
        spec = self.program
        given = [key for key in _OF_PROGRAM if key in spec.model_fields_set]
        if given:
            keys = ", ".join(f"`{key}`" for key in given)
            self.notes.add(
                "program",
                "",
                None,
                "",
                what=(
                    f"{keys} del programa: en COINr se dice, si tiene con qué, en sus llamadas",
                    f"{keys} of the program: in COINr it is said, where it can be, in its calls",
                ),
            )

    def _tell_keys(self, node: TreeNode, kept: Sequence[str] = ()) -> None:
        given = [key for key in _OF_NODES if key in node.spec.model_fields_set and key not in kept]
        if given:
            keys = ", ".join(f"`{key}`" for key in given)
            self._tell(node.id, f"{keys} no va en las tablas", f"{keys} is not in the tables")

    # Codes -------------------------------------------------------------------------------------------

    def _code(self, name: str, note: Any, columns: Sequence[str] = ()) -> str:
        """Return the code of something: what its note keeps, its heading, or its id; each once."""
        kept = code_of(note) or next(iter(columns), None)
        code = kept if kept is not None and _CODE.match(kept) else name
        while code.casefold() in self.taken:
            code += "_"
        self.taken.add(code.casefold())
        return code

    def _input_code(self, variable: Variable) -> str:
        if variable.id not in self.found.inputs:
            note = variable.note
            leaf = self.program.nodes.get(variable.id)
            note = leaf.spec.note if note is None and leaf is not None else note
            self.found.inputs[variable.id] = self._code(variable.id, note, variable.columns)
        return self.found.inputs[variable.id]

    # Formulas ----------------------------------------------------------------------------------------

    def _ratios(self) -> Iterator[tuple[str, tuple[str, str | None]]]:
        """Yield the indicators that are a figure, or one by a denominator: each figure is one indicator at most."""
        plain = [leaf for leaf in self.program.indicators if leaf.criterion is None and leaf.direction != "target"]
        split = {leaf.id: _split(leaf, self.figures) for leaf in plain}
        below = {parts[1] for parts in split.values() if parts is not None and parts[1] is not None}
        used: set[str] = set()
        for name, parts in split.items():
            if parts is not None and parts[0] not in used | below:
                used.add(parts[0])
                yield name, parts

    # Lines -------------------------------------------------------------------------------------------

    def _add_group(self, node: TreeNode, parent: str) -> int | None:
        """Add a group and all below it; return its level, None where nothing of it stays."""
        order = _post_order(node)
        codes = {each.id: self._group_code(each) for each in order if not each.is_indicator}
        levels: dict[str, int] = {}
        for each in order:
            above = codes[each.parent] if each is not node and each.parent is not None else parent
            if each.is_indicator:
                if self._add_leaf(each, above):
                    levels[each.id] = 1
                continue
            inner = [levels[child.id] for child in each.children if child.id in levels]
            if not inner:
                continue
            levels[each.id] = 1 + max(inner)
            self._tell_keys(each)
            if min(inner) != max(inner):
                self._tell(each.id, "sus partes no son de un mismo nivel", "its parts are not of one level")
            line = self._line(each, codes[each.id], above, levels[each.id])
            self.found.lines.append(line | {"Type": "Aggregate", "Direction": 1})
        return levels.get(node.id)

    def _group_code(self, node: TreeNode) -> str:
        name = node.id if node.parent is not None else _TOTAL
        return self._code(name, node.spec.note)

    def _line(self, node: TreeNode, code: str, parent: str, level: int) -> dict[str, Any]:
        own = node.spec
        if isinstance(getattr(own, "weight", None), Quantity):
            self._tell(node.id, "su peso se calcula; va como 1", "its weight is worked out; it goes out as 1")
        return {
            "Level": level,
            "iCode": code,
            "iName": node.title.in_language(self.language),
            "Weight": _as_float(node.own_weight),
            "Parent": parent or None,
        }

    def _add_leaf(self, node: TreeNode, parent: str) -> bool:
        leaf = node.spec
        assert isinstance(leaf, Indicator)
        if node.role != "base" or leaf.direction in {"context", "target"}:
            self._tell(
                node.id,
                "no cabe en un índice de COINr (contexto, meta de dos lados, bonificación o penalización): se omite",
                "is no part of an index of COINr (context, target with two sides, bonus or penalty): left out",
            )
            return False
        code, denominator, unit = self._place_leaf(leaf)
        has_columns, further = _figures_of_scale(leaf)
        self._tell_keys(node, ("scale",) if has_columns else ())
        line = {
            "Denominator": denominator,
            "Direction": -1 if leaf.direction == "lower" else 1,
            "Unit": unit.in_language(self.language) if unit is not None else None,
            "Target": further.pop("Target", target_of(leaf.note)),
            "Type": "Indicator",
        }
        self.found.lines.append(self._line(node, code, parent, 1) | line | further)
        return True

    def _place_leaf(self, leaf: Indicator) -> tuple[str, str | None, Text | None]:
        """Return the code of an indicator, that of its denominator, and the unit of what stands in its column."""
        if leaf.id in self.ratios:
            above, below = self.ratios[leaf.id]
            code = self._input_code(self.figures[above])
            return code, None if below is None else self._input_code(self.figures[below]), self.figures[above].unit
        if leaf.criterion is not None:
            self._tell(leaf.id, "es una respuesta; va su calificación", "is an answer; its score goes out")
            code = self.found.scores[leaf.id] = self._code(leaf.id, leaf.note)
            return code, None, None
        if _split(leaf, self.figures) is not None:
            self._tell(
                leaf.id,
                "su cifra ya es un denominador o la de otro indicador; va en una columna propia",
                "its figure is a denominator or that of another indicator already; it has a column of its own",
            )
        else:
            formula = leaf.formula or leaf.id
            self._tell(
                leaf.id,
                f"`{formula}` no es una cifra, ni una entre un denominador; van sus valores",
                f"`{formula}` is no figure, nor one by a denominator; its values go out",
            )
        code = self.found.values[leaf.id] = self._code(leaf.id, leaf.note)
        return code, None, leaf.unit

    def _add_further(self) -> None:
        """Add what is handed in besides: groups of units, denominators, and figures that only other formulas read."""
        read = set(_names_read(self.program.indicators))
        for variable in self.program.variables:
            is_known = variable.id in self.found.inputs
            if is_known and variable.id not in self.below:
                continue
            words = bool(variable.options) or variable.type == "boolean"
            divides = variable.id in self.below or variable.id not in read
            kind = "Group" if words else "Denominator" if divides else "Other"
            self.found.further.append(
                {
                    "iCode": self._input_code(variable),
                    "iName": variable.title.in_language(self.language),
                    "Unit": variable.unit.in_language(self.language) if variable.unit is not None else None,
                    "Type": kind,
                }
            )


def _post_order(node: TreeNode) -> list[TreeNode]:
    """Return a node and all below it, children before parents, in the order of the tree."""
    found, waiting = list[TreeNode](), [node]
    while waiting:
        current = waiting.pop()
        found.append(current)
        waiting += current.children
    return found[::-1]


def _as_float(weight: Fraction) -> float:
    return float(weight)


def _split(leaf: Indicator, figures: dict[str, Variable]) -> tuple[str, str | None] | None:
    """Return the figure that an indicator is, and the one that it is divided by; None where it is anything else."""
    if leaf.attainment is not None:
        return None
    tree = parse(leaf.formula if leaf.formula is not None else leaf.id)
    if isinstance(tree, Name) and _is_figure(tree.id, figures):
        return tree.id, None
    if isinstance(tree, Call) and tree.function == "/":
        above, below = tree.args
        if isinstance(above, Name) and isinstance(below, Name) and above.id != below.id:
            known = _is_figure(above.id, figures) and _is_figure(below.id, figures)
            return (above.id, below.id) if known else None
    return None


def _is_figure(name: str, figures: dict[str, Variable]) -> bool:
    variable = figures.get(name)
    return variable is not None and not variable.options and variable.type in {"number", "integer"}


def _names_read(leaves: Iterable[Indicator]) -> Iterator[str]:
    for leaf in leaves:
        if leaf.formula is not None:
            yield from names(parse(leaf.formula))


def _figures_of_scale(leaf: Indicator) -> tuple[bool, dict[str, Any]]:
    """Return whether the scale of an indicator goes into columns of the table, and what stands there.

    Goalposts go into those that `n_goalposts` reads; goalposts of which one end is the least or the greatest value into
    those of `n_dist2targ`.
    """
    scale = leaf.scale
    if scale is None or scale.method != "goalposts" or scale.log or scale.to[0] != 0:
        return False, {}
    low, high = scale.low, scale.high
    clip = scale.clip is not False
    free, aim = (low, high) if leaf.direction == "higher" else (high, low)
    if isinstance(aim, int | float) and isinstance(free, Quantity) and _LEAST.match(str(free.value)):
        return (True, {"Target": float(aim), "dist2targ_cap_max": clip}) if scale.to == (0, 1) else (False, {})
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return False, {}
    posts = {"goalpost_lower": float(low), "goalpost_upper": float(high), "goalpost_scale": float(scale.to[1])}
    return True, {**posts, "goalpost_trunc2posts": clip}
