"""What follows from the keys: state and region, and the columns of a catalogue, as attributes of the data."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import AmbiguousNameError, UnknownNameError, expect
from ..geography import COUNTRIES, Catalogue, regions_of_keys, states_of_keys
from ..specs import Program
from .keys.entities import report_outsiders
from .model.table import DataTable

_GEOGRAPHIC = frozenset({"municipality", "state"})


def add_geography(program: Program, table: DataTable, catalogue: Catalogue | None) -> None:
    """Add attributes that the data does not give itself; its own are never changed.

    Municipalities get ``state`` and ``region`` from their keys, states ``name`` and ``region``. A catalogue adds
    ``name``, also where single names are missing, ``population``, ``metropolitan_area`` and its further columns; its
    ``region`` takes the place of the built-in one.
    """
    import pandas as pd

    if program.entity.type not in _GEOGRAPHIC:
        return
    keys, attributes, country = table.entities, table.attributes, COUNTRIES[program.entity.country]
    found: dict[str, NDArray[Any]] = {"region": regions_of_keys(keys, country)}
    if program.entity.type == "state":
        found["name"] = states_of_keys(keys, country)
    else:
        found["state"] = states_of_keys(keys, country)
        if catalogue is not None:
            report_outsiders(table.entity_ids, catalogue, table.findings)
            found |= {str(name): catalogue.column(name, keys) for name in catalogue.table.columns if name != "state"}
    for name, column in found.items():
        known = ~pd.isna(column) & (column != "")
        if name in table.variables or not known.any():
            continue
        if name not in attributes.columns:
            attributes[name] = column.astype(np.float64) if name == "population" else np.where(known, column, "")
        elif name == "name":
            own = attributes[name].astype(object)
            attributes[name] = own.where(own != "", np.where(known, column, ""))


def resolve_entity(table: DataTable, name: str) -> str:
    """Return the id of the entity that is meant: an id, or the name of one entity of the data.

    Raises
    ------
    AmbiguousNameError
        When several entities of the data bear the name.
    UnknownNameError
        When none does.
    """
    expect("entity", name, str)
    # An entity whose every line was unusable has no row.
    codes, first = np.unique(table.entity_codes, return_index=True)
    ids = [str(entity) for entity in table.entity_ids[codes]]
    if name in ids:
        return name
    if "name" not in table.attributes:
        raise UnknownNameError("entity", name, ids)
    names = dict(zip(ids, table.attributes["name"].iloc[first].astype(str), strict=True))
    (match,) = Catalogue.of_names(names).resolve([name])
    if match.status == "ambiguous":
        raise AmbiguousNameError(name, match.candidates)
    if match.status == "unknown":
        raise UnknownNameError("entity", name, [*names, *names.values()])
    return match.key
