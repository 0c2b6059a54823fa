"""States, regions and municipalities of Mexico: what follows from an INEGI key, and names resolved to keys."""

from .catalogue import Catalogue, read_catalogue
from .states import STATES, State, regions_of_keys, states_of_keys

__all__ = ["STATES", "Catalogue", "State", "read_catalogue", "regions_of_keys", "states_of_keys"]
