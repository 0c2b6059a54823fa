"""To whom a program and its nodes apply: who is left out has no score, and stands in no population but a `where`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, program

VARIABLES = """variables:
  - {id: a, title: {es: a, en: a}}
  - {id: b, title: {es: b, en: b}}
  - {id: kind, title: {es: k, en: k}, type: category, options: [town, nation]}
populations: [{id: nation, where: 'kind == "nation"'}]
"""
TREE = """tree:
  - id: g
    title: {es: g, en: g}
    children:
      - {id: i, title: {es: i, en: i}, formula: a, direction: higher, scale: min_max}
      - {id: j, title: {es: j, en: j}, formula: b, direction: higher, scale: rank%s}
  - {id: k, title: {es: k, en: k}, formula: 100 * a / mean(a over nation), direction: higher, scale: identity}
"""
TABLE = pd.DataFrame(
    {
        "entity": ["00001", "00002", "00003", "00004", "09002"] * 2,
        "period": ["2014-S1"] * 5 + ["2014-S2"] * 5,
        "a": [1.0, 3, 5, np.nan, 100, 2, 4, 6, 8, 50],
        "b": [7.0, 1, np.nan, 2, 0, 3, 3, 1, 9, 0],
        "kind": (["town"] * 4 + ["nation"]) * 2,
    }
)


def score(head: str = "", leaf: str = "", data: pd.DataFrame = TABLE, **options: object) -> icma.Assessment:
    return icma.score(program(f"{HEAD}{head}{VARIABLES}{TREE % leaf}"), data, **options)


TOWNS = "applies: 'kind == \"town\"'\n"
NATION = TABLE["kind"] == "nation"


def rows(found: pd.DataFrame, nation: bool) -> pd.DataFrame:
    at_nation = found.index.get_level_values("entity") == "09002"
    return found[at_nation == nation]


def test_who_is_not_assessed_stands_in_no_population_but_a_where() -> None:
    """The figures of the others are those of a table without them; the nation is read all the same."""
    found, alone = score(TOWNS), score(data=TABLE[~NATION])
    for table in ("scores", "values", "coverage", "lowest", "highest"):
        with_nation, without = rows(getattr(found, table), nation=False), getattr(alone, table)
        names = [name for name in "ijg" if name in without]
        assert with_nation[names].equals(without[names])
    of_nation = {"2014-S1": 100.0, "2014-S2": 50.0}
    towns = TABLE[~NATION].set_index(["entity", "period"]).sort_index()
    wanted = 100 * towns["a"] / [of_nation[period] for _, period in towns.index]
    assert np.allclose(rows(found.scores, nation=False)["k"], wanted, equal_nan=True)
    assert (rows(found.score_reasons, nation=True) == "excluded").all(axis=None)
    assert (rows(found.reasons, nation=True) == "excluded").all(axis=None)
    assert rows(found.values, nation=True).isna().all(axis=None)
    told = found.findings.query("code == 'IND466'")
    assert told["entity"].tolist() == ["09002"] * 2
    assert 'kind == "town"' in told["message"].iloc[0]
    assert "not assessed" in str(found.explain("09002", period="2014-S1"))
    assert found.explain("09002", "i", "2014-S1").to_dict()["root"]["detail"]["applies"] == 'kind == "town"'


def test_an_excluded_row_is_never_counted_as_zero() -> None:
    found = score(TOWNS + "missing: {not_reported: zero, not_applicable: zero, undefined: zero}\n")
    assert rows(found.scores, nation=True).isna().all(axis=None)


def test_a_base_period_is_that_of_those_who_are_assessed() -> None:
    """Bounds of the towns alone, not those of the nation."""
    head = TOWNS
    tree = TREE % ""
    spec = program(f"{HEAD}{head}{VARIABLES}{tree.replace('scale: rank', 'scale: z_score')}")
    found = icma.score(spec, TABLE, base_period="2014-S1")
    alone = icma.score(spec, TABLE[~NATION], base_period="2014-S1")
    assert rows(found.scores, nation=False)[["i", "j"]].equals(alone.scores[["i", "j"]])
    assert not (found.findings.query("code == 'IND460'")["entity"] == "09002").any()


def test_who_takes_part_is_told_by_what_is_there() -> None:
    """At least so many of the indicators must have their own inputs, against pandas."""
    found = score("applies: {where: 'kind == \"town\"', at_least: 0.9}\n")
    given = TABLE.set_index(["entity", "period"]).sort_index()
    share = (given["a"].notna() * 2 + given["b"].notna()) / 3
    out = (given["kind"] == "nation") | (share < 0.9)
    assert ((found.score_reasons["total"] == "excluded") == out).all()
    inside = given[~out]["a"].groupby("period")
    span = inside.transform("max") - inside.transform("min")
    assert np.allclose(found.scores["i"][~out], (given["a"][~out] - inside.transform("min")) / span * 100)


ZEROS = """variables:
  - {id: a, title: {es: a, en: a}}
  - {id: b, title: {es: b, en: b}}
  - {id: kind, title: {es: k, en: k}, type: category, options: [town, nation]}
