"""`Block`: one output of the library as a table of exact cells, and what differs between two of them."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

# Columns that say which line of a table is which; all others hold what is compared.
KEYS = (
    *("program", "entity", "period", "node", "parent", "indicator", "subject", "peers", "statistic", "model", "code"),
    *("project", "municipality", "branch", "level_name", "objective", "variable", "criterion", "population"),
    *("parameter", "order", "gate", "step", "previous_period", "start", "side", "path", "sheet", "cell", "at", "line"),
)
# Columns that are keys only beside others: a figure elsewhere.
_LOST = "—"


@dataclass(frozen=True)
class Block:
    """One output: `keys` name its lines, `columns` hold cells as texts that are equal where the cells are, to the bit.

    Attributes
    ----------
    subject
        The input: a program with its data, a command, a call.
    output
        What was asked for.
    is_text
        Whether the lines are those of a text, which are aligned like versions of a text and not by a key.
    """

    subject: str
    output: str
    keys: tuple[str, ...]
    columns: dict[str, list[str]]
    is_text: bool = False

    @property
    def name(self) -> tuple[str, str]:
        """What two sides of a comparison know the output by."""
        return self.subject, self.output

    @property
    def length(self) -> int:
        """How many lines it has."""
        return len(next(iter(self.columns.values()), ()))

    def to_json(self) -> str:
        """Return the block as one line of JSON."""
        return json.dumps(
            [self.subject, self.output, self.keys, self.columns, self.is_text],
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, line: str) -> Block:
        """Read the block that `to_json` wrote."""
        subject, output, keys, columns, is_text = json.loads(line)
        return cls(subject, output, tuple(keys), columns, is_text)

    def key_of(self, line: int) -> dict[str, str]:
        """Return what names a line."""
        return {key: show(self.columns[key][line]) for key in self.keys}


@dataclass(frozen=True)
class Difference:
    """One cell, line or output that is not as before; `before` or `after` is a dash where there is none."""

    subject: str
    output: str
    key: Mapping[str, str]
    column: str
    before: str
    after: str

    def __str__(self) -> str:
        place = " / ".join([self.subject, self.output, *(f"{name} {value}" for name, value in self.key.items())])
        return f"{place} / {self.column}: {self.before} → {self.after}"

    def is_figure(self) -> bool:
        """Whether both sides, where there are two, are numbers."""
        return all(side == _LOST or _is_number(side) for side in (self.before, self.after))


def encode(cell: Any) -> str:
    """Return a text that is equal for equal cells only: floats by their bits, NaN whatever its payload."""
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return "n"
    if isinstance(cell, str):
        return "s" + cell
    if isinstance(cell, bool | np.bool_):
        return f"b{bool(cell)}"
    if isinstance(cell, int | np.integer):
        return f"i{int(cell)}"
    if isinstance(cell, float | np.floating):
        return f"f{float(cell).hex()}"
    return "r" + str(cell)


def decode(text: str) -> str | float | int | None:
    """Return the figure or text behind a cell."""
    kind, rest = text[:1], text[1:]
    if kind == "f":
        return float.fromhex(rest)
    return int(rest) if kind == "i" else None if kind == "n" else rest


def show(text: str) -> str:
    """Return a cell for people; every float with all the digits that it needs."""
    value = decode(text)
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def table_block(subject: str, output: str, table: pd.DataFrame, keys: Sequence[str] = ()) -> Block:
    """Return a table as a block; an index with names becomes columns."""
    if any(name is not None for name in table.index.names):
        table = table.reset_index()
    columns = {}
    for place, name in enumerate(table.columns):
        label = ".".join(map(str, name)) if isinstance(name, tuple) else str(name)
        series = table.iloc[:, place]
        columns[label] = _encoded(series)
    named = tuple(key for key in (keys or KEYS) if key in columns)
    return Block(subject, output, named, columns)


def _encoded(series: pd.Series) -> list[str]:
    if series.dtype == np.float64:
        return [f"f{cell.hex()}" for cell in series.tolist()]
    # Texts repeat: each is written once.
    cells = series.astype(object).tolist()
    known = {cell: "s" + cell for cell in set(filter(lambda cell: type(cell) is str, cells))}
    return [known[cell] if type(cell) is str else encode(cell) for cell in cells]


def types_block(subject: str, output: str, table: pd.DataFrame) -> Block:
    """Return the column types of a table, its index names among them."""
    pairs = [(f"index {name}", "") for name in table.index.names]
    pairs += [(str(name), str(dtype)) for name, dtype in zip(table.columns, table.dtypes, strict=True)]
    return pairs_block(subject, f"{output}, types", pairs)


def text_block(subject: str, output: str, text: str) -> Block:
    """Return a text, line by line."""
    lines = text.split("\n")
    return Block(
        subject,
        output,
        ("line",),
        {"line": [f"i{n + 1}" for n in range(len(lines))], "text": ["s" + line for line in lines]},
        True,
    )


def pairs_block(subject: str, output: str, pairs: Iterable[tuple[str, Any]]) -> Block:
    """Return names with their cells."""
    columns: dict[str, list[str]] = {"at": [], "value": []}
    for name, value in pairs:
        columns["at"].append("s" + name)
        columns["value"].append(encode(value))
    return Block(subject, output, ("at",), columns)


def tree_block(subject: str, output: str, data: Any) -> Block:
    """Return nested plain data: one line a leaf, named by the way to it."""
    return pairs_block(subject, output, _leaves(data, ""))


def _leaves(data: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(data, Mapping) and data:
        for key, value in data.items():
            yield from _leaves(value, f"{path}/{key}")
    elif isinstance(data, list | tuple) and data:
        for place, value in enumerate(data):
            yield from _leaves(value, f"{path}/{place}")
    else:
        yield path, str(data) if isinstance(data, Mapping | list | tuple) else data


def raised_block(subject: str, output: str, error: BaseException) -> Block:
    """Return what was raised in the place of an output: class and text in both languages."""
    pairs = [("raised", type(error).__name__), ("text", str(error))]
    if callable(message := getattr(error, "message", None)):
        pairs.append(("text in Spanish", message("es")))
    return pairs_block(subject, output, pairs)


def differences(before: Block | None, after: Block | None) -> Iterator[Difference]:
    """Yield what differs between an output of before and now; None where a side does not have it."""
    if before is None or after is None:
        known = before or after
        assert known is not None
        sides = ("there", _LOST) if after is None else (_LOST, "there")
        yield Difference(known.subject, known.output, {}, "output", *sides)
    elif before == after:
        return
    elif before.is_text and after.is_text:
        yield from _text_differences(before, after)
    elif set(before.columns) != set(after.columns) or before.keys != after.keys:
        yield from _shape_differences(before, after)
    else:
        yield from _line_differences(before, after)


def _text_differences(before: Block, after: Block) -> Iterator[Difference]:
    old, new = before.columns["text"], after.columns["text"]
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for step in range(max(j - i, m - k)):
            line = str((i if i + step < j else k) + step + 1)
            sides = (show(old[i + step]) if i + step < j else _LOST, show(new[k + step]) if k + step < m else _LOST)
            yield Difference(before.subject, before.output, {"line": line}, "text", *sides)


def _shape_differences(before: Block, after: Block) -> Iterator[Difference]:
    for name in dict.fromkeys([*before.columns, *after.columns]):
        sides = ["there" if name in side.columns else _LOST for side in (before, after)]
        if sides[0] != sides[1]:
            yield Difference(before.subject, before.output, {}, f"column {name}", *sides)
    shared = [name for name in before.columns if name in after.columns]
    keys = tuple(key for key in before.keys if key in after.keys)
    if shared and keys:
        cut = [Block(b.subject, b.output, keys, {name: b.columns[name] for name in shared}) for b in (before, after)]
        yield from _line_differences(*cut)


def _numbered(block: Block) -> dict[tuple[str, ...], int]:
    """Return the place of each line by its key; lines of one key are told apart by their order."""
    seen: dict[tuple[str, ...], int] = {}
    places: dict[tuple[str, ...], int] = {}
    for line, key in enumerate(zip(*(block.columns[name] for name in block.keys), strict=True)):
        count = seen[key] = seen.get(key, 0) + 1
        places[key if count == 1 else (*key, f"#{count}")] = line
    return places


def _line_differences(before: Block, after: Block) -> Iterator[Difference]:
    keys = before.keys or ("line",)
    if not before.keys:
        sides = [
            Block(b.subject, b.output, keys, {"line": [f"i{n + 1}" for n in range(b.length)], **b.columns})
            for b in (before, after)
        ]
        before, after = sides
    old, new = _numbered(before), _numbered(after)
    compared = [name for name in before.columns if name not in keys]
    for key in dict.fromkeys([*old, *new]):
        if key not in old or key not in new:
            side, line = (before, old[key]) if key in old else (after, new[key])
            sides = ("there", _LOST) if key in old else (_LOST, "there")
            yield Difference(before.subject, before.output, side.key_of(line), "line", *sides)
            continue
        for name in compared:
            cells = before.columns[name][old[key]], after.columns[name][new[key]]
            if cells[0] != cells[1]:
                sides = (show(cells[0]), show(cells[1]))
                if sides[0] == sides[1]:  # 1 and 1.0, or an empty text and nothing
                    sides = tuple(
                        f"{side!r} ({_TYPES.get(cell[:1], '?')})" for side, cell in zip(sides, cells, strict=True)
                    )
                yield Difference(before.subject, before.output, before.key_of(old[key]), name, *sides)
    if list(old) != list(new) and set(old) == set(new):
        yield Difference(before.subject, before.output, {}, "order of the lines", "one", "another")


_TYPES = {"n": "nothing", "s": "text", "b": "boolean", "i": "integer", "f": "float", "r": "other"}


def is_close(old: str, new: str) -> bool:
    """Whether two cells are equal, floats within one unit of the twelfth digit."""
    if old == new:
        return True
    first, second = decode(old), decode(new)
    if not (isinstance(first, float) and isinstance(second, float)):
        return False
    return math.isclose(first, second, rel_tol=1e-11, abs_tol=1e-12)
