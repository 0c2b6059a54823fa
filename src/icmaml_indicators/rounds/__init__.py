"""The round of collection: who has handed in, what is wrong with it, what was corrected, and the results."""

from .result import Collection, collection

__all__ = ["Collection", "collection"]
