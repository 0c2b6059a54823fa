"""One formula at a time, held against what a program declares: names, functions, arguments, text comparisons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..diagnostics import advice, hint_of, nearest
from ..specs import Draft, Program
from .functions import FUNCTIONS, arity_text
from .parser import FormulaError, parse
from .tree import COMPARISONS, Call, Constant, Expression, Name, Word, walk

Path = tuple[int | str, ...]
_OF_GROUPS = advice(
    "es un grupo, y su calificación no puede ir en una fórmula: use sus indicadores, o un grupo que reúna ambos",
    "it is a group, whose score cannot stand in a formula: use its indicators, or a group above",
)


@dataclass(frozen=True, slots=True)
class FormulaReader:
    """Reads one formula at a time and checks it against what the program declares."""

    draft: Draft
    program: Program
    known: dict[str, None]
    groups: frozenset[str]
    unknown: str = "IND202"  # the code of a name that is not known

    def read(self, text: str, path: Path, own: str | None = None) -> Expression | None:
        """Parse and check one formula; faults go to the draft."""
        try:
            expression = parse(text)
        except FormulaError as error:
            hint, details = error.suggestion, error.details
            if error.name is not None:
                hint, details = nearest(error.name, (*self.known, *FUNCTIONS), but=own), {**details, "name": error.name}
            self.draft.report(error.code, path, offset=error.at, length=error.length, suggestion=hint, **details)
            return None
        before = len(self.draft.diagnostics)
        for node in walk(expression):
            if isinstance(node, Call):
                self._call(node, path)
            elif isinstance(node, Name) and node.id not in self.known and node.id not in self.draft.set_aside:
                hint = None if node.id in self.groups else nearest(node.id, self.known, but=own)
                details = {"name": node.id, **(_OF_GROUPS if node.id in self.groups else {})}
                self.draft.report(self.unknown, path, offset=node.at, length=len(node.id), suggestion=hint, **details)
        self._words(expression, path)
        return expression if len(self.draft.diagnostics) == before else None

    def _call(self, call: Call, path: Path) -> None:
        where: Any = {"offset": call.at, "length": len(call.function)}
        if call.function == "/" and call.args[1] == Constant(0):
            self.draft.report("IND210", path, offset=call.at)
        if not call.function.isidentifier() or call.function in {"not", "and", "or", "negative"}:
            return
        if call.function not in FUNCTIONS:
            hint, known = hint_of("function", call.function, FUNCTIONS), tuple(FUNCTIONS)
            details: dict[str, Any] = {"name": call.function, **hint.advice}
            self.draft.report("IND203", path, suggestion=hint.suggestion, expected=known, **details, **where)
            return
        fewest, most = FUNCTIONS[call.function]
        if len(call.args) < fewest or (most is not None and len(call.args) > most):
            wanted = arity_text(call.function)
            self.draft.report("IND204", path, name=call.function, wanted=wanted, given=len(call.args), **where)
        elif call.function == "lag" and len(call.args) == 2:
            steps = call.args[1]
            if not isinstance(steps, Constant) or steps.value < 1 or steps.value != int(steps.value):
                self.draft.report("IND211", path, **where)

    def _words(self, expression: Expression, path: Path) -> None:
        """Require quoted texts beside ``==`` or ``!=`` and variables with options, and categories beside such texts."""
        compared: set[int] = set()
        for node in walk(expression):
            if not isinstance(node, Call) or node.function not in COMPARISONS:
                continue
            for word, other in (node.args, node.args[::-1]):
                variable = self.program.variable_by_id.get(other.id) if isinstance(other, Name) else None
                if (
                    isinstance(word, Word)
                    and node.function in {"==", "!="}
                    and variable is not None
                    and variable.options
                ):
                    compared.update((id(word), id(other)))
                    options = tuple(option.id for option in variable.options)
                    if word.text not in options:
                        self.draft.report(
                            "IND207",
                            path,
                            offset=word.at,
                            length=len(word.text) + 2,
                            option=word.text,
                            name=variable.id,
                            suggestion=nearest(word.text, options),
                            expected=options,
                        )
        for node in walk(expression):
            if isinstance(node, Name) and id(node) not in compared:
                variable = self.program.variable_by_id.get(node.id)
                if variable is not None and variable.type == "category":
                    self.draft.report("IND213", path, offset=node.at, length=len(node.id), name=node.id)
            if isinstance(node, Word) and id(node) not in compared:
                self.draft.report("IND208", path, offset=node.at, length=len(node.text) + 2)
