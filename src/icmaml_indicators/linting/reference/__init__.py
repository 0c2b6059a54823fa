"""The rule reference: what each code of a spec means, why it is bad, and how it is written well."""

from .page import Page
from .pages import RULES, example_files, markdown, page_text

__all__ = ["RULES", "Page", "example_files", "markdown", "page_text"]
