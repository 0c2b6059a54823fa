"""An expression tree back to formula text."""

from __future__ import annotations

from .tree import COMPARISONS, Constant, Expression, Name, Word

_TIGHTNESS = {"or": 1, "and": 2, "not": 3, **dict.fromkeys(COMPARISONS, 4), "+": 5, "-": 5, "*": 6, "/": 6}
_TIGHTNESS |= {"negative": 7, "**": 8}


def write(expression: Expression) -> str:
    """Return the text of an expression; parsed again it gives an equal tree."""
    return _write(expression)[0]


def _write(node: Expression) -> tuple[str, int]:
    """Return the text and how tightly its outermost operator binds."""
    if isinstance(node, Constant):
        whole = node.value == int(node.value) and abs(node.value) < 1e15
        return (str(int(node.value)) if whole else repr(node.value)), (7 if node.value < 0 else 9)
    if isinstance(node, Name):
        return node.id, 9
    if isinstance(node, Word):
        return (f'"{node.text}"' if '"' not in node.text else f"'{node.text}'"), 9
    own = _TIGHTNESS.get(node.function)
    if own is None:
        return f"{node.function}({', '.join(write(argument) for argument in node.args)})", 9
    if node.function == "not":
        return f"not {_inside(node.args[0], 3)}", 3
    if node.function == "negative":
        return f"-{_inside(node.args[0], 7)}", 7
    if node.function == "**":
        return f"{_inside(node.args[0], 9)} ** {_inside(node.args[1], 7)}", 8
    left = _inside(node.args[0], own + (node.function in COMPARISONS))
    return f"{left} {node.function} {_inside(node.args[1], own + 1)}", own


def _inside(node: Expression, least: int) -> str:
    """Return an operand, in brackets where it binds less tightly than its place asks for."""
    text, own = _write(node)
    return text if own >= least else f"({text})"
