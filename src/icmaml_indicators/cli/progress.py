"""Progress of long work, on standard error and only for a person."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import cast

from ..diagnostics import Language
from ..progress import Stage, stage_words


class Progress:
    """Shows the stage and the time since the start on one line; silent when standard error is no terminal."""

    def __init__(self, language: Language, *, quiet: bool) -> None:
        self.language = language
        self.live = not quiet and sys.stderr.isatty()
        self.start = time.monotonic()

    def __call__(self, stage: str) -> None:
        """Show a stage."""
        if self.live:
            words = stage_words(cast("Stage", stage), self.language)
            print(
                f"\r\033[K[{time.monotonic() - self.start:5.1f} s] {words} …",
                end="",
                file=sys.stderr,
                flush=True,
            )

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.live:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
