"""A page as a tagged PDF (PDF/UA-1): the same HTML, set by WeasyPrint, given what it does not find by itself."""

from __future__ import annotations

import re
from base64 import b64encode
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from ...errors import IcmamlError, MissingExtraError
from ...sources.replacing import write_bytes_atomically
from .rendering import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_SVG = "{http://www.w3.org/2000/svg}"
_CLASS = re.compile(r"\.([\w-]+)")
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")
# How a sheet gives lights their colour, and the marks in them a stronger one.
_LIGHT = re.compile(r"\.(light-[\w-]+)( \.mark)?")
_COLOUR = re.compile(r"(?:^|;)color:([^;]+)")


def write_pdf(page: str, path: Path) -> None:
    """Write a page as a PDF, whole or not at all; nothing is fetched from anywhere.

    Parameters
    ----------
    page
        The HTML, self-contained, with its language and a title.
    path
        The place.

    Raises
    ------
    MissingExtraError
        When the extra ``pdf`` is not installed.
    IcmamlError
        When a library of the system that it needs is missing, or the file cannot be written.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except ImportError as error:
        raise MissingExtraError("pdf") from error
    except OSError as error:  # so it tells of pango
        raise IcmamlError("IND660", problem=str(error).partition("\n")[0]) from error

    document = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols={"data"}))
    _prepare(document.etree_element)
    write_bytes_atomically(path, document.write_pdf(pdf_variant="pdf/ua-1"))


def _prepare(root: Element) -> None:
    """Make each drawing stand by itself, since it is set as a document of its own: its styles, what it refers to."""
    sheets = [element for element in root.iter("style") if element.text]
    # Of weights of type it knows hundreds alone.
    sheet = "\n".join(str(element.text) for element in sheets).replace("font-weight:650", "font-weight:700")
    for element in sheets[-1:]:
        element.text = f"{sheet}\n{(TEMPLATES / 'pdf.css').read_text(encoding='utf-8')}"
    kit = _Kit.of(root, sheet)
    hidden = {part for top in root.iter() if top.get("aria-hidden") == "true" for part in top.iter()}
    for parent in list(root.iter()):
        for drawing in [child for child in parent if child.tag == _SVG + "svg"]:
            if drawing.get("class") == "sprite":
                parent.remove(drawing)
                continue
            kit.complete(drawing, parent.get("class", "").split())
            if drawing in hidden:
                _turn_into_background(drawing)


@dataclass(frozen=True, slots=True)
class _Kit:
    """What drawings share on a page, and each needs for itself."""

    rules: list[tuple[set[str], str]]  # the classes that a rule names, and the rule
    lights: dict[str, str]  # the colour of marks in each light, which a picture of its own does not see
    symbols: dict[str, Element]
    patterns: dict[str, Element]

    @classmethod
    def of(cls, root: Element, sheet: str) -> _Kit:
        """Gather it from a page."""
        rules = list(_rules_of(sheet))
        colours = dict(part for prelude, content in rules if prelude == ":root" for part in _variables_of(content))
        shared = [{str(part.get("id")): part for part in root.iter(_SVG + kind)} for kind in ("symbol", "pattern")]
        painted = [  # a name that stands for something in one element alone stays
            (
                set(_CLASS.findall(prelude)),
                f"{prelude}{{{_VARIABLE.sub(lambda it: colours.get(it[1], it[0]), content)}}}",
            )
            for prelude, content in rules
            if "." in prelude
        ]
        lights = {
            light[1]: colour[1]
            for stronger in (False, True)
            for _, rule in painted
            for selector in rule.partition("{")[0].split(",")
            if (light := _LIGHT.fullmatch(selector.strip())) and bool(light[2]) == stronger
            if (colour := _COLOUR.search(rule.partition("{")[2].rstrip("}")))
        }
        return cls(painted, lights, *shared)

    def complete(self, drawing: Element, around: list[str]) -> None:
        """Put styles, patterns, the drawn parts of symbols, and all that is to be read aloud, into a drawing.

        Its marks take the colour of the light `around` it, if there is one.
        """
        for light in around:
            drawing.set("color", self.lights.get(light, drawing.get("color", "#000")))
        for parent in list(drawing.iter()):
            for use in [child for child in parent if child.tag == _SVG + "use"]:
                name = str(use.get("href")).removeprefix("#")
                place = list(parent).index(use)
                parent[place : place + 1] = [deepcopy(part) for part in self.symbols[name]]
        title, description = drawing.find(_SVG + "title"), drawing.find(_SVG + "desc")
        if title is not None and description is not None:  # of a figure only the title is read
            title.text = f"{str(title.text).rstrip('.')}. {description.text}"
        classes = {name for part in drawing.iter() for name in part.get("class", "").split()}
        rules = "\n".join(rule for named, rule in self.rules if named & classes)
        patterns = [deepcopy(part) for name, part in self.patterns.items() if f"url(#{name})" in rules]
        inner = {name for part in patterns for inside in part.iter() for name in inside.get("class", "").split()}
        style, definitions = ElementTree.Element(_SVG + "style"), ElementTree.Element(_SVG + "defs")
        style.text = "\n".join([rules, *(rule for named, rule in self.rules if named & inner)])
        definitions.extend(patterns)
        drawing.extend([definitions, style])  # the title stays first


def _turn_into_background(drawing: Element) -> None:
    """Make a drawing that says nothing by itself the background of an empty element: so it is no figure in the PDF."""
    tail, drawing.tail = drawing.tail, None
    picture, name = ElementTree.tostring(drawing, encoding="utf-8"), drawing.get("class", "")
    drawing.clear()
    drawing.tag, drawing.tail = "svg", tail  # of no namespace: the sheet gives it its size all the same
    drawing.set("class", f"{name} drawn".strip())
    drawing.set("style", f"background-image:url(data:image/svg+xml;base64,{b64encode(picture).decode()})")


def _variables_of(content: str) -> Iterator[tuple[str, str]]:
    """Yield the colours that a rule gives a name."""
    import tinycss2

    for part in tinycss2.parse_blocks_contents(content):
        if part.type == "declaration" and part.name.startswith("--"):
            yield part.name, tinycss2.serialize(part.value).strip()


def _rules_of(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield the rules of a sheet that hold everywhere: what they are for, and what they say."""
    import tinycss2

    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            yield tinycss2.serialize(rule.prelude).strip(), tinycss2.serialize(rule.content)
