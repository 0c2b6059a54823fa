"""Peers of one's own: distances against scipy, and the cell that each entity is compared in."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist

import icmaml_indicators as icma
from tests.conftest import HEAD, program

SPEC = program(
    HEAD.replace("semester", "year")
    + """\
variables:
  - {id: population, title: {es: p, en: p}}
  - {id: area, title: {es: a, en: a}}
  - {id: spending, title: {es: s, en: s}}
tree:
  - {id: cost, title: {es: c, en: c}, formula: spending / population, direction: lower}
  - {id: density, title: {es: d, en: d}, formula: population / area, direction: context}
"""
)


def table(entities: int = 60) -> pd.DataFrame:
    """Return synthetic figures in which area follows population."""
    generator = np.random.default_rng(3)
    population = np.round(np.exp(generator.normal(9, 1.2, entities)))
    return pd.DataFrame(
        {
            "entity": [f"{number:05d}" for number in range(1, entities + 1)],
            "period": "2020",
            "population": population,
            "area": population**0.7 * generator.lognormal(0, 0.4, entities),
            "spending": population * generator.lognormal(8, 0.3, entities),
            "climate": generator.choice(["dry", "humid", "mild"], entities),
            "zone": generator.choice(["N", "S"], entities),
        }
    )


@pytest.fixture(scope="module")
def assessment() -> icma.Assessment:
    return icma.score(SPEC, table())


def nearest_of(found: icma.Benchmark) -> pd.DataFrame:
    lines = found.neighbours
    return lines.astype({"entity": str, "neighbour": str}).set_index(["entity", "order"])


@pytest.mark.parametrize("metric", ["mahalanobis", "euclidean"])
def test_distances_are_those_of_scipy(assessment: icma.Assessment, metric: str) -> None:
    wanted = icma.Nearest(("population", "area"), k=5, metric=metric, log=("population",))  # type: ignore[arg-type]
    lines = nearest_of(icma.benchmark(assessment, wanted))
    data = table()
    points = np.column_stack([np.log(data["population"]), data["area"]])
    if metric == "mahalanobis":
        distances = cdist(points, points, "mahalanobis", VI=np.linalg.inv(np.cov(points.T)))
    else:
        distances = cdist(points, points, "seuclidean", V=points.var(axis=0, ddof=1))
    np.fill_diagonal(distances, np.inf)
    for place, entity in enumerate(data["entity"]):
        order = np.argsort(distances[place])[:5]
        assert list(lines.loc[entity, "neighbour"]) == list(data["entity"].iloc[order])
        np.testing.assert_allclose(lines.loc[entity, "distance"], distances[place][order], rtol=1e-9)


def test_gower_by_hand() -> None:
    data = pd.DataFrame(
        {
            "entity": ["00001", "00002", "00003", "00004"],
            "period": "2020",
            "population": [100.0, 200, 300, np.nan],
            "area": [1.0, 1, 5, 3],
            "spending": 1.0,
            "climate": ["dry", "humid", "dry", "dry"],
        }
    )
    found = icma.benchmark(icma.score(SPEC, data), icma.Nearest(("population", "area", "climate"), k=3, metric="gower"))
    lines = nearest_of(found)
    # 1 and 2: (100/200 + 0/4 + 1) / 3; 1 and 3: (200/200 + 4/4 + 0) / 3; 1 and 4, no population: (2/4 + 0) / 2
    assert dict(zip(lines.loc["00001", "neighbour"], lines.loc["00001", "distance"], strict=True)) == pytest.approx(
        {"00004": 0.25, "00002": 0.5, "00003": 2 / 3}
    )


def test_variables_that_tell_the_same_count_once(assessment: icma.Assessment) -> None:
    once = icma.benchmark(assessment, icma.Nearest(("population", "area"), k=8))
    doubled = table().assign(again=lambda d: d["population"] * 2.5 + 7)
    twice = icma.benchmark(icma.score(SPEC, doubled), icma.Nearest(("population", "area", "again"), k=8))
    pd.testing.assert_frame_equal(once.neighbours, twice.neighbours, rtol=1e-6)


def test_each_is_compared_with_its_own_peers(assessment: icma.Assessment) -> None:
    found = icma.benchmark(assessment, icma.Nearest(("population",), k=9, log=("population",)))
    cost = assessment.values["cost"].droplevel("period")
    near = nearest_of(found)
    positions = found.positions_of("cost").set_index("entity")
    statistics = found.statistics[found.statistics["indicator"] == "cost"].set_index("peers")
    for entity in ("00001", "00033", "00060"):
        group = cost[[entity, *near.loc[entity, "neighbour"]]]
        assert positions.loc[entity, "rank"] == (group < cost[entity]).sum() + 1
        assert positions.loc[entity, "of"] == 10
        assert statistics.loc[entity, "median"] == pytest.approx(group.median())
        assert positions.loc[entity, "gap_to_best"] == pytest.approx(cost[entity] - group.min())


def test_peers_within_a_column_and_absent_variables() -> None:
    data = table()
    data.loc[4, "population"] = np.nan
    assessment = icma.score(SPEC, data)
    found = icma.benchmark(assessment, icma.Nearest(("population", "area"), k=4, within="zone"))
    lines = found.neighbours.astype({"entity": str, "neighbour": str})
    zone = data.set_index("entity")["zone"]
    assert (lines["entity"].map(zone) == lines["neighbour"].map(zone)).all()
    assert "00005" not in set(lines["entity"]) | set(lines["neighbour"])
    alone = found.positions.query("entity == '00005' and indicator == 'density'")
    assert alone["rank"].isna().all()
    assert "nearest 4 by population, area (mahalanobis) within zone" in repr(found)


def test_an_unknown_variable_is_named(assessment: icma.Assessment) -> None:
    with pytest.raises(icma.UnknownNameError, match="did you mean `population`"):
        icma.benchmark(assessment, icma.Nearest(("populaton",)))
    with pytest.raises(icma.DataError, match="holds no figures"):
        icma.benchmark(assessment, icma.Nearest(()))


def test_a_distance_that_there_is_none_of_is_refused_with_the_valid_ones() -> None:
    with pytest.raises(icma.UnknownNameError, match="valid: mahalanobis"):
        icma.Nearest(("population",), metric="cosine")  # type: ignore[arg-type]


def test_options_of_a_declared_category_are_equal_or_not() -> None:
    """Gower's distance of words is 0 or 1: x from y is as far as from z, though z is declared last."""
    spec = program(
        HEAD.replace("semester", "year")
        + """\
variables:
  - {id: kind, title: {es: k, en: k}, type: category, options: [{id: x}, {id: y}, {id: z}]}
  - {id: size, title: {es: s, en: s}}
tree: [{id: up, title: {es: u, en: u}, formula: 'if_else(kind == "x", size, 0)', direction: higher}]
"""
    )
    lines = {"entity": ["00001", "00002", "00003"], "period": "2020", "kind": ["x", "y", "z"], "size": [1, 2, 3]}
    found = icma.benchmark(
        icma.score(spec, pd.DataFrame(lines)), icma.Nearest(("kind",), k=2, metric="gower"), min_peers=1
    )
    assert nearest_of(found)["distance"].tolist() == [1.0] * 6
