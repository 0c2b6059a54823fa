"""Roll-ups of drawn programs: the library equals the reference, on a second and a third level."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

import icmaml_indicators as icma
from tests.reference.choices import BAND, GRADE, NUMBERS, SORT, STATISTICS, Draw, one_of
from tests.reference.comparing import differences, frame
from tests.reference.drawing import programs
from tests.reference.figures import NOT_APPLICABLE, NOT_REPORTED, TooCloseError
from tests.reference.membership import Row
from tests.reference.rollup import roll_up, take_over
from tests.reference.rows import NUMERALS, data
from tests.reference.rules import TITLE
from tests.reference.scorer import Reference, Run
from tests.reference.statistics import PLACES

EXAMPLES = 12  # of each
FUNCTIONS = [name for name in STATISTICS if name not in PLACES]


class Drawer:
    """Draws a roll-up of a program."""

    def __init__(self, draw: Draw, below: Reference, function: str) -> None:
        self.draw, self.function = draw, function
        below.find_scored(set())
        nodes = below.nodes.values()
        names = [name for name in NUMBERS if name in below.variables]
        names += [name for name, variable in below.variables.items() if "from" in variable]
        names += [node.id for node in nodes if node.is_leaf and "formula" in node.spec]
        self.names = [*names, *(f"score({node.id})" for node in nodes if node.is_scored)]
        leveled = [node for node in nodes if node.is_scored and node.spec.get("levels")]
        self.levels = [f"(level({node.id}) == '{level['id']}')" for node in leveled for level in node.spec["levels"]]

    def rollup(self, name: str, of: str, by: str, period: str) -> dict[str, Any]:
        draw = self.draw
        variables = [{"id": f"{name}_{number}", "title": TITLE, "from": self.made(by)} for number in range(3)]
        first, second, third = (variable["id"] for variable in variables)
        least = one_of(draw, {}, {"at_least": 0.5}, {"at_least": 0}, {"at_least": 0.75})
        leaf = {"title": TITLE, "direction": "higher", "scale": one_of(draw, "min_max", "identity", "rank")}
        return {
            "spec": 1, "id": name, "version": "1", "title": TITLE, "entity": "other", "provenance": "user",
            "period": period, "rollup": {"of": of, "by": by, **least}, "variables": variables,
            "missing": {"not_reported": one_of(draw, "propagate", "skip", "zero")},
            "tree": [
                {"id": f"{name}_one", **leaf, "formula": first},
                {"id": f"{name}_two", **leaf, "formula": f"{second} - {first}", "direction": "lower"},
                {"id": f"{name}_sum", **leaf, "formula": f"coalesce({third}, {second}, 1)", "weight": 2},
            ],
        }  # fmt: skip

    def made(self, by: str) -> str:
        """Draw a formula of statistics."""
        one = self.statistic(by, self.function)
        return one_of(self.draw, one, f"100 * {one}", f"{one} / {self.statistic(by)}", f"{self.statistic(by)} - {one}")

    def statistic(self, by: str, function: str | None = None) -> str:
        function = function or one_of(self.draw, *FUNCTIONS, *["weighted_mean"] * 3)
        x, y = one_of(self.draw, *self.names), one_of(self.draw, *self.names)
        what = one_of(self.draw, x, x, f"{x} + {y}", f"if_else({x} > {y}, 1, {x})", f"{x} >= 2", *self.levels[-2:])
        more = {"weighted_mean": f", {one_of(self.draw, *self.names)}", "quantile": ", 0.25"}.get(function, "")
        return f"{function}({what}{more} over {by})"


@pytest.mark.parametrize("function", FUNCTIONS)
@settings(
    max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(drawn=st.data())
def test_what_is_rolled_up_is_what_the_reference_makes_of_it(function: str, drawn: Any) -> None:
    draw = drawn.draw
    lower = draw(programs(("", "")), label="spec")
    rows = draw(data(lower), label="rows")
    semesters = lower["period"] == "semester"
    steps = [(one_of(draw, SORT, GRADE, BAND), one_of(draw, "semester", "year") if semesters else "year")]
    if isinstance(lower["period"], dict):
        reject()
    if semesters and draw(st.booleans()):
        steps = [("entity", "year")]
    elif steps[0][1] == "semester":
        steps.append(("entity", "year"))
    reference, of = Reference(json.loads(json.dumps(lower))), "drawn"
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / "drawn.yaml"]
        paths[0].write_text(json.dumps(lower), encoding="utf-8")
        assessment = icma.score(icma.load(paths[0], prove=False), frame(rows))
        for number, (by, period) in enumerate(steps):
            name = f"up{number}"
            spec = Drawer(draw, reference, function).rollup(name, of, by, period)
            paths.append(Path(folder) / f"{name}.yaml")
            paths[-1].write_text(json.dumps(spec), encoding="utf-8")
            reference.find_scored({name for row in rows for name in row.published})
            try:
                rows = roll_up(spec, Run(reference, rows))
                reference = Reference(json.loads(json.dumps(spec)))
                wanted = reference.score(rows)
            except TooCloseError:
                reject()
            assessment = icma.score(icma.load(paths[-1], prove=False), lower=assessment)
            assert {(row.entity, row.period) for row in rows} == set(assessment.scores.index)
            apart = list(differences(reference, rows, wanted, assessment))
            assert not apart, "\n".join([*apart[:12], *(path.read_text(encoding="utf-8") for path in paths)])
            of = name


UNIT = {"es": "cosas", "en": "things"}
CELLS = st.one_of(st.sampled_from(NUMERALS), st.sampled_from([*NUMERALS[:4], NOT_REPORTED, NOT_APPLICABLE]))


def drawn_below(draw: Draw) -> dict[str, Any]:
    """Draw a program of flows and stocks, with a scale among others, one between ends, and a group."""
    kinds = {"received": "flow", "spent": "flow", "staff": "stock", "depth": None}
    variables: list[dict[str, Any]] = [
        {"id": name, "title": TITLE, "unit": UNIT} | ({"kind": kind} if kind else {}) for name, kind in kinds.items()
    ]
    variables.append({"id": "zone", "title": TITLE, "type": "category", "options": [{"id": "n"}, {"id": "s"}]})
    leaf = {"title": TITLE, "direction": one_of(draw, "higher", "lower")}
    ratio = one_of(draw, "received / staff", "received - spent", "max(received, staff)", "received / depth")
    return {
        "spec": 1, "id": "drawn", "version": "1", "title": TITLE, "entity": "other", "provenance": "user",
        "period": "semester", "variables": variables,
        "missing": {"not_reported": one_of(draw, "propagate", "skip", "zero")},
        "tree": [
            {"id": "one", **leaf, "formula": ratio, "scale": one_of(draw, "min_max", "rank", "percentile_rank")},
            {"id": "group", "title": TITLE, "weight": 2, "children": [
                {"id": "two", **leaf, "formula": "spent", "scale": {"method": "goalposts", "low": -2, "high": 30}},
                {"id": "three", **leaf, "formula": "mean(staff over all) - depth", "scale": "identity"},
            ]},
        ],
    }  # fmt: skip


@settings(
    max_examples=EXAMPLES * 3, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(drawn=st.data())
def test_a_roll_up_without_a_tree_is_what_it_takes_over(drawn: Any) -> None:
    draw = drawn.draw
    lower, by = drawn_below(draw), one_of(draw, "entity", "zone")
    rows = [
        Row(f"e{entity}", f"2023-S{part + 1}", 4046 + part, 2023, cells | {"zone": draw(st.sampled_from(["n", "s"]))})
        for entity in range(draw(st.integers(1, 4)))
        for part in range(draw(st.integers(1, 2)))
        for cells in [{name: draw(CELLS) for name in ("received", "spent", "staff", "depth")}]
    ]
    spec = {
        "spec": 1, "id": "up", "version": "1", "title": TITLE, "entity": "other", "provenance": "user",
        "period": "year" if by == "entity" else "semester",
        "rollup": {"of": "drawn", "by": by, "at_least": one_of(draw, 0.5, 1)},
        "variables": [{"id": "depth", "title": TITLE, "unit": UNIT, "from": f"mean(depth over {by})"}],
    }  # fmt: skip
    reference = Reference(json.loads(json.dumps(lower)))
    with TemporaryDirectory() as folder:
        for each in (lower, spec):
            (Path(folder) / f"{each['id']}.yaml").write_text(json.dumps(each), encoding="utf-8")
        below = icma.score(icma.load(Path(folder) / "drawn.yaml", prove=False), frame(rows))
        found = icma.score(icma.load(Path(folder) / "up.yaml", prove=False), lower=below)
    reference.find_scored(set())
    whole = json.loads(json.dumps(take_over(spec, lower)))
    try:
        made = roll_up(whole, Run(reference, rows))
        upper = Reference(whole)
        wanted = upper.score(made)
    except TooCloseError:
        reject()
    assert {(row.entity, row.period) for row in made} == set(found.scores.index)
    apart = list(differences(upper, made, wanted, found))
    assert not apart, "\n".join([*apart[:12], json.dumps(lower), json.dumps(spec)])
