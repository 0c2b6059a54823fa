"""Replications: what is chosen in each, and what comes of it.

The figures of a replication depend on the seed and on its number alone, not on how many there are, on threads or on
the memory of a machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.brief import Brief
from ...engine.compiled import compile_program
from ...engine.rescoring.replications import Replications, WeightReplicator
from ...errors import expect_number
from ...scoring.scored import Scored
from ...specs import Program, ScoringModel, TreeNode, apply_model
from ...specs.alternatives import prove_models
from ..models import score_anew, score_figures
from .variation import Variation

Floats = NDArray[np.float64]
Choices = NDArray[np.int16]

# Replications are drawn in blocks of this number, and worked out in stretches of so many scores.
_BLOCK = 256
_STRETCH = 1 << 23
# How much is kept of sets of rules that were scored, in figures of nodes by rows.
_MOST_FIGURES = 1 << 25
_FROM_NONE = ("un número entero de 0 en adelante", "a whole number from 0 on")
_SEEDS = {"choices": 1, "weights": 2, "error": 3}


@dataclass(frozen=True, slots=True, repr=False)
class Task(Brief):
    """Replications under one set of rules, within one stretch.

    Attributes
    ----------
    numbers : integer array, shape (replications,)
        From 0 on; the program as declared is none of them.
    chosen
        How each step is done, 0 as declared.
    """

    numbers: NDArray[np.intp]
    chosen: tuple[int, ...]


class Replicator:
    """Scores an assessment again as a variation says.

    Parameters
    ----------
    scored
        The assessment.
    variation
        What is varied.
    seed
        Of all that is drawn.
    """

    def __init__(self, scored: Scored, variation: Variation, seed: int) -> None:
        expect_number("seed", seed, lambda given: isinstance(given, int) and given >= 0, _FROM_NONE)
        self.scored, self.variation, self.seed = scored, variation, seed
        self._under: dict[tuple[int, ...], _Rules] = {}
        self._drawn: dict[int, Floats] = {}
        self.stretch = max(1, _STRETCH // (_BLOCK * max(1, scored.table.rows))) * _BLOCK

    def plan(self, count: int) -> list[Task]:
        """Return so many replications as tasks, what is chosen in each drawn at random.

        Raises
        ------
        SpecError
            When two alternatives together make rules that cannot be scored with.
        """
        steps, choices = self.variation.steps, np.empty((count, len(self.variation.steps)), np.int16)
        for number, start in enumerate(range(0, count, _BLOCK)):
            chance, size = self._generator("choices", number), min(_BLOCK, count - start)
            for place, step in enumerate(steps):
                choices[start : start + size, place] = chance.integers(0, len(step.rules), _BLOCK)[:size]
        return self.plan_choices(choices)

    def plan_choices(self, choices: Choices) -> list[Task]:
        """Return replications as tasks, what is chosen in each being given, shape (replications, steps)."""
        tasks: list[Task] = []
        for start in range(0, len(choices), self.stretch):
            part = choices[start : start + self.stretch]
            sets, of_set = np.unique(part, axis=0, return_inverse=True) if part.shape[1] else (part[:1], None)
            for number, chosen in enumerate(sets.tolist()):
                inside = np.arange(len(part)) if of_set is None else np.flatnonzero(of_set.ravel() == number)
                tasks.append(Task(start + inside, tuple(chosen)))
        combined = [self.variation.model_of(chosen) for chosen in dict.fromkeys(task.chosen for task in tasks)]
        new = [model for model in combined if model is not None and len(model.steps) > 1]
        if new:
            prove_models(self.scored.program, new)
        return tasks

    def draw_factors(self, numbers: NDArray[np.intp]) -> Floats:
        """Return by what weights are multiplied, shape (nodes, replications), drawn at random or given."""
        weights = self.variation.weights
        if weights is None:
            return np.ones((0, len(numbers)))
        if weights.sets is not None:  # they follow one another, and again from the first
            return weights.sets[:, numbers % weights.sets.shape[1]]
        blocks = np.unique(numbers // _BLOCK)
        self._drawn = {block: own for block, own in self._drawn.items() if block >= blocks[0]}
        for block in blocks.tolist():
            if block not in self._drawn:
                chance = self._generator("weights", block)
                self._drawn[block] = weights.draw(self.scored.program, chance, _BLOCK)
        found = np.empty((len(weights.nodes), len(numbers)))
        for block in blocks.tolist():
            inside = numbers // _BLOCK == block
            found[:, inside] = self._drawn[block][:, numbers[inside] % _BLOCK]
        return found

    def replicate(self, task: Task, factors: Floats) -> Replications:
        """Return what the node comes to in the replications of a task, with the weights of each."""
        rules = self._rules(task.chosen)
        if not self.variation.error:
            return rules.replicate(factors)
        each = [
            self._with_error(rules, int(number)).replicate(factors[:, place : place + 1])
            for place, number in enumerate(task.numbers)
        ]
        levels = [found.levels for found in each if found.levels is not None]
        return Replications(
            np.concatenate([found.scores for found in each]), np.concatenate(levels) if levels else None
        )

    def _generator(self, what: str, number: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, _SEEDS[what], number])

    def _rules(self, chosen: tuple[int, ...]) -> _Rules:
        if chosen not in self._under:
            most = max(1, _MOST_FIGURES // self.scored.book.matrices.scores.size)
            while len(self._under) >= most:
                self._under.pop(next(iter(self._under)))
            model = self.variation.model_of(chosen)
            scored = self.scored if model is None else score_anew(self.scored, model)
            self._under[chosen] = _Rules(scored, self.variation)
        return self._under[chosen]

    def _with_error(self, rules: _Rules, number: int) -> _Rules:
        """Return rules applied to figures with the noise of one replication."""
        table, generator = self.scored.table, self._generator("error", number)
        values = table.values.copy()
        for name, amount in self.variation.error.items():
            line, variable = table.variables.index(name), self.scored.program.variable_by_id[name]
            noisy = values[line] * (1.0 + amount * generator.standard_normal(table.rows))
            low, high = variable.range.low, variable.range.high
            values[line] = np.clip(
                noisy, -np.inf if low is None else float(low), np.inf if high is None else float(high)
            )
        return _Rules(score_figures(rules.scored, rules.scored.compiled, values), self.variation)


class _Rules:
    """The assessment under one set of rules, whose weights are varied."""

    def __init__(self, scored: Scored, variation: Variation) -> None:
        self.scored, self.variation = scored, variation
        self.nodes = () if variation.weights is None else variation.weights.nodes
        # What a set of rules leaves out has no weight there.
        self.kept = [place for place, name in enumerate(self.nodes) if self._is_weighed(name)]
        names = [self.nodes[place] for place in self.kept]
        is_held = scored.source is not None
        self.replicator = WeightReplicator(scored.schedule, scored.run, names, variation.node, holds_parameters=is_held)

    def _is_weighed(self, name: str) -> bool:
        parent = self.scored.schedule.plans.get(str(self.scored.program.nodes[name].parent))
        return parent is not None and name in parent.base_ids

    def replicate(self, factors: Floats) -> Replications:
        """Score under sets of weights, shape (nodes, replications)."""
        own = factors[self.kept]
        return self.replicator.replicate(own) if self.replicator.is_possible else self._score_anew(own)

    def _score_anew(self, factors: Floats) -> Replications:
        """Score the program again and again, where formulas read what weights move."""
        scores, levels = [], []
        for draw in factors.T:
            own = dict(zip((self.nodes[place] for place in self.kept), draw.tolist(), strict=True))
            program = multiply_weights(self.scored.program, own)
            found = score_figures(self.scored, compile_program(program), self.scored.table.values)
            node = found.book.nodes[self.variation.node]
            scores.append(node.scores)
            levels.append(None if node.levels is None else node.levels.level)
        has_levels = bool(levels) and levels[0] is not None
        return Replications(np.array(scores), np.array(levels, np.int16) if has_levels else None)


def multiply_weights(program: Program, factors: Mapping[str, float]) -> Program:
    """Return a program in which the weights of some nodes are multiplied; points that are added up, below them."""
    weights: dict[str, Fraction] = {}

    def multiply(node: TreeNode, factor: Fraction) -> None:
        parent = program.nodes[str(node.parent)]
        if parent.adds_up and node.spec.points is None and not node.is_indicator:
            for child in node.base_children:
                multiply(child, factor)
        else:
            weights[node.id] = weights.get(node.id, node.own_weight) * factor

    for name, factor in factors.items():
        multiply(program.nodes[name], Fraction(factor))
    title = {"es": "pesos", "en": "weights"}
    given = {name: float(weight) for name, weight in weights.items()}
    return apply_model(program, ScoringModel.model_validate({"id": "weights", "title": title, "weights": given}))


def read_count(name: str, given: int, most: int = 10_000_000) -> int:
    """Return a number of replications; raises `OutOfRangeError` when it is none."""
    wanted = f"un número entero de 1 a {most:,}", f"a whole number from 1 to {most:,}"
    expect_number(name, given, lambda count: isinstance(count, int) and 1 <= count <= most, wanted)
    return given
