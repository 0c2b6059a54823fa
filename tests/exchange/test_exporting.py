"""A program to the tables of COINr: there and back, and what has no place in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from tests.conftest import SAFETY, examples, program, reference
from tests.exchange.synthetic import COLUMNS, changed, meta, panel, units


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of indicators as it is compared: by code, texts and figures alike; a name that is none is the code."""
    found = table.replace({"": None, "NA": None}).set_index("iCode").sort_index()
    found["iName"] = found["iName"].where(found["iName"].notna(), found.index.to_series())
    found.index = found.index.astype(object)
    for name in ("Level", "Direction", "Weight", "Target"):
        found[name] = pd.to_numeric(found[name]).astype("float64")
    return found[[name for name in COLUMNS if name != "iCode"]].astype(object).where(found.notna(), None)


def same_units(found: pd.DataFrame, wanted: pd.DataFrame) -> None:
    order = ["uCode", "Time"]
    one, other = (table.sort_values(order).reset_index(drop=True) for table in (found, wanted))
    pd.testing.assert_frame_equal(one[list(other.columns)], other, check_dtype=False)
    assert set(one.columns) == set(other.columns)


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (units(), meta()),
        (panel(), meta()),
        (units(), changed("Idx", "iCode", "Name").replace({"Parent": {"Idx": "Name"}})),
        (units().rename(columns={"Side": "Value"}), changed("Side", "iCode", "Value")),
    ],
)
def test_what_is_imported_is_exported_as_it_was(data: pd.DataFrame, lines: pd.DataFrame) -> None:
    imported = icma.import_coinr(data, lines)
    exported = icma.export_coinr(imported.program, imported.data)
    pd.testing.assert_frame_equal(plain(exported.meta), plain(lines))
    assert exported.data is not None
    same_units(exported.data, data)


@pytest.mark.parametrize("scale", ["n_goalposts", "n_dist2targ"])
def test_figures_of_normalisation_go_there_and_back(scale: str) -> None:
    own = {
        "n_goalposts": {
            "goalpost_lower": 0.5,
            "goalpost_upper": 30.5,
            "goalpost_scale": 10.0,
            "goalpost_trunc2posts": False,
        }
    }
    lines = meta().assign(**own.get(scale, {"dist2targ_cap_max": True, "Target": 3.5}))
    imported = icma.import_coinr(units(), lines, scale=scale)
    again = icma.export_coinr(imported.program, imported.data).meta
    kept = again[again["Type"] == "Indicator"].set_index("iCode")
    wanted = lines[lines["Type"] == "Indicator"].set_index("iCode")
    for name in (*own.get(scale, {}), *(() if scale in own else ("Target", "dist2targ_cap_max"))):
        assert kept[name].tolist() == wanted[name].loc[kept.index].tolist()


def test_the_example_of_coinr_goes_there_and_back() -> None:
    data, lines = reference("asem/input.csv"), reference("asem/imeta.csv")
    imported = icma.import_coinr(data, lines)
    exported = icma.export_coinr(imported.program, imported.data)
    # A group has no unit, which the import tells.
    aggregates = lines["Type"] == "Aggregate"
    pd.testing.assert_frame_equal(plain(exported.meta), plain(lines.assign(Unit=lines["Unit"].mask(aggregates, ""))))
    assert exported.data is not None
    for name in data.columns.drop("uCode"):
        own = exported.data.set_index("uCode")[name].loc[data["uCode"]]
        if own.dtype.kind in "if":
            wanted = [np.nan if text in {"", "NA"} else float(text) for text in data[name]]
            np.testing.assert_array_equal(own, wanted)
        else:
            assert own.tolist() == data[name].tolist()


