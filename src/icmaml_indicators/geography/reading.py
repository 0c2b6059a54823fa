"""Tables of municipalities as institutions give them: INEGI's catalogue, CONAPO's metropolitan areas, any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Number
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..diagnostics import nearest
from ..errors import DataError
from ..tables.fields import refuse
from ..tables.frames import index_as_columns, plain_frame, plain_text
from ..tables.headings import check_roles, fold_heading, list_headings
from ..tables.interchange import Tabular
from ..tables.reading import BY_ITSELF, FileOptions, read_file
from .columns import ROLES, Layout, find_layout, rename_headings
from .countries import Country
from .keys import states_of_keys

if TYPE_CHECKING:
    import pandas as pd


# Where a table keeps the year of its population.
POPULATION_YEAR = "icmaml_indicators.population_year"


def read_municipalities(
    source: str | Path | Tabular,
    country: Country,
    options: FileOptions = BY_ITSELF,
    chosen: Mapping[str, str] | None = None,
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return a table of municipalities by key, with at least a name, and the lines that are none.

    Raises
    ------
    DataError
        When the file cannot be read, lacks a chosen heading, holds no keys and names, or gives one key different names.
    """
    import pandas as pd

    check_roles(chosen, ROLES)
    frame, skipped = _frame(source, country, options, chosen or {}, named=True)
    layout = find_layout(list(frame.columns), country)
    found, left_out = _by_municipality(frame, layout, country)
    if layout.name is None or not len(found):
        raise DataError("IND525", found=list_headings(frame.columns))
    names = found.pop("name")
    states = pd.Series(states_of_keys(found.index.to_numpy(object), country), found.index)
    rest = found.drop(columns="state", errors="ignore")  # the state follows from the key, spelt one way
    table = pd.concat({"name": names, "state": states}, axis=1).join(rest)
    table.attrs[POPULATION_YEAR] = layout.population_year
    return table, (*skipped, *left_out)


def read_columns(source: str | Path | Tabular, country: Country) -> pd.DataFrame:
    """Return the columns of a table with keys of municipalities, by key.

    Raises
    ------
    DataError
        When the file cannot be read, or holds no keys.
    """
    frame, _ = _frame(source, country, BY_ITSELF, {}, named=False)
    found, _ = _by_municipality(frame, find_layout(list(frame.columns), country), country)
    return found


# From lines to municipalities ------------------------------------------------------------------------


def _by_municipality(frame: pd.DataFrame, layout: Layout, country: Country) -> tuple[pd.DataFrame, list[str]]:
    """Return one line a municipality, sorted by key, and the first cells of the lines that are none."""
    import pandas as pd

    keys, localities = layout.keys(frame, country)
    # INEGI writes the totals of a state as its municipality 000.
    usable = (keys != "") & (keys.str[country.state_digits :] != "0" * country.municipality_digits)
    if layout.name is not None:
        usable &= frame[layout.name].astype(str).str.strip() != ""
    left_out = [str(cell).strip() for cell in frame.loc[~usable].iloc[:, 0]]
    if localities is not None:
        # ... and those of a municipality as its locality 0000: where they stand, the localities are not added up.
        totals = localities == "0000"
        has_total = keys.isin(set(keys[totals]))
        usable &= totals | ~has_total
        localities = localities[usable]
    frame, keys = frame[usable], keys[usable]
    order = np.argsort(keys.to_numpy(str), kind="stable")
    frame, keys = frame.iloc[order], keys.iloc[order]
    index, starts, group = np.unique(keys.to_numpy(str), return_index=True, return_inverse=True)
    kept: dict[str, Any] = {}
    for column in frame.columns:
        name, cells = layout.kept_as(column), frame[column].to_numpy(object)
        if column in layout.places:
            continue
        if name == "population" and localities is not None:
            kept[name] = _added(_figures(cells), starts)
            continue
        if name == "metropolitan_area" and layout.city is not None:
            cells = np.where(frame[layout.city].astype(str).str.startswith("M"), cells, "")
        if name in {"name", "metropolitan_area"}:
            cells = np.array([str(cell).strip() for cell in cells], object)
        first, agreeing = _agreed(cells, group)
        if agreeing.all():
            kept[name] = _figures(first) if name == "population" else first
        elif name in {"name", "metropolitan_area"}:
            line = int(np.argmin(agreeing))
            key, one, other = index[group[line]], first[group[line]], cells[line]
            raise DataError("IND522", given=f"{key} ({one} / {other})")
    found = pd.DataFrame(kept, index=pd.Index(index.astype(object), name="key", dtype=object))
    found.attrs[POPULATION_YEAR] = layout.population_year
    return found, left_out


