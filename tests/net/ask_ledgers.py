"""What `explain` and `path` answer: ledgers as data, text, HTML and cell formulas; paths to every kind of target."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import icmaml_indicators as icma

from .asking import Inputs, answer, clear, guard
from .blocks import Block
from .inputs import Case
from .workbooks import sheets

# Means of means by powers: what is searched for their total ends with the time that it is given, not with the answer.
_SEARCHED_LONG = {"programs/groups.yaml"}
_MANY = 10
# Of the shipped programs, those whose ledgers are held as golden results.
_HELD = {"mir_public_lighting", "state_indices"}


def ask(inputs: Inputs) -> Iterator[Block]:
    """Ask for ledgers of totals in every case, and of groups and indicators in turn; for paths where scores are."""
    folder = clear(Path("ledgers"))
    for turn, case in enumerate(inputs.of_form("wide", "few")):
        if case.is_own or (case.form == "few" and (not inputs.golden or case.program in _HELD)):
            yield from guard(f"ledgers of {case.name}", _of_case(inputs, case, folder, turn))


def _of_case(inputs: Inputs, case: Case, folder: Path, turn: int) -> Iterator[Block]:
    assessment = inputs.score(case)
    compared = icma.benchmark(assessment, "zone")
    for number, (entity, period, node) in enumerate(_chosen(assessment, few=inputs.golden or not case.is_own)):
        subject = f"{case.name} {entity} {period} {node}"
        path = folder / f"{case.name.replace('/', '_')}_{number}.xlsx"
        explain = partial(assessment.explain, entity, node, period)
        yield from _of_ledger(subject, explain, path, inputs)
        if number % 3 == 0 and not (inputs.golden and case.form == "few"):
            with_peers = partial(compared.explain, entity, node, period)
            yield from answer(subject, "ledger with peers", lambda build=with_peers: _data(build()))
    yield from _paths(inputs, case, compared, turn)


def _chosen(assessment: icma.Assessment, *, few: bool) -> Iterator[tuple[str, str, str]]:
    """Yield rows and nodes to explain: totals, then each other node once, for another row each."""
    rows = list(assessment.scores.index)
    nodes = list(assessment.program.nodes)
    for place in range(1 if few else 3):
        yield (*rows[(7 * place) % len(rows)], nodes[0])
    for place, node in enumerate(nodes[1:]):
        if not few or place % (1 + len(nodes) // 3) == 0:
            yield (*rows[(place + 1) % len(rows)], node)


def _data(ledger: icma.Ledger) -> Any:
    found = json.loads(icma.read_ledger(ledger.to_json()).to_json())
    found.pop("fingerprint", None)
    return found


def _of_ledger(subject: str, build: Any, path: Path, inputs: Inputs) -> Iterator[Block]:
    try:
        ledger = build()
    except Exception:
        yield from answer(subject, "ledger", build)
        return
    if not inputs.golden:
        yield from answer(subject, "ledger", lambda: _data(ledger))
    yield from answer(subject, "ledger as text", ledger.to_text)

    def cells() -> Any:
        ledger.to_excel(path)
        return sheets(path)

    yield from answer(subject, "ledger as sheet", cells)
    if not inputs.golden:
        yield from answer(subject, "ledger as table", ledger.to_frame)
        yield from answer(subject, "ledger as HTML", ledger.to_html)


def _paths(inputs: Inputs, case: Case, compared: icma.Benchmark, turn: int) -> Iterator[Block]:
    assessment = compared.assessment
    nodes = assessment.program.nodes
    groups = [name for name, node in nodes.items() if not node.is_indicator]
    if case.program in _SEARCHED_LONG:
        groups = groups[1:]
    if inputs.golden:
        groups = groups[:1]
    for number, node in enumerate((groups[0], *groups[-1:]) if len(groups) > _MANY else groups):
        scores = assessment.scores[node].dropna().sort_values(kind="stable")
        levels = [level.id for level in nodes[node].levels]
        targets: list[Any] = [{"score": float(round(scores.median() + 3))}] if len(scores) else []
        targets += [{"rank": 2}, {"quartile": 2}, *levels[-1:]] if number == 0 and len(scores) else []
        for place, target in enumerate(targets):
            if inputs.golden and place != turn % len(targets):
                continue  # each kind in turn
            entity, period = scores.index[min(place, len(scores) - 1)]
            yield from _of_path(case.name, compared, entity, period, node, target, "best")
    leaf = assessment.program.indicators[0].id
    entity, period = assessment.scores.index[0]
    for reach in ("top_quartile", "range") if case.is_own else ():
        yield from _of_path(case.name, compared, entity, period, leaf, {"rank": 1}, reach)


def _of_path(
    name: str, compared: icma.Benchmark, entity: str, period: str, node: str, target: Any, reach: str
) -> Iterator[Block]:
    def path() -> Any:
        found = compared.path(entity, to=target, node=node, period=period, reach=reach, seconds=600)
        return {**found.to_dict(), "text": found.to_text()}

    yield from answer(f"{name} {entity} {period} {node} to {target} reach {reach}", "path", path)
