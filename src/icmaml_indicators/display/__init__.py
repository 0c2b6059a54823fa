"""Results show themselves: three lines in a terminal, a card that opens in a notebook."""

from .figures import write_value
from .html import STYLE, render_html
from .mixin import BilingualDisplay, Display
from .sheets import MOST_COLUMNS, MOST_LINES, Sheet, take_items, take_lines
from .summary import Fragment, Part, Summary
from .text import render_text
from .words import word

__all__ = [
    "MOST_COLUMNS",
    "MOST_LINES",
    "STYLE",
    "BilingualDisplay",
    "Display",
    "Fragment",
    "Part",
    "Sheet",
    "Summary",
    "render_html",
    "render_text",
    "take_items",
    "take_lines",
    "word",
    "write_value",
]
