"""The text of a spec that says what the tables of COINr say, as a person would write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..authoring.wording import expression, quote
from ..diagnostics import Language
from ..specs.model.base import is_id
from ..specs.model.measures import ROOT
from ..tables.headings import fold_heading
from .framework import DATA, META, Framework, Line
from .marks import mark_lines
from .methods import TARGET, Given, Methods
from .notes import NoteLog

# The longest line of a mapping that stands in one line.
_LONGEST = 118
_BREAK = 96
_HEAD = {
    "es": "Importado de las tablas iData e iMeta de COINr. Se revisa con: icmaml-indicators validate ARCHIVO",
    "en": "Imported from the tables iData and iMeta of COINr. Check it with: icmaml-indicators validate FILE",
}
_SECTIONS = {
    "told": ("Lo que no tiene contraparte, y lo que se supuso:", "What has no counterpart, and what was assumed:"),
    "methods": ("Cómo se llega de un valor a una calificación.", "How a value becomes a score."),
    "groups": ("Grupos de unidades.", "Groups of units."),
    "denominators": ("Denominadores.", "Denominators."),
    "raw": ("Cifras que se dividen entre un denominador.", "Figures that are divided by a denominator."),
    "tree": ("Lo que se mide: el índice es el total.", "What is measured: the index is the total."),
}
_NOTE = (
    "Importado de COINr; los textos están en un solo idioma. {mark}",
    "Imported from COINr; the texts stand in one language. {mark}",
)


class Names:
    """The id that stands for each code.

    Attributes
    ----------
    inputs
        Of what is handed in: figures, denominators, groups of units.
    nodes
        Of indicators and groups; the index is ``total``.
    renamed
        The headings that columns of figures must have instead of their codes, which are those of the index here.
    """

    def __init__(self, framework: Framework, notes: NoteLog) -> None:
        taken: set[str] = set()
        self.inputs: dict[str, str] = {}
        self.nodes: dict[str, str] = {framework.root.code: ROOT}
        self.renamed: dict[str, str] = {}
        for line in framework.lines:
            if line.type == "Other" or line is framework.root:
                continue
            name = fold_heading(line.code)
            if not is_id(name):
                name = f"x_{name[:70]}"
                notes.add("name", META, line.row, "iCode", code=line.code, id=name)
            name = _not_taken(name, taken)
            if fold_heading(line.code) == ROOT and line.type != "Aggregate":
                self.renamed[line.code] = name
                notes.add("renamed", DATA, None, line.code, id=name)
            (self.nodes if line.type == "Aggregate" else self.inputs)[line.code] = name
        for line in framework.of_type("Indicator"):
            own = self.inputs[line.code]
            ratio = f"{own}_per_{self.inputs[line.denominator]}"[:76] if line.denominator else own
            self.nodes[line.code] = _not_taken(ratio, taken) if line.denominator else own

    def columns(self, code: str) -> dict[str, Any]:
        """Return the key that keeps the code of an input, where that is another than its id: its heading."""
        if code in self.renamed:
            return _note(code, None)
        return {"columns": [code]} if self.inputs[code] != code else {}


def _not_taken(name: str, taken: set[str]) -> str:
    found, number = name, 2
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    taken.add(found)
    return found


def write_spec(
    name: str, framework: Framework, names: Names, methods: Methods, notes: NoteLog, language: Language
) -> str:
    """Return the text of a spec.

    Parameters
    ----------
    name
        The id of the program.
    framework, names, methods
        What the tables say, the ids, and what the calls of COINr say.
    notes
        What is told above the program.
    language
        Of the comments.
    """
    lines = [*_head(name, framework, notes, language), *_methods(framework, names, methods, language)]
    variables = list(_variables(framework, names, language))
    lines += ["", "variables:", *variables] if variables else []
    lines += ["", f"# {_section('tree', language)}", "tree:"]
    for child in framework.children_of(framework.root.code):
        lines += _node(child, framework, names, methods, 2)
    return "\n".join(lines) + "\n"


def _section(key: str, language: Language) -> str:
    return _SECTIONS[key][0 if language == "es" else 1]


def _comment(text: str) -> str:
    # A line end would end the comment.
    return f"# {' '.join(text.split())}"


def _head(name: str, framework: Framework, notes: NoteLog, language: Language) -> Iterator[str]:
    yield _comment(_HEAD[language])
    if len(notes):
        yield f"# {_section('told', language)}"
        yield from (f"{_comment('- ' + line)}" for line in notes.summary_lines(language))
    mark = mark_lines(framework.root.code, None)
    note = tuple(words.format(mark=kept).strip() for words, kept in zip(_NOTE, mark or ("", ""), strict=True))
    yield "spec: 1"
    yield f"id: {name}"
    yield 'version: "1"'
    yield f"title: {_flow(_both(framework.root.name or framework.root.code))}"
    yield f"note: {_flow(dict(zip(('es', 'en'), note, strict=True)))}"
    yield "entity: other"
    yield "period: year"
    yield "provenance: user"


def _methods(framework: Framework, names: Names, methods: Methods, language: Language) -> Iterator[str]:
    yield ""
    yield f"# {_section('methods', language)}"
    if methods.scale is not None:
        yield f"scale: {_flow(methods.scale)}"
    for key, given in (("imputation", methods.imputation), ("treatment", methods.treatment)):
        if given is not None:
            yield f"{key}: {_flow(_with_ids(given, names))}"
    yield "missing: {not_reported: skip, not_applicable: skip, undefined: skip}"
    rule = methods.aggregation_of(framework.heights[framework.root.code])
    if rule != "arithmetic_mean":
        yield f"total: {{aggregation: {_flow(rule)}}}"


def _with_ids(given: Given, names: Names) -> Given:
    """Return a method in which a population that bears the code of a group bears its id."""
    if not isinstance(given, Mapping):
        return given
    return {key: names.inputs.get(value, value) if key == "over" else value for key, value in given.items()}


def _variables(framework: Framework, names: Names, language: Language) -> Iterator[str]:
    divided = [line for line in framework.of_type("Indicator") if line.denominator]
    sections = (
        ("groups", framework.of_type("Group")),
        ("denominators", framework.of_type("Denominator")),
        ("raw", divided),
    )
    for key, lines in sections:
        if lines:
            yield f"  # {_section(key, language)}"
        for line in lines:
            keys: dict[str, Any] = {"id": names.inputs[line.code], "title": _both(line.name or line.code)}
            keys |= {"unit": _both(line.unit)} if line.unit else {}
            keys |= {"type": "category", "options": "any"} if key == "groups" else {}
            yield from _item(keys | names.columns(line.code), 2)


def _node(line: Line, framework: Framework, names: Names, methods: Methods, indent: int) -> Iterator[str]:
    """Yield the lines of a node and of all below it."""
    waiting: list[tuple[Line, int]] = [(line, indent)]
    while waiting:
        current, at = waiting.pop()
        children = framework.children_of(current.code)
        if not children:
            yield from _item(_indicator(current, framework, names, methods), at)
            continue
        name = names.nodes[current.code]
        keys: dict[str, Any] = {"id": name, "title": _both(current.name or current.code)}
        keys |= _weight(current, framework)
        rule = methods.aggregation_of(framework.heights[current.code])
        keys |= {"aggregation": rule} if rule != "arithmetic_mean" else {}
        keys |= _note(current.code if current.code != name else None, None)
        yield from _block(keys, at)
        yield f"{' ' * (at + 2)}children:"
        waiting += [(child, at + 4) for child in reversed(children)]


def _indicator(line: Line, framework: Framework, names: Names, methods: Methods) -> dict[str, Any]:
    keys: dict[str, Any] = {"id": names.nodes[line.code], "title": _both(line.name or line.code)}
    if line.denominator:
        keys["formula"] = f"{names.inputs[line.code]} / {names.inputs[line.denominator]}"
    elif line.unit:
        keys["unit"] = _both(line.unit)
    keys["direction"] = "higher" if line.direction > 0 else "lower"
    keys |= _weight(line, framework)
    scale = methods.scale_of(line)
    keys |= {"scale": scale} if scale is not None else {}
    own = {} if line.denominator else names.columns(line.code)
    target = None if line.target is None or methods.of_each == TARGET else number_text(line.target)
    keys |= own if "columns" in own else {}
    return keys | _note(line.code if "note" in own else None, target)


def _weight(line: Line, framework: Framework) -> dict[str, Any]:
    """Return the weight, where it is not that of all others in its group."""
    alike = all(child.weight == 1 for child in framework.children_of(line.parent))
    return {} if alike else {"weight": line.weight}


def _note(code: str | None, target: str | None) -> dict[str, Any]:
    words = mark_lines(code, target)
    return {"note": dict(zip(("es", "en"), words, strict=True))} if words else {}


def _both(text: str) -> dict[str, str]:
    return {"es": text, "en": text}


# YAML ------------------------------------------------------------------------------------------------


def _item(keys: Mapping[str, Any], indent: int) -> Iterator[str]:
    """Yield an item of a list: in one line where that is short."""
    line = f"{' ' * indent}- {_flow(keys)}"
    if len(line) <= _LONGEST:
        yield line
    else:
        yield from _block(keys, indent)


def _block(keys: Mapping[str, Any], indent: int) -> Iterator[str]:
    for number, (key, value) in enumerate(keys.items()):
        yield f"{' ' * indent}{'  ' if number else '- '}{key}: {_flow(value)}"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return number_text(value)
    text = str(value)
    return quote(text) if "," in text else expression(text)


def number_text(value: float) -> str:
    """Return a number by the shortest text that reads back as it."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
