"""Small counts kept out of what is published: what is shown is computed from what is shown, and from nothing else.

A count of persons below five can tell who it was (L. Willenborg and T. de Waal, "Elements of Statistical Disclosure
Control", 2001, chapter 1). Such cells are taken out of the data, with those from which a declared sum would give them
back, and the program is scored anew: whatever reads them has no figure, and no total, statistic, score or scale holds
them, so that no subtraction brings them back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..data.cut_variables import cut_variables
from ..data.model.findings import FindingLog
from ..data.model.table import DataTable
from ..engine.execution import run_schedule
from ..engine.parameters import KeptParameters, ParameterSource, find_source
from ..errors import IcmamlError, OutOfRangeError, UnknownNameError
from ..formulas.reasons import SUPPRESSED
from ..specs import Program
from .scored import Scored

Mask = NDArray[np.bool_]

LEAST = 5
# What persons, and what happens to them, are counted in.
_PERSONS = (
    "persons",
    "people",
    "inhabitants",
    "women",
    "men",
    "children",
    "pupils",
    "students",
    "patients",
    "employees",
)
_EVENTS = ("victims", "deaths", "homicides", "crimes", "robberies", "accidents", "complaints", "cases")
_PEOPLE = frozenset((*_PERSONS, *_EVENTS))


def suppress(
    scored: Scored, least: int = LEAST, variables: Iterable[str] | None = None, sums: Iterable[Sequence[str]] = ()
) -> Scored:
    """Return a program scored without small counts; see `Benchmark.suppress`.

    Raises
    ------
    UnknownNameError
        When there is no such variable.
    OutOfRangeError
        When `least` is below 2.
    IcmamlError
        When the program is made of another, whose counts are suppressed first.
    """
    if least < 2:
        raise OutOfRangeError("least", least, ("2 o más", "2 or more"))
    if scored.lower is not None:
        raise IcmamlError("IND663", program=scored.program.id, of=scored.lower.program.id)
    table, compiled, program = scored.table, scored.compiled, scored.program
    counted = _places(table, people_counted(program) if variables is None else variables)
    checks = zip(compiled.rule_inputs, program.all_checks, strict=True)
    declared = [names for names, check in checks if "==" in check.rule]
    hidden = np.zeros(table.values.shape, bool)
    hidden[counted] = (table.values[counted] > 0) & (table.values[counted] < least)
    _complete_sums(table, hidden, [_places(table, names) for names in (*declared, *sums)])
    options = scored.options | {"suppressed_below": least}
    if not hidden.any():
        return Scored(compiled, table, scored.run, options=options, source=scored.source)
    public = _take_out(table, hidden)
    cut_variables(program, public)
    source = _source(scored, public)
    # Figures handed in as such would stand in for those that are gone: where one is, they go as well.
    gone = run_schedule(compiled, replace(public, published=None), source).assessed_results().reasons == SUPPRESSED
    if public.published is not None:
        public.published = np.where(gone, np.nan, public.published)
    touched = gone.any(axis=0) | hidden.any(axis=0)
    public.published_scores = {name: np.where(touched, np.nan, line) for name, line in table.published_scores.items()}
    silent = {name for name, line in zip(table.variables, hidden, strict=True) if line.any()}
    silent |= {leaf.id for leaf, line in zip(program.indicators, gone, strict=True) if line.any()}
    _replace_findings(public, hidden, silent, least)
    return Scored(compiled, public, run_schedule(compiled, public, source), options=options, source=source)


def people_counted(program: Program) -> list[str]:
    """Return the variables that count persons, or what happens to them, by their unit."""
    return [
        variable.id
        for variable in program.variables
        if variable.unit is not None
        and variable.type in {"integer", "number"}
        and variable.unit.in_language("en").strip().lower() in _PEOPLE
    ]


def _places(table: DataTable, names: Iterable[str]) -> list[int]:
    found = []
    for name in names:
        if name not in table.variables:
            raise UnknownNameError("variable", name, table.variables)
        found.append(table.variables.index(name))
    return found


def _complete_sums(table: DataTable, hidden: Mask, sums: Sequence[list[int]]) -> None:
    """Hide a second figure wherever all others of a sum would give the only hidden one back: the least that is left."""
    while True:
        before = hidden.sum()
        for places in sums:
            known = ~np.isnan(table.values[places]) & ~hidden[places]
            alone = np.flatnonzero((hidden[places].sum(axis=0) == 1) & (known.sum(axis=0) == len(places) - 1))
            if len(alone) and len(places) > 1:
                left = np.where(known, table.values[places], np.inf)[:, alone]
                hidden[np.array(places)[left.argmin(axis=0)], alone] = True
        if hidden.sum() == before:
            return


def _take_out(table: DataTable, hidden: Mask) -> DataTable:
    """Return the table without some cells, without what was handed in for them, and without what was found there."""
    entities = np.unique(table.entity_codes[hidden.any(axis=0)])
    quiet = np.isin(table.entity_codes, entities)
    return replace(
        table,
        values=np.where(hidden, np.nan, table.values),
        reasons=np.where(hidden, np.uint8(SUPPRESSED), table.reasons),
        attributes=table.attributes.copy(),
        sources=table.sources.drop_cells(hidden),
        findings=table.findings.map_rows(np.where(quiet, -1, np.arange(table.rows))),
    )


def _replace_findings(table: DataTable, hidden: Mask, silent: Set[str], least: int) -> None:
    """Leave out what was found of subjects with hidden figures, which others are held against; tell what is hidden."""
    table.findings = FindingLog([batch for batch in table.findings.batches if batch.subject not in silent])
    for place in np.flatnonzero(hidden.any(axis=1)):
        table.findings.cells("IND662", table.variables[place], np.flatnonzero(hidden[place]), [""], least=least)


def _source(scored: Scored, public: DataTable) -> KeptParameters | ParameterSource | None:
    """Return where parameters come from: a base period of the same data is fitted anew."""
    base = scored.options.get("base_period")
    if scored.bounds is None:
        return None
    if base is not None and "reference" not in scored.options:
        return find_source(scored.compiled, public, None, None, str(base))
    return KeptParameters(scored.bounds)
