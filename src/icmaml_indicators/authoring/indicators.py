"""A new indicator put into a spec: text inserted, the rest of the file untouched, the result validated first."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, get_args

from ..diagnostics import Diagnostic, Place
from ..errors import IcmamlError, SpecError, UnknownNameError, check_option, expect
from ..formulas import FormulaError, check_formulas, names, parse
from ..linting import unit_of_formula, unit_of_word
from ..sources import is_endless, owner_of
from ..specs import ROOT, Draft, read_draft
from ..specs.parsing.nodes import Node
from ..specs.parsing.yaml_reader import read_file, read_text
from ..validation.examples.running import check_examples
from .placing import Edit, Page
from .trying import try_formula
from .wording import check_id, expression, figure, quote, titles

Direction = Literal["higher", "lower", "context"]
_BOM = "\ufeff"


def new_indicator(
    path: str | Path,
    name: str,
    *,
    group: str | None = None,
    formula: str | None = None,
    direction: Direction = "higher",
    title_es: str | None = None,
    title_en: str | None = None,
) -> str:
    """Return the text of a spec file with a new indicator in it; nothing is written.

    The outcome is sound. Examples of the groups above may no longer hold, since the indicator counts in them:
    `validate` tells which.

    Parameters
    ----------
    path
        The file of a program, or a part file of a program's folder.
    name
        The id.
    group
        The group that it goes into, which stands in that file; by default the only one there, or the top of the tree
        where indicators stand there.
    formula
        Names that the program does not know become variables of the file. By default the variable ``<name>_value``.
    direction
        Which values are good.
    title_es, title_en
        Made from the id where none is given; a language that is not given says that it is to be translated.

    Raises
    ------
    SpecError
        When the file, the formula or the outcome is wrong; with every diagnostic.
    UnknownNameError
        When there is no such group or direction.
    IcmamlError
        When there is no such file, the id cannot be one or exists already, or the list is written so that nothing can
        be inserted.
    """
    expect("path", path, str, Path)
    path = Path(path)
    check_id(name)
    check_option("direction", direction, get_args(Direction))
    if is_endless(path):
        raise SpecError(read_file(path).diagnostics)
    try:
        whole = path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise IcmamlError("IND504", path=path) from error
    except UnicodeDecodeError as error:
        raise SpecError(read_file(path).diagnostics) from error
    mark, text = (_BOM, whole[1:]) if whole.startswith(_BOM) else ("", whole)
    writer = _Writer(path, text)
    inserted = writer.insert(name, group, formula or f"{name}_value", titles(name, title_es, title_en), direction)
    return mark + inserted


class _Writer:
    def __init__(self, path: Path, text: str) -> None:
        self.path, self.page = path, Page(str(path), text)
        read = read_text(text, str(path))
        if read.root is None or not isinstance(read.root.value, dict):
            raise SpecError(read.diagnostics or (Diagnostic("IND112", Place(str(path))),))
        self.root = read.root
        self.source = owner_of(path)
        # The same file by the name under which the program reads it.
        inside = os.path.relpath(path.absolute(), self.source.absolute())
        self.place_in_program = path if self.source == path else self.source / inside
        self.known = set(_ids(read_draft(self.source, {self.place_in_program: text}).root))

    def insert(self, name: str, group: str | None, formula: str, title: str, direction: str) -> str:
        if name in self.known:
            raise IcmamlError("IND573", path=str(self.path), id=name)
        if "matrix" in self.root.value:
            raise self.page.refusal(
                "los indicadores de una matriz se escriben en sus objetivos",
                "the indicators of a matrix are written in its objectives",
            )
        missing = [read for read in _names(formula, name) if read not in self.known]
        for read in missing:
            check_id(read)
        draft = self.draft(self.text(group, _leaf(name, title, formula, direction), missing))
        unit = unit_of_formula(draft, name)
        head = _leaf(name, title, formula, direction, unit)
        # First without them, so that the engine can tell what the formula and its example come to.
        tried = try_formula(draft, name)
        if tried is None:
            raise IcmamlError("IND574")
        given, back, result = tried
        previous = f"previous: {{{_mapping(given)}}}, " if back else ""
        example = [
            "  examples:",
            "    # Synthetic figures, with the result that they give: put a case that you know in their place.",
            f"    - {{given: {{{_mapping(given)}}}, {previous}expect: {figure(result)}}}",
        ]
        text = self.text(group, [*head, *example], missing)
        proved = self.draft(text)
        check_examples(proved)
        # The scores of the groups above change with it: their examples are for their author to revise.
        own = [d for d in proved.sorted_diagnostics() if d.details.get("id") == name and d.severity == "error"]
        if own:
            raise SpecError(own)
        return text

    def draft(self, text: str) -> Draft:
        """Return the program with a text in the place of the file; raises `SpecError` where it is not sound."""
        draft = read_draft(self.source, {self.place_in_program: text})
        check_formulas(draft)
        if not draft.ok:
            raise SpecError(draft.sorted_diagnostics())
        return draft

    def text(self, group: str | None, item: list[str], missing: list[str]) -> str:
        edits = [self.place(group, item)]
        variables = [_variable(read) for read in missing]
        if variables:
            edits.append(self.declare(variables))
        return self.page.with_edits(edits)

    def place(self, group: str | None, item: list[str]) -> Edit:
        """Return where the indicator goes."""
        groups = {str(node.value["id"].value): node for node in _groups(self.root.child("tree"))}
        tree = self.root.child("tree")
        top = tree.value if tree is not None and isinstance(tree.value, list) else []
        if group == ROOT:
            return self.page.append(self.root, "tree", 0, item)
        if group is None:
            if len(groups) == 1 and len(top) == 1:
                group = next(iter(groups))
            elif groups and all(_is_group(node) for node in top):
                known = ", ".join(groups)
                raise self.page.refusal(f"diga en qué grupo: {known}", f"say in which group: {known}")
            else:
                return self.page.append(self.root, "tree", 0, item)
        if group not in groups:
            raise UnknownNameError("group", group, list(groups))
        holder = groups[group]
        return self.page.append(holder, "children", holder.start[1], item)

    def declare(self, variables: list[str]) -> Edit:
        """Return where the variables that the formula lacks go: their list, which is begun where there is none."""
        if "variables" in self.root.value or "tree" not in self.root.keys:
            return self.page.append(self.root, "variables", 0, variables)
        return self.page.before(self.root.keys["tree"][0], ["variables:", *(f"  {line}" for line in variables)])


def _leaf(name: str, title: str, formula: str, direction: str, unit: tuple[str, str] | None = None) -> list[str]:
    """Return the lines of an indicator, its examples apart."""
    measured = [] if unit is None else [f"  unit: {{es: {quote(unit[0])}, en: {quote(unit[1])}}}"]
    return [
        f"- id: {name}",
        f"  title: {title}",
        "  # Arithmetic over variables and other indicators.",
        f"  formula: {expression(formula)}",
        *measured,
        f"  direction: {direction}  # which values are good: higher, lower, near a `target`, or none (context)",
        "  provenance: user  # or documented with its source, or reconstructed with what it is modelled on",
    ]


def _variable(name: str) -> str:
    """Return the line of a new variable, measured in what the last word of its id names."""
    es, en = unit_of_word(name.rpartition("_")[2])
    unit = f"unit: {{es: {quote(es)}, en: {quote(en)}}}"
    # A count of nothing divides nothing: ranges begin above zero until their author says otherwise.
    return f"- {{id: {name}, title: {titles(name, None, None)}, {unit}, type: number, range: [1, null]}}"


def _names(formula: str, name: str) -> list[str]:
    """Return the names that a formula reads; raises `SpecError` where it cannot be read."""
    try:
        return [read for read in names(parse(formula)) if read != name]
    except FormulaError as error:
        place = Place("formula", 1, error.at + 1, max(1, error.length), formula)
        raise SpecError([Diagnostic(error.code, place, error.details, error.suggestion)]) from error


def _ids(root: Node | None) -> Iterator[str]:
    """Yield the ids of variables and nodes."""
    stack = [] if root is None else [node for key in ("variables", "tree") if (node := root.child(key)) is not None]
    while stack:
        node = stack.pop()
        if isinstance(node.value, list):
            stack.extend(node.value)
        elif isinstance(node.value, dict):
            if "id" in node.value:
                yield str(node.value["id"].value)
            if "children" in node.value:
                stack.append(node.value["children"])


def _is_group(node: Node) -> bool:
    return isinstance(node.value, dict) and "formula" not in node.value and "criterion" not in node.value


def _groups(tree: Node | None) -> Iterator[Node]:
    """Yield the groups below a list: what has children or criteria, or could have."""
    stack = list(tree.value) if tree is not None and isinstance(tree.value, list) else []
    while stack:
        node = stack.pop(0)
        if _is_group(node) and "id" in node.value:
            yield node
            children = node.value.get("children")
            stack = [*(children.value if children is not None and isinstance(children.value, list) else []), *stack]


def _mapping(given: Mapping[str, float | str]) -> str:
    return ", ".join(f"{name}: {quote(v) if isinstance(v, str) else figure(v)}" for name, v in given.items())
