"""Cases, how each is judged, and how what fails is made smaller."""

from __future__ import annotations

import signal
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

import pandas as pd

import icmaml_indicators as icma
from tests.fuzz.promises import demand

# So many seconds of processor time are a hang, however busy the machine: the slowest case takes about two.
LONGEST = 20
PACKAGE = Path(icma.__file__).parent


@dataclass(frozen=True)
class Case:
    """Something to hand in, and what is done with it in a folder of its own."""

    given: str | bytes | pd.DataFrame
    run: Callable[[Any, Path], object]
    suffix: str = ".txt"


@dataclass(frozen=True)
class Failure:
    """What went wrong. Failures with the same `sign` are taken for the same fault."""

    sign: tuple[str, ...]
    text: str


class HangError(Exception):
    """A case took too long."""


@contextmanager
def _no_longer_than(seconds: int) -> Iterator[None]:
    def stop(number: int, frame: object) -> None:
        raise HangError(f"more than {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _answer(case: Case, given: Any, folder: Path) -> None:
    try:
        case.run(given, folder)
    except icma.IcmamlError as error:
        demand(error.message("es") and error.message("en"), "an error says nothing")


def judge(case: Case, given: str | bytes | pd.DataFrame | None = None) -> Failure | None:
    """Run a case; return what went wrong, or None."""
    with TemporaryDirectory(prefix="fuzz") as folder, warnings.catch_warnings(), _no_longer_than(LONGEST):
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", ".*deprecated.*", DeprecationWarning, "altair.*")
        try:
            _answer(case, case.given if given is None else given, Path(folder))
        except Exception as error:  # whatever it is: it is what is sought
            return _failure(error)
    return None


def _failure(error: Exception) -> Failure:
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(PACKAGE)
    ]
    where = f"{Path(frames[-1].filename).name}:{frames[-1].name}" if frames else ""
    # A broken promise is told apart by its words, an error of Python by where it happened.
    words = "" if frames else " ".join(word for word in str(error).split() if word.isalpha())
    return Failure((type(error).__name__, where, words), "".join(traceback.format_exception(error)))


def shrink(case: Case, failure: Failure, seconds: float = 10) -> str | bytes | pd.DataFrame:
    """Return something smaller that fails in the same way: parts are left out as long as it does."""
    best, end = case.given, monotonic() + seconds
    size = _parts(best)
    chunk = max(1, size // 2)
    while chunk >= 1 and monotonic() < end:
        at, smaller = 0, False
        while at < _parts(best) and monotonic() < end:
            candidate = _without(best, at, chunk)
            found = judge(case, candidate)
            if found is not None and found.sign == failure.sign:
                best, smaller = candidate, True
            else:
                at += chunk
        if not smaller:
            chunk //= 2
    return best


def _parts(given: str | bytes | pd.DataFrame) -> int:
    if isinstance(given, pd.DataFrame):
        return sum(given.shape)
    return len(given.splitlines())


def _without(given: str | bytes | pd.DataFrame, at: int, count: int) -> Any:
    """Leave lines out, or columns and rows of a frame."""
    if not isinstance(given, pd.DataFrame):
        lines: list[Any] = given.splitlines(keepends=True)
        return given[:0].join(lines[:at] + lines[at + count :])
    wide = given.shape[1]
    columns = [place for place in range(wide) if not at <= place < at + count]
    rows = [place for place in range(len(given)) if not at <= place + wide < at + count]
    return given.iloc[rows, columns]
