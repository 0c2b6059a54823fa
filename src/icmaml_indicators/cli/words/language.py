"""In which language the command line speaks: as it is told, else as the environment says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from ...diagnostics import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
# As POSIX orders them: the first that says anything is the locale.
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")


def find_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language of a call, which has to be known before its arguments can be found wrong.

    ``--language`` decides, wherever it stands; else the environment, as for other programs: the first language of
    ``LANGUAGE`` that is spoken here, unless the locale is that of no country (``C``, or none at all), else the locale.
    """
    return _asked(arguments) or _spoken_around(environment)


def _asked(arguments: Sequence[str]) -> Language | None:
    """Return the last language that the arguments name; they may shorten the option, as any other."""
    found: Language | None = None
    given = iter(arguments)
    for part in given:
        if part == "--":
            break
        name, equals, value = part.partition("=")
        if name.startswith("--la") and "--language".startswith(name):
            named = value if equals else next(given, "")
        elif part.startswith("-l"):
            named = part[2:].removeprefix("=") or next(given, "")
        else:
            continue
        found = _spoken(named) or found
    return found


def _spoken_around(environment: Mapping[str, str]) -> Language:
    locale = next((environment[name] for name in _LOCALES if environment.get(name)), "C")
    if _language_of(locale) in {"c", "posix"}:
        return "en"
    wanted = [*environment.get("LANGUAGE", "").split(":"), locale]
    return next((known for name in wanted if (known := _spoken(_language_of(name)))), "en")


def _language_of(locale: str) -> str:
    """Return the language of a locale: ``es`` of ``es_MX.UTF-8``, ``es-MX`` and ``es@euro``."""
    for sign in ".@_-":
        locale = locale.partition(sign)[0]
    return locale.lower()


def _spoken(name: str) -> Language | None:
    return next((language for language in LANGUAGES if language == name), None)
