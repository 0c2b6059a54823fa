"""Two commits side by side over the same inputs: equal to the bit, or the first differences by name; and their times.

``python -m tests.net.compare REF``: REF is what was, the working tree what is. ``--table FILE`` writes every figure
that differs (.csv or .md), ``--only TEXT`` asks only for subjects or outputs that hold a text.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from .blocks import Block, Difference, differences
from .inputs import REPOSITORY
from .timing import compare_times

AREAS = ("specs", "scores", "ledgers", "benchmarks", "calls", "commands")
# Areas that ask programs with their data, and nothing besides.
_OF_CASES = {"scores", "ledgers", "benchmarks"}
_SHOWN = 30
_SHOWN_OF_ONE = 6
_LONGEST = 160


@dataclass(frozen=True)
class Side:
    """One of the two: a checkout whose library is asked, and the folder that its questions are asked in."""

    name: str
    checkout: Path
    folder: Path

    def run(self, arguments: Sequence[str]) -> None:
        """Run a module of this net with the library of this side; what fails there ends the comparison."""
        command = [sys.executable, "-W", "ignore::DeprecationWarning", "-m", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment(), capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise SystemExit(f"{self.name}: {' '.join(arguments)} ended with {done.returncode}\n{done.stderr[-3000:]}")

    def environment(self) -> dict[str, str]:
        """Return the environment of its processes: its own library first, the same settings otherwise."""
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV"}}
        path = os.pathsep.join([str(self.checkout / "src"), str(REPOSITORY)])
        fixed = {"HOME": str(self.folder), "XDG_CACHE_HOME": str(self.folder), "LANG": "C.UTF-8", "TZ": "UTC"}
        return {**kept, **fixed, "PYTHONPATH": path, "PYTHONHASHSEED": "0", "NO_COLOR": "1", "COLUMNS": "100"}


def export(ref: str, folder: Path) -> None:
    """Write the files of a commit into a folder."""
    packed = subprocess.run(["git", "archive", ref], cwd=REPOSITORY, capture_output=True, check=False)
    if packed.returncode != 0:
        raise SystemExit(f"git archive {ref}: {packed.stderr.decode().strip()}")
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")


def collect(sides: Sequence[Side], areas: Sequence[str], only: str = "") -> Iterator[tuple[str, list[Path]]]:
    """Yield each area with the files of answers of both sides; both are asked at once."""
    with ThreadPoolExecutor(len(sides)) as pool:
        for area in areas:
            outputs = [side.folder.parent / f"{area}.jsonl" for side in sides]
            questions = [
                ["tests.net.collect", f"--only={only}", str(side.folder), str(output.parent), area]
                for side, output in zip(sides, outputs, strict=True)
            ]
            list(pool.map(Side.run, sides, questions))
            yield area, outputs


def read_blocks(path: Path, only: str = "") -> Iterator[str]:
    """Yield the blocks of a file as text."""
    with path.open(encoding="utf-8") as lines:
        yield from (line for line in lines if only in line[:400])


def compare_files(before: Path, after: Path, only: str = "") -> tuple[int, list[Difference]]:
    """Return how many outputs were compared and what differs, in the order of the outputs."""
    olds = {_name(line): line for line in read_blocks(before, only)}
    news = {_name(line): line for line in read_blocks(after, only)}
    found: list[Difference] = []
    names = dict.fromkeys([*olds, *news])
    for name in names:
        old, new = olds.get(name), news.get(name)
        if old != new:
            found += differences(old and Block.from_json(old), new and Block.from_json(new))
    return len(names), found


def _name(line: str) -> tuple[str, str]:
    return Block.from_json(line).name


def short(text: str) -> str:
    """Return a text of which a screen has room for."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def tell(found: Sequence[Difference]) -> Iterator[str]:
    """Yield the lines that tell the first differences of each output, and how many there are."""
    outputs: dict[tuple[str, str], list[Difference]] = {}
    for one in found:
        outputs.setdefault((one.subject, one.output), []).append(one)
    for number, ((subject, output), own) in enumerate(outputs.items()):
        if number == _SHOWN:
            yield f"  … and {len(outputs) - _SHOWN} more outputs that differ"
            break
        for one in own[:_SHOWN_OF_ONE]:
            place = " / ".join([subject, output, *(f"{key} {value}" for key, value in one.key.items()), one.column])
            yield f"  {place}: {short(one.before)}  →  {short(one.after)}"
        if len(own) > _SHOWN_OF_ONE:
            yield f"  … {len(own) - _SHOWN_OF_ONE} more of {subject} / {output}"


