"""A benchmark in which nobody but oneself can be recognised by name, key or place in the table."""

from __future__ import annotations

import secrets
from dataclasses import replace

import numpy as np

from ..data.model.table import DataTable, Sources
from ..engine.execution import run_schedule
from ..engine.parameters import KeptParameters
from ..formulas.plan import Evaluation
from ..scoring import Scored
from .comparison import Comparison
from .peers import PeerGroups


def anonymise(comparison: Comparison, own: str | None, seed: int | None) -> Comparison:
    """Return the same benchmark with made-up keys in a random order; see `Benchmark.anonymise`."""
    import pandas as pd

    scored, table = comparison.scored, comparison.scored.table
    known = [str(name) for name in table.entity_ids]
    digits = len(str(len(known)))
    # The order of keys is public: were it kept, it would tell who is who.
    shuffled = np.random.default_rng(secrets.randbits(64) if seed is None else seed).permutation(len(known))
    labels = np.array([f"M-{number + 1:0{digits}d}" for number in shuffled], object)
    if own is not None:
        labels[known.index(own)] = own
    ids = np.array(sorted(labels), object)
    code = np.searchsorted(ids, labels)[table.entity_codes].astype(np.intp)
    order = np.lexsort((table.period_codes, code))
    place = np.empty(len(order), np.intp)
    place[order] = np.arange(len(order))
    mine = np.zeros(len(order), bool) if own is None else table.entities == own
    names = labels[table.entity_codes]
    if "name" in table.attributes:
        names = np.where(mine, table.attributes["name"].to_numpy(object), names)
    entity_codes, periods = code[order], table.period_codes[order]
    hidden = DataTable(
        table.variables,
        table.values[:, order],
        table.reasons[:, order],
        ids,
        table.points,
        entity_codes,
        periods,
        pd.DataFrame({"name": names[order]}),
        Sources(pd.DataFrame(), "wide", np.full(len(order), -1, np.intp), {}),
        findings=table.findings.map_rows(np.where(mine, place, -1)),
        published_scores={name: scores[order] for name, scores in table.published_scores.items()},
        evidence=None if table.evidence is None else table.evidence[:, order],
        labels=table.labels,
        credits=table.credits,
    )
    results = Evaluation(scored.results.values[:, order], scored.results.reasons[:, order])
    published = None if scored.published is None else scored.published[:, order]
    bounds = scored.bounds
    if bounds is not None:
        bounds = replace(bounds, withheld={name: np.sort(place[rows]) for name, rows in bounds.withheld.items()})
    source = None if bounds is None else KeptParameters(bounds)
    found = run_schedule(scored.compiled, hidden, source, given=(results, published))
    other = Scored(scored.compiled, hidden, found, options=scored.options | {"anonymised": True}, source=source)
    return Comparison(other, _groups(comparison.groups, order, place, ids, entity_codes), comparison.rules)


def _groups(
    groups: PeerGroups,
    order: np.ndarray[tuple[int], np.dtype[np.intp]],
    place: np.ndarray[tuple[int], np.dtype[np.intp]],
    ids: np.ndarray[tuple[int], np.dtype[np.object_]],
    entity_codes: np.ndarray[tuple[int], np.dtype[np.intp]],
) -> PeerGroups:
    """Return the peer groups of the rows in their new order."""
    if groups.members is None or groups.distances is None:
        return PeerGroups(groups.names, groups.codes[order], groups.label)
    members = groups.members[order]
    moved = np.where(members < 0, -1, place[members])
    codes = np.where(groups.codes[order] < 0, -1, entity_codes)
    return PeerGroups(tuple(map(str, ids)), codes, groups.label, moved, groups.distances[order])
