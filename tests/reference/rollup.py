"""Larger entities and longer periods, made of the rows of the program below, as the guide has them."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.reference import formulas, statistics
from tests.reference.figures import NOT_APPLICABLE, NOT_REPORTED, UNDEFINED, Absent, Figure, exact
from tests.reference.formulas import Statistic
from tests.reference.membership import Row
from tests.reference.scorer import Run


def roll_up(spec: Mapping[str, Any], run: Run) -> list[Row]:
    """Return the rows of a roll-up: one for each larger entity in a period, with what each `from` comes to.

    Parameters
    ----------
    spec
        The roll-up.
    run
        The program below over its rows.
    """
    rule, yearly = spec["rollup"], spec["period"] == "year"
    members: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(run.rows):
        whose = row.entity if rule["by"] == "entity" else run.inputs[number][rule["by"]]
        if run.excluded[number] is None and not isinstance(whose, Absent):
            members.setdefault((str(whose), str(row.year) if yearly else row.period), []).append(number)
    made = {variable["id"]: variable["from"] for variable in spec["variables"] if "from" in variable}
    found = []
    for (entity, period), below in members.items():
        year, part = int(period[:4]), 0 if yearly else int(period[-1]) - 1
        cells = {name: _figure(text, run, below, exact(rule.get("at_least", 1))) for name, text in made.items()}
        found.append(Row(entity, period, year if yearly else 2 * year + part, year, cells))
    return found


def take_over(spec: Mapping[str, Any], lower: Mapping[str, Any]) -> dict[str, Any]:
    """Return a roll-up without a tree with what it takes over: the tree and the rules below, flows and stocks made."""
    by = spec["rollup"]["by"]
    how = {"flow": "sum", "stock": "last" if by == "entity" else "sum"}
    made = [
        {key: value for key, value in variable.items() if key != "kind"}
        | {"from": f"{how[variable['kind']]}({variable['id']} over {by})"}
        for variable in lower["variables"]
        if "kind" in variable
    ]
    return {**lower, **spec, "variables": [*made, *spec.get("variables", ())]}


def _figure(text: str, run: Run, below: Sequence[int], least: Fraction) -> Figure:
    """Return what a formula comes to over some rows; absent where too few of those asked have a figure."""
    tree = formulas.parsed(text)
    parts = {source: _statistic(source, run, below) for source, _ in formulas.sources(tree)}
    if all(share is None for _, share in parts.values()):
        return NOT_APPLICABLE
    if any(share is None or share < least for _, share in parts.values()):
        return NOT_REPORTED
    value = formulas.evaluate(tree, lambda source, back: parts[source][0])
    return UNDEFINED if isinstance(value, Absent) else value


def _statistic(source: Any, run: Run, below: Sequence[int]) -> tuple[Figure, Fraction | None]:
    """Return a statistic over some rows, and the share of those asked, and of what weighs, that has a figure.

    Whom it does not apply to is not asked; there is no share where nobody is.
    """
    assert isinstance(source, Statistic)
    figures, *more = [[_read(part, run, number) for number in below] for part in source.args]
    seconds = more[0] if more else []
    lines = list(zip(figures, *more, strict=True))
    asked = [line for line in lines if NOT_APPLICABLE not in line]
    present = [line for line in asked if not any(isinstance(part, Absent) for part in line)]
    found = statistics.summary(source.function, figures, [run.rows[number].place for number in below], seconds)
    if not asked:
        return found, None
    share = Fraction(len(present), len(asked))
    if source.function == "weighted_mean":
        whole, known = (
            sum((Fraction(line[1]) for line in some if not isinstance(line[1], Absent)), Fraction(0))
            for some in (asked, present)
        )
        share = min(share, known / whole) if whole > 0 else share
    return found, share


def _read(part: ast.expr, run: Run, number: int) -> Any:
    return run.evaluate(part, number)
