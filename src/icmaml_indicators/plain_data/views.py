"""A result for other programs: as plain data, and as JSON."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from .encoding import encode_json


class JsonViews(ABC):
    """What goes out as a document of a published schema, without a file between."""

    __slots__ = ()

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data, as ``docs/schemas/results-1.json`` describes it.

        It holds str, int, float, bool, None, lists and dicts alone: absent and infinite figures are None, periods and
        dates texts.
        """

    def to_json(self) -> str:
        """Return what `to_dict` gives as JSON on one line: strict (no NaN), any characters, keys in their order.

        Examples
        --------
        >>> assessment.to_json()[:41]
        '{"schema":"results-1","kind":"assessment"'
        """
        return encode_json(self.to_dict())
