"""A folder of bad files with one fault each: the first line tells the code, the place and the suggestion expected."""

from __future__ import annotations

from pathlib import Path

import pytest

import icmaml_indicators as icma
from icmaml_indicators.diagnostics import MESSAGES
from icmaml_indicators.linting import lint_codes

FILES = sorted((Path(__file__).parent / "bad").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_fault_is_found_at_its_place_with_its_mend(path: Path) -> None:
    _, code, place, *suggestion = path.read_text(encoding="utf-8").splitlines()[0].lstrip("# ").split()
    # What is merely doubtful stands in tests/linting and in the rule reference; here one fault makes each file unusable.
    quiet = {other: "off" for other in lint_codes() if other != code}
    found = icma.validate(path, severity=quiet).diagnostics
    assert [d.code for d in found] == [code], icma.validate(path).render()
    (diagnostic,) = found
    assert f"{diagnostic.place.line}:{diagnostic.place.column}" == place
    assert diagnostic.suggestion == (" ".join(suggestion) or None)


def test_every_fault_of_a_spec_has_a_bad_file_or_a_test_of_its_own() -> None:
    shown = {path.read_text(encoding="utf-8").splitlines()[0].split()[2] for path in FILES}
    elsewhere = {"IND101", "IND102", "IND103", "IND108", "IND109", "IND110", "IND111", "IND112", "IND113"}
    elsewhere |= {
        "IND116",
        "IND117",
        "IND118",
        "IND119",
        "IND120",
        "IND121",
        "IND318",
        "IND319",
        "IND320",
        "IND324",
        "IND126",
        "IND127",
    }
    elsewhere |= {f"IND28{number}" for number in range(9)}  # test_rollups.py
    # scoring/test_classes.py, validation/test_example_populations.py, linting/test_rule_pages.py
    elsewhere |= {"IND143", "IND144", "IND145", "IND147"}
    # engine/test_populations.py, engine/test_applies.py, linting/test_rule_pages.py
    elsewhere |= {f"IND{number}" for number in range(265, 272)}
    elsewhere |= {f"IND{number}" for number in range(381, 385)}  # robustness/test_models.py
    codes = {code for code in MESSAGES if code < "IND400"}
    # Lint rules have their bad and good examples in the rule reference, run by tests/linting/test_rule_pages.py.
    lint = {code for code in codes if "IND220" <= code < "IND250" or "IND360" <= code < "IND380"}
    lint |= {f"IND{number}" for number in range(134, 138)}
    assert codes - shown - elsewhere - lint == set()
