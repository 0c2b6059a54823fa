"""The nearest valid choice to a misspelt name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """Return the valid name nearest to `name`, or None when nothing is near enough."""
    by_folded = {choice.casefold(): choice for choice in valid}
    found = get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def slips_between(written: str, meant: str) -> int:
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
