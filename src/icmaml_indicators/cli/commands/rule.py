"""The command that explains a rule."""

from __future__ import annotations

import argparse

from ...errors import UnknownNameError
from ...linting.reference import RULES, markdown, page_text


def run_rule(options: argparse.Namespace) -> int:
    """Print what a code means, or the whole reference as Markdown."""
    if options.all:
        print(markdown(options.language), end="")
        return 0
    for number, code in enumerate(options.codes or ()):
        if code.upper() not in RULES:
            raise UnknownNameError("rule", code, tuple(RULES))
        print(("\n\n" if number else "") + page_text(code.upper(), options.language))
    if not options.codes:
        for code, page in RULES.items():
            print(f"{code}  {page.name}")
    return 0
