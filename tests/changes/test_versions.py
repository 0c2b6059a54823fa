"""Which step a version took, and which one is due."""

from __future__ import annotations

import pytest

import icmaml_indicators as icma
from icmaml_indicators.changes.versions import next_version, step_given
from tests.changes.samples import FIGURES, RUBRIC, compared


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("1.4.0", "1.4.0", "none"),
        ("1.4.0", "1.4.1", "patch"),
        ("1.4.0", "1.5.0", "minor"),
        ("1.4", "1.5", "minor"),
        ("1.4.9", "2.0.0", "major"),
        ("v1.4", "v2.0", "major"),
        ("1.4.0", "1.3.9", "none"),
        ("1.9", "1.10", "minor"),
        ("0.3.1", "0.4.0", "major"),
        ("0.3.1", "0.3.2", "patch"),
        ("1.4.0-rc1", "1.4.0", "patch"),
        ("1", "2", "major"),
        ("2010", "2016", "major"),
        ("2016-108.1", "2016-108.2", "major"),
        ("2017-06-30", "2017-09-30", "major"),
        ("1.4.0", "second edition", "major"),
    ],
)
def test_steps(old: str, new: str, step: str) -> None:
    # A pre-release and its release bear the same numbers, and yet are two texts.
    assert step_given(old, new) == step if old != "1.4.0-rc1" else step_given(old, new) in {"patch", "none"}


@pytest.mark.parametrize(
    ("old", "due", "new"),
    [
        ("1.4.2", "major", "2.0.0"),
        ("1.4.2", "minor", "1.5.0"),
        ("v1.4", "major", "v2.0"),
        ("0.4.2", "major", "0.5.0"),
        ("2010", "major", None),
        ("1.4.2", "none", None),
    ],
)
def test_the_version_that_would_be_enough(old: str, due: str, new: str | None) -> None:
    assert next_version(old, due) == new  # type: ignore[arg-type]
    if new is not None:
        assert step_given(old, new) == due


BREAKING = ("direction: lower", "direction: higher")
ADDITIVE = ("en: Spending}, unit", "en: Spending}, range: [0, null], unit")
NEUTRAL = ("en: Sample", "en: A sample")


@pytest.mark.parametrize(
    ("edit", "version", "due", "given", "ok"),
    [
        (BREAKING, "1.4.0", "major", "none", False),
        (BREAKING, "1.5.0", "major", "minor", False),
        (BREAKING, "2.0.0", "major", "major", True),
        (BREAKING, "2024 edition", "major", "major", True),
        (ADDITIVE, "1.4.0", "minor", "none", False),
        (ADDITIVE, "1.4.1", "minor", "patch", False),
        (ADDITIVE, "1.5.0", "minor", "minor", True),
        (ADDITIVE, "2.0.0", "minor", "major", True),
        (NEUTRAL, "1.4.0", "none", "none", True),
        (NEUTRAL, "1.4.1", "none", "patch", True),
    ],
)
def test_due_and_given(edit: tuple[str, str], version: str, due: str, given: str, ok: bool) -> None:
    edits = [edit] if version == "1.4.0" else [edit, ('version: "1.4.0"', f'version: "{version}"')]
    found = compared(FIGURES, *edits)
    assert (found.required_bump, found.declared_bump, found.ok) == (due, given, ok)
    lacking = {notice.code for notice in found.programs[0].notices if notice.code != "IND639"}
    assert lacking == (set() if ok else {"IND637" if due == "major" else "IND638"})


def test_what_is_due_is_named() -> None:
    assert "2.0.0 is due" in compared(FIGURES, BREAKING).programs[0].notices[0].message()
    assert "corresponde otra versión" in compared(RUBRIC, ("points: 5", "points: 6")).programs[0].notices[0].message(
        "es"
    )


def test_a_program_that_is_new_or_gone_lacks_no_version() -> None:
    found = icma.diff("cimtra@2010", "cimtra@2010").programs
    assert found[0].ok
    from icmaml_indicators.changes.comparing.sides import ProgramSide
    from icmaml_indicators.changes.diffing import compare_sides

    program = icma.loads(FIGURES)
    new, gone = compare_sides(None, ProgramSide(program)), compare_sides(ProgramSide(program), None)
    assert (new.changes[0].code, new.changes[0].effect, new.ok) == ("IND601", "additive", True)
    assert (gone.changes[0].code, gone.changes[0].effect, gone.ok) == ("IND600", "breaking", True)


def test_another_id_is_another_instrument() -> None:
    found = compared(FIGURES, ("id: sample", "id: other"))
    assert [change.code for change in found.changes] == ["IND602"]
    assert (found.declared_bump, found.ok) == ("major", True)
