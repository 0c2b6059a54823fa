"""What stands in for absent figures: means and medians of a population, figures of the same entity in other periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.reference import statistics
from tests.reference.figures import NOT_REPORTED, Absent, Figure, exact
from tests.reference.leaves import NOT_VERIFIED, REJECTED

GAPS = (NOT_REPORTED, NOT_VERIFIED, REJECTED)


def written_out(imputation: Any) -> dict[str, Any] | None:
    """Return an imputation as a mapping with a list of methods, however it is written; None where it does nothing."""
    found = {"methods": imputation} if isinstance(imputation, str | list) else dict(imputation or {})
    methods = found.get("methods", [])
    found["methods"] = [methods] if isinstance(methods, str) else methods
    return None if found["methods"] in ([], ["none"]) else found


def stand_in(
    rule: Mapping[str, Any],
    members: Sequence[int] | Absent,
    figures: Sequence[Figure],
    weights: Sequence[Figure] | None,
    others: Mapping[int, Figure],
    reach: int,
) -> Figure | None:
    """Return what stands in for an absent figure; None where nothing does.

    Parameters
    ----------
    rule
        The imputation.
    members
        The rows of the population.
    figures, weights
        Of every row.
    others
        The figures of the same entity by how many periods away they are, those before it below nought.
    reach
        Of how many periods a step of `at_most` is.
    """
    least, most = rule.get("at_least", 1), rule.get("at_most")
    known = {away: x for away, x in others.items() if not isinstance(x, Absent)}
    near = {away: x for away, x in known.items() if most is None or abs(away) <= most * reach}
    before, after = max((a for a in known if a < 0), default=None), min((a for a in known if a > 0), default=None)
    last, following = (near.get(away) if away is not None else None for away in (before, after))
    for method in rule["methods"]:
        found: Figure | None = None
        if method in {"mean", "median"} and not isinstance(members, Absent):
            found = _of_population(
                method, [(figures[m], None if weights is None else weights[m]) for m in members], least
            )
        elif method == "last":
            found = last
        elif method == "next":
            found = following
        elif method == "linear" and last is not None and following is not None:
            assert before is not None and after is not None
            found = _line(last, following, Fraction(-before, after - before))
        if found is not None:
            return found
    return None


def _of_population(method: str, pairs: Sequence[tuple[Figure, Figure | None]], least: int) -> Figure | None:
    if method == "mean" and any(weight is not None for _, weight in pairs):
        pairs = [(x, w) for x, w in pairs if w is not None and not isinstance(w, Absent) and w > 0]
        there = [(x, w) for x, w in pairs if not isinstance(x, Absent)]
        if len(there) < least or not there:
            return None
        found = statistics.summary("weighted_mean", [x for x, _ in there], [0] * len(there), [w for _, w in there if w])
        return None if isinstance(found, Absent) else found
    known = [x for x, _ in pairs if not isinstance(x, Absent)]
    if len(known) < least or not known:
        return None
    found = statistics.summary(method, known, [0] * len(known))
    return None if isinstance(found, Absent) else found


def _line(last: Figure, following: Figure, share: Fraction) -> Figure:
    assert not isinstance(last, Absent) and not isinstance(following, Absent)
    a, b = exact(last), exact(following)
    return a + (b - a) * share
