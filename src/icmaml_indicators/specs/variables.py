"""Raw figures that are handed in, and the checks that must hold between them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from .base import Id, Model, Number, Range, Text, Unit, Words, fault


class Option(Model):
    """One admissible value of an ordinal or category variable. Written as a word, or with a title."""

    id: Id
    title: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        return {"id": given} if isinstance(given, str) else given


class Variable(Model):
    """A raw figure or answer that an entity hands in.

    `kind` tells how time enters: ``stock`` at the end of the period, ``flow`` over the period, ``context`` from
    outside. An ordinal variable lists its options from lowest to highest.
    """

    id: Id
    title: Text
    description: Text | None = None
    unit: Unit | None = None
    type: Literal["number", "integer", "boolean", "ordinal", "category"] = "number"
    kind: Literal["stock", "flow", "context"] | None = None
    range: Range = Range()
    options: tuple[Option, ...] = Field(default=(), strict=False)
    note: Text | None = None

    @model_validator(mode="after")
    def _options_fit_type(self) -> Variable:
        if self.type in {"ordinal", "category"} and not self.options:
            raise fault("IND317", type=self.type)
        return self

    def option_code(self, option: str) -> int | None:
        """Return the number that stands for an option in the data matrix, or None."""
        return next((code for code, known in enumerate(self.options) if known.id == option), None)


class Check(Model):
    """An expression over variables that must hold in every row.

    Where one of severity ``error`` fails, the figures it names are known to contradict each other and are rejected (or
    only those listed in `rejects`); a ``warning`` keeps them and says so.
    """

    rule: Words
    severity: Literal["error", "warning"] = "error"
    message: Text | None = None
    rejects: tuple[str, ...] | None = Field(default=None, strict=False)


class Example(Model):
    """Inputs and the result they must give; `validate` runs it.

    `previous` holds inputs of the period before, for formulas with ``lag``. Without `source` the figures are synthetic.
    `expect` is a number, or the reason why there is none.
    """

    given: dict[str, Number | bool | str | None]
    previous: dict[str, Number | bool | str | None] | None = None
    expect: Number | Literal["undefined", "not_reported"]
    within: Number | None = Field(default=None, ge=0)
    source: Words | None = None
