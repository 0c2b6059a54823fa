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

from ..diagnostics import Language, phrase
from ..diagnostics.cells import LAYOUT, printable
from ..errors import IcmamlError, SpecError
from .arguments.building import build_parser
from .outputs import open_streams, out_of_memory, ran_out, refuse_idle_mark, refuse_overwriting
from .words.language import find_language
from .words.parsing import argparse_speaks
from .words.printed import put_in_words

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
    open_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = find_language(given, os.environ)
    try:
        with argparse_speaks(language):
            options = build_parser(language).parse_args(given)
    except SystemExit as stop:
        return int(stop.code or 0)
    options.asked_language = options.language
    options.language = options.language or language
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
    language: Language = options.language
    try:
        refuse_overwriting(options)
        refuse_idle_mark(options)
        home = import_module(f".commands.{options.home}", __package__)
        code = int(getattr(home, f"run_{options.command.replace('-', '_')}")(options))
        sys.stdout.flush()  # what cannot be written is told now
    except SpecError as error:
        print(error.message(language), file=sys.stderr)
        return BAD
    except IcmamlError as error:
        if not ran_out(error):
            return _failed(error.message(language))
    except BrokenPipeError:
        # The reader of our output has closed: nothing is wrong with us.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        if error.filename is None:
            _give_up_output()
        place = error.filename or put_in_words("standard output", language)
        return _failed(phrase("IND586", language, path=place, problem=error.strerror or error))
    except MemoryError:
        pass  # what was taken is given back only after this
    else:
        return code
    return _failed(out_of_memory(options).message(language))


def _failed(message: str) -> int:
    print(f"icmaml-indicators: {printable(message, LAYOUT[0])}", file=sys.stderr)
    return FAILED


def _give_up_output() -> None:
    """Let nothing that is left in standard output be tried again at the end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
