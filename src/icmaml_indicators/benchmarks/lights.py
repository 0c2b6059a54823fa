"""The traffic light of a position, by the rule of the spec."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..formulas.rounding import margins
from ..scoring import Scored
from ..specs.model.peer_rules import PeerLights
from ..transforms.attainment import GREEN, NONE, RED, YELLOW
from ..transforms.sums import FULL
from .statistics import PeerStatistics
from .subjects import Subjects

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]


def light_codes(
    scored: Scored,
    subjects: Subjects,
    found: PeerStatistics,
    robust_z: Callable[[int], Floats],
    by_chance: dict[int, NDArray[np.bool_]],
) -> Codes:
    """Return the light of every subject in every row, shape (subjects, rows), as positions in `LIGHTS`.

    An indicator with a target shows the light of its attainment. Context indicators have none, unless their own rule
    cuts the value. Where chance explains the difference from the peers, green and red become yellow.
    """
    codes = np.zeros(found.rank.shape, np.int8)
    for number, (name, spec) in enumerate(zip(subjects.ids, subjects.specs, strict=True)):
        if name in scored.target_attainments:
            codes[number] = scored.target_attainments[name].lights
            continue
        rule = (spec.lights if spec is not None else None) or scored.program.lights
        if spec is not None and spec.direction == "context" and rule.on != "value":
            continue
        codes[number] = _cut(rule, _figures(rule, scored, subjects, found, robust_z, number))
        if rule.chance and number in by_chance:
            codes[number][by_chance[number] & (codes[number] != NONE)] = YELLOW
    return codes


def _figures(
    rule: PeerLights,
    scored: Scored,
    subjects: Subjects,
    found: PeerStatistics,
    robust_z: Callable[[int], Floats],
    number: int,
) -> Floats:
    figures: Floats
    match rule.on:
        case "quartile":
            figures = found.quartile[number]
        case "percentile":
            figures = found.percentile[number]
        case "robust_z":
            figures = robust_z(number) * (-1.0 if subjects.lower_is_better[number] else 1.0)
        case "score":
            figures = scored.book.nodes[subjects.ids[number]].scores
        case "value":
            figures = subjects.values(number)
    return figures


def _cut(rule: PeerLights, figures: Floats) -> Codes:
    codes = np.full(figures.shape, RED, np.int8)
    for ends, colour in ((rule.yellow, YELLOW), (rule.green, GREEN)):
        low, high = (-np.inf if ends[0] is None else ends[0]), (np.inf if ends[1] is None else ends[1])
        below, above = margins([low, high], FULL if rule.on in {"score", "percentile"} else 0.0)
        codes[(figures >= low - below) & (figures <= high + above)] = colour
    codes[np.isnan(figures)] = NONE
    return codes
