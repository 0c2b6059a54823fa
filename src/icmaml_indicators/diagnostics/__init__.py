"""What can be wrong and how it is told: codes, messages in two languages, renderers."""

from .catalogue import MESSAGES, Kind, Message, Page, Severity, phrase, rule_anchor
from .cells import name_of_sign
from .diagnostic import Diagnostic, Language, Place
from .fixes import Fix, fix_of
from .formats.render import render, render_text
from .suggest import nearest
from .synonyms import advice, hint_of, kind_of_choices

__all__ = [
    "MESSAGES",
    "Diagnostic",
    "Fix",
    "Kind",
    "Language",
    "Message",
    "Page",
    "Place",
    "Severity",
    "advice",
    "fix_of",
    "hint_of",
    "kind_of_choices",
    "name_of_sign",
    "nearest",
    "phrase",
    "render",
    "render_text",
    "rule_anchor",
]
