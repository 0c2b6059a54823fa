"""The whole of scoring: rules between inputs, screens, lag, published values, areas, bounds, levels, ledgers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, SAFETY, program, rows

AREAS = (
    HEAD
    + """\
variables:
  - {id: a, title: {es: a, en: a}}
  - {id: b, title: {es: b, en: b}}
  - {id: c, title: {es: c, en: c}}
aggregation: geometric_mean
missing: {not_reported: skip, min_coverage: 0.25}
levels:
  - {id: low, title: {es: bajo, en: low}, from: null}
  - {id: high, title: {es: alto, en: high}, from: 40}
tree:
  - id: first
    title: {es: Primera, en: First}
    weight: 3
    children:
      - {id: ia, title: {es: a, en: a}, formula: a, direction: higher, scale: {method: goalposts, low: 0, high: 10}, weight: 2}
      - {id: ib, title: {es: b, en: b}, formula: b, direction: lower, scale: {method: goalposts, low: 0, high: 10}}
      - {id: note, title: {es: n, en: n}, formula: a + b, direction: context}
  - {id: ic, title: {es: c, en: c}, formula: c, direction: higher, scale: identity, range: [1, 100]}
"""
)
AREAS = AREAS.replace(", from: null", "")
DATA = pd.DataFrame(
    {"entity": ["00001", "00002"], "period": "2014-S1", "a": [8.0, 5.0], "b": [4.0, np.nan], "c": [50.0, 20.0]}
)


def codes(assessment: icma.Assessment, code: str) -> list[tuple[str, str, str]]:
    table = assessment.findings
    return list(table.loc[table["code"] == code, ["entity", "period", "subject"]].itertuples(index=False, name=None))


# Checks ----------------------------------------------------------------------------------------------

RULE = SAFETY.replace("tree:", "checks:\n  - {rule: police <= population, severity: error}\ntree:")


def test_a_failed_rule_rejects_what_contradicts_itself() -> None:
    data = rows(("00001", "2014-S1", 5, 1000, 1.0), ("00002", "2014-S1", 50, 10, 1.0))
    assessment = icma.score(program(RULE), data)
    assert codes(assessment, "IND404") == [("00002", "2014-S1", "police"), ("00002", "2014-S1", "population")]
    assert assessment.reasons.loc[("00002", "2014-S1")].tolist() == ["rejected", "rejected"]
    assert assessment.values.loc[("00001", "2014-S1"), "police_rate"] == 5


def test_a_rule_may_reject_less_or_only_warn() -> None:
    data = rows(("00002", "2014-S1", 50, 10, 1.0))
    only = icma.score(program(RULE.replace("severity: error", "severity: error, rejects: [population]")), data)
    assert only.reasons.iloc[0].tolist() == ["rejected", ""]
    warned = icma.score(program(RULE.replace("severity: error", "severity: warning")), data)
    assert warned.values.loc[("00002", "2014-S1"), "police_rate"] == 5000
    assert len(codes(warned, "IND421")) == 2


def test_a_rule_with_an_absent_side_says_nothing() -> None:
    assessment = icma.score(program(RULE), rows(("00002", "2014-S1", 50, np.nan, 1.0)))
    assert codes(assessment, "IND404") == []


SCREENED = SAFETY.replace("tree:", "screening: {max_change: 2, max_distance: 20}\ntree:", 1)


def test_sharp_changes_and_far_values_are_flagged_and_kept() -> None:
    data = rows(
        ("00001", "2014-S1", 100, 1000, 10.0),
        ("00001", "2014-S2", 100, 1000, 25.0),
        ("00002", "2014-S2", 100, 1000, 26.0),
        ("00003", "2014-S2", 100, 1000, 9000.0),
    )
    assessment = icma.score(program(SCREENED), data)
    assert codes(assessment, "IND416") == [("00001", "2014-S2", "cost")]
    assert codes(assessment, "IND417") == [("00003", "2014-S2", "cost")]
    assert assessment.values.loc[("00003", "2014-S2"), "cost"] == 90


def test_a_change_from_nothing_is_no_number_of_times() -> None:
    data = rows(("00001", "2014-S1", 100, 1000, 0.0), ("00001", "2014-S2", 100, 1000, 25.0))
    findings = icma.score(program(SCREENED), data).findings
    (message,) = findings.loc[findings["code"] == "IND416", "message"]
    assert "0 → 0.25" in message and "inf" not in message


def test_the_median_of_huge_figures_is_one() -> None:
    """The sum of the two in the middle (1.5e308 and 1.5e308) is more than a float holds; their mean is not."""
    data = rows(
        *((f"{n:05d}", "2014-S1", 1, 1, figure) for n, figure in enumerate((1.5e308, 1.7e308, 1.5e308, 1.7e308, 10), 1))
    )
    assert codes(icma.score(program(SCREENED), data), "IND417") == [("00005", "2014-S1", "cost")]


def test_a_value_that_is_gone_is_noticed(safety: icma.Program) -> None:
    data = rows(("00001", "2014-S1", 5, 1000, 1.0), ("00001", "2014-S2", 5, np.nan, 1.0))
    assert codes(icma.score(safety, data), "IND433") == [("00001", "2014-S2", "police_rate")]


# Time ------------------------------------------------------------------------------------------------


def test_lag_reads_the_previous_period_of_the_same_entity_only() -> None:
    spec = program(
        HEAD.replace("period: semester", "period: {frequency: year, step: 5}")
        + """\
