"""What the library says of the inputs, held in files for CI: ``python -m tests.net.golden``, or ``--check``.

Keys, reasons, levels, ranks, findings and texts are held exactly; floats to twelve significant digits, since
exponentials, logarithms and powers differ in their last bit between processors. A change is deliberate: it stands in
the change log, under what changes figures.
"""

from __future__ import annotations

import argparse
import csv
import functools
import hashlib
import io
import math
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from .blocks import Block, Difference, decode, differences
from .compare import AREAS, tell
from .inputs import HERE, REPOSITORY, write_inputs

FOLDER = HERE / "golden"
_HEAD = "=== "
_APART = " | "
_BY_PROGRAM = {"scores", "ledgers", "benchmarks"}
_LONG_NUMBER = re.compile(r"-?\d+\.\d{6,}(?:e[+-]\d+)?|-?\d+(?:\.\d+)?e[+-]\d+")
# Columns that tell nothing of figures: types differ between releases of pandas.
_TYPES = ", types"
# Longer outputs are held by some of their lines and what all of them come to.
_LONGEST = 1_800
_MANY = 30
_ANY_FLOAT = re.compile(r"(?<![\w.])-?\d+\.\d+(?:e[+-]\d+)?(?![\w.])|(?<![\w.])-?\d+e[+-]\d+(?![\w.])")
_NOTHING = 1e-12
_UNIT = 1e-11


@functools.cache  # most cells occur many times
def printed(cell: str) -> str:
    """Return a cell as it is held: floats with twelve digits, alone or in texts."""
    value = decode(cell)
    if isinstance(value, float):
        return _digits(value)
    return "" if value is None else _LONG_NUMBER.sub(lambda found: _digits(float(found[0])), str(value))


def _digits(value: float) -> str:
    return "0" if abs(value) < _NOTHING else f"{value:.12g}"


def same(held: str, now: str) -> bool:
    """Whether two printed cells agree: texts are equal, long numbers within a unit of their twelfth digit."""
    if held == now:
        return True
    if _ANY_FLOAT.fullmatch(held) or _ANY_FLOAT.fullmatch(now):
        first, second = _figure(held), _figure(now)
        return math.isclose(first, second, rel_tol=_UNIT, abs_tol=_NOTHING)
    if _LONG_NUMBER.sub("#", held) != _LONG_NUMBER.sub("#", now):
        return False
    pairs = zip(_LONG_NUMBER.findall(held), _LONG_NUMBER.findall(now), strict=True)
    return all(math.isclose(float(a), float(b), rel_tol=_UNIT, abs_tol=_NOTHING) for a, b in pairs)


