"""What can be wrong and how it is told: codes, messages in two languages, renderers."""

from .catalogue import MESSAGES, Message, Severity, phrase
from .diagnostic import Diagnostic, Language, Place
from .render import render, render_text
from .suggest import nearest

__all__ = [
    "MESSAGES",
    "Diagnostic",
    "Language",
    "Message",
    "Place",
    "Severity",
    "nearest",
    "phrase",
    "render",
    "render_text",
]