variables: [{id: a, title: {es: a, en: a}}]
tree:
  - {id: change, title: {es: a, en: a}, direction: higher, formula: a - lag(a)}
  - {id: long_change, title: {es: a, en: a}, direction: higher, formula: 'a - lag(a, 2)'}
"""
    )
    data = pd.DataFrame(
        {
            "entity": ["00002", "00001", "00001", "00001", "00002", "00002"],
            "period": [2020, 2010, 2020, 2015, 2010, 2014],
            "a": [7.0, 1.0, 9.0, 4.0, 2.0, 3.0],
        }
    )
    values = icma.score(spec, data).values
    assert values.loc["00001", "change"].tolist()[1:] == [3, 5]
    assert values.loc[("00001", "2020"), "long_change"] == 8
    assert values.loc["00002", "change"].isna().all()  # 2014 is not five years before 2020
    assert values.loc[("00002", "2020"), "long_change"] == 5


# Published values ------------------------------------------------------------------------------------


def test_published_values_are_compared_and_stand_in_only_where_inputs_are_absent(safety: icma.Program) -> None:
    data = rows(("00001", "2014-S1", 5, 1000, 1.0), ("00002", "2014-S1", np.nan, 1000, 1.0)).assign(
        police_rate=["5.2", "7.00"]
    )
    assessment = icma.score(safety, data)
    assert assessment.values["police_rate"].tolist() == [5, 7]
    assert assessment.is_published["police_rate"].tolist() == [False, True]
    assert codes(assessment, "IND418") == [("00001", "2014-S1", "police_rate")]
    assert codes(assessment, "IND419") == [("00002", "2014-S1", "police_rate")]


# Scores ----------------------------------------------------------------------------------------------


def test_areas_and_total_by_hand() -> None:
    """Entity 1: first = (2·80 + 60) / 3, total = (first³ · 50)^¼. Context indicators take no part."""
    scores = icma.score(program(AREAS), DATA).scores
    first = (2 * 80 + 60) / 3
    assert scores.loc[("00001", "2014-S1"), "first"] == pytest.approx(first)
    assert scores.loc[("00001", "2014-S1"), "total"] == pytest.approx((first**3 * 50) ** 0.25)
    assert scores["note"].isna().all()


def test_absent_parts_re_weight_and_widen_the_bounds() -> None:
    assessment = icma.score(program(AREAS), DATA)
    row = ("00002", "2014-S1")
    assert assessment.scores.loc[row, "first"] == 50
    assert assessment.coverage.loc[row, "first"] == pytest.approx(2 / 3)
    assert assessment.coverage.loc[row, "total"] == pytest.approx((3 * 2 / 3 + 1) / 4)
    assert (assessment.lowest.loc[row, "first"], assessment.highest.loc[row, "first"]) == pytest.approx(
        (100 / 3, 200 / 3)
    )
    assert assessment.lowest.loc[row, "total"] == pytest.approx(((100 / 3) ** 3 * 20) ** 0.25)
    assert assessment.highest.loc[row, "total"] == pytest.approx(((200 / 3) ** 3 * 20) ** 0.25)
    assert assessment.levels["total"].tolist() == ["high", "low"]
    assert assessment.possible_levels.loc[row, "total"].tolist() == ["high", "low"]


def test_declared_weights_are_shown_and_sum_to_one() -> None:
    weights = icma.score(program(AREAS), DATA).weights
    assert weights.groupby("parent")["share"].sum().tolist() == pytest.approx([1, 1])


def test_an_earlier_assessment_gives_the_bounds_of_a_later_one() -> None:
    text = (
        HEAD
        + """\
