"""Whether peers draw together: sigma and beta convergence (Barro and Sala-i-Martin 1992, JPE 100(2)).

Both look at the same entities: the members of a peer group (as it stands in the last period) that have figures in the
first and in the last period of a stretch that compares, the same season at both ends.

* **Sigma**: standard deviation (n - 1), coefficient of variation and interquartile range, period by period
  (`dispersion`), with the Theil-Sen slope of each, a year.
* **Beta**: least-squares slope of growth a year on the initial level. ``log_growth`` where all figures of the group are
  positive: (ln last - ln first) / years on ln first; else ``change``: (last - first) / years on first. With beta below
  zero the distance to the others halves in ``half_life`` = ln 2 / speed, speed = -ln(1 + beta years) / years; none
  where the span overshoots.

Columns of `convergence`: peers, indicator, kind, frequency, first_period, last_period, n, sd_first, sd_last, sd_slope,
cv_first, cv_last, cv_slope, iqr_first, iqr_last, iqr_slope, form, beta, beta_se, half_life, verdict.
``verdict``: ``converging`` (beta more than two standard errors below zero, dispersion falling: cv for ``log_growth``,
sd for ``change``), ``catching_up`` (the first without the second), ``diverging`` (beta more than two above zero),
``unclear``, ``too_few`` (fewer than `FEWEST`). A single odd year at the start looks like catching up, in part
(regression to the mean): read the dispersion first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..formulas.overflow import finite_only
from ..formulas.rounding import unite
from ..transforms.group_statistics import group_means, group_quantiles
from .theil_sen import theil_sen
from .trend_lines import Grid, grids, segments

if TYPE_CHECKING:
    import pandas as pd

    from .panel import PanelData

Floats = NDArray[np.float64]
Columns = dict[str, NDArray[Any]]

FEWEST = 5
SPREADS = ("sd", "cv", "iqr")
_KEYS = ("peers", "indicator", "kind", "frequency")
COLUMNS = [
    *(*_KEYS, "first_period", "last_period", "n"),
    *(f"{name}_{part}" for name in SPREADS for part in ("first", "last", "slope")),
    *("form", "beta", "beta_se", "half_life", "verdict"),
]
DISPERSION_COLUMNS = [*_KEYS, "period", "n", "mean", *SPREADS]


def convergence_tables(panel: PanelData) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables `convergence` and `dispersion` of a panel."""
    wide: list[Columns] = []
    tall: list[Columns] = []
    for grid in grids(panel):
        groups = np.where(grid.row_of >= 0, panel.group_codes[grid.row_of], -1)
        for subject in range(len(panel.subjects)):
            for where in segments(panel, grid, subject):
                ends = _ends(where, grid)
                if ends is not None:
                    one, several = _of_stretch(panel, grid, subject, where, groups, ends)
                    wide.append(one)
                    tall.append(several)
    return _frame(wide, COLUMNS), _frame(tall, DISPERSION_COLUMNS)


def _frame(parts: list[Columns], columns: list[str]) -> pd.DataFrame:
    import pandas as pd

    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in columns})


def _ends(where: NDArray[np.bool_], grid: Grid) -> tuple[int, int] | None:
    """Return the first and the last period of one season that have figures; None where there are no two."""
    some = np.flatnonzero(where.any(axis=0))
    for first in some.tolist():
        same = some[(grid.seasons[some] == grid.seasons[first]) & (some > first)]
        if len(same):
            return first, int(same[-1])
    return None


