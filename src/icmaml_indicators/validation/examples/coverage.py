"""Coverage of the examples: every path through a program, and whether an example reaches it.

A path is reached when an example runs through it *and* states what must come of it: an expected result covers the
formula (and the formulas that it reads), an expected score all that goes into the score, an expected level or light
the levels and lights themselves. Criteria are counted one by one; the proofs of a rubric do not count.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...specs import Draft, walk_paths
from ...specs.parsing.nodes import Path
from .coverage_paths import find_paths
from .coverage_result import ExampleCoverage, ExamplePath
from .running import ExampleRun, run_examples


def measure_coverage(draft: Draft, runs: Sequence[ExampleRun] | None = None) -> ExampleCoverage:
    """Measure a sound draft; `runs` holds its examples where they were run already."""
    program = draft.program
    assert program is not None
    homes: dict[str, Path] = {"total": ()} | {spec.id: path for path, spec in walk_paths(program)}
    found = find_paths(program, run_examples(program) if runs is None else runs)
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