_HEAD = ("program", "output", "entity", "period", "node", "column", "before", "after", "at")


def write_table(found: Iterable[Difference], path: Path) -> int:
    """Write every figure that differs: one line each, of which program, where, before and after."""
    rows = [_row(one) for one in found if one.is_figure()]
    if path.suffix == ".md":
        lines = [f"| {' | '.join(_HEAD)} |", "|---" * len(_HEAD) + "|"]
        lines += [f"| {' | '.join(cell.replace('|', '¦') for cell in row)} |" for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    else:
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows([_HEAD, *rows])
    return len(rows)


def _row(one: Difference) -> tuple[str, ...]:
    key = dict(one.key)
    entity, period = key.pop("entity", ""), key.pop("period", "")
    node = next((key.pop(name) for name in ("node", "indicator", "subject") if name in key), "")
    at = "; ".join(f"{name} {value}" for name, value in key.items())
    return one.subject, one.output, entity, period, node, one.column, one.before, one.after, at


def main() -> int:
    """Compare, tell, measure; 0 where all is equal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ref", help="the commit, branch or tag that is what was")
    parser.add_argument(
        "--area", action="append", choices=AREAS, default=[], help="ask only in this area; may be repeated"
    )
    parser.add_argument("--only", default="", metavar="TEXT", help="only programs, subjects or outputs with this text")
    parser.add_argument("--table", type=Path, metavar="FILE", help="write every figure that differs: .csv or .md")
    parser.add_argument("--no-times", action="store_true", help="do not measure")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep what both sides answered in this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="net_") as temporary:
        base = (options.keep or Path(temporary)).resolve()
        before = Side("before", base / "ref", base / "work_before" / "in")
        after = Side("after", REPOSITORY, base / "work_after" / "in")
        before.checkout.mkdir(parents=True, exist_ok=True)
        export(options.ref, before.checkout)
        return run(before, after, options)


def run(before: Side, after: Side, options: argparse.Namespace) -> int:
    """Compare two checkouts."""
    start = time.perf_counter()
    _tell_dependencies(before.checkout, after.checkout)
    after.folder.mkdir(parents=True, exist_ok=True)
    # Both sides read what the library of now wrote: the same inputs, whatever changed in a program's text.
    areas = options.area or AREAS
    only = options.only if set(areas) <= _OF_CASES else ""
    after.run(["tests.net.inputs", str(after.folder), f"--only={only}"])
    shutil.copytree(after.folder, before.folder, dirs_exist_ok=True)
    found: list[Difference] = []
    compared = 0
    for area, (old, new) in collect((before, after), areas, options.only):
        count, differing = compare_files(old, new, options.only)
        compared += count
        found += differing
        print(f"{area}: {count} outputs, {len(differing)} differences", flush=True)
    for line in tell(found):
        print(line)
    if options.table:
        print(f"{write_table(found, options.table)} figures that differ → {options.table}")
    seconds = time.perf_counter() - start
    verdict = f"{len(found)} differences" if found else "equal to the bit"
    print(f"{options.ref} and the working tree: {compared} outputs, {verdict} ({seconds:.0f} s)")
    if not options.no_times:
        compare_times(before, after)
    return 1 if found else 0


def _tell_dependencies(before: Path, after: Path) -> None:
    texts = [(side / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.")[0] for side in (before, after)]
    lines = [set(text.splitlines()) for text in texts]
    for sign, changed in (("-", lines[0] - lines[1]), ("+", lines[1] - lines[0])):
        for line in sorted(changed):
            print(f"pyproject.toml {sign} {line.strip()}")
    if texts[0] != texts[1]:
        print("dependencies or settings differ; both sides run with what this environment holds")


if __name__ == "__main__":
    raise SystemExit(main())
