"""Faults of programs that are made of another one."""

from __future__ import annotations

from ..message import Message, Page, fault
from .samples import ROLLUP, SHORTEST, YEARLY

_FROM = "    from: sum(police_training_hours over entity)"
_FLOWS = SHORTEST.replace("unit: {es: personas, en: persons}}", "unit: {es: personas, en: persons}, kind: flow}")
_OF = "rollup: {of: sindes, by: entity}"

MESSAGES: dict[str, Message] = {
    "IND280": fault(
        "`{of}` no es un programa que esté junto a este archivo ni uno de los incluidos",
        "`{of}` is neither a program beside this file nor one of those that ship",
        Page(
            "program-below-unknown",
            "Finds a roll-up of a program that is not there.",
            "What the figures are made of cannot be known.",
            _OF,
            "rollup: {of: sindess, by: entity}",
            ROLLUP,
        ),
    ),
    "IND281": fault(
        "`{name}` es de cada entidad de abajo; aquí va dentro de una estadística",
        "`{name}` is of each entity below; here it stands in a statistic",
        Page(
            "rollup-without-statistic",
            "Finds a name of the program below outside of a statistic.",
            "It has many figures, and the larger entity needs one.",
            _FROM,
            "    from: police_training_hours",
            ROLLUP,
        ),
    ),
    "IND282": fault(
        "`{name}` no puede ir aquí: {why_es}",
        "`{name}` cannot stand here: {why_en}",
        Page(
            "rollup-population",
            "Finds a statistic that is not one figure for each larger entity.",
            "The larger entity would get figures of others, or several.",
            _FROM,
            "    from: sum(police_training_hours over period)",
            ROLLUP,
        ),
    ),
    "IND283": fault(
        "`{name}` no es `entity` ni una variable con opciones de `{of}`",
        "`{name}` is neither `entity` nor a variable with options of `{of}`",
        Page(
            "rollup-by",
            "Finds a roll-up by something that names no larger entity.",
            "Nobody would know who belongs to whom.",
            _OF,
            "rollup: {of: sindes, by: operational_police}",
            ROLLUP,
        ),
    ),
    "IND284": fault(
        "los periodos de `{of}` ({frequency}) no caben en los de este programa",
        "the periods of `{of}` ({frequency}) do not go into those of this program",
        Page(
            "rollup-period",
            "Finds a roll-up to shorter periods than those below, or of one entity to the same period.",
            "A year cannot be made of semesters that it is part of.",
            "period: year",
            "period: month",
            ROLLUP,
        ),
    ),
    "IND285": fault(
        "`{id}` dice de qué se forma, pero no puede formarse: falta `rollup`, o tiene opciones",
        "`{id}` says what it is made of, but cannot be: there is no `rollup`, or it has options",
        Page(
            "from-without-rollup",
            "Finds `from` on a variable of a program that is made of no other, or on one whose values are words.",
            "There is nothing that it could be made of.",
            _OF,
            "note: {es: Sin nada abajo., en: Nothing below.}",
            ROLLUP,
        ),
    ),
    "IND286": fault(
        "`{of}` no sirve como programa de abajo: {why_es}",
        "`{of}` cannot be the program below: {why_en}",
        Page(
            "program-below-faulty",
            "Finds a roll-up of a program with errors, or of one that is made of this one.",
            "What rests on it would be wrong, or never end.",
            good_files={"sample.yaml": _FLOWS, "yearly.yaml": YEARLY},
            bad_files={"sample.yaml": _FLOWS.replace("persons", ""), "yearly.yaml": YEARLY},
        ),
    ),
    "IND287": fault(
        "no se sabe cómo se forma `{id}`: póngalo en `variables` con su `from`",
        "it is not known how `{id}` is made: put it in `variables` with its `from`",
        Page(
            "rollup-kind",
            "Finds a variable that is taken over and is neither a flow nor a stock.",
            "Flows add up, stocks are the last or add up in space; of anything else nobody can know.",
            good_files={"sample.yaml": _FLOWS, "yearly.yaml": YEARLY},
            bad_files={"sample.yaml": SHORTEST, "yearly.yaml": YEARLY},
        ),
    ),
    "IND288": fault(
        "nada se forma del programa de abajo: ninguna variable dice `from`",
        "nothing is made of the program below: no variable says `from`",
        Page(
            "rollup-unused",
            "Finds a roll-up in which no variable comes from below.",
            "The program below would change nothing.",
            _FROM,
            "    note: {es: A mano., en: By hand.}",
            ROLLUP,
        ),
    ),
}