variables: [{id: a, title: {es: a, en: a}}]
tree: [{id: i, title: {es: a, en: a}, formula: a, direction: higher, scale: min_max}]
"""
    )
    first = pd.DataFrame({"entity": ["00001", "00002"], "period": "2014-S1", "a": [0.0, 10.0]})
    later = first.assign(period="2014-S2", a=[5.0, 20.0])
    spec = program(text)
    base = icma.score(spec, first)
    assert icma.score(spec, later, reference=base).scores["i"].tolist() == [50, 200]
    assert icma.score(spec, later).scores["i"].tolist() == [0, 100]
    assert set(base.scale_parameters["parameter"]) == {"low", "high"}


# Decision tables -------------------------------------------------------------------------------------

TABLE = (
    HEAD
    + """\
variables:
  - {id: debt, title: {es: d, en: d}}
  - {id: service, title: {es: s, en: s}}
  - {id: order, title: {es: o, en: o}, type: category, options: [state, city]}
levels: [{id: bad, title: {es: malo, en: bad}}, {id: fair, title: {es: medio, en: fair}}, {id: good, title: {es: b, en: g}}]
aggregation:
  method: decision_table
  rules:
    - {when: {debt: high}, then: bad}
    - {when: {service: high}, then: fair}
    - {when: {}, then: good}
tree:
  - id: debt_ratio
    title: {es: d, en: d}
    formula: debt
    direction: lower
    scale: identity
    levels:
      - {id: low, title: {es: l, en: l}, up_to: {by: order, state: 100, city: 60}}
      - {id: high, title: {es: h, en: h}}
  - id: service_ratio
    title: {es: d, en: d}
    formula: service
    direction: lower
    scale: identity
    levels: [{id: low, title: {es: l, en: l}, up_to: 5}, {id: high, title: {es: h, en: h}}]
