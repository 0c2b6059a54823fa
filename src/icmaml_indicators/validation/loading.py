"""`load`, `loads` and `programs`: from a name, a path or a text to proved programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import SpecError, expect
from ..formulas import check_formulas
from ..sources.builtin import editions, find_source
from ..specs import Draft, Program, read_draft, read_draft_from_text
from .checking import describe, prove_draft

if TYPE_CHECKING:
    import pandas as pd


def load(source: str | Path, *, prove: bool = True) -> Program:
    """Load one program.

    Parameters
    ----------
    source
        The id of a built-in program (``cimtra``), one of its editions (``cimtra@2010``), or the path of a YAML file or
        of a program's folder.
    prove
        Whether a rubric has to prove itself: that what it declares can be reached, that a better answer never lowers a
        score, that every criterion and gate counts.

    Raises
    ------
    SpecError
        With every diagnostic, when the spec is wrong.
    UnknownNameError
        When `source` is neither a built-in id nor a path.

    Examples
    --------
    >>> icma.load("sindes").version
    '2016-108.1'
    """
    expect("source", source, str, Path)
    draft = read_draft(find_source(source))
    return _sound(draft, prove=prove)


def take_program(program: Program | str | Path) -> Program:
    """Return a program as it is, or the one of that id or path.

    Raises
    ------
    WrongKindError
        When it is neither.
    SpecError, UnknownNameError
        As of `load`.
    """
    expect("program", program, Program, str, Path)
    return program if isinstance(program, Program) else load(program)


def loads(text: str, name: str = "<text>", *, lower: Program | None = None) -> Program:
    """Load one program from YAML text.

    Parameters
    ----------
    text
        The spec.
    name
        Stands for the file in diagnostics.
    lower
        The program that it is made of (`rollup`), where that is none that ships.

    Raises
    ------
    SpecError
        With every diagnostic, when the spec is wrong.

    Examples
    --------
    >>> icma.loads(icma.new_program("water")).id
    'water'
    """
    expect("text", text, str)
    if lower is not None:
        expect("lower", lower, Program)
    return _sound(read_draft_from_text(text, name, lower=lower))


def programs() -> pd.DataFrame:
    """Return the built-in programs: id, version, title, indicators, documented, reconstructed.

    Examples
    --------
    >>> icma.programs().columns.tolist()
    ['id', 'version', 'title', 'title_es', 'indicators', 'documented', 'reconstructed', 'user']
    """
    import pandas as pd

    lines = [describe(load(path, prove=False)) for path in editions().values()]
    return pd.DataFrame(lines)


def _sound(draft: Draft, *, prove: bool = True) -> Program:
    check_formulas(draft)
    if draft.ok and prove:
        prove_draft(draft)
    if not draft.ok or draft.program is None:
        raise SpecError(draft.sorted_diagnostics())
    return draft.program
