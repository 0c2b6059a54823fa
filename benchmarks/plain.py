"""What a person writes in pandas for the same figures, and nothing else."""

from __future__ import annotations

import operator

import pandas as pd

import icmaml_indicators as icma
from icmaml_indicators.formulas import Constant, Expression, Name, parse

OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}


def pandas_columns(program: icma.Program, table: pd.DataFrame) -> dict[str, pd.Series]:
    """Compute the same formulas one by one as column arithmetic, the fastest plain pandas, and nothing else."""
    columns = {name: table[name] for name in table.columns}

    def value(node: Expression) -> pd.Series | float:
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, Name):
            return columns[node.id]
        return OPERATORS[node.function](*(value(argument) for argument in node.args))

    return {indicator.id: value(parse(indicator.formula)) for indicator in program.indicators}
