"""Plain data as JSON: strict, of any text, keys in their order."""

from __future__ import annotations

import json
import re
from typing import Any


def encode_json(document: Any) -> str:
    """Return plain data as JSON on one line, which UTF-8 can hold whatever its texts are.

    Raises
    ------
    ValueError
        Where a figure is not finite.
    """
    found = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        found.encode()
    except UnicodeEncodeError:  # half of a character, as damaged files bring them
        found = re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", found)
    return found
