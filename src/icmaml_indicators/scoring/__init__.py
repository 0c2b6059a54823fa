"""A program and a table of data to values, scores, levels and findings."""

from .evaluation import score_table
from .ledger import Account, Entry
from .scored import Scored

__all__ = ["Account", "Entry", "Scored", "score_table"]