def _of_stretch(
    panel: PanelData,
    grid: Grid,
    subject: int,
    where: NDArray[np.bool_],
    groups: NDArray[np.intp],
    ends: tuple[int, int],
) -> tuple[Columns, Columns]:
    first, last = ends
    count = len(panel.group_names)
    figures = unite(panel.quantities[subject], float(panel.sizes[subject]))
    values = np.where(where, grid.spread(figures), np.nan)
    member = np.flatnonzero(where[:, first] & where[:, last] & (groups[:, last] >= 0))
    own, code = values[member], groups[member, last]
    periods = np.flatnonzero(grid.seasons == grid.seasons[first])
    periods = periods[(periods >= first) & (periods <= last)]
    spread = {name: np.full((count, len(periods)), np.nan) for name in (*SPREADS, "mean", "n")}
    for place, period in enumerate(periods.tolist()):
        present = ~np.isnan(own[:, period])
        for name, figures in _spread(own[present, period], code[present], count).items():
            spread[name][:, place] = figures
    times, years = grid.times[periods], float(grid.times[last] - grid.times[first])
    slopes = {name: theil_sen(spread[name], times, np.zeros(len(times), np.intp)).slope for name in SPREADS}
    log, beta, error = _beta(own[:, first], own[:, last], code, count, years)
    with np.errstate(all="ignore"):
        speed = -np.log(1.0 + beta * years) / years
        half_life = np.where((beta < 0) & np.isfinite(speed), np.log(2.0) / speed, np.nan)
    size = np.bincount(code, minlength=count)
    falling = np.where(log, slopes["cv"], slopes["sd"]) < 0
    verdict = np.select(
        [size < FEWEST, (beta < -2 * error) & falling, beta < -2 * error, beta > 2 * error],
        ["too_few", "converging", "catching_up", "diverging"],
        "unclear",
    )
    label = _labels(panel, grid, subject, count)
    wide: Columns = {
        **label,
        "first_period": np.full(count, panel.period_names[grid.codes[first]], object),
        "last_period": np.full(count, panel.period_names[grid.codes[last]], object),
        "n": size,
    }
    for name in SPREADS:
        wide |= {
            f"{name}_first": spread[name][:, 0],
            f"{name}_last": spread[name][:, -1],
            f"{name}_slope": slopes[name],
        }
    wide |= {"form": np.where(log, "log_growth", "change").astype(object), "beta": beta, "beta_se": error}
    wide |= {"half_life": half_life, "verdict": verdict.astype(object)}
    tall: Columns = {name: np.repeat(column, len(periods)) for name, column in label.items()}
    tall["period"] = np.tile(panel.period_names[grid.codes[periods]], count)
    tall |= {name: spread[name].ravel() for name in ("n", "mean", *SPREADS)}
    return wide, tall


def _labels(panel: PanelData, grid: Grid, subject: int, count: int) -> Columns:
    return {
        "peers": np.array(panel.group_names, object),
        "indicator": np.full(count, panel.subjects[subject], object),
        "kind": np.full(count, panel.kinds[subject], object),
        "frequency": np.full(count, grid.frequency, object),
    }


def _spread(values: Floats, codes: NDArray[np.intp], count: int) -> dict[str, Floats]:
    """Return size, mean, standard deviation, coefficient of variation and interquartile range of each group."""
    size, mean = np.bincount(codes, minlength=count).astype(np.float64), group_means(values, codes, count)
    with np.errstate(all="ignore"):
        squares = np.bincount(codes, (values - mean[codes]) ** 2, minlength=count)
        sd = np.where(size > 1, finite_only(np.sqrt(squares / (size - 1.0))), np.nan)
        cv = np.where(mean != 0, finite_only(sd / np.abs(mean)), np.nan)
        low, high = group_quantiles(values, codes, count, 0.25, 0.75)
        iqr = finite_only(high - low)
    return {"n": size, "mean": mean, "sd": sd, "cv": cv, "iqr": iqr}


def _beta(
    first: Floats, last: Floats, codes: NDArray[np.intp], count: int, years: float
) -> tuple[NDArray[np.bool_], Floats, Floats]:
    """Return, for each group, whether logarithms serve, the slope of growth on the first level, its standard error."""
    log = np.bincount(codes, ~((first > 0) & (last > 0)), minlength=count) == 0
    with np.errstate(all="ignore"):
        x = np.where(log[codes], np.log(first), first)
        y = np.where(log[codes], np.log(last) - np.log(first), last - first) / years
        size = np.bincount(codes, minlength=count).astype(np.float64)
        dx, dy = x - group_means(x, codes, count)[codes], y - group_means(y, codes, count)[codes]
        sxx, sxy = np.bincount(codes, dx * dx, minlength=count), np.bincount(codes, dx * dy, minlength=count)
        beta = np.where(sxx > 0, finite_only(sxy / sxx), np.nan)
        left = np.bincount(codes, (dy - beta[codes] * dx) ** 2, minlength=count)
        error = np.where(size > 2, finite_only(np.sqrt(left / (size - 2.0) / sxx)), np.nan)
    return log, beta, np.where(np.isnan(beta), np.nan, error)