"""
)
TABLE = TABLE.replace("{debt: high}", "{debt_ratio: high}").replace("{service: high}", "{service_ratio: high}")


@pytest.mark.parametrize(
    ("order", "debt", "service", "level", "possible"),
    [
        ("state", 100, 5, "good", ["good", "good"]),  # the upper end belongs to the lower band
        ("city", 100, 5, "bad", ["bad", "bad"]),
        ("state", 101, np.nan, "bad", ["bad", "bad"]),  # follows from what is known
        ("state", 50, np.nan, None, ["fair", "good"]),
        ("state", np.nan, 9, None, ["bad", "fair"]),
        ("state", np.nan, np.nan, None, ["bad", "good"]),
    ],
)
def test_a_decision_table_answers_only_what_follows(
    order: str, debt: float, service: float, level: str | None, possible: list[str]
) -> None:
    data = pd.DataFrame({"entity": ["00001"], "period": "2014-S1", "debt": debt, "service": service, "order": order})
    assessment = icma.score(program(TABLE), data)
    assert assessment.levels["total"].iloc[0] == level
    sides = assessment.possible_levels["total"]
    assert [sides["lowest"].iloc[0], sides["highest"].iloc[0]] == possible


# Ledger ----------------------------------------------------------------------------------------------


def test_a_ledger_adds_up_to_the_bit_and_reaches_the_raw_cells() -> None:
    spec = program(AREAS.replace("geometric_mean", "arithmetic_mean"))
    table = DATA.astype({"c": object}).assign(c=["$ 50.00", "20"])
    ledger = icma.score(spec, table).explain("00001", "total", "2014-S1")
    root = ledger.root
    for entry in (root, root.children[0]):
        total = 0.0
        for part in entry.children:
            if part.contribution is not None:
                total += part.contribution
        assert total == entry.score
    cell = root.children[1].children[0]
    assert (cell.id, cell.value, cell.raw) == ("c", 50.0, {"text": "$ 50.00", "column": "c", "line": 1})
    assert json.loads(ledger.to_json())["schema"] == 3
    assert ledger.to_frame()["depth"].tolist() == [0, 1, 2, 3, 2, 3, 2, 3, 3, 1, 2]
    assert "c = 50    ← «$ 50.00» (c, 1)" in str(ledger)


def test_a_ledger_of_long_data_names_the_line() -> None:
    table = DATA.melt(["entity", "period"], var_name="variable")
    entry = icma.score(program(AREAS), table).explain("00002", "ic").root
    raw = entry.children[0].raw
    assert raw is not None
    assert table.iloc[raw["line"] - 1].tolist() == ["00002", "2014-S1", "c", 20.0]


def test_explain_names_the_nearest_valid_choice(safety: icma.Program) -> None:
    assessment = icma.score(safety, rows(("05035", "2014-S1", 5, 1000, 1.0), ("05035", "2014-S2", 5, 1000, 1.0)))
    with pytest.raises(icma.UnknownNameError, match="did you mean `safety`"):
        assessment.explain("05035", "safty", "2014-S1")
    with pytest.raises(icma.UnknownNameError, match="did you mean `05035`"):
        assessment.explain("5035", "safety", "2014-S1")
    assert assessment.explain("05035", "safety").period == "2014-S2"


def test_the_fingerprint_changes_with_spec_data_and_options(safety: icma.Program) -> None:
    data = rows(("05035", "2014-S1", 5, 1000, 1.0))
    base = icma.score(safety, data).fingerprint
    others = {
        icma.score(program(SAFETY.replace("* 1000", "* 100")), data).fingerprint,
        icma.score(safety, data.assign(police=6)).fingerprint,
        icma.score(safety, data, decimal=".").fingerprint,
    }
    assert len(others | {base}) == 4
    assert icma.score(safety, data.copy()).fingerprint == base


def test_the_tidy_table_holds_every_figure(safety: icma.Program) -> None:
    frame = icma.score(safety, rows(("05035", "2014-S1", 5, 0, 1.0))).to_frame()
    assert frame["node"].tolist() == ["total", "safety", "police_rate", "cost"]
    assert frame["reason"].tolist() == ["not_scored", "not_scored", "undefined", ""]
    assert frame["provenance"].unique().tolist() == ["user"]
    assert frame["value"].iloc[3] == 0.2


def test_some_findings_are_the_first_of_all_findings() -> None:
    spec = icma.load("sindes")
    data = pd.DataFrame(
        {
            "entity": [f"{n:05d}" for n in range(1, 9)],
            "period": "2014-S1",
            "population": [1000, "x", 1200, -5, 900, "", 1100, 1000],
            "municipal_employees": [10, 20, "?", 30, 40, 50, 5000000, "no"],
        }
    )
    found = icma.score(spec, data)
    whole = found.get_findings("es")
    assert set(whole["severity"]) == {"error", "warning"}
    ranks = whole["severity"].map({"error": 0, "warning": 1, "info": 2})
    keys = list(
        zip(
            ranks, whole["entity"] == "", whole["code"], whole["entity"], whole["period"], whole["subject"], strict=True
        )
    )
    assert keys == sorted(keys)
    codes = set(whole.loc[whole["code"] != "IND407", "code"])
    assert len(codes) > 1
    expected = whole[whole["code"].isin(codes)].head(3).reset_index(drop=True)
    pd.testing.assert_frame_equal(found.get_findings("es", codes, 3), expected)
    assert found.get_findings("en", set()).empty


def test_a_program_may_be_named(tmp_path: Path, safety: icma.Program) -> None:
    """By what `load` takes: an id, a file; what is neither is told with the nearest."""
    path = tmp_path / "safety.yaml"
    path.write_text(SAFETY, encoding="utf-8")
    data = rows(("05035", "2014-S1", 5, 1000, 1.0))
    pd.testing.assert_frame_equal(icma.score(path, data).scores, icma.score(safety, data).scores)
    assert (
        icma.score("sindes", pd.DataFrame({"entity": ["05035"], "period": ["2014-S1"], "population": [9]})).program.id
        == "sindes"
    )
    with pytest.raises(icma.UnknownNameError, match="did you mean `sindes`"):
        icma.score("sinde", data)
    with pytest.raises(TypeError, match="load"):
        icma.score(data, data)  # type: ignore[arg-type]


RANGED = program(
    HEAD.replace("semester", "year")
    + """\
