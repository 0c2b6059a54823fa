"""YAML text to nodes: strict scalars, no aliases, no repeated keys, limits on size, depth and count.

Values are read by a small subset of the YAML 1.2 core schema, so the traps of YAML 1.1 do not exist here: ``no`` and
``on`` are text, ``012``, ``1_000`` and ``12:30:00`` are text (and refused where a number is due), ``1e3`` is a number,
``2014-06-30`` is text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ...diagnostics import Diagnostic
from ...sources import MAX_BYTES, is_endless, read_at_most
from .nodes import Node, Scalar, Source
from .yaml_faults import explain

MAX_DEPTH = 24
MAX_NODES = 200_000

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\Z")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?\Z")
_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "true": True, "false": False}
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StopReadingError(Exception):
    """A fault after which nothing more of the file can be read."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic


@dataclass(slots=True)
class ReadResult:
    """What came of one file: its root node (None when unreadable) and everything found wrong."""

    source: Source
    root: Node | None
    diagnostics: list[Diagnostic] = field(default_factory=list)


def read_file(path: Path, shown_as: str | None = None, content: bytes | None = None) -> ReadResult:
    """Read one YAML file; faults come back as diagnostics, never as exceptions.

    Parameters
    ----------
    path
        The file.
    shown_as
        The name that diagnostics print; the path itself by default.
    content
        What stands in for the content of the file.
    """
    name = shown_as or str(path)
    empty = Source.of(name, "")

    def failed(code: str, **details: object) -> ReadResult:
        return ReadResult(empty, None, [Diagnostic(code, empty.place(0, 0), details)])

    try:
        if content is None and is_endless(path):
            return failed("IND126")
        size = path.stat().st_size if content is None else len(content)
        if content is None:
            content = read_at_most(path, MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            return failed("IND108", size=max(size, len(content)), limit=MAX_BYTES)
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return failed("IND113")
    except OSError as error:
        return failed("IND116", problem=error.strerror or str(error))
    return read_text(text, name)


def read_text(text: str, name: str = "<text>") -> ReadResult:
    """Read YAML text; see `read_file`."""
    source = Source.of(name, text)
    if len(text) > MAX_BYTES:
        place = source.place(0, 0)
        return ReadResult(source, None, [Diagnostic("IND108", place, {"size": len(text), "limit": MAX_BYTES})])
    builder = _Builder(source)
    try:
        root = builder.build(yaml.parse(text, Loader=LOADER))
    except _StopReadingError as stop:
        return ReadResult(source, None, [*builder.diagnostics, stop.diagnostic])
    except yaml.MarkedYAMLError as error:
        return ReadResult(source, None, [*builder.diagnostics, explain(source, error)])
    except (yaml.reader.ReaderError, UnicodeEncodeError) as error:  # the latter of half a surrogate pair
        return ReadResult(source, None, [_forbidden_character(source, error)])
    if root is None:
        builder.diagnostics.append(Diagnostic("IND112", source.place(0, 0)))
    return ReadResult(source, root, builder.diagnostics)


def _forbidden_character(source: Source, error: yaml.reader.ReaderError | UnicodeEncodeError) -> Diagnostic:
    """Point at the first character that YAML does not allow; libyaml gives its place in bytes, so it is looked up."""
    found = yaml.reader.Reader.NON_PRINTABLE.search(source.text)
    place = source.place_at(found.start() if found else 0)
    sign = f"U+{ord(found.group()):04X}" if found else str(error.reason)
    es, en = f"no se admite el carácter {sign}", f"character {sign} is not allowed"
    return Diagnostic("IND101", place, {"problem_es": es, "problem_en": en})


def resolve(text: str) -> Scalar:
    """Return the value of a plain scalar; what no float can hold is text."""
    if text in _WORDS:
        return _WORDS[text]
    if (_INTEGER.match(text) or _FLOAT.match(text)) and math.isfinite(float(text)):
        return int(text) if _INTEGER.match(text) else float(text)
    return text


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet; `key` waits for its value."""

    node: Node
    key: str | None = None
    repeated: bool = False


class _Builder:
    """Builds nodes from parser events with a stack of its own, so depth is a limit and not a crash."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.diagnostics: list[Diagnostic] = []
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.documents = 0
        self.count = 0

    def build(self, events: Iterable[Any]) -> Node | None:
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                self._open(event)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                node = self.stack.pop().node
                mark: Any = event.end_mark
                node.end = (mark.line, mark.column)
            elif isinstance(event, yaml.AliasEvent):
                self._stop("IND103", event, name=f"*{event.anchor}")
            elif isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    es, en = "un segundo documento (---) en un archivo", "a second document (---) in one file"
                    self._stop("IND101", event, problem_es=es, problem_en=en)
        return self.root

    def _stop(self, code: str, event: Any, **details: object) -> None:
        mark = event.start_mark
        raise _StopReadingError(Diagnostic(code, self.source.place(mark.line, mark.column), details))

    def _check(self, event: Any) -> None:
        self.count += 1
        if self.count > MAX_NODES:
            self._stop("IND117", event, limit=MAX_NODES)
        if event.anchor is not None:
            self._stop("IND103", event, name=f"&{event.anchor}")
        if event.tag is not None and event.tag != "!":
            self._stop("IND118", event, tag=event.tag)

    def _open(self, event: Any) -> None:
        self._check(event)
        if len(self.stack) >= MAX_DEPTH:
            self._stop("IND109", event, limit=MAX_DEPTH)
        start = (event.start_mark.line, event.start_mark.column)
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        node = Node(self.source, value, start, start)
        if self.stack and isinstance(self.stack[-1].node.value, dict) and self.stack[-1].key is None:
            self._stop("IND119", event)
        self._attach(node)
        self.stack.append(_Open(node))

    def _scalar(self, event: Any) -> None:
        self._check(event)
        plain = event.style is None or event.style == ""
        start = (event.start_mark.line, event.start_mark.column)
        end = (event.end_mark.line, event.end_mark.column)
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.node.value, dict) and top.key is None:
            self._key(top, event.value, start)
            return
        value = resolve(event.value) if plain else event.value
        self._attach(Node(self.source, value, start, end, text=event.value, plain=plain))

    def _key(self, top: _Open, key: str, start: tuple[int, int]) -> None:
        top.key = key
        top.repeated = key in top.node.keys
        if top.repeated:
            details = {"key": key, "first": top.node.keys[key][0] + 1}
            self.diagnostics.append(Diagnostic("IND102", self.source.place(*start, len(key)), details))
        else:
            top.node.keys[key] = start

    def _attach(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.node.value, list):
            top.node.value.append(node)
        elif top.key is not None:
            if not top.repeated:
                top.node.value[top.key] = node
            top.key = None
