"""One formula at a time, held against what a program declares: names, functions, arguments, text comparisons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ...diagnostics import advice, hint_of, nearest
from ...specs import Draft, Program, TreeNode
from ...specs.model.attainment import is_period
from ...specs.model.quantities import PERIOD
from ..functions import FUNCTIONS, KNOWN_FUNCTIONS, STATISTICS, accepts, arity_text
from ..parser import FormulaError, parse
from ..quantities import VALUE, of_node
from ..rendering import render
from ..tree import COMPARISONS, Call, Constant, Expression, Name, NodeFigure, Statistic, Word, walk

Path = tuple[int | str, ...]
_OF_GROUPS = advice(
    "es un grupo: su calificación se lee `score({id})`",
    "it is a group: its score is read as `score({id})`",
)
_GROUPS_ELSEWHERE = advice(
    "es un grupo, y aquí no se leen calificaciones: use datos de la misma fila",
    "it is a group, and no scores are read here: use figures of the same row",
)
_NODES = advice("`{kind}(…)` toma el id de un nodo", "`{kind}(…)` takes the id of a node")


_COMPARED: Any = {"what_es": "para compararla con ellas", "what_en": "to compare it with them"}
_YARDSTICK = {
    "wanted_es": "lo que entrega una entidad no fija su vara; use parámetros, `period` o estadísticos (`… over …`)",
    "wanted_en": "what an entity hands in sets no yardstick; use parameters, `period` or statistics (`… over …`)",
}


def walk_outside(expression: Expression) -> Iterator[Expression]:
    """Yield every part that is not of a population."""
    yield expression
    if isinstance(expression, Call):
        for argument in expression.args:
            yield from walk_outside(argument)


def _weighs(node: TreeNode, scored: frozenset[str] | None) -> bool:
    """Whether a node has a weight in the group above: it counts there, and can have a score."""
    return node.parent is not None and node.role == "base" and (scored is None or node.id in scored)


def shown_length(part: Call | Name | NodeFigure | Statistic) -> int:
    """Return how much of a part is underlined: a name, or the name of a function."""
    match part:
        case Name(name) | NodeFigure(name) | Call(name) | Statistic(name):
            return len(name)


@dataclass(frozen=True, slots=True)
class FormulaReader:
    """Reads one formula at a time and checks it against what the program declares."""

    draft: Draft
    program: Program
    known: dict[str, None]
    groups: frozenset[str]
    scored: frozenset[str] | None  # the nodes whose scores may be read; None: neither scores nor statistics
    unknown: str = "IND202"  # the code of a name that is not known
    wanted: Mapping[str, str] = field(default_factory=dict)  # what is read instead, for its message
    is_condition: bool = False  # whether it may ask which entity it is

    def read(self, text: str, path: Path, own: str | None = None) -> Expression | None:
        """Parse and check one formula; faults go to the draft."""
        try:
            expression = parse(text)
        except FormulaError as error:
            hint, details = error.suggestion, error.details
            if error.name is not None:
                hint = nearest(error.name, (*self.known, *KNOWN_FUNCTIONS), but=own)
                details = {**details, "name": error.name}
            self.draft.report(error.code, path, offset=error.at, length=error.length, suggestion=hint, **details)
            return None
        before = len(self.draft.diagnostics)
        for node in walk(expression):
            match node:
                case Call():
                    self._call(node, path)
                case Name():
                    self._name(node, path, own)
                case NodeFigure() | Statistic() if self.scored is None:
                    self._report("IND218", path, node, name=render(node))
                case NodeFigure():
                    self._node_figure(node, path)
                case Statistic():
                    self._statistic(node, path)
        self._words(expression, path)
        return expression if len(self.draft.diagnostics) == before else None

    def read_quantity(self, text: str, path: Path, node: str, *, scales: bool) -> Expression | None:
        """Parse and check a formula in the place of a number: inputs and indicators stand in its statistics alone.

        `scales` says whether it may read ``value``, what the node comes to.
        """
        reader = replace(self, known={**self.known, VALUE: None} if scales else self.known)
        expression = reader.read(text, path)
        if expression is None:
            return None
        told = False
        for part in walk_outside(expression):
            own = isinstance(part, Name) and part.id in {VALUE, PERIOD, *self.program.parameter_by_id}
            if isinstance(part, Name | NodeFigure) and not own:
                self._report("IND254", path, part, name=render(part), **_YARDSTICK)
                told = True
        return None if told else of_node(expression, node)

    def _report(self, code: str, path: Path, part: Call | Name | NodeFigure | Statistic, **details: Any) -> None:
        """Report a fault at a name, or at the name of a function."""
        self.draft.report(code, path, offset=part.at, length=shown_length(part), **details)

    def _name(self, name: Name, path: Path, own: str | None) -> None:
        if name.id in self.known or name.id in self.draft.set_aside:
            return
        hint = nearest(name.id, self.known, but=own)
        words: dict[str, Any] = {**self.wanted}
        if name.id in self.groups:
            hint, words = None, _GROUPS_ELSEWHERE
            if self.scored is not None:
                hint, words = f"score({name.id})", {key: text.format(id=name.id) for key, text in _OF_GROUPS.items()}
        self._report(self.unknown, path, name, name=name.id, suggestion=hint, **words)

    def _node_figure(self, figure: NodeFigure, path: Path) -> None:
        nodes = self.program.nodes
        where: Any = {"offset": figure.id_at, "length": len(figure.id)}
        if figure.id not in nodes:
            if figure.id not in self.draft.set_aside:
                words: Any = {key: text.format(kind=figure.kind) for key, text in _NODES.items()}
                hint = nearest(figure.id, nodes)
                self.draft.report("IND202", path, name=figure.id, suggestion=hint, **where, **words)
        elif figure.kind == "level" and not nodes[figure.id].levels:
            self.draft.report("IND216", path, id=figure.id, what_es="niveles", what_en="levels", **where)
        elif figure.kind == "weight" and not _weighs(nodes[figure.id], self.scored):
            words = {"what_es": "peso en su grupo", "what_en": "weight in its group"}
            self.draft.report("IND216", path, id=figure.id, **words, **where)
        elif figure.kind == "weight" and nodes[figure.id].weighing.facts.fitted:
            words = {"what_es": "peso propio: sale de los datos", "what_en": "weight of its own: data gives it"}
            self.draft.report("IND216", path, id=figure.id, **words, **where)
        elif self.scored is not None and figure.id not in self.scored:
            self.draft.report("IND216", path, id=figure.id, what_es="calificación", what_en="score", **where)

    def _statistic(self, statistic: Statistic, path: Path) -> None:
        name, args = statistic.function, statistic.args
        if name not in STATISTICS:
            self._unknown_function(f"{name}(… over …)", statistic, path, STATISTICS)
            return
        if len(args) != STATISTICS[name]:
            self._report("IND204", path, statistic, name=name, wanted=STATISTICS[name], given=len(args))
        elif name == "quantile" and not (isinstance(args[1], Constant) and 0 <= args[1].value <= 1):
            wanted = {"wanted_es": "una proporción de 0 a 1, escrita", "wanted_en": "a share from 0 to 1, written out"}
            self._report("IND219", path, statistic, function=name, **wanted)
        known = self.program.population_ids
        if statistic.population not in known and statistic.population not in self.draft.set_aside:
            where: Any = {"offset": statistic.population_at, "length": len(statistic.population)}
            hint = nearest(statistic.population, known)
            self.draft.report("IND217", path, name=statistic.population, suggestion=hint, expected=known, **where)

    def _unknown_function(self, name: str, call: Call | Statistic, path: Path, known: Iterable[str]) -> None:
        hint, known = hint_of("function", call.function, known), tuple(known)
        self._report("IND203", path, call, name=name, suggestion=hint.suggestion, expected=known, **hint.advice)

    def _call(self, call: Call, path: Path) -> None:
        name = call.function
        if name == "/" and call.args[1] == Constant(0):
            self.draft.report("IND210", path, offset=call.at)
        if not name.isidentifier() or name in {"not", "and", "or", "in", "negative"}:
            return
        if name in STATISTICS and name not in FUNCTIONS:
            self._report("IND206", path, call, name=name)
        elif name not in FUNCTIONS:
            self._unknown_function(name, call, path, KNOWN_FUNCTIONS)
        elif not accepts(name, len(call.args)):
            self._report("IND204", path, call, name=name, wanted=arity_text(name), given=len(call.args))
        elif name == "lag" and len(call.args) == 2:
            steps = call.args[1]
            if not isinstance(steps, Constant) or steps.value < 1 or steps.value != int(steps.value):
                self._report("IND211", path, call)

    def _words(self, expression: Expression, path: Path) -> None:
        """Require quoted texts beside what has options or levels, and such texts beside categories and levels."""
        compared: set[int] = set()
        for node in walk(expression):
            ordered = isinstance(node, Call) and node.function in COMPARISONS and Name(PERIOD) in node.args
            if not isinstance(node, Call) or not (ordered or node.function in {"==", "!=", "in"}):
                continue
            if any(map(self._takes_any, node.args)):
                compared.update(map(id, node.args))
                self._check_any(node, path)
                continue
            if node.function != "in" and self._options(node.args[0]) == (self._options(node.args[1]) or 0):
                compared.update(map(id, node.args))  # two that have the same options, in the same order
                continue
            for side in (node.args[0], *(node.args[1:] if node.function != "in" else ())):
                options = self._options(side)
                words = [word for word in node.args if isinstance(word, Word)]
                if options is None or not words:
                    continue
                compared.update(map(id, (side, *words)))
                for word in words:
                    if side == Name(PERIOD) and not is_period(word.text):
                        self.draft.report("IND250", path, offset=word.at, length=len(word.text) + 2, given=word.text)
                    if options and word.text not in options:
                        where: Any = {"offset": word.at, "length": len(word.text) + 2}
                        hint = nearest(word.text, options)
                        details: Any = {"option": word.text, "name": render(side), "suggestion": hint}
                        self.draft.report("IND207", path, expected=options, **where, **details)
        for node in walk(expression):
            if id(node) in compared:
                continue
            if isinstance(node, Name):
                variable = self.program.variable_by_id.get(node.id)
                if (variable is not None and variable.type == "category") or self._is_entity(node):
                    self._report("IND213", path, node, name=node.id)
            elif isinstance(node, NodeFigure) and self._options(node):
                self._report("IND213", path, node, name=render(node))
            elif isinstance(node, Word):
                self.draft.report("IND208", path, offset=node.at, length=len(node.text) + 2)

    def _takes_any(self, part: Expression) -> bool:
        """Whether a part is a category of which any text is an option."""
        variable = self.program.variable_by_id.get(part.id) if isinstance(part, Name) else None
        return variable is not None and variable.takes_any

    def _check_any(self, call: Call, path: Path) -> None:
        """Require two categories that take any text on both sides of a comparison."""
        for name, other in zip(call.args, reversed(call.args), strict=True):
            if isinstance(name, Name) and self._takes_any(name) and not self._takes_any(other):
                self._report("IND291", path, name, name=name.id, **_COMPARED)

    def _is_entity(self, part: Expression) -> bool:
        """Whether a part of a condition asks which entity a row is of."""
        return self.is_condition and part == Name("entity")

    def _options(self, part: Expression) -> tuple[str, ...] | None:
        """Return the options of a variable or the levels of a node, nothing of any text; None of what is no text.

        Of those of the period there are too many to list.
        """
        if part == Name(PERIOD) or self._is_entity(part):
            return ()
        if isinstance(part, Name):
            variable = self.program.variable_by_id.get(part.id)
            return tuple(option.id for option in variable.choices) or None if variable is not None else None
        if isinstance(part, NodeFigure) and part.kind == "level":
            node = self.program.nodes.get(part.id)
            return () if node is None else tuple(level.id for level in node.levels)
        return None
