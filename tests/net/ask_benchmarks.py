"""What `benchmark` and panels answer: statistics, positions, chance, intervals, neighbours, and movement over time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import icmaml_indicators as icma

from .asking import Inputs, answer, guard, member
from .blocks import Block
from .inputs import Case

# Peers and definitions: between them every choice of each.
_CHOICES: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("everybody", None, {}),
    ("zone", "zone", {"ties": "max", "quantiles": "weibull", "percentile": "mean", "min_peers": 2}),
    (
        "zone without oneself",
        "zone",
        {"ties": "average", "quantiles": "hazen", "percentile": "weak", "leave_out_self": True, "min_peers": 1},
    ),
    (
        "lists",
        {"first": 4, "second": 8},
        {"ties": "dense", "quantiles": "median_unbiased", "percentile": "strict", "ddof": 0},
    ),
    ("one list", 6, {"ties": "ordinal", "quantiles": "normal_unbiased", "trim": 0.2}),
)

# Of the shipped programs, those whose benchmarks are held as golden results.
_HELD = {"sistema_alertas", "state_indices"}


def ask(inputs: Inputs) -> Iterator[Block]:
    """Ask for every table of every case, with other peers and definitions in turn."""
    own = [case for case in inputs.of_form("wide", "clean") if case.is_own]
    for number, case in enumerate(own[::2] if inputs.golden else own):
        choices = _CHOICES if case.form == "wide" else _CHOICES[1:2]
        if inputs.golden:
            choices = (_CHOICES[number % len(_CHOICES)],)
        for choice in choices:
            yield from guard(f"benchmark of {case.name}", _of_benchmark(inputs, case, choice))
    # Of those shipped every second one from texts, the others from numbers; each choice in turn.
    shipped = [case for case in inputs.of_form("few") if not case.is_own]
    numbers = {case.program: case for case in inputs.of_form("clean")}
    for number, few in enumerate(shipped):
        case = few if number % 2 or inputs.golden else numbers[few.program]
        if not inputs.golden or few.program in _HELD:
            choice = _CHOICES[number % len(_CHOICES)]
            yield from guard(f"benchmark of {case.name}", _of_benchmark(inputs, case, choice))
    yield from guard("benchmarks by likeness", _by_likeness(inputs))
    yield from guard("benchmarks by geography", _by_geography(inputs))
    yield from guard("editions", _editions(inputs))


def _of_benchmark(inputs: Inputs, case: Case, choice: tuple[str, Any, dict[str, Any]]) -> Iterator[Block]:
    label, peers, definitions = choice
    assessment = inputs.score(case)
    entities = list(dict.fromkeys(assessment.scores.index.get_level_values("entity")))
    if isinstance(peers, int):
        peers = entities[:peers]
    elif isinstance(peers, dict):
        peers = {"first": entities[: peers["first"]], "second": entities[peers["first"] :]}
    try:
        found = icma.benchmark(assessment, peers, **definitions)
    except Exception:
        yield from answer(
            f"{case.name} by {label}", "benchmark", lambda: icma.benchmark(assessment, peers, **definitions)
        )
        return
    yield from of_benchmark(f"{case.name} by {label}", found, entities[0], whole=not inputs.golden)


def of_benchmark(subject: str, found: icma.Benchmark, own: str, *, whole: bool) -> Iterator[Block]:
    """Ask for every table of a benchmark."""
    yield from answer(subject, "statistics", lambda: found.statistics)
    yield from answer(subject, "positions", lambda: found.positions)
    yield from answer(subject, "chance", found.chance)
    yield from answer(subject, "neighbours", lambda: found.neighbours)
    yield from answer(subject, "intervals", lambda: found.intervals(0.9, draws=50, seed=4))
    yield from answer(
        subject, "steadiness", lambda: member(found, "quartile_stability", "steadiness")(draws=7, seed=4, entities=own)
    )
    if whole:
        yield from answer(
            subject, "anonymised", lambda: member(found, "anonymise", "anonymised")(own, seed=3).positions
        )
    yield from of_panel(subject, found.panel, whole=whole)


def of_panel(subject: str, panel: icma.Panel, *, whole: bool) -> Iterator[Block]:
    """Ask for every table of a panel."""
    first = str(member(panel, "period_names")[0])
    for against in ("year", "previous", "first", first) if whole else ("previous",):
        yield from answer(subject, f"changes against {against}", lambda against=against: panel.changes(against))
    for level in (0.95, 0.6) if whole else (0.6,):
        yield from answer(subject, f"trend lines at {level}", lambda level=level: panel.lines(level))
    for name in ("convergence", "dispersion", "suspected_breaks", "versions"):
        yield from answer(subject, name, lambda name=name: getattr(panel, name))
    yield from answer(subject, "jumps", lambda: panel.jumps(1.5, 0.05, 3))
    yield from answer(subject, "ranking", lambda: panel.ranking(panel.subjects[0]))
    yield from answer(subject, "ranking since the first", lambda: panel.ranking(panel.subjects[-1], since=first))


def _by_likeness(inputs: Inputs) -> Iterator[Block]:
    """Nearest neighbours by each distance, and bands."""
    case = next(case for case in inputs.cases if case.name == "formulas/wide")
    assessment = inputs.score(case)
    for label, peers in (
        ("mahalanobis", icma.Nearest(("population", "income"), k=3)),
        (
            "euclidean",
            icma.Nearest(("population", "income"), k=4, metric="euclidean", log=("population",), within="zone"),
        ),
        ("gower", icma.Nearest(("population", "zone"), k=3, metric="gower")),
        ("bands", icma.Bands("population", (500.0, 2000.0))),
        ("named bands", icma.Bands("population", (500.0,), ("small", "large"))),
    ):
        subject = f"{case.name} by {label}"
        try:
            found = icma.benchmark(assessment, peers, min_peers=2)
        except Exception:
            yield from answer(subject, "benchmark", lambda peers=peers: icma.benchmark(assessment, peers))
            continue
        names = ("statistics", "positions", "neighbours") if label == "gower" or not inputs.golden else ("neighbours",)
        for name in names:
            yield from answer(subject, name, partial(getattr, found, name))
        if label == "gower" or not inputs.golden:
            yield from answer(subject, "intervals", partial(found.intervals, draws=20, seed=1))


def _by_geography(inputs: Inputs) -> Iterator[Block]:
    """Peers that follow from the keys of municipalities."""
    case = next(case for case in inputs.cases if case.name == "formulas/wide")
    assessment = inputs.score(case)
    for peers in ("state", "region", "population", "metropolitan_area", "nothing"):
        yield from answer(
            f"{case.name} by {peers}",
            "positions",
            lambda peers=peers: icma.benchmark(assessment, peers, min_peers=1).positions,
        )


def _editions(inputs: Inputs) -> Iterator[Block]:
    """Editions side by side, each scored on its own years."""
    by_name = {case.name: case for case in inputs.cases}
    pairs = [("editions/2011/wide", "editions/2015/wide")]
    if not inputs.golden:
        pairs += [("cimtra@2010/wide", "cimtra@2016/wide"), ("msd@2013/wide", "msd@2015/wide")]
    for old, new in pairs:

        def joined(old: str = old, new: str = new) -> icma.Panel:
            earlier, later = inputs.score(by_name[old]), inputs.score(by_name[new])
            return icma.join_editions(later, earlier)

        subject = f"{old} joined to {new}"
        try:
            panel = joined()
        except Exception:
            yield from answer(subject, "panel", joined)
            continue
        yield from of_panel(subject, panel, whole=not inputs.golden)
