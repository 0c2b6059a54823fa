"""The library equals the reference, on programs and data drawn at random and on the shipped programs."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

import icmaml_indicators as icma
from tests.conftest import REPOSITORY
from tests.reference.comparing import differences, frame
from tests.reference.drawing import programs
from tests.reference.figures import TooCloseError
from tests.reference.reach import Trait, passed_through, there_is
from tests.reference.reading import read
from tests.reference.rows import data, made_up
from tests.reference.scorer import Reference

EXAMPLES = 6  # of each
SHIPPED = [
    path
    for path in sorted((REPOSITORY / "indicator_specs").rglob("*.yaml"))
    if path.parent.name not in {"sindes", "maps"}
] + [REPOSITORY / "indicator_specs" / "sindes"]


def loaded(text: str) -> icma.Program:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.yaml"
        path.write_text(text, encoding="utf-8")
        return icma.load(path, prove=False)  # a drawn rubric declares more than it can prove


def test_the_library_scores_as_the_reference_does() -> None:
    """Values, scores, coverage, bounds, levels, attainments; reasons and levels the same, figures to 1e-9. The run
    proves its reach: every function, scale, aggregation, policy and reason of the language occurs in it."""
    seen: set[Trait] = set()

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(drawn=st.data())
    def holds(focus: Trait, drawn: Any) -> None:
        spec = drawn.draw(programs(focus), label="spec")
        rows = drawn.draw(data(spec), label="rows")
        text = json.dumps(spec)
        reference = Reference(json.loads(text))
        try:
            wanted = reference.score(rows)
        except TooCloseError:
            reject()
        apart = list(differences(reference, rows, wanted, icma.score(loaded(text), frame(rows))))
        assert not apart, "\n".join([*apart[:12], text, frame(rows).to_csv(index=False)])
        seen.update(passed_through(spec, wanted))

    wanted = there_is()
    for focus in sorted(trait for trait in wanted if trait[0] in {"function", "scale", "aggregation", "attainment"}):
        holds(focus)
    assert wanted - seen == set()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_shipped_programs_score_as_the_reference_does(path: Path) -> None:
    reference = Reference(read(path))
    rows = made_up(reference, np.random.default_rng(7))
    found = icma.score(icma.load(path, prove=False), frame(rows))
    apart = list(differences(reference, rows, reference.score(rows), found))
    assert not apart, "\n".join(apart[:12])
