"""When to begin a project whose benefits follow the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from numbers import Real

from ..errors import OutOfRangeError, expect


def start_period(investment: float, benefits: Sequence[float], rate: float = 0.10) -> int | None:
    """Return the first year in which the immediate return reaches the discount rate; None if it never does.

    Parameters
    ----------
    investment
        What is put in at the end of the year of the start.
    benefits
        Net benefits of calendar years 1, 2, 3, …, that do not fall; a project started in year s has those from s + 1.
    rate
        Discount rate a year.

    Raises
    ------
    OutOfRangeError
        When the investment is not positive: the rule does not hold for it.
    ValueError
        When the benefits fall: nor for them.

    Examples
    --------
    >>> icma.start_period(100, [5, 8, 12, 15])
    2
    """
    expect("investment", investment, Real)
    expect("benefits", benefits, Iterable)
    if not investment > 0:
        raise OutOfRangeError("investment", investment, ("mayor que 0", "above 0"))
    if any(later < earlier for earlier, later in pairwise(benefits)):
        raise ValueError("benefits fall: the first year that reaches the rate need not be the best")
    return next((year for year, benefit in enumerate(benefits) if benefit / investment >= rate), None)
