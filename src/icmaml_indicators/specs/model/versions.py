"""Since when a definition holds, what it replaces, and whether figures from before compare with those after."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, field_validator, model_validator

from .base import Id, Model, Text, Words, fault

_LIBRARY = re.compile(r"\d{1,4}(\.\d{1,4}){0,2}\Z")


def version_parts(text: str) -> tuple[int, ...] | None:
    """Return a version of the library as numbers, such as ``0.2``; None where it is none."""
    return tuple(map(int, text.split("."))) if _LIBRARY.match(text) else None


def _check_version(text: str) -> str:
    if version_parts(text) is None:
        raise fault("IND142", given=text)
    return text


LibraryVersion = Annotated[Words, AfterValidator(_check_version)]


class Versioned(Model):
    """What an indicator and a program say of their own history.

    Attributes
    ----------
    valid_from
        The first period that the definition holds for.
    valid_to
        The last one. Later figures are kept: it tells them apart, and nothing else.
    comparable
        False: figures from before it do not compare with those from it on.
    break_note
        Why, for whoever reads a trend that stops.
    """

    valid_from: Words | None = None
    valid_to: Words | None = None
    comparable: bool = True
    break_note: Text | None = None

    @field_validator("valid_from", "valid_to", mode="before")
    @classmethod
    def _year(cls, given: Any) -> Any:
        return str(given) if isinstance(given, int) and not isinstance(given, bool) else given


class Replaced(Model):
    """The edition that a program follows. Written as ``{version: …}``, or as ``id@version`` where the id was another.

    Attributes
    ----------
    id
        Of the earlier program; the same by default.
    version
        Of the earlier program.
    """

    version: Words
    id: Id | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        if not isinstance(given, str):
            return given
        name, separator, version = given.partition("@")
        return {"id": name, "version": version} if separator else {"version": given}

    def names(self, program: str, version: str, own: str) -> bool:
        """Whether it is this edition; `own` is the id of the program that says so."""
        return (self.id or own, self.version) == (program, version)
