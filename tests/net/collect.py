"""The one collector: everything that the library says of the inputs, as blocks.

``python -m tests.net.collect FOLDER OUTPUT [--golden] [AREA …]``, with the library to ask first on the path: a file an
area, in the folder OUTPUT.
"""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from . import ask_benchmarks, ask_calls, ask_commands, ask_ledgers, ask_scores, ask_specs
from .asking import Inputs, guard
from .blocks import Block

# In the order in which differences are easiest to understand: the first area that differs tells most.
AREAS: dict[str, Callable[[Inputs], Iterator[Block]]] = {
    "specs": ask_specs.ask,
    "scores": ask_scores.ask,
    "ledgers": ask_ledgers.ask,
    "benchmarks": ask_benchmarks.ask,
    "calls": ask_calls.ask,
    "commands": ask_commands.ask,
}


def main() -> None:
    """Write the blocks of the areas asked for, one a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--golden", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("areas", nargs="*", choices=[*AREAS, []])
    options = parser.parse_args()
    output = options.output.resolve()
    os.chdir(options.folder)
    # What is retired still answers on the side that has no other name for it.
    warnings.simplefilter("ignore", DeprecationWarning)
    inputs = Inputs(Path(), golden=options.golden, only=options.only)
    for area in options.areas or AREAS:
        with (output / f"{area}.jsonl").open("w", encoding="utf-8") as out:
            for block in guard(f"area {area}", AREAS[area](inputs)):
                out.write(block.to_json() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