def _figure(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def file_of(area: str, block: Block) -> str:
    """Return the name of the file that holds a block: of its program, or of its area."""
    if area not in _BY_PROGRAM:
        return area
    return re.sub(r"[/@]", "_", re.sub(r"/(wide|few|clean)$", "", block.subject.split()[0]))


def plain(block: Block) -> Block:
    """Return a block with its cells as they are held; of a table without lines not even the columns."""
    columns = {name: ["s" + printed(cell) for cell in cells] for name, cells in block.columns.items() if cells}
    return Block(block.subject, block.output, block.keys, columns, block.is_text)


def thin(block: Block) -> Iterator[Block]:
    """Yield a plain block; of a long one some lines, and what all of them come to, column by column.

    Of every column are held a digest of its texts, in which long numbers count as one sign, and how many such numbers
    there are, how many below zero, and the sum of their sizes: to twelve digits like the numbers themselves.
    """
    lines = [",".join(line) for line in zip(*block.columns.values(), strict=True)]
    size = sum(map(len, lines))
    if size <= _LONGEST:
        yield block
        return
    step = -(-size // _LONGEST)
    kept = {name: cells[::step] for name, cells in block.columns.items()}
    yield Block(block.subject, block.output, block.keys, kept, block.is_text)
    whole: dict[str, list[str]] = {
        "at": [],
        "lines": [],
        "texts": [],
        "numbers": [],
        "below_zero": [],
        "sum_of_sizes": [],
    }
    columns = block.columns
    if len(columns) > _MANY:  # of a table of one column a node: all of them at once
        columns = {"every column": [cell for cells in columns.values() for cell in cells]}
    for name, cells in columns.items():
        text = "\0".join(cell[1:] for cell in cells)
        numbers = [float(number) for number in _ANY_FLOAT.findall(text)]
        digest = hashlib.blake2b(_ANY_FLOAT.sub("#", text).encode(), digest_size=6)
        totals = (len(numbers), sum(number < -_NOTHING for number in numbers))
        cells_of_all = (name, len(cells), digest.hexdigest(), *totals, _digits(math.fsum(map(abs, numbers))))
        for column, cell in zip(whole.values(), cells_of_all, strict=True):
            column.append(f"s{cell}")
    yield Block(block.subject, f"{block.output}, all lines", ("at",), whole)


def write(blocks: Iterable[Block]) -> str:
    """Return plain blocks as the text of a file."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    for block in blocks:
        kind = "text" if block.is_text else ",".join(block.keys)
        out.write(f"{_HEAD}{block.subject}{_APART}{block.output}{_APART}{kind}\n")
        if block.is_text:
            out.writelines(f"  {cell[1:]}".rstrip(" ") + "\n" for cell in block.columns["text"])
        elif block.length:
            rows.writerow(block.columns)
            rows.writerows([cell[1:] for cell in line] for line in zip(*block.columns.values(), strict=True))
    return out.getvalue()


def read(text: str) -> Iterator[Block]:
    """Yield the blocks of a file."""
    for part in re.split(rf"^{_HEAD}", text, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        subject, output, kind = head.split(_APART)
        if kind == "text":
            lines = ["s" + line[2:] for line in body.removesuffix("\n").split("\n")]
            numbers = [f"s{n + 1}" for n in range(len(lines))]
            yield Block(subject, output, ("line",), {"line": numbers, "text": lines}, is_text=True)
            continue
        names, *rows = list(csv.reader(io.StringIO(body))) or [[]]
        columns = {name: ["s" + row[place] for row in rows] for place, name in enumerate(names)}
        yield Block(subject, output, tuple(filter(None, kind.split(","))), columns)


def held() -> dict[str, list[Block]]:
    """Return what the files hold, by their names."""
    return {path.stem: list(read(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.txt"))}


def ask(areas: Sequence[str]) -> dict[str, list[Block]]:
    """Ask the library anew in processes of its own, and return what would be held, by the names of files."""
    found: dict[str, list[Block]] = {}
    with tempfile.TemporaryDirectory(prefix="golden_") as temporary:
        folder, output = Path(_inputs().name), Path(temporary)
        # Commands are copies of a process that has done nothing else.
        alone = [area for area in areas if area == "commands"]
        for together in ([area for area in areas if area not in alone], alone):
            if together:
                _run(["tests.net.collect", "--golden", str(folder), str(output), *together])
        for area in areas:
            with (output / f"{area}.jsonl").open(encoding="utf-8") as lines:
                for line in lines:
                    block = Block.from_json(line)
                    if not block.output.endswith(_TYPES):
                        found.setdefault(file_of(area, block), []).extend(thin(plain(block)))
    return found


@functools.cache
def _inputs() -> tempfile.TemporaryDirectory[str]:
    """Return the folder of inputs, written once in a process; every area writes to folders of its own in it."""
    folder = tempfile.TemporaryDirectory(prefix="golden_inputs_")
    write_inputs(Path(folder.name), golden=True)
    return folder


def _run(arguments: list[str]) -> None:
    path = os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0", "TZ": "UTC", "NO_COLOR": "1"}
    environment.pop("GITHUB_ACTIONS", None)
    done = subprocess.run(
        [sys.executable, "-m", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{arguments}: {done.stderr[-3000:]}")


def disagreements(areas: Sequence[str]) -> list[Difference]:
    """Return where the library no longer says what is held."""
    now, files = ask(areas), held()
    before = {block.name: block for blocks in files.values() for block in blocks}
    after = {block.name: block for blocks in now.values() for block in blocks}
    # Files of programs are asked for wholly only where all areas are that write to them; then none may be left over.
    by_area = set(AREAS) - _BY_PROGRAM
    whole = [file for file in files if file in areas or (file not in by_area and set(areas) >= _BY_PROGRAM)]
    names = dict.fromkeys([*after, *(block.name for file in whole for block in files[file])])
    found = [one for name in names for one in differences(before.get(name), after.get(name))]
    return [one for one in found if not same(one.before, one.after)]


def main() -> int:
    """Write the files anew, or hold them against what the library says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="tell what differs from the files, and write nothing")
    options = parser.parse_args()
    if options.check:
        found = disagreements(AREAS)
        print("\n".join(tell(found)))
        return 1 if found else 0
    FOLDER.mkdir(exist_ok=True)
    files = ask(AREAS)
    for path in FOLDER.glob("*.txt"):
        path.unlink()
    for name, blocks in files.items():
        (FOLDER / f"{name}.txt").write_text(write(blocks), encoding="utf-8")
    size = sum(path.stat().st_size for path in FOLDER.glob("*.txt"))
    print(f"{sum(map(len, files.values()))} outputs in {len(files)} files, {size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
