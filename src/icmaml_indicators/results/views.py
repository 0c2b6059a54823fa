"""A plain record as the class that users hold."""

from __future__ import annotations

from dataclasses import fields
from typing import TypeVar

from ..diagnostics.brief import Brief

Shown = TypeVar("Shown", bound=Brief)


def add_views(kind: type[Shown], record: Brief) -> Shown:
    """Return a record as a class of the same fields that adds views to it."""
    return kind(**{part.name: getattr(record, part.name) for part in fields(record)})