HELD = """\
spec: 1
id: held
version: "1"
title: {es: Sintético, en: Synthetic}
entity: other
period: year
provenance: user
scale: min_max
missing: {not_reported: skip, not_applicable: skip, undefined: skip}
variables:
  - {id: zone, title: {es: Zona, en: Zone}, type: category, options: any}
  - {id: people, title: {es: Personas, en: People}}
  - {id: homes, title: {es: Viviendas, en: Homes}, columns: [HOMES]}
tree:
  - id: first
    title: {es: Uno, en: One}
    weight: 3
    children:
      - {id: homes_rate, title: {es: Tasa, en: Rate}, formula: homes / people, direction: higher, weight: 2}
      - {id: loss, title: {es: Pérdida, en: Loss}, direction: lower}
  - id: second
    title: {es: Dos, en: Two}
    children:
      - {id: gain, title: {es: Logro, en: Gain}, direction: higher}
"""
HELD_DATA = {
    "entity": list("abcd"),
    "period": ["2020"] * 4,
    "zone": ["n", "s", "n", "s"],
    "people": [10.0, 20, 40, 50],
    "HOMES": [5.0, 4, 30, None],
    "loss": [0.1, 0.4, 0.2, 0.9],
    "gain": [3.0, None, 7, 5],
}


def test_what_the_tables_hold_scores_the_same_when_it_comes_back() -> None:
    before = icma.score(program(HELD), pd.DataFrame(HELD_DATA))
    exported = icma.export_coinr(program(HELD), pd.DataFrame(HELD_DATA))
    back = icma.import_coinr(exported.data, exported.meta)
    after = icma.score(back.program, back.data).scores
    assert set(exported.meta["Type"]) == {"Indicator", "Aggregate", "Group", "Denominator"}
    np.testing.assert_allclose(after["total"], before.scores["total"])
    for name in ("first", "second", "loss", "gain"):
        np.testing.assert_allclose(after[name], before.scores[name])
    np.testing.assert_allclose(after["homes_per_people"], before.scores["homes_rate"])


def test_what_the_tables_do_not_hold_is_told_and_goes_out_as_values() -> None:
    rated = program(SAFETY.replace("children:", "levels: [{id: low, title: {es: Bajo, en: Low}, up_to: 50}, {id: high, title: {es: Alto, en: High}}]\n    children:", 1))  # fmt: skip
    data = pd.DataFrame({"entity": ["05035", "05036"], "period": "2014-S1", "police": [4, 6], "population": [1000, 900], "spending": [5.0, 7]})  # fmt: skip
    exported = icma.export_coinr(rated, data, language="es")
    lines = exported.meta.set_index("iCode")
    assert lines.loc["police_rate", "Type"] == "Indicator" and lines.loc["population", "Type"] == "Other"
    assert exported.data is not None
    np.testing.assert_allclose(exported.data["police_rate"], icma.score(rated, data).values["police_rate"])
    told = "\n".join(exported.notes["message"])
    assert "`police_rate`: `police / population * 1000` no es una cifra, ni una entre un denominador" in told
    assert "`safety`: `levels` no va en las tablas" in told
    assert "como `2014-S1`" in told
    assert set(exported.notes["code"]) == {"IND769"}


@pytest.mark.parametrize("name", ["simed", "sindes", "mdp", "icapi", "cimtra", "mir_public_lighting", "state_indices"])
def test_every_program_goes_out_with_a_tree_that_coinr_takes(name: str) -> None:
    exported = icma.export_coinr(name)
    lines = exported.meta
    assert lines["iCode"].is_unique and lines["iCode"].str.fullmatch(r"[A-Za-z.][\w.]*").all()
    known = lines.set_index("iCode")
    tree = lines[lines["Type"].isin(["Indicator", "Aggregate"])]
    parents = tree["Parent"].dropna()
    assert known.loc[parents, "Type"].eq("Aggregate").all() and len(tree) - len(parents) == 1
    assert (known.loc[parents, "Level"].to_numpy() > tree.loc[parents.index, "Level"].to_numpy()).all()
    assert len(exported.notes)


