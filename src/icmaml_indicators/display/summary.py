"""What a result says of itself: a title, facts that are known already, and parts that are made when they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..diagnostics.brief import Brief
from .sheets import Sheet

# A figure or a text, or how many there are of what: ``{"error": 2, "warning": 14}``.
Value = str | int | float | None | Mapping[str, int]


class Fragment(str):
    """HTML in which every text is inert already."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, repr=False)
class Part(Brief):
    """One part of a card.

    Attributes
    ----------
    heading
        A key of `words`.
    make
        What gives its table or text; asked only where the part is shown.
    count
        How many things it is about; a part of none is left out. None where that is not to be told.
    is_open
        Whether it stands open from the start.
    """

    heading: str
    make: Callable[[], Sheet | str]
    count: int | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Summary(Brief):
    """What a result says of itself, apart from the form in which it is said.

    Attributes
    ----------
    kind
        The name of the class.
    title
        What the result is of, in its language.
    language
        ``es`` or ``en``.
    scope
        What the result is about, by keys of `words`.
    outcome
        What came of it, likewise.
    parts
        Tables and texts, the most important first.
    """

    kind: str
    title: str
    language: str
    scope: Mapping[str, Value]
    outcome: Mapping[str, Value] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
