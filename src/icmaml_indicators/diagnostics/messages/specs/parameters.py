"""Faults and doubts of parameters, and of formulas that stand in the place of numbers."""

from __future__ import annotations

from ..message import Message, Page, doubt, fault
from .samples import PARAMETERS

_TABLE = "  - {id: life_least, by: sex, women: 22.5, men: 17.5}"
_LINES = '  - {id: asked, by: [sex, period], rows: [[women, "2014", 60], [men, "2014", 50]], else: 40}'

MESSAGES: dict[str, Message] = {
    "IND248": doubt(
        "warning",
        "nada usa el parámetro `{id}`",
        "nothing uses parameter `{id}`",
        Page(
            "unused-parameter",
            "Finds a parameter that no formula and no number of the spec reads.",
            "Whoever reads the spec takes it for a rule that is in force.",
            "    formula: life - asked - life_least * price_level * 0",
            "    formula: life - asked - life_least * 0",
            PARAMETERS,
        ),
    ),
    "IND250": fault(
        "`{given}` no es un periodo: escriba 2014, 2014-S1, 2014-Q3 o 2014-06",
        "`{given}` is not a period: write 2014, 2014-S1, 2014-Q3 or 2014-06",
        Page(
            "not-a-period",
            "Finds a text beside `period`, a line of a table by period, or the period of a population, that is no period.",
            "Nothing could ever be compared with it.",
            '    formula: if_else(period >= "2014-S2", life, life - 1)',
            '    formula: if_else(period >= "2014-S3", life, life - 1)',
            PARAMETERS,
        ),
    ),
    "IND251": fault(
        "no hay cifra para {options}, ni `else`",
        "there is no figure for {options}, and no `else`",
        Page(
            "figure-missing-for-option",
            "Finds a table of figures that leaves out an option, or a combination of options, and has no `else`.",
            "Entities with that option would silently have no figure. `else: null` says that they have none.",
            _TABLE,
            "  - {id: life_least, by: sex, women: 22.5}",
            PARAMETERS,
        ),
    ),
    "IND252": fault(
        "la tabla ya tiene una línea para {options}",
        "the table has a line for {options} already",
        Page(
            "line-twice",
            "Finds a table of figures with two lines for the same options and period.",
            "One of the figures would be chosen without a word.",
            _LINES,
            _LINES.replace('[men, "2014", 50]', '[women, "2014", 50]'),
            PARAMETERS,
        ),
    ),
    "IND253": fault(
        "la línea tiene {given} celdas; son {wanted}: {columns} y la cifra",
        "the line has {given} cells; there are {wanted}: {columns} and the figure",
        Page(
            "line-of-other-length",
            "Finds a line of a table of figures with too few or too many cells.",
            "A figure would stand for an option.",
            _LINES,
            _LINES.replace('[men, "2014", 50]', "[men, 50]"),
            PARAMETERS,
        ),
    ),
    "IND254": fault(
        "aquí no se lee `{name}`: {wanted_es}",
        "`{name}` is not read here: {wanted_en}",
        Page(
            "name-in-place-of-number",
            "Finds a formula in the place of a number that reads what entities hand in. Such a formula reads parameters, "
            "`period` and statistics of populations.",
            "What an entity hands in does not set its own yardstick; its category may, through a parameter.",
            "  - {id: price_level, value: 95.1 / 108.4}",
            "  - {id: price_level, value: life / 108.4}",
            PARAMETERS,
        ),
    ),
}
