"""To how many decimals a score goes out, and which way."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from .base import Model, fault


class Rounding(Model):
    """How a score is rounded before anything reads it: a number of decimals, ``none``, or a mapping.

    The score is taken to nine decimals first, so that a mean that is 0.025 on paper is 0.025.

    Attributes
    ----------
    decimals
        Decimals that stay.
    method
        To the ``nearest``, down (``floor``), up (``ceil``), or towards zero (``truncate``); ``none`` switches an
        inherited rounding off.
    half
        Where halves go: ``away`` from zero in decimals, as in a spreadsheet, or to the ``even`` digit.
    parents
        What the group above adds up: the ``rounded`` score, as whatever else reads it, or the ``exact`` one.
    """

    decimals: int = Field(default=0, ge=0, le=9)
    method: Literal["nearest", "floor", "ceil", "truncate", "none"] = "nearest"
    half: Literal["away", "even"] = "away"
    parents: Literal["rounded", "exact"] = "rounded"

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        if isinstance(given, int | float) and not isinstance(given, bool):
            return {"decimals": given}
        return {"method": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _keys_fit_method(self) -> Rounding:
        given = self.model_fields_set
        if self.rounds and "decimals" not in given:
            raise fault("IND312", method=f"rounding: {self.method}", key="decimals")
        unused = {"half"} if self.rounds else {"decimals", "half", "parents"}
        if self.method != "nearest" and (idle := sorted(given & unused)):
            raise fault("IND315", method=f"rounding: {self.method}", key=idle[0], at=(idle[0],))
        return self

    @property
    def rounds(self) -> bool:
        """Whether anything is rounded."""
        return self.method != "none"
