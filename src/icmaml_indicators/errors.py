"""The exceptions that this library raises, all of them.

::

    IcmamlError
    ├── SpecError          a spec is wrong; carries every Diagnostic
    ├── DataError          the data as a whole cannot be used (one bad cell is a finding, not an error)
    ├── UnknownNameError   no such program, node, entity or option; names the nearest valid choice
    └── MissingExtraError  an optional dependency is not installed; says which command installs it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .diagnostics import Diagnostic

__all__ = ["DataError", "IcmamlError", "MissingExtraError", "SpecError", "UnknownNameError"]


class IcmamlError(Exception):
    """Base of every error that the library raises on purpose."""


class SpecError(IcmamlError):
    """A spec is wrong.

    Parameters
    ----------
    diagnostics
        Everything found wrong, in all files, in reading order.

    Attributes
    ----------
    diagnostics : tuple of Diagnostic
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        from .diagnostics import render_text

        return render_text(self.diagnostics)


class DataError(IcmamlError):
    """The data cannot be used at all: no key column, no rows, no variable of the program."""


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
        from .diagnostics import nearest

        self.kind, self.name, self.valid = kind, name, tuple(valid)
        near = nearest(name, valid)
        hint = f"; did you mean `{near}`?" if near else ""
        shown = ", ".join(valid[:12]) + (", …" if len(valid) > 12 else "")
        super().__init__(f"there is no {kind} `{name}`{hint} (valid: {shown or 'none'})")


class MissingExtraError(IcmamlError, ImportError):
    """An optional dependency is not installed.

    Parameters
    ----------
    extra
        Name of the extra that brings it, for example ``"reports"``.
    purpose
        What it was needed for.
    """

    def __init__(self, extra: str, purpose: str) -> None:
        self.extra = extra
        super().__init__(f'{purpose} needs the extra `{extra}`: pip install "icmaml-indicators[{extra}]"')
