"""Words for what was and what is: short, the same for equal things."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from ...specs import Missing, Range, Rounding, Text, Unit
from ...tables.frames import without_accents
from .change import Words

_LONGEST = 160
_SAME_UNITS = {
    **dict.fromkeys(("percent", "percentage", "per cent", "por ciento", "porcentaje", "pct"), "%"),
    **dict.fromkeys(("pesos", "mxn", "mexican pesos", "pesos mexicanos"), "pesos"),
}


def fold_text(text: str) -> str:
    """Return a text without accents, capitals and extra white space."""
    return " ".join(without_accents(text.casefold()).split())


def folded_words(text: str) -> Counter[str]:
    """Return the words of a text, folded, with how often each stands there."""
    return Counter(re.findall(r"\w+", fold_text(text)))


def same_unit(a: Unit | None, b: Unit | None) -> bool:
    """Whether two units of measure are one, written in two ways.

    A unit that reads the same in one of the two languages is the same: the other was worded anew. Symbols for machines
    decide where both have one.
    """
    if a is None or b is None:
        return a is b
    if a.symbol and b.symbol:
        return a.symbol == b.symbol
    pairs = ((a.es, b.es), (a.en, b.en))
    return any(_unit(one) == _unit(other) for one, other in pairs)


def _unit(text: str) -> str:
    plain = fold_text(text).strip(" .()")
    return _SAME_UNITS.get(plain, plain)


def brief(value: Any) -> Words:
    """Return a value of a spec in words."""
    if isinstance(value, Text):
        return (_cut(value.es), _cut(value.en))
    return _cut(_plain(value))


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Range):
        return str(value)
    if isinstance(value, BaseModel):
        return _plain(value.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    if isinstance(value, dict):
        if set(value) <= {"method", "answer", "status", "number", "formula", "value"} and len(value) == 1:
            return _plain(next(iter(value.values())))
        return ", ".join(f"{key} {_nested(item)}" for key, item in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return ", ".join(_nested(item) for item in items)
    return str(value)


def _nested(value: Any) -> str:
    text = _plain(value)
    return f"[{text}]" if isinstance(value, dict | list | tuple | BaseModel) else text


def rounding_words(rule: Rounding | None) -> str:
    """Return how a score is rounded, less what is so by default."""
    if rule is None or not rule.rounds:
        return "none"
    further = {key: value for key, value in rule.model_dump(exclude_defaults=True).items() if key != "decimals"}
    return ", ".join([str(rule.decimals), *(f"{key} {value}" for key, value in further.items())])


def policy_words(missing: Missing) -> str:
    """Return what becomes of what is absent, reason by reason."""
    return ", ".join(f"{key} {value}" for key, value in missing.model_dump().items())


def share_words(share: Fraction | None) -> str:
    """Return a share in percent."""
    return "–" if share is None else f"{float(share) * 100:.4g} %"
