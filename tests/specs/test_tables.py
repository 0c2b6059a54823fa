"""Tables: every row is read as if it were written out, and what is wrong in it is told at its cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from icmaml_indicators.specs import Draft, read_draft, read_draft_from_text
from icmaml_indicators.specs.parsing import tables

HEAD = """\
spec: 1
id: sample
version: "1"
title: {es: Muestra, en: Sample}
entity: municipality
period: year
provenance: user
"""
SHORT = """\
tables:
  rates:
    columns: [key, es, en, direction, low, high, note_es, note_en]
    formula: "<key> / inhabitants * 1000"
    scale: {method: goalposts, low: <low>, high: <high>}
    range: [<low>, null]
    description: {es: "<title>, <es>", en: "<title>, <en>"}
    examples: [{given: {<key>: 2, inhabitants: 1000}, expect: 2}]
variables:
  - {id: inhabitants, title: {es: Habitantes, en: Inhabitants}}
  - {columns: [key, es, en, type], range: [0, null], rows: [[theft, Robos, Thefts, integer], [fraud, Fraudes, Frauds, null]]}
tree:
  - id: safety
    title: {es: Seguridad, en: Safety}
    children:
      - {table: rates, weight: 2, rows: [[theft, Robos, Thefts, lower, 0, 40, Uno, One], [fraud, Fraudes, Frauds, higher, 1, 8.50, null, null]]}
      - {id: plain, title: {es: Simple, en: Plain}, formula: theft, direction: context}
  - columns: [id, es, en]
    missing: {not_reported: zero}
    criteria: {columns: [key, es, en], note: {es: <title>, en: <title>}, rows: [[law, "<title>: ley", "<title>: law"]]}
    rows: [[plans, Planes, Plans], [teams, Equipos, Teams]]
"""
LONG = """\
variables:
  - {id: inhabitants, title: {es: Habitantes, en: Inhabitants}}
  - {id: theft, title: {es: Robos, en: Thefts}, type: integer, range: [0, null]}
  - {id: fraud, title: {es: Fraudes, en: Frauds}, range: [0, null]}
tree:
  - id: safety
    title: {es: Seguridad, en: Safety}
    children:
      - id: safety_theft
        title: {es: Robos, en: Thefts}
        formula: theft / inhabitants * 1000
        direction: lower
        scale: {method: goalposts, low: 0, high: 40}
        range: [0, null]
        description: {es: "Seguridad, Robos", en: "Safety, Thefts"}
        examples: [{given: {theft: 2, inhabitants: 1000}, expect: 2}]
        note: {es: Uno, en: One}
        weight: 2
      - id: safety_fraud
        title: {es: Fraudes, en: Frauds}
        formula: fraud / inhabitants * 1000
        direction: higher
        scale: {method: goalposts, low: 1, high: 8.5}
        range: [1, null]
        description: {es: "Seguridad, Fraudes", en: "Safety, Frauds"}
        examples: [{given: {fraud: 2, inhabitants: 1000}, expect: 2}]
        weight: 2
      - {id: plain, title: {es: Simple, en: Plain}, formula: theft, direction: context}
  - id: plans
    title: {es: Planes, en: Plans}
    missing: {not_reported: zero}
    children:
      - {id: plans_law, title: {es: "Planes: ley", en: "Plans: law"}, note: {es: Planes, en: Plans}, criterion: {}}
  - id: teams
    title: {es: Equipos, en: Teams}
    missing: {not_reported: zero}
    children:
      - {id: teams_law, title: {es: "Equipos: ley", en: "Teams: law"}, note: {es: Equipos, en: Teams}, criterion: {}}
"""


def draft_of(text: str) -> Draft:
    return read_draft_from_text(HEAD + text, "sample.yaml")


def told(text: str) -> list[tuple[str, str]]:
    """Return each fault with the text that it points at."""
    found = draft_of(text).sorted_diagnostics()
    return [(fault.code, fault.place.text) for fault in found if fault.severity == "error"]


def test_rows_are_read_as_if_they_were_written_out() -> None:
    short, long = draft_of(SHORT), draft_of(LONG)
    assert short.ok, short.diagnostics
    assert short.program == long.program


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("lower, 0", "lowr, 0", "IND107", "lowr"),
        ("lower, 0", "lower, zero", "IND106", "zero"),
        ("[fraud, Fraudes, Frauds, null]", "[theft, Fraudes, Frauds, null]", "IND301", "theft"),
        ("8.50, null, null]", "8.50, null]", "IND125", "["),
        ("low, high, note_es", "low, high, notes_es", "IND128", "notes_es"),
        ("note_es, note_en]", "note_es, note_es]", "IND128", "note_es"),
        ("high: <high>", "high: <hihg>", "IND129", "hihg"),
        ("given: {<key>: 2", "given: {<kye>: 2", "IND129", "kye"),
        ("<title>, <es>", "<titel>, <es>", "IND129", "titel"),
        ("table: rates, weight: 2", "table: rates, wieght: 2", "IND104", "wieght"),
        ("table: rates, weight: 2", "table: rates, children: []", "IND104", "children"),
        ("table: rates,", "table: raets,", "IND124", "raets"),
        ("[theft, Robos, Thefts, lower", "[null, Robos, Thefts, lower", "IND106", "null"),
        ("rows: [[plans, Planes, Plans], [teams, Equipos, Teams]]", "rows: 3", "IND106", "3"),
    ],
)
def test_a_fault_is_told_at_its_cell(old: str, new: str, code: str, at: str) -> None:
    assert old in SHORT
    assert (code, at) in told(SHORT.replace(old, new, 1))


def test_a_fault_in_a_formula_is_told_where_that_part_of_it_stands(tmp_path: Path) -> None:
    import icmaml_indicators as icma

    for old, new, at in (
        ("<key> /", "<key> / 1 /", ""),
        ("/ inhabitants", "/ inhabitnats", "inhabitnats"),
        ("[theft, Robos, Thefts, lower", "[thefts, Robos, Thefts, lower", "thefts"),
    ):
        path = tmp_path / "sample.yaml"
        path.write_text(HEAD + SHORT.replace(old, new, 1), encoding="utf-8")
        found = [fault.place.text for fault in icma.validate(path).diagnostics if fault.code == "IND202"]
        assert set(found) == ({at} if at else set())


def test_a_table_may_stand_in_a_part_and_share_what_the_program_declares(tmp_path: Path) -> None:
    head, _, tree = SHORT.partition("tree:\n")
    (tmp_path / "program.yaml").write_text(f"{HEAD}parts: [tree.yaml]\n{head}", encoding="utf-8")
    (tmp_path / "tree.yaml").write_text("tree:\n" + tree.replace("lower, 0", "lowr, 0"), encoding="utf-8")
    (fault,) = [fault for fault in read_draft(tmp_path).diagnostics if fault.severity == "error"]
    assert (Path(fault.place.file).name, fault.place.text) == ("tree.yaml", "lowr")


def test_what_comes_of_tables_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_NODES", 40)
    assert [code for code, _ in told(SHORT)] == ["IND117"]
