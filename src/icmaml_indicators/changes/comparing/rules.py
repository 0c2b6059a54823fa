"""The rules in force at each node, in a form where two rules are equal when they do the same.

Numbers are fractions as written, weights are shares of their group, defaults are written out, parameters that a
method does not use are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from ...formulas import parse
from ...formulas.rendering import render
from ...specs import (
    Answer,
    Cuts,
    Gate,
    Imputation,
    Indicator,
    Level,
    Program,
    Quantity,
    Scale,
    Treatment,
    TreeNode,
    below,
    steps_below,
)
from ...specs.methods.imputations import IMPUTATIONS
from ...specs.methods.treatments import TREATMENTS
from ...specs.model.attainment import Goal
from ...specs.model.peer_rules import Population
from ...specs.model.quantities import Figure

Named = Callable[[str], str]
MOST_COMBINATIONS = 100_000


def exact(number: Any) -> Fraction:
    """Return a number as written."""
    return number if isinstance(number, Fraction) else Fraction(str(number))


# Leaves ----------------------------------------------------------------------------------------------


def scale_rule(scale: Scale, named: Named = str) -> tuple[Any, ...]:
    """Return a scale as its method and the parameters that this method uses; `named` are populations."""
    found: list[Any] = [scale.method]
    for key in scale.facts.keys:
        given: Any = scale.clips if key == "clip" else getattr(scale, key)
        if key == "bands":
            given = _merged_bands(scale)
        elif key == "points":
            given = _bent_points(scale)
        elif key == "over":
            given = named(given)
        elif key == "to":
            given = tuple(exact(end) for end in given)
        elif isinstance(given, Quantity | int | float) and not isinstance(given, bool):
            given = figure_rule(given)
        found.append((key, given))
    return tuple(found)


def treatment_rule(treatment: Treatment | None, named: Named = str) -> tuple[Any, ...] | None:
    """Return what a treatment does, with the keys that its methods use; None where there is none."""
    if treatment is None or not treatment.is_active:
        return None
    keys = [key for name in treatment.active_methods for key in TREATMENTS[name].optional]
    keys += ["skewness", "kurtosis"] if treatment.active_methods else []
    own = tuple((key, getattr(treatment, key)) for key in keys)
    # Where none is said, it is that of each scale.
    over = named(treatment.over) if "over" in treatment.model_fields_set and treatment.active_methods else None
    return (treatment.active_methods, own, treatment.limits.ends, over)


def imputation_rule(imputation: Imputation | None, named: Named = str) -> tuple[Any, ...] | None:
    """Return what stands in for absent figures, with the keys that its methods use; None where nothing does."""
    if imputation is None or not imputation.is_active:
        return None
    keys = sorted({key for name in imputation.active_methods for key in IMPUTATIONS[name].optional})
    own = {key: getattr(imputation, key) for key in keys}
    own |= {"over": named(imputation.over)} if "over" in own else {}
    return (imputation.active_methods, tuple(own.items()))


def population_rule(population: Population) -> tuple[Any, ...]:
    """Return who is in a population."""
    where = None if population.where is None else parse(population.where)
    return (where, population.period, population.by, population.within)


def quantity_rule(quantity: Quantity, named: Named = str) -> tuple[Any, ...]:
    """Return a figure that is worked out: its formula as it is read, or its table; `named` are variables."""
    if quantity.formula is not None:
        return ("formula", render(parse(quantity.formula)))
    lines = frozenset((row.options, exact(row.figure)) for row in quantity.rows)
    return (tuple(map(named, quantity.by)), lines, None if quantity.else_ is None else exact(quantity.else_))


def figure_rule(figure: Figure | Fraction, named: Named = str) -> Any:
    """Return a figure as written, or how it is worked out; `named` are variables."""
    return quantity_rule(figure, named) if isinstance(figure, Quantity) else exact(figure)


_VALUE_IS_SCORE = (scale_rule(Scale(method="none")), scale_rule(Scale(method="identity")))


def _merged_bands(scale: Scale) -> tuple[Any, ...]:
    """Return the bands with neighbours of the same score made one, and to which of two bands a cut belongs."""
    scores = [figure_rule(band.score) for band in scale.bands]
    steps = [
        (figure_rule(cut), after)
        for cut, (before, after) in zip(scale.cuts.values(), pairwise(scores), strict=True)
        if before != after
    ]
    return (*scores[:1], *steps, scale.cuts_begin if steps else None)


def _bent_points(scale: Scale) -> tuple[Any, ...]:
    """Return the knots at which the line bends, and both ends."""
    knots = [(figure_rule(point.value), figure_rule(point.score)) for point in scale.points]
    if any(isinstance(each, tuple) for knot in knots for each in knot):  # where it bends, each row tells
        return tuple(knots)
    found = knots[:1]
    for number, (x, y) in enumerate(knots[1:-1], 1):
        (x0, y0), (x1, y1) = found[-1], knots[number + 1]
        if (y - y0) * (x1 - x0) != (y1 - y0) * (x - x0):
            found.append((x, y))
    return (*found, knots[-1])


def answer_rule(answer: Answer) -> tuple[Any, ...]:
    """Return what each answer earns; titles and spellings are left out."""
    amount = answer.amount
    if amount is None:
        return ("options", tuple(zip((option.id for option in answer.options), answer.credits, strict=True)))
    steps = tuple((exact(step.from_), step.credit) for step in amount.steps)
    return ("amount", None if amount.cap is None else exact(amount.cap), amount.of, steps)


def answer_acceptance(answer: Answer) -> tuple[Any, ...]:
    """Return which answers are taken beside those that `answer_rule` names."""
    if answer.amount is None:
        return tuple(sorted((option.id, tuple(sorted(option.words))) for option in answer.options))
    most = answer.amount.at_most
    return (answer.amount.whole, None if most is None else exact(most))


def goal_rule(goal: Goal | None) -> tuple[Any, ...] | None:
    """Return a target or baseline that is no expression."""
    if goal is None or goal.formula is not None:
        return None
    ends = tuple(None if end is None else exact(end) for end in (goal.number, goal.low, goal.high))
    periods = tuple(sorted((period, exact(number)) for period, number in goal.periods.items()))
    return (*ends, periods, None if goal.table is None else quantity_rule(goal.table))


def lights_rule(leaf: Indicator) -> tuple[Any, ...] | None:
    """Return the cuts of the traffic light."""
    if leaf.attainment is None:
        return None
    lights = leaf.attainment.lights
    cuts = tuple(None if end is None else exact(end) for end in (*lights.green, *lights.yellow))
    return (*cuts, lights.on, lights.over)


# Any node ---------------------------------------------------------------------------------------------


def rounding_rule(node: TreeNode) -> tuple[Any, ...] | None:
    """Return to how many decimals a score is rounded, which way, and whether the group above reads it so."""
    rule = node.rounding
    if rule is None:
        return None
    counts = node.parent is not None and node.role != "informational"
    half = rule.half if rule.method == "nearest" else None
    return (rule.decimals, rule.method, half, rule.parents if counts else None)


# Levels and gates ------------------------------------------------------------------------------------


def level_rule(levels: tuple[Level, ...], data: Cuts | None, decimals: int | None, named: Named) -> tuple[Any, ...]:
    """Return the ids of the levels and where they are cut; `named` gives the id of now of a variable."""
    cuts: list[Any] = []
    for level in levels:
        for side, cut in (("up_to", level.up_to), ("from", level.from_)):
            if cut is not None:
                cuts.append((side, figure_rule(cut, named)))
    by_data = None if data is None else (data.method, *(getattr(data, key) for key in data.facts.optional))
    return (tuple(level.id for level in levels), tuple(cuts), by_data, decimals if cuts or data else None)


def gate_rules(node: TreeNode, named: Named, resolve: Callable[[Figure], Figure]) -> frozenset[Any]:
    """Return what the gates of a node ask for and what they hold back, in no order."""
    return frozenset(
        (
            frozenset((named(name), threshold(node, gate, name, resolve)) for name in gate.requires),
            gate.above is not None,
            gate.max_level,
            None if gate.max_score is None else figure_rule(resolve(gate.max_score), named),
        )
        for gate in getattr(node.spec, "gates", ())
    )


def threshold(node: TreeNode, gate: Gate, name: str, resolve: Callable[[Figure], Figure]) -> Any:
    """Return the score that a required node must reach, or exceed, as the engine reads it."""
    asked = node.asked_by(gate)
    if not isinstance(asked, str):
        return figure_rule(resolve(asked))
    answer = next(each.answer for each in below(node) if each.id == name)
    assert answer is not None
    place = [option.id for option in answer.options].index(asked)
    return answer.credits[place] * 100


# Groups ----------------------------------------------------------------------------------------------


def aggregation_rule(
    node: TreeNode, resolve: Callable[[Figure], Figure] = lambda figure: figure, named: Named = str
) -> tuple[Any, ...]:
    """Return the method and the parameters that it uses; rules of a decision table are compared by what they answer.

    Weights are told by themselves, but for those that are fitted: there the method is the rule, and the population.
    """
    rule = node.aggregation
    if rule.facts.reads == "levels":
        return (rule.method,)
    own = (*rule.facts.required, *rule.facts.optional)
    given = [named(rule.over) if key == "over" else getattr(rule, key) for key in own]
    fitted = (rule.weights.method, named(rule.over)) if rule.weights.facts.fitted else ()
    return (
        rule.method,
        *(value if isinstance(value, str) else figure_rule(resolve(value)) for value in given),
        *fitted,
    )


def group_scale_rule(scale: Scale, named: Named = str) -> tuple[Any, ...]:
    """Return what makes a score of the value of a group, in the form of `scale_rule`; nothing where it is the value."""
    found = scale_rule(scale, named)
    return () if found in _VALUE_IS_SCORE else found


def extras_rule(program: Program, node: TreeNode, named: Named) -> tuple[Any, ...]:
    """Return bonuses and penalties by their share of what the node is worth, their caps, the ceiling and the floor."""
    extras = [child for child in node.children if child.role in {"bonus", "penalty"}]
    if not extras:
        return ()
    worth = program.points_of[node.id]
    if node.adds_up:
        worth = sum((program.points_of[child.id] for child in node.base_children), Fraction(0)) or worth
    roles = {child.role for child in extras}
    spec: Any = node.spec
    caps = [
        (role, (getattr(spec, f"{role}_cap") or Fraction(0)) / worth) for role in ("bonus", "penalty") if role in roles
    ]
    parts = frozenset((named(child.id), child.role, child.own_weight / worth) for child in extras)
    floor = None if spec.floor is None else exact(spec.floor)
    return (parts, tuple(caps), exact(spec.ceiling), floor)


def order_rule(node: TreeNode, scored: frozenset[str], named: Named) -> tuple[Any, ...]:
    """Return what a staircase climbs: its children in order, or every criterion on a step."""
    rule = node.aggregation
    if rule.facts.reads != "steps":
        return ()
    if rule.by == "children":
        return tuple(named(child.id) for child in node.base_children if child.id in scored)
    return tuple(sorted(named(child.id) for child in steps_below(node)))


def table_domain(node: TreeNode) -> dict[str, tuple[str, ...]]:
    """Return the children that a decision table reads, with their levels."""
    used = {name for rule in node.aggregation.rules for name in rule.when}
    return {child.id: tuple(level.id for level in child.levels) for child in node.children if child.id in used}


def table_answer(node: TreeNode, case: dict[str, str]) -> str | None:
    """Return the level that a decision table gives for the levels of the children."""
    for rule in node.aggregation.rules:
        if all(case.get(child) in named for child, named in rule.when.items()):
            return rule.then
    return None


def all_cases(domain: dict[str, tuple[str, ...]]) -> list[dict[str, str]] | None:
    """Return every combination of levels; None when there are too many to try."""
    count = 1
    for levels in domain.values():
        count *= len(levels)
    if count > MOST_COMBINATIONS:
        return None
    return [dict(zip(domain, levels, strict=True)) for levels in product(*domain.values())]
