"""How severe each rule is: as the catalogue says, as ``icmaml-indicators.toml`` says, as the caller says.

Faults of structure are errors and stay so: a spec that has one cannot be used. What can be used and is doubtful may be
made an error, a warning, a note (info), or be turned off.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from ..diagnostics import MESSAGES, Diagnostic, nearest
from ..errors import IcmamlError, UnknownNameError
from ..sources import leads_out
from ..specs.parsing.nodes import Source

Level = Literal["error", "warning", "info", "off"]
LEVELS: tuple[str, ...] = get_args(Level)

LEVEL_WORDS = {
    "es": {"error": "error", "warning": "aviso", "info": "nota", "off": "apagada"},
    "en": {"error": "error", "warning": "warning", "info": "note", "off": "off"},
}


@cache
def lint_codes() -> tuple[str, ...]:
    """Return the codes whose severity may be set."""
    return tuple(sorted(code for code in MESSAGES if not is_fixed(code)))


def is_fixed(code: str) -> bool:
    """Whether a code is a fault of structure, or not one of a spec at all: its severity stands."""
    return MESSAGES[code].kind != "doubt"


def _is_of_specs(code: str) -> bool:
    """Whether a code exists and is one of specs."""
    return code in MESSAGES and MESSAGES[code].kind in {"fault", "doubt"}


@dataclass(frozen=True, slots=True)
class Severities:
    """Which level each code has, where it is not the default."""

    levels: Mapping[str, Level] = field(default_factory=dict)

    def level(self, code: str) -> Level:
        """Return the level of a code."""
        if code in self.levels:
            return self.levels[code]
        message = MESSAGES[code]
        return "off" if message.off_by_default else message.severity

    def apply(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return the diagnostics that are not turned off, each at its level."""
        kept = []
        for diagnostic in diagnostics:
            level = self.level(diagnostic.code)
            if level != "off":
                kept.append(diagnostic if level == diagnostic.severity else replace(diagnostic, level=level))
        return kept


def given_levels(severity: Mapping[str, str]) -> dict[str, Level]:
    """Check the levels that a caller gives.

    Raises
    ------
    UnknownNameError
        For a code or level that does not exist.
    IcmamlError
        For a fault of structure.
    """
    for code, level in severity.items():
        if not _is_of_specs(code):
            raise UnknownNameError("rule", code, lint_codes())
        if level not in LEVELS:
            raise UnknownNameError("severity", level, LEVELS)
        if is_fixed(code):
            raise IcmamlError("IND580", name=code)
    return {code: cast("Level", level) for code, level in severity.items()}


def read_configuration(path: Path) -> tuple[dict[str, Level], list[Diagnostic]]:
    """Read a configuration file, but no link out of its folder; what is wrong comes back as diagnostics."""
    if leads_out(path, path.parent):
        return {}, [Diagnostic("IND127", Source.of(path, "").place(0, 0), {"folder": str(path.parent)})]
    try:
        text = path.read_bytes().decode("utf-8-sig")
        data = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, [Diagnostic("IND374", Source.of(path, "").place(0, 0), {"problem": str(error)})]
    source = Source.of(path, text)
    faults = [
        _fault(source, "IND376", key, nearest(key, ("severity",)), ("severity",), key=key)
        for key in data
        if key != "severity"
    ]
    table = data.get("severity", {})
    if not isinstance(table, dict):
        return {}, [*faults, _fault(source, "IND375", "severity", None, LEVELS, given=str(table))]
    levels: dict[str, Level] = {}
    for code, level in table.items():
        if not _is_of_specs(code):
            faults.append(_fault(source, "IND371", code, nearest(code, lint_codes()), name=code))
        elif level not in LEVELS:
            faults.append(_fault(source, "IND375", code, nearest(str(level), LEVELS), LEVELS, given=str(level)))
        elif is_fixed(code):
            faults.append(_fault(source, "IND373", code, None, name=code))
        else:
            levels[code] = level
    return levels, faults


def _fault(
    source: Source, code: str, word: str, hint: str | None, expected: tuple[str, ...] = (), **details: str
) -> Diagnostic:
    """Point at the first line that begins with a word; TOML keeps no places."""
    for number, line in enumerate(source.lines):
        bare = line.lstrip(" \t[\"'")
        if bare.startswith(word):
            return Diagnostic(
                code, source.place(number, len(line) - len(bare), len(word)), dict(details), hint, expected
            )
    return Diagnostic(code, source.place(0, 0), dict(details), hint, expected)
