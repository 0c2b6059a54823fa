"""What each indicator and group is like by itself: how many figures, where they lie, how they are spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...benchmarks.descriptive import describe
from ...transforms.definitions import Definitions
from ...transforms.ranking import rank_counts
from ...transforms.treatment.moments import moments
from .figures import AnalysisData, Floats, Limits, Rows, count_asked

if TYPE_CHECKING:
    import pandas as pd

_DESCRIBED = ("min", "q1", "median", "q3", "max", "mean", "sd")
_FEW_FOR_MOMENTS = 4


def statistics_table(data: AnalysisData) -> pd.DataFrame:
    """Return one line a period, node and kind of figure; see `IndexAnalysis.indicators`."""
    import pandas as pd

    scored, leaves = data.scored, data.scored.program.indicators
    with_scores = [number for number, own in enumerate(data.scores) if not np.isnan(own).all()]
    lines = [scored.schedule.line[data.nodes[number].id] for number in with_scores]
    parts = [
        ("value", [leaf.id for leaf in leaves], scored.results.values, scored.results.reasons),
        (
            "score",
            [data.nodes[number].id for number in with_scores],
            data.scores[with_scores],
            scored.book.matrices.reasons[lines],
        ),
    ]
    found = []
    for period in data.periods:
        rows = data.rows(period)
        for kind, names, figures, reasons in parts:
            own = _describe_lines(figures[:, rows], count_asked(reasons[:, rows]), data.limits)
            found.append(pd.DataFrame({"period": period, "node": names, "kind": kind} | own))
    return pd.concat(found, ignore_index=True)


def _describe_lines(figures: Floats, asked: Rows, limits: Limits) -> dict[str, object]:
    """Return the columns of the table for lines of figures, shape (lines, rows)."""
    stand = rank_counts(figures)
    count = stand.count.astype(np.float64)
    told = describe(figures, stand, Definitions())
    skewness, kurtosis = (moment[:, 0] for moment in moments(figures))
    non_zero = np.count_nonzero(figures, axis=1) - np.count_nonzero(np.isnan(figures), axis=1)
    unique = np.fmax.reduce(stand.distinct_below, axis=1, initial=-1.0) + 1.0
    same = np.fmax.reduce(stand.equal, axis=1, initial=0.0)
    with np.errstate(all="ignore"):
        shares = [part / count for part in (non_zero, unique, same)]
        available = np.where(asked > 0, count / np.maximum(asked, 1), np.nan)
    constant = unique == 1
    reasons = np.select(
        [asked == 0, count == 0, constant, count < _FEW_FOR_MOMENTS, np.isnan(told["sd"])],
        ["not_applicable", "absent", "constant", "few", "overflow"],
        "",
    )
    # Equal figures have no shape, and of one alone there is no spread.
    return {
        "n": stand.count,
        "share_available": available,
        **{name: told[name] for name in _DESCRIBED},
        "skewness": skewness,
        "kurtosis": kurtosis,
        "non_zero": non_zero,
        "unique": unique.astype(np.int64),
        "same": same.astype(np.int64),
        "share_non_zero": shares[0],
        "share_unique": shares[1],
        "share_same": shares[2],
        "few_available": available < limits.available,
        "many_zeros": shares[0] < limits.non_zero,
        "few_unique": shares[1] < limits.unique,
        "outliers": (np.abs(skewness) >= limits.skewness) & (kurtosis >= limits.kurtosis),
        "reason": reasons.astype(object),
    }
