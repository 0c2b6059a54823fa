"""Roll-ups: larger entities and longer periods made of those below; pandas is the second implementation."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma

HEAD = """
spec: 1
version: "1"
title: {es: t, en: t}
entity: other
provenance: user
"""
WARDS = (
    HEAD
    + """
id: wards
period: semester
variables:
  - {id: district, title: {es: d, en: d}, type: category, options: [north, south, west]}
  - {id: homes, title: {es: h, en: h}, unit: {es: viviendas, en: dwellings}, kind: flow}
  - {id: damp, title: {es: m, en: m}, unit: {es: viviendas, en: dwellings}, kind: flow}
  - {id: residents, title: {es: r, en: r}, unit: {es: personas, en: persons}, kind: stock}
levels: [{id: bad, title: {es: b, en: b}, up_to: 40}, {id: good, title: {es: g, en: g}}]
tree:
  - id: dry
    title: {es: s, en: s}
    formula: 100 - damp / homes * 100
    unit: {es: "%", en: "%"}
    direction: higher
    scale: min_max
    examples: [{given: {damp: 1, homes: 4}, expect: 75}]
"""
)
DISTRICTS = (
    HEAD
    + """
id: districts
period: year
rollup: {of: wards, by: district, at_least: 0.8}
variables:
  - {id: zone, title: {es: z, en: z}, type: category, options: [inner, outer]}
  - {id: mean_score, title: {es: m, en: m}, unit: {es: puntos, en: points}, from: "weighted_mean(score(total), residents over district)"}
  - {id: bad_share, title: {es: m, en: m}, unit: {es: "%", en: "%"}, from: '100 * mean(level(total) == "bad" over district)'}
  - {id: homes, title: {es: h, en: h}, unit: {es: viviendas, en: dwellings}, from: sum(homes over district)}
  - {id: damp_share, title: {es: h, en: h}, unit: {es: "%", en: "%"}, from: 100 * sum(damp over district) / sum(homes over district)}
  - {id: rows, title: {es: n, en: n}, unit: {es: barrios, en: wards}, type: integer, from: count(1 over district)}
tree:
  - {id: score, title: {es: s, en: s}, formula: mean_score, unit: {es: puntos, en: points}, direction: higher, scale: min_max, examples: [{given: {mean_score: 1}, expect: 1}]}
  - {id: bad, title: {es: s, en: s}, formula: bad_share, unit: {es: "%", en: "%"}, direction: lower, scale: min_max, examples: [{given: {bad_share: 1}, expect: 1}]}
  - {id: damp, title: {es: s, en: s}, formula: damp_share, unit: {es: "%", en: "%"}, direction: lower, scale: min_max, examples: [{given: {damp_share: 1}, expect: 1}]}
  - {id: size, title: {es: s, en: s}, formula: homes, unit: {es: viviendas, en: dwellings}, direction: context, examples: [{given: {homes: 1}, expect: 1}]}
  - {id: wards_there, title: {es: s, en: s}, formula: rows, unit: {es: barrios, en: wards}, direction: context, examples: [{given: {rows: 1}, expect: 1}]}
  - {id: inner, title: {es: s, en: s}, formula: 'zone == "inner"', direction: context, examples: [{given: {zone: inner}, expect: 1}]}
"""
)
REGIONS = (
    HEAD
    + """
id: regions
period: year
rollup: {of: districts, by: zone}
variables:
  - {id: best, title: {es: z, en: z}, unit: {es: puntos, en: points}, from: max(score(total) over zone)}
  - {id: homes, title: {es: h, en: h}, unit: {es: viviendas, en: dwellings}, from: sum(homes over zone)}
tree:
  - {id: score, title: {es: s, en: s}, formula: best, unit: {es: puntos, en: points}, direction: higher, scale: min_max, examples: [{given: {best: 1}, expect: 1}]}
  - {id: size, title: {es: s, en: s}, formula: homes, unit: {es: viviendas, en: dwellings}, direction: context, examples: [{given: {homes: 1}, expect: 1}]}
