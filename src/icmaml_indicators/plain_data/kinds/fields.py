"""The words that documents are declared in: what stands under a key, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Form = Literal["text", "number", "integer", "flag", "cell", "any", "list", "map", "record", "table"]


@dataclass(frozen=True, slots=True)
class Field:
    """What stands under a key of a document.

    Attributes
    ----------
    form
        ``cell`` is whatever one cell of a table can hold; ``any`` is plain data of no declared shape.
    meaning
        In a sentence; the description of the JSON Schema.
    parts
        What a record, or each line of a table, holds, by key and in order; of a list or a map, what each of its members
        is, under the empty key.
    choices
        What it can be; anything of its form by default.
    nullable
        Whether it may be null.
    optional
        Whether it may be left out.
    name
        Of a record or the lines of a table that stand in several places: what the schema calls them.
    """

    form: Form
    meaning: str
    parts: Mapping[str, Field] = field(default_factory=dict)
    choices: tuple[str | int, ...] = ()
    nullable: bool = False
    optional: bool = False
    name: str = ""


def text(meaning: str, *choices: str) -> Field:
    """Return a text: an id, a key, words."""
    return Field("text", meaning, choices=choices)


def number(meaning: str) -> Field:
    """Return a figure; null where there is none, or where it is not finite."""
    return Field("number", meaning, nullable=True)


def integer(meaning: str, *choices: int) -> Field:
    """Return a whole number."""
    return Field("integer", meaning, choices=choices)


def flag(meaning: str) -> Field:
    """Return true or false."""
    return Field("flag", meaning)


def cell(meaning: str) -> Field:
    """Return what a cell of a table holds: a text, a figure, true, false or null."""
    return Field("cell", meaning, nullable=True)


def anything(meaning: str) -> Field:
    """Return plain data of no declared shape."""
    return Field("any", meaning)


def sequence(meaning: str, member: Field) -> Field:
    """Return a list."""
    return Field("list", meaning, {"": member})


def mapping(meaning: str, member: Field) -> Field:
    """Return members by keys that come from data or specs."""
    return Field("map", meaning, {"": member})


def record(meaning: str, parts: Mapping[str, Field], name: str = "") -> Field:
    """Return an object of declared keys."""
    return Field("record", meaning, parts, name=name)


def table(meaning: str, columns: Mapping[str, Field], name: str = "") -> Field:
    """Return a list of records of the same columns."""
    return Field("table", meaning, columns, name=name)


def both(meaning: str) -> Field:
    """Return a text in Spanish and English."""
    parts = {"es": text("In Spanish."), "en": text("In English.")}
    return record(meaning, parts, "text")


def words(meaning: str) -> Field:
    """Return a list of texts."""
    return sequence(meaning, text(""))


def or_null(found: Field) -> Field:
    """Return a field that may be null."""
    return replace(found, nullable=True)


def perhaps(found: Field) -> Field:
    """Return a field that may be left out."""
    return replace(found, optional=True)
