"""Who is compared with whom: every row of an assessment to a peer group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from ..data.derived_attributes import resolve_entity
from ..data.parsing.numbers import resolve_ambiguous
from ..diagnostics.brief import Brief
from ..errors import DataError, UnknownNameError, expect
from ..progress import Progress
from ..scoring import Scored
from ..tables.frames import plain_frame
from ..tables.interchange import Frame
from .nearest import Nearest, find_nearest

if TYPE_CHECKING:
    import pandas as pd

EVERYBODY = "all"


@dataclass(frozen=True, slots=True)
class Bands:
    """Peer groups by size: a variable cut into bands.

    Attributes
    ----------
    variable
        The variable to cut, for example ``population``.
    cuts
        Upper ends of the bands, ascending, each included in its band; one more band is open above.
    names
        Names of the bands, one more than the cuts; made from the cuts by default.
    """

    variable: str
    cuts: tuple[float, ...]
    names: tuple[str, ...] = ()

    def labels(self) -> tuple[str, ...]:
        """Return the names of the bands, from small to large."""
        if self.names:
            return self.names
        ends = [f"{cut:,.0f}" for cut in self.cuts]
        inner = [f"{low} – {high}" for low, high in pairwise(ends)]
        return (f"≤ {ends[0]}", *inner, f"> {ends[-1]}")

    @classmethod
    def from_table(cls, table: pd.DataFrame) -> Bands:
        """Read bands from a table with columns ``band``, ``up_to`` (the last empty) and, if wanted, ``variable``."""
        variable = str(table["variable"].iloc[0]) if "variable" in table else "population"
        ends = table["up_to"].astype(float)
        cuts = tuple(float(end) for end in ends.iloc[:-1])
        return cls(variable, cuts, tuple(str(name) for name in table["band"]))


# Municipalities by inhabitants. The limits are among those by which INEGI publishes localities by size (tamaño de
# localidad): 2,500, 15,000 and 100,000 part the classes of its household surveys; 50,000, 500,000 and 1,000,000 stand
# in the longer list of its vital statistics. Here they part whole municipalities.
POPULATION = "population"
POPULATION_BANDS = Bands(
    POPULATION,
    (2_499, 14_999, 49_999, 99_999, 499_999, 999_999),
    (
        "< 2,500",
        "2,500 – 14,999",
        "15,000 – 49,999",
        "50,000 – 99,999",
        "100,000 – 499,999",
        "500,000 – 999,999",
        "≥ 1,000,000",
    ),
)

# What to say where a column of geography is absent: it tells what to hand in.
_ABSENT = {POPULATION: "IND526", "metropolitan_area": "IND527", "state": "IND528", "region": "IND528"}

Peers = None | str | Sequence[str] | Mapping[str, Sequence[str]] | Bands | Nearest


@dataclass(frozen=True, slots=True, repr=False)
class PeerGroups(Brief):
    """The peer group of each row.

    Attributes
    ----------
    names : tuple of str
    codes : integer array, shape (rows,)
        Position in `names`; -1 for rows that belong to no group.
    label
        What parts the groups, for headings.
    members : integer array, shape (rows, k), or None
        Where each row has peers of its own: their rows, the nearest first, -1 after the last. `names` and `codes` then
        name every row by its entity.
    distances : float64 array, shape (rows, k), or None
        How far each of them is.
    """

    names: tuple[str, ...]
    codes: NDArray[np.intp]
    label: str
    members: NDArray[np.intp] | None = None
    distances: NDArray[np.float64] | None = None


def group_peers(scored: Scored, peers: Peers | Frame, progress: Progress = False) -> PeerGroups:
    """Assign each row of an assessment to a peer group.

    Raises
    ------
    UnknownNameError
        When the column, variable or an entity does not exist.
    AmbiguousNameError
        When an entity is named as several are.
    """
    table = scored.table
    if peers is None:
        return PeerGroups((EVERYBODY,), np.zeros(table.rows, np.intp), EVERYBODY)
    if hasattr(type(peers), "columns"):
        return _by_bands(scored, Bands.from_table(plain_frame(peers, "peers")))
    expect("peers", peers, str, Bands, Nearest, Mapping, Iterable)
    if isinstance(peers, str):
        return _by_column(scored, peers)
    if isinstance(peers, Bands):
        return _by_bands(scored, peers)
    if isinstance(peers, Nearest):
        found = find_nearest(scored, peers, progress)
        names = tuple(str(entity) for entity in scored.table.entity_ids)
        codes = np.where((found.members >= 0).any(axis=1), scored.table.entity_codes, -1)
        return PeerGroups(names, codes, peers.label, found.members, found.distances)
    if isinstance(peers, Mapping):
        return _by_lists(scored, peers)
    return _by_lists(scored, {"selected": list(cast("Iterable[str]", peers))})


def _by_column(scored: Scored, column: str) -> PeerGroups:
    import pandas as pd

    table, attributes = scored.table, scored.table.attributes
    if column == POPULATION and POPULATION in table.variables:
        return _by_bands(scored, POPULATION_BANDS)
    declared = scored.program.population_by_id.get(column)
    if declared is not None:  # peers are of the same period anyhow
        alike = scored.run.populations.read_declared(declared.model_copy(update={"within": "all"}))
        assert alike.codes is not None
        return PeerGroups(tuple(alike.names), alike.codes, column)
    if column not in attributes:
        if column in _ABSENT:
            raise DataError(_ABSENT[column], column=column)
        if column in table.variables:
            raise DataError("IND479", column=column)
        raise UnknownNameError("peer column", column, [str(name) for name in attributes.columns])
    texts = attributes[column].astype(object).map(lambda value: "" if pd.isna(value) else str(value).strip())
    # A column of figures is cut; one of names (“small”, “large”) parts the peers as it is.
    if column == POPULATION and not np.isnan(_sizes(attributes[column])[texts != ""]).any():
        return _by_bands(scored, POPULATION_BANDS)
    names = sorted({text for text in texts if text})
    place = {name: code for code, name in enumerate(names)}
    return PeerGroups(tuple(names), np.array([place.get(text, -1) for text in texts], np.intp), column)


def _by_bands(scored: Scored, bands: Bands) -> PeerGroups:
    table = scored.table
    if bands.variable in table.variables:
        sizes = table.values[table.variables.index(bands.variable)]
    elif bands.variable in table.attributes:
        sizes = _sizes(table.attributes[bands.variable])
    elif bands.variable == POPULATION:
        raise DataError(_ABSENT[POPULATION], column=POPULATION)
    else:
        raise UnknownNameError("variable", bands.variable, [*table.variables, *map(str, table.attributes.columns)])
    codes = np.searchsorted(bands.cuts, sizes, side="left").astype(np.intp)
    codes[np.isnan(sizes)] = -1
    return PeerGroups(bands.labels(), codes, bands.variable)


def _sizes(column: pd.Series[Any]) -> NDArray[np.float64]:
    """Read an attribute as figures: a comma parts thousands; NaN where it is none."""
    import pandas as pd

    sizes: NDArray[np.float64]
    if column.dtype.kind in "iuf":
        sizes = column.to_numpy(np.float64)
        return sizes
    codes, texts = pd.factorize(column.astype(str))
    figures = [
        np.nan if reading.value is None or ambiguous else reading.value
        for reading, ambiguous in zip(*resolve_ambiguous(list(texts), whole=True, decimal=None), strict=True)
    ]
    sizes = np.array(figures, np.float64)[codes]
    return sizes


def _by_lists(scored: Scored, lists: Mapping[str, Sequence[str]]) -> PeerGroups:
    table = scored.table
    known = {str(name): code for code, name in enumerate(table.entity_ids)}
    group_of = np.full(len(known), -1, np.intp)
    for code, members in enumerate(lists.values()):
        expect("peers", members, Iterable)
        for entity in members:
            key = entity if entity in known else resolve_entity(table, entity)
            group_of[known[key]] = code
    return PeerGroups(tuple(lists), group_of[table.entity_codes], "list")
