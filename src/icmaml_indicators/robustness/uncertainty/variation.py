"""What replications vary: the weights of nodes, the rules of the program, the figures that were handed in.

Weights are varied as in the OECD/JRC Handbook (2008), chapter 7, and in COINr: each is multiplied by 1 plus noise that
is uniform between two ends; or the shares of the children of a group are drawn from a Dirichlet distribution about what
they are; or they are given, set by set.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.brief import Brief
from ...errors import IcmamlError, OutOfRangeError, UnknownNameError, WrongKindError, expect, expect_number
from ...scoring.scored import Scored
from ...specs import Program, ScoringModel, weights_of_parts
from ...specs.alternatives import combine_models, read_models
from ...tables.frames import plain_frame
from ..models import DECLARED

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Method = Literal["noise", "dirichlet", "given"]
# Weights by how far each goes either way; by method; or tables of sets: a node a line, a set a column.
Weights = float | Mapping[str, Any] | Any
# By step of a scoring model: what it may say instead, by name or in a list.
Alternatives = Mapping[str, Sequence[Any] | Mapping[str, Any]]

STEPS = ("scale", "imputation", "treatment", "aggregation", "weights", "equal_at", "gates", "leave_out", "rounding")
_MODELS = "models"
_BETWEEN_NONE_AND_ALL = ("un número mayor que 0 y no mayor que 1", "a number above 0 and not above 1")
_ABOVE_NONE = ("un número mayor que 0", "a number above 0")


@dataclass(frozen=True, slots=True)
class WeightVariation:
    """How the weights of some nodes are varied.

    Attributes
    ----------
    method, amount
        By noise of that width either way, as a share of each weight; from Dirichlet distributions of that
        concentration; or given (no amount).
    nodes
        Whose weights.
    declared : float64 array, shape (nodes,)
        What they are: points where these are added up.
    sets : float64 array, shape (nodes, sets), or None
        The factors of weights that are given.
    """

    method: Method
    amount: float
    nodes: tuple[str, ...]
    declared: Floats
    sets: Floats | None = None

    def draw(self, program: Program, generator: np.random.Generator, count: int) -> Floats:
        """Return by what weights are multiplied, shape (nodes, count)."""
        if self.method == "noise":
            return self.map_points(generator.random((len(self.nodes), count)))
        found = np.ones((len(self.nodes), count))
        for members in self._families(program):
            shares = self.declared[members] / self.declared[members].sum()
            drawn = generator.standard_gamma(np.repeat((self.amount * shares)[:, None], count, axis=1))
            found[members] = drawn / drawn.sum(axis=0) / shares[:, None]
        return found

    def map_points(self, points: Floats) -> Floats:
        """Return the factors at points of the unit cube, shape (nodes, points): of noise alone."""
        factors: Floats = 1.0 + self.amount * (2.0 * points - 1.0)
        return factors

    def _families(self, program: Program) -> list[NDArray[np.intp]]:
        """Return which nodes are children of one group."""
        found: dict[str, list[int]] = {}
        for place, name in enumerate(self.nodes):
            found.setdefault(str(program.nodes[name].parent), []).append(place)
        return [np.array(places, np.intp) for places in found.values()]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a step may be done: its name, and the model that says so; None for the program's own."""

    name: str
    model: ScoringModel | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step that may be done in several ways, the program's own first."""

    name: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Variation(Brief):
    """All that is varied.

    Attributes
    ----------
    node
        The node whose scores and ranks are asked for.
    weights
        None where no weights are varied.
    steps
        The rules that are.
    error : float64 by variable
        The standard deviation of noise in a figure, as a share of it.
    """

    node: str
    weights: WeightVariation | None
    steps: tuple[Step, ...]
    error: Mapping[str, float]

    @property
    def names(self) -> tuple[str, ...]:
        """The factors, by name: steps, then nodes whose weights are varied."""
        return (*(step.name for step in self.steps), *(() if self.weights is None else self.weights.nodes))

    def model_of(self, chosen: Sequence[int]) -> ScoringModel | None:
        """Return the model in which each step is done as chosen; None where it is the program itself."""
        rules = [step.rules[place] for step, place in zip(self.steps, chosen, strict=True)]
        models = [rule.model for rule in rules if rule.model is not None]
        if len(models) < 2:
            return models[0] if models else None
        return combine_models("_".join(["combined", *map(str, chosen)]), models)