def _agreed(cells: NDArray[Any], group: NDArray[np.intp]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Return the first filled cell of each municipality, and whether each cell is that one or empty."""
    filled = np.flatnonzero(cells != "")[::-1]
    first = np.full(int(group.max(initial=-1)) + 1, "", object)
    first[group[filled]] = cells[filled]  # the last to be written is the first in the table
    agreeing: NDArray[np.bool_] = ((cells == "") | (cells == first[group])).astype(bool)
    return first, agreeing


def _figures(cells: NDArray[Any]) -> NDArray[np.float64]:
    """Read whole numbers with or without marks of thousands; NaN for anything else (``-``, ``*``, ``N/D``)."""
    import pandas as pd

    bare = pd.Series(cells, dtype=object).astype(str).str.replace(r"[,\s]", "", regex=True)
    figures: NDArray[np.float64] = pd.to_numeric(bare, errors="coerce").to_numpy(np.float64)
    return figures


def _added(figures: NDArray[np.float64], starts: NDArray[np.intp]) -> NDArray[np.float64]:
    """Add the figures of localities up; one that is not known counts nothing, none at all gives NaN."""
    known = ~np.isnan(figures)
    total = np.add.reduceat(np.where(known, figures, 0.0), starts)
    return np.where(np.logical_or.reduceat(known, starts), total, np.nan)


# From files to lines ---------------------------------------------------------------------------------


def _frame(
    source: str | Path | Tabular,
    country: Country,
    options: FileOptions,
    chosen: Mapping[str, str],
    *,
    named: bool,
) -> tuple[pd.DataFrame, list[str]]:
    """Return a table of cells under plain headings, and the lines around it."""
    import pandas as pd

    skipped: list[str] = []
    if isinstance(source, str | PathLike):
        frame, skipped = _read_file(Path(source), country, options, chosen, named=named)
    else:
        frame = index_as_columns(plain_frame(source, "source")).astype(object)
        frame = frame.map(lambda cell: cell if isinstance(cell, Number) else plain_text(cell), na_action="ignore")
    frame = frame.astype(object).where(frame.notna(), "")
    headings = [fold_heading(str(column)) for column in frame.columns]
    for heading in chosen.values():
        if fold_heading(heading) not in headings:
            raise DataError("IND510", nearest(fold_heading(heading), headings), column=heading)
    headings = rename_headings(headings, chosen)
    empty = [not name and not frame.iloc[:, place].astype(str).str.strip().any() for place, name in enumerate(headings)]
    frame = frame.loc[:, [not blank for blank in empty]]
    frame.columns = pd.Index(
        [name or f"column_{place + 1}" for place, name in enumerate(headings) if not empty[place]], dtype=object
    )
    repeated = frame.columns[frame.columns.duplicated()]
    if len(repeated):
        raise DataError("IND502", column=repeated[0])
    if not find_layout(list(frame.columns), country).sound(named=named):
        raise DataError("IND525", found=list_headings(frame.columns))
    return frame.reset_index(drop=True), skipped


def _read_file(
    path: Path, country: Country, options: FileOptions, chosen: Mapping[str, str], *, named: bool
) -> tuple[pd.DataFrame, list[str]]:
    """Read a file whose headings are those of keys (and names); a key or a name that would be lost is refused."""

    def is_head(names: Sequence[str]) -> bool:
        headings = rename_headings([fold_heading(name) for name in names], chosen)
        return find_layout(headings, country).sound(named=named)

    table = read_file(path, options, is_head=is_head, needs_head=True)
    for fault in table.notes:
        if fault.code in {"IND473", "IND474"}:
            raise refuse(path, fault.code, **fault.details)
    return table.frame, table.around
