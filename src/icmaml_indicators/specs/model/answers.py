"""Answers to criteria: what may be answered, and how much of a criterion's points each answer earns."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, PlainValidator, model_validator

from .base import Id, Model, Number, Text, Words, fault

_FRACTION = re.compile(r"-?\d{1,9}(/[1-9]\d{0,8})?\Z", re.ASCII)


def _exact(given: Any) -> Fraction:
    if isinstance(given, Fraction):
        return given
    if isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given):
        return Fraction(str(given))
    if isinstance(given, str) and _FRACTION.match(given):
        return Fraction(given)
    raise fault("IND330", given=str(given))


# A number kept as written: `0.1` is one tenth, and `100/45` is not rounded, so that points can be added up exactly.
Exact = Annotated[
    Fraction,
    PlainValidator(_exact, json_schema_input_type=int | float | str),
    PlainSerializer(str, return_type=str),
]


class AnswerOption(Model):
    """One answer to choose. `credit` is the share of the points that it earns; `words` are further spellings."""

    id: Id
    title: Text
    credit: Exact | None = None
    words: tuple[Words, ...] = Field(default=(), strict=False)


class CreditStep(Model):
    """From this figure on, that credit. Written ``[from, credit]``."""

    from_: Number = Field(alias="from")
    credit: Exact

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, given: Any) -> Any:
        if isinstance(given, list) and len(given) == 2:
            return {"from": given[0], "credit": given[1]}
        return given


class Amount(Model):
    """An answer that is a figure: exactly one of `cap`, `of` and `steps` says what it earns.

    Attributes
    ----------
    cap
        The figure that earns everything; more earns no more.
    of
        The variable that it is a part of: the credit is their ratio. More than the whole is refused.
    steps
        Credits from given figures on; below the first, nothing.
    whole
        Whether only whole numbers are answers.
    at_most
        The highest figure that can be an answer; a higher one is rejected.
    """

    cap: Number | None = Field(default=None, gt=0)
    of: Words | None = None
    steps: tuple[CreditStep, ...] = Field(default=(), strict=False)
    whole: bool = True
    at_most: Number | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _one_way(self) -> Amount:
        if sum((self.cap is not None, self.of is not None, bool(self.steps))) != 1:
            raise fault(
                "IND318",
                problem_es="una cifra vale por `cap`, por `of` o por `steps`: indique exactamente uno",
                problem_en="a figure earns by `cap`, by `of` or by `steps`: give exactly one of them",
            )
        starts = [step.from_ for step in self.steps]
        _check_credits([step.credit for step in self.steps])
        if any(later <= earlier for earlier, later in pairwise(starts)):
            raise fault("IND331", problem_es="los escalones deben ascender", problem_en="steps must ascend")
        return self


class Answer(Model):
    """A kind of answer: options to choose from, worst first, or a figure (`amount`).

    Options without credits are evenly spaced from 0 to 1.
    """

    id: Id
    title: Text | None = None
    options: tuple[AnswerOption, ...] = Field(default=(), strict=False)
    amount: Amount | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Answer:
        if bool(self.options) == (self.amount is not None):
            raise fault(
                "IND318",
                problem_es="una respuesta tiene `options` o `amount`: indique exactamente uno",
                problem_en="an answer has `options` or an `amount`: give exactly one of them",
            )
        given = [option.credit is not None for option in self.options]
        if any(given) and not all(given):
            raise fault(
                "IND331",
                problem_es="deben darse para todas las opciones o para ninguna",
                problem_en="must be given for all options or for none",
            )
        if self.options and len(self.options) < 2:
            raise fault("IND331", problem_es="exigen dos opciones o más", problem_en="need two options or more")
        _check_credits([option.credit for option in self.options if option.credit is not None])
        ids = [option.id for option in self.options]
        if len(set(ids)) < len(ids):
            raise fault("IND331", problem_es="nombran dos veces una opción", problem_en="name an option twice")
        return self

    @property
    def credits(self) -> tuple[Fraction, ...]:
        """Credit of each option, in order."""
        most = len(self.options) - 1
        return tuple(
            Fraction(place, most) if option.credit is None else option.credit
            for place, option in enumerate(self.options)
        )


def _check_credits(credits: list[Fraction]) -> None:
    if any(later <= earlier for earlier, later in pairwise(credits)):
        raise fault(
            "IND331",
            problem_es="deben ascender: la peor respuesta va primero",
            problem_en="must ascend: the worst answer stands first",
        )
    if any(not 0 <= credit <= 1 for credit in credits) or (credits and credits[-1] != 1):
        raise fault(
            "IND331",
            problem_es="van de 0 a 1, y la mejor respuesta vale 1",
            problem_en="go from 0 to 1, and the best answer earns 1",
        )


def _option(name: str, es: str, en: str, credit: str, words: str) -> AnswerOption:
    return AnswerOption(
        id=name, title=Text(es=es, en=en), credit=Fraction(credit), words=tuple(words.split("|")) if words else ()
    )


_YES = "sí|si|s|yes|y|1|x|✓|verdadero|true|cumple|met"
_NO = "no|n|0|falso|false|no cumple|not met"

# Kinds of answer that every program knows.
COMMON_ANSWERS: dict[str, Answer] = {
    "yes_no": Answer(
        id="yes_no",
        options=(_option("no", "No", "No", "0", _NO), _option("yes", "Sí", "Yes", "1", _YES)),
    ),
    "met_partly": Answer(
        id="met_partly",
        options=(
            _option("not_met", "No cumple", "Not met", "0", _NO),
            _option("partly", "Parcial", "Partly met", "1/2", "parcialmente|partly|partial|0.5|0,5|½|p|en parte"),
            _option("met", "Cumple", "Met", "1", _YES + "|total"),
        ),
    ),
    "percent": Answer(id="percent", amount=Amount(cap=100, whole=False, at_most=100)),
}

NotApplicable = Literal["refused", "reweight", "full", "zero"]


class Criterion(Model):
    """The measure of a leaf that is answered. Written as the kind of answer, or as a mapping.

    Attributes
    ----------
    answer
        ``yes_no``, ``met_partly``, ``percent``, or one of the program's `answers`.
    evidence
        Whether an answer that earns anything counts only with its evidence.
    evidence_asked
        What evidence to hand in.
    not_applicable
        What the answer N/A does: it is ``refused``, it takes the criterion out of the denominator (``reweight``), or
        it counts as ``full`` points or as ``zero``.
    """

    answer: Words = "yes_no"
    evidence: Literal["required", "optional"] = "optional"
    evidence_asked: Text | None = None
    not_applicable: NotApplicable = "refused"

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        return {"answer": given} if isinstance(given, str) else given
