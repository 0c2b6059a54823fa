"""The catalogue: each code is told where its kind says, all of them are told, and the guide holds them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from icmaml_indicators.diagnostics import MESSAGES, Kind, rule_anchor
from icmaml_indicators.linting.reference import RULES
from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "src" / "icmaml_indicators"
CATALOGUE = PACKAGE / "diagnostics" / "messages"
OF_SPECS: frozenset[Kind] = frozenset({"fault", "doubt"})
FINDING: frozenset[Kind] = frozenset({"finding"})
CHANGE: frozenset[Kind] = frozenset({"change"})
REFUSAL: frozenset[Kind] = frozenset({"refusal"})
# What a code is handed to, by the kinds that it takes.
TELLERS: dict[str, frozenset[Kind]] = {
    **dict.fromkeys(
        ("Diagnostic", "FormulaError", "fault", "report", "_fault", "_stop", "_stray", "_report"), OF_SPECS
    ),
    **dict.fromkeys(("ParseNote", "LineFault", "cells", "column", "line", "_flag", "_note", "_reject"), FINDING),
    **dict.fromkeys(("Change", "record"), CHANGE),
    **dict.fromkeys(("DataError", "IcmamlError", "IncomparableError", "UnknownRevisionError", "__init__"), REFUSAL),
}
# A column of figures cannot part the peers, of data or of a spec: one message for both.
TWICE = {("IND479", "report")}


def codes_told(source: str) -> Iterator[tuple[str, str | None]]:
    """Yield each code that a module names, with what it is handed to: a call, or None where it is kept or compared."""
    stack: list[tuple[ast.AST, str | None]] = [(ast.parse(source), None)]
    while stack:
        node, teller = stack.pop()
        if isinstance(node, ast.Constant) and re.fullmatch(r"IND\d{3}", str(node.value)):
            yield str(node.value), teller
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", None))
            stack.append((node.func, teller))
            stack += [(part, name) for part in (*node.args, *node.keywords)]
        elif isinstance(node, ast.Compare):
            stack += [(part, None) for part in ast.iter_child_nodes(node)]
        else:
            stack += [(part, teller) for part in ast.iter_child_nodes(node)]


def modules() -> list[Path]:
    """Return the modules that tell something: all but those of the catalogue."""
    return [path for path in PACKAGE.rglob("*.py") if CATALOGUE not in path.parents]


def misplaced(told: Iterable[tuple[str, str | None]]) -> set[tuple[str, str]]:
    """Return the codes that do not exist, or are handed to what takes another kind."""
    return {
        (code, teller or "")
        for code, teller in told
        if code not in MESSAGES or (teller in TELLERS and MESSAGES[code].kind not in TELLERS[teller])
    }


TOLD = {use for path in modules() for use in codes_told(path.read_text(encoding="utf-8"))}


def test_each_code_is_told_as_its_kind_says() -> None:
    assert misplaced(TOLD) == TWICE


def test_a_code_in_the_wrong_place_is_found() -> None:
    source = """
draft.report("IND401", place)
findings.cells("IND303" if strict else "IND401", rows)
raise DataError("IND401")
draft.report("IND999", place)
code = "IND998"
if code == "IND401":
    found.record("IND600" if code in {"IND303"} else "IND601")
"""
    wrong = {("IND401", "report"), ("IND303", "cells"), ("IND401", "DataError"), ("IND999", "report"), ("IND998", "")}
    assert misplaced(codes_told(source)) == wrong


def test_every_teller_is_in_use() -> None:
    assert set(TELLERS) - {teller for _, teller in TOLD} == set()


def test_every_code_is_told_somewhere() -> None:
    assert set(MESSAGES) - {code for code, _ in TOLD} == set()


def test_no_code_has_two_entries() -> None:
    texts = [path.read_text(encoding="utf-8") for path in CATALOGUE.rglob("*.py")]
    entries = [code for text in texts for code in re.findall(r'^    "(IND\d{3})": ', text, flags=re.MULTILINE)]
    assert sorted(entries) == sorted(MESSAGES)


def test_each_kind_has_what_the_guide_tells_of_it() -> None:
    for code, message in MESSAGES.items():
        assert (message.page is not None) == (message.kind in OF_SPECS), code
        assert (message.consequence is not None) == (message.kind == "finding"), code
        assert not message.off_by_default or message.kind == "doubt", code
    assert len({page.name for page in RULES.values()}) == len(RULES)


def test_codes_of_specs_stand_in_their_hundreds() -> None:
    def is_of_specs(code: str) -> bool:
        # Column maps, treatment, imputation, Copeland, weights.
        is_of_figures = code in {"IND740", "IND745", "IND748", "IND750", "IND751", "IND754", "IND755"}
        return code < "IND400" or "IND700" <= code < "IND707" or "IND736" <= code < "IND739" or is_of_figures

    assert all(is_of_specs(code) == (message.kind in OF_SPECS) for code, message in MESSAGES.items())
    assert all(("IND600" <= code < "IND640") == (message.kind == "change") for code, message in MESSAGES.items())


def test_a_code_without_a_page_has_no_anchor() -> None:
    assert rule_anchor("IND104") == "#ind104-unknown-key"
    assert rule_anchor("IND479") == ""


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("page", "kind"), [("findings", "finding"), ("checks", "doubt")])
def test_the_guide_has_a_row_for_each_code(language: str, page: str, kind: Kind) -> None:
    text = (REPOSITORY / "docs" / language / "reference" / f"{page}.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[?(IND\d{3})\b", text, flags=re.MULTILINE)
    assert rows == sorted(code for code, message in MESSAGES.items() if message.kind == kind)


def test_no_code_is_given_twice() -> None:
    """Later modules would take the place of earlier ones without a word."""
    folder = CATALOGUE
    keys = re.compile(r'^    "(IND\d{3})": ', re.MULTILINE)
    given = [code for path in folder.rglob("*.py") for code in keys.findall(path.read_text(encoding="utf-8"))]
    assert sorted(given) == sorted(MESSAGES)
