"""Results in points: by hand, as answers and contributions tell them, and parts that add up to their group."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import examples
from tests.scoring.test_rubric_scores import EXTRAS, GATED, TWO_AREAS, rubric, scored


def test_groups_won_what_their_parts_won_of_what_applies() -> None:
    found = scored(
        rubric(TWO_AREAS),
        {"a": 1, "b": 0, "c": 1, "d": 1, "e": 0},
        {"a": "N/A", "b": 0, "c": 1, "d": 1, "e": 1},
        {"a": 0, "b": 1, "c": "N/A", "d": "N/A", "e": 1},
    )
    nodes = ["total", "first", "a", "b", "c", "d", "second", "e"]
    assert list(found.points_won) == list(found.points_possible) == nodes
    third = 1 / 3
    np.testing.assert_allclose(
        found.points_possible,
        [[10, 8, third, 2 / 3, 3, 4, 2, 2], [10 - third, 8 - third, 0, 2 / 3, 3, 4, 2, 2], [10, 8, third, 2 / 3, 3, 4, 2, 2]],
    )  # fmt: skip
    np.testing.assert_allclose(
        found.points_won,
        [[7 + third, 7 + third, third, 0, 3, 4, 0, 0], [9, 7, np.nan, 0, 3, 4, 2, 2], [3 + 2 / 3 + 2, 3 + 2 / 3, 0, 2 / 3, 3, 0, 2, 2]],
    )  # fmt: skip


def test_what_is_absent_and_skipped_is_not_possible_and_what_counts_as_zero_is() -> None:
    answers = {"a": 1, "b": 1, "c": 1, "d": None, "e": None}
    skipped = scored(rubric(TWO_AREAS.replace("zero}\ntree", "skip}\ntree")), answers)
    assert skipped.points_possible.loc[:, ["d", "first", "second", "e", "total"]].to_numpy().tolist() == [
        [0, 4, 0, 0, 4]
    ]
    assert skipped.points_won["total"].tolist() == [4]
    zero = scored(rubric(TWO_AREAS), answers | {"e": 0})
    assert zero.points_possible.loc[:, ["d", "first", "total"]].to_numpy().tolist() == [[4, 8, 10]]
    assert zero.points_won["first"].tolist() == pytest.approx([4])
    assert zero.points_won["d"].isna().all()


def test_bonuses_stand_beside_the_points_of_their_group_and_penalties_take() -> None:
    found = scored(rubric(EXTRAS), {"a": 1, "b": 0, "more": 1, "extra": 0, "fine": 1}, {"a": 1, "b": 1, "more": "N/A"})
    assert "total" not in found.points_won  # its areas are weighed, not added up
    columns = ["area", "a", "b", "more", "extra", "fine"]
    assert found.points_possible[columns].to_numpy().tolist() == [[10, 6, 4, 1.5, 1.5, 0], [10, 6, 4, 1.5, 1.5, 0]]
    assert found.points_won.iloc[0][columns].tolist() == pytest.approx([6 + 1.5 - 3, 6, 0, 1.5, 0, -5])


def test_programs_that_add_up_no_points_have_none() -> None:
    found = scored(rubric(GATED), {"law": 1, "depth": "all"})
    assert found.points_won.shape == found.points_possible.shape == (1, 0)


def test_criteria_won_what_their_answers_tell() -> None:
    found = scored(rubric(TWO_AREAS), {"a": "N/A", "b": 1, "c": "N/A", "d": None, "e": 0}, dict.fromkeys("abcde", 1))
    told = found.answers.pivot(index=["entity", "period"], columns="criterion", values="points_won")
    np.testing.assert_array_equal(found.points_won[list("abcde")], told[list("abcde")])
    assert told.notna().to_numpy().sum() == 8


ANSWER = st.sampled_from([0, 1, None])


@given(st.lists(st.fixed_dictionaries(dict.fromkeys("abcde", ANSWER)), min_size=1, max_size=6), st.sampled_from(["skip", "zero", "propagate"]))  # fmt: skip
@examples(60)
def test_parts_add_up_to_their_group(rows: list[dict[str, object]], absent: str) -> None:
    spec = rubric(TWO_AREAS.replace("zero}\ntree", f"{absent}}}\ntree"))
    found = scored(spec, {"a": "N/A", "b": 1, "c": "N/A", "d": 0, "e": 1}, *rows)
    possible, won = found.points_possible, found.points_won
    for group in ("total", "first", "second"):
        parts = [child.id for child in spec.nodes[group].children]
        np.testing.assert_allclose(possible[parts].sum(axis=1), possible[group], rtol=1e-12)
        known = won[group].notna()
        np.testing.assert_allclose(won.loc[known, parts].sum(axis=1), won.loc[known, group], rtol=1e-12, atol=1e-12)
        np.testing.assert_array_equal(known, found.scores[group].notna())
    added = found.contributions.pivot(index=["entity", "period"], columns="node", values="contribution_to_total")
    for leaf in "abcde":
        told = added[leaf].notna() & won[leaf].notna()
        points = added.loc[told, leaf] / 100 * possible.loc[told, "total"]
        np.testing.assert_allclose(points, won.loc[told, leaf], rtol=1e-12, atol=1e-12)
