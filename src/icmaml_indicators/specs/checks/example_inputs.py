"""What the examples of a spec give, brought to inputs: names, values, answers for whole groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..model.measures import ROOT, Indicator
from ..model.program import Program
from ..model.tree import TreeNode, criteria_below
from ..model.variables import ABSENT_INPUTS, Variable

EVIDENCE, SCORE = "evidence", "score"


@dataclass(frozen=True, slots=True)
class ExampleFault:
    """A name or a value that an example cannot give: the key, and the valid values (empty: the name is unknown)."""

    key: str
    name: str
    given: object
    valid: tuple[str, ...] = ()


@dataclass(slots=True)
class ExampleInputs:
    """What one example gives.

    Attributes
    ----------
    inputs
        The figure of each input (options as numbers), or the reason why it is absent; what is not here is not reported.
    texts
        What categories that take any text are given.
    unproven
        Criteria answered without evidence.
    published, published_scores
        Values given to indicators themselves, and scores to any node.
    """

    inputs: dict[str, float | str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    unproven: set[str] = field(default_factory=set)
    published: dict[str, float] = field(default_factory=dict)
    published_scores: dict[str, float] = field(default_factory=dict)
    faults: list[ExampleFault] = field(default_factory=list)


def resolve_example(program: Program, own: str, given: Mapping[str, object]) -> ExampleInputs:
    """Bring what an example at node `own` gives to inputs; an answer for a part overrules one for the whole."""
    found = ExampleInputs()
    for key, value in sorted(given.items(), key=lambda item: _depth(program, item[0])):
        name = key
        if key in {"answer", EVIDENCE} and key not in program.variable_by_id and program.nodes[own].answer is not None:
            name = own if key == "answer" else f"{own}.{EVIDENCE}"
        _resolve_one(program, found, key, name, value)
    return found


def _depth(program: Program, name: str) -> int:
    node = program.nodes.get(name.partition(".")[0])
    return node.depth if node is not None else 0


def _resolve_one(program: Program, found: ExampleInputs, key: str, name: str, value: object) -> None:
    base, dot, part = name.partition(".")
    node, variable = program.nodes.get(base), program.variable_by_id.get(name)
    if dot and part == SCORE and node is not None and isinstance(value, int | float) and not isinstance(value, bool):
        found.published_scores[base] = float(value)
    elif dot:
        answered = criteria_below(node) if node is not None and part == EVIDENCE else []
        if not answered:
            found.faults.append(ExampleFault(key, name, value))
        elif not isinstance(value, bool):
            found.faults.append(ExampleFault(key, name, value, ("true", "false")))
        else:
            change = found.unproven.difference_update if value else found.unproven.update
            change({criterion.id for criterion in answered})
    elif variable is not None and variable.of is None:
        _put(found, key, variable, value)
    elif node is None:
        found.faults.append(ExampleFault(key, name, value))
    elif isinstance(value, str) or value is None:
        _answer_below(found, key, node, value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        (found.published if node.is_indicator else found.published_scores)[name] = float(value)
    else:
        found.faults.append(ExampleFault(key, name, value, ("a number",)))


def _is_figure_of(variable: Variable, value: float) -> bool:
    return not variable.options and (variable.type == "boolean" or not isinstance(value, bool))


def _put(found: ExampleInputs, key: str, variable: Variable, value: object) -> None:
    options = tuple(option.id for option in variable.choices)
    if value is None or value in variable.absent:
        value = "not_reported"
    if variable.takes_any and isinstance(value, str) and value not in ABSENT_INPUTS:
        found.texts[variable.id] = value
    elif isinstance(value, str) and value in options:
        found.inputs[variable.id] = float(options.index(value))
    elif isinstance(value, str) and value in ABSENT_INPUTS:
        found.inputs[variable.id] = value
    elif isinstance(value, int | float) and _is_figure_of(variable, value):
        found.inputs[variable.id] = float(value)
    else:
        kinds = {"boolean": ("true", "false"), "category": ("a text",)}
        valid = options or kinds.get(variable.type, ("a number",))
        found.faults.append(ExampleFault(key, variable.id, value, (*valid, *ABSENT_INPUTS)))


def _answer_below(found: ExampleInputs, key: str, node: TreeNode, value: str | None) -> None:
    """Give one answer to every criterion below that can have it."""
    word = value or "not_reported"
    valid: dict[str, None] = {}
    fits = False
    for criterion in criteria_below(node):
        options = [option.id for option in criterion.answer.options] if criterion.answer else []
        absences = [reason for reason in ABSENT_INPUTS if reason != "not_applicable" or _may_not_apply(criterion)]
        valid |= dict.fromkeys([*options, *absences])
        if word in options:
            found.inputs[criterion.id] = float(options.index(word))
        elif word in absences:
            found.inputs[criterion.id] = word
        fits = fits or word in options or word in absences
    if not fits:
        found.faults.append(ExampleFault(key, node.id, value, tuple(valid) or ("a number",)))


def _may_not_apply(node: TreeNode) -> bool:
    assert isinstance(node.spec, Indicator)
    return node.spec.criterion is not None and node.spec.criterion.not_applicable != "refused"


def known_names(program: Program) -> tuple[str, ...]:
    """Return what an example can give: inputs and nodes."""
    _, *names = program.nodes  # the root stands first
    return (*(name for name in program.variable_by_id if name not in program.cut_variables), *names, ROOT)
