"""Which step of the version a comparison makes due, and which one was given.

Versions are free text. ``1.4``, ``1.4.2`` and ``v1.4.2-rc1`` are read as numbers: the first is the major, the second
the minor, the third the patch; while the major is 0 the minor stands for it (Semantic Versioning 2.0.0, clause 4, as
Cargo reads it). Any other text (``2010``, ``2016-108.1``, ``2017-06-30``) names an edition: that it changed says all,
and counts as a major step. Another id makes another instrument: a major step. A number that went down is no step.
"""

from __future__ import annotations

import re
from typing import Literal

from .comparing.change import Effect

Step = Literal["none", "patch", "minor", "major"]
STEPS: tuple[Step, ...] = ("none", "patch", "minor", "major")
_NUMBERED = re.compile(r"v?(\d+)\.(\d+)(?:\.(\d+))?(?:[-+][0-9A-Za-z.+-]+)?\Z", re.ASCII)

DUE: dict[Effect, Step] = {"breaking": "major", "additive": "minor", "neutral": "none"}


def numbers(version: str) -> tuple[int, int, int] | None:
    """Return major, minor and patch; None for a version that names an edition."""
    found = _NUMBERED.match(version)
    if found is None:
        return None
    major, minor, patch = found.groups(default="0")
    return int(major), int(minor), int(patch)


def step_given(old: str, new: str) -> Step:
    """Return the step from one version to another."""
    if old == new:
        return "none"
    before, after = numbers(old), numbers(new)
    if before is None or after is None:
        return "major"
    if after < before:
        return "none"
    if after[0] != before[0]:
        return "major"
    if after[1] != before[1]:
        return "major" if after[0] == 0 else "minor"
    return "patch"


def is_enough(given: Step, due: Step) -> bool:
    """Whether a step says what is due."""
    return STEPS.index(given) >= STEPS.index(due)


def next_version(old: str, due: Step) -> str | None:
    """Return a version that would be enough after `old`; None where only its author can name it."""
    found = numbers(old)
    if found is None or due == "none":
        return None
    prefix = "v" if old.startswith("v") else ""
    major, minor, _ = found
    three = old.count(".") > 1
    if due == "major" and major > 0:
        major, minor = major + 1, 0
    else:
        minor += 1
    return f"{prefix}{major}.{minor}" + (".0" if three else "")
