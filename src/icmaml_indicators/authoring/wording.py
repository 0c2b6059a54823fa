"""Texts and figures as YAML."""

from __future__ import annotations

import json
import math
import re

from ..errors import IcmamlError, expect
from ..specs.model.base import is_id
from ..specs.parsing.yaml_reader import resolve

_PLAIN = re.compile(r"[A-Za-z(][\w .+*/()<>=,-]*[\w)]\Z", re.ASCII)


def check_id(text: str) -> str:
    """Return an id as given; raises `IcmamlError` where it cannot be one, with one that can."""
    expect("name", text, str)
    if not is_id(text):
        mended = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_").lstrip("0123456789_")[:80]
        raise IcmamlError("IND570", mended if is_id(mended) else None, given=text)
    return text


def titles(name: str, es: str | None, en: str | None) -> str:
    """Return a title in both languages as YAML; one that is not given says that it is to be translated."""
    english = en or (f"To translate: {es}" if es else name.replace("_", " ").capitalize())
    return f"{{es: {quote(es or f'Por traducir: {english}')}, en: {quote(english)}}}"


def quote(text: str) -> str:
    """Return a text in double quotes, as YAML and JSON write it."""
    return json.dumps(text, ensure_ascii=False)


def expression(text: str) -> str:
    """Return a formula as it can stand in YAML: plain where that is safe."""
    return text if _PLAIN.match(text) and isinstance(resolve(text), str) and ", " not in text else quote(text)


def figure(value: float) -> str:
    """Return a number with as few digits as hold it."""
    for digits in range(4, 17):
        text = f"{value:.{digits}g}"
        if math.isclose(float(text), value, rel_tol=1e-12, abs_tol=1e-15):
            return _decimal(text)
    return _decimal(repr(value))


def _decimal(text: str) -> str:
    # `1e+06` is written out; the exponent stays where that would be long.
    value = float(text)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else text
