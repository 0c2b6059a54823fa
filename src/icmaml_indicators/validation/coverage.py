"""Coverage of the examples: every path through a program, and whether an example reaches it.

A path is reached when an example runs through it *and* states what must come of it: an expected result covers the
formula (and the formulas that it reads), an expected score all that goes into the score, an expected level or light
the levels and lights themselves. Criteria are counted one by one; the proofs of a rubric do not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic, Language
from ..diagnostics.brief import Brief
from ..errors import SpecError, expect
from ..formulas import check_formulas
from ..specs import Draft, Program, read_draft, walk_paths
from ..specs.nodes import Path
from .builtin import find_source
from .outcome import ValidationReport, joined

if TYPE_CHECKING:
    import pandas as pd

    from .examples import Trial

_MISSED_SHOWN = 3
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
class ExampleCoverage(Brief):
    """What the examples of one program reach.

    Attributes
    ----------
    program
        Its id.
    paths
        Every path, in the order of the tree.
    parents
        The group that each node stands in.
    """

    program: str
    paths: tuple[ExamplePath, ...]
    parents: dict[str, str]

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
        """Every path: program, node, kind, path, where (file:line), reached."""
        return self._frame(self.paths)

    @property
    def reached(self) -> pd.DataFrame:
        """The paths that an example reaches."""
        return self._frame(path for path in self.paths if path.reached)

    @property
    def missed(self) -> pd.DataFrame:
        """The paths that no example reaches."""
        return self._frame(path for path in self.paths if not path.reached)

    def _frame(self, paths: Iterator[ExamplePath] | tuple[ExamplePath, ...]) -> pd.DataFrame:
        import pandas as pd

        lines = [(self.program, path.node, path.kind, path.path, path.where, path.reached) for path in paths]
        return pd.DataFrame(lines, columns=list(COLUMNS))

    def to_record(self) -> dict[str, Any]:
        """Return the figure and the paths missed as plain data, for JSON."""
        missed = [path for path in self.paths if not path.reached]
        return {
            "program": self.program,
            "percent": self.percent,
            "paths": len(self.paths),
            "reached": len(self.paths) - len(missed),
            "missed": [{"node": p.node, "kind": p.kind, "path": p.path, "where": p.where} for p in missed],
        }

    def missed_lines(self, language: Language = "en") -> list[str]:
        """Return the paths missed as lines to read; the criteria of one group that miss the same are one line."""
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


def example_coverage(source: Program | str | FilePath) -> ExampleCoverage:
    """Return which paths of a program its examples reach.

    Parameters
    ----------
    source
        A program (paths then bear no place), a built-in id, or the path of a file or a program's folder.

    Raises
    ------
    SpecError
        When the spec is wrong.
    """
    if isinstance(source, Program):
        return measure_coverage(Draft(source.id, program=source))
    expect("source", source, Program, str, FilePath)
    draft = read_draft(find_source(source))
    check_formulas(draft)
    if not draft.ok:
        raise SpecError(draft.sorted_diagnostics())
    return measure_coverage(draft)


def with_coverage(report: ValidationReport, wanted: float | None = None) -> ValidationReport:
    """Return a report with the coverage of its sound programs, and a fault for each that falls short.

    Parameters
    ----------
    wanted
        The percentage of paths that must be reached; None asks for nothing.
    """
    found: list[ExampleCoverage] = []
    outcomes = []
    for outcome in report.outcomes:
        if outcome.summary is None:
            outcomes.append(outcome)
            continue
        draft = outcome.draft or read_draft(FilePath(outcome.path))
        found.append(measure_coverage(draft))
        short = wanted is not None and found[-1].percent < wanted
        outcomes.append(outcome.told([_shortfall(draft, found[-1], wanted or 0)]) if short else outcome)
    return replace(joined(outcomes), coverage=tuple(found))


def _shortfall(draft: Draft, found: ExampleCoverage, wanted: float) -> Diagnostic:
    assert draft.root is not None
    details = {
        "id": found.program,
        "share": f"{found.percent:g}",
        "reached": sum(path.reached for path in found.paths),
        "count": len(found.paths),
        "wanted": f"{wanted:g}",
        "missed": "; ".join(found.missed_lines()[:_MISSED_SHOWN]),
    }
    return Diagnostic("IND324", draft.root.find(("id",)).place(), details)


def measure_coverage(draft: Draft, trial: Trial | None = None) -> ExampleCoverage:
    """Measure a sound draft; `trial` holds its examples where they were run already."""
    from .coverage_paths import find_paths
    from .examples import run_examples

    program = draft.program
    assert program is not None
    homes: dict[str, Path] = {"total": ()} | {spec.id: path for path, spec in walk_paths(program)}
    found = find_paths(program, trial or run_examples(program))
    paths = tuple(
        ExamplePath(path.node, path.kind, path.text, _where(draft, (*homes[path.node], *path.below)), path.reached)
        for path in found
    )
    parents = {node.id: node.parent or "" for node in program.nodes.values()}
    return ExampleCoverage(program.id, paths, parents)


def _where(draft: Draft, path: Path) -> str:
    if draft.root is None:
        return ""
    place = draft.root.find(path).place()
    return f"{place.file}:{place.line}"
