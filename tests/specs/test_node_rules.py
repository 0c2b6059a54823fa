"""The keys that say how a node scores and counts: what is in force, and what is refused at its place."""

from __future__ import annotations

import pytest

import icmaml_indicators as icma
from icmaml_indicators.specs import Program

HEAD = """\
spec: 1
id: sample
version: "1"
title: {es: Muestra, en: Sample}
entity: municipality
period: year
provenance: user
scale: min_max
"""
VARIABLES = """\
variables:
  - {id: a, title: {es: La a, en: The a}}
  - {id: b, title: {es: La b, en: The b}}
"""


def leaf(name: str, formula: str = "a", more: str = "") -> str:
    """Return the lines of an indicator, at the beginning of a line."""
    head = f"- {{id: {name}, title: {{es: El {name}, en: The {name}}}, formula: {formula}, direction: higher"
    return f"{head}{more and ', ' + more}}}\n"


def tree(*nodes: str, head: str = "") -> str:
    """Return a program of these nodes."""
    lines = "".join(f"  {line}\n" for node in nodes for line in node.splitlines())
    return HEAD + head + VARIABLES + "tree:\n" + lines


def group(name: str, *nodes: str, more: str = "") -> str:
    """Return the lines of a group."""
    lines = "".join(f"    {line}\n" for node in nodes for line in node.splitlines())
    own = "".join(f"  {line}\n" for line in more.splitlines())
    return f"- id: {name}\n  title: {{es: El {name}, en: The {name}}}\n{own}  children:\n{lines}"


def loaded(*nodes: str, head: str = "") -> Program:
    """Load a program of these nodes."""
    return icma.loads(tree(*nodes, head=head))


def faults(*nodes: str, head: str = "") -> list[tuple[str, str, str]]:
    """Return code, text at the place and message of each fault."""
    text = tree(*nodes, head=head)
    with pytest.raises(icma.SpecError) as raised:
        icma.loads(text)
    found = [d for d in raised.value.diagnostics if d.severity == "error"]
    lines = text.splitlines()
    return [(d.code, lines[d.place.line - 1][d.place.column - 1 :][:24], d.message("en")) for d in found]


# Ties --------------------------------------------------------------------------------------------------


def test_ties_are_averaged_where_nothing_is_said() -> None:
    program = loaded(leaf("x", more="scale: rank"), leaf("y", "b", "scale: {method: borda, ties: dense}"))
    assert (program.nodes["x"].scale.ties, program.nodes["y"].scale.ties) == ("average", "dense")


@pytest.mark.parametrize("method", ["min_max", "z_score", "identity", "distance_to_best"])
def test_only_scales_by_place_know_ties(method: str) -> None:
    ((code, _, message),) = faults(leaf("x", more=f"scale: {{method: {method}, ties: min}}"))
    assert (code, message) == ("IND315", f"`ties` has no use with `{method}`")


def test_another_word_for_ties_is_refused_at_its_place() -> None:
    ((code, text, _),) = faults(leaf("x", more="scale: {method: rank, ties: mean}"))
    assert (code, text[:4]) == ("IND107", "mean")
