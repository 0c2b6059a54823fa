"""Pages of the rules on versions of definitions (IND39x)."""

from __future__ import annotations

from .page import Page

_KEYS = "    valid_from: 2015-S1\n    comparable: false\n"
_OLD = "        weight: 0.6\n"
_BETWEEN = """\
        examples: [{given: {police: 2, population: 1000}, expect: 2}]
      - id: certified_rate
"""
_PAIR = _OLD + _BETWEEN

PAGES = (
    Page(
        "IND390",
        "period-of-validity",
        "Finds a `valid_from` that is no period of the program.",
        "Nobody could tell which figures the definition holds for.",
        _KEYS,
        _KEYS.replace("2015-S1", "2015-Q1"),
        "indicators",
    ),
    Page(
        "IND391",
        "replaces-a-stranger",
        "Finds a `replaces` that names neither an indicator of this edition nor one of the edition before, or an edition "
        "that is not at hand beside others.",
        "The series would begin anew without anybody having said so.",
        _KEYS,
        _KEYS + "    replaces: spending_per_head\n",
        "indicators",
    ),
    Page(
        "IND392",
        "replaces-itself",
        "Finds an indicator or an edition that replaces itself.",
        "It says nothing: another id, or another version, was meant.",
        _KEYS,
        _KEYS + "    replaces: spending_per_person\n",
        "indicators",
    ),
    Page(
        "IND393",
        "replacement-cycle",
        "Finds indicators or editions that replace one another in a circle.",
        "None of them is the older one.",
        _PAIR,
        _OLD + "        replaces: certified_rate\n" + _BETWEEN + "        replaces: police_rate\n",
        "indicators",
    ),
    Page(
        "IND394",
        "break-without-time",
        "Finds `comparable: false` without `valid_from` or `replaces`.",
        "It does not say what the figures are not comparable with.",
        _KEYS,
        "    comparable: false\n",
        "indicators",
    ),
    Page(
        "IND395",
        "note-without-break",
        "Finds a `break_note` without `valid_from` or `replaces`.",
        "There is no break for it to explain.",
        _KEYS,
        "",
        "indicators",
    ),
    Page(
        "IND396",
        "other-measure",
        "Finds an indicator that continues the series of another, and that has another unit or direction.",
        "A trend would join figures that measure different things.",
        _KEYS,
        "    valid_from: 2015-S1\n    replaces: police_rate\n",
        "indicators",
        "Say `comparable: false`, so that trends stop there, or give the new indicator a series of its own.",
    ),
    Page(
        "IND397",
        "successor-too-early",
        "Finds an indicator that holds from an earlier period than the one it replaces.",
        "The successor cannot be older.",
        _PAIR,
        _OLD
        + "        valid_from: 2016-S1\n"
        + _BETWEEN
        + "        valid_from: 2015-S1\n        replaces: police_rate\n        comparable: false\n",
        "indicators",
    ),
)
