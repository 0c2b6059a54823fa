"""Benchmarks and assessments to pages and files that people open."""

from .files import defused, write_tables, write_text
from .page import Annex, render_page
from .template import data_template
from .workbook import write_workbook
from .writing import page_of, report_tables, write_report

__all__ = [
    "Annex",
    "data_template",
    "defused",
    "page_of",
    "render_page",
    "report_tables",
    "write_report",
    "write_tables",
    "write_text",
    "write_workbook",
]
