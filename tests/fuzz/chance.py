"""Choices of one seed."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Chance:
    """A seeded source of choices: the same area and number give the same case on every machine."""

    def __init__(self, area: str, number: int) -> None:
        self.numbers = np.random.default_rng((zlib.crc32(area.encode()), number))

    def whole(self, below: int) -> int:
        """Return a whole number from 0 up to `below`, excluded."""
        return int(self.numbers.integers(max(1, below)))

    def one_of(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[self.whole(len(choices))]

    def some_of(self, choices: Sequence[T], most: int) -> list[T]:
        """Return one to `most` of the choices, each at most once."""
        count = 1 + self.whole(min(most, len(choices)))
        return [choices[int(place)] for place in self.numbers.permutation(len(choices))[:count]]

    def happens(self, share: float) -> bool:
        """Return true in so many of all cases."""
        return bool(self.numbers.random() < share)
