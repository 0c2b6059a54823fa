"""Loading by id, path and text."""

from __future__ import annotations

from pathlib import Path

import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, SAFETY


def test_load_takes_an_id_a_file_or_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(SAFETY, encoding="utf-8")
    assert icma.load("sindes").id == "sindes"
    assert icma.load(tmp_path / "x.yaml") == icma.loads(SAFETY)


def test_a_misspelt_id_is_answered_with_the_nearest() -> None:
    with pytest.raises(icma.UnknownNameError, match="did you mean `sindes`"):
        icma.load("sinde")


def test_validate_never_raises_for_a_bad_spec(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("spec: 2\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("- a list\n", encoding="utf-8")
    report = icma.validate(tmp_path)
    assert not report.ok
    assert {Path(d.place.file).name for d in report.diagnostics} == {"a.yaml", "b.yaml"}


def test_examples_with_lag_options_and_reasons_run() -> None:
    text = (
        HEAD
        + """\
variables:
  - {id: a, title: {es: a, en: a}}
  - {id: kind, title: {es: k, en: k}, type: category, options: [big, small]}
tree:
  - id: i
    title: {es: i, en: i}
    direction: higher
    formula: if_else(kind == "big", a - lag(a), 1 / a)
    examples:
      - {given: {a: 5, kind: big}, previous: {a: 3}, expect: 2}
      - {given: {a: 5, kind: big}, expect: not_reported}
      - {given: {a: 0, kind: small}, expect: undefined}
      - {given: {a: null, kind: small}, expect: not_reported}
      - {given: {a: 3, kind: small}, expect: 0.33, within: 0.005}
"""
    )
    path = Path("sample.yaml")
    assert icma.loads(text, str(path)).indicators[0].examples[0].expect == {"": 2}


def test_examples_are_run_by_validate(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(SAFETY.replace("expect: 2.5", "expect: 2.6"), encoding="utf-8")
    (diagnostic,) = icma.validate(path).diagnostics
    assert diagnostic.message() == "the example of `cost` gives 2.5, not 2.6"
