"""What libyaml cannot read, told in the words of who writes: what stands there, and what to write instead."""

from __future__ import annotations

import re
from typing import Any

from ...diagnostics import Diagnostic, name_of_sign
from .nodes import Source

_QUOTES = ("ponga el texto entre comillas", "put the text into quotes")
# What libyaml says (how it begins), in Spanish and English.
_PROBLEMS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        f"`: ` inicia aquí un valor: {_QUOTES[0]}",
        f"`: ` begins a value here: {_QUOTES[1]}",
    ),
    (
        "block sequence entries are not allowed",
        f"`- ` inicia aquí un elemento de lista: va en su propia línea, o {_QUOTES[0]}",
        f"`- ` begins an item of a list here: it stands on a line of its own, or {_QUOTES[1]}",
    ),
    ("could not find expected ':'", "tras una clave va `:`", "a key is followed by `:`"),
    (
        "did not find expected '-' indicator",
        "la línea no es un elemento de la lista: falta `-`, o su sangría no es la de los otros",
        "the line is no item of the list: `-` is missing, or it is not indented as the others",
    ),
    (
        "did not find expected key",
        "la línea no tiene la sangría de las otras claves, o algo sobra antes de ella",
        "the line is not indented as the other keys, or something before it is too much",
    ),
    ("did not find expected ',' or '}'", "falta `,` o `}`", "`,` or `}` is missing"),
    ("did not find expected ',' or ']'", "falta `,` o `]`", "`,` or `]` is missing"),
    (
        "found unknown escape character",
        "tras `\\` va un escape: use comillas simples",
        "`\\` begins an escape: use single quotes",
    ),
    ("found unexpected end of stream", "unas comillas no se cierran", "a quote is not closed"),
    ("found unexpected document indicator", "unas comillas no se cierran", "a quote is not closed"),
    (
        "did not find expected <document start>",
        "algo sobra al principio de la línea",
        "something at the beginning of the line is too much",
    ),
)
_COMMENT = re.compile(r"(?<=\s)#")
_BARE_COLON = re.compile(r":(?=\s)")


def explain(source: Source, error: Any) -> Diagnostic:
    """Return the diagnostic of an error of libyaml, at the place where something has to be done."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return _fault(source, 0, 0, str(error), str(error))
    first = error.context_mark.line if error.context_mark is not None else mark.line
    return _indentation(source, mark.line) or _in_flow(source, error, first, mark) or _by_words(source, error, mark)


def _fault(source: Source, line: int, column: int, es: str, en: str) -> Diagnostic:
    return Diagnostic("IND101", source.place(line, column), {"problem_es": es, "problem_en": en})


def _indentation(source: Source, line: int) -> Diagnostic | None:
    """Tell of a tab, or of a blank that is none, before the text of the line or of the one above it."""
    for number in (line, line - 1):
        text = source.lines[number] if 0 <= number < len(source.lines) else ""
        indent = text[: len(text) - len(text.lstrip())]
        for column, sign in enumerate(indent):
            if sign == "\t":
                return _fault(source, number, column, "un tabulador: use espacios", "a tab: indent with blanks")
            if sign != " ":
                name = name_of_sign(sign)
                es, en = f"un espacio que no lo es ({name}): use espacios", f"a blank that is none ({name}): use blanks"
                return _fault(source, number, column, es, en)
    return None


def _in_flow(source: Source, error: Any, first: int, mark: Any) -> Diagnostic | None:
    """Tell of what breaks off a text inside braces or brackets: a comment, or a colon."""
    problem = str(error.problem)
    if not problem.startswith(("did not find expected ',' or", "did not find expected node")):
        return None
    for number in range(first, min(mark.line, len(source.lines) - 1) + 1):
        bare = _without_quoted(source.lines[number])
        found = _COMMENT.search(bare)
        # A comment that swallows nothing of the collection is one.
        if found and re.search(r"[\]},]", bare[found.start() :]) and number < max(mark.line, first + 1):
            es, en = f"` #` inicia aquí un comentario: {_QUOTES[0]}", f"` #` begins a comment here: {_QUOTES[1]}"
            return _fault(source, number, found.start(), es, en)
    line = _without_quoted(source.lines[mark.line]) if mark.line < len(source.lines) else ""
    if mark.line == first and _BARE_COLON.match(line, mark.column):
        es, en = f"`: ` inicia aquí un valor: {_QUOTES[0]}", f"`: ` begins a value here: {_QUOTES[1]}"
        return _fault(source, mark.line, mark.column, es, en)
    return None


def _without_quoted(line: str) -> str:
    """Return a line with what stands in quotes blanked out."""
    return re.sub(r"\"[^\"]*\"|'[^']*'", lambda found: "·" * len(found[0]), line)


def _by_words(source: Source, error: Any, mark: Any) -> Diagnostic:
    problem = str(error.problem or error)
    if problem.startswith("found character that cannot start any token"):
        line = source.lines[mark.line] if mark.line < len(source.lines) else ""
        sign = line[mark.column : mark.column + 1]
        es, en = f"`{sign}` no puede iniciar un texto: {_QUOTES[0]}", f"`{sign}` cannot begin a text: {_QUOTES[1]}"
        return _fault(source, mark.line, mark.column, es, en)
    for words, es, en in _PROBLEMS:
        if problem.startswith(words):
            # An open quote is told where it opens, not where the file ends.
            where = error.context_mark if "comillas no se cierran" in es and error.context_mark else mark
            return _fault(source, where.line, where.column, es, en)
    return _fault(source, mark.line, mark.column, problem, problem)
