"""A program and a table of data to values, scores, levels and findings."""

from .assessment import Assessment
from .files import read_data
from .ledger import Entry, Ledger
from .scoring import score

__all__ = ["Assessment", "Entry", "Ledger", "read_data", "score"]
