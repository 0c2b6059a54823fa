"""The inputs reach all that there is: asked from the library's schema, diagnostics and help, not from a list here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import icmaml_indicators as icma

from . import reach
from .ask_commands import command_lines
from .inputs import HERE, write_inputs

# They are told by scores.
WRITTEN_OTHERWISE = {"Example=low_coverage", "Example=not_scored"}
# Written in short, as `{by: zone, …}` and as `[north, "2020", 1]`.
WRITTEN_OTHERWISE |= {"Goal.table", "QuantityRow.options", "QuantityRow.figure"}
# Roll-ups are scored on an assessment, not on data alone: commands and tests/scoring/test_rollup.py do so.
WRITTEN_OTHERWISE |= {"Program.rollup", "RollUp.of", "RollUp.by", "RollUp.at_least", "Variable.from"}
# Inside a criterion stands only what may stand there still: a bonus or a penalty.
WRITTEN_OTHERWISE |= {"Criterion=informational"}
# Keys of other countries are read in tests/geography/test_countries.py.
WRITTEN_OTHERWISE |= {"Entity.country", "Entity=MX", "Entity=CO", "Entity=CR", "Entity=HN"}


def bare(words: set[str]) -> set[str]:
    """Return words with choices named by their model alone: shorthand leaves the key out."""
    return {re.sub(r"^(\w+)(\.\w+)?=", r"\1=", word) for word in words}


@pytest.fixture(scope="module")
def assessments(tmp_path_factory: pytest.TempPathFactory) -> dict[str, icma.Assessment]:
    """Our own programs, each with the data that golden results are made of."""
    folder = tmp_path_factory.mktemp("inputs")
    cases = [case for case in write_inputs(folder, golden=True) if case.is_own and case.golden]
    return {case.program: icma.score(icma.load(folder / case.program), folder / case.data) for case in cases}


def test_every_key_and_choice_of_the_language_is_written_in_some_program() -> None:
    words = reach.words()
    # What rows share, and what the total has, are keys of what they become.
    models = {model for model, _, key in (word.partition(".") for word in words) if key} - {"Table", "Total"}
    repeated = {
        word
        for word in words
        for model, _, key in (word.partition("."),)
        if model in {"Table", "Total"} and any(f"{other}.{key}" in words for other in models)
    }
    assert bare(words - repeated) - bare(reach.written_words()) == WRITTEN_OTHERWISE


def test_every_method_gives_a_score(assessments: dict[str, icma.Assessment]) -> None:
    reached = set()
    for assessment in assessments.values():
        scored = set(assessment.scores.columns[assessment.scores.notna().any()])
        for name, node in assessment.program.nodes.items():
            if name in scored:
                reached.add(
                    f"Scale={node.scale.method}" if node.is_indicator else f"Aggregation={node.aggregation.method}"
                )
    models = reach.schema()["definitions"]
    for model in ("Scale", "Aggregation"):
        method = next(form["properties"]["method"] for form in models[model]["anyOf"] if "properties" in form)
        assert {f"{model}={name}" for name in method["enum"]} - reached <= {f"{model}=none"}


def test_every_function_gives_a_value(assessments: dict[str, icma.Assessment], tmp_path: Path) -> None:
    formulas: list[str] = []
    for name in ("formulas", "stages", "parameters"):
        found = assessments[f"programs/{name}.yaml"]
        given = found.values.notna().any()
        formulas += [leaf.formula or "" for leaf in found.program.indicators if given[leaf.id]]
    for function in reach.functions(tmp_path):
        assert any(re.search(rf"\b{function}\(", formula) for formula in formulas), function


def test_every_reason_of_absence_occurs(assessments: dict[str, icma.Assessment]) -> None:
    wanted = {word.partition("=")[2] for word in reach.words() if word.startswith("Example.expect=")}
    found = {reason for one in assessments.values() for reason in one.score_reasons.to_numpy().ravel().tolist()}
    assert wanted
    assert wanted <= found


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
_OF_DATA |= {"--lower", "--encoding", "--sheet", "--map", "--period-rule", "--years", "--excel-csv"}
NOT_RUN: dict[str, set[str]] = {}


@pytest.mark.parametrize("option", sorted(_OF_DATA | {"--language"}))
def test_options_that_commands_share_are_run_with_one_of_them(option: str) -> None:
    short = {"--language": "-l", "--quiet": "-q"}
    assert any(option in line or short.get(option) in line for line in command_lines())


# Classes of what functions give: their members are asked, not their names.
_NOT_CALLED = {
    *(
        "__version__",
        "Agreement",
        "Assessment",
        "Appraisal",
        "CoinrExport",
        "CoinrImport",
        "Collection",
        "ExampleCoverage",
        "ImprovementPath",
        "IndexAnalysis",
        "Mending",
        "Portfolio",
        "Sensitivity",
    ),
    "TargetResults",
    "Uncertainty",
    "Verification",
}


def test_every_public_name_is_asked() -> None:
    texts = "".join(
        path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.py")) if not path.name.startswith("test_")
    )
    missed = {name for name in icma.__all__ if f"icma.{name}" not in texts and not name.endswith("Error")}
    assert missed <= _NOT_CALLED
