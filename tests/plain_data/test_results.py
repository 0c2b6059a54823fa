"""Every result goes out as a document of its published schema, and as JSON that says the same."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest
from jsonschema import Draft202012Validator

import icmaml_indicators as icma
from icmaml_indicators.plain_data.kinds.table import Kind
from icmaml_indicators.sources.builtin import builtin_paths
from tests.conftest import REPOSITORY, SAFETY, program
from tests.net.inputs import write_inputs
from tests.test_public_results import results, safety_data, sharp

SCHEMAS = REPOSITORY / "docs" / "schemas"
KINDS: dict[str, str] = {
    "Agreement": "agreement",
    "Appraisal": "appraisal",
    "Assessment": "assessment",
    "Benchmark": "benchmark",
    "Catalogue": "catalogue",
    "Collection": "collection",
    "ExampleCoverage": "example_coverage",
    "Mending": "mending",
    "Panel": "panel",
    "Portfolio": "portfolio",
    "Program": "program",
    "TargetResults": "targets",
    "Verification": "verification",
}
# Results with a schema of their own.
OTHERS = {
    "ImprovementPath": "path-1.json",
    "Ledger": "ledger-3.json",
    "SpecDiff": "diff-1.json",
    "ValidationReport": "diagnostics-1.json",
}
PLAIN = {str, int, float, bool, type(None)}


def schema_of(result: Any) -> dict[str, Any]:
    """Return the published schema of a result, for its kind alone: what is wrong is then told of that."""
    name = type(result).__name__
    found: dict[str, Any] = json.loads((SCHEMAS / OTHERS.get(name, "results-1.json")).read_text(encoding="utf-8"))
    return found | {"oneOf": [{"$ref": f"#/$defs/{KINDS[name]}"}]} if name in KINDS else found


def check(result: Any) -> dict[str, Any]:
    """Hold a result's document against its schema and its JSON, and return it."""
    document: dict[str, Any] = result.to_dict()
    require_plain(document)
    text = result.to_json()
    assert json.loads(text, parse_constant=pytest.fail) == document
    assert json.loads(text.encode("utf-8")) == document
    Draft202012Validator(schema_of(result)).validate(document)
    if type(result).__name__ in KINDS:
        assert document["kind"] == KINDS[type(result).__name__]
        assert list(document)[:6] == ["schema", "kind", "language", "library", "program", "fingerprint"]
    return document


def require_plain(part: Any) -> None:
    """Require plain data alone, down to the last cell: nothing of numpy or pandas, no figure that is none."""
    if isinstance(part, dict):
        assert type(part) is dict
        assert {*map(type, part)} <= {str}
        for below in part.values():
            require_plain(below)
    elif isinstance(part, list):
        assert type(part) is list
        for below in part:
            require_plain(below)
    else:
        assert type(part) in PLAIN
        assert not isinstance(part, float) or math.isfinite(part)


def lines(table: list[dict[str, Any]], **keys: str) -> list[dict[str, Any]]:
    """Return the lines of a table that bear these keys."""
    return [line for line in table if all(line[key] == wanted for key, wanted in keys.items())]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return results(tmp_path_factory.mktemp("results"))


def test_every_kind_is_of_a_result_and_every_result_has_one(found: dict[str, Any]) -> None:
    assert {*KINDS.values()} == {*get_args(Kind)}
    assert {*KINDS, *OTHERS} == {type(one).__name__ for one in found.values() if hasattr(one, "to_dict")} - {
        "DataFrame"
    }


@pytest.mark.parametrize("name", [*KINDS, *OTHERS, "versions", "answers"])
def test_a_document_is_as_its_schema_says(found: dict[str, Any], name: str) -> None:
    check(found[name])


def test_an_assessment_says_what_its_tables_say(found: dict[str, Any]) -> None:
    assessment: icma.Assessment = found["Assessment"]
    document = check(assessment)
    told = pd.DataFrame(document["figures"])
    tidy = assessment.to_frame()
    for name in ("entity", "period", "node", "reason", "level"):
        assert told[name].tolist() == tidy[name].tolist()
    for name in ("value", "score", "coverage", "score_lowest", "score_highest"):
        np.testing.assert_array_equal(told[name].to_numpy(np.float64), tidy[name].to_numpy(np.float64))
    wide = told.pivot(index=["entity", "period"], columns="node")
    ranks = wide["rank"][assessment.ranks.columns].to_numpy(np.float64)
    np.testing.assert_array_equal(ranks, assessment.ranks.to_numpy())
    reasons = assessment.score_reasons
    assert wide["score_reason"][reasons.columns].to_numpy().tolist() == reasons.to_numpy().tolist()
    assert wide["is_published"][assessment.is_published.columns].to_numpy().tolist() == (
        assessment.is_published.to_numpy().tolist()
    )
    counted = told[told["node"] != "total"].reset_index(drop=True)
    for name in ("share", "contribution", "contribution_to_total"):
        np.testing.assert_array_equal(
            counted[name].to_numpy(np.float64), assessment.contributions[name].to_numpy(np.float64)
        )
    assert len(document["findings"]) == len(assessment.findings) > 0
    nodes = {node["id"]: node for node in document["nodes"]}
    assert {*nodes} == {*told["node"]}
    weights = assessment.weights.set_index("node").astype(object)
    weights = weights.where(weights.notna(), None)
    for name, node in nodes.items():
        if name != "total":
            assert (node["weight"], node["share"]) == tuple(weights.loc[name, ["weight", "share"]])


