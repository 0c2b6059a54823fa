"""What examples give and expect, before anything is run."""

from __future__ import annotations

import pytest

import icmaml_indicators as icma
from icmaml_indicators.diagnostics import Diagnostic
from icmaml_indicators.specs import resolve_example
from tests.conftest import HEAD, program

RUBRIC = (
    HEAD
    + """\
answers:
  - id: degree
    options:
      - {id: low, title: {es: b, en: l}}
      - {id: middle, title: {es: m, en: m}}
      - {id: top, title: {es: a, en: t}}
tree:
  - id: one
    title: {es: U, en: O}
    criteria:
      answer: degree
      evidence: required
      not_applicable: reweight
      columns: [id, es, en]
      rows: [[first, P, F], [second, S, S]]
  - id: two
    title: {es: D, en: T}
    criteria:
      columns: [id, es, en]
      rows: [[third, T, T]]
"""
)


@pytest.fixture
def rubric() -> icma.Program:
    return program(RUBRIC)


def test_an_answer_for_a_group_is_that_of_every_criterion_that_can_have_it(rubric: icma.Program) -> None:
    assert resolve_example(rubric, "total", {"total": "top"}).inputs == {"first": 2.0, "second": 2.0}
    assert resolve_example(rubric, "total", {"total": "yes"}).inputs == {"third": 1.0}


def test_an_answer_for_a_part_overrules_one_for_the_whole_in_any_order(rubric: icma.Program) -> None:
    for given in (
        {"total": "top", "one": "low", "second": "middle"},
        {"second": "middle", "one": "low", "total": "top"},
    ):
        assert resolve_example(rubric, "total", given).inputs == {"first": 0.0, "second": 1.0}


def test_evidence_is_there_unless_it_is_denied(rubric: icma.Program) -> None:
    assert resolve_example(rubric, "total", {"one": "top"}).unproven == set()
    assert resolve_example(rubric, "total", {"one": "top", "one.evidence": False}).unproven == {"first", "second"}
    given = {"one": "top", "one.evidence": False, "first.evidence": True}
    assert resolve_example(rubric, "total", given).unproven == {"second"}


def test_absence_has_its_reasons(rubric: icma.Program) -> None:
    assert resolve_example(rubric, "total", {"one": None}).inputs == {"first": "not_reported", "second": "not_reported"}
    # Only where it is allowed.
    assert resolve_example(rubric, "total", {"total": "not_applicable"}).inputs == dict.fromkeys(
        ["first", "second"], "not_applicable"
    )


def test_answer_and_evidence_stand_for_a_criterions_own(rubric: icma.Program) -> None:
    found = resolve_example(rubric, "first", {"answer": "middle", "evidence": False})
    assert (found.inputs, found.unproven) == ({"first": 1.0}, {"first"})


def test_a_figure_for_a_node_is_a_published_one(rubric: icma.Program) -> None:
    assert resolve_example(rubric, "total", {"one": 40}).published_scores == {"one": 40.0}


@pytest.mark.parametrize(
    ("given", "name", "some_valid"),
    [
        ({"one": "best"}, "one", "top"),
        ({"third": "top"}, "third", "yes"),
        ({"two": True}, "two", "a number"),
        ({"first.evidence": "yes"}, "first.evidence", "true"),
    ],
)
def test_a_value_that_cannot_be_names_those_that_can(
    rubric: icma.Program, given: dict[str, object], name: str, some_valid: str
) -> None:
    (fault,) = resolve_example(rubric, "total", given).faults
    assert fault.name == name
    assert some_valid in fault.valid


@pytest.mark.parametrize("name", ["fist", "first.note", "evidence"])
def test_a_name_that_does_not_exist_is_a_fault(rubric: icma.Program, name: str) -> None:
    (fault,) = resolve_example(rubric, "total", {name: True}).faults
    assert (fault.name, fault.valid) == (name, ())


def codes(text: str) -> list[str]:
    return [d.code for d in _validated(text)]


def _validated(text: str) -> tuple[Diagnostic, ...]:
    from icmaml_indicators.formulas import check_formulas
    from icmaml_indicators.specs import read_draft_from_text

    draft = read_draft_from_text(text, "sample.yaml")
    check_formulas(draft)
    return draft.sorted_diagnostics()


@pytest.mark.parametrize(
    ("example", "code"),
    [
        ("{given: {total: top}, expect: 3}", "IND327"),  # a group has no result
        ("{given: {total: top}, expect: {first: 3}}", "IND327"),  # nor has an answer
        ("{given: {total: top}, expect_light: green}", "IND327"),
        ("{given: {total: top}, expect_level: high}", "IND327"),
        ("{given: {total: top}, expect_score: {on: 3}}", "IND326"),
        ("{given: {total: top}, period: last, expect_score: 3}", "IND325"),
        ("{given: {total: top}}", "IND105"),
        ("{given: {total: top}, expect_score: low}", "IND107"),
        ("{given: {total: top}, expect_score: {one: []}}", "IND107"),
    ],
)
def test_expectations_that_cannot_be_met_are_told_without_running_anything(example: str, code: str) -> None:
    assert codes(RUBRIC + f"examples: [{example}]\n") == [code]


def test_a_score_against_others_cannot_be_told_by_an_example() -> None:
    from tests.conftest import SAFETY

    text = SAFETY.replace("period: semester", "period: semester\nscale: percentile_rank")
    text = text.replace("expect: 2.5}", "expect: 2.5, expect_score: 50}")
    (found,) = [d for d in _validated(text) if d.code == "IND327"]
    assert "against the others" in found.message()


@pytest.mark.parametrize("key", ["", "int", "str"])
def test_an_unknown_key_of_any_name_is_told_at_its_place(key: str) -> None:
    found = _validated(RUBRIC + f'examples: [{{given: {{}}, expect_score: 0, "{key}": 2}}]\n')
    assert [d.code for d in found] == ["IND104"]
    assert found[0].details["key"] == key


def test_gates_are_checked_in_programs_of_figures_too() -> None:
    from tests.conftest import SAFETY

    text = SAFETY.replace(
        "period: semester", "period: semester\ngates: [{requires: saftey, at_least: 1, max_score: 5}]"
    )
    assert [d.code for d in _validated(text)] == ["IND335"]


def test_expectations_are_written_out_as_they_were_written() -> None:
    from icmaml_indicators.specs import Example

    for written in (
        {"given": {"a": 1}, "expect": 2, "expect_level": "low"},
        {"given": {"a": 1}, "expect_score": {"total": 5}},
    ):
        example = Example.model_validate(written)
        assert example.model_dump(exclude_defaults=True) == written
        assert Example.model_validate_json(example.model_dump_json(by_alias=True)) == example


def test_an_answer_has_no_properties() -> None:
    leaf = "{id: x, title: {es: x, en: x}, criterion: yes_no, holds: result >= 0}"
    assert codes(HEAD + f"tree: [{leaf}]\n") == ["IND332"]


def test_result_is_a_reserved_word() -> None:
    from tests.conftest import SAFETY

    assert codes(SAFETY.replace("id: spending,", "id: result,"))[0] == "IND115"