tree:
  - {id: i, title: {es: i, en: i}, formula: a, direction: higher, scale: identity}
  - {id: j, title: {es: j, en: j}, formula: a / b, direction: higher, scale: identity}
  - {id: k, title: {es: k, en: k}, direction: higher, scale: identity}
  - {id: l, title: {es: l, en: l}, formula: 'if_else(kind == "town", 1, 0)', direction: higher, scale: identity}
  - {id: m, title: {es: m, en: m}, formula: b, direction: context}
"""


@pytest.mark.parametrize(
    ("figures", "nonzero"),
    [
        # i, j, k and l, of those that are there: `j` is zero where a and b are, `l` reads no figure, `m` does not count.
        ((1.0, 1.0, 1.0, "town"), 1),
        ((0.0, 5.0, 1.0, "town"), 3 / 4),
        ((0.0, 0.0, 1.0, "town"), 2 / 4),
        ((0.0, 0.0, -0.0, "town"), 1 / 4),
        ((0.0, 0.0, 0.0, ""), 0),
        ((0.0, np.nan, 2.0, ""), 1 / 2),
        ((np.nan, 0.0, 2.0, "nation"), 1),
        ((np.nan, np.nan, np.nan, ""), 1),
    ],
)
def test_who_takes_part_is_told_by_what_is_not_zero(figures: tuple[float, float, float, str], nonzero: float) -> None:
    data = pd.DataFrame([("00001", "2014-S1", *figures)], columns=["entity", "period", "a", "b", "k", "kind"])
    for asked in (0.25, 0.5, 0.75, 1):
        found = icma.score(program(f"{HEAD}applies: {{nonzero: {asked}}}\n{ZEROS}"), data)
        assert (found.score_reasons["total"].iloc[0] == "excluded") == (nonzero < asked)
        told = found.findings.query("code == 'IND466'")["message"]
        assert all(f"nonzero {asked}" in message for message in told)
        assert len(told) == (nonzero < asked)


def test_both_shares_and_the_condition_are_asked() -> None:
    data = pd.DataFrame(
        [(f"0000{number}", "2014-S1", *line) for number, line in enumerate(
            [(1.0, 1.0, 1.0, "town"), (1.0, 1.0, 1.0, "nation"), (1.0, np.nan, np.nan, "town"), (0.0, 0.0, 1.0, "town")], 1
        )],
        columns=["entity", "period", "a", "b", "k", "kind"],
    )  # fmt: skip
    rule = "{where: 'kind == \"town\"', at_least: 0.75, nonzero: 0.75}"
    found = icma.score(program(f"{HEAD}applies: {rule}\n{ZEROS}"), data)
    assert (found.score_reasons["total"] == "excluded").tolist() == [False, True, True, True]
    message = found.findings.query("code == 'IND466'")["message"].iloc[0]
    assert 'kind == "town", at_least 0.75, nonzero 0.75' in message


@pytest.mark.parametrize("share", ["0", "1.5", "-1", "most"])
def test_a_share_lies_between_nought_and_one(share: str) -> None:
    with pytest.raises(icma.SpecError, match="nonzero"):
        score(f"applies: {{nonzero: {share}}}\n")


def test_a_node_applies_where_its_condition_holds() -> None:
    """It is out of its fits elsewhere; where the condition is absent, so is the node."""
    data = TABLE.assign(kind=TABLE["kind"].where(TABLE["entity"] != "00003", ""))
    found = score(leaf=', applies: \'kind == "town" and period >= "2014-S2"\'', data=data)
    reasons = found.score_reasons["j"].unstack("period")
    assert reasons["2014-S2"].tolist() == ["", "", "not_reported", "", "not_applicable"]
    assert reasons["2014-S1"].tolist() == ["not_applicable"] * 2 + ["not_reported", "not_applicable", "not_applicable"]
    assert found.reasons["j"].equals(found.score_reasons["j"])
    # Ranks of 3, 3 and 9.
    assert found.scores["j"].unstack("period")["2014-S2"].tolist()[:2] == [1.5, 1.5]
    assert found.scores.loc[("00004", "2014-S2"), "j"] == 3
    # What does not apply is left out of the mean above it.
    assert found.scores.loc[("00001", "2014-S1"), "g"] == found.scores.loc[("00001", "2014-S1"), "i"]
    assert "applies where" in str(found.explain("00001", "j", "2014-S1"))


def test_what_is_not_known_to_apply_could_be_anything_before_it_is_rounded_too() -> None:
    """The parent adds up what its part was before rounding: of a part that may not apply nothing is known."""
    text = f"""{HEAD}{VARIABLES}tree:
  - id: g
    title: {{es: g, en: g}}
    applies: b < 5
    scale: rank
    rounding: {{decimals: 0, parents: exact}}
    children:
      - {{id: i, title: {{es: i, en: i}}, formula: a, direction: higher, scale: identity}}
  - {{id: j, title: {{es: j, en: j}}, formula: a, direction: higher, scale: identity}}
