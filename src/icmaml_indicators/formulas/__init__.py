"""Formula text to an expression tree, then to one numpy plan for all formulas of a program.

numpy is imported only with `plan`; reading and checking formulas needs nothing but Python.
"""

from .checking import RESULT, check_formulas, inputs_of
from .compiling import Recipe, compile_recipe
from .parser import FormulaError, parse
from .ratios import Ratio, ratio_of
from .tree import Call, Constant, Expression, Name, names, renamed, walk

__all__ = [
    "RESULT",
    "Call",
    "Constant",
    "Expression",
    "FormulaError",
    "Name",
    "Ratio",
    "Recipe",
    "check_formulas",
    "compile_recipe",
    "inputs_of",
    "names",
    "parse",
    "ratio_of",
    "renamed",
    "walk",
]
