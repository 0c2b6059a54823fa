"""The methods of COINr by the names of its functions, and what the spec language has in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import DataError
from ..specs.methods.scales import SCALES
from .framework import META, Line

Given = str | Sequence[Any] | Mapping[str, Any]
# Of these each indicator has figures of its own, in the table of indicators.
GOALPOSTS, TARGET = "n_goalposts", "n_dist2targ"
_OF_EACH = {GOALPOSTS, TARGET}
# What `Normalise` asks for by default, and what `qTreat` does.
_NAMES: dict[str, Any] = {
    "n_minmax": "min_max",
    "n_zscore": "z_score",
    "n_rank": {"method": "rank", "ties": "min"},
    "n_borda": {"method": "borda", "ties": "min"},
    "n_prank": {"method": "percentile_rank", "ties": "min", "to": [0, 1]},
    "n_dist2max": {"method": "min_max", "to": [0, 1]},
    "a_amean": "arithmetic_mean",
    "a_gmean": "geometric_mean",
    "a_hmean": "harmonic_mean",
    "qTreat": ["winsorise", "log"],
    "Treat": ["winsorise", "log"],
    "i_mean": "mean",
    "i_median": "median",
    "i_mean_grp": "mean",
    "i_median_grp": "median",
}
# Columns of the table of indicators that one of them reads.
READS: dict[str, tuple[str, ...]] = {
    GOALPOSTS: ("goalpost_lower", "goalpost_upper", "goalpost_scale", "goalpost_trunc2posts"),
    TARGET: ("dist2targ_cap_max",),
}


@dataclass(frozen=True, slots=True)
class Methods:
    """What a spec is to do, in its own words.

    Attributes
    ----------
    scale
        Of all indicators; None where each has its own.
    of_each
        The method by which each has its own.
    aggregation
        Of each level, the lowest first; the last one goes on.
    treatment, imputation
        None where there is none.
    population
        Over which population scales and treatments compare.
    """

    scale: Given | None
    of_each: str | None
    aggregation: tuple[Given, ...]
    treatment: Given | None
    imputation: Given | None
    population: str

    def scale_of(self, line: Line) -> dict[str, Any] | None:
        """Return the scale that an indicator has of its own."""
        if self.of_each == GOALPOSTS:
            low, high = (_asked(line, name) for name in READS[GOALPOSTS][:2])
            top = line.parameters.get("goalpost_scale", 1.0)
            clip = bool(line.parameters.get("goalpost_trunc2posts", True))
            return {"method": "goalposts", "low": low, "high": high, "to": [0, top], "clip": clip}
        if self.of_each == TARGET:
            if line.target is None:
                raise _missing(line, "Target")
            ends: dict[str, Any] = {"low": f"min(value over {self.population})", "high": line.target}
            if line.direction < 0:
                ends = {"low": line.target, "high": f"max(value over {self.population})"}
            clip = bool(line.parameters.get("dist2targ_cap_max", False))
            return {"method": "goalposts", **ends, "to": [0, 1], "clip": clip}
        return None

    def aggregation_of(self, height: int) -> Given:
        """Return the aggregation of groups of a level: 2 of those above the indicators."""
        return self.aggregation[min(height - 2, len(self.aggregation) - 1)]


def choose_methods(
    scale: Given, aggregation: Given, treatment: Given | None, imputation: Given | None, *, several_times: bool
) -> Methods:
    """Return what is asked for by the names of COINr or of the spec language, in the words of the latter."""
    own = scale if isinstance(scale, str) and scale in _OF_EACH else None
    population = "all" if several_times else "period"
    levels = [aggregation] if isinstance(aggregation, str | Mapping) else list(aggregation)
    return Methods(
        None if own else _over(_translate(scale), population),
        own,
        tuple(_translate(each) for each in levels),
        None if treatment is None else _translate(treatment),
        None if imputation is None else _translate(imputation),
        population,
    )


def _over(scale: Given, population: str) -> Given:
    """Return a scale that compares all times with one another where there are several, as `global = TRUE` does."""
    method = scale.get("method") if isinstance(scale, Mapping) else scale
    if population == "period" or not _is_relative(method) or (isinstance(scale, Mapping) and "over" in scale):
        return scale
    return {**(scale if isinstance(scale, Mapping) else {"method": scale}), "over": population}


def _is_relative(method: Any) -> bool:
    return isinstance(method, str) and method in SCALES and SCALES[method].is_relative


def _translate(given: Given) -> Given:
    if isinstance(given, str):
        found: Given = _NAMES.get(given, given)
        return found
    if isinstance(given, Mapping):
        # The name of a method may stand for a mapping of it.
        method = _NAMES.get(str(given.get("method")), given.get("method"))
        whole = {**method, **given, "method": method["method"]} if isinstance(method, Mapping) else dict(given)
        return {key: _translate_word(key, value) for key, value in whole.items()}
    return [_translate(each) for each in given]


def _translate_word(key: str, value: Any) -> Any:
    if key not in {"method", "methods"}:
        return value
    return [_NAMES.get(each, each) for each in value] if isinstance(value, list | tuple) else _NAMES.get(value, value)


def _asked(line: Line, column: str) -> float:
    found = line.parameters.get(column)
    if found is None or isinstance(found, bool):
        raise _missing(line, column)
    return found


def _missing(line: Line, column: str) -> DataError:
    wanted = ("un número", "a number")
    return DataError("IND761", table=META, row=line.row, column=column, given="", wanted=wanted)