"""
    table = pd.DataFrame(
        {"entity": ["00001", "00002"], "period": "2014-S1", "a": [3.0, 4.0], "b": [1.0, np.nan], "kind": "town"}
    )
    found = icma.score(program(text), table)
    assert found.scores["total"].iloc[0] == (1 + 3) / 2
    unknown = [getattr(found, name).iloc[1] for name in ("lowest", "highest", "scores")]
    assert all(np.isnan(each[["g", "total"]]).all() for each in unknown)


def test_a_group_that_does_not_apply_has_no_score_whatever_was_published() -> None:
    condition = "applies: a > 1 and entity != '00002'\n    children:"
    spec = program(HEAD + VARIABLES + (TREE % "").replace("children:", condition, 1))
    found = icma.score(spec, TABLE.assign(g=55.0))
    assert found.score_reasons["g"].unstack("period")["2014-S1"].tolist() == [
        "not_applicable", "not_applicable", "", "not_reported", ""
    ]  # fmt: skip


def test_a_row_that_is_scored_again_keeps_its_bits() -> None:
    found = score(TOWNS, ", applies: b > 1")
    scored = found._scored
    leaves = [scored.book.nodes[name].line for name in "ijk"]
    scores, reasons = scored.book.matrices.scores[leaves], scored.book.matrices.reasons[leaves]
    for row in range(scored.table.rows):
        again = scored.replay(row, scores[:, [row]].copy(), reasons[:, [row]].copy())
        for name, node in scored.book.nodes.items():
            assert np.array_equal(again.nodes[name].scores, node.scores[[row]], equal_nan=True)
            assert again.nodes[name].reasons[0] == node.reasons[row]


@pytest.mark.parametrize(
    ("head", "code"),
    [("applies: score(i) > 2\n", "IND218"), ("applies: {where: i > 2}\n", "IND266"), ("applies: {}\n", "IND105")],
)
def test_conditions_read_inputs_alone(head: str, code: str) -> None:
    with pytest.raises(icma.SpecError, match=code):
        score(head)


EXAMPLE = """tree:
  - {id: i, title: {es: i, en: i}, formula: a, direction: context, examples: [{given: {a: 1, kind: %s}, expect: %s}]}
  - {id: j, title: {es: j, en: j}, formula: b, direction: context, examples: [{given: {b: 1, kind: town}, expect: 1}]}
"""


@pytest.mark.parametrize(
    ("kind", "wanted", "codes"),
    [("town", "1", set()), ("nation", "excluded", set()), ("nation", "1", {"IND303"})],
)
def test_examples_are_assessed_as_data_is_whatever_share_they_give(
    kind: str, wanted: str, codes: set[str], tmp_path: Path
) -> None:
    head = "applies: {where: 'kind == \"town\"', at_least: 0.9, nonzero: 1}\n"
    variables = VARIABLES[: VARIABLES.index("populations")]
    spec = tmp_path / "sample.yaml"
    spec.write_text(f"{HEAD}{head}{variables}{EXAMPLE % (kind, wanted)}", encoding="utf-8")
    assert {found.code for found in icma.validate(spec).diagnostics} & {"IND303", "IND271"} == codes


def test_a_condition_that_no_example_meets_is_told(tmp_path: Path) -> None:
    spec = tmp_path / "sample.yaml"
    variables = VARIABLES[: VARIABLES.index("populations")]
    tree = EXAMPLE.replace("formula: b, direction", "formula: b, applies: b > 3, direction") % ("town", "1")
    spec.write_text(HEAD + variables + tree, encoding="utf-8")
    assert [found.details["condition"] for found in icma.validate(spec).diagnostics if found.code == "IND271"] == [
        "b > 3"
    ]


def test_a_path_moves_nothing_that_does_not_apply() -> None:
    """The population of its option holds still, and the plan is scored by the engine."""
    tree = (TREE % ", applies: a > 100").replace("scale: min_max", "scale: {method: min_max, over: kind, clip: true}")
    found = icma.score(program(HEAD + VARIABLES + tree), TABLE)
    path = icma.benchmark(found).path("00001", to={"score": 10}, node="g", period="2014-S2")
    assert set(path.moves["indicator"]) == {"i"}
    assert path.score_after == pytest.approx(10)
