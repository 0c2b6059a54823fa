"""What every node adds: by hand, to the bit of what the parent comes to, and as the ledgers of drawn programs tell."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.ledger.entries import Entry
from tests.conftest import HEAD, examples, program
from tests.ledger.drawn import drawn_assessment

COLUMNS = ["entity", "period", "node", "parent", "share", "contribution", "contribution_to_total"]
TEXT = (
    HEAD.replace("semester", "year")
    + """\
missing: {not_reported: AT_ALL}
scale: identity
variables: [VARIABLES]
AT_TOTAL
tree:
  - id: g
    title: {es: g, en: g}
    weight: 3
    AT_GROUP
    children:
      - {id: i, title: {es: i, en: i}, formula: a, direction: higher, weight: 2}
      - {id: j, title: {es: j, en: j}, formula: b, direction: higher, weight: 1}
      - {id: k, title: {es: k, en: k}, formula: c, direction: higher, weight: 5}
  - {id: l, title: {es: l, en: l}, formula: d, direction: higher}
""".replace("VARIABLES", ", ".join(f"{{id: {name}, title: {{es: x, en: x}}}}" for name in "abcd"))
)


def written(at_group: str = "", at_total: str = "", absent: str = "skip") -> icma.Program:
    return program(TEXT.replace("AT_GROUP", at_group).replace("AT_TOTAL", at_total).replace("AT_ALL", absent))


def assessed(*lines: tuple[float | None, ...], **rules: str) -> icma.Assessment:
    data = pd.DataFrame(lines, columns=list("abcd")).assign(entity=[f"E{n}" for n in range(len(lines))], period=2020)
    return icma.score(written(**rules), data)


def told(assessment: icma.Assessment, column: str, entity: str = "E0") -> dict[str, float]:
    """Return a column by node, where there is a figure."""
    table = assessment.contributions
    figures = table[table["entity"] == entity].set_index("node")[column].dropna()
    return {str(node): float(figure) for node, figure in figures.items()}


def test_shares_are_those_of_the_row_and_contributions_reach_the_total() -> None:
    found = assessed((30, 60, 80, 10), (30, 60, None, 10))
    assert list(found.contributions) == COLUMNS
    assert found.contributions[["entity", "node", "parent"]].to_numpy().tolist() == [
        [entity, node, parent]
        for entity in ("E0", "E1")
        for node, parent in (("g", "total"), ("i", "g"), ("j", "g"), ("k", "g"), ("l", "total"))
    ]
    assert told(found, "share") == {"g": 3 / 4, "i": 2 / 8, "j": 1 / 8, "k": 5 / 8, "l": 1 / 4}
    assert told(found, "contribution") == {"g": 48.75, "i": 7.5, "j": 7.5, "k": 50.0, "l": 2.5}
    assert told(found, "contribution_to_total") == {"g": 48.75, "i": 5.625, "j": 5.625, "k": 37.5, "l": 2.5}
    # The third is absent: the others take its weight.
    assert told(found, "share", "E1") == {"g": 3 / 4, "i": 2 / 3, "j": 1 / 3, "l": 1 / 4}
    assert told(found, "contribution", "E1") == pytest.approx({"g": 30, "i": 20, "j": 20, "l": 2.5})
    assert told(found, "contribution_to_total", "E1") == pytest.approx({"g": 30, "i": 15, "j": 15, "l": 2.5})


def test_what_is_absent_and_counts_as_zero_has_a_share_and_adds_nothing() -> None:
    found = assessed((30, 60, None, 10), at_group="missing: {not_reported: zero}")
    assert told(found, "share")["k"] == 5 / 8
    assert told(found, "contribution")["k"] == 0.0


def test_where_parts_gave_no_result_they_added_nothing_that_could_be_told() -> None:
    found = assessed((30, 60, None, 10), at_group="missing: {not_reported: propagate}")
    assert told(found, "contribution") == {"l": 10.0}
    assert told(found, "contribution_to_total") == {"l": 10.0}


@pytest.mark.parametrize("method", ["geometric_mean", "median", "min", "harmonic_mean"])
def test_parts_that_do_not_add_up_have_shares_and_no_contribution(method: str) -> None:
    found = assessed((30, 60, 80, 10), at_group=f"aggregation: {method}")
    assert set(told(found, "share")) == {"g", "i", "j", "k", "l"}
    assert set(told(found, "contribution")) == set(told(found, "contribution_to_total")) == {"g", "l"}


def test_below_a_group_with_a_scale_nothing_is_told_of_the_total() -> None:
    found = assessed((30, 60, 80, 10), at_group="scale: {method: goalposts, low: 60, high: 70}")
    assert told(found, "contribution") == {"g": 37.5, "i": 7.5, "j": 7.5, "k": 50.0, "l": 2.5}  # to the value, 65
    assert set(told(found, "contribution_to_total")) == {"g", "l"}


def test_a_published_score_is_not_what_its_parts_added() -> None:
    data = pd.DataFrame({"entity": ["E0"], "period": 2020, "a": 30.0, "b": None, "c": 80.0, "d": 10.0, "g": 40.0})
    found = icma.score(written(absent="propagate"), data)
    assert told(found, "contribution") == {"g": 30.0, "l": 2.5}


def test_a_total_without_a_score_has_nothing_added_to_it() -> None:
    gate = "gates: [{requires: [k], at_least: 50, max_score: 1}]"
    found = assessed((30, 60, None, 10), at_group="missing: {not_reported: skip}", at_total=gate, absent="propagate")
    assert np.isnan(found.scores.loc[("E0", "2020"), "total"])
    assert told(found, "contribution_to_total") == {}
    assert told(found, "contribution")["i"] == pytest.approx(20)


SCORES = st.none() | st.floats(-50, 150).map(lambda score: round(score, 3)) | st.just(100.0)


@given(st.lists(st.tuples(SCORES, SCORES, SCORES, SCORES), min_size=1, max_size=8), st.sampled_from(["arithmetic_mean", "sum", "points"]))  # fmt: skip
def test_contributions_add_up_to_the_parent_to_the_bit(lines: list[tuple[float | None, ...]], method: str) -> None:
    rules = f"aggregation: {method}"
    found = assessed((1, 1, 1, 1), *lines, at_group=rules, at_total=rules)
    scores, table = found.scores.droplevel("period"), found.contributions
    for (entity, parent), parts in table.groupby(["entity", "parent"]):
        wanted = scores.loc[entity, parent]
        added = 0.0
        for part in parts["contribution"].dropna():
            added += part
        assert added == wanted if np.isfinite(wanted) else parts["contribution"].isna().all()
    leaves = table[table["node"] != "g"].groupby("entity")["contribution_to_total"].sum(min_count=1)
    known = scores["total"].notna()
    np.testing.assert_allclose(leaves[known], scores.loc[known, "total"], rtol=1e-12, atol=1e-10)


def groups_of(entry: Entry, tree: dict[str, list[str]]) -> Iterator[Entry]:
    """Yield the groups of a ledger, in the order of the tree."""
    yield entry
    for part in entry.children:
        if part.id in tree and not part.see:
            yield from groups_of(part, tree)


def check_against_ledgers(assessment: icma.Assessment) -> int:
    """Hold every row against its ledger; return how many contributions were told."""
    tree = {node.id: [child.id for child in node.children] for node in assessment.program.nodes.values()}
    tree = {name: parts for name, parts in tree.items() if parts}
    count = 0
    for (entity, period), lines in assessment.contributions.groupby(["entity", "period"]):
        rows, seen = lines.set_index("node"), set()
        for group in groups_of(assessment.explain(entity, period=period).root, tree):
            for part in group.children:
                adds = part.contribution is not None and "combined" in group.detail
                share = np.nan if part.share is None else part.share
                wanted = [share, part.contribution if adds else np.nan]
                found = rows.loc[part.id, ["share", "contribution"]].astype(float)
                np.testing.assert_array_equal(found, np.array(wanted, float), err_msg=f"{entity} {period} {part.id}")
                count += adds
                seen.add(part.id)
        assert seen == set(rows.index)
    return count


@given(st.integers(0, 10_000))
@examples(40)
def test_ledgers_of_drawn_programs_tell_the_same(seed: int) -> None:
    check_against_ledgers(drawn_assessment(seed))


@pytest.mark.parametrize("name", ["cimtra@2016", "mir_quality", "gopi_prevencion", "mdp"])
def test_ledgers_of_rubrics_tell_the_same(name: str) -> None:
    spec = icma.load(name)
    answers = {leaf.id: ["1", "0", "N/A" if number % 5 == 2 else None] for number, leaf in enumerate(spec.criteria)}
    found = icma.score(spec, pd.DataFrame({"entity": ["05035", "05017", "05033"], "period": "2024"} | answers))
    assert check_against_ledgers(found) > len(spec.criteria)
