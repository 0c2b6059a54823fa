"""What follows from keys: the states and regions that they name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .countries import MEXICO, Country
from .states import State


def state_of(key: str, country: Country = MEXICO) -> State | None:
    """Return the state of the key of a state or a municipality; None for anything else."""
    return country.state_of(key)


def states_of_keys(keys: Sequence[str] | NDArray[np.object_], country: Country = MEXICO) -> NDArray[np.object_]:
    """Return the usual name of the state of each key; empty where the key says none."""
    return _spread(keys, "usual_name", country)


def regions_of_keys(keys: Sequence[str] | NDArray[np.object_], country: Country = MEXICO) -> NDArray[np.object_]:
    """Return the region of each key; empty where the key says none."""
    return _spread(keys, "region", country)


def _spread(keys: Sequence[str] | NDArray[np.object_], part: str, country: Country) -> NDArray[np.object_]:
    known, place = np.unique(np.asarray(keys, object).astype(str), return_inverse=True)
    found = [getattr(state, part) if (state := country.state_of(str(key))) else "" for key in known]
    return np.array(found, object)[place]
