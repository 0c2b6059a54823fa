"""Raw figures that are handed in or made of another program, how their gaps are filled, and checks between them."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, PlainSerializer, Strict, Tag, model_validator

from ..methods.imputations import IMPUTATIONS
from .base import Id, Model, Number, OrderedMethods, Range, Text, Unit, Words, fault

# In the place of a variable with options: the same entity, over a longer period.
SAME_ENTITY = "entity"
Kind = Literal["stock", "flow", "context"]


class Option(Model):
    """One admissible value of an ordinal or category variable. Written as a word, or with a title.

    `from` is where it begins (included), of a variable that is cut from another; the first option begins nowhere.
    """

    id: Id
    title: Text | None = None
    from_: Number | None = Field(default=None, alias="from")

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        return {"id": given} if isinstance(given, str) else given


# A list, or the word for any text.
Options = Annotated[
    Annotated[tuple[Option, ...], Strict(False), Tag("listed")] | Annotated[Literal["any"], Tag("any_text")],
    Discriminator(lambda given: "any_text" if isinstance(given, str) else "listed"),
]
_OPTIONS = {
    "what_es": "los cortes de las opciones (`from`)",
    "what_en": "the cuts of the options (`from`)",
    "problem_es": "deben ascender; solo la primera opción no lleva",
    "problem_en": "must ascend; the first option alone has none",
}


_ANY = {
    "problem_es": "`options: any` es solo de las categorías que se entregan: las demás enumeran sus opciones",
    "problem_en": "`options: any` is of categories alone that are handed in: others list their options",
}


def _as_number(cut: Number | None) -> float:
    return float(cut or 0)


def _as_code(given: Any) -> Any:
    # One fault, where a union tells one for each of its kinds.
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        wanted = {"wanted_es": "una cifra o una palabra", "wanted_en": "a figure or a word"}
        raise fault("IND106", key="absent", **wanted, given=json.dumps(given))
    return given


AbsenceCode = Annotated[Number | Words, BeforeValidator(_as_code)]


class Imputation(OrderedMethods):
    """What stands in for a figure that was not handed in: a method, a list of them, ``none``, or a mapping.

    The methods are tried in order, gap by gap. What does not apply, or cannot be worked out, is no gap. On a variable,
    whatever reads it reads the imputed figure; on an indicator its own score alone does, and its value stays absent.

    Attributes
    ----------
    methods
        ``mean`` or ``median`` of a population; ``last`` or ``next``: the nearest known figure of the same entity
        before, or after; ``linear``: on the line between both. None of these goes across a break. ``none`` switches an
        inherited imputation off.
    over
        The population: each ``period`` by itself (default), ``all``, ``entity``, a variable with options, or one that
        is declared.
    at_least
        From how many known figures of a population on it is used.
    weight
        The variable that weighs figures in a mean.
    at_most
        How many periods away a figure may lie that is taken along time; any number by default.
    """

    methods: tuple[Literal["mean", "median", "last", "next", "linear", "none"], ...] = Field(min_length=1, strict=False)
    over: Words = "period"
    at_least: int = Field(default=1, ge=1)
    weight: Id | None = None
    at_most: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _keys_fit_methods(self) -> Imputation:
        self.check_methods("imputation", IMPUTATIONS)
        return self

    @property
    def asks_population(self) -> bool:
        """Whether it takes figures of a population."""
        return any(not IMPUTATIONS[name].along_time for name in self.active_methods)

    @property
    def asks_time(self) -> bool:
        """Whether it takes figures along time."""
        return any(IMPUTATIONS[name].along_time for name in self.active_methods)


class Variable(Model):
    """A raw figure or answer that an entity hands in.

    `kind` tells how time enters: ``stock`` at the end of the period, ``flow`` over the period, ``context`` from
    outside. An ordinal variable lists its options from lowest to highest; a category lists them, or takes ``any`` text
    that comes: keys of states, of districts. What is made of a program below says `from`
    which of its figures. A variable `of` another is not handed in: its
    options are cut from the figures of that one. `columns` are further headings that it has in tables, and `absent` the
    figures and words that stand there for nothing reported.
    """

    id: Id
    title: Text
    description: Text | None = None
    unit: Unit | None = None
    type: Literal["number", "integer", "boolean", "ordinal", "category"] = "number"
    kind: Kind | None = None
    range: Range = Range()
    imputation: Imputation | None = None
    options: Options = ()
    from_: Words | None = Field(default=None, alias="from")
    of: Id | None = None
    columns: tuple[Words, ...] = Field(default=(), strict=False)
    absent: tuple[AbsenceCode, ...] = Field(default=(), strict=False)
    note: Text | None = None

    @model_validator(mode="after")
    def _is_looked_for(self) -> Variable:
        for key in ("columns", "absent"):
            if getattr(self, key) and not self.is_handed_in:
                raise fault("IND146", key=key, other="of" if self.of is not None else "from", at=(key,))
        return self

    @model_validator(mode="after")
    def _options_fit_type(self) -> Variable:
        if self.type in {"ordinal", "category"} and not self.options:
            raise fault("IND317", type=self.type)
        if self.takes_any and (self.type != "category" or self.of is not None):
            raise fault("IND318", **_ANY, at=("options",))
        cuts = [option.from_ for option in self.choices]
        if self.of is None:
            if any(cut is not None for cut in cuts):
                raise fault("IND315", method=self.type, key="from", at=("options",))
        elif not cuts or cuts[0] is not None or None in cuts[1:] or cuts[1:] != sorted({*cuts[1:]}, key=_as_number):
            raise fault("IND307", **_OPTIONS, at=("options",))
        return self

    @property
    def takes_any(self) -> bool:
        """Whether any text is an option."""
        return self.options == "any"

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options that are listed."""
        return () if self.options == "any" else self.options

    @property
    def cuts(self) -> tuple[Number, ...]:
        """Where each option but the first begins, of a variable that is cut from another."""
        return tuple(option.from_ for option in self.choices if option.from_ is not None)

    @property
    def is_handed_in(self) -> bool:
        """Whether it is neither cut from another variable nor made of a program below."""
        return self.of is None and self.from_ is None

    def describe(self) -> dict[str, Any]:
        """Return what documents tell of it."""
        same = {name: getattr(self, name) for name in ("id", "title", "description", "unit", "type", "kind", "of")}
        ends = {"range_low": self.range.low, "range_high": self.range.high}
        return {**same, **ends, "options": self.choices, "takes_any": self.takes_any, "from": self.from_}

    def option_code(self, option: str) -> int | None:
        """Return the number that stands for an option in the data matrix, or None."""
        return next((code for code, known in enumerate(self.choices) if known.id == option), None)


