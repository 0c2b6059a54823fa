"""A column map as it is written: the columns of a file and their headings, and the variables that come of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from ..specs.model.base import Id, Model, Number, Text, Unit, Words, fault
from ..specs.model.periods import PER_YEAR, read_period

Frequency = Literal["year", "semester", "quarter", "month"]
_MONTHS = 12


def as_tuple(given: Any) -> Any:
    """Return what may be written as one value or a list of them as a tuple."""
    return tuple(given) if isinstance(given, list) else given if isinstance(given, tuple) else (given,)


# A name for a column, of the map's own.
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
# Capitals and accents make no difference, and numbers are equal however many noughts stand before them.
Values = Annotated[tuple[str | Number, ...], BeforeValidator(as_tuple)]
# Which lines are meant: those whose cells hold one of these values, by the column of the map.
Where = dict[Name, Values]


class Heading(Model):
    """A heading as the file writes it. Capitals, accents and signs make no difference.

    Attributes
    ----------
    heading
        The heading.
    valid_from
        The first period in which files are known to bear it; empty where that is not known.
    """

    heading: Words
    valid_from: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        return {"heading": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _is_period(self) -> Heading:
        if self.valid_from is not None and read_period(self.valid_from, "year").point is None:
            raise fault("IND703", key="valid_from", problem_es="no es un periodo", problem_en="is no period")
        return self


class Column(Model):
    """A column of the file, by all the headings that it has had.

    Attributes
    ----------
    headings
        The present one first.
    unverified
        Whether its heading was not read in the public original that the map names, but is known from elsewhere.
    """

    headings: Annotated[tuple[Heading, ...], BeforeValidator(as_tuple)] = Field(min_length=1)
    unverified: bool = False

    @model_validator(mode="before")
    @classmethod
    def _from_headings(cls, given: Any) -> Any:
        return {"headings": given} if isinstance(given, str | list) else given


class Term(Model):
    """A part of a sum: the figures of some lines.

    Attributes
    ----------
    column
        The column of the figures; that of the variable by default.
    where
        Which lines, beside what the variable says.
    less
        Whether it is taken off.
    """

    column: Name | None = None
    where: Where = Field(default={})
    less: bool = False


class Times(Model):
    """What figures are multiplied by, for example 365 days.

    Attributes
    ----------
    number
        An exact decimal.
    unit
        Of the number: ``days`` where the file tells tonnes per day.
    """

    number: Number
    unit: Unit


class Output(Model):
    """A variable of the program, and what of the file it is made of.

    Attributes
    ----------
    id
        The variable.
    column
        The column of its figures.
    where
        Which lines hold them.
    terms
        The parts of a sum, where it is made of several.
    lines
        ``one`` line gives the figure of an entity in a period, ``sum`` adds all of them up, ``count`` counts them.
    no_line
        What an entity of the file without such a line has: nothing (``absent``), or ``zero``.
    unit
        Of the figures in the file.
    times
        What they are multiplied by.
    note
        What must be known of it.
    """

    id: Id
    column: Name | None = None
    where: Where = Field(default={})
    terms: tuple[Term, ...] = Field(default=(Term(),), min_length=1, strict=False)
    lines: Literal["one", "sum", "count"] = "one"
    no_line: Literal["absent", "zero"] = "absent"
    unit: Unit
    times: Times | None = None
    note: Text | None = None

    def column_of(self, term: Term) -> str | None:
        """Return the column of the figures of a term."""
        return term.column or self.column


class Key(Model):
    """Which columns say who a line is about.

    Attributes
    ----------
    key
        The whole key.
    state
        The column of its two digits of the state.
    municipality
        The column of its three digits of the municipality.
    digits
        Of the whole key: noughts that were lost before it are put back.
    """

    key: Name | None = None
    state: Name | None = None
    municipality: Name | None = None
    digits: int = Field(default=5, ge=1, le=9)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        return {"key": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _is_whole(self) -> Key:
        parts = [self.state is not None, self.municipality is not None]
        if (self.key is None) != all(parts) or (self.key is not None and any(parts)):
            es, en = "pide `key`, o bien `state` y `municipality`", "wants `key`, or `state` and `municipality`"
            raise fault("IND703", key="entity", problem_es=es, problem_en=en)
        return self


class Period(Model):
    """Which period the figures of a line are of.

    Attributes
    ----------
    is
        The period of the whole file.
    year
        The column of the year.
    month
        The column of the month, 1 to 12.
    months
        Twelve columns, one a month: a figure is the sum of those of its period.
    into
        The period that figures are of, or are summed up to by months.
    parts
        Without months: which of those periods of the year the figures stand for, ``[2]`` for a stock of 31 December.
    """

    is_: Words | None = Field(default=None, alias="is")
    year: Name | None = None
    month: Name | None = None
    months: tuple[Name, ...] = Field(default=(), strict=False)
    into: Frequency = "year"
    parts: tuple[int, ...] = Field(default=(), strict=False)

    @model_validator(mode="after")
    def _is_told(self) -> Period:
        problem = self._find_problem()
        if problem:
            raise fault("IND703", key="period", problem_es=problem[0], problem_en=problem[1])
        return self

    def _find_problem(self) -> tuple[str, str] | None:
        by_month = self.month is not None or bool(self.months)
        per_year = PER_YEAR[self.into]
        if (self.is_ is None) == (self.year is None):
            return "pide `is`, o bien `year`", "wants `is`, or `year`"
        if self.is_ is not None:
            if read_period(self.is_, "year").point is None:
                return f"no es un periodo: `{self.is_}`", f"is no period: `{self.is_}`"
            if by_month or self.parts or "into" in self.model_fields_set:
                return "con `is` no se dice más", "with `is` nothing else is said"
        if self.months and len(self.months) != _MONTHS:
            return f"pide doce meses, no {len(self.months)}", f"wants twelve months, not {len(self.months)}"
        if self.months and self.month is not None:
            return "pide `month` o `months`", "wants `month` or `months`"
        if by_month and self.parts:
            return "con meses sobra `parts`", "with months there is no need of `parts`"
        if not by_month and per_year > 1 and not self.parts:
            return (
                "sin meses falta `parts`: qué partes del año",
                "without months wants `parts`: which parts of the year",
            )
        if not all(1 <= part <= per_year for part in self.parts):
            return f"`parts` va de 1 a {per_year}", f"`parts` goes from 1 to {per_year}"
        return None

    @property
    def frequency(self) -> str:
        """How long the periods are that figures are of."""
        point = None if self.is_ is None else read_period(self.is_, "year").point
        return self.into if point is None else point.frequency


class LeftOut(Model):
    """Lines that are about nobody: totals of states and of the country, what is not specified.

    Attributes
    ----------
    column
        The column that tells.
    values
        What stands there.
    because
        What they are.
    """

    column: Name
    values: Values
    because: Text


class FileMap(Model):
    """What every map says of one public file: whose it is, its columns, and which of its lines are used.

    Attributes
    ----------
    map
        Version of the language of maps.
    id
        Its name, that of its file.
    title
        What people read.
    producer
        Who makes the file.
    url
        Where it is found.
    licence
        Under which terms it may be used.
    credit
        The words that go wherever its figures go.
    seen
        The public original in which its headings were read; without one, the map is unverified.
    note
        What must be known of the file.
    columns
        Its columns, by names of this map's own.
    where
        Which lines of the file are used at all.
    leave_out
        Lines about nobody.
    absent
        Texts and numbers that stand for nothing reported.
    decimal
        The decimal mark.
    """

    map: Literal[1]
    id: Id
    title: Text
    producer: Text
    url: Words | None = None
    licence: Text
    credit: Text
    seen: Text | None = None
    note: Text | None = None
    columns: dict[Name, Column]
    where: Where = Field(default={})
    leave_out: tuple[LeftOut, ...] = Field(default=(), strict=False)
    absent: tuple[str | Number, ...] = Field(default=(), strict=False)
    decimal: Literal[".", ","] = "."

    @property
    def unverified_headings(self) -> tuple[str, ...]:
        """The headings that were not read in a public original."""
        columns = (column for column in self.columns.values() if self.seen is None or column.unverified)
        return tuple(column.headings[0].heading for column in columns)

    @property
    def status(self) -> str:
        """``seen`` where all headings were read in a public original, else ``unverified``."""
        return "unverified" if self.unverified_headings else "seen"

    @property
    def key_columns(self) -> tuple[str, ...]:
        """The columns that every line needs."""
        raise NotImplementedError

    def uses(self) -> Iterator[tuple[tuple[int | str, ...], str]]:
        """Yield each use of a column: where it stands in the map, and the column's name."""
        yield from ((("where", name), name) for name in self.where)
        yield from ((("leave_out", place, "column"), one.column) for place, one in enumerate(self.leave_out))


