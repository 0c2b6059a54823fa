"""Formula text to an expression tree, then to one numpy plan for all formulas of a program.

numpy is imported only with `plan`; reading and checking formulas needs nothing but Python.
"""

from .algebra import NormalForm, equivalent, normal_form
from .checking import check_formulas, inputs_of
from .compiling import Recipe, compile_recipe
from .parser import FormulaError, parse
from .ratios import Ratio, ratio_of
from .tree import Expression, names

__all__ = [
    "Expression",
    "FormulaError",
    "NormalForm",
    "Ratio",
    "Recipe",
    "check_formulas",
    "compile_recipe",
    "equivalent",
    "inputs_of",
    "names",
    "normal_form",
    "parse",
    "ratio_of",
]
