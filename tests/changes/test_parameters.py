"""Two versions whose parameters differ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD

VARIABLES = """\
variables:
  - {id: a, title: {es: A, en: A}}
  - {id: sex, title: {es: S, en: S}, type: category, options: [women, men]}
"""


def write(path: Path, parameters: str, formula: str) -> Path:
    leaf = f"{{id: i, title: {{es: I, en: I}}, direction: higher, scale: identity, formula: '{formula}'}}"
    other = "{id: j, title: {es: J, en: J}, direction: higher, scale: identity, formula: a}"
    path.write_text(f"{HEAD}parameters: {parameters}\n{VARIABLES}tree: [{leaf}, {other}]\n", encoding="utf-8")
    return path


TABLE = '[{id: p, by: period, "2014": 1}]'


@pytest.mark.parametrize(
    ("before", "after", "effect", "affected"),
    [
        (("[{id: p, value: 2}]", "a * p"), ("[{id: p, value: 3}]", "a * p"), "breaking", {"i", "total"}),
        (("[{id: p, value: 2}]", "a * p"), ("[{id: p, value: 4 / 2}]", "a * p"), "neutral", set()),
        (("[]", "a * 2"), ("[{id: p, value: 2}]", "a * p"), "neutral", set()),
        (("[{id: p, value: 2}]", "a * p"), ("[]", "a * 2"), "neutral", set()),
        (("[]", "a * 2"), ("[{id: p, value: 3}]", "a * p"), "breaking", {"i", "total"}),
        ((TABLE, "a * p"), ('[{id: p, by: period, "2014": 1, "2015": 2}]', "a * p"), "additive", {"i", "total"}),
        ((TABLE, "a * p"), ('[{id: p, by: period, "2014": 1, "2014-S2": 2}]', "a * p"), "breaking", {"i", "total"}),
        ((TABLE, "a * p"), ('[{id: p, by: period, "2014": 2}]', "a * p"), "breaking", {"i", "total"}),
        (
            ("[{id: p, by: sex, women: 1, men: 2}]", "a * p"),
            ("[{id: p, by: [sex], rows: [[men, 2], [women, 1]]}]", "a * p"),
            "neutral",
            set(),
        ),
    ],
)
def test_what_a_parameter_changes(
    tmp_path: Path, before: tuple[str, str], after: tuple[str, str], effect: str, affected: set[str]
) -> None:
    found = icma.diff(write(tmp_path / "a.yaml", *before), write(tmp_path / "b.yaml", *after)).programs[0]
    assert found.effect == effect, [change.message() for change in found.changes]
    assert set(found.affected) == affected


@pytest.mark.parametrize(
    ("before", "after", "effect", "affected"),
    [
        (("[]", "0"), ("[{id: p, value: 0}]", "p"), "neutral", set()),
        (("[{id: p, value: 0}]", "p"), ("[{id: p, value: 1}]", "p"), "breaking", {"i", "total"}),
        (("[]", "0"), ("[{id: p, value: 1}]", "p"), "breaking", {"i", "total"}),
        (("[]", '"min(value over all)"'), ("[]", '"min( value over all )"'), "neutral", set()),
        (("[]", '"min(value over all)"'), ("[]", '"min(value over period)"'), "breaking", {"i", "total"}),
        (
            ("[]", "{by: sex, women: 1, men: 2}"),
            ("[]", "{by: [sex], rows: [[men, 2], [women, 1]]}"),
            "neutral",
            set(),
        ),
    ],
)
def test_what_an_end_of_a_scale_changes(
    tmp_path: Path, before: tuple[str, str], after: tuple[str, str], effect: str, affected: set[str]
) -> None:
    paths = []
    for name, (parameters, low) in (("a", before), ("b", after)):
        scale = f"{{method: goalposts, low: {low}, high: 9}}"
        leaf = f"{{id: i, title: {{es: I, en: I}}, direction: higher, scale: {scale}, formula: a}}"
        path = tmp_path / f"{name}.yaml"
        path.write_text(f"{HEAD}parameters: {parameters}\n{VARIABLES}tree: [{leaf}]\n", encoding="utf-8")
        paths.append(path)
    found = icma.diff(*paths).programs[0]
    assert found.effect == effect, [change.message() for change in found.changes]
    assert set(found.affected) == affected


@pytest.mark.parametrize(
    ("before", "after", "affected"),
    [
        (("[]", 1, 1), ("[]", 2, 2), {"r"}),  # the shares are the same
        (("[]", 1, 1), ("[]", 1, 2), {"total"}),
        (("[]", 1, 1), ("[{id: p, value: 1}]", "p", 1), set()),
        (("[{id: p, value: 1}]", "p", 1), ("[{id: p, value: 3}]", "p", 1), {"r", "total"}),
    ],
)
def test_what_reads_a_weight_changes_through_it(
    tmp_path: Path, before: tuple[Any, ...], after: tuple[Any, ...], affected: set[str]
) -> None:
    paths = []
    for name, (parameters, *weights) in (("a", before), ("b", after)):
        leaf = "{id: %s, title: {es: I, en: I}, direction: higher, scale: identity, formula: %s%s}"
        leaves = [
            leaf % (one, formula, f", weight: {weight}")
            for one, formula, weight in zip("ij", ("a", "a + 1"), weights, strict=True)
        ]
        leaves.append(leaf % ("r", "a * weight(i)", ", role: informational"))
        paths.append(tmp_path / f"{name}.yaml")
        paths[-1].write_text(
            f"{HEAD}parameters: {parameters}\n{VARIABLES}tree: [{', '.join(leaves)}]\n", encoding="utf-8"
        )
    found = icma.diff(*paths).programs[0]
    assert set(found.affected) == affected, [change.message() for change in found.changes]
    told = {change.details.get("through") for change in found.changes if change.code == "IND632"}
    assert told == ({"`i.weight`"} if "r" in affected else set())


STEPS = [
    ("bands, bands: [{score: 0}, {from: %s, score: 5}]", "2", "p", "3"),
    ("bands, bands: [{score: 0, up_to: 1}, {score: %s}]", "2", "p", "3"),
    ("bands, bands: [{score: 0}, {from: %s, score: 5}]", "{by: sex, women: 1, men: 2}", "{by: [sex], rows: [[men, 2], [women, 1]]}", "{by: sex, women: 1, men: 3}"),
    ("piecewise_linear, points: [[0, 0], [%s, 5]]", "2", "p", "3"),
    ("piecewise_linear, points: [[0, %s], [1, 5]]", "2", "p", "p + 1"),
]  # fmt: skip


@pytest.mark.parametrize(("scale", "one", "same", "other"), STEPS)
def test_what_bands_and_points_change(tmp_path: Path, scale: str, one: str, same: str, other: str) -> None:
    paths = {}
    for name, figure in (("one", one), ("same", same), ("other", other)):
        own = f"scale: {{method: {scale % figure}}}"
        leaf = f"{{id: i, title: {{es: I, en: I}}, direction: higher, {own}, formula: a}}"
        paths[name] = tmp_path / f"{name}.yaml"
        parameters = "[{id: p, value: 2}]" if "p" in figure else "[]"
        text = f"{HEAD}parameters: {parameters}\n{VARIABLES}tree: [{leaf}]\n"
        paths[name].write_text(text, encoding="utf-8")
    for name, effect in (("same", "neutral"), ("other", "breaking")):
        found = icma.diff(paths["one"], paths[name]).programs[0]
        assert found.effect == effect, [change.message() for change in found.changes]
        assert set(found.affected) == (set() if effect == "neutral" else {"i", "total"})


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        (("[]", "2"), ("[{id: p, value: 2}]", "p"), "neutral"),
        (("[]", "2"), ("[{id: p, value: 3}]", "p"), "breaking"),
        (("[{id: p, value: 2}]", "p"), ("[{id: p, value: 3}]", "p"), "breaking"),
        (("[{id: p, by: period, '2014': 1}]", "p"), ("[{id: p, by: period, '2014': 1, '2015': 2}]", "p"), "additive"),
        (("[]", "{by: sex, women: 1, men: 2}"), ("[]", "{by: [sex], rows: [[men, 2], [women, 1]]}"), "neutral"),
        (("[]", "{by: sex, women: 1, men: 2}"), ("[]", "{by: sex, women: 1, men: 3}"), "breaking"),
    ],
)
def test_what_a_cut_of_levels_changes(
    tmp_path: Path, before: tuple[str, str], after: tuple[str, str], effect: str
) -> None:
    paths = []
    for name, (parameters, cut) in (("a", before), ("b", after)):
        levels = f"[{{id: x, title: {{es: X, en: X}}}}, {{id: y, title: {{es: Y, en: Y}}, from: {cut}}}]"
        leaf = f"{{id: i, title: {{es: I, en: I}}, direction: higher, scale: identity, formula: a, levels: {levels}}}"
        path = tmp_path / f"{name}.yaml"
        path.write_text(f"{HEAD}parameters: {parameters}\n{VARIABLES}tree: [{leaf}]\n", encoding="utf-8")
        paths.append(path)
    found = icma.diff(*paths).programs[0]
    assert found.effect == effect, [change.message() for change in found.changes]
    assert set(found.affected) == (set() if effect == "neutral" else {"i"})


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        (("[]", "2"), ("[{id: p, value: 2}]", "p"), "neutral"),
        (("[]", "2"), ("[{id: p, value: 3}]", "p"), "breaking"),
        (("[{id: p, value: 2}]", "p"), ("[{id: p, value: 3}]", "p"), "breaking"),
        (("[]", "{by: sex, women: 1, men: 2}"), ("[]", "{by: sex, women: 1, men: 3}"), "breaking"),
        (("[]", "1"), ("[]", "{by: sex, women: 1, men: 3}"), "breaking"),
    ],
)
def test_what_a_weight_changes(tmp_path: Path, before: tuple[str, str], after: tuple[str, str], effect: str) -> None:
    paths = []
    for name, (parameters, weight) in (("a", before), ("b", after)):
        leaf = f"{{id: i, title: {{es: I, en: I}}, direction: higher, scale: identity, formula: a, weight: {weight}}}"
        other = "{id: j, title: {es: J, en: J}, direction: higher, scale: identity, formula: a + 1}"
        path = tmp_path / f"{name}.yaml"
        path.write_text(f"{HEAD}parameters: {parameters}\n{VARIABLES}tree: [{leaf}, {other}]\n", encoding="utf-8")
        paths.append(path)
    found = icma.diff(*paths).programs[0]
    assert found.effect == effect, [change.message() for change in found.changes]
    assert set(found.affected) == (set() if effect == "neutral" else {"total"})
