"""Formula text to an expression tree, then to one numpy plan for all formulas of a program.

numpy is imported only with `plan`; reading and checking formulas needs nothing but Python.
"""

from .analysis.algebra import NormalForm, equivalent, normal_form
from .analysis.ratios import Ratio, ratio_of
from .checks.checking import RESULT, check_formulas, inputs_of
from .compiling import PlanSteps, compile_steps
from .parser import FormulaError, parse
from .tree import Call, Constant, Expression, Name, names, rename, walk

__all__ = [
    "RESULT",
    "Call",
    "Constant",
    "Expression",
    "FormulaError",
    "Name",
    "NormalForm",
    "PlanSteps",
    "Ratio",
    "check_formulas",
    "compile_steps",
    "equivalent",
    "inputs_of",
    "names",
    "normal_form",
    "parse",
    "ratio_of",
    "rename",
    "walk",
]
