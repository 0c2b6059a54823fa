"""Short representations: what an object holds is named and counted, never written out."""

from __future__ import annotations

from dataclasses import Field
from typing import Any, ClassVar

_MOST = 240
_MOST_OF_TEXT = 60


class Brief:
    """A dataclass with `repr` off, whose representation stays within a few lines whatever it holds."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __repr__(self) -> str:
        return brief(type(self).__name__, {name: getattr(self, name) for name in self.__dataclass_fields__})


def brief(name: str, parts: dict[str, Any]) -> str:
    """Return ``Name(part=…, …)``: figures and short texts as they are, of the rest the type and how many there are."""
    text = ", ".join(f"{part}={_shown(value)}" for part, value in parts.items())
    return f"{name}({cut(text, _MOST)})"


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bool | int | float):
        return repr(value)
    if isinstance(value, str):
        return repr(cut(value, _MOST_OF_TEXT))
    kind = type(value).__name__
    return f"<{kind} of {len(value)}>" if isinstance(value, dict | tuple | list | set | frozenset) else f"<{kind}>"


def cut(text: str, most: int) -> str:
    """Return a text, or its beginning with an ellipsis where it is longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
