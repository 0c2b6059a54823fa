"""No key of the spec language is left out of the comparison."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from icmaml_indicators import specs
from icmaml_indicators.changes.comparing.keys import KNOWN
from icmaml_indicators.specs.methods.aggregations import AGGREGATIONS
from icmaml_indicators.specs.methods.scales import SCALES
from icmaml_indicators.specs.model.attainment import Attainment
from icmaml_indicators.specs.model.scales import Scale
from icmaml_indicators.specs.model.scoring_rules import Aggregation, Gate, Level, ScoringModel
from tests.changes.samples import FIGURES, compared, told, touched

MODELS: dict[str, type[BaseModel]] = {name: getattr(specs, name, Attainment) for name in KNOWN}


@pytest.mark.parametrize("name", KNOWN)
def test_every_key_is_known(name: str) -> None:
    """A new key has to be put where `changes` compares it, and into `KNOWN`."""
    assert set(MODELS[name].model_fields) - KNOWN[name] == set()


def test_rules_that_are_compared_as_a_whole_have_the_parts_that_the_comparison_reads() -> None:
    taken = {key for method in SCALES.values() for key in method.keys}
    assert set(Scale.model_fields) == taken | {"method"}
    assert set(Aggregation.model_fields) == {key for method in AGGREGATIONS.values() for key in method.keys} | {
        "method"
    }
    assert set(Gate.model_fields) == {"requires", "at_least", "above", "max_level", "max_score"}
    assert set(Level.model_fields) == {"id", "title", "up_to", "from_", "description"}
    kept = {"id", "title", "description", "depth"}
    whole = {"id": "m", "title": {"es": "m", "en": "m"}, "equal_at": 1, "aggregation": "min", "gates": False}
    whole |= {"weights": "equal", "leave_out": ["a"], "scale": "rank", "imputation": "mean", "treatment": "log"}
    assert set(ScoringModel.model_fields) == kept | {*ScoringModel.model_validate(whole | {"rounding": 1}).steps}


def test_a_key_that_is_not_known_is_breaking(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the decimals of an indicator and the note of a variable were keys of tomorrow."""
    for name, key in (("Indicator", "decimals"), ("Variable", "note"), ("Group", "note")):
        monkeypatch.setitem(KNOWN, name, KNOWN[name] - {key})
    found = compared(FIGURES, ("direction: lower", "direction: lower\n        decimals: 3"))
    assert ("IND633", "cost", "decimals") in told(found)
    assert touched(found)["cost"] == "vs"
    noted = compared(FIGURES, ("en: Spending}, unit", "en: Spending}, note: {es: N, en: N}, unit"))
    assert ("IND613", "spending", "note") in told(noted)
    group = compared(FIGURES, ("en: Safety}", "en: Safety}\n    note: {es: N, en: N}"))
    assert ("IND633", "safety", "note") in told(group)
    assert touched(group) == {"safety": "s", "total": "sl"}
