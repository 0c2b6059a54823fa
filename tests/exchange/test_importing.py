"""Tables of COINr to a spec: what it scores, what it tells, what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import reference
from tests.exchange.synthetic import changed, meta, panel, units

EXACT = 1e-10


def by_hand(
    table: pd.DataFrame, lines: pd.DataFrame, low: float = 0, high: float = 100, *, apart: bool = False
) -> pd.DataFrame:
    """Return the scores by code as the documentation of COINr has them: denominated, min-max, weighted means of what is there."""
    known = lines.set_index("iCode")
    scores = pd.DataFrame(index=table.index)
    for code, line in known[known["Type"] == "Indicator"].iterrows():
        raw = table[code] / table[line["Denominator"]] if isinstance(line["Denominator"], str) else table[code]
        raw = raw * line["Direction"]
        within = raw.groupby(table["Time"]).transform if apart else (lambda name, raw=raw: getattr(raw, name)())
        scores[code] = low + (raw - within("min")) / (within("max") - within("min")) * (high - low)
    for code in known[known["Type"] == "Aggregate"].sort_values("Level").index:
        children = known[known["Parent"] == code]
        weights = children["Weight"].astype(float)
        part = scores[list(children.index)]
        scores[code] = (part * weights).sum(axis=1) / (part.notna() * weights).sum(axis=1)
    return scores.set_index([table["uCode"], table["Time"].astype(str)])


def scored(found: icma.CoinrImport, data: Any = None) -> pd.DataFrame:
    scores = icma.score(found.program, found.data if data is None else data).scores
    return scores.rename(columns=found.codes)


def test_scores_are_those_of_the_documentation() -> None:
    wanted = by_hand(units(), meta())
    found = scored(icma.import_coinr(units(), meta()))
    np.testing.assert_allclose(found[list(wanted.columns)], wanted.loc[list(found.index)], rtol=EXACT)
    assert found["Idx"].notna().all()


def test_several_times_share_their_scale_as_a_purse_does() -> None:
    wanted = by_hand(panel(), meta())
    imported = icma.import_coinr(panel(), meta())
    found = scored(imported)
    np.testing.assert_allclose(found[list(wanted.columns)], wanted.loc[list(found.index)], rtol=EXACT)
    assert "scale: {method: min_max, over: all}" in imported.spec
    apart = scored(icma.import_coinr(panel(), meta(), scale={"method": "min_max", "over": "period"}))
    wanted = by_hand(panel(), meta(), apart=True)
    np.testing.assert_allclose(apart[list(wanted.columns)], wanted.loc[list(apart.index)], rtol=EXACT)


def test_the_original_file_is_scored_as_it_is(tmp_path: Path) -> None:
    data, lines = units().drop(columns="Total"), meta().query("iCode != 'Total'")
    data.to_csv(tmp_path / "iData.csv", index=False, na_rep="NA")
    lines.to_csv(tmp_path / "iMeta.csv", index=False, na_rep="NA")
    found = icma.import_coinr(tmp_path / "iData.csv", tmp_path / "iMeta.csv")
    found.write(tmp_path / "index.yaml")
    assessment = icma.score(icma.load(tmp_path / "index.yaml"), tmp_path / "iData.csv")
    wanted = scored(icma.import_coinr(data, lines))
    pd.testing.assert_frame_equal(assessment.scores.rename(columns=found.codes), wanted)
    assert assessment.findings["code"].unique().tolist() == ["IND401", "IND406"]
    with pd.ExcelWriter(tmp_path / "both.xlsx") as book:
        data.to_excel(book, sheet_name="iData", index=False)
        lines.to_excel(book, sheet_name="iMeta", index=False)
    assert icma.import_coinr(tmp_path / "both.xlsx", tmp_path / "both.xlsx").spec == found.spec


def test_the_spec_reads_as_a_person_writes() -> None:
    spec = icma.import_coinr(units(), meta(), treatment="qTreat", imputation="i_median").spec
    assert (
        "  - {id: side, title: {es: Side of the river, en: Side of the river}, type: category, options: any, columns: [Side]}"
        in spec
    )
    assert "formula: roads / people" in spec
    assert 'title: {es: "Fine dust, yearly mean", en: "Fine dust, yearly mean"}' in spec
    assert "imputation: median\ntreatment: [winsorise, log]\n" in spec
    assert "columns: [PM2.5]" in spec and "id: pm2_5\n" in spec
    assert max(map(len, spec.splitlines())) < 200
    # Weights stand where they differ.
    assert "weight: 0.75" in spec and spec.count("weight: 1") == 2


def test_comments_are_in_the_language_of_the_call() -> None:
    spanish, english = (icma.import_coinr(units(), meta(), language=language) for language in ("es", "en"))
    assert "# Lo que se mide: el índice es el total." in spanish.spec
    assert "# What is measured: the index is the total." in english.spec
    assert spanish.program == english.program
    assert not set(spanish.notes["message"]) & set(english.notes["message"])


def test_what_has_no_counterpart_is_told_in_the_table_and_in_the_spec() -> None:
    lines = changed("Learning", "Unit", "Score").assign(Source="made up", goalpost_lower=1.0)
    lines.loc[lines["iCode"] == "Living", "Direction"] = -1
    lines.loc[lines["iCode"] == "Living", "Level"] = 3
    found = icma.import_coinr(units(Flag=1), lines)
    notes = found.notes[found.notes["code"] == "IND767"]
    told = {(line.table, None if pd.isna(line.row) else line.row, line.column) for line in notes.itertuples()}
    assert told == {
        ("iMeta", None, "Source"),
        ("iMeta", None, "goalpost_lower"),
        ("iMeta", 9, "Level"),
        ("iMeta", 9, "Direction"),
        ("iMeta", 10, "Unit"),
        ("iMeta", 7, "iCode"),
        ("iData", None, "Total"),
        ("iMeta", 14, "Type"),
        ("iData", None, "Flag"),
    }
    for line in notes["message"]:
        assert line.partition(": ")[2] in found.spec
    assert "is called `x_total`" in found.spec


def test_assumptions_are_told() -> None:
    found = icma.import_coinr(units().drop(columns="Time"), meta())
    assumed = found.notes.query("code == 'IND768'")["message"].str.partition(": ")[2]
    assert assumed.str.partition(":")[0].tolist()[:5] == [
        "the data do not say of when they are",
        "normalisation",
        "aggregation",
        "treatment of data",
        "imputation",
    ]
    dated = icma.import_coinr(units().drop(columns="Time"), meta(), period="2021")
    pd.testing.assert_frame_equal(scored(dated), scored(icma.import_coinr(units(), meta())))


def test_targets_and_goalposts_of_the_table_become_scales() -> None:
    lines = meta().assign(Target=[1, 2, 9, 8, 1, 0.06, 5, 5, *[np.nan] * 6])
    lines["dist2targ_cap_max"] = True
    found = icma.import_coinr(units(), lines, scale="n_dist2targ")
    assessment = icma.score(found.program, found.data)
    values, scores = (
        table.droplevel("period").rename(columns=found.codes) for table in (assessment.values, assessment.scores)
    )
    up, down = values["GreenArea"], values["Dropout"]
    np.testing.assert_allclose(scores["GreenArea"], ((up - up.min()) / (8 - up.min())).clip(upper=1))
    np.testing.assert_allclose(scores["Dropout"], ((down.max() - down) / (down.max() - 0.06)).clip(upper=1))
    assert "Target in COINr" not in found.spec
    with pytest.raises(icma.DataError, match="iMeta, row 1, column `Target`"):
        icma.import_coinr(units(), meta(), scale="n_dist2targ")


@pytest.mark.parametrize(
    ("lines", "data", "code", "said"),
    [
        (changed("Roads", "Direction", 0), units(), "IND761", "iMeta, row 1, column `Direction`: says `0`, expected 1 or -1"),
        (changed("Roads", "Direction", None), units(), "IND761", "iMeta, row 1, column `Direction`"),
        (changed("Waste", "Weight", None), units(), "IND761", "iMeta, row 2, column `Weight`"),
        (changed("Waste", "Weight", "much"), units(), "IND761", "says `much`, expected a number"),
        (changed("Waste", "Type", "indicator"), units(), "IND761", "did you mean `Indicator`?"),
        (changed("Waste", "Parent", "Livin"), units(), "IND761", "did you mean `Living`?"),
        (changed("Waste", "Parent", None), units(), "IND761", "the code of an aggregate"),
        (changed("Waste", "Denominator", "people"), units(), "IND761", "did you mean `People`?"),
        (changed("Waste", "iCode", "Roads"), units(), "IND762", "iMeta, row 2, column `iCode`: `Roads` stands in row 1"),
        (changed("Waste", "iCode", "ROADS"), units(), "IND762", "as `Roads`; capitals and signs tell nothing apart"),
        (changed("Waste", "iCode", "Wastes"), units(), "IND761", "expected a column of iData; did you mean `Waste`?"),
        (changed("Living", "Parent", None), units(), "IND763", "there are 2 (Living, Idx)"),
        (changed("Idx", "Parent", "Living"), units(), "IND763", "there are 0"),
        (changed("Waste", "Level", 1.5), units(), "IND761", "a whole number"),
        (meta().drop(columns="Parent"), units(), "IND760", "iMeta: the column `Parent` is missing"),
        (meta().rename(columns={"Weight": "Weigth"}), units(), "IND760", "did you mean `Weigth`?"),
        (meta(), units(uCode=["AL", "BI", "AL", "DO", "EL", "FI"]), "IND762", "iData, row 3, column `uCode`: `AL 2021`"),
        (meta(), units(uCode=["AL", None, "CE", "DO", "EL", "FI"]), "IND761", "iData, row 2, column `uCode`"),
        (meta(), units(Time=[1, 2, 3, 4, 5, 6]), "IND761", "column `Time`: says `1`, expected a year"),
        (meta(), units(Dropout=["0.1", "few", "1", "2", "3", "4"]), "IND761", "row 2, column `Dropout`: says `few`"),
        (meta(), units().rename(columns={"uCode": "ucodes"}), "IND760", "did you mean `ucodes`?"),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_table_row_and_column(
    lines: pd.DataFrame, data: pd.DataFrame, code: str, said: str
) -> None:
    with pytest.raises(icma.DataError) as error:
        icma.import_coinr(data, lines)
    assert error.value.code == code
    assert said in str(error.value)
    assert error.value.message("es") != str(error.value)


def test_aggregates_in_a_circle_or_without_parts_are_refused() -> None:
    lines = meta().astype(object)
    more = pd.DataFrame([[2, code, None, 1, 1, None, None, None, parent, "Aggregate"] for code, parent in (("A", "B"), ("B", "A"))], columns=lines.columns)  # fmt: skip
    with pytest.raises(icma.DataError, match="row 15, column `Parent`: says `B`, expected an aggregate that leads"):
        icma.import_coinr(units(), pd.concat([lines, more], ignore_index=True))
    lonely = pd.concat([lines, more.iloc[:1].assign(Parent="Idx")], ignore_index=True)
    with pytest.raises(icma.DataError, match="row 15, column `iCode`: says `A`"):
        icma.import_coinr(units(), lonely)


def test_methods_that_are_none_are_told_by_the_spec() -> None:
    with pytest.raises(icma.SpecError, match="min_max"):
        icma.import_coinr(units(), meta(), scale="minmax")
    with pytest.raises(icma.IcmamlError, match="IND570|cannot be an id"):
        icma.import_coinr(units(), meta(), name="My index")


def test_a_spec_is_never_written_over(tmp_path: Path) -> None:
    found = icma.import_coinr(units(), meta())
    found.write(tmp_path / "index.yaml", tmp_path / "units.csv")
    assert (tmp_path / "index.yaml").read_text(encoding="utf-8") == found.spec
    pd.testing.assert_frame_equal(scored(found, tmp_path / "units.csv"), scored(found))
    with pytest.raises(icma.IcmamlError, match="exists already"):
        found.write(tmp_path / "index.yaml")


# COINr's own figures ---------------------------------------------------------------------------------


def compared(found: pd.DataFrame, name: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    wanted = (
        reference(f"asem/expected/{name}.csv").set_index("uCode").apply(pd.to_numeric, errors="coerce").sort_index()
    )
    own = found.droplevel("period").sort_index()
    assert own.index.tolist() == wanted.index.tolist()
    return own[list(wanted.columns)].to_numpy(), wanted.to_numpy()


@pytest.fixture(scope="module")
def tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    return reference("asem/input.csv"), reference("asem/imeta.csv")


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ("values", "A_denominated"),
        ("treated_values", "A_treated"),
        ("scores", "A_normalised"),
        ("scores", "A_aggregated"),
    ],
)
def test_each_step_gives_the_figures_of_coinr(tables: Any, table: str, wanted: str) -> None:
    imputation = {"methods": "i_mean_grp", "over": "EurAsia_group"}
    found = icma.import_coinr(*tables, treatment="qTreat", imputation=imputation)
    given = getattr(icma.score(found.program, found.data), table).rename(columns=found.codes)
    np.testing.assert_allclose(*compared(given, wanted), rtol=EXACT, atol=EXACT)


@pytest.mark.parametrize(
    ("scale", "wanted"),
    [
        ("n_minmax", "D_minmax_0_100"),
        ({"method": "n_minmax", "to": [1, 100]}, "D_minmax_1_100"),
        ("n_zscore", "D_zscore_0_1"),
        ({"method": "n_zscore", "mean": 10, "sd": 2}, "D_zscore_10_2"),
        ("n_rank", "D_rank"),
        ("n_borda", "D_borda"),
        ("n_prank", "D_prank"),
        ("n_dist2max", "D_dist2max"),
        ("n_goalposts", "D_goalposts_iMeta"),
    ],
)
def test_raw_figures_are_normalised_as_by_coinr(tables: Any, scale: Any, wanted: str) -> None:
    data, lines = tables[0], reference("asem/imeta_with_norm_params.csv").assign(Denominator="")
    found = icma.import_coinr(data, lines, scale=scale)
    given = icma.score(found.program, found.data).scores.rename(columns=found.codes)
    own, theirs = compared(given, wanted)
    # A figure of 5.1000000000000005 among others of 5.1 shares a place with them here.
    apart = np.argwhere(~np.isclose(own, theirs, rtol=EXACT, atol=EXACT, equal_nan=True))
    assert set(apart[:, 1].tolist()) == (
        {lines["iCode"].tolist().index("TolMin")} if "rank" in wanted or "borda" in wanted else set()
    )


@pytest.mark.parametrize(
    ("aggregation", "wanted"),
    [
        ("a_amean", "F_raw_na_amean_nothresh"),
        ("a_gmean", "F_raw_na_gmean_nothresh"),
        ("a_hmean", "F_raw_na_hmean_nothresh"),
    ],
)
def test_what_is_absent_is_left_out_as_by_coinr(tables: Any, aggregation: str, wanted: str) -> None:
    data, lines = tables
    scale = {"method": "n_minmax", "to": [1, 100]}
    found = icma.import_coinr(data, lines.assign(Denominator=""), scale=scale, aggregation=aggregation)
    given = icma.score(found.program, found.data).scores.rename(columns=found.codes)
    np.testing.assert_allclose(*compared(given, wanted), rtol=EXACT, atol=EXACT)
