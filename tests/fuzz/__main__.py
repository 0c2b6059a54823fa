"""Run the fuzzer: ``python -m tests.fuzz --rounds 24 --seed 1``."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic

import pandas as pd

from tests.fuzz import commands, specs, tables
from tests.fuzz.cases import LONGEST, Case, judge, shrink
from tests.fuzz.chance import Chance

# area -> (what makes its cases, how often a round comes to it)
AREAS: dict[str, tuple[Callable[[Chance], Case], int]] = {
    "bytes": (specs.spoilt_bytes, 2),
    "tokens": (specs.spoilt_tokens, 4),
    "structure": (specs.spoilt_structure, 4),
    "frames": (tables.frames, 5),
    "files": (tables.files, 4),
    "workbooks": (tables.workbooks, 1),
    "targets": (tables.targets, 2),
    "projects": (tables.projects, 1),
    "catalogues": (tables.catalogues, 1),
    "commands": (commands.commands, 3),
}
DONE = "done"
TURNS = tuple(name for name, (_, often) in AREAS.items() for _ in range(often))


def run(rounds: int, seed: int, into: Path, seconds: float = 600, areas: tuple[str, ...] = ()) -> int:
    """Run so many rounds, fewer where the time is up; return how many faults were found."""
    end, counts = monotonic() + seconds, Counter[str]()
    known: set[tuple[str, ...]] = set()
    turns = tuple(name for name in TURNS if not areas or name in areas) * rounds
    for number, area in enumerate(turns):
        if monotonic() > end:
            print(f"the time was up after {number} of {len(turns)} cases")
            break
        (into / "running").write_text(f"{area}:{seed * 1_000_000 + number}", encoding="utf-8")
        run_case(area, seed * 1_000_000 + number, into, known)
        counts[area] += 1
    (into / "running").write_text(DONE, encoding="utf-8")
    print("cases:", ", ".join(f"{area} {count}" for area, count in counts.items()))
    return len(known)


def run_case(area: str, number: int, into: Path, known: set[tuple[str, ...]]) -> None:
    """Run one case; a fault that was not known is made small, written down and told."""
    case = AREAS[area][0](Chance(area, number))
    failure = judge(case)
    if failure is None or failure.sign in known:
        return
    known.add(failure.sign)
    small = shrink(case, failure)
    failure = judge(case, small) or failure
    path = into / f"{area}-{number}{case.suffix}"
    match small:
        case bytes():
            path.write_bytes(small)
        case str():
            path.write_text(small, encoding="utf-8", errors="surrogatepass")
        case _:
            small.to_csv(path, index=False, errors="replace")
    shown = small.to_string(max_rows=12, max_cols=12) if isinstance(small, pd.DataFrame) else repr(small[:1500])
    told = f"\n{area}:{number} {failure.sign}\n{failure.text}\n{path}:\n{shown}\n"
    print(told.encode("utf-8", "backslashreplace").decode(), flush=True)


def watch(arguments: list[str], into: Path, seconds: float) -> int:
    """Run the fuzzer as a process of its own, so that what ends or hangs a process is told too."""
    command = [sys.executable, "-m", "tests.fuzz", "--inside", str(into), *arguments]
    try:
        code = subprocess.run(command, check=False, timeout=seconds + 6 * LONGEST).returncode
    except subprocess.TimeoutExpired:
        code = -1
    last = (into / "running").read_text(encoding="utf-8")
    if last != DONE:
        print(f"the process ended with {code} (-1: it hung) at {last}")
    return int(code != 0 or last != DONE)


def main() -> int:
    """Read the arguments; return the exit code: 1 where something broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--rounds", type=int, default=24, help="how many (24, about a minute of one core)")
    parser.add_argument("--seconds", type=float, default=600, help="no longer than this (600)")
    parser.add_argument("--seed", type=int, default=1, help="which cases (1)")
    parser.add_argument("--area", action="append", default=[], choices=AREAS, help="only this one; may be repeated")
    parser.add_argument("--case", metavar="AREA:NUMBER", help="run this one case again")
    parser.add_argument("--inside", metavar="FOLDER", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.case:
        area, _, number = given.case.partition(":")
        known: set[tuple[str, ...]] = set()
        run_case(area, int(number), Path(mkdtemp(prefix="fuzz")), known)
        return int(bool(known))
    if given.inside:
        return int(run(given.rounds, given.seed, given.inside, given.seconds, tuple(given.area)) > 0)
    return watch(sys.argv[1:], Path(mkdtemp(prefix="fuzz_found")), given.seconds)


if __name__ == "__main__":
    sys.exit(main())
