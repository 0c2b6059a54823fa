"""Editions validated together: what one says that it replaces has to be there."""

from __future__ import annotations

from pathlib import Path

import pytest

import icmaml_indicators as icma

TEXT = """\
spec: 1
id: sample
version: "{version}"
{top}title: {{es: M, en: S}}
entity: municipality
period: year
provenance: user
variables: [{{id: a, title: {{es: a, en: a}}}}]
tree:
  - {{id: {leaf}, title: {{es: i, en: i}}, formula: a, direction: {direction}{more}}}
"""


def edition(version: str, top: str = "", leaf: str = "i", direction: str = "higher", more: str = "") -> str:
    return TEXT.format(version=version, top=top and top + "\n", leaf=leaf, direction=direction, more=more)


def faults(tmp_path: Path, *texts: str) -> list[tuple[str, str | None, int]]:
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    paths = [tmp_path / f"{number}.yaml" for number in range(len(texts))]
    found = [d for d in icma.validate(*paths).diagnostics if d.code != "IND319"]
    return [(d.code, d.suggestion, d.place.line) for d in found]


FOLLOWS = 'replaces: {version: "2010"}'


@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        (edition("2016", FOLLOWS), []),
        (edition("2016", "replaces: sample@2010"), []),
        (edition("2016", 'replaces: {version: "2011"}'), [("IND391", "2010", 4)]),
        (edition("2016", FOLLOWS, "k", more=", replaces: i"), []),
        (edition("2016", FOLLOWS, "k", more=", replaces: j"), [("IND391", None, 11)]),
        (edition("2016", FOLLOWS, "k", more=", replaces: ii"), [("IND391", "i", 11)]),
        (edition("2016", FOLLOWS, direction="lower"), [("IND396", None, 11)]),
        (edition("2016", FOLLOWS, direction="lower", more=", replaces: i, comparable: false"), []),
        (edition("2016", FOLLOWS + "\ncomparable: false", direction="lower"), []),
        (edition("2016", FOLLOWS, "k", "lower", ", replaces: i"), [("IND396", None, 11)]),
        (edition("2016", FOLLOWS, "k", "lower", ", replaces: i, comparable: false"), []),
    ],
)
def test_what_is_replaced_is_looked_up_in_the_edition_before(
    tmp_path: Path, new: str, wanted: list[tuple[str, str | None, int]]
) -> None:
    assert faults(tmp_path, edition("2010"), new) == wanted


def test_an_edition_alone_may_name_what_is_not_at_hand(tmp_path: Path) -> None:
    assert faults(tmp_path, edition("2016", FOLLOWS, "k", more=", replaces: i")) == []


def test_editions_that_replace_each_other_form_a_cycle(tmp_path: Path) -> None:
    found = faults(tmp_path, edition("2010", 'replaces: {version: "2016"}'), edition("2016", FOLLOWS))
    assert [code for code, _, _ in found] == ["IND393", "IND393"]
