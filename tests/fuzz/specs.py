"""Specs spoilt by bytes, by tokens and by structure."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

import icmaml_indicators as icma
from tests.fuzz.cases import Case
from tests.fuzz.chance import Chance
from tests.fuzz.promises import check_places, check_repr, demand
from tests.fuzz.samples import texts

_TOKEN = re.compile(r"[\w/.]+|[^\w\s]")
_WORDS = (
    "null", "~", "[]", "{}", "-1", "0", "-0.0", "1e999", ".nan", ".inf", "012", "1_000", "'x'", '""', "true", "No", "=", "^", "×",
    "[[1, 2]]", "{a: {b: c}}", "1/0", "1/3", "points", "total", "lag(a)", "irr(", "9**9**9", "exp(1e308)", "💥", "١٢", "а", "\u200b",
    "\x07", "\ud800", "&a", "*a", "!!python/object:os.system", "<<", "- ", ": ", "#", "|", ">", "a" * 3000, "(" * 60, "{" * 120,
)  # fmt: skip
_BYTES = (
    b"\x00",
    b"\xff",
    b"\xfe",
    b"\xef\xbb\xbf",
    b"\r",
    b"\t",
    b"\x85",
    b"\xc3",
    b"\xe2\x80\xa8",
    b"\x1b",
    b"'",
    b'"',
    b"{",
    b"\n",
)
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 10**30, 0.5, 1e308, "", "x", "total", "a b", "a + a", "1/3", [], {}, [[]], [None], {"es": "a"},
    {"id": "x"}, "=1+1", "../up.yaml", ["a", "a"], {"by": "kind"}, "points", "min_max", "decision_table", "lag(x, 2)", "if_else(a, b, c)",
)  # fmt: skip


def spoilt_bytes(chance: Chance) -> Case:
    """Bytes put in, left out, doubled or swapped."""
    given = bytearray(chance.one_of(texts()).encode())
    for _ in range(1 + chance.whole(6)):
        at = chance.whole(len(given))
        match chance.whole(4):
            case 0:
                given[at:at] = chance.one_of(_BYTES)
            case 1:
                del given[at : at + 1 + chance.whole(40)]
            case 2:
                given[at:at] = given[at : at + chance.whole(200)]
            case _:
                given[at : at + 1] = bytes([chance.whole(256)])
    return Case(bytes(given), _read_file, ".yaml")


def spoilt_tokens(chance: Chance) -> Case:
    """Words swapped for others of the same spec, or for words that are known to hurt; lines gone or moved."""
    text = chance.one_of(texts())
    for _ in range(1 + chance.whole(3)):
        tokens = list(_TOKEN.finditer(text))
        if not tokens:
            break
        start, end = chance.one_of(tokens).span()
        if chance.happens(0.25):
            lines = text.splitlines(keepends=True)
            moved = lines.pop(chance.whole(len(lines)))
            if chance.happens(0.5):
                lines.insert(chance.whole(len(lines) + 1), moved)
            text = "".join(lines)
        else:
            word = chance.one_of(_WORDS) if chance.happens(0.5) else chance.one_of(tokens).group()
            text = text[:start] + word + text[end:]
    return Case(text, read_text, ".yaml")


def spoilt_structure(chance: Chance) -> Case:
    """Values of the tree swapped, copied elsewhere, left out, or made of another kind."""
    tree = yaml.safe_load(chance.one_of(texts()))
    for _ in range(1 + chance.whole(3)):
        places = list(_places(tree))
        if not places:
            break
        holder, key = chance.one_of(places)
        match chance.whole(5):
            case 0:
                del holder[key]
            case 1:
                other, name = chance.one_of(places)
                holder[key] = deepcopy(other[name]) if name in _keys(other) else None
            case 2 if isinstance(holder, list):
                holder.insert(key, holder[key])
            case 3 if isinstance(holder, dict):
                holder[chance.one_of(("id", "children", "formula", "criterion", "scale", "x", "levels", "gates"))] = (
                    holder.pop(key)
                )
            case _:
                holder[key] = chance.one_of(_VALUES)
    text = yaml.dump(tree, Dumper=_WithoutAliases, allow_unicode=True, sort_keys=False, width=1000)
    return Case(text, read_text, ".yaml")


class _WithoutAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def _keys(holder: Any) -> Any:
    return holder if isinstance(holder, dict) else range(len(holder))


def _places(tree: Any) -> list[tuple[Any, Any]]:
    found, stack = [], [tree]
    while stack:
        holder = stack.pop()
        for key in list(_keys(holder)):
            found.append((holder, key))
            if isinstance(holder[key], dict | list):
                stack.append(holder[key])
    return found


def read_text(text: str, folder: Path) -> None:
    try:
        program = icma.loads(text, "spoilt.yaml")
    except icma.SpecError as error:
        demand(error.diagnostics, "a spec is refused without a diagnostic")
        check_places(error.diagnostics, {"spoilt.yaml": text})
        check_repr(error)
        return
    check_repr(program)
    if len(text) < 20_000:
        path = folder / "spoilt.yaml"
        path.write_text(text, encoding="utf-8", errors="replace")
        _validate(path)


def _read_file(content: bytes, folder: Path) -> None:
    path = folder / "spoilt.yaml"
    path.write_bytes(content)
    _validate(path)


def _validate(path: Path) -> None:
    found = icma.validate(path)
    text = path.read_bytes().decode("utf-8", errors="replace")
    check_places(found.diagnostics, {str(path): text})
    check_repr(found)
    mended = icma.mend(path)
    check_repr(mended)
    demand(isinstance(mended.diff(), str), "a patch is no text")
    icma.load(path)
