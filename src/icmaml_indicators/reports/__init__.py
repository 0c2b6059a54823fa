"""Benchmarks and assessments to pages and files that people open."""

from .files import write_tables, write_text
from .page import Annex, render_page
from .template import data_template
from .workbook import write_workbook
from .writing import report_tables, write_report

__all__ = [
    "Annex",
    "data_template",
    "render_page",
    "report_tables",
    "write_report",
    "write_tables",
    "write_text",
    "write_workbook",
]