def test_attributes_of_the_data_stand_in_the_rows(found: dict[str, Any]) -> None:
    row = check(found["Assessment"])["rows"][0]
    assert row["entity"] == "05001"
    assert row["attributes"] | {"name": "T05001", "zone": "a"} == row["attributes"]


def test_a_benchmark_says_what_its_tables_say(found: dict[str, Any]) -> None:
    benchmark: icma.Benchmark = found["Benchmark"]
    document = check(benchmark)
    for name in ("statistics", "totals", "positions"):
        table = getattr(benchmark, name)
        told = pd.DataFrame(document[name], columns=list(table))
        assert all(list(line) == list(table) for line in document[name][:1])
        figures = table.select_dtypes("number").columns
        np.testing.assert_array_equal(told[figures].to_numpy(np.float64), table[figures].to_numpy(np.float64))
        assert told["peers"].tolist() == table["peers"].astype(str).tolist()
    assert document["definitions"]["min_peers"] == 3
    assert [line["id"] for line in document["subjects"]] == benchmark.subjects
    assert document["fingerprint"] == benchmark.assessment.fingerprint


def test_nearest_neighbours_stand_in_the_document_of_a_benchmark() -> None:
    assessment = icma.score(sharp(), safety_data())
    document = check(icma.benchmark(assessment, icma.Nearest(("population",), k=3)))
    assert lines(document["neighbours"], entity="05002")[0]["order"] == 1


def test_a_panel_says_what_its_tables_say() -> None:
    data = safety_data()
    data.loc[(data["entity"] == "05003") & (data["period"] == "2015-S1"), "police"] = 900
    panel = icma.benchmark(icma.score(sharp(), data)).panel
    document = check(panel)
    for name in ("trends", "trend_lines", "convergence", "dispersion", "suspected_breaks", "versions"):
        table = getattr(panel, name)
        assert len(document[name]) == len(table)
        if len(table):
            assert set(document[name][0]) == {*table}
    assert document["trends"]
    assert document["suspected_breaks"]


def test_an_assessment_of_nobody_is_a_document() -> None:
    spec = program(SAFETY)
    empty = pd.DataFrame({"entity": ["05001"], "period": ["2014-S1"], "police": [None]})
    document = check(icma.score(spec, empty))
    assert {line["score"] for line in document["figures"]} == {None}


def test_what_was_suppressed_is_told_and_its_figure_is_not() -> None:
    figures = {"entity": ["A", "B", "C", "D"], "period": "2024", "net_present_value": [3.0, 7.0, 6.0, 9.0]}
    found = icma.benchmark(icma.score(icma.load("bpi_projects"), pd.DataFrame(figures)))
    public = found.suppress(variables=["net_present_value"])
    document = check(public.assessment)
    (hidden,) = lines(document["figures"], entity="A", node="worth_doing")
    assert (hidden["value"], hidden["reason"]) == (None, "suppressed")
    assert {line["withheld"] for line in lines(check(public)["positions"], entity="A")} >= {"suppressed"}


def test_a_rubric_tells_answers_points_and_levels() -> None:
    answers = {"entity": ["05035", "05017"], "period": "2024", "roles_defined": [1, None]}
    document = check(
        icma.score(icma.load("simed"), pd.DataFrame(answers | {"roles_defined.evidence": ["p. 3 =1+1\x00", None]}))
    )
    (given,) = lines(document["answers"], entity="05035", criterion="roles_defined")
    assert (given["state"], given["evidence"]) == ("met", "p. 3 =1+1\x00")
    (won,) = lines(document["points"], entity="05035", node="total")
    assert won["possible"] == 70


def test_targets_of_a_plan_over_a_term_tell_their_pace() -> None:
    data = {
        "municipality": ["05035"] * 3,
        "plan": ["P"] * 3,
        "axis": ["1", "1", "2"],
        "objective": ["a", "b", "c"],
        "indicator": ["one", "two", "three"],
        "period": ["2025-06"] * 3,
        "target": [10, 0, None],
        "actual": [5, 3, 1],
    }
    found = icma.score_targets(data, "plan", term=("2024-10", "2027-09"), language="es")
    document = check(found)
    assert document["language"] == "es"
    assert document["pace"][0]["keys"] == {"municipality": "05035"}
    assert document["groups"][1]["keys"] == {"municipality": "05035", "plan": "P", "axis": "", "objective": ""}
    told = pd.DataFrame(document["indicators"])
    np.testing.assert_array_equal(told["score"].to_numpy(np.float64), found.indicators["score"].to_numpy())


