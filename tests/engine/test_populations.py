"""Who is held against whom: scales and statistics over every kind of population, against pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, program

VARIABLES = """variables:
  - {id: a, title: {es: a, en: a}}
  - {id: people, title: {es: p, en: p}}
  - {id: zone, title: {es: z, en: z}, type: category, options: [north, south]}
"""
RNG = np.random.default_rng(3)


def table(entities: int = 12) -> pd.DataFrame:
    """Return entities over two periods, some without a figure, the last without a zone."""
    lines = [(f"{n + 1:05d}", period) for n in range(entities) for period in ("2014-S1", "2014-S2")]
    found = pd.DataFrame(lines, columns=["entity", "period"])
    found["a"] = RNG.integers(1, 9, len(found)).astype(float)
    found.loc[found.index % 7 == 3, "a"] = np.nan
    found["people"] = RNG.integers(1, 200, len(found)) * 1000.0
    found["zone"] = np.where(found["entity"].astype(int) % 3 == 0, "south", "north").astype(object)
    found.loc[found["entity"] == f"{entities:05d}", "zone"] = ""
    return found


TABLE = table()


def score(*leaves: str, more: str = "", data: pd.DataFrame = TABLE, **options: object) -> icma.Assessment:
    """Score leaves, the first of them called ``i``."""
    tree = "".join(
        f"\n  - {{id: {name}, title: {{es: x, en: x}}, {leaf}}}" for name, leaf in zip("ijkl", leaves, strict=False)
    )
    return icma.score(program(f"{HEAD}{VARIABLES}{more}tree:{tree}\n"), data, **options)


def scaled(scale: str, direction: str = "higher") -> str:
    return f"formula: a, direction: {direction}, scale: {scale}"


def same(found: pd.Series, wanted: pd.Series) -> bool:
    return np.allclose(found.to_numpy(float), wanted.to_numpy(float), rtol=1e-12, atol=1e-9, equal_nan=True)


@pytest.mark.parametrize(
    ("over", "keys"), [("zone", ["zone", "period"]), ("entity", ["entity"]), ("period", ["period"])]
)
def test_a_scale_compares_within_its_population(over: str, keys: list[str]) -> None:
    given = TABLE.replace("", np.nan)
    groups = given.groupby(keys)["a"]  # rows without a zone are in no group
    low, high = groups.transform("min"), groups.transform("max")
    found = score(
        scaled(f"{{method: min_max, over: {over}}}"),
        scaled(f"{{method: z_score, over: {over}}}"),
        scaled(f"{{method: percentile_rank, over: {over}}}", "lower"),
    ).scores
    share = (given["a"] - low) / (high - low).replace(0, np.nan)
    assert same(found["i"], share * 100)
    assert same(found["j"], (given["a"] - groups.transform("mean")) / groups.transform("std").replace(0, np.nan))
    beaten = groups.rank(ascending=False) - 1
    assert same(found["k"], beaten / (groups.transform("count") - 1).replace(0, np.nan) * 100)


def test_who_has_no_option_is_held_against_nobody() -> None:
    found = score(scaled("{method: min_max, over: zone}"), scaled("{method: rank, over: zone}"))
    row = ("00012", "2014-S1")
    assert found.score_reasons.loc[row, ["i", "j"]].tolist() == ["not_reported", "not_reported"]
    assert found.values.loc[row, "i"] == TABLE.loc[22, "a"]
    explained = str(found.explain("00012", "i", "2014-S1"))
    assert "not reported" in explained


def test_a_base_period_moves_no_scale_over_options() -> None:
    leaf = scaled("{method: min_max, over: zone}")
    whole = score(leaf, scaled("min_max")).scores
    based = score(leaf, scaled("min_max"), base_period="2014-S1").scores
    assert same(whole["i"], based["i"])
    assert not same(whole["j"], based["j"])


DECLARED = """populations:
  - {id: south, where: 'zone == "south"'}
  - {id: model, where: 'entity == "00002"', within: all}
  - {id: start, period: 2014-S1}
  - {id: later, where: 'period >= "2014-S2" and people > 50000', within: all}
  - {id: zones, by: zone, within: all}