variables:
  - {id: share, title: {es: s, en: s}, range: [0, 100]}
  - {id: count, title: {es: c, en: c}, type: integer, range: [0, null]}
tree:
  - {id: i, title: {es: i, en: i}, formula: share, direction: higher}
  - {id: j, title: {es: j, en: j}, formula: count, direction: higher}
  - {id: k, title: {es: k, en: k}, formula: 'if_else(share == 0.3, 1, 0) + if_else(share > 0.3, 10, 0)', direction: higher}
"""
)


def test_what_misses_the_end_of_a_range_by_rounding_is_at_the_end() -> None:
    """Shares add up to 100.00000000000001, a difference comes to -1e-16, three tenths of ten to 3.0000000000000004: 100,
    0 and 3. What lies beyond by more is rejected, as before."""
    frame = pd.DataFrame(
        {
            "entity": ["00001", "00002", "00003", "00004"],
            "period": "2014",
            "share": [100.00000000000001, -1e-16, 100.001, -0.001],
            "count": [3.0000000000000004, -1e-17, 2.5, -1.0],
        }
    )
    found = icma.score(RANGED, frame)
    assert found.values["i"].iloc[:2].tolist() == [100.0, 0.0]
    assert found.values["j"].iloc[:2].tolist() == [3.0, 0.0]
    told = found.findings.query("severity == 'error'")
    assert sorted(zip(told["entity"], told["code"], strict=True)) == [
        ("00003", "IND403"),
        ("00003", "IND414"),
        ("00004", "IND403"),
        ("00004", "IND403"),
    ]


def test_formulas_compare_but_for_rounding() -> None:
    """0.1 + 0.2 is 0.3 on paper, and not more; 0.30001 is more."""
    frame = pd.DataFrame(
        {"entity": ["00001", "00002", "00003"], "period": "2014", "share": [0.1 + 0.2, 0.3, 0.30001], "count": 1}
    )
    assert icma.score(RANGED, frame).values["k"].tolist() == [1.0, 1.0, 10.0]


CONSTANT = (
    HEAD.replace("semester", "year")
    + """\
variables:
  - {id: a, title: {es: a, en: a}}
tree:
  - {id: i, title: {es: i, en: i}, formula: a, direction: DIRECTION, scale: SCALE}
"""
)


@pytest.mark.parametrize(
    ("scale", "figures", "told"),
    [
        ("min_max", [3, 3, 3], True),
        ("min_max", [0.1 + 0.2, 0.3, 0.3], True),
        ("z_score", [3, 3, 3], True),
        ("percentile_rank", [3, None, None], True),
        ("min_max", [3, None, None], True),
        ("distance_to_best", [0, 0, 0], True),
        ("{method: min_max, log: true}", [-1, 0, -2], True),
        ("{method: identity, log: true}", [-1, 0, -2], True),
        ("percentile_rank", [3, 3, 3], False),
        ("rank", [3, 3, 3], False),
        ("min_max", [3, 3, 4], False),
        ("min_max", [None, None, None], False),
        ("{method: goalposts, low: 0, high: 10}", [3, 3, 3], False),
    ],
)
@pytest.mark.parametrize("direction", ["higher", "lower"])
def test_a_scale_that_can_score_nobody_says_so_once(
    scale: str, figures: list[float | None], told: bool, direction: str
) -> None:
    """Equal figures have no range and no deviation, one alone beats nobody, nought is no best: a warning of the column."""
    frame = pd.DataFrame({"entity": ["00001", "00002", "00003"], "period": "2014", "a": figures})
    found = icma.score(program(CONSTANT.replace("SCALE", scale).replace("DIRECTION", direction)), frame)
    lines = found.findings.query("code == 'IND467'")
    assert lines[["entity", "subject", "severity"]].to_numpy().tolist() == [["", "i", "warning"]] * told
    assert bool(found.scores["i"].isna().all()) == (told or figures[0] is None)


def test_a_scale_tells_the_periods_in_which_it_can_score_nobody() -> None:
    frame = pd.DataFrame(
        {"entity": ["00001", "00002"] * 2, "period": ["2014"] * 2 + ["2015"] * 2, "a": [1.0, 2.0, 5.0, 5.0]}
    )
    lines = icma.score(program(CONSTANT.replace("SCALE", "min_max").replace("DIRECTION", "higher")), frame).findings
    (message,) = lines.query("code == 'IND467'")["message"]
    assert "2015" in message and "2014" not in message


PRINTED = program(
    HEAD.replace("semester", "year")
    + """\