def test_another_hierarchy_of_targets_stands_in_the_keys() -> None:
    data = {"objective": ["o", "o"], "indicator": ["a", "b"], "target": [10, 10], "actual": [5, 10]}
    document = check(icma.score_targets(data, "plan", hierarchy=["objective"]))
    assert document["pace"] is None
    assert document["indicators"][0]["keys"] == {"objective": "o"}
    assert document["indicators"][0]["objective"] == "o"


def test_what_costs_nothing_has_no_ratio_in_a_document() -> None:
    projects = pd.DataFrame({"worth": [5.0, 3.0], "price": [0.0, 2.0]}, index=pd.Index([1, 2], name="project"))
    portfolio = icma.prioritise(projects, 10, value="worth", cost="price")
    assert np.isinf(portfolio.table["ratio"]).any()
    document = check(portfolio)
    assert (document["value_column"], document["cost_column"]) == ("worth", "price")
    assert [(line["project"], line["ratio"]) for line in document["projects"]] == [(1, None), (2, 1.5)]


def test_several_rates_of_a_project_are_all_told() -> None:
    flows = pd.DataFrame({"project": "a", "year": range(3), "flow": [-100.0, 230, -132]})
    document = check(icma.appraise(flows))
    assert document["projects"][0]["rates"] == pytest.approx([0.1, 0.2])
    assert [line["net"] for line in document["flows"]] == [-100.0, 230.0, -132.0]


def test_a_catalogue_keeps_every_column_whatever_it_holds() -> None:
    table = pd.DataFrame(
        {
            "key": ["01001", "05035"],
            "name": ["Aguascalientes", "Torre\x07ón"],
            "founded": pd.to_datetime(["1875-10-22", None]),
            "odd": [float("inf"), {"a": 1}],
        }
    )
    document = check(icma.read_catalogue(table))
    first, second = document["municipalities"]
    assert first["attributes"]["odd"] is None
    assert first["attributes"]["founded"].startswith("1875-10-22")
    assert second["attributes"]["founded"] == ""
    assert second["name"] == "Torre\x07ón"


def test_a_diff_with_data_says_what_its_rendering_says(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("old.yaml", "new.yaml")]
    files[0].write_text(SAFETY, encoding="utf-8")
    files[1].write_text(SAFETY.replace("direction: lower", "direction: higher"), encoding="utf-8")
    diff = icma.diff(*files, data=safety_data())
    document = check(diff)
    assert json.loads(diff.render("json")) == document
    assert diff.moves is not None
    np.testing.assert_array_equal(
        pd.DataFrame(document["moves"])["score_new"].to_numpy(np.float64), diff.moves["score_new"].to_numpy()
    )
    assert len(document["summary"]) == len(diff.summary)


def test_a_report_says_what_its_rendering_says(found: dict[str, Any]) -> None:
    report = found["ValidationReport"]
    assert json.loads(report.render("json")) == check(report)


@pytest.mark.parametrize("name", builtin_paths())
def test_every_program_that_ships_is_a_document(name: str) -> None:
    spec = icma.load(name)
    document = check(spec)
    assert [node["id"] for node in document["nodes"]] == list(spec.nodes)
    assert [line["id"] for line in document["variables"]] == [variable.id for variable in spec.inputs]
    counts = document["program"]["provenance"]
    assert sum(counts.values()) == len(spec.indicators)


@pytest.mark.slow
def test_every_program_of_the_net_scored_is_a_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that the language can say, over data with every kind of absence, as they are and as they may be published."""
    cases = [case for case in write_inputs(tmp_path, golden=True) if case.golden]
    monkeypatch.chdir(tmp_path)
    checked = 0
    for case in cases:
        source = tmp_path / case.program if case.is_own else case.program
        assessment = icma.score(source, tmp_path / case.data, **case.options)
        found = icma.benchmark(assessment, min_peers=2)
        for result in (assessment, assessment.program, found, found.panel):
            check(result)
            checked += 1
        if assessment.program.rollup is None:
            check(assessment.suppress())
    assert checked > 100


def test_treated_figures_stand_beside_values() -> None:
    rows = 24
    figures = [float(n % 5 + 1) for n in range(rows - 1)] + [900.0]
    spec = program(
        """\
spec: 1
id: skewed
version: "1"
title: {es: s, en: s}
entity: other
period: year
provenance: user
variables:
  - {id: a, title: {es: a, en: a}}
tree:
  - {id: one, title: {es: u, en: o}, formula: a, direction: higher, scale: min_max, treatment: winsorise}
"""
    )
    data = {"entity": [f"E{n:02d}" for n in range(rows)], "period": ["2024"] * rows, "a": figures}
    document = check(icma.score(spec, data))
    ((treated, value),) = [
        (line["treated"], line["value"])
        for line in document["figures"]
        if line["node"] == "one" and line["treated"] != line["value"]
    ]
    assert (treated, value) == (5.0, 900.0)
    (line,) = document["treatments"]
    assert (line["node"], line["method"], line["n"], line["moved"], line["upper"]) == ("one", "winsorise", rows, 1, 5.0)
    assert line["skewness"] > 2 > line["skewness_after"]
