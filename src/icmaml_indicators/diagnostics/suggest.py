"""The nearest valid choice to a misspelt name."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

# Of more choices than this, only those are compared that begin or end most like the name: as many to each side.
_ALL_COMPARED = 128
_TO_EACH_SIDE = 16


def nearest(name: str, valid: Iterable[str], but: str | None = None) -> str | None:
    """Return the valid name nearest to `name`, or None when nothing is near enough; `but` is no choice."""
    choices = tuple(valid)
    if len(choices) > _ALL_COMPARED:
        choices = _like(name.casefold(), choices)
    by_folded = {choice.casefold(): choice for choice in choices if choice != but}
    found = get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def _like(name: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    """Return the choices beside a name when they are sorted by their beginnings, and by their ends."""
    found: list[str] = []
    for ordered, key in zip(_sorted(choices), (name, name[::-1]), strict=True):
        at = bisect(ordered, (key,))
        found += [choice for _, choice in ordered[max(0, at - _TO_EACH_SIDE) : at + _TO_EACH_SIDE]]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=8)
def _sorted(choices: tuple[str, ...]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    folded = [(choice.casefold(), choice) for choice in choices]
    return sorted(folded), sorted((key[::-1], choice) for key, choice in folded)


def edit_distance(written: str, meant: str) -> int:
    """Return how many slips turn one word into another: a character left out, put in, changed, or two swapped.

    The distance of Damerau and Levenshtein in its restricted form: no stretch is touched twice.
    """
    before: list[int] = []
    last = list(range(len(meant) + 1))
    for row, sign in enumerate(written, 1):
        line = [row]
        for column, other in enumerate(meant, 1):
            least = min(last[column] + 1, line[column - 1] + 1, last[column - 1] + (sign != other))
            if row > 1 and column > 1 and sign == meant[column - 2] and written[row - 2] == other:
                least = min(least, before[column - 2] + 1)
            line.append(least)
        before, last = last, line
    return last[-1]
