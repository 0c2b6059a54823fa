"""What treatments did: by population as a table, and as findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..data.model.table import DataTable
from ..engine.run_results import RunResults
from ..formulas.rounding import with_digits
from ..transforms.treatment.treating import FIGURES, TOLD, TreatedFigures
from .scored import Scored

if TYPE_CHECKING:
    import pandas as pd

_MOST_SHOWN = 6
_UNTOLD = {
    "few": {"es": "hay menos de cuatro cifras", "en": "there are fewer than four figures"},
    "equal": {"es": "sus cifras son iguales", "en": "its figures are all equal"},
}


def treated_table(scored: Scored) -> pd.DataFrame:
    """Return what the scale of each indicator reads: its value, or that treated; see `Assessment.treated_values`."""
    import pandas as pd

    ids = pd.Index([leaf.id for leaf in scored.program.indicators], name="indicator")
    figures = np.array([scored.scaled_values(number) for number in range(len(ids))])
    return pd.DataFrame(figures.T, index=scored.table.index, columns=ids)


def treatments_table(scored: Scored) -> pd.DataFrame:
    """Return what each treatment did, one line an indicator and population; see `Assessment.treatments`."""
    import pandas as pd

    lines: list[tuple[object, ...]] = []
    for name in scored.program.nodes:
        found = scored.run.treated.get(name)
        for number, population in enumerate(found.populations.names if found is not None else ()):
            assert found is not None
            rows, taken = _members(found, number), found.of_population(number)
            n, moved = (int(np.count_nonzero(part[rows])) for part in (~np.isnan(found.values), found.moved_rows))
            told = (taken[key] for key in (*TOLD, *FIGURES[1:]))
            lines.append((name, population, _method(found, taken["method"]), n, moved, *told))
    columns = ["node", "population", "method", "n", "moved", *TOLD, *FIGURES[1:]]
    table = pd.DataFrame(lines, columns=columns)
    return table.astype({"n": "int64", "moved": "int64"} | dict.fromkeys((*TOLD, *FIGURES[1:]), "float64"))


def report_treatments(table: DataTable, run: RunResults) -> None:
    """Tell, once an indicator and outcome, what was treated, what stays skewed, and what nobody can tell."""
    for name, found in run.treated.items():
        taken, log = found.parameters, table.findings
        present, counts = ~np.isnan(found.values), _counts(found, ~np.isnan(found.values))
        moved = _counts(found, found.moved_rows)
        for method, where in _outcomes(found, moved > 0):
            count, of = int(moved[where].sum()), int(counts[where].sum())
            log.column("IND741", name, count=count, of=of, method=method, where=_named(found, where))
        still = _is_skewed(found)
        if still.any():
            worst = int(np.argmax(np.where(still, np.abs(taken["skewness_after"]), -np.inf)))
            told = {key: with_digits(float(taken[f"{key}_after"][worst]), 4) for key in ("skewness", "kurtosis")}
            log.column("IND742", name, where=_named(found, still), **told)
        untold = np.isnan(taken["skewness"]) & (counts > 0) & bool(found.rule.active_methods)
        for reason, those in (("few", untold & (counts < 4)), ("equal", untold & (counts >= 4))):
            if those.any():
                log.column("IND743", name, where=_named(found, those), detail=_UNTOLD[reason])
        lost = np.flatnonzero(present & np.isnan(found.treated))
        codes = found.populations.read_codes
        for number in np.unique(codes[lost]) if codes is not None else np.zeros(min(len(lost), 1), np.intp):
            if number >= 0:
                rows = lost if codes is None else lost[codes[lost] == number]
                population = str(found.populations.names[int(number)])
                log.cells("IND744", name, rows, found.values[rows], population=population)


def _is_skewed(found: TreatedFigures) -> NDArray[np.bool_]:
    taken = found.parameters
    skewed: NDArray[np.bool_] = (np.abs(taken["skewness_after"]) >= found.rule.skewness) & (
        taken["kurtosis_after"] >= found.rule.kurtosis
    )
    return skewed


def _method(found: TreatedFigures, number: float) -> str:
    """Return the method that stayed; empty where none was needed."""
    return found.rule.active_methods[int(number) - 1] if number > 0 else ""


def _outcomes(found: TreatedFigures, those: NDArray[np.bool_]) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Yield each method that stayed in some populations, with which these are; limits alone are a method too."""
    for number in np.unique(found.parameters["method"][those]):
        yield _method(found, float(number)) or "limits", those & (found.parameters["method"] == number)


def _named(found: TreatedFigures, those: NDArray[np.bool_]) -> str:
    """Return the names of some populations, in words."""
    names = [str(found.populations.names[number]) for number in np.flatnonzero(those).tolist()]
    return ", ".join(names[:_MOST_SHOWN]) + (f", … ({len(names)})" if len(names) > _MOST_SHOWN else "")


def _members(found: TreatedFigures, number: int) -> NDArray[np.bool_] | slice:
    """Return the rows that are held against a population."""
    codes = found.populations.read_codes
    return slice(None) if codes is None else codes == number


def _counts(found: TreatedFigures, rows: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return how many of some rows are held against each population."""
    codes = found.populations.read_codes
    if codes is None:
        return np.array([np.count_nonzero(rows)])
    inside = rows & (codes >= 0)
    return np.bincount(codes[inside], minlength=len(found.populations.names))
