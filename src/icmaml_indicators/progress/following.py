"""Work followed as it goes on: by nobody, by a callable that is told each stage, or by a person who sees a bar.

A bar is shown by tqdm once the work has taken a second, and is gone when the work is done. While a stage that cannot be
counted goes on, a thread of its own keeps the time on it moving; where nobody follows, there is neither.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, TypeVar

from ..errors import MissingExtraError, expect
from .words import Stage, stage_words

# True for a bar; a callable is told the name of each stage as it begins.
Progress = bool | Callable[[str], None] | None

Item = TypeVar("Item")
# Work shorter than this has no bar; as often the time on it moves.
_SECOND = 1.0


@contextmanager
def follow_stages(progress: Progress, stages: Sequence[Stage], language: str) -> Iterator[Callable[[Stage], None]]:
    """Give what is to be told the stages, each as it begins, in their order.

    Raises
    ------
    MissingExtraError
        When a bar is asked for and the extra ``progress`` is not installed.
    WrongKindError
        When `progress` is neither a truth nor a callable.
    """
    asked = _check(progress)
    if asked is not True:
        yield asked or _tell_nobody
        return
    with _open_bar(len(stages), stages[0], language) as bar:
        yield lambda stage: bar.move(stages.index(stage), stage_words(stage, language))


def follow_items(
    progress: Progress, items: Iterable[Item], stage: Stage, language: str, count: int | None = None
) -> Iterable[Item]:
    """Return items for a loop that is followed: the items themselves where nobody does.

    Parameters
    ----------
    progress
        Whether and by what; raises as `follow_stages`.
    items, count
        What the loop goes through, and how many; needed of an iterator.
    stage, language
        What is done with them, and in which language a bar says so.
    """
    asked = _check(progress)
    if asked is True:
        return _behind_bar(items, stage, language, len(items) if isinstance(items, Sequence | range) else count)
    if asked is not None:
        asked(stage)
    return items


def _behind_bar(items: Iterable[Item], stage: Stage, language: str, count: int | None) -> Iterator[Item]:
    with _open_bar(count, stage, language) as bar:
        for done, item in enumerate(items, 1):
            yield item
            bar.move(done)


def _check(progress: Progress) -> Callable[[str], None] | Literal[True] | None:
    """Return what follows; None for nobody."""
    if progress is None or progress is False:
        return None
    if progress is not True:
        expect("progress", progress, bool, Callable)  # type: ignore[arg-type]
    return progress


def _tell_nobody(stage: str) -> None:
    pass


class _Bar:
    """A bar of tqdm that is moved by the work and by time, one after the other."""

    def __init__(self, bar: Any) -> None:
        self._bar, self._lock, self._is_done = bar, threading.Lock(), threading.Event()

    def move(self, done: int, words: str = "") -> None:
        """Say how many steps are done, and what is done now."""
        with self._lock:
            if words:
                self._bar.set_description_str(words, refresh=False)
            self._bar.update(done - self._bar.n)

    def tick(self) -> None:
        """Let the time on the bar move while no step is done."""
        while not self._is_done.wait(_SECOND):
            with self._lock:
                self._bar.update(0)

    def stop(self) -> None:
        """Let no more time pass."""
        self._is_done.set()


@contextmanager
def _open_bar(count: int | None, stage: Stage, language: str) -> Iterator[_Bar]:
    try:
        from tqdm.auto import tqdm
    except ImportError as error:
        raise MissingExtraError("progress") from error
    # tqdm looks at the time whenever it is told of a step, also of none (`miniters`).
    options = {"delay": _SECOND, "leave": False, "miniters": 0}
    with tqdm(total=count, desc=stage_words(stage, language), **options) as shown:
        bar = _Bar(shown)
        ticking = threading.Thread(target=bar.tick, daemon=True)
        ticking.start()
        try:
            yield bar
        finally:
            bar.stop()
            ticking.join()