"""


def members(name: str) -> dict[str, pd.Series]:
    """Return who is in a population, and for each row the label of the one that it is held against."""
    given = TABLE.replace("", np.nan)
    everyone, period = pd.Series("all", given.index), given["period"]
    inside = {
        "south": (given["zone"] == "south", period),
        "model": (given["entity"] == "00002", everyone),
        "start": (period == "2014-S1", everyone),
        "later": ((period >= "2014-S2") & (given["people"] > 50000), everyone),
        "zones": (given["zone"].notna(), given["zone"]),
    }
    return dict(zip(("inside", "label"), inside[name], strict=True))


@pytest.mark.parametrize("name", ["south", "model", "start", "later", "zones"])
def test_every_row_is_held_against_a_declared_population(name: str) -> None:
    """Statistics, bounds and places against pandas; who is not in it is placed as if it joined."""
    who = members(name)
    found = score(
        f"formula: a - mean(a over {name}), direction: context",
        f"formula: rank(a over {name}), direction: context",
        scaled(f"{{method: min_max, over: {name}}}"),
        scaled(f"{{method: percentile_rank, over: {name}, ties: min}}"),
        more=DECLARED,
    )
    figures, wanted = TABLE["a"], pd.DataFrame(np.nan, TABLE.index, list("ijkl"))
    for row, label in who["label"].dropna().items():
        own = figures[row]
        group = figures[who["inside"] & (who["label"] == label)].dropna()
        others = group.drop(row, errors="ignore")
        spread = group.max() - group.min()
        beaten = (others < own).sum()
        wanted.loc[row] = [
            own - group.mean(),
            1 + beaten + (others == own).sum() / 2,
            (own - group.min()) / spread * 100 if spread else np.nan,
            beaten / len(others) * 100 if len(others) else np.nan,
        ]
    wanted[figures.isna()] = np.nan
    assert same(found.values["i"], wanted["i"])
    assert same(found.values["j"], wanted["j"])
    assert same(found.scores["k"], wanted["k"])
    assert same(found.scores["l"], wanted["l"])


def test_what_a_row_reads_is_told() -> None:
    leaf = scaled("{method: min_max, over: south}")
    found = score(leaf, "formula: max(a over south), direction: context", more=DECLARED)
    scale = found.explain("00001", "i", "2014-S1").to_dict()["root"]
    assert scale["detail"]["fit"]["rule"] == 'zone == "south"'
    assert scale["detail"]["fit"]["population"] == "2014-S1"
    assert "south (zone" in str(found.explain("00001", "j", "2014-S1"))


def test_what_ifs_place_a_row_outside_as_if_it_joined() -> None:
    """A row replayed keeps its bits, whether it is in its population or not."""
    found = score(
        scaled("{method: min_max, over: south}"),
        scaled("{method: rank, over: south}"),
        scaled("z_score"),
        more=DECLARED,
    )
    scored = found._scored
    scores = scored.book.matrices.scores[[scored.book.nodes[name].line for name in "ijk"]]
    reasons = scored.book.matrices.reasons[[scored.book.nodes[name].line for name in "ijk"]]
    for row in range(scored.table.rows):
        again = scored.replay(row, scores[:, [row]].copy(), reasons[:, [row]].copy())
        assert np.array_equal(again.nodes["total"].scores, scored.book.nodes["total"].scores[[row]], equal_nan=True)


def test_a_population_of_one_period_is_refused_across_a_break() -> None:
    broken = scaled("{method: min_max, over: start}") + ", valid_from: 2014-S2, comparable: false"
    with pytest.raises(icma.IncomparableError, match="2014-S2"):
        score(broken, more=DECLARED)


@pytest.mark.parametrize(
    ("population", "code"),
    [
        ("{id: p, where: 'zone == \"north\" and i > 2'}", "IND266"),
        ("{id: p, where: 'mean(a over period) > 2'}", "IND218"),
        ("{id: p, where: 'score(i) > 2'}", "IND218"),
        ("{id: p, where: 'zone == \"nort\"'}", "IND207"),
        ("{id: p, where: 'period >= \"spring\"'}", "IND250"),
        ("{id: p, where: entity > 3}", "IND213"),
        ("{id: p, period: spring}", "IND250"),
        ("{id: p, period: 2014-S1, within: all}", "IND318"),
        ("{id: p, by: people}", "IND268"),
        ("{id: all, by: zone}", "IND267"),
        ("{id: people, by: zone}", "IND301"),
        ("{id: p}", "IND105"),
    ],
)
def test_a_population_that_says_nothing_sound_is_refused(population: str, code: str) -> None:
    with pytest.raises(icma.SpecError, match=code):
        score(scaled("min_max"), more=f"populations: [{population}]\n")


SIZES = """  - id: size
    title: {es: t, en: s}
    type: category
    of: people
    options: [{id: small}, {id: medium, from: 50000}, {id: large, from: 120000}]
