"""What can be wrong and how it is told: codes, messages in two languages, renderers."""

from .catalogue import MESSAGES, Message, Severity, phrase
from .diagnostic import Diagnostic, Language, Place
from .fixes import Fix, fix_of
from .render import render, render_text
from .suggest import nearest

__all__ = [
    "MESSAGES",
    "Diagnostic",
    "Fix",
    "Language",
    "Message",
    "Place",
    "Severity",
    "fix_of",
    "nearest",
    "phrase",
    "render",
    "render_text",
]
