"""Faults and doubts of populations, and of the conditions that say who is in one or to whom something applies."""

from __future__ import annotations

from ..message import Message, Page, doubt, fault
from .samples import COMPARISONS

_WHERE = """where: 'zone == "north" and period >= "2015"'"""
_BY = "by: [zone, size]"

MESSAGES: dict[str, Message] = {
    "IND266": fault(
        "`{name}` no puede leerse aquí: se leen variables, respuestas, `period`, `entity` y, en `applies`, parámetros",
        "`{name}` cannot be read here: variables, answers, `period`, `entity` and, in `applies`, parameters are",
        Page(
            "condition-reads-results",
            "Finds conditions (`where`, `applies`) that name an indicator, a group, or nothing that there is.",
            "Who is in a population is settled before anything is computed.",
            _WHERE,
            """where: 'zon == "north" and period >= "2015"'""",
            COMPARISONS,
        ),
    ),
    "IND267": fault(
        "`{id}` ya es una población de por sí",
        "`{id}` is a population of its own already",
        Page(
            "population-taken",
            "Finds populations called `period`, `all` or `entity`.",
            "`over` could not tell which of the two is meant.",
            "  - {id: leaders,",
            "  - {id: all,",
            COMPARISONS,
        ),
    ),
    "IND268": fault(
        "`by` toma variables con opciones: `{name}` no lo es",
        "`by` takes variables with options: `{name}` is none",
        Page(
            "population-by-figures",
            "Finds populations by something that has no options.",
            "There is one population for each option, or none; a figure is cut first (`of`).",
            _BY,
            "by: [zone, income]",
            COMPARISONS,
        ),
    ),
    "IND270": fault(
        "`of` toma una variable de cifras: `{name}` no lo es",
        "`of` takes a variable of figures: `{name}` is none",
        Page(
            "cut-of-options",
            "Finds variables that are cut from something that is no variable of figures.",
            "There is nothing to hold against the cuts.",
            "of: income",
            "of: zone",
            COMPARISONS,
        ),
    ),
    "IND271": doubt(
        "warning",
        "ningún ejemplo cumple `{condition}`",
        "no example meets `{condition}`",
        Page(
            "condition-unmet",
            "Finds conditions (`where`, `applies`) that no example of the program meets.",
            "A condition that is never met looks like one that is mistyped, and nothing proves it.",
            "    examples: [{given: {income: 5, zone: north}, period: 2016-S1, expect: 5}]",
            "    examples: [{given: {income: 5, zone: south}, period: 2016-S1, expect: not_applicable}]",
            COMPARISONS,
        ),
    ),
    "IND269": doubt(
        "warning",
        "nada usa la población `{id}`",
        "nothing uses the population `{id}`",
        Page(
            "unused-population",
            "Finds populations that no formula and no scale is over.",
            "Somebody thinks that it counts, or a formula lost it by mistake.",
            "mean(income over leaders)",
            "mean(income over peers_alike)",
            COMPARISONS,
        ),
    ),
}
