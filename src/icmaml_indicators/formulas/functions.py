"""The functions that a formula may call, with how many arguments each takes."""

from __future__ import annotations

# name -> (fewest arguments, most arguments; None: no limit)
FUNCTIONS: dict[str, tuple[int, int | None]] = {
    "if_else": (3, 3),
    "min": (1, None),
    "max": (1, None),
    "sum": (1, None),
    "mean": (1, None),
    "abs": (1, 1),
    "log": (1, 1),
    "exp": (1, 1),
    "sqrt": (1, 1),
    "coalesce": (2, None),
    "lag": (1, 2),
    "npv": (2, None),
    "irr": (2, None),
    "equivalent_annual": (3, None),
}


def arity_text(name: str) -> str:
    """Return how many arguments a function takes, for messages: ``3`` or ``2…``."""
    fewest, most = FUNCTIONS[name]
    if most is None:
        return f"{fewest}…"
    return str(fewest) if fewest == most else f"{fewest}–{most}"
