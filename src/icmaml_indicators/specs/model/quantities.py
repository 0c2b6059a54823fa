"""Numbers of a spec that need not be written out: formulas, and one figure for each option or period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Field, Tag, field_validator, model_validator

from .base import Id, Model, Number, Text, Unit, Words, fault
from .periods import PeriodPoint, read_period

PERIOD = "period"


class QuantityRow(Model):
    """A line of a table of figures: an option for each variable, a period for ``period``, and the figure."""

    options: tuple[str, ...]
    figure: Number

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, given: Any) -> Any:
        if isinstance(given, list) and given:
            # A year may stand as a number.
            return {"options": tuple(str(each) for each in given[:-1]), "figure": given[-1]}
        return given


class Quantity(Model):
    """A number that is not written out where it stands.

    A formula, or a table: one figure for each option of a variable (``{by: sex, women: 22.5, men: 17.5}``), for each
    period, or for each combination (`rows`).

    Attributes
    ----------
    value
        A number, or a formula.
    by
        What the figure depends on: variables with options, and ``period``.
    rows
        The figures: ``[option, …, figure]``. A period stands for those in it that have no line of their own.
    else_
        The figure where there is no line; null for none.
    """

    value: Number | Words | None = None
    by: tuple[str, ...] = Field(default=(), strict=False)
    rows: tuple[QuantityRow, ...] = Field(default=(), strict=False)
    else_: Number | None = Field(default=None, alias="else")

    @model_validator(mode="before")
    @classmethod
    def _as_written(cls, given: Any) -> Any:
        if isinstance(given, int | float | str) and not isinstance(given, bool):
            return {"value": given}
        if not isinstance(given, dict) or not isinstance(given.get("by"), str):
            return given
        keys = {info.alias or name for name, info in cls.model_fields.items()}
        rows = [[key, figure] for key, figure in given.items() if key not in keys]
        known = {key: value for key, value in given.items() if key in keys}
        return {**known, "by": [given["by"]], "rows": [*given.get("rows", ()), *rows]}

    @model_validator(mode="after")
    def _one_way(self) -> Quantity:
        if (self.value is None) == (not self.by):
            raise fault(
                "IND318",
                problem_es="una cifra se da con un valor, o con una tabla (`by`)",
                problem_en="a figure is given as a value, or as a table (`by`)",
            )
        if self.by and not self.rows:
            raise fault("IND105", key="rows")
        return self

    @property
    def lines(self) -> tuple[tuple[tuple[str, ...], int | float], ...]:
        """The figures of a table by their options."""
        return tuple((row.options, row.figure) for row in self.rows)

    @property
    def has_else(self) -> bool:
        """Whether it says what holds where there is no line, be it nothing."""
        return "else_" in self.model_fields_set

    @property
    def formula(self) -> str | None:
        """The formula; None of a number or a table."""
        return self.value if isinstance(self.value, str) else None

    def row_for(self, options: Sequence[str], point: PeriodPoint) -> QuantityRow | None:
        """Return the line that holds for options, in the order of `by`, in a period; None where that is `else`."""
        names = list(options)
        place = self.by.index(PERIOD) if PERIOD in self.by else None
        periods = [""] if place is None else [name for name, inside in self.places_of_period([point]).items() if inside]
        lines = {row.options: row for row in self.rows}
        for period in reversed(periods):
            if place is not None:
                names[place] = period
            if tuple(names) in lines:
                return lines[tuple(names)]
        return None

    def places_of_period(self, points: Iterable[PeriodPoint]) -> dict[str, list[int]]:
        """Return which of some periods lie in each period that has lines, the longest of these first."""
        place = self.by.index(PERIOD)
        named = {name: point for row in self.rows if (point := read_period(name := row.options[place], "year").point)}
        known = list(points)
        return {
            name: [number for number, inner in enumerate(known) if point.holds(inner)]
            for name, point in sorted(named.items(), key=lambda item: item[1].sort_key[1], reverse=True)
        }


# What is a number and nothing else; other texts are formulas.
_DIGITS = re.compile(r"[-+\d.,_ ]*\Z")


def _kind_of(given: Any) -> str:
    is_formula = isinstance(given, str) and _DIGITS.match(given) is None
    return "quantity" if is_formula or isinstance(given, dict | Quantity) else "number"


# A number, or what stands in the place of one.
Figure = Annotated[Annotated[Number, Tag("number")] | Annotated[Quantity, Tag("quantity")], Discriminator(_kind_of)]


def _at_least(least: float, *, included: bool) -> AfterValidator:
    """Return a check of figures that are written out."""

    def check(figure: int | float | Quantity) -> int | float | Quantity:
        if not isinstance(figure, Quantity) and (figure < least or (figure == least and not included)):
            raise fault("IND106", given=f"`{figure:g}`", wanted_es="un número mayor", wanted_en="a greater number")
        return figure

    return AfterValidator(check)


Weight = Annotated[Figure, _at_least(0, included=True)]
Width = Annotated[Figure, _at_least(0, included=False)]


def _as_share(figure: int | float | Quantity) -> int | float | Quantity:
    if not isinstance(figure, Quantity) and not 0 < figure <= 1:
        wanted = ("un número mayor", "a greater number") if figure <= 0 else ("un número menor", "a smaller number")
        raise fault("IND106", given=f"`{figure:g}`", wanted_es=wanted[0], wanted_en=wanted[1])
    return figure


Share = Annotated[Figure, AfterValidator(_as_share)]
# A knot of a scale may be a list of its value and its score.
_IN_A_LIST = {"value": 0, "score": 1}


def path_of(key: str) -> tuple[int | str, ...]:
    """Return the path of where a figure stands; parts that name nothing there are passed over."""
    parts = [int(part) if part.isdigit() else part for part in key.split(".")]
    found: list[int | str] = []
    for part in parts:
        found += [part, _IN_A_LIST[part]] if isinstance(part, str) and part in _IN_A_LIST else [part]
    return tuple(found)


def words_of(figure: int | float | str | Quantity) -> str:
    """Return a figure as it is shown; a table by what it depends on."""
    if not isinstance(figure, Quantity):
        return str(figure)
    return figure.formula or f"[{', '.join(figure.by)}]"


def as_number(figure: int | float | Quantity | None) -> float | None:
    """Return a figure that is a number; None of one that is worked out."""
    return None if figure is None or isinstance(figure, Quantity) else float(figure)


class Parameter(Quantity):
    """A figure with a name, for formulas and wherever a number stands.

    Attributes
    ----------
    value
        A number, or a formula of numbers and other parameters.
    source
        Where it comes from.
    """

    id: Id
    title: Text | None = None
    unit: Unit | None = None
    source: Words | None = None
    note: Text | None = None

    @field_validator("unit", mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        return {"es": given, "en": given} if isinstance(given, str) else given
