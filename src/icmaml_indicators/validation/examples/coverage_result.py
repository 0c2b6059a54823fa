"""What examples reach, as plain data: every path through a program, and whether an example runs through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...diagnostics import Language
from ...diagnostics.brief import Brief
from ...display import BilingualDisplay, Part, Sheet, Summary, take_items
from ...plain_data import JsonViews, write_document

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("program", "node", "kind", "path", "where", "reached")

# Kinds of paths, with what they are called in lists.
KINDS: dict[str, tuple[str, str]] = {
    "value": ("resultado", "result"),
    "branch": ("rama", "branch"),
    "fallback": ("alternativa", "fallback"),
    "undefined": ("indefinido", "undefined"),
    "absent": ("ausente", "absent"),
    "score": ("calificación", "score"),
    "scale": ("escala", "scale"),
    "fit": ("ajuste", "fit"),
    "level": ("nivel", "level"),
    "light": ("semáforo", "light"),
    "answer": ("respuesta", "answer"),
    "gate": ("compuerta", "gate"),
    "rule": ("regla", "rule"),
}


@dataclass(frozen=True, slots=True, repr=False)
class ExamplePath(Brief):
    """One path: the node, the kind (see `KINDS`), which one, where it stands (file:line), whether it is reached."""

    node: str
    kind: str
    path: str
    where: str
    reached: bool


@dataclass(frozen=True, repr=False)
class ExampleCoverage(BilingualDisplay, JsonViews):
    """What the examples of one program reach.

    Attributes
    ----------
    program
        Its id.
    paths
        Every path, in the order of the tree.
    parents
        The group that each node stands in.

    Examples
    --------
    >>> reached = icma.example_coverage("sindes")
    """

    program: str
    paths: tuple[ExamplePath, ...]
    parents: dict[str, str]

    def _summary(self, language: Language) -> Summary:
        place = 0 if language == "es" else 1
        missed = [path for path in self.paths if not path.reached]

        def of_path(path: ExamplePath) -> tuple[str, ...]:
            return path.node, KINDS[path.kind][place], path.path, path.where

        def sheet() -> Sheet:
            return take_items(missed, ("node", "kind", "path", "place"), of_path, language)

        return Summary(
            "ExampleCoverage",
            self.program,
            language,
            {"paths": len(self.paths), "reached": len(self.paths) - len(missed)},
            {"share": f"{self.percent:g} %"},
            (Part("missed", sheet, len(missed)),),
        )

    @property
    def share(self) -> float:
        """Share of the paths that are reached, 0 to 1; 1 where there are none."""
        return sum(path.reached for path in self.paths) / len(self.paths) if self.paths else 1.0

    @property
    def percent(self) -> float:
        """The share in percent, cut to one decimal: 100 is reached only by all."""
        return int(1000 * sum(path.reached for path in self.paths) / len(self.paths)) / 10 if self.paths else 100.0

    @cached_property
    def table(self) -> pd.DataFrame:
        """Every path: program, node, kind, path, where (file:line), reached.

        Examples
        --------
        >>> reached.table.columns.tolist()
        ['program', 'node', 'kind', 'path', 'where', 'reached']
        """
        return self._frame(self.paths)

    @property
    def reached(self) -> pd.DataFrame:
        """The paths that an example reaches.

        Examples
        --------
        >>> len(reached.reached) == len(reached.paths)
        True
        """
        return self._frame(path for path in self.paths if path.reached)

    @property
    def missed(self) -> pd.DataFrame:
        """The paths that no example reaches.

        Examples
        --------
        >>> reached.missed.empty
        True
        """
        return self._frame(path for path in self.paths if not path.reached)

    def _frame(self, paths: Iterator[ExamplePath] | tuple[ExamplePath, ...]) -> pd.DataFrame:
        import pandas as pd

        lines = [(self.program, path.node, path.kind, path.path, path.where, path.reached) for path in paths]
        return pd.DataFrame(lines, columns=list(COLUMNS))

    def to_dict(self) -> dict[str, Any]:
        """Return every path as plain data: kind ``example_coverage`` of the schema of results.

        Examples
        --------
        >>> reached.to_dict()["percent"]
        100.0
        """
        return write_document("example_coverage", {"id": self.program, "percent": self.percent, "paths": self.paths})

    def to_record(self) -> dict[str, Any]:
        """Return the figure and the paths missed as plain data, for JSON.

        Examples
        --------
        >>> reached.to_record()["missed"]
        []
        """
        missed = [path for path in self.paths if not path.reached]
        return {
            "program": self.program,
            "percent": self.percent,
            "paths": len(self.paths),
            "reached": len(self.paths) - len(missed),
            "missed": [{"node": p.node, "kind": p.kind, "path": p.path, "where": p.where} for p in missed],
        }

    def missed_lines(self, language: Language = "en") -> list[str]:
        """Return the paths missed as lines to read; the criteria of one group that miss the same are one line.

        Examples
        --------
        >>> reached.missed_lines("es")
        []
        """
        place = 0 if language == "es" else 1
        joined: dict[tuple[str, str, str], list[ExamplePath]] = {}
        for path in self.paths:
            if not path.reached:
                owner = self.parents.get(path.node, "") if path.kind == "answer" else path.node
                joined.setdefault((owner, path.kind, path.path), []).append(path)
        lines = []
        for (owner, kind, text), found in joined.items():
            subject = owner if len(found) > 1 else found[0].node
            count = (f" ({len(found)} criterios)", f" ({len(found)} criteria)")[place] if len(found) > 1 else ""
            where = f"  {found[0].where}" if found[0].where else ""
            lines.append(f"{subject}{count}: {KINDS[kind][place]} {text}{where}")
        return lines
