"""Faults of versions of definitions, and of the breaks between them."""

from __future__ import annotations

from ..message import Message, Page, fault
from .samples import INDICATORS

_KEYS = "    valid_from: 2015-S1\n    comparable: false\n"
_OLD = "        weight: 0.6\n"
_BETWEEN = """\
        examples: [{given: {police: 2, population: 1000}, expect: 2}]
      - id: certified_rate
"""
_PAIR = _OLD + _BETWEEN

MESSAGES: dict[str, Message] = {
    "IND388": fault(
        "rige hasta {given} y desde {first}: debe terminar después de empezar",
        "it holds until {given}, and from {first}: it must end after it begins",
        Page(
            "ends-before-it-begins",
            "Finds a `valid_to` before `valid_from`.",
            "The definition would hold for no period.",
            _KEYS,
            _KEYS + "    valid_to: 2014-S2\n",
            INDICATORS,
        ),
    ),
    "IND390": fault(
        "`{given}` no es un periodo de este programa",
        "`{given}` is not a period of this program",
        Page(
            "period-of-validity",
            "Finds a `valid_from` or `valid_to` that is no period of the program.",
            "Nobody could tell which figures the definition holds for.",
            _KEYS,
            _KEYS.replace("2015-S1", "2015-Q1"),
            INDICATORS,
        ),
    ),
    "IND391": fault(
        "`replaces` nombra `{name}`, que no existe",
        "`replaces` names `{name}`, which does not exist",
        Page(
            "replaces-a-stranger",
            "Finds a `replaces` that names neither an indicator of this edition nor one of the edition before, or an edition "
            "that is not at hand beside others.",
            "The series would begin anew without anybody having said so.",
            _KEYS,
            _KEYS + "    replaces: spending_per_head\n",
            INDICATORS,
        ),
    ),
    "IND392": fault(
        "`{id}` no puede reemplazarse a sí mismo",
        "`{id}` cannot replace itself",
        Page(
            "replaces-itself",
            "Finds an indicator or an edition that replaces itself.",
            "It says nothing: another id, or another version, was meant.",
            _KEYS,
            _KEYS + "    replaces: spending_per_person\n",
            INDICATORS,
        ),
    ),
    "IND393": fault(
        "los reemplazos forman un ciclo: {cycle}",
        "the replacements form a cycle: {cycle}",
        Page(
            "replacement-cycle",
            "Finds indicators or editions that replace one another in a circle.",
            "None of them is the older one.",
            _PAIR,
            _OLD + "        replaces: certified_rate\n" + _BETWEEN + "        replaces: police_rate\n",
            INDICATORS,
        ),
    ),
    "IND394": fault(
        "`comparable: false` exige `valid_from` o `replaces`: ¿con qué no es comparable?",
        "`comparable: false` needs `valid_from` or `replaces`: not comparable with what?",
        Page(
            "break-without-time",
            "Finds `comparable: false` without `valid_from` or `replaces`.",
            "It does not say what the figures are not comparable with.",
            _KEYS,
            "    comparable: false\n",
            INDICATORS,
        ),
    ),
    "IND395": fault(
        "`break_note` no se usa sin `valid_from` ni `replaces`",
        "`break_note` has no use without `valid_from` or `replaces`",
        Page(
            "note-without-break",
            "Finds a `break_note` without `valid_from` or `replaces`.",
            "There is no break for it to explain.",
            _KEYS,
            "",
            INDICATORS,
        ),
    ),
    "IND396": fault(
        "`{id}` continúa la serie de `{old}` y tiene otro `{what}`: diga `comparable: false`",
        "`{id}` continues the series of `{old}` and has another `{what}`: say `comparable: false`",
        Page(
            "other-measure",
            "Finds an indicator that continues the series of another, and that has another unit or direction.",
            "A trend would join figures that measure different things.",
            _KEYS,
            "    valid_from: 2015-S1\n    replaces: police_rate\n",
            INDICATORS,
            "Say `comparable: false`, so that trends stop there, or give the new indicator a series of its own.",
        ),
    ),
    "IND397": fault(
        "`{id}` rige desde {given}, y `{old}`, al que reemplaza, desde {first}: debe ser después",
        "`{id}` holds from {given}, and `{old}`, which it replaces, from {first}: it must be later",
        Page(
            "successor-too-early",
            "Finds an indicator that holds from an earlier period than the one it replaces.",
            "The successor cannot be older.",
            _PAIR,
            _OLD
            + "        valid_from: 2016-S1\n"
            + _BETWEEN
            + "        valid_from: 2015-S1\n        replaces: police_rate\n        comparable: false\n",
            INDICATORS,
        ),
    ),
}
