"""What every part of a spec shares: strictness, ids, texts in two languages, provenance, references."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictFloat,
    StrictInt,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from ...diagnostics.brief import brief

_ID = re.compile(r"[a-z][a-z0-9_]{0,79}\Z")

# Words with a meaning of their own in formulas or as columns of the data.
RESERVED = frozenset(
    {"total", "entity", "period", "name", "variable", "value", "result", "and", "or", "not", "true", "false"}
    | {"if_else", "min", "max", "sum", "mean", "abs", "log", "exp", "sqrt", "coalesce", "lag"}
    | {"npv", "irr", "equivalent_annual"}
)


def fault(code: str, **details: Any) -> PydanticCustomError:
    """Return a validation error that the loader turns into diagnostic `code`."""
    return PydanticCustomError(code, code, details)


def is_id(text: str) -> bool:
    """Whether a text can be an id."""
    return _ID.match(text) is not None and text not in RESERVED


def as_id(text: str) -> str | None:
    """Return a text as an id: in lower case, without accents, words apart by underscores; None where that is none."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text.strip())
    bare = "".join(sign for sign in unicodedata.normalize("NFD", apart) if not unicodedata.combining(sign))
    found = re.sub(r"[\s.\-]+", "_", bare).lower()
    return found if is_id(found) else None


def _check_id(text: str) -> str:
    if not is_id(text):
        raise fault("IND115", given=text)
    return text


Id = Annotated[str, AfterValidator(_check_id)]
Number = StrictInt | StrictFloat
# No Field here: before pydantic 2.11 the default of one attribute became that of every other of the same type.
Words = Annotated[str, StringConstraints(min_length=1)]


def _no_boolean(given: Any) -> Any:
    # Python takes true for 1.
    return str(given).lower() if isinstance(given, bool) else given


NoBoolean = BeforeValidator(_no_boolean)


class Model(BaseModel):
    """A frozen part of a spec; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    def __repr__(self) -> str:
        given = (name for name in type(self).model_fields if name in self.model_fields_set)
        return brief(type(self).__name__, {name: getattr(self, name) for name in given})


class Text(Model):
    """A text for end users, in Spanish and English."""

    es: Words
    en: Words

    def in_language(self, language: str) -> str:
        """Return the text in ``es`` or ``en``."""
        return self.es if language == "es" else self.en


class Unit(Text):
    """A unit of measure in words; `symbol` says it to machines (``MXN/person``) where the words may not be enough."""

    symbol: Words | None = None


class OrderedMethods(Model):
    """Methods that are tried in order. Written as one of them, a list, ``none``, or a mapping.

    ``none`` switches off what would be inherited.
    """

    methods: tuple[str, ...] = Field(default=(), strict=False)

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, given: Any) -> Any:
        if isinstance(given, str | list):
            given = {"methods": given}
        if isinstance(given, dict) and isinstance(given.get("methods"), str):
            given = {**given, "methods": [given["methods"]]}
        return given

    @property
    def is_active(self) -> bool:
        """Whether it does anything at all."""
        return self.methods != ("none",)

    @property
    def active_methods(self) -> tuple[str, ...]:
        """The methods, in the order in which they are tried."""
        return self.methods if self.is_active else ()

    def check_methods(
        self, name: str, methods: Mapping[str, Any], shared: Collection[str] = (), otherwise: str = ""
    ) -> None:
        """Refuse a method that is named twice, ``none`` beside others, and keys that none of them takes.

        Parameters
        ----------
        name
            The key that it stands under.
        methods
            All that may be named, each with the keys that it takes.
        shared
            Keys that do not depend on the method.
        otherwise
            What it is called where it names no method.
        """
        named = self.methods
        if len(set(named)) < len(named):
            raise fault(
                "IND318",
                problem_es=f"un método de `{name}` se repite",
                problem_en=f"a method of `{name}` is named twice",
                at=("methods",),
            )
        if "none" in named and len(named) > 1:
            raise fault("IND315", key="methods", method=f"{name}: none", at=("methods",))
        taken = {"methods", *shared}.union(*(methods[each].optional for each in self.active_methods))
        for key in sorted(self.model_fields_set - taken):
            raise fault("IND315", key=key, method=f"{name}: {', '.join(named) or otherwise}", at=(key,))


class Range(Model):
    """Lowest and highest admissible figure; None is open. Written ``[low, high]``."""

    low: Number | None = None
    high: Number | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends; infinite where it is open."""
        low = -math.inf if self.low is None else float(self.low)
        return low, math.inf if self.high is None else float(self.high)

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, given: Any) -> Any:
        if isinstance(given, list) and len(given) == 2:
            return {"low": given[0], "high": given[1]}
        return given

    @model_validator(mode="after")
    def _ordered(self) -> Range:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise fault("IND306", low=self.low, high=self.high)
        return self

    def __str__(self) -> str:
        low = "-∞" if self.low is None else f"{self.low:g}"
        high = "∞" if self.high is None else f"{self.high:g}"
        return f"{low} … {high}"


Status = Literal["documented", "reconstructed", "user"]
STATUSES: tuple[Status, ...] = get_args(Status)


class ImprovesWith(Model):
    """What the result gets better with: `more` or `less` of these inputs, the others staying as they are."""

    more: tuple[str, ...] = Field(default=(), strict=False)
    less: tuple[str, ...] = Field(default=(), strict=False)


class Provenance(Model):
    """Where a definition comes from.

    ``documented`` names a public source; ``reconstructed`` names the comparable system that it is modelled on;
    ``user`` is whoever wrote the spec. Written as a word or as a mapping.
    """

    status: Status
    source: Words | None = None
    url: Words | None = None
    documented_parts: Text | None = None
    confidence: Literal["high", "medium", "low"] | None = None
    modelled_on: tuple[Words, ...] = Field(default=(), strict=False)
    reading: Literal["definition_read", "name_read", "area_read", "recalled"] | None = None
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        return {"status": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _names_its_source(self) -> Provenance:
        if self.status == "documented" and not self.source:
            raise fault("IND313", status=self.status, key="source")
        if self.status == "reconstructed" and not self.modelled_on:
            raise fault("IND313", status=self.status, key="modelled_on")
        return self


_SdgTarget = Annotated[str, StringConstraints(pattern=r"^(1[0-7]|[1-9])\.([1-9][0-9]?|[a-d])$")]
_IsoTheme = Literal[
    "economy",
    "education",
    "energy",
    "environment",
    "finance",
    "fire_and_emergency_response",
    "governance",
    "health",
    "recreation",
    "safety",
    "shelter",
    "solid_waste",
    "telecommunications",
    "transportation",
    "urban_planning",
    "wastewater",
    "water_and_sanitation",
]


class References(Model):
    """Frameworks that an indicator speaks to: SDG targets (UN) and ISO 37120 themes."""

    sdg: tuple[_SdgTarget, ...] = Field(default=(), strict=False)
    iso37120: tuple[_IsoTheme, ...] = Field(default=(), strict=False)