scale: identity
variables:
  - {id: a, title: {es: a, en: a}}
tree:
  - id: g
    title: {es: g, en: g}
    children:
      - {id: i, title: {es: i, en: i}, formula: a + 0, direction: higher}
"""
)


@pytest.mark.parametrize(
    ("printed", "computed", "told"),
    [
        ("6.9", 6.8625, False),
        ("1.3", 1.25, False),
        ("1.2", 1.24, False),
        ("0.0", 0.04, False),
        ("60.3", 60.04, True),
        ("1005.0", 1000.4, True),
        ("26.1", 26, True),
        ("60.30", 60.32, True),
        ("60.3", 60.32, False),
        ("1,234.50", 1234.504, False),
        ("1,234.50", 1234.506, True),
        ("1,234,567", 1234567.4, False),
        ("1.5e3", 1540, False),
        ("1.5e3", 1560, True),
        ("12.5 %", 12.54, False),
        (60.3, 60.34, False),
        (60.3, 60.36, True),
        (26, 26.4, False),
        (26, 26.6, True),
    ],
)
@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("name", ["i", "g"])
def test_published_figures_agree_to_half_a_unit_of_their_last_digit(
    printed: str | float, computed: float, told: bool, long: bool, name: str
) -> None:
    """A figure is printed rounded: 60.3 stands for 60.25 … 60.35, 60.30 for 60.295 … 60.305, 1.5e3 for 1450 … 1550."""
    frame = pd.DataFrame({"entity": ["00001"], "period": "2014", "a": [computed], name: [printed]})
    if long:
        frame = frame.astype({"a": object, name: object}).melt(["entity", "period"])
    assert len(icma.score(PRINTED, frame).findings.query("code == 'IND418'")) == told


@pytest.mark.parametrize("long", [False, True])
def test_zeros_that_a_format_filled_up_are_no_digits(long: bool) -> None:
    """5.8400 beside 6.2200 stands for 5.835 … 5.845; alone it says 5.83995 … 5.84005, and so does 5.8400 beside 6.2213."""
    for printed, told in (["5.8400", "6.2200"], []), (["5.8400"], ["01001"]), (["5.8400", "6.2213"], ["01001"]):
        count = len(printed)
        frame = pd.DataFrame({"entity": ["01001", "01002"][:count], "period": "2014", "a": [5.8399, 6.2213][:count]})
        frame["i"] = printed
        if long:
            frame = frame.astype(object).melt(["entity", "period"])
        found = icma.score(PRINTED, frame).findings.query("code == 'IND418'")
        assert found["entity"].tolist() == told


LEVELED = (
    HEAD.replace("semester", "year")
    + """\
scale: identity
level_decimals: 0
variables:
  - {id: a, title: {es: a, en: a}}
levels: LEVELS
tree:
  - {id: i, title: {es: i, en: i}, formula: a, direction: higher}
"""
)


def test_scores_are_rounded_half_away_from_zero_before_they_are_cut() -> None:
    """Up to 60 is low: 60.5 is 61 and 61.5 is 62, both high, and 60.4 is 60. From 1, 2 and 3: 0.5 is 1, 1.5 is 2, 2.5 is 3."""
    title = "title: {es: x, en: x}"
    ends = f"[{{id: low, {title}, up_to: 60}}, {{id: high, {title}}}]"
    starts = f"[{{id: zero, {title}}}, " + ", ".join(f"{{id: l{n}, {title}, from: {n}}}" for n in (1, 2, 3)) + "]"
    for levels, figures, wanted in (
        (ends, [60.4, 60.5, 61.5], ["low", "high", "high"]),
        (starts, [0.5, 1.5, 2.5], ["l1", "l2", "l3"]),
    ):
        frame = pd.DataFrame({"entity": ["00001", "00002", "00003"], "period": "2014", "a": figures})
        assert icma.score(program(LEVELED.replace("LEVELS", levels)), frame).levels["total"].tolist() == wanted
