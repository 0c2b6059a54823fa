"""What becomes of diagnostics: each at its severity, those that the files allow set apart."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..diagnostics import Diagnostic
from ..linting import Level, Severities, read_allowances, read_configuration, split_by_allowance
from ..sources import find_configuration
from ..specs import Draft


class Configurations:
    """The configuration files that speak of the specs, each read once; what the caller gives goes before them."""

    def __init__(self, given: Mapping[str, Level]) -> None:
        self.given = given
        self.read: dict[Path, tuple[dict[str, Level], list[Diagnostic]]] = {}

    def of(self, path: Path) -> Severities:
        """Return the severities for the specs at a path."""
        found = find_configuration(path)
        return Severities({**(self._levels(found)[0] if found else {}), **self.given})

    def faults(self, configuration: Path) -> tuple[Diagnostic, ...]:
        """Return what is wrong with a configuration file."""
        return tuple(self._levels(configuration)[1])

    def _levels(self, configuration: Path) -> tuple[dict[str, Level], list[Diagnostic]]:
        if configuration not in self.read:
            self.read[configuration] = read_configuration(configuration)
        return self.read[configuration]


def apply_severities(draft: Draft, severities: Severities) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Return the diagnostics of a draft that stand, in reading order, and those that its files allow."""
    allowances = []
    for source in draft.sources:
        found, faults = read_allowances(source)
        allowances += found
        draft.diagnostics += faults
    kept, allowed = split_by_allowance(draft.sorted_diagnostics(), allowances)
    draft.diagnostics = severities.apply(kept)
    return list(draft.sorted_diagnostics()), severities.apply(allowed)
