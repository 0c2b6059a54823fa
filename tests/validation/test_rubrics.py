"""The rubric programs as they ship: counts, points, provenance, editions, models."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from fractions import Fraction

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.sources.builtin import editions
from icmaml_indicators.specs import Program, TreeNode
from tests.conftest import HEAD, proven

RUBRICS = (
    "cimtra@2010", "cimtra@2016", "refim", "simed", "icapi", "gopi_prevencion", "cep", "municipal_administrator",
    "global_compact", "crime_prevention_capacity",
)  # fmt: skip

# program: (criteria, figures by formula, areas, documented leaves, reconstructed leaves)
COUNTS = {
    "cimtra@2010": (139, 0, 3, 10, 129),
    "cimtra@2016": (168, 0, 3, 21, 147),
    "refim": (91, 0, 4, 0, 91),
    "simed": (70, 0, 7, 0, 70),
    "gopi_prevencion": (94, 0, 7, 14, 80),
}


def leaves(program: Program) -> list[TreeNode]:
    return [node for node in program.nodes.values() if node.is_indicator]


@pytest.mark.parametrize("name", COUNTS)
def test_counts_are_those_documented(name: str) -> None:
    program = icma.load(name)
    status = Counter(node.provenance.status for node in leaves(program) if node.provenance)
    areas = len(program.nodes["total"].children)
    computed = len(program.indicators) - len(program.criteria)
    assert (len(program.criteria), computed, areas, status["documented"], status["reconstructed"]) == COUNTS[name]


@pytest.mark.parametrize("name", RUBRICS)
def test_every_leaf_says_where_it_is_from_and_every_text_is_in_both_languages(name: str) -> None:
    program = icma.load(name)
    for node in program.nodes.values():
        assert node.provenance is not None, node.id
        assert node.title.es.strip() and node.title.en.strip(), node.id
        if node.provenance.status == "reconstructed":
            assert node.provenance.modelled_on, node.id
        else:
            assert node.provenance.source, node.id
    titles = Counter((node.title.es, node.parent) for node in leaves(program))
    assert max(titles.values()) == 1, titles.most_common(2)


@pytest.mark.parametrize(("edition", "aspects", "blocks"), [("2010", 37, 9), ("2016", 45, 9)])
def test_points_of_cimtra_add_up_exactly(edition: str, aspects: int, blocks: int) -> None:
    program = icma.load(f"cimtra@{edition}")
    points = program.points_of
    at_depth = {depth: [n for n in program.nodes.values() if n.depth == depth] for depth in (1, 2, 3)}
    assert (len(at_depth[1]), len(at_depth[2]), len(at_depth[3])) == (3, blocks, aspects)
    for nodes in at_depth.values():
        assert sum(points[node.id] for node in nodes) == 100
    assert sum(points[leaf.id] for leaf in program.criteria) == 100
    for block in at_depth[2]:
        assert points[block.id] == Fraction(100, aspects) * len(block.children)


def test_gopi_has_nine_aspects_and_its_points_add_up() -> None:
    program = icma.load("gopi_prevencion")
    assert sum(program.points_of[leaf.id] for leaf in program.criteria) == 100


@pytest.mark.parametrize("name", RUBRICS)
def test_best_answers_reach_the_top_level_and_worst_ones_the_bottom(name: str) -> None:
    program = icma.load(name)
    ends: list[dict[str, object]] = []
    for end, entity in ((-1, "00001"), (0, "00002")):
        row: dict[str, object] = {"entity": entity, "period": "2024"}
        for leaf in program.criteria:
            kind = program.answer_kinds[leaf.criterion.answer] if leaf.criterion else None
            assert kind is not None
            if kind.options:
                row[leaf.id] = kind.options[end].title.en
            else:
                assert kind.amount is not None
                most = kind.amount.cap or (kind.amount.steps[-1].from_ if kind.amount.steps else 1)
                row[leaf.id] = most if end else 0
        ends.append(row)
    data = pd.DataFrame(ends)
    for variable in program.variables:
        data[variable.id] = 1
    if len(program.indicators) > len(program.criteria):  # figures by formula are handed in as published ones
        for indicator in program.indicators:
            if indicator.criterion is None:
                scale = program.nodes[indicator.id].scale
                good = scale.high if indicator.direction == "higher" else scale.low
                bad = scale.low if indicator.direction == "higher" else scale.high
                if good is not None and bad is not None:
                    data[indicator.id] = [good, bad]
    found = icma.score(program, proven(program, data))
    levels = [level.id for level in program.levels]
    got = found.levels["total"].tolist()
    assert got[1] == levels[0]
    if len(program.indicators) == len(program.criteria):
        assert found.scores["total"].tolist()[0] == pytest.approx(100)
        assert got[0] == levels[-1]
    assert not found.findings["code"].isin(["IND435", "IND437"]).any()


def test_editions_are_programs_of_their_own_and_the_latest_is_the_default() -> None:
    assert icma.load("cimtra") == icma.load("cimtra@2016") != icma.load("cimtra@2010")
    assert {name for name in editions() if name.startswith("cimtra")} == {"cimtra@2010", "cimtra@2016"}
    with pytest.raises(icma.UnknownNameError, match="did you mean `cimtra@2016`"):
        icma.load("cimtra@2015")


def test_models_stand_side_by_side_on_the_same_answers() -> None:
    program = icma.load("simed")
    names = [leaf.id for leaf in program.criteria]
    first_area = {leaf.id for leaf in program.nodes["total"].children[0].children}
    table = pd.DataFrame([[name in first_area for name in names]], columns=names).assign(entity="00001", period="2024")
    found = icma.score(program, proven(program, table))
    compared = found.compare_models().iloc[0]
    assert compared["declared"] == pytest.approx(100 * len(first_area) / 70)
    assert compared["mean_of_components"] == pytest.approx(100 / 7)
    assert compared["all_or_nothing"] == pytest.approx(100 * len(first_area) / 70)
    assert compared["staircase"] == pytest.approx(100 / 7)
    # One answer fewer costs a whole component under the strict model only.
    table.loc[0, sorted(first_area)[0]] = False
    fewer = icma.score(program, proven(program, table)).compare_models().iloc[0]
    assert fewer["declared"] == pytest.approx(100 * (len(first_area) - 1) / 70)
    assert fewer["all_or_nothing"] == 0
    with pytest.raises(icma.UnknownNameError, match="did you mean `staircase`"):
        found.with_model("stairs")


@pytest.mark.slow
def test_the_proof_of_many_criteria_takes_little_memory() -> None:
    """Walks and steps of 1,000 criteria are some 22,000 rows of answers: 180 MB for each matrix of them at once."""
    groups = "".join(
        f"  - id: g{group}\n    title: {{es: G, en: G}}\n    aggregation: points\n    criteria:\n      answer: met_partly\n"
        "      columns: [key, es, en, points]\n      rows:\n"
        + "".join(f"        - [c{row}, Uno {row}, One {row}, 1]\n" for row in range(20))
        for group in range(50)
    )
    text = f"{HEAD}aggregation: points\ntree:\n{groups}"
    icma.loads(text.replace("met_partly", "yes_no"))  # what is imported and built once
    tracemalloc.start()
    try:
        icma.loads(text)
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()


def test_a_better_answer_may_lower_an_index_that_penalises_uneven_parts() -> None:
    """One of three answers met is 33 - 67: no fault of the spec, but how the method is defined."""
    text = "spec: 1\nid: sample\nversion: '1'\ntitle: {es: M, en: S}\nentity: municipality\nperiod: year\n"
    text += "provenance: user\naggregation: {method: mazziotta_pareto, penalty: minus}\ntree:\n"
    for number in range(3):
        text += f"  - {{id: c{number}, title: {{es: T{number}, en: T{number}}}, criterion: yes_no}}\n"
    spec = icma.loads(text)
    answers = pd.DataFrame(
        {"entity": "00001", "period": [2023, 2024], "c0": "yes", "c1": ["no", "yes"], "c2": ["no", "yes"]}
    )
    assert icma.score(spec, answers).scores["total"].tolist() == pytest.approx([-100 / 3, 100])
