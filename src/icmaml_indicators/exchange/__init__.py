"""Indices of other tools: their tables to specs, and specs to their tables."""

from .importing import CoinrImport, import_coinr

__all__ = ["CoinrImport", "import_coinr"]