class RollUp(Model):
    """From which program the variables that say `from` come.

    Attributes
    ----------
    of
        The program below, by its id; ``id@version`` names an edition.
    by
        Its variable with options that names the larger entity; ``entity`` for the same entity over a longer period.
    at_least
        The share of the rows, and of what weighs, that must have a figure, from 0 to 1.
    """

    of: Annotated[Words, Field(pattern=r"^[a-z][a-z0-9_]*(@[^@/\\]+)?$")]
    by: Words
    at_least: Annotated[Number, Field(ge=0, le=1)] = 1


class Check(Model):
    """An expression over variables that must hold in every row.

    Where one of severity ``error`` fails, the figures it names are known to contradict each other and are rejected (or
    only those listed in `rejects`); a ``warning`` keeps them and says so.
    """

    rule: Words
    severity: Literal["error", "warning"] = "error"
    message: Text | None = None
    rejects: tuple[str, ...] | None = Field(default=None, strict=False)


# The reasons that may stand where a figure is expected, and those that an input may be absent for.
AbsentResult = Literal[
    "undefined", "not_applicable", "not_reported", "not_verified", "rejected", "not_scored", "low_coverage", "excluded"
]
ABSENT_INPUTS = ("not_reported", "not_applicable", "not_verified")
# What an example expects of the node that it stands at has no name of its own.
OWN = ""


