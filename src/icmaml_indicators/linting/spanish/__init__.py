"""The pages of the rules in Spanish: what each finds, why it matters, what to do. Loaded when one is shown.

In English they stand with the messages (`diagnostics/messages/specs/`), as do the examples, which are of no language.
"""

from __future__ import annotations

from . import definitions, formulas, structure, trees

# By code: what the rule finds, why that is bad and, where an example does not say it all, what to do.
PAGES: dict[str, tuple[str, ...]] = {
    **structure.PAGES,
    **formulas.PAGES,
    **definitions.PAGES,
    **trees.PAGES,
}
