"""Synthetic figures for the variables of a program."""

from __future__ import annotations

import numpy as np
import pandas as pd

import icmaml_indicators as icma

MUNICIPALITIES = 2_478


def synthetic(program: icma.Program, rows: int, absent: float = 0.02) -> pd.DataFrame:
    """Return a wide table of synthetic figures.

    Each municipality keeps its size, which moves a few percent a semester; whole numbers where the variable counts,
    parts within their wholes; so many of the cells `absent`, and 1 % of lines with a part that exceeds its whole.
    """
    generator = np.random.default_rng(20141231)
    who = np.arange(rows) % MUNICIPALITIES
    figures = {
        variable.id: generator.lognormal(8, 0.7, MUNICIPALITIES)[who] * generator.lognormal(0, 0.08, rows)
        for variable in program.variables
    }
    for _ in range(4):  # wholes of wholes settle after a few rounds
        for check in program.checks:
            parts, whole = check.rule.split("<=")
            total = np.sum([figures[part.strip()] for part in parts.split("+")], axis=0)
            figures[whole.strip()] = np.maximum(figures[whole.strip()], total * 1.2 + 1)
    figures["dwellings_with_water"][generator.random(rows) < 0.01] *= 1000
    semesters = [f"{1900 + at // 2}-S{at % 2 + 1}" for at in range(-(-rows // MUNICIPALITIES))]
    data: dict[str, object] = {
        "entity": np.char.zfill(((who % 32 + 1) * 1000 + who // 32 + 1).astype(str), 5),
        "period": np.repeat(semesters, MUNICIPALITIES)[:rows],
    }
    for variable in program.variables:
        column = figures[variable.id]
        column = np.floor(column) if variable.type == "integer" else column
        column[generator.random(rows) < absent] = np.nan
        data[variable.id] = column
    data["days_in_period"] = np.full(rows, 181.0)
    data["state"] = (who % 32 + 1).astype(str)
    return pd.DataFrame(data)
