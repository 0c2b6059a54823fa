"""Indices of other tools: their tables to specs, and specs to their tables."""

from .coin_tool import import_coin_tool
from .exporting import CoinrExport, export_coinr
from .importing import CoinrImport, import_coinr

__all__ = ["CoinrExport", "CoinrImport", "export_coinr", "import_coin_tool", "import_coinr"]
