"""The names nearest to one that is unknown: by whole words, then by pairs of letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from .names import short

# Sørensen-Dice similarity of the pairs of letters from which a name counts as near.
_NEAR = 0.55


class Suggester:
    """Finds near names among many.

    Parameters
    ----------
    names
        Folded names. A name is looked for by its positions in this list.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = [short(name) for name in names]
        self._pairs = _Postings(_pairs(name) for name in self._names)
        self._words = _Postings(set(name.split()) for name in self._names)

    def nearest(self, folded: str, most: int, among: NDArray[np.bool_] | None = None) -> list[int]:
        """Return the positions of at most `most` names that share all words with this one, or most of its letters.

        Parameters
        ----------
        folded
            A folded name.
        most
            How many to return.
        among : bool array, shape (names,)
            Which names may be returned; all by default.
        """
        name = short(folded)
        words, pairs = set(name.split()), _pairs(name)
        if not pairs:
            return []
        alike = 2.0 * self._pairs.shared(pairs) / (self._pairs.sizes + len(pairs))
        shared = self._words.shared(words)
        # "Tlaquepaque" stands in "San Pedro Tlaquepaque", and "Juárez" in "Ciudad Juárez".
        within = (shared == len(words)) | ((shared == self._words.sizes) & (shared > 0))
        near = within | (alike >= _NEAR)
        if among is not None:
            near &= among
        found = np.flatnonzero(near)
        order = np.lexsort((found, -alike[found], ~within[found]))[:most]
        return [int(place) for place in found[order]]


class _Postings:
    """Which names hold each part, and how many parts each name has."""

    def __init__(self, parts_of_names: Iterable[set[str]]) -> None:
        places: defaultdict[str, list[int]] = defaultdict(list)
        sizes = []
        for place, parts in enumerate(parts_of_names):
            sizes.append(len(parts))
            for part in parts:
                places[part].append(place)
        self.sizes = np.array(sizes, np.intp)
        self._places = {part: np.array(found, np.intp) for part, found in places.items()}

    def shared(self, parts: set[str]) -> NDArray[np.intp]:
        """Return how many of these parts each name holds, shape (names,)."""
        found = [self._places[part] for part in parts if part in self._places]
        if not found:
            return np.zeros(len(self.sizes), np.intp)
        return np.bincount(np.concatenate(found), minlength=len(self.sizes))


def _pairs(name: str) -> set[str]:
    """Return the pairs of neighbouring letters, the ends marked."""
    marked = f"^{name}$"
    return {marked[at : at + 2] for at in range(len(marked) - 1)} if name else set()
