"""A program while it is being proved: its nodes, its model as far as it holds, and what was found wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ...diagnostics import Diagnostic
from ...diagnostics.brief import Brief
from ..model.measures import Group, Indicator
from ..model.program import Program
from .nodes import Node, Path, Source


@dataclass(slots=True, repr=False)
class Draft(Brief):
    """What is known of one program so far.

    Attributes
    ----------
    name
        The path the user gave.
    root
        The merged node tree of all files, or None when nothing could be read.
    program
        The model. When `diagnostics` holds structural errors it is what is left after the faulty items were taken
        out, so that every other fault can still be found in the same run; None when too little is left.
    diagnostics
        In the order found, some perhaps twice; `sorted_diagnostics` gives reading order, each once.
    set_aside
        Ids of the items taken out, so that references to them are not reported as well.
    files, sources
        The files read, in reading order, by name and as text.
    below
        Of a roll-up, the draft of the program below; None where there is none, or where it is not known.
    """

    name: str
    root: Node | None = None
    program: Program | None = None
    diagnostics: list[Diagnostic] = field(default_factory=list)
    set_aside: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    below: Draft | None = None

    @property
    def lower(self) -> Program | None:
        """Of a roll-up, the program below; None where there is none, or where it is not known."""
        return self.below.program if self.below is not None else None

    @property
    def ok(self) -> bool:
        """Whether the program can be used: a model and no error (warnings are allowed)."""
        return self.program is not None and not any(d.severity == "error" for d in self.diagnostics)

    def sorted_diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return the diagnostics by file (in the order read), line and column, each once."""
        order = {name: rank for rank, name in enumerate(self.files)}
        unique = {(d.code, d.place, str(d.details)): d for d in self.diagnostics}
        return tuple(
            sorted(
                unique.values(),
                key=lambda d: (
                    order.get(d.place.file, len(order)),
                    d.place.file,
                    d.place.line,
                    d.place.column,
                    d.code,
                ),
            )
        )

    def report(
        self,
        code: str,
        path: Path,
        *,
        key: str | None = None,
        offset: int | None = None,
        length: int = 1,
        suggestion: str | None = None,
        expected: tuple[str, ...] = (),
        **details: Any,
    ) -> None:
        """Add a diagnostic at the value on `path`, at its key `key`, or inside its text at `offset`."""
        if self.root is None:
            return
        node = self.root.find(path)
        if key is not None and key in node.keys:
            place = node.key_place(key)
        elif offset is not None:
            place = node.text_place(offset, length)
        else:
            place = node.place()
        self.diagnostics.append(Diagnostic(code, place, details, suggestion, expected))


def walk_paths(program: Program) -> Iterator[tuple[Path, Indicator | Group]]:
    """Yield every node of the tree with its path, parents before children."""

    def below(specs: tuple[Indicator | Group, ...], path: Path) -> Iterator[tuple[Path, Indicator | Group]]:
        for index, spec in enumerate(specs):
            here = (*path, index)
            yield here, spec
            if isinstance(spec, Group):
                yield from below(spec.children, (*here, "children"))

    return below(program.tree, ("tree",))
