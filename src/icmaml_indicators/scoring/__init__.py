"""A compiled program and a table to a `Scored`: all arrays of one run, and the tables that need only those."""

from .evaluation import score_table
from .scored import Scored

__all__ = ["Scored", "score_table"]
