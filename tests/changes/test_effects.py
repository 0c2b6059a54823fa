"""The law of effects: what a comparison calls unaffected is the same figure, with the engine as the judge.

Programs are changed at random, both versions score the same made-up data, and every node that the comparison does not
name must have the same values, scores and levels.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.changes import ProgramDiff
from icmaml_indicators.changes.moves import rename_to_program
from icmaml_indicators.specs import Program, read_draft_from_text
from tests.changes.mutations import Spec, data_for, loaded, mutated, shipped
from tests.changes.samples import FIGURES, RUBRIC
from tests.conftest import examples

BASES = (
    "FIGURES",
    "RUBRIC",
    "msd@2015",
    "sistema_alertas",
    "state_indices",
    "mir_public_lighting",
    "bpi_projects",
    "simed",
)


@cache
def base(name: str) -> tuple[Spec, Program]:
    if name in {"FIGURES", "RUBRIC"}:
        root = read_draft_from_text(FIGURES if name == "FIGURES" else RUBRIC).root
        assert root is not None
        spec: Spec = root.data()
    else:
        spec = shipped(name)
    spec = mutated(spec, 0, 0)
    return spec, loaded(spec)


def unlike(old: Program, new: Program, found: ProgramDiff, seed: int) -> list[tuple[str, str]]:
    """Return the parts of nodes that differ although the comparison does not name them."""
    now = found.variables | found.nodes
    was = {name: before for before, name in now.items()}
    data = data_for(old, new, seed=seed)
    gone = {before for before, name in now.items() if before != name}
    data = data[[column for column in data.columns if column.partition(".")[0] not in gone]]
    a = icma.score(old, rename_to_program(old, data, was, {}))
    b = icma.score(new, rename_to_program(new, data, now, {}))
    wrong = []
    for before, after in found.nodes.items():
        parts = found.affected[after].parts if after in found.affected else ()
        for part, (x, y) in {"value": (a.values, b.values), "score": (a.scores, b.scores)}.items():
            if part in parts or before not in x or after not in y:
                continue
            if not np.allclose(x[before], y[after], rtol=1e-9, atol=1e-9, equal_nan=True):
                wrong.append((part, after))
        if "level" not in parts and before in a.levels and after in b.levels:
            x, y = (table[name].fillna("").to_numpy() for table, name in ((a.levels, before), (b.levels, after)))
            wrong += [("level", after)] if (x != y).any() else []
    return wrong


@pytest.mark.parametrize("name", BASES)
@given(seed=st.integers(0, 2**31), count=st.integers(1, 4))
@examples(10)
def test_what_is_not_named_is_the_same(name: str, seed: int, count: int) -> None:
    spec, old = base(name)
    try:
        new = loaded(mutated(spec, seed, count))
    except icma.SpecError:
        return  # the change does not make a sound program
    (found,) = icma.diff(old, new).programs
    assert unlike(old, new, found, seed) == []


@given(seed=st.integers(0, 2**31))
@examples(60)
def test_no_break_is_silent(seed: int) -> None:
    """Where any score of what was handed in differs, some change is told, and it is not a neutral one."""
    spec, old = base("FIGURES")
    try:
        new = loaded(mutated(spec, seed, 2))
    except icma.SpecError:
        return
    found = icma.diff(old, new)
    (program,) = found.programs
    if program.affected:
        assert found.count("breaking") + found.count("additive") > 0
        assert {cause for what in program.affected.values() for cause in what.causes}


@given(seed=st.integers(0, 2**31), count=st.integers(0, 4))
@examples(40)
def test_a_changed_program_does_not_differ_from_its_copy(seed: int, count: int) -> None:
    try:
        new = loaded(mutated(base("FIGURES")[0], seed, count))
    except icma.SpecError:
        return
    assert icma.diff(new, new).changes == ()
