"""Ledgers that were written as JSON, read again: of this schema and of the one before, each field of its kind."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from ..errors import IcmamlError, expect
from ..formulas.reasons import REASON_NAMES
from ..sources import is_endless, read_at_most
from .entries import LEDGER_SCHEMA, Account, Entry

# 2 has fewer fields, and each of them as 3 has it.
READABLE = (2, LEDGER_SCHEMA)
_MOST_BYTES = 20_000_000
_MOST_DEPTH = 200
_LARGEST = 2**63


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class _Cell(_Shape):
    column: str
    line: int | str  # of the catalogue, the key
    text: str = ""
    evidence: str = ""
    note: str = ""


class _Finding(_Shape):
    code: str
    severity: Literal["error", "warning", "info"]
    message: str
    figure: float | str | bool = ""
    column: bool = False


class _Peer(_Shape):
    entity: str
    name: str = ""
    value: float
    rank: float | None = None


class _Peers(_Shape):
    group: str
    formed_by: str
    n: int
    rank: float | None = None
    of: float | None = None
    percentile: float | None = None
    quartile: float | None = None
    median: float | None = None
    best: float | None = None
    gap_to_median: float | None = None
    gap_to_top_quartile: float | None = None
    gap_to_best: float | None = None
    withheld: str = ""
    light: Literal["green", "yellow", "red"] | None = None
    best_entities: str = ""
    values: list[_Peer]

    @model_validator(mode="after")
    def _is_whole(self) -> _Peers:
        if (self.rank is not None and self.of is None) or (self.best is not None and not self.best_entities):
            raise ValueError("`rank` needs `of`, and `best` needs `best_entities`")
        return self


class _Class(_Shape):
    above: float | None
    up_to: float | None
    method: str
    population: str
    n: int = 0


class _Weights(_Shape):
    model_config = ConfigDict(extra="allow")

    method: str
    population: str
    n: int = 0


class _Fit(_Shape):
    model_config = ConfigDict(extra="allow")

    n: int = 0


class _Detail(_Shape):
    """What is shown of the detail; the rest is plain data."""

    model_config = ConfigDict(extra="allow")

    option: str = ""
    source: str = ""
    counted_as: float = 0
    cuts: _Class | None = Field(default=None, alias="class")
    fit: _Fit = _Fit()
    weights: _Weights | None = None


class _Line(_Shape):
    """An entry without what stands below it."""

    kind: Literal["group", "indicator", "variable", "parameter", "statistic"]
    id: str
    title: str = ""
    period: str = ""
    value: float = 0
    score: float = 0
    share: float = 0
    contribution: float = 0
    term: float = 0
    decisive: bool = False
    reason: str = ""
    level: str = ""
    coverage: float = 0
    lowest: float = 0
    highest: float = 0
    rule: str = ""
    worked: str = ""
    scale: str = ""
    scaled: str = ""
    unit: str = ""
    provenance: str = ""
    see: str = ""
    raw: _Cell | None = None
    findings: list[_Finding] = []
    peers: _Peers | None = None
    detail: _Detail = _Detail()
    children: list[dict[str, Any]] = []

    @model_validator(mode="after")
    def _is_reason(self) -> _Line:
        if self.reason not in REASON_NAMES:
            raise ValueError(f"`reason` is one of {', '.join(REASON_NAMES[1:])}")
        return self


class _Head(_Shape):
    schema_: int = Field(alias="schema")
    program: str
    version: str
    entity: str
    period: str
    fingerprint: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    language: Literal["es", "en"]
    root: dict[str, Any]


def read_account(source: str | Path) -> Account:
    """Return the account that JSON, or a file of it, tells; see `icma.read_ledger`."""
    expect("source", source, str, Path)
    if isinstance(source, str) and source.lstrip().startswith("{"):
        name, text = "JSON", source
    else:
        name, text = str(source), _text_of(Path(source))
    if len(text) > _MOST_BYTES:
        raise _fault(name, "", ("es demasiado grande", "it is too large"))
    try:
        given = json.loads(text, parse_float=_finite, parse_int=_finite_int, parse_constant=_finite)
    except (ValueError, RecursionError) as error:
        raise _fault(name, "", str(error)) from error
    schema = given.get("schema") if isinstance(given, dict) else None
    if schema not in READABLE or isinstance(schema, bool):
        raise IcmamlError("IND584", name=name, given=json.dumps(schema)[:40], valid=", ".join(map(str, READABLE)))
    _check(name, "", _Head, given)
    root = _entries(name, given.pop("root"))
    del given["schema"]
    account = Account(**given, root=root)
    accounts = account.accounts()
    for _, entry in account.walk():
        if entry.see and entry.id not in accounts:
            raise _fault(name, entry.see, ("`see` no lleva a un renglón", "`see` leads to no entry"))
    return account


def _text_of(path: Path) -> str:
    try:
        if is_endless(path):
            raise _fault(str(path), "", ("no es un archivo", "it is no file"))
        return read_at_most(path, _MOST_BYTES + 1).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise _fault(str(path), "", problem) from error


def _finite(text: str) -> float:
    found = float(text)
    if not math.isfinite(found):
        raise ValueError(f"{text[:40]} is no figure")
    return found


def _finite_int(text: str) -> int:
    found = int(text)
    if abs(found) >= _LARGEST:
        raise ValueError(f"{text[:40]} is no figure")
    return found


def _entries(name: str, root: dict[str, Any]) -> Entry:
    """Return an entry with all below it."""
    top: list[Entry] = []
    stack: list[tuple[dict[str, Any], tuple[str, ...], list[Entry]]] = [(root, (), top)]
    while stack:
        given, above, siblings = stack.pop()
        path = (*above, str(given.get("id", "")))
        where = "/".join(path)
        _check(name, where, _Line, given)
        if len(path) > _MOST_DEPTH:
            raise _fault(name, where, ("está demasiado abajo", "it lies too deep"))
        entry = Entry(**{"title": "", **given, "children": []})
        siblings.append(entry)
        stack.extend((child, path, entry.children) for child in reversed(given.get("children", [])))
    return top[0]


def _check(name: str, where: str, shape: type[BaseModel], given: dict[str, Any]) -> None:
    try:
        shape.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise _fault(name, " ".join(part for part in (where, key) if part), first["msg"]) from error


def _fault(name: str, where: str, problem: str | tuple[str, str]) -> IcmamlError:
    return IcmamlError("IND500", name=name, where=f" ({where[-200:]})" if where else "", problem=problem)
