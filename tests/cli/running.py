"""A command of the library run as from a shell."""

from __future__ import annotations

import pytest

from icmaml_indicators.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Return the exit code, what was printed, and what was said beside it."""
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err
