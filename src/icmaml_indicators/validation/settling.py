"""What becomes of diagnostics: each at its severity, those that the files allow set apart."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..diagnostics import Diagnostic
from ..linting import Level, Severities, find_configuration, read_allowances, read_configuration, sort_out
from ..specs import Draft

_PACKAGE = Path(__file__).resolve().parent.parent


class Configurations:
    """The configuration files that speak of the specs, each read once; what the caller gives goes before them."""

    def __init__(self, given: Mapping[str, Level]) -> None:
        self.given = given
        self.faults: list[Diagnostic] = []
        self.read: dict[Path, dict[str, Level]] = {}

    def of(self, path: Path) -> Severities:
        """Return the severities for the specs at a path; installed specs have no configuration."""
        found = None if path.resolve().is_relative_to(_PACKAGE) else find_configuration(path)
        if found is None:
            return Severities(self.given)
        if found not in self.read:
            self.read[found], faults = read_configuration(found)
            self.faults += faults
        return Severities({**self.read[found], **self.given})


def settle(draft: Draft, severities: Severities) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Return the diagnostics of a draft that stand, in reading order, and those that its files allow."""
    allowances = []
    for source in draft.sources:
        found, faults = read_allowances(source)
        allowances += found
        draft.diagnostics += faults
    kept, allowed = sort_out(draft.sorted_diagnostics(), allowances)
    draft.diagnostics = severities.apply(kept)
    return list(draft.sorted_diagnostics()), severities.apply(allowed)
