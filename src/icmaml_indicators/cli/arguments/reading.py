"""How a file of data is to be read, by the arguments that `building.py` gives to every command that reads one."""

from __future__ import annotations

import argparse
from typing import Any

from .pairs import pairs_of


def list_reading_options(options: argparse.Namespace) -> dict[str, Any]:
    """Return how a file is to be read, as functions of the library take it."""
    found: dict[str, Any] = {"columns": pairs_of(options.column)}
    found |= {name: getattr(options, name) for name in ("decimal", "encoding", "sheet")}
    if hasattr(options, "period_rule"):
        found |= {"periods": pairs_of(options.period_rule), "years": options.years}
    return found
