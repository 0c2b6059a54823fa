"""Where the weights of a group come from, and what the rest of the library has to know of each way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class WeightMethod:
    """The facts about one way to weigh.

    Attributes
    ----------
    fitted
        Whether weights are fitted on the scores of the children in a population.
    declared
        Whether the weights that the children declare are of use.
    least_children
        How many children with scores it needs.
    judgement_key
        The key of the spec that holds what people judge, where weights come from that.
    """

    name: str
    fitted: bool = False
    declared: bool = False
    least_children: int = 0
    judgement_key: str = ""


def _by_name(*methods: WeightMethod) -> Mapping[str, WeightMethod]:
    return MappingProxyType({method.name: method for method in methods})


WEIGHTS = _by_name(
    WeightMethod("declared", declared=True),
    WeightMethod("equal"),
    WeightMethod("ahp", judgement_key="judgements"),
    WeightMethod("budget_allocation", judgement_key="allocations"),
    WeightMethod("pca", fitted=True, least_children=3),
    WeightMethod("entropy", fitted=True),
    WeightMethod("critic", fitted=True, least_children=3),
    WeightMethod("dp2", fitted=True, least_children=3),
    WeightMethod("equal_effective", fitted=True, declared=True),
)