def read_variation(
    scored: Scored,
    node: str,
    weights: Weights | None,
    models: bool | str | Sequence[str] | None,
    alternatives: Alternatives | None,
    error: float | Mapping[str, float] | None,
) -> Variation:
    """Return what is to be varied, as a caller says it.

    Raises
    ------
    UnknownNameError, WrongKindError, OutOfRangeError, SpecError
        When an argument is none.
    IcmamlError
        When nothing is varied, or one step in two ways at once.
    """
    expect("node", node, str)
    program = scored.program
    if node not in program.nodes:
        raise UnknownNameError("node", node, list(program.nodes))
    if np.isnan(scored.book.nodes[node].scores).all():
        raise IcmamlError("IND780", node=node)
    steps = tuple(_read_steps(program, models, alternatives))
    varied = None if weights is None else _read_weights(scored, node, weights)
    found = Variation(node, varied, steps, _read_error(program, error))
    if varied is None and not steps and not found.error:
        raise IcmamlError("IND781", node=node)
    return found


def weighed_nodes(scored: Scored, node: str) -> tuple[str, ...]:
    """Return the nodes below another whose weights tell: those with siblings, in groups that weigh their children."""
    program, found = scored.program, []
    waiting = [program.nodes[node]]
    while waiting:
        group = waiting.pop(0)
        plan = scored.schedule.plans.get(group.id)
        if plan is None:
            continue
        facts = group.aggregation.facts
        if (facts.weighted or facts.compares) and len(plan.base_ids) > 1:
            found += [name for name, weight in zip(plan.base_ids, plan.weights[:, 0], strict=True) if weight > 0]
        waiting += [program.nodes[name] for name in plan.base_ids]
    return tuple(found)


def _read_weights(scored: Scored, node: str, given: Weights) -> WeightVariation | None:
    known = weighed_nodes(scored, node)
    if not isinstance(given, bool) and isinstance(given, int | float):
        given = {"noise": given}
    if isinstance(given, Mapping) and given.keys() <= {*get_args(Method), "nodes"}:
        nodes = _read_nodes(scored.program, node, given.get("nodes"), known)
        methods = [name for name in given if name != "nodes"]
        if len(methods) != 1:
            wanted = ("`noise` o `dirichlet`", "`noise` or `dirichlet`")
            raise OutOfRangeError("weights", ", ".join(methods) or "{}", wanted)
        method, amount = methods[0], given[methods[0]]
        if method == "given":
            return _read_sets(scored, amount, nodes)
        kind: Method = "noise" if method == "noise" else "dirichlet"
        most, wanted = (1.0, _BETWEEN_NONE_AND_ALL) if kind == "noise" else (np.inf, _ABOVE_NONE)
        amount = expect_number(f"weights[{kind}]", amount, lambda given: 0 < given <= most, wanted)
        return WeightVariation(kind, float(amount), nodes, _declared_weights(scored, nodes)) if nodes else None
    return _read_sets(scored, given, known)


def _declared_weights(scored: Scored, nodes: Sequence[str]) -> Floats:
    """Return what nodes weigh in their parents, shape (nodes,)."""
    parents = {str(scored.program.nodes[name].parent) for name in nodes}
    weights = {
        name: float(weight)
        for parent in parents
        for name, weight in weights_of_parts(scored.program.nodes[parent], scored.schedule.scored_ids).items()
    }
    return np.array([weights[name] for name in nodes])


def _read_nodes(program: Program, node: str, given: Any, known: Sequence[str]) -> tuple[str, ...]:
    """Return the nodes whose weights are varied: all, those at a depth, or those that are named."""
    if given is None:
        return tuple(known)
    if isinstance(given, int) and not isinstance(given, bool):
        if not known:
            raise IcmamlError("IND781", node=node)
        found = tuple(name for name in known if program.nodes[name].depth == given)
        if not found:
            depths = sorted({program.nodes[name].depth for name in known})
            words = ", ".join(map(str, depths))
            raise OutOfRangeError("weights[nodes]", given, (words, words))
        return found
    expect("weights[nodes]", given, Iterable, int)
    names = [given] if isinstance(given, str) else list(given)
    for name in names:
        if name not in known:
            raise UnknownNameError("weighed node", str(name), list(known))
    return tuple(dict.fromkeys(names))


