"""`write_workbook`: the workbook that is filled in for a program."""

from __future__ import annotations

from pathlib import Path

from ...errors import check_language
from ...ledger.sheets.writing import put_workbook
from ...specs import Program
from ...validation import take_program
from .figures import FiguresWorkbook
from .rows import open_workbook
from .rubric import RubricWorkbook


def write_workbook(
    program: Program | str | Path, path: str | Path, language: str = "es", *, entity: str = "", period: str = ""
) -> None:
    """Write the workbook that is filled in for a program, whole or not at all; `score` reads it back.

    Of a program with criteria, a sheet an area with answers to choose from; of another one, a sheet an area with its
    figures, their units and definitions, and checks that answer while one types.

    Parameters
    ----------
    program
        A program, or what `load` takes: its id, a file or a folder.
    path
        An ``.xlsx`` file.
    language
        Language of titles, answers and instructions: ``es`` or ``en``.
    entity, period
        Filled in beforehand, when known.

    Raises
    ------
    MissingExtraError
        When the extra ``excel`` is not installed.
    """
    program = take_program(program)
    check_language(language)

    def write(target: Path) -> None:
        with open_workbook(target, keeps_rows=True) as book:
            kind = RubricWorkbook if program.criteria else FiguresWorkbook
            kind(book, program, language).run(entity, period)

    put_workbook(Path(path), write)
