"""The rule reference is complete and true: each bad example gives its code and each good one does not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

import icmaml_indicators as icma
from icmaml_indicators.diagnostics import MESSAGES
from icmaml_indicators.diagnostics.messages.specs.samples import SAMPLES
from icmaml_indicators.linting.reference import RULES, example_files, page_text
from icmaml_indicators.linting.spanish import PAGES

# Limits and files of other kinds, shown by tests/specs/test_yaml_reader.py and test_folders.py; a matrix without a
# part; an extra that is absent.
WITHOUT_EXAMPLE = {"IND108", "IND113", "IND116", "IND117", "IND126", "IND127", "IND228", "IND324"}


def found(folder: Path, files: Mapping[str, str], code: str) -> set[str]:
    """Write files and return the codes that `validate` finds; rules that are off by default are put on."""
    specs = folder / "specs"
    specs.mkdir(parents=True)
    for name, text in files.items():
        (specs / name).resolve().write_text(text, encoding="utf-8")
    (folder / ".git").mkdir()
    severity = {code: "info"} if MESSAGES[code].off_by_default else {}
    several = len(files) != 1 or "sample.yaml" not in files
    return {d.code for d in icma.validate(specs if several else specs / "sample.yaml", severity=severity).diagnostics}


def test_every_page_has_a_name_of_its_own_and_most_have_examples() -> None:
    assert len({page.name for page in RULES.values()}) == len(RULES)
    assert {code for code, page in RULES.items() if example_files(page) is None} == WITHOUT_EXAMPLE


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_faultless(name: str, tmp_path: Path) -> None:
    (tmp_path / "sample.yaml").write_text(SAMPLES[name], encoding="utf-8")
    report = icma.validate(tmp_path / "sample.yaml", severity={"IND233": "info"})
    assert report.diagnostics == (), report.render()


@pytest.mark.parametrize("code", [code for code, page in RULES.items() if example_files(page)])
def test_the_bad_example_is_found_and_the_good_one_is_not(code: str, tmp_path: Path) -> None:
    files = example_files(RULES[code])
    assert files is not None
    good, bad = files
    assert code not in found(tmp_path / "good", good, code)
    assert code in found(tmp_path / "bad", bad, code)


@pytest.mark.parametrize("code", RULES)
def test_a_page_says_the_same_in_spanish(code: str) -> None:
    """As many parts, and the same words of the spec language in each."""
    page = RULES[code]
    english = tuple(text for text in (page.does, page.why, page.instead) if text)
    assert [quoted(text) for text in PAGES[code]] == [quoted(text) for text in english]
    for text in PAGES[code]:
        assert text not in english or text == f"`{text.strip('`.')}`."
    shown = page_text(code, "es")
    assert all(text in shown for text in PAGES[code])
    assert not any(text in shown for text in english if text not in PAGES[code])


def quoted(text: str) -> list[str]:
    """Return what stands in backticks."""
    return sorted(re.findall(r"`[^`]+`", text))


def test_no_page_in_spanish_is_left_over() -> None:
    assert set(PAGES) == set(RULES)
