"""What must hold of examples and needs no engine: names that exist, values and expectations that can be."""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import nearest
from ..model.attainment import is_period
from ..model.measures import ROOT, Indicator
from ..model.program import Program
from ..model.tree import TreeNode, below, can_be_scored
from ..model.variables import OWN, Example
from ..parsing.draft import Draft, walk_paths
from ..parsing.nodes import Path
from .example_inputs import known_names, resolve_example

LIGHTS = ("red", "yellow", "green")
_EXPECTATIONS = ("expect", "expect_score", "expect_level", "expect_light")

# Why a node cannot have what is expected of it, in both languages.
_NO_FORMULA = ("solo una fórmula da un resultado", "only a formula has a result")
_NO_SCORE = ("no se califica", "it has no score")
_RELATIVE = ("se califica frente a los demás", "it is scored against the others")
_NO_LEVELS = ("no tiene niveles", "it has no levels")
_NO_TARGET = ("no tiene meta", "it has no target")


def every_example(program: Program) -> Iterator[tuple[Path, str, Example]]:
    """Yield every example with its path and the id of the node that bears it: the program, groups, indicators."""
    for index, example in enumerate(program.examples):
        yield ("examples", index), ROOT, example
    for path, spec in walk_paths(program):
        for index, example in enumerate(spec.examples):
            yield (*path, "examples", index), spec.id, example


def stated_at(path: Path, place: int | None, key: str, name: str = OWN) -> Path:
    """Return where an example says something; of a population, what it says of the entity at a place."""
    named = (*path, key) if name == OWN else (*path, key, name)
    return named if place is None else (*named, place)


def check_examples_meaning(draft: Draft, program: Program) -> None:
    """Add to `draft` every fault of its examples that can be seen without running them."""
    for path, own, example in every_example(program):
        if own in draft.set_aside or own not in program.nodes:
            continue
        alone = not example.members
        for number, member in enumerate(example.members or (example,)):
            place = None if alone else number
            _check_given(draft, program, path, place, own, member)
            for key in _EXPECTATIONS:
                for name, wanted in (getattr(member, key) or {}).items():
                    _check_expected(draft, program, path, place, own, key, name, wanted)
        if example.period is not None and not is_period(example.period):
            _bad_value(draft, (*path, "period"), "period", example.period, ("2014", "2014-S1", "2014-Q3", "2014-06"))


def _check_given(draft: Draft, program: Program, path: Path, place: int | None, own: str, example: Example) -> None:
    for part in ("given", "previous"):
        for fault in resolve_example(program, own, getattr(example, part) or {}).faults:
            where = stated_at(path, place, part)
            if fault.valid:
                _bad_value(draft, (*where, fault.key), fault.name, fault.given, fault.valid)
            elif fault.name not in draft.set_aside:
                hint = nearest(fault.name, known_names(program))
                draft.report("IND304", where, key=fault.key, name=fault.name, suggestion=hint)


def _bad_value(draft: Draft, where: Path, name: str, given: object, valid: tuple[str, ...]) -> None:
    shown = str(given).lower() if isinstance(given, bool) else str(given)
    draft.report("IND325", where, name=name, given=shown, suggestion=nearest(shown, valid), expected=valid)


def _check_expected(
    draft: Draft, program: Program, path: Path, place: int | None, own: str, key: str, name: str, wanted: object
) -> None:
    where: Path = (*path, key)
    node = program.nodes.get(name or own)
    if node is None:
        if name not in draft.set_aside:
            known = tuple(program.nodes)
            draft.report("IND326", where, key=name, name=name, suggestion=nearest(name, known))
        return
    why = _why_not(node, key, alone=place is None)
    if why is not None:
        # Told at the key itself where the expectation bears no name.
        at, shown = (path, key) if name == OWN else (where, name)
        draft.report("IND327", at, key=shown, id=node.id, expectation=key, why_es=why[0], why_en=why[1])
        return
    valid = LIGHTS if key == "expect_light" else tuple(level.id for level in node.levels)
    if isinstance(wanted, str) and key in {"expect_level", "expect_light"} and wanted not in valid:
        _bad_value(draft, stated_at(path, place, key, name), key, wanted, valid)


def _why_not(node: TreeNode, key: str, *, alone: bool) -> tuple[str, str] | None:
    """Return why a node cannot have what is expected of it, or None."""
    if key == "expect":
        return None if node.is_indicator and node.answer is None else _NO_FORMULA
    if key == "expect_light":
        return None if node.has_target else _NO_TARGET
    if key == "expect_level" and not node.levels:
        return _NO_LEVELS
    if not can_be_scored(node):
        return _NO_SCORE
    return _RELATIVE if alone and depends_on_others(node) else None


def depends_on_others(node: TreeNode) -> bool:
    """Whether the score of a node depends on other entities: no example can tell it."""
    if node.is_relative:
        return True
    if isinstance(node.spec, Indicator):
        return False
    # A gate may ask for what is informational.
    asked = {name for gate in node.spec.gates for name in gate.requires}
    read = [*node.counted_children, *(other for other in below(node) if other.id in asked)]
    return any(map(depends_on_others, read))
