"""What follows from the keys: state and region, and the columns of a catalogue, as attributes of the data."""

from __future__ import annotations

import numpy as np

from ..geography import Catalogue, regions_of_keys, states_of_keys
from ..specs import Program
from .table import DataTable


def add_geography(program: Program, table: DataTable, catalogue: Catalogue | None) -> None:
    """Add attributes that the data does not give itself; its own columns are never touched.

    Municipalities and states get ``state`` and ``region`` from their keys. A catalogue adds ``name``, ``population``
    and its further columns.
    """
    import pandas as pd

    if program.entity.key_digits is None and catalogue is None:
        return
    keys, attributes = table.entities, table.attributes
    found = {"state": states_of_keys(keys), "region": regions_of_keys(keys)}
    if program.entity.type == "state":
        del found["state"]  # a state is no group of states
    if catalogue is not None:
        for name in catalogue.table.columns:
            column = catalogue.column(name, keys)
            if column is not None and name not in found:
                found[name] = column
    for name, column in found.items():
        known = ~pd.isna(column) & (column != "")
        if name not in attributes.columns and name not in table.variables and known.any():
            attributes[name] = np.where(known, column, "")