def _read_sets(scored: Scored, given: Any, known: Sequence[str]) -> WeightVariation:
    """Return weights that are given: a node a line (its id in the index or the first column), a set a column."""
    import pandas as pd

    table = given if isinstance(given, pd.DataFrame) else plain_frame(given, "weights")
    if table.index.dtype.kind in "iu" and len(table.columns):
        table = table.set_index(table.columns[0])
    names = [str(name) for name in table.index]
    for name in names:
        if name in known:
            continue
        if name in scored.program.nodes and scored.program.nodes[name].own_weight == 0:
            raise IcmamlError("IND787", node=name)
        raise UnknownNameError("weighed node", name, list(known))
    figures = _figures_of(table)
    wrong = np.argwhere(~(np.isfinite(figures) & (figures >= 0)))
    if len(set(names)) < len(names) or len(wrong) or not figures.size:
        line, column = wrong[0] if len(wrong) else (len(names) - 1, 0)
        given_cell = table.iloc[line, column] if figures.size else "–"
        at = names[line] if names else "–"
        raise IcmamlError("IND782", node=at, set=str(table.columns[column]) if figures.size else "–", given=given_cell)
    own = _declared_weights(scored, names)
    return WeightVariation("given", 0.0, tuple(names), own, figures / own[:, None])


def _figures_of(table: pd.DataFrame) -> Floats:
    import pandas as pd

    found: Floats = table.apply(pd.to_numeric, errors="coerce").to_numpy(np.float64)
    return found


def _read_steps(
    program: Program, models: bool | str | Sequence[str] | None, alternatives: Alternatives | None
) -> Iterable[Step]:
    known = {model.id: model for model in program.models}
    said: dict[str, str] = {}
    if models is not None and models is not False:
        names = list(known) if models is True else [models] if isinstance(models, str) else list(models)
        for name in names:
            if name not in known:
                raise UnknownNameError("scoring model", str(name), list(known))
        said |= {step: name for name in names for step in known[name].steps}
        if names:
            rules = [Rule(name, known[name]) for name in dict.fromkeys(names)]
            yield Step(_MODELS, (Rule(DECLARED), *rules))
    expect("alternatives", alternatives or {}, Mapping)
    for name, given in (alternatives or {}).items():
        if name not in STEPS:
            raise UnknownNameError("step", str(name), list(STEPS))
        if name in said:
            raise IcmamlError("IND783", step=name, model=said[name])
        if isinstance(given, str) or not isinstance(given, Sequence | Mapping) or not given:
            raise WrongKindError(f"alternatives[{name}]", given, (list, dict))
        pairs = list(given.items() if isinstance(given, Mapping) else ((_word(each), each) for each in given))
        written = [
            {"id": f"{name}_{number}", "title": {"es": name, "en": name}, name: _written(name, each)}
            for number, (_, each) in enumerate(pairs, 1)
        ]
        found = read_models(program, written)
        yield Step(name, (Rule(DECLARED), *(Rule(str(word), m) for (word, _), m in zip(pairs, found, strict=True))))


def _word(given: Any) -> str:
    return given if isinstance(given, str) else json.dumps(given, ensure_ascii=False, default=str)


def _written(step: str, given: Any) -> Any:
    return [given] if step == "leave_out" and isinstance(given, str) else given


def _read_error(program: Program, given: float | Mapping[str, float] | None) -> dict[str, float]:
    if given is None:
        return {}
    figures = [each.id for each in program.inputs if not each.options and each.type in {"number", "integer"}]
    by_name = given if isinstance(given, Mapping) else dict.fromkeys(figures, given)
    for name in by_name:
        if name not in figures:
            raise UnknownNameError("variable", str(name), figures)
    return {
        name: float(expect_number("error", amount, lambda given: 0 < given <= 1, _BETWEEN_NONE_AND_ALL))
        for name, amount in by_name.items()
    }


def count_factors(variation: Variation) -> dict[str, int]:
    """Return how many weights, steps and variables are varied, of what is varied at all."""
    weights = 0 if variation.weights is None else len(variation.weights.nodes)
    counts = {"weights": weights, "steps": len(variation.steps), "noise": len(variation.error)}
    return {name: count for name, count in counts.items() if count}
