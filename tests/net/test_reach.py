"""The inputs reach all that there is: asked from the library's schema, diagnostics and help, not from a list here."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest

import icmaml_indicators as icma

from . import reach
from .ask_commands import command_lines
from .golden import held
from .inputs import HERE, PROGRAMS, own_paths

# Words of the schema that no spec can be made of in this way, or only as another rule of a table of criteria.
WRITTEN_OTHERWISE = {"Cut.cases", "Table=bonus", "Table=penalty"}


def bare(words: set[str]) -> set[str]:
    """Return words with choices named by their model alone: shorthand leaves the key out."""
    return {re.sub(r"^(\w+)(\.\w+)?=", r"\1=", word) for word in words}


@functools.cache
def figures() -> dict[str, list[dict[str, str]]]:
    """Return the held lines of figures, by file."""
    found: dict[str, list[dict[str, str]]] = {}
    for name, blocks in held().items():
        for block in blocks:
            if block.output == "figures":
                cells = zip(*block.columns.values(), strict=True)
                found.setdefault(name, []).extend(
                    dict(zip(block.columns, (cell[1:] for cell in line), strict=True)) for line in cells
                )
    return found


def test_every_key_and_choice_of_the_language_is_written_in_some_program() -> None:
    assert bare(reach.words()) - bare(reach.written_words()) == WRITTEN_OTHERWISE


def test_every_method_gives_a_score_that_is_held() -> None:
    scored = {(name, line["node"]) for name, lines in figures().items() for line in lines if line["score"] != "nan"}
    reached = set()
    for path in own_paths():
        name = path.removeprefix("programs/").removesuffix(".yaml").replace("/", "_")
        for node in icma.load(PROGRAMS.parent / path, prove=False).nodes.values():
            if (name, node.id) in scored:
                reached |= (
                    {f"Scale={node.scale.method}"} if node.is_indicator else {f"Aggregation={node.aggregation.method}"}
                )
    wanted = {word for word in bare(reach.words()) if word.startswith(("Scale=", "Aggregation="))}
    assert {word for word in wanted - reached if not word.endswith("=none")} - {"Scale=period", "Scale=all"} - {
        "Aggregation=answers",
        "Aggregation=children",
    } == set()


def test_every_function_gives_a_value_that_is_held(tmp_path: Path) -> None:
    valued = {line["node"] for line in figures()["formulas"] if line["value"] != "nan"}
    formulas = {leaf.id: leaf.formula or "" for leaf in icma.load(PROGRAMS / "formulas.yaml").indicators}
    for function in reach.functions(tmp_path):
        assert any(re.search(rf"\b{function}\(", formulas[name]) for name in valued), function


def test_every_reason_of_absence_is_held() -> None:
    wanted = {word.partition("=")[2] for word in reach.words() if word.startswith("Example.expect=")}
    assert wanted
    reasons = {
        cell[1:]
        for blocks in held().values()
        for b in blocks
        if b.output in {"figures", "score_reasons"}
        for cells in b.columns.values()
        for cell in cells
    }
    assert wanted <= reasons


def test_every_command_and_option_is_run() -> None:
    lines = command_lines()
    held_lines = {line[0] for line in command_lines(golden=True)}
    assert set(reach.commands()) - held_lines <= {"demo", "schema"}  # what they write is held by tests of their own
    for command, options in reach.commands().items():
        used = {part for line in lines if line[0] == command for part in line}
        short = {"--output": "-o", "--language": "-l", "--quiet": "-q"}
        missed = {option for option in options if option not in used and short.get(option) not in used}
        assert missed - {"--help"} <= NOT_RUN.get(command, {"--language"} | _OF_DATA), command


# Options that several commands share and that one of them is run with.
_OF_DATA = {"--catalogue", "--strict", "--decimal", "--column", "--base-period", "--quiet", "--period", "--peers"}
NOT_RUN: dict[str, set[str]] = {}


@pytest.mark.parametrize("option", sorted(_OF_DATA | {"--language"}))
def test_options_that_commands_share_are_run_with_one_of_them(option: str) -> None:
    short = {"--language": "-l", "--quiet": "-q"}
    assert any(option in line or short.get(option) in line for line in command_lines())


# Errors are raised, not asked for by name; the others are told by what they give.
_NOT_CALLED = {
    "__version__",
    "Assessment",
    "AmbiguousNameError",
    "DataError",
    "IcmamlError",
    "IncomparableError",
    "MissingExtraError",
    "SpecError",
    "UnknownNameError",
    "Appraisal",
    "ExampleCoverage",
    "Mending",
    "Portfolio",
    "TargetResults",
}


def test_every_public_name_is_asked() -> None:
    texts = "".join(
        path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.py")) if not path.name.startswith("test_")
    )
    assert {name for name in icma.__all__ if f"icma.{name}" not in texts} <= _NOT_CALLED
