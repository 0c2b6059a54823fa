"""Faults of programs that are made of others, at their places."""

from __future__ import annotations

from pathlib import Path

import pytest

import icmaml_indicators as icma
from icmaml_indicators.diagnostics.messages.specs.samples import ROLLUP, SHORTEST, YEARLY

FROM = "sum(police_training_hours over entity)"


def told(text: str) -> list[tuple[str, str, str | None]]:
    """Return code, underlined text and suggestion of each fault."""
    with pytest.raises(icma.SpecError) as caught:
        icma.loads(text)
    found = caught.value.diagnostics
    return [
        (each.code, each.place.excerpt[each.place.column - 1 :][: each.place.length], each.suggestion) for each in found
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("of: sindes", "of: sindess", ("IND280", "sindess", "sindes")),
        ("of: sindes", "of: sindes@1999", ("IND280", "sindes@1999", "sindes")),
        (FROM, "police_training_hours", ("IND281", "police_training_hours", f"{FROM}")),
        (FROM, "1 + population", ("IND281", "population", "sum(population over entity)")),
        (FROM, f"lag({FROM})", ("IND281", "lag", None)),
        (FROM, "sum(police_training_hours over period)", ("IND282", "sum", None)),
        (FROM, "rank(police_training_hours over entity)", ("IND282", "rank", None)),
        (FROM, "sum(max(police_training_hours over period) over entity)", ("IND282", "max", None)),
        ("by: entity", "by: population", ("IND283", "population", None)),
        ("period: year", "period: month", ("IND284", "month", None)),
        ("period: year", "period: semester", ("IND284", "semester", None)),
        ("rollup: {of: sindes, by: entity}\n", "", ("IND285", "from", None)),
        ("of: sindes, ", "", ("IND105", "{", None)),
        ("    from: " + FROM + "\n", "", ("IND288", "{", None)),
        (FROM, "sum(police_trainin_hours over entity)", ("IND202", "police_trainin_hours", "police_training_hours")),
    ],
)
def test_what_is_wrong_is_told_at_its_place(old: str, new: str, expected: tuple[str, str, str | None]) -> None:
    assert old in ROLLUP
    found = told(ROLLUP.replace(old, new))
    assert expected in found, found


def test_a_way_round_is_told(tmp_path: Path) -> None:
    """IND286: two programs that are each made of the other."""
    (tmp_path / "sample.yaml").write_text(ROLLUP.replace("of: sindes", "of: yearly"), encoding="utf-8")
    (tmp_path / "yearly.yaml").write_text(YEARLY, encoding="utf-8")
    assert "IND286" in {each.code for each in icma.validate(tmp_path).diagnostics}


def test_what_is_neither_flow_nor_stock_is_asked_for(tmp_path: Path) -> None:
    """IND287: nobody knows how a variable without `kind` is made; with a `from` of its own it is known."""
    (tmp_path / "sample.yaml").write_text(SHORTEST, encoding="utf-8")
    (tmp_path / "yearly.yaml").write_text(YEARLY, encoding="utf-8")
    assert "IND287" in {each.code for each in icma.validate(tmp_path / "yearly.yaml").diagnostics}
    own = (
        "variables:\n  - {id: police, title: {es: p, en: p}, unit: {es: personas, en: persons}, "
        "from: mean(police over entity)}\n"
    )
    (tmp_path / "yearly.yaml").write_text(YEARLY + own, encoding="utf-8")
    assert icma.validate(tmp_path / "yearly.yaml").ok


def test_a_change_below_is_seen(tmp_path: Path) -> None:
    """What is known of a roll-up is not kept: it follows from another file."""
    (tmp_path / "sample.yaml").write_text(
        SHORTEST.replace("en: persons}}", "en: persons}, kind: flow}"), encoding="utf-8"
    )
    (tmp_path / "yearly.yaml").write_text(YEARLY, encoding="utf-8")
    from icmaml_indicators.validation import Cache, check

    cache = Cache(tmp_path / "cache")
    assert check([tmp_path / "yearly.yaml"], cache).ok
    (tmp_path / "sample.yaml").write_text(SHORTEST, encoding="utf-8")
    assert not check([tmp_path / "yearly.yaml"], cache).ok