class ColumnMap(FileMap):
    """How one public file gives variables of a program.

    Attributes
    ----------
    program
        The program whose variables it gives.
    entity
        Who each line is about.
    period
        When.
    carry
        Columns that go along: ``name``, ``state``, or whatever parts the peers.
    variables
        What comes of it.
    """

    program: Words
    entity: Key
    period: Period
    carry: dict[Words, Name] = Field(default={})
    variables: tuple[Output, ...] = Field(min_length=1, strict=False)

    @property
    def key_columns(self) -> tuple[str, ...]:
        """The columns that every line needs."""
        entity, period = self.entity, self.period
        names = (entity.key, entity.state, entity.municipality, period.year, period.month)
        return tuple(name for name in names if name is not None)

    def uses(self) -> Iterator[tuple[tuple[int | str, ...], str]]:
        """Yield each use of a column: where it stands in the map, and the column's name."""
        for key in ("key", "state", "municipality"):
            if (name := getattr(self.entity, key)) is not None:
                yield ("entity", key), name
        for key in ("year", "month"):
            if (name := getattr(self.period, key)) is not None:
                yield ("period", key), name
        yield from ((("period", "months", place), name) for place, name in enumerate(self.period.months))
        yield from ((("carry", key), name) for key, name in self.carry.items())
        yield from super().uses()
        for place, variable in enumerate(self.variables):
            here = ("variables", place)
            if variable.column is not None:
                yield (*here, "column"), variable.column
            yield from (((*here, "where", name), name) for name in variable.where)
            for number, term in enumerate(variable.terms):
                below = (*here, "terms", number)
                if term.column is not None:
                    yield (*below, "column"), term.column
                yield from (((*below, "where", name), name) for name in term.where)
