"""`main`: run one command; library errors become one message and an exit code."""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from ..errors import IcmamlError, SpecError
from .arguments import build_parser

DONE, BAD, FAILED = 0, 1, 2
_SELDOM = 50_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments
        Those of the process by default.

    Returns
    -------
    int
        0 done; 1 the thing checked is bad, and diagnostics were printed; 2 the command could not run.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        options = build_parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    # A command makes many objects and then ends: looking for dead ones all the time costs a fifth of `validate`.
    threshold = gc.get_threshold()
    gc.set_threshold(_SELDOM, *threshold[1:])
    try:
        return _run(options)
    finally:
        gc.set_threshold(*threshold)


def program() -> NoReturn:
    """Run the command line as a program, and end at once.

    Taking a million objects apart one by one before the process goes away would take a tenth of the time of `validate`.
    """
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _run(options: argparse.Namespace) -> int:
    try:
        home = import_module(f".{options.home}", __package__)
        return int(getattr(home, f"run_{options.command}")(options))
    except SpecError as error:
        print(error.message(options.language or "en"), file=sys.stderr)
        return BAD
    except IcmamlError as error:
        print(f"icmaml-indicators: {error.message(options.language or 'en')}", file=sys.stderr)
        return FAILED
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            # The reader of our output has closed: nothing is wrong with us.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        print(f"icmaml-indicators: {error.filename or ''}: {error.strerror or error}", file=sys.stderr)
        return FAILED
