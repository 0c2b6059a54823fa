"""What a page of the rule reference says, and the examples that prove it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Page:
    """One rule.

    Attributes
    ----------
    code, name
        Its code and a name to speak of it.
    does, why
        What it finds, and why that is bad.
    good, bad
        Lines of a spec, and how they should not be written.
    sample
        The spec that holds `good`: with `bad` in its place, the rule finds something. None where a single spec is not
        enough to show it.
    instead
        What to do, where the good example does not say it all.
    good_files, bad_files
        Files of a folder, by name, for rules on files: then `good` and `bad` are not used.
    """

    code: str
    name: str
    does: str
    why: str
    good: str = ""
    bad: str = ""
    sample: str | None = None
    instead: str = ""
    good_files: Mapping[str, str] = field(default_factory=dict)
    bad_files: Mapping[str, str] = field(default_factory=dict)
