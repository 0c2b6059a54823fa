"""Who is compared with whom: the populations that need no declaration."""

from __future__ import annotations

# The populations that need not be declared; beside them stand the variables with options.
POPULATIONS = ("period", "all", "entity")
# Those of them that the bounds of another period or an earlier assessment take the place of.
HELD_POPULATIONS = frozenset({"period", "all"})
# Those of them in which rows of several periods stand side by side.
ACROSS_PERIODS = frozenset({"all", "entity"})