def test_tables_are_written_into_a_folder_or_a_workbook(tmp_path: Path) -> None:
    exported = icma.export_coinr(program(HELD), pd.DataFrame(HELD_DATA))
    exported.write(tmp_path / "tables")
    exported.write(tmp_path / "both.xlsx")
    from_folder = icma.import_coinr(tmp_path / "tables" / "iData.csv", tmp_path / "tables" / "iMeta.csv")
    from_book = icma.import_coinr(tmp_path / "both.xlsx", tmp_path / "both.xlsx")
    assert from_folder.program == from_book.program
    with pytest.raises(icma.IcmamlError, match="write to a folder"):
        exported.write(tmp_path / "table.csv")
    assert not (tmp_path / "table.csv").exists()


def test_a_program_without_indicators_of_an_index_is_refused() -> None:
    context: Any = program(HELD.replace("direction: higher", "direction: context").replace("direction: lower", "direction: context").replace("scale: min_max\n", ""))  # fmt: skip
    with pytest.raises(icma.IcmamlError, match="has no indicators that the tables"):
        icma.export_coinr(context)


@st.composite
def indices(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two tables of a made-up index: any tree of two levels of groups, codes in any writing, gaps anywhere."""
    count = draw(st.integers(2, 7))
    groups = draw(st.integers(1, 3))
    weights, figures = st.sampled_from([0.1, 0.5, 1.0, 1 / 3, 2.0]), st.floats(0.5, 900).map(lambda x: round(x, 3))
    lines: list[dict[str, Any]] = [{"Level": 3, "iCode": "Top", "Direction": 1, "Weight": 1, "Type": "Aggregate"}]
    columns: dict[str, Any] = {
        "uCode": list("pqrs"),
        "Time": draw(st.sampled_from([[2001] * 4, [2001, 2001, 2002, 2002]])),
    }
    columns["D.1"] = [draw(figures) for _ in range(4)]
    for number in range(groups):
        line = {"Level": 2, "iCode": f"Gr{number}.A", "Direction": 1, "Weight": draw(weights), "Parent": "Top"}
        lines.append(
            line | {"Type": "Aggregate", "iName": draw(st.sampled_from(["Uno: a", "# no", "yes", "it's, so", "1"]))}
        )
    for number in range(count + groups):
        # Each group has one at least.
        parent = number if number < groups else draw(st.integers(0, groups - 1))
        code = f"{draw(st.sampled_from(['I', 'max.', 'Ab_C', 'x']))}{number}"
        columns[code] = [draw(st.one_of(figures, st.none() if row else figures)) for row in range(4)]
        line = {"Level": 1, "iCode": code, "Direction": draw(st.sampled_from([1, -1])), "Weight": draw(weights)}
        line |= {
            "Parent": f"Gr{parent}.A",
            "Type": "Indicator",
            "Unit": draw(st.sampled_from([None, "km", "% of, all", "a: b"])),
        }
        line |= {"Target": draw(st.one_of(st.none(), figures)), "Denominator": draw(st.sampled_from([None, "D.1"]))}
        lines.append(line)
    lines.append({"iCode": "D.1", "iName": "Divisor", "Type": "Denominator"})
    return pd.DataFrame(columns), pd.DataFrame(lines, columns=list(COLUMNS))


@examples(60)
@given(indices())
def test_any_index_goes_there_and_back(tables: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    data, lines = tables
    imported = icma.import_coinr(data, lines)
    exported = icma.export_coinr(imported.program, imported.data)
    pd.testing.assert_frame_equal(plain(exported.meta), plain(lines))
    assert exported.data is not None
    same_units(exported.data, data.astype(dict.fromkeys(data.columns.drop(["uCode", "Time"]), float)))
    again = icma.import_coinr(exported.data, exported.meta)
    one, other = (icma.score(each.program, each.data).scores.rename(columns=each.codes) for each in (imported, again))
    pd.testing.assert_frame_equal(one, other[list(one.columns)], rtol=1e-12)
