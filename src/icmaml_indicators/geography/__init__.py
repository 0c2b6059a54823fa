"""States, regions and municipalities: what follows from a key, and names resolved to keys."""

from .catalogue import Catalogue, read_catalogue
from .countries import COUNTRIES, MEXICO, Country
from .keys import regions_of_keys, state_of, states_of_keys
from .matches import Match
from .names import state_key
from .states import STATES, State

__all__ = [
    "COUNTRIES",
    "MEXICO",
    "STATES",
    "Catalogue",
    "Country",
    "Match",
    "State",
    "read_catalogue",
    "regions_of_keys",
    "state_key",
    "state_of",
    "states_of_keys",
]
