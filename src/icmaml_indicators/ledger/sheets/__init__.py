"""Ledgers as sheets of live formulas, and formulas as Excel writes them."""
