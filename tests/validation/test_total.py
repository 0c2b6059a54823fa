"""The group at the top: `total`, the places where its keys stood before, and how `--fix` moves them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.specs import read_draft_from_text

HEAD = """\
spec: 1
id: sample
version: "1"
title: {es: Muestra, en: Sample}
entity: municipality
period: year
provenance: user
scale: identity
missing: {not_reported: zero, undefined: skip}
"""
OLD = """\
# How the total comes about.
aggregation: sum  # of both
peers: [state]

# Two levels.
levels:
  - {id: low, title: {es: B, en: L}, up_to: 50}
  # the rest
  - {id: high, title: {es: A, en: H}}
"""
NEW = """\
# How the total comes about.
total:
  aggregation: sum  # of both

  # Two levels.
  levels:
    - {id: low, title: {es: B, en: L}, up_to: 50}
    # the rest
    - {id: high, title: {es: A, en: H}}
peers: [state]
"""
REST = """\
variables: [{id: a, title: {es: A, en: A}}, {id: b, title: {es: B, en: B}}]
tree:
  - {id: i, title: {es: I, en: I}, formula: a, direction: higher}
  - {id: j, title: {es: J, en: J}, formula: b, direction: higher}
"""
FIGURES = pd.DataFrame(
    [("01001", "2020", 10, 20), ("01002", "2020", 30, None), ("01003", "2020", 50, 5), ("01004", "2020", 70, 5)],
    columns=["entity", "period", "a", "b"],
)


def totals(text: str) -> list[float]:
    return icma.score(icma.loads(HEAD + text + REST), FIGURES).scores["total"].tolist()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("old", [OLD, "total:\n  level_decimals: 1\n" + OLD])
def test_old_places_are_read_so_and_mended(old: str, end: str, tmp_path: Path) -> None:
    path = tmp_path / "sample.yaml"
    path.write_bytes((HEAD + old + REST).replace("\n", end).encode())
    before = icma.load(path, prove=False)
    mending = icma.mend(path)
    assert [found.code for found in mending.mended] == ["IND132"]
    mending.write()
    assert icma.load(path, prove=False) == before
    assert "IND132" not in {found.code for found in icma.validate(path).diagnostics}
    if old == OLD:
        assert path.read_bytes() == (HEAD + NEW + REST).replace("\n", end).encode()
    (tmp_path / "old.yaml").write_text(HEAD + old + REST, encoding="utf-8")
    assert icma.diff(tmp_path / "old.yaml", path).changes == ()


def test_what_stands_in_both_places_is_refused_where_it_stood_before() -> None:
    (fault,) = read_draft_from_text(HEAD + "levels: []\n" + NEW + REST).diagnostics
    assert (fault.code, fault.place.text) == ("IND131", "levels")


@pytest.mark.parametrize(
    ("total", "code", "at"),
    [
        ("total: {aggregatoin: sum}\n", "IND104", "aggregatoin"),
        ("total: {weight: 2}\n", "IND104", "weight"),
        ("total: {aggregation: sun}\n", "IND107", "sun"),
        ("total: {scale: {method: distance_to_target, spread: 2}}\n", "IND318", "{"),
        ("total: 3\n", "IND106", "3"),
    ],
)
def test_faults_are_told_where_they_stand(total: str, code: str, at: str) -> None:
    (fault,) = read_draft_from_text(HEAD + total + REST).diagnostics
    assert (fault.code, fault.place.text) == (code, at)


def test_defaults_at_the_top_are_not_those_of_the_total() -> None:
    assert totals("") == [15, 15, 27.5, 37.5]
    assert totals("total: {missing: {not_reported: skip}}\n") == [15, 30, 27.5, 37.5]
    assert totals("rounding: 0\n") == [15, 15, 28, 38]
    assert totals("rounding: 0\ntotal: {rounding: none}\n") == [15, 15, 27.5, 37.5]
    assert totals("total: {aggregation: sum, scale: {method: percentile_rank, ties: min}}\n") == pytest.approx(
        [0, 0, 200 / 3, 100]
    )


def test_a_scaled_total_is_accounted_for() -> None:
    found = icma.score(icma.loads(HEAD + "total: {aggregation: sum, scale: min_max}\n" + REST), FIGURES)
    root = found.explain("01003").root
    assert (root.value, root.score) == (55, pytest.approx(100 * 25 / 45))
    assert found.values["total"].tolist() == [30, 30, 55, 75]


def test_rules_of_the_total_and_defaults_are_compared_apart(tmp_path: Path) -> None:
    def codes(old: str, new: str) -> set[tuple[str, str, str]]:
        for name, text in (("old", old), ("new", new)):
            (tmp_path / f"{name}.yaml").write_text(
                HEAD.replace("missing: {not_reported: zero, undefined: skip}\n", "") + text + REST, encoding="utf-8"
            )
        changes = icma.diff(tmp_path / "old.yaml", tmp_path / "new.yaml").changes
        return {(change.code, change.subject, change.key) for change in changes if change.code != "IND637"}

    own = "total: {missing: {not_reported: skip}, rounding: 1}\n"
    assert codes(own, own.replace("skip", "zero")) == {("IND633", "total", "missing")}
    assert codes(own, own.replace("rounding: 1", "rounding: 2")) == {("IND633", "total", "rounding")}
    assert codes(own, own + "missing: {undefined: zero}\n") == {("IND607", "total", "missing")}
    assert ("IND604", "total", "rounding") in codes(own, own + "rounding: 0\n")
