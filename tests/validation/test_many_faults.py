"""Many faults in one file: each is told, and what that takes grows with their number and no faster."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, QUIET

VARIABLE = "variables:\n  - {id: x, title: {es: X, en: X}}\n"
LEAF = "  - {{id: {id}, title: {{es: R, en: R}}, formula: {formula}, direction: higher{more}}}\n"
TREE = "tree:\n" + LEAF.format(id="y", formula="x", more="")
GROUP = "tree:\n  - id: g\n    title: {es: G, en: G}\n    criteria:\n      columns: "


def each(text: str, count: int) -> str:
    return "".join(text.replace("§", str(number)) for number in range(count))


FAULTS: dict[str, tuple[str, Callable[[int], str]]] = {
    "keys": ("IND104", lambda n: VARIABLE + each("k§: 1\n", n) + TREE),
    "keys in a line": ("IND104", lambda n: VARIABLE + TREE.replace("id: y", f"id: y{each(', k§: 1', n)}")),
    "variables": ("IND105", lambda n: VARIABLE + each("  - {id: v§, title: {es: V}}\n", n) + TREE),
    "choices": ("IND107", lambda n: VARIABLE + each("  - {id: v§, title: {es: V, en: V}, type: z}\n", n) + TREE),
    "names": ("IND202", lambda n: VARIABLE + TREE + each(LEAF.format(id="i§", formula="zz§", more=""), n)),
    "tables": ("IND124", lambda n: "tree:\n" + each("  - {id: g§, title: {es: G, en: G}, criteria: u§}\n", n)),
    "rows": ("IND125", lambda n: GROUP + "[id, es, en]\n      rows:\n" + each("        - [c§, a, b, c]\n", n)),
    "columns": (
        "IND128",
        lambda n: GROUP + f"[id, es, en{each(', z§', n)}]\n      rows: [[a, b, c{each(', 1', n)}]]\n",
    ),
    "examples": (
        "IND304",
        lambda n: (
            VARIABLE
            + TREE
            + each(LEAF.format(id="i§", formula="x", more=", examples: [{given: {q§: 1, x: 1}, expect: 1}]"), n)
        ),
    ),
    "repeated ids": ("IND301", lambda n: VARIABLE + TREE + LEAF.format(id="y", formula="x", more="") * n),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", FAULTS)
def test_time_grows_with_the_number_of_faults(kind: str, tmp_path: Path) -> None:
    code, text = FAULTS[kind]
    path = tmp_path / "a.yaml"

    def spent(count: int) -> float:
        path.write_text(HEAD + text(count), encoding="utf-8")
        times = []
        for _ in range(3):  # the least is the work itself, whatever else the machine does
            before = time.process_time()
            report = icma.validate(path, severity=QUIET)
            assert [fault.code for fault in report.diagnostics].count(code) == count
            report.render()
            times.append(time.process_time() - before)
        return min(times)

    spent(10)  # what is imported and built once
    few, many = spent(250), spent(1000)
    # Four times as many take four times as long; sixteen times if each were held against each.
    assert many < 9 * few + 0.2


@pytest.mark.parametrize(
    "spec",
    [
        GROUP + "[id, es, en, §]\n      rows: [[a, b, c, d]]\n",
        "tables: {t: {columns: [id], rows: []}}\ntree: [{id: g, title: {es: G, en: G}, criteria: {table: §}}]\n",
        "tree: [{id: g, title: {es: G, en: G}, criteria: {columns: §, rows: []}}]\n",
        "tree: [{id: g, title: {es: G, en: G}, criteria: {columns: [id], rows: [§]}}]\n",
        "provenances: [§]\n" + VARIABLE + TREE,
        "checks: §\n" + VARIABLE + TREE,
        VARIABLE + TREE.replace("formula: x", "formula: §"),
        VARIABLE + TREE.replace("id: y", "id: §"),
    ],
)
def test_a_mapping_where_a_word_belongs_makes_a_short_message(spec: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    mapping = "{" + ", ".join(f"k{number}: {{es: a, en: b}}" for number in range(1000)) + "}"
    path.write_text(HEAD + spec.replace("§", mapping), encoding="utf-8")
    found = icma.validate(path).diagnostics
    assert found
    assert max(len(fault.message(language)) for fault in found for language in ("es", "en")) < 200


def test_a_folder_part_that_is_no_list_makes_a_short_message(tmp_path: Path) -> None:
    mapping = "{" + ", ".join(f"k{number}: {{es: a, en: b}}" for number in range(1000)) + "}"
    (tmp_path / "program.yaml").write_text(f"{HEAD}parts: [a.yaml]\n{VARIABLE}{TREE}", encoding="utf-8")
    (tmp_path / "a.yaml").write_text(f"tree: {mapping}\n", encoding="utf-8")
    (fault,) = [fault for fault in icma.validate(tmp_path, severity=QUIET).diagnostics if fault.code == "IND106"]
    assert len(fault.message()) < 200
