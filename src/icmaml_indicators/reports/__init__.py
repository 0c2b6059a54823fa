"""Benchmarks and assessments to pages and files that people open."""

from .files import escape_formulas, write_tables, write_text
from .observations import write_observations
from .pages.benchmark.page import Annex, render_page
from .pages.matrix.page import render_matrix
from .pages.note.page import render_note
from .pages.projects.page import render_projects
from .pages.robustness.page import render_robustness
from .pages.rubric.page import render_rubric
from .pages.scorecard.page import render_scorecard
from .subjects import report_tables
from .workbooks.data_template import data_template
from .workbooks.results.workbook import write_results
from .workbooks.template import write_workbook
from .writing import page_of, write_page, write_report

__all__ = [
    "Annex",
    "data_template",
    "escape_formulas",
    "page_of",
    "render_matrix",
    "render_note",
    "render_page",
    "render_projects",
    "render_robustness",
    "render_rubric",
    "render_scorecard",
    "report_tables",
    "write_observations",
    "write_page",
    "write_report",
    "write_results",
    "write_tables",
    "write_text",
    "write_workbook",
]
