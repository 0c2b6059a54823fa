"""Figures, places and periods as a person writes them, in Spanish and English."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence

from ...formulas.rounding import with_decimals
from ...specs.model.periods import PER_YEAR, PeriodPoint

NO_BREAK = "\N{NO-BREAK SPACE}"
_MOST_DECIMALS = 9
_MONTHS = {
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_PARTS = {
    "es": {"semester": "{n} semestre de {year}", "quarter": "{n} trimestre de {year}"},
    "en": {"semester": "{n} half of {year}", "quarter": "{n} quarter of {year}"},
}
_BAND = re.compile(r"(?:([\d,.]+) )?(≤|>|<|≥|–) ([\d,.]+)")
_SHORT_PARTS = {
    "es": {"semester": "{n} sem. {year}", "quarter": "{n} trim. {year}"},
    "en": {"semester": "{n} half {year}", "quarter": "{n} qtr {year}"},
}
_ENGLISH_ENDS = {1: "st", 2: "nd", 3: "rd"}


def write_figure(value: float | None, decimals: int | None = None, cuts: Sequence[float] = ()) -> str:
    """Write a figure: from 100 without decimals, from 1 with one, below with two; an en dash for none.

    Parameters
    ----------
    value
        NaN and None are no figure.
    decimals
        Where they are declared.
    cuts
        Figures that it must not seem to reach, or to fall short of, by rounding: more decimals are written then.
    """
    if value is None or not math.isfinite(value):
        return "–"
    if decimals is None:
        decimals = 0 if abs(value) >= 100 or value == 0 else 1 if abs(value) >= 1 else 2
    text = with_decimals(value, decimals, ",")
    while decimals < _MOST_DECIMALS and any(_crosses(value, text, cut) for cut in cuts):
        decimals += 1
        text = with_decimals(value, decimals, ",")
    return text.replace("-", "−")


def write_declared(value: float) -> str:
    """Write a figure with the decimals that it has, as targets and baselines are declared: ``5``, not ``5.0``."""
    fewest = (places for places in range(_MOST_DECIMALS) if round(value, places) == round(value, _MOST_DECIMALS))
    return write_figure(value, next(fewest, _MOST_DECIMALS))


def _crosses(value: float, text: str, cut: float) -> bool:
    written = float(text.replace(",", ""))
    return (value >= cut) != (written >= cut) or (value > cut) != (written > cut)


def write_band(name: str, unit: str, words: Mapping[str, str]) -> str:
    """Write a band of sizes in words, ``≤ 50,000`` as up to 50,000 of a unit; other names stay as they are."""
    found = _BAND.fullmatch(name)
    if found is None:
        return name
    low, sign, high = found.groups()
    told = words["between" if low else {"≤": "up_to", ">": "over", "<": "below", "≥": "from"}[sign]]
    return f"{told.format(low=low, high=high)} {unit}".strip()


def write_with_unit(text: str, unit: str) -> str:
    """Write a figure with its unit where that is a sign; other units stand apart (`unit_below`)."""
    return f"{text}{NO_BREAK}%" if unit.startswith("%") and text != "–" else text


def unit_below(unit: str) -> str:
    """Return what is told of a unit apart from the figure: all of it, less the sign that goes with the figure."""
    return unit.removeprefix("%").lstrip(" ,") if unit.startswith("%") else unit


def write_ordinal(number: int, language: str) -> str:
    """Write a place: ``2.º``, ``2nd``."""
    if language == "es":
        return f"{number}.º"
    end = "th" if number % 100 in (11, 12, 13) else _ENGLISH_ENDS.get(number % 10, "th")
    return f"{number}{end}"


def name_period(point: PeriodPoint, language: str, *, short: bool = False) -> str:
    """Write a period in words: ``2.º semestre de 2024``; ``2.º sem. 2024`` where there is little room."""
    year, index = divmod(point.ordinal, PER_YEAR[point.frequency])
    if point.frequency == "year":
        return f"{year:04d}"
    if point.frequency == "month":
        month = _MONTHS[language][index][: 3 if short else None]
        return f"{month} de {year:04d}" if language == "es" and not short else f"{month} {year:04d}"
    number = f"{index + 1}.er" if language == "es" and index in (0, 2) else write_ordinal(index + 1, language)
    parts = _SHORT_PARTS if short else _PARTS
    return parts[language][point.frequency].format(n=number, year=f"{year:04d}")


def name_date(date: dt.date, language: str) -> str:
    """Write a day in words: ``30 de junio de 2024``."""
    month = _MONTHS[language][date.month - 1]
    return f"{date.day} de {month} de {date.year}" if language == "es" else f"{date.day} {month} {date.year}"


def name_month(month: int, language: str) -> str:
    """Write a month of the year, counted from 0, in words."""
    return _MONTHS[language][month]


def list_names(names: Sequence[str], language: str) -> str:
    """Write names one after the other: ``a, b y c``."""
    if len(names) < 2:
        return "".join(names)
    *first, last = names
    joint = "and" if language == "en" else "e" if _begins_with_i(last) else "y"
    return f"{', '.join(first)} {joint} {last}"


def _begins_with_i(word: str) -> bool:
    """Whether a Spanish word begins with the sound of ``y``, before which ``y`` is written ``e``."""
    start = word.lower()
    return start.startswith(("i", "í", "hi", "hí")) and not start.startswith(("ia", "ie", "io", "hia", "hie", "hio"))


def lower_first(title: str) -> str:
    """Return a title as it stands within a sentence; what is written in capitals stays so."""
    return title if len(title) > 1 and title[1].isupper() else title[:1].lower() + title[1:]


def common_words(texts: Sequence[str]) -> str:
    """Return what sentences have in common at their beginning, an ellipsis after it where they part."""
    if len(set(texts)) < 2:
        return texts[0]
    shared = []
    for words in zip(*(text.split(" ") for text in texts), strict=False):
        if len(set(words)) > 1:
            break
        shared.append(words[0])
    return f"{' '.join(shared)} …" if shared else texts[0]
