"""States, regions and municipalities of Mexico: what follows from an INEGI key, and names resolved to keys."""

from .catalogue import Catalogue, Match, read_catalogue
from .names import state_key
from .states import STATES, State, regions_of_keys, state_of, states_of_keys

__all__ = [
    "STATES",
    "Catalogue",
    "Match",
    "State",
    "read_catalogue",
    "regions_of_keys",
    "state_key",
    "state_of",
    "states_of_keys",
]
