"""Tables of figures as a row reads them: the line that holds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..specs.model.quantities import PERIOD

if TYPE_CHECKING:
    from ..data.model.table import DataTable
    from ..specs import Program, Quantity


def line_of(quantity: Quantity, program: Program, table: DataTable, row: int) -> str:
    """Return the line that holds in a row, as it is shown: ``sex = women, period = 2014``."""
    if row < 0:
        return ""
    point, options = table.points[table.period_codes[row]], []
    for name in quantity.by:
        code = 0.0 if name == PERIOD else float(table.values[table.variables.index(name), row])
        if math.isnan(code):
            return ""
        options.append(str(point) if name == PERIOD else program.variable_by_id[name].options[int(code)].id)
    found = quantity.row_for(options, point)
    shown = [
        f"{name} = {option}" for name, option in zip(quantity.by, found.options if found else options, strict=True)
    ]
    return ", ".join(shown if found else [*shown, "else"])
