"""Roundings as Excel writes them: to nine decimals first, then in whole units of the last decimal."""

from __future__ import annotations

from ..specs import Rounding

_PLACES = 9


def rounded_cell(cell: str, rounding: Rounding) -> str:
    """Return the formula of a cell's figure rounded; ROUND takes halves away from zero."""
    power = 10**rounding.decimals
    # Decimals times a power of ten have a tail in binary figures, 1.005 × 100 as well: it is taken off.
    units = f"ROUND(ROUND({cell},{_PLACES})*{power},{_PLACES - rounding.decimals})"
    match rounding.method:
        case "floor":
            whole = f"INT({units})"
        case "ceil":
            whole = f"-INT(-{units})"
        case "truncate":
            whole = f"TRUNC({units})"
        case _ if rounding.half == "even":
            # A half goes to twice the half of it, rounded: 2.5 to 2 × ROUND(1.25), 3.5 to 2 × ROUND(1.75).
            whole = f"IF(MOD({units},1)=0.5,2*ROUND({units}/2,0),ROUND({units},0))"
        case _:
            whole = f"ROUND({units},0)"
    return f"({whole})/{power}"