"""
)


def figures(count: int = 60, seed: int = 4) -> pd.DataFrame:
    """Return synthetic wards over four semesters, some without residents, some without a district."""
    draw = np.random.default_rng(seed)
    periods = ["2020-S1", "2020-S2", "2021-S1", "2021-S2"]
    table = pd.DataFrame(
        [(f"w{ward:03d}", period) for ward in range(count) for period in periods], columns=["entity", "period"]
    )
    table["district"] = [("north", "south", "west")[int(name[1:]) % 3] for name in table["entity"]]
    table.loc[table["entity"] == "w007", "district"] = ""
    table["homes"] = draw.integers(50, 400, len(table)).astype(float)
    table["damp"] = np.floor(table["homes"] * draw.uniform(0, 1, len(table)))
    table["residents"] = draw.integers(100, 900, len(table)).astype(float)
    table.loc[draw.random(len(table)) < 0.05, "residents"] = np.nan
    return table


@pytest.fixture(scope="module")
def wards() -> icma.Program:
    return icma.loads(WARDS)


@pytest.fixture(scope="module")
def districts(wards: icma.Program) -> icma.Program:
    return icma.loads(DISTRICTS, lower=wards)


def test_the_levels_validate_without_a_remark_on_units(tmp_path: Path) -> None:
    for name, text in (("wards", WARDS), ("districts", DISTRICTS), ("regions", REGIONS)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    report = icma.validate(tmp_path)
    assert {d.code for d in report.diagnostics if d.code.startswith("IND22")} == set(), report.render()
    wrong = DISTRICTS.replace(
        "unit: {es: viviendas, en: dwellings}, from: sum(homes", "unit: {es: pesos, en: pesos}, from: sum(homes"
    )
    (tmp_path / "districts.yaml").write_text(wrong, encoding="utf-8")
    assert "IND225" in {d.code for d in icma.validate(tmp_path).diagnostics}


def by_hand(table: pd.DataFrame) -> pd.DataFrame:
    """Return the variables of the districts by plain pandas."""
    table = table.copy()
    dry = 100 - table["damp"] / table["homes"] * 100
    ends = dry.groupby(table["period"]).agg(["min", "max"]).reindex(table["period"]).to_numpy()
    table["score"] = (dry.to_numpy() - ends[:, 0]) / (ends[:, 1] - ends[:, 0]) * 100
    table["year"] = table["period"].str[:4]
    found = {}
    for key, rows in table[table["district"] != ""].groupby(["district", "year"]):
        known = rows.dropna(subset=["residents"])
        found[key] = {
            "score": (known["score"] * known["residents"]).sum() / known["residents"].sum(),
            "bad": 100 * (rows["score"] <= 40).mean(),
            "damp": 100 * rows["damp"].sum() / rows["homes"].sum(),
            "size": rows["homes"].sum(),
            "wards_there": len(rows),
        }
    return pd.DataFrame(found).T


def test_three_levels_agree_with_pandas(wards: icma.Program, districts: icma.Program) -> None:
    table = figures()
    zones = pd.DataFrame(
        [
            (name, year, zone)
            for name, zone in (("north", "inner"), ("south", "outer"), ("west", "inner"))
            for year in ("2020", "2021")
        ],
        columns=["entity", "period", "zone"],
    )
    below = icma.score(wards, table)
    middle = icma.score(districts, zones, lower=below)
    wanted = by_hand(table)
    found = middle.values[list(wanted)]
    np.testing.assert_allclose(found.to_numpy(), wanted.to_numpy(), rtol=1e-12)
    assert list(found.index) == list(wanted.index)
    top = icma.score(icma.loads(REGIONS, lower=districts), lower=middle)
    totals = middle.scores["total"]
    inner = totals.loc[["north", "west"]].groupby("period").max()
    np.testing.assert_allclose(top.values.loc["inner", "score"].to_numpy(), inner.to_numpy(), rtol=1e-12)
    homes = wanted["size"].groupby(level=1).sum()
    np.testing.assert_allclose(top.values["size"].groupby("period").sum().to_numpy(), homes.to_numpy(), rtol=1e-12)
    lost = middle.findings.query("code == 'IND532'")
    assert list(lost["figure"]) == [4]


def test_too_little_below_gives_no_figure(wards: icma.Program, districts: icma.Program) -> None:
    table = figures(12)
    north = table["district"] == "north"
    table.loc[north & (table["entity"] != "w000"), "residents"] = np.nan
    middle = icma.score(districts, lower=icma.score(wards, table))
    assert middle.values.loc["north", "score"].isna().all()
    assert set(middle.reasons.loc["north", "score"]) == {"not_reported"}
    assert middle.values["score"].loc[["south", "west"]].notna().all()
    told = middle.findings.query("code == 'IND499' and subject == 'mean_score'")
    assert set(told["entity"]) == {"north"}
    assert told["message"].str.contains("2 of 8 rows").all()


def test_weight_that_is_absent_counts(wards: icma.Program, districts: icma.Program) -> None:
    """Nine of ten rows are there, but the tenth has most of the weight."""
    table = figures(30)
    north = sorted(set(table.loc[table["district"] == "north", "entity"]))
    table["residents"] = np.where(table["entity"] == north[0], 1e6, 10.0)
    table.loc[table["entity"] == north[0], "homes"] = np.nan
    middle = icma.score(districts, lower=icma.score(wards, table))
    assert middle.values.loc["north", "score"].isna().all()


def test_whom_it_does_not_apply_to_is_not_asked(wards: icma.Program, districts: icma.Program) -> None:
    table = figures(12).astype({"homes": object})
    table.loc[(table["district"] == "north") & (table["entity"] != "w000"), "homes"] = "no aplica"
    middle = icma.score(districts, lower=icma.score(wards, table))
    only = table.query("entity == 'w000'").assign(year=lambda t: t["period"].str[:4]).groupby("year")["homes"].sum()
    np.testing.assert_allclose(middle.values.loc["north", "size"].to_numpy(float), only.to_numpy(float))


def test_what_is_made_below_can_be_cut(wards: icma.Program) -> None:
    size = "  - {id: size_class, title: {es: t, en: t}, type: ordinal, of: homes, options: [small, {id: large, from: 9000}]}\n"
    text = DISTRICTS.replace("tree:\n", size + "tree:\n").replace("'zone == \"inner\"'", "'size_class == \"large\"'")
    middle = icma.score(
        icma.loads(text.replace("{zone: inner}", "{homes: 10000}"), lower=wards), lower=icma.score(wards, figures())
    )
    assert (middle.values["inner"] == (middle.values["size"] >= 9000)).all()
    assert set(middle.values["inner"]) == {0.0, 1.0}


def test_whoever_is_not_assessed_is_not_asked() -> None:
    large = icma.loads(WARDS.replace("variables:", 'applies: "homes >= 200"\nvariables:'))
    table = figures(30)
    middle = icma.score(icma.loads(DISTRICTS, lower=large), lower=icma.score(large, table))
    kept = table.query("homes >= 200 and district != ''").assign(year=lambda t: t["period"].str[:4])
    wanted = kept.groupby(["district", "year"])["homes"].agg(["sum", "count"])
    np.testing.assert_allclose(middle.values[["size", "wards_there"]].to_numpy(), wanted.to_numpy())


def test_a_year_from_semesters_takes_the_tree_as_it_is(wards: icma.Program, tmp_path: Path) -> None:
    (tmp_path / "wards.yaml").write_text(WARDS, encoding="utf-8")
    yearly = HEAD + "id: yearly\nperiod: year\nrollup: {of: wards, by: entity}\n"
    (tmp_path / "yearly.yaml").write_text(yearly, encoding="utf-8")
    assert icma.validate(tmp_path).ok
    program = icma.load(tmp_path / "yearly.yaml")
    table = figures()
    found = icma.score(program, lower=icma.score(wards, table))
    year = table["period"].str[:4]
    homes = table.groupby([table["entity"], year])["homes"].sum()
    damp = table.groupby([table["entity"], year])["damp"].sum()
    np.testing.assert_allclose(found.values["dry"].to_numpy(), (100 - damp / homes * 100).to_numpy(), rtol=1e-12)


def test_a_column_of_what_is_made_below_is_not_used(wards: icma.Program, districts: icma.Program) -> None:
    below = icma.score(wards, figures())
    given = pd.DataFrame({"entity": ["north"], "period": ["2020"], "zone": ["inner"], "homes": [1.0]})
    middle = icma.score(districts, given, lower=below)
    assert middle.values.loc[("north", "2020"), "size"] > 1000
    assert set(middle.findings.query("code == 'IND533'")["subject"]) == {"homes"}


def test_what_is_wrong_with_a_call_is_said(wards: icma.Program, districts: icma.Program) -> None:
    below = icma.score(wards, figures())
    with pytest.raises(icma.IcmamlError, match="lower="):
        icma.score(districts, figures())
    with pytest.raises(icma.IcmamlError, match="no other program"):
        icma.score(wards, figures(), lower=below)
    with pytest.raises(icma.IcmamlError, match="not of `districts@1`"):
        icma.score(districts, lower=icma.score(districts, lower=below))
    with pytest.raises(icma.IcmamlError, match="data of `wards`"):
        icma.score(wards)


def test_a_ledger_goes_on_below(wards: icma.Program, districts: icma.Program) -> None:
    below = icma.score(wards, figures())
    middle = icma.score(districts, lower=below)
    for node, function in (("score", "weighted_mean"), ("damp", "sum")):
        account = middle.explain("north", node, "2020").to_dict()
        (variable,) = account["root"]["children"]
        assert variable["rule"] == str(next(v.from_ for v in districts.variables if v.id == variable["id"]))
        first = variable["children"][0]
        assert first["detail"]["fit"]["parameters"][function] == pytest.approx(first["value"])
        assert first["detail"]["fit"]["population"] == "north"
        assert len(first["detail"]["largest"]) == 5
    largest = middle.explain("north", "damp", "2020").to_dict()["root"]["children"][0]["children"][0]["detail"][
        "largest"
    ]
    table = (
        figures().query("district == 'north' and period < '2021'").sort_values("damp", ascending=False, kind="stable")
    )
    assert [one["figure"] for one in largest] == table["damp"].head(5).tolist()
    one = largest[0]
    assert middle.lower is not None
    assert middle.lower.explain(one["entity"], "dry", one["period"]).to_dict()["root"]["value"] is not None
    text = middle.explain("north", "damp", "2020").to_text()
    assert "sum(damp over district)[" in text
    assert "of 40 rows; the largest" in text


def test_levels_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from icmaml_indicators.cli.main import main

    for name, text in (("wards", WARDS), ("districts", DISTRICTS), ("regions", REGIONS)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    figures().to_csv(tmp_path / "wards.csv", index=False)
    zones = pd.DataFrame({"entity": ["north", "south", "west"], "period": "2020", "zone": ["inner", "outer", "inner"]})
    zones.to_csv(tmp_path / "zones.csv", index=False)
    wards, middle = (
        [str(tmp_path / f"{name}.yaml"), str(tmp_path / f"{data}.csv")]
        for name, data in (("wards", "wards"), ("districts", "zones"))
    )
    out = tmp_path / "out.json"
    levels = ["--lower", *wards, "--lower", *middle]
    assert main(["score", str(tmp_path / "regions.yaml"), "-", *levels, "-o", str(out), "--quiet"]) == 0
    assert (
        main(
            [
                "explain",
                str(tmp_path / "regions.yaml"),
                "-",
                "--entity",
                "inner",
                "--node",
                "size",
                *levels,
                "--period",
                "2020",
            ]
        )
        == 0
    )
    assert "2 of 2 rows; the largest" in capsys.readouterr().out
    assert out.exists()
