"""Rows drawn at random for a program, with every kind of absence."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import strategies as st

from tests.reference.choices import BAND, FLAG, HOME, NUMBERS, OPTIONS, PLACE, Draw, seldom
from tests.reference.drawing import answer_of, below
from tests.reference.figures import Absent
from tests.reference.scorer import Reference, Row

ABSENCES = [Absent(reason) for reason in ("not_reported", "not_applicable", "not_verified")]
NUMERALS = [Fraction(n, 4) for n in (0, 4, 8, 12, 16, 20, 24, 32, 40, 48, -4, -2, -18, 2, 5, 9, 11, 26, 31, 59)]
ANSWERS = {
    "yes_no": ("no", "yes"),
    "met_partly": ("not_met", "partly", "met"),
    "depth": ("nothing", "something", "everything"),
}


def _cells(choices: Sequence[Any]) -> st.SearchStrategy[Any]:
    """Draw a cell; one in four is absent, or more."""
    most = 15 // len(choices) + 1
    return st.sampled_from([*list(choices) * most, *ABSENCES * max(1, len(choices) * most // 9)])


FIGURES = st.sampled_from(NUMERALS)
_OF_VARIABLES = {name: _cells(NUMERALS) for name in (*NUMBERS, "staff")} | {FLAG: _cells([Fraction(0), Fraction(1)])}
_OF_VARIABLES |= {name: _cells(options) for name, options in OPTIONS.items()}
_OF_VARIABLES |= {name: _cells(("09", "Norte", "=1")) for name in (PLACE, HOME)}
_OF_ANSWERS = {kind: _cells(options) for kind, options in ANSWERS.items()}


@st.composite
def data(draw: Draw, spec: dict[str, Any]) -> list[Row]:
    """Draw rows of a program with every kind of absence."""
    per_year = 2 if "semester" in str(spec["period"]) else 1
    leaves = [node for node in below(spec["tree"]) if "children" not in node]
    groups = [node["id"] for node in below(spec["tree"]) if "children" in node] + ["total"]
    read = json.dumps({**spec, "populations": None})
    asked = [population for population in spec["populations"] if re.search(rf"\b{population['id']}\b", read)]
    used = json.dumps(
        [
            spec.get("checks"),
            spec.get("parameters"),
            spec.get("levels"),
            spec["tree"],
            "part" in map(answer_of, leaves) and "staff",
            asked,
            spec.get("applies"),
        ]
    )
    used += ' "a"' if BAND in used else ""
    cells = {name: found for name, found in _OF_VARIABLES.items() if re.search(rf"\b{name}\b", used)}
    for leaf in leaves:
        kind = answer_of(leaf)
        if kind is not None:
            cells[leaf["id"]] = _OF_ANSWERS.get(kind, _OF_VARIABLES["a"])
        elif "formula" not in leaf:
            cells[leaf["id"]] = _OF_VARIABLES["a"]
    cells = cells or {"a": _OF_VARIABLES["a"]}
    published: list[str] = []
    if seldom(draw):
        names = [leaf["id"] for leaf in leaves if "formula" in leaf] + groups
        published = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
    rows = []
    for entity in range(draw(st.sampled_from((3, 4, 2, 1)))):
        for step in range(draw(st.sampled_from((2, 1, 3)))):
            if step and seldom(draw):
                continue
            place = 2023 * per_year + step
            year, part = divmod(place, per_year)
            own = {name: draw(cell) for name, cell in cells.items()}
            proofs = frozenset(leaf["id"] for leaf in leaves if answer_of(leaf) and not seldom(draw))
            known = {name: draw(FIGURES) for name in published if draw(st.booleans())}
            period = str(year) if per_year == 1 else f"{year}-S{part + 1}"
            rows.append(Row(f"e{entity}", period, place, year, own, known, proofs))
    return rows


def made_up(reference: Reference, chance: np.random.Generator, entities: int = 6) -> list[Row]:
    """Return rows of any program, figures within their ranges, one in eight absent, over two periods."""
    spec = reference.spec
    frequency = spec["period"]["frequency"] if isinstance(spec["period"], dict) else spec["period"]
    frequency = frequency if isinstance(frequency, str) else frequency[0]
    per_year = {"year": 1, "semester": 2, "quarter": 4, "month": 12}[frequency]
    rows = []
    for number in range(entities):
        key = f"{number + 1:02d}" if spec["entity"] == "state" else f"{number + 1:02d}001"
        for place in (2023 * per_year, 2023 * per_year + reference.step):
            year, part = divmod(place, per_year)
            suffix = {1: "", 2: f"-S{part + 1}", 4: f"-Q{part + 1}", 12: f"-{part + 1:02d}"}[per_year]
            cells: dict[str, Any] = {name: _made_up(variable, chance) for name, variable in reference.variables.items()}
            for leaf in reference.leaves:
                if leaf.kind is not None:
                    options = [option["id"] for option in leaf.kind.get("options", ())]
                    most = leaf.kind.get("amount", {}).get("at_most") or 40
                    cells[leaf.id] = _made_up({"options": options, "type": "integer", "range": [0, most]}, chance)
            for name in cells:
                if chance.random() < 1 / 8:
                    cells[name] = ABSENCES[int(chance.integers(3))]
            proofs = frozenset(leaf.id for leaf in reference.leaves if chance.random() < 0.9)
            rows.append(Row(key, f"{year}{suffix}", place, year, cells, {}, proofs))
    return rows


def _made_up(variable: Mapping[str, Any], chance: np.random.Generator) -> Any:
    options = [option if isinstance(option, str) else option["id"] for option in variable.get("options", ())]
    if options:
        return options[int(chance.integers(len(options)))]
    if variable.get("type") == "boolean":
        return Fraction(int(chance.integers(2)))
    low, high = variable.get("range", (0, None))
    low = -50 if low is None else low
    high = low + 400 if high is None else high
    steps = int(chance.integers(0, int(4 * (high - low)) + 1))
    return Fraction(low) + Fraction(
        steps // 4 if variable.get("type") == "integer" else steps, 1 if variable.get("type") == "integer" else 4
    )
