"""A program and a table of data to values, scores, levels and findings."""

from .ledger import Account, Entry
from .scored import Scored
from .scoring import score_table

__all__ = ["Account", "Entry", "Scored", "score_table"]