def _of_its_own(given: Any) -> Any:
    return given if isinstance(given, dict) or given is None else {OWN: given}


def _as_written(given: Any) -> Any:
    return given[OWN] if isinstance(given, dict) and set(given) == {OWN} else given


_Own = PlainSerializer(_as_written, return_type=Any)
Figures = Annotated[dict[str, Number | AbsentResult], BeforeValidator(_of_its_own), _Own]
Names = Annotated[dict[str, Words], BeforeValidator(_of_its_own), _Own]
Given = dict[str, Number | bool | str | None]


# What each entity of a population has of its own, and the name under which its examples go: nobody writes that.
_OF_ENTITIES = ("previous", "expect", "expect_score", "expect_level", "expect_light")
MEMBERS = "given[]"


def _of_entity(lists: dict[str, Any], place: int) -> dict[str, Any]:
    """Return what an example that holds a population says of one entity."""
    return {
        key: {name: part[place] for name, part in parts.items()} if isinstance(parts, dict) else parts[place]
        for key, parts in lists.items()
    }


class Example(Model):
    """Inputs and what must come of them; `validate` runs it through the engine that scores data.

    What is expected is written for the node that bears the example, or as a mapping from nodes to what each must come
    to. Without `source` the figures are synthetic.

    Attributes
    ----------
    given
        Figures and answers by id; what is left out is not reported. ``null``, ``not_applicable`` and ``not_verified``
        say why one is absent. An answer comes with its evidence, unless ``<criterion>.evidence`` is false. In the
        example of a criterion ``answer`` and ``evidence`` stand for its own. The id of an answer given to a group (or
        to ``total``) is the answer of every criterion below; a figure given to an indicator or a group is a published
        one.
    previous
        The same, of the period before, for formulas with ``lag``.
    period
        The period that the example is in, where targets depend on it.
    expect
        The result of a formula, or the reason why there is none.
    expect_score, expect_level, expect_light
        The score (or the reason why there is none), the level, the traffic light.
    members
        Of an example that holds a population (`given` is a list, and so is each expectation): one example an entity, in
        the same order. Together they are a population of their own.
    within
        How far a figure may lie from the one expected.
    source
        Where the figures come from.
    """

    given: Given = Field(default_factory=dict)
    members: tuple[Example, ...] = Field(default=(), strict=False, alias="given[]")
    previous: Given | None = None
    period: Words | None = None
    expect: Figures | None = None
    expect_score: Figures | None = None
    expect_level: Names | None = None
    expect_light: Names | None = None
    within: Number | None = Field(default=None, ge=0)
    source: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_an_entity(cls, given: Any) -> Any:
        if not isinstance(given, dict) or not isinstance(given.get("given"), list):
            return given
        count = len(given["given"])
        lists = {key: given[key] for key in ("given", *_OF_ENTITIES) if given.get(key) is not None}
        for key, parts in lists.items():
            for part in parts.values() if isinstance(parts, dict) else [parts]:
                if not isinstance(part, list) or len(part) != count or not count:
                    found = len(part) if isinstance(part, list) else 1
                    raise fault("IND147", key=key, wanted=count, given=found, at=(key,))
        shared = {key: value for key, value in given.items() if key not in lists}
        return {**shared, MEMBERS: [{**shared, **_of_entity(lists, place)} for place in range(count)]}

    @model_validator(mode="after")
    def _expects_something(self) -> Example:
        if self.members:
            return self
        if "given" not in self.model_fields_set:
            raise fault("IND105", key="given")
        if not any((self.expect, self.expect_score, self.expect_level, self.expect_light)):
            raise fault("IND105", key="expect")
        return self


def _one_or_many(given: Any) -> Any:
    return [given] if isinstance(given, str) else given


Examples = Annotated[tuple[Example, ...], Strict(False)]
Properties = Annotated[tuple[Words, ...], BeforeValidator(_one_or_many), Strict(False)]
