"""The exceptions that this library raises, all of them.

::

    IcmamlError
    ├── SpecError          a spec is wrong; carries every Diagnostic
    ├── DataError          the data as a whole cannot be used (one bad cell is a finding, not an error)
    ├── IncomparableError  figures on both sides of a break were to be compared
    ├── UnknownNameError   no such program, node, entity or option; names the nearest valid choice
    ├── AmbiguousNameError several municipalities bear the name; lists them
    ├── OutOfRangeError    a figure given to a call lies outside what it can be
    ├── WrongKindError     an argument is an object of another kind; says which is needed, and what makes it
    └── MissingExtraError  an optional dependency is not installed; says which command installs it

Each says itself in English (``str``) and in either language (``message``); the words come from the catalogue, by code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, get_args

from .diagnostics import Diagnostic, Language, nearest, phrase, render_text

__all__ = [
    "AmbiguousNameError",
    "DataError",
    "IcmamlError",
    "IncomparableError",
    "MissingExtraError",
    "OutOfRangeError",
    "SpecError",
    "UnknownNameError",
    "WrongKindError",
    "check_language",
    "check_option",
    "expect",
]

_DID_YOU_MEAN = {"es": "; ¿quiso decir `{}`?", "en": "; did you mean `{}`?"}


class IcmamlError(Exception):
    """Base of every error that the library raises on purpose.

    Parameters
    ----------
    code
        Code of the message.
    suggestion
        The nearest valid choice, if there is one.
    **details
        The values that fill the message; a pair (Spanish, English) where they differ.
    """

    def __init__(self, code: str, suggestion: str | None = None, **details: Any) -> None:
        self.code, self.suggestion, self.details = code, suggestion, details
        super().__init__(code, details)

    def message(self, language: Language = "en") -> str:
        """Return what is wrong in Spanish (``es``) or English (``en``)."""
        place = 0 if language == "es" else 1
        details = {key: value[place] if isinstance(value, tuple) else value for key, value in self.details.items()}
        hint = _DID_YOU_MEAN[language].format(self.suggestion) if self.suggestion else ""
        return phrase(self.code, language, **details) + hint

    def __str__(self) -> str:
        return self.message("en")


class SpecError(IcmamlError):
    """A spec is wrong.

    Attributes
    ----------
    diagnostics : tuple of Diagnostic
        Everything found wrong, in all files, in reading order.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__("SpecError")

    def message(self, language: Language = "en") -> str:
        """Return every diagnostic with its excerpt."""
        return render_text(self.diagnostics, language)


class DataError(IcmamlError):
    """The data cannot be used at all: no key column, no rows, no variable of the program."""


class IncomparableError(IcmamlError):
    """Figures that a change of definition parts were to be compared; says which change, and what can be done."""


_KINDS = {
    "program": ("el programa", "program"),
    "map": ("el mapa", "map"),
    "node": ("el nodo", "node"),
    "node or variable": ("el nodo o la variable", "node or variable"),
    "group": ("el grupo", "group"),
    "entity": ("la entidad", "entity"),
    "file": ("el archivo", "file"),
    "criterion": ("el criterio", "criterion"),
    "period": ("el periodo", "period"),
    "level": ("el nivel", "level"),
    "indicator": ("el indicador", "indicator"),
    "peer column": ("la columna de comparación", "peer column"),
    "variable": ("la variable", "variable"),
    "scoring model": ("el modelo de calificación", "scoring model"),
    "weighed node": ("el nodo con peso", "weighed node"),
    "step": ("el paso", "step"),
    "rule": ("la regla", "rule"),
    "severity": ("la severidad", "severity"),
    "municipality": ("el municipio", "municipality"),
    "state": ("el estado", "state"),
    "column": ("la columna", "column"),
    "decimal mark": ("el signo decimal", "decimal mark"),
    "language": ("el idioma", "language"),
    "kind of table": ("el tipo de tabla", "kind of table"),
    "option": ("la opción", "option"),
    "reach": ("el alcance", "reach"),
    "kind of program": ("el tipo de programa", "kind of program"),
    "kind of entity": ("el tipo de entidad", "kind of entity"),
    "length of period": ("la duración del periodo", "length of period"),
    "direction": ("el sentido", "direction"),
    "format": ("el formato", "format"),
    "layout": ("la disposición", "layout"),
    "kind of page": ("el tipo de página", "kind of page"),
    "country": ("el país", "country"),
    "staircase": ("la escalera de respuestas", "staircase of answers"),
}
_MOST_SHOWN = 12


