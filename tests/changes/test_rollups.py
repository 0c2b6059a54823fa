"""What a roll-up is made of, compared."""

from __future__ import annotations

from icmaml_indicators.diagnostics.messages.specs.samples import ROLLUP
from tests.changes.samples import compared, told, touched


def test_another_formula_from_below_is_breaking() -> None:
    found = compared(ROLLUP, ("from: sum(", "from: 2 * sum("))
    assert told(found) == [("IND613", "training_hours", "from")]
    assert touched(found)["training"].startswith("v")


def test_the_same_formula_is_no_change() -> None:
    assert (
        told(
            compared(
                ROLLUP,
                ("from: sum(police_training_hours over entity)", "from: sum( police_training_hours  over entity)"),
            )
        )
        == []
    )


def test_what_is_rolled_up_otherwise_touches_what_is_made_of_it() -> None:
    found = compared(ROLLUP, ("by: entity}", "by: entity, at_least: 0.5}"))
    assert told(found) == [("IND604", "total", "rollup")]
    assert touched(found)["training"].startswith("v")