populations:
  - {id: alike, by: [zone, size], within: all}
"""


def test_a_category_is_cut_from_figures_and_parts_rows() -> None:
    """Shares of the best of its category, and standard scores within zone and size, against pandas."""
    found = score(
        "formula: 100 * a / max(a over size), direction: context",
        scaled("{method: z_score, over: alike}"),
        "formula: 'if_else(size == \"small\", 1, 2)', direction: context",
        more=SIZES,
    )
    given = TABLE.replace("", np.nan)
    size = pd.cut(given["people"], [0, 50000, 120000, np.inf], right=False, labels=["small", "medium", "large"])
    best = given.groupby([size, "period"], observed=True)["a"].transform("max")
    assert same(found.values["i"], 100 * given["a"] / best)
    groups = given.groupby(["zone", size], observed=True)["a"]
    wanted = (given["a"] - groups.transform("mean")) / groups.transform("std").replace(0, np.nan)
    assert same(found.scores["j"], wanted)
    assert same(found.values["k"], pd.Series(np.where(size == "small", 1.0, 2.0)))


def test_a_category_that_is_cut_is_not_handed_in() -> None:
    given = TABLE.assign(size="large")
    found = score("formula: 'if_else(size == \"small\", 1, 2)', direction: context", more=SIZES, data=given)
    wanted = score("formula: 'if_else(size == \"small\", 1, 2)', direction: context", more=SIZES)
    assert same(found.values["i"], wanted.values["i"])
    told = found.findings.query("code == 'IND465'")
    assert told[["subject", "severity"]].to_numpy().tolist() == [["size", "info"]]
    assert not (wanted.findings["subject"] == "size").any()
    positions = icma.benchmark(wanted, peers="size").positions
    assert set(positions["peers"]) <= {"small", "medium", "large"}
    positions = icma.benchmark(wanted, peers="alike").positions
    assert set(positions["peers"]) - {""} <= {
        f"{zone}, {size}" for zone in ("north", "south") for size in ("small", "medium", "large")
    }


@pytest.mark.parametrize(
    ("variable", "code"),
    [
        ("type: category, of: zone, options: [x, {id: y, from: 3}]", "IND270"),
        ("type: category, of: a, options: [x, y]", "IND307"),
        ("type: category, of: a, options: [{id: x, from: 1}, {id: y, from: 3}]", "IND307"),
        ("type: category, of: a, options: [x, {id: y, from: 3}, {id: z, from: 3}]", "IND307"),
        ("type: category, options: [x, {id: y, from: 3}]", "IND315"),
    ],
)
def test_cuts_of_a_category_that_are_no_cuts_are_refused(variable: str, code: str) -> None:
    with pytest.raises(icma.SpecError, match=code):
        score(scaled("min_max"), more=f"  - {{id: cut, title: {{es: c, en: c}}, {variable}}}\n")


def test_populations_that_there_are_not_are_told(tmp_path: object) -> None:
    with pytest.raises(icma.SpecError, match="IND217"):
        score(scaled("{method: min_max, over: zones}"))


def test_two_categories_of_the_same_options_are_compared() -> None:
    more = "  - {id: birth, title: {es: n, en: b}, type: category, options: [north, south]}\n"
    other = "  - {id: side, title: {es: s, en: s}, type: category, options: [south, north]}\n"
    data = TABLE.assign(birth="south")
    found = score("formula: 'if_else(zone == birth, 1, 0)', direction: context", more=more, data=data)
    assert found.values["i"].dropna().tolist() == (TABLE["zone"][TABLE["zone"] != ""] == "south").astype(float).tolist()
    with pytest.raises(icma.SpecError, match="IND213"):
        score("formula: 'if_else(zone == side, 1, 0)', direction: context", more=other)


def test_nobody_is_counted_as_nought_and_has_no_mean() -> None:
    more = "populations: [{id: nobody, where: people < 0}]\n"
    found = score(
        "formula: count(1 over nobody), direction: context",
        "formula: mean(a over nobody), direction: context",
        more=more,
    )
    assert (found.values["i"] == 0).all()
    assert (found.reasons["j"] == "undefined").all()