class UnknownNameError(IcmamlError, LookupError):
    """A name that does not exist was asked for.

    Parameters
    ----------
    kind
        What was looked up, for example ``"program"``.
    name
        The name as given.
    valid
        The names that exist.
    """

    def __init__(self, kind: str, name: str, valid: Sequence[str]) -> None:
        self.kind, self.name, self.valid = kind, name, tuple(valid)
        shown = ", ".join(valid[:_MOST_SHOWN]) + (", …" if len(valid) > _MOST_SHOWN else "")
        super().__init__("IND520", nearest(str(name), valid), kind=_KINDS[kind], name=name, valid=shown or "–")


def check_option(kind: str, given: str, valid: Sequence[str]) -> None:
    """Refuse an option that is none of the valid ones.

    Raises
    ------
    UnknownNameError
        With the valid ones.
    """
    if given not in valid:
        raise UnknownNameError(kind, str(given), valid)


def check_language(language: str) -> None:
    """Refuse a language in which nothing is written."""
    check_option("language", language, get_args(Language))


class AmbiguousNameError(IcmamlError, LookupError):
    """Several municipalities bear a name.

    Parameters
    ----------
    name
        The name as given.
    candidates
        Those that bear it, with key and state.
    """

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        self.name, self.candidates = name, tuple(candidates)
        shown = "; ".join(candidates[:_MOST_SHOWN]) + ("; …" if len(candidates) > _MOST_SHOWN else "")
        super().__init__("IND524", name=name, count=len(candidates), candidates=shown)


class MissingExtraError(IcmamlError, ImportError):
    """An optional dependency is not installed.

    Parameters
    ----------
    extra
        Name of the extra that brings it, for example ``"reports"``.
    """

    def __init__(self, extra: str) -> None:
        self.extra = extra
        super().__init__("IND530", extra=extra)


# What makes the objects that are handed on.
_MAKERS = {
    "Appraisal": "appraise",
    "Assessment": "score",
    "Benchmark": "benchmark",
    "ImprovementPath": "Benchmark.path",
    "IndexAnalysis": "analyse",
    "Ledger": "Assessment.explain",
    "Panel": "join_editions",
    "Portfolio": "prioritise",
    "Program": "load",
    "Sensitivity": "Assessment.sensitivity",
    "SpecDiff": "diff",
    "TargetResults": "score_targets",
    "Uncertainty": "Assessment.uncertainty",
}


class WrongKindError(IcmamlError, TypeError):
    """An argument is an object of another kind than is needed.

    Parameters
    ----------
    name
        The argument.
    given
        What was handed in.
    kinds
        The kinds that it may be of.
    code
        Code of the message, where it is not the one that lists the kinds.
    """

    def __init__(self, name: str, given: object, kinds: Sequence[type], code: str = "IND496") -> None:
        self.given, self.kinds = given, tuple(kinds)
        words = [f"{k.__name__} ({_MAKERS[k.__name__]})" if k.__name__ in _MAKERS else k.__name__ for k in kinds]
        most = ", ".join(words[:-1])
        expected = tuple(f"{most} {either} {words[-1]}" if most else words[-1] for either in ("o", "or"))
        super().__init__(code, name=name, expected=expected, given=type(given).__name__)


class OutOfRangeError(IcmamlError, ValueError):
    """A figure given to a call lies outside what it can be.

    Parameters
    ----------
    name
        The argument.
    given
        What was handed in.
    wanted
        What it must be, in Spanish and English.
    """

    def __init__(self, name: str, given: object, wanted: tuple[str, str]) -> None:
        self.given = given
        super().__init__("IND569", key=name, wanted=wanted, given=given)


def expect_number(name: str, given: object, holds: Callable[[float], bool], wanted: tuple[str, str]) -> float:
    """Return a number for which something holds; a truth is none.

    Raises
    ------
    OutOfRangeError
        When it is no number, or not such a one, saying what it must be.
    """
    if isinstance(given, bool) or not isinstance(given, int | float) or not holds(given):
        raise OutOfRangeError(name, given, wanted)
    return given


def expect(name: str, given: object, *kinds: type) -> None:
    """Raise `WrongKindError` where an argument is of none of these kinds."""
    if not isinstance(given, kinds) and not (Path in kinds and isinstance(given, PathLike)):
        raise WrongKindError(name, given, kinds)
