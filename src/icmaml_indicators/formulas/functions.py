"""The functions that a formula may call, row by row or over a population, with how many arguments each takes."""

from __future__ import annotations

# name -> (fewest arguments, most arguments; None: no limit)
FUNCTIONS: dict[str, tuple[int, int | None]] = {
    "if_else": (3, 3),
    "choose": (3, None),
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


# Functions of a population: ``name(… over population)``.
STATISTICS: dict[str, int] = {
    "min": 1,
    "max": 1,
    "mean": 1,
    "median": 1,
    "sum": 1,
    "sd": 1,
    "sd_n": 1,
    "count": 1,
    "last": 1,
    "weighted_mean": 2,
    "quantile": 2,
    "rank": 1,
    "percentile_rank": 1,
}
RANKS = frozenset({"rank", "percentile_rank"})
TIES = ("average", "min", "max", "dense")
# Figures of a node.
NODE_FIGURES = ("score", "level", "weight")
KNOWN_FUNCTIONS = tuple(dict.fromkeys((*FUNCTIONS, *STATISTICS, *NODE_FIGURES)))


def accepts(name: str, count: int) -> bool:
    """Whether a function takes so many arguments."""
    fewest, most = FUNCTIONS[name]
    return count >= fewest and (most is None or count <= most) and (name != "choose" or count % 2 == 1)


def arity_text(name: str) -> str:
    """Return how many arguments a function takes, for messages: ``3`` or ``2…``."""
    if name == "choose":
        return "3, 5, 7…"
    fewest, most = FUNCTIONS[name]
    if most is None:
        return f"{fewest}…"
    return str(fewest) if fewest == most else f"{fewest}–{most}"
