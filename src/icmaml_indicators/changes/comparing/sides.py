"""One version of a program ready to be compared: its formulas read, its nodes with their places."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from ...diagnostics import Diagnostic, Place
from ...diagnostics.brief import Brief
from ...formulas import Expression, parse
from ...formulas.columns import Column, ColumnDefinition, define_columns
from ...formulas.quantities import parse_quantities
from ...formulas.tree import Constant, Name, replace_parts
from ...specs import ROOT, Draft, Level, Program, Quantity, Scale, scored_nodes, walk_paths

Path = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """How places are shown: files read from a temporary folder bear the name of where they came from."""

    folder: str = ""
    shown_as: str = ""

    def text(self, text: str) -> str:
        """Return `text` with the folder replaced."""
        if not self.folder or not text.startswith(self.folder):
            return text
        rest = text[len(self.folder) :].replace("\\", "/").lstrip("/")
        return f"{self.shown_as}{rest}" if rest else self.shown_as.rstrip("/")

    def place(self, place: Place) -> Place:
        """Return the place under its shown name."""
        return replace(place, file=self.text(place.file))

    def diagnostic(self, diagnostic: Diagnostic) -> Diagnostic:
        """Return the diagnostic with every file under its shown name."""
        details = {
            key: self.text(value) if isinstance(value, str) else value for key, value in diagnostic.details.items()
        }
        return replace(diagnostic, place=self.place(diagnostic.place), details=details)


@dataclass(frozen=True, repr=False)
class ProgramSide(Brief):
    """A sound program, and its draft where it was read from files.

    Attributes
    ----------
    name
        Where it was read, relative to what was given: programs of two folders are paired by it.
    inlined
        Parameters that the other side does not have: they are read as what they are given.
    """

    program: Program
    draft: Draft | None = None
    naming: Naming = field(default_factory=Naming)
    name: str = ""
    inlined: frozenset[str] = frozenset()

    def _inline(self, tree: Expression) -> Expression:
        known = self.program.parameter_by_id

        def written(part: Expression) -> Expression | None:
            parameter = known.get(part.id) if isinstance(part, Name) and part.id in self.inlined else None
            return None if parameter is None or parameter.value is None else self._inline(parse(str(parameter.value)))

        return replace_parts(tree, written)

    @property
    def below(self) -> ProgramSide | None:
        """The program that it rolls up, where that is known."""
        draft = self.draft.below if self.draft is not None else None
        return None if draft is None or draft.program is None else ProgramSide(draft.program, draft, self.naming)

    @cached_property
    def trees(self) -> dict[str, Expression]:
        """The expression of each indicator that has a formula, or reads what is handed in under its id."""
        formulas = {leaf.id: leaf.formula_in_force for leaf in self.program.indicators}
        return {name: self._inline(parse(text)) for name, text in formulas.items() if text is not None}

    @cached_property
    def quantity_trees(self) -> dict[str, Expression]:
        """The expression of each number that is one; see `parse_quantities`."""
        return {name: self._inline(tree) for name, tree in parse_quantities(self.program).items()}

    def resolve_figure(self, figure: float | Quantity) -> float | Quantity:
        """Return a figure as the number that it is once parameters are written out, where it is one."""
        tree = self._inline(parse(figure.formula)) if isinstance(figure, Quantity) and figure.formula else None
        return tree.value if isinstance(tree, Constant) else figure

    def resolve_scale(self, scale: Scale) -> Scale:
        """Return a scale in which figures that are one number, once parameters are written out, are that number."""
        return scale.with_figures(self.resolve_figure) if scale.quantities else scale

    def resolve_levels(self, levels: tuple[Level, ...]) -> tuple[Level, ...]:
        """Return levels whose cuts are numbers where they are one number once parameters are written out."""
        found = []
        for level in levels:
            cuts = {key: cut for key in ("up_to", "from_") if (cut := getattr(level, key)) is not None}
            found.append(level.model_copy(update={key: self.resolve_figure(cut) for key, cut in cuts.items()}))
        return tuple(found)

    @cached_property
    def columns(self) -> dict[Column, ColumnDefinition]:
        """What each figure is made from."""
        return define_columns(self.program, self.trees | self.quantity_trees)

    @cached_property
    def scored_nodes(self) -> frozenset[str]:
        """The nodes that can have a score."""
        return scored_nodes(list(self.program.nodes.values()))

    @cached_property
    def rules(self) -> list[Expression]:
        """The expression of each declared check."""
        return [self._inline(parse(check.rule)) for check in self.program.checks]

    @cached_property
    def _paths(self) -> dict[tuple[str, str], Path]:
        found: dict[tuple[str, str], Path] = {("node", ROOT): ()}
        found |= {("node", spec.id): path for path, spec in walk_paths(self.program)}
        found |= {("checks", str(number)): ("checks", number) for number in range(len(self.program.checks))}
        handed_in = {leaf.id for leaf in self.program.indicators if leaf.is_handed_in}
        found |= {("variables", spec.id): path for path, spec in walk_paths(self.program) if spec.id in handed_in}
        for key in ("parameters", "variables", "answers", "models"):
            found |= {(key, item.id): (key, number) for number, item in enumerate(getattr(self.program, key))}
        return found

    def place(self, kind: str, name: str, *keys: str | int) -> Place | None:
        """Return where something stands; with `keys`, where these keys of it do, as far as they are written."""
        if self.draft is None or self.draft.root is None:
            return None
        homes = {"variable": "variables", "check": "checks", "answer": "answers", "model": "models"}
        homes |= {"parameter": "parameters"}
        path = () if kind == "program" else self._paths.get((homes.get(kind, "node"), name))
        if path is None:
            return None
        node = self.draft.root.find((*path, *keys)) if keys else self.draft.root.find((*path, "id"))
        if kind == "check" and not keys:
            node = self.draft.root.find((*path, "rule"))
        return self.naming.place(node.place())
